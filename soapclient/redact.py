"""Tickets and passwords hidden: in XML, in URLs, and in any text in which a known one might be echoed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from xml.sax.saxutils import escape

HIDDEN: Final = "***"
_NAME: Final = r"[\w.-]*(?:ticket|pass(?:word|wd|phrase)|pwd|secret)[\w.-]*"
_SECRET_NAME: Final = re.compile(_NAME, re.IGNORECASE)
_ELEMENT: Final = re.compile(rf"(<(?:[\w.-]+:)?({_NAME})(?:\s[^<>]*)?(?<!/)>)(.*?)(</(?:[\w.-]+:)?\2\s*>)", re.I | re.S)
_ATTRIBUTE: Final = re.compile(rf"(\s(?:[\w.-]+:)?{_NAME}\s*=\s*)(\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Return whether a parameter or attribute of this name holds a ticket or a password."""
    return _SECRET_NAME.fullmatch(name) is not None


def hide(text: str, secrets: Iterable[str] = ()) -> str:
    """Replace known secrets in a text, as they are and as XML and URLs write them.

    Args:
        text: any text.
        secrets: the values to hide; empty ones are ignored.
    """
    for secret in sorted({form for value in secrets if value for form in _forms(value)}, key=len, reverse=True):
        text = re.sub(re.escape(secret), HIDDEN, text, flags=re.IGNORECASE)
    return text


def _forms(secret: str) -> set[str]:
    from urllib.parse import quote, quote_plus

    quoted = escape(secret, {'"': "&quot;", "'": "&apos;"})
    return {secret, escape(secret), quoted, escape(secret, {'"': "&quot;"}), quote(secret, safe=""), quote_plus(secret)}


def hide_xml(text: str, secrets: Iterable[str] = ()) -> str:
    """Hide what elements and attributes with telling names hold, and known secrets, in the text of an XML document."""
    text = _ELEMENT.sub(rf"\1{HIDDEN}\4", text)
    return hide(_ATTRIBUTE.sub(rf'\1"{HIDDEN}"', text), secrets)


def hide_url(url: str) -> str:
    """Hide user, password and query of a URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, HIDDEN if parts.query else "", ""))


def one_line(text: str, limit: int = 300) -> str:
    """Fold white space and control characters, and cut what is longer than `limit`."""
    folded = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return folded if len(folded) <= limit else folded[: limit - 3] + "..."
