"""Values that are XML (an lxml element or text), and the places that accept them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from ....wire import safe_xml
from ... import xsd
from ..xml_values import copied

if TYPE_CHECKING:
    from ...schema.components import Wildcard


def is_element(value: Any) -> bool:
    """Return whether an object is an lxml element, and not a comment or the like."""
    return etree.iselement(value) and isinstance(value.tag, str)


def element(value: Any) -> etree._Element:
    """Parse XML given as text, or copy it if given as an element.

    Raises:
        ValueError: it is neither, or the text is not XML.
    """
    if isinstance(value, str):
        try:
            return safe_xml.parse(xsd.check_text(value).encode("utf-8"))
        except safe_xml.NotXml as exc:
            raise ValueError(f"XML is expected, but {exc}") from exc
    if is_element(value):
        return copied(value)
    raise ValueError(f"{type(value).__name__} where XML is expected: an lxml element or text")


def allowed(what: Wildcard, found: etree._Element) -> etree._Element:
    """Return an element for a place for any.

    Raises:
        ValueError: none of its namespace may stand there.
    """
    _check(what, etree.QName(found).namespace or "", f"the element {etree.QName(found).localname}")
    return found


def other_attributes(what: Wildcard, fields: Mapping[str, Any] | None) -> dict[str, str]:
    """Return attributes for a place for any, by name.

    Raises:
        ValueError: they are not a mapping of names and texts, or not allowed there.
    """
    if fields is None:
        raise ValueError("expected a mapping of names and texts")
    for name in fields:
        try:
            whole = etree.QName(str(name))
        except ValueError:
            raise ValueError(f"{str(name)[:80]!r} is not a valid name of an attribute") from None
        _check(what, whole.namespace or "", f"the attribute {whole.localname}")
    return {name: xsd.to_lexical("string", each) for name, each in fields.items()}


def _check(what: Wildcard, namespace: str, shown: str) -> None:
    if not what.allows(namespace):
        where = f"the namespace {namespace}" if namespace else "no namespace"
        raise ValueError(f"{shown} has {where}, but the schema allows {what.namespaces}")
