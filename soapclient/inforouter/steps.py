"""What an update is made of: steps, each of them one operation, planned before anything is sent."""

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
    """A text that is meant as it is although it is blank: a bulk run may restore one."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class Step(Plain):
    """One operation of a planned update.

    Attributes:
        operation: its name.
        arguments: what it will be called with, by the reference's parameter names; one to keep by null is `KEEP`.
        resends: the parameters whose current value is read just before and sent again, since null is not said to keep.
        completes: the parts of a value that the call itself reads just before and sends again.
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
        """Return the operations that it calls, with the one that reads where current values are read first."""
        return (reads, self.operation) if self.resends or self.completes else (self.operation,)


@attrs.frozen(kw_only=True)
class Plan(Plain):
    """What an update will do: its steps in order, with the values to be sent."""

    READS: ClassVar[str] = ""
    ALSO = ("operations",)

    steps: tuple[Step, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations in order, with the one that reads where current values are read first."""
        names: list[str] = []
        for step in self.steps:
            names += step.named(self.READS)
        return tuple(names)

    @property
    def resends(self) -> tuple[str, ...]:
        """What is read just before and sent again: parameters, and parts of them."""
        return tuple(each for step in self.steps for each in (*step.resends, *step.completes))


@attrs.frozen(kw_only=True)
class Result(Plain):
    """What an update did.

    Attributes:
        operations: the operations that were called, in order; none where nothing was to do.
        resent: what was read just before and sent again: parameters, and parts of them.
    """

    ALSO = ("atomic",)

    operations: tuple[str, ...]
    resent: tuple[str, ...] = ()

    @property
    def atomic(self) -> bool:
        """Whether it was one call at most, with nothing read and sent again: if not, another's change may be undone."""
        return len(self.operations) <= 1

    @property
    def nothing_to_do(self) -> bool:
        """Whether nothing was called, since every field that was named was to keep its value."""
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
    """Bind every argument now, so that a contract that differs is told before the first step is made.

    Returns:
        The message parts, with a text in the place of what will be read and sent again.

    Raises:
        ArgumentError: this contract's operation has not the parameters that the step gives it.
        NullNotAllowed: what is to be kept cannot be kept by null.
    """
    arguments = {**step.arguments, **dict.fromkeys(step.resends, _RESENT)}
    return bind(operation, spelled(operation, arguments))


def unknown(given: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """Say which fields there are not."""
    return [f"there is no field {field!r}; the fields are: {', '.join(known)}" for field in given if field not in known]


def to_change(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are to be changed: not those that are `KEEP` or None."""
    return {key: value for key, value in given.items() if value is not KEEP and value is not None}


def says_nothing(said: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Tell whether an update names no field at all; None is how a caller's data says to keep one.

    Args:
        said: the fields to be changed.
        given: what is said about each field.
    """
    return not said and all(value is not None for value in given.values())


def exactly(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row, in which an empty text clears, as a workflow takes them."""
    return {
        field: value if not isinstance(value, str) or value.strip() else Exact(value) if value else CLEAR
        for field, value in values.items()
    }


def text_problems(field: str, value: Any, *, required: bool = False) -> Iterator[str]:
    """Say what is wrong with the text to be given to a field.

    A blank one is refused: rows keep a field where they are blank, and `ir.service` clears it.
    """
    if value is CLEAR:
        if required:
            yield f"{field}: cannot be empty"
    elif not isinstance(value, str):
        yield f"{field}: {type(value).__name__} where text is wanted: pass it as a str"
    elif not value.strip() and (required or not isinstance(value, Exact)):
        how = "cannot be empty" if required else "is blank; say CLEAR to empty the field, or KEEP to leave it as it is"
        yield f"{field}: {how}"
    else:
        try:
            check_text(value)
        except ValueError as exc:
            yield f"{field}: {exc}"
