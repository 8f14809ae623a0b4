"""`Contract`: the operations of a service, read from a WSDL and extended by notes.

At first only the names of a WSDL are read; zeep reads the needed part when an operation is first described.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import WsdlError
from ..wire.redact import hide_source, quote_source
from .bundled import BUNDLED
from .model import Operation, Service, SoapVersion
from .mould import Moulds
from .notes import NO_NOTES, Notes, bundled_notes

if TYPE_CHECKING:
    from lxml import etree

    from .fetch import Fetch
    from .wsdl.bound import BoundOperation, Only
    from .wsdl.definitions import Definitions
    from .wsdl.imports import Imports
    from .wsdl.sources import Sources
    from .wsdl.view import View


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Contract:
    """The contract of a service, read from a WSDL and extended by notes on its operations.

    Attributes:
        source: its source: "bundled", "bundled-2019", a path or a URL.
        namespace: the target namespace of the WSDL.
        services: the WSDL's services with their SOAP ports.
        operations: the operations by exact name.
        moulds: the writer of its envelopes.
    """

    source: str
    namespace: str
    services: tuple[Service, ...]
    operations: Mapping[str, Operation]
    moulds: Moulds
    _definitions: Callable[[], Definitions]
    _sources: Callable[[], Sources]
    _document: Callable[[], bytes]
    _python_names: Mapping[str, str]
    _narrow: Callable[[Contract, str, str], Contract] | None = None

    @classmethod
    def load(
        cls,
        source: str | os.PathLike[str] = "bundled",
        *,
        notes: Notes | None = None,
        fetch: Fetch | None = None,
        allow_imports: Iterable[str] = (),
        root: str | os.PathLike[str] | None = None,
    ) -> Contract:
        """Read a contract.

        Args:
            source: "bundled" (the current contract), "bundled-2019" (an older sample contract), a path, or a URL.
            notes: the notes on its operations; by default the bundled ones, if they fit.
            fetch: gets the bytes of a URL; by default a plain request with finite timeouts.
            allow_imports: the hosts that it may import from, besides the origin of a URL: "host" or "host:port".
            root: the folder that no import of a file may leave; by default the nearest one that contains all.

        Returns:
            The contract.

        Raises:
            WsdlError: it could not be fetched or read, or is not a WSDL with a SOAP port.
        """
        from .fetch import fetched
        from .wsdl.imports import Imports
        from .wsdl.source import home_of, read_source, root_of

        name = os.fspath(source)
        if name in BUNDLED:
            return _bundled(name)
        if name in ("auto", "remote", "cached"):
            raise WsdlError(
                f"The contract {name!r} belongs to a server: name the server, as in Client(server, wsdl={name!r})"
            )
        files = Imports(home_of(name), root=root, fetch=fetch or fetched, allow=allow_imports)
        data = read_source(name, fetch)
        return cls.from_root(root_of(data, name), data, name, files, notes=notes)

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        source: str,
        *,
        base: Path | None = None,
        notes: Notes | None = None,
        fetch: Fetch | None = None,
        allow_imports: Iterable[str] = (),
    ) -> Contract:
        """Read a contract from a WSDL's bytes.

        Args:
            data: the WSDL.
            source: its name in messages; if it is a URL, imports are relative to it.
            base: the folder whose files it may import; None allows no files.
            notes: the notes on its operations; by default the bundled ones, where they fit.
            fetch: gets the bytes of imports from a URL; None allows none.
            allow_imports: the hosts that it may import from, besides the origin of `source`.

        Returns:
            The contract; each of its operations is described on first use.

        Raises:
            WsdlError: the bytes are not a WSDL with a SOAP port.
        """
        from .wsdl.imports import Imports
        from .wsdl.source import root_of
        from .wsdl.vocabulary import is_url

        home = source if base is None and is_url(source) else ""
        if base is not None:
            home = str(base.resolve() / (Path(source).name or "wsdl"))
        files = Imports(home, fetch=fetch, allow=allow_imports)
        return cls.from_root(root_of(data, source), data, source, files, notes=notes)

    @classmethod
    def from_root(
        cls, root: etree._Element, data: bytes, source: str, files: Imports, *, notes: Notes | None = None
    ) -> Contract:
        """Read a contract from a parsed WSDL, possibly with its imports; see `from_bytes`."""
        from .operations import Operations
        from .spelling import python_names
        from .wsdl.reading import reading

        shown = quote_source(source)
        names, services, view = reading(root, data, shown, files)
        if not any(service.ports for service in services):
            raise WsdlError(f"The WSDL {shown} has no SOAP port over HTTP")
        namespace = root.get("targetNamespace", "")
        if notes is None:
            notes = bundled_notes() if bundled_notes().fit(namespace, names) else NO_NOTES
        noted, spelled = notes, python_names(names, notes.operation_names)
        return cls(
            source=source,
            namespace=namespace,
            services=services,
            operations=Operations(names, lambda name: view.describe(name, spelled[name], noted)),
            moulds=_moulds(view, noted),
            definitions=lambda: view.definitions,
            sources=lambda: view.sources,
            document=lambda: data,
            python_names=MappingProxyType({spelling: name for name, spelling in spelled.items()}),
            narrow=lambda whole, *only: _narrowed(whole, view, only, noted),
        )

    def at(self, service: str | None, port: str | None) -> Contract:
        """Return this contract narrowed to one port: only its operations, in its style and SOAP version.

        Args:
            service: the exact name of the service; None for the first that has the port.
            port: the exact name of its SOAP port; None for the first.

        Raises:
            UnknownPort: the port does not exist, or several have its name.
        """
        from .ports import choose

        at, one = choose(self.services, service, port, None, self.source)
        return self if self._narrow is None else self._narrow(self, at.name, one.name)

    def reading(self, names: Collection[str]) -> Contract:
        """Return this contract with the information that these operations change nothing.

        Args:
            names: the exact names of operations, or their Python spellings.

        Raises:
            UnknownOperation: the contract does not have the operation.
        """
        from .operations import Operations

        exact = {self._python_names.get(name, name) for name in names}
        for name in exact.difference(self.operations):
            _ = self.operations[name]  # tells so

        def describe(name: str) -> Operation:
            operation = self.operations[name]
            return attrs.evolve(operation, kind="read", retry_safe=True) if name in exact else operation

        return attrs.evolve(self, operations=Operations(tuple(self), describe)) if exact else self

    def keeping(self, names: Collection[str]) -> Contract:
        """Return this contract with a result tested on its server: null keeps in these operations.

        Args:
            names: the exact names of operations with contradictory documentation about null.
        """
        from .operations import Operations

        def describe(name: str) -> Operation:
            operation = self.operations[name]
            return _keeping(operation) if name in names else operation

        return attrs.evolve(self, operations=Operations(tuple(self), describe)) if names else self

    def __getitem__(self, name: str) -> Operation:
        """Return the operation with this exact name or Python spelling.

        Raises:
            UnknownOperation: the operation does not exist; the message has the nearest names.
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
    def definitions(self) -> Definitions:
        """The definitions of the WSDL and its imports: services, bindings, messages, and the components of schemas."""
        return self._definitions()

    @property
    def sources(self) -> Sources:
        """The WSDL and its imports, as they were read."""
        return self._sources()

    @property
    def document(self) -> bytes:
        """The WSDL that it was read from."""
        return self._document()

    @property
    def soap_versions(self) -> tuple[SoapVersion, ...]:
        """The SOAP versions with a port."""
        found = {port.soap_version for service in self.services if service.name for port in service.ports}
        return tuple(version for version in ("1.1", "1.2") if version in found)

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion = "1.1") -> bytes:
        """Write the SOAP envelope of a call from the parts that `arguments.bind` returned.

        Args:
            operation: an operation of this contract.
            parts: values by exact parameter name; a missing name is not written, None is written as `xsi:nil`.
            soap_version: "1.1" or "1.2".

        Returns:
            The envelope, UTF-8.
        """
        return self.moulds.encode(operation, parts, soap_version)

    def decode(self, operation: Operation | str, data: bytes, *, strict: bool = True) -> Any:
        """Return the value of an answer's SOAP envelope, by the contract's types; see docs/answers.md.

        Args:
            operation: an operation of this contract, or its name.
            data: the envelope.
            strict: whether content that does not fit the schema is an error, rather than returned unchanged.

        Returns:
            The only value of the answer, a `Record` if it has several, or None if it has none.

        Raises:
            UnexpectedReply: it does not answer this operation, or does not fit the schema.
            ServerFault: it is a fault.
            UnknownOperation: the contract does not have the operation.
        """
        from .codec.reading.opened import decoded

        name = operation if isinstance(operation, str) else operation.name
        name = self._python_names.get(name, name)
        bound = self.bound(name if name in self.operations else self[name].name)
        found = decoded(self.definitions.decoder, bound, data, strict=strict)
        return None if found is None else found.value

    def bound(self, name: str) -> BoundOperation:
        """Return an operation as bound by the first port that has it.

        Args:
            name: its exact name.
        """
        ports = ((service.name, port.name) for service in self.services for port in service.ports)
        return self.definitions.operation(name, ports)

    def __repr__(self) -> str:
        source = hide_source(self.source)
        return f"<Contract {source!r}: {len(self)} operations>"


@functools.cache
def _bundled(name: str) -> Contract:
    from .wsdl.source import read_source

    return Contract.from_bytes(read_source(name), name, notes=bundled_notes())


def _moulds(view: View, notes: Notes, only: Only = None) -> Moulds:
    """Return the writer for the envelopes of all ports or of one: zeep with notes, else this package's own."""
    if notes is NO_NOTES:
        return Moulds(view.envelopes(only).encode, lambda *_: None)
    return Moulds(functools.partial(view.encode, only=only))


def _narrowed(whole: Contract, view: View, only: tuple[str, str], notes: Notes) -> Contract:
    from .operations import Operations
    from .spelling import python_names

    names = view.names_at(only)
    ports = [(each.name, tuple(one for one in each.ports if (each.name, one.name) == only)) for each in whole.services]
    spelled = python_names(names, notes.operation_names)
    return attrs.evolve(
        whole,
        services=tuple(Service(name=name, ports=found) for name, found in ports if found),
        operations=Operations(names, lambda name: view.describe(name, spelled[name], notes, only)),
        moulds=_moulds(view, notes, only),
        python_names=MappingProxyType({spelling: name for name, spelling in spelled.items()}),
    )


def _keeping(operation: Operation) -> Operation:
    parameters = {
        name: attrs.evolve(each, on_null="keeps", must_say=False) if each.on_null == "contradictory" else each
        for name, each in operation.parameters.items()
    }
    return attrs.evolve(operation, parameters=MappingProxyType(parameters), whole=False)
