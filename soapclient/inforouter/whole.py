"""Complete calls of operations that may replace a thing as a whole: read it first, and send all of it.

The reference contradicts itself about a user's preferences and rows of property sets: values that are not sent are
kept, or lost. So all values are read and sent, unless this server has been shown to keep.

Source: the pages of UpdateUserPreferences, UpdatePropertySetRow, GetUser and GetPropertySets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from ..calls.flow import Flow
from ..calls.profile import Call, Find, Parts
from ..contract.model import Operation
from ..errors import ArgumentError, NullNotAllowed, PropertySetNotFound, SoapClientError, UnexpectedReply
from ..wire import repairs
from ..wire.safe_xml import NotXml, parse
from . import read_back
from .fields import FLAGS, PREFERENCES, USER
from .models.entity import flag, told
from .models.people import User
from .read_back import spelled

_FLAGS: Final = frozenset(PREFERENCES[field] for field in FLAGS)
_KNOWN: Final = {name.casefold(): name for name in PREFERENCES.values()}
# The examples with child elements use this name for a daily report; the service itself and the notes do not.
_DAILY: Final = {"daily": "DAILY REPORT"}
_DECLARATION: Final = re.compile(r"\s*<\?xml\s[^>]*\?>")
_NUMBER: Final = re.compile(r"0*([1-9][0-9]*)")

Completed = tuple[Parts, tuple[str, ...]]


def prepare(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[Completed]:
    """Complete a call, and return the values that were read to be sent again; see `Profile.prepare`."""
    if operation.name == "UpdateUserPreferences":
        return (yield from _preferences(operation, parts, call, find))
    return (yield from _rows(operation, parts, call, find))


def confirm(operation: Operation, parts: Parts, reply: Any, call: Call, find: Find) -> Flow[Any]:
    """Read back what was sent, send it once more if it differs, and raise if it still does.

    Raises:
        UnexpectedReply: a preference differs from what was sent, or cannot be read.
    """
    if operation.name != "UpdateUserPreferences":
        return reply
    try:
        lost = yield from _send_again(operation, parts, call, find)
    except SoapClientError as exc:
        raise UnexpectedReply(
            f"{operation.name}: the change was made, but cannot be read back: {exc}",
            operation=operation.name,
            maybe_applied=True,
        ) from exc
    if lost:
        raise UnexpectedReply(
            f"{operation.name}: the preferences were sent twice, and {lost}",
            operation=operation.name,
            maybe_applied=True,
        )
    return reply


def _send_again(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[str]:
    """List the preferences that differ from what was sent, even after a second attempt."""
    name = operation.spell("xmlPreferences")
    sent, _ = _said(operation, name, parts[name])
    lost: dict[str, str] = {}
    for last in (False, True):
        now, _, _ = yield from _block(operation, parts, call, find)
        lost = {name: value for name, value in sent.items() if not _same(name, value, now.get(name))}
        if not lost:
            return ""
        if not last:
            yield from call(operation, {**parts, name: _written(sent)})
    return ", ".join(f"{name} is {now.get(name)!r}, not {value!r}" for name, value in lost.items())


def _preferences(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[Completed]:
    name = operation.spell("xmlPreferences")
    _require(operation, parts, "UserName")
    said, others = _said(operation, name, parts.get(name))
    if not said:
        raise _unknown(operation, name, "it names no preference")
    resent = tuple(each for each in PREFERENCES.values() if each not in said)
    if resent or others or _has_replacement(said):
        now, besides, doubtful = yield from _block(operation, parts, call, find)
        # The service also returns fields that cannot be changed, for example when its own element is sent back.
        unknown = [each for each, value in others.items() if besides.get(each.casefold()) != value]
        if unknown:
            raise _unknown(operation, name, f"{', '.join(unknown)} cannot be changed")
        # A value that is sent back exactly as it was read is not changed either.
        told_so = [each for each in PREFERENCES.values() if each not in said or said[each] == now.get(each)]
        mended = [each for each in told_so if each.casefold() in doubtful]
        if mended:
            raise _unkept(operation, f"GetUser returns {', '.join(mended)} with a character that XML does not allow")
        missing = [each for each in resent if each not in now]
        if missing:
            raise _unkept(operation, f"GetUser does not return {', '.join(missing)}")
        said = {each: _as(now.get(each), said[each]) if each in said else now[each] for each in PREFERENCES.values()}
    return {**parts, name: _written(said)}, resent


def _has_replacement(said: Mapping[str, str]) -> bool:
    return any(repairs.REPLACEMENT in value for value in said.values())


def _unknown(operation: Operation, name: str, why: str) -> ArgumentError:
    return ArgumentError(operation.name, (f"{name}: {why}; the preferences are {', '.join(PREFERENCES.values())}",))


def _block(
    operation: Operation, parts: Parts, call: Call, find: Find
) -> Flow[tuple[dict[str, str], dict[str, str], frozenset[str]]]:
    """Read the preferences of a user.

    Returns:
        The preferences by name, in the service's own words; all returned attributes; and those that were repaired.
    """
    user = str(parts[operation.spell("UserName")])
    found = yield from read_back.read_alone(call, find, USER, user, operation.name)
    thing = User.read(found[0]) if len(found) == 1 else None
    if thing is None or thing.user_name.strip().casefold() != user.strip().casefold():
        raise _unkept(operation, f"the reply of GetUser is not about {user} alone")
    attributes = {} if thing.preferences is None else thing.preferences.attributes
    repaired = frozenset() if thing.preferences is None else thing.preferences.repaired
    doubtful = frozenset(map(str.casefold, repaired))
    return _known(attributes), {name.casefold(): value for name, value in attributes.items()}, doubtful


def _said(operation: Operation, name: str, xml: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Read the preferences in a document, as attributes or child elements, and its other names."""
    found = told(_root(operation, name, xml))
    said = _known(found)
    if "NotificationType" in said:
        said["NotificationType"] = _daily(said["NotificationType"])
    return said, {each: value for each, value in found.items() if each.casefold() not in _KNOWN}


def _known(found: Mapping[str, str]) -> dict[str, str]:
    return {_KNOWN[name.casefold()]: value for name, value in found.items() if name.casefold() in _KNOWN}


def _as(before: str | None, value: str) -> str:
    """Write a value as the service wrote the previous one: TRUE or true."""
    return value.upper() if before is not None and before.isupper() and flag(value) is not None else value


def _daily(value: str) -> str:
    return _DAILY.get(value.strip().casefold(), value)


def _written(said: Mapping[str, str]) -> str:
    """Write a block in both shapes: a server that reads only one of them would reset the rest."""
    root = etree.Element("Preferences", dict(said))
    for name, value in said.items():
        etree.SubElement(root, name).text = value
    return etree.tostring(root, encoding="unicode")


def _same(name: str, sent: str, now: str | None) -> bool:
    if now is None:
        return False
    if name in _FLAGS:
        return flag(sent) is flag(now) and flag(now) is not None
    one, other = (_daily(text).strip().casefold() for text in (sent, now))
    return one == other


def _rows(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[Completed]:
    name, path = operation.spell("xmlpset"), operation.spell("Path")
    _require(operation, parts, "Path")
    root = _root(operation, name, parts.get(name))
    given = list(_rows_of(root))
    if not given or not all(number for (_, number), _ in given):
        raise ArgumentError(operation.name, (f"{name}: each row needs its number, 1 or more, as rownbr",))
    reads = find("GetPropertySets")
    reply = yield from call(reads, spelled(reads, {"Path": parts[path]}))
    there = {} if reply.element is None else dict(_rows_of(reply.element))
    stored = {place: _fields(row) for place, row in there.items()}
    resent: list[str] = []
    for place, row in given:
        if place not in stored:
            raise PropertySetNotFound(
                f"{operation.name}: Row not found: GetPropertySets lists no row {place[1]} in the set {place[0]!r}; "
                "the operation was not called",
                operation=operation.name,
                text="Row not found",
            )
        now, said = stored[place], {str(key).casefold(): str(value) for key, value in row.attrib.items()}
        for field, value in _fields(row).items():
            if field.casefold() not in said:  # as a child element, which a service may ignore
                said[field.casefold()] = value
                row.set(field, value)
        mended = [
            field for field in repairs.among(there[place], now) if said.get(field.casefold(), now[field]) == now[field]
        ]
        if mended:
            why = f"GetPropertySets returns {', '.join(sorted(mended))} with a character that XML does not allow"
            raise _unkept(operation, why)
        for field, value in now.items():
            if field.casefold() in said:
                now[field] = said[field.casefold()]  # a document may contain a row twice
            else:
                row.set(field, value)
                resent.append(f"{_attribute(row.getparent(), 'name')}.{field}")
    return {**parts, name: etree.tostring(root, encoding="unicode")}, tuple(dict.fromkeys(resent))


def _rows_of(root: etree._Element) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    """List the rows in a document, each with its set and number; element names do not matter."""
    for row in root.iter("*"):
        parent = row.getparent()
        number = _attribute(row, "rownbr")
        if number is not None and parent is not None:
            found = _NUMBER.fullmatch(number.strip())
            yield ((_attribute(parent, "name") or "").casefold(), found[1] if found else ""), row


def _fields(row: etree._Element) -> dict[str, str]:
    return {name: value for name, value in told(row).items() if name.casefold() not in ("rownbr", "log")}


def _attribute(element: etree._Element | None, name: str) -> str | None:
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).casefold() == name), None)


def _root(operation: Operation, name: str, xml: Any) -> etree._Element:
    """Read a document that was given as text; its encoding declaration means nothing."""
    try:
        return parse(_DECLARATION.sub("", str(xml or ""), count=1).encode("utf-8"))
    except NotXml as exc:
        raise ArgumentError(operation.name, (f"{name}: {exc}",)) from None


def _require(operation: Operation, parts: Parts, key: str) -> None:
    if not str(parts.get(operation.spell(key)) or "").strip():
        raise NullNotAllowed(operation.name, (f"{key} is empty, so the values to keep cannot be read",))


def _unkept(operation: Operation, why: str) -> UnexpectedReply:
    return UnexpectedReply(
        f"{operation.name}: {why}, so it could not be kept; the operation was not called", operation=operation.name
    )
