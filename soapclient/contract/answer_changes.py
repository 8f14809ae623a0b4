"""Compare two levels of an answer: the program reads by the first contract, the server writes by the second.

New values that may arrive can break the reader; optional values that no longer arrive are harmless.
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
            yield Found(name, "removed", "breaks", "the reply no longer has it")
            continue
        if partner.name != name:
            yield Found(name, "renamed", "breaks", "the reply has it under another name", name, partner.name)
        if value_changes.moved(how, parameter, partner):
            old, new = parameter.declared.namespace, partner.declared.namespace
            yield Found(name, "namespace", "breaks", "the reply has it in another namespace", old, new)
        for old, new, rating, why in ratings.reads(parameter, partner):
            yield Found(name, "retyped", rating, why, old, new)
        without = [each for each in value_changes.needed(partner, parameter, theirs, now) if now.get(each) in theirs]
        if without:
            yield Found(name, "together", "breaks", f"it may now come without {', '.join(without)}")
        yield from value_changes.declared(parameter, partner, "answer")
        yield from value_changes.inside(parameter, partner, "answer", below)
    paired = {partner.name for partner in pairs.values()}
    for name in theirs:
        if name not in paired:
            yield Found(name, "added", "harmless", "new in the reply; existing programs ignore it")
    formerly = {partner.name: name for name, partner in pairs.items()}
    named = {formerly.get(name, name): each for name, each in theirs.items()}
    for rating, _, old, new in choice_changes.compared(ours, named):
        if rating == "breaks":
            yield Found("", "choice", "harmless", "fewer of them now come together", old, new)
        else:
            yield Found(
                "",
                "choice",
                "breaks",
                "elements that excluded each other, or were required, no longer do or are",
                old,
                new,
            )
    if value_changes.reordered(ours, theirs, pairs):
        yield Found("", "reordered", "harmless", "it comes in another order", ", ".join(ours), ", ".join(theirs))
