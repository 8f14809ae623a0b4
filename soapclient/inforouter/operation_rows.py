"""Calls of one operation as the target of a bulk run: its parameters are the fields, and nothing can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..bulk.target import Kind, Shape, Target, Value, folded
from ..calls.arguments import bind
from ..contract.contract import Contract
from ..contract.model import Operation, Parameter
from ..contract.spelling import nearest
from ..contract.xsd import RANGES, TEXT_TYPES, VALUE_TYPES
from ..errors import BulkError, ContractError, ServiceError

if TYPE_CHECKING:
    from ..calls.caller import Caller
    from ..calls.faces import Carrier
    from .steps import Nulls

_AGAIN: Final = "it had been sent before, and no answer had come: it may have been done then"


class CallsTarget(Target):
    """Calls of one operation of one client.

    Args:
        caller: makes the calls.
        carrier: runs the flows.
        server: the server's name in plans.
        operation: the operation's exact name or Python spelling.
        key: the parameter that identifies a row; empty for none.
        nulls: whether null can be sent; for form POST, whether kept values are read and sent again.

    Raises:
        UnknownOperation: the contract does not have the operation.
        BulkError: the operation cannot be called for rows, or does not have the parameter.
    """

    def __init__(
        self, caller: Caller, carrier: Carrier, server: str, operation: str, key: str = "", nulls: Nulls = "say"
    ) -> None:
        self._caller = caller
        self._carrier = carrier
        self._nulls = nulls
        self.server = server
        self.shape = shape_of(caller.find(operation), key)
        self.operations = (self.shape.operation,)

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._caller.contract

    @property
    def danger(self) -> str:
        """See `Target`."""
        operation = self.contract[self.shape.operation]
        if operation.destructive:
            return f"{operation.name} destroys data" + (f" ({operation.note})" if operation.note else "")
        if not operation.documented:
            return f"the reference does not describe {operation.name}, so it may destroy data"
        return ""

    @property
    def unrepeatable(self) -> str:
        """See `Target`."""
        operation = self.contract[self.shape.operation]
        if operation.idempotent:
            return ""
        note = f" ({operation.note})" if operation.note else ""
        return f"the reference does not say that {operation.name} is safe to repeat{note}"

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        operation = self.contract[self.shape.operation]
        reads = self._nulls == "read"
        if reads:
            operation = self._caller.profile.readable(operation)
        parts = bind(operation, values)
        reader = "" if self._nulls == "say" else self._caller.profile.reader(operation, parts, reads=reads)
        self._caller.cleared(operation, parts)
        return (reader, operation.name) if reader else (operation.name,)

    def read(self, key: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """Refuse: see `Shape.readable`."""
        raise ContractError(f"what {self.shape.operation} changes cannot be read", operation=self.shape.operation)

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        said: dict[str, Any] = dict(values)
        try:
            self._carrier.carry(self._caller.call(self._caller.find(self.shape.operation), said))
        except ServiceError as exc:
            if again:
                exc.message = f"{exc.message}; {_AGAIN}"
                exc.args = (exc.message,)
            raise

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        return tuple(fields) if self.shape.operation in operations else ()


def shape_of(operation: Operation, key: str = "") -> Shape:
    """Return the fields of an operation's rows: its parameters, except those that a file must not or cannot hold.

    Args:
        operation: the operation.
        key: the parameter that identifies a row, ignoring letter case and underscores; empty for none.

    Raises:
        BulkError: the operation logs in or out, takes nothing, needs what a cell cannot hold, or lacks the parameter.
    """
    if operation.kind == "auth":
        raise BulkError(f"{operation.name} logs in or out, which the client does itself")
    fields: dict[str, Kind] = {}
    barred: dict[str, str] = {}
    ticket = operation.session_parameter
    for parameter in operation.parameters.values():
        why = "the ticket, which is never taken from a file" if parameter is ticket else _barred(parameter)
        if not why:
            fields[parameter.name] = _kind(parameter)
            continue
        if parameter.required and parameter is not ticket:
            raise BulkError(f"{operation.name} cannot be called for rows of a file: {parameter.name} is {why}")
        barred[parameter.name] = why
    if not fields:
        raise BulkError(f"{operation.name} takes no values that a row could give")
    names = [folded(name) for name in (*fields, *barred)]
    if len({*names}) < len(names):
        raise BulkError(f"{operation.name} has parameters whose names differ only in letter case and underscores")
    exact = {folded(name): name for name in fields}.get(folded(key), "")
    if key and not exact:
        close = nearest(key, list(fields), 1)
        hint = f"did you mean {close[0]}?" if close else f"its parameters are {', '.join(fields)}"
        raise BulkError(f"the key {key!r} is not a parameter of {operation.name}; {hint}")
    return Shape(
        name=f"calls of {operation.name}",
        key=exact,
        what=exact,
        fields=fields,
        operation=operation.name,
        barred=barred,
    )


def _barred(parameter: Parameter) -> str:
    if parameter.secret:
        return "a secret, which no plan and no journal may hold"
    if parameter.type == "base64Binary":
        return "bytes, which no cell can hold"
    simple = parameter.type in TEXT_TYPES or parameter.type in VALUE_TYPES or parameter.type == "xml"
    if parameter.max_occurs != 1 or not simple:
        return "not a single value, as a cell holds"
    return ""


def _kind(parameter: Parameter) -> Kind:
    if parameter.type == "boolean":
        return "flag"
    return "number" if parameter.type in RANGES else "text"
