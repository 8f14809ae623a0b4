"""`ir.service`: every operation of the contract, callable by its exact name or its Python spelling."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..contract.contract import Contract
from ..contract.model import Operation, Parameter
from ..errors import ArgumentError, ServiceError
from ..replies.reply import Reply
from ..service import Service
from ..values import KEEP
from .arguments import sayings

Caller = Callable[[Operation, Mapping[str, Any]], Reply]

_EFFECTS = {
    "keeps": "null keeps it",
    "clears": "null clears it",
    "default": "null means the default",
    "contradictory": "null is contradictory",
    "undocumented": "",
}


class ServiceProxy(Service):
    """The operations of one client's contract as attributes and items; `dir()` lists both spellings.

    Args:
        contract: how to get the contract, asked when it is first needed.
        caller: how to make a call.
    """

    def __init__(self, contract: Callable[[], Contract], caller: Caller) -> None:
        self._contract = contract
        self._caller = caller
        self._bound: Contract | None = None
        self._proxies: dict[str, OperationProxy] = {}

    def __getattr__(self, name: str) -> OperationProxy:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> OperationProxy:
        contract = self._contract()
        if contract is not self._bound:
            self._bound, self._proxies = contract, {}
        proxy = self._proxies.get(name)
        if proxy is None:
            proxy = self._proxies[name] = OperationProxy(
                contract[name], self._caller, spelling=name, find=lambda other: self._contract()[other]
            )
        return proxy

    def __iter__(self) -> Iterator[str]:
        return iter(self._contract())

    def __len__(self) -> int:
        return len(self._contract())

    def __contains__(self, name: object) -> bool:
        return name in self._contract()

    def __dir__(self) -> list[str]:
        contract = self._contract()
        return sorted({*contract, *contract.python_names, *object.__dir__(self)})

    def __repr__(self) -> str:
        return "<ServiceProxy>"


class OperationProxy:
    """One operation, ready to be called with keyword arguments; its signature and docstring are the contract's."""

    def __init__(
        self, operation: Operation, caller: Caller, *, spelling: str, find: Callable[[str], Operation] | None = None
    ) -> None:
        self._caller = caller
        self._find = find or (lambda name: operation)
        self.operation = operation
        self.__name__ = self.__qualname__ = spelling
        self.__doc__ = document(operation)
        self.__signature__ = signature(operation, python=spelling == operation.python_name)

    def __call__(self, /, *positional: Any, **arguments: Any) -> Any:
        """Call the operation.

        Args:
            positional: refused: names are what protects from sending a value into the wrong field.
            arguments: values by exact parameter name or Python spelling; `KEEP`, `CLEAR`, None as the null rule says.

        Returns:
            The `Reply`; a bool from an operation that answers yes or no, such as UserExists.

        Raises:
            ContractError: the arguments do not fit; nothing was sent.
            TransportError: no usable reply came.
            ServiceError: the service refused: also where a yes or no was asked for and the reason is a ticket, a right
                or anything else that is not the documented no.
        """
        try:
            reply = self.reply(*positional, **arguments)
        except ServiceError as exc:
            if exc.no:
                return False
            raise
        return True if self.operation.predicate else reply

    def reply(self, *positional: Any, **arguments: Any) -> Reply:
        """Call the operation for its reply, also where it answers yes or no.

        Args:
            positional: refused, as in a call.
            arguments: as in a call.

        Returns:
            The reply.

        Raises:
            SoapClientError: as in a call, and `ServiceError` with `no` for the answer no.
        """
        self._refuse(positional)
        return self._caller(self.operation, arguments)

    def items(self, *positional: Any, **arguments: Any) -> Iterator[Any]:
        """Iterate over what the operation lists, page after page where it has pages.

        Args:
            positional: refused, as in a call.
            arguments: as in a call; where to start and how many rows a call asks for may be left out.

        Returns:
            The items of all pages, as models where there is a class for them, else as elements; nothing is sent before
            the first one is asked for.

        Raises:
            SoapClientError: as in a call, and `UnexpectedReply` where the pages do not make up one list.
        """
        from ..inforouter import paging

        self._refuse(positional)
        return paging.walk(self.operation, arguments, self._caller, self._find)

    def _refuse(self, positional: tuple[Any, ...]) -> None:
        if positional:
            own = ", ".join(f"{parameter.name}=..." for parameter in self.operation.own_parameters)
            raise ArgumentError(self.operation.name, (f"arguments are given by name: {self.operation.name}({own})",))

    def __repr__(self) -> str:
        return f"<OperationProxy {self.operation}>"


def signature(operation: Operation, *, python: bool) -> inspect.Signature:
    """Make the Python signature of an operation; a parameter that may be left out has the default `KEEP` or None."""
    parameters = [_parameter(operation, each, python) for each in operation.own_parameters]
    return inspect.Signature(parameters, return_annotation=bool if operation.predicate else Reply)


def _parameter(operation: Operation, parameter: Parameter, python: bool) -> inspect.Parameter:
    said = sayings(operation, parameter)
    default: Any = inspect.Parameter.empty
    if "nothing" in said:
        default = KEEP if "keep" in said else None
    name = parameter.python_name if python else parameter.name
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=parameter.type)


def _returned(operation: Operation) -> str:
    return "True or False" if operation.predicate else operation.returns


def document(operation: Operation) -> str:
    """Write the docstring of an operation from the contract and the reference."""
    about = f"{operation.category}; {operation.kind}" if operation.documented else "not in the reference"
    marks = [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    lines = [f"{operation.name}: {'; '.join([about, *marks])}, returns {_returned(operation)}.", ""]
    for parameter in operation.own_parameters:
        notes = [parameter.type, "required" if parameter.required else "optional", _EFFECTS[parameter.on_null]]
        lines.append(f"    {parameter.name} ({parameter.python_name}): {', '.join(note for note in notes if note)}")
    if operation.errors:
        lines += ["", f"Errors: {'; '.join(operation.errors)}"]
    if operation.note:
        lines += ["", f"Note: {operation.note}"]
    return "\n".join(lines)
