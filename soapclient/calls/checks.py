"""Checks of a client and its server: what one found, how it is held to its time, and what a service adds of its own."""

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
    """What one check of `diagnose` found.

    Attributes:
        check: "versions", "proxy", "name", "tcp", "tls", "wsdl", "contract", "address", "service", "clock", "login" or
            "null".
        outcome: "ok", "warning", "failure" or "skipped".
        found: what was found, in one line, without secrets.
        advice: what to do about it; empty where there is nothing to do.
        reason: of a failure: "unreachable" (no usable answer), "refused" (the service said no) or "contract" (the
            contract cannot be had, or does not say what the server does).
    """

    check: str
    outcome: Outcome
    found: str = attrs.field(converter=_line)
    advice: str = attrs.field(default="", converter=_line)
    reason: Reason | None = None

    def __str__(self) -> str:
        return f"{self.outcome}: {self.check}: {self.found}{f' ({self.advice})' if self.advice else ''}"


def ok(check: str, found: str, advice: str = "") -> Finding:
    """Say that all is well."""
    return Finding(check=check, outcome="ok", found=found, advice=advice)


def warning(check: str, found: str, advice: str) -> Finding:
    """Say that something deserves a look."""
    return Finding(check=check, outcome="warning", found=found, advice=advice)


def skipped(check: str, found: str, advice: str = "") -> Finding:
    """Say why a check was not made."""
    return Finding(check=check, outcome="skipped", found=found, advice=advice)


def failure(check: str, found: str, advice: str, reason: Reason = "unreachable") -> Finding:
    """Say that something is wrong."""
    return Finding(check=check, outcome="failure", found=found, advice=advice, reason=reason)


def of_error(check: str, error: Exception, advice: str) -> Finding:
    """Say that a check ended in an error; the text of an error that is not ours may hold anything, and is not shown."""
    if isinstance(error, TimeoutError):
        return failure(check, str(error) or "no answer in time", advice)
    if not isinstance(error, SoapClientError):
        return failure(check, f"an unexpected {type(error).__name__}", "please report it")
    refused: Reason = "refused" if isinstance(error, ServiceError) else "unreachable"
    return failure(check, str(error), advice, "contract" if isinstance(error, ContractError) else refused)


def within(seconds: float, work: Callable[[], _T]) -> _T:
    """Do some work, but wait for it no longer than this: looking a name up has no time limit of its own.

    Raises:
        TimeoutError: the time is up; the work goes on, and nobody will hear of it.
        Exception: what the work raised.
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
        name: what it is called.
        needs: the checks that it depends on.
        work: makes it.
    """

    name: str
    needs: tuple[str, ...]
    work: Callable[[], Finding]


class Examiner:
    """What only one service can be asked, in one examination of a client; this one asks nothing.

    Args:
        client: the client that is examined.
    """

    def __init__(self, client: Any) -> None:
        self.client = client

    def service_checks(self) -> Iterator[Check]:
        """List the checks that need no login."""
        return iter(())

    def clocks(self) -> Mapping[str, float]:
        """Return by how many seconds the server's clock is ahead of ours, by who told it."""
        return {}

    def login_checks(self) -> Iterator[Check]:
        """List the checks of the login."""
        return iter(())

    def probe(self) -> tuple[Finding, BaseException | None]:
        """Try what null does on this server, and restore what it clears.

        Returns:
            What was found, and an interruption that was held back meanwhile.
        """
        return skipped("null", "nothing is known of this service that could be tried"), None

    def probe_things(self, **things: Any) -> Iterator[tuple[Finding, BaseException | None]]:
        """Try what null does to things that the user names, restore what it clears, and keep what was seen.

        Args:
            things: the things, by their kinds; None for none.
        """
        return iter(())
