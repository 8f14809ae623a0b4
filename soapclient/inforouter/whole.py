"""What an operation may replace as a whole is read first, and sent whole.

The reference contradicts itself about a user's preferences and about rows of property sets: what is not said of them is
kept, or it is lost. So all of it is read just before and sent, unless this server has shown that it keeps.

Source: the pages of UpdateUserPreferences, UpdatePropertySetRow, GetUser and GetPropertySets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from ..calls.flow import Flow
from ..calls.profile import Call, Find, Parts
from ..contract.model import Operation
from ..errors import UnexpectedReply
from ..wire.safe_xml import NotXml, parse
from . import read_back
from .fields import FLAGS, PREFERENCES, USER
from .models.entity import flag, told
from .models.people import User
from .read_back import spelled

_FLAGS: Final = frozenset(PREFERENCES[field] for field in FLAGS)
_KNOWN: Final = {name.casefold(): name for name in PREFERENCES.values()}
# A daily report is called so by attributes, and may be called otherwise by child elements.
_SAME: Final = {"daily": "daily report"}

Completed = tuple[Parts, tuple[str, ...]]


def prepare(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[Completed]:
    """Complete what a call says, and return what was read to be sent again; see `Profile.prepare`."""
    if operation.name == "UpdateUserPreferences":
        return (yield from _preferences(operation, parts, call, find))
    return (yield from _rows(operation, parts, call, find))


def confirm(operation: Operation, parts: Parts, reply: Any, call: Call, find: Find) -> Flow[Any]:
    """Read back what was sent whole, send it once more where it is another, and tell what still is.

    Raises:
        UnexpectedReply: a preference is another one than was sent.
    """
    if operation.name != "UpdateUserPreferences":
        return reply
    sent = _said(parts[operation.spell("xmlPreferences")])
    for last in (False, True):
        now = yield from _block(operation, parts, call, find)
        lost = {name: value for name, value in sent.items() if not _same(name, value, now.get(name))}
        if not lost:
            return reply
        if not last:
            yield from call(operation, {**parts, operation.spell("xmlPreferences"): _written(sent)})
    shown = ", ".join(f"{name} is {now.get(name)!r}, not {value!r}" for name, value in lost.items())
    raise UnexpectedReply(
        f"{operation.name}: the preferences were sent twice, and {shown}", operation=operation.name, maybe_applied=True
    )


def _preferences(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[Completed]:
    name = operation.spell("xmlPreferences")
    said = _said(parts.get(name))
    if not said:
        return parts, ()  # the service says what is wrong with it
    resent: tuple[str, ...] = ()
    if len(said) < len(PREFERENCES):
        now = yield from _block(operation, parts, call, find)
        resent = tuple(each for each in PREFERENCES.values() if each not in said)
        missing = [each for each in resent if each not in now]
        if missing:
            raise UnexpectedReply(
                f"{operation.name}: GetUser does not tell {', '.join(missing)}, so it could not be kept; "
                "the operation was not called",
                operation=operation.name,
            )
        said = {each: _as(now.get(each), said[each]) if each in said else now[each] for each in PREFERENCES.values()}
    return {**parts, name: _written(said)}, resent


def _block(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[dict[str, str]]:
    """Read the preferences that a user has, by their names, in the service's own words."""
    user = str(parts[operation.spell("UserName")])
    found = yield from read_back.read(call, find, USER, user)
    thing = User.read(found[0]) if len(found) == 1 else None
    if thing is None or thing.user_name.strip().casefold() != user.strip().casefold():
        raise UnexpectedReply(f"{operation.name}: GetUser does not tell of {user} alone", operation=operation.name)
    attributes = {} if thing.preferences is None else thing.preferences.attributes
    return {_KNOWN[name.casefold()]: value for name, value in attributes.items() if name.casefold() in _KNOWN}


def _said(xml: Any) -> dict[str, str]:
    """Read which preferences a document names, as attributes or as child elements; none where it is none."""
    if not isinstance(xml, str):
        return {}
    try:
        root = parse(xml.encode("utf-8"))
    except NotXml:
        return {}
    return {_KNOWN[name.casefold()]: value for name, value in told(root).items() if name.casefold() in _KNOWN}


def _as(before: str | None, value: str) -> str:
    """Write a value as the service wrote the one before: TRUE or true."""
    return value.upper() if before is not None and before.isupper() and flag(value) is not None else value


def _written(said: Mapping[str, str]) -> str:
    """Write a block in both shapes: a server that reads only one of them would otherwise reset the rest."""
    root = etree.Element("Preferences", dict(said))
    for name, value in said.items():
        etree.SubElement(root, name).text = value
    return etree.tostring(root, encoding="unicode")


def _same(name: str, sent: str, now: str | None) -> bool:
    if now is None:
        return False
    if name in _FLAGS:
        return flag(sent) is flag(now) and flag(now) is not None
    one, other = (text.strip().casefold() for text in (sent, now))
    return _SAME.get(one, one) == _SAME.get(other, other)


def _rows(operation: Operation, parts: Parts, call: Call, find: Find) -> Flow[Completed]:
    name = operation.spell("xmlpset")
    try:
        root = parse(str(parts.get(name) or "").encode("utf-8"))
    except NotXml:
        return parts, ()  # the service says what is wrong with it
    given = list(_given_rows(root))
    if not given:
        return parts, ()
    reads = find("GetPropertySets")
    reply = yield from call(reads, spelled(reads, {"Path": parts[operation.spell("Path")]}))
    stored = {} if reply.element is None else dict(_stored_rows(reply.element))
    resent: list[str] = []
    for place, row in given:
        said = {str(key).casefold() for key in row.attrib} | {etree.QName(each).localname.casefold() for each in row}
        for field, value in stored.get(place, {}).items():
            if field.casefold() not in said:
                row.set(field, value)
                resent.append(f"{_attribute(row.getparent(), 'name')}.{field}")
    if not resent:
        return parts, ()
    return {**parts, name: etree.tostring(root, encoding="unicode")}, tuple(resent)


def _given_rows(root: etree._Element) -> Iterator[tuple[tuple[str, str], etree._Element]]:
    """List the rows that a document names, each with its set and its number; the names of elements do not matter."""
    for row in root.iter("*"):
        number = _number(row)
        parent = row.getparent()
        if number and parent is not None:
            yield (_attribute(parent, "name").casefold(), number), row


def _stored_rows(root: etree._Element) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    for each in root.iter("{*}propertyset"):
        for row in each.iterchildren("*"):
            fields = {name: value for name, value in told(row).items() if name.casefold() not in ("rownbr", "log")}
            yield (_attribute(each, "name").casefold(), _number(row)), fields


def _number(row: etree._Element) -> str:
    return _attribute(row, "rownbr").strip().lstrip("0")


def _attribute(element: etree._Element | None, name: str) -> str:
    return next(
        (
            str(value)
            for key, value in ({} if element is None else element.attrib).items()
            if str(key).casefold() == name
        ),
        "",
    )
