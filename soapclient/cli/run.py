"""One run of the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from . import guard
from .connection import CommandContext
from .failure import Failure


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: what follows the program's name; by default those of the process.

    Returns:
        The exit status; see the package.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    connection = CommandContext()
    try:
        return guard.run(lambda: _command(words, connection), connection, as_json=_wants_json(words))
    finally:
        if connection.debugging:
            from .debugging import end

            end(connection)


def _wants_json(words: list[str]) -> bool:
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def _command(words: list[str], connection: CommandContext) -> int:
    try:
        import click  # noqa: F401 - only whether it is there
    except ModuleNotFoundError as exc:
        if exc.name != "click":
            raise
        return _without_click(words)
    from .app import invoke

    return invoke(words, connection)


def _without_click(words: list[str]) -> int:
    if [word for word in words if word != "--json"] != ["demo"]:
        raise Failure(
            "the command line needs click: install the extra with pip install 'inforouter-soapclient[cli]' "
            "(only 'soapclient demo' works without it)",
            kind="MissingExtra",
        )
    from .demo import demo

    demo(sys.stdout, as_json="--json" in words)
    return 0
