"""Documents in workflows: submitted, moved from step to step, stopped."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

import attrs

from ..behaviour import Call, behaves
from ..content.dates import now
from ..content.dialects import Telling
from ..content.documents import StoredDocument, called_document
from ..content.folders import find_folder, library
from ..messages import Refusal
from ..store import Store
from ..writing import ResultElement, text
from .store import OPEN, FlowDef, FlowStep, FlowTask, RunningFlow, StoredTask, add_flow, add_task, stored_flows
from .wordings import (
    CHECKED_OUT,
    FINISHED_TASKS,
    IN_FLOW,
    INACTIVE,
    IS_SHORTCUT,
    NO_FLOW,
    NO_WORKFLOW,
    NOT_IN_FLOW,
    OTHER_LIBRARY,
)

_STEP: Final = (
    "UPDATE documents SET workflow_id = ?, workflow = ?, workflow_step_number = ?, workflow_step = ?"
    " WHERE document_id = ?"
)
_AT: Final = "UPDATE workflows SET step_number = ?, step_name = ? WHERE workflow_id = ?"
_FINISH: Final = "UPDATE workflows SET finished = ? WHERE workflow_id = ?"
_DROP: Final = "UPDATE tasks SET status = 'Dropped', finished = ? WHERE workflow_id = ? AND status IN (?, ?)"
_MOVE: Final = "UPDATE OR IGNORE documents SET folder = ? WHERE document_id = ?"
_RUNNING: Final = "0001-01-01T00:00:00Z"


@behaves("SubmitDocumentToFlow", "SubmitDocumentToFlow1")
def submit_document_to_flow(call: Call) -> ResultElement:
    """Put a document into a workflow; each task of its first step goes to its users, or to the named ones."""
    document = called_document(call, "change")
    found = _flow(call.world.users, str(call.arguments.get("FlowDefID") or ""))
    if not found.active:
        raise Refusal(INACTIVE)
    if document.workflow_id:
        raise Refusal(IN_FLOW)
    if document.checked_out_by_id:
        raise Refusal(CHECKED_OUT)
    if document.target_id:
        raise Refusal(IS_SHORTCUT)
    domain = library(call.world.users, document.folder)
    if domain.name.casefold() != found.library.casefold():
        raise Refusal(OTHER_LIBRARY)
    store, caller = call.world.users, call.caller()
    flow = RunningFlow(
        store.number(), found.flow_def_id, found.name, document.document_id, now(), "", caller.user_id, 0, ""
    )
    add_flow(store, flow)
    users = [int(each) for each in call.text("StepPlayerIDs").split(",") if each.strip().isdecimal()]
    _go_on(call, flow, users)
    return ResultElement()


@behaves("GetDocumentWorkflow")
def get_document_workflow(call: Call) -> ResultElement:
    """Describe a current or past workflow of a document."""
    document = called_document(call, parameter="documentpath")
    where = "document_id = ? AND workflow_id = ?"
    found = stored_flows(call.world.users, RunningFlow, where, document.document_id, call.arguments["workflowId"])
    if not found:
        raise Refusal(NO_WORKFLOW)
    return ResultElement(inner=_workflow(call, found[0]))


@behaves("GetDocumentWorkflows")
def get_document_workflows(call: Call) -> ResultElement:
    """List the workflows of a document: "current", "history", or with any other filter all of them."""
    document, filtered = called_document(call, parameter="documentpath"), call.text("filter")
    conditions = {"current": "finished = ''", "history": "finished <> ''"}
    where = f"document_id = ? AND {conditions.get(filtered, '1')} ORDER BY workflow_id"
    found = stored_flows(call.world.users, RunningFlow, where, document.document_id)
    inner = "".join(_workflow(call, each) for each in found)
    return ResultElement(inner=f"<Workflows>{inner}</Workflows>" if inner else "<Workflows />")


@behaves("StopCurrentWorkflow")
def stop_current_workflow(call: Call) -> ResultElement:
    """Take a document out of its workflow; its open tasks are dropped and its history stays."""
    document, flow = _current(call)
    _end(call.world.users, flow, document)
    return ResultElement()


@behaves("RemoveCurrentWorkflow")
def remove_current_workflow(call: Call) -> ResultElement:
    """Take a document out of its workflow as if it had never been in it, unless a task is finished."""
    document, flow = _current(call)
    store = call.world.users
    if stored_flows(store, StoredTask, "workflow_id = ? AND status = 'Completed'", flow.workflow_id):
        raise Refusal(FINISHED_TASKS)
    store.change_all(
        ("DELETE FROM tasks WHERE workflow_id = ?", (flow.workflow_id,)),
        ("DELETE FROM workflows WHERE workflow_id = ?", (flow.workflow_id,)),
        (_STEP, (0, "", 0, "", document.document_id)),
    )
    return ResultElement()


def after_task(call: Call, task: StoredTask) -> None:
    """Move a workflow on if its step has no open tasks."""
    flows = stored_flows(call.world.users, RunningFlow, "workflow_id = ? AND finished = ''", task.workflow_id)
    where = "workflow_id = ? AND step_number = ? AND status IN (?, ?)"
    for flow in flows:
        if not stored_flows(call.world.users, StoredTask, where, flow.workflow_id, flow.step_number, *OPEN):
            _go_on(call, flow, [])


def due_in(hours: int) -> str:
    """Return the moment in this many hours."""
    moment = datetime.now(timezone.utc) + timedelta(hours=hours)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def _go_on(call: Call, flow: RunningFlow, users: list[int]) -> None:
    """Begin the next step of a workflow, or end the workflow after the last; a step without assignees is skipped."""
    store, number = call.world.users, flow.step_number + 1
    where = "flow_def_id = ? AND {} = ? ORDER BY {}"
    steps = stored_flows(store, FlowStep, where.format("number", "number"), flow.flow_def_id, number)
    document = store.rows("SELECT version FROM documents WHERE document_id = ?", flow.document_id)
    if not steps or not document:
        _finish(store, flow)
        return
    step, version = steps[0], document[0][0]
    at = attrs.evolve(flow, step_number=number, step_name=step.name)
    store.change_all(
        (_AT, (number, step.name, flow.workflow_id)),
        (_STEP, (flow.workflow_id, flow.name, number, step.name, flow.document_id)),
    )
    tasks = stored_flows(store, FlowTask, where.format("step_number", "task_def_id"), flow.flow_def_id, number)
    given = [(task, user) for task in tasks for user in users or map(int, task.user_ids.split())]
    for task, user in given:
        add_task(
            store,
            StoredTask(
                store.number(), flow.workflow_id, flow.document_id, number, step.name, task.task_def_id, task.name,
                task.instruction, "", now(), "", due_in(task.deadline), task.deadline, task.priority, OPEN[0], 0, user,
                flow.submitted_by_id, version, 0, 0,
            ),
        )  # fmt: skip
    if not given:
        _go_on(call, at, [])


def _finish(store: Store, flow: RunningFlow) -> None:
    definitions = stored_flows(store, FlowDef, "flow_def_id = ?", flow.flow_def_id)
    target = find_folder(store, definitions[0].move_to) if definitions and definitions[0].move_to else None
    moved = ((_MOVE, (target.path, flow.document_id)),) if target else ()
    store.change_all(
        (_FINISH, (now(), flow.workflow_id)), (_STEP, (0, "", 0, "", flow.document_id)), *moved
    )  # fmt: skip


def _end(store: Store, flow: RunningFlow, document: StoredDocument) -> None:
    moment = now()
    store.change_all(
        (_FINISH, (moment, flow.workflow_id)),
        (_DROP, (moment, flow.workflow_id, *OPEN)),
        (_STEP, (0, "", 0, "", document.document_id)),
    )


def _flow(store: Store, number: str) -> FlowDef:
    found = stored_flows(store, FlowDef, "flow_def_id = ?", int(number)) if number.isdecimal() else []
    if not found:
        raise Refusal(NO_FLOW)
    return found[0]


def _current(call: Call) -> tuple[StoredDocument, RunningFlow]:
    document = called_document(call, "change")
    found = stored_flows(call.world.users, RunningFlow, "workflow_id = ? AND finished = ''", document.workflow_id)
    if not found:
        raise Refusal(NOT_IN_FLOW)
    return document, found[0]


def _workflow(call: Call, flow: RunningFlow) -> str:
    telling, store = Telling(call), call.world.users
    definitions = stored_flows(store, FlowDef, "flow_def_id = ?", flow.flow_def_id)
    target = find_folder(store, definitions[0].move_to) if definitions and definitions[0].move_to else None
    domain = library(store, definitions[0].library if definitions else "")
    values = {
        "WorkflowId": str(flow.workflow_id),
        "WorkflowName": flow.name,
        "WorkflowDefId": str(flow.flow_def_id),
        "DocumentId": str(flow.document_id),
        "DomainId": str(domain.number),
        "StartDate": flow.started,
        "DueDate": _RUNNING,
        "FinishDate": flow.finished or _RUNNING,
        "SubmittedById": str(flow.submitted_by_id),
        "SubmittedByName": telling.user_name(flow.submitted_by_id),
        "OnEndMoveToFolderId": str(target.folder_id if target else 0),
        "OnEndEventUrl": definitions[0].event_url if definitions else "",
    }
    inner = "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
    return f"<Workflow>{inner}<Supervisors><Users /><Groups /></Supervisors></Workflow>"
