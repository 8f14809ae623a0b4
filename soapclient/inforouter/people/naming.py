"""Names of users, groups and libraries: which are refused before anything is sent, and which are the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...errors import ArgumentError

if TYPE_CHECKING:
    from ..models.people import Group, User

# What stands for no library in the answers of one server or another.
_NO_LIBRARY = ("", "*")


def same(name: str) -> str:
    """Return what a name is compared by: its letter case and outer blanks do not count."""
    return name.strip().casefold()


def named(name: str, what: str, operation: str) -> str:
    """Return a name that says which one is meant.

    Args:
        name: the name.
        what: what it is the name of, such as "group".
        operation: the name of the workflow, for the error.

    Raises:
        ArgumentError: it is not a text, or is blank, which the service may take for something else.
    """
    if not isinstance(name, str):
        raise ArgumentError(operation, (f"the name of the {what} is {type(name).__name__}: pass it as a str",))
    if not name.strip():
        raise ArgumentError(operation, (f"the name of the {what} is blank",))
    return name.strip()


def scope(library: str | None, operation: str) -> str:
    """Return how a call says where a group is: the library of a local one, an empty text for a global one.

    Raises:
        ArgumentError: the library is a blank text, as from a row without one; None says that the group is global.
    """
    if library is None:
        return ""
    if isinstance(library, str) and library.strip():
        return library.strip()
    raise ArgumentError(
        operation, ("library is blank: name the library of a local group, or say library=None for a global one",)
    )


def library_of(domain: str | None) -> str | None:
    """Return the library that an answer names; None where it names none."""
    return None if domain is None or domain.strip() in _NO_LIBRARY else domain.strip()


def told(name: str, library: str | None) -> str:
    """Return how a message names a group."""
    return f"the global group {name}" if library is None else f"the group {name} of the library {library}"


def find_user(users: Iterable[User], name: str) -> User | None:
    """Return the user of this name."""
    return next((each for each in users if same(each.user_name) == same(name)), None)


def find_group(groups: Iterable[Group], name: str, library: str | None) -> Group | None:
    """Return the group of this name: a local one of the library, or a global one."""
    where = None if library is None else same(library)
    for each in groups:
        there = library_of(each.domain)
        if same(each.name or "") == same(name) and (None if there is None else same(there)) == where:
            return each
    return None
