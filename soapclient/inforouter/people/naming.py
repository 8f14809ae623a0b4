"""Names of users, groups and libraries: which are refused before sending, and which are equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...errors import ArgumentError

if TYPE_CHECKING:
    from ..models.people import Group, User

# The values that mean "no library" in the answers of various servers.
_NO_LIBRARY = ("", "*")


def same(name: str) -> str:
    """Return the comparable form of a name: letter case and outer blanks do not count."""
    return name.strip().casefold()


def named(name: str, what: str, operation: str) -> str:
    """Check a name.

    Args:
        name: the name.
        what: the kind of thing that it names, such as "group".
        operation: the name of the workflow, for the error.

    Raises:
        ArgumentError: it is not a str, or is blank, which the service may misread.
    """
    if not isinstance(name, str):
        raise ArgumentError(operation, (f"the name of the {what} must be a str, not {type(name).__name__}",))
    if not name.strip():
        raise ArgumentError(operation, (f"the name of the {what} is blank",))
    return name.strip()


def scope(library: str | None, operation: str) -> str:
    """Return the argument for a group's library: the library of a local group, an empty text for a global one.

    Raises:
        ArgumentError: the library is blank, as in a row without one; None means that the group is global.
    """
    if library is None:
        return ""
    if isinstance(library, str) and library.strip():
        return library.strip()
    raise ArgumentError(
        operation, ("library is blank; name the library of a local group, or pass library=None for a global one",)
    )


def library_of(domain: str | None) -> str | None:
    """Return the library in an answer; None without one."""
    return None if domain is None or domain.strip() in _NO_LIBRARY else domain.strip()


def told(name: str, library: str | None) -> str:
    """Return the name of a group for a message."""
    return f"the global group {name}" if library is None else f"the group {name} of the library {library}"


def find_user(users: Iterable[User], name: str) -> User | None:
    """Return the user with this name."""
    return next((each for each in users if same(each.user_name) == same(name)), None)


def find_group(groups: Iterable[Group], name: str, library: str | None) -> Group | None:
    """Return the group with this name: a local one of the library, or a global one."""
    where = None if library is None else same(library)
    for each in groups:
        there = library_of(each.domain)
        if same(each.name or "") == same(name) and (None if there is None else same(there)) == where:
            return each
    return None
