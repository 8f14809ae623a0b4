"""`call`: one operation, and its reply as it came."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from soapclient.errors import ArgumentError, ServiceError

from . import any_service, arguments, output, showing
from .connection import NO_USER, CommandContext
from .failure import Failure
from .options import Command, arguments_option, connection_options, port_options
from .progress import say

if TYPE_CHECKING:
    from soapclient import Client, Operation, Reply


@click.command(cls=Command)
@click.argument("operation")
@click.argument("argument", nargs=-1)
@click.option("-o", "--output", "file", metavar="FILE", help="Write the reply to FILE; - is standard output.")
@click.option("--xml", "as_xml", is_flag=True, help='Print XML; with --json, add it as "xml".')
@arguments_option
@port_options
@connection_options
@click.pass_obj
def call(
    connection: CommandContext,
    operation: str,
    argument: tuple[str, ...],
    file: str | None,
    given: str | None,
    as_xml: bool,
) -> None:
    """Call OPERATION and print its reply as XML, or with --json as data.

    \b
    ARGUMENT is one of:
      name=value                a value
      name=@FILE, name=@-       the content of FILE, or standard input
      name=@@value              a value that begins with @
      name:=keep                keep the stored value
      name:=clear               make it empty
      name:=null, name:=nil     null, or xsi:nil where the schema allows it
      order.lines[0].sku=A1     a value inside a complex type

    A blank value is refused; write name:=clear to empty a field. Give secrets by @FILE or @- only. An operation that
    returns bytes needs -o; one that answers yes or no, such as UserExists, prints true or false.

    With --wsdl of another service than infoRouter, --server may be left out: calls go to the address of the port.
    """
    output.alone(connection.as_json, file)
    if any_service.is_meant(connection):
        read = functools.partial(arguments.read, words=argument, connection=connection, file=given)
        any_service.call(connection, operation, read, file, as_xml=as_xml)
        return
    with contextlib.ExitStack() as stack:
        ir = stack.enter_context(connection.client(login=False))
        found = ir.contract[operation]
        if found.returns == "bytes" and file is None:
            raise Failure(f"{found.name} answers bytes: say where to with -o FILE", operation=found.name)
        said = arguments.read(found, argument, connection, given)
        _check_login(connection, found, said)
        target = stack.enter_context(output.replacing(file)) if file not in (None, output.STANDARD) else None
        sink = target if file is not None and found.returns == "bytes" and _replaced(file) else None
        reply = _call(connection, ir, found, said, sink)
        if target is not None and sink is None:
            target.write(_content(found, reply))
    if reply is not None and reply.resent and not connection.as_json:
        note = f"read and sent again, which may have undone another's change: {', '.join(reply.resent)}"
        say(f"soapclient: warning: {note}")
    _show(connection, found, reply, file, as_xml=as_xml)


def _check_login(connection: CommandContext, operation: Operation, given: dict[str, object]) -> None:
    ticket = operation.session_parameter
    if ticket is None or operation.session != "required" or connection.settings.login is not None:
        return
    if not {ticket.name, ticket.python_name} & given.keys():
        raise ArgumentError(operation.name, (NO_USER,))


def _replaced(file: str) -> bool:
    """Return whether a file comes up when all of it is there, unlike a pipe, which has what was written so far."""
    return file != output.STANDARD and (Path(file).is_file() or not Path(file).exists())


def _call(
    connection: CommandContext, ir: Client, operation: Operation, given: dict[str, object], sink: BinaryIO | None
) -> Reply | None:
    """Return the reply, or None for the answer no; bytes are written to the sink, if there is one."""
    connection.doubt = operation.name if operation.changes else None
    reply = None
    called = ir.service[operation.name]
    try:
        reply = called.reply(**given) if sink is None else called.into(sink, **given)
    except ServiceError as exc:
        if not exc.no:
            raise
    connection.doubt = None
    return reply


def _content(operation: Operation, reply: Reply | None) -> bytes:
    if reply is None or operation.predicate:
        return b"false\n" if reply is None else b"true\n"
    return reply.bytes if reply.element is None else f"{output.xml(reply.element, indented=True)}\n".encode()


def _data(operation: Operation, reply: Reply | None, *, as_xml: bool) -> dict[str, Any]:
    """Return a reply, or the answer no, as --json shows it."""
    # Not all of `to_dict`: a ticket is what its operation was called for.
    element = None if reply is None else reply.element
    xml = None if element is None else output.xml(element, indented=False)
    return {
        "operation": operation.name,
        **({"answer": reply is not None} if operation.predicate else {}),
        **({"resent": list(reply.resent)} if reply is not None and reply.resent else {}),
        "attributes": {} if reply is None else dict(reply.attributes),
        "items": [] if reply is None else showing.jsonable(reply.to_dict()["items"]),
        "data": None if reply is None else reply.data,
        **({"xml": xml} if as_xml else {}),
    }


def _show(
    connection: CommandContext, operation: Operation, reply: Reply | None, file: str | None, *, as_xml: bool
) -> None:
    if connection.as_json:
        output.emit_json(_data(operation, reply, as_xml=as_xml))
    elif file == output.STANDARD:
        output.emit_bytes(_content(operation, reply))
    elif file is None and operation.predicate:
        output.emit("false" if reply is None else "true")
    elif file is None and reply is not None and reply.element is not None:
        output.emit_xml(output.xml(reply.element, indented=True))
