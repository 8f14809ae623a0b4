"""Groups of commands: each command is imported when it is asked for, and help lists commands before options."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping
from typing import Any, Final

import click

from .options import Command

_UNKNOWN: Final = "soapclient.unknown"


class Commands(Command, click.Group):
    """A group that shows its help when nothing is asked for, and suggests a command for one it does not have.

    Args:
        arguments: as for a group of click.
        lazy: its commands by name, as "module:name" of this package.
        more: the module that has further ones as `COMMANDS`.
        options: as for a group of click.
    """

    def __init__(self, *arguments: Any, lazy: Mapping[str, str] | None = None, more: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._lazy = dict(lazy or {})  # those that were not imported yet
        self._more = more

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        self._load_more()
        return sorted({*self.commands, *self._lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        self._load_more()
        if cmd_name in self._lazy:
            module, _, name = self._lazy[cmd_name].partition(":")
            self.add_command(getattr(importlib.import_module(f".{module}", __package__), name), cmd_name)
            self._lazy.pop(cmd_name, None)
        return super().get_command(ctx, cmd_name)

    def _load_more(self) -> None:
        if self._more:
            module = importlib.import_module(f".{self._more}", __package__)
            self._more = ""
            for each in module.COMMANDS:
                self.add_command(each)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where there is nothing to parse."""
        return super().parse_args(ctx, args if args or ctx.resilient_parsing else ["--help"])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the words begin with."""
        known = self.get_command(ctx, args[0]) is not None
        if ctx.resilient_parsing:  # for completion
            ctx.meta[_UNKNOWN] = not known
        elif not known:
            names = self.list_commands(ctx)
            close = difflib.get_close_matches(args[0], names, n=2)
            hint = f"did you mean {' or '.join(close)}?" if close else f"the commands are: {', '.join(names)}"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """List commands and options; nothing behind a command that there is not."""
        return [] if ctx.meta.get(_UNKNOWN) else super().shell_complete(ctx, incomplete)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)
