"""A plan: the changes of a bulk run, row by row, made for one server and sealed with a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final, Literal, TypeVar

import attrs

from ..errors import BulkError
from ..wire.forks import Unshared
from ..wire.redact import one_line
from .moves import Move, moves_from_json, moves_to_json
from .private_files import LONGEST, Spool, dump, load, private, read_line
from .target import USERS, Find, Shape, Target

FORMAT: Final = "soapclient bulk plan"
JOURNAL: Final = "soapclient bulk journal"
VERSION: Final = 2
_COUNTS: Final = ("rows", "change", "fields", "clears", "resent", "same", "errors", "left")  # older ones: no "resent"
READABLE: Final = (1, 2)  # version 1 was for users only, and did not record that

_LONGEST_ROW: Final = LONGEST - 2**20  # a journal repeats a row, with its outcome

RowKind = Literal["error", "left", "clear", "change", "same"]
P = TypeVar("P", bound="PlanFile")


@attrs.frozen(kw_only=True)
class PlannedRow:
    """One row of a plan.

    Attributes:
        number: its position, from 1.
        line: its line in the input.
        key: the value of its key column.
        moves: the changes; for a row that cannot be done, the requested ones.
        keep: the fields left alone.
        same: the fields that already have their new value.
        left: fields that an undo does not restore, and why.
        operations: the operations to call.
        resent: the fields that are read first and sent again, so a change by others in between may be undone.
        error: why the row cannot be done; empty if it can.
    """

    number: int
    line: int
    key: str
    moves: Mapping[str, Move] = attrs.field(factory=dict)
    keep: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    left: Mapping[str, str] = attrs.field(factory=dict)
    operations: tuple[str, ...] = ()
    resent: tuple[str, ...] = ()
    error: str = ""

    @property
    def changes(self) -> bool:
        """Whether there is something to do."""
        return bool(self.operations) and not self.error

    @property
    def kind(self) -> RowKind:
        """What it does: it cannot be done, an undo leaves it, it clears a field, it changes others, or nothing."""
        if self.error:
            return "error"
        if not self.changes:
            return "left" if self.left else "same"
        return "clear" if any(move.clears for move in self.moves.values()) else "change"

    def to_line(self) -> bytes:
        """Write it as a line of JSON."""
        found: dict[str, Any] = {"row": self.number, "line": self.line, "key": self.key}
        found |= {"operations": self.operations, "change": moves_to_json(self.moves)}
        found |= {name: value for name in ("keep", "same", "left", "resent", "error") if (value := getattr(self, name))}
        return dump(found)

    @classmethod
    def from_line(cls, line: bytes, shape: Shape) -> PlannedRow:
        """Read a row that `to_line` wrote.

        Args:
            line: the line.
            shape: which fields there are.

        Raises:
            ValueError: the line is not a row of a plan.
        """
        try:
            found = load(line)
            return cls(
                number=int(found["row"]),
                line=int(found["line"]),
                key=str(found["key"] if "key" in found else found[USERS.key]),
                moves=moves_from_json(found["change"], shape),
                keep=tuple(found.get("keep", ())),
                same=tuple(found.get("same", ())),
                left=dict(found.get("left", {})),
                operations=tuple(found["operations"]),
                resent=tuple(found.get("resent", ())),
                error=str(found.get("error", "")),
            )
        except (KeyError, TypeError, AttributeError, OverflowError) as exc:
            raise ValueError(f"it is not a row of a plan ({exc})") from None


class PlanFile(Unshared):
    """The changes of a bulk run, as data; `BulkPlan` is a plan that can be applied.

    It keeps its rows in a temporary file, not in memory: `close` it, or use `with`.

    Attributes:
        header: its server and contract, the time, the options, the counts of the summary and the hash.
        shape: the columns of its rows.
        target: the target to apply it to; None if it was read without a client.
    """

    def __init__(self, header: dict[str, Any], shape: Shape, spool: Spool, target: Target | None = None) -> None:
        self.header = header
        self.shape = shape
        self.target = target
        self._spool = spool

    @property
    def summary(self) -> dict[str, Any]:
        """Counts: rows, rows that change, fields changed, cleared, sent again, rows unchanged, rows with an error."""
        return dict(self.header["summary"])

    @property
    def blind(self) -> bool:
        """Whether it was made without reading, so it has no old values."""
        return bool(self.header["options"].get("blind"))

    @property
    def age(self) -> float:
        """Seconds since planning started."""
        return (dt.datetime.now(dt.timezone.utc) - _moment(self.header["created"])).total_seconds()

    def __iter__(self) -> Iterator[PlannedRow]:
        return (PlannedRow.from_line(line, self.shape) for line in self._spool)

    def lines(self) -> Iterator[bytes]:
        """Return the lines of its file, the header first."""
        yield dump(self.header)
        yield from self._spool

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file of JSON Lines that only its owner can read; the file is complete or not written.

        Raises:
            BulkError: it cannot be written.
        """
        with private(Path(path)) as stream:
            for line in self.lines():
                stream.write(line)

    @classmethod
    def load(cls: type[P], path: str | os.PathLike[str], find: Find | None = None) -> P:
        """Read a plan from its file.

        Args:
            path: the file.
            find: returns the target of the plan; None to inspect the plan only.

        Raises:
            BulkError: the file is not a plan, has another version or target, or was changed since it was made.
        """
        try:
            with Path(path).open("rb") as stream:
                return cls.read(stream, str(path), find, alone=True)
        except OSError as exc:
            raise BulkError(f"{path} cannot be read ({exc.strerror or exc})") from None

    @classmethod
    def read(cls: type[P], stream: IO[bytes], what: str, find: Find | None = None, *, alone: bool = False) -> P:
        """Read a plan from the number of lines in its header; see `load`.

        Args:
            stream: the lines.
            what: its name in messages.
            find: returns the target of the plan; None to inspect the plan only.
            alone: whether nothing may follow.
        """
        spool = Spool()
        try:
            header = _header(read_line(stream, what, 1), what)
            shape = USERS if header["version"] == 1 else Shape.from_json(header["target"])
            digest = hashlib.sha256()
            for number in range(1, header["summary"]["rows"] + 1):
                line = read_line(stream, what, number + 1)
                digest.update(line)
                spool.add(line)
                if not line.endswith(b"\n") or PlannedRow.from_line(line, shape).number != number:
                    raise ValueError("a row is missing")
            if _seal(header, digest) != header["sha256"]:
                raise ValueError("its hash does not match")
            if alone and stream.read(1):
                raise ValueError("it has more rows than its header says")
        except ValueError as exc:
            spool.close()
            told = one_line(str(exc), 200)
            raise BulkError(f"{what} was changed or damaged since it was made ({told}): plan again") from None
        except BaseException:
            spool.close()
            raise
        try:
            return cls(header, shape, spool, None if find is None else _found(find, shape, what))
        except BaseException:
            spool.close()
            raise

    def close(self) -> None:
        """Drop the rows."""
        self._spool.close()

    def __enter__(self: P) -> P:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.summary['rows']} rows, {self.summary['change']} to change>"


def _found(find: Find, shape: Shape, what: str) -> Target:
    target = find(shape)
    if not shape.fields.items() <= target.shape.fields.items() or (shape.dotted and not target.shape.dotted):
        raise BulkError(f"{what} has fields that {target.shape.name} do not have here: plan again")
    return target


def make(
    header: Mapping[str, Any],
    rows: Iterator[PlannedRow],
    target: Target,
    kind: type[P] = PlanFile,  # type: ignore[assignment]  # a default for P needs Python 3.13
) -> P:
    """Build a plan.

    Args:
        header: its header.
        rows: its rows; they are written to a temporary file one by one.
        target: the target to apply it to.
        kind: the class of the plan.
    """
    spool = Spool()
    digest = hashlib.sha256()
    counts: Counter[str] = Counter()
    operations: Counter[str] = Counter()
    try:
        for row in rows:
            line = row.to_line()
            if len(line) > _LONGEST_ROW:
                raise BulkError(
                    f"line {row.line}: the stored and the new values have more than {_LONGEST_ROW:,} bytes "
                    "together, too many for a plan: leave the row out and make that change separately"
                )
            digest.update(line)
            spool.add(line)
            counts.update(_counts(row))
            operations.update(row.operations if row.changes else ())
    except BaseException:
        spool.close()
        raise
    summary = {**{name: counts[name] for name in _COUNTS}, "operations": dict(sorted(operations.items()))}
    whole: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        **header,
        "target": target.shape.to_json(),
        "summary": summary,
    }
    return kind({**whole, "sha256": _seal(whole, digest)}, target.shape, spool, target)


def now() -> str:
    """Return the current time in the format of plans and journals."""
    return dt.datetime.now(dt.timezone.utc).isoformat(timespec="milliseconds")


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without a zone")
    return found


def _counts(row: PlannedRow) -> Iterator[str]:
    yield "rows"
    yield "errors" if row.error else "change" if row.changes else "same"
    yield from ["left"] * len(row.left)
    if row.changes:
        yield from ["fields"] * len(row.moves)
        yield from ["clears"] * sum(move.clears for move in row.moves.values())
        yield from ["resent"] * len(row.resent)


def _seal(header: Mapping[str, Any], rows: Any) -> str:
    whole = rows.copy()
    whole.update(dump({name: value for name, value in header.items() if name != "sha256"}))
    return str(whole.hexdigest())


def _header(line: bytes, what: str) -> dict[str, Any]:
    try:
        header = load(line)
    except ValueError:
        header = {}
    if header.get("format") != FORMAT:
        if header.get("format") == JOURNAL:
            raise BulkError(
                f"{what} is the journal of a run, not a plan: use it with bulk status, resume, report or undo"
            )
        raise BulkError(f"{what} is not a plan: make one with bulk plan")
    if header.get("version") not in READABLE:
        raise BulkError(
            f"{what} is a plan of version {one_line(repr(header.get('version')), 40)}; this program reads 1 and 2: "
            "plan again"
        )
    names = {"server": str, "created": str, "options": dict, "summary": dict, "sha256": str, "contract": dict}
    if header["version"] != 1:
        names["target"] = dict
    if not all(isinstance(header.get(name), kind) for name, kind in names.items()):
        raise ValueError("its header is incomplete")
    _moment(header["created"])
    counts = header["summary"].get("operations")
    if not isinstance(counts, dict) or not all(type(count) is int for count in counts.values()):
        raise ValueError("its header does not count its operations")
    if not all(type(header["summary"].get(name)) is int for name in _COUNTS if name != "resent"):
        raise ValueError("its header has no number of rows")
    return header
