"""Work that was done in part: the items that a reply reports as done and as failed.

The service writes this in many shapes, with or without `success="true"`; the annotations say where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from ..errors import PartialFailure, PartialItem
from ..replies.error_builder import ErrorBuilder
from ..replies.texts import LONGEST
from ..wire.redact import one_line
from ..wire.safe_xml import local
from .numbers import yes_or_no

_NAMES: Final = ("name", "path", "propertyset")
_REASONS: Final = ("error", "message")
_STATUS: Final = ("status", "success")
_FAILED: Final = frozenset({"failed", "failure", "error", "false", "no", "0"})
_SHOWN: Final = 3  # of the items that failed, in a message
_DONE: Final = frozenset({"success", "true", "yes", "1"})


class Items(NamedTuple):
    """The items that a reply lists."""

    failed: tuple[PartialItem, ...] = ()
    succeeded: tuple[PartialItem, ...] = ()


class _Entry(NamedTuple):
    name: str
    reason: str
    status: str


def read(where: str, root: etree._Element) -> Items:
    """Read which items were done and which failed.

    Args:
        where: the place of the items below the root; `*` for anywhere, `@name` for an attribute of warnings, empty for
            an operation that lists none.
        root: the root of the result's XML.

    Source: the pages of the operations that work on many items at once.
    """
    if not where:
        return Items()
    if where.startswith("@"):
        spelled = (str(value) for name, value in root.attrib.items() if str(name).casefold() == where[1:])
        warnings = next(spelled, "").strip()
        return Items((PartialItem("", warnings),) if warnings not in ("", "0") else ())
    refused = not yes_or_no(root.get("success"))
    failed: list[PartialItem] = []
    succeeded: list[PartialItem] = []
    for element in root.iterfind("/".join(f"{{*}}{step}" for step in where.split("/")) if where != "*" else "*"):
        for entry in _entries(element):
            item = PartialItem(entry.name, entry.reason or entry.status)
            (failed if _failed(entry, refused) else succeeded).append(item)
    return Items(tuple(failed), tuple(succeeded))


def check(builder: ErrorBuilder, root: etree._Element) -> None:
    """Do nothing if all items of a reply were done.

    Args:
        builder: makes errors about the reply.
        root: the root of the result's XML.

    Raises:
        PartialFailure: some items failed.
    """
    items = read(builder.operation.partial, root)
    if items.failed:
        raise failure(builder, items, root)


def failure(builder: ErrorBuilder, items: Items, root: etree._Element) -> PartialFailure:
    """Make the error that lists the failed items, of a result that reports success or failure.

    Args:
        builder: makes errors about the reply.
        items: what the reply lists.
        root: the root of the result's XML.
    """
    name = builder.operation.name
    raw = (builder.attribute(root, "error") or "").strip()
    failed, succeeded = _hidden(builder, items.failed), _hidden(builder, items.succeeded)
    some = "; ".join(f"{each.name}: {each.text}" if each.name else each.text for each in failed[:_SHOWN])
    more = f"; and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
    done = f" ({len(succeeded)} done)" if succeeded else ""
    text = f"{len(failed)} failed{done}: {one_line(some, 220)}{more}"
    return PartialFailure(
        one_line(f"{name}: {text}"), operation=name, text=text, detail=builder.hidden(*builder.cut(raw)), result=root,
        failed_items=failed, succeeded_items=succeeded,
    )  # fmt: skip


def _hidden(builder: ErrorBuilder, items: Iterable[PartialItem]) -> tuple[PartialItem, ...]:
    words = builder.hidden("\0".join(word for item in items for word in item)).split("\0")  # not in XML
    return tuple(map(PartialItem, words[::2], words[1::2]))


def _failed(entry: _Entry, refused: bool) -> bool:
    status = entry.status.lower()
    if not status:
        return bool(entry.reason)
    if status in _DONE:
        return False
    return status in _FAILED or bool(entry.reason) or refused


def _entries(element: etree._Element) -> Iterator[_Entry]:
    """Read the entries of an element: its own attributes, its pairs of `item` and `error`, or those of its children."""
    name: str | None
    if any(each in element.attrib for each in (*_NAMES, *_REASONS, *_STATUS)):
        name = _first(element, _NAMES) or (element.text or "")[:LONGEST].strip()
        yield _Entry(name, _first(element, _REASONS), _first(element, _STATUS))
        return
    name = None
    for child in element.iterchildren("*"):
        word = (child.text or "")[:LONGEST].strip()
        tag = local(child.tag)
        if tag == "error" and not child.attrib:
            yield _Entry(name or "", word, "")
            name = None
            continue
        if name is not None:
            yield _Entry(name, "", "")
            name = None
        if tag == "item" and not child.attrib and not len(child):
            name = word
        else:
            yield from _entries(child)
    if name is not None:
        yield _Entry(name, "", "")


def _first(element: etree._Element, names: tuple[str, ...]) -> str:
    return next((str(value)[:LONGEST].strip() for name in names if (value := element.get(name)) is not None), "")
