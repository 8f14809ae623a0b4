"""Write replies as a server of the current generation does: SOAP of a .NET Core host, MVC controllers for GET and POST.

The SOAP envelopes and faults are those of SoapCore, the widely used SOAP host for .NET Core. That infoRouter uses it is
not documented, nor are its faults: only that its SOAP contract is an interface of operations on .NET Core.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from .roots import has_zero, number_attributes, root
from .writing import (
    CONTENT_TYPES,
    DECLARATION,
    ENVELOPES,
    Pieces,
    Protocol,
    ReplyWriter,
    Response,
    ResultElement,
    attributes,
    in_pieces,
    respond,
    small_or_pieces,
    text,
)

if TYPE_CHECKING:
    from ..contract.model import Operation

_OPEN: Final = (
    DECLARATION + '<s:Envelope xmlns:s="{}" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>'
)
_CLOSE: Final = "</s:Body></s:Envelope>"
_CODES_12: Final = {"Client": "Sender", "Server": "Receiver"}
_JSON: Final = "application/json; charset=utf-8"
_PROBLEM: Final = "application/problem+json; charset=utf-8"
# Its page says so, unlike that of DownloadDocument.
_ALWAYS_200: Final = frozenset(("GetDocumentThumbnail",))


class CoreWriter(ReplyWriter):
    """The answers of one operation in the current generation."""

    opening = _OPEN
    closing = _CLOSE

    def __init__(self, operation: Operation) -> None:
        super().__init__(operation)
        self._name = operation.name
        self._root = root(operation.name, self._root)
        self._done = {"success": "true", "error": ""}
        if has_zero(operation.name, writes=operation.kind == "write"):
            self._done["errorCode"] = "0"

    def success(self, result: ResultElement, protocol: Protocol) -> Response:
        """Write the result of an operation."""
        if self._void or result.data is not None:
            return self._plain(small_or_pieces(result.data), protocol)
        done = self._done if result.success else {"success": "false"}
        return self._xml(attributes(done | dict(result.attributes))[1:], result.inner, protocol)

    def refusal(self, message: str, protocol: Protocol, number: str = "", inner: str = "") -> Response:
        """Write success="false" with an error text and its number.

        Over GET and POST, an operation that returns bytes has the reason in headers and the HTTP status; SOAP
        has none.
        """
        if self._void or self._bytes:
            response = self._plain(b"", protocol)
            return response if self._void or protocol in ENVELOPES else self._with_reason(response, message, number)
        values = {"success": "false", "error": message}
        if number:
            values |= dict.fromkeys(number_attributes(self._name), number)
        return self._xml(attributes(values)[1:], inner, protocol)

    def fault(self, protocol: Protocol, code: str, reason: str) -> Response:
        """Write a fault."""
        return fault(protocol, code, reason)

    def _with_reason(self, response: Response, message: str, number: str) -> Response:
        # A header contains only ASCII. The server's encoding of other characters is not documented.
        headers = [("X-InfoRouter-ErrorCode", number), ("X-InfoRouter-Error", quote(message, " "))]
        status = int(number) // 10 if number and self._name not in _ALWAYS_200 else response.status
        return Response(status, [*response.headers, *headers], response.body)

    def _plain(self, data: bytes | Pieces, protocol: Protocol) -> Response:
        if self._void or protocol in ENVELOPES:
            return super()._plain(data, protocol)
        if not isinstance(data, bytes):
            return in_pieces('"', data, '"', _JSON)
        return respond(200, _JSON, json.dumps(base64.b64encode(data).decode("ascii")).encode())


def fault(protocol: Protocol, code: str, reason: str, status: int = 500) -> Response:
    """Write a SOAP fault, or the bare status of GET and POST.

    Args:
        protocol: how the request came.
        code: "Client" or "Server", which SOAP 1.2 calls Sender and Receiver, or another code of the protocol.
        reason: the text.
        status: the HTTP status.
    """
    envelope = ENVELOPES.get(protocol)
    if envelope is None:
        return respond(status, "text/plain; charset=utf-8", reason.encode("utf-8", "replace"))
    if protocol == "soap11":
        inner = f"<faultcode>s:{code}</faultcode><faultstring>{text(reason)}</faultstring>"
    else:
        inner = (
            f"<s:Code><s:Value>s:{_CODES_12.get(code, code)}</s:Value></s:Code><s:Reason>"
            f'<s:Text xml:lang="en-US">{text(reason)}</s:Text></s:Reason>'
        )
    document = f"{_OPEN.format(envelope)}<s:Fault>{inner}</s:Fault>{_CLOSE}"
    return respond(status, CONTENT_TYPES[protocol], document.encode("utf-8", "replace"))


def problem(status: int, title: str, errors: Mapping[str, str] | None = None) -> Response:
    """Write the answer of model binding before an operation is called: JSON, not a document of the service.

    Args:
        status: the HTTP status.
        title: what went wrong.
        errors: the problems by parameter.
    """
    body: dict[str, object] = {"title": title, "status": status}
    if errors:
        body["errors"] = {name: [reason] for name, reason in errors.items()}
    return respond(status, _PROBLEM, json.dumps(body).encode())
