"""Map the elements of replies to models."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from lxml import etree

from ...errors import UnexpectedReply
from ...wire.safe_xml import local
from .access import AccessList
from .activity import LogEntry, Subscription, Task
from .contents import Document, Folder, PropertySet, Version
from .entity import Entity
from .people import Domain, Group, User

# By the name of the element, in small letters; by its place where one name has two meanings.
_MODELS: Final[dict[str, type[Entity]]] = {
    "user": User,
    "usergroup": Group,
    "domain": Domain,
    "accesslist": AccessList,
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

# The same thing in short and in full: an operation that lists the one is read where it lists the other.
_OTHERWISE: Final = {"f": "folder", "folder": "f", "d": "document", "document": "d"}


def model(path: str) -> type[Entity] | None:
    """Return the class for the elements at a path, such as `users/User`, or None without one."""
    folded = path.casefold()
    return _MODELS.get(folded) or _MODELS.get(folded.rpartition("/")[2])


def read(root: etree._Element, places: Sequence[str], operation: str = "") -> list[Entity | etree._Element]:
    """Read the elements below a root: as models if they have a class, otherwise as elements.

    Args:
        root: the root of a result's XML.
        places: where they are below it; none at all for the root's children that have a class.
        operation: the name of the operation, for the error.

    Returns:
        The items, in the reply's order.

    Raises:
        UnexpectedReply: a wrapper contains something else than items, or the root has children but no items.
    """
    if not places:
        classes = ((child, model(local(child.tag))) for child in root.iterchildren("*"))
        return [known.read(child) for child, known in classes if known is not None]
    items: list[Entity | etree._Element] = []
    inside: list[str] = []
    beside = _collect(root, _steps(tuple(places)), items, inside)
    unknown = inside or (beside if not items else [])
    if unknown:
        raise UnexpectedReply(
            f"{operation}: the reply lists <{unknown[0]}>, which is unknown", operation=operation or None
        )
    return items


def _collect(parent: etree._Element, steps: _Steps, items: list[Any], inside: list[str]) -> list[str]:
    """Read the items below an element, and return the names of its other children.

    Args:
        parent: the element.
        steps: what its children may be.
        items: the items, to be added to.
        inside: the names of unknown elements further below, to be added to.
    """
    unknown: list[str] = []
    known: dict[Any, _Steps | _Item | None] = {}
    for child in parent.iterchildren("*"):
        tag = child.tag
        if tag not in known:
            known[tag] = steps.get(local(child.tag).casefold())
        step = known[tag]
        if isinstance(step, _Item):
            items.append(child if step.model is None else step.model.read(child))
        elif step is None:
            unknown.append(local(child.tag))
        else:
            inside += _collect(child, step, items, inside)
    return unknown


class _Item(NamedTuple):
    model: type[Entity] | None


# What the children of an element may be, by their names in small letters: items, or wrappers with children.
_Steps = dict[str, Any]


@functools.cache
def _steps(places: tuple[str, ...]) -> _Steps:
    tree: _Steps = {}
    for place in places:
        *wrappers, last = place.casefold().split("/")
        steps = tree
        for wrapper in wrappers:
            steps = steps.setdefault(wrapper, {})
        for name in (last, _OTHERWISE.get(last, last)):
            steps[name] = _Item(model(place))
    return tree
