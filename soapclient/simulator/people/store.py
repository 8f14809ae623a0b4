"""Stored groups and libraries, and their members."""

from __future__ import annotations

from typing import Final

import attrs

from ..behaviour import Call
from ..messages import Refusal
from ..schema import COLUMNS
from ..store import Store
from ..stored import StoredUser
from ..writing import attributes
from .wordings import NO_GROUP, NO_LIBRARY

GLOBAL: Final = 0
_GROUP: Final = (
    "SELECT group_id, library_id, user_groups.name, public, coalesce(libraries.name, '') FROM user_groups"
    " LEFT JOIN libraries USING (library_id)"
)
_LIBRARY: Final = "SELECT library_id, name, anonymous, archive, hidden, welcome FROM libraries"
_USERS: Final = f"SELECT {', '.join(f'users.{name}' for name in COLUMNS.split(', '))} FROM users"  # noqa: S608 - names of columns
_BY_NAME: Final = " ORDER BY users.name_key"
# All members of a library, direct or by a group.
INSIDE: Final = (
    "SELECT user_id FROM library_users WHERE library_id = ?1 UNION SELECT user_id FROM library_groups"
    " JOIN group_members USING (group_id) WHERE library_groups.library_id = ?1"
)


@attrs.frozen
class StoredGroup:
    """A stored group."""

    group_id: int
    library_id: int
    name: str
    public: bool = attrs.field(converter=bool)
    library: str


@attrs.frozen
class StoredLibrary:
    """A stored library."""

    library_id: int
    name: str
    anonymous: bool = attrs.field(converter=bool)
    archive: bool = attrs.field(converter=bool)
    hidden: bool = attrs.field(converter=bool)
    welcome: str


def find_library(store: Store, name: str) -> StoredLibrary | None:
    """Return the library with this name, ignoring letter case."""
    rows = store.rows(f"{_LIBRARY} WHERE name = ?", name)
    return StoredLibrary(*rows[0]) if rows else None


def called_library(call: Call, name: str) -> StoredLibrary:
    """Return the library that a call names.

    Raises:
        Refusal: the library does not exist, or has no members left, so that nobody can reach it.
    """
    found = find_library(call.world.users, name)
    if found is None or not _reached(call.world.users, found):
        raise Refusal(NO_LIBRARY)
    return found


def _reached(store: Store, library: StoredLibrary) -> bool:
    sql = "SELECT 1 FROM library_users WHERE library_id = ?1 UNION SELECT 1 FROM library_groups WHERE library_id = ?1"
    return library.anonymous or bool(store.rows(sql, library.library_id))


def libraries(store: Store, condition: str = "1", *values: object) -> list[StoredLibrary]:
    """Return libraries by name."""
    found = (StoredLibrary(*row) for row in store.rows(f"{_LIBRARY} WHERE {condition} ORDER BY name", *values))
    return [each for each in found if _reached(store, each)]


def find_group(store: Store, library_id: int, name: str) -> StoredGroup | None:
    """Return the group with this name in a library, or the global one."""
    rows = store.rows(f"{_GROUP} WHERE user_groups.library_id = ? AND user_groups.name = ?", library_id, name)
    return StoredGroup(*rows[0]) if rows else None


def called_group(call: Call) -> StoredGroup:
    """Return the group that a call names; without a library the global one.

    Raises:
        Refusal: the group or the library does not exist.
    """
    found = find_group(call.world.users, named_library(call), call.text("GroupName"))
    if found is None:
        raise Refusal(NO_GROUP)
    return found


def named_library(call: Call) -> int:
    """Return the number of the library that a call names; without one, that of global groups."""
    name = call.arguments.get("DomainName") or call.arguments.get("domainName")
    return called_library(call, name).library_id if name else GLOBAL


def groups(store: Store, condition: str, *values: object) -> list[StoredGroup]:
    """Return groups by name."""
    return [StoredGroup(*row) for row in store.rows(f"{_GROUP} WHERE {condition} ORDER BY user_groups.name", *values)]


def users(store: Store, condition: str, *values: object) -> list[StoredUser]:
    """Return users by name."""
    return [StoredUser(*row) for row in store.rows(f"{_USERS} WHERE {condition}{_BY_NAME}", *values)]


def members(store: Store, group: StoredGroup) -> list[StoredUser]:
    """Return the members of a group."""
    return users(store, "user_id IN (SELECT user_id FROM group_members WHERE group_id = ?)", group.group_id)


def usergroup(call: Call, group: StoredGroup) -> str:
    """Return <usergroup>; pages differ about the library of a global group."""
    library = group.library or ("*" if call.world.generation.current else "")
    values = {
        "GroupID": str(group.group_id),
        "GroupName": group.name,
        "DomainID": str(group.library_id),
        "DomainName": library,
        "public": str(group.public),
    }
    return f"<usergroup{attributes(values)} />"


def domain(library: StoredLibrary) -> str:
    """Return <domain>."""
    values = {
        "DomainID": str(library.library_id),
        "DomainName": library.name,
        "AnonymousDomain": str(library.anonymous).upper(),
        "IsArchive": str(library.archive).upper(),
        "IsHidden": str(library.hidden).upper(),
        "WelcomeMessage": library.welcome,
    }
    return f"<domain{attributes(values)} />"


def wrapped(name: str, items: list[str]) -> str:
    """Return items in an element that exists even without items."""
    return f"<{name}>{''.join(items)}</{name}>" if items else f"<{name} />"
