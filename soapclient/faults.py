"""The one place where a bad reply becomes an exception.

A reply is judged by what it is, in this order: the HTTP status, the media, the envelope, a fault, the operation it
answers, the result, and the result's own `success`. Whatever is not a proof of success is an exception.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from . import partial
from .catalogue import classify
from .contract import Operation
from .errors import (
    AccessDenied,
    AuthenticationFailed,
    EmptyBytes,
    HttpError,
    NotFound,
    PartialFailure,
    PartialItem,
    ServerFault,
    ServiceError,
    SessionExpired,
    TransportError,
    UnexpectedReply,
)
from .redact import hide, hide_url, one_line
from .traces import strip_net
from .xmlio import NotXml, parse

_ENVELOPES: Final = ("{http://schemas.xmlsoap.org/soap/envelope/}", "{http://www.w3.org/2003/05/soap-envelope}")
_BODIES: Final = {f"{namespace}Envelope": f"{namespace}Body" for namespace in _ENVELOPES}
_FAULTS: Final = frozenset(f"{namespace}Fault" for namespace in _ENVELOPES)
_LONGEST: Final = 65536  # of the service's own words; a message shows far less
_BEFORE_ANY_WORK: Final = (AccessDenied, AuthenticationFailed, SessionExpired)
_SHOWN: Final = 3  # of the items that failed, in a message
_BLANKS: Final = b" \t\r\n"
_ZERO_BYTE_IS_NONE: Final = "GetAddInPart"
_NOT_APPLIED: Final = frozenset({301, 307, 308})

Result = etree._Element | bytes | None


def judge(
    operation: Operation, status: int, headers: Mapping[str, str], body: bytes, secrets: tuple[str, ...] = ()
) -> Result:
    """Return what an operation answered, or raise what its reply amounts to.

    Args:
        operation: the operation that was called.
        status: the HTTP status.
        headers: the HTTP headers.
        body: the bytes of the reply.
        secrets: tickets and passwords of the request, hidden from messages should the reply echo them.

    Returns:
        The root element of the result's XML, the bytes of a document, or None for an operation that answers nothing.

    Raises:
        ServiceError: the service said no, in a fault or in the result.
        HttpError: an HTTP status without an answer of the service.
        UnexpectedReply: anything else that is no answer of this operation.

    Source: sections 1 and 5 of the service's documented behaviour, SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4.
    """
    judgement = _Judgement(operation, secrets)
    if 300 <= status < 400:
        target = hide_url(headers.get("Location", "")) or "nowhere"
        raise judgement.http(f"HTTP {status}, a redirect to {target}, which is not followed", status)
    if operation.output is None and not body and 200 <= status < 300:
        return None
    try:
        root = parse(body)
    except NotXml as exc:
        if 200 <= status < 300:
            media = one_line(headers.get("Content-Type", ""), 60) or "no media type"
            raise judgement.unexpected(f"HTTP {status} with a reply that cannot be used: {exc} ({media})") from None
        told = "" if str(exc) == "it is empty" else f"; {exc}"
        raise judgement.http(f"HTTP {status} without an answer of the service{told}", status) from None
    soap_body = _soap_body(root)
    if soap_body is None:
        if 200 <= status < 300:
            raise judgement.unexpected(f"the reply is XML but no SOAP envelope: its root is <{_local(root)}>")
        raise judgement.http(f"HTTP {status} without an answer of the service", status)
    content = next((child for child in soap_body if isinstance(child.tag, str)), None)
    if content is not None and content.tag in _FAULTS:
        raise judgement.refused(_fault_text(content), fault=True)
    if not 200 <= status < 300:
        raise judgement.http(f"HTTP {status} without an answer of the service", status)
    return _result(judgement, operation, content)


def _result(judgement: _Judgement, operation: Operation, content: etree._Element | None) -> Result:
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
    success = (root.get("success") or "").strip().lower()
    error = root.get("error")
    items = partial.read(operation.partial, root)
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


def _bytes(judgement: _Judgement, result: etree._Element | None) -> bytes:
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


class _Judgement:
    """What every error about one reply has in common."""

    def __init__(self, operation: Operation, secrets: tuple[str, ...]) -> None:
        self.operation = operation
        self._secrets = secrets

    def unexpected(self, text: str) -> TransportError:
        """The reply is no answer of this operation, so whether a change was made is unknown."""
        return self._transport(UnexpectedReply, text, self.operation.changes)

    def http(self, text: str, status: int) -> TransportError:
        """A status without an answer: a redirect that keeps the method and a 4xx were not carried out."""
        refused = status in _NOT_APPLIED or 400 <= status < 500
        return self._transport(HttpError, text, self.operation.changes and not refused, status=status)

    def _transport(self, kind: type[TransportError], text: str, maybe_applied: bool, **state: int) -> TransportError:
        text, spare = self._cut(text)
        message = one_line(f"{self.operation.name}: {self._hidden(text, spare)}")
        message, name = with_doubt(message, maybe_applied), self.operation.name
        return kind(message, operation=name, maybe_applied=maybe_applied, **state)

    def _cut(self, text: str) -> tuple[str, int]:
        """Cut a text that is too long to be worth its time, with characters to spare, and return how many these are.

        A secret may be cut in two, in any form that `hide` knows, a dozen characters for one. The rest of it, which
        nothing can find, is among the spare ones: they are dropped once the whole ones are hidden.
        """
        if len(text) <= _LONGEST:
            return text, 0
        spare = max(1000, 12 * max(map(len, self._secrets), default=0))
        return text[: _LONGEST + spare], spare

    def _hidden(self, text: str, spare: int = 0) -> str:
        hidden = hide(text, self._secrets)
        return hidden[:-spare] if spare else hidden

    def error(self, kind: type[ServiceError], text: str) -> ServiceError:
        """The service said no in a way of its own."""
        name = self.operation.name
        return kind(f"{name}: {text}", operation=name, text=text)

    def refused(
        self, raw: str, *, fault: bool, result: etree._Element | None = None, unknown: type[ServiceError] = ServiceError
    ) -> ServiceError:
        """The service said no with this text, which is an error of the class `unknown` where it is not documented."""
        name = self.operation.name
        raw, spare = self._cut(raw)
        code, text, kind = classify(strip_net(raw, fault=fault))  # before hiding: a password may be a part of any text
        if spare and raw.rstrip().endswith(text):
            text = self._hidden(text, spare) + "..."
        text = one_line(self._hidden(text))
        detail = self._hidden(raw, spare)
        if kind is ServiceError and code is None:
            kind = ServerFault if fault else unknown
        number = f"[{code}] " if code is not None else ""
        left = self.operation.left
        behind = f"; {left}" if left and not issubclass(kind, _BEFORE_ANY_WORK) else ""
        error = kind(
            f"{name}: {number}{text}".rstrip() + behind, operation=name, code=code, text=text, detail=detail,
            result=result,
        )  # fmt: skip
        error.no = self.operation.predicate and _is_no(self.operation, error)
        return error

    def in_part(self, items: partial.Items, root: etree._Element) -> PartialFailure:
        """Some of the work was done and some was not, in a result that says success or one that does not."""
        name = self.operation.name
        raw = (root.get("error") or "").strip()
        failed, succeeded = self._shown(items.failed), self._shown(items.succeeded)
        some = "; ".join(f"{each.name}: {each.text}" if each.name else each.text for each in failed[:_SHOWN])
        more = f"; and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
        done = f" ({len(succeeded)} done)" if succeeded else ""
        text = f"{len(failed)} failed{done}: {one_line(some, 220)}{more}"
        return PartialFailure(
            one_line(f"{name}: {text}"), operation=name, text=text, detail=self._hidden(*self._cut(raw)), result=root,
            failed_items=failed, succeeded_items=succeeded,
        )  # fmt: skip

    def _shown(self, items: Iterable[PartialItem]) -> tuple[PartialItem, ...]:
        words = self._hidden("\0".join(word for item in items for word in item)).split(
            "\0"
        )  # XML has no such character
        return tuple(map(PartialItem, words[::2], words[1::2]))


def _is_no(operation: Operation, error: ServiceError) -> bool:
    """Tell the "no" of an operation that answers yes or no from a failure to answer.

    It is `success="false"` without a reason, or with one that is documented as a no. A fault is none, nor is a text
    that is not known, which may be a translated "Access denied". That text is the no where the question is what is
    allowed; with a number it is about the right to ask.
    """
    if error.result is None:
        return False
    if not (error.result.get("error") or "").strip():
        return str(error.result.get("success")).strip().lower() == "false"
    return type(error).__name__ in operation.no and not (isinstance(error, AccessDenied) and error.code is not None)


def with_doubt(message: str, maybe_applied: bool) -> str:
    """Add to a message that the change may have been made."""
    return f"{message}; the change may have been made: read before repeating it" if maybe_applied else message


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
    if len(words) <= _LONGEST:  # a longer one will be cut
        words = " ".join(words.split())
    return words or "a SOAP fault without a reason"


def _direct_text(element: etree._Element) -> str:
    if not len(element):
        return element.text or ""
    return "".join((element.text or "", *(child.tail or "" for child in element)))  # comments may stand in between


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
