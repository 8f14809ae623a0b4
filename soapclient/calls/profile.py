"""The conventions of one service beyond SOAP and its WSDL.

The general rooms know SOAP; for everything else a call asks a `Profile`, which the client passes to the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from lxml import etree

from ..contract.model import Operation
from ..contract.notes import NO_NOTES, Notes
from ..replies.answer import Answer
from ..replies.verdict import PLAIN, Verdict
from . import form_post
from .flow import Flow, Listing, Page

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from ..errors import ServiceError
    from .checks import Examiner

# A function by which a flow calls an operation: the operation, and its arguments.
Call = Callable[[Operation, Mapping[str, Any]], Flow[Any]]
Find = Callable[[str], Operation]
Parts = Mapping[str, Any]


class Profile:
    """The conventions of one service; this class is plain SOAP, and a service overrides the methods that differ.

    Attributes:
        notes: the facts from the documentation of its operations.
        verdict: how it reports success and refusal inside a good reply.
        answers: the class of its answers.
        returned_type: the return type of a call; None for that class.
    """

    notes: Notes = NO_NOTES
    verdict: Verdict = PLAIN
    answers: ClassVar[type[Answer]] = Answer
    returned_type: ClassVar[Any] = None

    def answer(self, operation: Operation, **facts: Any) -> Any:
        """Build the answer of a successful call.

        Args:
            operation: the operation.
            facts: the attributes of an `Answer`; if the verdict takes a whole envelope, its contents: the elements
                of its "body" and "headers", the "attachments" (empty without a reply), "resent", and the "contract"
                of the call.
        """
        return self.answers(operation=operation.name, **facts)

    def returned(self, answer: Any) -> Any:
        """Return the value that a call returns for its answer; here the answer itself.

        Args:
            answer: the result of `answer`.
        """
        return answer

    def explain(self, operation: Operation, contract: Contract, error: ServiceError) -> None:
        """Add the typed detail of a fault, as declared by the contract, to its error.

        Args:
            operation: the operation.
            contract: the contract of the operation.
            error: the error.
        """

    def another(self, operation: Operation, parts: Parts, root: etree._Element) -> str:
        """Check that a reply is about the requested object; see `Operation.about`.

        Args:
            operation: the operation.
            parts: the message parts of the call.
            root: the root of the result's XML.

        Returns:
            The problem, or an empty text.
        """
        return ""

    def items(self, operation: Operation, arguments: Mapping[str, Any], call: Call, find: Find) -> Listing[Any]:
        """Iterate over the items of an operation, page after page if it has pages.

        Args:
            operation: the operation.
            arguments: its arguments.
            call: makes a call.
            find: finds another operation of the contract.
        """
        answer = yield from call(operation, arguments)
        yield Page(answer)

    def reader(self, operation: Operation, parts: Parts, *, reads: bool) -> str:
        """Return the operation that reads the values that a form POST must send again; empty if the call has all.

        Args:
            operation: the operation to call.
            parts: the result of `arguments.bind`.
            reads: whether values to keep may be read.

        Raises:
            UnknownOperation: the operation cannot be called by form POST.
            NullNotAllowed: a parameter would be null, which a form cannot express.
        """
        form_post.refuse_nulls(operation, parts)
        return ""

    def readable(self, operation: Operation) -> Operation:
        """Return the operation with parameters optional that are read and sent again."""
        return operation

    def complete(
        self, operation: Operation, parts: Parts, call: Call | None, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Check that a form can express every parameter of a call.

        Args:
            operation: the operation to call.
            parts: the result of `arguments.bind`.
            call: makes a call, to read values to keep; None to refuse it.
            find: finds another operation of the contract.

        Returns:
            The parts without nulls, and the names of the parameters that were read and are sent again.

        Raises:
            UnknownOperation: the operation cannot be called by form POST.
            NullNotAllowed: a parameter would be null, and its value cannot be read.
            UnexpectedReply: its current value could not be read.
        """
        yield from ()
        self.reader(operation, parts, reads=call is not None)
        return parts, ()

    def prepare(
        self, operation: Operation, parts: Parts, call: Call, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Complete the parts of a call to an operation that may replace an object as a whole (`Operation.whole`).

        Args:
            operation: the operation to call.
            parts: the result of `arguments.bind`.
            call: makes a call, to read the current values.
            find: finds another operation of the contract.

        Returns:
            The parts with the whole object, and the names of the values that were read and are sent again.

        Raises:
            UnexpectedReply: the current values could not be read.
        """
        yield from ()
        return parts, ()

    def confirm(self, operation: Operation, parts: Parts, answer: Answer, call: Call, find: Find) -> Flow[Any]:
        """Check that the work was done: the verdict misleads (`Operation.says`), or a whole object was sent.

        Args:
            operation: the operation.
            parts: the message parts of the call.
            answer: its answer.
            call: makes a call.
            find: finds another operation of the contract.

        Returns:
            The answer.

        Raises:
            UnexpectedReply: it was not done, or this is unknown.
        """
        yield from ()
        return answer

    def reads_back(self, operation: Operation, parameter: str) -> bool:
        """Return whether the value of a parameter can be read back by `read_back`.

        Args:
            operation: the operation.
            parameter: the exact name of its parameter.
        """
        return False

    def read_back(
        self, operation: Operation, parts: Parts, cleared: tuple[str, ...], call: Call, find: Find
    ) -> Flow[None]:
        """Check that the fields cleared by a form POST are empty: a server may treat an empty text as missing.

        Args:
            operation: the operation.
            parts: the message parts of the call.
            cleared: the parameters that should have cleared a field.
            call: makes a call.
            find: finds another operation of the contract.

        Raises:
            UnexpectedReply: a field is not empty, or this is unknown.
        """
        yield from ()

    def examiner(self, client: Any) -> Examiner:
        """Return the checks of this service for an examination of a client.

        Args:
            client: the client.
        """
        from .checks import Examiner

        return Examiner(client)
