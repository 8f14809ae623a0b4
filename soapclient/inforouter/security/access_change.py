"""What a change makes of an access list, worked out from what was read: nothing here calls a server.

The service replaces a list as a whole, and pages contradict each other about the members of the library and everybody
where a list leaves them out. So a list that is written says them always.
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
    """How an access list differs from the one that is wanted.

    Attributes:
        path: what it is the list of.
        before: the list as it is.
        entries: the entries that are wanted, all of them.
        added: the entries that are new.
        removed: the entries that are wanted no more.
        changed: the entries whose right becomes another.
        stops_inheriting: whether the list is that of the folder around it so far, and becomes one of its own.
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
        """Whether everybody is allowed what is wanted already."""
        return not (self.added or self.removed or self.changed)

    def __str__(self) -> str:
        signs = (("+", self.added), ("-", self.removed), ("~", self.changed))
        return "\n".join(f"{sign} {entry}" for sign, entries in signs for entry in entries) or "no difference"


def whole(entries: Iterable[AccessEntry], operation: str) -> tuple[AccessEntry, ...]:
    """Return entries as a whole list: with those of the library's members and of everybody, in an order.

    Raises:
        ArgumentError: one is not an entry, names nobody, or is there twice.
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
            problems.append(f"the library of the group {each.name} is {each.library!r}: None is a global group")
        if each.key in said:
            problems.append(f"{each} is there twice")
        said.add(each.key)
        found[each.key] = each
    if problems:
        raise ArgumentError(operation, tuple(problems))
    return tuple(sorted(found.values(), key=lambda each: (_ORDER.index(each.who), each.key)))


def merged(
    now: AccessList, changes: Iterable[AccessEntry], gone: Iterable[AccessEntry] = ()
) -> tuple[AccessEntry, ...]:
    """Return the entries of a list with some of them added or changed, and some left out; all others as they are.

    Args:
        now: the list as it is.
        changes: the entries to add, or whose right is to be another.
        gone: the entries to leave out; their rights do not count.
    """
    entries = {each.key: each for each in now.entries}
    for each in changes:
        there = entries.get(each.key)
        entries[each.key] = each if there is None else attrs.evolve(there, right=each.right)
    for each in gone:
        entries.pop(each.key, None)
    return whole(entries.values(), "grant")


def compared(path: str, before: AccessList, entries: tuple[AccessEntry, ...]) -> AccessChanges:
    """Compare a list with the entries that are wanted; who is not in a list has no access by it."""
    now = {each.key: each for each in before.entries}
    wanted = {each.key: each for each in entries}
    silent = {each.key for each in _EVERYBODY}  # no entry and no access are one for these

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
    """Return the entries with libraries as the service tells them: a local user may be found only with his.

    Args:
        planned: the change.
        libraries: those of users who are new in the list, by the keys of their entries.
    """
    told = {**libraries, **{each.key: each.domain for each in planned.before.entries}}
    return tuple(attrs.evolve(each, domain=told.get(each.key, each.domain)) for each in planned.entries)


def xml(entries: Iterable[AccessEntry]) -> str:
    """Write entries as the service takes them."""
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
    """Return the least that a list allows to a user, whatever a server makes of entries that contradict each other.

    An entry of his own may count for more than those of his groups, and theirs for more than that of the members.

    Args:
        entries: the entries of the list.
        name: the user's name.
        inside: an entry of each group that the user is in and, where he is in the library, of its members; None for
            every group, where that is not known.
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
    """Return the groups that are new in a list and are allowed less than the members of the library were.

    For who is in one, its entry may count for more than that of the members.
    """
    had = {each.key: each.right for each in before}
    members = had.get(AccessEntry.members(0).key, Right.NO_ACCESS)
    return tuple(each for each in after if each.who == "group" and each.key not in had and each.right < members)


def lowers(before: Iterable[AccessEntry], after: Iterable[AccessEntry], name: str) -> bool:
    """Tell whether a list may allow a user less than the one before, whatever groups he is in.

    Args:
        before: the entries of the one before.
        after: the entries of the list.
        name: the user's name.
    """
    own = AccessEntry.user(name, 0).key
    had, has = ({each.key: each.right for each in entries} for entries in (before, after))
    if own in has and has[own] < had.get(own, Right.FULL_CONTROL):
        return True  # also where it is new: it may count for more than what his groups have
    if own not in has and lesser_groups(before, after):
        return True
    return any(has.get(key, Right.NO_ACCESS) < right for key, right in had.items() if key[0] != "user" or key == own)
