"""A transport adapter for requests that answers in-process: no sockets, no other thread."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3 import HTTPHeaderDict, HTTPResponse, Timeout

from .connection import KEY
from .large import spooled

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class SimulatorAdapter(BaseAdapter):
    """Answers requests by calling a WSGI application."""

    def __init__(self, application: WSGI) -> None:
        super().__init__()
        self._application = application

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Answer a request.

        Raises:
            requests.ConnectionError: a failure on demand broke the connection.
            requests.ReadTimeout: a failure on demand took longer than the timeout.
        """
        environ = _environ(request)
        environ[KEY] = _Connection(request, _read_timeout(timeout))
        head: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            head[:] = status, headers

        try:
            body = self._application(environ, start_response)
        finally:
            environ["wsgi.input"].close()
        status, _, reason = head[0].partition(" ")
        response = _response(request, int(status), reason, head[1], body)
        response.connection = self  # type: ignore[assignment]  # as requests does
        return response

    def close(self) -> None:
        """Do nothing: there are no connections."""

    def __repr__(self) -> str:
        return "<Adapter of a simulator>"


class _Connection:
    def __init__(self, request: requests.PreparedRequest, timeout: float | None) -> None:
        self._request = request
        self._timeout = timeout

    def wait(self, seconds: float) -> None:
        if self._timeout is not None and seconds > self._timeout:
            time.sleep(self._timeout)
            raise requests.ReadTimeout(f"Read timed out. (read timeout={self._timeout})", request=self._request)
        time.sleep(seconds)

    def break_off(self, sent: Iterable[bytes], *, reset: bool) -> NoReturn:
        if not isinstance(sent, tuple):
            raise NotImplementedError("This failure needs sockets: use Simulator.serve()")
        reason = "Connection reset by peer" if reset else "Remote end closed connection without response"
        raise requests.ConnectionError(f"Connection aborted: {reason}", request=self._request)


class _Stream(io.RawIOBase):
    """Bytes that come one after the other, as a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._rest = b""

    def readinto(self, buffer: Any) -> int:
        chunk = self._rest
        while not chunk:
            found = next(self._chunks, None)
            if found is None:
                return 0
            chunk = found
        size = min(len(chunk), len(buffer))
        buffer[:size] = chunk[:size]
        self._rest = chunk[size:]
        return size


def _read_timeout(timeout: Any) -> float | None:
    if isinstance(timeout, Timeout):
        started = timeout.clone()
        started.start_connect()
        timeout = started.read_timeout
    elif isinstance(timeout, tuple):
        timeout = timeout[1]
    return float(timeout) if isinstance(timeout, (int, float)) else None


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(request.url or "")
    stream, length = _stream(request.body)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method or "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path, "latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "simulator",
        "SERVER_PORT": str(parts.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": stream,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        environ["HTTP_" + name.upper().replace("-", "_")] = text
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(length)
    return environ


def _stream(body: Any) -> tuple[Any, int]:
    """Return the body of a request as a file, and its length."""
    if body is None or isinstance(body, (str, bytes, bytearray)):
        data = (body or "").encode() if body is None or isinstance(body, str) else bytes(body)
        return io.BytesIO(data), len(data)
    file = spooled(body)
    return file, file.seek(0, io.SEEK_END) - file.seek(0)


def _response(
    request: requests.PreparedRequest, status: int, reason: str, headers: list[tuple[str, str]], body: Iterable[bytes]
) -> requests.Response:
    fields = HTTPHeaderDict(headers)
    file = io.BytesIO(b"".join(body)) if isinstance(body, list) else _Stream(body)
    response = requests.Response()
    response.status_code = status
    response.reason = reason
    response.headers = CaseInsensitiveDict(fields.items())
    response.encoding = get_encoding_from_headers(response.headers)
    response.raw = HTTPResponse(
        body=file, headers=fields, status=status, reason=reason, preload_content=False, request_method=request.method
    )
    response.url = request.url or ""
    response.request = request
    return response
