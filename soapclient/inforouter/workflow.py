"""The base of workflows: calls of several operations, written once as flows for both faces.

Each step of an update is one operation. It keeps the other values by null where null keeps, otherwise by reading the
current values and sending them again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..calls.caller import Caller
from ..calls.faces import Awaited, Called, Carrier, Face
from ..calls.flow import Flow
from ..calls.proxy import asked
from ..contract.contract import Contract
from ..errors import SoapClientError, UnexpectedReply
from ..wire.secret import unseen
from . import read_back
from .changes import FieldChange, made
from .fields import UPDATES
from .read_back import spelled
from .reply import Reply
from .steps import Nulls, Plan, Step, check

if TYPE_CHECKING:
    import os
    import threading

    from ..bulk.actions import BulkJournal, BulkPlan
    from ..bulk.async_actions import AsyncBulkJournal, AsyncBulkPlan
    from ..bulk.target import Target
    from ..replies.sinks import ByteSink
    from .models.entity import Entity


class Workflows(Face):
    """The workflows for one kind of thing, made of several operations.

    Args:
        caller: makes calls.
        carrier: runs flows.
        server: the server's name in plans.
        nulls: how to keep a value: send null, or, where null cannot be sent, refuse or read the value.
    """

    def __init__(self, caller: Caller, carrier: Carrier, server: str = "", nulls: Nulls = "say") -> None:
        self._caller = caller
        self.carrier = carrier
        self.server: str = server
        self._nulls: Nulls = nulls

    @property
    def contract(self) -> Contract:
        """The contract that calls are bound to; see `Client.contract`."""
        return self._caller.contract

    def _call(self, name: str, into: ByteSink | None = None, /, **arguments: Any) -> Flow[Reply]:
        """Call an operation by the reference's parameter names, whatever their letter case in this contract.

        Args:
            name: the operation.
            into: the target for the bytes of its answer; see `Caller.call`.
            arguments: its arguments.
        """
        operation = self._caller.find(name)
        said: Mapping[str, Any] = arguments
        if any(type(value) is str and value[:1] == "~" for value in arguments.values()):
            said = yield from self._by_path(operation.name, arguments)
        reply: Reply = yield from self._caller.call(operation, spelled(operation, said), into=into)
        return reply

    def _by_path(self, operation: str, arguments: Mapping[str, Any]) -> Flow[Mapping[str, Any]]:
        """Return arguments with a document's path instead of a number, if the operation does not take numbers."""
        from . import by_number  # for a document that is named by its number only

        name = by_number.to_resolve(operation, arguments)
        if not name:
            return arguments
        return {**arguments, name: (yield from by_number.resolved(self._call, arguments[name], operation))}

    def _step(self, step: Step, current: Mapping[str, Any]) -> Flow[None]:
        """Make the call of a step, with the current values that it sends again."""
        operation = self._caller.find(step.operation)
        again = spelled(operation, current)
        yield from self._caller.call(operation, spelled(operation, step.arguments) | again, again)

    def _ask(self, name: str, /, **arguments: Any) -> Flow[bool]:
        """Call an operation that answers yes or no."""
        operation = self._caller.find(name)
        said: Mapping[str, Any] = arguments
        if any(type(value) is str and value[:1] == "~" for value in arguments.values()):
            said = yield from self._by_path(operation.name, arguments)
        answer = yield from asked(self._caller, operation, spelled(operation, said))
        return bool(answer)

    def _check_cleared(self, plan: Plan) -> None:
        """Refuse a plan before its first step if a form cannot clear what a later step clears.

        Raises:
            NullNotAllowed: the plan has such a step; see `Caller.cleared`.
        """
        if self._nulls == "say":
            return
        for step in plan.steps:
            operation = self._caller.find(step.operation)
            self._caller.cleared(operation, check(operation, step))

    def _carry_out(
        self, plan: Plan, read: Callable[[], Flow[Entity]]
    ) -> Flow[tuple[dict[str, Any], tuple[FieldChange, ...]]]:
        """Carry out a plan.

        Args:
            plan: the plan.
            read: reads the current state of the thing.

        Returns:
            Everything that was sent, the last value of each parameter; and the fields that were changed.
        """
        self._check_cleared(plan)
        done: list[str] = []
        sent: dict[str, Any] = {}
        changes: list[FieldChange] = []
        for step in plan.steps:
            try:
                current: dict[str, Any] = {}
                thing: Entity | None = None
                if step.resends:
                    thing = yield from read()
                    current = read_back.current(UPDATES[step.operation], step.operation, thing, step.resends)
                yield from self._step(step, current)
            except SoapClientError as exc:
                exc.done = tuple(done)
                raise
            done += [step.operation]
            sent |= {**step.arguments, **current}
            changes += made(step.operation, step.arguments, thing)
        return sent, tuple(changes)

    def _verify(self, plan: Plan, sent: Mapping[str, Any], read: Callable[[], Flow[Entity]]) -> Flow[None]:
        """Read a thing back, and compare it with what was sent.

        Args:
            plan: the completed plan.
            sent: the result of `_carry_out`.
            read: reads the current state of the thing.

        Raises:
            UnexpectedReply: a field has another value; `done` names the operations that were made.
        """
        try:
            now = yield from read()
        except SoapClientError as exc:
            exc.done = plan.operations
            raise
        wrong = [problem for step in plan.steps for problem in read_back.different(step.operation, sent, now)]
        if wrong:
            name = plan.steps[-1].operation
            error = UnexpectedReply(f"{name}: read back, {'; '.join(wrong)}", operation=name, maybe_applied=True)
            error.done = plan.operations
            raise error

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class BulkUpdates(Workflows, Called, ABC):
    """Workflows whose updates can be planned in bulk."""

    @abstractmethod
    def _target(self) -> Target: ...

    def plan_bulk(
        self,
        rows: Iterable[Any],
        *,
        blind: bool = False,
        workers: int = 4,
        patience: float = 120,
        source: str = "",
        progress: Callable[[int], object] | None = None,
        stop: threading.Event | None = None,
    ) -> BulkPlan:
        """Plan many updates: read the current values, change nothing.

        Args:
            rows: a `RowFile`, or mappings of the fields of `update` and the key: `user_name`, the user's current name,
                or `path`, the document's path or number. A blank text keeps, as None and `KEEP` do; `CLEAR` or the
                text "!clear" clears.
            blind: plan without reading: without old values, and so without an undo.
            workers: the number of parallel reads.
            patience: for how many seconds to retry a read while the server is unreachable.
            source: the origin of the rows, for the plan's header.
            progress: called with the number of rows planned so far.
            stop: an event that ends the planning when it is set; a failing check of it ends the planning too.

        Returns:
            The plan, to review and apply.

        Raises:
            BulkError: a row cannot be used, or planning was stopped.
            SoapClientError: the server cannot be reached or refuses the login.
        """
        from ..bulk.actions import BulkPlan
        from ..bulk.pacing import Pacing
        from ..bulk.planner import plan_rows

        pacing = Pacing(workers=workers, patience=patience, progress=progress, stop=stop)
        try:
            with unseen(SoapClientError):
                return plan_rows(self._target(), rows, pacing, blind=blind, source=source, kind=BulkPlan)
        finally:
            del rows  # they may hold secrets; keep them out of crash reports

    def load_plan(self, path: str | os.PathLike[str]) -> BulkPlan:
        """Load a saved plan; see `BulkPlan.load`."""
        from ..bulk.actions import BulkPlan
        from ..bulk.target import only

        return BulkPlan.load(path, only(self._target()))

    def open_journal(self, path: str | os.PathLike[str]) -> BulkJournal:
        """Open the journal of a run, to resume or undo it; see `BulkJournal`."""
        from ..bulk.actions import BulkJournal
        from ..bulk.target import only

        return BulkJournal.open(path, only(self._target()))


class AsyncBulkUpdates(Workflows, Awaited, ABC):
    """The asynchronous form of it."""

    @abstractmethod
    def _called(self) -> BulkUpdates:
        """Return the synchronous face: a bulk run has its own threads."""

    async def plan_bulk(
        self,
        rows: Iterable[Any] | AsyncIterable[Any],
        *,
        blind: bool = False,
        workers: int = 4,
        patience: float = 120,
        source: str = "",
        progress: Callable[[int], object] | None = None,
    ) -> AsyncBulkPlan:
        """Plan many updates; see `Users.plan_bulk`. To stop it, cancel the task.

        Args:
            rows: as there; also an asynchronous iterable.
            blind: as there.
            workers: as there.
            patience: as there.
            source: as there.
            progress: as there; it is called in the event loop.
        """
        from ..bulk.async_actions import planned

        options = {"blind": blind, "workers": workers, "patience": patience, "source": source}
        try:
            with unseen(SoapClientError):
                return await planned(self._called().plan_bulk, rows, progress=progress, **options)
        finally:
            del rows  # as in `BulkUpdates.plan_bulk`

    async def load_plan(self, path: str | os.PathLike[str]) -> AsyncBulkPlan:
        """Load a saved plan; see `BulkPlan.load`."""
        from ..bulk.async_actions import loaded

        return await loaded(self._called().load_plan, path)

    async def open_journal(self, path: str | os.PathLike[str]) -> AsyncBulkJournal:
        """Open the journal of a run, to resume or undo it; see `BulkJournal`."""
        from ..bulk.async_actions import opened

        return await opened(self._called().open_journal, path)
