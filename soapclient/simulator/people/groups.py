"""Groups, local and global, and their members."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..describing import basic, with_preference_attributes
from ..messages import DENIED, FAILED, NO_USER, Refusal
from ..store import NameTaken
from ..stored import StoredUser
from ..writing import ResultElement
from . import store as kept
from .store import StoredGroup
from .wordings import BAD_GROUP_NAME, BAD_ORDER, GROUP_TAKEN, IN_GROUP, NOT_IN_GROUP

_FORBIDDEN = frozenset('/\\:*?"<>|#%&+\t')
_ORDERS = ("user_name", "user_name", "first_name", "last_name", "email", "enabled", "authority", "domain", "read_only")


@behaves("GetGlobalGroups")
def get_global_groups(call: Call) -> ResultElement:
    """List the global groups."""
    call.caller()
    return _listed(call, "usergroups", kept.groups(call.world.users, "library_id = 0"))


@behaves("GetLocalGroups")
def get_local_groups(call: Call) -> ResultElement:
    """List the groups of a library."""
    call.caller()
    library = kept.called_library(call, call.text("DomainName"))
    return _listed(call, "usergroups", kept.groups(call.world.users, "library_id = ?", library.library_id))


@behaves("GetUserGroup")
def get_user_group(call: Call) -> ResultElement:
    """Describe a group; a server of today fails for a global one."""
    call.caller()
    if call.world.generation.current and not call.arguments.get("DomainName"):
        raise Refusal(FAILED, "NullReferenceException", "Object reference not set to an instance of an object.")
    return ResultElement(inner=kept.usergroup(call, kept.called_group(call)))


@behaves("GetUserGroupMembers")
def get_user_group_members(call: Call) -> ResultElement:
    """List the members of a group."""
    call.caller()
    found = kept.members(call.world.users, kept.called_group(call))
    return ResultElement(
        inner=kept.wrapped("users", [with_preference_attributes(each, mobile=False) for each in found])
    )


@behaves("GetUserGroupMembers1")
def get_user_group_members1(call: Call) -> ResultElement:
    """List the members of a group, sorted, in short or in full."""
    call.caller()
    group = kept.called_group(call)
    order = call.arguments.get("SortBy", 0)
    if order not in range(1, len(_ORDERS)):
        raise Refusal(BAD_ORDER, order)
    found = ordered(call, kept.members(call.world.users, group), order, "SortAscending")
    full = call.arguments.get("DetailMode", False)
    return ResultElement(inner=kept.wrapped("users", [described(each, full=full) for each in found]))


@behaves("CreateUserGroup", "CreateUserGroup1")
def create_user_group(call: Call) -> ResultElement:
    """Add a group: a local one, or a global one if no library is named."""
    manager(call)
    shown = call.world.generation.current  # by default
    if "showMembers" in call.arguments:
        shown = _shown(call, call.arguments["showMembers"])
    library, name = kept.named_library(call), _named(call, "GroupName")
    _save(call, "INSERT INTO user_groups (library_id, name, public) VALUES (?, ?, ?)", library, name, shown)
    return ResultElement()


@behaves("UpdateUserGroupName", "UpdateUserGroupName1")
def update_user_group_name(call: Call) -> ResultElement:
    """Rename a group, and set whether its members are visible."""
    manager(call)
    group, name = kept.called_group(call), _named(call, "NewGroupName")
    shown = _shown(call, call.arguments["ShowMembers"]) if "ShowMembers" in call.arguments else group.public
    _save(call, "UPDATE user_groups SET name = ?, public = ? WHERE group_id = ?", name, shown, group.group_id)
    return ResultElement()


@behaves("DeleteUsergroup")
def delete_usergroup(call: Call) -> ResultElement:
    """Remove a group with its memberships."""
    manager(call)
    group = kept.called_group(call)
    call.world.users.change_all(
        *(
            (f"DELETE FROM {table} WHERE group_id = ?", (group.group_id,))  # noqa: S608 - names of tables
            for table in ("group_members", "library_groups", "user_groups")
        )
    )
    return ResultElement()


@behaves("AddUsergroupMember")
def add_usergroup_member(call: Call) -> ResultElement:
    """Add a user to a group; adding a member is an error only in the classic generation."""
    manager(call)
    group, user = kept.called_group(call), numbered(call)
    try:
        call.world.users.change("INSERT INTO group_members VALUES (?, ?)", group.group_id, user.user_id)
    except NameTaken:
        if not call.world.generation.current:
            raise Refusal(IN_GROUP) from None
    return ResultElement()


@behaves("RemoveUsergroupMember")
def remove_usergroup_member(call: Call) -> ResultElement:
    """Remove a user from a group; removing a non-member is an error only in the classic generation."""
    manager(call)
    group, user = kept.called_group(call), numbered(call)
    sql = "DELETE FROM group_members WHERE group_id = ? AND user_id = ?"
    if not call.world.users.change(sql, group.group_id, user.user_id) and not call.world.generation.current:
        raise Refusal(NOT_IN_GROUP)
    return ResultElement()


@behaves("GetGroupMembershipsOfUser")
def get_group_memberships_of_user(call: Call) -> ResultElement:
    """List the groups of a user."""
    call.caller()
    user = call.user(call.arguments.get("userName"))
    of_user = "group_id IN (SELECT group_id FROM group_members WHERE user_id = ?)"
    return _listed(call, "UserGroups", kept.groups(call.world.users, of_user, user.user_id))


def manager(call: Call) -> StoredUser:
    """Return the caller, who must be a system administrator or, for a local group, a manager of its library."""
    caller = call.caller()
    name = call.arguments.get("DomainName")
    library = kept.find_library(call.world.users, name) if name else None
    sql = "SELECT 1 FROM library_managers WHERE library_id = ? AND user_id = ?"
    if caller.administrator:
        return caller
    if library is None or not call.world.users.rows(sql, library.library_id, caller.user_id):
        raise Refusal(DENIED)
    return caller


def numbered(call: Call) -> StoredUser:
    """Return the user that a call names, by name or as `ID:` with the number."""
    name = call.arguments.get("UserName") or call.arguments.get("Username") or ""
    if not name.upper().startswith("ID:"):
        return call.user(name)
    number = name[3:].strip()
    user = call.world.users.by_id(int(number)) if number.isdecimal() else None
    if user is None:
        raise Refusal(NO_USER)
    return user


def ordered(call: Call, users: list[StoredUser], order: int, ascending: str) -> list[StoredUser]:
    """Return users in one of the documented orders."""
    column = _ORDERS[order] if 0 <= order < len(_ORDERS) else _ORDERS[0]
    return sorted(
        users, key=lambda user: str(getattr(user, column)).casefold(), reverse=not call.arguments.get(ascending, True)
    )


def described(user: StoredUser, *, full: bool) -> str:
    """Return <User> in full or in short."""
    return with_preference_attributes(user, mobile=False) if full else basic(user)


def _listed(call: Call, wrapper: str, groups: list[StoredGroup]) -> ResultElement:
    return ResultElement(inner=kept.wrapped(wrapper, [kept.usergroup(call, each) for each in groups]))


def _shown(call: Call, said: bool) -> bool:
    """Return whether members are visible: servers of today store the opposite of the argument."""
    return said != call.world.generation.current


def _named(call: Call, parameter: str) -> str:
    name = call.required(parameter)
    if not name.strip() or not _FORBIDDEN.isdisjoint(name):
        raise Refusal(BAD_GROUP_NAME, name)
    return name


def _save(call: Call, sql: str, *values: object) -> None:
    try:
        call.world.users.change(sql, *values)
    except NameTaken:
        raise Refusal(GROUP_TAKEN) from None
