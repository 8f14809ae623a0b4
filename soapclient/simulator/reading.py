"""Reading: SOAP envelopes and form fields to arguments, with every habit of the real server, hazards included."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs

from .lexical import DEFAULTS, READERS

if TYPE_CHECKING:
    from ..contract import Operation, Parameter

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TRUE: Final = frozenset({"true", "1"})


class Malformed(Exception):
    """The body is no XML that the server reads: not well-formed, or with a DTD."""


class Unreadable(Exception):
    """The XML is well-formed, but a value cannot be read as the type of its parameter."""


class MissingParameter(Exception):
    """A form or query lacks a parameter."""


class _Builder(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        """Refuse a DTD."""
        raise Malformed


def parse(body: bytes, encoding: str | None = None) -> ET.Element:
    """Read an XML document without a DTD.

    Raises:
        Malformed: it is none.
    """
    try:
        parser = ET.XMLParser(target=_Builder(), encoding=encoding)  # noqa: S314
        parser.feed(body)
        root: ET.Element = parser.close()
    except (ET.ParseError, LookupError, ValueError):
        raise Malformed from None
    return root


@attrs.frozen
class _Slot:
    name: str
    nillable: bool
    read: Callable[[str], Any] | None
    markup: bool


class Reader:
    """The arguments of one operation: names matched by local name, namespace and letter case in SOAP."""

    def __init__(self, operation: Operation) -> None:
        parameters = operation.parameters.values()
        self._slots = {f"{{{operation.namespace}}}{parameter.name}": _slot(parameter) for parameter in parameters}
        self._absent = {
            parameter.name: None if parameter.nillable else DEFAULTS.get(parameter.type) for parameter in parameters
        }

    def soap(self, call: ET.Element) -> dict[str, Any]:
        """Return what the server understands of the children of a call's element.

        A string that is nil is empty, not null; what is not known is skipped; the first of two counts.

        Raises:
            Unreadable: a value does not fit its type.
        """
        arguments = self._absent.copy()
        seen = set()
        for child in call:
            slot = self._slots.get(child.tag)
            if slot is not None and slot.name not in seen:
                seen.add(slot.name)
                arguments[slot.name] = _value(slot, child)
        return arguments

    def form(self, fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return the arguments of a form or query; here, and only here, letter case does not matter.

        Raises:
            MissingParameter: a parameter is not there: null cannot be said.
            Unreadable: a value does not fit its type.
        """
        given: dict[str, str] = {}
        for name, value in fields:
            given.setdefault(name.casefold(), value)
        arguments: dict[str, Any] = {}
        for slot in self._slots.values():
            text = given.get(slot.name.casefold())
            if text is None:
                raise MissingParameter(slot.name)
            arguments[slot.name] = _converted(slot, text)
        return arguments


def _slot(parameter: Parameter) -> _Slot:
    return _Slot(parameter.name, parameter.nillable, READERS.get(parameter.type), parameter.type == "xml")


def _value(slot: _Slot, element: ET.Element) -> Any:
    if slot.markup:
        return ET.tostring(element[0], "unicode") if len(element) else element.text
    if len(element):
        raise Unreadable
    if slot.nillable and element.get(_NIL, "").strip() in _TRUE:
        return None
    return _converted(slot, element.text or "")


def _converted(slot: _Slot, text: str) -> Any:
    if slot.read is None:
        return text
    try:
        return slot.read(text)
    except (ValueError, OverflowError):
        raise Unreadable from None


def body_of(root: ET.Element, envelopes: Mapping[str, str]) -> ET.Element | None:
    """Return the first element in the body of an envelope of one of these namespaces, or None."""
    for namespace in envelopes.values():
        if root.tag == f"{{{namespace}}}Envelope":
            body = root.find(f"{{{namespace}}}Body")
            return body[0] if body is not None and len(body) else None
    return None
