"""Libraries, which the service calls domains, and their members and managers."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..store import NameTaken
from ..stored import StoredUser
from ..writing import ResultElement
from . import store as kept
from .groups import described, numbered, ordered
from .store import StoredLibrary
from .wordings import (
    ADMINISTRATORS_ONLY,
    BAD_LIBRARY_NAME,
    GROUP_NOT_IN_LIBRARY,
    IN_LIBRARY,
    LIBRARY_TAKEN,
    NO_GROUP,
    NO_MANAGER,
    NOT_IN_LIBRARY,
    OWN_ONLY,
)

_FORBIDDEN: Final = frozenset('/\\:*?"<>|#%&+\t')
_DIRECT: Final = "user_id IN (SELECT user_id FROM library_users WHERE library_id = ?)"
_LIBRARIES_OF_USER: Final = (
    "library_id IN (SELECT library_id FROM library_users WHERE user_id = ?1 UNION SELECT library_groups.library_id"
    " FROM library_groups JOIN group_members USING (group_id) WHERE user_id = ?1)"
)


@behaves("GetDomains")
def get_domains(call: Call) -> ResultElement:
    """List the libraries."""
    call.caller()
    return _listed(kept.libraries(call.world.users))


@behaves("GetDomain", "DomainExists")
def get_domain(call: Call) -> ResultElement:
    """Describe a library; absence is success="false"."""
    library = library_of_call(call)
    return ResultElement(inner=kept.domain(library) if call.operation.name == "GetDomain" else "")


@behaves("CreateDomain")
def create_domain(call: Call) -> ResultElement:
    """Add a library; the caller is its first member."""
    caller = administrator(call)
    name = call.required("DomainName")
    if not name.strip() or not _FORBIDDEN.isdisjoint(name):
        raise Refusal(BAD_LIBRARY_NAME, name)
    flags = call.arguments.get("Anonymous", False), call.arguments.get("Hidden", False)
    store = call.world.users
    try:
        store.change_all(
            (
                "INSERT INTO libraries (name, anonymous, hidden, welcome) VALUES (?, ?, ?, ?)",
                (name, *flags, call.text("WelcomeMessage")),
            ),
            (
                "INSERT INTO library_users SELECT library_id, ? FROM libraries WHERE name = ?",
                (caller.user_id, name),
            ),
            ("INSERT INTO folders (parent, name) VALUES ('/', ?)", (name,)),
        )
    except NameTaken:
        raise Refusal(LIBRARY_TAKEN) from None
    return ResultElement()


@behaves("GetDomainMembers")
def get_domain_members(call: Call) -> ResultElement:
    """List the direct user and group members of a library."""
    library = library_of_call(call)
    return _members(call, library, kept.users(call.world.users, _DIRECT, library.library_id), full=True)


@behaves("GetDomainMembers1")
def get_domain_members1(call: Call) -> ResultElement:
    """List the same, sorted, in short or in full."""
    library = library_of_call(call, "domainName")
    found = kept.users(call.world.users, _DIRECT, library.library_id)
    found = ordered(call, found, call.arguments.get("sortBy", 0), "sortAscending")
    return _members(call, library, found, full=call.arguments.get("detailMode", False))


@behaves("GetDomainUsers", "GetLocalUsers")
def get_domain_users(call: Call) -> ResultElement:
    """List the local users of a library; in the classic generation GetDomainUsers lists all members."""
    library, store = library_of_call(call), call.world.users
    if call.operation.name == "GetDomainUsers" and not call.world.generation.current:
        return _users(kept.users(store, f"user_id IN ({kept.INSIDE})", library.library_id))
    return _users(kept.users(store, "domain = ?", library.name))


@behaves("GetDomainGroups")
def get_domain_groups(call: Call) -> ResultElement:
    """List the groups of a library and, in the classic generation, its global groups."""
    library = library_of_call(call)
    condition = "library_id = ?1"
    if not call.world.generation.current:
        condition += " OR group_id IN (SELECT group_id FROM library_groups WHERE library_groups.library_id = ?1)"
    return _groups(call, condition, library)


@behaves("GetManagers")
def get_managers(call: Call) -> ResultElement:
    """List the managers of a library."""
    library = library_of_call(call)
    managers = "user_id IN (SELECT user_id FROM library_managers WHERE library_id = ?)"
    return _users(kept.users(call.world.users, managers, library.library_id))


@behaves("GetDomainMembershipsOfUser")
def get_domain_memberships_of_user(call: Call) -> ResultElement:
    """List the libraries of a user, by membership or by group."""
    call.caller()
    user = call.user(call.arguments.get("userName"))
    return _listed(kept.libraries(call.world.users, _LIBRARIES_OF_USER, user.user_id))


@behaves("GetMemberDomains")
def get_member_domains(call: Call) -> ResultElement:
    """List the caller's libraries."""
    return _listed(kept.libraries(call.world.users, _LIBRARIES_OF_USER, call.caller().user_id))


@behaves("GetManagedDomainsByUser")
def get_managed_domains_by_user(call: Call) -> ResultElement:
    """List the libraries that a user manages; without a name, the caller."""
    caller, name = call.caller(), call.arguments.get("userName")
    user = call.own_or_any(name, OWN_ONLY) if name else caller
    managed = "library_id IN (SELECT library_id FROM library_managers WHERE user_id = ?)"
    return _listed(kept.libraries(call.world.users, managed, user.user_id))


@behaves("AddUserAsDomainMember")
def add_user_as_domain_member(call: Call) -> ResultElement:
    """Add a user to a library; adding a member is refused."""
    administrator(call)
    return _add(call, "library_users", numbered(call).user_id)


@behaves("AddUserGroupAsDomainMember")
def add_user_group_as_domain_member(call: Call) -> ResultElement:
    """Add a global group to a library; adding a member is refused."""
    administrator(call)
    return _add(call, "library_groups", _global_group(call))


@behaves("RemoveUserFromDomainMembership")
def remove_user_from_domain_membership(call: Call) -> ResultElement:
    """Remove a user from a library, even the last one, and from its managers."""
    administrator(call)
    library, user = library_of_call(call), numbered(call)
    key = library.library_id, user.user_id
    call.world.users.change("DELETE FROM library_managers WHERE library_id = ? AND user_id = ?", *key)
    gone = call.world.users.change("DELETE FROM library_users WHERE library_id = ? AND user_id = ?", *key)
    if not gone and not call.world.generation.current:
        raise Refusal(NOT_IN_LIBRARY)
    return ResultElement()


@behaves("RemoveUserGroupFromDomainMembership")
def remove_user_group_from_domain_membership(call: Call) -> ResultElement:
    """Remove a global group from a library."""
    administrator(call)
    library = library_of_call(call)
    sql = "DELETE FROM library_groups WHERE library_id = ? AND group_id = ?"
    if not call.world.users.change(sql, library.library_id, _global_group(call)):
        raise Refusal(GROUP_NOT_IN_LIBRARY)
    return ResultElement()


@behaves("AddManagerToDomain")
def add_manager_to_domain(call: Call) -> ResultElement:
    """Make a user a manager of a library: a member in the classic generation, anybody in the current one."""
    administrator(call)
    library, user = library_of_call(call), numbered(call)
    key = library.library_id, user.user_id
    inside = call.world.users.rows("SELECT 1 FROM library_users WHERE library_id = ? AND user_id = ?", *key)
    if not inside and not call.world.generation.current:
        raise Refusal(NOT_IN_LIBRARY)
    call.world.users.change("INSERT OR IGNORE INTO library_managers VALUES (?, ?)", *key)
    return ResultElement()


@behaves("RemoveManagerFromDomain")
def remove_manager_from_domain(call: Call) -> ResultElement:
    """Remove a manager's role from a user; removing a missing role is an error only in the classic generation."""
    administrator(call)
    library, user = library_of_call(call), numbered(call)
    sql = "DELETE FROM library_managers WHERE library_id = ? AND user_id = ?"
    if not call.world.users.change(sql, library.library_id, user.user_id) and not call.world.generation.current:
        raise Refusal(NO_MANAGER)
    return ResultElement()


def administrator(call: Call) -> StoredUser:
    """Return the caller, who must be a system administrator."""
    caller = call.caller()
    if not caller.administrator:
        raise Refusal(ADMINISTRATORS_ONLY)
    return caller


def library_of_call(call: Call, parameter: str = "DomainName") -> StoredLibrary:
    """Return the library that a call names.

    Raises:
        Refusal: the ticket is not in force, or there is no such library.
    """
    call.caller()
    return kept.called_library(call, call.text(parameter))


def _global_group(call: Call) -> int:
    found = kept.find_group(call.world.users, kept.GLOBAL, call.text("GroupName"))
    if found is None:
        raise Refusal(NO_GROUP)
    return found.group_id


def _add(call: Call, table: str, member: int) -> ResultElement:
    library = library_of_call(call)
    try:
        call.world.users.change(f"INSERT INTO {table} VALUES (?, ?)", library.library_id, member)  # noqa: S608 - a name of a table
    except NameTaken:
        raise Refusal(IN_LIBRARY) from None
    return ResultElement()


def _listed(found: list[StoredLibrary]) -> ResultElement:
    return ResultElement(inner=kept.wrapped("domains", [kept.domain(each) for each in found]))


def _users(found: list[StoredUser]) -> ResultElement:
    return ResultElement(inner=kept.wrapped("users", [described(each, full=True) for each in found]))


def _groups(call: Call, condition: str, library: StoredLibrary) -> ResultElement:
    found = kept.groups(call.world.users, condition, library.library_id)
    return ResultElement(inner=kept.wrapped("usergroups", [kept.usergroup(call, each) for each in found]))


def _members(call: Call, library: StoredLibrary, users: list[StoredUser], *, full: bool) -> ResultElement:
    listed = kept.wrapped("users", [described(each, full=full) for each in users])
    of_library = "group_id IN (SELECT group_id FROM library_groups WHERE library_groups.library_id = ?)"
    return ResultElement(inner=listed + _groups(call, of_library, library).inner)
