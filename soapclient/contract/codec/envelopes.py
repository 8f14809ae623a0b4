"""The envelopes of a contract, written by ourselves: by the components of its schemas, without zeep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ArgumentError, WsdlError
from ...wire import forks
from ..model import Operation, Service, SoapVersion

if TYPE_CHECKING:
    from ..wsdl.definitions import Definitions
    from .layouts import Layouts
    from .message import MessageWriter


class Envelopes:
    """Writes the envelopes of the ports of a contract.

    Args:
        definitions: what the WSDL defines.
        services: the services of the contract, with its ports.
    """

    def __init__(self, definitions: Callable[[], Definitions], services: Sequence[Service]) -> None:
        self._definitions = definitions
        self._services = services
        self._layouts: Layouts | None = None
        self._known: dict[tuple[str, SoapVersion | None], MessageWriter] = {}
        self._lock = forks.recursive_lock()

    def message(self, operation: str, version: SoapVersion | None = None) -> MessageWriter:
        """Return what resolves the arguments of an operation and writes its envelopes.

        Args:
            operation: its exact name.
            version: the SOAP version; None for the first that has it.

        Raises:
            WsdlError: there is no such binding, or it cannot be used.
        """
        found = self._known.get((operation, version))
        if found is None:
            with self._lock:
                found = self._known[operation, version] = self._made(operation, version)
        return found

    def _made(self, name: str, version: SoapVersion | None) -> MessageWriter:
        from .layouts import Layouts
        from .message import MessageWriter

        definitions = self._definitions()
        if self._layouts is None:
            self._layouts = Layouts(definitions.schemas)
        for service in self._services:
            for port in service.ports:
                bound = definitions.services[service.name].ports[port.name].binding.operations.get(name)
                if bound is not None and version in (None, port.soap_version):
                    if bound.input is None:
                        raise WsdlError(f"{name} cannot be used: it has no input, the service calls it")
                    return MessageWriter(self._layouts, bound.input)
        raise WsdlError(f"The WSDL has no SOAP {version or ''} binding for {name}".replace("  ", " "))

    def encode(self, operation: Operation, parts: Mapping[str, Any], version: SoapVersion) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        writer = self.message(operation.name, version)
        from .refused import Refused

        try:
            return writer.write(parts, version)
        except Refused as refused:
            raise ArgumentError(operation.name, refused.told()) from None
        except RecursionError:
            raise ArgumentError(operation.name, ("the arguments are nested too deeply",)) from None
