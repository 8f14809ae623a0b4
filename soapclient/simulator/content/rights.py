"""Who may do what: the rule, and the two questions that everything else asks.

The rule is that everybody has every right, and a read-only user may list and read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal, TypeAlias, TypeVar

from ..behaviour import Call
from ..messages import DENIED, Refusal, Wording
from ..stored import StoredUser

Right = Literal["list", "read", "add", "change", "full"]
# A StoredDocument or a StoredFolder: they are built on this module.
Thing: TypeAlias = Any
AnyThing = TypeVar("AnyThing")
_READS: Final = frozenset(("list", "read"))


def may(call: Call, user: StoredUser, thing: Thing, right: Right) -> bool:
    """Tell whether a user has a right on a document or folder."""
    return user.administrator or not user.read_only or right in _READS


def sees(call: Call, thing: Thing) -> bool:
    """Tell whether the caller sees a document or folder at all: another is not there for it, and not in its lists."""
    return may(call, call.caller(), thing, "list")


def seen(call: Call, things: Iterable[AnyThing]) -> list[AnyThing]:
    """Return those of several documents or folders that the caller sees."""
    caller = call.caller()
    return [each for each in things if may(call, caller, each, "list")]


def require(call: Call, thing: Thing, right: Right, denied: Wording = DENIED) -> StoredUser:
    """Return the caller, who must have a right on a document or folder.

    Raises:
        Refusal: the ticket is not in force, or the right is missing.
    """
    caller = call.caller()
    if not may(call, caller, thing, right):
        raise Refusal(denied)
    return caller
