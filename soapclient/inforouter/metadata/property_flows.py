"""Property sets of documents and folders: rows are read, changed, written as a whole, and read back.

Source: the pages of GetPropertySets, AddPropertySetRow, UpdatePropertySetRow and DeletePropertySetRow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, Conflict, PropertySetNotFound, SoapClientError, UnexpectedReply
from ..fields import READS_ROWS
from ..turns import in_turn
from .definitions import DefinitionReading
from .placed import Placed

if TYPE_CHECKING:
    from .property_plan import PropertyPlan, PropertyResult, Rows, RowStep
    from .row_changes import Kind, KnownSet, RowChange
    from .stored_rows import PropertyRow, StoredRow


class PropertyFlows(DefinitionReading, Placed):
    """The workflows for the property sets of documents or folders."""

    _kind: ClassVar[Kind] = "documents"

    @workflow
    def properties(self, path_or_id: str | int, /) -> Flow[dict[str, tuple[PropertyRow, ...]]]:
        """Read the applied property sets: their rows by the names of the sets, in capitals.

        Each row maps the names of fields to typed values, by the definition of its set: a `str` for CHAR, an `int` or a
        `Decimal` for NUMBER, a `date` for DATE (a `datetime` where a time is stored), a `bool` for BOOLEAN, None for an
        empty one, and the stored text if it does not fit its type. Sets without a row are not included.

        Args:
            path_or_id: the path, or a document's number.

        Raises:
            NotFound: the document or folder does not exist.
            PropertySetNotFound: the definition of a set is hidden from the caller.
            UnexpectedReply: the reply does not list rows.
        """
        from . import stored_rows

        path = yield from self._place(path_or_id, "properties")
        found = yield from self._rows(path)
        answer = {}
        for name, rows in found.items():
            of = yield from self._definition(name)
            answer[name] = tuple(stored_rows.typed(of, name, row) for row in rows)
        return answer

    @workflow
    def plan_properties(
        self,
        path_or_id: str | int,
        /,
        properties: Mapping[str, Any],
        *,
        remove_rows: Mapping[str, Iterable[int]] | None = None,
    ) -> Flow[PropertyPlan]:
        """Show what `set_properties` would do with the same arguments; it only reads definitions and rows.

        Args:
            path_or_id: the path, or a document's number.
            properties: as in `set_properties`.
            remove_rows: as in `set_properties`.

        Raises:
            ArgumentError: as in `set_properties`.
        """
        planned, _ = yield from self._plan_rows(path_or_id, properties, remove_rows)
        return planned

    @workflow
    def set_properties(
        self,
        path_or_id: str | int,
        /,
        properties: Mapping[str, Any],
        *,
        remove_rows: Mapping[str, Iterable[int]] | None = None,
    ) -> Flow[PropertyResult]:
        """Change property sets, and leave every other row and field alone.

        The values are checked against the definitions first. Rows are read, and written only if different: as a whole,
        since the reference says both that other fields are kept and that they are emptied. Each row is one
        call; all rows are read back, since a server may report success without a change. A change that somebody else
        makes to the same row in between may be lost.

        Args:
            path_or_id: the path, or a document's number.
            properties: for each set a mapping of fields to values, for the one row that it has or gets; or a
                mapping of row numbers to such mappings; or a list of all rows, matched by order, or by
                number for rows that were read, with new rows at the end. A value has its field's type;
                `KEEP` and None keep it, `CLEAR` empties it. Letter case does not matter.
            remove_rows: the numbers of the rows to remove, by set. This is the only way to remove a row.

        Returns:
            The written rows; none if nothing had to change.

        Raises:
            ArgumentError: a set or field does not exist, or a value does not fit: all problems at once; nothing
                was changed.
            NotFound: the document or folder does not exist.
            PropertySetNotFound: a row to change no longer exists; it was not changed.
            UnexpectedReply: a row differs from what was written, or another row changed.
            ServiceError: the service refused; `done` names the rows that were written before.
        """
        part = self._changed_rows(path_or_id, properties, remove_rows)
        return (yield from in_turn(self._caller, "rows", path_or_id, part))

    def _changed_rows(
        self, path_or_id: str | int, properties: Mapping[str, Any], remove_rows: Mapping[str, Iterable[int]] | None
    ) -> Flow[PropertyResult]:
        from .property_plan import PropertyResult

        planned, rows = yield from self._plan_rows(path_or_id, properties, remove_rows)
        resent = yield from self._write(planned, rows)
        return PropertyResult(
            path=planned.path,
            operations=planned.operations,
            resent=resent,
            changes=tuple(step.change for step in planned.steps),
        )

    def _rows(self, path: str) -> Flow[dict[str, tuple[StoredRow, ...]]]:
        from . import stored_rows

        reply = yield from self._call(READS_ROWS, Path=path)
        return stored_rows.read(reply.element)

    def _plan_rows(
        self, path_or_id: str | int, properties: Mapping[str, Any], remove: Mapping[str, Iterable[int]] | None
    ) -> Flow[tuple[PropertyPlan, Rows]]:
        from .property_plan import PropertyPlan
        from .row_changes import RowPlanner

        said = _by_set(properties, "properties")
        gone = {name: _numbers(name, numbers) for name, numbers in _by_set(remove or {}, "remove_rows").items()}
        problems: list[str] = []
        known: dict[str, KnownSet] = {}
        for name in dict.fromkeys([*said, *gone]):
            try:
                known[name] = yield from self._known(name, _fields(said.get(name)))
            except PropertySetNotFound as exc:
                problems.append(exc.message.partition(": ")[2])
        if problems:
            raise ArgumentError("update", tuple(problems))
        path = yield from self._place(path_or_id, "update")
        rows = yield from self._rows(path)
        steps: list[RowStep] = []
        for name, of in known.items():
            planner = RowPlanner(of, rows.get(name, ()), self._kind)
            changes = planner.changes(said.get(name), gone.get(name, ()))
            problems += planner.problems
            there = {row.number: row for row in rows.get(name, ())}
            steps += [_step(path, of, change, there.get(change.number)) for change in changes]
        if problems:
            raise ArgumentError("update", tuple(problems))
        return PropertyPlan(path=path, steps=tuple(steps)), rows

    def _write(self, planned: PropertyPlan, before: Rows | None = None) -> Flow[tuple[str, ...]]:
        """Carry out a plan, and read everything back.

        Args:
            planned: the plan.
            before: the rows as they were just read; None to read them now.

        Returns:
            The fields that were sent again as they were.
        """
        from . import stored_rows

        if not planned.steps:
            return ()
        path, done = planned.path, []
        resent: list[str] = []
        try:
            before = (yield from self._rows(path)) if before is None else before
            wanted = {name: {row.number: row.texts for row in rows} for name, rows in before.items()}
            added: dict[str, list[Mapping[str, str]]] = {}
            for step in planned.steps:
                change = step.change
                texts = _now(step, before)
                if change.action == "update":
                    resent += [f"{change.set_name}.{name}" for name in texts if name not in change.fields]
                    wanted[change.set_name.upper()][change.number] = texts
                elif change.action == "add":
                    added.setdefault(change.set_name.upper(), []).append(texts)
                else:
                    del wanted[change.set_name.upper()][change.number]
                xml = stored_rows.written(change.set_name, change.number, texts)
                yield from self._call(change.operation, Path=path, xmlpset=xml)
                done.append(change.name)
            now = yield from self._rows(path)
        except SoapClientError as exc:
            exc.done = (*exc.done, *done)
            raise
        wrong = _different(planned, wanted, added, now)
        if wrong:
            error = UnexpectedReply(
                f"{planned.steps[-1].operation}: read back, {'; '.join(wrong)}",
                operation=planned.steps[-1].operation,
                maybe_applied=True,
            )
            error.done = tuple(done)
            raise error
        return tuple(dict.fromkeys(resent))


def _by_set(said: Any, what: str) -> dict[str, Any]:
    if not isinstance(said, Mapping) or not all(isinstance(name, str) and name.strip() for name in said):
        raise ArgumentError("update", (f"{what}: expected a mapping from names of property sets",))
    found = {name.strip().upper(): value for name, value in said.items()}
    if len(found) != len(said):
        raise ArgumentError("update", (f"{what}: a property set is named twice, in different letter case",))
    return found


def _numbers(name: str, numbers: Any) -> frozenset[int]:
    listed = isinstance(numbers, Iterable) and not isinstance(numbers, (str, bytes, Mapping))
    found: list[Any] = [*numbers] if listed else [None]
    if not all(isinstance(each, int) and not isinstance(each, bool) and each > 0 for each in found):
        raise ArgumentError("update", (f"remove_rows: expected numbers of rows of {name}, such as [2, 3]",))
    return frozenset(found)


def _fields(said: Any) -> frozenset[str]:
    """Return the names of the given fields, in capitals, for every accepted shape."""
    if isinstance(said, Mapping):
        inner = [_fields(each) for each in said.values() if isinstance(each, Mapping)]
        return frozenset({str(key).upper() for key in said}).union(*inner)
    if isinstance(said, Sequence) and not isinstance(said, (str, bytes)):
        return frozenset().union(*(_fields(each) for each in said))
    return frozenset()


def _step(path: str, known: KnownSet, change: RowChange, row: StoredRow | None) -> RowStep:
    from . import stored_rows
    from .property_plan import RowStep
    from .row_changes import whole

    texts = whole(known, row, change.fields) if row is not None and change.action == "update" else change.fields
    xml = stored_rows.written(change.set_name, change.number, texts)
    kept = tuple(f"{change.set_name}.{name}" for name in texts if name not in change.fields)
    return RowStep(
        operation=change.operation,
        arguments={"Path": path, "xmlpset": xml},
        completes=kept,
        change=change,
        known=known,
    )


def _now(step: RowStep, rows: Rows) -> dict[str, str]:
    """Return a row as it must be sent now.

    Raises:
        PropertySetNotFound: it no longer exists.
        Conflict: it should be removed, but has changed since the plan.
    """
    from .row_changes import whole

    change = step.change
    if change.action == "add":
        return dict(change.fields)
    row = next((row for row in rows.get(change.set_name.upper(), ()) if row.number == change.number), None)
    if row is None:
        raise PropertySetNotFound(
            f"{change.operation}: {change.set_name} no longer has row {change.number}; it was not changed",
            operation=change.operation,
            text="Row not found",
        )
    if change.action == "remove" and row.texts != change.before:
        raise Conflict(
            f"{change.operation}: {change.set_name} row {change.number} has changed since its removal was planned; "
            "it was not removed",
            operation=change.operation,
        )
    return {} if change.action == "remove" else whole(step.known, row, change.fields)


def _different(
    planned: PropertyPlan,
    wanted: Mapping[str, Mapping[int, Mapping[str, str]]],
    added: Mapping[str, Sequence[Mapping[str, str]]],
    now: Rows,
) -> list[str]:
    """List the rows of the written sets that differ from the wanted ones.

    Args:
        planned: what was carried out.
        wanted: the wanted rows, by set and number.
        added: the new ones.
        now: the rows, read back.
    """
    from .values import same

    wrong: list[str] = []
    known = {step.change.set_name.upper(): step.known for step in planned.steps}
    for name, of in known.items():
        rows = {row.number: row.texts for row in now.get(name, ())}
        expected, new = wanted.get(name, {}), [*added.get(name, ())]
        if len(rows) != len(expected) + len(new):
            wrong.append(f"{name} has {len(rows)} rows, not {len(expected) + len(new)}")
            continue
        # Rows may be renumbered after a removal; new ones have the remaining numbers.
        anew = not expected.keys() <= rows.keys()
        told = sorted(rows) if anew else [*expected, *sorted(rows.keys() - expected.keys())]
        pairs = zip(map(rows.__getitem__, told), told, (*expected.values(), *new), strict=True)
        fields = of.fields
        wrong += [
            f"{name}[{number}].{field} is {there.get(field, '')!r}, not {text!r}"
            for there, number, texts in pairs
            for field, text in texts.items()
            if field in fields and not same(fields[field], text, there.get(field, ""))
        ]
    return wrong
