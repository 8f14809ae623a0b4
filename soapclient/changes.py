"""What an update of a stored thing is made of: steps that are planned, shown, then carried out one after the other.

Each step is one operation. What it does not change it keeps: by null where null keeps, else by reading the current
value just before and sending it again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

import attrs

from . import request
from .contract import Contract, Operation
from .errors import SoapClientError, UnexpectedReply
from .reply import Reply
from .service import Service
from .values import CLEAR, KEEP, check_text

if TYPE_CHECKING:
    import os
    import threading

    from .bulk.journal import BulkJournal
    from .bulk.plan import BulkPlan
    from .bulk.target import Target

Nulls = Literal["say", "refuse", "read"]
_RESENT: Final = "the current value"


@attrs.frozen(kw_only=True)
class Step:
    """One operation of a planned update.

    Attributes:
        operation: its name.
        arguments: what it will be called with, by the reference's parameter names; one to keep by null is `KEEP`.
        resends: the parameters whose current value is read just before and sent again, since null is not said to keep.
    """

    operation: str
    arguments: Mapping[str, Any]
    resends: tuple[str, ...] = ()

    @property
    def keeps(self) -> tuple[str, ...]:
        """The parameters that null keeps."""
        return tuple(name for name, value in self.arguments.items() if value is KEEP)


@attrs.frozen(kw_only=True)
class Plan:
    """What an update will do: its steps in order, with the values to be sent."""

    READS: ClassVar[str] = ""

    steps: tuple[Step, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations in order, with the one that reads where current values are read first."""
        names: list[str] = []
        for step in self.steps:
            names += [self.READS, step.operation] if step.resends else [step.operation]
        return tuple(names)

    @property
    def resends(self) -> tuple[str, ...]:
        """The parameters whose current value is read just before and sent again."""
        return tuple(parameter for step in self.steps for parameter in step.resends)


@attrs.frozen(kw_only=True)
class Result:
    """What an update did.

    Attributes:
        operations: the operations that were called, in order.
        resent: the parameters whose current value was read just before and sent again.
    """

    operations: tuple[str, ...]
    resent: tuple[str, ...] = ()

    @property
    def atomic(self) -> bool:
        """Whether it was one call, with nothing read and sent again: if not, another's change may be undone."""
        return len(self.operations) == 1


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
        from .bulk.planner import plan_rows

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
        from .bulk.plan import BulkPlan
        from .bulk.target import only

        return BulkPlan.load(path, only(self._target()))

    def open_journal(self, path: str | os.PathLike[str]) -> BulkJournal:
        """Open the journal of a run, to resume it or take it back; see `BulkJournal`."""
        from .bulk.journal import BulkJournal
        from .bulk.target import only

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


def check(operation: Operation, step: Step) -> None:
    """Bind every argument now, so that a contract that differs is told before the first step is made.

    Raises:
        ArgumentError: this contract's operation has not the parameters that the step gives it.
        NullNotAllowed: what is to be kept cannot be kept by null.
    """
    arguments = {**step.arguments, **dict.fromkeys(step.resends, _RESENT)}
    request.bind(operation, {operation.spell(name): value for name, value in arguments.items()})


def unknown(given: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """Say which fields there are not."""
    return [f"there is no field {field!r}; the fields are: {', '.join(known)}" for field in given if field not in known]


def to_change(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are to be changed: not those that are `KEEP` or None."""
    return {key: value for key, value in given.items() if value is not KEEP and value is not None}


def text_problems(field: str, value: Any, *, required: bool = False) -> Iterator[str]:
    """Say what is wrong with the text to be given to a field."""
    if value is CLEAR or value == "":
        if required:
            yield f"{field}: cannot be empty"
    elif not isinstance(value, str):
        yield f"{field}: {type(value).__name__} where text is wanted: pass it as a str"
    else:
        try:
            check_text(value)
        except ValueError as exc:
            yield f"{field}: {exc}"


def _current(step: Step, reads: str, found: Any, fields: Mapping[str, str]) -> dict[str, str]:
    values = {parameter: getattr(found, fields[parameter]) for parameter in step.resends}
    missing = [parameter for parameter, value in values.items() if value is None]
    if missing:
        raise UnexpectedReply(
            f"{step.operation}: {reads} does not tell the current value for {', '.join(missing)}, "
            "so it could not be kept; the operation was not called",
            operation=step.operation,
        )
    return values
