"""infoRouter's profile: all that a client of infoRouter knows beyond SOAP and the WSDL, in one object."""

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
    """The ways of infoRouter."""

    verdict = InfoRouterVerdict()
    answers = Reply

    @property
    def notes(self) -> Notes:  # type: ignore[override]  # read when it is needed
        """What the reference says of the operations."""
        return bundled_notes()

    def answer(self, operation: Operation, **facts: Any) -> Reply:
        """Make the reply of a call that succeeded; see `Profile.answer`."""
        return Reply(operation=operation.name, places=operation.items, counted=operation.count, **facts)

    def another(self, operation: Operation, parts: Parts, root: etree._Element) -> str:
        """Say that a reply is about another thing than was asked for; see `Profile.another` and `about`."""
        if not len(root) and len(root.attrib) <= 1 + ("error" in root.attrib):
            return ""  # it tells of nothing
        from . import about  # for the operations whose replies tell

        return about.another(operation, parts, root)

    def items(self, operation: Operation, arguments: Mapping[str, Any], call: Call, find: Find) -> Listing[Any]:
        """List what an operation lists, page after page; see `paging.walk`."""
        from . import paging

        return paging.walk(operation, arguments, call, find)

    def reader(self, operation: Operation, parts: Parts, *, reads: bool) -> str:
        """Return the operation that reads what a form POST keeps; see `Profile.reader`."""
        from . import read_back

        return read_back.reader(operation, parts, reads=reads)

    def readable(self, operation: Operation) -> Operation:
        """Return an operation as it is where what can be read is sent again; see `Profile.readable`."""
        from . import read_back

        return read_back.readable(operation)

    def complete(
        self, operation: Operation, parts: Parts, call: Call | None, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Make sure that every parameter of a call can be said in a form; see `Profile.complete`."""
        from . import read_back

        return read_back.complete(operation, parts, call, find)

    def prepare(
        self, operation: Operation, parts: Parts, call: Call, find: Find
    ) -> Flow[tuple[Parts, tuple[str, ...]]]:
        """Complete what a call says of preferences and of rows of property sets; see `Profile.prepare` and `whole`."""
        from . import whole

        return whole.prepare(operation, parts, call, find)

    def confirm(self, operation: Operation, parts: Parts, answer: Any, call: Call, find: Find) -> Flow[Any]:
        """Find out whether the work was done; see `Profile.confirm` and `confirm.owner`."""
        from . import confirm, whole  # for a few operations

        if operation.whole:
            return (yield from whole.confirm(operation, parts, answer, call, find))
        if operation.name == "SetOwner":
            return (yield from confirm.owner(operation, parts, answer, call, find))
        return answer

    def reads_back(self, operation: Operation, parameter: str) -> bool:
        """Tell whether what a parameter sets can be read back; see `Profile.reads_back`."""
        from . import clearing

        return clearing.reads_back(operation, parameter)

    def read_back(
        self, operation: Operation, parts: Parts, cleared: tuple[str, ...], call: Call, find: Find
    ) -> Flow[None]:
        """Make sure that what a form POST cleared is empty; see `Profile.read_back`."""
        from . import clearing

        return clearing.read_back(operation, parts, cleared, call, find)

    def examiner(self, client: Any) -> Examiner:
        """Return what only infoRouter can be asked in an examination of a client; see `health`."""
        from .health import InfoRouterExaminer

        return InfoRouterExaminer(client)


INFOROUTER = InfoRouter()
