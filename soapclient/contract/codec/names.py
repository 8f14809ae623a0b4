"""Names with the same meaning in every message, whatever its schema."""

from __future__ import annotations

from typing import Final

from lxml import etree

from .reading.misfit import Misfit
from .reading.texts import BLANKS, Prefixes

XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
NIL: Final = XSI + "nil"
TYPE: Final = XSI + "type"
TRUE: Final = ("true", "1")
_MOST_PREFIXES: Final = 500
_ENVELOPES: Final = ("{http://schemas.xmlsoap.org/soap/envelope/}", "{http://www.w3.org/2003/05/soap-envelope}")
_ENCODINGS: Final = ("{http://schemas.xmlsoap.org/soap/encoding/}", "{http://www.w3.org/2003/05/soap-encoding}")
_ABOUT_MESSAGES: Final = (XSI, *_ENVELOPES, *_ENCODINGS)


def is_about_messages(name: str) -> bool:
    """Return whether an attribute belongs to XSI or SOAP, so any element may have it."""
    return name[:1] == "{" and name.startswith(_ABOUT_MESSAGES)


def split(name: str) -> tuple[str, str]:
    """Split a name into its namespace and its local part."""
    namespace, _, local = name.rpartition("}")
    return namespace[1:], local


def prefixes(element: etree._Element) -> Prefixes:
    """Return the namespaces of the prefixes in scope at an element.

    Raises:
        Misfit: there are too many; they are collected again for each name.
    """
    found = element.nsmap
    if len(found) > _MOST_PREFIXES:
        raise Misfit(f"has a name where more than {_MOST_PREFIXES} prefixes are declared")
    return found


def resolved(element: etree._Element, name: str) -> str | None:
    """Resolve a prefixed name at an element; None for an undeclared prefix."""
    prefix, _, local = name.strip(BLANKS).rpartition(":")
    namespace = prefixes(element).get(prefix or None)
    if namespace is None and prefix:
        return None
    return f"{{{namespace}}}{local}" if namespace else local


def text_of(element: etree._Element) -> str:
    """Return the text directly in an element; comments may split it."""
    if not len(element):
        return element.text or ""
    return "".join((element.text or "", *(child.tail or "" for child in element)))


def has_elements(element: etree._Element) -> bool:
    """Return whether an element has child elements."""
    return len(element) > 0 and any(isinstance(child.tag, str) for child in element)
