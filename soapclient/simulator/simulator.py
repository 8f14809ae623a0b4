"""The simulator: a server for the infoRouter contract, in memory or on a file."""

from __future__ import annotations

import os
from collections import deque
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

import attrs

from ..contract.contract import Contract
from ..wire.forks import Unshared
from .adapter import SimulatorAdapter
from .behaviour import Mail, World
from .content.blobs import Blobs
from .content.documents import find
from .content.folders import find_folder
from .failures import Failures
from .generation import Generation, Language, Name
from .messages import Refusal
from .metadata.rows import stored
from .service import Arrived, SimulatedService
from .settings.kept import put
from .store import Store
from .tickets import ResetCodes, Tickets
from .transfer.handlers import Handlers
from .wsgi import Application

if TYPE_CHECKING:
    from .server import Server

_REMEMBERED = 1000


class Simulator(Unshared):
    """A server for the infoRouter contract, to develop and test against.

    Args:
        file: the file for everything, a SQLite file that several processes may share, with a directory beside it for
            the bytes of documents, FILE.contents; None for memory and a temporary directory.
        contract: a contract, or an argument of `Contract.load`.
        seed_users: the number of generated users besides admin, jdoe and sysadmin.
        seed_documents: the number of generated documents in /Finance/Archive besides three others.
        trusted_password: the password that CreateTicketforUser requires.
        ticket_lifetime: the lifetime of an unused ticket.
        generation: "classic" to answer like servers of 8.x on ASMX, or "current" for servers of today on ASP.NET Core.
        language: the language of error texts in the current generation, "en" or "tr"; numbers do not change.
        null_keeps: the reading where the reference contradicts itself. True: a missing value keeps the stored
            one, and rows and preferences are merged. False: a missing value clears, and rows and preferences are
            replaced. UpdateUserContactInfo keeps in both.
        page_size: the number of items in a page: the setting SearchPageSize. None for the setting, initially 20.
        max_document_bytes: the maximum size of a document, 0 for any size: the setting DocumentMaxSize. None for the
            setting, initially 0. Administrators are exempt in the current generation.
        checkout_frees: whether a document that was uploaded with Checkout=true is free afterwards, or checked out to
            the caller; the reference says both. None: free only in the current generation.
        upload_checks_in: whether an upload frees a document that the caller has checked out.
        chunk_size: for tests, the size of chunks, whatever is requested; 0 to follow the request, from 262,144
            to 33,554,432 as the reference says.

    Attributes:
        wsgi: the service as a WSGI application.
        arrived: the last thousand calls that reached the service.
        outbox: the last thousand mails that would have been sent.

    Raises:
        ValueError: the file is not a SQLite database or belongs to another program; unknown generation or language,
            or a combination that does not exist; the page size is below 1.
        WsdlError: the contract cannot be fetched or read.
    """

    def __init__(
        self,
        file: str | os.PathLike[str] | None = None,
        *,
        contract: Contract | str | os.PathLike[str] = "bundled",
        seed_users: int = 0,
        seed_documents: int = 0,
        trusted_password: str = "trusted",  # noqa: S107 - a test server's
        ticket_lifetime: timedelta = timedelta(days=30),
        generation: Name = "classic",
        language: Language = "en",
        null_keeps: bool = True,
        page_size: int | None = None,
        max_document_bytes: int | None = None,
        checkout_frees: bool | None = None,
        upload_checks_in: bool = True,
        chunk_size: int = 0,
    ) -> None:
        kind = self._generation = Generation(generation, language, null_keeps)
        if page_size is not None and page_size < 1:
            raise ValueError(f"page_size must be at least 1, not {page_size}")
        self._contract = contract if isinstance(contract, Contract) else Contract.load(contract)
        self._failures = Failures()
        self.arrived: deque[Arrived] = deque(maxlen=_REMEMBERED)
        self.outbox: deque[Mail] = deque(maxlen=_REMEMBERED)
        store = Store(file, seed_users, seed_documents)
        limits = {"SearchPageSize": page_size, "UploadSettings/DocumentMaxSize": max_document_bytes}
        put(store, "GeneralSettings", {path: str(size) for path, size in limits.items() if size is not None})
        tickets, codes = Tickets(ticket_lifetime), ResetCodes()
        self._world = World(
            store, tickets, codes, self.outbox, trusted_password, kind, Blobs(file), Handlers(tickets, chunk_size),
            checkout_frees=kind.current if checkout_frees is None else checkout_frees,
            upload_checks_in=upload_checks_in,
        )  # fmt: skip
        self.wsgi = Application(self._contract, SimulatedService(self._world, self._failures, self.arrived), kind)

    @property
    def logins(self) -> int:
        """How many tickets have been issued."""
        return self._world.tickets.issued

    @property
    def handlers(self) -> list[dict[str, Any]]:
        """The open handlers of uploads and downloads: "handler", "kind" and "size"."""
        return self._world.handlers.listed()

    def adapter(self) -> SimulatorAdapter:
        """Return a transport adapter with which a requests session is answered in-process."""
        return SimulatorAdapter(self.wsgi)

    def serve(self, host: str = "127.0.0.1", port: int = 0, threads: int = 8) -> Server:
        """Serve on a socket until the returned server is closed.

        Args:
            host: the address to listen at.
            port: the port; 0 for a free one.
            threads: how many requests are answered at the same time.

        Raises:
            ImportError: the extra "simulator" is not installed.
        """
        from .server import Server

        return Server(self.wsgi, host, port, threads)

    def expire_tickets(self) -> None:
        """Forget every ticket: the next calls answer [901], or 4010 in the current generation."""
        self._world.tickets.clear()

    def fail(
        self, kind: str, *, operation: str | None = None, times: int | None = 1, after: int = 0, **options: Any
    ) -> None:
        """Make future calls fail.

        Args:
            kind: "delay" (seconds), "drop" and "reset" (applied: whether the change is made first), "drip" and
                "drip-headers" (seconds between bytes), "truncate", "expire" (every ticket, just before the call),
                "change" (path: something in this folder, just before the call), "full disk" (nothing is stored),
                "fault" (text, code), "error" (text, and the number of the current generation), "html" (status),
                "status" and "reply" (status, headers, body), "twice" (the call is performed a second time, and its
                second answer is sent), "tryagain" (success: a chunk is not stored, for its check sum), "attribute"
                (name, value: one of the answer has another value, or is left out for None), "corrupt" (the bytes of the
                answer are others).
            operation: the operation to hit; None for any.
            times: how many calls to hit; None for all.
            after: how many calls to let pass first.
            options: the options of the kind.

        Raises:
            ValueError: unknown kind, operation or option, or an impossible value.
        """
        if operation is not None and operation not in self._contract:
            raise ValueError(f"This contract has no operation {operation!r}")
        name = self._contract[operation].name if operation is not None else None
        self._failures.plan(kind, name, times, options, after)

    def stop_failing(self) -> None:
        """Forget the pending failures."""
        self._failures.clear()

    def user(self, name: str) -> dict[str, Any] | None:
        """Return the stored user with this name, without the password, or None."""
        user = self._world.users.by_name(name)
        return attrs.asdict(user) if user else None

    def document(self, path: str) -> dict[str, Any] | None:
        """Return the stored document at this path, or with `~D` and its number, or None."""
        document = find(self._world.users, path)
        return attrs.asdict(document) if document else None

    def folder(self, path: str) -> dict[str, Any] | None:
        """Return the stored folder at this path, or None."""
        folder = find_folder(self._world.users, path)
        return attrs.asdict(folder) if folder else None

    def property_rows(self, path: str) -> dict[str, list[dict[str, str]]] | None:
        """Return the rows of the document or folder at this path by the names of their property sets, or None."""
        try:
            return stored(self._world.users, path)
        except Refusal:
            return None

    def close(self) -> None:
        """Close the database, and remove temporary files."""
        self._world.handlers.close()
        self._world.users.close()
        self._world.blobs.close()

    def __enter__(self) -> Simulator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        name = ", current" if self._generation.current else ""
        return f"<Simulator: {len(self._contract)} operations, {self._world.users!r}{name}>"
