"""Saved searches and search pages.

Source: the pages of GetSavedSearches, GetSavedSearch, CreateSavedSearch, UpdateSavedSearch and DeleteSavedSearch.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from ..behaviour import Call, behaves
from ..messages import DENIED, Refusal
from ..reading import Malformed, parse
from ..store import NameTaken
from ..stored import StoredUser
from ..writing import ResultElement, attributes
from .wordings import BAD_PAGE_NAME, BAD_PAGE_TYPE, NO_PAGE, NO_PAGE_GROUP, NOT_XML, PAGE_TAKEN

_KINDS: Final = ("savedSearch", "searchPage")
# Every item that is stored, whether it was given or not.
_ITEMS: Final = (
    *("SEARCHFOR", "KEYWORDS", "DOCUMENTNAME", "DOCUMENTFORMAT", "FOLDER", "USERNAME", "DATECRITERIA", "SIZEIS"),
    *("IMPORTANCE", "CLEVEL", "CHECKOUTSTATUS", "VIEWCRITERIA", "DOCSRC", "DOCLANG", "DOCAUTHOR", "PUBLISHSTATUS"),
    *("DOCTYPE", "PROPERTYSETNAME"),
)
_SHORTEST, _LONGEST = 5, 64


@attrs.frozen
class StoredSearch:
    """A stored saved search."""

    page_id: int
    kind: str
    name: str
    description: str
    owner_id: int
    anonymous: int
    public: int
    group_ids: str
    parameters: str


_COLUMNS: Final = ", ".join(field.name for field in attrs.fields(StoredSearch))
_ALL: Final = f"SELECT {_COLUMNS} FROM saved_searches ORDER BY name"  # noqa: S608 - names of columns
_ONE: Final = f"SELECT {_COLUMNS} FROM saved_searches WHERE page_id = ?"  # noqa: S608 - names of columns
_INSERT: Final = (
    "INSERT INTO saved_searches (kind, name, description, owner_id, anonymous, public, group_ids, parameters)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE: Final = (
    "UPDATE saved_searches SET name = ?, description = ?, anonymous = ?, public = ?, group_ids = ?, parameters = ?"
    " WHERE page_id = ?"
)
_BY_NAME: Final = "SELECT page_id FROM saved_searches WHERE kind = ? AND name = ?"


@behaves("GetSavedSearches")
def get_saved_searches(call: Call) -> ResultElement:
    """List the searches that the caller may see, of one type or of both."""
    caller, kind = call.caller(), call.text("searchPageType")
    if kind and kind not in _KINDS:
        raise Refusal(BAD_PAGE_TYPE)
    found = [StoredSearch(*row) for row in call.world.users.rows(_ALL)]
    seen = [each for each in found if (not kind or each.kind == kind) and _sees(caller, each)]
    return ResultElement(inner="".join(f"<SearchPage{attributes(_values(each))} />" for each in seen))


@behaves("GetSavedSearch")
def get_saved_search(call: Call) -> ResultElement:
    """Return one search with all its items."""
    found = _called(call)
    values = {**_values(found), "userGroupIds": found.group_ids}
    items = "".join(f"<ITEM{attributes(item)} />" for item in _items(found.parameters))
    return ResultElement(inner=f"<SearchPage{attributes(values)}><SEARCH>{items}</SEARCH></SearchPage>")


@behaves("CreateSavedSearch")
def create_saved_search(call: Call) -> ResultElement:
    """Create a search."""
    return _create(call)


@behaves("UpdateSavedSearch")
def update_saved_search(call: Call) -> ResultElement:
    """Replace a search as a whole; the number 0 creates one."""
    if not call.arguments["searchPageId"]:
        return _create(call)
    found = _called(call)
    if call.text("searchPageType") not in _KINDS:
        raise Refusal(BAD_PAGE_TYPE)
    if call.text("searchPageType") != found.kind:
        raise Refusal(NO_PAGE)
    _may_change(call, found)
    values = _said(call, personal=bool(found.owner_id))
    try:
        call.world.users.change(_UPDATE, *values, found.page_id)
    except NameTaken:
        raise Refusal(PAGE_TAKEN) from None
    return ResultElement()


@behaves("DeleteSavedSearch")
def delete_saved_search(call: Call) -> ResultElement:
    """Delete a search."""
    found = _called(call)
    _may_change(call, found)
    call.world.users.change("DELETE FROM saved_searches WHERE page_id = ?", found.page_id)
    return ResultElement()


def _create(call: Call) -> ResultElement:
    caller, kind = call.caller(), call.text("searchPageType")
    if kind not in _KINDS:
        raise Refusal(BAD_PAGE_TYPE)
    personal = bool(call.arguments["isPersonal"])
    if not personal and not _manages(call, caller):
        raise Refusal(DENIED)
    name, description, *rest = _said(call, personal=personal)
    try:
        call.world.users.change(_INSERT, kind, name, description, caller.user_id if personal else 0, *rest)
    except NameTaken:
        raise Refusal(PAGE_TAKEN) from None
    return ResultElement({"id": str(call.world.users.rows(_BY_NAME, kind, name)[0][0])})


def _said(call: Call, *, personal: bool) -> tuple[Any, ...]:
    """Return the arguments of a call about a search: its name, description, two flags, groups and items."""
    name = call.text("name").strip()
    if not _SHORTEST <= len(name) <= _LONGEST:
        raise Refusal(BAD_PAGE_NAME)
    parameters = call.text("searchParametersXml")
    try:
        _items(parameters)
    except Malformed:
        raise Refusal(NOT_XML) from None
    anonymous, public = (bool(call.arguments.get(each)) for each in ("anonymousAccess", "publicAccess"))
    groups = "" if personal else _groups(call, call.text("userGroupNames"))
    return name, call.text("description"), anonymous and not personal, public and not personal, groups, parameters


def _groups(call: Call, names: str) -> str:
    numbers = []
    for name in filter(None, names.split("|")):
        library, _, group = name.rpartition("\\")
        rows = call.world.users.rows(
            "SELECT group_id FROM user_groups LEFT JOIN libraries USING (library_id)"
            " WHERE user_groups.name = ? COLLATE NOCASE AND coalesce(libraries.name, '') = ? COLLATE NOCASE",
            *(group, library),
        )
        if not rows:
            raise Refusal(NO_PAGE_GROUP)
        numbers.append(str(rows[0][0]))
    return ",".join(numbers)


def _items(parameters: str) -> list[dict[str, str]]:
    """Return the attributes of all items: the given ones, and the defaults of the others."""
    said: dict[str, dict[str, str]] = {}
    for child in parse(parameters) if parameters.strip() else ():
        if isinstance(child.tag, str):
            values = {str(name).upper(): str(value) for name, value in child.attrib.items()}
            said[values.get("NAME", "").upper()] = values
    names = dict.fromkeys((*_ITEMS, *said))
    return [{"NAME": name, "VALUE": "", "VISIBLE": "TRUE", **said.get(name, {})} for name in names]


def _values(found: StoredSearch) -> dict[str, str]:
    return {
        "id": str(found.page_id),
        "name": found.name,
        "description": found.description,
        "type": found.kind,
        "ownerId": str(found.owner_id),
        "anonymousAccess": str(bool(found.anonymous)).lower(),
        "publicAccess": str(bool(found.public)).lower(),
    }


def _called(call: Call) -> StoredSearch:
    caller = call.caller()
    rows = call.world.users.rows(_ONE, call.arguments["searchPageId"])
    found = StoredSearch(*rows[0]) if rows else None
    if found is None or not _sees(caller, found):
        raise Refusal(NO_PAGE)
    return found


def _sees(user: StoredUser, found: StoredSearch) -> bool:
    return found.owner_id == user.user_id or (not found.owner_id and (bool(found.public) or user.administrator))


def _manages(call: Call, user: StoredUser) -> bool:
    """Tell whether a user administers searches; on servers of today, administrators do not by default."""
    return bool(user.administrator) and not call.world.generation.current


def _may_change(call: Call, found: StoredSearch) -> None:
    caller = call.caller()
    if found.owner_id != caller.user_id and not (not found.owner_id and _manages(call, caller)):
        raise Refusal(DENIED)
