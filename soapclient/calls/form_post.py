"""Calls by form POST, for servers that have SOAP switched off.

A form has no null: each parameter must be there, and an empty one is an empty string. So what SOAP leaves out is
refused here, or, only where the caller asked for it, read just before and sent again. Another's change between the two
is lost, which SOAP's null never does.

Source: docs/wire.md, "HTTP GET and form POST"; the pages of UpdateUserContactInfo, UpdateDocumentProperties,
UpdateDocumentProperties1, GetUser and GetDocument.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlencode

from lxml import etree

from ..contract import xsd
from ..contract.model import Operation, Parameter
from ..errors import ArgumentError, NullNotAllowed, UnexpectedReply, UnknownOperation

TransportName = Literal["soap", "http-post"]
OnNullSaid = Literal["refuse", "read"]

HEADERS: Final = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}

NO_NULL: Final = (
    "a form cannot say null, which would keep {}; {}, or use on_null='read' to have the current value read and sent "
    "again, which may undo another's change"
)

# Of what GetDocument tells, the properties and nothing else.
PROPERTIES_ALONE: Final = dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), False)

Read = Callable[[str, Mapping[str, Any]], etree._Element | None]


class _Source(NamedTuple):
    """Where the current values of an operation's parameters are read."""

    operation: str
    element: str
    key: tuple[str, str]
    arguments: Mapping[str, Any]
    attributes: Mapping[str, str]
    same: str | None = None


_CONTACT: Final = _Source(
    "GetUser",
    "User",
    ("userName", "UserName"),
    {},
    {"emailaddress": "Email", "mobilenumber": "MobileNumber"},
    same="UserName",
)
_DOCUMENT: Final = _Source(
    "GetDocument",
    "document",
    ("Path", "Path"),
    PROPERTIES_ALONE,
    {
        "newdocumentname": "Name",
        "newdescription": "Description",
        "newupdateinstructions": "UpdateInstructions",
        "newdocumentsource": "Source",
        "newdocumentlanguage": "Language",
        "newdocumentauthor": "Author",
    },
)
_SOURCES: Final = {
    "UpdateUserContactInfo": _CONTACT,
    "UpdateDocumentProperties": _DOCUMENT,
    "UpdateDocumentProperties1": _DOCUMENT,
}


def check(transport: str, on_null: str) -> None:
    """Check the options of a client.

    Raises:
        ArgumentError: there is no such transport or way with null, or it does not belong to the transport.
    """
    if transport not in ("soap", "http-post"):
        raise ArgumentError(None, (f"transport is 'soap' or 'http-post', not {transport!r}",))
    if on_null not in ("refuse", "read"):
        raise ArgumentError(None, (f"on_null is 'refuse' or 'read', not {on_null!r}",))
    if transport == "soap" and on_null != "refuse":
        raise ArgumentError(None, ("on_null is for transport='http-post': SOAP says null, and nothing need be read",))


def offered(operation: Operation) -> str | None:
    """Return why an operation cannot be called by form POST, or None where it can."""
    for parameter in operation.parameters.values():
        if parameter.max_occurs != 1:
            return f"its parameter {parameter.name} is a list, which a form cannot carry"
        if parameter.type not in xsd.TEXT_TYPES and parameter.type not in xsd.VALUE_TYPES:
            what = {"xml": "XML", "base64Binary": "bytes"}.get(parameter.type, parameter.type)
            return f"its parameter {parameter.name} is {what}, which a form cannot carry"
        if parameter.nillable:
            return f"its parameter {parameter.name} is nullable, and ASMX leaves such operations out there"
    return None


def complete(
    operation: Operation, parts: Mapping[str, Any], read: Read | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Make sure that every parameter of a call can be said in a form.

    Args:
        operation: the operation to be called.
        parts: what `request.bind` made of the arguments.
        read: how to call a reading operation and get its result, to read what is to be kept; None to refuse it.

    Returns:
        The parts with nothing left to null, and the names of those that were read to be sent again.

    Raises:
        UnknownOperation: the operation cannot be called by form POST.
        NullNotAllowed: a parameter would be null, and is not one that can be read.
        UnexpectedReply: its current value could not be read.
    """
    if not reader(operation, parts, reads=read is not None) or read is None:
        return dict(parts), ()
    source = _SOURCES[operation.name]
    current = _current(operation, source, str(parts[operation.spell(source.key[0])]), read)
    resent = {each.name: _value(operation, source, current, each) for each in _unsaid(operation, parts)}
    return {**parts, **resent}, tuple(resent)


def reader(operation: Operation, parts: Mapping[str, Any], *, reads: bool) -> str:
    """Return the operation that reads what a call keeps, to be sent again; empty where the call says all.

    Args:
        operation: the operation to be called.
        parts: what `request.bind` made of the arguments.
        reads: whether what is to be kept may be read.

    Raises:
        UnknownOperation: the operation cannot be called by form POST.
        NullNotAllowed: a parameter would be null, and is not one that can be read.
    """
    why = offered(operation)
    if why is not None:
        raise UnknownOperation(
            operation.name, message=f"{operation.name} cannot be called by form POST: {why}; it needs transport='soap'"
        )
    unsaid = _unsaid(operation, parts)
    source = _SOURCES.get(operation.name)
    problems = [f"{each.name}: {_refusal(each, source)}" for each in unsaid if not (reads and _known(each, source))]
    if problems:
        raise NullNotAllowed(operation.name, tuple(problems))
    return source.operation if unsaid and source is not None else ""


def _unsaid(operation: Operation, parts: Mapping[str, Any]) -> list[Parameter]:
    return [each for each in operation.own_parameters if parts.get(each.name) is None]


def encode(operation: Operation, parts: Mapping[str, Any]) -> bytes:
    """Write the form of a call, each parameter once, in UTF-8; a ticket that there is not is empty."""
    fields = [(name, parts.get(name) or "") for name in operation.parameters]
    return urlencode(fields, encoding="utf-8", errors="replace").encode("ascii")


def show(operation: Operation, parts: Mapping[str, Any]) -> str:
    """Write the form of a call to be read, without the ticket: a field a line, only line ends percent-encoded."""
    ticket = operation.ticket_parameter
    shown = {name: str(value).replace("\r", "%0D").replace("\n", "%0A") for name, value in parts.items()}
    return "\n".join(f"{name}={value}" for name, value in shown.items() if ticket is None or name != ticket.name)


def _known(parameter: Parameter, source: _Source | None) -> bool:
    return parameter.on_null == "keeps" and source is not None and parameter.name.casefold() in source.attributes


def _refusal(parameter: Parameter, source: _Source | None) -> str:
    if parameter.on_null != "keeps":
        return "a form cannot say null; give a value, or CLEAR or '' for empty, which may mean something else than null"
    if _known(parameter, source):
        return NO_NULL.format("it", "give its value")
    return "a form cannot say null, which would keep it; read the current value and send that"


def _current(operation: Operation, source: _Source, key: str, read: Read) -> etree._Element:
    if not key.strip():
        raise NullNotAllowed(operation.name, (f"{source.key[0]} is empty, so that nothing can be read to be kept",))
    result = read(source.operation, {source.key[1]: key, **source.arguments})
    found = [] if result is None else list(result.iter(f"{{*}}{source.element}"))
    name = found[0].get(source.same, "") if len(found) == 1 and source.same else key
    if len(found) != 1 or name.strip().casefold() != key.strip().casefold():
        raise _unknown(operation, f"{source.operation} does not tell of {key} alone")
    return found[0]


def _value(operation: Operation, source: _Source, current: etree._Element, parameter: Parameter) -> str:
    value = current.get(source.attributes[parameter.name.casefold()])
    if value is None:
        raise _unknown(operation, f"{source.operation} does not tell the current value for {parameter.name}")
    return str(value)


def _unknown(operation: Operation, why: str) -> UnexpectedReply:
    return UnexpectedReply(
        f"{operation.name}: {why}, so it could not be kept; the operation was not called", operation=operation.name
    )
