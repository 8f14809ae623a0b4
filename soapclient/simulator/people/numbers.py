"""The error numbers of people and their rights, where they are not those of the reason; 0 means no number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..messages import Reason

_SILENT: Final[Mapping[Reason, int]] = {"missing": 0, "expired": 0, "denied": 0, "absent": 0}
TRANSFERS: Final = (
    "TransferUserCheckedOutDocuments",
    "TransferUserDocumentOwnerships",
    "TransferUserDocumentSubscriptions",
    "TransferUserDomainManagerRoles",
    "TransferUserDomainMemberships",
    "TransferUserExpirationNotices",
    "TransferUserFolderOwnerships",
    "TransferUserFolderSubscriptions",
    "TransferUserGroupMemberships",
    "TransferUserISOTasks",
    "TransferUserSecurityPermissions",
    "TransferUserTasks",
    "TransferUserWorkflowDefinitions",
)
NUMBERS: Final[Mapping[str, Mapping[Reason, int]]] = {
    "AddUserAsDomainMember": {"taken": 4000},
    "AddUserGroupAsDomainMember": {"taken": 4000},
    "DomainExists": {"absent": 4000},
    "GetCheckedoutDocumentsByUser": {"absent": 4000},
    "GetDocumentsOwnedByUser": {"absent": 4000},
    "GetDomainMembershipsOfUser": {"absent": 4000, "missing": 4000},
    "GetGroupMembershipsOfUser": {"absent": 4000},
    "GetManagedDomainsByUser": {"absent": 4000},
    "GetSubscribedDocumentsByUser": {"absent": 4000},
    "GetSubscribedFoldersByUser": {"absent": 4000},
    "RemoveAllSubscriptions": {"absent": 4000},
    "SetOwner": {"failed": 0},
    **dict.fromkeys(TRANSFERS, _SILENT),
}
