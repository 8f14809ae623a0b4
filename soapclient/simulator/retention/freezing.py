"""Freeze items with a schedule, and the logs of freezing and of schedules."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content import rights
from ..content.dates import now
from ..content.dialects import Telling
from ..content.documents import StoredDocument, below_folder
from ..content.items import Item, item_at, key_of
from ..messages import Refusal
from ..writing import ResultElement, attributes, text
from .schedules import schedule
from .wordings import UNSCHEDULED

_ADD: Final = "INSERT INTO freeze_logs (item, frozen, date, user_id, comment) VALUES (?, ?, ?, ?, ?)"


@behaves("SetRdFreezeFlag")
def set_rd_freeze_flag(call: Call) -> ResultElement:
    """Freeze or thaw a document, or all documents below a folder; a folder succeeds even if some are refused."""
    item = item_at(call, call.text("path"), "list")
    if isinstance(item, StoredDocument):
        rights.require(call, item, "change")
        _freeze(call, item)
        return ResultElement()
    failed = ""
    for document in below_folder(call.world.users, item.path):
        try:
            rights.require(call, document, "change")
            _freeze(call, document)
        except Refusal as refusal:
            reason = call.world.generation.text(refusal)
            failed += f"<item>{text(document.path)}</item><error>{text(reason)}</error>"
    return ResultElement(inner=f"<log>{failed}</log>" if failed else "")


@behaves("GetRdFreezeLogs")
def get_rd_freeze_logs(call: Call) -> ResultElement:
    """List when a document or folder was frozen and thawed, the oldest first."""
    telling, item = Telling(call), _seen(call)
    sql = "SELECT frozen, date, user_id, comment FROM freeze_logs WHERE item = ? ORDER BY log_id"
    inner = "".join(
        f"<log{attributes(values)} />"
        for values in (
            {
                "rdFreezeFlag": "true" if frozen else "false",
                "actionDate": date,
                "userId": str(user_id),
                "userFullName": telling.full_name(user_id),
                "actionComments": comment,
            }
            for frozen, date, user_id, comment in call.world.users.rows(sql, key_of(item))
        )
    )
    return ResultElement(inner=inner)


@behaves("GetAppliedRDScheduleLogs")
def get_applied_rd_schedule_logs(call: Call) -> ResultElement:
    """List the schedules that a document or folder was given, the oldest first; number 0 means removed."""
    telling, item, store = Telling(call), _seen(call), call.world.users
    inner = ""
    sql = "SELECT def_id, date, user_id FROM schedule_logs WHERE item = ? ORDER BY log_id"
    for def_id, date, user_id in store.rows(sql, key_of(item)):
        found = schedule(store, def_id)
        values = {
            "rdDefId": str(def_id),
            "rdName": found.name if found else "",
            "appliedById": str(user_id),
            "appliedByName": telling.full_name(user_id),
            "dateApplied": date,
        }
        inner += f"<log{attributes(values)} />"
    return ResultElement(inner=inner)


def _seen(call: Call) -> Item:
    return item_at(call, call.text("path"), "list")


def _freeze(call: Call, document: StoredDocument) -> None:
    if not document.rd_def_id:
        raise Refusal(UNSCHEDULED)
    flag = bool(call.arguments["rdFreezeFlag"])
    values = key_of(document), flag, now(), call.caller().user_id, call.text("actionComment")
    call.world.users.change(_ADD, *values)
