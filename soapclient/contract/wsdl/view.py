"""What is known of one WSDL: its definitions, read by ourselves, and zeep's view, when an envelope needs it."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import WsdlError
from ...wire import forks
from ..model import Operation, Port, Service, SoapVersion
from ..notes import Notes
from ..schema.members import local
from . import describe
from .bindings import refusal
from .bound import BoundOperation
from .definitions import Definitions
from .excerpt import Pruner
from .imports import ImportedDocument, Imports, documents

if TYPE_CHECKING:
    from .zeep_reader import ZeepReader


class View:
    """What is known of one WSDL.

    Args:
        pruner: the document.
        data: its bytes.
        shown: what to call it in messages.
        files: what it may import.
    """

    def __init__(self, pruner: Pruner, data: bytes, shown: str, files: Imports) -> None:
        self._given = (pruner, data, shown, files)
        self._shown = shown
        self._lock = forks.steady_lock()  # a child would wait for ever for an import that was under way
        self._reader: ZeepReader | None = None

    @property
    def reader(self) -> ZeepReader:
        """What asks zeep, made when it is first needed."""
        if self._reader is None:
            with self._lock:
                if self._reader is None:
                    from .zeep_reader import ZeepReader

                    self._reader = ZeepReader(*self._given)
        return self._reader

    @functools.cached_property
    def definitions(self) -> Definitions:
        """What the WSDL and all that it imports define, read by ourselves."""
        pruner, _, _, files = self._given
        found = {each.file: each.root for each in documents(pruner.root, files) if isinstance(each, ImportedDocument)}
        return Definitions(found, lambda importer, said: os.path.normpath(Path(importer).parent / said))

    def describe(self, name: str, spelling: str, notes: Notes) -> Operation:
        """Describe one operation, with the notes on it.

        Raises:
            WsdlError: it cannot be called, or what it names is missing.
        """
        try:
            versions, ports = self._bound(name)
            return describe.operation(name, spelling, versions, notes, ports=ports, components=self.definitions.schemas)
        except RecursionError:
            raise WsdlError(f"The WSDL {self._shown} cannot be used: it is nested too deeply") from None
        except WsdlError as exc:
            raise WsdlError(f"The WSDL {self._shown} cannot be used for {name}: {exc.message}") from exc

    def _bound(self, name: str) -> tuple[dict[SoapVersion, BoundOperation], tuple[str, ...]]:
        """Find the operations of this name that can be called, by SOAP version, and the ports that offer them."""
        versions: dict[SoapVersion, BoundOperation] = {}
        ports: list[str] = []
        refused = ["no port offers it"]
        for service in self.definitions.services.values():
            for port in service.ports.values():
                found = port.binding.operations.get(name)
                if found is None:
                    continue
                why = refusal(port.binding, found)
                if why:
                    refused.append(why)
                    continue
                versions.setdefault(port.binding.soap_version, found)
                ports.append(port.name)
        if not versions:
            raise WsdlError(refused[-1])
        return versions, tuple(ports)

    def overview(self) -> tuple[tuple[str, ...], tuple[Service, ...]]:
        """List the names of all operations of the SOAP ports, and the services."""
        names: dict[str, None] = {}
        services = []
        for service in self.definitions.services.values():
            ports = []
            for port in service.ports.values():
                binding = port.binding
                name = local(binding.name)
                ports.append(
                    Port(name=port.name, binding=name, soap_version=binding.soap_version, address=port.address)
                )
                names.update(dict.fromkeys(binding.operations))
            services.append(Service(name=service.name, ports=tuple(ports)))
        return tuple(names), tuple(services)

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        return self.reader.encode(operation, parts, soap_version)
