"""What schemas declare that a caller has to know of: what stands for something else, defaults, places for anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ...contract.model import Parameter
from .rules import LintFinding, finding

_XSD: Final = "http://www.w3.org/2001/XMLSchema"
_MOST: Final = 5


def construct(home: str, parameter: Parameter) -> Iterator[LintFinding]:
    """List what is declared of one parameter.

    Args:
        home: the operation or type that it is of.
        parameter: the parameter.
    """
    place, said = f"{home}/{parameter.name}", parameter.declared
    yield from _standing(place, parameter)
    if said.default is not None and parameter.min_occurs == 0:
        yield finding("default", place, f"left out, and where it is null, a server reads {said.default!r}")
    if said.fixed is not None:
        yield finding("fixed", place, f"its only value is {said.fixed!r}")
    if parameter.type == "anyType" and said.namespace != _XSD:
        yield finding("any-type", place, "its type is anyType: a server reads a value by its xsi:type")
    if parameter.type in ("any", "xml"):
        yield finding("any", place, "it may be any element" if parameter.type == "any" else "any XML is inside")
    if said.choices > 1:
        yield finding("choice-nested", place, "it stands in a choice within a choice")


def inside(home: str, parameters: Iterable[Parameter]) -> Iterator[LintFinding]:
    """List what is declared of what stands side by side: a schema and then any elements are a DataSet.

    Args:
        home: the operation or type that they are of.
        parameters: what is inside it.
    """
    if any(each.name == "schema" and each.declared.namespace == _XSD for each in parameters):
        yield finding("dataset", home, "it is a DataSet of .NET: a schema, and rows by it")


def _standing(place: str, parameter: Parameter) -> Iterator[LintFinding]:
    others = [each.name.rpartition("}")[2] for each in parameter.others]
    names = ", ".join(others[:_MOST]) + (", ..." if len(others) > _MOST else "")
    messages = {
        "abstract": "it is an abstract element: another one is to stand for it",
        "substituted": "another element may stand for it",
        "abstract type": f"its type {parameter.type} is abstract",
        "mixed": f"its type {parameter.type} may have text between its elements",
    }
    for caveat in parameter.declared.caveats:
        rule = caveat.partition(" ")[0]
        if rule == "abstract" and not others:
            rule = "abstract-alone"
        told = f": {names}" if names and rule != "mixed" else ""
        yield finding(rule, place, messages[caveat] + told)
    if others and not parameter.declared.caveats:
        yield finding("derived", place, f"other types may be said for its type {parameter.type}: {names}")
