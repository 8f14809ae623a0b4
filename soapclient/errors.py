"""The exceptions of this package, grouped by what the caller can do about them.

::

    SoapClientError
      ContractError            nothing was sent
        WsdlError                the WSDL could not be fetched or read, or is not a WSDL
        UnknownOperation         not in the contract (also an AttributeError and a KeyError, so a LookupError)
        UnknownPort              not a service or port of the WSDL (also a KeyError, so a LookupError)
        ArgumentError            the arguments do not fit the contract; lists all problems (also a ValueError)
          NullNotAllowed           null would clear the field, or the contract cannot express null
          ProfileError             a profile or a setting of the environment cannot be used
      BulkError              the rows, plan or journal of a bulk run cannot be used; the run stops
      TransportError           no usable reply; maybe_applied tells whether the change may have been made
        ConnectError             the connection failed or broke
        RequestTimeout           the server did not answer in time
        TlsError                 the TLS connection failed
        HttpError                an HTTP status without an answer from the service
        UnexpectedReply          a reply that does not answer this operation
        ReplyTooLarge            the reply exceeds the size limit
      ServiceError             the service refused: code, text, operation
        AuthenticationFailed     [900]
        SessionExpired           [901]
        TicketNotAllowed         [902]
        RequiredParameter        [903] and other values that the service requires
        AccessDenied
        NotFound                 UserNotFound, DocumentNotFound, FolderNotFound, DomainNotFound, GroupNotFound, ...
        AlreadyExists
        InvalidValue             the service does not accept a value
        Conflict                 the state of the object does not allow it
        Obsolete                 the operation no longer does anything
        PartialFailure           part of the work was done
        EmptyBytes               zero bytes instead of a document
        ServerFault              `SystemError:...` and SOAP faults without a documented code
"""

from __future__ import annotations

from typing import Any, NamedTuple


class SoapClientError(Exception):
    """Base class of all errors of this package.

    Attributes:
        message: what went wrong, in one line, without secrets.
        operation: the name of the operation, or None outside a call.
        done: the operations of the same request that had been applied before this one failed.
        result: what a sync or a pickup had done before it ended with this error; None for other errors.
    """

    result: Any = None
    _unpicklable: tuple[str, ...] = ()

    def __init__(self, message: str, *, operation: str | None = None, **state: Any) -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.done: tuple[str, ...] = ()
        for name, value in state.items():
            setattr(self, name, value)

    def __str__(self) -> str:
        return f"{self.message} (already applied: {', '.join(self.done)})" if self.done else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self._state())

    def _state(self) -> dict[str, Any]:
        return self.__dict__


def _restore(kind: type[SoapClientError], args: tuple[Any, ...], state: dict[str, Any]) -> SoapClientError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class ContractError(SoapClientError):
    """The contract or the arguments do not allow the call; nothing was sent."""


class WsdlError(ContractError):
    """The WSDL could not be fetched or read, or is not a WSDL."""


class UnknownOperation(ContractError, AttributeError, KeyError):
    """The contract does not have this operation.

    Attributes:
        operation: the name that was asked for.
        nearest: the most similar names of the contract.
    """

    def __init__(self, name: str, nearest: tuple[str, ...] = (), *, message: str | None = None) -> None:
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        shown = repr(name) if len(name) <= 80 else repr(name[:77] + "...")
        super().__init__(message or f"This contract has no operation {shown}{hint}", operation=name)
        self.nearest = nearest


class UnknownPort(ContractError, KeyError):
    """The WSDL does not have this service or SOAP port, or has several; `nearest` has similar names."""

    nearest: tuple[str, ...] = ()


class ArgumentError(ContractError, ValueError):
    """The arguments of a call do not fit the contract.

    Attributes:
        problems: every problem of the call, a sentence each.
    """

    def __init__(self, operation: str | None, problems: tuple[str, ...]) -> None:
        super().__init__(": ".join(filter(None, (operation, "; ".join(problems)))), operation=operation)
        self.problems = problems


class NullNotAllowed(ArgumentError):
    """Null would clear the field, or the contract cannot express it; the message names the safe way."""


class ProfileError(ArgumentError):
    """A profile or a setting of the environment cannot be used."""


class BulkError(SoapClientError):
    """The rows, plan or journal of a bulk run cannot be used: the run does not start, or stops.

    Attributes:
        problems: every problem, a sentence each.
    """

    def __init__(
        self, message: str, *, operation: str | None = None, problems: tuple[str, ...] = (), **state: Any
    ) -> None:
        super().__init__(message, operation=operation, **state)
        self.problems = problems or (message,)


class TransportError(SoapClientError):
    """No usable reply arrived.

    Attributes:
        maybe_applied: whether the change may have been made anyway; False is certain, True is not.
    """

    maybe_applied: bool = False


class ConnectError(TransportError):
    """The connection failed, or broke before the reply was complete."""


class RequestTimeout(TransportError):
    """The server did not answer in time."""


class TlsError(TransportError):
    """The TLS connection failed: a certificate was refused or the handshake failed."""


class HttpError(TransportError):
    """The server answered with an HTTP status and without an answer from the service.

    Attributes:
        status: the HTTP status.
        retry_after: the seconds after which the server asks for a retry, or None.
    """

    status: int = 0
    retry_after: float | None = None


class UnexpectedReply(TransportError):
    """The reply does not answer this operation: an HTML page, not XML, another operation's answer, or no result."""


class ReplyTooLarge(TransportError):
    """The reply exceeds the client's size limit, as sent or after decompression."""


class ServiceError(SoapClientError):
    """The service refused the call.

    Attributes:
        code: the documented error number, which the service writes in brackets, or None.
        text: the service's own text, without number, .NET prefixes and stack trace.
        detail: the raw text with all of these, secrets hidden.
        result: the root element of the refused result; None for a fault, and lost by pickling.
        no: whether this is the documented "no" answer of a yes-or-no operation.
        fault_code: the code of a SOAP fault as written, such as "soap:Client"; None if the reply was not a fault.
        fault_subcode: the innermost subcode of a SOAP 1.2 fault, or None.
        fault_actor: the node that raised a SOAP fault (`faultactor`, `Role`), or None.
        fault_detail: the detail of a SOAP fault, an lxml element, or None; lost by pickling.
        fault_value: the detail read by the types of the WSDL, if the WSDL declares the fault; else None.
    """

    no: bool = False
    fault_code: str | None = None
    fault_subcode: str | None = None
    fault_actor: str | None = None
    fault_detail: Any = None
    fault_value: Any = None

    def __init__(
        self,
        message: str,
        *,
        operation: str | None = None,
        code: int | None = None,
        text: str = "",
        detail: str = "",
        result: Any = None,
        **state: Any,
    ) -> None:
        super().__init__(message, operation=operation, **state)
        self.code = code
        self.text = text
        self.detail = detail
        self.result = result

    def _state(self) -> dict[str, Any]:
        state = {**self.__dict__, "result": None}
        state.pop("fault_detail", None)
        return state


class AuthenticationFailed(ServiceError):
    """[900]: wrong user name or password, or a missing ticket; also a wrong own password in DeleteUser1."""


class SessionExpired(ServiceError):
    """[901]: the ticket has expired, is unknown, or was logged out."""


class TicketNotAllowed(ServiceError):
    """[902]: this account may not get a ticket."""


class RequiredParameter(ServiceError):
    """[903] and similar errors: a value that the service requires was missing or empty."""


class AccessDenied(ServiceError):
    """The caller does not have the required right."""


class NotFound(ServiceError):
    """The named object does not exist, or is hidden from the caller."""


class UserNotFound(NotFound):
    """The user does not exist."""


class GroupNotFound(NotFound):
    """The user group does not exist."""


class DomainNotFound(NotFound):
    """The domain (library) does not exist."""


class DocumentNotFound(NotFound):
    """The document does not exist."""


class FolderNotFound(NotFound):
    """The folder does not exist."""


class PathNotFound(NotFound):
    """Neither a document nor a folder has this path."""


class VersionNotFound(NotFound):
    """The document does not have this version."""


class PropertySetNotFound(NotFound):
    """The property set, field or row does not exist."""


class WorkflowNotFound(NotFound):
    """The workflow, definition or step does not exist."""


class TaskNotFound(NotFound):
    """The task does not exist."""


class HandlerNotFound(NotFound):
    """The upload or download handler does not exist, or has expired."""


class AlreadyExists(ServiceError):
    """The name is taken, or the entry already exists."""


class InvalidValue(ServiceError):
    """The service does not accept a value."""


class Conflict(ServiceError):
    """The state of the object does not allow the operation."""


class Obsolete(ServiceError):
    """The operation is obsolete and does nothing."""


class PartialItem(NamedTuple):
    """One of several items that an operation processed.

    Attributes:
        name: its path or name, as the service writes it; empty if the service does not name it.
        text: why it failed, or another remark of the service.
    """

    name: str
    text: str


class PartialFailure(ServiceError):
    """Only part of the work was done, whether or not the service reports success.

    Attributes:
        failed_items: the items that failed, each with its reason.
        succeeded_items: the items that the service lists as done; most operations do not list them.
    """

    failed_items: tuple[PartialItem, ...] = ()
    succeeded_items: tuple[PartialItem, ...] = ()


class EmptyBytes(ServiceError):
    """The service returned zero bytes instead of a document; GetDownloadInfo or DocumentExists tells why.

    The service does this for an expired ticket, a missing or offline document, a denied right, and an empty document.
    """


class ServerFault(ServiceError):
    """The service failed: `SystemError:...` or a SOAP fault without a documented code; `detail` keeps the trace."""


def __dir__() -> list[str]:
    return [name for name, value in sorted(globals().items()) if getattr(value, "__module__", "") == __name__]
