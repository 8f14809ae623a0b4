"""The one place where a bad reply becomes an exception.

A reply is judged by what it is, in this order: the HTTP status, the media, the envelope, a fault, the operation it
answers, the result, and the result's own `success`. Whatever is not a proof of success is an exception.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from ..contract.model import Operation
from ..errors import ContractError, EmptyBytes, InvalidValue, NotFound, PartialFailure
from ..inforouter import partial
from ..wire.redact import hide_url, one_line
from ..wire.safe_xml import NotXml, parse
from .error_builder import LONGEST, Judgement

_ENVELOPES: Final = ("{http://schemas.xmlsoap.org/soap/envelope/}", "{http://www.w3.org/2003/05/soap-envelope}")
_BODIES: Final = {f"{namespace}Envelope": f"{namespace}Body" for namespace in _ENVELOPES}
_FAULTS: Final = frozenset(f"{namespace}Fault" for namespace in _ENVELOPES)
_NO_METHOD: Final = "Request format is unrecognized"  # ASP.NET: no such method by form POST
_VALIDATION: Final = re.compile(r"HttpRequestValidationException|dangerous Request\.Form")
_MOST_TEXT: Final = 2**20
_BLANKS: Final = b" \t\r\n"
_ZERO_BYTE_IS_NONE: Final = "GetAddInPart"

Result = etree._Element | bytes | None


def check(operation: Operation) -> None:
    """Refuse an operation whose reply `judge` would not understand, before anything is sent.

    Raises:
        ContractError: it is none of infoRouter's kind, which answer XML that says whether it is a success, or bytes.
    """
    answer = [each.type for each in operation.answer]
    if operation.style == "document" and answer in ([], ["xml"], ["base64Binary"]):
        return
    why = "is of the style rpc" if operation.style == "rpc" else f"answers {' and '.join(answer)}, not XML or bytes"
    raise ContractError(
        f"{operation.name} cannot be called, since its reply could not be judged: it {why}", operation=operation.name
    )


def judge(
    operation: Operation,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    secrets: tuple[str, ...] = (),
    *,
    plain: bool = False,
) -> Result:
    """Return what an operation answered, or raise what its reply amounts to.

    Args:
        operation: the operation that was called.
        status: the HTTP status.
        headers: the HTTP headers.
        body: the bytes of the reply.
        secrets: tickets and passwords of the request, hidden from messages should the reply echo them.
        plain: whether the call was a form POST, whose reply has no envelope.

    Returns:
        The root element of the result's XML, the bytes of a document, or None for an operation that answers nothing.

    Raises:
        ServiceError: the service said no, in a fault or in the result.
        HttpError: an HTTP status without an answer of the service.
        UnexpectedReply: anything else that is no answer of this operation.

    Source: sections 1 and 5 of the service's documented behaviour, SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4.
    """
    judgement = Judgement(operation, secrets)
    if 300 <= status < 400:
        target = hide_url(headers.get("Location", "")) or "nowhere"
        raise judgement.http(f"HTTP {status}, a redirect to {target}, which is not followed", status, headers)
    ok = 200 <= status < 300
    if not body and ok and (operation.output is None or (plain and operation.result is None)):
        return None
    media = headers.get("Content-Type", "")
    if plain and status == 500:
        from .dotnet import from_dotnet

        text = body[:_MOST_TEXT].decode("utf-8-sig", "replace")
        if _VALIDATION.search(text):  # not in its own words, which quote the beginning of the value, be it a password
            raise judgement.error(
                InvalidValue, "the server takes a value for markup, which it refuses in forms; use SOAP"
            )
        if from_dotnet(text) and media.strip().lower().startswith("text/plain"):
            raise judgement.refused(text, fault=True)
    try:
        root = parse(body)
    except NotXml as exc:
        if ok:
            media = one_line(media, 60) or "no media type"
            raise judgement.unexpected(f"HTTP {status} with a reply that cannot be used: {exc} ({media})") from None
        told = "" if str(exc) == "it is empty" else f"; {exc}"
        if plain and _NO_METHOD in str(exc):
            told += ": this operation is not offered by form POST, or form POST is switched off"
        raise judgement.http(f"HTTP {status} without an answer of the service{told}", status, headers) from None
    if plain and ok:
        return _plain_result(judgement, operation, root)
    soap_body = _soap_body(root)
    if soap_body is None:
        if ok:
            raise judgement.unexpected(f"the reply is XML but no SOAP envelope: its root is <{_local(root)}>")
        raise judgement.http(f"HTTP {status} without an answer of the service", status, headers)
    content = next((child for child in soap_body if isinstance(child.tag, str)), None)
    if content is not None and content.tag in _FAULTS:
        raise judgement.refused(_fault_text(content), fault=True)
    if not ok:
        raise judgement.http(f"HTTP {status} without an answer of the service", status, headers)
    return _result(judgement, operation, content)


def _result(judgement: Judgement, operation: Operation, content: etree._Element | None) -> Result:
    if content is None:
        if operation.output is None:
            return None
        raise judgement.unexpected("the SOAP body is empty")
    if operation.output is None or content.tag != f"{{{operation.namespace}}}{operation.output}":
        raise judgement.unexpected(f"the reply is of another operation: <{_local(content)}>")
    if operation.result is None:
        return None
    result = content.find(f"{{{operation.namespace}}}{operation.result}")
    if operation.returns == "bytes":
        return _bytes(judgement, result)
    if result is None:
        raise judgement.unexpected("the reply has no result")
    root = next((child for child in result if isinstance(child.tag, str)), None)
    if root is None:
        raise judgement.unexpected("the result has no XML")
    if len(result) > 1 and sum(isinstance(child.tag, str) for child in result) > 1:
        raise judgement.unexpected("the result has more than one root element")
    return _success(judgement, root)


def _plain_result(judgement: Judgement, operation: Operation, root: etree._Element) -> Result:
    tag = str(root.tag)
    if operation.returns == "bytes" and tag == f"{{{operation.namespace}}}base64Binary":
        return _bytes(judgement, root)
    if operation.returns == "xml" and tag.lower() in ("response", "root"):
        return _success(judgement, root)
    raise judgement.unexpected(f"the reply is no result of this operation: its root is <{_local(root)}>")


def _success(judgement: Judgement, root: etree._Element) -> etree._Element:
    success = (root.get("success") or "").strip().lower()
    error = root.get("error")
    items = partial.read(judgement.operation.partial, root)
    if items.failed and (success in ("true", "false") or error is not None):
        raise judgement.in_part(items, root)
    if success == "true":
        if not error or not error.strip():
            return root
        # Every documented success has an empty error or none, but for the "[log]" of what DownloadZipWithHandler left
        # out. So any other text is taken at its word, and one that is not known tells of work that was done in part.
        raise judgement.refused(error, fault=False, result=root, unknown=PartialFailure)
    if success == "false" or error is not None:
        raise judgement.refused(error or "the service gives no reason", fault=False, result=root)
    raise judgement.unexpected(f"the result <{_local(root)}> does not say whether it is a success")


def _bytes(judgement: Judgement, result: etree._Element | None) -> bytes:
    text = ""
    if result is not None:
        if any(isinstance(child.tag, str) for child in result):
            raise judgement.unexpected("the result has elements where bytes should be")
        text = _direct_text(result)
    try:
        data = base64.b64decode(text.encode("ascii").translate(None, _BLANKS), validate=True)
    except (binascii.Error, ValueError):
        raise judgement.unexpected("the result is not base64") from None
    if not data:
        raise judgement.error(
            EmptyBytes,
            "zero bytes: the ticket has expired, the document is missing, offline or not allowed, or it is empty; "
            "GetDownloadInfo tells which",
        )
    if data == b"\0" and judgement.operation.name == _ZERO_BYTE_IS_NONE:
        raise judgement.error(NotFound, "one zero byte: it does not exist or cannot be read")
    return data


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
