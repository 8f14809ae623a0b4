"""Write the definitions of workflows."""

from __future__ import annotations

from ..behaviour import Call, behaves
from ..content.folders import called_folder, folder_by_id, library
from ..writing import ResultElement, attributes, text
from .store import FlowDef, FlowStep, FlowTask, called_flow, library_name, stored_flows


@behaves("GetFlowDef")
def get_flow_def(call: Call) -> ResultElement:
    """Describe a definition with its steps and their tasks."""
    found = called_flow(call, "WorkflowName", manage=False)
    steps = stored_flows(call.world.users, FlowStep, "flow_def_id = ? ORDER BY number", found.flow_def_id)
    return ResultElement(inner=flow_def(call, found, "".join(_step(call, each) for each in steps)))


@behaves("GetDomainFlows")
def get_domain_flows(call: Call) -> ResultElement:
    """List the definitions of a library, including inactive and hidden ones."""
    call.caller()
    library = library_name(call.world.users, call.text("DomainName"))
    return _listed(call, stored_flows(call.world.users, FlowDef, "library = ? ORDER BY name", library))


@behaves("GetWorkflowDefinitions")
def get_workflow_definitions(call: Call) -> ResultElement:
    """List the definitions of a library or of all, optionally only active ones."""
    call.caller()
    name, store = call.text("domainName"), call.world.users
    if name:
        library_name(store, name)
    active = "active >= ?" if call.arguments["activeWorkflowOnly"] else "active >= ? - 1"
    where = f"{active} AND (? = '' OR library = ?) ORDER BY library, name"
    return _listed(call, stored_flows(store, FlowDef, where, 1, name, name))


@behaves("GetFolderFlows")
def get_folder_flows(call: Call) -> ResultElement:
    """List the active definitions of a folder, optionally with those of its parents."""
    folder, store = called_folder(call, parameter="folderpath"), call.world.users
    found = stored_flows(store, FlowDef, "active = 1 ORDER BY name")
    inherited = bool(call.arguments["IncludeInheritedFlows"])
    listed = []
    for each in found:
        home = folder_by_id(store, each.active_folder_id)
        above = f"{home.path.casefold()}/" if home else "/ "
        own = each.active_folder_id == folder.folder_id
        if own or (inherited and folder.path.casefold().startswith(above)):
            listed.append(each)
    return _listed(call, listed)


def flow_def(call: Call, found: FlowDef, steps: str = "") -> str:
    """Return <FlowDef>; one of two flags begins with a capital."""
    store = call.world.users
    folder = folder_by_id(store, found.active_folder_id)
    values = {
        "FlowDefID": str(found.flow_def_id),
        "FlowName": found.name,
        "DomainId": str(library(store, found.library).number),
        "DomainName": found.library,
        "ActiveFolderPath": folder.path if folder else "",
        "RequiresStartUpPlayers": "false",
        "Active": "true" if found.active else "false",
        "OnEndMoveToPath": found.move_to,
        "OnEndEventUrl": found.event_url,
        "Hide": str(found.hide),
    }
    user = f'<User id="{found.supervisor_id}" />' if found.supervisor_id else ""
    supervisors = f"<Supervisors>{user}</Supervisors>" if user else "<Supervisors />"
    return f"<FlowDef{attributes(values)}>{steps}{supervisors}</FlowDef>"


def permissions(granted: str) -> str:
    """Return the <Permissions> of a task."""
    rows = (each.partition("=") for each in granted.split())
    inner = "".join(f"<Permission{attributes({'Name': name, 'Value': value})} />" for name, _, value in rows)
    return f"<Permissions>{inner}</Permissions>"


def _step(call: Call, step: FlowStep) -> str:
    where = "flow_def_id = ? AND step_number = ? ORDER BY task_def_id"
    tasks = stored_flows(call.world.users, FlowTask, where, step.flow_def_id, step.number)
    values = {"StepNumber": str(step.number), "StepName": step.name}
    inner = "".join(_task(call, each) for each in tasks)
    return f"<StepDef{attributes(values)}><TaskDefs>{inner}</TaskDefs></StepDef>"


def _task(call: Call, task: FlowTask) -> str:
    values = {
        "TaskDefId": str(task.task_def_id),
        "TaskName": task.name,
        "DeadLine": str(task.deadline),
        "RequiredAssigneeCount": "0",
        "SuperVisorId": "0",
        "SuperVisorName": "",
        "SupervisorNotificationOnDue": "0",
        "Priority": str(task.priority),
        "AllowedStartTimeSpan": "0",
        "ReminderTimeSpan": "0",
    }
    users = "".join(
        f"<user{attributes({'id': each, 'login': user.user_name, 'fullname': user.full_name})} />"
        for each in task.user_ids.split()
        if (user := call.world.users.by_id(int(each)))
    )
    return (
        f"<TaskDef{attributes(values)}><Requirements />{permissions(task.permissions)}"
        f"<instruction>{text(task.instruction)}</instruction><AssigneeList><Users>{users}</Users><UserGroups />"
        "<SpecialUserRoles /></AssigneeList></TaskDef>"
    )


def _listed(call: Call, found: list[FlowDef]) -> ResultElement:
    inner = "".join(flow_def(call, each) for each in found)
    return ResultElement(inner=f"<FlowDefs>{inner}</FlowDefs>" if inner else "<FlowDefs />")
