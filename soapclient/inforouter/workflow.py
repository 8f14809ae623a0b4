"""What an update of a stored thing is made of: steps that are planned, shown, then carried out one after the other.

Each step is one operation. What it does not change it keeps: by null where null keeps, else by reading the current
value just before and sending it again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..contract.contract import Contract
from ..errors import SoapClientError
from ..replies.reply import Reply
from ..service import Service
from .steps import Nulls, Plan, _current

if TYPE_CHECKING:
    import os
    import threading

    from ..bulk.journal import BulkJournal
    from ..bulk.plan import BulkPlan
    from ..bulk.target import Target


class Workflows(ABC):
    """What a server can do with one kind of thing, by several of its operations."""

    def __init__(
        self, service: Service, contract: Callable[[], Contract], server: str = "", nulls: Nulls = "say"
    ) -> None:
        self._service = service
        self._contract = contract
        self.server: str = server
        self._nulls = nulls

    @property
    def contract(self) -> Contract:
        """The contract that calls are bound to; see `Client.contract`."""
        return self._contract()

    def _call(self, name: str, /, **arguments: Any) -> Reply:
        """Call an operation by the reference's parameter names, whatever their letter case in this contract."""
        proxy = self._service[name]
        return proxy.reply(**{proxy.operation.spell(key): value for key, value in arguments.items()})

    def _ask(self, name: str, /, **arguments: Any) -> bool:
        """Ask an operation that answers yes or no."""
        proxy = self._service[name]
        return bool(proxy(**{proxy.operation.spell(key): value for key, value in arguments.items()}))

    def plan_bulk(
        self,
        rows: Iterable[Any],
        *,
        blind: bool = False,
        workers: int = 4,
        patience: float = 120,
        source: str = "",
        progress: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkPlan:
        """Plan the updates of many: read what they have now, change nothing.

        Args:
            rows: a `RowFile`, or mappings of the fields of `update` and the key: `user_name`, the user's present name,
                or `path`, the document's path or number. A blank text keeps, as None and `KEEP` do; `CLEAR` or the
                text "!clear" clears.
            blind: plan without reading: no values before, and so no undo.
            workers: how many are read at once.
            patience: for how many seconds a read is tried again while the server is away.
            source: what the rows were read from, for the plan's header.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; one that fails sets it too.

        Returns:
            The plan, to be looked at and applied.

        Raises:
            BulkError: a row cannot be used, or it was stopped.
            SoapClientError: the server cannot be reached, or lets nobody in.
        """
        from ..bulk.planner import plan_rows

        return plan_rows(
            self._target(),
            rows,
            blind=blind,
            workers=workers,
            patience=patience,
            source=source,
            progress=progress,
            stop=stop,
        )

    def load_plan(self, path: str | os.PathLike[str]) -> BulkPlan:
        """Read a plan that was saved; see `BulkPlan.load`."""
        from ..bulk.plan import BulkPlan
        from ..bulk.target import only

        return BulkPlan.load(path, only(self._target()))

    def open_journal(self, path: str | os.PathLike[str]) -> BulkJournal:
        """Open the journal of a run, to resume it or take it back; see `BulkJournal`."""
        from ..bulk.journal import BulkJournal
        from ..bulk.target import only

        return BulkJournal.open(path, only(self._target()))

    @abstractmethod
    def _target(self) -> Target: ...

    def _carry_out(self, plan: Plan, read: Callable[[], Any], fields: Mapping[str, str]) -> dict[str, Any]:
        """Carry out a plan.

        Args:
            plan: the plan.
            read: how to read the thing as it is now.
            fields: its attributes, by the names of the parameters that they are sent again as.

        Returns:
            Everything that was sent, the last value of each parameter.
        """
        done: list[str] = []
        sent: dict[str, Any] = {}
        for step in plan.steps:
            try:
                arguments = dict(step.arguments)
                if step.resends:
                    arguments |= _current(step, plan.READS, read(), fields)
                self._call(step.operation, **arguments)
            except SoapClientError as exc:
                exc.done = tuple(done)
                raise
            done += [step.operation]
            sent |= arguments
        return sent

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
