"""Contracts made of a few operations, with names and types that the bundled ones do not have."""

from __future__ import annotations

from pathlib import Path

import attrs

from soapclient import Contract, Operation, Parameter
from soapclient.contract.spelling import python_names

TEXT = Parameter(name="text", python_name="text", type="string")


def contract(*operations: Operation) -> Contract:
    """Make a contract of a few operations."""
    return Contract(
        source="made.wsdl",
        namespace="urn:x",
        services=(),
        operations={each.name: each for each in operations},
        moulds=None,
        definitions=None,
        sources=None,
        document=None,
        python_names={each.python_name: each.name for each in operations},
    )


def changed(path: Path, text: str, *replacements: tuple[str, str]) -> Path:
    """Write a document in which each text, which is to be there, is replaced where it is first."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return path


def operation(name: str, python_name: str, *given: Parameter, **facts) -> Operation:
    return Operation(
        name=name,
        python_name=python_name,
        namespace="urn:x",
        input=name,
        output=None,
        result=None,
        actions={"1.1": ""},
        parameters={each.name: each for each in given},
        **facts,
    )


def renamed(name: str, python_name: str, **facts) -> Parameter:
    return attrs.evolve(TEXT, name=name, python_name=python_name, **facts)


def awkward() -> Contract:
    """Make a contract whose operations are called as what a stub file needs itself."""
    names = ("str", "int", "Keep", "Clear", "Any", "list", "dt", "_Reply", "_Answer", "overload", "deprecated", "Reply")
    given = (renamed("self", "self"), renamed("class", "class_"), renamed("x.y", "x_y"), renamed("__z", "z"))
    spelled = python_names(names)
    shadows = [operation(name, spelled[name], *given, obsolete=name == "dt") for name in names]
    many = attrs.evolve(TEXT, max_occurs=None)
    kinds = ("int", "decimal", "dateTime", "base64Binary", "xml", "boolean", "double", "Address")
    every = [attrs.evolve(TEXT, name=f"a{each}", python_name=f"a_{each}", type=each) for each in kinds]
    same = operation("put", "put", renamed("userName", "user_name"))
    return contract(operation("Do", "do", many, *every), operation("a-b", "a_b", TEXT), same, *shadows)
