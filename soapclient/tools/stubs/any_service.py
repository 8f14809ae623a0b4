"""The parts of a stub file for any service besides its arguments: heads, tails and answers."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from ...contract.contract import Contract
from ...contract.model import Operation, Parameter
from ...contract.wsdl.bound import BoundOperation
from ...errors import WsdlError
from ...wire.redact import one_line
from .answer_classes import AnswerClasses, quoted
from .answers import AnswerTypes

HEAD: Final = '''\
"""Every operation of {source}, in its exact and in its Python spelling, and its answers. Made by: soapclient stubs."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar, overload

from _typeshed import DataclassInstance
from lxml import etree
from soapclient import AsyncOperationProxy, Clear, Keep, Nil, OperationProxy, SoapAnswer
from soapclient.values import Typed
from typing_extensions import NotRequired, Self, TypedDict, deprecated
'''
TAILS: Final[Mapping[str, str]] = {
    "Service": """
    def __getitem__(self, name: str, /) -> OperationProxy[SoapAnswer]: ...
    def __contains__(self, name: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
""",
    "AsyncService": """
    def __getitem__(self, name: str, /) -> AsyncOperationProxy[SoapAnswer]: ...
""",
}
_ATTRS: Final = '''
class {name}(Protocol):
    """An instance of an attrs class; to pyright that of `attrs` is any object."""

    __attrs_attrs__: ClassVar[Any]
'''
# The names in annotations, and the modules that they come from.
NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("bool", "bytearray", "bytes", "dict", "float", "int", "list", "memoryview", "object", "property", "str"),
        "builtins",
    ),
    "tuple": "builtins",
    **dict.fromkeys(("Any", "Literal", "overload"), "typing"),
    **dict.fromkeys(("Clear", "Keep", "Nil"), "soapclient"),
    **dict.fromkeys(("AsyncOperationProxy", "OperationProxy", "SoapAnswer"), "soapclient"),
    **dict.fromkeys(("Iterator", "Mapping", "Sequence"), "collections.abc"),
    "Decimal": "decimal",
    "Self": "typing_extensions",
    "deprecated": "typing_extensions",
    "dt": "datetime",
    "etree": "lxml",
}
# The other names that the stub file defines.
OTHERS: Final = (
    *("AsyncService", "ClassVar", "DataclassInstance", "Generic", "NotRequired", "Protocol"),
    *("Service", "TypeVar", "Typed", "TypedDict"),
)
# Arguments that also accept text, as answers return it.
TYPES: Final[Mapping[str, str]] = {
    "dateTime": "dt.datetime | str",
    "date": "dt.date | str",
    "time": "dt.time | str",
    "duration": "dt.timedelta | str",
    "gYear": "str | int",
    **dict.fromkeys(("gYearMonth", "gMonthDay", "gDay", "gMonth"), "str"),
    "base64Binary": "bytes | bytearray | memoryview",
    "hexBinary": "bytes | bytearray | memoryview | str",
}


class Described:
    """The answers of a service, and their annotations.

    Args:
        contract: the contract.
        operations: its operations.
        new: turns a wished name into a free one.
        plain: tells whether a name can be an attribute in Python.

    Attributes:
        enumerations: the names of the enumerations in answers, by their values as Python writes them.
        members: the names of the members of answers.
    """

    def __init__(
        self,
        contract: Contract,
        operations: Iterable[Operation],
        new: Callable[[str], str],
        plain: Callable[[str], bool],
    ) -> None:
        self._contract = contract
        self._plain = plain
        self.enumerations: dict[tuple[str, ...], str] = {}
        called = {name: new(name) for name in ("Record", "Standing")}
        called |= {name: new(f"_{name}") for name in ("Bare", "Variable", "Fields", "Attrs")}
        self._called = called
        self._bound: dict[str, BoundOperation] = {each.name: contract.bound(each.name) for each in operations}
        # Enumerations are named once the names of all members are known.
        rough = AnswerTypes(contract.definitions, self._bound.values(), lambda *_: "str", called["Standing"])
        self.members = {name for one in rough for name in one.plan.shape.spelled}
        self._free = new
        self._types = AnswerTypes(contract.definitions, self._bound.values(), self._enumerated, called["Standing"])
        self._types.name(self._new)
        self._returns = {name: self._types.answer(each) for name, each in self._bound.items()}

    def _new(self, wish: str) -> str:
        """Choose a name that no member has; inside a class the member would shadow it."""
        name = self._free("".join(each if each.isalnum() else "_" for each in wish))
        while name in self.members:
            name = self._free(f"{name}_")
        return name

    def _enumerated(self, values: tuple[str, ...], wish: str) -> str:
        if values not in self.enumerations:
            self.enumerations[values] = self._new(wish)
        return self.enumerations[values]

    @functools.cached_property
    def about(self) -> str:
        """Return the WSDL's own documentation, as a docstring."""
        said = self._contract.definitions.documentation
        return quoted(said) or f"{len(self._bound)} operations."

    def returns(self, operation: Operation) -> str:
        """Write the annotation of what a call returns."""
        return " | ".join(self._returns[operation.name])

    def beside(self, parameter: Parameter) -> list[str]:
        """List what a caller may give instead of a mapping."""
        name = parameter.declared.type_name
        records = self._types.of_type(name) if name else [self._called["Record"]]
        others = [f"{self._called['Record']} | Mapping[str, Any]"] if _others(parameter) else []
        return [*records, *others, self._called["Fields"]]

    def write(self, names: Mapping[str, str]) -> Iterator[str]:
        """Write the types of answers.

        Args:
            names: the names to use in annotations.
        """
        called = self._called
        yield f'{called["Variable"]} = TypeVar("{called["Variable"]}", covariant=True)\n'
        yield f"{called['Fields']} = DataclassInstance | {called['Attrs']} | Typed | etree._Element\n"
        yield from (f"{name} = Literal[{', '.join(values)}]\n" for values, name in self.enumerations.items())
        yield _ATTRS.format(name=called["Attrs"])
        returned = (each for found in self._returns.values() for each in found)
        yield from AnswerClasses(self._types, names, called, self._plain).write(returned)


def _others(parameter: Parameter) -> bool:
    try:
        return bool(parameter.others)
    except WsdlError:
        return False


def about(operation: Operation) -> list[str]:
    """Write the lines of an operation's docstring: the documentation in the WSDL, and its faults."""
    lines = [one_line(operation.documentation, 1000) or operation.name]
    faults = dict.fromkeys(each.name for each in operation.aside.faults)
    if faults:
        lines += ["", f"Faults: {', '.join(faults)}."]
    return lines
