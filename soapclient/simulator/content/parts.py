"""What a call may ask for besides a document or folder: each part is written where it belongs, and entered here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from ..behaviour import Call

# Returns the XML of a part, for a StoredDocument or a StoredFolder.
Part: TypeAlias = Callable[[Call, Any], str]
# By the parameter that asks for it, in the order in which they are written.
PARTS: Final[dict[str, Part]] = {}


def part(parameter: str) -> Callable[[Part], Part]:
    """Enter a function as what a parameter such as "withVersions" asks for."""

    def enter(written: Part) -> Part:
        PARTS[parameter.casefold()] = written
        return written

    return enter


def asked_for(call: Call, thing: Any) -> str:
    """Return the parts of a document or folder that a call asks for."""
    asked = {name.casefold() for name, value in call.arguments.items() if value is True}
    return "".join(write(call, thing) for parameter, write in PARTS.items() if parameter in asked)
