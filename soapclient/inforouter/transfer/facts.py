"""The sizes and check sums in replies, whatever the letter case of their names."""

from __future__ import annotations

import re
from typing import Final

from ..models.entity import flag, number
from ..reply import Reply

_HEX: Final = re.compile(r"(?:0x)?0*([0-9A-Fa-f]{1,8})")


def attribute(reply: Reply, name: str) -> str:
    """Return an attribute of the root, whatever the letter case of its name; "" without it."""
    found = reply.attributes
    if name in found:
        return found[name]
    folded = name.casefold()
    return next((value for each, value in found.items() if each.casefold() == folded), "")


def whole_number(reply: Reply, name: str) -> int | None:
    """Return an attribute of the root as a number; None if it is missing or not a number."""
    return number(attribute(reply, name))


def yes(reply: Reply, name: str) -> bool:
    """Return whether an attribute of the root is true."""
    return flag(attribute(reply, name)) is True


def crc_of(text: str | None) -> int | None:
    """Read a CRC-32 in hex, padded or not, in either case; None for an empty text or another check sum."""
    found = _HEX.fullmatch((text or "").strip())
    return int(found[1], 16) if found else None


def crc_text(crc: int) -> str:
    """Write a CRC-32 as the service takes it: upper case, not padded."""
    return f"{crc:X}"


def is_chunk_size(size: object) -> bool:
    """Return whether this chunk size can be requested: a 32-bit number, or None for a suitable one."""
    return size is None or (type(size) is int and 0 < size < 2**31)
