"""The two faces of a workflow: it is written once, as a flow, and programs call it or await it.

The methods of a workflow class are flows. Its two faces have methods with the same parameters and differ in how they
run the flows: `Users.get(name)` returns a user, `AsyncUsers.get(name)` returns an awaitable.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

from .flow import Blocking, Flow, Listing

P = ParamSpec("P")
T = TypeVar("T")


class Carrier(Protocol):
    """An object that runs flows: `Blocking`, or its asynchronous twin `Threads`."""

    @property
    def blocking(self) -> Blocking:
        """The synchronous twin, which sends through the same transport."""

    def carry(self, flow: Flow[Any]) -> Any:
        """Return the result of a flow, or an awaitable."""

    def items(self, listing: Listing[Any]) -> Any:
        """Iterate over the items of a listing."""


class Face:
    """A class whose methods are flows.

    Attributes:
        carrier: the object that runs them.
    """

    carrier: Carrier


class Called(Face):
    """A face whose methods are called."""


class Awaited(Face):
    """A face whose methods are awaited, and whose listings are iterated over with `async for`."""


class workflow(Generic[P, T]):  # noqa: N801 - a decorator
    """Turn a flow into a method of both faces."""

    def __init__(self, flow: Callable[Concatenate[Any, P], Flow[T]]) -> None:
        self.flow = flow
        self.__doc__ = flow.__doc__

    @overload
    def __get__(self, face: None, owner: type) -> Callable[..., Any]: ...
    @overload
    def __get__(self, face: Called, owner: type | None = None) -> Callable[P, T]: ...
    @overload
    def __get__(self, face: Awaited, owner: type | None = None) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, face: Face | None, owner: type | None = None) -> Any:
        if face is None:
            return _documented(self.flow, owner)
        flow, carrier = self.flow, face.carrier

        @functools.wraps(flow)
        def call(*positional: P.args, **named: P.kwargs) -> Any:
            try:
                made = flow(face, *positional, **named)
            finally:
                del positional, named  # so a traceback with locals does not show them, here or below
            return carrier.carry(made)

        vars(face)[flow.__name__] = call  # found directly the next time
        return call


class listing(Generic[P, T]):  # noqa: N801 - a decorator
    """Turn a listing into a method of both faces that iterates over its items."""

    def __init__(self, flow: Callable[Concatenate[Any, P], Listing[T]]) -> None:
        self.flow = flow
        self.__doc__ = flow.__doc__

    @overload
    def __get__(self, face: None, owner: type) -> Callable[..., Any]: ...
    @overload
    def __get__(self, face: Called, owner: type | None = None) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, face: Awaited, owner: type | None = None) -> Callable[P, AsyncIterator[T]]: ...
    def __get__(self, face: Face | None, owner: type | None = None) -> Any:
        if face is None:
            return _documented(self.flow, owner)
        flow, carrier = self.flow, face.carrier

        @functools.wraps(flow)
        def call(*positional: P.args, **named: P.kwargs) -> Any:
            try:
                made = flow(face, *positional, **named)
            finally:
                del positional, named  # as in `workflow`
            return carrier.items(made)

        vars(face)[flow.__name__] = call  # found directly the next time
        return call


def _documented(flow: Callable[..., Any], owner: type | None) -> Callable[..., Any]:
    """Return the method of a class as `help` shows it, with its return type in that class."""

    @functools.wraps(flow)
    def method(self: Any, *positional: Any, **named: Any) -> Any:
        return getattr(self, flow.__name__)(*positional, **named)

    signature = inspect.signature(flow)
    returns = signature.return_annotation
    if isinstance(returns, str) and "[" in returns:
        kind, _, inner = returns.removesuffix("]").partition("[")
        awaited = owner is not None and issubclass(owner, Awaited)
        each = "AsyncIterator" if awaited else "Iterator"
        returns = f"{each}[{inner}]" if kind == "Listing" else f"Awaitable[{inner}]" if awaited else inner
    typing.cast(Any, method).__signature__ = signature.replace(return_annotation=returns)
    return method
