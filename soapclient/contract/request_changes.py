"""Compare two levels of a request: the program writes by the first contract, the server reads by the second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import choice_changes, value_changes
from . import rating as ratings
from .level_changes import Below, Compared, Found, Level, Parameters
from .parameter import Parameter


def level(how: Compared, before: Parameters, after: Parameters) -> Level:
    """Compare two levels.

    Args:
        how: the namespaces of the operation, and whether it writes.
        before: the particles in the first contract.
        after: those in the second.

    Returns:
        What differs, and the levels below.
    """
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
    formerly = {partner.name: name for name, partner in pairs.items()}
    for name, parameter in ours.items():
        partner = pairs.get(name)
        if partner is None:
            yield Found(name, "removed", "loses data", "the server ignores it silently: the value is dropped")
            continue
        if partner.name != name:
            kind = "re-cased" if partner.name.casefold() == name.casefold() else "renamed"
            why = "the server ignores the old name silently and reads null or zero instead"
            yield Found(name, kind, "loses data", why, name, partner.name)
        if value_changes.moved(how, parameter, partner):
            why = "the server looks for it in another namespace, and reads null or zero instead"
            old, new = parameter.declared.namespace, partner.declared.namespace
            yield Found(name, "namespace", "loses data", why, old, new)
        for old, new, rating, why in ratings.shapes(parameter, partner):
            yield Found(name, "retyped", rating, why, old, new)
        yield from _occurrence(how, name, parameter, partner)
        with_it = value_changes.needed(parameter, partner, ours, formerly)
        if with_it:
            yield Found(name, "together", "breaks", f"a call that gives it without {', '.join(with_it)} is refused now")
        yield from value_changes.declared(parameter, partner, "request")
        yield from value_changes.inside(parameter, partner, "request", below)
    paired = {partner.name for partner in pairs.values()}
    for name, parameter in theirs.items():
        if name not in paired:
            yield Found(name, "added", *ratings.added(parameter, writes=how.writes))
    named = {formerly.get(name, name): each for name, each in theirs.items()}
    for rating, why, old, new in choice_changes.compared(ours, named):
        yield Found("", "choice", rating, why, old, new)
    if value_changes.reordered(ours, theirs, pairs):
        why = "ASMX and .NET Core hosts find parameters by name; a strict server may refuse the order"
        yield Found("", "reordered", "harmless", why, ", ".join(ours), ", ".join(theirs))


def _occurrence(how: Compared, name: str, before: Parameter, after: Parameter) -> Iterator[Found]:
    if before.null != after.null:
        yield Found(name, "null", *ratings.null(before, after, by_name=how.by_name), before.null, after.null)
    elif before.nillable != after.nillable:
        if after.nillable:
            yield Found(name, "null", "harmless", "xsi:nil may be said now", "not nillable", "nillable")
        else:
            yield Found(name, "null", "breaks", "xsi:nil is refused now", "nillable", "not nillable")
    if before.min_occurs != after.min_occurs and before.min_occurs and after.min_occurs:
        old, new = f"at least {before.min_occurs}", f"at least {after.min_occurs}"
        if before.min_occurs < after.min_occurs:
            yield Found(name, "occurs", "breaks", "a call that gives fewer is refused", old, new)
        else:
            yield Found(name, "occurs", "harmless", "fewer may be given now", old, new)
