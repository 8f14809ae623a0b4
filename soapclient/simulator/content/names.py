"""Names of documents and folders: what a rename may say, and what becomes of a name on creation."""

from __future__ import annotations

import re
import zlib
from typing import Final

from ..generation import Generation

LONGEST: Final = 128
_FORBIDDEN: Final = '/\\:*?"<>|#%&+\t'
_UNCLEAN: Final = re.compile(f"[{re.escape(_FORBIDDEN)}]")
_EXTENSION: Final = 16


def is_name(name: str, generation: Generation) -> bool:
    """Tell whether a document or folder can be renamed to this."""
    forbidden = _FORBIDDEN if generation.current else "/\\"
    return bool(name.strip()) and not any(character in name for character in forbidden)


def cleaned(name: str, generation: Generation) -> str:
    """Return the name that a new document or folder gets: a server of today replaces what it does not take.

    Each forbidden character becomes `_`, `..` a dot and several blanks one; outer dots and blanks go. What is longer
    than 128 characters is cut, with a hash before the extension; the reference does not say which hash.
    """
    if not generation.current:
        return name
    clean = _UNCLEAN.sub("_", name)
    while ".." in clean:
        clean = clean.replace("..", ".")
    clean = re.sub(" {2,}", " ", clean).strip(". ")
    if len(clean) <= LONGEST:
        return clean
    stem, dot, extension = clean.rpartition(".")
    if not dot or len(extension) > _EXTENSION:
        stem, dot, extension = clean, "", ""
    tail = f"_{zlib.crc32(clean.encode('utf-8', 'replace')):08X}{dot}{extension}"
    return stem[: LONGEST - len(tail)] + tail
