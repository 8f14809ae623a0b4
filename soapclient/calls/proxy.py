"""`ir.service`: every operation of the contract, callable by its exact name or its Python spelling."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..contract.contract import Contract
from ..contract.model import Operation, Parameter
from ..errors import ArgumentError, ServiceError
from ..replies.answer import Answer
from ..service import AsyncService, Service
from ..values import KEEP
from ..wire.secret import unseen
from .arguments import sayings
from .caller import Caller
from .flow import Flow, Listing

if TYPE_CHECKING:
    from .faces import Carrier

A = TypeVar("A")

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
        caller: makes the calls.
        carrier: carries them through.
    """

    def __init__(self, caller: Caller, carrier: Carrier) -> None:
        self._caller = caller
        self._carrier = carrier
        self._bound: Contract | None = None
        self._proxies: dict[str, OperationProxy[Any]] = {}

    def __getattr__(self, name: str) -> OperationProxy[Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> OperationProxy[Any]:
        contract = self._caller.contract
        if contract is not self._bound:
            self._bound, self._proxies = contract, {}
        proxy = self._proxies.get(name)
        if proxy is None:
            proxy = self._proxies[name] = OperationProxy(contract[name], self._caller, self._carrier, spelling=name)
        return proxy

    def __iter__(self) -> Iterator[str]:
        return iter(self._caller.contract)

    def __len__(self) -> int:
        return len(self._caller.contract)

    def __contains__(self, name: object) -> bool:
        return name in self._caller.contract

    def __dir__(self) -> list[str]:
        contract = self._caller.contract
        return sorted({*contract, *contract.python_names, *object.__dir__(self)})

    def __repr__(self) -> str:
        return "<ServiceProxy>"


class AsyncServiceProxy(AsyncService):
    """The operations as awaitable calls; see `ServiceProxy`."""

    def __init__(self, caller: Caller, carrier: Carrier) -> None:
        self._caller = caller
        self._carrier = carrier

    def __getattr__(self, name: str) -> AsyncOperationProxy[Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return AsyncOperationProxy(name, self._caller, self._carrier)

    def __getitem__(self, name: str) -> AsyncOperationProxy[Any]:
        return AsyncOperationProxy(name, self._caller, self._carrier)

    def __dir__(self) -> list[str]:
        contract = self._caller.contract
        return sorted({*contract, *contract.python_names, *object.__dir__(self)})

    def __repr__(self) -> str:
        return "<AsyncServiceProxy>"


class OperationProxy(Generic[A]):
    """One operation, ready to be called with keyword arguments; its signature and docstring are the contract's."""

    def __init__(self, operation: Operation, caller: Caller, carrier: Carrier, *, spelling: str) -> None:
        self._caller = caller
        self._carrier = carrier
        self.operation = operation
        self.__name__ = self.__qualname__ = spelling
        self.__doc__ = document(operation)
        answers = caller.profile.answers
        self.__signature__ = signature(operation, python=spelling == operation.python_name, answers=answers)

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
            ServiceError: the service refused: also where a yes or no was asked for and the reason is not the documented
                no.
        """
        flow = asked(self._caller, self.operation, arguments, positional)
        del positional, arguments  # nothing of them, be it secret, is to be seen in a report of what goes wrong below
        return self._carrier.carry(flow)

    def reply(self, *positional: Any, **arguments: Any) -> A:
        """Call the operation for its reply, also where it answers yes or no.

        Args:
            positional: refused, as in a call.
            arguments: as in a call.

        Returns:
            The reply.

        Raises:
            SoapClientError: as in a call, and `ServiceError` with `no` for the answer no.
        """
        flow = replied(self._caller, self.operation, arguments, positional)
        del positional, arguments  # as in a call
        reply: A = self._carrier.carry(flow)
        return reply

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
        try:
            with unseen():
                listing = listed(self._caller, self.operation, arguments, positional)
        finally:
            del positional, arguments  # as in a call
        found: Iterator[Any] = self._carrier.items(listing)
        return found

    def __repr__(self) -> str:
        return f"<OperationProxy {self.operation}>"


class AsyncOperationProxy(Generic[A]):
    """One operation, to be called and awaited; the contract is asked for it then."""

    def __init__(self, name: str, caller: Caller, carrier: Carrier) -> None:
        self._name = name
        self._caller = caller
        self._carrier = carrier

    async def __call__(self, /, *positional: Any, **arguments: Any) -> Any:
        """Call the operation; see `OperationProxy.__call__`.

        Raises:
            SoapClientError: as the synchronous client does; an unknown operation is told here, when it is called.
        """
        flow = asked(self._caller, self._name, arguments, positional)
        del positional, arguments  # as in a call of `OperationProxy`
        return await self._carrier.carry(flow)

    async def reply(self, *positional: Any, **arguments: Any) -> A:
        """Call the operation for its reply; see `OperationProxy.reply`."""
        flow = replied(self._caller, self._name, arguments, positional)
        del positional, arguments  # as in a call
        reply: A = await self._carrier.carry(flow)
        return reply

    async def items(self, *positional: Any, **arguments: Any) -> AsyncIterator[Any]:
        """Iterate over what the operation lists; see `OperationProxy.items`."""
        flow = self._listed(arguments, positional)
        del positional, arguments  # as in a call
        async with contextlib.aclosing(self._carrier.items(flow)) as found:
            async for item in found:
                yield item

    def _listed(self, arguments: Mapping[str, Any], positional: tuple[Any, ...]) -> Listing[Any]:
        yield from listed(self._caller, self._caller.find(self._name), arguments, positional)

    async def describe(self) -> Operation:
        """Return the contract's description of the operation."""

        def flow() -> Flow[Operation]:
            yield from ()
            return self._caller.find(self._name)

        found: Operation = await self._carrier.carry(flow())
        return found

    def __repr__(self) -> str:
        return f"<AsyncOperationProxy {self._name}>"


def asked(
    caller: Caller, asked_for: Operation | str, arguments: Mapping[str, Any], positional: tuple[Any, ...] = ()
) -> Flow[Any]:
    """Call an operation for its reply, or for yes or no where that is what it answers."""
    operation = _found(caller, asked_for, positional)
    try:
        reply = yield from caller.call(operation, arguments)
    except ServiceError as exc:
        if exc.no:
            return False
        raise
    return True if operation.predicate else reply


def replied(
    caller: Caller, asked_for: Operation | str, arguments: Mapping[str, Any], positional: tuple[Any, ...] = ()
) -> Flow[Any]:
    """Call an operation for its reply."""
    return (yield from caller.call(_found(caller, asked_for, positional), arguments))


def listed(
    caller: Caller, operation: Operation, arguments: Mapping[str, Any], positional: tuple[Any, ...] = ()
) -> Listing[Any]:
    """List what an operation lists, in the service's way."""
    return caller.profile.items(_found(caller, operation, positional), arguments, caller.call, caller.find)


def _found(caller: Caller, asked_for: Operation | str, positional: tuple[Any, ...]) -> Operation:
    """Return the operation that is to be called, with nothing given by place."""
    operation = caller.find(asked_for) if isinstance(asked_for, str) else asked_for
    if positional:
        own = ", ".join(f"{parameter.name}=..." for parameter in operation.own_parameters)
        raise ArgumentError(operation.name, (f"arguments are given by name: {operation.name}({own})",))
    return operation


def signature(operation: Operation, *, python: bool, answers: type = Answer) -> inspect.Signature:
    """Make the Python signature of an operation; a parameter that may be left out has the default `KEEP` or None."""
    parameters = [_parameter(operation, each, python) for each in operation.own_parameters]
    return inspect.Signature(parameters, return_annotation=bool if operation.predicate else answers)


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
    """Write the docstring of an operation from the contract and its notes."""
    about = f"{operation.category}; {operation.kind}" if operation.documented else "not documented"
    marks = [mark for mark in ("obsolete", "destructive") if getattr(operation, mark)]
    lines = [f"{operation.name}: {'; '.join([about, *marks])}, returns {_returned(operation)}.", ""]
    lines += [f"    {_described(operation, each)}" for each in operation.own_parameters]
    if operation.errors:
        lines += ["", f"Errors: {'; '.join(operation.errors)}"]
    if operation.codes:
        lines += ["", "Errors by number:"]
        lines += [f"    {each.number} {each.error}: {each.means}" for each in operation.codes]
    remarks = {"Note": operation.note, "Contradiction": operation.contradiction, "Beware": operation.misleads}
    for title, remark in remarks.items():
        lines += ["", f"{title}: {remark}"] if remark else []
    return "\n".join(lines)


def _described(operation: Operation, parameter: Parameter) -> str:
    notes = [parameter.type, operation.need(parameter), _EFFECTS[parameter.on_null]]
    left_out = parameter.absent or ("kept" if parameter.on_null == "keeps" and parameter.null != "none" else "")
    absent = f"; left out: {left_out}" if left_out else ""
    return f"{parameter.name} ({parameter.python_name}): {', '.join(note for note in notes if note)}{absent}"
