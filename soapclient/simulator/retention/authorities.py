"""Names of authorities that schedules quote; a schedule keeps the name, even if it changes here."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..store import NameTaken
from ..writing import ResultElement, attributes
from .schedules import schedules
from .wordings import AUTHORITY_IN_USE, AUTHORITY_TAKEN, BAD_AUTHORITY, NO_AUTHORITY, NOT_ALLOWED

_LONGEST: Final = 64


@behaves("GetRetentionSourceAuthorities")
def get_retention_source_authorities(call: Call) -> ResultElement:
    """List the names; System is one of them."""
    call.caller()
    rows = call.world.users.rows("SELECT name FROM authorities ORDER BY name")
    inner = "".join(f"<Authority{attributes({'Name': name})} />" for (name,) in rows)
    return ResultElement(inner=f"<RetentionSourceAuthorities>{inner}</RetentionSourceAuthorities>")


@behaves("CreateRetentionSourceAuthority")
def create_retention_source_authority(call: Call) -> ResultElement:
    """Add a name; letter case counts."""
    _administrator(call)
    try:
        call.world.users.change("INSERT INTO authorities VALUES (?)", _name(call, "authorityName"))
    except NameTaken:
        raise Refusal(AUTHORITY_TAKEN) from None
    return ResultElement()


@behaves("UpdateRetentionSourceAuthority")
def update_retention_source_authority(call: Call) -> ResultElement:
    """Change a name; schedules still quote the old one."""
    _administrator(call)
    old, new = _name(call, "currentAuthorityName"), _name(call, "newAuthorityName")
    try:
        if not call.world.users.change("UPDATE authorities SET name = ? WHERE name = ?", new, old):
            raise Refusal(NO_AUTHORITY)
    except NameTaken:
        raise Refusal(AUTHORITY_TAKEN) from None
    return ResultElement()


@behaves("DeleteRetentionSourceAuthority")
def delete_retention_source_authority(call: Call) -> ResultElement:
    """Remove a name: on today's servers even if it is quoted, and also with success if it does not exist."""
    _administrator(call)
    name, store = _name(call, "authorityName"), call.world.users
    if not call.world.generation.current and any(each.said["SourceAuthority"] == name for each in schedules(store)):
        raise Refusal(AUTHORITY_IN_USE)
    if not store.change("DELETE FROM authorities WHERE name = ?", name) and not call.world.generation.current:
        raise Refusal(NO_AUTHORITY)
    return ResultElement()


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(NOT_ALLOWED)


def _name(call: Call, parameter: str) -> str:
    name = call.text(parameter).strip()
    if not name or len(name) > _LONGEST:
        raise Refusal(BAD_AUTHORITY)
    return name
