"""Answer a shell when somebody presses TAB: quickly, without asking a server, and silent about errors."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import warnings
from collections.abc import Iterator
from typing import Final

VARIABLE: Final = "_SOAPCLIENT_COMPLETE"
# What no shell takes for anything but text: what is offered may come from the WSDL of a server.
_PLAIN: Final = re.compile(r"[\w.,:/@%+=\[\]-]+")


def complete() -> int:
    """Answer a shell: a line for each word that fits, `kind TAB word TAB what it is`.

    The kinds are "plain" and "open", after which no blank follows; "file" and "dir" ask the shell to find files.

    Returns:
        The exit status, always 0.
    """
    with contextlib.suppress(Exception, SystemExit, KeyboardInterrupt), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell = os.environ.get(VARIABLE, "").partition("_")[0]
        words, incomplete = _line() if shell == "bash" else _words()
        hidden = _hidden(incomplete) if shell == "bash" else 0
        lines = [
            f"{kind}\t{word[hidden:] if kind in ('plain', 'open') else word}\t{told}"
            for kind, word, told in suggestions(words, incomplete)
        ]
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    return 0


def _line() -> tuple[list[str], str]:
    """Split the line that bash gives, up to the cursor."""
    from click.shell_completion import split_arg_string

    line = os.environ["COMP_LINE"][: int(os.environ["COMP_POINT"])]
    words = split_arg_string(line)[1:]
    return (words[:-1], words[-1]) if words and not line[-1].isspace() else (words, "")


def _words() -> tuple[list[str], str]:
    """Read the words that zsh and fish give, up to the cursor."""
    words = os.environ["COMP_WORDS"].split("\n")[1:]
    return words[:-1], words[-1] if words else ""


def _hidden(incomplete: str) -> int:
    """Return how much of a word bash leaves out: it takes what follows `=` or `:` for a word of its own."""
    breaks = os.environ.get("COMP_WORDBREAKS", "=:")
    return max((incomplete.rfind(each) + 1 for each in breaks if each in "=:@"), default=0)


def suggestions(words: list[str], incomplete: str) -> Iterator[tuple[str, str, str]]:
    """List the candidates for an incomplete word: kind, word, and a short explanation.

    Args:
        words: the words before it, without the program's name.
        incomplete: what is there of it.
    """
    from click.shell_completion import ShellComplete

    from .app import app
    from .connection import CommandContext

    found = ShellComplete(app, {"obj": CommandContext()}, "soapclient", VARIABLE).get_completions(words, incomplete)
    is_option = incomplete.startswith("-") and "=" in incomplete
    before = f"{incomplete.partition('=')[0]}=" if is_option else ""
    for each in found:
        word = before + str(each.value)
        if each.type != "plain":
            yield each.type, "", ""
        elif _PLAIN.fullmatch(word):
            told = "".join(char for char in each.help or "" if char.isprintable())
            yield "open" if word.endswith(("=", "=@", ".", "/")) else "plain", word, told
