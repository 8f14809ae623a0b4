"""Everything that an operation lists, page after page, in each of the service's ways to page.

Rows may be counted from a start, pages may be numbered, and a search is walked with the one cursor of its session.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from ..calls.flow import Listing, Page
from ..calls.profile import Call, Find
from ..contract.model import Operation
from ..errors import ArgumentError, UnexpectedReply
from ..values import KEEP
from .models.entity import flag, number
from .reply import Reply

PAGE: Final = 200  # rows per call, where the caller does not say


def walk(operation: Operation, arguments: Mapping[str, Any], call: Call, find: Find) -> Listing[Any]:
    """Iterate over what an operation lists; nothing is sent before the first item is asked for.

    Args:
        operation: the operation.
        arguments: its arguments; where to start and how many rows a call asks for may be among them.
        call: how to make a call.
        find: how to find another operation of the contract.

    Returns:
        The items of all pages.

    Raises:
        ArgumentError: the start or the number of rows is no whole number, or is negative.
        UnknownOperation: the contract cannot go through the pages of a search.
        UnexpectedReply: while iterating: a page comes again, or pages do not follow one another.

    Source: the pages of the operations with a start and a count, with a page number, of Search and GetNextSearchPage.
    """
    style, given = operation.paging, dict(arguments)
    if "next" in style:
        return _searched(operation, given, call, find(style["next"]))
    if "page" in style:
        first = _take(operation, given, style["page"], 1)
        return _numbered(operation, given, call, first)
    if "offset" in style:
        start = _take(operation, given, style["offset"], 0)
        size = _take(operation, given, style["size"], PAGE)
        if start < 0 or size < 0:
            raise ArgumentError(operation.name, ("the start and the number of rows are not negative",))
        return _counted(operation, given, call, start, size)
    return _once(operation, given, call)


def _once(operation: Operation, arguments: Mapping[str, Any], call: Call) -> Listing[Any]:
    reply = yield from call(operation, arguments)
    yield Page(reply)


def _counted(operation: Operation, arguments: Mapping[str, Any], call: Call, start: int, size: int) -> Listing[Any]:
    style, new = operation.paging, _Pages(operation)
    names = operation.spell(style["offset"]), operation.spell(style["size"])
    row = start
    while True:
        reply = yield from call(operation, {**arguments, names[0]: row, names[1]: size})
        page, total = new(reply), _total(operation, reply)
        if not page and row == start and total is not None and total > start:
            raise UnexpectedReply(
                f"{operation.name}: the reply tells of {total} rows and has none", operation=operation.name
            )
        yield Page(page)
        row += len(page)
        if not page or (total is not None and row >= total):
            return


def _numbered(operation: Operation, arguments: Mapping[str, Any], call: Call, first: int) -> Listing[Any]:
    new, count, page_number = _Pages(operation), 0, first
    name = operation.spell(operation.paging["page"])
    while True:
        reply = yield from call(operation, {**arguments, name: page_number})
        page, total = new(reply), _total(operation, reply)
        yield Page(page)
        count += len(page)
        # -1 asks for everything at once; how many rows are before a later page is not known.
        if not page or first < 1 or (first == 1 and total is not None and count >= total):
            return
        page_number += 1


def _searched(operation: Operation, arguments: Mapping[str, Any], call: Call, following: Operation) -> Listing[Any]:
    new, row = _Pages(following), 0
    own, others = _spellings(operation), _spellings(following)
    later = {name: value for name, value in arguments.items() if name in others and name not in own}
    yield from call(operation, {name: value for name, value in arguments.items() if name not in later})
    for each in following.own_parameters:
        if each.type == "boolean" and each.required and not {each.name, each.python_name} & later.keys():
            later[each.name] = False
    later |= _ticket(operation, following, arguments)
    while True:
        reply = yield from call(following, later)
        page = new(reply)
        begins = number(reply.attributes.get("from"))
        if page and begins is not None and begins != row + 1:
            raise UnexpectedReply(
                f"{following.name}: rows from {begins} come after row {row}: another search used this session",
                operation=following.name,
            )
        yield Page(page)
        row += len(page)
        if not page or flag(reply.attributes.get("LastPage")):
            return


def _spellings(operation: Operation) -> set[str]:
    return {name for each in operation.own_parameters for name in (each.name, each.python_name)}


def _ticket(operation: Operation, following: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ticket that the caller gives, if any, as the other operation takes it: the cursor is its session's."""
    ours, theirs = operation.session_parameter, following.session_parameter
    if ours is None or theirs is None:
        return {}
    given = [arguments[name] for name in (ours.name, ours.python_name) if name in arguments]
    return {theirs.name: given[0]} if given else {}


class _Pages:
    """The pages that came; each comes once, or a server that ignores where to start would be asked forever."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation
        self._seen: set[bytes] = set()

    def __call__(self, reply: Reply) -> tuple[Any, ...]:
        page = reply.items
        digest = hashlib.blake2b(digest_size=16)
        for item in page:
            element = item if isinstance(item, etree._Element) else item.element
            if element is not None:
                digest.update(etree.tostring(element, with_tail=False))
        if page and digest.digest() in self._seen:
            name = self._operation.name
            raise UnexpectedReply(f"{name}: the service sends the same page again and again", operation=name)
        self._seen.add(digest.digest())
        return page


def _total(operation: Operation, reply: Reply) -> int | None:
    return number(reply.attributes.get(operation.paging.get("total", "")))


def _take(operation: Operation, arguments: dict[str, Any], name: str, default: int) -> int:
    """Take one argument out of the caller's, in either spelling."""
    parameter = operation.parameters[operation.spell(name)]
    given = [arguments.pop(key) for key in {parameter.name, parameter.python_name} if key in arguments]
    if len(given) > 1:
        raise ArgumentError(operation.name, (f"{parameter.name} is given twice",))
    if not given or given[0] is None or given[0] is KEEP:
        return default
    if not isinstance(given[0], int) or isinstance(given[0], bool):
        raise ArgumentError(operation.name, (f"{parameter.name} is a whole number, not {given[0]!r}",))
    return given[0]
