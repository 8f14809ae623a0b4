"""Probe on the client's own user whether null keeps; only nulls are written, and cleared values are restored.

A probe always finishes: Ctrl-C takes effect once the fields are known to be unchanged or restored, or that has failed.

Source: the pages of UpdateUserContactInfo and GetUser.
"""

from __future__ import annotations

import contextvars
import shlex
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..calls.checks import Finding, Reason, failure, of_error, ok, skipped, warning
from ..errors import SoapClientError, TransportError
from ..values import CLEAR, KEEP

if TYPE_CHECKING:
    from .models.people import User

OPERATION: Final = "UpdateUserContactInfo"
FIELDS: Final = {"email": "emailAddress", "mobile": "mobileNumber"}
_SHOWN: Final = {"email": "e-mail address", "mobile": "mobile number"}
_TRIES: Final = 3


def probe(client: Any, user_name: str) -> tuple[Finding, BaseException | None]:
    """Update the own user with null for both fields, compare, and restore what changed.

    Args:
        client: a client with a login.
        user_name: the user of the login.

    Returns:
        The finding, and an interruption that was held back and must be raised after the finding is reported.

    Raises:
        SoapClientError: before anything was written.
    """
    if OPERATION not in client.contract:
        return skipped("null", f"this contract does not have {OPERATION}; nothing was sent", "try another server"), None
    name = client.contract[OPERATION].spell
    nulls = {name("userName"): user_name, **{name(each): KEEP for each in FIELDS.values()}}
    client.envelope(OPERATION, **nulls)  # refused here if null cannot be sent
    before = client.users.get(user_name)
    untold = [_SHOWN[field] for field in FIELDS if getattr(before, field) is None or field in before.repaired]
    if untold:
        return skipped("null", f"the server does not return the {_and(untold)}, so a loss could not be seen"), None
    if not any(getattr(before, field) for field in FIELDS):
        found = f"both fields of {user_name} are empty, so a loss could not be seen; nothing was sent"
        return skipped("null", found, "give this user an e-mail address or a mobile number, or log in as another"), None
    return uninterrupted(_Trial(client, before, nulls).run)


def uninterrupted(work: Callable[[], Finding], check: str = "null") -> tuple[Finding, BaseException | None]:
    """Do some work in a thread, where no interruption arrives, and hold an interruption back."""
    go, done = threading.Event(), threading.Event()
    findings: list[Finding] = []

    def run() -> None:
        go.wait()
        try:
            findings.append(work())
        except Exception as exc:
            findings.append(of_error(check, exc, "check the fields"))
        finally:
            done.set()

    carried = contextvars.copy_context().run
    threading.Thread(target=carried, args=(run,), daemon=True, name="soapclient-probe").start()
    held: BaseException | None = None
    while not done.is_set():
        try:
            go.set()
            done.wait()
        except KeyboardInterrupt as exc:
            held = exc
    return findings[0], held


@attrs.frozen
class _Trial:
    client: Any
    before: User
    nulls: dict[str, object]

    def run(self) -> Finding:
        """Send the nulls, compare, restore."""
        error = self._send(self.nulls, tries=1)
        after = self._read()
        if after is None:
            old = {field: self._old(field) for field in FIELDS}
            return self._restored("after the null the server no longer returns", old, old, "unreachable")
        lost = {field: self._old(field) for field in FIELDS if self._old(field) and not getattr(after, field)}
        if not lost:
            return self._kept(after, error)
        values = {field: lost.get(field) or getattr(after, field) or "" for field in FIELDS}
        return self._restored("NULL CLEARS on this server: a null cleared", lost, values, "contract")

    def _old(self, field: str) -> str:
        return str(getattr(self.before, field) or "")

    def _naming(self, values: dict[str, str]) -> dict[str, object]:
        spell = self.client.contract[OPERATION].spell
        fields = {spell(FIELDS[field]): value or CLEAR for field, value in values.items()}
        return {spell("userName"): self.before.user_name, **fields}

    def _send(self, arguments: dict[str, object], *, tries: int) -> Exception | None:
        """Call the operation; sending the same values a second time changes nothing more."""
        error: Exception | None = None
        for _ in range(tries):
            try:
                self.client.service[OPERATION](**arguments)
                return None
            except Exception as exc:  # restore the fields first, whatever went wrong
                error = exc
        return error

    def _read(self) -> User | None:
        for _ in range(_TRIES):
            try:
                found: User = self.client.users.get(self.before.user_name)
                return found
            except Exception:  # noqa: S112 - that it cannot be read is told by None
                continue
        return None

    def _kept(self, after: User, error: Exception | None) -> Finding:
        told = ", ".join(f"{_SHOWN[field]} {self._old(field)!r}" for field in FIELDS)
        other = [field for field in FIELDS if getattr(after, field) != self._old(field)]
        if other:
            changes = _and([f"{_SHOWN[f]} {self._old(f)!r} is now {getattr(after, f)!r}" for f in other])
            return failure(
                "null",
                f"of {self.before.user_name}, {changes}: the null or somebody else changed it; nothing was restored",
                "check the user, and try again",
                "contract",
            )
        if error is not None:
            late = isinstance(error, TransportError) and error.maybe_applied
            return of_error(
                "null",
                error,
                f"the fields are unchanged, but the nulls may still arrive; check {told} again"
                if late
                else "the fields are unchanged",
            )
        seen = [field for field in FIELDS if self._old(field)]
        found = (
            f"null keeps: the {_and([_SHOWN[f] for f in seen])} of {self.before.user_name} stayed; only nulls were sent"
        )
        unseen = [_SHOWN[field] for field in FIELDS if field not in seen]
        if unseen:
            found += f" (the {_and(unseen)} is empty and shows nothing)"
        return ok("null", found)

    def _restored(self, what: str, lost: dict[str, str], values: dict[str, str], reason: Reason) -> Finding:
        name = self.before.user_name
        begun = f"{what} the {_and([_SHOWN[field] for field in lost])} of {name}"
        error = self._send(self._naming(values), tries=_TRIES)
        now = self._read()
        if now is not None and all((getattr(now, field) or "") == value for field, value in values.items()):
            told = _and([f"{_SHOWN[field]} {value!r}" for field, value in lost.items()])
            if reason == "unreachable":
                return warning("null", f"{begun}; the old values were sent, and read back: {told}", "try again")
            return failure("null", f"{begun}; RESTORED, and read back: {told}", _NO_KEEP, reason)
        if error is None:
            why = "the service accepted them, but reading failed" if now is None else "the field has another value now"
        else:
            why = str(error) if isinstance(error, SoapClientError) else f"an unexpected {type(error).__name__}"
        command = ["soapclient", "users", "update", name, *(f"--{field}={value}" for field, value in lost.items())]
        advice = f"check the user, and set the old values yourself: {shlex.join(command)}"
        return failure("null", f"{begun}; NOT RESTORED ({why})", advice, reason)


_NO_KEEP: Final = "on this server give every field a value, not KEEP; use --wsdl auto for its own contract"


def _and(words: list[str]) -> str:
    return " and ".join(words)
