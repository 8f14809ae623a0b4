"""Render a body for the log: without secrets, without the content of documents, and shortened if long."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Mapping
from typing import Any, Final

from .outgoing import StreamedBody
from .redact import HIDDEN, hide, hide_form, hide_xml, one_line

_LOGGED: Final = 20_000
_FORM: Final = "application/x-www-form-urlencoded"
# Compiled for the first log entry.
_CONTENT: Final = r"""(?<=[>"\[])\s*((?:[A-Za-z0-9+/]{60,}(?:\s|&#(?:10|13|x[AaDd]);)*){3,}[A-Za-z0-9+/=\s]*)"""

_DOCUMENT: Final = r"(?:application/(?!xml|soap|json|x-www-form|xop|[\w.-]+\+(?:xml|json))|image/|audio/|video/|font/)"
_STARTS: Final = (  # UTF-32 and UTF-16, with a byte order mark or without
    (rb"\xff\xfe\0\0|\0\0\xfe\xff", "utf-32"),
    (rb"[^\0]\0\0\0", "utf-32-le"),
    (rb"\0\0\0[^\0]", "utf-32-be"),
    (rb"\xff\xfe|\xfe\xff", "utf-16"),
    (rb"[^\0]\0", "utf-16-le"),
    (rb"\0[^\0]", "utf-16-be"),
)
# Names of secrets, more than elsewhere: a log may hide too much.
_NAMED: Final = (
    r"[\w.-]{0,60}(?:ticket|pass(?:word|wd|phrase)|pwd|secret|token|api-?_?key|session-?_?id|credential|authorization)"
    r"[\w.-]{0,60}"
)
_ELEMENT: Final = rf"(<(?:[\w.-]+:)?{_NAMED}(?:\s[^<>]*)?(?<!/)>)[^<]+"
_FIELD: Final = rf"""((?:^|[\s,{{(])["']?{_NAMED}["']?\s*[:=]\s*["'])[^"'<]+"""
_QUERY: Final = rf"""((?:^|[?&;]){_NAMED}=)[^&;<>\s"']+"""
_USER: Final = r"""(://[^\s/@:<>"']*:)[^\s/@<>"']+(?=@)"""

# Of other headers the names alone are shown: a key of a gateway is secret, whatever it is called.
_HEADS: Final = frozenset(
    (
        *("accept-encoding", "cache-control", "connection", "content-encoding", "content-length", "content-type"),
        *("date", "etag", "last-modified", "retry-after", "server", "soapaction", "transfer-encoding", "user-agent"),
        *("vary", "via", "x-aspnet-version", "x-powered-by"),
    )
)
_LONGEST_HEAD: Final = 300


def shown_head(headers: Mapping[str, Any], secrets: tuple[str, ...]) -> str:
    """Return what a log shows of the headers of a request or a reply: the values of usual ones, of others the names.

    Args:
        headers: the headers.
        secrets: values to hide.
    """
    lines = []
    for name, value in headers.items():
        text = value if isinstance(value, str) and name.lower() in _HEADS else HIDDEN
        lines.append(f"{one_line(name, _LONGEST_HEAD)}: {one_line(hide(text, secrets), _LONGEST_HEAD)}\n")
    return f"\n{''.join(lines)}" if lines else ""


def loggable(body: bytes | StreamedBody, secrets: tuple[str, ...], headers: Mapping[str, Any]) -> str:
    """Return the text of a body for the log.

    Args:
        body: the body.
        secrets: values to hide.
        headers: the headers of the request or the reply.
    """
    data = body.preview if isinstance(body, StreamedBody) else body
    media = str(headers.get("Content-Type") or "").strip().lower()
    if re.match(_DOCUMENT, media):
        return f"... ({len(body)} bytes)" if len(body) else ""
    hidden = hide_form if media.startswith(_FORM) else hide_xml
    text = _decoded(bytes(data[:_LOGGED]), media)
    whole = text if not media.startswith("multipart/") else _first_part(text)
    shown = hidden(re.sub(_CONTENT, _told, whole), secrets)
    for pattern in (_FIELD, _QUERY, _USER):
        shown = re.sub(pattern, rf"\1{HIDDEN}", shown, flags=re.I)
    shown = re.sub(_ELEMENT, rf"\1{HIDDEN}", shown, flags=re.I)
    is_cut = len(data) > _LOGGED or len(body) > len(data) or len(whole) < len(text)
    return f"{shown}... ({len(body)} bytes)" if is_cut else shown


def _decoded(data: bytes, media: str) -> str:
    """Decode the beginning of a body, so that nothing in it is hidden from who looks for secrets."""
    said = re.search(r"charset=[\"']?([\w.:-]+)", media)
    guesses = [encoding for start, encoding in _STARTS if re.match(start, data, re.S)]
    for encoding in [*guesses, *([said[1]] if said else []), "utf-8"]:
        with contextlib.suppress(LookupError, ValueError):
            b"a".decode(encoding, "replace")  # refuses encodings that give no text, such as zlib
            return codecs.getincrementaldecoder(encoding)().decode(data).replace("\0", "")  # the last may be cut
    return data.decode("latin-1").replace("\0", "")


def _first_part(text: str) -> str:
    """Return a body of several parts without its attachments, as far as its boundary is seen."""
    found = re.match(r"\s*(--\S+)", text)
    end = text.find(f"\n{found[1]}", found.end()) if found else -1
    return text if end < 0 else text[:end]


def _told(found: re.Match[str]) -> str:
    return f"... {len(found[1])} characters of base64"
