"""Where a reply becomes a result, or one exception.

A reply is judged by what it is, in this order: the HTTP status, the media, the envelope, a fault, the operation it
answers, the result, and what the service itself says in the result (`Verdict`). Whatever is not a proof of success is
an exception. A reply that says yes and does not tell what a workflow asked is an `UnexpectedReply` there.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from typing import Final

from lxml import etree

from ..contract.model import Operation
from ..errors import InvalidValue
from ..wire.redact import hide_url, one_line
from ..wire.safe_xml import NotXml, parse
from . import json_form
from .error_builder import LONGEST, ErrorBuilder
from .verdict import PLAIN, Verdict

_ENVELOPES: Final = ("{http://schemas.xmlsoap.org/soap/envelope/}", "{http://www.w3.org/2003/05/soap-envelope}")
_BODIES: Final = {f"{namespace}Envelope": f"{namespace}Body" for namespace in _ENVELOPES}
_FAULTS: Final = frozenset(f"{namespace}Fault" for namespace in _ENVELOPES)
_NO_METHOD: Final = "Request format is unrecognized"  # ASP.NET: no such method by form POST
_VALIDATION: Final = re.compile(r"HttpRequestValidationException|dangerous Request\.Form")
_MOST_TEXT: Final = 2**20
_BLANKS: Final = b" \t\r\n"

Result = etree._Element | bytes | None


def judge(
    operation: Operation,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    secrets: tuple[str, ...] = (),
    *,
    plain: bool = False,
    verdict: Verdict = PLAIN,
    empty: Collection[str] = (),
) -> Result:
    """Return what an operation answered, or raise what its reply amounts to.

    Args:
        operation: the operation that was called.
        status: the HTTP status.
        headers: the HTTP headers.
        body: the bytes of the reply.
        secrets: those of the request, hidden from messages should the reply echo them.
        plain: whether the call was a form POST, whose reply has no envelope.
        verdict: how the service itself says yes and no inside a good reply.
        empty: of a form POST, the parameters that were sent as an empty text.

    Returns:
        The root element of the result's XML, the bytes of a document, or None for an operation that answers nothing.

    Raises:
        ServiceError: the service said no, in a fault or in the result.
        HttpError: an HTTP status without an answer of the service.
        UnexpectedReply: anything else that is no answer of this operation.

    Source: SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4, docs/wire.md.
    """
    builder = ErrorBuilder(operation, secrets, verdict)
    if 300 <= status < 400:
        target = hide_url(headers.get("Location", "")) or "nowhere"
        raise builder.http(f"HTTP {status}, a redirect to {target}, which is not followed", status, headers)
    ok = 200 <= status < 300
    if not body and ok and (operation.output is None or (plain and operation.result is None)):
        return None
    media = headers.get("Content-Type", "")
    if plain:
        verdict.status(builder, status, headers)
        if operation.returns == "bytes" and ok and json_form.is_json(media):
            return verdict.data(builder, _json_bytes(builder, body))
        if json_form.is_unbound(status, media, body):
            raise builder.http(json_form.unbound(operation, body, empty), status, headers)
    if plain and status == 500:
        from .dotnet import from_dotnet

        text = body[:_MOST_TEXT].decode("utf-8-sig", "replace")
        if _VALIDATION.search(text):  # not in its own words, which quote the beginning of the value, be it a password
            raise builder.error(
                InvalidValue, "the server takes a value for markup, which it refuses in forms; use SOAP"
            )
        if from_dotnet(text) and media.strip().lower().startswith("text/plain"):
            raise builder.refused(text, fault=True)
    try:
        root = parse(body)
    except NotXml as exc:
        if ok:
            media = one_line(media, 60) or "no media type"
            raise builder.unexpected(f"HTTP {status} with a reply that cannot be used: {exc} ({media})") from None
        told = "" if str(exc) == "it is empty" else f"; {exc}"
        if plain and _NO_METHOD in str(exc):
            told += ": this operation is not offered by form POST, or form POST is switched off"
        raise builder.http(f"HTTP {status} without an answer of the service{told}", status, headers) from None
    if plain and ok:
        return _plain_result(builder, verdict, root)
    soap_body = _soap_body(root)
    if soap_body is None:
        if ok:
            raise builder.unexpected(f"the reply is XML but no SOAP envelope: its root is <{_local(root)}>")
        raise builder.http(f"HTTP {status} without an answer of the service", status, headers)
    content = next((child for child in soap_body if isinstance(child.tag, str)), None)
    if content is not None and content.tag in _FAULTS:
        raise builder.refused(_fault_text(content), fault=True)
    if not ok:
        raise builder.http(f"HTTP {status} without an answer of the service", status, headers)
    return _result(builder, verdict, content)


def _result(builder: ErrorBuilder, verdict: Verdict, content: etree._Element | None) -> Result:
    operation = builder.operation
    if content is None:
        if operation.output is None:
            return None
        raise builder.unexpected("the SOAP body is empty")
    if operation.output is None or content.tag != f"{{{operation.namespace}}}{operation.output}":
        raise builder.unexpected(f"the reply is of another operation: <{_local(content)}>")
    if operation.result is None:
        return None
    result = content.find(f"{{{operation.namespace}}}{operation.result}")
    if operation.returns == "bytes":
        return verdict.data(builder, _bytes(builder, result))
    if result is None:
        raise builder.unexpected("the reply has no result")
    root = next((child for child in result if isinstance(child.tag, str)), None)
    if root is None:
        raise builder.unexpected("the result has no XML")
    if len(result) > 1 and sum(isinstance(child.tag, str) for child in result) > 1:
        raise builder.unexpected("the result has more than one root element")
    return verdict.xml(builder, root)


def _plain_result(builder: ErrorBuilder, verdict: Verdict, root: etree._Element) -> Result:
    operation, tag = builder.operation, str(root.tag)
    if operation.returns == "bytes" and tag == f"{{{operation.namespace}}}base64Binary":
        return verdict.data(builder, _bytes(builder, root))
    if operation.returns == "xml" and verdict.is_form_result(tag):
        return verdict.xml(builder, root)
    raise builder.unexpected(f"the reply is no result of this operation: its root is <{_local(root)}>")


def _bytes(builder: ErrorBuilder, result: etree._Element | None) -> bytes:
    text = ""
    if result is not None:
        if any(isinstance(child.tag, str) for child in result):
            raise builder.unexpected("the result has elements where bytes should be")
        text = _direct_text(result)
    return _decoded(builder, text)


def _json_bytes(builder: ErrorBuilder, body: bytes) -> bytes:
    try:
        text = json_form.string(body)
    except ValueError:
        raise builder.unexpected("the reply is JSON, but not one string of base64") from None
    if " " in text.strip():  # "Document not found" would be good base64 without its blanks
        raise builder.unexpected("the result is not base64")
    return _decoded(builder, text)


def _decoded(builder: ErrorBuilder, text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii").translate(None, _BLANKS), validate=True)
    except (binascii.Error, ValueError):
        raise builder.unexpected("the result is not base64") from None


def _soap_body(root: etree._Element) -> etree._Element | None:
    body = _BODIES.get(str(root.tag))
    return None if body is None else root.find(body)


def _fault_text(fault: etree._Element) -> str:
    for path in ("faultstring", "{*}Reason/{*}Text", "{*}faultstring"):
        for reason in fault.iterfind(path):
            text = _direct_text(reason)
            if text.strip():
                return text
    detail = fault.find("{*}detail")
    detail = fault.find("{*}Detail") if detail is None else detail
    words = "".join(str(text) for text in detail.itertext()) if detail is not None else ""
    if len(words) <= LONGEST:  # a longer one will be cut
        words = " ".join(words.split())
    return words or "a SOAP fault without a reason"


def _direct_text(element: etree._Element) -> str:
    if not len(element):
        return element.text or ""
    return "".join((element.text or "", *(child.tail or "" for child in element)))  # comments may stand in between


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
