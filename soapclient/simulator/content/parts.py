"""The optional parts of a document or folder: each is registered here by the module that writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from ..behaviour import Call

# Returns the XML of a part, for a StoredDocument or a StoredFolder.
Part: TypeAlias = Callable[[Call, Any], str]
# By the parameter that requests it, in the order in which they are written.
PARTS: Final[dict[str, Part]] = {}


def part(parameter: str) -> Callable[[Part], Part]:
    """Register a function as the part that a parameter such as "withVersions" requests."""

    def enter(written: Part) -> Part:
        PARTS[parameter.casefold()] = written
        return written

    return enter


def asked_for(call: Call, thing: Any) -> str:
    """Return the requested parts of a document or folder."""
    asked = {name.casefold() for name, value in call.arguments.items() if value is True}
    return "".join(write(call, thing) for parameter, write in PARTS.items() if parameter in asked)
