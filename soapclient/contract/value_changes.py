"""Compare the declarations of two parameters: defaults, fixed values, facets, replacements, content.

Both directions are told here: of a request who reads is the server, of an answer the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from ..errors import WsdlError
from . import facet_changes
from .level_changes import Below, Compared, Found
from .parameter import Parameter

Direction = Literal["request", "answer"]
_CAVEATS: Final[Mapping[Direction, Mapping[str, tuple[str, str]]]] = {
    "request": {
        "abstract": ("another element has to stand for it now: a call that gives it itself is refused", "+"),
        "abstract type": ("a type derived from its own has to be said now: a call that says none is refused", "+"),
        "mixed": ("text between its elements is refused now", "-"),
    },
    "answer": {
        "abstract": ("another element comes in its place now, which a program need not know", "+"),
        "abstract type": ("a type derived from its own comes now, which a program need not know", "+"),
        "mixed": ("text may come between its elements now", "+"),
    },
}


def paired(before: Mapping[str, Parameter], after: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Find for each parameter its partner: the same name, else another letter case, else the place and type of one."""
    pairs = {name: after[name] for name in before if name in after}
    free = {name: each for name, each in after.items() if name not in pairs}
    for name in before:
        if name not in pairs and free:
            match = next((each for each in free if each.casefold() == name.casefold()), None)
            if match is not None:
                pairs[name] = free.pop(match)
    places = list(after)
    for place, name in enumerate(before):
        if name not in pairs and place < len(places):
            candidate = free.get(places[place])
            if candidate is not None and candidate.type == before[name].type:
                pairs[name] = free.pop(candidate.name)
    return pairs


def reordered(before: Mapping[str, Parameter], after: Mapping[str, Parameter], pairs: Mapping[str, Parameter]) -> bool:
    """Tell whether what both have is in another order."""
    here = {partner.name for partner in pairs.values()}
    return [pairs[name].name for name in before if name in pairs] != [name for name in after if name in here]


def moved(how: Compared, before: Parameter, after: Parameter) -> bool:
    """Tell whether a parameter is in another namespace, and not just with the operation that it is of."""
    namespaces = before.declared.namespace, after.declared.namespace
    return namespaces[0] != namespaces[1] and namespaces != (how.before, how.after)


def needed(
    before: Parameter, after: Parameter, level: Mapping[str, Parameter], renamed: Mapping[str, str]
) -> list[str]:
    """List what has to be there with a parameter afterwards and did not before.

    Args:
        before: the parameter.
        after: what it is afterwards.
        level: what is beside it before.
        renamed: the names before by those afterwards.
    """
    names = {name: renamed.get(name, name) for name in after.declared.together}
    more = [name for name, former in names.items() if former not in before.declared.together]
    return [name for name in more if names[name] not in level or not level[names[name]].min_occurs]


def declared(before: Parameter, after: Parameter, direction: Direction) -> Iterator[Found]:
    """List what differs in the default, the fixed value, the facets, and whether a type is abstract or mixed."""
    name, old, new = before.name, before.declared, after.declared
    if old is new:
        return
    if old.default != new.default:
        means = "null" if new.default is None else repr(new.default)
        who = "the server reads" if direction == "request" else "it means"
        why = f"left out or empty, {who} {means} now"
        yield Found(name, "default", "loses data", why, _said(old.default), _said(new.default))
    if old.fixed != new.fixed:
        yield Found(name, "fixed", *_fixed(new.fixed, direction), _said(old.fixed), _said(new.fixed))
    if before.type == after.type:
        if old.items != new.items:
            why = "what it is made of is of another type: a value of the one need not be one of the other"
            yield Found(name, "retyped", "breaks", why, _made_of(before), _made_of(after))
        for was, now, way in facet_changes.compared(old.facets, new.facets):
            rating, why = facet_changes.rated(way, direction)
            yield Found(name, "facets", rating, why, was, now)
    for caveat, (why, hurts) in _CAVEATS[direction].items():
        if (caveat in old.caveats) != (caveat in new.caveats):
            is_new = caveat in new.caveats
            worse = is_new == (hurts == "+")
            words = ("not " if old.caveats.count(caveat) == 0 else "") + caveat, ("" if is_new else "not ") + caveat
            yield Found(
                name, caveat.partition(" ")[0], "breaks" if worse else "harmless",
                why if worse else f"it is {'' if is_new else 'not '}{caveat} now", *words,
            )  # fmt: skip


def _said(value: str | None) -> str:
    return "none" if value is None else repr(value)


def _made_of(parameter: Parameter) -> str:
    return f"{parameter.type} of {parameter.declared.items}"


def _fixed(new: str | None, direction: Direction) -> tuple[Literal["breaks", "harmless"], str]:
    if direction == "request":
        if new is None:
            return "harmless", "any value of its type may be given now"
        return "breaks", f"a call that gives another value than {new!r} is refused"
    if new is None:
        return "breaks", "another value may come now"
    return "breaks", f"the value is always {new!r} now"


def inside(before: Parameter, after: Parameter, direction: Direction, below: list[Below]) -> Iterator[Found]:
    """List what differs in what may stand for a parameter, and add the levels in it and in those to `below`."""
    yield from _into(before.name, before, after, below)
    try:
        ours, theirs = _named(before), _named(after)
    except WsdlError:
        return  # told where the type is read
    for name, each in ours.items():
        partner = theirs.get(name)
        if partner is None:
            if direction == "request":
                yield Found(before.name, "derived", "breaks", f"{name} cannot stand for it any more", name)
            else:
                yield Found(before.name, "derived", "harmless", f"{name} does not come in its place any more", name)
        else:
            yield from _into(f"{before.name}({name})", each, partner, below)
    for name in theirs:
        if name not in ours:
            if direction == "request":
                yield Found(before.name, "derived", "harmless", f"{name} may stand for it now", "", name)
            else:
                why = f"{name} may come in its place now, which a program need not know"
                yield Found(before.name, "derived", "breaks", why, "", name)


def _named(parameter: Parameter) -> dict[str, Parameter]:
    """Return what may stand for a parameter by local name, or by qualified name if several have the same."""
    found: dict[str, Parameter] = {}
    for each in parameter.others:
        name = each.name.rpartition("}")[2]
        found[each.name if name in found else name] = each
    return found


def _into(step: str, before: Parameter, after: Parameter, below: list[Below]) -> Iterator[Found]:
    if not (before.is_complex and after.is_complex):
        return
    found, problems = [], []
    for each in (before, after):
        try:
            found.append(each.particles)
        except WsdlError as exc:
            problems.append(exc.message)
    if len(problems) == 1:
        yield Found(before.name, "refused", "breaks", f"what is inside cannot be compared: {problems[0]}")
    elif found and found[0] is not found[1] and any(found):
        below.append(Below(step, *found))
