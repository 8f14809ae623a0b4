"""Saved searches, and their criteria.

Source: the pages of GetSavedSearches, GetSavedSearch and CreateSavedSearch.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

import attrs
from lxml import etree

from ..models.entity import Entity, flag, named, number, told
from .conditions import Condition, refused

# The conditions that consist of a value alone.
_PLAIN: Final = frozenset(
    (
        *("SEARCHSCOPE", "SEARCHFOR", "KEYWORDS", "DOCUMENTNAME", "DOCUMENTID", "FOLDERBYID", "FOLDERDESCRIPTION"),
        *("DOCUMENTFORMAT", "DOCTYPE", "FOLDER", "CLEVEL", "DOCSRC", "DOCLANG", "DOCAUTHOR", "RDDEFID", "TEMPLATEPATH"),
        *("PUBLISHSTATUS", "USERNAME", "AIENHANCED", "SUBSCRIPTIONSOF", "FAVORITESOF", "DOWNLOADQUEOF"),
    )
)
_IGNORED: Final = frozenset(("NAME", "VALUE", "VISIBLE"))
# The value of an item that sets no condition.
_NOTHING: Final = {"PUBLISHSTATUS": "0", "RDDEFID": "0", "RECENTDOCUMENTS": "FALSE"}


@attrs.frozen(kw_only=True, slots=False)
class SavedSearch(Entity):
    """A saved search; None marks a field that this operation of this server does not return.

    Attributes:
        search_id: the number.
        name: the name.
        description: the description.
        kind: "savedSearch" or "searchPage".
        owner_id: the number of its owner; 0 if it belongs to everybody.
        anonymous_access: whether it can be used without a login.
        public_access: whether every user can use it.
        items: its conditions: the attributes of its items, if `saved_search` has read it.
    """

    search_id: int | None = named("id", read=number)
    name: str | None = named("name")
    description: str | None = named("description")
    kind: str | None = named("type")
    owner_id: int | None = named("ownerId", read=number)
    anonymous_access: bool | None = named("anonymousAccess", read=flag)
    public_access: bool | None = named("publicAccess", read=flag)
    items: tuple[Mapping[str, str], ...] = attrs.field(default=(), eq=False)

    NESTED: ClassVar = frozenset({"items"})

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        found = element.iterfind("{*}SEARCH/{*}ITEM")
        return {"items": tuple(MappingProxyType({k.upper(): v for k, v in told(each).items()}) for each in found)}


def criteria_of(saved: SavedSearch) -> tuple[Condition, ...]:
    """Return the criteria of a saved search.

    Raises:
        ArgumentError: it has no conditions, or some whose meaning is not documented.
    """
    conditions: list[Condition] = []
    problems: list[str] = []
    for each in () if saved.element is None else saved.element.iterfind("{*}SEARCH/*"):
        kind = etree.QName(each).localname
        if kind != "ITEM" or len(each) or (each.text or "").strip():
            problems.append(f"the condition <{kind}> of the saved search {saved.name} cannot be written as a criterion")
    for item in saved.items:
        name = item.get("NAME", "").upper()
        value = item.get("VALUE", "")
        more = {key: text for key, text in item.items() if key not in _IGNORED and text.strip()}
        below = more.pop("INCLUDESUBFOLDERS", None) if name == "FOLDER" else None
        asks = bool(value.strip()) and value.strip().upper() != _NOTHING.get(name)
        if not asks and (not more or name == "INCLUDESUBFOLDERS"):
            continue
        if name == "INCLUDESUBFOLDERS":
            below = value
        elif more or name not in _PLAIN:
            problems.append(f"the condition {name} of the saved search {saved.name} cannot be written as a criterion")
            continue
        else:
            conditions.append(Condition(name.lower(), name, value=value))
        if below is not None:
            conditions.append(Condition("subfolders", "INCLUDESUBFOLDERS", value=below.lower()))
    if problems:
        raise refused(*problems)
    if not conditions:
        raise refused(f"the saved search {saved.name} has no conditions")
    return tuple(conditions)
