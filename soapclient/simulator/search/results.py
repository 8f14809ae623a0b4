"""The result that a session holds, and its pages.

Source: the pages of Search, GetFoldersAndDocumentsByPage2, GetNextSearchPage and GetPreviousSearchPage.
"""

from __future__ import annotations

import attrs

from ..behaviour import Call, behaves
from ..content.folders import called_folder
from ..content.items import item_of, key_of
from ..content.rights import seen
from ..messages import Refusal
from ..writing import ResultElement
from .conditions import tests
from .dialects import written
from .found import Thing, everything, folder_path
from .sorting import ordered
from .wordings import EXPIRED_QUERY


@attrs.define
class SearchResult:
    """The result of a session's last search.

    Attributes:
        keys: the hits: "D" or "F" and a number.
        ranked: whether the search was for words.
        start: where the last page begins; None before the first.
    """

    keys: tuple[str, ...]
    ranked: bool
    start: int | None = None


@behaves("Search")
def search(call: Call) -> ResultElement:
    """Prepare a result; hits are not checked for the caller's rights, the default of real servers."""
    call.caller()
    xml = call.text("xmlcriteria")
    total = _prepare(call, everything(call), xml)
    count = {"count": str(total)} if call.world.generation.current else {}
    return ResultElement({"ranksorted": "false", **count})


@behaves("GetFoldersAndDocumentsByPage2")
def get_folders_and_documents_by_page2(call: Call) -> ResultElement:
    """Prepare a result of the direct contents of a folder that the caller may see."""
    folder = called_folder(call)
    inside = [each for each in everything(call) if folder_path(each).casefold() == folder.path.casefold()]
    total = _prepare(call, seen(call, inside), call.text("filterXml"))
    return ResultElement({"count": str(total), "ranksorted": "false"})


def _prepare(call: Call, things: list[Thing], xml: str) -> int:
    checks = tests(call, xml)
    hits = [] if checks is None else [each for each in things if all(check(each) for check in checks)]
    hits = ordered(call, hits, call.text("SortBy"), ascending=bool(call.arguments.get("AscendingOrder")))
    assert call.session is not None  # noqa: S101 - the caller has a ticket
    call.session.found = SearchResult(tuple(map(key_of, hits)), "KEYWORDS" in xml.upper())
    return len(hits)


@behaves("GetNextSearchPage")
def get_next_search_page(call: Call) -> ResultElement:
    """Move the cursor to the next page and return it; after the last one, the last one again."""
    result, size = _result(call), call.world.page_size
    if result.start is None:
        result.start = 0
    elif result.start + size < len(result.keys):
        result.start += size
    return _page(call, result)


@behaves("GetPreviousSearchPage")
def get_previous_search_page(call: Call) -> ResultElement:
    """Move the cursor to the previous page and return it; before the first one, the first one again."""
    result = _result(call)
    result.start = max((result.start or 0) - call.world.page_size, 0)
    return _page(call, result)


def _result(call: Call) -> SearchResult:
    call.caller()
    found = call.session.found if call.session else None
    if not isinstance(found, SearchResult):
        raise Refusal(EXPIRED_QUERY)
    return found


def _page(call: Call, result: SearchResult) -> ResultElement:
    start, size = result.start or 0, call.world.page_size
    keys = result.keys[start : start + size]
    things = [thing for key in keys if (thing := item_of(call.world.users, key)) is not None]
    values = {
        "FirstPage": str(start == 0).lower(),
        "LastPage": str(start + size >= len(result.keys)).lower(),
        "from": str(start + 1 if keys else 0),
        "to": str(start + len(keys)),
    }
    return ResultElement(values, written(call, things, ranked=result.ranked))
