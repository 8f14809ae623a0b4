"""`Client.bulk` and `AsyncClient.bulk`: bulk runs of any kind, planned and read again."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..bulk.pacing import Pacing
from ..bulk.target import USERS, Shape, Target
from ..calls.faces import Awaited, Called
from ..errors import BulkError, SoapClientError
from ..wire.secret import unseen
from .workflow import Workflows

if TYPE_CHECKING:
    import os
    import threading

    from ..bulk.actions import BulkJournal, BulkPlan
    from ..bulk.async_actions import AsyncBulkJournal, AsyncBulkPlan


class Bulk(Workflows, Called):
    """The bulk runs of one server; use it as `Client.bulk`.

    `Users.plan_bulk` and `Documents.plan_bulk` plan updates; this class plans calls of any operation, and loads plans
    and journals of every kind.
    """

    def plan_operation(
        self,
        operation: str,
        rows: Iterable[Any],
        *,
        key: str = "",
        source: str = "",
        progress: Callable[[int], object] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkPlan:
        """Plan a call of an operation for each row; nothing is sent or read.

        Args:
            operation: its exact name or Python spelling.
            rows: a `RowFile`, or mappings of the operation's parameters, ignoring letter case and underscores. A blank
                text, None and `KEEP` give no value: null is sent, unless that would clear or is refused.
                `CLEAR` or the text "!clear" is the empty string.
            key: the parameter that identifies a row: no two rows may have the same value, and none a blank one. By
                default only the row number identifies a row.
            source: the origin of the rows, for the plan's header.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; a failing check of it ends the planning too.

        Returns:
            The plan, without old values: a run of it cannot be verified or undone.

        Raises:
            UnknownOperation: the contract does not have the operation.
            BulkError: the operation cannot be called for rows, a row cannot be used, or planning was stopped.
        """
        from ..bulk.actions import BulkPlan
        from ..bulk.planner import plan_rows

        pacing = Pacing(progress=progress, stop=stop)
        try:
            with unseen(SoapClientError):
                return plan_rows(self._calls(operation, key), rows, pacing, source=source, kind=BulkPlan)
        finally:
            del rows  # they may hold secrets; keep them out of crash reports

    def plan_uploads(
        self,
        rows: Iterable[Any],
        *,
        workers: int = 4,
        patience: float = 120,
        source: str = "",
        progress: Callable[[int], object] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkPlan:
        """Plan the upload of a file for each row: read the files and the documents at their paths, change nothing.

        Args:
            rows: a `RowFile`, or mappings of `path` (the full path of the document), `file` (a local file),
                `comment` (on the version) and `description`, `update_instructions`, `source`, `language`, `author` and
                `importance`. A blank text, None and `KEEP` keep; `CLEAR` or the text "!clear" clears.
            workers: the number of parallel reads.
            patience: for how many seconds to retry a read while the server is unreachable.
            source: the origin of the rows, for the plan's header.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; a failing check of it ends the planning too.

        Returns:
            The plan. An empty old value means a new document; unchanged content is skipped. An undo moves the
            documents that the run created to the recycle bin, and leaves new versions in place.

        Raises:
            BulkError: a row cannot be used, or planning was stopped.
            SoapClientError: the server cannot be reached or refuses the login.
        """
        from ..bulk.actions import BulkPlan
        from ..bulk.planner import plan_rows

        pacing = Pacing(workers=workers, patience=patience, progress=progress, stop=stop)
        try:
            with unseen(SoapClientError):
                return plan_rows(self._uploads(), rows, pacing, source=source, kind=BulkPlan)
        finally:
            del rows  # as in `plan_operation`

    def load_plan(self, path: str | os.PathLike[str]) -> BulkPlan:
        """Load a saved plan of any kind; see `BulkPlan.load`."""
        from ..bulk.actions import BulkPlan

        return BulkPlan.load(path, self._find)

    def open_journal(self, path: str | os.PathLike[str]) -> BulkJournal:
        """Open the journal of a run of any kind, to resume or undo it; see `BulkJournal`."""
        from ..bulk.actions import BulkJournal

        return BulkJournal.open(path, self._find)

    def _find(self, shape: Shape) -> Target:
        from .document_rows import DOCUMENTS, DocumentsTarget
        from .documents import Documents
        from .exchange.uploads import UPLOADS
        from .folders.face import Folders
        from .metadata.folder_rows import FOLDERS, FoldersTarget
        from .people.joiners import JOINERS, Joiners
        from .people.leavers import LEAVERS, Leavers
        from .user_rows import UsersTarget
        from .users import Users

        parts = self._caller, self.carrier, self.server, self._nulls
        if shape.operation:
            return self._calls(shape.operation, shape.key)
        if shape.name == USERS.name:
            return UsersTarget(Users(*parts))
        if shape.name == DOCUMENTS.name:
            return DocumentsTarget(Documents(*parts))
        if shape.name == FOLDERS.name:
            return FoldersTarget(Folders(*parts))
        if shape.name == JOINERS.name:
            return Joiners(*parts)._target()
        if shape.name == LEAVERS.name:
            return Leavers(*parts)._target()
        if shape.name == UPLOADS.name:
            return self._uploads()
        raise BulkError(f"this is a plan for {shape.name}, a kind that this version does not know")

    def _uploads(self) -> Target:
        from .documents import Documents
        from .exchange.carrying import Carrying
        from .exchange.uploads import UploadsTarget

        parts = self._caller, self.carrier, self.server, self._nulls
        return UploadsTarget(Documents(*parts), Carrying(*parts))

    def _calls(self, operation: str, key: str) -> Target:
        from .operation_rows import CallsTarget

        return CallsTarget(self._caller, self.carrier, self.server, operation, key, self._nulls)


class AsyncBulk(Workflows, Awaited):
    """The bulk runs of one server for asyncio; use it as `AsyncClient.bulk`."""

    def _called(self) -> Bulk:
        return Bulk(self._caller, self.carrier.blocking, self.server, self._nulls)

    async def plan_operation(
        self,
        operation: str,
        rows: Iterable[Any] | AsyncIterable[Any],
        *,
        key: str = "",
        source: str = "",
        progress: Callable[[int], object] | None = None,
    ) -> AsyncBulkPlan:
        """Plan a call of an operation for each row; see `Bulk.plan_operation`. To stop it, cancel the task.

        Args:
            operation: as there.
            rows: as there; also an asynchronous iterable.
            key: as there.
            source: as there.
            progress: as there; it is called in the event loop.
        """
        import functools

        from ..bulk.async_actions import planned

        plan = functools.partial(self._called().plan_operation, operation)
        try:
            with unseen(SoapClientError):
                return await planned(plan, rows, progress=progress, key=key, source=source)
        finally:
            del rows  # as in `Bulk.plan_operation`

    async def plan_uploads(
        self,
        rows: Iterable[Any] | AsyncIterable[Any],
        *,
        workers: int = 4,
        patience: float = 120,
        source: str = "",
        progress: Callable[[int], object] | None = None,
    ) -> AsyncBulkPlan:
        """Plan the upload of a file for each row; see `Bulk.plan_uploads`. To stop it, cancel the task.

        Args:
            rows: as there; also an asynchronous iterable.
            workers: as there.
            patience: as there.
            source: as there.
            progress: as there; it is called in the event loop.
        """
        from ..bulk.async_actions import planned

        options = {"workers": workers, "patience": patience, "source": source}
        try:
            with unseen(SoapClientError):
                return await planned(self._called().plan_uploads, rows, progress=progress, **options)
        finally:
            del rows  # as in `Bulk.plan_operation`

    async def load_plan(self, path: str | os.PathLike[str]) -> AsyncBulkPlan:
        """Load a saved plan of any kind; see `BulkPlan.load`."""
        from ..bulk.async_actions import loaded

        return await loaded(self._called().load_plan, path)

    async def open_journal(self, path: str | os.PathLike[str]) -> AsyncBulkJournal:
        """Open the journal of a run of any kind, to resume or undo it; see `BulkJournal`."""
        from ..bulk.async_actions import opened

        return await opened(self._called().open_journal, path)
