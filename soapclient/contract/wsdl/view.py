"""What is known of one WSDL: its definitions, read by ourselves, and zeep's view, when an envelope needs it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import WsdlError
from ...wire import forks
from ..model import Operation, SoapVersion
from ..notes import Notes
from ..schema.members import local
from . import describe
from .bindings import refusal
from .bound import BoundOperation
from .definitions import Definitions
from .excerpt import Pruner
from .sources import Sources

if TYPE_CHECKING:
    from .zeep_reader import ZeepReader


class View:
    """What is known of one WSDL.

    Args:
        plain: the document as one that imports nothing, with its bytes.
        shown: what to call it in messages.
        sources: the document and all that it imports.
    """

    def __init__(self, plain: Callable[[], tuple[Pruner, bytes]], shown: str, sources: Callable[[], Sources]) -> None:
        self._plain = plain
        self._shown = shown
        self._sources = sources
        self._lock = forks.steady_lock()  # a child would wait for ever for an import that was under way
        self._reader: ZeepReader | None = None

    @property
    def reader(self) -> ZeepReader:
        """What asks zeep, made when it is first needed."""
        if self._reader is None:
            with self._lock:
                if self._reader is None:
                    from .zeep_reader import ZeepReader

                    self._reader = ZeepReader(*self._plain(), self._shown)
        return self._reader

    @property
    def sources(self) -> Sources:
        """The WSDL and all that it imports."""
        return self._sources()

    @functools.cached_property
    def definitions(self) -> Definitions:
        """What the WSDL and all that it imports define, read by ourselves."""
        return Definitions(dict(self.sources.documents), self.sources.target)

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
        """Find the operations of this name that can be called, by SOAP version, and the ports that offer them.

        A binding that no port uses is as a port of the same name, for what no other port offers.
        """
        used = [port for service in self.definitions.services.values() for port in service.ports.values()]
        ports = [(port.name, port.binding) for port in used]
        bound = {port.binding.name for port in used}
        left = [(local(key), each) for key, each in self.definitions.bindings.items() if key not in bound]
        refused = ["no port offers it"]
        for some in (ports, left):
            versions: dict[SoapVersion, BoundOperation] = {}
            names = []
            for port_name, binding in some:
                found = binding.operations.get(name)
                why = "" if found is None else refusal(binding, found)
                if why:
                    refused.append(why)
                elif found is not None:
                    versions.setdefault(binding.soap_version, found)
                    names.append(port_name)
            if versions:
                return versions, tuple(names)
        raise WsdlError(refused[-1])

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        return self.reader.encode(operation, parts, soap_version)
