"""Render a body for the log: without secrets, without the content of documents, and shortened if long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from .outgoing import StreamedBody
from .redact import HIDDEN, hide, hide_form, hide_xml, one_line

_LOGGED: Final = 20_000
_FORM: Final = "application/x-www-form-urlencoded"
# Compiled for the first log entry.
_CONTENT: Final = r"""(?<=[>"])\s*([A-Za-z0-9+/]{200}[A-Za-z0-9+/=\s]*)"""


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


def loggable(body: bytes | StreamedBody, secrets: tuple[str, ...], headers: Mapping[str, str]) -> str:
    """Return the text of a body for the log.

    Args:
        body: the body.
        secrets: values to hide.
        headers: the headers of a request.
    """
    data = body.preview if isinstance(body, StreamedBody) else body
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    hidden = hide_form if headers.get("Content-Type", "").startswith(_FORM) else hide_xml
    shown = re.sub(_CONTENT, _told, data[:_LOGGED].decode(encoding, "replace"))
    text = hidden(shown, secrets)
    return f"{text}... ({len(body)} bytes)" if len(data) > _LOGGED or len(body) > len(data) else text


def _told(found: re.Match[str]) -> str:
    return f"... {len(found[1])} characters of base64"
