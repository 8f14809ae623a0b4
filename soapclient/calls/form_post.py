"""Calls by form POST, for servers that have SOAP switched off.

A form has no null: each parameter must be there, and an empty one is an empty string. So what SOAP leaves out is
refused, unless the service's profile reads it just before and sends it again, where the caller asked for that. An empty
text is empty on ASMX; ASP.NET Core takes it, and one of blanks, for nothing said. So that is refused too, in a call
that changes something, unless the caller has it read back, or sends it all the same.

Source: docs/wire.md, "HTTP GET and form POST".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal
from urllib.parse import urlencode

from ..contract import xsd
from ..contract.model import Operation, Parameter
from ..errors import ArgumentError, NullNotAllowed, UnknownOperation

TransportName = Literal["soap", "http-post"]
OnNullSaid = Literal["refuse", "read"]
OnClearSaid = Literal["refuse", "verify", "send"]

HEADERS: Final = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}

NO_NULL: Final = (
    "a form cannot say null, which would keep {}; {}, or use on_null='read' to have the current value read and sent "
    "again, which may undo another's change"
)

_NO_EMPTY: Final = "by form this server may take an empty value for nothing said, and keep the old one; use SOAP, or "
_READ_BACK: Final = "on_clear='verify' to have it read back, or 'send'"
_NOT_READ_BACK: Final = "on_clear='send': nothing reads it back"


def check(transport: str, on_null: str, on_clear: str) -> None:
    """Check the options of a client.

    Raises:
        ArgumentError: there is no such transport, way with null or way with an empty text, or it does not belong to the
            transport.
    """
    if transport not in ("soap", "http-post"):
        raise ArgumentError(None, (f"transport is 'soap' or 'http-post', not {transport!r}",))
    if on_null not in ("refuse", "read"):
        raise ArgumentError(None, (f"on_null is 'refuse' or 'read', not {on_null!r}",))
    if on_clear not in ("refuse", "verify", "send"):
        raise ArgumentError(None, (f"on_clear is 'refuse', 'verify' or 'send', not {on_clear!r}",))
    if transport == "soap" and on_null != "refuse":
        raise ArgumentError(None, ("on_null is for transport='http-post': SOAP says null, and nothing need be read",))
    if transport == "soap" and on_clear != "refuse":
        raise ArgumentError(None, ("on_clear is for transport='http-post': over SOAP an empty text clears",))


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


def refuse_nulls(
    operation: Operation, parts: Mapping[str, Any], why: Callable[[Parameter], str] | None = None
) -> list[Parameter]:
    """Make sure that a call can be made by form POST.

    Args:
        operation: the operation to be called.
        parts: what `arguments.bind` made of the arguments.
        why: says why a parameter may not be null, empty where it may; by default none may.

    Returns:
        The parameters that are null, and may be.

    Raises:
        UnknownOperation: the operation cannot be called by form POST.
        NullNotAllowed: a parameter would be null, which a form cannot say.
    """
    cannot = offered(operation)
    if cannot is not None:
        raise UnknownOperation(
            operation.name,
            message=f"{operation.name} cannot be called by form POST: {cannot}; it needs transport='soap'",
        )
    unsaid = [each for each in operation.own_parameters if parts.get(each.name) is None]
    reasons = {each.name: refusal(each) if why is None else why(each) for each in unsaid}
    problems = tuple(f"{name}: {reason}" for name, reason in reasons.items() if reason)
    if problems:
        raise NullNotAllowed(operation.name, problems)
    return unsaid


def refusal(parameter: Parameter) -> str:
    """Say why a form cannot leave a parameter out."""
    if parameter.on_null != "keeps":
        return "a form cannot say null; give a value, or CLEAR or '' for empty, which may mean something else than null"
    return "a form cannot say null, which would keep it; read the current value and send that"


def empty(operation: Operation, parts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parameters that a form has as an empty text, or one of blanks; not the session's."""
    texts = [each.name for each in operation.own_parameters if each.type in xsd.TEXT_TYPES]
    return tuple(name for name in texts if not (parts.get(name) or "").strip())


def cleared(
    operation: Operation, parts: Mapping[str, Any], on_clear: OnClearSaid, reads_back: Callable[[Operation, str], bool]
) -> tuple[str, ...]:
    """Make sure that no empty text is taken for nothing said in a call that changes something.

    Args:
        operation: the operation to be called.
        parts: what `arguments.bind` made of the arguments.
        on_clear: what the caller said about an empty text.
        reads_back: tells whether what a parameter sets can be read back.

    Returns:
        The parameters that have to be read back after the call.

    Raises:
        NullNotAllowed: a text is empty, and the caller did not ask for it to be sent or read back, or nothing can.
    """
    if on_clear == "send" or operation.kind not in ("write", "unknown"):
        return ()
    found = [name for name in empty(operation, parts) if name in parts]
    can = {name: reads_back(operation, name) for name in found}
    problems = tuple(
        f"{name}: {_NO_EMPTY}{_READ_BACK if can[name] else _NOT_READ_BACK}"
        for name in found
        if on_clear == "refuse" or not can[name]
    )
    if problems:
        raise NullNotAllowed(operation.name, problems)
    return tuple(found)


def encode(operation: Operation, parts: Mapping[str, Any]) -> bytes:
    """Write the form of a call, each parameter once, in UTF-8; one that is not given is empty."""
    fields = [(name, parts.get(name) or "") for name in operation.parameters]
    return urlencode(fields, encoding="utf-8", errors="replace").encode("ascii")


def show(operation: Operation, parts: Mapping[str, Any]) -> str:
    """Write the form of a call to be read, without the session's part: a field a line, line ends percent-encoded."""
    shown = {name: str(value).replace("\r", "%0D").replace("\n", "%0A") for name, value in parts.items()}
    return "\n".join(f"{name}={value}" for name, value in shown.items() if name != operation.session_name)
