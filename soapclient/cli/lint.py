"""`wsdl lint`: what in a contract can bite a caller."""

from __future__ import annotations

from typing import Final

import attrs
import click

from soapclient import LINT_RULES, LintFinding
from soapclient import lint as find

from . import output
from .connection import Connection
from .failure import NOT_IN_CONTRACT
from .options import Command, json_option

_WORSE: Final = {
    "loses-data": ("loses data",),
    "breaks": ("loses data", "breaks"),
    "any": ("loses data", "breaks", "harmless"),
}


@click.command(cls=Command)
@click.argument("source", metavar="W")
@click.option(
    "--fail-on",
    type=click.Choice(list(_WORSE)),
    help="Exit with status 4 where there is a finding of this rating, or of a worse one.",
)
@click.option("--rule", "rules", multiple=True, type=click.Choice(list(LINT_RULES)), help="Only this rule; repeatable.")
@json_option
@click.pass_obj
def lint(connection: Connection, source: str, fail_on: str | None, rules: tuple[str, ...]) -> None:
    """List what in the contract W can bite a caller, each with its place and the advice.

    W is "bundled", "bundled-2019", a path or a URL. The ratings are those of 'wsdl diff'.
    """
    found = [each for each in find(source) if not rules or each.rule in rules]
    if connection.as_json:
        output.emit_json([attrs.asdict(each) for each in found])
    else:
        output.emit("\n".join(_lines(found)))
    if fail_on and any(each.rating in _WORSE[fail_on] for each in found):
        raise click.exceptions.Exit(NOT_IN_CONTRACT)


def _lines(found: list[LintFinding]) -> list[str]:
    """Write one line for each rule, message and operation, with the advice once for each rule, and the counts."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for each in found:
        operation, _, parameter = each.place.partition("/")
        places.setdefault((each.rating, each.rule, operation, each.message), []).append(parameter)
    lines = []
    for (rating, rule, operation, message), names in places.items():
        inside = f" ({', '.join(names)})" if any(names) else ""
        lines.append(f"{rating}: {rule}: {operation}{inside}: {message}")
    advice = {each.rule: each.advice for each in found}
    lines.extend(f"{rule}: {sum(each.rule == rule for each in found)}; {text}" for rule, text in advice.items())
    counts = [f"{sum(each.rating == rating for each in found)} {rating}" for rating in _WORSE["any"]]
    return [*lines, f"{len(found)} findings: {', '.join(counts)}"]
