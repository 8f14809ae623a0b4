"""`Client`: the client for infoRouter. It connects the parts and has no rules of its own."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from ..calls.flow import Blocking
from ..calls.form_post import OnClearSaid, OnNullSaid, TransportName
from ..calls.proxy import ServiceProxy
from ..contract.contract import Contract
from ..contract.model import SoapVersion
from ..inforouter.login import Auth
from ..service import Service
from ..wire.secret import unseen
from ..wire.transport import MAX_IDLE
from ..wire.waiting import CONNECT_TIMEOUT, REPLY_TIMEOUT
from .base import CalledClient
from .wiring import InfoRouterClient, Wiring

if TYPE_CHECKING:
    import ssl

    from ..calls.caller import Caller
    from ..contract.compare import Change
    from ..inforouter.bulk_runs import Bulk
    from ..inforouter.documents import Documents
    from ..inforouter.folders.face import Folders
    from ..inforouter.metadata.definitions import PropertySets
    from ..inforouter.people.groups import Groups
    from ..inforouter.people.joiners import Joiners
    from ..inforouter.people.leavers import Leavers
    from ..inforouter.people.libraries import Libraries
    from ..inforouter.recycle_bin import RecycleBin
    from ..inforouter.search.search import Search
    from ..inforouter.steps import Nulls
    from ..inforouter.users import Users


class Client(InfoRouterClient, CalledClient):
    """A connection to one infoRouter server, safe to share between threads.

    Args:
        server: the URL of `srv.asmx`, or "sim:" for a simulator in memory, or "sim:FILE" for one kept in FILE.
        username: the user to log in as, with `password`; alternatively give `auth`.
        password: that user's password, or a function that returns it, called at each login; a refused password is not
            tried again for a while.
        auth: `Password`, `Ticket`, `Windows` or `Impersonate`.
        wsdl: "auto" (the server's own, kept in the cache; the cached or the bundled one with a warning if it cannot be
            fetched), "remote" (the server's own), "cached" (from the cache, without asking the server), "bundled",
            "bundled-2019", a path or a URL. Calls go to `server` whatever the WSDL says.
        allow_imports: hosts that a WSDL given by path or URL may import from, besides its own: "host", "host:port".
        written_for: the contract that the program uses, a `Contract` or an argument of `Contract.load`, or None: the
            first call of an operation that differs on the server, so that it may lose data or fail, warns once.
        cache: where to keep the servers' contracts: True for the user's cache directory, a directory, or False.
        soap_version: "1.1" or "1.2".
        transport: "soap", or "http-post" (form POST) if SOAP is switched off on the server.
        on_null: for "http-post", which has no null: "refuse" to keep a value, or "read" and resend it (not atomic).
        on_clear: for "http-post", where an empty text may not clear: "refuse" it, "verify" by reading, or "send" it.
        timeout: seconds until a reply must be complete, or a pair: seconds to connect, to all addresses together and
            including TLS, and seconds to the complete reply. Looking up the server's name cannot be interrupted.
        max_reply_bytes: the largest reply in bytes, as sent and after decompression; None for 64 MiB, and
            256 MiB for an operation that returns the bytes of a document.
        verify: True, False, the path of a certificate bundle, or an `ssl.SSLContext`.
        cert: the path of a client certificate, or a pair of the paths of certificate and key.
        proxies: a mapping of scheme to proxy URL; by default the environment's, looked up once.
        trust_env: whether to look for proxies and certificate bundles in the environment.
        user_agent: the `User-Agent` header.
        max_idle: seconds after which an idle connection is not used again; choose less than the server's own limit.

    Raises:
        ArgumentError: the arguments contradict each other, `server` is not a URL, or a certificate file cannot be
            used. Nothing is sent by constructing it.
    """

    def __init__(
        self,
        server: str,
        *,
        username: str | None = None,
        password: str | Callable[[], str] | None = None,
        auth: Auth | None = None,
        wsdl: str | os.PathLike[str] = "auto",
        allow_imports: Collection[str] = (),
        written_for: str | os.PathLike[str] | Contract | None = "bundled",
        cache: bool | str | os.PathLike[str] = True,
        soap_version: SoapVersion = "1.1",
        transport: TransportName = "soap",
        on_null: OnNullSaid = "refuse",
        on_clear: OnClearSaid = "refuse",
        timeout: float | tuple[float, float] = (CONNECT_TIMEOUT, REPLY_TIMEOUT),
        max_reply_bytes: int | None = None,
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        trust_env: bool = True,
        user_agent: str = "soapclient",
        max_idle: float = MAX_IDLE,
    ) -> None:
        self._closed = True
        try:
            with unseen():
                self.wiring = Wiring(
                    server,
                    username=username,
                    password=password,
                    auth=auth,
                    wsdl=wsdl,
                    allow_imports=allow_imports,
                    written_for=written_for,
                    cache=cache,
                    soap_version=soap_version,
                    transport=transport,
                    on_null=on_null,
                    on_clear=on_clear,
                    timeout=timeout,
                    max_reply_bytes=max_reply_bytes,
                    verify=verify,
                    cert=cert,
                    proxies=proxies,
                    trust_env=trust_env,
                    user_agent=user_agent,
                    max_idle=max_idle,
                )
        finally:
            del server, password, auth, proxies  # so a traceback with locals does not show them
        self.url: str = self.wiring.url
        self.soap_version: SoapVersion = soap_version
        self.transport: TransportName = transport
        self.on_null: OnNullSaid = on_null
        self.on_clear: OnClearSaid = on_clear
        self._send_by(self.wiring.send)
        self._closed = False

    def _offer(self) -> None:
        self.service: Service = ServiceProxy(self.wiring.caller, self._carrier)

    @functools.cached_property
    def users(self) -> Users:
        """Users: get, list, exists, create, update, delete, memberships, plan_bulk."""
        from ..inforouter.users import Users

        return Users(*self._parts())

    @functools.cached_property
    def documents(self) -> Documents:
        """Documents: get, exists, update, plan_bulk."""
        from ..inforouter.documents import Documents

        return Documents(*self._parts())

    @functools.cached_property
    def groups(self) -> Groups:
        """Groups, local and global: list, get, create, rename, delete, members."""
        from ..inforouter.people.groups import Groups

        return Groups(*self._parts())

    @functools.cached_property
    def joiners(self) -> Joiners:
        """Joiners: plan_bulk of rows with names, groups and libraries."""
        from ..inforouter.people.joiners import Joiners

        return Joiners(*self._parts())

    @functools.cached_property
    def leavers(self) -> Leavers:
        """Leavers: plan_bulk of rows that name the user who gets what they own."""
        from ..inforouter.people.leavers import Leavers

        return Leavers(*self._parts())

    @functools.cached_property
    def libraries(self) -> Libraries:
        """Libraries (domains): list, get, create, members, managers."""
        from ..inforouter.people.libraries import Libraries

        return Libraries(*self._parts())

    @functools.cached_property
    def search(self) -> Search:
        """Searches: find, list_folder, saved searches."""
        from ..inforouter.search.search import Search

        return Search(*self._parts())

    @functools.cached_property
    def folders(self) -> Folders:
        """Folders: get, exists, list, walk, tree, create, ensure, update, move, copy, delete."""
        from ..inforouter.folders.face import Folders

        return Folders(*self._parts())

    @functools.cached_property
    def property_sets(self) -> PropertySets:
        """Property sets: definitions, definition."""
        from ..inforouter.metadata.definitions import PropertySets

        return PropertySets(*self._parts())

    @functools.cached_property
    def recycle_bin(self) -> RecycleBin:
        """The recycle bin: list, restore, purge, empty."""
        from ..inforouter.recycle_bin import RecycleBin

        return RecycleBin(*self._parts())

    @functools.cached_property
    def bulk(self) -> Bulk:
        """Bulk runs: calls of any operation for the rows of a file; plans and journals of every kind."""
        from ..inforouter.bulk_runs import Bulk

        return Bulk(*self._parts())

    def _parts(self) -> tuple[Caller, Blocking, str, Nulls]:
        return self.wiring.caller, self._carrier, self.wiring.server, self.wiring.nulls

    def check_contract(
        self, *operations: str, written_for: str | os.PathLike[str] | Contract = "bundled"
    ) -> tuple[Change, ...]:
        """Compare the contract that a program uses with this client's contract.

        Args:
            operations: the operations that the program uses; by default all.
            written_for: the contract that the program uses, or an argument of `Contract.load`.

        Returns:
            The differences, those that lose data first.

        Raises:
            UnknownOperation: the contract that the program uses does not have one of `operations`.
            WsdlError: a contract could not be fetched or read.
        """
        from ..contract.compare import compare

        first = written_for if isinstance(written_for, Contract) else Contract.load(written_for)
        return compare(first, self.contract, operations or None)
