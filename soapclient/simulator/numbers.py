"""The error numbers of the current generation, by operation and reason.

A number is an HTTP status and one more digit. Many operation pages list theirs: those are
written out here, and a test checks the operations against them. Other operations use the number of the reason: no page
says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .activity.numbers import NUMBERS as ACTIVITY
from .content.numbers import NUMBERS as CONTENT
from .messages import Reason
from .office.numbers import NUMBERS as OFFICE
from .people.numbers import NUMBERS as PEOPLE
from .settings.numbers import NUMBERS as SETTINGS
from .workflow.numbers import NUMBERS as WORKFLOW

_USUAL: Final[Mapping[Reason, int]] = {
    "expired": 4010,
    "missing": 4010,
    "login": 4010,
    "barred": 4030,
    "denied": 4030,
    "absent": 4041,
    "taken": 4090,
    "locked": 4230,
    "invalid": 4000,
    "failed": 5000,
}
_TICKET: Final[Mapping[Reason, int]] = {"expired": 4010, "missing": 4010}
_ADMINISTRATOR: Final[Mapping[Reason, int]] = {**_TICKET, "denied": 4030}
_ABSENT: Final[Mapping[Reason, int]] = {"absent": 4041}
_NO: Final[Mapping[Reason, int]] = {"absent": 4000}
_INVALID: Final[Mapping[Reason, int]] = {"invalid": 4000}
_OWN: Final[Mapping[Reason, int]] = {"missing": 4030, "denied": 4030, "expired": 4010, **_ABSENT}
# Without a ticket these run as the anonymous user, who sees no folder here.
_ANONYMOUS: Final[Mapping[Reason, int]] = {"expired": 4010, **_ABSENT}

DOCUMENTED: Final[Mapping[str, Mapping[Reason, int]]] = {
    "AddPropertySetRow": {"expired": 4010, "missing": 4000, "denied": 4030, **_ABSENT, **_INVALID},
    "ChangeUserStatus": {**_ADMINISTRATOR, **_ABSENT, **_INVALID},
    "ChangeUserType": {**_ADMINISTRATOR, **_ABSENT, **_INVALID},
    "CreateUser": {**_ADMINISTRATOR, **_INVALID, "taken": 4000},
    "DeleteUser": {"missing": 4030, "denied": 4030, **_NO},
    "DeleteUser1": {**_ADMINISTRATOR, **_NO},
    "DocumentExists": {**_TICKET, **_ABSENT},
    "FolderExists": {"expired": 4010, **_ABSENT},
    "GetAllUsers": _ADMINISTRATOR,
    "GetAllUsers1": _ADMINISTRATOR,
    "GetAllUsers2": _ADMINISTRATOR,
    "GetAllUsersWithoutDetails": _ADMINISTRATOR,
    "GetCurrentUser": _TICKET,
    "GetDocuments": {**_TICKET, **_ABSENT},
    "GetDocuments1": {**_TICKET, **_ABSENT},
    "GetDocumentsByPage": {**_TICKET, **_ABSENT},
    "GetFolder": _ANONYMOUS,
    "GetFolders": _ANONYMOUS,
    "GetFolders1": _ANONYMOUS,
    "GetFolders2": _ANONYMOUS,
    "GetFoldersAndDocuments1": _ANONYMOUS,
    "GetFoldersAndDocuments2": _ANONYMOUS,
    "GetFoldersAndDocumentsByPage": _ANONYMOUS,
    "GetFoldersByPage": _ANONYMOUS,
    "GetUser": {**_TICKET, **_NO},
    "SetDocumentImportance": {**_TICKET, **_ABSENT, "invalid": 5000},
    "UpdateDocumentProperties2": {**_ADMINISTRATOR, **_ABSENT, **_INVALID, "taken": 4090},
    "UpdateFolderProperties": {**_TICKET, **_ABSENT, **_INVALID, "taken": 4090},
    "UpdatePropertySetRow": {**_ADMINISTRATOR, **_ABSENT, **_INVALID},
    "UpdateUserContactInfo": _OWN,
    "UpdateUserEmail": _OWN,
    "UpdateUserPreferences": {**_OWN, **_INVALID},
    "UpdateUserProfile": {**_OWN, **_INVALID, "taken": 4090},
    "UserExists": {**_TICKET, **_NO},
}
ANONYMOUS: Final = frozenset(name for name, numbers in DOCUMENTED.items() if numbers is _ANONYMOUS)

_OF_AREAS: Final = {**ACTIVITY, **CONTENT, **OFFICE, **PEOPLE, **SETTINGS, **WORKFLOW}


def number(operation: str, reason: Reason) -> int:
    """Return what an operation refuses with for this reason; 0 where it has no number."""
    return _own(operation).get(reason, _USUAL[reason])


def numbers_of(operation: str) -> dict[str, int]:
    """Return the numbers of an operation that are not the usual ones of their reasons."""
    return {reason: number for reason, number in _own(operation).items() if number != _USUAL[reason]}


def _own(operation: str) -> Mapping[Reason, int]:
    return DOCUMENTED.get(operation) or _OF_AREAS.get(operation, {})
