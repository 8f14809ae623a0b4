"""What a service offers: frozen descriptions of services, ports, operations and their parameters.

The names are WSDL's and XSD's own. Two independent facts decide what null means for a parameter: `Parameter.null`
(from the schema: how null can be written) and `Parameter.on_null` (from the reference: what null does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ..wire.redact import hide_source
from .model import Operation, Service, SoapVersion

if TYPE_CHECKING:
    import os


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Contract:
    """A service's contract, read from a WSDL and overlaid with what the reference says.

    Attributes:
        source: where it was read: "bundled", "bundled-2019", a path or a URL.
        namespace: the target namespace of the WSDL.
        services: the WSDL's services with their SOAP ports.
        operations: the operations by exact name.
    """

    source: str
    namespace: str
    services: tuple[Service, ...]
    operations: Mapping[str, Operation]
    _encode: Callable[[Operation, Mapping[str, Any], SoapVersion], bytes]
    _document: Callable[[], bytes]
    _python_names: Mapping[str, str]

    @classmethod
    def load(cls, source: str | os.PathLike[str] = "bundled") -> Contract:
        """Read a contract.

        Args:
            source: "bundled" (the current contract), "bundled-2019" (that of older servers), a path, or an http(s) URL.

        Returns:
            The contract.

        Raises:
            WsdlError: it cannot be had, cannot be read, or is no WSDL with a SOAP port.
        """
        from .wsdl.source import load

        return load(source)

    def __getitem__(self, name: str) -> Operation:
        """Return the operation of this exact name or Python spelling.

        Raises:
            UnknownOperation: there is none; the nearest names are in the message.
        """
        return self.operations[self._python_names.get(name, name)]

    def __contains__(self, name: object) -> bool:
        return name in self.operations or name in self._python_names

    def __iter__(self) -> Iterator[str]:
        return iter(self.operations)

    def __len__(self) -> int:
        return len(self.operations)

    @property
    def python_names(self) -> Mapping[str, str]:
        """Exact operation name by Python spelling."""
        return self._python_names

    @property
    def document(self) -> bytes:
        """The WSDL that it was read from."""
        return self._document()

    @property
    def soap_versions(self) -> tuple[SoapVersion, ...]:
        """The SOAP versions that the contract has a port for."""
        found = {port.soap_version for service in self.services for port in service.ports}
        return tuple(version for version in ("1.1", "1.2") if version in found)

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion = "1.1") -> bytes:
        """Write the SOAP envelope of one call whose parts are already resolved by `request.bind`.

        Args:
            operation: an operation of this contract.
            parts: value by exact parameter name; a name left out is not written, None is written as `xsi:nil`.
            soap_version: "1.1" or "1.2".

        Returns:
            The envelope, UTF-8.
        """
        return self._encode(operation, parts, soap_version)

    def __repr__(self) -> str:
        source = hide_source(self.source)
        return f"<Contract {source!r}: {len(self)} operations>"
