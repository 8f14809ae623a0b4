"""The lists of all users: filters, order and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from .behaviour import Call, behaves
from .describing import basic, with_preference_attributes
from .stored import StoredUser, UserPage
from .writing import ResultElement

_FILTERS: Final[Mapping[str, str]] = {
    "firstNameFilter": "first_name",
    "lastNameFilter": "last_name",
    "userNameFilter": "user_name",
    "emailFilter": "email",
    "authenticationSourceFilter": "authority",
    "domainNameFilter": "domain",
}
_ORDERS: Final[Sequence[Sequence[str]]] = (
    ("first_name", "last_name"),
    ("user_name",),
    ("first_name", "last_name"),
    ("last_name", "first_name"),
    ("email",),
    ("enabled",),
    ("authority",),
    ("domain",),
    ("read_only",),
)


@behaves("GetAllUsers")
def get_all_users(call: Call) -> ResultElement:
    """List every user."""
    call.administrator()
    _, users = call.world.users.list(UserPage())
    return ResultElement(inner=_users(users, _full))


@behaves("GetAllUsers1")
def get_all_users1(call: Call) -> ResultElement:
    """List a page of users, filtered by everything but the type."""
    return _page(call, "NumbeOfRow", _full, {"StatusFilter": "enabled"})


@behaves("GetAllUsers2")
def get_all_users2(call: Call) -> ResultElement:
    """List a page of users, filtered."""
    return _page(call, "NumberOfRow", _full, {"UserStatusFilter": "enabled", "UserTypeFilter": "read_only + 1"})


@behaves("GetAllUsersWithoutDetails")
def get_all_users_without_details(call: Call) -> ResultElement:
    """List a page of users, filtered, with few attributes."""
    return _page(call, "NumberOfRow", basic, {"UserStatusFilter": "enabled", "UserTypeFilter": "read_only + 1"})


def ordered(sort_by: int) -> Sequence[str] | None:
    """Return the columns for a sort number, or None for another number."""
    return _ORDERS[sort_by] if 0 < sort_by < len(_ORDERS) else None


def _page(call: Call, rows: str, describe: Callable[[StoredUser], str], codes: Mapping[str, str]) -> ResultElement:
    call.administrator()
    arguments = call.arguments
    where: list[tuple[str, object]] = []
    for parameter, column in _FILTERS.items():
        if arguments.get(parameter):
            where.append((f"instr(casefold({column}), ?)", arguments[parameter].casefold()))
    for parameter, expression in codes.items():
        if arguments.get(parameter, -1) != -1:
            where.append((f"{expression} = ?", arguments[parameter]))
    sort_by = arguments.get("SortBy", 0)
    page = UserPage(
        where=where,
        order=_ORDERS[sort_by if 0 <= sort_by < len(_ORDERS) else 0],
        ascending=arguments.get("SortAscending", False),
        start=max(arguments.get("StartingRowNumber", 0), 0),
        count=max(arguments.get(rows, 0), 0),
    )
    total, users = call.world.users.list(page)
    return ResultElement({"totalusercount": str(total)}, _users(users, describe))


def _full(user: StoredUser) -> str:
    return with_preference_attributes(user, mobile=False)


def _users(users: Iterable[StoredUser], describe: Callable[[StoredUser], str]) -> str:
    inner = "".join(map(describe, users))
    return f"<users>{inner}</users>" if inner else "<users />"
