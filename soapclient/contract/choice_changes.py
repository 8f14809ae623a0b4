"""Rate a change of the choices among parameters: its effect on a call that was right before, and why."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Set

from .parameter import Parameter
from .rating import Rating

_Pair = frozenset[str]


def compared(before: Mapping[str, Parameter], after: Mapping[str, Parameter]) -> Iterator[tuple[Rating, str, str, str]]:
    """List how the choices differ: rating, why, before, after.

    Args:
        before: the parameters by name.
        after: those that they are now, by the same names where they are the same.
    """
    was, now = _exclusive(before), _exclusive(after)
    both = {name for name in before if name in after}
    for group in _groups(after):
        named = _of((now & _pairs(group)) - was, both, before)
        if named:
            why = "they now exclude each other: a call with more than one alternative is refused"
            yield "breaks", why, _shown(before, named), _shown(after, named)
    for group in _groups(before):
        named = _of((was & _pairs(group)) - now, both, before)
        if named:
            yield "harmless", "they may now be given together", _shown(before, named), _shown(after, named)
    for names in _wanted(after):
        if not _is_met(names, before):
            why = f"one of {', '.join(names)} is now required: a call without any is refused"
            yield "breaks", why, "optional", "required"
    for names in _wanted(before):
        if both & names and not _is_met(names, after):
            yield "harmless", f"none of {', '.join(names)} is required any more", "required", "optional"


def _groups(parameters: Mapping[str, Parameter]) -> Iterable[dict[str, Parameter]]:
    found: dict[int, dict[str, Parameter]] = {}
    for name, each in parameters.items():
        if each.choice is not None:
            found.setdefault(each.choice[0], {})[name] = each
    return found.values()


def _pairs(group: Mapping[str, Parameter]) -> set[_Pair]:
    """List the pairs of a choice that exclude each other."""
    pairs = itertools.combinations(group.items(), 2)
    return {frozenset((one, other)) for (one, first), (other, second) in pairs if first.choice != second.choice}


def _exclusive(parameters: Mapping[str, Parameter]) -> set[_Pair]:
    return {pair for group in _groups(parameters) for pair in _pairs(group)}


def _of(pairs: Iterable[_Pair], both: set[str], order: Iterable[str]) -> list[str]:
    names = {name for pair in pairs if pair <= both for name in pair}
    return [name for name in order if name in names]


def _shown(parameters: Mapping[str, Parameter], names: Iterable[str]) -> str:
    """Write "a | b + c, d": a choice of a or of b with c, followed by d."""
    groups: dict[object, dict[int, list[str]]] = {}
    for name in names:
        group, alternative = parameters[name].choice or (name, 0)
        groups.setdefault(group, {}).setdefault(alternative, []).append(name)
    return ", ".join(" | ".join(map(" + ".join, group.values())) for group in groups.values())


def _wanted(parameters: Mapping[str, Parameter]) -> Iterable[Set[str]]:
    """List the groups of names of which one is required."""
    found: dict[int, dict[str, Parameter]] = {}
    for name, each in parameters.items():
        if each.must_choose:
            found.setdefault(each.must_choose, {})[name] = each
    return [group.keys() for group in found.values()]


def _is_met(group: Set[str], others: Mapping[str, Parameter]) -> bool:
    """Return whether a call that satisfies the other groups has one of these."""
    if any(others[name].min_occurs for name in group if name in others):
        return True
    return any(each <= group for each in _wanted(others))
