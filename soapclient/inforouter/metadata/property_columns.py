"""Columns of a bulk run for fields of property sets: `INVOICE.AMOUNT`, and `INVOICE.*` for the row itself.

A column sets a field in the one row that a document or folder has or gets in the set. `INVOICE.*` is "row" if
the row exists and empty if not. So a plan shows that a row will be added, and its undo removes the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...bulk.target import Value
from ...calls.flow import Flow
from ...errors import ArgumentError, PropertySetNotFound
from ...values import CLEAR
from ..fields import READS_ROWS
from ..steps import Exact
from . import values
from .property_flows import PropertyFlows
from .row_changes import OPERATIONS, KnownSet, nearest
from .stored_rows import StoredRow

ROW: Final = "*"
THERE: Final = "row"
_PREFIX: Final = "PROPERTIES."
Properties = dict[str, dict[str, str]]


class PropertyColumns:
    """The property sets of the documents or folders that a bulk run changes.

    Args:
        face: their workflows; definitions that it reads are kept.
    """

    operations: Final = ("GetPropertySetDefinition", "GetPropertySetFieldOptions", READS_ROWS, *OPERATIONS.values())

    def __init__(self, face: PropertyFlows) -> None:
        self._face: Any = face
        face._kept = {}

    def resolve(self, column: str) -> str:
        """Return the field of a column, in capitals; see `Shape`.

        Raises:
            ValueError: the set or field does not exist.
        """
        name = column.strip().upper()
        name, dot, field = name.removeprefix(_PREFIX).partition(".")
        if not dot or "." in field:
            raise ValueError("name a field of a property set SET.FIELD")
        try:
            known = self._known(name.strip())
        except PropertySetNotFound as exc:
            raise ValueError(exc.message.partition(": ")[2]) from None
        field = field.strip()
        if field != ROW and field not in known.fields:
            raise ValueError(f"{known.name} has no field {field!r}{nearest(field, [*known.fields])}")
        return f"{known.name.upper()}.{field}"

    def normal(self, said: Mapping[str, Value]) -> dict[str, Value]:
        """Return values in the spelling of `read`, and mark each set that must have a row for them."""
        found = dict(said)
        for name, fields in split(said)[1].items():
            kinds = self._known(name).fields
            for field, text in fields.items():
                if field in kinds:
                    found[f"{name}.{field}"] = values.canonical(kinds[field], text)
            if any(fields.values()):
                found.setdefault(f"{name}.{ROW}", THERE)
        return found

    def plan(self, properties: Properties) -> tuple[str, ...]:
        """Return the operations that write these fields, after checking the values.

        Raises:
            ArgumentError: values are not possible: all problems at once.
        """
        problems: list[str] = []
        names: list[str] = []
        for name, fields in properties.items():
            row = fields.get(ROW)
            if row not in (None, "", THERE):
                problems.append(f"{name}.{ROW}: use {THERE!r} to have a row, or clear it to have none")
            if row != "":
                problems += self._problems(name, fields)
            action = {None: "update", THERE: "add"}.get(row, "remove")
            names += [READS_ROWS, OPERATIONS[action]]  # type: ignore[index]  # one of the three
        if problems:
            raise ArgumentError("update", tuple(problems))
        return tuple(names)

    def read(self, path: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """Return the values in the one row of each set, "" for a missing row.

        Raises:
            ArgumentError: a set has several rows.
        """
        wanted = split(dict.fromkeys(fields, ""))[1]
        if not wanted:
            return {}
        rows = self._rows(path)
        found: dict[str, Value | None] = {}
        for name, each in wanted.items():
            row, kinds = _only(name, rows.get(name, ())), self._known(name).fields
            for field in each:
                value: Value | None = THERE if row else ""
                if field != ROW and row is not None:
                    text = row.texts.get(field, "")
                    value = None if field in row.repaired else values.canonical(kinds[field], text)
                found[f"{name}.{field}"] = "" if row is None else value
        return found

    def said(self, path: str, properties: Properties) -> dict[str, Any]:
        """Return the arguments for `set_properties`.

        Raises:
            ArgumentError: a row that should be removed has more values than are named.
        """
        given: dict[str, dict[str, Any]] = {"properties": {}, "remove_rows": {}}
        for name, fields in properties.items():
            if fields.get(ROW) != "":
                given["properties"][name] = {
                    field: Exact(text) if text else CLEAR for field, text in fields.items() if field != ROW
                }
                continue
            row = _only(name, self._rows(path).get(name, ()))
            if row is None:
                continue
            more = [field for field, text in row.texts.items() if text and fields.get(field) != ""]
            if more:
                why = f"{name}: its row is not removed, since it has values in {', '.join(more)}; clear them too"
                raise ArgumentError("update", (why,))
            given["remove_rows"][name] = [row.number]
        return given

    def _problems(self, name: str, fields: Mapping[str, str]) -> list[str]:
        known = self._known(name)
        problems = []
        for field, text in fields.items():
            if field == ROW:
                continue
            try:
                sent = values.said(known.fields[field], Exact(text) if text else CLEAR)
            except ValueError as exc:
                problems.append(f"{name}.{field}: {exc}")
                continue
            options = known.options.get(field, ())
            if sent and options and sent not in options:
                problems.append(f"{name}.{field}: {sent!r} is not an option{nearest(sent, options)}")
        return problems

    def _known(self, name: str) -> KnownSet:
        of = self._carry(self._face._definition(name))
        return KnownSet(definition=of, options={(each.name or "").upper(): each.options or () for each in of.fields})

    def _rows(self, path: str) -> Mapping[str, tuple[StoredRow, ...]]:
        found: Mapping[str, tuple[StoredRow, ...]] = self._carry(self._face._rows(path))
        return found

    def _carry(self, flow: Flow[Any]) -> Any:
        return self._face.carrier.carry(flow)


def split(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Separate a row's own fields from those of property sets."""
    own: dict[str, Any] = {}
    properties: dict[str, dict[str, Any]] = {}
    for field, value in said.items():
        name, dot, inner = field.partition(".")
        if dot:
            properties.setdefault(name, {})[inner] = value
        else:
            own[field] = value
    return own, properties


def resent(properties: Properties) -> tuple[str, ...]:
    """Return the rows that are updated, whose other fields are sent again."""
    return tuple(f"{name}.{ROW}" for name, fields in properties.items() if ROW not in fields)


def changed(operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields of property sets that operations change; only one row's if they name one."""
    names = set()
    for operation in operations:
        what, _, row = operation.partition(" (")
        if what in OPERATIONS.values():
            names.add(row.partition(" ")[0].upper())
    return tuple(field for field in fields if "." in field and names & {"", field.partition(".")[0]})


def _only(name: str, rows: tuple[StoredRow, ...]) -> StoredRow | None:
    if len(rows) > 1:
        raise ArgumentError("update", (f"{name}: it has {len(rows)} rows here, but a column needs exactly one",))
    return rows[0] if rows else None
