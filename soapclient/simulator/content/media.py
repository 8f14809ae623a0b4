"""Document formats by file extension."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Final

_OTHERS: Final = "application/octet-stream"
_TYPES: Final[Mapping[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_WORDS: Final[Mapping[str, str]] = {
    "pdf": "PDF Document",
    "docx": "Microsoft Word Document",
    "xlsx": "Microsoft Excel Worksheet",
    "pptx": "Microsoft PowerPoint Presentation",
    "html": "HTML Document",
    "htm": "HTML Document",
    "txt": "Text Document",
    "url": "Internet Shortcut",
    "lnk": "Shortcut",
    "email": "E-mail",
}
_GUESSES: Final = mimetypes.MimeTypes(filenames=())


def extension(name: str) -> str:
    """Return the extension of a name in lower case; "" without one."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def content_type(name: str) -> str:
    """Return the media type."""
    return _TYPES.get(extension(name)) or _GUESSES.guess_type(f"x.{extension(name)}")[0] or _OTHERS


def in_words(name: str) -> str:
    """Return the name of the format."""
    known = extension(name)
    return _WORDS.get(known) or (f"{known.upper()} File" if known else "File")
