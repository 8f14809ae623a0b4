"""A search as the server takes it: criteria as XML, the sort order, and the definitions that they need.

Source: the pages of Search and GetFoldersAndDocumentsByPage2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
from lxml import etree

from ...errors import ArgumentError
from ..hints import meant
from ..models.contents import PropertySet
from .conditions import Condition, Criteria, SetCondition, refused, said
from .set_criteria import Written, field_of, joined, written

Definitions = Mapping[str, PropertySet | None]

_SORTS: Final = (
    "DOCUMENTNAME", "DOCUMENTSIZE", "MIMETYPEDESCRIPTION", "MODIFICATIONDATE", "STATUSCODE", "FOLDERNAME",
    "LASTVERSIONNUMBER", "PERCENTCOMPLETE", "CREATIONDATE", "MODIFIEDBYNAME", "DESCRIPTION", "OWNERNAME", "FLOWNAME",
    "VIEW", "CHECKEDOUTBYNAME", "COMPLETIONDATE", "IMPORTANCE", "RDDEFID", "CLEVEL", "DECLASSIFYON", "DOWNGRADEON",
    "DISPOSITIONDATE", "LASTISOREVIEW", "NEXTISOREVIEW",
)  # fmt: skip
# The names in models and criteria.
_ALIASES: Final = {
    "name": "DOCUMENTNAME", "size": "DOCUMENTSIZE", "format": "MIMETYPEDESCRIPTION", "modified": "MODIFICATIONDATE",
    "created": "CREATIONDATE", "folder": "FOLDERNAME", "version": "LASTVERSIONNUMBER", "owner": "OWNERNAME",
    "modifiedby": "MODIFIEDBYNAME", "workflow": "FLOWNAME", "viewed": "VIEW", "checkedoutby": "CHECKEDOUTBYNAME",
    "completed": "COMPLETIONDATE", "classification": "CLEVEL", "disposed": "DISPOSITIONDATE",
}  # fmt: skip
_SCOPES: Final = ("ONLINE", "ALL", "ARCHIVE", "ONLINE-HIDDENS")
_SET: Final = "PROPERTYSETNAME"
_EVERYTHING: Final = "the search has no criteria; give criteria, or everything=True"


@attrs.frozen
class Query:
    """A search, before the definitions of its property sets are known.

    Attributes:
        conditions: the conditions.
        sort: the sort order.
        everything: whether the search has no conditions on purpose.
    """

    conditions: tuple[Condition | SetCondition, ...]
    sort: str
    everything: bool = False

    @property
    def sets(self) -> tuple[str, ...]:
        """The named property sets, each once."""
        named = [each.set_name for each in self.conditions if isinstance(each, SetCondition)]
        if "." in self.sort:
            named.append(self.sort.partition(".")[0])
        return tuple({name.casefold(): name for name in named}.values())

    @property
    def whole_names(self) -> tuple[str, ...]:
        """The names that every hit must have, ignoring letter case."""
        named = (each.whole_name for each in self.conditions if isinstance(each, Condition))
        return tuple(name.casefold() for name in named if name)

    def written(self, definitions: Definitions) -> tuple[str, str]:
        """Return the criteria as XML, and the name to sort by.

        Args:
            definitions: the property sets by their names in lower case; None for one that could not be read.

        Raises:
            ArgumentError: some criteria are not possible; all problems at once.
        """
        problems: list[str] = []
        root = etree.Element("criteria")
        for part in (self._flat, self._of_sets):
            try:
                part(root, definitions)
            except ArgumentError as exc:
                problems += exc.problems
        try:
            sort = self._sorted(definitions)
        except ArgumentError as exc:
            problems += exc.problems
        if problems:
            raise refused(*problems)
        # An empty text finds everything, and an empty root nothing.
        return ("" if self.everything and not len(root) else etree.tostring(root, encoding="unicode")), sort

    def _flat(self, root: etree._Element, definitions: Definitions) -> None:
        found: dict[str, Condition] = {}
        problems: list[str] = []
        for each in self.conditions:
            if not isinstance(each, Condition):
                continue
            before = found.get(each.name)
            try:
                found[each.name] = each if before is None else _both(before, each)
            except ArgumentError as exc:
                problems += exc.problems
        if problems:
            raise refused(*problems)
        for each in found.values():
            values = {"NAME": each.name, "OPERATOR": each.operator, **dict(each.more), "VALUE": each.value}
            _add(root, {name: value for name, value in values.items() if value or (name == "VALUE" and value == "")})

    def _of_sets(self, root: etree._Element, definitions: Definitions) -> None:
        sets: dict[str, list[SetCondition]] = {}
        for each in self.conditions:
            if isinstance(each, SetCondition):
                sets.setdefault(each.set_name.casefold(), []).append(each)
        if len(sets) > 1:
            names = " and ".join(conditions[0].set_name for conditions in sets.values())
            raise refused(
                f"a search can use one property set, not {names}; "
                "the reference does not say whether a server accepts several"
            )
        for folded, conditions in sets.items():
            definition = definitions.get(folded)
            fields = written(conditions, definition)
            name = (definition.name if definition is not None else None) or conditions[0].set_name
            parent = _add(root, {"NAME": _SET, "VALUE": name})
            for field in fields:
                _add(parent, {"NAME": field.field, "OPERATOR": field.operator, "VALUE": field.value})

    def _sorted(self, definitions: Definitions) -> str:
        set_name, dot, field = self.sort.partition(".")
        definition = definitions.get(set_name.casefold()) if dot else None
        if definition is None:
            return self.sort
        return f"{definition.name or set_name}.{field_of(definition, field).name or field}"


def query(
    criteria: Criteria | None,
    *,
    folder: str | None = None,
    subfolders: bool = True,
    scope: str | None = None,
    sort_by: str = "name",
    everything: bool = False,
) -> Query:
    """Make a query.

    Args:
        criteria: the criteria; None for everything.
        folder: the folder to search in.
        subfolders: whether to search in subfolders.
        scope: the libraries to search.
        sort_by: the sort order.
        everything: whether criteria are missing on purpose.

    Raises:
        ArgumentError: there are no criteria, or impossible ones.
    """
    if criteria is not None and not isinstance(criteria, Criteria):
        raise refused(f"make criteria with comparisons of soapclient.criteria, not with {criteria!r}")
    if criteria is None and not everything:
        raise refused(_EVERYTHING)
    if criteria is not None and everything:
        raise refused("criteria and everything=True contradict each other")
    conditions: list[Condition | SetCondition] = [*(criteria.conditions if criteria is not None else ())]
    if scope is not None:
        conditions.append(Condition("scope", "SEARCHSCOPE", value=_one_of("scope", scope, _SCOPES)))
    if folder is not None:
        conditions.append(Condition("folder", "FOLDER", value=said("folder", folder)))
        conditions.append(Condition("subfolders", "INCLUDESUBFOLDERS", value="true" if subfolders else "false"))
    elif not subfolders:
        raise refused("subfolders=False needs a folder")
    return Query(tuple(conditions), sorting(sort_by), everything)


def sorting(name: str) -> str:
    """Return the server's name for a sort order.

    Args:
        name: the server's name in any letter case, the name of a model's attribute, or "SET.FIELD".

    Raises:
        ArgumentError: hits cannot be sorted by this.
    """
    if not isinstance(name, str) or not name.strip():
        raise refused(f"sort_by must be the name of a field to sort by, not {name!r}")
    stripped = name.strip()
    set_name, dot, field = stripped.partition(".")
    if dot and set_name.strip() and field.strip():
        return f"{set_name.strip()}.{field.strip()}"
    folded = stripped.replace("_", "").casefold()
    known = _ALIASES.get(folded) or next((each for each in _SORTS if each.casefold() == folded), None)
    if known is None:
        raise refused(f"hits cannot be sorted by {name!r}: {meant(folded, [*_ALIASES, *_SORTS])}")
    return known


def _one_of(label: str, value: str, words: Sequence[str]) -> str:
    text = said(label, value).strip().upper()
    if text not in words:
        raise refused(f"{label} must be one of {', '.join(words)}, not {value!r}")
    return text


def _both(first: Condition, second: Condition) -> Condition:
    """Combine two date conditions of one kind to a range."""
    if first == second:
        return first
    if first.name == "DATECRITERIA" and first.more == second.more:
        one = joined(
            first.label,
            Written("", first.operator, first.value or ""),
            Written("", second.operator, second.value or ""),
        )
        return attrs.evolve(first, operator=one.operator, value=one.value)
    if first.label == second.label:
        raise refused(
            f"{first.label} appears twice; the reference does not say whether a server accepts two conditions on it"
        )
    raise refused(
        f"{first.label} and {second.label} are both {first.name}; it is not documented whether a server accepts two"
    )


def _add(parent: etree._Element, values: Mapping[str, Any]) -> etree._Element:
    try:
        return etree.SubElement(parent, "criteria", dict(values))
    except ValueError:
        raise refused(f"{values['NAME']}: the value has a character that XML does not allow") from None
