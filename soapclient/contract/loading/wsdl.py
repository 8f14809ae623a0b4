"""The WSDL of a client for any service: read once, on first use, and narrowed to the port of the calls."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from ...wire import forks
from ...wire.secret import unseen
from ..contract import Contract
from ..model import Port, SoapVersion
from ..notes import NO_NOTES
from ..ports import choose, other_address, own_address

if TYPE_CHECKING:
    from ..fetch import Fetch

_BYTES = "given as bytes"


class Wsdl:
    """A WSDL that is read on first use, by whichever thread comes first.

    Args:
        given: its URL, its path, or the bytes themselves.
        fetch: gets the bytes of a URL.
        reads: the names of operations that change nothing.
        allow_imports: hosts that it may import from, besides its own.

    Attributes:
        source: its source, for messages: a URL, a path, or "given as bytes".
    """

    def __init__(
        self,
        given: str | os.PathLike[str] | bytes,
        fetch: Fetch,
        *,
        reads: Collection[str] = (),
        allow_imports: Collection[str] = (),
    ) -> None:
        self._given = given
        self._fetch = fetch
        self._reads = reads
        self._allowed = tuple(allow_imports)
        self._whole: Contract | None = None
        self._lock = forks.recursive_lock()
        self.source = _BYTES if isinstance(given, bytes) else os.fspath(given)

    @property
    def whole(self) -> Contract:
        """The contract of all its ports.

        Raises:
            WsdlError: it could not be fetched or read.
        """
        if self._whole is None:
            with self._lock, unseen():
                if self._whole is None:
                    self._whole = self._load()
        return self._whole

    def _load(self) -> Contract:
        options: dict[str, Any] = {"notes": NO_NOTES, "fetch": self._fetch, "allow_imports": self._allowed}
        if isinstance(self._given, bytes):
            found = Contract.from_bytes(self._given, _BYTES, **options)
        else:
            found = Contract.load(self._given, **options)
        return found.reading(self._reads)  # an unknown name is reported here

    def narrowed(self, service: str, port: str) -> Contract:
        """Return the contract narrowed to one port, with the known facts about its operations."""
        found = self.whole.at(service, port)
        return found.reading([name for name in self._reads if name in found])


class PortContract:
    """The contract of one port, and the destination of its calls; both are determined on first use.

    Args:
        wsdl: the WSDL.
        service: the name of the service; None for any.
        port: the name of the port; None for any.
        version: the SOAP version; None for any.
        server: the destination of calls; None for the address of the port, if it can be trusted.
        beside: the client's own port, if this is another one of the same WSDL.
        called: called with the destination of calls, once it is known.
    """

    def __init__(
        self,
        wsdl: Wsdl,
        service: str | None,
        port: str | None,
        version: SoapVersion | None = None,
        *,
        server: str | None = None,
        beside: PortContract | None = None,
        called: Callable[[str], None] = lambda url: None,
    ) -> None:
        self.wsdl = wsdl
        self._wanted = (service, port, version)
        self._server = server
        self._beside = beside
        self._called = called
        self._contract: Contract | None = None
        self._url: str | None = None
        self._lock = forks.recursive_lock()

    @property
    def contract(self) -> Contract:
        """The contract, narrowed to the port.

        Raises:
            WsdlError: the WSDL could not be fetched or read.
            UnknownPort: the port does not exist.
        """
        if self._contract is None:
            with self._lock, unseen():
                if self._contract is None:
                    whole = self.wsdl.whole
                    service, port = choose(whole.services, *self._wanted, whole.source)
                    self._contract = self.wsdl.narrowed(service.name, port.name)
        return self._contract

    @property
    def port(self) -> Port:
        """The port."""
        return self.contract.services[0].ports[0]

    @property
    def soap_version(self) -> SoapVersion:
        """The SOAP version of the port."""
        return self.port.soap_version

    @property
    def url(self) -> str:
        """The destination of calls.

        Raises:
            ContractError: it was not given, and the address of the port cannot be trusted.
        """
        if self._url is None:
            with self._lock:
                if self._url is None:
                    found = self._server or self._address()
                    self._called(found)
                    self._url = found
        return self._url

    def _address(self) -> str:
        source = self.wsdl.source
        if self._beside is None:
            return own_address(self.port, source)
        if self.port == self._beside.port and self.contract.services[0].name == self._beside.contract.services[0].name:
            return self._beside.url
        return other_address(self.port, source, self._beside.url)

    def notice(self, name: str) -> None:
        """Warn about nothing: no program uses another contract."""

    def recheck(self, occasion: object) -> None:
        """Keep the contract: there are no sessions."""
