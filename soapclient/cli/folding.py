"""Lines folded to the width of the terminal; what goes to a file or another program keeps one line for each fact."""

from __future__ import annotations

import itertools
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import Final

from . import output
from .terminal import joined

_NARROWEST: Final = 20
_AT_ONCE: Final = 1000  # lines in memory
_COMMAND: Final = re.compile(r"soapclient bulk |^\s*(?:-> )?soapclient ")


def emit_folded(lines: Iterable[str], *files: str | None, hang: int | None = None) -> None:
    """Write lines as `output.emit_beside` does; at a terminal long ones are folded, but commands to copy are not.

    Args:
        lines: the lines.
        files: as for `output.emit_beside`.
        hang: where the rest of a folded line begins; by default 4 after its start, as at a narrow terminal.
    """
    stream = sys.stderr if output.STANDARD in files else sys.stdout
    folds = stream is not None and stream.isatty()
    width = max(_NARROWEST, shutil.get_terminal_size().columns) if folds else 0
    rest = iter(lines)
    while part := [*itertools.islice(rest, _AT_ONCE)]:
        text = joined(part)
        output.emit_beside(
            "\n".join(_folded(line, width, hang) for line in text.split("\n")) if folds else text, *files
        )


def _folded(line: str, width: int, hang: int | None) -> str:
    if hang is None or width < 2 * hang:
        hang = len(line) - len(line.lstrip()) + 4
    if len(line) <= width or _COMMAND.search(line):
        return line
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * hang,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
