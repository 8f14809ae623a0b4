"""Write results, SOAP envelopes, faults and plain answers, as bytes assembled here without an XML library."""

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
_SMALL: Final = 64 * 1024
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
    """Return a value for an attribute; line breaks and tabs survive."""
    return value.translate(_ATTRIBUTE)


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes, each preceded by a blank."""
    return "".join([f' {name}="{value.translate(_ATTRIBUTE)}"' for name, value in values.items()])


class Pieces(TypingProtocol):
    """Bytes that are read in pieces."""

    @property
    def size(self) -> int:
        """The number of bytes."""

    def pieces(self) -> Iterator[bytes]:
        """Read them."""


class EncodedBody:
    """The body of a reply with bytes in it as base64, written piece by piece.

    Args:
        start: what is before them.
        data: the bytes.
        end: what is behind them.

    Attributes:
        length: how many bytes the body has.
    """

    def __init__(self, start: bytes, data: Pieces, end: bytes) -> None:
        self._start, self._data, self._end = start, data, end
        self.length = len(start) + (data.size + 2) // 3 * 4 + len(end)

    def __iter__(self) -> Iterator[bytes]:
        yield self._start
        rest = b""
        for piece in self._data.pieces():
            data = rest + piece
            whole = len(data) // 3 * 3
            rest = data[whole:]
            yield base64.b64encode(data[:whole])
        yield base64.b64encode(rest) + self._end


@attrs.frozen
class ResultElement:
    """The result of an operation: attributes of the root, ready-made XML inside it; or bytes."""

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


def in_pieces(start: str, data: Pieces, end: str, content_type: str) -> Response:
    """Make a response of bytes as base64 between two texts, written piece by piece."""
    body = EncodedBody(start.encode(), data, end.encode())
    return Response(200, [("Content-Length", str(body.length)), ("Content-Type", content_type)], body)


def respond(status: int, content_type: str | None, body: bytes) -> Response:
    """Make a response of a whole body."""
    headers = [("Content-Length", str(len(body)))]
    if content_type is not None:
        headers.append(("Content-Type", content_type))
    return Response(status, headers, [body])


class ReplyWriter:
    """The answers of one operation, with all constant parts assembled once."""

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
        """Write the result of an operation."""
        if self._void or result.data is not None:
            return self._plain(small_or_pieces(result.data), protocol)
        if not result.success:
            return self._xml(f'success="false"{attributes(result.attributes)}', result.inner, protocol)
        # The reference shows an empty error on success if the root is <response>, and none on <root>.
        none = ' error=""' if self._root == "response" else ""
        return self._xml(f'success="true"{none}{attributes(result.attributes)}', result.inner, protocol)

    def refusal(self, message: str, protocol: Protocol, number: str = "", inner: str = "") -> Response:
        """Write success="false" with an error text; an operation that returns bytes sends an empty result.

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

    def _plain(self, data: bytes | Pieces, protocol: Protocol) -> Response:
        start = self._start.get(protocol)
        if self._void:
            return respond(200, None, b"") if start is None else respond(200, CONTENT_TYPES[protocol], start.encode())
        if start is None:
            start, end = f'{DECLARATION}\n<base64Binary xmlns="{self._namespace}">', "</base64Binary>"
        else:
            end = self._end
        if not isinstance(data, bytes):
            return in_pieces(start, data, end, CONTENT_TYPES[protocol])
        encoded = base64.b64encode(data).decode("ascii")
        # Empty bytes are an empty element: the end tag goes, and the start tag closes itself.
        document = start + encoded + end if data else f"{start[:-1]} />{end[end.index('>') + 1 :]}"
        return respond(200, CONTENT_TYPES[protocol], document.encode())


def small_or_pieces(data: bytes | Pieces | None) -> bytes | Pieces:
    """Return a short body in one piece."""
    return whole(data) if data is None or isinstance(data, bytes) or data.size <= _SMALL else data


def fault(protocol: Protocol, code: str, reason: str) -> Response:
    """Write a SOAP fault, or the answer of the plain HTTP protocols.

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
    """Write the text that the plain HTTP protocols answer instead of a SOAP fault."""
    return respond(500, "text/plain; charset=utf-8", reason.encode("utf-8", "replace"))
