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
        carrier: carries them through.
        server: the server, as plans name it.
        operation: the operation's exact name or Python spelling.
        key: the parameter that says which one a row is about; empty for none.
        nulls: whether null can be said; by form POST, whether what it would keep is read and sent again.

    Raises:
        UnknownOperation: the contract does not have it.
        BulkError: it cannot be called for rows, or has no such parameter.
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
            return f"the reference does not know {operation.name}, so it may destroy data"
        return ""

    @property
    def unrepeatable(self) -> str:
        """See `Target`."""
        operation = self.contract[self.shape.operation]
        if operation.idempotent:
            return ""
        note = f" ({operation.note})" if operation.note else ""
        return f"the reference does not say that {operation.name} may be called twice with one result{note}"

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
    """Return what rows of an operation are made of: its parameters, but for those that no file may or can hold.

    Args:
        operation: the operation.
        key: the parameter that says which one a row is about, letter case and underscores aside; empty for none.

    Raises:
        BulkError: it is about logging in, takes nothing, or what a row cannot say, or has no such parameter.
    """
    if operation.kind == "auth":
        raise BulkError(f"{operation.name} is about logging in and out, which the client does itself")
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
        raise BulkError(f"{operation.name} takes nothing that a row could say")
    names = [folded(name) for name in (*fields, *barred)]
    if len({*names}) < len(names):
        raise BulkError(f"{operation.name} has parameters whose names differ only in letter case and underscores")
    exact = {folded(name): name for name in fields}.get(folded(key), "")
    if key and not exact:
        close = nearest(key, list(fields), 1)
        hint = f"did you mean {close[0]}?" if close else f"its parameters are {', '.join(fields)}"
        raise BulkError(f"the key {key!r} is no parameter of {operation.name}; {hint}")
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
        return "no single value, as a cell is"
    return ""


def _kind(parameter: Parameter) -> Kind:
    if parameter.type == "boolean":
        return "flag"
    return "number" if parameter.type in RANGES else "text"
