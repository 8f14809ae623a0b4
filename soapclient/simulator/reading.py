"""Read SOAP envelopes and form fields to arguments, with every habit of the real server, including the hazards."""

from __future__ import annotations

import codecs
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs

from .large import Runs, restored
from .lexical import DEFAULTS, FORM_READERS, FRAMEWORK_TYPES, READERS
from .writing import ENVELOPES, Protocol

if TYPE_CHECKING:
    from ..contract.model import Operation, Parameter

NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TRUE: Final = frozenset({"true", "1"})


class Malformed(Exception):
    """The server cannot read the body as XML: not well-formed, with a DTD, or with markup inside a value."""


class NoEnvelope(Exception):
    """The XML is not a SOAP envelope."""


class NoBody(Exception):
    """The envelope has no body."""

    def __init__(self, protocol: Protocol) -> None:
        super().__init__(protocol)
        self.protocol = protocol


class Unreadable(Exception):
    """A value in the XML cannot be read as the type of its parameter."""


class MissingParameter(Exception):
    """A form or query lacks a parameter: it cannot express null."""


class Inconvertible(Exception):
    """A value of a form or query cannot be read as the type of its parameter."""


class _Builder(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        """Refuse a DTD."""
        raise Malformed


def parse(document: str) -> ET.Element:
    """Read an XML document without a DTD; comments and processing instructions are kept.

    Raises:
        Malformed: it is not such a document.
    """
    try:
        parser = ET.XMLParser(target=_Builder(insert_comments=True, insert_pis=True))  # noqa: S314 - DTDs are refused
        parser.feed(document)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError):
        raise Malformed from None
    return root


def codec(charset: str | None) -> str:
    """Return the codec of a charset; UTF-8 for none, an unknown one, or one that is not a text encoding."""
    try:
        name = codecs.lookup(charset).name if charset else "utf-8"
        b"\xff".decode(name, "replace")
    except (LookupError, ValueError):
        return "utf-8"
    return name


@attrs.frozen
class Envelope:
    """A SOAP envelope.

    Attributes:
        protocol: "soap11" or "soap12".
        children: the elements in its body.
        must_understand: the name of a header that must be understood; none is, here.
        runs: the bytes taken out of it, by their tokens.
    """

    protocol: Protocol
    children: list[ET.Element]
    must_understand: str | None
    runs: Runs = attrs.field(factory=dict)


def open_envelope(body: bytes, charset: str | None, runs: Runs | None = None) -> Envelope:
    """Read a SOAP envelope.

    Args:
        body: the bytes; bytes outside the charset are read as U+FFFD.
        charset: the charset of the Content-Type, which overrides the XML declaration, but not a UTF-16 mark.
        runs: the bytes taken out of it.

    Raises:
        Malformed: the server cannot read it as XML.
        NoEnvelope: it is not an envelope of SOAP 1.1 or 1.2.
        NoBody: the envelope has no body.
    """
    utf16 = body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    root = parse(body.decode("utf-16" if utf16 else codec(charset), "replace"))
    for protocol, namespace in ENVELOPES.items():
        if root.tag == f"{{{namespace}}}Envelope":
            inside = root.find(f"{{{namespace}}}Body")
            if inside is None:
                raise NoBody(protocol)
            children = [child for child in inside if isinstance(child.tag, str)]
            return Envelope(protocol, children, _must_understand(root, namespace), runs or {})
    namespace = str(root.tag)[1:].rpartition("}")[0]
    raise NoEnvelope(f"Envelope namespace {namespace} was unexpected. Expecting {ENVELOPES['soap11']}.")


def _must_understand(root: ET.Element, namespace: str) -> str | None:
    for header in root.iterfind(f"{{{namespace}}}Header/*"):
        if header.get(f"{{{namespace}}}mustUnderstand", "").strip() in TRUE:
            return str(header.tag)
    return None


@attrs.frozen
class _Slot:
    name: str
    type: str
    nillable: bool
    read_form: Callable[[str], Any] | None


class RequestReader:
    """The arguments of one operation: names matched by local name, namespace and letter case in SOAP.

    Attributes:
        wrapper: the tag of the element that holds the arguments.
        has_form: whether GET and form POST support the operation: only with simple types that are not nullable.
    """

    def __init__(self, operation: Operation) -> None:
        parameters = operation.parameters.values()
        self.wrapper = f"{{{operation.namespace}}}{operation.input}"
        self.has_form = not any(parameter.nillable or parameter.type in _NO_FORM for parameter in parameters)
        self._slots = {f"{{{operation.namespace}}}{parameter.name}": _slot(parameter) for parameter in parameters}
        self._absent = {
            parameter.name: None if parameter.nillable else DEFAULTS.get(parameter.type) for parameter in parameters
        }

    def soap(self, children: Iterable[ET.Element], runs: Runs | None = None) -> dict[str, Any]:
        """Return the arguments that the server reads in a body.

        Only the operation's own wrapper is read, and a second wrapper overrides the first. A nil string
        is empty, not null; an unknown element is ignored; the first of two counts.

        Args:
            children: the elements.
            runs: the bytes taken out of the body; they are staged.

        Raises:
            Malformed: there is markup inside a value.
            Unreadable: a value does not fit its type.
        """
        arguments = self._absent.copy()
        for wrapper in children:
            if wrapper.tag == self.wrapper:
                arguments |= self._given(wrapper, runs or {})
        return arguments

    def _given(self, wrapper: ET.Element, runs: Runs) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for child in wrapper:
            slot = self._slots.get(child.tag)
            if slot is not None and slot.name not in given:
                given[slot.name] = _value(slot, child, runs)
        return given

    def form(self, fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the arguments of a form or query; only here, letter case does not matter.

        Raises:
            MissingParameter: a parameter is missing.
            Inconvertible: a value does not fit its type.
        """
        given: dict[str, list[str]] = {}
        for name, value in fields:
            given.setdefault(name.casefold(), []).append(value)
        arguments: dict[str, Any] = {}
        for slot in self._slots.values():
            values = given.get(slot.name.casefold())
            if values is None:
                raise MissingParameter(slot.name)
            arguments[slot.name] = _form_value(slot, ",".join(values))
        return arguments


_NO_FORM: Final = frozenset({"xml", "base64Binary"})


def _slot(parameter: Parameter) -> _Slot:
    kind = parameter.type
    return _Slot(parameter.name, kind, parameter.nillable, FORM_READERS.get(kind))


def _value(slot: _Slot, element: ET.Element, runs: Runs) -> Any:
    if slot.nillable and element.get(NIL, "").strip() in TRUE:
        return None
    if slot.type == "xml":
        return restored(ET.tostring(element[0], "unicode") if len(element) else element.text or "", runs) or None
    if len(element):
        raise Malformed
    try:
        return of_type(slot.type, element.text or "", runs)
    except (ValueError, OverflowError):
        raise Unreadable from None


def of_type(kind: str, text: str, runs: Runs) -> Any:
    """Convert a text to the type of a parameter; it stays a string if the type has no reader.

    Raises:
        ValueError: it does not fit.
        OverflowError: it is too large.
    """
    if kind == "base64Binary" and text in runs:
        return runs[text].decoded()
    return READERS.get(kind, str)(restored(text, runs))


def _form_value(slot: _Slot, text: str) -> Any:
    if slot.read_form is None:
        return text
    try:
        return slot.read_form(text)
    except (ValueError, OverflowError):
        raise Inconvertible(f"{text} to {FRAMEWORK_TYPES[slot.type]}") from None
