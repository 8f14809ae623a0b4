"""`simulate`: the embedded server on a socket, or a mock of any WSDL."""

from __future__ import annotations

import ipaddress
import json
import queue
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from . import output
from .connection import CommandContext
from .failure import Failure
from .options import Command, allow_imports_option, json_option
from .progress import say

if TYPE_CHECKING:
    from soapclient import MockCall, MockProblem

# Windows does not interrupt a wait without an end.
_PIECE = 1.0
_SOON = 0.2
# Options that say nothing about a mock.
_SIMULATOR = ("file", "seed_users", "seed_documents", "contract", "generation", "language", "null_keeps")


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", metavar="HOST", show_default=True, help="Listen on HOST.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="Listen on PORT; 0 finds a free one.  [0]"
)
@click.option("--wsdl", metavar="WSDL", help="Serve a mock of this WSDL (path or URL) instead.")
@click.option("--file", metavar="FILE", help="Keep users and documents in FILE, not in memory.")
@click.option("--seed-users", type=click.IntRange(0), default=0, metavar="N", help="Add N generated users.")
@click.option("--seed-documents", type=click.IntRange(0), default=0, metavar="N", help="Add N generated documents.")
@click.option(
    "--contract",
    type=click.Choice(["bundled", "bundled-2019"]),
    metavar="NAME",
    default="bundled",
    show_default=True,
    help="Serve bundled or bundled-2019.",
)
@click.option(
    "--generation",
    type=click.Choice(["classic", "current"]),
    metavar="NAME",
    default="classic",
    show_default=True,
    help="Answer like an 8.x server (classic) or a current one.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "tr"]),
    metavar="LANG",
    default="en",
    show_default=True,
    help="Error texts in en or tr; needs --generation current.",
)
@click.option(
    "--null-keeps/--no-null-keeps",
    default=True,
    show_default=True,
    help="Where the reference contradicts itself, null keeps the value.",
)
@allow_imports_option
@json_option
@click.pass_obj
def simulate(
    connection: CommandContext, /, host: str, port: int, wsdl: str | None, file: str | None, **options: Any
) -> None:
    """Serve a simulator of infoRouter, or a mock of any WSDL.

    It prints its URL and runs until Ctrl-C or SIGTERM. Log in as admin with the password admin. With --wsdl, it serves
    a mock of any service: it validates requests, returns plausible values, and writes a line for each call to standard
    error; with --json, an object for each call to standard output.
    """
    from soapclient.simulator import Simulator

    if wsdl is not None:
        _only_of_the_simulator()
        _mock(connection, wsdl, host, port)
        return
    file = None if file is None else str(output.place(file))
    try:
        with (
            _stop_signal() as stop,
            Simulator(file, **options) as simulator,
            simulator.serve(host, port) as server,
        ):
            if not _stays_here(host):
                say(
                    f"soapclient: warning: {host} can be reached from other machines, and everybody knows the passwords"
                )
            if connection.as_json:
                output.emit_json({"url": server.url})
            else:
                output.emit(server.url)
            while not stop.wait(_PIECE):
                pass
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise Failure(f"the simulator cannot serve at {host}:{port} ({exc.strerror or exc})", kind="OSError") from exc
    except ValueError as exc:
        raise Failure(f"the simulator cannot be opened: {exc}") from exc
    except ImportError as exc:
        raise Failure(str(exc), kind="MissingExtra") from exc


def _only_of_the_simulator() -> None:
    context = click.get_current_context()
    for each in context.command.params:
        if each.name in _SIMULATOR and context.get_parameter_source(each.name) is not ParameterSource.DEFAULT:
            raise Failure(f"{each.opts[0]} is an option of the simulator, not of a mock: leave it out with --wsdl")


def _mock(connection: CommandContext, wsdl: str, host: str, port: int) -> None:
    from soapclient import Contract, Mock

    contract = Contract.load(wsdl, allow_imports=connection.allow_imports)
    lines: queue.SimpleQueue[MockCall | MockProblem] = queue.SimpleQueue()
    try:
        with _stop_signal() as stop, Mock(contract, listener=lines.put).serve(host, port) as mock:
            if not _stays_here(host):
                say(f"soapclient: warning: {host} can be reached from other machines")
            if connection.as_json:
                output.emit_json({"url": mock.url})
            else:
                output.emit(mock.url)
            while not stop.is_set():
                try:
                    _show(connection, lines.get(timeout=_SOON))
                except queue.Empty:
                    continue
            while not lines.empty():
                _show(connection, lines.get())
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise Failure(f"the mock cannot serve at {host}:{port} ({exc.strerror or exc})", kind="OSError") from exc
    except ValueError as exc:
        raise Failure(f"the mock cannot serve at {host}:{port} ({exc})") from exc
    except ImportError as exc:
        raise Failure(str(exc), kind="MissingExtra") from exc


def _show(connection: CommandContext, what: MockCall | MockProblem) -> None:
    """Show that a call or a bad request arrived; of what it carries, only a value that is refused."""
    refused = getattr(what, "message", None)
    if connection.as_json:
        told = {"operation": what.operation or None, "problem": refused}
        output.emit(json.dumps(told))
    else:
        say(f"{what.operation}: answered" if refused is None else f"refused: {refused}")


def _stays_here(host: str) -> bool:
    """Tell whether only this machine can reach what listens at an address."""
    found = [str(address[0]) for *_, address in socket.getaddrinfo(host or None, 0, flags=socket.AI_PASSIVE)]
    return all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in found)


@contextmanager
def _stop_signal() -> Iterator[threading.Event]:
    """Let Ctrl-C and SIGTERM set an event instead of ending the process."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
