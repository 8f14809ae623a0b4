"""Build the errors about a reply: text, hidden secrets, and whether the change may have been made.

`faults` decides which of them a reply is.
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

_MISSING: Final = "Missing parameter: "  # for a form; SOAP reads a missing one as null
_BEFORE_ANY_WORK: Final = (AccessDenied, AuthenticationFailed, SessionExpired)
_SHOWN: Final = 3  # failed items in a message
_NO_FACTS: Final[Mapping[str, Any]] = MappingProxyType({})
_NOT_APPLIED: Final = frozenset({301, 307, 308})


if TYPE_CHECKING:

    class Classifier(Protocol):
        """An object that knows the error texts of a service: a `Verdict`."""

        def classify(self, text: str) -> tuple[int | None, str, type[ServiceError]]:
            """Classify an error text: its number, its text, its class."""

        def is_no(self, operation: Operation, error: ServiceError) -> bool:
            """Tell the "no" answer of a yes-or-no operation from an error."""


class ErrorBuilder:
    """Builds the errors about one reply.

    Args:
        operation: the operation that was called.
        secrets: the secrets of the request, hidden in messages if the reply echoes them.
        verdict: the object that knows the error texts of the service.
        large: whether the reply is so large that its texts are cut before they are read.
    """

    def __init__(
        self, operation: Operation, secrets: tuple[str, ...], verdict: Classifier, *, large: bool = False
    ) -> None:
        self.operation = operation
        self.large = large
        self._secrets = secrets
        self._verdict = verdict

    def unexpected(self, text: str) -> TransportError:
        """Return an error for a reply that does not answer this operation; whether a change was made is unknown."""
        return self._transport(UnexpectedReply, text, self.operation.changes)

    def http(self, text: str, status: int, headers: Mapping[str, str], *, answered: bool = False) -> TransportError:
        """Return an error for a status without an answer; a redirect that keeps the method and a 4xx changed nothing.

        Args:
            text: the text of the message.
            status: the HTTP status.
            headers: the HTTP headers.
            answered: whether the reply also has an answer, so the status does not prove that nothing was carried out.
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
        """Cut a text that is too long, with some characters to spare, and return how many these are.

        The cut may split a secret, in any form that `hide` knows: up to a dozen characters for one. Its rest, which
        nothing can find, is among the spare characters; they are dropped after whole secrets are hidden.
        """
        if len(text) <= LONGEST:
            return text, 0
        return text[: LONGEST + self._spare], self._spare

    @property
    def _spare(self) -> int:
        return max(1000, 12 * max(map(len, self._secrets), default=0))

    @property
    def most(self) -> int:
        """The largest number of characters of a text to read; `cut` and `hidden` show no more."""
        return LONGEST + self._spare + 1

    def attribute(self, element: etree._Element, name: str) -> str | None:
        """Return an attribute without a namespace, cut if too long; None if it is missing."""
        return attribute(element, name, self.most) if self.large else element.get(name)

    def hidden(self, text: str, spare: int = 0) -> str:
        """Hide the secrets of the request in a text, and drop the spare characters of `cut`."""
        hidden = hide(text, self._secrets)
        return hidden[:-spare] if spare else hidden

    def error(self, kind: type[ServiceError], text: str) -> ServiceError:
        """Return an error for a refusal in the service's own form."""
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
        """Return the error for a refusal.

        Args:
            raw: the text of the service.
            fault: whether it comes from a SOAP fault.
            result: the root element of the result that reports the refusal.
            unknown: the class of an error with an undocumented text.
            number: the number of the error, if the reply has one apart from the text.
            known: the class for the number; it takes precedence over the text.
            facts: further facts of a SOAP fault, which become attributes of the error.
        """
        from .dotnet import strip_net  # only a refusal needs it

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
    """Read a `Retry-After`: seconds, or a date."""
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
