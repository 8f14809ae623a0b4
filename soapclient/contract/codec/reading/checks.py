"""Count the members of a record: find the next member, the start of a group's repetition, and missing members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from ..groups import Node
from ..shape import ABSENT
from .misfit import Misfit
from .plan_parts import ElementRoute, Field, TypePlan

Find = Callable[[etree._Element], "ElementRoute | None"]


def counted(values: list[Any], route: ElementRoute) -> dict[int, int]:
    """Count the values of each member that an element may belong to."""
    found = {}
    for each in (route, *route.others):
        value = values[each.field.index]
        found[each.field.index] = 0 if value is ABSENT else len(value) if each.field.many else 1
    return found


def next_of(route: ElementRoute, counts: dict[int, int], last: int) -> ElementRoute:
    """Choose the member of an element among several: the next incomplete one in the schema's order.

    Args:
        route: the first of them.
        counts: the number of values of each.
        last: the position of the previous member.
    """
    free = [each for each in (route, *route.others) if not _is_full(each.field, counts)]
    return next((each for each in free if each.field.index >= last), free[0] if free else route)


def _is_full(field: Field, counts: dict[int, int]) -> bool:
    return field.group is None and field.most is not None and counts.get(field.index, 0) >= field.most


def runs(plan: TypePlan, children: Iterable[etree._Element], find: Find) -> Iterator[list[etree._Element]]:
    """Split the elements of a repeated group into its repetitions.

    Args:
        plan: the plan of the group.
        children: the elements.
        find: finds the place of an element.
    """
    run: list[etree._Element] = []
    counts: dict[int, int] = {}
    chosen: dict[int, int] = {}
    last = 0
    for child in children:
        route = find(child)
        if route is None:
            run.append(child)
            continue
        if route.others:
            route = next_of(route, counts, last)
        field = route.field
        clash = any(chosen.get(choice, one) != one for choice, one in field.choices)
        if run and (clash or _is_full(field, counts) or (plan.ordered and field.index < last)):
            yield run
            run, counts, chosen = [], {}, {}
            last = 0
            if route.others:
                route = next_of(find(child) or route, counts, last)
                field = route.field
        run.append(child)
        last = field.index
        counts[last] = counts.get(last, 0) + 1
        chosen.update(field.choices)
    if run:
        yield run


def divided(plan: TypePlan, found: list[list[etree._Element]], least: int) -> list[list[etree._Element]]:
    """Split the elements of a group with a single element that may be repeated too, as both allow.

    `runs` takes as many as it can, which may leave too few for the last repetition, or too few repetitions.

    Args:
        plan: the plan of the group.
        found: the elements of each repetition.
        least: the least number of repetitions.
    """
    if len(plan.fields) != 1 or not plan.fields[0].many:
        return found
    (field,) = plan.fields
    few = max(field.least, 1)
    if len(found) >= least and len(found[-1]) >= few:
        return found
    children = [child for run in found for child in run]
    times = max(len(found), least)
    if times * few > len(children):
        return found
    made, place = [], 0
    for left in range(times - 1, -1, -1):
        most = len(children) - place - left * few
        size = most if field.most is None else min(field.most, most)
        made.append(children[place : place + size])
        place += size
    return made


def check(plan: TypePlan, values: list[Any]) -> None:
    """Refuse missing members, too many values, and two alternatives of one choice.

    Raises:
        Misfit: the reply does not fit the schema.
    """
    chosen: dict[int, tuple[int, str]] = {}
    wanted: dict[int, list[str]] = {}
    for field in plan.checked:
        value = values[field.index]
        there = value is not ABSENT
        if field.required and not there:
            raise Misfit("is missing", field.name)
        if there and field.many:
            if field.most is not None and len(value) > field.most:
                raise Misfit(f"occurs {len(value)} times, but the contract allows at most {field.most}", field.name)
            if len(value) < field.least:
                raise Misfit(f"occurs {len(value)} times, but the contract requires at least {field.least}", field.name)
        if field.must_choose:
            names = wanted.setdefault(field.must_choose, [])
            names.append("" if there else field.name)
        if there:
            for choice, one in field.choices:
                other, name = chosen.setdefault(choice, (one, field.name))
                if other != one:
                    raise Misfit(f"occurs together with {name}, but the contract allows one of them", field.name)
    if plan.root is not None:
        _check_groups(plan, plan.root, values)
    for names in wanted.values():
        if all(names):
            raise Misfit(f"has none of {', '.join(names[:8])}, but the contract requires one")


def _check_groups(plan: TypePlan, root: Node, values: list[Any]) -> None:
    """Refuse an incomplete group or alternative of a choice."""
    given = frozenset(each.name for each in plan.fields if values[each.index] is not ABSENT)
    places = {field.name for field, _ in plan.wildcards}
    for name, refused in root.check(given, given):
        if refused is None and name not in places:
            raise Misfit("is missing in its group", name)
