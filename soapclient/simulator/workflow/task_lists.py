"""Lists of tasks and single tasks, and tasks outside workflows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..behaviour import Call, behaves
from ..content.dates import kept, now
from ..content.dialects import Telling, documents_in_full
from ..content.documents import by_id, called_document
from ..content.folders import find_folder, library
from ..content.rights import seen
from ..messages import NO_USER, Refusal
from ..reading import Malformed, parse
from ..writing import ResultElement, text
from .running import due_in
from .store import OPEN, RunningFlow, StoredTask, add_task, called_task, stored_flows
from .wordings import BAD_CRITERIA, BAD_CRITERION, BAD_REQUEST, BAD_SORT, NO_CRITERION

_APPROVALS: Final = {0: "Pending", 5: "Rejected", 6: "Approved"}
_NO_DATE: Final = "1900-01-01 00:00:00"
_ROWS: Final = 100
# The reference names some criteria but no sort names; these are the ones here, ignoring letter case.
_SORTS: Final[Mapping[str, Callable[[StoredTask], Any]]] = {
    "taskid": lambda task: task.task_id,
    "taskname": lambda task: task.name.casefold(),
    "startdate": lambda task: task.started,
    "duedate": lambda task: task.due,
    "priority": lambda task: task.priority,
    "stepnumber": lambda task: task.step_number,
}


@behaves("GetTask")
def get_task(call: Call) -> ResultElement:
    """Describe a task; a missing date is one of 1900."""
    return ResultElement(inner=_task(call, called_task(call), login=True, no_date=_NO_DATE))


@behaves("getTasks", "GetTasks1")
def get_tasks(call: Call) -> ResultElement:
    """List tasks by criteria, all or in rows; a hundred rows by default."""
    call.caller()
    passes = _criteria(call, call.text("xmlcriteria"))
    sort = _SORTS.get(call.text("SortBy").casefold())
    if sort is None and call.text("SortBy"):
        raise Refusal(BAD_SORT)
    found = [each for each in stored_flows(call.world.users, StoredTask, "1 ORDER BY task_id") if passes(each)]
    if sort is not None:
        found.sort(key=sort, reverse=not call.arguments["AscendingOrder"])
    values, total = {}, len(found)
    if call.operation.name == "GetTasks1":
        start, count = max(call.arguments["startingRow"], 0), call.arguments["rowCount"]
        found = found[start : start + (count if count > 0 else _ROWS)]
        values = {"startingRow": str(start), "rowCount": str(len(found))}
    inner = "".join(_task(call, each, login=False, no_date="") for each in found)
    return ResultElement({"taskCount": str(total), **values}, f"<tasks>{inner}</tasks>" if inner else "<tasks />")


@behaves("GetDocumentTasks")
def get_document_tasks(call: Call) -> ResultElement:
    """List the tasks of a document outside workflows, in another shape; today's servers answer success="false"."""
    document = called_document(call, parameter="documentpath")
    found = stored_flows(
        call.world.users, StoredTask, "document_id = ? AND workflow_id = 0 ORDER BY task_id", document.document_id
    )
    wanted = {"current_tasks": True, "task_history": False}.get(call.text("filter"))
    telling, listed = Telling(call), ""
    for task in found:
        if wanted not in (None, task.open):
            continue
        values = {
            "TaskId": str(task.task_id),
            "FlowId": "0",
            "TaskName": task.name,
            "ShortInstruction": task.instruction,
            "ShortComments": task.comments,
            "StartDate": task.started,
            "FinishDate": task.finished,
            "DueDate": task.due,
            "Priority": str(task.priority),
            "TaskStatus": task.status,
            "ApprovalStatus": _APPROVALS[task.approval],
            "AssigneeId": str(task.assignee_id),
            "AssigneeType": "User",
            "AssigneeName": telling.full_name(task.assignee_id),
            "AssignedById": str(task.assigned_by_id),
            "AssignedByName": telling.full_name(task.assigned_by_id),
            "DocumentId": str(document.document_id),
            "DocumentName": document.name,
            "AdHoc": "true",
        }
        inner = "".join(f"<{key}>{text(value)}</{key}>" if value else f"<{key} />" for key, value in values.items())
        listed += f"<WorkflowExecutingTask>{inner}</WorkflowExecutingTask>"
    done = not call.world.generation.current
    return ResultElement({} if done else {"error": ""}, f"<Value>{listed}</Value>", success=done)


@behaves("GetDueTaskDocuments")
def get_due_task_documents(call: Call) -> ResultElement:
    """List the documents of the caller's open tasks in full, each once."""
    store, caller = call.world.users, call.caller()
    tasks = stored_flows(store, StoredTask, "assignee_id = ? AND status IN (?, ?) ORDER BY due", caller.user_id, *OPEN)
    found = (by_id(store, number) for number in dict.fromkeys(each.document_id for each in tasks))
    return ResultElement(inner=documents_in_full(call, seen(call, [each for each in found if each is not None])))


@behaves("CreateTask")
def create_task(call: Call) -> ResultElement:
    """Give a task on a document to a user."""
    document, caller = called_document(call, "change", "documentpath"), call.caller()
    try:
        root = parse(call.text("xmlParameters"))
    except Malformed:
        raise Refusal(BAD_REQUEST) from None
    if root.tag != "TaskCreationRequestModel":
        raise Refusal(BAD_REQUEST)
    said = {str(each.tag).casefold(): (each.text or "").strip() for each in root.iter()}
    name = said.get("assigneeusername") or said.get("assignee") or said.get("username") or ""
    user = call.world.users.by_name(name)
    if user is None:
        raise Refusal(NO_USER)
    store, due = call.world.users, said.get("duedate", "")
    try:
        until = kept(due) if due else due_in(24)
    except ValueError:
        raise Refusal(BAD_REQUEST) from None
    made = add_task(store, StoredTask(
        store.number(), 0, document.document_id, 0, "", 0, said.get("taskname", "Task"), said.get("instruction", ""),
        "", now(), "", until, 24, 0, OPEN[0], 0, user.user_id, caller.user_id, document.version, 0, 0,
    ))  # fmt: skip
    to = Telling(call).user_name(made.assignee_id) if made.redirected_from_id else ""
    inner = f"<TaskId>{made.task_id}</TaskId><RedirectedUserName>{text(to)}</RedirectedUserName>"
    return ResultElement(inner=f"<Value>{inner}</Value>")


def _criteria(call: Call, xml: str) -> Callable[[StoredTask], bool]:
    """Return a test for tasks: every criterion must match, and without criteria all tasks do."""
    try:
        root = parse(xml) if xml.strip() else None
    except Malformed:
        raise Refusal(BAD_CRITERIA) from None
    tests: list[Callable[[StoredTask], bool]] = []
    for each in () if root is None else root:
        said = {name.casefold(): value for name, value in each.attrib.items()}
        name, value = said.get("name", "").upper(), said.get("value", each.text or "")
        if name not in _CRITERIA:
            raise Refusal(NO_CRITERION, name)
        try:
            tests.append(_CRITERIA[name](call, value))
        except ValueError:
            raise Refusal(BAD_CRITERION, name) from None
    return lambda task: all(test(task) for test in tests)


def _assignee(call: Call, value: str) -> Callable[[StoredTask], bool]:
    user = call.world.users.by_name(value)
    return lambda task: user is not None and task.assignee_id == user.user_id


def _status(call: Call, value: str) -> Callable[[StoredTask], bool]:
    wanted = value.strip().casefold()
    if wanted not in {"inprogress", "duedatechanged", "completed", "dropped", "reassigned"}:
        raise ValueError(value)
    return lambda task: task.status.casefold() == wanted


def _name(call: Call, value: str) -> Callable[[StoredTask], bool]:
    return lambda task: value.casefold() in task.name.casefold()


def _document(call: Call, value: str) -> Callable[[StoredTask], bool]:
    number = int(value)
    return lambda task: task.document_id == number


def _since(call: Call, value: str) -> Callable[[StoredTask], bool]:
    moment = kept(value)
    return lambda task: task.started >= moment


def _until(call: Call, value: str) -> Callable[[StoredTask], bool]:
    moment = kept(value)
    return lambda task: task.started <= moment


# ENDDATE compares the start of a task, as its page warns.
_CRITERIA: Final[Mapping[str, Callable[[Call, str], Callable[[StoredTask], bool]]]] = {
    "ASSIGNEE": _assignee,
    "TASKSTATUS": _status,
    "TASKNAME": _name,
    "DOCUMENTID": _document,
    "STARTDATE": _since,
    "ENDDATE": _until,
}


def _task(call: Call, task: StoredTask, *, login: bool, no_date: str) -> str:
    telling, store = Telling(call), call.world.users
    name = telling.user_name if login else telling.full_name
    document = by_id(store, task.document_id)
    folder = find_folder(store, document.folder) if document else None
    domain = library(store, document.folder if document else "")
    flows = stored_flows(store, RunningFlow, "workflow_id = ?", task.workflow_id)
    hours = 1 if login else 24

    def date(moment: str) -> str:
        return moment or no_date

    values = {
        "TaskID": str(task.task_id),
        "TaskName": task.name,
        "ShortInstruction": task.instruction,
        "StepNumber": str(task.step_number),
        "StepName": task.step_name,
        "FlowID": str(task.workflow_id),
        "FlowName": flows[0].name if flows else "",
        "FlowDefID": str(flows[0].flow_def_id if flows else 0),
        "Priority": str(task.priority),
        "TaskStatus": task.status,
        "ApprovalStatus": _APPROVALS[task.approval],
        "StartDate": date(task.started),
        "StartDtae": date(task.started),
        "FinishDate": date(task.finished),
        "DueDate": date(task.due),
        "ShortComments": task.comments,
        "TaskDefID": str(task.task_def_id),
        "LinkedTaskID": str(task.linked_task_id),
        "AssigneeID": str(task.assignee_id),
        "AssigneeType": "User",
        "AssigneeName": name(task.assignee_id),
        "AssignedByID": str(task.assigned_by_id),
        "AssignedByName": name(task.assigned_by_id),
        "SuperVisorID": "0",
        "SupervisorName": "",
        "DocumentID": str(task.document_id),
        "DocumentName": document.name if document else "",
        "StartVersionNumber": str(task.start_version),
        "EndVersionNumber": str(task.end_version),
        "DocumentTypeId": str(document.document_type_id if document else 0),
        "DocumentTypeName": document.document_type if document else "",
        "DocumentFolderID": str(folder.folder_id if folder else 0),
        "DocumentLibraryID": str(domain.number),
        "DocumentLibraryName": domain.name,
        "DocumentCheckedOutByID": str(document.checked_out_by_id if document else 0),
        "DocumentCheckedOutByName": name(document.checked_out_by_id) if document else "",
        "DocumentTemplateID": "0",
        "RedirectedFrom_UserID": str(task.redirected_from_id),
        "RedirectedFrom_UserName": name(task.redirected_from_id),
        "AdHoc": "false" if task.workflow_id else "true",
        "DeadLine": str(task.deadline // hours),
    }
    inner = "".join(f"<{key}>{text(value)}</{key}>" if value else f"<{key} />" for key, value in values.items())
    return f"<Task>{inner}<Requirements /><Attachments /></Task>"
