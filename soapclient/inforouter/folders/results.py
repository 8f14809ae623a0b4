"""The plans and results of creating and updating folders."""

from __future__ import annotations

import attrs

from ...contract.plain import Plain
from ..steps import FieldsResult, Plan


@attrs.frozen(kw_only=True)
class CreateResult(Plain):
    """The result of creating a folder.

    Attributes:
        path: the path of the folder, read back.
        folder_id: its number.
        made: the paths of all created folders, the outermost first.
        cleaned: whether the service changed a requested name.
    """

    path: str
    folder_id: int
    made: tuple[str, ...]
    cleaned: bool = False


@attrs.frozen(kw_only=True)
class FolderUpdatePlan(Plan):
    """The plan of a folder update: its steps in order, with the values to send."""

    READS = "GetFolder"

    path: str


@attrs.frozen(kw_only=True)
class FolderUpdateResult(FieldsResult):
    """The result of a folder update.

    Attributes:
        path: the folder's path after the update.
        operations: the called operations, in order.
        resent: the parameters whose current value was read and sent again.
        changes: the fields that were changed, from what to what where that was read anyway.
    """

    path: str
