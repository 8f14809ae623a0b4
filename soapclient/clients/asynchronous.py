"""`AsyncClient`: the same client for asyncio.

It drives a `Client` in threads of its own, one for each call in flight: every rule about values, tickets and replies
is the synchronous client's, and none exists twice.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ..contract.contract import Contract
from ..contract.model import Operation
from ..errors import ArgumentError, ContractError
from ..inforouter.document_update import DocumentUpdatePlan
from ..inforouter.documents import DocumentUpdateResult
from ..inforouter.models.contents import Document
from ..inforouter.models.people import User
from ..inforouter.user_update import UpdatePlan
from ..inforouter.users import UpdateResult
from ..replies.reply import Reply
from ..service import AsyncService
from .async_bulk import AsyncBulk, AsyncWorkflows
from .sync import Client

if TYPE_CHECKING:
    from ..inforouter.workflow import Workflows

T = TypeVar("T")
_END: Final = object()


class _Threads:
    """Where blocking calls run."""

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=count, thread_name_prefix="soapclient")
        self._closed = False

    async def run(self, function: Callable[..., T], /, *positional: Any, **named: Any) -> T:
        if self._closed:
            raise ContractError("The client is closed: make a new one")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, functools.partial(function, *positional, **named))

    async def each(self, start: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
        found = await self.run(start)
        while True:
            item: Any = await self.run(next, found, _END)
            if item is _END:
                return
            yield item

    def close(self) -> None:
        self._closed = True
        self._pool.shutdown(wait=False)


class AsyncClient:
    """A connection to one infoRouter server for asyncio, to be used with `async with`.

    A call whose task is cancelled goes on in its thread: whether its change was made is then unknown.

    Args:
        server: as for `Client`.
        concurrency: how many calls may be in flight at once; more wait.
        options: as for `Client`.
    """

    def __init__(self, server: str, *, concurrency: int = 16, **options: Any) -> None:
        if concurrency < 1:
            raise ArgumentError(None, (f"concurrency is at least 1, not {concurrency}",))
        self._client = Client(server, **options)
        self._threads = _Threads(concurrency)
        self.service: AsyncService = AsyncServiceProxy(self._client, self._threads)
        self.users: AsyncUsers = AsyncUsers(self._client, self._threads)
        self.documents: AsyncDocuments = AsyncDocuments(self._client, self._threads)
        self.bulk: AsyncBulk = AsyncBulk(lambda: self._client.bulk)

    async def contract(self) -> Contract:
        """Return the contract that calls are bound to; see `Client.contract`."""
        return await self._threads.run(lambda: self._client.contract)

    async def close(self) -> None:
        """Log the client's own ticket out and close its connections; see `Client.close`."""
        await asyncio.to_thread(self._client.close)
        self._threads.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self._client)[1:]}"


class AsyncServiceProxy(AsyncService):
    """The operations as awaitable calls; see `soapclient.calls.proxy.ServiceProxy`."""

    def __init__(self, client: Client, threads: _Threads) -> None:
        self._client = client
        self._threads = threads

    def __getattr__(self, name: str) -> AsyncOperationProxy:
        if name.startswith("__"):
            raise AttributeError(name)
        return AsyncOperationProxy(name, self._client, self._threads)

    def __getitem__(self, name: str) -> AsyncOperationProxy:
        return AsyncOperationProxy(name, self._client, self._threads)

    def __dir__(self) -> list[str]:
        return dir(self._client.service)


class AsyncOperationProxy:
    """One operation, to be called and awaited."""

    def __init__(self, name: str, client: Client, threads: _Threads) -> None:
        self._name = name
        self._client = client
        self._threads = threads

    async def __call__(self, /, *positional: Any, **arguments: Any) -> Any:
        """Call the operation; see `soapclient.calls.proxy.OperationProxy.__call__`.

        Raises:
            SoapClientError: as the synchronous client does; an unknown operation is told here, when it is called.
        """
        return await self._threads.run(self._call, positional, arguments)

    def _call(self, positional: tuple[Any, ...], arguments: dict[str, Any]) -> Any:
        return self._client.service[self._name](*positional, **arguments)

    async def reply(self, *positional: Any, **arguments: Any) -> Reply:
        """Call the operation for its reply; see `soapclient.calls.proxy.OperationProxy.reply`."""
        return await self._threads.run(lambda: self._client.service[self._name].reply(*positional, **arguments))

    async def items(self, *positional: Any, **arguments: Any) -> AsyncIterator[Any]:
        """Iterate over what the operation lists; see `soapclient.calls.proxy.OperationProxy.items`."""
        async for item in self._threads.each(lambda: self._client.service[self._name].items(*positional, **arguments)):
            yield item

    async def describe(self) -> Operation:
        """Return the contract's description of the operation."""
        return await self._threads.run(lambda: self._client.contract[self._name])

    def __repr__(self) -> str:
        return f"<AsyncOperationProxy {self._name}>"


class AsyncUsers(AsyncWorkflows):
    """The users of one server for asyncio; see `soapclient.users.Users`."""

    def __init__(self, client: Client, threads: _Threads) -> None:
        self._client = client
        self._threads = threads

    @property
    def _of(self) -> Workflows:
        return self._client.users

    async def get(self, user_name: str) -> User:
        """Read one user; see `Users.get`."""
        return await self._threads.run(self._client.users.get, user_name)

    async def current(self) -> User:
        """Read the user that the client is logged in as; see `Users.current`."""
        return await self._threads.run(self._client.users.current)

    async def exists(self, user_name: str) -> bool:
        """Return whether there is such a user; see `Users.exists`."""
        return await self._threads.run(self._client.users.exists, user_name)

    async def update(self, name: str, /, **fields: Any) -> UpdateResult:
        """Change fields of a user and leave the others alone; see `Users.update`."""
        return await self._threads.run(self._client.users.update, name, **fields)

    async def plan_update(self, name: str, /, **fields: Any) -> UpdatePlan:
        """Show what `update` would do; see `Users.plan_update`."""
        return await self._threads.run(self._client.users.plan_update, name, **fields)

    async def list(self, **filters: Any) -> AsyncIterator[User]:
        """Iterate over users; see `Users.list`."""
        async for user in self._threads.each(lambda: self._client.users.list(**filters)):
            yield user


class AsyncDocuments(AsyncWorkflows):
    """The documents of one server for asyncio; see `soapclient.documents.Documents`."""

    def __init__(self, client: Client, threads: _Threads) -> None:
        self._client = client
        self._threads = threads

    @property
    def _of(self) -> Workflows:
        return self._client.documents

    async def get(self, path_or_id: str | int) -> Document:
        """Read one document; see `Documents.get`."""
        return await self._threads.run(self._client.documents.get, path_or_id)

    async def exists(self, path_or_id: str | int) -> bool:
        """Return whether there is such a document; see `Documents.exists`."""
        return await self._threads.run(self._client.documents.exists, path_or_id)

    async def update(self, path_or_id: str | int, /, **fields: Any) -> DocumentUpdateResult:
        """Change properties of a document and leave the others alone; see `Documents.update`."""
        return await self._threads.run(self._client.documents.update, path_or_id, **fields)

    async def plan_update(self, path_or_id: str | int, /, **fields: Any) -> DocumentUpdatePlan:
        """Show what `update` would do; see `Documents.plan_update`."""
        return await self._threads.run(self._client.documents.plan_update, path_or_id, **fields)
