"""What a client knows of one service's own ways, beyond SOAP and its WSDL.

The general rooms know SOAP; whatever else a call needs they ask of a `Profile`, which the client hands to the caller.
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

# How an operation is called by a flow: it, and its arguments.
Call = Callable[[Operation, Mapping[str, Any]], Flow[Any]]
Find = Callable[[str], Operation]
Parts = Mapping[str, Any]


class Profile:
    """The ways of one service; this is plain SOAP, and each service that has more overrides what it has.

    Attributes:
        notes: what its documentation says of its operations.
        verdict: how it says yes and no inside a good reply.
        answers: the class of its answers.
        returned_type: the type of what a call returns; None for that class.
    """

    notes: Notes = NO_NOTES
    verdict: Verdict = PLAIN
    answers: ClassVar[type[Answer]] = Answer
    returned_type: ClassVar[Any] = None

    def answer(self, operation: Operation, **facts: Any) -> Any:
        """Make the answer of a call that succeeded.

        Args:
            operation: the operation.
            facts: the attributes of an `Answer`; where the verdict takes an envelope as a whole, what it has: the
                elements of its "body" and "headers", the "attachments" beside it (none of them where nothing came at
                all), "resent", and the "contract" that it is of.
        """
        return self.answers(operation=operation.name, **facts)

    def returned(self, answer: Any) -> Any:
        """Return what a call returns of its answer, which here is all of it.

        Args:
            answer: what `answer` made.
        """
        return answer

    def explain(self, operation: Operation, contract: Contract, error: ServiceError) -> None:
        """Add to the error of a fault with a detail what the service's contract says of that.

        Args:
            operation: the operation that was called.
            contract: the contract that it is of.
            error: the error.
        """

    def another(self, operation: Operation, parts: Parts, root: etree._Element) -> str:
        """Say that a reply is about another thing than was asked for; see `Operation.about`.

        Args:
            operation: the operation that was called.
            parts: what it was called with.
            root: the root of the result's XML.

        Returns:
            What is wrong; empty where nothing is.
        """
        return ""

    def items(self, operation: Operation, arguments: Mapping[str, Any], call: Call, find: Find) -> Listing[Any]:
        """List what an operation lists, page after page where it has pages.

        Args:
            operation: the operation.
            arguments: its arguments.
            call: makes a call.
            find: finds another operation of the contract.
        """
        answer = yield from call(operation, arguments)
        yield Page(answer)

    def reader(self, operation: Operation, parts: Parts, *, reads: bool) -> str:
        """Return the operation that reads what a form POST keeps, to be sent again; empty where the call says all.

        Args:
            operation: the operation to be called.
            parts: what `arguments.bind` made of the arguments.
            reads: whether what is to be kept may be read.

        Raises:
            UnknownOperation: the operation cannot be called by form POST.
            NullNotAllowed: a parameter would be null, which a form cannot say.
        """
        form_post.refuse_nulls(operation, parts)
        return ""

    def readable(self, operation: Operation) -> Operation:
        """Return an operation as it is where what can be read is sent again: that may be left out."""
        return operation

    def complete(
        self, operation: Operation, parts: Parts, call: Call | None, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Make sure that every parameter of a call can be said in a form.

        Args:
            operation: the operation to be called.
            parts: what `arguments.bind` made of the arguments.
            call: makes a call, to read what is to be kept; None to refuse it.
            find: finds another operation of the contract.

        Returns:
            The parts with nothing left to null, and the names of those that were read to be sent again.

        Raises:
            UnknownOperation: the operation cannot be called by form POST.
            NullNotAllowed: a parameter would be null, and is not one that can be read.
            UnexpectedReply: its current value could not be read.
        """
        yield from ()
        self.reader(operation, parts, reads=call is not None)
        return parts, ()

    def prepare(
        self, operation: Operation, parts: Parts, call: Call, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Complete what a call says of a thing that the service may replace as a whole (`Operation.whole`).

        Args:
            operation: the operation to be called.
            parts: what `arguments.bind` made of the arguments.
            call: makes a call, to read what there is.
            find: finds another operation of the contract.

        Returns:
            The parts with all of the thing, and the names of what was read to be sent again.

        Raises:
            UnexpectedReply: what there is could not be read.
        """
        yield from ()
        return parts, ()

    def confirm(self, operation: Operation, parts: Parts, answer: Answer, call: Call, find: Find) -> Flow[Any]:
        """Find out whether the work was done: the verdict misleads (`Operation.says`), or all of a thing was sent.

        Args:
            operation: the operation that was called.
            parts: what it was called with.
            answer: what it answered.
            call: makes a call.
            find: finds another operation of the contract.

        Returns:
            The answer.

        Raises:
            UnexpectedReply: it was not done, or that cannot be known.
        """
        yield from ()
        return answer

    def reads_back(self, operation: Operation, parameter: str) -> bool:
        """Tell whether what a parameter sets can be read back, so that `read_back` can be asked for it.

        Args:
            operation: the operation.
            parameter: the exact name of its parameter.
        """
        return False

    def read_back(
        self, operation: Operation, parts: Parts, cleared: tuple[str, ...], call: Call, find: Find
    ) -> Flow[None]:
        """Make sure that what a form POST cleared is empty: a server may take an empty text for nothing said.

        Args:
            operation: the operation that was called.
            parts: what it was called with.
            cleared: the parameters that were to clear something.
            call: makes a call.
            find: finds another operation of the contract.

        Raises:
            UnexpectedReply: it is not empty, or that cannot be known.
        """
        yield from ()

    def examiner(self, client: Any) -> Examiner:
        """Return what only this service can be asked in an examination of a client.

        Args:
            client: the client.
        """
        from .checks import Examiner

        return Examiner(client)
