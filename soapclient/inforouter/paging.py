"""Read everything that an operation lists, page by page, in each of the service's ways to page.

Rows are counted from a start, pages are numbered, or a search moves the one cursor of its session.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..calls.flow import Listing, Page
from ..calls.profile import Call, Find
from ..contract.model import Operation
from ..errors import ArgumentError, UnexpectedReply
from ..values import KEEP
from . import counts
from .models.entity import number
from .pages import Pages, changed
from .reply import Reply

PAGE: Final = 200  # rows per call by default


def walk(operation: Operation, arguments: Mapping[str, Any], call: Call, find: Find) -> Listing[Any]:
    """Iterate over the items of an operation; nothing is sent before the first item is requested.

    Args:
        operation: the operation.
        arguments: its arguments, including where to start and how many rows to request, if given.
        call: makes a call.
        find: finds another operation of the contract.

    Returns:
        The items of all pages.

    Raises:
        ArgumentError: the start or the number of rows is not a whole number or is negative; the page does not exist.
        UnknownOperation: the contract cannot page through a search.
        UnexpectedReply: while iterating: a page comes again, pages do not follow each other, or a page lists another
            number of items than it counts.

    Source: the pages of the operations with a start and a count, with a page number, of Search and GetNextSearchPage.
    """
    style, given = operation.paging, dict(arguments)
    if "next" in style:
        return _searched(operation, given, call, find(style["next"]))
    if "page" in style:
        first = _take(operation, given, style["page"], 1)
        if first < 1 and str(first) != style.get("all"):
            raise ArgumentError(operation.name, (f"page {first} does not exist; pages are numbered from 1",))
        return _numbered(operation, given, call, first)
    if "offset" in style:
        start = _take(operation, given, style["offset"], 0)
        size = _take(operation, given, style["size"], PAGE)
        if start < 0 or size < 0:
            raise ArgumentError(operation.name, ("the start and the number of rows must not be negative",))
        return _counted(operation, given, call, start, size)
    return _once(operation, given, call)


def _once(operation: Operation, arguments: Mapping[str, Any], call: Call) -> Listing[Any]:
    reply = yield from call(operation, arguments)
    yield Page(reply)


def _counted(operation: Operation, arguments: Mapping[str, Any], call: Call, start: int, size: int) -> Listing[Any]:
    """List rows from a start: to the total, or without one to an empty page."""
    style, new = operation.paging, Pages(operation)
    names = operation.spell(style["offset"]), operation.spell(style["size"])
    everything = size == 0 and style.get("all") == "0"
    row, total = start, None
    while True:
        reply = yield from call(operation, {**arguments, names[0]: row, names[1]: size})
        page, told = new(reply, asked=size), _total(operation, reply)
        if not page and row == start and told is not None and told > start:
            raise UnexpectedReply(
                f"{operation.name}: the reply announces {counts.many(told, 'row')} but has none",
                operation=operation.name,
            )
        if None not in (told, total) and told != total:
            raise changed(operation, f"{counts.many(total or 0, 'row')} became {told}")
        total = told if told is not None else total
        row += len(page)
        over = everything or not page or (total is not None and row >= total)
        # It is unknown whether a request for everything respects the start.
        if over and total is not None and row != total and (start == 0 or (start <= total and not everything)):
            raise changed(operation, counts.told_and_came(total, row))
        yield Page(page)
        if over:
            return


def _numbered(operation: Operation, arguments: Mapping[str, Any], call: Call, first: int) -> Listing[Any]:
    """List numbered pages: to one that is not full, or to an empty one if the size of a full page is unknown."""
    style, new, full = operation.paging, Pages(operation), None
    name, page_number = operation.spell(style["page"]), first
    while True:
        reply = yield from call(operation, {**arguments, name: page_number})
        page, fits = new(reply), _fits(operation, reply)
        if None not in (fits, full) and fits != full:
            raise changed(operation, f"pages of {counts.many(full or 0, 'item')} became pages of {fits}")
        full = fits if fits is not None else full
        yield Page(page)
        listed = counts.told(operation.name, reply.attributes, (operation.count.get("attribute"),))
        if not page or first < 1 or (listed is not None and fits is not None and listed < fits):
            return
        page_number += 1


def _fits(operation: Operation, reply: Reply) -> int | None:
    """Return how many items a full page has, or None if the reply gives no usable number."""
    name = operation.paging.get("size_attribute", "").casefold()
    sizes = (number(text) for each, text in reply.attributes.items() if each.casefold() == name)
    return next((size for size in sizes if size is not None and size > 0), None)


def _searched(operation: Operation, arguments: Mapping[str, Any], call: Call, following: Operation) -> Listing[Any]:
    """List the pages of a search, to the one marked as the last; the service would repeat it."""
    from .search.cursor import Cursor, SearchRun, cursor_of

    own, others = _spellings(operation), _spellings(following)
    later = {name: value for name, value in arguments.items() if name in others and name not in own}
    begins = {name: value for name, value in arguments.items() if name not in later}
    for each in following.own_parameters:
        if each.type == "boolean" and each.required and not {each.name, each.python_name} & later.keys():
            later[each.name] = False
    ticket = _ticket(operation, following, arguments)
    caller = getattr(call, "__self__", None)
    # A ticket that the caller passes belongs to another session than the client's.
    cursor = Cursor() if ticket or caller is None else cursor_of(caller)
    return cursor.pages(SearchRun(operation, begins, following, later | ticket, call))


def _spellings(operation: Operation) -> set[str]:
    return {name for each in operation.own_parameters for name in (each.name, each.python_name)}


def _ticket(operation: Operation, following: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the caller's ticket, if any, for the other operation: the cursor belongs to its session."""
    ours, theirs = operation.session_parameter, following.session_parameter
    if ours is None or theirs is None:
        return {}
    given = [arguments[name] for name in (ours.name, ours.python_name) if name in arguments]
    return {theirs.name: given[0]} if given else {}


def _total(operation: Operation, reply: Reply) -> int | None:
    style = operation.paging
    return counts.told(operation.name, reply.attributes, (style.get("total"), style.get("total_also")))


def _take(operation: Operation, arguments: dict[str, Any], name: str, default: int) -> int:
    """Remove one argument from the caller's, in either spelling."""
    parameter = operation.parameters[operation.spell(name)]
    given = [arguments.pop(key) for key in {parameter.name, parameter.python_name} if key in arguments]
    if len(given) > 1:
        raise ArgumentError(operation.name, (f"{parameter.name} is given twice",))
    if not given or given[0] is None or given[0] is KEEP:
        return default
    if not isinstance(given[0], int) or isinstance(given[0], bool):
        raise ArgumentError(operation.name, (f"{parameter.name} must be a whole number, not {given[0]!r}",))
    return given[0]
