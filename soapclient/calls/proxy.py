"""`ir.service`: every operation of the contract, callable by its exact name or Python spelling."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..contract.contract import Contract
from ..contract.model import Operation
from ..errors import ArgumentError, ServiceError
from ..service import AsyncService, Service
from ..wire.secret import unseen
from .caller import Caller
from .flow import Flow, Listing
from .signature import document, signature

if TYPE_CHECKING:
    from ..replies.sinks import ByteSink
    from .faces import Carrier

A_co = TypeVar("A_co", covariant=True)
I = TypeVar("I")  # noqa: E741 - an item


class PortProxy:
    """The operations of a contract as attributes and items; `dir()` lists both spellings.

    Args:
        caller: makes the calls.
        carrier: runs them.
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
        return f"<{type(self).__name__}>"


class ServiceProxy(PortProxy, Service):
    """The operations of a service with names and types for editors; see `PortProxy`."""


class AsyncPortProxy:
    """The operations as awaitable calls; see `PortProxy`."""

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
        return f"<{type(self).__name__}>"


class AsyncServiceProxy(AsyncPortProxy, AsyncService):
    """The operations of a service as awaitable calls; see `ServiceProxy`."""


class OperationProxy(Generic[A_co]):
    """One operation, to call with keyword arguments; its signature and docstring come from the contract."""

    def __init__(self, operation: Operation, caller: Caller, carrier: Carrier, *, spelling: str) -> None:
        self._caller = caller
        self._carrier = carrier
        self.operation = operation
        self.__name__ = self.__qualname__ = spelling
        self.__doc__ = document(operation)
        answers = caller.profile.returned_type or caller.profile.answers
        self.__signature__ = signature(operation, python=spelling == operation.python_name, answers=answers)

    def __call__(self, /, *positional: Any, **arguments: Any) -> Any:
        """Call the operation.

        Args:
            positional: nothing, or one mapping of more arguments by name; names prevent sending a value to the wrong
                field.
            arguments: values by exact parameter name or Python spelling; `KEEP`, `CLEAR` and None follow the null rule.

        Returns:
            The `Reply`; a bool from a yes-or-no operation such as UserExists; the typed value for a service known
            only by its WSDL.

        Raises:
            ContractError: the arguments do not fit; nothing was sent.
            TransportError: no usable reply arrived.
            ServiceError: the service refused; for a yes-or-no operation, for another reason than the documented no.
        """
        flow = asked(self._caller, self.operation, arguments, positional)
        del positional, arguments  # so a traceback with locals does not show secrets
        return self._carrier.carry(flow)

    def reply(self, *positional: Any, **arguments: Any) -> A_co:
        """Call the operation and return its reply, also for a yes-or-no operation.

        Args:
            positional: refused, as in a call.
            arguments: as in a call.

        Returns:
            The reply.

        Raises:
            SoapClientError: as in a call, and `ServiceError` with `no` set for the answer no.
        """
        flow = replied(self._caller, self.operation, arguments, positional)
        del positional, arguments  # as in a call
        reply: A_co = self._carrier.carry(flow)
        return reply

    def into(self, sink: ByteSink, /, *positional: Any, **arguments: Any) -> A_co:
        """Call an operation that returns bytes, and write them to a sink while they arrive.

        Args:
            sink: an object with `write(bytes)`, such as a file open for writing. After an error it may have some bytes,
                which are invalid.
            positional: as in a call.
            arguments: as in a call.

        Returns:
            The reply; `written` is the number of bytes.

        Raises:
            SoapClientError: as in a call.
            Exception: the error of the sink.
        """
        flow = poured(self._caller, self.operation, sink, arguments, positional)
        del positional, arguments  # as in a call
        reply: A_co = self._carrier.carry(flow)
        return reply

    def envelope(self, *positional: Any, **arguments: Any) -> str:
        """Return the envelope or form that a call would send, without token and passwords; send nothing.

        Args:
            positional: as in a call.
            arguments: as in a call.

        Raises:
            ContractError: the arguments do not fit.
        """
        try:
            with unseen():
                return self._caller.show(self.operation.name, said(self.operation, arguments, positional))
        finally:
            del positional, arguments  # as in a call

    def items(self: OperationProxy[Iterable[I]], *positional: Any, **arguments: Any) -> Iterator[I]:
        """Iterate over the items that the operation lists, page after page if it has pages.

        Args:
            positional: refused, as in a call.
            arguments: as in a call; the start and the number of rows per call may be left out.

        Returns:
            The items of all pages, as models if there is a class for them, else as elements; nothing is sent before the
            first item is requested.

        Raises:
            SoapClientError: as in a call, and `UnexpectedReply` if the pages do not form one list.
        """
        try:
            with unseen():
                listing = listed(self._caller, self.operation, arguments, positional)
        finally:
            del positional, arguments  # as in a call
        found: Iterator[I] = self._carrier.items(listing)
        return found

    def __repr__(self) -> str:
        return f"<OperationProxy {self.operation}>"


class AsyncOperationProxy(Generic[A_co]):
    """One operation to call and await; it is looked up in the contract when it is called."""

    def __init__(self, name: str, caller: Caller, carrier: Carrier) -> None:
        self._name = name
        self._caller = caller
        self._carrier = carrier

    async def __call__(self, /, *positional: Any, **arguments: Any) -> Any:
        """Call the operation; see `OperationProxy.__call__`.

        Raises:
            SoapClientError: as with the synchronous client; an unknown operation is reported by the call.
        """
        flow = asked(self._caller, self._name, arguments, positional)
        del positional, arguments  # as in a call of `OperationProxy`
        return await self._carrier.carry(flow)

    async def reply(self, *positional: Any, **arguments: Any) -> A_co:
        """Call the operation and return its reply; see `OperationProxy.reply`."""
        flow = replied(self._caller, self._name, arguments, positional)
        del positional, arguments  # as in a call
        reply: A_co = await self._carrier.carry(flow)
        return reply

    async def into(self, sink: ByteSink, /, *positional: Any, **arguments: Any) -> A_co:
        """Call an operation that returns bytes, and write them to a sink, in a thread; see `OperationProxy.into`."""
        flow = poured(self._caller, self._name, sink, arguments, positional)
        del positional, arguments  # as in a call of `OperationProxy`
        reply: A_co = await self._carrier.carry(flow)
        return reply

    async def items(self: AsyncOperationProxy[Iterable[I]], *positional: Any, **arguments: Any) -> AsyncIterator[I]:
        """Iterate over the items that the operation lists; see `OperationProxy.items`."""
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
    """Call an operation and return its reply, or a bool for a yes-or-no operation."""
    operation = _found(caller, asked_for)
    try:
        reply = yield from caller.call(operation, said(operation, arguments, positional))
    except ServiceError as exc:
        if exc.no:
            return False
        raise
    return True if operation.predicate else caller.profile.returned(reply)


def replied(
    caller: Caller, asked_for: Operation | str, arguments: Mapping[str, Any], positional: tuple[Any, ...] = ()
) -> Flow[Any]:
    """Call an operation and return its reply."""
    operation = _found(caller, asked_for)
    return (yield from caller.call(operation, said(operation, arguments, positional)))


def poured(
    caller: Caller,
    asked_for: Operation | str,
    sink: ByteSink,
    arguments: Mapping[str, Any],
    positional: tuple[Any, ...] = (),
) -> Flow[Any]:
    """Call an operation, write its bytes to a sink, and return its reply."""
    operation = _found(caller, asked_for)
    return (yield from caller.call(operation, said(operation, arguments, positional), into=sink))


def listed(
    caller: Caller, operation: Operation, arguments: Mapping[str, Any], positional: tuple[Any, ...] = ()
) -> Listing[Any]:
    """Iterate over the items that an operation lists, in the paging of the service."""
    return caller.profile.items(operation, said(operation, arguments, positional), caller.call, caller.find)


def _found(caller: Caller, asked_for: Operation | str) -> Operation:
    return caller.find(asked_for) if isinstance(asked_for, str) else asked_for


def said(operation: Operation, arguments: Mapping[str, Any], positional: tuple[Any, ...]) -> Mapping[str, Any]:
    """Return the arguments of a call by name: the keywords, and those of one mapping.

    Args:
        operation: the operation.
        arguments: the keywords.
        positional: the positional arguments: nothing, or one mapping, whose names need not be Python identifiers.

    Raises:
        ArgumentError: another positional argument was given, or a name twice.
    """
    if not positional:
        return arguments
    if len(positional) != 1 or not isinstance(positional[0], Mapping):
        own = ", ".join(f"{parameter.name}=..." for parameter in operation.own_parameters)
        raise ArgumentError(operation.name, (f"give arguments by name: {operation.name}({own})",))
    (more,) = positional
    problems = [f"the name {name!r} is not a text" for name in more if not isinstance(name, str)]
    problems += [f"{name} is given twice" for name in more if name in arguments]
    if problems:
        raise ArgumentError(operation.name, tuple(problems))
    return {**more, **arguments}
