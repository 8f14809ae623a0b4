"""One call of the service: recorded, possibly made to fail, performed, answered."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Mapping
from typing import Any

import attrs

from .behaviour import BEHAVIOURS, Call, World, perform
from .content.blobs import Staged
from .environ import Environ, ticket_cookie
from .failures import Exchange, Failures
from .messages import Refusal
from .routes import Route
from .tree.changing import change
from .writing import Protocol, Response, attributes, text


@attrs.frozen
class Arrived:
    """A call that reached the service.

    Attributes:
        operation: its exact name.
        protocol: "soap11", "soap12", "get" or "post".
        arguments: what the service received, by exact parameter name; null is None.
    """

    operation: str
    protocol: Protocol
    arguments: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen(eq=False)
class SimulatedService:
    """Performs calls in a world and records them."""

    world: World
    failures: Failures
    arrived: deque[Arrived] = attrs.field(repr=False)

    def call(self, environ: Environ, route: Route, protocol: Protocol, arguments: dict[str, Any]) -> Response:
        """Answer one call with its arguments."""
        operation, writer = route.operation, route.writer
        self.arrived.append(Arrived(operation.name, protocol, arguments))

        def answer() -> Response:
            if operation.name not in BEHAVIOURS:
                return writer.fault(protocol, "Server", f"The simulator has no behaviour for {operation.name}")
            try:
                result = perform(Call(operation, arguments, self.world, ticket_cookie(environ)))
            except Refusal as exc:
                return self._refuse(route, exc, protocol)
            return writer.success(result, protocol)

        failure = self.failures.take(operation.name)
        try:
            if failure is None:
                return answer()
            return failure(
                Exchange(
                    environ,
                    answer,
                    protocol,
                    writer,
                    self.world.tickets.clear,
                    functools.partial(change, self.world.users),
                )
            )
        finally:
            for each in arguments.values():
                if isinstance(each, Staged):
                    each.discard()

    def _refuse(self, route: Route, refusal: Refusal, protocol: Protocol) -> Response:
        generation = self.world.generation
        number = generation.number(refusal, route.operation.name)
        failed = [(name, generation.text(each)) for name, each in refusal.failed]
        if route.operation.name == "Copy":
            inner = "".join(f"<item{attributes({'path': path, 'error': reason})} />" for path, reason in failed)
        elif refusal.message.classic == "MultiStatus":
            items = [{"path": path, "status": "failed", "message": reason} for path, reason in failed]
            inner = "".join(f"<logitem{attributes(each)} />" for each in items)
        elif generation.current:
            inner = "".join(f"<item>{text(name)}</item><error>{text(reason)}</error>" for name, reason in failed)
            inner = f"<log>{inner}</log>" if inner else ""
        else:
            inner = "".join(f"<item{attributes({'name': name, 'error': reason})} />" for name, reason in failed)
        return route.writer.refusal(generation.text(refusal), protocol, number, inner)
