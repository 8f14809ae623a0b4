"""Every way in which this package fails, by what the caller can do about it.

::

    SoapClientError
      ContractError            nothing was sent
        WsdlError                the WSDL cannot be had, cannot be read, or is none
        UnknownOperation         the contract does not have it (also an AttributeError and a KeyError, so a LookupError)
        UnknownPort              the WSDL does not have this service or port (also a KeyError, so a LookupError)
        ArgumentError            the arguments do not fit the contract: all problems at once (also a ValueError)
          NullNotAllowed           null would clear, or cannot be said
      BulkError              rows, a plan or a journal of a bulk run cannot be used: the run goes no further
      TransportError           no usable reply; maybe_applied says whether the change may have been made
        ConnectError             no connection, or it broke
        RequestTimeout           the server did not answer in time
        TlsError                 no secure connection
        HttpError                an HTTP status that is no answer of the service
        UnexpectedReply          a reply that is none of this operation's
        ReplyTooLarge            more bytes than the limit
      ServiceError             the service said no: code, text, operation
        AuthenticationFailed     [900]
        SessionExpired           [901]
        TicketNotAllowed         [902]
        RequiredParameter        [903] and other values that the service demands
        AccessDenied
        NotFound                 UserNotFound, DocumentNotFound, FolderNotFound, DomainNotFound, GroupNotFound, ...
        AlreadyExists
        InvalidValue             the service does not accept a value
        Conflict                 the state of the object forbids it
        Obsolete                 the operation does nothing any more
        PartialFailure           some of the work was done, some was not
        EmptyBytes               zero bytes where a document was asked for
        ServerFault              `SystemError:...` and SOAP faults without a documented code
"""

from __future__ import annotations

from typing import Any, NamedTuple


class SoapClientError(Exception):
    """Base of all errors of this package.

    Attributes:
        message: what went wrong, in one line, without secrets.
        operation: the name of the operation, or None outside a call.
        done: the operations of the same request that had been applied before this one failed.
        result: of a sync or a pickup that ends with this error, what it had done before; else None.
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
    """The contract or the arguments stand against the call; nothing was sent."""


class WsdlError(ContractError):
    """The WSDL cannot be had, cannot be read, or is none."""


class UnknownOperation(ContractError, AttributeError, KeyError):
    """The contract does not have this operation.

    Attributes:
        operation: the name that was asked for.
        nearest: the names of the contract that look most like it.
    """

    def __init__(self, name: str, nearest: tuple[str, ...] = (), *, message: str | None = None) -> None:
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        shown = repr(name) if len(name) <= 80 else repr(name[:77] + "...")
        super().__init__(message or f"This contract has no operation {shown}{hint}", operation=name)
        self.nearest = nearest


class UnknownPort(ContractError, KeyError):
    """The WSDL does not have this service or SOAP port, or has several; `nearest` are names that look like it."""

    nearest: tuple[str, ...] = ()


class ArgumentError(ContractError, ValueError):
    """The arguments of a call do not fit the contract.

    Attributes:
        problems: every problem of the call, a sentence each.
    """

    def __init__(self, operation: str | None, problems: tuple[str, ...]) -> None:
        text = "; ".join(problems)
        super().__init__(f"{operation}: {text}" if operation else text, operation=operation)
        self.problems = problems


class NullNotAllowed(ArgumentError):
    """Null would clear the field, or cannot be said; the message names the safe way."""


class BulkError(SoapClientError):
    """Rows, a plan or a journal of a bulk run cannot be used: the run does not begin, or goes no further.

    Attributes:
        problems: every problem, a sentence each.
    """

    def __init__(
        self, message: str, *, operation: str | None = None, problems: tuple[str, ...] = (), **state: Any
    ) -> None:
        super().__init__(message, operation=operation, **state)
        self.problems = problems or (message,)


class TransportError(SoapClientError):
    """No usable reply came.

    Attributes:
        maybe_applied: whether the change may have been made all the same; False is certain, True is not.
    """

    def __init__(
        self, message: str, *, operation: str | None = None, maybe_applied: bool = False, **state: Any
    ) -> None:
        super().__init__(message, operation=operation, **state)
        self.maybe_applied = maybe_applied


class ConnectError(TransportError):
    """No connection could be made, or it broke before the reply was complete."""


class RequestTimeout(TransportError):
    """The server did not answer in time."""


class TlsError(TransportError):
    """No secure connection: the certificate or the handshake failed."""


class HttpError(TransportError):
    """The server answered with an HTTP status that is no answer of the service.

    Attributes:
        status: the HTTP status.
        retry_after: in how many seconds the server asks to be tried again, or None.
    """

    status: int = 0
    retry_after: float | None = None


class UnexpectedReply(TransportError):
    """The reply is none of this operation's: an HTML page, no XML, another operation's answer, no result."""


class ReplyTooLarge(TransportError):
    """The reply has more bytes than the client's limit, as sent or after decompression."""


class ServiceError(SoapClientError):
    """The service said no.

    Attributes:
        code: the documented number in brackets, or None.
        text: the service's own words, without number, .NET prefixes and stack trace.
        detail: the raw words with all of these, secrets hidden.
        result: the root of the refused result's XML, for what it lists; None for a fault, and lost by pickling.
        no: whether this is the documented "no" of an operation that answers yes or no.
        fault_code: the code of a SOAP fault as it is written, such as "soap:Client"; None where it was no fault.
        fault_subcode: the innermost subcode of a SOAP 1.2 fault, or None.
        fault_actor: who says a SOAP fault (`faultactor`, `Role`), or None.
        fault_detail: the detail of a SOAP fault, an lxml element, or None; lost by pickling.
        fault_value: what the detail says by the WSDL's types, where it declares the fault; None elsewhere.
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
    """[902]: this account cannot have a ticket."""


class RequiredParameter(ServiceError):
    """[903] and its kin: the service demands a value that was missing or empty."""


class AccessDenied(ServiceError):
    """The caller lacks the right."""


class NotFound(ServiceError):
    """What was named does not exist, or is hidden from the caller."""


class UserNotFound(NotFound):
    """There is no such user."""


class GroupNotFound(NotFound):
    """There is no such user group."""


class DomainNotFound(NotFound):
    """There is no such domain (library)."""


class DocumentNotFound(NotFound):
    """There is no such document."""


class FolderNotFound(NotFound):
    """There is no such folder."""


class PathNotFound(NotFound):
    """There is neither a document nor a folder at this path."""


class VersionNotFound(NotFound):
    """There is no such version of the document."""


class PropertySetNotFound(NotFound):
    """There is no such property set, field or row."""


class WorkflowNotFound(NotFound):
    """There is no such workflow, definition or step."""


class TaskNotFound(NotFound):
    """There is no such task."""


class HandlerNotFound(NotFound):
    """There is no such upload or download handler, or it has expired."""


class AlreadyExists(ServiceError):
    """The name is taken, or the entry is already there."""


class InvalidValue(ServiceError):
    """The service does not accept a value."""


class Conflict(ServiceError):
    """The state of the object forbids the operation."""


class Obsolete(ServiceError):
    """The operation is obsolete and does nothing."""


class PartialItem(NamedTuple):
    """One of many items that an operation worked on.

    Attributes:
        name: its path or name, as the service writes it; empty where it names none.
        text: why it failed, or what else the service says of it.
    """

    name: str
    text: str


class PartialFailure(ServiceError):
    """Some of the work was done and some was not, whether or not the service calls that a success.

    Attributes:
        failed_items: the items that failed, each with its reason.
        succeeded_items: the items that are listed as done; most operations do not list these.
    """

    failed_items: tuple[PartialItem, ...] = ()
    succeeded_items: tuple[PartialItem, ...] = ()


class EmptyBytes(ServiceError):
    """Zero bytes came where a document was asked for; GetDownloadInfo or DocumentExists tells why.

    The service answers so for an expired ticket, a missing or offline document, a denied right, and an empty document.
    """


class ServerFault(ServiceError):
    """The service failed: `SystemError:...` or a SOAP fault without a documented code; detail keeps the trace."""


def __dir__() -> list[str]:
    return [name for name, value in sorted(globals().items()) if getattr(value, "__module__", "") == __name__]
