"""What a stub file says of answers, checked against what decoding gives."""

from __future__ import annotations

import ast
import datetime as dt
import keyword
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from soapclient import Record

PLAIN = {
    "str": str, "bool": bool, "bytes": bytes, "float": float, "Decimal": Decimal, "dt.datetime": dt.datetime,
    "dt.time": dt.time, "dt.timedelta": dt.timedelta, "etree._Element": etree._Element,
}  # fmt: skip


class StubTypes:
    """The types of a stub file.

    Args:
        text: the stub file.
    """

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.classes = {each.name: each for each in self.tree.body if isinstance(each, ast.ClassDef)}
        self.aliases = {
            each.targets[0].id: each.value
            for each in self.tree.body
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
        }
        self.renamed = {
            name.asname: "dt" if name.name == "datetime" else name.name
            for each in self.tree.body
            if isinstance(each, (ast.ImportFrom, ast.Import))
            for name in each.names
            if name.asname
        }

    def returns(self, operation: str, service: str = "Service") -> ast.expr:
        """Return the annotation of what a call returns."""
        (found,) = {
            ast.dump(each.returns): each.returns
            for each in self.classes[service].body
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and each.name == operation and each.returns
        }.values()
        return found

    def members(self, name: str) -> dict[str, ast.expr]:
        """Return the properties of a class, with those that it inherits."""
        node = self.classes[name]
        found: dict[str, ast.expr] = {}
        for base in node.bases:
            own = base.value if isinstance(base, ast.Subscript) else base
            assert isinstance(own, ast.Name)
            if own.id in self.classes and "Record" in own.id and own.id not in ("Record", "_Bare"):
                found.update(self.members(own.id))
        own = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
        assert len(own) == len({*own}), f"{name} has a member twice"
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and each.decorator_list:
                assert each.returns is not None
                found[each.name] = each.returns
        return found

    def problems(self, value: Any, said: ast.expr, place: str = "") -> Iterator[str]:
        """List where a value is not what an annotation says."""
        if isinstance(said, ast.BinOp):
            tried = [list(self.problems(value, each, place)) for each in (said.left, said.right)]
            yield from () if [] in tried else min(tried, key=lambda each: (len(each), "is of" in each[0]))
        elif isinstance(said, ast.Constant):
            if not (said.value is None and value is None):
                yield f"{place}: {value!r} is no {said.value!r}"
        elif isinstance(said, ast.Subscript):
            yield from self._generic(value, said, place)
        else:
            yield from self._named(value, ast.unparse(said), place)

    def _generic(self, value: Any, said: ast.Subscript, place: str) -> Iterator[str]:
        name = self._name(ast.unparse(said.value))
        if name == "list":
            if not isinstance(value, list):
                yield f"{place}: {value!r} is no list"
                return
            for number, each in enumerate(value):
                yield from self.problems(each, said.slice, f"{place}[{number}]")
        elif name == "Literal":
            allowed = ast.literal_eval(said.slice)
            if value not in (allowed if isinstance(allowed, tuple) else (allowed,)) or isinstance(value, bool):
                yield f"{place}: {value!r} is none of {allowed}"
        elif name == "dict":
            if not (isinstance(value, dict) and all(isinstance(each, str) for item in value.items() for each in item)):
                yield f"{place}: {value!r} is no dict of texts"
        elif name == "tuple":
            if not (isinstance(value, tuple) and all(isinstance(each, str) for each in value)):
                yield f"{place}: {value!r} is no tuple of texts"
        elif name == "Standing":
            if not (isinstance(value, Record) and value.tag and Record.keys(value)[-1] == "_value_1"):
                yield f"{place}: {value!r} stands for nothing"
                return
            yield from self.problems(value.value, said.slice, f"{place}.value")
        else:
            yield f"{place}: what is {name}?"

    def _name(self, name: str) -> str:
        first, _, rest = name.partition(".")
        return f"{self.renamed.get(first, first)}{'.' if rest else ''}{rest}"

    def _named(self, value: Any, name: str, place: str) -> Iterator[str]:
        name = self._name(name)
        if name in self.aliases:
            yield from self.problems(value, self.aliases[name], place)
        elif name in self.classes:
            yield from self._record(value, name, place)
        elif name == "Any":
            return
        elif name in ("int", "dt.date"):
            wrong = bool if name == "int" else dt.datetime
            if not isinstance(value, int if name == "int" else dt.date) or isinstance(value, wrong):
                yield f"{place}: {value!r} is no {name}"
        elif not isinstance(value, PLAIN[name]):
            yield f"{place}: {value!r} is no {name}"

    def _record(self, value: Any, name: str, place: str) -> Iterator[str]:
        if not isinstance(value, Record):
            yield f"{place}: {value!r} is no {name}"
            return
        members = self.members(name)
        plain = {each for each in Record.keys(value) if each.isidentifier() and not keyword.iskeyword(each)}
        if plain - members.keys() and not name.startswith("Any"):
            yield f"{place}: {name} does not have {plain - members.keys()}"
        for each in members:
            try:
                found = getattr(value, each)
            except AttributeError:
                yield f"{place}: is of {name}, and has no {each}"
                continue
            yield from self.problems(found, members[each], f"{place}.{each}")
