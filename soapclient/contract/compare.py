"""Compare two contracts: the effects on a program that uses the first when the server has the second.

Each difference is rated by its effect on a correct call of the first contract that is read by the second, or on a
program that reads replies of the second by the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ..errors import WsdlError
from . import answer_changes, request_changes
from .contract import Contract
from .level_changes import Compared, Found, Levels
from .model import Aside, Operation, Parameter
from .rating import RATINGS, Rating


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two contracts.

    Attributes:
        operation: the operation's name in the first contract; in the second if it is new.
        parameter: the parameter's name, likewise, with its path if it is inside another: "buyer.name"; None if the
            operation itself differs.
        kind: "added", "removed", "renamed", "re-cased", "reordered", "retyped", "namespace", "null", "occurs",
            "default", "fixed", "facets", "derived", "choice", "together", "result", "fault", "policy", "address",
            "style" or "refused".
        before: the fact in the first contract.
        after: the fact in the second contract.
        rating: "loses data", "breaks" or "harmless".
        why: the effect, in a sentence.
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
    """List the differences that affect a program that uses `first` when the server has `second`.

    Args:
        first: the contract that the program uses.
        second: the contract of the server.
        operations: only these operations of `first`; by default all of both.

    Returns:
        The changes, the worst first, then by operation.

    Raises:
        UnknownOperation: `first` does not have one of these operations.
    """
    comparison = _Comparison(first, second)
    found = list(comparison.all() if operations is None else comparison.some(operations))
    return tuple(sorted(found, key=lambda change: (RATINGS.index(change.rating), change.operation.casefold())))


class _Comparison:
    """Compares two contracts; shared parts of operations are compared once.

    Args:
        first: the contract that the program uses.
        second: the contract of the server.
    """

    def __init__(self, first: Contract, second: Contract) -> None:
        self._first = first
        self._second = second
        self._levels = Levels({"request": request_changes.level, "answer": answer_changes.level})

    def all(self) -> Iterator[Change]:
        """List the differences of all operations."""
        yield from self.some(self._first)
        folded = {name.casefold() for name in self._first}
        for name in self._second:
            if name.casefold() not in folded:
                yield Change(
                    operation=name,
                    kind="added",
                    rating="harmless",
                    why="new operation; existing programs do not call it",
                )

    def some(self, operations: Iterable[str]) -> Iterator[Change]:
        """List the differences of some operations of the first contract."""
        folded = {name.casefold(): name for name in self._second}
        for each in operations:
            name = self._first.python_names.get(each, each)
            before = _described(self._first, name)
            if name in self._second.operations:
                yield from self._both(name, before, _described(self._second, name))
            elif name.casefold() in folded:
                yield Change(
                    operation=name, kind="re-cased", before=name, after=folded[name.casefold()], rating="breaks",
                    why="the server does not have the name in this letter case",
                )  # fmt: skip
            else:
                yield Change(operation=name, kind="removed", rating="breaks", why="the server does not have it")

    def _both(self, name: str, before: Operation | WsdlError, after: Operation | WsdlError) -> Iterator[Change]:
        """Compare an operation of both contracts; nothing can be compared if neither can use it."""
        if isinstance(before, Operation) and isinstance(after, Operation):
            yield from _operation(before, after)
            yield from self._messages(before, after)
        elif isinstance(after, WsdlError) and isinstance(before, Operation):
            yield Change(operation=name, kind="refused", rating="breaks", why=after.message)
        elif isinstance(before, WsdlError) and isinstance(after, Operation):
            why = f"a call that another program makes by the first need not fit: {before.message}"
            yield Change(operation=name, kind="refused", rating="breaks", why=why)

    def _messages(self, before: Operation, after: Operation) -> Iterator[Change]:
        """Compare the content of an operation's messages."""
        facts = (after.writes, before.namespace, after.namespace, after.message is None)
        requests = Compared("request", *facts)
        sent = self._levels.found(requests, tuple(before.parameters.values()), tuple(after.parameters.values()))
        yield from _changes(before.name, (*sent, *self._levels.found(requests, before.headers, after.headers)))
        answers = Compared("answer", *facts)
        old, new = before.aside, after.aside
        if before.one_way == after.one_way:
            yield from _results(before.name, "", self._levels.found(answers, before.answer, after.answer))
            yield from _results(before.name, "header ", self._levels.found(answers, old.headers, new.headers))
        yield from self._faults(before.name, answers, old, new)
        yield from _policies(before.name, old, new)

    def _faults(self, name: str, answers: Compared, before: Aside, after: Aside) -> Iterator[Change]:
        if before.unread or after.unread:
            if bool(before.unread) != bool(after.unread):
                why = f"the declared faults cannot be compared: {before.unread or after.unread}"
                yield Change(operation=name, kind="fault", rating="breaks", why=why)
            return
        ours, theirs = _by_detail(before), _by_detail(after)
        for key, (fault, detail) in ours.items():
            if key not in theirs:
                why = f"the fault {fault} is no longer declared: a program that handles it will not get it"
                yield Change(operation=name, kind="fault", before=fault, rating="harmless", why=why)
                continue
            found = self._levels.found(answers, (detail,), (theirs[key][1],))
            yield from _results(name, f"fault {fault}: ", found, kind="fault")
        for key, (fault, _) in theirs.items():
            if key not in ours:
                why = f"a call may fail with the fault {fault}, which existing programs do not know"
                yield Change(operation=name, kind="fault", after=fault, rating="breaks", why=why)


def _described(contract: Contract, name: str) -> Operation | WsdlError:
    try:
        return contract.operations[name]
    except WsdlError as exc:
        return exc


def _changes(name: str, found: Iterable[Found]) -> Iterator[Change]:
    for each in found:
        yield Change(
            operation=name, parameter=each.path or None, kind=each.kind, before=each.before, after=each.after,
            rating=each.rating, why=each.why,
        )  # fmt: skip


def _results(name: str, place: str, found: Iterable[Found], kind: str = "result") -> Iterator[Change]:
    """Describe a difference in an answer, whose fields are not parameters: the text has the path."""
    for each in found:
        path = f"{place}{each.path}".rstrip(": ")
        before, after = (f"{path}: {text}" if text else path for text in (each.before, each.after))
        yield Change(
            operation=name, kind=kind, before="" if each.kind == "added" else before,
            after="" if each.kind == "removed" else after, rating=each.rating, why=f"{path}: {each.why}",
        )  # fmt: skip


def _by_detail(aside: Aside) -> dict[tuple[str, str], tuple[str, Parameter]]:
    """Return the declared faults by the element in their detail, by which programs tell them apart."""
    return {(each.detail.name, each.detail.declared.namespace): (each.name, each.detail) for each in aside.faults}


def _policies(name: str, before: Aside, after: Aside) -> Iterator[Change]:
    ours, theirs = ({each.name: each for each in aside.policies if each.required} for aside in (before, after))
    for policy in theirs.keys() - ours.keys():
        known = "" if theirs[policy].supported else ", which this client does not support"
        why = f"the service now requires {policy}{known}: a call without it is refused"
        yield Change(operation=name, kind="policy", after=policy, rating="breaks", why=why)
    for policy in ours.keys() - theirs.keys():
        why = f"the service no longer requires {policy}"
        yield Change(operation=name, kind="policy", before=policy, rating="harmless", why=why)


def _operation(before: Operation, after: Operation) -> Iterator[Change]:
    """Compare the facts of an operation outside its messages."""
    name = before.name
    styles = [f"{each.style}/encoded" if each.encoded else each.style for each in (before, after)]
    if styles[0] != styles[1]:
        yield Change(
            operation=name, kind="style", before=styles[0], after=styles[1], rating="breaks",
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
            why="the server looks for the parameters in another element, and reads all of them as null or zero",
        )  # fmt: skip
    if before.one_way != after.one_way:
        why = "there is no answer any more" if after.one_way else "there is now an answer, which may be a refusal"
        yield Change(operation=name, kind="result", before=_form(before), after=_form(after), rating="breaks", why=why)
    elif before.output != after.output:
        yield Change(
            operation=name, kind="result", before=before.output or "nothing", after=after.output or "nothing",
            rating="breaks", why="the reply has another form",
        )  # fmt: skip
    elif _moved(before, after):
        yield Change(
            operation=name, kind="result", before=" ".join(before.outputs), after=" ".join(after.outputs),
            rating="breaks", why="the reply is another element",
        )  # fmt: skip


def _form(operation: Operation) -> str:
    return "one-way" if operation.one_way else "an answer"


def _moved(before: Operation, after: Operation) -> bool:
    """Return whether an answer has another namespace, not only together with the operation."""
    with_it = before.namespace != after.namespace
    names = [
        [each.replace(f"{{{one.namespace}}}", "{}") if with_it else each for each in one.outputs]
        for one in (before, after)
    ]
    return names[0] != names[1]
