"""Names of documents and folders: which a rename accepts, and how a new name is cleaned."""

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
    """Return the name that a new document or folder gets: a server of today replaces characters that it does not allow.

    Each forbidden character becomes `_`, `..` a dot and several blanks one; outer dots and blanks go. Longer names
    are cut to 128 characters, with a hash before the extension; the reference does not say which hash.
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
