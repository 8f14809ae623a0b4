"""Write the types of answers as classes of a stub file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Final

from .answers import AnswerType, AnswerTypes

# The members of every record, for its class in the stub file: to a type checker `soapclient.Record` has any attribute.
_BARE: Final = '''
class {bare}:
    """The members of every record of an answer; see `soapclient.Record`."""

    def __getitem__(self, name: str, /) -> Any: ...
    def __contains__(self, name: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
'''
_RECORD: Final = '''
class {record}({bare}):
    """A record of an answer; see `soapclient.Record`."""

'''
_OWN: Final[Mapping[str, str]] = {
    "keys": "def keys(self) -> list[str]: ...",
    "is_nil": "def is_nil(self, name: str) -> bool: ...",
    "type": "@property\n    def type(self) -> str: ...",
    "tag": "@property\n    def tag(self) -> str: ...",
    "unknown": "@property\n    def unknown(self) -> list[etree._Element]: ...",
    "unknown_attributes": "@property\n    def unknown_attributes(self) -> dict[str, str]: ...",
    "text": "@property\n    def text(self) -> str: ...",
    "element": "@property\n    def element(self) -> etree._Element | None: ...",
    "headers": "@property\n    def headers(self) -> Any: ...",
    "repaired": "@property\n    def repaired(self) -> tuple[str, ...]: ...",
    "replace": "def replace(self, changes: Mapping[str, Any] | None = ..., /, **more: Any) -> Self: ...",
    "to_dict": "def to_dict(self) -> dict[str, Any]: ...",
    "to_json": "def to_json(self, *, indent: int | None = ...) -> str: ...",
}
_STANDING: Final = '''
class {standing}({record}, Generic[{variable}]):
    """The text of an element that replaces another one: `tag` is the name of its element."""

    @property
    def value(self) -> {variable}: ...
    @property
    def _value_1(self) -> {variable}: ...
'''


class AnswerClasses:
    """Writes the classes of answers.

    Args:
        answers: the types, named.
        names: the names to use in annotations.
        called: the names of `Record`, `Bare` and `Standing`, and of the type `Variable`.
        plain: tells whether a name can be an attribute in Python.
    """

    def __init__(
        self,
        answers: AnswerTypes,
        names: Mapping[str, str],
        called: Mapping[str, str],
        plain: Callable[[str], bool],
    ) -> None:
        self._answers = answers
        self._names = names
        self._called = called
        self._plain = plain

    def write(self, returned: Iterable[str]) -> Iterator[str]:
        """Write the classes of everything that calls return, and of what it contains.

        Args:
            returned: what calls return.
        """
        called = self._called
        record, bare = called["Record"], called["Bare"]
        yield _BARE.format(bare=bare)
        yield _RECORD.format(record=record, bare=bare)
        yield from (f"    {text}\n" for text in _OWN.values())
        yield _STANDING.format(record=record, standing=called["Standing"], variable=called["Variable"])
        needed = self._needed(returned)
        for one in self._answers:
            if id(one) in needed:
                yield from self._class(one)

    def _needed(self, returned: Iterable[str]) -> set[int]:
        """Find the types that are used, and those that they are derived from."""
        by_name = {name: one for one in self._answers for name in (one.name, one.family) if name}
        found: dict[int, AnswerType] = {}
        waiting = [*returned]
        while waiting:
            for name in re.findall(r"\w+", waiting.pop()):
                one = by_name.get(name)
                while one is not None and id(one) not in found:
                    found[id(one)] = one
                    waiting += [written for written, _ in self._answers.members(one).values()]
                    one = one.base
        return set(found)

    def _shared(self, one: AnswerType, members: Container[str]) -> Iterator[str]:
        """Write the members of every record, for a class that does not inherit them."""
        if one.collides:
            for name, text in _OWN.items():
                if name not in members:
                    yield f"    {self._written(text)}\n"

    def _class(self, one: AnswerType) -> Iterator[str]:
        members = self._answers.members(one)
        above = {} if one.base is None else self._answers.members(one.base)
        base = self._called["Bare" if one.collides else "Record"] if one.base is None else one.base.family
        own = {name: told for name, told in members.items() if name not in above or above[name][0] != told[0]}
        own = {name: told for name, told in own.items() if self._plain(name)}
        if one.family:
            yield from self._head(one.family, base, f"{_about(one)}, or a type that is derived from it")
            yield from self._shared(one, members)
            yield from self._properties(own)
            base, own = one.family, {}
            if one.plan.abstract:
                return
        yield from self._head(one.name, base, _about(one))
        says_type = bool(one.plan.shape.kind) and "type" not in members
        if not one.family:
            yield from self._shared(one, {*members, "type"} if says_type else members)
        if says_type:
            kind = f"Literal[{json.dumps(one.plan.shape.kind, ensure_ascii=False)}]"
            yield from self._property("type", self._written("Literal") + kind[len("Literal") :], "")
        yield from self._properties(own)

    def _head(self, name: str, base: str, about: str) -> Iterator[str]:
        yield f'\nclass {name}({base}):\n    """{quoted(about)}"""\n\n'

    def _properties(self, members: Mapping[str, tuple[str, str]]) -> Iterator[str]:
        for name, (written, said) in members.items():
            yield from self._property(name, self._written(written), said)

    def _property(self, name: str, written: str, said: str) -> Iterator[str]:
        yield f"    @{self._names.get('property', 'property')}\n"
        if said:
            yield f'    def {name}(self) -> {written}:\n        """{quoted(said)}"""\n'
        else:
            yield f"    def {name}(self) -> {written}: ...\n"

    def _written(self, annotation: str) -> str:
        return re.sub(r"\w+", lambda found: self._names.get(found[0], found[0]), annotation)


def _about(one: AnswerType) -> str:
    if one.kind is None:
        return "Parts of an answer" if one.wish.endswith("Answer") else "One time of a group that may be repeated"
    said = " ".join(one.kind.documentation.split())
    return said or one.kind.name or "A type without a name"


def quoted(text: str) -> str:
    """Escape a text so that it can stand in a docstring."""
    text = " ".join(text.split())
    text = text if len(text) <= 300 else f"{text[:299]}…"
    return text.replace("\\", "\\\\").replace('"', "'")
