"""Access lists: who may do what with a document or a folder.

Source: the AccessList element of the operation pages.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from typing import Any, Final, Literal

import attrs
from lxml import etree

from ...contract.plain import Plain
from ...errors import UnexpectedReply
from ...wire import repairs
from ...wire.redact import one_line
from ...wire.safe_xml import local
from .entity import Entity, flag, moment, named, number, told

Who = Literal["user", "group", "members", "anonymous"]
# The values that mean "no library" in the answers of various servers.
_NO_LIBRARY: Final = ("", "*")


class Right(enum.IntEnum):
    """The rights in an access list; from the third on, each right includes those in its name."""

    NO_ACCESS = 0
    LIST = 1
    READ = 2
    ADD = 3
    ADD_AND_READ = 4
    CHANGE = 5
    FULL_CONTROL = 6

    @classmethod
    def of(cls, said: Right | int | str) -> Right:
        """Return a right by itself, its number, or its name: "read", "full control", "ADD_AND_READ".

        Raises:
            ValueError: the right does not exist.
        """
        return _right(said)


def _right(said: Right | int | str) -> Right:
    names = {each.name.replace("_", ""): each for each in Right}
    try:
        if isinstance(said, str):
            return names["".join(char for char in said.upper() if char.isalnum())]
        if isinstance(said, bool):
            raise ValueError
        return Right(said)
    except (KeyError, ValueError):
        known = ", ".join(f"{each.value} ({each.name.replace('_', ' ').lower()})" for each in Right)
        raise ValueError(f"unknown right {said!r}; the rights are {known}") from None


@attrs.frozen
class AccessEntry(Plain):
    """One entry of an access list.

    Attributes:
        who: "user", "group", "members" (of the library) or "anonymous" (everybody).
        right: what it allows.
        name: the user's or group's name; empty for the other two.
        library: the library of a local group; None for a global one and for all others.
        domain: the library as the server wrote it, to send it back unchanged.
    """

    who: Who
    right: Right = attrs.field(converter=_right)
    name: str = ""
    library: str | None = None
    domain: str = attrs.field(default="", eq=False, repr=False)

    @classmethod
    def user(cls, name: str, right: Right | int | str) -> AccessEntry:
        """Return an entry for a user."""
        return cls("user", right, name)

    @classmethod
    def group(cls, name: str, right: Right | int | str, *, library: str | None) -> AccessEntry:
        """Return an entry for a group: a local one of a library, or a global one, whose library is None."""
        return cls("group", right, name, library, library or "")

    @classmethod
    def members(cls, right: Right | int | str) -> AccessEntry:
        """Return an entry for all members of the library."""
        return cls("members", right)

    @classmethod
    def anonymous(cls, right: Right | int | str) -> AccessEntry:
        """Return an entry for everybody, including callers without a login."""
        return cls("anonymous", right)

    @property
    def key(self) -> tuple[str, str, str]:
        """The identity of an entry: letter case and outer blanks of names do not matter."""
        return self.who, self.name.strip().casefold(), (self.library or "").strip().casefold()

    def __str__(self) -> str:
        who = {"members": "members of the library", "anonymous": "everybody"}.get(self.who, f"{self.who} {self.name}")
        if self.who == "group":
            who = f"global {who}" if self.library is None else f"{who} of {self.library}"
        return f"{who}: {self.right.name.replace('_', ' ').lower()}"


@attrs.frozen(kw_only=True, slots=False)
class AccessList(Entity):
    """The access list of a document or a folder.

    Attributes:
        applied: when it was applied; None for an inherited list.
        applied_by: who applied it.
        inherited: whether it is the parent folder's list.
        entries: the entries; those of the library's members and of everybody come first, if present.
    """

    NESTED = frozenset({"entries"})

    applied: dt.datetime | None = named("DateApplied", read=moment)
    applied_by: str | None = named("AppliedBy")
    inherited: bool | None = named("InheritedSecurity", read=flag)
    entries: tuple[AccessEntry, ...] = ()

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The names with U+FFFD in place of a character that XML does not allow; a list with them is not written."""
        found = [] if self.element is None else [(each, told(each)) for each in self.element.iterchildren("*")]
        return tuple(said[name] for each, said in found for name in sorted(repairs.among(each, said)))

    def right(self, entry: AccessEntry) -> Right | None:
        """Return the right of the user or group in an entry; None if the list has no entry for it."""
        return next((each.right for each in self.entries if each.key == entry.key), None)

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        return {"entries": tuple(_entries(element))}


def _entries(element: etree._Element) -> Iterator[AccessEntry]:
    for child in element.iterchildren("*"):
        who = _WHO.get(local(child.tag).casefold())
        said = {str(name).casefold(): str(value) for name, value in child.attrib.items()}
        right = number(said.get("right"))
        if who is None or right is None or right not in Right._value2member_map_:
            right_said = one_line(repr(said.get("right")), 40)
            raise UnexpectedReply(
                f"An access list has <{local(child.tag)}> with the right {right_said}: which is unknown"
            )
        domain = said.get("domainname", "")
        library = None if who != "group" or domain.strip() in _NO_LIBRARY else domain
        name = said.get(f"{who}name", "") if who in ("user", "group") else ""
        if who in ("user", "group") and not name.strip():
            raise UnexpectedReply(f"An access list has a <{local(child.tag)}> that names nobody")
        yield AccessEntry(who, Right(right), name, library, domain)


_WHO: Final[dict[str, Who]] = {
    "anonymous": "anonymous", "domainmembers": "members", "usergroup": "group", "user": "user",
}  # fmt: skip
