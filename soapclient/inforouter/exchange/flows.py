"""Sync and pickup as document workflows; their implementation is imported when called.

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
    """The workflows for local directories and server folders, for both faces."""

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
            directory: the local directory; for "down" and "both" it may be missing.
            folder: the path of the folder; for "up" and "both" it may be missing.
            direction: "up" changes only the folder, "down" only the directory, "both" both.
            delete: also propagate deletions of items that were in step. A deleted document goes to the
                recycle bin; a deleted file is lost.
            progress: called with the number of bytes of the directory that have been read.

        Raises:
            ArgumentError: the directory is missing or the path cannot be a folder; nothing was sent.
            FolderNotFound: the folder is missing although it existed last time, or the direction is "down".
            BulkError: the directory is in step with another folder.
        """
        return (yield from self._syncing().plan(directory, folder, direction, delete, progress))

    @workflow
    def apply_sync(
        self, plan: SyncPlan, *, progress: Callable[[ExchangeProgress], object] | None = None
    ) -> Flow[SyncResult]:
        """Carry out a plan. Items that changed on either side since then are left alone and reported as failed.

        It can be killed at any moment: no file or document is ever left incomplete, and the next plan continues.
        If a document was checked out for a new version at that moment, the next `apply_sync` releases it.

        Args:
            plan: the result of `plan_sync`.
            progress: called with the number of files and bytes that are done.

        Raises:
            BulkError: another sync or pickup works on the directory, or has done so since the plan was made.
            SoapClientError: the server cannot be reached or refuses the login. The work so far is kept, and is the
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
            progress: called with the number of files and bytes that are done.
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
        """Download the documents in a folder, and move each away once its bytes are on disk.

        It can be killed at any moment and restarted: each document is delivered once, and none is moved unread.

        Args:
            folder: the path of the folder; documents in its subfolders are not picked up.
            to: the local directory, created if it is missing. No file in it is overwritten: if the name
                is taken, the document's number is added.
            then: the action after the download: "move:/Processed" moves it to that folder, "delete" moves it to the
                recycle bin, "tag:TEXT" tags its version and skips versions with the tag, "none" does nothing. A version
                that was delivered and left in place is not delivered to this directory again.
            include_checked_out: whether to pick up checked-out documents, too.
            progress: called with the number of documents and bytes that are done.

        Returns:
            The documents that were delivered, left (with the reason) and failed.

        Raises:
            ArgumentError: `then` or a path is not possible; nothing was sent.
            FolderNotFound: the folder does not exist.
            BulkError: another sync or pickup works on the directory, or the directory belongs to another folder.
            SoapClientError: the server cannot be reached or refuses the login. What was delivered is the error's
                `result`.
        """
        from .pickup import PickingUp

        picking = PickingUp(self._caller, self.carrier, self.server, self._nulls)
        return (yield from picking.pickup(folder, to, then, include_checked_out, progress))
