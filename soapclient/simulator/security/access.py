"""Access lists and owners."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from ..behaviour import Call, behaves
from ..content import rights
from ..content.dates import now, shown
from ..content.documents import StoredDocument, called_document
from ..content.folders import StoredFolder, called_folder
from ..content.parts import part
from ..describing import basic
from ..messages import DENIED, NO_USER, REQUIRED, Refusal
from ..people.store import GLOBAL, find_group, find_library, groups
from ..reading import Malformed, parse
from ..writing import ResultElement, attributes
from . import lists
from .lists import FULL, OPEN, Entry, Lists, StoredAccessList
from .things import called_thing, tree
from .wordings import BAD_ACTION, BAD_LIST, BAD_RIGHT, MULTISTATUS, NO_OWNER, NOBODY

_NAMES: Final = ("No Access", "List", "Read", "Add", "Add & Read", "Change", "Full Control")
# The right that an action needs, among the actions that can be asked about.
_DOCUMENT_ACTIONS: Final = dict.fromkeys((4, 6, 8, 23, 46), "read") | {1: "change", 5: "change", 26: "read"}
_FOLDER_ACTIONS: Final = dict.fromkeys((2, 5, 6, 17, 33, 34, 37, 38, 41), "add") | {7: "list", 26: "read"}


@behaves("GetAccessList")
def get_access_list(call: Call) -> ResultElement:
    """Return the list that applies to a document or folder."""
    thing = called_thing(call)
    rights.require(call, thing, "read")
    return ResultElement(inner=access_list(call, thing))


@behaves("GetAccessListHistory")
def get_access_list_history(call: Call) -> ResultElement:
    """Return the list that applies, and the earlier own ones, the newest first."""
    thing = called_thing(call)
    rights.require(call, thing, "read")
    past = lists.history(call.world.users, lists.key(thing))
    if lists.own(call.world.users, lists.key(thing)) is not None:
        past = past[1:]
    return ResultElement(inner=access_list(call, thing) + "".join(_written(call, each) for each in past))


@part("withSecurity")
def access_list(call: Call, thing: StoredDocument | StoredFolder) -> str:
    """Return <AccessList> of a document or folder."""
    own = lists.own(call.world.users, lists.key(thing))
    if own is not None:
        return _written(call, own)
    held = Lists(call.world.users).of(thing)
    return _written(call, StoredAccessList("", OPEN if held is None else held, "", ""), inherited=True)


@behaves("SetAccessList")
def set_access_list(call: Call) -> ResultElement:
    """Replace the list of a document or folder, or of a folder and everything below it.

    The classic generation silently leaves out unknown names; the current one refuses them.
    Likewise for unknown rights: they are clamped, or refused. If the list leaves out the members of the library and
    everybody, these keep their right, or lose it.
    """
    thing = called_thing(call)
    caller = rights.require(call, thing, "full")
    try:
        root = parse(call.required("AccessListXML"))
    except Malformed:
        raise Refusal(BAD_LIST) from None
    entries = [entry for each in root if isinstance(each.tag, str) and (entry := _entry(call, each)) is not None]
    silent = [each for each in ("anonymous", "members") if each not in {who for who, _, _ in entries}]
    if not call.world.generation.current:
        held = {who: right for who, _, right in Lists(call.world.users).of(thing) or OPEN}
        entries += [(each, 0, held.get(each, 0)) for each in silent]
    every = tree(call.world.users, thing) if call.arguments.get("ApplyToTree") else [thing]
    lists.save(call.world.users, [lists.key(each) for each in every], entries, now(), caller.full_name)
    return ResultElement()


@behaves("ApplyInheritedAccessList")
def apply_inherited_access_list(call: Call) -> ResultElement:
    """Remove a document's or folder's own list."""
    thing = called_thing(call)
    rights.require(call, thing, "full")
    lists.drop(call.world.users, lists.key(thing))
    return ResultElement()


@behaves("DocumentAccessAllowed", "FolderAccessAllowed")
def access_allowed(call: Call) -> ResultElement:
    """Return whether the caller may do something; success="false" means no."""
    is_document = call.operation.name.startswith("Document")
    thing = called_document(call, "list") if is_document else called_folder(call, "list")
    action = call.arguments["ActionId"]
    needs = {10: "full", 11: "full", **(_DOCUMENT_ACTIONS if is_document else _FOLDER_ACTIONS)}.get(action)
    if needs is None:
        raise Refusal(BAD_ACTION, action)
    if not rights.may(call, call.caller(), thing, needs):  # type: ignore[arg-type]  # a right
        raise Refusal(DENIED)
    return ResultElement()


@behaves("GetOwner")
def get_owner(call: Call) -> ResultElement:
    """Return the owner of a document or folder."""
    user = call.world.users.by_id(called_thing(call).owner_id)
    if user is None:
        raise Refusal(NO_OWNER)
    return ResultElement(inner=basic(user))


@behaves("SetOwner")
def set_owner(call: Call) -> ResultElement:
    """Set the owner of a document or folder; servers of today answer MultiStatus whether or not they did."""
    caller, name = call.caller(), call.text("NewOwnerUserName")
    if not name:
        raise Refusal(REQUIRED, "NewOwnerUserName")
    user, thing = call.world.users.by_name(name), called_thing(call)
    if user is None:
        raise Refusal(NO_USER)
    current = call.world.generation.current
    if not (caller.administrator or caller.user_id == thing.owner_id):
        raise Refusal(MULTISTATUS if current else DENIED)
    for each in tree(call.world.users, thing) if call.arguments.get("ApplytoTree") else [thing]:
        table, column = ("documents", "document_id") if isinstance(each, StoredDocument) else ("folders", "folder_id")
        number = each.document_id if isinstance(each, StoredDocument) else each.folder_id
        call.world.users.change(f"UPDATE {table} SET owner_id = ? WHERE {column} = ?", user.user_id, number)  # noqa: S608 - names of columns
    if current:
        raise Refusal(MULTISTATUS)
    return ResultElement()


def _entry(call: Call, element: ET.Element) -> Entry | None:
    """Read one entry; None for one that the classic generation silently leaves out."""
    said = {name.casefold(): value for name, value in element.attrib.items()}
    current = call.world.generation.current
    try:
        right = int(said.get("right", "0"))
    except ValueError:
        raise Refusal(BAD_LIST) from None
    if not 0 <= right <= FULL:
        if current:
            raise Refusal(BAD_RIGHT, right)
        right = min(max(right, 0), FULL)
    tag = element.tag.casefold()
    if tag == "anonymous":
        return "anonymous", 0, right
    if tag == "domainmembers":
        return "members", 0, right
    found = _named(call, tag, said)
    if found is None and current:
        raise Refusal(NOBODY, said.get("username") or said.get("groupname") or tag)
    return None if found is None else ("user" if tag == "user" else "group", found, right)


def _named(call: Call, tag: str, said: dict[str, str]) -> int | None:
    store = call.world.users
    if tag == "user":
        user = store.by_name(said.get("username", ""))
        domain = said.get("domainname", "").casefold()
        return user.user_id if user and domain in ("", user.domain.casefold()) else None
    if tag != "usergroup":
        return None
    domain = said.get("domainname", "")
    library = None if domain in ("", "*") else find_library(store, domain)
    if domain not in ("", "*") and library is None:
        return None
    group = find_group(store, library.library_id if library else GLOBAL, said.get("groupname", ""))
    return group.group_id if group else None


def _written(call: Call, found: StoredAccessList, *, inherited: bool = False) -> str:
    generation = call.world.generation
    head = {
        "DateApplied": shown(found.applied, generation),
        "AppliedBy": found.applied_by,
        "InheritedSecurity": str(inherited).lower(),
    }
    return f"<AccessList{attributes(head)}>{''.join(_told(call, each) for each in found.entries)}</AccessList>"


def _told(call: Call, entry: Entry) -> str:
    who, number, right = entry
    values: dict[str, str] = {}
    if who == "user":
        user = call.world.users.by_id(number)
        if user is None:
            return ""
        values = {"DomainName": user.domain, "UserName": user.user_name}
    elif who == "group":
        found = groups(call.world.users, "group_id = ?", number)
        if not found:
            return ""
        library = found[0].library or ("*" if call.world.generation.current else "")
        values = {"DomainName": library, "GroupName": found[0].name}
    tag = {"members": "DomainMembers", "group": "UserGroup", "anonymous": "Anonymous", "user": "User"}[who]
    return f"<{tag}{attributes({**values, 'Right': str(right), 'Description': _NAMES[right]})} />"
