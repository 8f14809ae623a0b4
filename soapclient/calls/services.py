"""`soap.services`: the services of a WSDL, their ports, and the operations of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from ..errors import UnknownPort

if TYPE_CHECKING:
    from ..contract.contract import Contract

P = TypeVar("P")
# A function that returns the operations of a named service and port.
At = Callable[[str, str], P]


class Services(Mapping[str, "Ports[P]"]):
    """The services of a WSDL by name: `soap.services["Billing"]["BillingPort"].GetOrder(id=5)`.

    Args:
        contract: returns the contract of all ports.
        at: returns the operations of one port.
    """

    def __init__(self, contract: Callable[[], Contract], at: At[P]) -> None:
        self._contract = contract
        self._at = at

    def __getitem__(self, name: str) -> Ports[P]:
        """Return the ports of a service.

        Raises:
            UnknownPort: the service does not exist; the message has the nearest names.
        """
        if name not in self._names():
            from ..contract.ports import choose

            contract = self._contract()
            choose(contract.services, name, None, None, contract.source)
        return Ports(self._names()[name], name, self._at)

    def _names(self) -> dict[str, tuple[str, ...]]:
        return {each.name: tuple(port.name for port in each.ports) for each in self._contract().services if each.ports}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Ports(Mapping[str, P]):
    """The SOAP ports of one service by name, each with its operations."""

    def __init__(self, names: tuple[str, ...], service: str, at: At[P]) -> None:
        self._names = names
        self._service = service
        self._at = at

    def __getitem__(self, name: str) -> P:
        """Return the operations of a port.

        Raises:
            UnknownPort: the service has no such SOAP port.
        """
        if name not in self._names:
            known = ", ".join(self._names)
            raise UnknownPort(f"The service {self._service} has no SOAP port {name!r}; its ports are: {known}")
        return self._at(self._service, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<Ports of {self._service}: {', '.join(self._names)}>"


class AsyncServices(Generic[P]):
    """The services by name, for awaited calls; a name that the WSDL does not have is reported by the call."""

    def __init__(self, at: At[P]) -> None:
        self._at = at

    def __getitem__(self, name: str) -> AsyncPorts[P]:
        return AsyncPorts(name, self._at)

    def __repr__(self) -> str:
        return "<AsyncServices>"


class AsyncPorts(Generic[P]):
    """The ports of one service by name, for awaited calls."""

    def __init__(self, service: str, at: At[P]) -> None:
        self._service = service
        self._at = at

    def __getitem__(self, name: str) -> P:
        return self._at(self._service, name)

    def __repr__(self) -> str:
        return f"<AsyncPorts of {self._service}>"
