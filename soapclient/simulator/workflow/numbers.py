"""The error numbers of workflows, where they are not those of the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..messages import Reason

NUMBERS: Final[Mapping[str, Mapping[Reason, int]]] = {
    "ChangeTaskDueDate": {"missing": 4030},
    "CompleteTask": {"missing": 4030},
    "GetWorkflowDefinitions": {"missing": 4000},
    "GetUserTaskRedirectionsFrom": {"missing": 4030},
    "RemoveUserTaskRedirection": {"missing": 4030},
    "SetTaskApprovalStatus": {"missing": 4030},
    "SetTaskComment": {"missing": 4030},
    "SetTaskPriority": {"missing": 4030},
    "SetUserTaskRedirection": {"missing": 4030},
    "TestTaskCompletion": {"missing": 4030},
    "UpdateTaskStatus": {"missing": 4030},
}
