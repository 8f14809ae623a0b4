"""Hide secrets: in XML, in URLs, and in any text that may echo a known secret."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit, urlunsplit

HIDDEN: Final = "***"
# Queries for parts of a WSDL: ?WSDL, ?singleWsdl, ?wsdl=wsdl0, ?xsd=1, ?xsd=types.xsd.
_DOCUMENT: Final = r"(?:(?:single)?wsdl|xsd)?|(?:wsdl|xsd)=(?:(?:wsdl|xsd)?[0-9]{1,4}|[\w-]{1,60}\.(?:wsdl|xsd))"
_NAME: Final = r"[\w.-]*(?:ticket|pass(?:word|wd|phrase)|pwd|secret)[\w.-]*"
_LT: Final = r"(?:<|&lt;)"  # an argument may be XML as text
_GT: Final = r"(?:>|&gt;)"
# Compiled on first use.
_ELEMENT: Final = rf"({_LT}(?:[\w.-]+:)?({_NAME})(?:\s[^<>]*?)?(?<!/){_GT})(.*?)({_LT}/(?:[\w.-]+:)?\2\s*{_GT}|\Z)"
_ATTRIBUTE: Final = rf"([\s(](?:[\w.-]+:)?{_NAME}\s*=\s*)([\"']|&(?:quot|apos|#34|#39);).*?(?:\2|\Z)"


def is_secret(name: str) -> bool:
    """Return whether a parameter or attribute with this name holds a secret."""
    return re.fullmatch(_NAME, name, re.IGNORECASE) is not None


def hide(text: str, secrets: Iterable[str] = ()) -> str:
    """Replace known secrets in a text, in plain form and as XML and URLs encode them.

    Args:
        text: any text.
        secrets: the values to hide; empty ones are ignored.
    """
    forms = sorted({form for secret in secrets if secret for form in _forms(secret)}, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, forms)), HIDDEN, text, flags=re.IGNORECASE) if forms else text


def _forms(secret: str) -> set[str]:
    # Imported late: only failures and logs need it.
    import html
    import json
    from xml.sax.saxutils import escape

    page = html.escape(secret)
    xml = escape(secret)
    return {
        secret,
        xml,
        escape(secret, {'"': "&quot;"}),
        escape(secret, {'"': "&quot;", "'": "&apos;"}),
        xml.encode("ascii", "xmlcharrefreplace").decode("ascii"),
        page,
        page.replace("&#x27;", "&#39;"),
        quote(secret, safe="", errors="replace"),
        quote(secret, errors="replace"),
        quote_plus(secret, errors="replace"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }


def hide_xml(text: str, secrets: Iterable[str] = ()) -> str:
    """Hide known secrets, and the values of elements and attributes with names of secrets, in the text of XML."""
    text = re.sub(_ELEMENT, rf"\1{HIDDEN}\4", text, flags=re.I | re.S)
    return hide(re.sub(_ATTRIBUTE, rf"\1\2{HIDDEN}\2", text, flags=re.I | re.S), secrets)


def hide_form(text: str, secrets: Iterable[str] = ()) -> str:
    """Render a form for people, without known secrets and values of fields with names of secrets."""
    fields = parse_qsl(text, keep_blank_values=True, errors="replace")
    return "&".join(
        f"{name}={HIDDEN if value and is_secret(name) else hide_xml(value, secrets)}" for name, value in fields
    )


def hide_url(url: str) -> str:
    """Hide user, password and query (except `?WSDL`, `?xsd=xsd0`) of a URL, and any text that is not a URL."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return HIDDEN
    scheme, host, path = parts.scheme, parts.netloc.rpartition("@")[2], parts.path
    if "@" in path:  # a slash is missing, or one is in the password
        scheme = scheme if scheme in ("http", "https") else ""
        host, slash, path = path.rpartition("@")[2].partition("/")
        path = slash + path
    query = parts.query if re.fullmatch(_DOCUMENT, parts.query, re.IGNORECASE) else HIDDEN
    return urlunsplit((scheme, host, path, query, ""))


def hide_source(source: str) -> str:
    """Hide the secrets of a contract's source if it is a URL; a path or a name stays unchanged."""
    return hide_url(source) if "://" in source else source


def quote_source(source: str) -> str:
    """Name a source in a message: a URL without its secrets, else the text in quotes."""
    return hide_url(source) if "://" in source else repr(source)


def one_line(text: str, limit: int = 300) -> str:
    """Collapse white space and control characters, and cut the text at `limit` characters."""
    folded = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return folded if len(folded) <= limit else folded[: limit - 3] + "..."
