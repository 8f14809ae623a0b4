"""What differs in two levels of an answer: a program reads by the first contract what the server writes by the second.

Who reads is hurt by what may come and did not before; what does not come any more, and need not, is harmless.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import choice_changes, value_changes
from . import rating as ratings
from .level_changes import Below, Compared, Found, Level, Parameters
from .parameter import Parameter


def level(how: Compared, before: Parameters, after: Parameters) -> Level:
    """Compare two levels; see `request_changes.level`."""
    ours, theirs = {each.name: each for each in before}, {each.name: each for each in after}
    pairs = value_changes.paired(ours, theirs)
    below: list[Below] = []
    found = list(_level(how, ours, theirs, pairs, below))
    return tuple(found), tuple(below)


def _level(
    how: Compared,
    ours: Mapping[str, Parameter],
    theirs: Mapping[str, Parameter],
    pairs: Mapping[str, Parameter],
    below: list[Below],
) -> Iterator[Found]:
    now = {name: partner.name for name, partner in pairs.items()}
    for name, parameter in ours.items():
        partner = pairs.get(name)
        if partner is None:
            yield Found(name, "removed", "breaks", "the reply does not have it any more")
            continue
        if partner.name != name:
            yield Found(name, "renamed", "breaks", "the reply has it by another name", name, partner.name)
        if value_changes.moved(how, parameter, partner):
            old, new = parameter.declared.namespace, partner.declared.namespace
            yield Found(name, "namespace", "breaks", "the reply has it in another namespace", old, new)
        for old, new, rating, why in ratings.reads(parameter, partner):
            yield Found(name, "retyped", rating, why, old, new)
        without = [each for each in value_changes.needed(partner, parameter, theirs, now) if now.get(each) in theirs]
        if without:
            yield Found(name, "together", "breaks", f"it may come without {', '.join(without)} now")
        yield from value_changes.declared(parameter, partner, "answer")
        yield from value_changes.inside(parameter, partner, "answer", below)
    paired = {partner.name for partner in pairs.values()}
    for name in theirs:
        if name not in paired:
            yield Found(name, "added", "harmless", "the reply has it now: a program for the first passes it over")
    formerly = {partner.name: name for name, partner in pairs.items()}
    named = {formerly.get(name, name): each for name, each in theirs.items()}
    for rating, _, old, new in choice_changes.compared(ours, named):
        if rating == "breaks":
            yield Found("", "choice", "harmless", "less of it comes together now", old, new)
        else:
            yield Found("", "choice", "breaks", "what excluded each other, or had to come, need not now", old, new)
    if value_changes.reordered(ours, theirs, pairs):
        yield Found("", "reordered", "harmless", "it comes in another order", ", ".join(ours), ", ".join(theirs))
