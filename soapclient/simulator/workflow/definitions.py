"""Create, change and delete the definitions of workflows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from ..behaviour import Call, behaves
from ..content.folders import find_folder
from ..messages import DENIED, NO_FOLDER, Refusal
from ..reading import Malformed, parse
from ..store import NameTaken
from ..writing import ResultElement
from .describing import flow_def
from .store import FlowDef, FlowStep, FlowTask, add_flow, called_flow, library_name, stored_flows
from .wordings import (
    BAD_STEP,
    BAD_TASK,
    FLOW_ACTIVE,
    FLOW_TAKEN,
    NO_PERMISSIONS,
    NO_STEP,
    NO_STEPS,
    NO_SUPERVISOR,
    NO_TASKS,
    STEP_ABSENT,
)

_LONGEST: Final = 32
PRIORITIES: Final = frozenset((0, 1, 5, 10, 11))
_PERMISSIONS: Final = 6


@behaves("CreateFlowDef", "CreateFlowDef1", "CreateFlowDef2", "CreateFlowDef3")
def create_flow_def(call: Call) -> ResultElement:
    """Create a definition; today's servers look the supervisor up even where none can be set, and then leave it out."""
    if not call.caller().administrator:
        raise Refusal(DENIED)
    store, current = call.world.users, call.world.generation.current
    library = library_name(store, call.text("DomainName"))
    supervisor = call.text("Supervisor")
    user = store.by_name(supervisor) if supervisor else None
    if user is None and (current or supervisor):
        raise Refusal(NO_SUPERVISOR)
    folder = find_folder(store, call.text("ActiveFolderPath"))
    if folder is None:
        raise Refusal(NO_FOLDER)
    made = FlowDef(
        flow_def_id=store.number(), library=library, name=call.required("FlowName"),
        active_folder_id=folder.folder_id, move_to=call.text("OnEndMoveToPath"), event_url=call.text("OnEndEventUrl"),
        hide=bool(call.arguments.get("Hide")), active=False,
        supervisor_id=user.user_id if user and not current else 0,
    )  # fmt: skip
    try:
        add_flow(store, made)
    except NameTaken:
        raise Refusal(FLOW_TAKEN) from None
    return ResultElement(inner=flow_def(call, made))


@behaves("AddFlowStepDef", "AddFlowStepDef1")
def add_flow_step_def(call: Call) -> ResultElement:
    """Append a step; two may have the same name."""
    found, name = _changeable(call), call.text("StepName")
    if not name.strip() or len(name) > _LONGEST:
        raise Refusal(BAD_STEP)
    steps = stored_flows(call.world.users, FlowStep, "flow_def_id = ?", found.flow_def_id)
    number = len(steps) + 1
    add_flow(call.world.users, FlowStep(found.flow_def_id, number, name, call.arguments.get("OnStartMoveTo") or 0))
    return ResultElement({"StepNumber": str(number)})


@behaves("AddFlowTaskDef")
def add_flow_task_def(call: Call) -> ResultElement:
    """Append a task to a step; on classic servers an unknown step succeeds and adds nothing."""
    found, number = _changeable(call), call.arguments["StepNumber"]
    steps = stored_flows(call.world.users, FlowStep, "flow_def_id = ? AND number = ?", found.flow_def_id, number)
    task = _task(call, found, number)
    if not steps:
        if call.world.generation.current:
            raise Refusal(STEP_ABSENT)
        return ResultElement()
    add_flow(call.world.users, task)
    return ResultElement()


@behaves("ActivateFlowDef")
def activate_flow_def(call: Call) -> ResultElement:
    """Open a definition for documents, once every step has a task."""
    found = called_flow(call)
    store = call.world.users
    steps = stored_flows(store, FlowStep, "flow_def_id = ? ORDER BY number", found.flow_def_id)
    if not steps:
        raise Refusal(NO_STEPS)
    for step in steps:
        if not stored_flows(store, FlowTask, "flow_def_id = ? AND step_number = ?", found.flow_def_id, step.number):
            raise Refusal(NO_TASKS, step.number)
    store.change("UPDATE flow_defs SET active = 1 WHERE flow_def_id = ?", found.flow_def_id)
    return ResultElement()


@behaves("DeactivateFlowDef")
def deactivate_flow_def(call: Call) -> ResultElement:
    """Close a definition for new documents; documents in it continue."""
    call.world.users.change("UPDATE flow_defs SET active = 0 WHERE flow_def_id = ?", called_flow(call).flow_def_id)
    return ResultElement()


@behaves("DeleteFlowStepDef")
def delete_flow_step_def(call: Call) -> ResultElement:
    """Delete the first step with a name, with its tasks; the later steps move up."""
    found, store = _changeable(call), call.world.users
    steps = stored_flows(
        store, FlowStep, "flow_def_id = ? AND name = ? COLLATE NOCASE ORDER BY number",
        found.flow_def_id, call.text("StepName"),
    )  # fmt: skip
    if not steps:
        raise Refusal(NO_STEP)
    of_step = found.flow_def_id, steps[0].number
    store.change_all(
        ("DELETE FROM flow_steps WHERE flow_def_id = ? AND number = ?", of_step),
        ("DELETE FROM flow_tasks WHERE flow_def_id = ? AND step_number = ?", of_step),
        # Through negative numbers, so that no two are equal in between.
        ("UPDATE flow_steps SET number = 1 - number WHERE flow_def_id = ? AND number > ?", of_step),
        ("UPDATE flow_steps SET number = -number WHERE flow_def_id = ? AND number < 0", of_step[:1]),
        ("UPDATE flow_tasks SET step_number = step_number - 1 WHERE flow_def_id = ? AND step_number > ?", of_step),
    )
    return ResultElement()


@behaves("DeleteFlowTaskDef")
def delete_flow_task_def(call: Call) -> ResultElement:
    """Delete a task of a step."""
    found = _changeable(call)
    values = found.flow_def_id, call.arguments["StepNumber"], call.arguments["TaskDefId"]
    if not call.world.users.change(
        "DELETE FROM flow_tasks WHERE flow_def_id = ? AND step_number = ? AND task_def_id = ?", *values
    ):
        raise Refusal(NO_STEP)
    return ResultElement()


@behaves("DeleteWorkflow")
def delete_workflow(call: Call) -> ResultElement:
    """Delete a definition, active or not, with its steps and tasks."""
    number = (called_flow(call).flow_def_id,)
    call.world.users.change_all(
        *((f"DELETE FROM {table} WHERE flow_def_id = ?", number) for table in ("flow_tasks", "flow_steps", "flow_defs"))  # noqa: S608 - constants
    )
    return ResultElement()


def _changeable(call: Call) -> FlowDef:
    found = called_flow(call)
    if found.active:
        raise Refusal(FLOW_ACTIVE)
    return found


def _task(call: Call, found: FlowDef, number: int) -> FlowTask:
    """Read a task from its XML, ignoring letter case."""
    try:
        root = parse(call.text("TaskDefXML"))
    except Malformed:
        raise Refusal(BAD_TASK) from None
    said = {name.casefold(): value.strip() for name, value in root.attrib.items()}
    rows = [each for each in root.iter() if str(each.tag).casefold() == "permission"]
    if len(rows) < _PERMISSIONS or any(_attribute(each, "value") is None for each in rows):
        raise Refusal(NO_PERMISSIONS)
    instruction = next((each.text or "" for each in root.iter() if str(each.tag).casefold() == "instruction"), "")
    try:
        deadline, priority = int(said.get("deadline", "0")), int(said.get("priority", "0"))
        users = [
            int(_attribute(each, "userid") or _attribute(each, "id") or "")
            for each in root.iter()
            if str(each.tag).casefold() == "user"
        ]
    except ValueError:
        raise Refusal(BAD_TASK) from None
    name = said.get("taskname", "")
    named = 0 < len(name) <= _LONGEST and name.replace(" ", "").isalnum()
    if deadline <= 0 or priority not in PRIORITIES or not instruction.strip() or not named:
        raise Refusal(BAD_TASK)
    granted = " ".join(f"{_attribute(each, 'name')}={_attribute(each, 'value')}" for each in rows)
    return FlowTask(
        call.world.users.number(), found.flow_def_id, number, name, instruction, deadline, priority, granted,
        " ".join(map(str, users)),
    )  # fmt: skip


def _attribute(element: ET.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.casefold() == name), None)
