"""The one place where whatever happens becomes an exit status: never a traceback, never a secret."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from soapclient import ContractWarning, errors

from . import failure, output
from .connection import CommandContext
from .failure import Failure, line_of
from .progress import say


def run(work: Callable[[], int], connection: CommandContext, *, as_json: bool) -> int:
    """Run a command.

    Args:
        work: the command; it returns its exit status.
        connection: what the command talks to, and the secrets to be kept.
        as_json: whether to print errors as JSON.

    Returns:
        The exit status.
    """
    held: list[str] = []

    def warned(message: Warning | str, *_: Any, **__: Any) -> None:
        held.append(failure.one_line(str(message)))
        if not as_json:
            _warn(held)

    with _ending_as_by_ctrl_c(), warnings.catch_warnings():
        warnings.simplefilter("always", ContractWarning)
        warnings.showwarning = warned
        try:
            output.prepare()
            status = work()
            _warn(held)
            return status
        except BrokenPipeError:
            output.silence(sys.stdout)
            return failure.READER_GONE
        except KeyboardInterrupt:
            doubt = f"; {connection.doubt} may have been applied: read before repeating it" if connection.doubt else ""
            message, status, facts = f"interrupted{doubt}", failure.INTERRUPTED, _facts("Interrupted")
        except Failure as exc:
            message, status, facts = exc.message, exc.status, _facts(exc.kind, exc.operation)
        except errors.SoapClientError as exc:
            message, status = str(exc), failure.status_of(exc, remote=connection.remote)
            facts = _facts(type(exc).__name__, exc.operation, getattr(exc, "code", None))
            problems = getattr(exc, "problems", ())
            if len(problems) > 1:
                facts["problems"] = problems
            if isinstance(exc, errors.PartialFailure):
                facts["items"] = {"failed": exc.failed_items, "succeeded": exc.succeeded_items}
        except OSError as exc:
            if exc.filename is None:  # it may be of standard output; one that names a file is not
                output.silence(sys.stdout)
            message, status, facts = _system(exc), failure.USAGE, _facts(type(exc).__name__)
        except Exception as exc:
            message, status, facts = _unexpected(exc), failure.UNEXPECTED, _facts(type(exc).__name__)
            if os.environ.get("SOAPCLIENT_DEBUG") or connection.given.get("debug"):
                say(connection.hide(traceback.format_exc()).rstrip("\n"))
    say(line_of(message, as_json=as_json, warnings=held, **facts))
    return status


@contextlib.contextmanager
def _ending_as_by_ctrl_c() -> Iterator[None]:
    """Let a request to end, or a terminal that goes away, clean up as Ctrl-C does: no lock and no handler is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def end(number: int, _: object) -> None:
        asked.append(number)
        if len(asked) == 1:  # those that come along with it do not break off the cleaning
            raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = [number for number in numbers if before[number] is signal.SIG_DFL]
    try:
        for number in taken:
            signal.signal(number, end)
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])


def _facts(kind: str, operation: str | None = None, code: int | None = None) -> dict[str, Any]:
    return {"kind": kind, "operation": operation, "code": code}


def _system(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _unexpected(error: Exception) -> str:
    hint = "" if os.environ.get("SOAPCLIENT_DEBUG") else "; SOAPCLIENT_DEBUG=1 shows where"
    return f"an unexpected {type(error).__name__}: please report it{hint}"


def _warn(held: list[str]) -> None:
    while held:
        say(f"soapclient: warning: {held.pop(0)}")
