"""The one place that reads what is stored, to be kept by sending it again.

What is read just before may be changed by somebody else before it is sent: it is done only where null cannot keep, and
the result says what was sent again.
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
    """Read a stored thing, and return the elements that tell of one of its kind.

    Args:
        call: makes a call.
        find: finds an operation of the contract.
        stored: the kind of thing.
        key: which one.
    """
    operation = find(stored.reads)
    arguments = {stored.key: key, **stored.arguments}
    reply = yield from call(operation, spelled(operation, arguments))
    return [] if reply.element is None else list(reply.element.iter(f"{{*}}{stored.element}"))


def read_alone(call: Call, find: Find, stored: Stored, key: str, operation: str) -> Flow[list[etree._Element]]:
    """Read a stored thing to be kept by an operation, which is not called where the reply tells of another one.

    Args:
        call: makes a call.
        find: finds an operation of the contract.
        stored: the kind of thing.
        key: which one.
        operation: the name of the operation that is to keep it.

    Raises:
        UnexpectedReply: the reply is about another one.
    """
    try:
        return (yield from read(call, find, stored, key))
    except UnexpectedReply as exc:
        if ANOTHER not in exc.message:
            raise
        raise _unkept(operation, f"{stored.reads} does not tell of {key} alone") from exc


def model(stored: Stored, element: etree._Element) -> Entity:
    """Read what an element tells of a stored thing."""
    from .models.contents import Document, Folder  # for what is read only
    from .models.people import User

    kind: type[Entity] = User if stored is USER else Folder if stored is FOLDER else Document
    return kind.read(element)


def current(update: Update, operation: str, thing: Entity, parameters: Iterable[str]) -> dict[str, Any]:
    """Return the current values of some of an update's parameters, to be sent again.

    Args:
        update: what the operation changes.
        operation: the name of the operation that is to be called.
        thing: what was read.
        parameters: the parameters.

    Raises:
        UnexpectedReply: the service does not tell one of them.
    """
    values = {name: getattr(thing, update.field(name) or "", None) for name in parameters}
    doubtful = [name for name in values if update.field(name) in thing.repaired]
    if doubtful:
        raise _unkept(
            operation,
            f"{update.stored.reads} tells the current value for {', '.join(doubtful)} with a character that XML does "
            "not have",
        )
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise _unkept(operation, f"{update.stored.reads} does not tell the current value for {', '.join(missing)}")
    return values


def different(operation: str, sent: Mapping[str, Any], now: Entity) -> list[str]:
    """Say which fields of an update have another value now than was sent.

    Args:
        operation: the name of the operation.
        sent: what was sent, by the names of parameters.
        now: the thing as it was read back.
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
    """Return the operation that reads what a form POST keeps; see `Profile.reader`."""
    return UPDATES[operation.name].stored.reads if _unsaid(operation, parts, reads) else ""


def readable(operation: Operation) -> Operation:
    """Return an operation as it is to one who reads and sends again: what can be read may be left out."""
    if operation.name not in UPDATES:
        return operation
    parameters = {
        name: attrs.evolve(each, on_null="keeps") if _can_be_read(operation, each) else each
        for name, each in operation.parameters.items()
    }
    return attrs.evolve(operation, parameters=MappingProxyType(parameters))


def complete(operation: Operation, parts: Parts, call: Call | None, find: Find) -> Flow[tuple[Parts, tuple[str, ...]]]:
    """Make sure that every parameter of a call can be said in a form; see `Profile.complete`."""
    unsaid = _unsaid(operation, parts, call is not None)
    if not unsaid or call is None:
        return parts, ()
    update = UPDATES[operation.name]
    key = str(parts[operation.spell(update.key)])
    if not key.strip():
        raise NullNotAllowed(operation.name, (f"{update.key} is empty, so that nothing can be read to be kept",))
    found = yield from read_alone(call, find, update.stored, key, operation.name)
    thing = model(update.stored, found[0]) if len(found) == 1 else None
    name = getattr(thing, "user_name", key)
    if thing is None or name.strip().casefold() != key.strip().casefold():
        raise _unkept(operation.name, f"{update.stored.reads} does not tell of {key} alone")
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
        f"{operation}: {why}, so it could not be kept; the operation was not called", operation=operation
    )


def spelled(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments by this contract's spelling of the parameters' names."""
    return {operation.spell(name): value for name, value in arguments.items()}
