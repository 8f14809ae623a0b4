"""The basis of behaviours: the call, the world it happens in, and refusals."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from .acting import act
from .content.blobs import Blobs
from .generation import Generation
from .messages import DENIED, EXPIRED, FAILED, NO_FOLDER, NO_TICKET, NO_TICKET_901, NO_USER, REQUIRED, Refusal, Wording
from .numbers import ANONYMOUS
from .settings.kept import value
from .store import Store
from .stored import StoredUser
from .tickets import IssuedTicket, ResetCodes, Tickets
from .transfer.handlers import Handlers
from .writing import ResultElement

if TYPE_CHECKING:
    from ..contract.model import Operation


@attrs.frozen
class Mail:
    """A mail that the simulator would have sent.

    Attributes:
        to: the address.
        user_name: the user of a forgotten password or a welcome, "" otherwise.
        secret_text: the code for a forgotten password, "" otherwise.
        subject: the subject, "" for a forgotten password.
        body: the text.
        items: the paths of the documents and folders that it is about.
    """

    to: str
    user_name: str
    secret_text: str = attrs.field(repr=False)
    subject: str = ""
    body: str = attrs.field(default="", repr=False)
    items: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class World:
    """The state of a simulator, besides its contract.

    Attributes:
        users: the database: the users, and every other table.
        tickets: the tickets in force.
        codes: the codes of forgotten passwords.
        outbox: the mails.
        trusted_password: the password that CreateTicketforUser requires.
        generation: the kind of server to be.
        blobs: the bytes of versions.
        checkout_frees: whether an upload with Checkout=true leaves the document free, or checked out to the caller.
        upload_checks_in: whether another upload frees a document that the caller has checked out.
        handlers: the open handlers of uploads and downloads.
    """

    users: Store
    tickets: Tickets
    codes: ResetCodes
    outbox: deque[Mail]
    trusted_password: str = attrs.field(repr=False)
    generation: Generation
    blobs: Blobs
    handlers: Handlers
    checkout_frees: bool = False
    upload_checks_in: bool = True

    @property
    def page_size(self) -> int:
        """The number of items in a page."""
        return int(value(self.users, "GeneralSettings", "SearchPageSize"))


@attrs.define(slots=True)
class Call:
    """One call of an operation, its arguments by exact name."""

    operation: Operation
    arguments: Mapping[str, Any] = attrs.field(repr=False)
    world: World = attrs.field(repr=False)
    cookie: str | None = attrs.field(repr=False)
    session: IssuedTicket | None = attrs.field(default=None, repr=False)
    _user: StoredUser | None = attrs.field(default=None, init=False, repr=False)

    @property
    def ticket(self) -> str | None:
        """The ticket parameter, whichever of its two spellings the operation has."""
        ticket: str | None = self.arguments.get("AuthenticationTicket") or self.arguments.get("authenticationTicket")
        return ticket

    def caller(self) -> StoredUser:
        """Return the user of the ticket.

        Raises:
            Refusal: the ticket is missing, unknown or expired, or its user is gone or disabled.
        """
        if self._user is not None:
            return self._user
        ticket = self.ticket
        if not ticket:
            if self.world.generation.current and self.operation.name in ANONYMOUS:
                raise Refusal(NO_FOLDER)
            raise Refusal(NO_TICKET if NO_TICKET.classic in self.operation.errors else NO_TICKET_901)
        self._user, self.session = self.signed_in(ticket)
        act(self._user.user_id)
        return self._user

    def signed_in(self, ticket: str) -> tuple[StoredUser, IssuedTicket]:
        """Return the user and the session of a valid ticket."""
        session = self.world.tickets.find(ticket)
        user = self.world.users.by_id(session.user_id) if session else None
        if session is None or user is None or not user.enabled:
            raise Refusal(EXPIRED)
        return user, session

    def administrator(self) -> StoredUser:
        """Return the caller, who must be a system administrator."""
        caller = self.caller()
        if not caller.administrator:
            raise Refusal(DENIED)
        return caller

    def user(self, name: str | None) -> StoredUser:
        """Return the user of this name."""
        user = self.world.users.by_name(name) if name else None
        if user is None:
            raise Refusal(NO_USER)
        return user

    def own_or_any(self, name: str | None, denied: Wording = DENIED) -> StoredUser:
        """Return the user of this name: the caller, or anybody for a system administrator."""
        caller = self.caller()
        if name and name.casefold() == caller.user_name.casefold():
            return caller
        if not caller.administrator:
            raise Refusal(denied)
        return self.user(name)

    def text(self, name: str) -> str:
        """Return a string argument, null read as empty."""
        return self.arguments.get(name) or ""

    def required(self, name: str) -> str:
        """Return a string argument that must not be null or empty."""
        value: str | None = self.arguments.get(name)
        if not value:
            raise Refusal(REQUIRED, name)
        return value


Behaviour: TypeAlias = Callable[[Call], ResultElement]
BEHAVIOURS: Final[dict[str, Behaviour]] = {}


def behaves(*operations: str) -> Callable[[Behaviour], Behaviour]:
    """Register a function as the behaviour of operations.

    Raises:
        ValueError: an operation already has a behaviour.
    """

    def enter(behaviour: Behaviour) -> Behaviour:
        twice = [each for each in operations if each in BEHAVIOURS]
        if twice:
            raise ValueError(f"{', '.join(twice)}: already registered by {BEHAVIOURS[twice[0]].__module__}")
        BEHAVIOURS.update(dict.fromkeys(operations, behaviour))
        return behaviour

    return enter


def perform(call: Call) -> ResultElement:
    """Run the behaviour of a call's operation.

    Raises:
        Refusal: the service refuses; with "SystemError:..." for any error in here.
    """
    act(0)
    try:
        result = BEHAVIOURS[call.operation.name](call)
    except Refusal:
        raise
    except Exception as exc:
        raise Refusal(FAILED, type(exc).__name__, exc) from exc
    if call.session is not None:
        call.world.tickets.extend(call.session)
    return result


def today() -> str:
    """Return a date as the users' attributes show it."""
    return f"{datetime.now(timezone.utc):%Y-%m-%d}"
