"""What creating and updating folders will do, and what it did."""

from __future__ import annotations

import attrs

from ...contract.plain import Plain
from ..steps import FieldsResult, Plan


@attrs.frozen(kw_only=True)
class CreateResult(Plain):
    """What was created.

    Attributes:
        path: the path of the folder, as it was read back.
        folder_id: its number.
        made: the paths of all folders that were made, the outermost first.
        cleaned: whether the service changed a name that was asked for.
    """

    path: str
    folder_id: int
    made: tuple[str, ...]
    cleaned: bool = False


@attrs.frozen(kw_only=True)
class FolderUpdatePlan(Plan):
    """What an update of a folder will do: its steps in order, with the values to be sent."""

    READS = "GetFolder"

    path: str


@attrs.frozen(kw_only=True)
class FolderUpdateResult(FieldsResult):
    """What an update of a folder did.

    Attributes:
        path: the folder's path after the update.
        operations: the operations that were called, in order.
        resent: the parameters whose current value was read just before and sent again.
        changes: the fields that were changed, from what to what where that was read anyway.
    """

    path: str
