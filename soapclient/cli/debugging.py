"""`--debug`: requests and replies on standard error, as the log of the transport has them: without secrets, bounded."""

from __future__ import annotations

import logging
from typing import Final

from .connection import CommandContext
from .progress import say

_LOGS: Final = ("soapclient.transport", "soapclient.session", "soapclient.cache")
_LONGEST: Final = 25_000


class DebugHandler(logging.Handler):
    """Writes what is logged to standard error.

    Args:
        connection: knows the secrets, which are hidden once more.
    """

    def __init__(self, connection: CommandContext) -> None:
        super().__init__(logging.DEBUG)
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; what a terminal might obey is escaped."""
        text = self._connection.hide(record.getMessage())
        say(f"debug: {text if len(text) <= _LONGEST else f'{text[:_LONGEST]}... ({len(text)} characters)'}")


def begin(connection: CommandContext) -> None:
    """Show what is sent and received from now on, until `end`."""
    if connection.debugging:
        return
    handler = DebugHandler(connection)
    for name in _LOGS:
        log = logging.getLogger(name)
        connection.debugging.append((log, handler, log.level))
        log.addHandler(handler)
        log.setLevel(logging.DEBUG)


def end(connection: CommandContext) -> None:
    """Leave the logs as they were before."""
    for log, handler, level in connection.debugging:
        log.removeHandler(handler)
        log.setLevel(level)
    connection.debugging.clear()
