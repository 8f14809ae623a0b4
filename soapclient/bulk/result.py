"""The outcome of a run: of each row, and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

import attrs

from ..contract.plain import Plain
from ..errors import SoapClientError

Status = Literal["done", "same", "failed", "unknown", "moved", "differs", "unsent"]

# A row with one of these is not looked at again when the run is resumed.
FINAL: Final = frozenset({"done", "same", "failed", "moved", "differs"})
GOOD: Final = frozenset({"done", "same"})


@attrs.frozen(kw_only=True)
class RowResult(Plain):
    """What became of one row.

    Attributes:
        number: its place in the input, from 1.
        line: its line in the input.
        key: what the row is about, as its key column says.
        status: "done"; "same" (nothing to change); "failed" (it cannot be done, or the service refused); "unknown" (no
            answer came: it may have been done); "moved" (others changed the value since the plan, so it was left);
            "differs" (done, and read back otherwise); "unsent" (not begun, or not reached: to be resumed).
        error: why, where it is not done.
    """

    number: int
    line: int
    key: str
    status: Status
    error: SoapClientError | None = None

    @property
    def ok(self) -> bool:
        """Whether the row is as planned."""
        return self.status in GOOD


@attrs.frozen(kw_only=True)
class BulkResult(Plain):
    """What a run did.

    Attributes:
        results: one for each row, in the order of the input.
        stopped: why the run ended before its end; empty if it did not.
        journal: the path of its journal, if it has one.
        error: what stopped it, where that was an error of no single row, such as a server that is away.
    """

    ALSO = ("counts", "ok")

    results: Sequence[RowResult] = attrs.field(repr=False)
    stopped: str = ""
    journal: str | None = None
    error: SoapClientError | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each status."""
        return dict(sorted(Counter(each.status for each in self.results).items()))

    @property
    def ok(self) -> bool:
        """Whether every row is as planned."""
        return all(each.ok for each in self.results)
