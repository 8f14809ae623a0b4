"""Write the command reference of the site from the commands themselves: usage, arguments, options, exit status."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from soapclient.cli.app import app

_EXIT = re.compile(r"Exit status: (.*?)(?:\n\n|\Z)", re.DOTALL)
_PIECE = re.compile(r"([0-9]) ((?:[^;]|;(?! [0-9] ))*)")


def written() -> str:
    """Return the page, as Markdown."""
    root = click.Context(app, info_name="soapclient", max_content_width=100)
    shared = _options(root)
    parts = [
        "# Commands and their options\n",
        "Written from the commands themselves; `soapclient COMMAND --help` shows the same in a terminal. "
        "[Calls from the command line](../command-line.md) explains arguments and output.\n",
        *_help(app.help or ""),
        "## Exit status\n\n| status | means |\n|---|---|",
        *(f"| {status} | {_cell(means)} |" for status, means in statuses(app)),
        "\n## Options of every command\n\nThey stand before or after the name of the command.\n",
        *_table(shared.values()),
    ]
    for context in commands(root):
        parts += _command(context, shared)
    return "\n".join(parts) + "\n"


def commands(context: click.Context) -> Iterator[click.Context]:
    """Go through every command that is not hidden, a group before what is in it, in the order of its help."""
    group = context.command
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if command is not None and not command.hidden:
                below = click.Context(command, info_name=name, parent=context, max_content_width=100)
                yield below
                yield from commands(below)


def statuses(command: click.Command) -> list[tuple[str, str]]:
    """Return the exit statuses that a command's help names, each with its meaning; none where it names none."""
    found = _EXIT.search(command.help or "")
    if found is None:
        return []
    return [(status, means.strip().rstrip(".")) for status, means in _PIECE.findall(" ".join(found[1].split()))]


def _command(context: click.Context, shared: dict[str, tuple[str, str]]) -> Iterator[str]:
    command = context.command
    level = "##" if context.parent is not None and context.parent.parent is None else "###"
    yield f"\n{level} soapclient {context.command_path.partition(' ')[2]}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```\n"
    yield from _help(command.help or "")
    yield from _help(command.epilog or "")
    own = {name: row for name, row in _options(context).items() if shared.get(name) != row}
    if own:
        yield from _table(own.values())
    if told := statuses(command):
        yield "\nExit status: " + "; ".join(f"{status} {_escaped(means)}" for status, means in told) + ".\n"


def _help(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", _EXIT.sub("", inspect.cleandoc(text))):
        if paragraph.startswith("\b"):
            yield "```text\n" + paragraph.lstrip("\b\n").rstrip() + "\n```\n"
        elif paragraph.strip():
            yield _cell(paragraph) + "\n"


def _options(context: click.Context) -> dict[str, tuple[str, str]]:
    """Return the options of a command as its help shows them, by their longest name."""
    found = {}
    for each in context.command.get_params(context):
        record = each.get_help_record(context)
        if isinstance(each, click.Option) and record is not None and "--help" not in each.opts:
            found[max(each.opts, key=len)] = record
    return found


def _table(rows: Iterator[tuple[str, str]] | object) -> Iterator[str]:
    yield "| option | |\n|---|---|"
    for names, told in rows:  # type: ignore[attr-defined]
        yield f"| `{names.replace('|', chr(92) + '|')}` | {_cell(told)} |"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|$~])", r"\\\1", text)


def _cell(text: str) -> str:
    """Write a help text, whose code may stand in backticks, on one line."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:
        return _escaped("`".join(parts))
    return "`".join(part if at % 2 else _escaped(part) for at, part in enumerate(parts))
