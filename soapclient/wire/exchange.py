"""One request on its way: how far it got, and which connection it holds."""

from __future__ import annotations

import threading
from typing import Any, Final, Literal

from .abort import Abort
from .waiting import Seconds


class SinkFailed(Exception):
    """The sink for the bytes of a reply raised an error; the connection did not fail.

    Args:
        reason: the error.
    """

    def __init__(self, reason: BaseException) -> None:
        super().__init__(str(reason))
        self.reason = reason


class WireExchange:
    """The state of a thread's request, shared by the transport and its connections.

    Args:
        timeout: the seconds to connect, and for sending the request.
        abort: aborts the request when its `now` is called.
        fresh: whether to open a new connection instead of using an idle one.
        renews: whether the time for the reply starts again with each megabyte, for a reply of any size.

    Attributes:
        state: "unsent" until it is passed to an adapter; "unknown" without a connection of this package, as under a
            mock; "sent" once bytes of the request, not only of a proxy's CONNECT, may have left.
        harmless: whether the request changes nothing, such as the first steps of a login.
        reused: whether an earlier request used the connection.
        answered: whether a byte of the reply arrived.
        lease: the connection and its pool, until the request is over.
        clean: whether another request can use that connection.
    """

    __slots__ = (
        *("abort", "answered", "clean", "fresh", "harmless"),
        *("lease", "renews", "reply_timeout", "reused", "state", "timeout"),
    )

    def __init__(
        self, timeout: Seconds | None, abort: Abort | None = None, *, fresh: bool = False, renews: bool = False
    ) -> None:
        self.state: Literal["unsent", "unknown", "connecting", "sent"] = "unsent"
        self.timeout = timeout
        self.reply_timeout = None if timeout is None else timeout[1]
        self.abort = abort
        self.fresh = fresh
        self.renews = renews
        self.harmless = False
        self.reused = False
        self.answered = False
        self.clean = False
        self.lease: tuple[Any, Any] | None = None

    @property
    def aborted(self) -> bool:
        """Whether the request was aborted."""
        return self.abort is not None and self.abort.aborted

    def end(self) -> None:
        """Return the connection to its pool; close it if the request was aborted or the reply not read to its end."""
        lease, self.lease = self.lease, None
        if self.abort is not None:
            self.abort.let_go()
        if lease is not None:
            pool, connection = lease
            if self.clean and not self.aborted:
                pool.give_back(connection)
            else:
                connection.close()


class Here(threading.local):
    """The exchange of this thread."""

    exchange = WireExchange(None)


here: Final = Here()
