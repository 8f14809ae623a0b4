"""Plan the change of an access list from the current one; nothing here calls a server.

The service replaces a list as a whole, and pages contradict each other about the members of the library and
everybody if a list leaves them out. So a written list always contains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

import attrs

from ...contract.plain import Plain
from ...errors import ArgumentError
from ..models.access import AccessEntry, AccessList, Right

_EVERYBODY = (AccessEntry.anonymous(Right.NO_ACCESS), AccessEntry.members(Right.NO_ACCESS))
_ORDER = ("anonymous", "members", "group", "user")


@attrs.frozen(kw_only=True)
class AccessChanges(Plain):
    """The difference between an access list and the wanted one.

    Attributes:
        path: the path of the document or folder.
        before: the current list.
        entries: all wanted entries.
        added: the new entries.
        removed: the entries that are no longer wanted.
        changed: the entries with another right.
        stops_inheriting: whether the list is still the parent folder's, and becomes the thing's own.
    """

    path: str
    before: AccessList
    entries: tuple[AccessEntry, ...]
    added: tuple[AccessEntry, ...] = ()
    removed: tuple[AccessEntry, ...] = ()
    changed: tuple[AccessEntry, ...] = ()

    @property
    def stops_inheriting(self) -> bool:
        """See the class."""
        return self.before.inherited is not False

    @property
    def same(self) -> bool:
        """Whether everybody already has the wanted rights."""
        return not (self.added or self.removed or self.changed)

    def __str__(self) -> str:
        signs = (("+", self.added), ("-", self.removed), ("~", self.changed))
        return "\n".join(f"{sign} {entry}" for sign, entries in signs for entry in entries) or "no difference"


def whole(entries: Iterable[AccessEntry], operation: str) -> tuple[AccessEntry, ...]:
    """Return entries as a complete list: with the library's members and everybody, in a fixed order.

    Raises:
        ArgumentError: an entry is invalid, names nobody, or appears twice.
    """
    found: dict[tuple[str, str, str], AccessEntry] = {each.key: each for each in _EVERYBODY}
    said: set[tuple[str, str, str]] = set()
    problems = []
    for each in entries:
        if not isinstance(each, AccessEntry):
            problems.append(f"{each!r} is not an AccessEntry")
            continue
        if each.who in ("user", "group") and not each.name.strip():
            problems.append(f"an entry of a {each.who} names nobody")
        if each.library is not None and each.library.strip() in ("", "*"):
            problems.append(f"the library of the group {each.name} is {each.library!r}; use None for a global group")
        if each.key in said:
            problems.append(f"{each} appears twice")
        said.add(each.key)
        found[each.key] = each
    if problems:
        raise ArgumentError(operation, tuple(problems))
    return tuple(sorted(found.values(), key=lambda each: (_ORDER.index(each.who), each.key)))


def merged(
    now: AccessList, changes: Iterable[AccessEntry], gone: Iterable[AccessEntry] = ()
) -> tuple[AccessEntry, ...]:
    """Return the entries of a list with some added, changed or removed; the others are unchanged.

    Args:
        now: the current list.
        changes: the entries to add, or to give another right.
        gone: the entries to remove; their rights do not matter.
    """
    entries = {each.key: each for each in now.entries}
    for each in changes:
        there = entries.get(each.key)
        entries[each.key] = each if there is None else attrs.evolve(there, right=each.right)
    for each in gone:
        entries.pop(each.key, None)
    return whole(entries.values(), "grant")


def compared(path: str, before: AccessList, entries: tuple[AccessEntry, ...]) -> AccessChanges:
    """Compare a list with the wanted entries; no entry means no access."""
    now = {each.key: each for each in before.entries}
    wanted = {each.key: each for each in entries}
    silent = {each.key for each in _EVERYBODY}  # for these, no entry means no access

    def right(of: dict[tuple[str, str, str], AccessEntry], key: tuple[str, str, str]) -> Right | None:
        return of[key].right if key in of else Right.NO_ACCESS if key in silent else None

    keys = dict.fromkeys((*now, *wanted))
    return AccessChanges(
        path=path,
        before=before,
        entries=entries,
        added=tuple(wanted[each] for each in keys if right(now, each) is None),
        removed=tuple(now[each] for each in keys if right(wanted, each) is None),
        changed=tuple(
            wanted.get(each) or now[each]
            for each in keys
            if None not in (right(now, each), right(wanted, each)) and right(now, each) != right(wanted, each)
        ),
    )


def spelled(planned: AccessChanges, libraries: Mapping[tuple[str, str, str], str]) -> tuple[AccessEntry, ...]:
    """Return the entries with the service's libraries: a local user may be found only with his library.

    Args:
        planned: the change.
        libraries: the libraries of users who are new in the list, by the keys of their entries.
    """
    told = {**libraries, **{each.key: each.domain for each in planned.before.entries}}
    return tuple(attrs.evolve(each, domain=told.get(each.key, each.domain)) for each in planned.entries)


def xml(entries: Iterable[AccessEntry]) -> str:
    """Write entries in the service's format."""
    return f"<AccessList>{''.join(map(_element, entries))}</AccessList>"


def _element(entry: AccessEntry) -> str:
    right = f'Right="{entry.right.value}"'
    if entry.who == "anonymous":
        return f"<Anonymous {right} />"
    if entry.who == "members":
        return f"<DomainMembers {right} />"
    where = f"DomainName={quoteattr(entry.domain)}"
    if entry.who == "group":
        return f"<UserGroup {where} GroupName={quoteattr(entry.name)} {right} />"
    return f"<User {where} UserName={quoteattr(entry.name)} {right} />"


def reach(entries: Iterable[AccessEntry], name: str, inside: Iterable[AccessEntry] | None) -> Right:
    """Return the least that a list allows a user, however a server resolves contradicting entries.

    The user's own entry may override those of groups, and those the members' entry.

    Args:
        entries: the entries of the list.
        name: the user's name.
        inside: an entry of each group of the user and, if the user is in the library, of its members; None for
            every group, if that is unknown.
    """
    keys = None if inside is None else {each.key for each in inside}
    rights: dict[str, list[Right]] = {"user": [], "group": [], "members": [], "anonymous": []}
    for each in entries:
        own = each.who == "user" and each.key == AccessEntry.user(name, 0).key
        if own or each.who == "anonymous" or (each.who != "user" and (keys is None or each.key in keys)):
            rights[each.who].append(each.right)
    everybody = max(rights["anonymous"], default=Right.NO_ACCESS)
    own_or = rights["user"] or rights["group"] or rights["members"]
    return max(everybody, max(own_or, default=Right.NO_ACCESS))


def lesser_groups(before: Iterable[AccessEntry], after: Iterable[AccessEntry]) -> tuple[AccessEntry, ...]:
    """Return the groups that are new in a list with less than the members of the library had.

    For a member of one, its entry may override that of the members.
    """
    had = {each.key: each.right for each in before}
    members = had.get(AccessEntry.members(0).key, Right.NO_ACCESS)
    return tuple(each for each in after if each.who == "group" and each.key not in had and each.right < members)


def lowers(before: Iterable[AccessEntry], after: Iterable[AccessEntry], name: str) -> bool:
    """Tell whether a list may allow a user less than the previous one, whatever groups the user is in.

    Args:
        before: the entries of the previous list.
        after: the entries of the new list.
        name: the user's name.
    """
    own = AccessEntry.user(name, 0).key
    had, has = ({each.key: each.right for each in entries} for entries in (before, after))
    if own in has and has[own] < had.get(own, Right.FULL_CONTROL):
        return True  # also if it is new: it may override the groups' rights
    if own not in has and lesser_groups(before, after):
        return True
    return any(has.get(key, Right.NO_ACCESS) < right for key, right in had.items() if key[0] != "user" or key == own)
