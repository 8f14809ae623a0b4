"""Stored workflows and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import attrs

from ..behaviour import Call
from ..content.dates import now
from ..content.folders import library
from ..messages import DENIED, Refusal, Wording
from ..store import Store
from .wordings import NO_FLOW, NO_LIBRARY, NO_TASK

OPEN: Final = ("InProgress", "DueDateChanged")


@attrs.frozen
class FlowDef:
    """The definition of a workflow; `library` is the name of its library."""

    flow_def_id: int
    library: str
    name: str
    active_folder_id: int
    move_to: str
    event_url: str
    hide: bool = attrs.field(converter=bool)
    active: bool = attrs.field(converter=bool)
    supervisor_id: int


@attrs.frozen
class FlowStep:
    """A step of a definition, numbered from 1."""

    flow_def_id: int
    number: int
    name: str
    move_to: int


@attrs.frozen
class FlowTask:
    """A task of a step; the deadline is in hours, permissions and users are lists separated by blanks."""

    task_def_id: int
    flow_def_id: int
    step_number: int
    name: str
    instruction: str
    deadline: int
    priority: int
    permissions: str
    user_ids: str


@attrs.frozen
class RunningFlow:
    """A document in a workflow; `finished` is "" until it ends."""

    workflow_id: int
    flow_def_id: int
    name: str
    document_id: int
    started: str
    finished: str
    submitted_by_id: int
    step_number: int
    step_name: str


@attrs.frozen
class StoredTask:
    """A user's task on a document; workflow 0 means outside a workflow."""

    task_id: int
    workflow_id: int
    document_id: int
    step_number: int
    step_name: str
    task_def_id: int
    name: str
    instruction: str
    comments: str
    started: str
    finished: str
    due: str
    deadline: int
    priority: int
    status: str
    approval: int
    assignee_id: int
    assigned_by_id: int
    start_version: int
    end_version: int
    linked_task_id: int
    redirected_from_id: int = 0

    @property
    def open(self) -> bool:
        """Whether it is still open."""
        return self.status in OPEN


AnyKind = TypeVar("AnyKind")
_TABLES: Final[Mapping[str, str]] = {
    "FlowDef": "flow_defs",
    "FlowStep": "flow_steps",
    "FlowTask": "flow_tasks",
    "RunningFlow": "workflows",
    "StoredTask": "tasks",
}


def stored_flows(store: Store, kind: type[AnyKind], where: str, *values: object) -> list[AnyKind]:
    """Return rows of one of the five kinds.

    Args:
        store: the store.
        kind: its class.
        where: a condition in SQL, and perhaps an order: a constant of the package.
        values: the values in it.
    """
    described: Any = kind
    columns = ", ".join(field.name for field in attrs.fields(described))
    sql = f"SELECT {columns} FROM {_TABLES[kind.__name__]} WHERE {where}"  # noqa: S608 - constants
    return [kind(*row) for row in store.rows(sql, *values)]


def add_flow(store: Store, row: FlowDef | FlowStep | FlowTask | RunningFlow | StoredTask) -> None:
    """Add a row of one of the five kinds, whose first columns are its attributes.

    Raises:
        NameTaken: the name is taken.
    """
    values = attrs.astuple(row)
    marks = ", ".join("?" * len(values))
    store.change(f"INSERT INTO {_TABLES[type(row).__name__]} VALUES ({marks})", *values)  # noqa: S608 - constants


def add_task(store: Store, task: StoredTask) -> StoredTask:
    """Give a task to its assignee, or to the user that the assignee's tasks are redirected to."""
    rows = store.rows("SELECT to_id FROM redirections WHERE user_id = ?1 AND start <= ?2 AND until > ?2",
                      task.assignee_id, now())  # fmt: skip
    if rows:
        task = attrs.evolve(task, assignee_id=rows[0][0], redirected_from_id=task.assignee_id)
    add_flow(store, task)
    return task


def library_name(store: Store, name: str) -> str:
    """Return the stored name of a library.

    Raises:
        Refusal: the library does not exist.
    """
    found = library(store, name)
    if not found.number:
        raise Refusal(NO_LIBRARY)
    return found.name


def called_flow(call: Call, name: str = "FlowName", *, manage: bool = True) -> FlowDef:
    """Return the definition that a call names by library and name.

    Args:
        call: the call.
        name: the parameter that has the definition's name.
        manage: whether the caller must be allowed to change it.

    Raises:
        Refusal: the library or the definition does not exist, or the right is missing.
    """
    caller = call.caller()
    said = {key.casefold(): value or "" for key, value in call.arguments.items()}
    library = library_name(call.world.users, str(said["domainname"]))
    if manage and not caller.administrator:
        raise Refusal(DENIED)
    found = stored_flows(call.world.users, FlowDef, "library = ? AND name = ?", library, said[name.casefold()])
    if not found:
        raise Refusal(NO_FLOW)
    return found[0]


def called_task(call: Call, absent: Wording = NO_TASK) -> StoredTask:
    """Return the task that a call names by its number.

    Raises:
        Refusal: the task does not exist.
    """
    call.caller()
    found = stored_flows(call.world.users, StoredTask, "task_id = ?", call.arguments["taskId"])
    if not found:
        raise Refusal(absent)
    return found[0]
