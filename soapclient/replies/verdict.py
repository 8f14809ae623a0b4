"""Judge a reply that is good SOAP, by the conventions of one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from lxml import etree

from ..contract.model import Operation
from ..errors import ContractError, ServiceError
from .error_builder import ErrorBuilder


class Classified(NamedTuple):
    """The meaning of an error text: its number, the text without it, and the class."""

    code: int | None
    text: str
    error: type[ServiceError]


class Verdict:
    """The judge of a result inside a good envelope; this one accepts every result.

    A service with its own form of refusal has its own class; see `Profile`.

    Attributes:
        whole: whether the answer is the whole body, rather than one result inside.
    """

    whole: ClassVar[bool] = False

    def check(self, operation: Operation) -> None:
        """Refuse an operation with a reply that could not be judged, before anything is sent.

        Raises:
            ContractError: its answer is not XML or bytes in one element.
        """
        answer = [each.type for each in operation.answer]
        if operation.style == "document" and answer in ([], ["xml"], ["base64Binary"]):
            return
        why = "has the style rpc" if operation.style == "rpc" else f"answers {' and '.join(answer)}, not XML or bytes"
        raise ContractError(
            f"{operation.name} cannot be called, because its reply could not be judged: it {why}",
            operation=operation.name,
        )

    def status(self, builder: ErrorBuilder, status: int, headers: Mapping[str, str]) -> None:
        """Raise the error in the HTTP status and headers of a reply to a form; here they have none."""

    def xml(self, builder: ErrorBuilder, root: etree._Element) -> etree._Element:
        """Return the root element of a result, or raise the error that it reports."""
        return root

    def data(self, builder: ErrorBuilder, data: bytes) -> bytes:
        """Return the bytes of a result, or raise the error that they mean."""
        return data

    def is_form_result(self, name: str) -> bool:
        """Return whether an element with this name is the result of a form POST, which has no envelope."""
        return True

    def classify(self, text: str) -> Classified:
        """Classify an error text without its .NET prefixes."""
        return Classified(None, text.strip(), ServiceError)

    def is_no(self, operation: Operation, error: ServiceError) -> bool:
        """Tell the "no" answer of a yes-or-no operation from an error."""
        return type(error).__name__ in operation.negatives


class WholeVerdict(Verdict):
    """The judge of a service that reports errors only as faults: every answer of the operation is a success."""

    whole: ClassVar[bool] = True

    def check(self, operation: Operation) -> None:
        """Accept every operation; its answer is returned whatever it is."""


PLAIN = Verdict()
WHOLE = WholeVerdict()
