"""Read back whether a form POST cleared a field.

On ASMX, an empty text clears. Servers of today read it as a missing value, keep the stored one and report success.

Source: the pages of the operations in `fields`; only the page of UpdateUserContactInfo describes forms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..calls.flow import Flow
from ..calls.profile import Call, Find, Parts
from ..contract.model import Operation
from ..errors import SoapClientError, UnexpectedReply
from ..wire.redact import one_line
from .fields import UPDATES, USER, Update
from .read_back import model, read

if TYPE_CHECKING:
    from .models.entity import Entity

_BY_NUMBER: Final = re.compile(r"~D[0-9]+(?:\..*)?", re.IGNORECASE | re.DOTALL)
_LAST: Final = re.compile(r"[^/\\]*[/\\]*\Z")
_SHOWN: Final = 60


def reads_back(operation: Operation, parameter: str) -> bool:
    """Tell whether the field that a parameter sets can be read back."""
    update = UPDATES.get(operation.name)
    return update is not None and update.field(parameter) is not None


def read_back(operation: Operation, parts: Parts, cleared: tuple[str, ...], call: Call, find: Find) -> Flow[None]:
    """Check that the cleared fields are empty.

    Args:
        operation: the called operation.
        parts: its arguments.
        cleared: the parameters that should have cleared something.
        call: makes a call.
        find: finds another operation of the contract.

    Raises:
        UnexpectedReply: a field still has a value, or it cannot be read.
    """
    update = UPDATES[operation.name]
    key = _key(operation, update, parts)
    reader = update.stored.reads
    try:
        found = yield from read(call, find, update.stored, key)
    except SoapClientError as exc:
        raise _untold(operation, cleared, f"{reader} cannot tell: {exc}") from exc
    thing = model(update.stored, found[0]) if len(found) == 1 else None
    if thing is None or str(getattr(thing, "user_name", key)).strip().casefold() != key.strip().casefold():
        raise _untold(operation, cleared, f"{reader} is not about {key} alone")
    now = {name: _stored(update, thing, name) for name in cleared}
    silent = [name for name, value in now.items() if value is None]
    kept = [f"{name} is still {value!r}" for name, value in now.items() if value]
    if kept:
        raise _error(operation, f"the empty text in the form cleared nothing: {', '.join(kept)}; use SOAP")
    if silent:
        raise _untold(operation, tuple(silent), f"{reader} does not return it")


def _stored(update: Update, thing: Entity, parameter: str) -> str | None:
    value: str | None = getattr(thing, update.field(parameter) or "", None)
    return None if value is None else one_line(value, _SHOWN).strip()


def _key(operation: Operation, update: Update, parts: Parts) -> str:
    """Return the key of the thing after the call, which may have renamed it."""
    key = str(parts[operation.spell(update.key)])
    name = next((str(text) for each, text in parts.items() if update.field(each) in ("user_name", "name")), "")
    if not name.strip() or _BY_NUMBER.fullmatch(key):
        return key
    return name if update.stored is USER else _LAST.sub(lambda _: name, key, count=1)


def _untold(operation: Operation, cleared: tuple[str, ...], why: str) -> UnexpectedReply:
    return _error(operation, f"cannot tell whether {', '.join(cleared)} was cleared: {why}")


def _error(operation: Operation, text: str) -> UnexpectedReply:
    return UnexpectedReply(
        f"{operation.name}: {text}; the other changes of the call may have been made",
        operation=operation.name,
        maybe_applied=True,
    )
