"""Read the error that servers from 9.0 on put into HTTP headers, if a form POST answers bytes or no document.

Source: the page of DownloadDocument. It does not say how non-ASCII text is encoded.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def told(headers: Mapping[str, str]) -> tuple[int | None, str]:
    """Return the number and the text of the error in the headers; None and "" without one.

    Args:
        headers: the HTTP headers, read as Latin-1.
    """
    said = headers.get("X-InfoRouter-ErrorCode", "").strip()
    text = _text(headers.get("X-InfoRouter-Error", "")).strip()
    if not _NUMBER.fullmatch(said):
        return None, text or said
    return int(said) or None, text


def _text(raw: str) -> str:
    """Decode UTF-8 that was read as Latin-1, and percent-encoded UTF-8; other text stays as it is."""
    with contextlib.suppress(UnicodeError):
        raw = raw.encode("latin-1").decode("utf-8")
    try:
        return unquote(raw, errors="strict")
    except UnicodeError:
        return raw
