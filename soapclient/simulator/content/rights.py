"""Access rights: the rule, and the two questions that everything else asks.

An administrator and the owner have every right, and a read-only user may list and read at most. All others have the
rights in the access list that applies; without a list, every right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar

from ..behaviour import Call
from ..messages import DENIED, Refusal, Wording
from ..security.lists import Lists
from ..stored import StoredUser

Right = Literal["list", "read", "add", "change", "full"]
# A StoredDocument or a StoredFolder: they are built on this module.
Thing: TypeAlias = Any
AnyThing = TypeVar("AnyThing")
_READS: Final = frozenset(("list", "read"))
# The rights of an access list that include a right: from no access, 0, to full control, 6.
_BY_RIGHT: Final[Mapping[Right, frozenset[int]]] = {
    "list": frozenset((1, 2, 3, 4, 5, 6)),
    "read": frozenset((2, 4, 5, 6)),
    "add": frozenset((3, 4, 5, 6)),
    "change": frozenset((5, 6)),
    "full": frozenset((6,)),
}


def may(call: Call, user: StoredUser, thing: Thing, right: Right) -> bool:
    """Tell whether a user has a right on a document or folder."""
    return _allowed(call, Lists(call.world.users), user, thing, right)


def _allowed(call: Call, held: Lists, user: StoredUser, thing: Thing, right: Right) -> bool:
    if user.administrator:
        return True
    if user.read_only and right not in _READS:
        return False
    if thing.owner_id == user.user_id:
        return True
    return held.right(user, thing, own_decides=call.world.generation.current) in _BY_RIGHT[right]


def sees(call: Call, thing: Thing) -> bool:
    """Tell whether the caller sees a document or folder; hidden ones do not exist for the caller, nor in lists."""
    return may(call, call.caller(), thing, "list")


def seen(call: Call, things: Iterable[AnyThing]) -> list[AnyThing]:
    """Return those documents or folders that the caller sees."""
    caller, held = call.caller(), Lists(call.world.users)
    return [each for each in things if _allowed(call, held, caller, each, "list")]


def require(call: Call, thing: Thing, right: Right, denied: Wording = DENIED) -> StoredUser:
    """Return the caller, after checking a right on a document or folder.

    Raises:
        Refusal: the ticket is invalid, or the right is missing.
    """
    caller = call.caller()
    if not may(call, caller, thing, right):
        raise Refusal(denied)
    return caller
