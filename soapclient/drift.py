"""Contract against contract: what a program written for one would meet at a server that has the other.

Each difference is rated by what happens to a call that was right for the first contract when the second one reads it:
"loses data" (it succeeds and does something else, silently), "breaks" (it fails), "harmless".

Source: the measured wire facts (docs/wire.md): an element whose name the operation does not have is ignored, a value
type that is left out is zero, `xsi:nil` on a plain string is an empty string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

import attrs

from .contract import Contract, Operation, Parameter
from .values import RANGES, TEXT_TYPES

Rating = Literal["loses data", "breaks", "harmless"]
RATINGS: Final[tuple[Rating, ...]] = ("loses data", "breaks", "harmless")


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two contracts.

    Attributes:
        operation: the operation's name in the first contract, or in the second where it is new.
        parameter: the parameter's name, likewise; None where the operation itself differs.
        kind: "added", "removed", "renamed", "re-cased", "reordered", "retyped", "null", "result" or "address".
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
        operation = first[each]
        if operation.name in second.operations:
            yield from _operation(operation, second.operations[operation.name])
        elif operation.name.casefold() in folded:
            after = folded[operation.name.casefold()]
            yield Change(
                operation=operation.name, kind="re-cased", before=operation.name, after=after, rating="breaks",
                why="the server does not know the name in this letter case",
            )  # fmt: skip
        else:
            yield Change(operation=operation.name, kind="removed", rating="breaks", why="the server does not have it")


def _operation(before: Operation, after: Operation) -> Iterator[Change]:
    name = before.name
    for version in sorted(before.actions.keys() & after.actions.keys()):
        if before.actions[version] != after.actions[version]:
            yield Change(
                operation=name, kind="address", before=before.actions[version], after=after.actions[version],
                rating="breaks", why=f"the server expects another SOAP {version} action",
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
    yield from _parameters(before, after)


def _parameters(before: Operation, after: Operation) -> Iterator[Change]:
    pairs = _paired(before, after)
    for parameter in before.parameters.values():
        partner = pairs.get(parameter.name)
        if partner is None:
            yield Change(
                operation=before.name, parameter=parameter.name, kind="removed", rating="loses data",
                why="the server ignores the element silently: the value is dropped",
            )  # fmt: skip
            continue
        if partner.name != parameter.name:
            same = partner.name.casefold() == parameter.name.casefold()
            yield Change(
                operation=before.name, parameter=parameter.name, kind="re-cased" if same else "renamed",
                before=parameter.name, after=partner.name, rating="loses data",
                why="the server ignores the old name silently and reads null or zero instead",
            )  # fmt: skip
        yield from _pair(before, parameter, partner)
    new = [each for each in after.parameters.values() if each.name not in {partner.name for partner in pairs.values()}]
    for parameter in new:
        rating, why = _added(after, parameter)
        yield Change(operation=before.name, parameter=parameter.name, kind="added", rating=rating, why=why)
    yield from _order(before, after, pairs)


def _paired(before: Operation, after: Operation) -> dict[str, Parameter]:
    """Find for each parameter its partner: the same name, else another letter case, else the place and type of one."""
    pairs = {name: after.parameters[name] for name in before.parameters if name in after.parameters}
    free = {name: each for name, each in after.parameters.items() if name not in pairs}
    for name in before.parameters:
        if name not in pairs:
            match = next((each for each in free if each.casefold() == name.casefold()), None)
            if match is not None:
                pairs[name] = free.pop(match)
    places_before, places_after = list(before.parameters), list(after.parameters)
    for place, name in enumerate(places_before):
        if name not in pairs and place < len(places_after):
            candidate = free.get(places_after[place])
            if candidate is not None and candidate.type == before.parameters[name].type:
                pairs[name] = free.pop(candidate.name)
    return pairs


def _added(operation: Operation, parameter: Parameter) -> tuple[Rating, str]:
    if parameter.null == "none" and parameter.type not in TEXT_TYPES:
        return "loses data", f"a call that does not send it sends zero, false or no date: it is {_a(parameter.type)}"
    if operation.writes and parameter.on_null in ("clears", "contradictory"):
        return "loses data", "leaving it out clears the field, or may"
    if parameter.required and parameter.on_null != "keeps":
        return "breaks", "the reference requires it"
    return "harmless", "a call that does not send it sends null"


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _pair(operation: Operation, before: Parameter, after: Parameter) -> Iterator[Change]:
    if before.type != after.type:
        rating, why = _retyped(before.type, after.type)
        yield Change(
            operation=operation.name, parameter=before.name, kind="retyped", before=before.type, after=after.type,
            rating=rating, why=why,
        )  # fmt: skip
    if before.null != after.null:
        rating, why = _null(before, after)
        yield Change(
            operation=operation.name, parameter=before.name, kind="null", before=before.null, after=after.null,
            rating=rating, why=why,
        )  # fmt: skip


def _retyped(before: str, after: str) -> tuple[Rating, str]:
    if after in TEXT_TYPES:
        return "harmless", "the server reads any text"
    if before in RANGES and after in RANGES and _within(before, after):
        return "harmless", "every value of the old type is one of the new"
    return "breaks", "a value of the old type need not be one of the new: the server refuses it"


def _within(before: str, after: str) -> bool:
    (low, high), (least, most) = RANGES[before], RANGES[after]
    low_fits = least is None or (low is not None and low >= least)
    return low_fits and (most is None or (high is not None and high <= most))


def _null(before: Parameter, after: Parameter) -> tuple[Rating, str]:
    text = after.type in TEXT_TYPES
    if before.null == "none":
        return "harmless", "null could not be said before"
    if before.null == "nil":
        if after.null == "none" and not text:
            return "breaks", "the server refuses xsi:nil for it"
        return ("loses data", "xsi:nil now clears it") if text else ("harmless", "the server reads xsi:nil as null")
    if after.null == "none" and not text:
        return "loses data", "left out, it is now zero, false or no date"
    return "harmless", "left out, it is still null"


def _order(before: Operation, after: Operation, pairs: dict[str, Parameter]) -> Iterator[Change]:
    ours = [pairs[name].name for name in before.parameters if name in pairs]
    theirs = [name for name in after.parameters if name in set(ours)]
    if ours != theirs:
        yield Change(
            operation=before.name,
            kind="reordered",
            before=", ".join(before.parameters),
            after=", ".join(after.parameters),
            rating="harmless",
            why="ASMX and .NET Core hosts find parameters by name; a strict server may refuse the order",
        )
