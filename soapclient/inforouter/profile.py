"""infoRouter's profile: everything that a client of infoRouter knows beyond SOAP and the WSDL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from ..calls.flow import Flow, Listing
from ..calls.profile import Call, Find, Parts, Profile
from ..contract.model import Operation
from ..contract.notes import Notes, bundled_notes
from .reply import Reply
from .verdict import InfoRouterVerdict

if TYPE_CHECKING:
    from ..calls.checks import Examiner


class InfoRouter(Profile):
    """The rules of infoRouter."""

    verdict = InfoRouterVerdict()
    answers = Reply

    @property
    def notes(self) -> Notes:  # type: ignore[override]  # read when it is needed
        """The reference's statements about the operations."""
        return bundled_notes()

    def answer(self, operation: Operation, **facts: Any) -> Reply:
        """Make the reply of a call that succeeded; see `Profile.answer`."""
        return Reply(operation=operation.name, places=operation.items, counted=operation.count, **facts)

    def another(self, operation: Operation, parts: Parts, root: etree._Element) -> str:
        """Describe the other thing that a reply is about; see `Profile.another` and `about`."""
        if not len(root) and len(root.attrib) <= 1 + ("error" in root.attrib):
            return ""  # it has no XML
        from . import about  # for the operations whose replies name their thing

        return about.another(operation, parts, root)

    def items(self, operation: Operation, arguments: Mapping[str, Any], call: Call, find: Find) -> Listing[Any]:
        """List the items of an operation, page by page; see `paging.walk`."""
        from . import paging

        return paging.walk(operation, arguments, call, find)

    def reader(self, operation: Operation, parts: Parts, *, reads: bool) -> str:
        """Return the operation that reads the values that a form POST keeps; see `Profile.reader`."""
        from . import read_back

        return read_back.reader(operation, parts, reads=reads)

    def readable(self, operation: Operation) -> Operation:
        """Return an operation as seen by a caller who reads values and sends them again; see `Profile.readable`."""
        from . import read_back

        return read_back.readable(operation)

    def complete(
        self, operation: Operation, parts: Parts, call: Call | None, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Check that a form can hold every parameter of a call; see `Profile.complete`."""
        from . import read_back

        return read_back.complete(operation, parts, call, find)

    def prepare(
        self, operation: Operation, parts: Parts, call: Call, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Complete a call about preferences or rows of property sets; see `Profile.prepare` and `whole`."""
        from . import whole

        return whole.prepare(operation, parts, call, find)

    def confirm(self, operation: Operation, parts: Parts, answer: Any, call: Call, find: Find) -> Flow[Any]:
        """Check whether the work was done; see `Profile.confirm` and `confirm.owner`."""
        from . import confirm, whole  # for a few operations

        if operation.whole:
            return (yield from whole.confirm(operation, parts, answer, call, find))
        if operation.name == "SetOwner":
            return (yield from confirm.owner(operation, parts, answer, call, find))
        return answer

    def reads_back(self, operation: Operation, parameter: str) -> bool:
        """Tell whether the field that a parameter sets can be read back; see `Profile.reads_back`."""
        from . import clearing

        return clearing.reads_back(operation, parameter)

    def read_back(
        self, operation: Operation, parts: Parts, cleared: tuple[str, ...], call: Call, find: Find
    ) -> Flow[None]:
        """Check that the fields that a form POST cleared are empty; see `Profile.read_back`."""
        from . import clearing

        return clearing.read_back(operation, parts, cleared, call, find)

    def examiner(self, client: Any) -> Examiner:
        """Return the checks that only infoRouter supports; see `health`."""
        from .health import InfoRouterExaminer

        return InfoRouterExaminer(client)


INFOROUTER = InfoRouter()
