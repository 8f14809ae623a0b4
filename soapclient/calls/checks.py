"""Checks of a client and its server: the finding of one, its time limit, and the checks that a service adds."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

import attrs

from ..errors import ContractError, ServiceError, SoapClientError
from ..wire.redact import one_line

Outcome = Literal["ok", "warning", "failure", "skipped"]
Reason = Literal["unreachable", "refused", "contract"]

_T = TypeVar("_T")


def _line(text: str) -> str:
    return one_line(text, 1000)


@attrs.frozen(kw_only=True)
class Finding:
    """The result of one check of `diagnose`.

    Attributes:
        check: "versions", "proxy", "name", "tcp", "tls", "wsdl", "contract", "address", "service", "clock", "login" or
            "null".
        outcome: "ok", "warning", "failure" or "skipped".
        found: the finding, in one line, without secrets.
        advice: what to do about it; empty if nothing needs to be done.
        reason: for a failure: "unreachable" (no usable answer), "refused" (the service refused) or "contract" (the
            contract could not be fetched, or does not match the server).
    """

    check: str
    outcome: Outcome
    found: str = attrs.field(converter=_line)
    advice: str = attrs.field(default="", converter=_line)
    reason: Reason | None = None

    def __str__(self) -> str:
        return f"{self.outcome}: {self.check}: {self.found}{f' ({self.advice})' if self.advice else ''}"


def ok(check: str, found: str, advice: str = "") -> Finding:
    """Return a finding without problems."""
    return Finding(check=check, outcome="ok", found=found, advice=advice)


def warning(check: str, found: str, advice: str) -> Finding:
    """Return a finding that deserves attention."""
    return Finding(check=check, outcome="warning", found=found, advice=advice)


def skipped(check: str, found: str, advice: str = "") -> Finding:
    """Return a finding for a check that was not made, with the reason."""
    return Finding(check=check, outcome="skipped", found=found, advice=advice)


def failure(check: str, found: str, advice: str, reason: Reason = "unreachable") -> Finding:
    """Return a finding with a problem."""
    return Finding(check=check, outcome="failure", found=found, advice=advice, reason=reason)


def of_error(check: str, error: Exception, advice: str) -> Finding:
    """Return a finding for a check that ended in an error; texts of foreign errors are not shown (secrets)."""
    if isinstance(error, TimeoutError):
        return failure(check, str(error) or "no answer in time", advice)
    if not isinstance(error, SoapClientError):
        return failure(check, f"an unexpected {type(error).__name__}", "please report it")
    refused: Reason = "refused" if isinstance(error, ServiceError) else "unreachable"
    return failure(check, str(error), advice, "contract" if isinstance(error, ContractError) else refused)


def within(seconds: float, work: Callable[[], _T]) -> _T:
    """Run some work and wait for it for a limited time, because looking up a name has no time limit of its own.

    Raises:
        TimeoutError: the time is up; the work continues, and its result is dropped.
        Exception: the error of the work.
    """
    outcome: dict[str, Any] = {}

    def run() -> None:
        try:
            outcome["value"] = work()
        except Exception as exc:
            outcome["error"] = exc

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True, name="soapclient-doctor")
    thread.start()
    thread.join(seconds)
    if "error" in outcome:
        raise outcome["error"]
    if "value" not in outcome:
        raise TimeoutError(f"not done within {seconds:g} s")
    value: _T = outcome["value"]
    return value


class Check(NamedTuple):
    """One check.

    Attributes:
        name: its name.
        needs: the checks that it depends on.
        work: the function that makes it.
    """

    name: str
    needs: tuple[str, ...]
    work: Callable[[], Finding]


class Examiner:
    """The checks that only one service has, in one examination of a client; this class has none.

    Args:
        client: the client that is examined.
    """

    def __init__(self, client: Any) -> None:
        self.client = client

    def service_checks(self) -> Iterator[Check]:
        """List the checks that need no login."""
        return iter(())

    def clocks(self) -> Mapping[str, float]:
        """Return the seconds by which the server's clock is ahead of this machine's, by source."""
        return {}

    def login_checks(self) -> Iterator[Check]:
        """List the checks of the login."""
        return iter(())

    def probe(self) -> tuple[Finding, BaseException | None]:
        """Test the effect of null on this server, and restore what it clears.

        Returns:
            The finding, and an interruption that was held back in the meantime.
        """
        return skipped("null", "no test is known for this service"), None

    def probe_things(self, **things: Any) -> Iterator[tuple[Finding, BaseException | None]]:
        """Test the effect of null on objects that the user names, restore what it clears, and keep the result.

        Args:
            things: the objects by kind, or None.
        """
        return iter(())
