"""Work on tasks: complete, comment, postpone and reassign them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from ..behaviour import Call, behaves
from ..content.dates import kept, now
from ..content.dialects import Telling
from ..messages import NO_USER, Refusal
from ..writing import ResultElement, text
from .definitions import PRIORITIES
from .running import after_task
from .store import StoredTask, add_task, called_task
from .wordings import (
    BAD_DECISION,
    BAD_PRIORITY,
    BAD_STATUS,
    NOT_YOUR_TASK,
    PAST,
    TASK_ABSENT,
    TASK_OPEN,
    TASK_OVER,
)

_DECISIONS: Final = frozenset((0, 5, 6))
# Only that 30 completes is documented.
_STATUSES: Final = {30: "Completed", 40: "Dropped"}
_OVER: Final = "UPDATE tasks SET status = ?, finished = ?, end_version = ? WHERE task_id = ?"


@behaves("CompleteTask")
def complete_task(call: Call) -> ResultElement:
    """Complete a task, once; the comment is saved first, and the workflow moves on after the last task of a step."""
    task = _mine(call)
    if call.text("comments"):
        _set(call, task, "comments", call.text("comments"))
    _over(call, task, "Completed", now())
    return ResultElement()


@behaves("UpdateTaskStatus")
def update_task_status(call: Call) -> ResultElement:
    """Complete or drop a task; a comment is saved even if the status is refused."""
    task = _mine(call, open_only=False)
    comments = call.arguments.get("comments")
    if comments is not None and (comments.strip() or not comments):
        _set(call, task, "comments", comments)
    status = _STATUSES.get(call.arguments["taskStatus"])
    if not task.open:
        raise Refusal(TASK_OVER)
    if status is None:
        raise Refusal(BAD_STATUS)
    finished = call.arguments.get("finishDate")
    _over(call, task, status, _moment(finished) if isinstance(finished, datetime) and finished.year > 1 else now())
    return ResultElement()


@behaves("SetTaskApprovalStatus")
def set_task_approval_status(call: Call) -> ResultElement:
    """Approve (6), reject (5) or neither (0), without completing the task."""
    task, decision = _mine(call), call.arguments["approvalDecision"]
    if decision not in _DECISIONS:
        raise Refusal(BAD_DECISION)
    _set(call, task, "approval", decision)
    return ResultElement()


@behaves("SetTaskComment")
def set_task_comment(call: Call) -> ResultElement:
    """Replace the comment of a task."""
    _set(call, _mine(call), "comments", call.text("comments"))
    return ResultElement()


@behaves("SetTaskPriority")
def set_task_priority(call: Call) -> ResultElement:
    """Set the priority of a task: 0, 1, 5, 10 or 11."""
    task, priority = _mine(call), call.arguments["taskPriority"]
    if priority not in PRIORITIES:
        raise Refusal(BAD_PRIORITY)
    _set(call, task, "priority", priority)
    return ResultElement()


@behaves("TestTaskCompletion")
def test_task_completion(call: Call) -> ResultElement:
    """Return whether the caller could complete a task; success="false" gives the reason."""
    _mine(call)
    return ResultElement()


@behaves("ChangeTaskDueDate")
def change_task_due_date(call: Call) -> ResultElement:
    """Postpone a task, to a moment in the future."""
    task, due = _mine(call), _moment(call.arguments["newDueDate"])
    if due <= now():
        raise Refusal(PAST)
    _set(call, task, "due", due)
    _set(call, task, "status", "DueDateChanged")
    return ResultElement()


@behaves("UpdateTaskFinishDate")
def update_task_finish_date(call: Call) -> ResultElement:
    """Set when a completed task was finished."""
    task = _mine(call, open_only=False)
    if task.status != "Completed":
        raise Refusal(TASK_OPEN)
    _set(call, task, "finished", _moment(call.arguments["finishDate"]))
    return ResultElement()


@behaves("ReassignTask")
def reassign_task(call: Call) -> ResultElement:
    """Reassign a task: a new task with its own number; the old one is closed as Reassigned."""
    task = _mine(call, absent=True)
    user = call.world.users.by_name(call.text("reassignTo"))
    if user is None:
        raise Refusal(NO_USER)
    store, due, telling = call.world.users, call.arguments["newDueDate"], Telling(call)
    made = add_task(store, StoredTask(
        store.number(), task.workflow_id, task.document_id, task.step_number, task.step_name, task.task_def_id,
        task.name, call.text("newInstructions") or task.instruction, "", now(), "",
        _moment(due) if due.year > 1 else task.due, task.deadline, task.priority, "InProgress", 0, user.user_id,
        call.caller().user_id, task.start_version, 0, task.task_id,
    ))  # fmt: skip
    store.change(_OVER, "Reassigned", now(), 0, task.task_id)
    values = {
        "TaskId": str(made.task_id),
        "AssigneeId": str(made.assignee_id),
        "AssigneeFullName": telling.full_name(made.assignee_id),
        "RedirectedfromUserId": str(made.redirected_from_id),
        "RedirectedfromUserFullName": telling.full_name(made.redirected_from_id),
    }
    inner = "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
    return ResultElement(inner=f"<Value>{inner}</Value>")


@behaves("DeleteTask")
def delete_task(call: Call) -> ResultElement:
    """Delete a task that the caller gave; administrators may delete any."""
    task, caller = called_task(call), call.caller()
    if caller.user_id != task.assigned_by_id and not caller.administrator:
        raise Refusal(NOT_YOUR_TASK)
    call.world.users.change("DELETE FROM tasks WHERE task_id = ?", task.task_id)
    after_task(call, task)
    return ResultElement()


def _mine(call: Call, *, open_only: bool = True, absent: bool = False) -> StoredTask:
    """Return the task that a call names; it must be the caller's and, on request, still open."""
    task = called_task(call, TASK_ABSENT) if absent else called_task(call)
    if task.assignee_id != call.caller().user_id:
        raise Refusal(NOT_YOUR_TASK)
    if open_only and not task.open:
        raise Refusal(TASK_OVER)
    return task


def _over(call: Call, task: StoredTask, status: str, finished: str) -> None:
    rows = call.world.users.rows("SELECT version FROM documents WHERE document_id = ?", task.document_id)
    call.world.users.change(_OVER, status, finished, rows[0][0] if rows else 0, task.task_id)
    after_task(call, task)


def _set(call: Call, task: StoredTask, column: str, value: object) -> None:
    call.world.users.change(f"UPDATE tasks SET {column} = ? WHERE task_id = ?", value, task.task_id)  # noqa: S608 - names of columns


def _moment(value: Any) -> str:
    return kept(value.isoformat())
