"""Envelopes, written by zeep: those of which a contract has no mould."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final, cast

from lxml import etree
from zeep import xsd

# What is empty, and yet true.
_EMPTY: Final[Mapping[type, type]] = {
    kind: type(f"Empty{kind.__name__}", (kind,), {"__bool__": lambda self: True}) for kind in (str, bytes, list)
}
# Names that mean something to zeep's own functions.
_TAKEN: Final = frozenset({"self", "_soapheaders"})


class _Sequence(xsd.Sequence):
    """A sequence that may not be given: zeep asks for what is in an optional one, and fails for one in a choice."""

    def accept(self, values: Any) -> int:
        return int(super().accept(values)) if values else 0  # type: ignore[no-untyped-call]  # zeep's

    def render(self, parent: Any, value: Any, render_path: Any) -> None:
        if self.min_occurs != 0 or self.accepts_multiple or _is_given(self, value):
            super().render(parent, value, render_path)  # type: ignore[no-untyped-call]  # zeep's


class EnvelopeWriter:
    """Writes the envelopes of one operation in one SOAP version.

    Args:
        operation: zeep's.
    """

    def __init__(self, operation: Any) -> None:
        self._operation = operation
        _mend(operation.input.body, operation.input.header)
        body = operation.input.body
        self._headers = frozenset(name for name, _ in operation.input.header.type.elements)
        self._bare = body is not None and not isinstance(body.type, xsd.ComplexType)
        elements = () if body is None or self._bare else body.type.elements
        self._names = frozenset(name for name, _ in elements)

    def write(self, parts: Mapping[str, Any]) -> bytes:
        """Write one envelope.

        Args:
            parts: value by exact particle name; None is written as `xsi:nil` where the particle is not optional.

        Raises:
            Exception: whatever zeep raises for parts that do not fit.
        """
        return etree.tostring(self._create(parts), xml_declaration=True, encoding="utf-8")

    def _create(self, parts: Mapping[str, Any]) -> etree._Element:
        said = {name: _said(value) for name, value in parts.items()}
        given = {name: value for name, value in said.items() if name in self._headers - self._names}
        headers = {"_soapheaders": given} if given else {}
        body = {name: value for name, value in said.items() if name not in given}
        if not self._bare:
            taken = body.keys() & _TAKEN
            if not taken:
                return cast(etree._Element, self._operation.create(**body, **headers).content)
            value = self._operation.input.body.type(**{name: body[name] for name in body.keys() - taken})
            for name in taken:
                value[name] = body[name]
            return self._around(value, headers)
        if None not in body.values():
            return cast(etree._Element, self._operation.create(*body.values(), **headers).content)
        return self._around(None, headers)  # zeep takes the null of a lone simple element for a value

    def _around(self, value: Any, headers: Mapping[str, Any]) -> etree._Element:
        """Write an envelope around what zeep would take for something else as an argument."""
        message = copy.copy(self._operation.input)
        message.body = None
        content = cast(etree._Element, message.serialize(**headers).content)
        self._operation.input.body.render(content[-1], value)
        return content


def _said(value: Any) -> Any:
    """Make what is empty true, at every level: zeep leaves out of an `xsd:choice` what is false."""
    if isinstance(value, Mapping):
        return {name: _said(each) for name, each in value.items()}
    if type(value) in _EMPTY and not value:
        return _EMPTY[type(value)]()
    return [_said(each) for each in value] if isinstance(value, list) else value


def _is_given(group: Any, value: Any) -> bool:
    values = (value[name] for name, _ in group.elements if name in value)
    return any(each is not None and not (type(each) is list and not each) for each in values)


def _mend(*elements: Any) -> None:
    """Make all sequences below some of zeep's elements such as need not be given."""
    waiting = [each for each in elements if each is not None]
    seen: set[int] = set()
    while waiting:
        what = waiting.pop()
        if isinstance(what, xsd.Element):
            what = what.type
        if id(what) in seen or not isinstance(what, (xsd.ComplexType, xsd.Group, xsd.Sequence, xsd.All, xsd.Choice)):
            continue
        seen.add(id(what))
        if isinstance(what, xsd.ComplexType):
            waiting += [each for _, each in what.elements_nested]
            continue
        waiting += list(what)
        if isinstance(what, xsd.Group):
            waiting.append(what.child)
        elif type(what) is xsd.Sequence:
            what.__class__ = _Sequence
