"""Calls by form POST, for servers with SOAP switched off.

A form has no null: each parameter must be present, and an empty one is an empty string. So what SOAP leaves out is
refused, unless the caller asked the service's profile to read the value first and send it again. An empty text is empty
on ASMX, but ASP.NET Core treats it, and a text of blanks, as missing. So a call that changes something refuses it too,
unless the caller has it read back, or sends it anyway.

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
    "a form cannot express null, which would keep {}; {}, or use on_null='read' to read the current value and send it "
    "again, which may undo another's change"
)

_NO_EMPTY: Final = "in a form this server may treat an empty value as missing, and keep the old one; use SOAP, or "
_READ_BACK: Final = "on_clear='verify' to read it back, or 'send'"
_NOT_READ_BACK: Final = "on_clear='send': it cannot be read back"


def check(transport: str, on_null: str, on_clear: str) -> None:
    """Check the options of a client.

    Raises:
        ArgumentError: an option has an unknown value, or does not apply to the transport.
    """
    if transport not in ("soap", "http-post"):
        raise ArgumentError(None, (f"transport must be 'soap' or 'http-post', not {transport!r}",))
    if on_null not in ("refuse", "read"):
        raise ArgumentError(None, (f"on_null must be 'refuse' or 'read', not {on_null!r}",))
    if on_clear not in ("refuse", "verify", "send"):
        raise ArgumentError(None, (f"on_clear must be 'refuse', 'verify' or 'send', not {on_clear!r}",))
    if transport == "soap" and on_null != "refuse":
        raise ArgumentError(None, ("on_null applies to transport='http-post' only: SOAP can send null",))
    if transport == "soap" and on_clear != "refuse":
        raise ArgumentError(None, ("on_clear applies to transport='http-post' only: with SOAP an empty text clears",))


def offered(operation: Operation) -> str | None:
    """Return why an operation cannot be called by form POST, or None if it can."""
    for parameter in operation.parameters.values():
        if parameter.max_occurs != 1:
            return f"its parameter {parameter.name} is a list, which a form cannot carry"
        if parameter.type not in xsd.TEXT_TYPES and parameter.type not in xsd.VALUE_TYPES:
            what = {"xml": "XML", "base64Binary": "bytes"}.get(parameter.type, parameter.type)
            return f"its parameter {parameter.name} is {what}, which a form cannot carry"
        if parameter.nillable:
            return f"its parameter {parameter.name} is nullable, and ASMX does not offer such operations by form POST"
    return None


def refuse_nulls(
    operation: Operation, parts: Mapping[str, Any], why: Callable[[Parameter], str] | None = None
) -> list[Parameter]:
    """Check that a call can be made by form POST.

    Args:
        operation: the operation to call.
        parts: the result of `arguments.bind`.
        why: returns why a parameter may not be null, empty if it may; by default none may.

    Returns:
        The parameters that are null and may be.

    Raises:
        UnknownOperation: the operation cannot be called by form POST.
        NullNotAllowed: a parameter would be null, which a form cannot express.
    """
    cannot = offered(operation)
    if cannot is not None:
        raise UnknownOperation(
            operation.name,
            message=f"{operation.name} cannot be called by form POST: {cannot}; use transport='soap'",
        )
    unsaid = [each for each in operation.own_parameters if parts.get(each.name) is None]
    reasons = {each.name: refusal(each) if why is None else why(each) for each in unsaid}
    problems = tuple(f"{name}: {reason}" for name, reason in reasons.items() if reason)
    if problems:
        raise NullNotAllowed(operation.name, problems)
    return unsaid


def refusal(parameter: Parameter) -> str:
    """Return why a form cannot leave a parameter out."""
    if parameter.on_null != "keeps":
        return "a form cannot express null; give a value, or CLEAR or '' for empty, which may differ from null"
    return "a form cannot express null, which would keep it; read the current value and send that"


def empty(operation: Operation, parts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the parameters that a form sends as an empty or blank text, without the session's."""
    texts = [each.name for each in operation.own_parameters if each.type in xsd.TEXT_TYPES]
    return tuple(name for name in texts if not (parts.get(name) or "").strip())


def cleared(
    operation: Operation, parts: Mapping[str, Any], on_clear: OnClearSaid, reads_back: Callable[[Operation, str], bool]
) -> tuple[str, ...]:
    """Check that the server cannot treat an empty text as missing in a call that changes something.

    Args:
        operation: the operation to call.
        parts: the result of `arguments.bind`.
        on_clear: the caller's option for empty texts.
        reads_back: returns whether the value of a parameter can be read back.

    Returns:
        The parameters to read back after the call.

    Raises:
        NullNotAllowed: a text is empty, and the caller did not ask to send it or read it back, or it cannot be read.
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
    """Write the form of a call in UTF-8, each parameter once; a parameter that is not given is empty."""
    fields = [(name, parts.get(name) or "") for name in operation.parameters]
    return urlencode(fields, encoding="utf-8", errors="replace").encode("ascii")


def show(operation: Operation, parts: Mapping[str, Any]) -> str:
    """Render the form of a call for people, without the session's part: one field a line, line ends percent-encoded."""
    shown = {name: str(value).replace("\r", "%0D").replace("\n", "%0A") for name, value in parts.items()}
    return "\n".join(f"{name}={value}" for name, value in shown.items() if name != operation.session_name)
