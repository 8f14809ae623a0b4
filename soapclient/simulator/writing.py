"""Writing: results, SOAP envelopes, faults and plain answers, as bytes put together here and not by an XML library."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal
from typing import Protocol as TypingProtocol

import attrs

if TYPE_CHECKING:
    from ..contract.model import Operation

Protocol = Literal["soap11", "soap12", "get", "post"]

ENVELOPES: Final[Mapping[Protocol, str]] = {
    "soap11": "http://schemas.xmlsoap.org/soap/envelope/",
    "soap12": "http://www.w3.org/2003/05/soap-envelope",
}
CONTENT_TYPES: Final[Mapping[Protocol, str]] = {
    "soap11": "text/xml; charset=utf-8",
    "soap12": "application/soap+xml; charset=utf-8",
    "get": "text/xml; charset=utf-8",
    "post": "text/xml; charset=utf-8",
}
DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>'
_OPEN: Final = (
    DECLARATION + '<soap:Envelope xmlns:soap="{}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
)
_CLOSE: Final = "</soap:Body></soap:Envelope>"
_CODES_12: Final = {"Client": "Sender", "Server": "Receiver"}

_CONTROLS: Final = {code: f"&#x{code:X};" for code in (*range(0x20), 0xFFFE, 0xFFFF)}
_TEXT: Final = _CONTROLS | {0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x09: "\t", 0x0A: "\n"}
_ATTRIBUTE: Final = _CONTROLS | {0x26: "&amp;", 0x3C: "&lt;", 0x3E: "&gt;", 0x22: "&quot;"}


def text(value: str) -> str:
    """Return a value as character data."""
    return value.translate(_TEXT)


def attribute(value: str) -> str:
    """Return a value as it stands between the quotes of an attribute; line breaks and tabs survive."""
    return value.translate(_ATTRIBUTE)


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes, each with a blank before it."""
    return "".join([f' {name}="{value.translate(_ATTRIBUTE)}"' for name, value in values.items()])


class Pieces(TypingProtocol):
    """Bytes that are read in pieces."""

    @property
    def size(self) -> int:
        """How many."""

    def pieces(self) -> Iterator[bytes]:
        """Read them."""


@attrs.frozen
class ResultElement:
    """What an operation answers: attributes of the root, ready-made XML inside it; or bytes."""

    attributes: Mapping[str, str] = attrs.field(factory=dict)
    inner: str = ""
    data: bytes | Pieces | None = None
    success: bool = True


@attrs.frozen
class Response:
    """An HTTP response before it is sent."""

    status: int
    headers: list[tuple[str, str]]
    body: Iterable[bytes]


def whole(data: bytes | Pieces | None) -> bytes:
    """Return bytes in one piece."""
    return data if isinstance(data, bytes) else b"".join(data.pieces()) if data else b""


def respond(status: int, content_type: str | None, body: bytes) -> Response:
    """Make a response of a whole body."""
    headers = [("Content-Length", str(len(body)))]
    if content_type is not None:
        headers.append(("Content-Type", content_type))
    return Response(status, headers, [body])


class ReplyWriter:
    """The answers of one operation, with everything that never changes put together once."""

    opening = _OPEN
    closing = _CLOSE

    def __init__(self, operation: Operation) -> None:
        self._void = operation.output is None or operation.result is None
        self._bytes = operation.returns == "bytes"
        output, result = operation.output or f"{operation.name}Response", operation.result
        namespace = attribute(operation.namespace)
        self._root = operation.root or "response"
        self._namespace = namespace
        self._start: dict[Protocol, str] = {}
        self._end = "" if self._void else f"</{result}></{output}>{self.closing}"
        for protocol, envelope in ENVELOPES.items():
            start = f'{self.opening.format(envelope)}<{output} xmlns="{namespace}"'
            self._start[protocol] = f"{start} />{self.closing}" if self._void else f"{start}><{result}>"

    def success(self, result: ResultElement, protocol: Protocol) -> Response:
        """Write what an operation answers."""
        if self._void or result.data is not None:
            return self._plain(whole(result.data), protocol)
        if not result.success:
            return self._xml(f'success="false"{attributes(result.attributes)}', result.inner, protocol)
        # The reference shows an empty error on success where the root is <response>, and none on <root>.
        none = ' error=""' if self._root == "response" else ""
        return self._xml(f'success="true"{none}{attributes(result.attributes)}', result.inner, protocol)

    def refusal(self, message: str, protocol: Protocol, number: str = "", inner: str = "") -> Response:
        """Write success="false" with an error text; where only bytes can be said, none of them.

        Args:
            message: the text.
            protocol: how the request came.
            number: the error number, which this generation does not have.
            inner: ready-made XML inside the root.
        """
        if self._void or self._bytes:
            return self._plain(b"", protocol)
        return self._xml(f'success="false" error="{attribute(message)}"', inner, protocol)

    def fault(self, protocol: Protocol, code: str, reason: str) -> Response:
        """Write a fault."""
        return fault(protocol, code, reason)

    def _xml(self, head: str, inner: str, protocol: Protocol) -> Response:
        tail = f">{inner}</{self._root}>" if inner else " />"
        start = self._start.get(protocol)
        if start is None:
            document = f"{DECLARATION}\n<{self._root} {head}{tail}"
        else:
            document = f'{start}<{self._root} {head} xmlns=""{tail}{self._end}'
        return respond(200, CONTENT_TYPES[protocol], document.encode("utf-8", "replace"))

    def _plain(self, data: bytes, protocol: Protocol) -> Response:
        start = self._start.get(protocol)
        if self._void:
            return respond(200, None, b"") if start is None else respond(200, CONTENT_TYPES[protocol], start.encode())
        if start is None:
            start, end = f'{DECLARATION}\n<base64Binary xmlns="{self._namespace}">', "</base64Binary>"
        else:
            end = self._end
        encoded = base64.b64encode(data).decode("ascii")
        # No bytes are an empty element: the end tag goes, and the start tag closes itself.
        document = start + encoded + end if data else f"{start[:-1]} />{end[end.index('>') + 1 :]}"
        return respond(200, CONTENT_TYPES[protocol], document.encode())


def fault(protocol: Protocol, code: str, reason: str) -> Response:
    """Write a SOAP fault, or what the plain HTTP protocols answer instead.

    Args:
        protocol: how the request came.
        code: "Client" or "Server", which SOAP 1.2 calls Sender and Receiver, or another code of the protocol.
        reason: the text.
    """
    envelope = ENVELOPES.get(protocol)
    if envelope is None:
        return plain_error(reason)
    if protocol == "soap11":
        inner = f"<faultcode>soap:{code}</faultcode><faultstring>{text(reason)}</faultstring><detail />"
    else:
        inner = (
            f"<soap:Code><soap:Value>soap:{_CODES_12.get(code, code)}</soap:Value></soap:Code><soap:Reason>"
            f'<soap:Text xml:lang="en">{text(reason)}</soap:Text></soap:Reason><soap:Detail />'
        )
    document = f"{_OPEN.format(envelope)}<soap:Fault>{inner}</soap:Fault>{_CLOSE}"
    return respond(500, CONTENT_TYPES[protocol], document.encode("utf-8", "replace"))


def plain_error(reason: str) -> Response:
    """Write the text that the plain HTTP protocols answer where SOAP has a fault."""
    return respond(500, "text/plain; charset=utf-8", reason.encode("utf-8", "replace"))
