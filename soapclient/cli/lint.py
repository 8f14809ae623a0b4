"""`wsdl lint`: what in a contract can bite a caller."""

from __future__ import annotations

import attrs
import click

from soapclient import LINT_RULES, LintFinding
from soapclient import lint as find

from . import output
from .connection import Connection
from .options import Command, json_option
from .ratings import counts, fail, fail_on_option


@click.command(cls=Command)
@click.argument("source", metavar="W")
@fail_on_option("a finding")
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
    fail(fail_on, found)


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
    return [*lines, f"{len(found)} findings: {counts(found)}"]
