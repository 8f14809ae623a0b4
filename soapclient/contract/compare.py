"""Contract against contract: what a program written for one would meet at a server that has the other.

Each difference is rated by what happens to a call that was right for the first contract when the second one reads it:
see `severity`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from ..errors import WsdlError
from . import choice_changes
from . import rating as ratings
from .contract import Contract
from .model import Operation, Parameter
from .rating import RATINGS, Rating


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two contracts.

    Attributes:
        operation: the operation's name in the first contract, or in the second where it is new.
        parameter: the parameter's name, likewise, with its path where it is inside another: "buyer.name"; None where
            the operation itself differs.
        kind: "added", "removed", "renamed", "re-cased", "reordered", "retyped", "namespace", "null", "choice",
            "result", "address", "style" or "refused".
        before: what the first contract has.
        after: what the second has.
        rating: "loses data", "breaks" or "harmless".
        why: what happens, in a sentence.
    """

    operation: str
    parameter: str | None = None
    kind: str
    before: str = ""
    after: str = ""
    rating: Rating
    why: str

    def __str__(self) -> str:
        place = f"{self.operation}.{self.parameter}" if self.parameter else self.operation
        values = f" ({self.before} -> {self.after})" if self.before and self.after else ""
        return f"{self.rating}: {place} {self.kind}{values}: {self.why}"


def compare(first: Contract, second: Contract, operations: Iterable[str] | None = None) -> tuple[Change, ...]:
    """List the differences that a program written for `first` meets at a server that has `second`.

    Args:
        first: the contract that the program was written for.
        second: the contract that the server has.
        operations: only these operations of `first`; by default all of both.

    Returns:
        The changes, the worst first, then by operation.

    Raises:
        UnknownOperation: `first` has no such operation.
    """
    found = list(_all(first, second) if operations is None else _some(first, second, operations))
    return tuple(sorted(found, key=lambda change: (RATINGS.index(change.rating), change.operation.casefold())))


def _all(first: Contract, second: Contract) -> Iterator[Change]:
    yield from _some(first, second, first)
    folded = {name.casefold() for name in first}
    for name in second:
        if name.casefold() not in folded:
            yield Change(operation=name, kind="added", rating="harmless", why="no call written for the first names it")


def _some(first: Contract, second: Contract, operations: Iterable[str]) -> Iterator[Change]:
    folded = {name.casefold(): name for name in second}
    for each in operations:
        name = first.python_names.get(each, each)
        before = _described(first, name)
        if name in second.operations:
            yield from _both(name, before, _described(second, name))
        elif name.casefold() in folded:
            yield Change(
                operation=name, kind="re-cased", before=name, after=folded[name.casefold()], rating="breaks",
                why="the server does not know the name in this letter case",
            )  # fmt: skip
        else:
            yield Change(operation=name, kind="removed", rating="breaks", why="the server does not have it")


def _both(name: str, before: Operation | WsdlError, after: Operation | WsdlError) -> Iterator[Change]:
    """Compare an operation that both have; of one that neither can use nothing is known."""
    if isinstance(before, Operation) and isinstance(after, Operation):
        yield from _operation(before, after)
    elif isinstance(after, WsdlError) and isinstance(before, Operation):
        yield Change(operation=name, kind="refused", rating="breaks", why=after.message)
    elif isinstance(before, WsdlError) and isinstance(after, Operation):
        why = f"a call that another program makes by the first need not fit: {before.message}"
        yield Change(operation=name, kind="refused", rating="breaks", why=why)


def _described(contract: Contract, name: str) -> Operation | WsdlError:
    try:
        return contract.operations[name]
    except WsdlError as exc:
        return exc


def _form(operation: Operation) -> str:
    return f"{operation.style}/encoded" if operation.encoded else operation.style


def _operation(before: Operation, after: Operation) -> Iterator[Change]:
    name = before.name
    if _form(before) != _form(after):
        yield Change(
            operation=name, kind="style", before=_form(before), after=_form(after), rating="breaks",
            why="the server expects the parameters in a message of another form",
        )  # fmt: skip
    for version in sorted(before.actions.keys() & after.actions.keys()):
        if before.actions[version] != after.actions[version]:
            yield Change(
                operation=name, kind="address", before=before.actions[version], after=after.actions[version],
                rating="breaks", why=f"the server expects another SOAP {version} action",
            )  # fmt: skip
    for version in sorted(before.actions.keys() - after.actions.keys()):
        yield Change(
            operation=name, kind="address", before=f"SOAP {version}", rating="breaks",
            why=f"the server has no SOAP {version} port for it",
        )  # fmt: skip
    if (before.namespace, before.input) != (after.namespace, after.input):
        yield Change(
            operation=name, kind="address", before=f"{{{before.namespace}}}{before.input}",
            after=f"{{{after.namespace}}}{after.input}", rating="loses data",
            why="the server looks for its parameters in another element, and takes all of them for null or zero",
        )  # fmt: skip
    if (before.returns, before.output, before.result) != (after.returns, after.output, after.result):
        yield Change(
            operation=name, kind="result", before=before.returns, after=after.returns, rating="breaks",
            why="the reply is of another form",
        )  # fmt: skip
    else:
        yield from _answers(name, before.answer, after.answer, set())
    place = _Place(name, after.writes, (before.namespace, after.namespace))
    yield from _parameters(place, before.parameters.values(), after.parameters.values())
    yield from _parameters(place, before.headers, after.headers)


@attrs.frozen
class _Place:
    """Where parameters are compared: in an operation, or inside one of its parameters.

    Attributes:
        operation: the operation's name.
        writes: whether it may change something.
        namespaces: those of the operation, before and after.
        inside: the path to the particles, with a point behind it; empty for parameters.
        seen: the pairs of types that were compared for this operation: each once, since a type may contain itself.
    """

    operation: str
    writes: bool
    namespaces: tuple[str, str]
    inside: str = ""
    seen: set[tuple[int, int]] = attrs.field(factory=set)

    def change(self, parameter: str, kind: str, rating: Rating, why: str, before: str = "", after: str = "") -> Change:
        path = (self.inside + parameter).rstrip(".") or None
        return Change(
            operation=self.operation, parameter=path, kind=kind, before=before, after=after, rating=rating, why=why
        )

    def into(self, before: Parameter, after: Parameter) -> Iterator[Change]:
        """Compare what is inside two parameters."""
        ours, theirs = before.particles, after.particles
        key = (id(ours), id(theirs))
        if before.is_complex and after.is_complex and key not in self.seen:
            self.seen.add(key)
            yield from _parameters(attrs.evolve(self, inside=f"{self.inside}{before.name}."), ours, theirs)


def _parameters(place: _Place, before: Iterable[Parameter], after: Iterable[Parameter]) -> Iterator[Change]:
    ours, theirs = {each.name: each for each in before}, {each.name: each for each in after}
    pairs = _paired(ours, theirs)
    for name, parameter in ours.items():
        partner = pairs.get(name)
        if partner is None:
            why = "the server ignores it silently: the value is dropped"
            yield place.change(name, "removed", "loses data", why)
            continue
        if partner.name != name:
            kind = "re-cased" if partner.name.casefold() == name.casefold() else "renamed"
            why = "the server ignores the old name silently and reads null or zero instead"
            yield place.change(name, kind, "loses data", why, name, partner.name)
        if _moved(place, parameter, partner):
            why = "the server looks for it in another namespace, and reads null or zero instead"
            old, new = parameter.declared.namespace, partner.declared.namespace
            yield place.change(name, "namespace", "loses data", why, old, new)
        for old, new, rating, why in ratings.shapes(parameter, partner):
            yield place.change(name, "retyped", rating, why, old, new)
        if parameter.null != partner.null:
            yield place.change(name, "null", *ratings.null(parameter, partner), parameter.null, partner.null)
        yield from place.into(parameter, partner)
    paired = {partner.name for partner in pairs.values()}
    for name, parameter in theirs.items():
        if name not in paired:
            yield place.change(name, "added", *ratings.added(parameter, writes=place.writes))
    yield from _choices(place, ours, theirs, pairs)
    order = [pairs[name].name for name in ours if name in pairs]
    if order != [name for name in theirs if name in paired]:
        why = "ASMX and .NET Core hosts find parameters by name; a strict server may refuse the order"
        yield place.change("", "reordered", "harmless", why, ", ".join(ours), ", ".join(theirs))


def _moved(place: _Place, before: Parameter, after: Parameter) -> bool:
    """Return whether a parameter is in another namespace, and not just with the operation that it is of."""
    namespaces = before.declared.namespace, after.declared.namespace
    return namespaces[0] != namespaces[1] and namespaces != place.namespaces


def _choices(
    place: _Place, before: Mapping[str, Parameter], after: Mapping[str, Parameter], pairs: Mapping[str, Parameter]
) -> Iterator[Change]:
    """Compare which of some parameters exclude each other, and whether one of them has to be there."""
    formerly = {partner.name: name for name, partner in pairs.items()}
    for rating, why, old, new in choice_changes.compared(
        before, {formerly.get(name, name): after[name] for name in after}
    ):
        yield place.change("", "choice", rating, why, old, new)


def _paired(before: Mapping[str, Parameter], after: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Find for each parameter its partner: the same name, else another letter case, else the place and type of one."""
    pairs = {name: after[name] for name in before if name in after}
    free = {name: each for name, each in after.items() if name not in pairs}
    for name in before:
        if name not in pairs:
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


def _answers(
    name: str, before: Iterable[Parameter], after: Iterable[Parameter], seen: set[tuple[int, int]], inside: str = ""
) -> Iterator[Change]:
    """Find what a reply has no longer."""
    theirs = {each.name: each for each in after}
    for each in before:
        partner = theirs.get(each.name)
        if partner is None:
            yield Change(
                operation=name, kind="result", before=inside + each.name, rating="breaks",
                why=f"the reply has no {inside}{each.name} any more",
            )  # fmt: skip
            continue
        key = (id(each.particles), id(partner.particles))
        if each.particles and key not in seen:
            seen.add(key)
            yield from _answers(name, each.particles, partner.particles, seen, f"{inside}{each.name}.")
