# ruff: noqa: RUF001 - Turkish has a dotless i
"""The two services that the same tests run against, and a server that answers whatever a test wants."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import socket
import struct
import threading
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from soapclient import CLEAR, Client
from soapclient.calls.flow import Blocking
from soapclient.inforouter.profile import INFOROUTER
from soapclient.replies import faults
from soapclient.simulator import Simulator

# The generation of the servers that the suite runs on; conftest.py sets it from --generation.
generation = "classic"
TURKISH = {
    "User not found": "Kullanıcı bulunamadı",
    "Document not found": "Belge bulunamadı",
    "[900] Authentication failed": "Kimlik doğrulama başarısız oldu",
}
LEVELS = {"NoMarkings": "-1", "Low": "0", "Normal": "1", "High": "2", "Vital": "3"}


def either(classic: Any, current: Any) -> Any:
    """Return what holds for servers of the generation that the suite runs on."""
    return classic if generation == "classic" else current


def takes(transport: str, *texts: Any) -> bool:
    """Return whether all texts arrive as said: servers of today take a blank one in a form for nothing said."""
    blank = any(text is CLEAR or (isinstance(text, str) and not text.strip()) for text in texts)
    return not (blank and transport == "http-post" and generation == "current")


def refusal(operation: str, text: str, number: int) -> str:
    """Return how an error reads: with a documented English text, or with the number and a translation of it."""
    return either(f"{operation}: {text}", f"{operation}: [{number}] {TURKISH[text]}")


def level(importance: str | None) -> str | None:
    """Return a level of importance as its number, which servers of today tell by its name."""
    return LEVELS.get(importance or "", importance)


class SimulatorServer:
    """A simulator on a socket."""

    name = "simulator"

    def __init__(self, simulator: Simulator, url: str) -> None:
        self.simulator = simulator
        self.url = url

    def arrived(self) -> tuple[str, dict[str, Any]]:
        """Return the last call that arrived: operation and arguments, None for null."""
        last = self.simulator.arrived[-1]
        return last.operation, dict(last.arguments)

    def expire(self) -> None:
        """Forget every ticket."""
        self.simulator.expire_tickets()


def wear_out(simulator: Simulator, calls: int) -> None:
    """Let each ticket be good for so many calls, as a session that expires all the time."""
    tickets = simulator._world.tickets
    find, lock, used = tickets.find, threading.Lock(), Counter[str]()

    def worn(ticket: str) -> Any:
        with lock:
            used[ticket] += 1
            return find(ticket) if used[ticket] <= calls else None

    tickets.find = worn  # type: ignore[method-assign]


def keeping(ir: Any, *names: str) -> None:
    """Let a client know that null keeps in these operations, as a server may have shown."""
    ir.wiring.loader._contract = ir.contract.keeping(names)


class AsmxServer:
    """A real ASMX service, put back to its seed."""

    name = "asmx"

    def __init__(self, url: str) -> None:
        self.url = url
        self._ask("?reseed=1")

    def _ask(self, query: str = "") -> Any:
        with urllib.request.urlopen(self.url.replace("srv.asmx", "arrived.ashx") + query, timeout=30) as reply:
            return json.load(reply)

    def arrived(self) -> tuple[str, dict[str, Any]]:
        """Return the last call that arrived: operation and arguments, None for null."""
        last = self._ask()
        return last["operation"], last["arguments"]

    def expire(self) -> None:
        """Forget every ticket but that of the administrator who asks for it."""
        with Client(self.url, username="admin", password="admin", wsdl="bundled") as ir:
            ir.service.GetUser(UserName="!expire")


@contextlib.contextmanager
def serving(kind: str) -> Iterator[SimulatorServer | AsmxServer]:
    """Give a fresh service of this kind."""
    if kind == "asmx":
        yield AsmxServer(os.environ["SOAPCLIENT_ASMX_URL"])
        return
    with Simulator() as simulator, simulator.serve() as server:
        yield SimulatorServer(simulator, server.url)


class RawServer:
    """A server on loopback that reads requests and lets a function answer on the bare socket.

    Args:
        answer: called with the socket and the request's bytes for each request; the connection is closed when it
            returns True or raises.
    """

    def __init__(self, answer: Callable[[socket.socket, bytes], Any], *, wrap: Any = None) -> None:
        self._answer = answer
        self._wrap = wrap
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if wrap else 'http'}://127.0.0.1:{self.port}/srv.asmx"
        self.requests: list[bytes] = []
        self.connections = 0
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> RawServer:
        self._start(self._accept)
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self._stop.is_set():
                connection.close()
                return
            self.connections += 1
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._wrap is not None:
                connection = self._wrap(connection)
            with connection:
                connection.settimeout(10)
                while not self._stop.is_set():
                    request = self._read(connection)
                    if not request:
                        return
                    self.requests.append(request)
                    if self._answer(connection, request):
                        return
        except OSError:
            return

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
        pieces, missing = [body], length - len(body)
        while missing > 0:
            piece = connection.recv(65536)
            if not piece:
                return b""  # the rest of it does not come
            pieces.append(piece)
            missing -= len(piece)
        body = b"".join(pieces)
        return head + b"\r\n\r\n" + body

    def wait(self, seconds: float) -> None:
        """Sleep, but not beyond the end of the test."""
        self._stop.wait(seconds)


def http(status: str = "200 OK", body: bytes = b"", media: str = "text/xml; charset=utf-8", *headers: str) -> bytes:
    """Write an HTTP reply."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {media}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def envelope(operation: str, result: str, *, version: str = "1.1") -> bytes:
    """Write the reply of an operation."""
    namespace = {
        "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
        "1.2": "http://www.w3.org/2003/05/soap-envelope",
    }[version]
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{namespace}"><s:Body>'
        f'<{operation}Response xmlns="http://tempuri.org/"><{operation}Result>{result}</{operation}Result>'
        f"</{operation}Response></s:Body></s:Envelope>"
    ).encode()


SUCCESS = '<response xmlns="" success="true" error="" />'


def reset(connection: socket.socket) -> bool:
    """Break a connection with a TCP reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    return True


def snapshot(ir):
    """Everything the service tells about every user, day of the last login aside."""
    users = {}
    for listed in ir.users.list():
        user = ir.users.get(listed.user_name)
        users[user.user_name] = {**user.attributes, "LastLogonDate": "", "Preferences": user.preferences}
    return users


judge = functools.partial(faults.judge, verdict=INFOROUTER.verdict)


def ticket_of(client):
    """Return the ticket of a client, which logs in for it if need be."""
    return Blocking(client.wiring.send).carry(client.wiring.session.token(client.wiring.caller.outside)).reveal()


class Answers:
    """Stands for the caller of a proxy: a function answers its calls."""

    profile = INFOROUTER

    def __init__(self, answer, find=None):
        self._answer = answer
        self.find = find

    def call(self, operation, arguments):
        yield from ()
        return self._answer(operation, arguments)


NOBODY = Blocking(lambda message: 1 / 0)  # sends nothing
