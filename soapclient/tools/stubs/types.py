"""The types of mappings and enumerated values in the arguments of a contract, each written once under a name.

Two types are one if they are equal all the way down: a WSDL may use one name in several namespaces, and some
types have no name. A mapping has one type for each spelling of its keys, unless the spellings are equal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from ...contract.model import Operation, Parameter

Spell = Callable[[Parameter], str]
SPELLINGS: Final[tuple[Spell, Spell]] = (lambda each: each.name, lambda each: each.python_name)


class TypeShape(NamedTuple):
    """The members of a mapping by key, or the values of an enumeration."""

    name: str
    members: tuple[tuple[str, Parameter], ...]
    values: tuple[str, ...]
    spell: Spell


class Shapes:
    """The types of the arguments of some operations.

    Args:
        operations: the operations.
        free: turns a wished name into a free one.
        beside: lists what a caller may give instead of a mapping; None for a service with notes.
        enumerations: the names of named enumerations, by their values as Python writes them.
    """

    def __init__(
        self,
        operations: Iterable[Operation],
        free: Callable[[str], str],
        beside: Callable[[Parameter], list[str]] | None = None,
        enumerations: Mapping[tuple[str, ...], str] = MappingProxyType({}),
    ) -> None:
        self._free = free
        self._enumerations = enumerations
        self.beside = beside
        self._nodes: dict[Any, tuple[Parameter, Spell, str]] = {}
        for operation in operations:
            for each in operation.own_parameters:
                for spell in SPELLINGS:
                    self._add(each, spell, operation.name)
        self._class = self._classes()
        self._shapes = self._named()

    def __iter__(self) -> Iterator[TypeShape]:
        return iter(self._shapes.values())

    def name(self, parameter: Parameter, spell: Spell) -> str | None:
        """Return the type name of a parameter, or None if its values need none."""
        key = _key(parameter, spell)
        return None if key is None else self._shapes[self._class[key]].name

    def _add(self, parameter: Parameter, spell: Spell, owner: str) -> None:
        waiting = [(parameter, owner)]
        while waiting:
            each, above = waiting.pop()
            key = _key(each, spell)
            if key is None or key in self._nodes:
                continue
            name = f"{above}Group" if each.type == "group" else each.type.rpartition("}")[2]
            self._nodes[key] = (each, spell, each.name[:1].upper() + each.name[1:] if each.values else name)
            waiting += [(inner, name) for inner in reversed(each.particles)]

    def _classes(self) -> Mapping[Any, int]:
        """Number the types: two get the same number if no member at any depth distinguishes them."""

        def of(key: Any) -> Any:
            parameter, spell, name = self._nodes[key]
            if parameter.values:
                return parameter.values
            return parameter.type, name, tuple((spell(each), each) for each in parameter.particles)

        found, count = _numbered({key: of(key) for key in self._nodes}), 0
        while count < (count := len(set(found.values()))):
            found = _numbered(
                {
                    key: (found[key], tuple(found.get(_key(each, spell)) for each in parameter.particles))
                    for key, (parameter, spell, _) in self._nodes.items()
                }
            )
        return found

    def _named(self) -> dict[int, TypeShape]:
        shapes: dict[int, TypeShape] = {}
        for key, (parameter, spell, name) in self._nodes.items():
            if self._class[key] not in shapes:
                wish = re.sub(r"\W", "_", name if spell is SPELLINGS[0] or parameter.values else f"{name}Py")
                members = tuple((spell(each), each) for each in parameter.particles)
                known = self._enumerations.get(tuple(map(quoted, parameter.values)))
                shapes[self._class[key]] = TypeShape(known or self._free(wish), members, parameter.values, spell)
        return shapes


def quoted(text: str) -> str:
    """Write a text as a Python literal."""
    return json.dumps(text, ensure_ascii=False)


def _key(parameter: Parameter, spell: Spell) -> Any:
    if parameter.is_complex:
        return parameter.type, id(parameter.particles), spell
    return ("", parameter.values) if parameter.values else None


def _numbered(marks: Mapping[Any, Any]) -> dict[Any, int]:
    numbers: dict[Any, int] = {}
    return {key: numbers.setdefault(mark, len(numbers)) for key, mark in marks.items()}
