"""`AsyncClient`: the client for asyncio.

It uses the same parts as `Client` and runs the same flows; a thread sends each request.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ..calls.proxy import AsyncServiceProxy
from ..calls.threads import Threads
from ..service import AsyncService
from ..wire.secret import unseen
from .base import CONCURRENCY, AwaitedClient, check_concurrency
from .wiring import InfoRouterClient, Options, Wiring

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..calls.caller import Caller
    from ..inforouter.bulk_runs import AsyncBulk
    from ..inforouter.documents import AsyncDocuments
    from ..inforouter.folders.face import AsyncFolders
    from ..inforouter.metadata.definitions import AsyncPropertySets
    from ..inforouter.people.groups import AsyncGroups
    from ..inforouter.people.joiners import AsyncJoiners
    from ..inforouter.people.leavers import AsyncLeavers
    from ..inforouter.people.libraries import AsyncLibraries
    from ..inforouter.recycle_bin import AsyncRecycleBin
    from ..inforouter.search.search import AsyncSearch
    from ..inforouter.steps import Nulls
    from ..inforouter.users import AsyncUsers


class AsyncClient(InfoRouterClient, AwaitedClient):
    """A connection to one infoRouter server for asyncio; use it with `async with`.

    A call whose task is cancelled, also by `asyncio.timeout` or `wait_for`, is broken off: its connection is closed,
    another call can have its place among the `concurrency`, and a workflow sends nothing more. Whether the request that
    was under way changed something is unknown. A call that was still waiting for its place has sent nothing.

    Args:
        server: as for `Client`.
        concurrency: how many calls may be in flight at once; more wait in turn. Each takes a thread and a connection.
        options: as for `Client`.
    """

    def __init__(self, server: str, *, concurrency: int = CONCURRENCY, **options: Unpack[Options]) -> None:
        try:
            check_concurrency(concurrency)
            unknown = next((name for name in options if name not in Options.__annotations__), None)
            if unknown is not None:
                raise TypeError(f"AsyncClient.__init__() got an unexpected keyword argument {unknown!r}")
            with unseen():
                self.wiring = Wiring(server, **options)
        finally:
            del server, options  # so a traceback with locals does not show them
        self._threads = Threads(self.wiring.send, concurrency)
        self._offer()
        self._closed = False

    def _offer(self) -> None:
        self.service: AsyncService = AsyncServiceProxy(self.wiring.caller, self._threads)

    @functools.cached_property
    def users(self) -> AsyncUsers:
        """Users; see `Client.users`."""
        from ..inforouter.users import AsyncUsers

        return AsyncUsers(*self._parts())

    @functools.cached_property
    def documents(self) -> AsyncDocuments:
        """Documents; see `Client.documents`."""
        from ..inforouter.documents import AsyncDocuments

        return AsyncDocuments(*self._parts())

    @functools.cached_property
    def groups(self) -> AsyncGroups:
        """Groups, local and global: list, get, create, rename, delete, members."""
        from ..inforouter.people.groups import AsyncGroups

        return AsyncGroups(*self._parts())

    @functools.cached_property
    def joiners(self) -> AsyncJoiners:
        """Joiners: plan_bulk of rows with names, groups and libraries."""
        from ..inforouter.people.joiners import AsyncJoiners

        return AsyncJoiners(*self._parts())

    @functools.cached_property
    def leavers(self) -> AsyncLeavers:
        """Leavers: plan_bulk of rows that name the user who gets what they own."""
        from ..inforouter.people.leavers import AsyncLeavers

        return AsyncLeavers(*self._parts())

    @functools.cached_property
    def libraries(self) -> AsyncLibraries:
        """Libraries (domains): list, get, create, members, managers."""
        from ..inforouter.people.libraries import AsyncLibraries

        return AsyncLibraries(*self._parts())

    @functools.cached_property
    def search(self) -> AsyncSearch:
        """Searches; see `Client.search`."""
        from ..inforouter.search.search import AsyncSearch

        return AsyncSearch(*self._parts())

    @functools.cached_property
    def folders(self) -> AsyncFolders:
        """Folders; see `Client.folders`."""
        from ..inforouter.folders.face import AsyncFolders

        return AsyncFolders(*self._parts())

    @functools.cached_property
    def property_sets(self) -> AsyncPropertySets:
        """Property sets; see `Client.property_sets`."""
        from ..inforouter.metadata.definitions import AsyncPropertySets

        return AsyncPropertySets(*self._parts())

    @functools.cached_property
    def recycle_bin(self) -> AsyncRecycleBin:
        """The recycle bin; see `Client.recycle_bin`."""
        from ..inforouter.recycle_bin import AsyncRecycleBin

        return AsyncRecycleBin(*self._parts())

    @functools.cached_property
    def bulk(self) -> AsyncBulk:
        """Bulk runs; see `Client.bulk`."""
        from ..inforouter.bulk_runs import AsyncBulk

        return AsyncBulk(*self._parts())

    def _parts(self) -> tuple[Caller, Threads, str, Nulls]:
        return self.wiring.caller, self._threads, self.wiring.server, self.wiring.nulls
