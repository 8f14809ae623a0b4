"""Check operations whose reply does not show whether the work was done.

Source: the pages of SetOwner and GetOwner.
"""

from __future__ import annotations

from ..calls.flow import Flow
from ..calls.profile import Call, Find, Parts
from ..contract.model import Operation
from ..errors import SoapClientError, UnexpectedReply
from .models.people import User
from .numbers import yes_or_no
from .read_back import spelled
from .reply import Reply


def owner(operation: Operation, parts: Parts, reply: Reply, call: Call, find: Find) -> Flow[Reply]:
    """Read the owner back if SetOwner answers `MultiStatus`, which it does for successes and refusals.

    Args:
        operation: SetOwner.
        parts: its arguments.
        reply: its reply.
        call: makes a call.
        find: finds another operation of the contract.

    Raises:
        UnexpectedReply: the owner is another one, or cannot be read.
    """
    if yes_or_no(reply.attributes.get("success")):
        return reply
    path, wanted = (str(parts[operation.spell(name)]) for name in ("Path", "NewOwnerUserName"))
    try:
        reads = find("GetOwner")
        found = yield from call(reads, spelled(reads, {"Path": path}))
    except SoapClientError as exc:
        raise _untold(f"GetOwner failed: {exc}", maybe_applied=True) from exc
    element = None if found.element is None else next(found.element.iter("{*}User"), None)
    name = "" if element is None else User.read(element).user_name
    if not name:
        raise _untold("GetOwner returned no owner", maybe_applied=True)
    if name.strip().casefold() != wanted.strip().casefold():
        raise _untold(f"the owner of {path} is still {name}, so the server refused the change", maybe_applied=False)
    return reply


def _untold(why: str, *, maybe_applied: bool) -> UnexpectedReply:
    doubt = "; the change may have been made" if maybe_applied else ""
    return UnexpectedReply(
        f"SetOwner: the reply does not show whether the owner was set; {why}{doubt}",
        operation="SetOwner",
        maybe_applied=maybe_applied,
    )
