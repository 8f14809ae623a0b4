"""The one place where whatever happens becomes an exit status: never a traceback, never a secret."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from soapclient import ContractWarning, errors

from . import failure, output
from .connection import Connection
from .failure import Failure, line_of


def run(work: Callable[[], int], connection: Connection, *, as_json: bool) -> int:
    """Run a command.

    Args:
        work: the command; it returns its exit status.
        connection: what the command talks to, and the secrets to be kept.
        as_json: whether errors are to be JSON.

    Returns:
        The exit status.
    """
    output.prepare()
    with warnings.catch_warnings():
        warnings.simplefilter("always", ContractWarning)
        warnings.showwarning = _show_warning
        try:
            return work()
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
        except Exception as exc:
            message, status, facts = _unexpected(exc), failure.UNEXPECTED, _facts(type(exc).__name__)
            if os.environ.get("SOAPCLIENT_DEBUG"):
                _say(connection.hide(traceback.format_exc()))
    _say(connection.hide(line_of(message, as_json=as_json, **facts)))
    return status


def _facts(kind: str, operation: str | None = None, code: int | None = None) -> dict[str, Any]:
    return {"kind": kind, "operation": operation, "code": code}


def _unexpected(error: Exception) -> str:
    hint = "" if os.environ.get("SOAPCLIENT_DEBUG") else "; SOAPCLIENT_DEBUG=1 shows where"
    return f"an unexpected {type(error).__name__}: please report it{hint}"


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    _say(f"soapclient: warning: {failure.one_line(str(message))}")


def _say(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(text.rstrip("\n"), file=sys.stderr, flush=True)
