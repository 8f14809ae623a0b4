"""One WSDL: its definitions, read by this package, and zeep's view, when an envelope needs it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import WsdlError
from ...wire import forks
from ...wire.redact import one_line
from ..codec.writing.envelopes import Envelopes
from ..model import Operation, Policy, SoapVersion
from ..notes import NO_NOTES, Notes
from ..schema.members import local
from . import describe
from .bindings import refusal
from .bound import Binding, BoundOperation, Only
from .definitions import Definitions
from .excerpt import Pruner
from .kinds import Kinds
from .sources import Sources

if TYPE_CHECKING:
    from .zeep_reader import ZeepReader


class View:
    """The view of one WSDL.

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
        self._envelopes: dict[Only, Envelopes] = {}

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

    @functools.cached_property
    def _kinds(self) -> Kinds:
        return Kinds(self.definitions.schemas)

    def _asked(self, binding: str, operation: str) -> tuple[Policy, ...]:
        return self.definitions.policies.of(binding, operation)

    def describe(self, name: str, spelling: str, notes: Notes, only: Only = None) -> Operation:
        """Describe one operation, with the notes on it, as one port or all ports have it.

        Raises:
            WsdlError: it cannot be called, or what it names is missing.
        """
        own = functools.cache(functools.partial(self.envelopes(only).message, name))
        try:
            versions, ports = self._bound(name, only)
            return describe.operation(
                name, spelling, versions, notes, ports=ports, kinds=self._kinds, policies=self._asked,
                message=own if notes is NO_NOTES else None,
            )  # fmt: skip
        except RecursionError:
            raise WsdlError(f"The WSDL {self._shown} cannot be used: it is nested too deeply") from None
        except WsdlError as exc:
            raise WsdlError(f"The WSDL {self._shown} cannot be used for {one_line(name, 100)}: {exc.message}") from exc

    def envelopes(self, only: Only = None) -> Envelopes:
        """Return what writes envelopes without zeep, as one port or all ports have them."""
        found = self._envelopes.get(only)
        if found is None:
            made = Envelopes(lambda: self.definitions.schemas, lambda name: self._bound(name, only)[0])
            found = self._envelopes.setdefault(only, made)
        return found

    def _bound(self, name: str, only: Only) -> tuple[dict[SoapVersion, BoundOperation], tuple[str, ...]]:
        """Find the operations of this name that can be called, by SOAP version, and the ports that offer them.

        A binding that no port uses counts for what no port offers, a SOAP-encoded one for what none offers as literal.
        """
        refused = ["no port offers it"]
        for is_used in (True, False):
            offered: list[tuple[str, SoapVersion, BoundOperation]] = []
            for service, port, binding in self._offers():
                found = binding.operations.get(name) if only in (None, (service, port)) else None
                if found is None or bool(service) is not is_used:
                    continue
                why = refusal(binding, found)
                if why:
                    refused.append(why)
                else:
                    offered.append((port, binding.soap_version, found))
            offered = [each for each in offered if not each[2].encoded] or offered
            if offered:
                versions: dict[SoapVersion, BoundOperation] = {}
                for _, version, found in offered:
                    versions.setdefault(version, found)
                return versions, tuple(port for port, _, _ in offered)
        raise WsdlError(refused[-1])

    def names_at(self, only: tuple[str, str]) -> tuple[str, ...]:
        """List the operations of one port."""
        return next((tuple(each.operations) for service, port, each in self._offers() if (service, port) == only), ())

    def _offers(self) -> Iterator[tuple[str, str, Binding]]:
        """List the services, ports and bindings, and what no port uses as ports of their names in a service without."""
        used = set()
        for service in self.definitions.services.values():
            for port in service.ports.values():
                used.add(port.binding.name)
                yield service.name, port.name, port.binding
        for name, binding in self.definitions.bindings.items():
            if name not in used:
                yield "", local(name), binding

    def encode(
        self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion, only: Only = None
    ) -> bytes:
        """Write one envelope as zeep does, as one port or all ports have it; see `Contract.encode`."""
        return self.reader.encode(operation, parts, soap_version, only)
