"""The roots of replies of the current generation, where they differ by operation."""

from __future__ import annotations

from typing import Final

# Their pages used to show <root> and now show <response>.
_RESPONSE_NOW: Final = frozenset((
    "ActivateFlowDef", "AddFlowStepDef", "AddFlowStepDef1", "AddFlowTaskDef", "AddPropertySetField",
    "AddWorkflowAttachment", "ChangeTaskDueDate", "CompleteTask", "CreateFlowDef", "CreateFlowDef1",
    "CreateFlowDef2", "CreateFlowDef3", "CreateRetentionSourceAuthority", "CreateSavedSearch",
    "CreateUserGroup", "CreateUserGroup1", "DeactivateFlowDef", "DeleteRetentionSourceAuthority",
    "DeleteSavedSearch", "DeleteTask", "DeleteWorkflow", "GetDocumentWorkflow", "GetDocumentWorkflows",
    "GetDueTaskDocuments", "GetFavoriteFoldersOfUser", "GetFlowDef", "GetFolderFlows", "GetFolderRandDSchedule",
    "GetGroupMembershipsOfUser", "GetNextSearchPage", "GetPreviousSearchPage", "GetRandDSchedules",
    "GetRetentionSourceAuthorities", "GetSavedSearch", "GetSavedSearches", "GetTask",
    "GetUserTaskRedirectionTo", "GetUserTaskRedirectionsFrom", "GetWorkflowDefinitions",
    "GetWorkflowStatistics", "RemoveAllSubscriptions", "RemoveCurrentWorkflow", "RemoveDocumentRandDSchedule",
    "RemoveFolderRandDSchedule", "RemoveUserTaskRedirection", "RemoveWorkflowAttachment",
    "RerouteUserTaskRedirection", "Search", "SetDocumentRandDSchedule", "SetFolderRandDSchedule",
    "SetTaskApprovalStatus", "SetTaskComment", "SetTaskPriority", "SetUserTaskRedirection",
    "StopCurrentWorkflow", "SubmitDocumentToFlow", "SubmitDocumentToFlow1", "TestTaskCompletion",
    "UpdateRandDSchedule", "UpdateRetentionSourceAuthority", "UpdateRunningWorkflowTaskDef",
    "UpdateSavedSearch", "UpdateTaskFinishDate", "UpdateTaskStatus", "UpdateWorkflowStepDef",
    "UpdateWorkflowTaskDef",
))  # fmt: skip
_LOWER: Final = frozenset((
    "AuthenticateUser", "CreateSavedSearch", "DeleteSavedSearch", "GetFolderRules", "GetSavedSearch",
    "UpdateSavedSearch",
))  # fmt: skip
_BOTH: Final = frozenset(("GetNextSearchPage", "GetPreviousSearchPage"))
_NO_ZERO: Final = frozenset(("AddPropertySetRow", "Copy", "DeletePropertySetRow", "UpdatePropertySetRow"))


def root(operation: str, classic: str) -> str:
    """Return the name of a reply's root.

    Args:
        operation: the operation.
        classic: the name in the classic generation.
    """
    return "response" if operation in _RESPONSE_NOW else classic


def number_attributes(operation: str) -> tuple[str, ...]:
    """Return the attributes that carry the error number of a refusal."""
    if operation in _BOTH:
        return "errorCode", "errorcode"
    return ("errorcode",) if operation in _LOWER else ("errorCode",)


def has_zero(operation: str, *, writes: bool) -> bool:
    """Tell whether a success has `errorCode="0"`.

    Servers write it on some operations, and the pages show it on operations that write. So here all of those do, except
    the ones whose pages say that they do not.
    """
    return writes and operation not in _NO_ZERO
