"""Replace characters that XML does not allow by U+FFFD, and note their places.

ASMX writes a stored control character as a reference that no XML parser accepts. One of them would make a whole list
unreadable. So they are replaced, and a note next to the root of the document names the repaired values: a repaired
value must not be written back as if it were the stored one.

Source: XML 1.0 section 2.2.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

REPLACEMENT: Final = "\ufffd"
_NOTE: Final = "soapclient-repaired"
_MOST: Final = 10_000
_TOLD: Final = 20
_LONGEST: Final = 4_000_000  # characters of a text that is searched
# Noncharacters mark the replaced places until the tree is built: neither names nor markup can contain them.
_MARKS: Final = tuple(map(chr, range(0xFDD0, 0xFDF0)))
# Compiled for the first repair.
_FOUND: Final = (
    rb"<!\[CDATA\[|<!--|&#(?:[xX]([0-9A-Fa-f]{1,64})|([0-9]{1,64}));|[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
)
_PAIR: Final = rb"&#(?:[xX]([0-9A-Fa-f]{1,64})|([0-9]{1,64}));"
_RAW: Final = rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]"
_ENDS: Final = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}


def replaced(data: bytes) -> tuple[bytes, str]:
    """Put a mark in place of each character that XML does not allow.

    Args:
        data: a document in UTF-8 that a parser refused.

    Returns:
        The document and the mark; the unchanged document and an empty text if there is nothing to replace.

    Raises:
        ValueError: there are too many of them.
    """
    mark = next((each for each in _MARKS if each.encode() not in data), "")
    if not mark:
        return data, ""
    stands = mark.encode()
    what, raws = re.compile(_FOUND), re.compile(_RAW)
    out = io.BytesIO()
    view = memoryview(data)
    done = count = 0
    place = 0
    while (found := what.search(data, place)) is not None:
        place = found.end()
        end = _ENDS.get(found[0])
        if end is not None:
            stop = data.find(end, place)
            if stop < 0:
                return data, ""
            for raw in raws.finditer(data, place, stop):
                out.write(view[done : raw.start()])
                out.write(stands)
                done, count = raw.end(), count + 1
                _bounded(count)
            place = stop + len(end)
            continue
        wanted: bytes = stands
        if found[0][:1] == b"&":
            number = _number(found)
            if _is_character(number):
                continue
            wanted, place = _surrogates(data, number, place) or (stands, place)
        out.write(view[done : found.start()])
        out.write(wanted)
        done, count = place, count + 1
        _bounded(count)
    if not done:
        return data, ""
    out.write(view[done:])
    return out.getvalue(), mark


def _bounded(count: int) -> None:
    if count > _MOST:
        raise ValueError(f"it has more than {_MOST:,} characters that XML does not allow")


def _number(found: re.Match[bytes]) -> int:
    return int(found[1], 16) if found[1] is not None else int(found[2])


def _is_character(number: int) -> bool:
    return (
        number in (0x9, 0xA, 0xD)
        or 0x20 <= number <= 0xD7FF
        or 0xE000 <= number <= 0xFFFD
        or 0x10000 <= number <= 0x10FFFF
    )


def _surrogates(data: bytes, high: int, place: int) -> tuple[bytes, int] | None:
    """Join two references that are the halves of one character, as some servers write them."""
    low = re.compile(_PAIR).match(data, place) if 0xD800 <= high <= 0xDBFF else None
    number = _number(low) if low is not None else 0
    if low is None or not 0xDC00 <= number <= 0xDFFF:
        return None
    return chr(0x10000 + ((high - 0xD800) << 10) + (number - 0xDC00)).encode(), low.end()


def noted(root: etree._Element, mark: str) -> None:
    """Replace the mark in a tree by U+FFFD, and note where it stood.

    Raises:
        ValueError: it is in a text that is too long to search.
    """
    long = f"contains(., $mark) and string-length(.) > {_LONGEST}"
    if root.xpath(f"boolean(//@*[{long}] | //text()[{long}])", mark=mark):
        raise ValueError("it has a character that XML does not allow in a very long text")
    places: list[str] = []
    values: list[str] = []
    found: Any = root.xpath("//@*[contains(., $mark)] | //text()[contains(., $mark)]", mark=mark)
    for text in found:
        owner: Any = text.getparent()
        if text.is_attribute:
            last, clean = f"@{_local(text.attrname)}", str(text).replace(mark, REPLACEMENT)
            owner.set(text.attrname, clean)
        elif text.is_tail:
            last, clean = "text()", (owner.tail or "").replace(mark, REPLACEMENT)
            owner.tail = clean
            owner = owner.getparent()
        else:
            last, clean = "text()", (owner.text or "").replace(mark, REPLACEMENT)
            owner.text = clean
        values.append(_digest(clean))
        if len(places) < _TOLD:
            places.append(f"{_path(owner)}/{last}")
    if values:
        note = json.dumps({"count": len(values), "places": places})
        root.addprevious(etree.ProcessingInstruction(_NOTE, f"{note} {' '.join(values)}"))


def of(element: etree._Element) -> tuple[str, ...]:
    """Return the places of the first repaired values of an element and its descendants, such as "User[3]/@Name"."""
    note = _note(element)
    if not note:
        return ()
    try:
        told, _ = json.JSONDecoder().raw_decode(note)
        places, count = [str(each) for each in told["places"]], int(told["count"])
    except (ValueError, TypeError, KeyError, RecursionError):  # a note that the server wrote
        return ()
    path = f"{_path(element)}/"
    inside = [place[len(path) :] for place in places if place.startswith(path)]
    more = count - len(places)
    return (*inside, f"and {more} more") if more > 0 else tuple(inside)


def among(element: etree._Element, values: Mapping[str, str]) -> frozenset[str]:
    """Return the names of an element's repaired values.

    Args:
        element: the element.
        values: the values by name.
    """
    doubtful = {name: value for name, value in values.items() if REPLACEMENT in value}
    note = _note(element) if doubtful else ""
    return frozenset(name for name, value in doubtful.items() if _digest(value) in note)


def _note(element: etree._Element) -> str:
    note: Any = element.getroottree().getroot().getprevious()
    if note is None or note.tag is not etree.ProcessingInstruction or note.target != _NOTE:
        return ""
    return str(note.text or "")


def _path(element: etree._Element) -> str:
    """Return the path of an element by local names, numbered if siblings have the same name."""
    steps: list[str] = []
    each: Any = element
    while each is not None:
        before = sum(1 for _ in each.itersiblings(each.tag, preceding=True))
        several = before or next(each.itersiblings(each.tag), None) is not None
        steps.append(_local(str(each.tag)) + (f"[{before + 1}]" if several else ""))
        each = each.getparent()
    return "/" + "/".join(reversed(steps))


def _digest(value: str) -> str:
    return hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=9).hexdigest()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
