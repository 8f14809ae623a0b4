"""Where `soapclient` starts: Ctrl-C ends it in one line even while the package, and all that it needs, is imported."""

from __future__ import annotations

import os
import signal
import sys

_SAID = b"soapclient: interrupted\n"
_SAID_IN_JSON = b'{"error": {"type": "Interrupted", "code": null, "message": "interrupted", "operation": null}}\n'
_STATUS = 130


def main() -> int:
    """Run the command line of this process and return its exit status."""
    default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if default:
        # Not an exception: some of what is imported would show or swallow it. Nothing is open yet.
        signal.signal(signal.SIGINT, _end)
    from soapclient.cli import main as run

    if default:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return run()


def _end(*_: object) -> None:
    try:
        if sys.stderr is not None:
            os.write(2, _SAID_IN_JSON if "--json" in sys.argv else _SAID)
    finally:
        os._exit(_STATUS)
