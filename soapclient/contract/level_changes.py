"""Compare two messages level by level; each pair of types is compared once for all operations.

A level is the content of one type. For a pair of levels the differences and the levels below are kept. This shows which
pairs have a difference anywhere below, and only those are walked for an operation: types that contain each other, or
are connected in many ways, cost no more than each of them once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

import attrs

from .parameter import Parameter
from .rating import Rating

Parameters = tuple[Parameter, ...]


class Found(NamedTuple):
    """One difference: its path below the compared messages, and its facts; see `Change`."""

    path: str
    kind: str
    rating: Rating
    why: str
    before: str = ""
    after: str = ""


class Compared(NamedTuple):
    """The settings of a comparison of levels.

    Attributes:
        direction: "request", which the server reads, or "answer", which the program reads.
        writes: whether the operation may change something.
        before: the namespace of the operation.
        after: the same in the second contract.
        by_name: whether the server is known to read texts by name, and missing ones as null.
    """

    direction: Literal["request", "answer"]
    writes: bool
    before: str
    after: str
    by_name: bool = False


class Below(NamedTuple):
    """Two levels below a level: the step to them, and their content."""

    step: str
    before: Parameters
    after: Parameters


Level = tuple[tuple[Found, ...], tuple[Below, ...]]
_Key = tuple[Compared, int, int]


@attrs.define(eq=False)
class _Pair:
    """A pair of levels; `held` keeps them alive, because their ids are the key."""

    own: tuple[Found, ...]
    below: list[tuple[str, _Key]]
    held: tuple[Parameters, Parameters]
    differs: bool | None = None


class Levels:
    """The compared pairs of levels of two contracts.

    Args:
        compared: the function that compares two levels, by direction.
    """

    def __init__(self, compared: Mapping[str, Callable[[Compared, Parameters, Parameters], Level]]) -> None:
        self._compared = compared
        self._pairs: dict[_Key, _Pair] = {}

    def found(self, how: Compared, before: Parameters, after: Parameters) -> Iterator[Found]:
        """List the differences in two levels and below them, each pair of levels once, with its path."""
        if not before and not after:
            return
        start = how, id(before), id(after)
        self._read(start, before, after)
        seen = {start}
        waiting: list[tuple[str, _Key]] = [("", start)]
        while waiting:
            inside, key = waiting.pop()
            pair = self._pairs[key]
            if not pair.differs:
                continue
            for each in pair.own:
                yield each._replace(path=(inside + each.path).rstrip("."))
            for step, other in reversed(pair.below):
                if other not in seen:
                    seen.add(other)
                    waiting.append((f"{inside}{step}.", other))

    def _read(self, start: _Key, before: Parameters, after: Parameters) -> None:
        """Compare all levels below two that are not yet compared, and find those with a difference below them."""
        new: list[_Key] = []
        above: dict[_Key, list[_Key]] = defaultdict(list)
        waiting = [(start, before, after)]
        while waiting:
            key, ours, theirs = waiting.pop()
            if key in self._pairs:
                continue
            own, inside = self._compared[key[0].direction](key[0], ours, theirs)
            pair = self._pairs[key] = _Pair(own, [], (ours, theirs))
            new.append(key)
            for each in inside:
                other = key[0], id(each.before), id(each.after)
                pair.below.append((each.step, other))
                above[other].append(key)
                waiting.append((other, each.before, each.after))
        dirty = [key for key in new if self._pairs[key].own]
        dirty += [key for key in above if self._pairs[key].differs]
        seen = set(dirty)
        while dirty:
            for key in above.get(dirty.pop(), ()):
                if key not in seen:
                    seen.add(key)
                    dirty.append(key)
        for key in new:
            self._pairs[key].differs = key in seen
