"""Find the operation that a request calls: by the path of a port, the SOAP action and the body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..contract.spelling import nearest, python_name
from ..errors import ArgumentError, WsdlError
from .envelopes import Received, Unusable
from .served import path_of

if TYPE_CHECKING:
    from ..contract.wsdl.bound import Binding, BoundOperation
    from ..contract.wsdl.definitions import Definitions


class Directory:
    """The operations of a WSDL.

    Args:
        definitions: the WSDL.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._ports: dict[str, Binding] = {}
        self._named: dict[str, Binding] = {}
        for service in definitions.services.values():
            for port in service.ports.values():
                self._ports[path_of(service.name, port.name)] = port.binding
                self._named.setdefault(port.name, port.binding)
        self._bindings = list(definitions.bindings.values())
        self._names = dict.fromkeys(name for binding in self._bindings for name in binding.operations)
        self._spelled = {python_name(name): name for name in self._names}

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def named(self, name: str) -> list[BoundOperation]:
        """Return the operations with a name: exact, in Python's spelling, or of one port as "Port.Operation".

        Raises:
            ArgumentError: no operation has this name.
        """
        port, _, own = name.rpartition(".")
        bindings = self._bindings
        if name not in self._names and name not in self._spelled and port in self._named:
            bindings, name = [self._named[port]], own
        exact = name if name in self._names else self._spelled.get(name, name)
        found = [each.operations[exact] for each in bindings if exact in each.operations]
        if not found:
            close = nearest(name, list(self._names))
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            raise ArgumentError(None, (f"the WSDL has no operation {name!r}{hint}",))
        return found

    def find(self, path: str, action: str, received: Received) -> BoundOperation:
        """Return the operation that a request calls.

        Args:
            path: the path of the request; that of no port for all ports.
            action: its SOAP action; empty for none.
            received: its envelope.

        Raises:
            Unusable: it calls no operation.
        """
        bindings = self._bindings_at(path, received)
        tag = str(received.body[0].tag) if received.body else ""
        offered = [each for binding in bindings for each in binding.operations.values()]
        by_action = [each for each in offered if action and each.action == action]
        by_name = [each for each in offered if each.name == tag.rpartition("}")[2]]
        for some in (by_action, by_name, offered):
            found = next((each for each in some if _fits(each, tag)), None)
            if found is not None:
                return found
        if by_action:
            return by_action[0]
        if by_name:
            return by_name[0]
        what = f"the element {tag}" if tag else "an empty body"
        said = f" and the SOAP action {action!r}" if action else ""
        raise Unusable(f"No operation of the WSDL fits {what}{said}")

    def _bindings_at(self, path: str, received: Received) -> list[Binding]:
        binding = self._ports.get(path.rstrip("/"))
        if binding is not None and binding.soap_version != received.version:
            raise Unusable(
                f"This port uses SOAP {binding.soap_version}, but the request uses SOAP {received.version}",
                "VersionMismatch",
            )
        if binding is not None:
            return [binding]
        found = [each for each in self._bindings if each.soap_version == received.version]
        if not found:
            raise Unusable(f"The WSDL has no port for SOAP {received.version}", "VersionMismatch")
        return found


def _fits(operation: BoundOperation, tag: str) -> bool:
    """Tell whether the body of an operation begins with an element; False if the operation cannot be read."""
    try:
        message = operation.input
        return message is not None and tag in ([each.name for each in message.elements] or [""])
    except WsdlError:
        return False
