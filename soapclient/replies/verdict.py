"""What a reply that SOAP calls good amounts to, by the ways of one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from lxml import etree

from ..contract.model import Operation
from ..errors import ContractError, ServiceError
from .error_builder import ErrorBuilder


class Classified(NamedTuple):
    """What an error text stands for: its number, its words without it, and the class."""

    code: int | None
    text: str
    error: type[ServiceError]


class Verdict:
    """The judge of a result inside a good envelope; this one takes it as it is.

    A service that says no in its own way has a class of its own; see `Profile`.

    Attributes:
        whole: whether the answer is all of the body, whatever is in it, rather than one result inside.
    """

    whole: ClassVar[bool] = False

    def check(self, operation: Operation) -> None:
        """Refuse an operation whose reply could not be understood, before anything is sent.

        Raises:
            ContractError: it answers something else than XML or bytes in one element.
        """
        answer = [each.type for each in operation.answer]
        if operation.style == "document" and answer in ([], ["xml"], ["base64Binary"]):
            return
        why = "is of the style rpc" if operation.style == "rpc" else f"answers {' and '.join(answer)}, not XML or bytes"
        raise ContractError(
            f"{operation.name} cannot be called, since its reply could not be judged: it {why}",
            operation=operation.name,
        )

    def status(self, builder: ErrorBuilder, status: int, headers: Mapping[str, str]) -> None:
        """Raise the error that the HTTP status and headers of a form's reply tell of; here they tell of none."""

    def xml(self, builder: ErrorBuilder, root: etree._Element) -> etree._Element:
        """Return the root of a result's XML, or raise the error that it tells of."""
        return root

    def data(self, builder: ErrorBuilder, data: bytes) -> bytes:
        """Return the bytes of a result, or raise the error that they stand for."""
        return data

    def is_form_result(self, name: str) -> bool:
        """Return whether an element of this name is the result of a form POST, which has no envelope."""
        return True

    def classify(self, text: str) -> Classified:
        """Say what an error text without its .NET prefixes stands for."""
        return Classified(None, text.strip(), ServiceError)

    def is_no(self, operation: Operation, error: ServiceError) -> bool:
        """Tell the "no" of an operation that answers yes or no from a failure to answer."""
        return type(error).__name__ in operation.negatives


class WholeVerdict(Verdict):
    """The judge of a service that says no by faults alone: any answer of the operation is one."""

    whole: ClassVar[bool] = True

    def check(self, operation: Operation) -> None:
        """Refuse nothing: whatever the operation answers is given back."""


PLAIN = Verdict()
WHOLE = WholeVerdict()
