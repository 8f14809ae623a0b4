"""The steps of an update: each is one operation, planned before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final, Literal

import attrs

from ..calls.arguments import bind
from ..contract.model import Operation
from ..contract.plain import Plain, plain
from ..contract.xsd import check_text
from ..values import CLEAR, KEEP
from .changes import FieldChange
from .read_back import spelled

Nulls = Literal["say", "refuse", "read"]
_RESENT: Final = "the current value"


class Exact(str):
    """A blank text that is meant literally: a bulk run may restore one."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class Step(Plain):
    """One operation of a planned update.

    Attributes:
        operation: the operation's name.
        arguments: its arguments, by the reference's parameter names; `KEEP` for one that null keeps.
        resends: the parameters whose current value is read and sent again, since null may not keep them.
        completes: the parts of a value that the call itself reads and sends again.
    """

    operation: str
    arguments: Mapping[str, Any]
    resends: tuple[str, ...] = ()
    completes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return "operation"; "sends", the values by parameter; "keeps" and "resends", lists of parameters."""
        sends = {name: "" if value is CLEAR else value for name, value in self.arguments.items() if value is not KEEP}
        kept = {"keeps": [*self.keeps], "resends": [*self.resends, *self.completes]}
        return {"operation": self.operation, "sends": plain(sends), **kept}

    @property
    def keeps(self) -> tuple[str, ...]:
        """The parameters that null keeps."""
        return tuple(name for name, value in self.arguments.items() if value is KEEP)

    def named(self, reads: str) -> tuple[str, ...]:
        """Return the operations that the step calls, with the reading one first if current values are read."""
        return (reads, self.operation) if self.resends or self.completes else (self.operation,)


@attrs.frozen(kw_only=True)
class Plan(Plain):
    """The plan of an update: its steps in order, with the values to send."""

    READS: ClassVar[str] = ""
    ALSO = ("operations",)

    steps: tuple[Step, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations in order, with the reading one first if current values are read."""
        names: list[str] = []
        for step in self.steps:
            names += step.named(self.READS)
        return tuple(names)

    @property
    def resends(self) -> tuple[str, ...]:
        """The values that are read and sent again: parameters, and parts of them."""
        return tuple(each for step in self.steps for each in (*step.resends, *step.completes))


@attrs.frozen(kw_only=True)
class Result(Plain):
    """The result of an update.

    Attributes:
        operations: the called operations, in order; empty if there was nothing to do.
        resent: the values that were read and sent again: parameters, and parts of them.
    """

    ALSO = ("atomic",)

    operations: tuple[str, ...]
    resent: tuple[str, ...] = ()

    @property
    def atomic(self) -> bool:
        """Whether the update was one call at most, without values read and sent again (which can undo a change)."""
        return len(self.operations) <= 1

    @property
    def nothing_to_do(self) -> bool:
        """Whether nothing was called, since every named field keeps its value."""
        return not self.operations


@attrs.frozen(kw_only=True)
class FieldsResult(Result):
    """What an update of fields did.

    Attributes:
        operations: the operations that were called, in order; none where nothing was to do.
        resent: what was read just before and sent again: parameters, and parts of them.
        changes: the fields that were changed, from what to what.
    """

    changes: tuple[FieldChange, ...] = ()


def check(operation: Operation, step: Step) -> dict[str, Any]:
    """Bind every argument now, so that a different contract is noticed before the first step.

    Returns:
        The message parts, with a placeholder for values that will be read and sent again.

    Raises:
        ArgumentError: this contract's operation does not have a parameter of the step.
        NullNotAllowed: null cannot keep a value.
    """
    arguments = {**step.arguments, **dict.fromkeys(step.resends, _RESENT)}
    return bind(operation, spelled(operation, arguments))


def unknown(given: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """List the problems with unknown fields."""
    return [f"unknown field {field!r}; the fields are {', '.join(known)}" for field in given if field not in known]


def to_change(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields to change: those that are not `KEEP` or None."""
    return {key: value for key, value in given.items() if value is not KEEP and value is not None}


def says_nothing(said: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Tell whether an update names no field at all; None in a caller's data means keep.

    Args:
        said: the fields to change.
        given: the value for each field.
    """
    return not said and all(value is not None for value in given.values())


def exactly(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row for a workflow: in the row, an empty text clears."""
    return {
        field: value if not isinstance(value, str) or value.strip() else Exact(value) if value else CLEAR
        for field, value in values.items()
    }


def text_problems(field: str, value: Any, *, required: bool = False) -> Iterator[str]:
    """List the problems with the text for a field.

    A blank text is refused: in rows it keeps a field, in `ir.service` it clears it.
    """
    if value is CLEAR:
        if required:
            yield f"{field}: cannot be empty"
    elif not isinstance(value, str):
        yield f"{field}: expected a str, not {type(value).__name__}"
    elif not value.strip() and (required or not isinstance(value, Exact)):
        how = "cannot be empty" if required else "is blank; pass CLEAR to empty the field, or KEEP to keep it"
        yield f"{field}: {how}"
    else:
        try:
            check_text(value)
        except ValueError as exc:
            yield f"{field}: {exc}"
