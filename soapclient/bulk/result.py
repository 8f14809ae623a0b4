"""The outcome of a run, for each row and in total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

import attrs

from ..contract.plain import Plain
from ..errors import SoapClientError

Status = Literal["done", "same", "failed", "unknown", "moved", "differs", "unsent"]

# Rows with these statuses are skipped when the run is resumed.
FINAL: Final = frozenset({"done", "same", "failed", "moved", "differs"})
GOOD: Final = frozenset({"done", "same"})


@attrs.frozen(kw_only=True)
class RowResult(Plain):
    """The outcome of one row.

    Attributes:
        number: its position in the input, from 1.
        line: its line in the input.
        key: the value of its key column.
        status: "done"; "same" (nothing to change); "failed" (it cannot be done, or the service refused); "unknown" (no
            answer came: it may have been done); "moved" (others changed the value since the plan, so it was left);
            "differs" (done, but read back differently); "unsent" (not started, or not reached: resume the run).
        error: the reason if it is not done.
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
    """The result of a run.

    Attributes:
        results: one for each row, in the order of the input.
        stopped: why the run ended early; empty if it did not.
        journal: the path of its journal, if it has one.
        error: the error that stopped it, if it does not belong to a single row, such as an unreachable server.
    """

    ALSO = ("counts", "ok")

    results: Sequence[RowResult] = attrs.field(repr=False)
    stopped: str = ""
    journal: str | None = None
    error: SoapClientError | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows with each status."""
        return dict(sorted(Counter(each.status for each in self.results).items()))

    @property
    def ok(self) -> bool:
        """Whether every row is as planned."""
        return all(each.ok for each in self.results)
