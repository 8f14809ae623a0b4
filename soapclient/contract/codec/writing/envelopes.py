"""Write the envelopes of a contract without zeep, by the components of its schemas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ....errors import ArgumentError, WsdlError
from ....wire import forks
from ...model import Operation, SoapVersion

if TYPE_CHECKING:
    from ...schema.reader import Components
    from ...wsdl.bound import BoundOperation
    from .layouts import Layouts
    from .message import MessageWriter


class Envelopes:
    """Writes the envelopes of a contract.

    Args:
        schemas: the components of its schemas.
        bound: finds an operation, as its bindings have it, by SOAP version.
    """

    def __init__(
        self,
        schemas: Callable[[], Components],
        bound: Callable[[str], Mapping[SoapVersion, BoundOperation]],
    ) -> None:
        self._schemas = schemas
        self._bound = bound
        self._layouts: Layouts | None = None
        self._known: dict[tuple[str, SoapVersion | None], MessageWriter] = {}
        self._lock = forks.recursive_lock()

    def message(self, operation: str, version: SoapVersion | None = None) -> MessageWriter:
        """Return the writer that resolves the arguments of an operation and writes its envelopes.

        Args:
            operation: its exact name.
            version: the SOAP version; None for the first that has it.

        Raises:
            WsdlError: the binding does not exist, or cannot be used.
        """
        found = self._known.get((operation, version))
        if found is None:
            with self._lock:
                found = self._known[operation, version] = self._made(operation, version)
        return found

    def _made(self, name: str, version: SoapVersion | None) -> MessageWriter:
        from .layouts import Layouts
        from .message import MessageWriter

        if self._layouts is None:
            self._layouts = Layouts(self._schemas())
        versions = self._bound(name)
        found = versions.get(version) if version is not None else next(iter(versions.values()), None)
        if found is None or found.input is None:
            raise WsdlError(f"The WSDL has no SOAP {version or ''} binding for {name}".replace("  ", " "))
        return MessageWriter(self._layouts, found.input)

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
