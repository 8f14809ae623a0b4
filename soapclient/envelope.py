"""Envelopes, written by zeep.

zeep makes a whole envelope from keyword arguments at the price of an object for every call. Where an operation's
particles are one sequence of simple types, its first envelope is made so and kept, emptied, as a mould; after that each
particle is written into a copy of it by zeep's own element. The bytes are the same.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from lxml import etree
from zeep import xsd


class Writer:
    """Writes the envelopes of one operation in one SOAP version.

    Args:
        operation: zeep's.
    """

    def __init__(self, operation: Any) -> None:
        self._operation = operation
        self._mould: etree._Element | None = None
        kind = operation.input.body.type
        self._particles: list[tuple[str, Any]] = list(kind.elements)
        self._names = frozenset(name for name, _ in self._particles)
        self._simple = not kind.attributes and all(_is_plain(group) for _, group in kind.elements_nested)

    def write(self, parts: Mapping[str, Any]) -> bytes:
        """Write one envelope.

        Args:
            parts: value by exact particle name; None is written as `xsi:nil` where the particle is not optional.

        Raises:
            Exception: whatever zeep raises for parts that do not fit.
        """
        mould = self._mould
        if mould is None or not self._names.issuperset(parts):
            content = self._operation.create(**parts).content
            if self._simple:
                mould = copy.deepcopy(content)
                del mould[-1][0][:]
                self._mould = mould
        else:
            content = copy.deepcopy(mould)
            wrapper = content[-1][0]
            for name, particle in self._particles:
                value = parts.get(name)
                if value is not None or not particle.is_optional:
                    particle.render(wrapper, value)
        return etree.tostring(content, xml_declaration=True, encoding="utf-8")


def _is_plain(group: Any) -> bool:
    """Return whether a group is one sequence of elements of simple types, each written or left out by itself."""
    if not isinstance(group, xsd.Sequence) or group.max_occurs != 1:
        return False
    return all(
        isinstance(each, xsd.Element) and each.default is None and not isinstance(each.type, xsd.ComplexType)
        for each in group
    )
