"""The rows of property sets: read from GetPropertySets, and written.

Source: the pages of GetPropertySets, AddPropertySetRow, UpdatePropertySetRow and DeletePropertySetRow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs
from lxml import etree

from ...contract.plain import Plain, plain
from ...errors import ArgumentError, UnexpectedReply
from ...wire import repairs
from ...wire.safe_xml import local
from ..fields import READS_ROWS
from ..models.entity import moment, number, told
from . import values

if TYPE_CHECKING:
    from ..models.contents import PropertySet

_ROWS: Final = frozenset({"propertyrow", "row"})


@attrs.frozen(kw_only=True)
class StoredRow:
    """A stored row.

    Attributes:
        number: its number.
        texts: the stored texts, by the names of fields in capitals.
        repaired: the fields whose text had a character that XML does not allow.
        applied_by: who last saved it.
        applied_by_id: that user's number; 0 if unknown.
        applied: when it was last saved, in UTC.
    """

    number: int
    texts: Mapping[str, str]
    repaired: frozenset[str] = frozenset()
    applied_by: str | None = None
    applied_by_id: int | None = None
    applied: dt.datetime | None = None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PropertyRow(Mapping[str, Any], Plain):
    """A row of a property set: typed values by the names of fields, ignoring letter case.

    Attributes:
        set_name: the property set.
        number: the row's number.
        texts: the values as the service writes them.
        applied_by: who last saved it.
        applied_by_id: that user's number; 0 if unknown.
        applied: when it was last saved, in UTC.
    """

    set_name: str
    number: int
    texts: Mapping[str, str]
    applied_by: str | None = None
    applied_by_id: int | None = None
    applied: dt.datetime | None = None
    _values: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the attributes as plain data, and the typed values as "values"."""
        return {**super().to_dict(), "values": plain(self._values)}

    def __getitem__(self, field: str) -> Any:
        return self._values[field.upper()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<PropertyRow {self.set_name}[{self.number}] {dict(self._values)!r}>"


def typed(of: PropertySet | None, name: str, row: StoredRow) -> PropertyRow:
    """Return a row with typed values.

    Args:
        of: the definition of its set; None if unknown: then all values are texts.
        name: the name of the set.
        row: the row.
    """
    fields = {} if of is None else {(each.name or "").upper(): each for each in of.fields}
    found = {field: values.read(fields.get(field), text) for field, text in row.texts.items()}
    facts = {each: getattr(row, each) for each in ("number", "texts", "applied_by", "applied_by_id", "applied")}
    return PropertyRow(set_name=name, values=found, **facts)


def read(root: etree._Element | None) -> dict[str, tuple[StoredRow, ...]]:
    """Read the rows in a reply of GetPropertySets, by the names of their sets in capitals.

    Raises:
        UnexpectedReply: the reply does not list one item's property sets, or lists something else too.
    """
    holders = [] if root is None else [each for each in root if _name(each) == "propertysets"]
    if len(holders) != 1:
        raise _odd("the reply does not list property sets" + (" once" if holders else ""))
    (holder,) = holders
    found: dict[str, tuple[StoredRow, ...]] = {}
    for each in holder.iterchildren("*"):
        name = (told(each).get("Name") or told(each).get("name") or "").strip()
        if _name(each) != "propertyset" or not name:
            raise _odd(f"the reply lists <{local(each.tag)}>, which is not a property set with a name")
        rows = tuple(_row(row, name) for row in each.iterchildren("*") if _name(row) != "log")
        numbers = [row.number for row in (*found.get(name.upper(), ()), *rows)]
        if len({*numbers}) != len(numbers):
            raise _odd(f"the reply lists two rows of {name} with one number")
        found[name.upper()] = (*found.get(name.upper(), ()), *rows)
    return {name: tuple(sorted(rows, key=lambda row: row.number)) for name, rows in found.items() if rows}


def _row(element: etree._Element, name: str) -> StoredRow:
    if _name(element) not in _ROWS:
        raise _odd(f"the reply lists <{local(element.tag)}> in {name}, which is not a row")
    texts = {each.upper(): text for each, text in told(element).items()}
    texts.pop("LOG", None)
    place = number(texts.pop("ROWNBR", None))
    if place is None or place < 1:
        raise _odd(f"the reply lists a row of {name} without a number")
    log = next((each.attrib for each in element.iterchildren("*") if _name(each) == "log"), None)
    facts = {} if log is None else {str(key).casefold(): str(value) for key, value in log.items()}
    applied = moment(facts.get("dateapplied"))
    return StoredRow(
        number=place,
        texts=texts,
        repaired=frozenset(each.upper() for each in repairs.among(element, told(element))),
        applied_by=facts.get("appliedby"),
        applied_by_id=number(facts.get("appliedbyid")),
        applied=applied.replace(tzinfo=dt.timezone.utc) if applied is not None and applied.tzinfo is None else applied,
    )


def written(name: str, place: int, texts: Mapping[str, str]) -> str:
    """Write one row of a property set; line breaks and tabs are preserved.

    Args:
        name: the set.
        place: the row's number; 0 for a new one.
        texts: the values by the names of fields.

    Raises:
        ArgumentError: the name of a field cannot be written in XML.
    """
    root = etree.Element("psets")
    row = etree.SubElement(etree.SubElement(root, "pset", name=name), "row", rownbr=str(place))
    for field, text in texts.items():
        try:
            row.set(field, text)
        except ValueError:
            raise ArgumentError("update", (f"{name}.{field}: XML cannot carry a field of this name",)) from None
    return etree.tostring(root, encoding="unicode")


def _name(element: etree._Element) -> str:
    return local(element.tag).casefold() if isinstance(element.tag, str) else ""


def _odd(why: str) -> UnexpectedReply:
    return UnexpectedReply(f"{READS_ROWS}: {why}", operation=READS_ROWS)
