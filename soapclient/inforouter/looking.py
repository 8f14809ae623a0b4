"""Read the state after a change: if that fails, the error says that the change was made or may have been made."""

from __future__ import annotations

from typing import TypeVar

from ..calls.flow import Flow
from ..errors import ServiceError, SoapClientError, TransportError

T = TypeVar("T")


def looked(look: Flow[T], operation: str, lost: TransportError | None = None) -> Flow[T]:
    """Read the state after a change.

    Args:
        look: reads the state.
        operation: the operation that made the change.
        lost: the error of the change, if its reply was lost.

    Raises:
        TransportError: the reply was lost and the read failed too: the error of the change, which describes both.
        SoapClientError: the service reported success: the error of the read, whose `done` names the change.
    """
    try:
        return (yield from look)
    except (ServiceError, TransportError) as exc:
        if lost is not None:
            raise noted(lost, f"the current state could not be read: {exc.message}") from exc
        exc.done = (operation, *exc.done)
        if isinstance(exc, TransportError):
            exc.maybe_applied = True
        raise


def noted(error: SoapClientError, text: str) -> SoapClientError:
    """Add the current state to the message of an error; return it."""
    error.message = f"{error.message}; {text}"
    error.args = (error.message,)
    return error
