"""Find the schema constructs that a caller must know about: substitution, defaults, and places for any XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ...contract.model import Parameter
from .rules import LintFinding, finding

_XSD: Final = "http://www.w3.org/2001/XMLSchema"
_MOST: Final = 5


def construct(home: str, parameter: Parameter) -> Iterator[LintFinding]:
    """Find the constructs of one parameter.

    Args:
        home: the operation or type that declares it.
        parameter: the parameter.
    """
    place, said = f"{home}/{parameter.name}", parameter.declared
    yield from _standing(place, parameter)
    if said.default is not None and parameter.min_occurs == 0:
        yield finding("default", place, f"a server reads {said.default!r} where it is left out or null")
    if said.fixed is not None:
        yield finding("fixed", place, f"its only value is {said.fixed!r}")
    if parameter.type == "anyType" and said.namespace != _XSD:
        yield finding("any-type", place, "its type is anyType; the server reads the value by its xsi:type")
    if parameter.type in ("any", "xml"):
        yield finding("any", place, "any element fits" if parameter.type == "any" else "it may contain any XML")
    if said.choices > 1:
        yield finding("choice-nested", place, "it is in a choice within a choice")


def inside(home: str, parameters: Iterable[Parameter]) -> Iterator[LintFinding]:
    """Find the constructs of a group of parameters: a schema followed by any elements is a DataSet.

    Args:
        home: the operation or type that declares them.
        parameters: the parameters.
    """
    if any(each.name == "schema" and each.declared.namespace == _XSD for each in parameters):
        yield finding("dataset", home, "it is a .NET DataSet: a schema and rows that follow it")


def _standing(place: str, parameter: Parameter) -> Iterator[LintFinding]:
    others = [each.name.rpartition("}")[2] for each in parameter.others]
    names = ", ".join(others[:_MOST]) + (", ..." if len(others) > _MOST else "")
    messages = {
        "abstract": "the element is abstract: another element must replace it",
        "substituted": "another element may replace it",
        "abstract type": f"its type {parameter.type} is abstract",
        "mixed": f"its type {parameter.type} allows text between its elements",
    }
    for caveat in parameter.declared.caveats:
        rule = caveat.partition(" ")[0]
        if rule == "abstract" and not others:
            rule = "abstract-alone"
        told = f": {names}" if names and rule != "mixed" else ""
        yield finding(rule, place, messages[caveat] + told)
    if others and not parameter.declared.caveats:
        yield finding("derived", place, f"its type {parameter.type} has derived types: {names}")
