"""Sync: keep a local directory and a server folder in step, by a plan that can be reviewed first.

Files and documents are compared by size and CRC-32, never by time. The common state after the last sync is kept in
`.soapclient` inside the directory. It distinguishes a new file from one that was deleted on the other side, and a
change on one side from changes on both. Changes on both sides are a conflict: reported, and left alone.

Source: the pages of the operations in `there` and `carrying`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ...calls.flow import Flow
from ...errors import ArgumentError, BulkError, FolderNotFound, NotFound, SoapClientError
from .. import paths
from ..models.contents import Document
from . import here as here_
from . import placing, sync_state
from .carrying import Carrying
from .comparison import DIRECTIONS, Direction, Seen, SyncAction, There, compare
from .here import FilesHere
from .progress import ExchangeProgress, Tally, telling
from .sync_plan import SyncPlan, SyncResult
from .sync_run import Passed, SyncRun
from .workplace import Workplace


class Syncing(Carrying):
    """The sync flows."""

    def plan(
        self,
        directory: str | os.PathLike[str],
        folder: str,
        direction: Direction,
        delete: bool,
        progress: Callable[[ExchangeProgress], object] | None,
    ) -> Flow[SyncPlan]:
        """Plan a sync; see `ExchangeFlows.plan_sync`."""
        root = Path(os.path.realpath(directory))
        folder = paths.normal(folder)
        if direction not in DIRECTIONS:
            raise ArgumentError("plan_sync", (f"direction must be one of {', '.join(DIRECTIONS)}, not {direction!r}",))
        if folder == "/":
            raise ArgumentError("plan_sync", ("the root '/' contains libraries, not documents; name a folder",))
        workplace = Workplace(root)
        last = sync_state.load(workplace, self.server, folder).documents
        here = _here(root, direction, progress)
        try:
            there = yield from self.tree(folder)
        except FolderNotFound:
            if direction == "down" or last:
                raise
            there = There()
        before = {**last, **sync_state.noted(workplace, there.documents)}
        found = compare(here, there, before, folder, direction=direction, delete=delete)
        return SyncPlan(
            directory=str(root),
            folder=folder,
            server=self.server,
            direction=direction,
            delete=delete,
            actions=found.actions,
            same=found.same,
            kept=found.kept,
            last=last,
        )

    def apply(self, plan: SyncPlan, progress: Callable[[ExchangeProgress], object] | None) -> Flow[SyncResult]:
        """Carry out a plan; see `ExchangeFlows.apply_sync`."""
        if plan.server != self.server:
            raise BulkError(f"the plan is for {plan.server}, but this client calls {self.server}")
        root = Path(plan.directory)
        root.mkdir(exist_ok=True)
        workplace = Workplace(root)
        with workplace.at_work():
            if sync_state.load(workplace, self.server, plan.folder).documents != plan._last:
                raise BulkError("another sync has run since this plan was made; plan again")
            run = SyncRun(workplace, plan, Tally(progress, len(plan.changes), plan.bytes))
            for number in run.checkouts():
                yield from self.release(number)
            run.forget_checkouts()
            with telling(run.result), run.remembered():
                for action in plan.changes:
                    yield from self._carried_out(run, action)
        return run.result()

    def _carried_out(self, run: SyncRun, action: SyncAction) -> Flow[None]:
        run.tally.begins(action.name)
        try:
            seen = yield from self._do(run, action)
        except SoapClientError as exc:
            if not run.replies.of_the_row(exc):
                raise
            run.failed.append((action, exc))
        except (Passed, OSError) as exc:
            run.failed.append((action, exc))
        else:
            run.replies.good()
            run.did(action, seen)
        run.tally.ends(0 if action.kind.startswith("delete") else action.size)

    def _do(self, run: SyncRun, action: SyncAction) -> Flow[Seen | None]:
        if action.kind in ("download", "update-here"):
            return (yield from self._bring(run, action))
        if action.kind in ("upload", "update-there"):
            return (yield from self._give(run, action))
        if action.kind == "delete-there":
            yield from self._still(action)
            yield from self.recycle(action.path)
        else:
            yield from self._still_gone(action)
            run.unlink(action)
        return None

    def _bring(self, run: SyncRun, action: SyncAction) -> Flow[Seen]:
        if action.there is None:
            raise Passed("the plan does not contain the document")
        staged = run.staged()
        yield from self.fetch(action.path, action.there, staged, run.tally.reached)
        run.put(action, staged)
        return action.there

    def _give(self, run: SyncRun, action: SyncAction) -> Flow[Seen]:
        source = run.unchanged(action)
        run.note(action)
        if action.there is None:
            seen = yield from self.send(source, action.path, new=True, progress=run.tally.reached)
        else:
            document = yield from self._still(action)
            if not document.checked_out_by:  # otherwise the upload does not check it out
                run.note_checkout(action.there.document_id)
            seen = yield from self.send(source, action.path, new=False, progress=run.tally.reached)
        return seen

    def _still(self, action: SyncAction) -> Flow[Document]:
        """Read a document, and check that it is unchanged since the plan."""
        document = yield from self._get(action.path)
        was = action.there
        now = None if document.version is None else document.version.stored
        if was is None or document.document_id != was.document_id or now != was.version:
            raise Passed("it was changed there since the plan was made")
        return document

    def _still_gone(self, action: SyncAction) -> Flow[None]:
        """Check that a document still does not exist, before its file is deleted."""
        try:
            yield from self._get(action.path)
        except NotFound:
            return
        raise Passed("it exists again since the plan was made")


def _here(root: Path, direction: Direction, progress: Callable[[ExchangeProgress], object] | None) -> FilesHere:
    tally = Tally(progress, 0, 0)

    def checksum(path: Path) -> tuple[int, int]:
        tally.begins(path.name)
        return placing.checksum(path, tally.moved)

    try:
        return here_.read(root, checksum)
    except FileNotFoundError:
        if direction != "up":
            return FilesHere()
        raise ArgumentError("plan_sync", (f"the directory {root} does not exist",)) from None
    except OSError as exc:
        raise ArgumentError("plan_sync", (f"{root} cannot be read ({exc.strerror or exc})",)) from None
