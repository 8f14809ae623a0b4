"""The ratings of `wsdl diff` and `wsdl lint`: how they are counted, and which make a command fail."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final, Protocol, TypeVar

import click

from .failure import NOT_IN_CONTRACT

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WORSE: Final = {
    "loses-data": ("loses data",),
    "breaks": ("loses data", "breaks"),
    "any": ("loses data", "breaks", "harmless"),
}
_VERBS: Final = {
    "loses data": ("loses data", "lose data"),
    "breaks": ("breaks", "break"),
    "harmless": ("is harmless", "are harmless"),
}


class _Rated(Protocol):
    @property
    def rating(self) -> str: ...


def fail_on_option(what: str) -> Callable[[_Command], _Command]:
    """Make the option `--fail-on`.

    Args:
        what: what is rated, with its article.
    """
    return click.option(
        "--fail-on",
        type=click.Choice(list(_WORSE)),
        metavar="RATING",
        help=f"Exit with status 4 on {what} rated loses-data, breaks or worse, or any.",
    )


def fail(fail_on: str | None, found: Collection[_Rated]) -> None:
    """End the command with status 4 where something is rated as `--fail-on` says, or worse."""
    if fail_on and any(each.rating in _WORSE[fail_on] for each in found):
        raise click.exceptions.Exit(NOT_IN_CONTRACT)


def counts(found: Collection[_Rated]) -> str:
    """Say how many there are of each rating, the worst first."""
    numbers = {rating: sum(each.rating == rating for each in found) for rating in _WORSE["any"]}
    return ", ".join(f"{count} {_VERBS[rating][count != 1]}" for rating, count in numbers.items())
