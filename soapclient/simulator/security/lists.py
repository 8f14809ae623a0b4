"""Stored access lists, and the rights that they give a user.

A document or folder without its own list has the parent folder's; if no folder has one, everybody has
every right.
"""

from __future__ import annotations

import json
from typing import Any, Final, TypeAlias

import attrs

from ..store import Store
from ..stored import StoredUser

FULL: Final = 6
# An entry: "user", "group", "members" or "anonymous", the number of a user or group, and the right.
Entry: TypeAlias = tuple[str, int, int]
OPEN: Final[tuple[Entry, ...]] = (("anonymous", 0, 0), ("members", 0, FULL))
_COLUMNS: Final = "owner, entries, applied, applied_by"
_GROUPS: Final = "SELECT group_id FROM group_members WHERE user_id = ?"
_LIBRARIES: Final = (
    "SELECT libraries.name FROM libraries WHERE library_id IN (SELECT library_id FROM library_users WHERE user_id = ?1"
    " UNION SELECT library_groups.library_id FROM library_groups JOIN group_members USING (group_id)"
    " WHERE user_id = ?1)"
)
_FOLDER_LISTS: Final = (
    "SELECT parent, name, entries FROM access_lists JOIN folders ON owner = 'F' || folder_id WHERE in_force"
)


@attrs.frozen
class StoredAccessList:
    """A stored access list."""

    owner: str
    entries: tuple[Entry, ...]
    applied: str
    applied_by: str


def key(thing: Any) -> str:
    """Return the key of a document or folder here."""
    number = getattr(thing, "document_id", None)
    return f"F{thing.folder_id}" if number is None else f"D{number}"


def own(store: Store, owner: str) -> StoredAccessList | None:
    """Return the own list of something, or None."""
    rows = store.rows(f"SELECT {_COLUMNS} FROM access_lists WHERE owner = ? AND in_force", owner)  # noqa: S608 - names of columns
    return _read(rows[0]) if rows else None


def history(store: Store, owner: str) -> list[StoredAccessList]:
    """Return all own lists that something has had, the newest first."""
    sql = f"SELECT {_COLUMNS} FROM access_lists WHERE owner = ? ORDER BY list_id DESC"  # noqa: S608 - names of columns
    return [_read(row) for row in store.rows(sql, owner)]


def save(store: Store, owners: list[str], entries: list[Entry], applied: str, applied_by: str) -> None:
    """Give documents and folders their own list, replacing the previous one."""
    text = json.dumps(entries)
    store.change_all(
        *[("UPDATE access_lists SET in_force = 0 WHERE owner = ?", (each,)) for each in owners],
        *[
            (
                "INSERT INTO access_lists (owner, entries, applied, applied_by, in_force) VALUES (?, ?, ?, ?, 1)",
                (each, text, applied, applied_by),
            )
            for each in owners
        ],
    )


def drop(store: Store, owner: str) -> None:
    """Remove the own list of something."""
    store.change("UPDATE access_lists SET in_force = 0 WHERE owner = ?", owner)


class Lists:
    """The access lists in force, read once.

    Args:
        store: the store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._inside: dict[int, tuple[set[int], set[str]]] = {}
        rows = store.rows("SELECT owner, entries FROM access_lists WHERE in_force")
        self._own = {owner: _entries(entries) for owner, entries in rows}
        folders = store.rows(_FOLDER_LISTS) if self._own else ()
        self._folders = {f"{parent.rstrip('/')}/{name}".casefold(): _entries(text) for parent, name, text in folders}

    def of(self, thing: Any) -> tuple[Entry, ...] | None:
        """Return the entries that apply to a document or folder; None if everybody has every right."""
        if not self._own:
            return None
        found = self._own.get(key(thing))
        return self.around(thing.path) if found is None else found

    def around(self, path: str) -> tuple[Entry, ...] | None:
        """Return the entries that apply in the parent folder of a path."""
        while path:
            path = path.rpartition("/")[0]
            found = self._folders.get(path.casefold())
            if found is not None:
                return found
        return None

    def right(self, user: StoredUser, thing: Any, *, own_decides: bool) -> int:
        """Return the right of a user in the list that applies to a document or folder.

        Args:
            user: the user.
            thing: the document or folder.
            own_decides: whether the user's own entry overrides those of groups.
        """
        entries = self.of(thing)
        if entries is None:
            return FULL
        groups, inside = self._memberships(user)
        member = thing.path.strip("/").partition("/")[0].casefold() in inside
        found: dict[str, list[int]] = {"user": [], "group": [], "members": [], "anonymous": []}
        for who, number, right in entries:
            meant = {"user": number == user.user_id, "group": number in groups, "members": member, "anonymous": True}
            if meant[who]:
                found[who].append(right)
        if own_decides:
            deciding = found["user"] or found["group"] or found["members"]
            return max([0, *deciding, *found["anonymous"]])
        return max([0, *found["user"], *found["group"], *found["members"], *found["anonymous"]])

    def _memberships(self, user: StoredUser) -> tuple[set[int], set[str]]:
        """Return the groups and libraries of a user, which are read once."""
        if user.user_id not in self._inside:
            groups = {int(row[0]) for row in self._store.rows(_GROUPS, user.user_id)}
            libraries = {str(row[0]).casefold() for row in self._store.rows(_LIBRARIES, user.user_id)}
            self._inside[user.user_id] = groups, libraries
        return self._inside[user.user_id]


def _read(row: Any) -> StoredAccessList:
    owner, entries, applied, applied_by = row
    return StoredAccessList(owner, _entries(entries), applied, applied_by)


def _entries(text: str) -> tuple[Entry, ...]:
    return tuple((who, number, right) for who, number, right in json.loads(text))
