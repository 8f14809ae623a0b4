"""Read stored values, to keep them by sending them again.

Somebody else may change a value between the read and the call. So this is done only where null cannot keep, and
the result names the values that were sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from ..calls import form_post
from ..calls.flow import Flow
from ..calls.profile import Call, Find, Parts
from ..contract.model import Operation, Parameter
from ..errors import NullNotAllowed, UnexpectedReply
from ..values import CLEAR, KEEP
from .about import ANOTHER
from .fields import FOLDER, UPDATES, USER, Stored, Update, importance_level

if TYPE_CHECKING:
    from .models.entity import Entity


def read(call: Call, find: Find, stored: Stored, key: str) -> Flow[list[etree._Element]]:
    """Read a stored thing, and return the elements that describe things of its kind.

    Args:
        call: makes a call.
        find: finds an operation of the contract.
        stored: the kind of thing.
        key: its key.
    """
    operation = find(stored.reads)
    arguments = {stored.key: key, **stored.arguments}
    reply = yield from call(operation, spelled(operation, arguments))
    return [] if reply.element is None else list(reply.element.iter(f"{{*}}{stored.element}"))


def read_alone(call: Call, find: Find, stored: Stored, key: str, operation: str) -> Flow[list[etree._Element]]:
    """Read a stored thing whose values an operation must keep; if the reply is about another one, raise.

    Args:
        call: makes a call.
        find: finds an operation of the contract.
        stored: the kind of thing.
        key: its key.
        operation: the operation that must keep the values.

    Raises:
        UnexpectedReply: the reply is about another thing.
    """
    try:
        return (yield from read(call, find, stored, key))
    except UnexpectedReply as exc:
        if ANOTHER not in exc.message:
            raise
        raise _unkept(operation, f"{stored.reads} is not about {key} alone") from exc


def model(stored: Stored, element: etree._Element) -> Entity:
    """Read a stored thing from its element."""
    from .models.contents import Document, Folder  # only needed for reads
    from .models.people import User

    kind: type[Entity] = User if stored is USER else Folder if stored is FOLDER else Document
    return kind.read(element)


def current(update: Update, operation: str, thing: Entity, parameters: Iterable[str]) -> dict[str, Any]:
    """Return the current values of some of an update's parameters, to send them again.

    Args:
        update: the fields that the operation changes.
        operation: the operation that will be called.
        thing: the thing that was read.
        parameters: the parameters.

    Raises:
        UnexpectedReply: the service does not return one of them.
    """
    values = {name: getattr(thing, update.field(name) or "", None) for name in parameters}
    doubtful = [name for name in values if update.field(name) in thing.repaired]
    if doubtful:
        raise _unkept(
            operation,
            f"{update.stored.reads} returns the current value for {', '.join(doubtful)} with a character that XML does "
            "not allow",
        )
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise _unkept(operation, f"{update.stored.reads} does not return the current value for {', '.join(missing)}")
    return values


def different(operation: str, sent: Mapping[str, Any], now: Entity) -> list[str]:
    """List the fields whose value differs from what was sent.

    Args:
        operation: the operation.
        sent: the sent values, by parameter.
        now: the thing, read back.
    """
    update = UPDATES.get(operation)
    if update is None:
        return []
    said = {update.field(name): "" if value is CLEAR else value for name, value in sent.items() if value is not KEEP}
    found = {field: (value, getattr(now, field)) for field, value in said.items() if field}
    return [
        f"{field} is {there!r}, not {value!r}"
        for field, (value, there) in found.items()
        if not (importance_level(value) == importance_level(there) if field == "importance" else value == (there or ""))
    ]


def reader(operation: Operation, parts: Parts, *, reads: bool) -> str:
    """Return the operation that reads the values that a form POST keeps; see `Profile.reader`."""
    return UPDATES[operation.name].stored.reads if _unsaid(operation, parts, reads) else ""


def readable(operation: Operation) -> Operation:
    """Return an operation as seen by a caller who reads and sends again: readable parameters are optional."""
    if operation.name not in UPDATES:
        return operation
    parameters = {
        name: attrs.evolve(each, on_null="keeps") if _can_be_read(operation, each) else each
        for name, each in operation.parameters.items()
    }
    return attrs.evolve(operation, parameters=MappingProxyType(parameters))


def complete(operation: Operation, parts: Parts, call: Call | None, find: Find) -> Flow[tuple[Parts, tuple[str, ...]]]:
    """Check that a form can hold every parameter of a call; see `Profile.complete`."""
    unsaid = _unsaid(operation, parts, call is not None)
    if not unsaid or call is None:
        return parts, ()
    update = UPDATES[operation.name]
    key = str(parts[operation.spell(update.key)])
    if not key.strip():
        raise NullNotAllowed(operation.name, (f"{update.key} is empty, so the values to keep cannot be read",))
    found = yield from read_alone(call, find, update.stored, key, operation.name)
    thing = model(update.stored, found[0]) if len(found) == 1 else None
    name = getattr(thing, "user_name", key)
    if thing is None or name.strip().casefold() != key.strip().casefold():
        raise _unkept(operation.name, f"{update.stored.reads} is not about {key} alone")
    resent = current(update, operation.name, thing, [each.name for each in unsaid])
    return {**parts, **resent}, tuple(resent)


def _unsaid(operation: Operation, parts: Parts, reads: bool) -> list[Parameter]:
    def why(parameter: Parameter) -> str:
        if not _can_be_read(operation, parameter):
            return form_post.refusal(parameter)
        return "" if reads else form_post.NO_NULL.format("it", "give its value")

    return form_post.refuse_nulls(operation, parts, why)


def _can_be_read(operation: Operation, parameter: Parameter) -> bool:
    update = UPDATES.get(operation.name)
    return (
        parameter.on_null in ("keeps", "contradictory")
        and update is not None
        and update.field(parameter.name) is not None
    )


def _unkept(operation: str, why: str) -> UnexpectedReply:
    return UnexpectedReply(
        f"{operation}: {why}, so the value could not be kept; the operation was not called", operation=operation
    )


def spelled(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments under this contract's parameter names."""
    return {operation.spell(name): value for name, value in arguments.items()}
