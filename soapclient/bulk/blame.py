"""Decide whether an error belongs to the server, the login or the row: what to retry, and what ends the work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from ..errors import (
    AuthenticationFailed,
    ConnectError,
    ContractError,
    HttpError,
    NotFound,
    RequestTimeout,
    ServiceError,
    SessionExpired,
    SoapClientError,
    TicketNotAllowed,
    TlsError,
    TransportError,
)
from ..wire import forks
from .result import Status

T = TypeVar("T")
_BUSY: Final = frozenset({429, 502, 503, 504})
# Unusable replies are the server's fault if there are this many in sequence, or a fifth of all once there are several.
_IN_A_ROW: Final = 5
_FEW: Final = 20
_PART: Final = 5


def may_pass(error: SoapClientError) -> bool:
    """Return whether a failure may be temporary: no connection, no answer, or a busy server."""
    if isinstance(error, HttpError):
        return error.status in _BUSY
    return isinstance(error, (ConnectError, RequestTimeout))


def stops_all(error: SoapClientError) -> bool:
    """Return whether every other row would fail too: the login is refused, or there is no contract."""
    if isinstance(error, (AuthenticationFailed, TicketNotAllowed, SessionExpired)):
        return True
    return isinstance(error, ContractError) and error.operation is None


def is_login_refused(error: SoapClientError) -> bool:
    """Return whether the server or a proxy refused a login over HTTP: another try might lock the account."""
    return isinstance(error, HttpError) and error.status in (401, 407)


def is_unusable_reply(error: SoapClientError) -> bool:
    """Return whether the reply was unusable, which may be the row's fault or the server's."""
    others = isinstance(error, TlsError) or may_pass(error) or is_login_refused(error)
    return isinstance(error, TransportError) and not others


def ends_run(error: SoapClientError) -> bool:
    """Return whether a run ends with the row that has this error, because later rows would fail too."""
    if stops_all(error) or is_login_refused(error) or isinstance(error, TlsError):
        return True
    # A change without an answer may itself be the cause; a read without one points to the server.
    return may_pass(error) and not (isinstance(error, RequestTimeout) and error.maybe_applied)


def status_after_read(error: SoapClientError, doubt: Status) -> Status:
    """Return the status of a row that could not be read before sending.

    Args:
        error: why it could not be read.
        doubt: its status so far: "unknown" if it may have been done already, else "unsent".
    """
    refusal = NotFound if doubt == "unknown" else ServiceError
    return "failed" if isinstance(error, refusal) and not stops_all(error) else doubt


def status_after_send(error: SoapClientError, doubt: Status) -> Status:
    """Return the status of a row that was sent and got an error.

    Args:
        error: the error.
        doubt: its status before: "unknown" if it may have been done already, else "unsent".
    """
    if isinstance(error, TransportError):
        return "unknown" if error.maybe_applied or error.done else doubt
    if stops_all(error):
        return "unknown" if error.done else doubt
    return "failed"


class Replies:
    """The replies during planning: a single unusable one is its row's fault, many are the server's."""

    def __init__(self) -> None:
        self._lock = forks.lock()
        self._all = self._bad = self._in_a_row = 0
        self._last: SoapClientError | None = None

    def good(self) -> None:
        """Note a reply that was understood, including a refusal."""
        with self._lock:
            self._all += 1
            self._in_a_row = 0

    def of_the_row(self, error: SoapClientError) -> bool:
        """Note an error, and return whether it belongs to the row, so planning may continue."""
        if isinstance(error, ServiceError):
            self.good()
        if isinstance(error, (ServiceError, ContractError)):
            return not stops_all(error)
        return is_unusable_reply(error) and self._is_bearable(error)

    def _is_bearable(self, error: SoapClientError) -> bool:
        with self._lock:
            self._last = error
            self._all += 1
            self._bad += 1
            self._in_a_row += 1
            return self._in_a_row < _IN_A_ROW and (self._bad <= _FEW or self._bad * _PART <= self._all)

    def judged(self, planned: Iterator[T]) -> Iterator[T]:
        """Pass rows on; at the end raise the last error if not a single reply was understood.

        Raises:
            TransportError: not a single reply was understood.
        """
        yield from planned
        if self._last is not None and self._bad == self._all:
            raise self._last
