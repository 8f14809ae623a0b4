"""A look at what is there after a change: where it fails, the error says that the change was made, or may have been."""

from __future__ import annotations

from typing import TypeVar

from ..calls.flow import Flow
from ..errors import ServiceError, SoapClientError, TransportError

T = TypeVar("T")


def looked(look: Flow[T], operation: str, lost: TransportError | None = None) -> Flow[T]:
    """Carry out a look at what is there after a change.

    Args:
        look: the look.
        operation: the operation that made the change.
        lost: what happened to the reply of the change, where that was lost.

    Raises:
        TransportError: where the reply was lost and the look fails, too: the error of the change, which tells both.
        SoapClientError: where the service said that it was done: the error of the look, whose `done` names the change.
    """
    try:
        return (yield from look)
    except (ServiceError, TransportError) as exc:
        if lost is not None:
            raise noted(lost, f"what is there now could not be read: {exc.message}") from exc
        exc.done = (operation, *exc.done)
        if isinstance(exc, TransportError):
            exc.maybe_applied = True
        raise


def noted(error: SoapClientError, text: str) -> SoapClientError:
    """Add what is there now to the message of an error; return it."""
    error.message = f"{error.message}; {text}"
    error.args = (error.message,)
    return error
