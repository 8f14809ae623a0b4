"""Find the operation that a request calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ..wire import forks
from .core_reading import CoreReader
from .core_writing import CoreWriter
from .generation import Generation
from .reading import RequestReader
from .writing import Protocol, ReplyWriter

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from ..contract.model import Operation, SoapVersion

_VERSIONS: Final[Mapping[Protocol, SoapVersion]] = {"soap11": "1.1", "soap12": "1.2"}


@attrs.frozen(eq=False)
class Route:
    """An operation with the readers of its arguments, in either generation, and the writers of its answers."""

    operation: Operation
    reader: RequestReader = attrs.field(repr=False)
    core_reader: CoreReader = attrs.field(repr=False)
    writer: ReplyWriter = attrs.field(repr=False)


class Routes:
    """The operations of a contract, each prepared on its first call."""

    def __init__(self, contract: Contract, generation: Generation) -> None:
        self._writer = CoreWriter if generation.current else ReplyWriter
        self._operations = contract.operations
        self._ready: dict[str, Route] = {}
        self._folded = {name.casefold(): name for name in contract.operations}
        self._lock = forks.lock()

    def by_name(self, name: str) -> Route | None:
        """Return the operation with this exact name."""
        route = self._ready.get(name)
        if route is None and name in self._operations:
            with self._lock:
                operation = self._operations[name]
                readers = RequestReader(operation), CoreReader(operation)
                route = self._ready[name] = Route(operation, *readers, self._writer(operation))
        return route

    def by_action(self, protocol: Protocol, action: str) -> Route | None:
        """Return the operation with this SOAP action."""
        route = self.by_name(action.rpartition("/")[2])
        return route if route and route.operation.actions.get(_VERSIONS[protocol]) == action else None

    def by_wrapper(self, tag: str) -> Route | None:
        """Return the operation with this input element."""
        route = self.by_name(tag.rpartition("}")[2])
        return route if route and route.reader.wrapper == tag else None

    def other_case(self, name: str) -> str | None:
        """Return the exact spelling of a name in any letter case."""
        return self._folded.get(name.casefold())
