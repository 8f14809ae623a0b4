"""A service of two port types over a socket, with its WSDL: for clients of any service."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from servers import RawServer, http

WSDL = Path(__file__).parent / "wsdls" / "orders.wsdl"
BILLING = "http://orders.example.com"
SOAP = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
ORDER = '<GetOrderResponse xmlns="urn:billing"><total>9.50</total></GetOrderResponse>'
PARCEL = '<Parcel xmlns="urn:shipping"><weight>2.5</weight></Parcel>'
DONE = '<Done xmlns="urn:billing"/>'
SUM = '<m:AddResponse xmlns:m="urn:sums"><sum>5</sum></m:AddResponse>'
ANSWERS = {"/billing": ORDER, "/shipping": PARCEL, "/shipping12": PARCEL, "/sums": SUM}


def reply(inner: str, header: str = "", *, version: str = "1.1", status: str = "200 OK") -> bytes:
    """Write an HTTP reply with an envelope."""
    above = f"<s:Header>{header}</s:Header>" if header else ""
    body = f'<s:Envelope xmlns:s="{SOAP[version]}">{above}<s:Body>{inner}</s:Body></s:Envelope>'
    return http(status, body.encode())


class Orders(RawServer):
    """The service; by default it answers each port in its way.

    Args:
        answer: what it answers calls with: bytes, or a function of the request that returns them or sends by itself.
        address: the beginning of the addresses that its WSDL names; by default its own.
        guard: a text that a request for the WSDL must have, or it is answered with 401.
    """

    def __init__(self, answer: Any = None, *, address: str | None = None, guard: str = "", wrap: Any = None) -> None:
        super().__init__(self._answered, wrap=wrap)
        self._reply = answer
        self._guard = guard
        self.origin = self.url.removesuffix("/srv.asmx")
        self.wsdl = f"{self.origin}/orders?wsdl"
        self.document = WSDL.read_text("utf-8").replace(BILLING, address or self.origin).encode()

    @property
    def posts(self) -> list[bytes]:
        """The calls that arrived."""
        return [each for each in self.requests if each.startswith(b"POST")]

    @property
    def gets(self) -> list[bytes]:
        """The requests for the WSDL that arrived."""
        return [each for each in self.requests if each.startswith(b"GET")]

    def _answered(self, connection: socket.socket, request: bytes) -> Any:
        if request.startswith(b"GET"):
            allowed = self._guard.encode() in request
            connection.sendall(http(body=self.document) if allowed else http("401 Unauthorized", b"", "text/plain"))
            return None
        if callable(self._reply):
            found = self._reply(connection, request)
            if not isinstance(found, bytes):
                return found
            connection.sendall(found)
            return None
        path = request.split()[1].decode()
        version = "1.2" if path.endswith("12") else "1.1"
        connection.sendall(self._reply or reply(ANSWERS.get(path, ORDER), version=version))
        return None


@contextlib.contextmanager
def serving(answer: Any = None, **options: Any) -> Iterator[Orders]:
    """Give a service that runs."""
    with Orders(answer, **options) as server:
        yield server


def saying(*replies: bytes) -> Callable[..., bytes]:
    """Answer with these, the last one again and again."""
    left = list(replies)
    return lambda connection, request: left.pop(0) if len(left) > 1 else left[0]


def body(request: bytes) -> str:
    """Return the body of a request."""
    return request.partition(b"\r\n\r\n")[2].decode()


def head(request: bytes, name: str) -> bytes | None:
    """Return the value of a header of a request, None where it is missing."""
    for line in request.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name.lower().encode():
            return value.strip()
    return None
