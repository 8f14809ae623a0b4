"""Which element of a reply is which model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from .activity import LogEntry, Subscription, Task
from .contents import Document, Folder, PropertySet, Version
from .entity import Entity
from .people import Domain, Group, User

# By the name of the element, in small letters; by its place where one name has two meanings.
_MODELS: Final[dict[str, type[Entity]]] = {
    "user": User,
    "usergroup": Group,
    "domain": Domain,
    **dict.fromkeys(("document", "d", "associateddocument"), Document),
    **dict.fromkeys(("folder", "f", "associatedfolder"), Folder),
    "version": Version,
    "viewlog/version": LogEntry,
    "propertyset": PropertySet,
    **dict.fromkeys(("task", "workflowexecutingtask"), Task),
    **dict.fromkeys(("usersubscriber", "groupsubscriber"), Subscription),
    **dict.fromkeys(
        (
            "log", "logitem", "viewlog", "isolog", "soxlog", "classificationlogentry", "change",
            "error", "login", "loginattempt", "notification", "connectcall",
        ),
        LogEntry,
    ),
}  # fmt: skip


def model(path: str) -> type[Entity] | None:
    """Return the class for the elements of a place, such as `users/User`, or None where there is none."""
    folded = path.casefold()
    return _MODELS.get(folded) or _MODELS.get(folded.rpartition("/")[2])


def read(root: etree._Element, places: Sequence[str]) -> Iterator[Entity | etree._Element]:
    """Read the elements below a root: as models where there is a class for them, else as they are.

    Args:
        root: the root of a result's XML.
        places: where they are below it, in the reply's order; none at all for the root's children that have a class.
    """
    if not places:
        for child in root.iterchildren("*"):
            known = model(etree.QName(child).localname)
            if known is not None:
                yield known.read(child)
        return
    at: dict[etree._Element, str] = {}
    for place in places:
        at |= dict.fromkeys(_below(root, place), place)
    for element in at if len(places) == 1 else (each for each in root.iter("*") if each in at):
        known = model(at[element])
        yield element if known is None else known.read(element)


def _below(root: etree._Element, place: str) -> list[etree._Element]:
    found = [root]
    for step in place.casefold().split("/"):
        children = (child for each in found for child in each.iterchildren("*"))
        found = [child for child in children if etree.QName(child).localname.casefold() == step]
    return found
