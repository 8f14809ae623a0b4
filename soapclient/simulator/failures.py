"""Failures on demand: the kinds, and which calls they hit."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

import attrs

from ..wire import forks
from . import connection
from .content.blobs import full_disk
from .writing import Protocol, ReplyWriter, Response, ResultElement, attribute, respond

# Matches bytes that are the whole content of an element or a JSON document; the first digit is changed.
_BASE64: Final = re.compile(rb'(>|\A")([A-Za-z0-9+/])([A-Za-z0-9+/]{2,}={0,2}(?:<|"\Z))')
_LOGIN_PAGE: Final = b"""<!DOCTYPE html>
<html><head><title>infoRouter Login</title></head>
<body><form method="post" action="/login.aspx"><input name="user"><input name="password" type="password"></form></body>
</html>
"""


@attrs.frozen
class Exchange:
    """One call that a failure hits."""

    environ: dict[str, Any]
    answer: Callable[[], Response]
    protocol: Protocol = "soap11"
    # A service that writes faults differently needs no such failure.
    writer: ReplyWriter = None  # type: ignore[assignment]
    # Ends every session, if the service has sessions.
    expire: Callable[[], None] = lambda: None
    # Changes the contents of the folder at a path, if the service has folders.
    change: Callable[[str], None] = lambda path: None


@attrs.define
class _Planned:
    run: Callable[[Exchange], Response]
    operation: str | None
    left: int | None
    after: int


class Failures:
    """The pending failures, in the order of their requests."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._lock = forks.lock()

    def plan(
        self, kind: str, operation: str | None, times: int | None, options: Mapping[str, Any], after: int = 0
    ) -> None:
        """Make the next calls of an operation, or of any, fail, optionally after some successful ones.

        Raises:
            ValueError: unknown kind or option, or an impossible value.
        """
        run = failure(kind, options)
        if after < 0:
            raise ValueError(f"after must be 0 or more, not {after}")
        if times is not None and times < 1:
            raise ValueError(f"times must be 1 or more, or None for ever, not {times}")
        with self._lock:
            self._planned.append(_Planned(run, operation, times, after))

    def take(self, operation: str) -> Callable[[Exchange], Response] | None:
        """Return the failure that hits this call, and count it; None almost always."""
        if not self._planned:
            return None
        with self._lock:
            for planned in self._planned:
                if planned.operation in (None, operation):
                    if planned.after:
                        planned.after -= 1
                        continue
                    if planned.left is not None:
                        planned.left -= 1
                        if not planned.left:
                            self._planned.remove(planned)
                    return planned.run
        return None

    def clear(self) -> None:
        """Forget the pending failures."""
        with self._lock:
            self._planned.clear()

    def __repr__(self) -> str:
        return f"<Failures: {len(self._planned)}>"


def failure(kind: str, options: Mapping[str, Any], without: Collection[str] = ()) -> Callable[[Exchange], Response]:
    """Return a failure that hits what it is given.

    Args:
        kind: its kind.
        options: its options.
        without: kinds that are not available.

    Raises:
        ValueError: unknown kind or option, or an impossible value.
    """
    known = None if kind in without else _KINDS.get(kind)
    if known is None:
        kinds = ", ".join(each for each in _KINDS if each not in without)
        raise ValueError(f"Unknown failure {kind!r}; the kinds are {kinds}")
    complete = {name: default for name, default in known.options.items() if default is not _REQUIRED}
    for name, value in options.items():
        if name not in known.options:
            names = ", ".join(known.options) or "none"
            raise ValueError(f"The failure {kind!r} has no option {name!r}; its options are {names}")
        if not _CHECKS[name](value):
            raise ValueError(f"The option {name} of the failure {kind!r} cannot be {value!r}")
        complete[name] = value
    missing = [name for name in known.options if name not in complete]
    if missing:
        raise ValueError(f"The failure {kind!r} needs {', '.join(missing)}")
    return functools.partial(known.run, **complete)


def _delay(exchange: Exchange, seconds: float) -> Response:
    try:
        connection.of(exchange.environ).wait(seconds)
    finally:
        # The server continues after the client's timeout.
        response = exchange.answer()
    return response


def _drop(exchange: Exchange, applied: bool, reset: bool = False) -> Response:
    if applied:
        exchange.answer()
    connection.of(exchange.environ).break_off((), reset=reset)


def _reset(exchange: Exchange, applied: bool) -> Response:
    return _drop(exchange, applied, reset=True)


def _drip(exchange: Exchange, seconds: float) -> Response:
    response = exchange.answer()
    wait = connection.of(exchange.environ).wait
    return attrs.evolve(response, body=_slowly(b"".join(response.body), seconds, wait))


def _drip_headers(exchange: Exchange, seconds: float) -> Response:
    way = connection.of(exchange.environ)
    response = exchange.answer()
    lines = [f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    head = "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")
    way.break_off(_slowly(head + b"".join(response.body), seconds, way.wait), reset=False)


def _truncate(exchange: Exchange) -> Response:
    response = exchange.answer()
    body = b"".join(response.body)
    return attrs.evolve(response, body=[body[: len(body) // 2]])


def _expire(exchange: Exchange) -> Response:
    exchange.expire()
    return exchange.answer()


def _full_disk(exchange: Exchange) -> Response:
    with full_disk():
        return exchange.answer()


def _change(exchange: Exchange, path: str) -> Response:
    exchange.change(path)
    return exchange.answer()


def _fault(exchange: Exchange, text: str, code: str) -> Response:
    return exchange.writer.fault(exchange.protocol, code, text)


def _error(exchange: Exchange, text: str, number: str) -> Response:
    return exchange.writer.refusal(text, exchange.protocol, number)


def _html(exchange: Exchange, status: int) -> Response:
    return respond(status, "text/html; charset=utf-8", _LOGIN_PAGE)


def _reply(exchange: Exchange, status: int, headers: Mapping[str, str], body: bytes) -> Response:
    given = {name.casefold() for name in headers}
    length = [] if "content-length" in given else [("Content-Length", str(len(body)))]
    return Response(status, [*length, *headers.items()], [body])


def _twice(exchange: Exchange) -> Response:
    exchange.answer()
    return exchange.answer()


def _tryagain(exchange: Exchange, success: bool) -> Response:
    said = {} if success else {"error": "The check sum of the chunk does not match"}
    return exchange.writer.success(ResultElement({**said, "tryagain": "true"}, success=success), exchange.protocol)


def _attribute(exchange: Exchange, name: str, value: str | None) -> Response:
    written = b"" if value is None else f' {name}="{attribute(value)}"'.encode()
    return _rewritten(exchange, re.compile(rb"\s%s=\"[^\"]*\"" % name.encode()), lambda found: written)


def _corrupt(exchange: Exchange) -> Response:
    return _rewritten(exchange, _BASE64, lambda found: found[1] + (b"B" if found[2] != b"B" else b"C") + found[3])


def _rewritten(exchange: Exchange, pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes]], bytes]) -> Response:
    """Return the answer with the first match of a pattern changed; it is read into memory for that."""
    response = exchange.answer()
    body = pattern.sub(change, b"".join(response.body), count=1)
    headers = [(name, str(len(body)) if name == "Content-Length" else value) for name, value in response.headers]
    return attrs.evolve(response, headers=headers, body=[body])


def _slowly(data: bytes, seconds: float, wait: Callable[[float], None]) -> Iterator[bytes]:
    for position in range(len(data)):
        if position:
            wait(seconds)
        yield data[position : position + 1]


def _is(kinds: Any) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kinds)


def _seconds(value: Any) -> bool:
    return isinstance(value, (int, float)) and value >= 0


def _text_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _status(value: Any) -> bool:
    return isinstance(value, int) and 200 <= value < 600


def _number(value: Any) -> bool:
    return isinstance(value, str) and (not value or (value.isdecimal() and len(value) == 4))


def _code(value: Any) -> bool:
    return isinstance(value, str) and value.isidentifier()


_CHECKS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "seconds": _seconds,
    "status": _status,
    "text": _is(str),
    "path": _is(str),
    "number": _number,
    "code": _code,
    "headers": _is(Mapping),
    "body": _is(bytes),
    "applied": _is(bool),
    "success": _is(bool),
    "name": _code,
    "value": _text_or_none,
}


@attrs.frozen
class _Kind:
    run: Callable[..., Response]
    options: Mapping[str, Any]


_REQUIRED: Final = object()
_KINDS: Final[Mapping[str, _Kind]] = {
    "delay": _Kind(_delay, {"seconds": _REQUIRED}),
    "drop": _Kind(_drop, {"applied": False}),
    "reset": _Kind(_reset, {"applied": False}),
    "drip": _Kind(_drip, {"seconds": _REQUIRED}),
    "drip-headers": _Kind(_drip_headers, {"seconds": _REQUIRED}),
    "truncate": _Kind(_truncate, {}),
    "expire": _Kind(_expire, {}),
    "change": _Kind(_change, {"path": _REQUIRED}),
    "full disk": _Kind(_full_disk, {}),
    "fault": _Kind(_fault, {"text": _REQUIRED, "code": "Server"}),
    "error": _Kind(_error, {"text": _REQUIRED, "number": ""}),
    "html": _Kind(_html, {"status": 200}),
    "status": _Kind(_reply, {"status": _REQUIRED, "headers": {}, "body": b""}),
    "twice": _Kind(_twice, {}),
    "tryagain": _Kind(_tryagain, {"success": True}),
    "attribute": _Kind(_attribute, {"name": _REQUIRED, "value": _REQUIRED}),
    "corrupt": _Kind(_corrupt, {}),
    "reply": _Kind(_reply, {"status": 200, "headers": {}, "body": _REQUIRED}),
}
