"""The errors that a reply can amount to, with what they have in common: words, secrets hidden, doubt.

Which of them a reply is, only `faults` says.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from lxml import etree

from ..contract.model import Operation
from ..errors import (
    AccessDenied,
    AuthenticationFailed,
    HttpError,
    RequiredParameter,
    ServerFault,
    ServiceError,
    SessionExpired,
    TransportError,
    UnexpectedReply,
)
from ..wire.redact import hide, one_line
from .texts import LONGEST, attribute

_MISSING: Final = "Missing parameter: "  # of a form; SOAP reads a missing one as null
_BEFORE_ANY_WORK: Final = (AccessDenied, AuthenticationFailed, SessionExpired)
_SHOWN: Final = 3  # of the items that failed, in a message
_NO_FACTS: Final[Mapping[str, Any]] = MappingProxyType({})
_NOT_APPLIED: Final = frozenset({301, 307, 308})


if TYPE_CHECKING:

    class Classifier(Protocol):
        """What knows the error texts of a service: a `Verdict`."""

        def classify(self, text: str) -> tuple[int | None, str, type[ServiceError]]:
            """Say what an error text stands for: its number, its words, its class."""

        def is_no(self, operation: Operation, error: ServiceError) -> bool:
            """Tell the "no" of an operation that answers yes or no from a failure to answer."""


class ErrorBuilder:
    """What every error about one reply has in common: words, secrets hidden, doubt.

    Args:
        operation: the operation that was called.
        secrets: those of the request, hidden from messages should the reply echo them.
        verdict: what knows the error texts of the service.
        large: whether the reply is so large that its texts are read no further than they are worth.
    """

    def __init__(
        self, operation: Operation, secrets: tuple[str, ...], verdict: Classifier, *, large: bool = False
    ) -> None:
        self.operation = operation
        self.large = large
        self._secrets = secrets
        self._verdict = verdict

    def unexpected(self, text: str) -> TransportError:
        """The reply is no answer of this operation, so whether a change was made is unknown."""
        return self._transport(UnexpectedReply, text, self.operation.changes)

    def http(self, text: str, status: int, headers: Mapping[str, str], *, answered: bool = False) -> TransportError:
        """A status without an answer: a redirect that keeps the method and a 4xx were not carried out.

        Args:
            text: what to say of it.
            status: the HTTP status.
            headers: the HTTP headers.
            answered: whether there is an answer beside the status, which says no more that nothing was carried out.
        """
        refused = not answered and (status in _NOT_APPLIED or 400 <= status < 500)
        changes = self.operation.changes and not refused
        return self._transport(
            HttpError, text, changes, status=status, retry_after=_seconds(headers.get("Retry-After"))
        )

    def _transport(self, kind: type[TransportError], text: str, maybe_applied: bool, **state: Any) -> TransportError:
        text, spare = self.cut(text)
        message = one_line(f"{self.operation.name}: {self.hidden(text, spare)}")
        message, name = with_doubt(message, maybe_applied), self.operation.name
        return kind(message, operation=name, maybe_applied=maybe_applied, **state)

    def cut(self, text: str) -> tuple[str, int]:
        """Cut a text that is too long to be worth its time, with characters to spare, and return how many these are.

        A secret may be cut in two, in any form that `hide` knows, a dozen characters for one. The rest of it, which
        nothing can find, is among the spare ones: they are dropped once the whole ones are hidden.
        """
        if len(text) <= LONGEST:
            return text, 0
        return text[: LONGEST + self._spare], self._spare

    @property
    def _spare(self) -> int:
        return max(1000, 12 * max(map(len, self._secrets), default=0))

    @property
    def most(self) -> int:
        """How many characters of a text are worth reading: no more are shown once `cut` and `hidden` are through."""
        return LONGEST + self._spare + 1

    def attribute(self, element: etree._Element, name: str) -> str | None:
        """Return an attribute without a namespace, or as much of it as is worth reading; None where there is none."""
        return attribute(element, name, self.most) if self.large else element.get(name)

    def hidden(self, text: str, spare: int = 0) -> str:
        """Hide the secrets of the request in a text, and drop the characters that `cut` left to spare."""
        hidden = hide(text, self._secrets)
        return hidden[:-spare] if spare else hidden

    def error(self, kind: type[ServiceError], text: str) -> ServiceError:
        """The service said no in a way of its own."""
        name = self.operation.name
        return kind(f"{name}: {text}", operation=name, text=text)

    def refused(
        self,
        raw: str,
        *,
        fault: bool,
        result: etree._Element | None = None,
        unknown: type[ServiceError] = ServiceError,
        number: int | None = None,
        known: type[ServiceError] | None = None,
        facts: Mapping[str, Any] = _NO_FACTS,
    ) -> ServiceError:
        """The service said no.

        Args:
            raw: its words.
            fault: whether they come from a SOAP fault.
            result: the root of the result's XML that says so.
            unknown: the class of an error whose words are not documented.
            number: the number of the error, where the reply has one beside the words.
            known: the class that the number stands for: it decides, and the words say nothing.
            facts: what else a SOAP fault says: attributes of the error.
        """
        from .dotnet import strip_net  # for a refusal only

        name = self.operation.name
        raw, spare = self.cut(raw)
        code, text, kind = self._verdict.classify(
            strip_net(raw, fault=fault)
        )  # before hiding: a password may be a part of any text
        if spare and raw.rstrip().endswith(text):
            text = self.hidden(text, spare) + "..."
        text = one_line(self.hidden(text))
        detail = self.hidden(raw, spare)
        if known is not None:
            code, kind = number, known
        elif kind is ServiceError and code is None:
            missing = fault and text.startswith(_MISSING)
            kind = RequiredParameter if missing else ServerFault if fault else unknown
        shown = f"[{code}] " if code is not None else ""
        left = self.operation.leftovers
        behind = f"; {left}" if left and not issubclass(kind, _BEFORE_ANY_WORK) else ""
        error = kind(
            f"{name}: {shown}{text}".rstrip() + behind, operation=name, code=code, text=text, detail=detail,
            result=result, **{
                name: self.hidden(value) if isinstance(value, str) else value for name, value in facts.items()
            },
        )  # fmt: skip
        error.no = self.operation.predicate and self._verdict.is_no(self.operation, error)
        return error


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
