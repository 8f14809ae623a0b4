"""Calls of other services than infoRouter, by their own WSDL."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from . import arguments, output
from .connection import CommandContext
from .failure import Failure

if TYPE_CHECKING:
    from soapclient import Operation, OperationProxy, SoapAnswer, SoapClient

INFOROUTERS = (None, "auto", "remote", "cached", "bundled", "bundled-2019")


def is_meant(connection: CommandContext) -> bool:
    """Tell whether a call is one of another service: a port is named, or the WSDL is that of another one.

    Raises:
        WsdlError: the WSDL could not be fetched or read.
    """
    settings = connection.settings
    if settings.service or settings.port:
        return True
    if settings.wsdl in INFOROUTERS or (settings.server or "").startswith("sim:"):
        return False
    if settings.server is None and _is_url(str(settings.wsdl)):  # it may be behind a login
        with client(connection) as soap:
            names = {name for ports in soap.services.values() for operations in ports.values() for name in operations}
            return not _is_inforouters(soap.contract.namespace, names)
    contract = connection.load(str(settings.wsdl))
    return not _is_inforouters(contract.namespace, {*contract})


def _is_inforouters(namespace: str, names: set[str]) -> bool:
    """Tell infoRouter's WSDL from others: by its namespace, and most of its operations are known."""
    from soapclient import Contract

    own = Contract.load("bundled")
    return namespace == own.namespace and 2 * sum(name in own for name in names) >= len(names)


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


@contextlib.contextmanager
def client(connection: CommandContext) -> Iterator[SoapClient]:
    """Make a client. Its password is asked for when the server is first asked for something.

    Raises:
        Failure: no WSDL is named.
    """
    from soapclient import SoapClient

    settings = connection.settings
    if settings.wsdl in INFOROUTERS:
        raise Failure("no WSDL: give --wsdl, SOAPCLIENT_WSDL or a --profile with one")
    connection.remote = _is_url(str(settings.wsdl))
    with SoapClient(**settings.soap_options(lambda: connection.password)) as soap:
        yield soap


def call(
    connection: CommandContext,
    operation: str,
    read: Callable[[Operation], dict[str, Any]],
    file: str | None,
    *,
    as_xml: bool = False,
) -> None:
    """Call an operation and print its answer.

    Args:
        connection: the connection.
        operation: the name of the operation.
        read: reads the arguments.
        file: where the answer goes, if anywhere else.
        as_xml: whether --json has its XML as well.
    """
    with contextlib.ExitStack() as stack:
        proxy = _found(connection, stack.enter_context(client(connection)), operation)
        found = proxy.operation
        if found.returns == "bytes" and file is None and not connection.as_json:
            raise Failure(f"{found.name} answers bytes: say where to with -o FILE", operation=found.name)
        given = read(found)
        target = stack.enter_context(output.replacing(file)) if file not in (None, output.STANDARD) else None
        connection.doubt = found.name
        answer: SoapAnswer | None = proxy.reply(given)
        connection.doubt = None
        if target is not None:
            target.write(_content(answer))
    if connection.as_json:
        value = None if answer is None else json.loads(answer.to_json())
        element = None if answer is None else answer.element
        xml = None if element is None else output.xml(element, indented=False)
        output.emit_json({"operation": found.name, "value": value, **({"xml": xml} if as_xml else {})})
    elif file == output.STANDARD:
        output.emit_bytes(_content(answer))
    elif file is None and answer is not None and answer.element is not None:
        output.emit_xml(output.xml(answer.element, indented=True))


def envelope(connection: CommandContext, operation: str, words: tuple[str, ...], file: str | None) -> tuple[str, str]:
    """Return the name of an operation, and the envelope that a call of it would send."""
    with client(connection) as soap:
        proxy = _found(connection, soap, operation)
        return proxy.operation.name, proxy.envelope(arguments.read(proxy.operation, words, connection, file))


def _found(connection: CommandContext, soap: SoapClient, operation: str) -> OperationProxy[SoapAnswer]:
    """Return an operation of the port that is named, or of the first that has it."""
    if operation not in soap.service and not (connection.settings.service or connection.settings.port):
        for ports in soap.services.values():
            for operations in ports.values():
                if operation in operations:
                    return operations[operation]
    return soap.service[operation]


def _content(answer: SoapAnswer | None) -> bytes:
    if answer is None or answer.element is None:
        return b""
    if isinstance(answer.value, bytes):
        return answer.value
    return f"{output.xml(answer.element, indented=True)}\n".encode()
