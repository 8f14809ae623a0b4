"""One request on its way: how far it got, and which connection it holds."""

from __future__ import annotations

import threading
from typing import Any, Final, Literal

from .abort import Abort


class SinkFailed(Exception):
    """What the bytes of a reply are written to raised an error, which is not one of the connection.

    Args:
        reason: the error.
    """

    def __init__(self, reason: BaseException) -> None:
        super().__init__(str(reason))
        self.reason = reason


class WireExchange:
    """What the transport and its connections tell each other about the request of a thread.

    Args:
        reply_timeout: seconds for the request to go out.
        abort: what may break it off.
        fresh: whether to take a new connection and none that was used before.
        renews: whether the time for the reply begins anew with each megabyte of it, as of one that may be of any size.

    Attributes:
        state: "unsent" until it is handed to an adapter; "unknown" where no connection of ours is involved, as under a
            mock; "sent" once bytes of the request, and not only of a proxy's CONNECT, may have gone out.
        harmless: whether what is being sent carries nothing out, as the first steps of a login do.
        reused: whether the connection had been used by a request before.
        answered: whether a byte of the reply came.
        lease: the connection and its pool, from when it is taken until the request is over.
        clean: whether nothing is under way on that connection, so that another request can use it.
    """

    __slots__ = (
        *("abort", "answered", "clean", "fresh", "harmless"),
        *("lease", "renews", "reply_timeout", "reused", "state"),
    )

    def __init__(
        self, reply_timeout: float | None, abort: Abort | None = None, *, fresh: bool = False, renews: bool = False
    ) -> None:
        self.state: Literal["unsent", "unknown", "connecting", "sent"] = "unsent"
        self.reply_timeout = reply_timeout
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
        """Whether the request was broken off."""
        return self.abort is not None and self.abort.aborted

    def end(self) -> None:
        """Give the connection back to its pool, or close it where the request was broken off or not read to its end."""
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
