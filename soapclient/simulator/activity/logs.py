"""Audit logs of events, the newest first, for administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ..behaviour import Call, behaves
from ..content.dialects import Telling
from ..content.folders import library
from ..messages import INSUFFICIENT_RIGHTS, Refusal
from ..writing import ResultElement, attributes
from .store import StoredEvent, between, events

_TYPES: Final = {"D": "Document", "F": "Folder"}


@behaves("GetCheckInLog", "GetCheckoutLog", "GetNewDocumentsAndFoldersLog")
def get_log(call: Call) -> ResultElement:
    """List check-ins, check-outs, or new documents and folders."""
    kinds = {"GetCheckInLog": "checkin", "GetCheckoutLog": "checkout", "GetNewDocumentsAndFoldersLog": "new"}
    return _log(call, kinds[call.operation.name], "log", lambda event: {})


@behaves("GetVersionCreateLog")
def get_version_create_log(call: Call) -> ResultElement:
    """List new versions."""
    return _log(call, "version", "log", lambda event: {"VERSION": str(event.version)})


@behaves("GetVersionDeleteLog")
def get_version_delete_log(call: Call) -> ResultElement:
    """List deleted versions, and whether each was the last one."""
    return _log(
        call,
        "version deleted",
        "log",
        lambda event: {"VERSION": str(event.version), "ISLASTVERSION": "TRUE" if event.after else "FALSE"},
    )


@behaves("GetDeleteLog")
def get_delete_log(call: Call) -> ResultElement:
    """List deleted documents and folders."""
    return _log(call, "delete", "LOGITEM", lambda event: {"ACTION": "DELETE"})


@behaves("GetOwnershipChangeLog")
def get_ownership_change_log(call: Call) -> ResultElement:
    """List changes of owners."""
    telling = Telling(call)

    def more(event: StoredEvent) -> Mapping[str, str]:
        return {
            "PARENTID": "0",
            "BEFORE_PLAYERID": str(event.before),
            "BEFORE_PLAYERNAME": telling.user_name(event.before),
            "AFTER_PLAYERID": str(event.after),
            "AFTER_PLAYERNAME": telling.user_name(event.after),
        }

    return _log(call, "owner", "LOGITEM", more)


def _log(call: Call, kind: str, tag: str, more: Callable[[StoredEvent], Mapping[str, str]]) -> ResultElement:
    if not call.caller().administrator:
        raise Refusal(INSUFFICIENT_RIGHTS)
    names = {name.casefold(): name for name in call.arguments}
    where, values = between(call, names["startdate"], names["enddate"])
    telling, store = Telling(call), call.world.users
    passes = _path_filter(call.text(names["pathfilter"]))
    items = []
    for event in events(store, kind, where, values):
        if passes(event.path):
            domain = library(store, event.path)
            written = {
                "TYPE": _TYPES[event.item[0]],
                "ID": event.item[1:],
                "NAME": event.name,
                "DATE": event.date,
                "DOMAINID": str(domain.number),
                "DOMAINNAME": domain.name,
                "PATH": event.path.replace("/", "\\"),
                "USERID": str(event.user_id),
                "FULLNAME": telling.full_name(event.user_id),
                **more(event),
            }
            items.append(f"<{tag}{attributes(written)} />")
    return ResultElement(inner=f"<logs>{''.join(items)}</logs>" if items else "<logs />")


def _path_filter(pattern: str) -> Callable[[str], bool]:
    """Return a test for paths: `*` at the end matches any end, and an empty pattern matches everything."""
    wanted = pattern.replace("\\", "/").strip("/").casefold()
    if not wanted:
        return lambda path: True
    if wanted.endswith("*"):
        return lambda path: path.strip("/").casefold().startswith(wanted[:-1])
    return lambda path: path.strip("/").casefold() == wanted
