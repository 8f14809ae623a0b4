"""A search as the server takes it: criteria as XML, what it is ordered by, and what has to be known for that.

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
# As models and criteria call them.
_ALIASES: Final = {
    "name": "DOCUMENTNAME", "size": "DOCUMENTSIZE", "format": "MIMETYPEDESCRIPTION", "modified": "MODIFICATIONDATE",
    "created": "CREATIONDATE", "folder": "FOLDERNAME", "version": "LASTVERSIONNUMBER", "owner": "OWNERNAME",
    "modifiedby": "MODIFIEDBYNAME", "workflow": "FLOWNAME", "viewed": "VIEW", "checkedoutby": "CHECKEDOUTBYNAME",
    "completed": "COMPLETIONDATE", "classification": "CLEVEL", "disposed": "DISPOSITIONDATE",
}  # fmt: skip
_SCOPES: Final = ("ONLINE", "ALL", "ARCHIVE", "ONLINE-HIDDENS")
_SET: Final = "PROPERTYSETNAME"
_EVERYTHING: Final = "nothing is asked for: give criteria, or everything=True"


@attrs.frozen
class Query:
    """What to search for, before the property sets that it names are known.

    Attributes:
        conditions: what is asked for.
        sort: what the hits are ordered by.
        everything: whether nothing narrows the search.
    """

    conditions: tuple[Condition | SetCondition, ...]
    sort: str
    everything: bool = False

    @property
    def sets(self) -> tuple[str, ...]:
        """The property sets that are named, each once."""
        named = [each.set_name for each in self.conditions if isinstance(each, SetCondition)]
        if "." in self.sort:
            named.append(self.sort.partition(".")[0])
        return tuple({name.casefold(): name for name in named}.values())

    @property
    def whole_names(self) -> tuple[str, ...]:
        """The names that every hit has to have, letter case aside."""
        named = (each.whole_name for each in self.conditions if isinstance(each, Condition))
        return tuple(name.casefold() for name in named if name)

    def written(self, definitions: Definitions) -> tuple[str, str]:
        """Return the criteria as XML, and the name to sort by.

        Args:
            definitions: the property sets by their names in small letters; None where one could not be read.

        Raises:
            ArgumentError: something cannot be searched for, or not so; all that is wrong.
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
                f"one search asks for one property set, not for {names}: "
                "whether a server takes several is not documented"
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
        criteria: what to search for, None for everything.
        folder: the folder to search in.
        subfolders: whether to search in the folders below it.
        scope: which libraries to search.
        sort_by: what the hits are ordered by.
        everything: whether criteria are left out on purpose.

    Raises:
        ArgumentError: nothing is asked for, or something that cannot be.
    """
    if criteria is not None and not isinstance(criteria, Criteria):
        raise refused(f"criteria are made with comparisons of soapclient.criteria, not with {criteria!r}")
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
    """Return what hits are ordered by as the server calls it.

    Args:
        name: the server's name in any letter case, that of a model's attribute, or "SET.FIELD".

    Raises:
        ArgumentError: nothing can be ordered by this.
    """
    if not isinstance(name, str) or not name.strip():
        raise refused(f"sort_by is the name of what the hits are ordered by, not {name!r}")
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
        raise refused(f"{label} cannot be {value!r}: it is one of {', '.join(words)}")
    return text


def _both(first: Condition, second: Condition) -> Condition:
    """Make one condition of two of one kind: a range of its two ends, of dates."""
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
            f"{first.label} is asked for twice: whether a server takes two conditions on it is not documented"
        )
    raise refused(
        f"{first.label} and {second.label} are both {first.name}: whether a server takes two of them is not documented"
    )


def _add(parent: etree._Element, values: Mapping[str, Any]) -> etree._Element:
    try:
        return etree.SubElement(parent, "criteria", dict(values))
    except ValueError:
        raise refused(f"{values['NAME']}: the value has a character that XML does not have") from None
