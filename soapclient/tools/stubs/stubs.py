"""Write a contract as a stub file, for editors and type checkers.

The null rule itself decides what an argument accepts, so a type checker refuses exactly what a call refuses.
"""

from __future__ import annotations

import builtins
import functools
import keyword
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Final

from ...calls import null_rule
from ...calls.arguments import Saying, sayings
from ...contract import xsd
from ...contract.contract import Contract
from ...contract.model import Operation, Parameter
from ...errors import WsdlError
from ...wire.redact import hide_url, one_line
from . import any_service
from .any_service import Described
from .items import ListedTypes
from .types import SPELLINGS, Shapes, Spell, TypeShape, quoted

_WIDTH: Final = 120
_HEAD: Final = '''\
"""Every operation of the contract {source}, in its exact and in its Python spelling. Made by: soapclient stubs."""

import datetime as dt
from collections.abc import Coroutine, Iterator
from decimal import Decimal
from os import PathLike
from typing import IO, Any, Generic, {literal}TypeVar, overload

from lxml import etree
from soapclient import {names}
from typing_extensions import {mappings}deprecated
'''
_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(xsd.TEXT_TYPES, "str"),
    **dict.fromkeys(xsd.RANGES, "int"),
    "boolean": "bool",
    "decimal": "Decimal | int",
    "float": "float",
    "double": "float",
    "duration": "str",
    "dateTime": "dt.datetime",
    "date": "dt.date",
    "time": "dt.time",
    "base64Binary": "bytes | bytearray | memoryview | PathLike[str] | IO[bytes]",
    **dict.fromkeys(("xml", "any"), "str | etree._Element"),
    "list": "str | list[str] | tuple[str, ...]",
}
_SAYINGS: Final = {"keep": "Keep", "clear": "Clear", "none": "None"}
_Spelled = list[tuple[Parameter, str]]
# The names in annotations, and the modules that they come from: an operation may have the same name.
_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("bool", "bytearray", "bytes", "float", "int", "list", "memoryview", "str", "tuple"), "builtins"),
    **dict.fromkeys(("Any", "IO", "overload"), "typing"),
    "PathLike": "os",
    **dict.fromkeys(("Clear", "Keep"), "soapclient.values"),
    "Decimal": "decimal",
    "deprecated": "typing_extensions",
    "dt": "datetime",
    "etree": "lxml",
    **dict.fromkeys(("_Reply", "_Answer"), ""),
}
# The other names that the stub file defines.
_OTHERS: Final = (
    *("AsyncOperationProxy", "AsyncService", "Coroutine", "Generic", "Iterator", "Literal", "NotRequired"),
    *("OperationProxy", "Reply", "Service", "TypeVar", "TypedDict"),
)
_EFFECTS: Final = {
    "keeps": "null keeps {}",
    "clears": "null clears {}",
    "default": "null is the default of {}",
    "contradictory": "the documentation contradicts itself about null for {}",
}


def stub_text(contract: Contract) -> str:
    """Write a stub file for a contract.

    Args:
        contract: any contract; each of its operations is described for this.

    Returns:
        The text of a `.pyi` file with the classes `Service` and `AsyncService`, equal for equal contracts. Operations
        that cannot be called are left out; a comment gives the reason.

    Raises:
        WsdlError: no operation can be described.
    """
    operations: list[Operation] = []
    refused: list[WsdlError] = []
    for name in sorted(contract, key=lambda name: (name.casefold(), name)):
        try:
            operations.append(contract[name])
        except WsdlError as exc:
            refused.append(exc)
    if refused and not operations:
        raise refused[0]
    return "".join(_text(contract, operations, [f"# Left out: {one_line(each.message, 300)}\n" for each in refused]))


def _text(contract: Contract, operations: list[Operation], left_out: list[str]) -> Iterator[str]:
    if any(each.message is not None for each in operations):
        yield from _any_service(contract, operations, left_out)
        return
    taken = {name for each in operations for name in (each.name, each.python_name)}
    names = {name: _free(name, taken) for name in _NAMES}
    source = _source(contract)
    holder = _free("Operations", {"Service", "AsyncService"})
    lists = ListedTypes(operations)
    taken |= {*names, *names.values(), *_OTHERS, *dir(builtins), holder, *lists.models}
    lists.name(lambda name: _new(name, taken))
    shapes = Shapes(operations, lambda name: _new(name, taken))
    literal = "Literal, " if lists or any(each.values for each in shapes) else ""
    mappings = "" if all(each.values for each in shapes) else "NotRequired, TypedDict, "
    imported = lists.imports("AsyncOperationProxy", "Clear", "Keep", "OperationProxy", "Reply")
    yield _HEAD.format(source=source, literal=literal, mappings=mappings, names=imported)
    yield "\n"
    yield from left_out
    yield from _renamed(names, _NAMES)
    yield from lists.write()
    for shape in shapes:
        yield from _shape(shape, shapes)
    variables = ", ".join([names["_Reply"], names["_Answer"], *lists.variables()])
    yield f"\nclass {holder}(Generic[{variables}]):\n"
    yield f'    """{len(operations)} operations."""\n'
    for each in operations:
        yield from _methods(each, names, shapes, lists.returned(each))
    yield lists.service(holder)
    yield lists.async_service(holder)


def _source(contract: Contract) -> str:
    """Name the source of a contract, for a docstring."""
    source = hide_url(contract.source) if "://" in contract.source else PurePath(contract.source).name
    return ascii(source).replace('"', "'")


def _renamed(names: Mapping[str, str], modules: Mapping[str, str]) -> Iterator[str]:
    """Import what the annotations use, under the names that they use."""
    for name, module in modules.items():
        if not module:
            yield f'{names[name]} = TypeVar("{names[name]}")\n'
        elif names[name] != name:
            yield (
                f"import datetime as {names[name]}\n"
                if name == "dt"
                else f"from {module} import {name} as {names[name]}\n"
            )


def _any_service(contract: Contract, operations: list[Operation], left_out: list[str]) -> Iterator[str]:
    """Write the stub file of a service of which only the WSDL is known; its answers are typed."""
    called = {name for each in operations for name in (each.name, each.python_name)}
    taken = {*called, *any_service.NAMES, *any_service.OTHERS, *dir(builtins)}
    described = Described(contract, operations, lambda name: _new(name, taken), _is_identifier)
    shapes = Shapes(operations, lambda name: _new(name, taken), described.beside, described.enumerations)
    shadow = called | described.members
    names = {name: _free(name, taken | shadow) if name in shadow else name for name in any_service.NAMES}
    yield any_service.HEAD.format(source=_source(contract))
    yield "\n"
    yield from left_out
    yield from _renamed(names, any_service.NAMES)
    own = set(described.enumerations.values())
    for shape in shapes:
        if shape.name not in own:
            yield from _shape(shape, shapes)
    yield from described.write(names)
    for name, tail in any_service.TAILS.items():
        yield f'\nclass {name}:\n    """{described.about}"""\n\n'
        for each in operations:
            returns = described.returns(each)
            define = "async def" if name.startswith("Async") else "def"
            yield from _methods(each, names, shapes, returns, define)
        yield tail


def _new(name: str, taken: set[str]) -> str:
    """Turn a wish that may not be a valid name into a free name, and reserve it."""
    own = _free(name if name.isidentifier() and not keyword.iskeyword(name) else f"_{name}_", taken)
    taken.add(own)
    return own


def _shape(shape: TypeShape, shapes: Shapes) -> Iterator[str]:
    if shape.values:
        yield f"{shape.name} = Literal[{', '.join(map(quoted, shape.values))}]\n"
        return
    yield f'{shape.name} = TypedDict(\n    "{shape.name}",\n    {{\n'
    for key, each in shape.members:
        said = sayings(None, each)
        kinds = _kinds(each, shape.spell, said, shapes)
        yield f"        {quoted(key)}: {f'NotRequired[{kinds}]' if 'nothing' in said else kinds},\n"
    yield "    },\n)\n"


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name = f"{name}_"
    return name


def _methods(
    operation: Operation, names: Mapping[str, str], shapes: Shapes, returns: str = "", define: str = "def"
) -> Iterator[str]:
    """Write an operation as methods: in both spellings.

    Args:
        operation: the operation.
        names: the names to use in annotations.
        shapes: the types of arguments.
        returns: its return type; by default a reply, or a bool.
        define: the start of each method.
    """
    returns = returns or ("_Answer" if operation.predicate else "_Reply")
    returns = re.sub(r"\w+", lambda found: names.get(found[0], found[0]), returns)
    method = functools.partial(_method, operation, names, returns=returns, define=define)
    exact, python = (
        _signature(operation, names, [(each, write(each)) for each in operation.own_parameters], shapes, spell)
        for write, spell in zip((_exact, SPELLINGS[1]), SPELLINGS, strict=True)
    )
    if operation.name != operation.python_name:
        versions = {operation.name: exact, operation.python_name: python}
        for name, signature in versions.items():
            if _is_identifier(name):
                yield from method(name, signature)
    elif exact == python:
        yield from method(operation.name, exact)
    else:
        for signature in (exact, python):
            yield f"    @{names['overload']}\n"
            yield from method(operation.name, signature)


def _exact(parameter: Parameter) -> str:
    return parameter.name if _is_identifier(parameter.name) else parameter.python_name


def _is_identifier(name: str) -> bool:
    """Tell whether Python can write a name and does not change it, as it does with `__private` and ligatures."""
    plain = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("__")
    return plain and unicodedata.normalize("NFKC", name) == name


def _method(
    operation: Operation,
    names: Mapping[str, str],
    name: str,
    signature: tuple[list[str], list[str]],
    *,
    returns: str,
    define: str,
) -> Iterator[str]:
    parameters, about = signature
    if operation.obsolete or (operation.style == "rpc" and operation.message is None):
        why = "is obsolete" if operation.obsolete else "uses the rpc style: it can be shown but not called"
        yield f"    @{names['deprecated']}({quoted(f'{operation.name} {why}')})\n"
    line = f"    {define} {name}({', '.join(parameters)}) -> {returns}:\n"
    if len(line) > _WIDTH + 1:
        line = f"    {define} {name}(\n        {_broken(parameters)}\n    ) -> {returns}:\n"
    yield line
    yield f'        """{_docstring(about)}"""\n'


def _docstring(lines: list[str]) -> str:
    text = "\n".join(f"        {line}" if line else "" for line in lines).strip()
    end = "\n        " if len(lines) > 1 else ""
    return text.replace("\\", "\\\\").replace('"""', "'''") + end


def _broken(parameters: list[str]) -> str:
    return ",\n        ".join([", ".join(parameters[:2]), *parameters[2:]]) + ","


def _signature(
    operation: Operation, names: Mapping[str, str], spelled: _Spelled, shapes: Shapes, spell: Spell
) -> tuple[list[str], list[str]]:
    taken = [name for _, name in spelled]
    parameters = [_free("_self", taken) if "self" in taken else "self"]
    if spelled:
        parameters.append("*")
    for each, name in spelled:
        said = sayings(operation, each)
        kinds = _kinds(each, spell, said, shapes)
        written = re.sub(r"\w+", lambda found: names.get(found[0], found[0]), kinds)
        parameters.append(f"{name}: {written}{' = ...' if 'nothing' in said else ''}")
    return parameters, _about(operation, spelled)


def _kinds(parameter: Parameter, spell: Spell, said: Container[Saying], shapes: Shapes) -> str:
    """Write what a caller may give for a parameter or for a part of one: a value, or KEEP, CLEAR and the like."""
    one = _type(parameter, spell, shapes)
    nil = shapes.beside is not None and parameter.nillable
    if parameter.max_occurs != 1:
        if nil:
            one = f"{one} | None | Nil"
        # A str is an iterable of str, but not a list of texts.
        is_mapping = shapes.beside is not None and parameter.is_complex and null_rule.bare(parameter) is None
        one = f"Sequence[{one}]" if is_mapping else f"list[{one}] | tuple[{one}, ...]"
    elif nil:
        one = f"{one} | Nil"
    return " | ".join([one, *(_SAYINGS[saying] for saying in ("keep", "clear", "none") if saying in said)])


def _type(parameter: Parameter, spell: Spell, shapes: Shapes) -> str:
    shape = shapes.name(parameter, spell)
    if shape is None:
        types = _TYPES if shapes.beside is None else any_service.TYPES
        return _TYPES["xml"] if parameter.xml else types.get(parameter.type, _TYPES.get(parameter.type, "Any"))
    if shapes.beside is not None and parameter.is_complex:
        shape = " | ".join([shape, *shapes.beside(parameter)])
    text = null_rule.bare(parameter)
    others = (each for each in parameter.particles if each is not text)
    if text is None or any("nothing" not in sayings(None, each) for each in others):
        return shape
    return f"{shape} | {_type(text, spell, shapes)}"


def _about(operation: Operation, spelled: _Spelled) -> list[str]:
    """Write the lines of a docstring: the summary, the effect of leaving parameters out, its errors by number."""
    if operation.message is not None:
        return any_service.about(operation)
    notes = [operation.category, operation.kind] if operation.documented else ["Not documented"]
    returns = {"xml": "XML", "bytes": "bytes", "void": "nothing"}[operation.returns]
    notes.append(f"returns {'True or False' if operation.predicate else returns}")
    notes += [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    for effect, text in _EFFECTS.items():
        told = [name for each, name in spelled if each.on_null == effect]
        if told:
            notes.append(text.format(", ".join(told)))
    absent = [f"{name} ({one_line(each.absent, 300)})" for each, name in spelled if each.absent]
    codes = [f"{each.number} {each.error}" for each in operation.codes]
    more = {"Left out": absent, "Errors by number": codes, "Beware": [operation.misleads] if operation.misleads else []}
    lines = [f"{title}: {', '.join(each)}." for title, each in more.items() if each]
    return [f"{'; '.join(notes)}.", *([""] if lines else []), *lines]
