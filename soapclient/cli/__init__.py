"""The command line: `soapclient`, or `python -m soapclient`.

Exit status: 0 done; 1 the service refused; 2 wrong usage or input; 3 the server cannot be reached or its answer cannot
be used; 4 this contract does not have it or cannot say it; 5 a bulk run ended with
rows not done; 70 an error that should not be; 130 interrupted; 141 the reader of the output went away.

Nothing is imported here before `main` is called, so that Ctrl-C ends it in one line even while all that it needs is
imported.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

__all__ = ["main"]

_SAID = b"soapclient: interrupted\n"
_SAID_IN_JSON = b'{"error": {"type": "Interrupted", "code": null, "message": "interrupted", "operation": null}}\n'
_STATUS = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what follows the program's name; by default those of the process.

    Returns:
        The exit status; see the module.
    """
    if arguments is None and "_SOAPCLIENT_COMPLETE" in os.environ:
        from .completing import complete

        return complete()
    starting = arguments is None and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if starting:
        # Not an exception: some of what is imported would show or swallow it. Nothing is open yet.
        signal.signal(signal.SIGINT, _end)
    from .run import run

    if starting:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return run(arguments)


def _end(*_: object) -> None:
    try:
        if sys.stderr is not None:
            os.write(2, _SAID_IN_JSON if "--json" in sys.argv else _SAID)
    finally:
        os._exit(_STATUS)
