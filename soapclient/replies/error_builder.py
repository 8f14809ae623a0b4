"""The errors that a reply can amount to, with what they have in common: words, secrets hidden, doubt.

Which of them a reply is, only `faults` says.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final

from lxml import etree

from ..contract.model import Operation
from ..errors import (
    AccessDenied,
    AuthenticationFailed,
    HttpError,
    PartialFailure,
    PartialItem,
    RequiredParameter,
    ServerFault,
    ServiceError,
    SessionExpired,
    TransportError,
    UnexpectedReply,
)
from ..inforouter import partial
from ..wire.redact import hide, one_line

_MISSING: Final = "Missing parameter: "  # of a form; SOAP reads a missing one as null
LONGEST: Final = 65536  # of the service's own words; a message shows far less
_BEFORE_ANY_WORK: Final = (AccessDenied, AuthenticationFailed, SessionExpired)
_SHOWN: Final = 3  # of the items that failed, in a message
_NOT_APPLIED: Final = frozenset({301, 307, 308})


class Judgement:
    """What every error about one reply has in common."""

    def __init__(self, operation: Operation, secrets: tuple[str, ...]) -> None:
        self.operation = operation
        self._secrets = secrets

    def unexpected(self, text: str) -> TransportError:
        """The reply is no answer of this operation, so whether a change was made is unknown."""
        return self._transport(UnexpectedReply, text, self.operation.changes)

    def http(self, text: str, status: int, headers: Mapping[str, str]) -> TransportError:
        """A status without an answer: a redirect that keeps the method and a 4xx were not carried out."""
        refused = status in _NOT_APPLIED or 400 <= status < 500
        changes = self.operation.changes and not refused
        return self._transport(
            HttpError, text, changes, status=status, retry_after=_seconds(headers.get("Retry-After"))
        )

    def _transport(self, kind: type[TransportError], text: str, maybe_applied: bool, **state: Any) -> TransportError:
        text, spare = self._cut(text)
        message = one_line(f"{self.operation.name}: {self._hidden(text, spare)}")
        message, name = with_doubt(message, maybe_applied), self.operation.name
        return kind(message, operation=name, maybe_applied=maybe_applied, **state)

    def _cut(self, text: str) -> tuple[str, int]:
        """Cut a text that is too long to be worth its time, with characters to spare, and return how many these are.

        A secret may be cut in two, in any form that `hide` knows, a dozen characters for one. The rest of it, which
        nothing can find, is among the spare ones: they are dropped once the whole ones are hidden.
        """
        if len(text) <= LONGEST:
            return text, 0
        spare = max(1000, 12 * max(map(len, self._secrets), default=0))
        return text[: LONGEST + spare], spare

    def _hidden(self, text: str, spare: int = 0) -> str:
        hidden = hide(text, self._secrets)
        return hidden[:-spare] if spare else hidden

    def error(self, kind: type[ServiceError], text: str) -> ServiceError:
        """The service said no in a way of its own."""
        name = self.operation.name
        return kind(f"{name}: {text}", operation=name, text=text)

    def refused(
        self, raw: str, *, fault: bool, result: etree._Element | None = None, unknown: type[ServiceError] = ServiceError
    ) -> ServiceError:
        """The service said no with this text, which is an error of the class `unknown` where it is not documented."""
        from ..inforouter.error_table import classify  # for a refusal only
        from .dotnet import strip_net

        name = self.operation.name
        raw, spare = self._cut(raw)
        code, text, kind = classify(strip_net(raw, fault=fault))  # before hiding: a password may be a part of any text
        if spare and raw.rstrip().endswith(text):
            text = self._hidden(text, spare) + "..."
        text = one_line(self._hidden(text))
        detail = self._hidden(raw, spare)
        if kind is ServiceError and code is None:
            missing = fault and text.startswith(_MISSING)
            kind = RequiredParameter if missing else ServerFault if fault else unknown
        number = f"[{code}] " if code is not None else ""
        left = self.operation.left
        behind = f"; {left}" if left and not issubclass(kind, _BEFORE_ANY_WORK) else ""
        error = kind(
            f"{name}: {number}{text}".rstrip() + behind, operation=name, code=code, text=text, detail=detail,
            result=result,
        )  # fmt: skip
        error.no = self.operation.predicate and _is_no(self.operation, error)
        return error

    def in_part(self, items: partial.Items, root: etree._Element) -> PartialFailure:
        """Some of the work was done and some was not, in a result that says success or one that does not."""
        name = self.operation.name
        raw = (root.get("error") or "").strip()
        failed, succeeded = self._shown(items.failed), self._shown(items.succeeded)
        some = "; ".join(f"{each.name}: {each.text}" if each.name else each.text for each in failed[:_SHOWN])
        more = f"; and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
        done = f" ({len(succeeded)} done)" if succeeded else ""
        text = f"{len(failed)} failed{done}: {one_line(some, 220)}{more}"
        return PartialFailure(
            one_line(f"{name}: {text}"), operation=name, text=text, detail=self._hidden(*self._cut(raw)), result=root,
            failed_items=failed, succeeded_items=succeeded,
        )  # fmt: skip

    def _shown(self, items: Iterable[PartialItem]) -> tuple[PartialItem, ...]:
        words = self._hidden("\0".join(word for item in items for word in item)).split(
            "\0"
        )  # XML has no such character
        return tuple(map(PartialItem, words[::2], words[1::2]))


def _is_no(operation: Operation, error: ServiceError) -> bool:
    """Tell the "no" of an operation that answers yes or no from a failure to answer.

    It is `success="false"` without a reason, or with one that is documented as a no. A fault is none, nor is a text
    that is not known, which may be a translated "Access denied". That text is the no where the question is what is
    allowed; with a number it is about the right to ask.
    """
    if error.result is None:
        return False
    if not (error.result.get("error") or "").strip():
        return str(error.result.get("success")).strip().lower() == "false"
    return type(error).__name__ in operation.no and not (isinstance(error, AccessDenied) and error.code is not None)


def _seconds(said: str | None) -> float | None:
    """Read a `Retry-After`: seconds, or a moment."""
    try:
        found = (
            float(said) if said and said.isdecimal() else parsedate_to_datetime(said or "").timestamp() - time.time()
        )
    except (ValueError, OverflowError):
        return None
    return max(0.0, found)


def with_doubt(message: str, maybe_applied: bool) -> str:
    """Add to a message that the change may have been made."""
    return f"{message}; the change may have been made: read before repeating it" if maybe_applied else message
