"""What a sync will do: both sides against each other, and against what they were the last time."""

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
# What is done, in this order: nothing is deleted before all that is new is in its place.
DOING: Final = ("download", "update-here", "upload", "update-there", "delete-here", "delete-there")


@attrs.frozen
class Seen:
    """A document as both sides had it.

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
    """A document of the folder on the server.

    Attributes:
        name: its name below the folder, with forward slashes.
        path: its whole path.
        seen: what it is now.
    """

    name: str
    path: str
    seen: Seen


@attrs.define
class There:
    """The documents of a folder on a server, by their names without letter case.

    Attributes:
        documents: the documents.
        folders: its folders.
        unusable: what cannot be a file here.
        closed: the names, without letter case, of what is left out with all that is below it.
    """

    documents: dict[str, ThereDocument] = attrs.field(factory=dict)
    folders: set[str] = attrs.field(factory=set)
    unusable: list[LeftOut] = attrs.field(factory=list)
    closed: set[str] = attrs.field(factory=set)

    def leave_out(self, name: str, why: str) -> None:
        """Leave something out, with all that is below it."""
        self.unusable.append(LeftOut(name, why))
        self.closed.add(fold(name))


@attrs.frozen(kw_only=True)
class SyncAction(Plain):
    """What is to be done about one file or document, or why nothing is.

    Attributes:
        kind: "upload" (new here), "update-there" (changed here: a new version), "delete-there" (deleted here),
            "download" (new there), "update-here" (changed there), "delete-here" (deleted there); "conflict" (both
            changed), "left" (not asked for), "unusable" (it cannot be kept in step): nothing is done about these.
        name: the name below the directory and the folder, with forward slashes.
        place: the same as it is written here, where that differs in letter case.
        path: the path on the server.
        size: the bytes to be moved, or of what is to be deleted.
        why: why nothing is done; empty where something is.
        stamp: what the file here was when the plan was made; None for no file.
        here: its CRC-32, or None.
        there: what the document was when the plan was made; None for no document.
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
        """Whether something is done."""
        return self.kind in DOING

    def to_dict(self) -> dict[str, Any]:
        """Return "action", "name", "path", "size", and "why" where nothing is done."""
        found: dict[str, Any] = {"action": self.kind, "name": self.name, "path": self.path, "size": self.size}
        return {**found, "why": self.why} if self.why else found


@attrs.frozen
class SyncComparison:
    """What came of a comparison.

    Attributes:
        actions: what is to be done and what is left, in the order of its doing.
        same: what both sides have alike, by the name without letter case.
        kept: what was seen the last time of what is not alike.
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
        last: what both were the last time, by the name without letter case.
        folder: the path of the folder, without a slash at its end.
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
    """Return the folders that names are in."""
    return {folder for name in names for folder in [*parents(name)][:-1]}


def _blocked(key: str, files: set[str], documents: set[str], here: set[str], there: set[str]) -> str:
    """Say that one side has a folder where the other has a file or document; empty where neither does.

    Args:
        key: the name, without letter case.
        files: the names of all files.
        documents: the names of all documents.
        here: those of all folders here.
        there: those of all folders there.
    """
    around = _folders([key])
    if around & files:
        return "a file here has the name of a folder around it there"
    if around & documents:
        return "a document there has the name of a folder around it here"
    if key in here or key in there:
        return f"it is a folder {'here' if key in here else 'there'}, and none on the other side"
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
        return "conflict", "different here and there, and never in step before"
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
    return "left", f"deleted {where}; nothing is deleted unless that is asked for"


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
    """Count the actions of each kind: the kind, how many, their bytes."""
    for kind in (*DOING, "conflict", "left", "unusable"):
        found = [each for each in actions if each.kind == kind]
        if found:
            yield kind, len(found), sum(each.size for each in found)
