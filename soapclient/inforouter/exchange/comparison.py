"""Plan a sync: compare both sides with each other, and with their state after the last sync."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from ...contract.plain import Plain
from .here import FilesHere, HereFile, LeftOut, Stamp, fold, parents, would_be_cleaned

Direction = Literal["up", "down", "both"]
DIRECTIONS: Final = ("up", "down", "both")
ActionKind = Literal[
    "upload", "update-there", "delete-there", "download", "update-here", "delete-here", "conflict", "left", "unusable"
]
# The order of the actions: nothing is deleted before everything new is in place.
DOING: Final = ("download", "update-here", "upload", "update-there", "delete-here", "delete-there")


@attrs.frozen
class Seen:
    """A document as both sides had it after the last sync.

    Attributes:
        document_id: its number.
        version: the number of its latest version, as the service stores it.
        size: the bytes.
        crc: their CRC-32.
    """

    document_id: int
    version: int
    size: int
    crc: int


@attrs.frozen(kw_only=True)
class ThereDocument:
    """A document in the server folder.

    Attributes:
        name: its name relative to the folder, with forward slashes.
        path: its full path.
        seen: its current state.
    """

    name: str
    path: str
    seen: Seen


@attrs.define
class There:
    """The documents in a server folder, by their names in folded letter case.

    Attributes:
        documents: the documents.
        folders: the folders in it.
        unusable: the items that cannot be local files.
        closed: the folded names of items that are skipped with everything below them.
    """

    documents: dict[str, ThereDocument] = attrs.field(factory=dict)
    folders: set[str] = attrs.field(factory=set)
    unusable: list[LeftOut] = attrs.field(factory=list)
    closed: set[str] = attrs.field(factory=set)

    def leave_out(self, name: str, why: str) -> None:
        """Skip an item, with everything below it."""
        self.unusable.append(LeftOut(name, why))
        self.closed.add(fold(name))


@attrs.frozen(kw_only=True)
class SyncAction(Plain):
    """The action for one file or document, or the reason for none.

    Attributes:
        kind: "upload" (new here), "update-there" (changed here: a new version), "delete-there" (deleted here),
            "download" (new there), "update-here" (changed there), "delete-here" (deleted there); "conflict" (both
            changed), "left" (not requested), "unusable" (cannot be kept in step): these do nothing.
        name: the name relative to the directory and the folder, with forward slashes.
        place: the local spelling, if it differs in letter case.
        path: the path on the server.
        size: the bytes to move, or to delete.
        why: the reason why nothing is done; empty for an action.
        stamp: the state of the local file when the plan was made; None for no file.
        here: its CRC-32, or None.
        there: the state of the document when the plan was made; None for no document.
    """

    kind: ActionKind
    name: str
    place: str = ""
    path: str = ""
    size: int = 0
    why: str = ""
    stamp: Stamp | None = attrs.field(default=None, repr=False)
    here: int | None = None
    there: Seen | None = None

    @property
    def does(self) -> bool:
        """Whether it does something."""
        return self.kind in DOING

    def to_dict(self) -> dict[str, Any]:
        """Return "action", "name", "path", "size", and "why" where nothing is done."""
        found: dict[str, Any] = {"action": self.kind, "name": self.name, "path": self.path, "size": self.size}
        return {**found, "why": self.why} if self.why else found


@attrs.frozen
class SyncComparison:
    """The result of a comparison.

    Attributes:
        actions: the actions, and the items that are skipped, in order.
        same: the items that are equal on both sides, by folded name.
        kept: the last known state of items that differ.
    """

    actions: tuple[SyncAction, ...]
    same: Mapping[str, Seen]
    kept: Mapping[str, Seen]


def compare(
    here: FilesHere, there: There, last: Mapping[str, Seen], folder: str, *, direction: Direction, delete: bool
) -> SyncComparison:
    """Compare both sides.

    Args:
        here: the directory.
        there: the folder.
        last: the state of both after the last sync, by folded name.
        folder: the path of the folder, without a trailing slash.
        direction: "up" changes only the folder, "down" only the directory.
        delete: whether to delete on one side what was deleted on the other.
    """
    closed = {*here.closed, *there.closed}
    actions = [_unusable(each, folder) for each in (*here.unusable, *there.unusable)]
    same: dict[str, Seen] = {}
    kept = {key: seen for key, seen in last.items() if _below(key, closed)}
    names = {*here.files}, {*there.documents}
    folders = {*here.folders} | _folders(names[0]), there.folders | _folders(names[1])
    for key in sorted(names[0] | names[1]):
        if _below(key, closed):
            continue
        file, document, seen = here.files.get(key), there.documents.get(key), last.get(key)
        if file and document and (file.crc, file.size) == (document.seen.crc, document.seen.size):
            same[key] = document.seen
            continue
        if seen:
            kept[key] = seen
        blocked = _blocked(key, *names, *folders)
        judged: tuple[ActionKind, str] = ("unusable", blocked)
        kind, why = judged if blocked else _judged(file, document, seen, direction, delete)
        actions.append(_action(kind, why, file, document, here, folder))
    order = {kind: place for place, kind in enumerate(DOING)}
    actions.sort(key=lambda each: (order.get(each.kind, len(DOING)), fold(each.name)))
    return SyncComparison(tuple(actions), same, kept)


def _unusable(found: LeftOut, folder: str) -> SyncAction:
    return SyncAction(kind="unusable", name=found.name, path=f"{folder}/{found.name}", why=found.why)


def _below(key: str, closed: set[str]) -> bool:
    return bool(closed) and any(each in closed for each in parents(key))


def _folders(names: Iterable[str]) -> set[str]:
    """Return the parent folders of names."""
    return {folder for name in names for folder in [*parents(name)][:-1]}


def _blocked(key: str, files: set[str], documents: set[str], here: set[str], there: set[str]) -> str:
    """Report a name that is a folder on one side and a file or document on the other; empty for no such clash.

    Args:
        key: the folded name.
        files: the names of all files.
        documents: the names of all documents.
        here: those of all folders here.
        there: those of all folders there.
    """
    around = _folders([key])
    if around & files:
        return "a file here has the name of a folder there"
    if around & documents:
        return "a document there has the name of a folder here"
    if key in here or key in there:
        return f"a folder {'here' if key in here else 'there'}, but not on the other side"
    return ""


def _judged(
    file: HereFile | None, document: ThereDocument | None, seen: Seen | None, direction: Direction, delete: bool
) -> tuple[ActionKind, str]:
    changed_here = file is not None and (seen is None or (file.crc, file.size) != (seen.crc, seen.size))
    changed_there = document is not None and (
        seen is None or (document.seen.crc, document.seen.size) != (seen.crc, seen.size)
    )
    if file and document:
        return _both(changed_here, changed_there, seen, direction)
    if file:
        if seen and changed_here:
            return "conflict", "changed here, and deleted there"
        if seen:
            return _deleted("delete-here", "there", delete and direction != "up", direction, "up")
        why = would_be_cleaned(file.name)
        if direction == "down":
            return "left", "new here; a sync down changes nothing there"
        return ("unusable", why) if why else ("upload", "")
    if seen and document and (changed_there or document.seen.document_id != seen.document_id):
        return "conflict", "deleted here, and changed there"
    if seen:
        return _deleted("delete-there", "here", delete and direction != "down", direction, "down")
    if direction == "up":
        return "left", "new there; a sync up changes nothing here"
    return "download", ""


def _both(here: bool, there: bool, seen: Seen | None, direction: Direction) -> tuple[ActionKind, str]:
    if seen is None:
        return "conflict", "different here and there, and never synced before"
    if here and there:
        return "conflict", "changed here and there"
    if here:
        return ("update-there", "") if direction != "down" else ("left", "changed here; a sync down does not send it")
    return ("update-here", "") if direction != "up" else ("left", "changed there; a sync up does not fetch it")


def _deleted(
    kind: ActionKind, where: str, wanted: bool, direction: Direction, other: Direction
) -> tuple[ActionKind, str]:
    if wanted:
        return kind, ""
    if direction == other:
        return "left", f"deleted {where}; a sync {other} does not bring it back"
    return "left", f"deleted {where}; deletions are not synced unless you ask for it"


def _action(
    kind: ActionKind, why: str, file: HereFile | None, document: ThereDocument | None, here: FilesHere, folder: str
) -> SyncAction:
    name = document.name if document else file.name if file else ""
    place = file.name if file else here.place(name)
    to_move = file if file and kind in ("upload", "update-there", "delete-here") else None
    return SyncAction(
        kind=kind,
        name=name,
        place=place,
        path=document.path if document else f"{folder}/{name}",
        size=to_move.size if to_move else document.seen.size if document else 0,
        why=why,
        stamp=file.stamp if file else None,
        here=file.crc if file else None,
        there=document.seen if document else None,
    )


def totals(actions: tuple[SyncAction, ...]) -> Iterator[tuple[str, int, int]]:
    """Count the actions by kind: the kind, how many, their bytes."""
    for kind in (*DOING, "conflict", "left", "unusable"):
        found = [each for each in actions if each.kind == kind]
        if found:
            yield kind, len(found), sum(each.size for each in found)
