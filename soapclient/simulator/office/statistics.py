"""Statistics of the server and its users, counted live, and its licence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from ..behaviour import Call, behaves
from ..content.documents import BIN
from ..describing import basic, with_preference_attributes
from ..listing import ordered
from ..messages import REQUIRED, Refusal
from ..store import Store
from ..stored import StoredUser, UserPage
from ..writing import ResultElement, attributes, text
from .wordings import NO_STATUS

_LIVE: Final = f"folder NOT LIKE '{BIN}%'"
_USER: Final[Mapping[str, str]] = {
    "TotalDocuments": f"FROM documents WHERE owner_id = ?1 AND {_LIVE}",
    "CheckedOutDocuments": f"FROM documents WHERE checked_out_by_id = ?1 AND {_LIVE}",
    "ViewedDocuments": "FROM (SELECT DISTINCT item FROM events WHERE kind = 'view' AND user_id = ?1)",
    "FavoriteDocuments": "FROM personal_items WHERE list = 'favorites' AND user_id = ?1 AND item LIKE 'D%'",
    "DocumentsInDownloadQueue": "FROM personal_items WHERE list = 'queue' AND user_id = ?1 AND item LIKE 'D%'",
    "RecycledDocuments": "FROM recycled WHERE deleted_by_id = ?1 AND handler LIKE 'D%'",
    "TotalFolders": f"FROM folders WHERE owner_id = ?1 AND parent NOT LIKE '{BIN}%'",
    "FavoriteFolders": "FROM personal_items WHERE list = 'favorites' AND user_id = ?1 AND item LIKE 'F%'",
    "FoldersInDownloadQueue": "FROM personal_items WHERE list = 'queue' AND user_id = ?1 AND item LIKE 'F%'",
    "RecycledFolders": "FROM recycled WHERE deleted_by_id = ?1 AND handler LIKE 'F%'",
    "QueuedTasks": "FROM tasks WHERE assignee_id = ?1 AND status IN ('InProgress', 'DueDateChanged')",
    "OverdueTasks": (
        "FROM tasks WHERE assignee_id = ?1 AND status IN ('InProgress', 'DueDateChanged')"
        " AND due < strftime('%Y-%m-%dT%H:%M:%S', 'now')"
    ),
    "TotalTasks": "FROM tasks WHERE assignee_id = ?1",
    "TasksAssignedToOthers": "FROM tasks WHERE assigned_by_id = ?1 AND assignee_id <> ?1",
}


@behaves("GetUserStatistics")
def get_user_statistics(call: Call) -> ResultElement:
    """Count a user's documents, folders, favourites and tasks."""
    user = call.own_or_any(call.arguments.get("userName"))
    counts = {name: str(_count(call.world.users, sql, user.user_id)) for name, sql in _USER.items()}
    return ResultElement(inner=f"<UserStatistics>{_elements(counts)}</UserStatistics>")


@behaves("GetSystemStatistics")
def get_system_statistics(call: Call) -> ResultElement:
    """Count users and documents."""
    _administrator(call)
    store = call.world.users
    users, enabled = _count(store, "FROM users"), _count(store, "FROM users WHERE enabled")
    today = datetime.now(timezone.utc)
    recent = {
        f"RegisteredDocumentsIn{days}Days": str(
            _count(
                store, f"FROM documents WHERE registered >= ? AND {_LIVE}", f"{today - timedelta(days=days):%Y-%m-%d}"
            )
        )
        for days in (30, 60, 90)
    }
    values = {
        "TotalUserCount": str(users),
        "ActiveUserCount": str(enabled),
        "DisabledUserCount": str(users - enabled),
        "TotalDocumentCount": str(_count(store, f"FROM documents WHERE {_LIVE}")),
        "TotalDocumentSize": str(_size(store)),
        "TotalCheckedOutDocuments": str(_count(store, f"FROM documents WHERE checked_out_by_id <> 0 AND {_LIVE}")),
        **recent,
    }
    return ResultElement(inner=f"<SystemStatistics>{_elements(values)}</SystemStatistics>")


@behaves("GetWarehouseStatus")
def get_warehouse_status(call: Call) -> ResultElement:
    """Return where the bytes are and how many; there is one place here, and the disk is not reported."""
    _administrator(call)
    count, size = _count(call.world.users, "FROM versions"), f"{_size(call.world.users)}.0"
    path = {"WhNo": "1", "Path": "warehouse", "RootDrive": "", "Size": size, "DocCount": str(count)}
    inner = f"<WarehousePaths><WarehousePath{attributes(path)} /></WarehousePaths><Disks />"
    return ResultElement({"TotalWarehouseSize": size, "TotalDocumentCount": str(count)}, inner)


@behaves("GetLicenseInfo")
def get_license_info(call: Call) -> ResultElement:
    """Return a licence, with the current number of users."""
    _administrator(call)
    store = call.world.users
    users, enabled = _count(store, "FROM users"), _count(store, "FROM users WHERE enabled")
    values = {
        "CompanyName": "Example", "Address": "", "Country": "", "ContactName": "", "PhoneNumber": "",
        "EmailAddress": "info@example.com", "IsConcurrent": "false", "UserCount": "100",
        "ActiveUserCount": str(enabled), "DisabledUserCount": str(users - enabled), "DatabaseType": "SQLite",
        "AuthenticationType": "native", "MaxDocumentCount": "0", "MaxLibraryCount": "0", "AnonymousAccess": "false",
        "Workflow": "true", "ComplianceModule": "false", "TrialCopy": "false", "ExpirationDate": "2099-12-31",
        "SubscriptionStartDate": "2024-01-15", "SubscriptionEndDate": "2099-12-31",
    }  # fmt: skip
    return ResultElement(inner=f"<LicenseInfo>{_elements(values)}</LicenseInfo>")


@behaves("GetCoWorkers", "GetCoWorkers1")
def get_co_workers(call: Call) -> ResultElement:
    """List the users of the caller's domain except the caller, optionally sorted and with few attributes."""
    caller, arguments = call.caller(), call.arguments
    page = UserPage(where=[("domain = ?", caller.domain), ("user_id <> ?", caller.user_id), ("enabled = ?", 1)])
    full = True
    if call.operation.name == "GetCoWorkers1":
        columns = ordered(arguments["SortBy"])
        if columns is None:
            raise Refusal(REQUIRED, "SortBy")
        page = UserPage(where=page.where, order=columns, ascending=arguments["SortAscending"])
        full = bool(arguments["DetailMode"])
    _, users = call.world.users.list(page)
    inner = "".join(_user(each, full) for each in users)
    return ResultElement(inner=f"<users>{inner}</users>" if inner else "<users />")


def _user(user: StoredUser, full: bool) -> str:
    return with_preference_attributes(user, mobile=False) if full else basic(user)


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(NO_STATUS)


def _count(store: Store, sql: str, *values: object) -> int:
    found: Any = store.rows(f"SELECT count(*) {sql}", *values)[0][0]
    return int(found)


def _size(store: Store) -> int:
    return int(store.rows("SELECT coalesce(sum(size), 0) FROM versions")[0][0])


def _elements(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{text(value)}</{name}>" if value else f"<{name} />" for name, value in values.items())
