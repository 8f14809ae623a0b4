"""Text of servers and files, made harmless: nothing that a terminal obeys, or shows in another order, reaches one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# Controls but tab and line feed, what is invisible or turns the order of writing, other line ends, half characters.
_OBEYED: Final = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f"
)
_UNSAFE: Final = re.compile(f"[{_OBEYED}]")
_UNSAFE_IN_A_LINE: Final = re.compile(f"[\n{_OBEYED}]")


def safe(text: str) -> str:
    """Write characters that a terminal might obey as escapes: `\\x1b`, `\\u202e`."""
    return _UNSAFE.sub(_escaped, text)


def joined(found: Iterable[str]) -> str:
    """Join lines; a line end inside one is written as an escape too, so that none looks like several."""
    return "\n".join(_UNSAFE_IN_A_LINE.sub(_escaped, each) for each in found)


def safe_xml(text: str) -> str:
    """Write characters that a terminal might obey as references, which whoever parses the XML reads as they were."""
    return _UNSAFE.sub(lambda found: f"&#{ord(found[0])};", text)


def _escaped(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]
