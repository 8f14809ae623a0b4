"""Sync and pickup as workflows of documents; what does them is imported when they are called.

Source: the pages of the operations in `there` and `carrying`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...calls.faces import workflow
from ...calls.flow import Flow
from ..workflow import Workflows

if TYPE_CHECKING:
    import os

    from .comparison import Direction
    from .pickup_result import PickupResult
    from .progress import ExchangeProgress
    from .sync import Syncing
    from .sync_plan import SyncPlan, SyncResult


class ExchangeFlows(Workflows):
    """The workflows of directories of this machine and folders of a server, for both faces."""

    @workflow
    def plan_sync(
        self,
        directory: str | os.PathLike[str],
        folder: str,
        *,
        direction: Direction = "both",
        delete: bool = False,
        progress: Callable[[ExchangeProgress], object] | None = None,
    ) -> Flow[SyncPlan]:
        """Show what a sync of a directory and a folder would do; it reads both and changes nothing.

        Args:
            directory: the directory of this machine; for "down" and "both" it may be missing.
            folder: the path of the folder; for "up" and "both" it may be missing.
            direction: "up" changes only the folder, "down" only the directory, "both" both.
            delete: also delete on one side what was in step and was deleted on the other. A document goes to the
                recycle bin; a file is gone.
            progress: called with how many bytes of the directory have been read.

        Raises:
            ArgumentError: the directory is missing or the folder cannot be one; nothing was sent.
            FolderNotFound: the folder is missing, and was there the last time, or the direction is "down".
            BulkError: the directory is kept in step with another folder.
        """
        return (yield from self._syncing().plan(directory, folder, direction, delete, progress))

    @workflow
    def apply_sync(
        self, plan: SyncPlan, *, progress: Callable[[ExchangeProgress], object] | None = None
    ) -> Flow[SyncResult]:
        """Carry out a plan. What changed on either side since it was made is left alone, and told as failed.

        It may be killed at any moment: no file and no document is then in its place in part, and the next plan goes on.
        A document that was checked out for a new version at that moment is released by the next `apply_sync`.

        Args:
            plan: what `plan_sync` returned.
            progress: called with how many files and bytes are done.

        Raises:
            BulkError: another sync or pickup works on the directory, or did since the plan was made.
            SoapClientError: the server cannot be reached, or lets nobody in. What was done is remembered, and is the
                error's `result`.
        """
        return (yield from self._syncing().apply(plan, progress))

    @workflow
    def sync(
        self,
        directory: str | os.PathLike[str],
        folder: str,
        *,
        direction: Direction = "both",
        delete: bool = False,
        progress: Callable[[ExchangeProgress], object] | None = None,
    ) -> Flow[SyncResult]:
        """Keep a directory and a folder in step: plan and carry out; see `plan_sync` and `apply_sync`.

        Args:
            directory: as for `plan_sync`.
            folder: as for `plan_sync`.
            direction: as for `plan_sync`.
            delete: as for `plan_sync`.
            progress: called with how many files and bytes are done.
        """
        syncing = self._syncing()
        plan = yield from syncing.plan(directory, folder, direction, delete, None)
        return (yield from syncing.apply(plan, progress))

    def _syncing(self) -> Syncing:
        from .sync import Syncing

        return Syncing(self._caller, self.carrier, self.server, self._nulls)

    @workflow
    def pickup(
        self,
        folder: str,
        to: str | os.PathLike[str],
        *,
        then: str = "none",
        include_checked_out: bool = False,
        progress: Callable[[ExchangeProgress], object] | None = None,
    ) -> Flow[PickupResult]:
        """Download the documents that lie in a folder, and move each away once its bytes are here.

        It may be killed at any moment and started again: every document is delivered once, and none is moved unread.

        Args:
            folder: the path of the folder; documents of folders below it are left.
            to: the directory of this machine; it is made if it is missing. No file in it is written over: where the
                name is taken, the document's number is added.
            then: what is done with each document: "move:/Processed" moves it into that folder, "delete" moves it to the
                recycle bin, "tag:TEXT" gives its version a tag, and leaves those that have it, "none" leaves it. A
                version that was delivered and left is not delivered to this directory again.
            include_checked_out: whether to take documents that somebody has checked out, too.
            progress: called with how many documents and bytes are done.

        Returns:
            What was delivered, what was left and why, and what failed.

        Raises:
            ArgumentError: `then` or a path cannot be; nothing was sent.
            FolderNotFound: there is no such folder.
            BulkError: another sync or pickup works on the directory, or it is of another folder.
            SoapClientError: the server cannot be reached, or lets nobody in. What was delivered before is the error's
                `result`.
        """
        from .pickup import PickingUp

        picking = PickingUp(self._caller, self.carrier, self.server, self._nulls)
        return (yield from picking.pickup(folder, to, then, include_checked_out, progress))
