"""`Client.bulk`: bulk runs of any kind, planned and read again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..bulk.documents import DOCUMENTS, DocumentsTarget
from ..bulk.journal import BulkJournal
from ..bulk.plan import BulkPlan
from ..bulk.planner import plan_rows
from ..bulk.target import Shape, Target
from ..bulk.users import USERS, UsersTarget
from ..errors import BulkError
from .documents import Documents
from .operation_rows import CallsTarget
from .steps import Nulls
from .users import Users

if TYPE_CHECKING:
    import threading

    from ..contract.contract import Contract
    from ..service import Service


class Bulk:
    """The bulk runs of one server; reached as `Client.bulk`.

    Updates are planned by `Users.plan_bulk` and `Documents.plan_bulk`, calls of any operation here. Plans and journals
    are read here, whatever they are for.
    """

    def __init__(self, service: Service, contract: Callable[[], Contract], server: str, nulls: Nulls = "say") -> None:
        self._parts = service, contract, server
        self._nulls = nulls

    def plan_operation(
        self,
        operation: str,
        rows: Iterable[Any],
        *,
        key: str = "",
        source: str = "",
        progress: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkPlan:
        """Plan a call of an operation for each row; nothing is sent, and nothing is read.

        Args:
            operation: its exact name or Python spelling.
            rows: a `RowFile`, or mappings of the operation's parameters, letter case and underscores aside. A blank
                text, None and `KEEP` say nothing about a parameter: null, where that neither clears nor is refused.
                `CLEAR` or the text "!clear" is the empty string.
            key: the parameter that says which one a row is about: no two rows may have the same, nor a blank one. By
                default rows are told apart by their number only.
            source: what the rows were read from, for the plan's header.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; one that fails sets it too.

        Returns:
            The plan, without values before: a run of it can be neither verified nor taken back.

        Raises:
            UnknownOperation: the contract does not have it.
            BulkError: it cannot be called for rows, a row cannot be used, or it was stopped.
        """
        return plan_rows(self._calls(operation, key), rows, source=source, progress=progress, stop=stop)

    def load_plan(self, path: str | os.PathLike[str]) -> BulkPlan:
        """Read a plan that was saved, whatever it is for; see `BulkPlan.load`."""
        return BulkPlan.load(path, self._find)

    def open_journal(self, path: str | os.PathLike[str]) -> BulkJournal:
        """Open the journal of a run, whatever it was of, to resume it or take it back; see `BulkJournal`."""
        return BulkJournal.open(path, self._find)

    def _find(self, shape: Shape) -> Target:
        if shape.operation:
            return self._calls(shape.operation, shape.key)
        if shape.name == USERS.name:
            return UsersTarget(Users(*self._parts, self._nulls))
        if shape.name == DOCUMENTS.name:
            return DocumentsTarget(Documents(*self._parts, self._nulls))
        raise BulkError(f"this is a plan for {shape.name}, of which this program knows nothing")

    def _calls(self, operation: str, key: str) -> CallsTarget:
        return CallsTarget(*self._parts, operation, key, self._nulls)

    def __repr__(self) -> str:
        return "<Bulk>"
