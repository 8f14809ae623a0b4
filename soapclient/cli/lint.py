"""`wsdl lint`: the pitfalls of a contract."""

from __future__ import annotations

import attrs
import click

from soapclient import LINT_RULES, LintFinding
from soapclient import lint as find

from . import output
from .connection import CommandContext
from .counting import number
from .folding import emit_folded
from .options import Command, connection_options
from .ratings import counts, fail, fail_on_option

_RULE = click.Choice(list(LINT_RULES))


@click.command(cls=Command)
@click.argument("source", metavar="[W]", required=False)
@fail_on_option("a finding")
@click.option("--rule", "rules", multiple=True, metavar="RULE", type=_RULE, help="Report only RULE; repeatable.")
@click.option("--ignore", "ignored", multiple=True, metavar="RULE", type=_RULE, help="Leave out RULE; repeatable.")
@connection_options
@click.pass_obj
def lint(
    connection: CommandContext,
    source: str | None,
    fail_on: str | None,
    rules: tuple[str, ...],
    ignored: tuple[str, ...],
) -> None:
    """Find pitfalls in a contract, each with its place and advice.

    W is bundled, bundled-2019, a path, a URL, or, with --server, auto, remote or cached. Without W, check the contract
    of the connection.

    \b
    Every finding has a rating:
      loses data   a call may do something else than it says
      breaks       a call is refused, or fails
      harmless     worth knowing, for other programs too

    RULE is the second word of a finding, such as null-clears.
    """
    everything = find(connection.source(source), allow_imports=connection.allow_imports)
    found = [each for each in everything if each.rule not in ignored and (not rules or each.rule in rules)]
    if connection.as_json:
        output.emit_json([attrs.asdict(each) for each in found])
    else:
        emit_folded(_lines(found))
    fail(fail_on, found)


def _lines(found: list[LintFinding]) -> list[str]:
    """Write one line for each rule, message and operation, with the advice once for each rule, and the counts."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for each in found:
        operation, _, parameter = each.place.partition("/")
        place = f"{each.file}: {operation}" if each.file else operation
        places.setdefault((each.rating, each.rule, place, each.message), []).append(parameter)
    lines = []
    for (rating, rule, place, message), names in places.items():
        inside = f" ({', '.join(names)})" if any(names) else ""
        lines.append(f"{rating}: {rule}: {place}{inside}: {message}")
    advice = {each.rule: each.advice for each in found}
    lines.extend(f"{rule}: {sum(each.rule == rule for each in found)}; {text}" for rule, text in advice.items())
    return [*lines, f"{number(len(found), 'finding')}: {counts(found)}"]
