"""Workflows of the simulator: definitions, documents on their way through them, and tasks."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest
from test_simulator import log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, call, done
from test_simulator_documents import is_current, refused

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

FLOW = {"DomainName": "Finance", "FlowName": "Review"}
SAME = {"domainName": "Finance", "flowName": "review"}
RIGHTS = "".join(f'<Permission Name="P{number}" Value="True"/>' for number in range(6))
TASK = (
    '<taskdef TaskName="Read it" DeadLine="48" Priority="5"><Permissions>{rights}</Permissions>'
    "<instruction>Read &amp; decide</instruction><Users>{users}</Users></taskdef>"
)
FINISHED = "0001-01-01T00:00:00"


def task(*users: int, rights: str = RIGHTS) -> str:
    """Write the definition of a task for users."""
    return TASK.format(rights=rights, users="".join(f'<User UserID="{each}"/>' for each in users))


@pytest.fixture(params=GENERATIONS)
def either(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A server of each generation."""
    with Simulator(generation=request.param) as simulator:
        yield simulator


def define(simulator: Simulator, ticket: str, move_to: str = "") -> str:
    """Make an active definition: first jdoe, then the administrator; return its number."""
    arguments = {**FLOW, "ActiveFolderPath": REPORTS, "OnEndMoveToPath": move_to, "Supervisor": "admin"}
    (made,) = done(call(simulator, ticket, "CreateFlowDef3", **arguments))
    for number, (name, user) in enumerate((("Read", 2), ("Sign", 1)), 1):
        root = done(call(simulator, ticket, "AddFlowStepDef", StepName=name, **FLOW))
        assert root.attrib["StepNumber"] == str(number)
        done(call(simulator, ticket, "AddFlowTaskDef", StepNumber=number, TaskDefXML=task(user), **FLOW))
    done(call(simulator, ticket, "ActivateFlowDef", **SAME))
    return made.attrib["FlowDefID"]


def tasks(simulator: Simulator, ticket: str, **criteria: str) -> list[dict[str, str]]:
    """Return the tasks that fit criteria, as texts by their names."""
    xml = "".join(f'<item NAME="{name}" VALUE="{value}"/>' for name, value in criteria.items())
    root = done(call(simulator, ticket, "getTasks", xmlcriteria=f"<criteria>{xml}</criteria>", SortBy="TaskID",
                     AscendingOrder="true"))  # fmt: skip
    found = [{each.tag: each.text or "" for each in item} for item in root[0]]
    assert root.attrib["taskCount"] == str(len(found))
    return found


class TestDefinitions:
    """Definitions."""

    def test_a_definition_is_told_as_it_was_made(self, either: Simulator) -> None:
        """With steps, tasks and users; lists leave the steps out."""
        ticket = log_in(either)
        number = define(either, ticket, "/Public")
        (told,) = done(call(either, ticket, "GetFlowDef", DomainName="finance", WorkflowName="REVIEW"))
        assert (told.attrib["FlowDefID"], told.attrib["Active"], told.attrib["Hide"]) == (number, "true", "False")
        assert (told.attrib["ActiveFolderPath"], told.attrib["OnEndMoveToPath"]) == (REPORTS, "/Public")
        assert [each.attrib["StepName"] for each in told.iter("StepDef")] == ["Read", "Sign"]
        assert [each.attrib["login"] for each in told.iter("user")] == ["jdoe", "admin"]
        assert told.findtext(".//instruction") == "Read & decide"
        assert len(list(told.iter("Permission"))) == 12
        for operation, arguments in (
            ("GetDomainFlows", {"DomainName": "Finance"}),
            ("GetWorkflowDefinitions", {"domainName": "", "activeWorkflowOnly": "true"}),
            ("GetFolderFlows", {"FolderPath": REPORTS, "IncludeInheritedFlows": "false"}),
        ):
            (listed,) = done(call(either, ticket, operation, **arguments))
            assert [each.attrib["FlowName"] for each in listed] == ["Review"]
            assert list(listed.iter("StepDef")) == []
        (none,) = done(call(either, ticket, "GetFolderFlows", FolderPath="/Public", IncludeInheritedFlows="true"))
        assert len(none) == 0

    def test_a_supervisor(self, either: Simulator) -> None:
        """Today's servers look for one even where none can be given, so that nothing can be made without."""
        ticket = log_in(either)
        root = call(either, ticket, "CreateFlowDef", ActiveFolderPath=REPORTS, **FLOW)
        if is_current(either):
            refused(root, 4041)
        else:
            done(root)
        refused(call(either, ticket, "CreateFlowDef2", ActiveFolderPath=REPORTS, Supervisor="nobody", **FLOW), 4041)

    def test_what_cannot_be(self, either: Simulator) -> None:
        """A name that is taken, a definition without steps or tasks, bad tasks, and changes while it is active."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        make = {**FLOW, "ActiveFolderPath": REPORTS, "Supervisor": "admin"}
        refused(call(either, jdoe, "CreateFlowDef2", **make), 4030)
        done(call(either, admin, "CreateFlowDef2", **make))
        refused(call(either, admin, "CreateFlowDef2", **make), 4090)
        refused(call(either, admin, "ActivateFlowDef", **SAME), 4000)
        done(call(either, admin, "AddFlowStepDef1", StepName="One", OnStartMoveTo=0, **FLOW))
        assert "1" in refused(call(either, admin, "ActivateFlowDef", **SAME), 4000)
        for xml, number in (("<", 4000), (task(1, rights=""), 5000), (task(1).replace("48", "0"), 4000)):
            refused(call(either, admin, "AddFlowTaskDef", StepNumber=1, TaskDefXML=xml, **FLOW), number)
        unknown = call(either, admin, "AddFlowTaskDef", StepNumber=7, TaskDefXML=task(1), **FLOW)
        assert unknown.attrib["success"] == ("false" if is_current(either) else "true")
        done(call(either, admin, "AddFlowTaskDef", StepNumber=1, TaskDefXML=task(1), **FLOW))
        done(call(either, admin, "ActivateFlowDef", **SAME))
        refused(call(either, admin, "AddFlowStepDef", StepName="Two", **FLOW), 4000)
        refused(call(either, admin, "DeleteFlowStepDef", StepName="one", **FLOW), 4000)
        done(call(either, admin, "DeactivateFlowDef", **SAME))
        done(call(either, admin, "DeactivateFlowDef", **SAME))
        done(call(either, admin, "DeleteFlowStepDef", StepName="one", **FLOW))
        done(call(either, admin, "DeleteWorkflow", **SAME))
        refused(call(either, admin, "DeleteWorkflow", **SAME), 4000)

    def test_steps_move_up(self, either: Simulator) -> None:
        """When one before them is deleted, with their tasks."""
        ticket = log_in(either)
        define(either, ticket)
        done(call(either, ticket, "DeactivateFlowDef", **SAME))
        done(call(either, ticket, "DeleteFlowStepDef", StepName="Read", **FLOW))
        (told,) = done(call(either, ticket, "GetFlowDef", DomainName="Finance", WorkflowName="Review"))
        (step,) = told.iter("StepDef")
        assert (step.attrib["StepNumber"], step.attrib["StepName"]) == ("1", "Sign")
        (only,) = step.iter("TaskDef")
        number = only.attrib["TaskDefId"]
        done(call(either, ticket, "DeleteFlowTaskDef", StepNumber=1, TaskDefId=number, **FLOW))
        refused(call(either, ticket, "DeleteFlowTaskDef", StepNumber=1, TaskDefId=number, **FLOW), 4000)


class TestRunning:
    """Documents in workflows."""

    def submit(self, simulator: Simulator, ticket: str, **more: Any) -> None:
        """Submit the budget."""
        number = define(simulator, ticket, "/Public")
        done(call(simulator, ticket, "SubmitDocumentToFlow", Path=BUDGET, FlowDefID=number, **more))

    def test_from_step_to_step(self, either: Simulator) -> None:
        """Each task completed by its assignee only and once; at the end the document is moved."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        self.submit(either, admin)
        (first,) = tasks(either, jdoe, ASSIGNEE="jdoe")
        assert (first["TaskName"], first["StepName"], first["DocumentID"]) == ("Read it", "Read", "1001")
        refused(call(either, admin, "CompleteTask", taskId=first["TaskID"], comments="x"), 4000)
        done(call(either, jdoe, "SetTaskApprovalStatus", taskId=first["TaskID"], approvalDecision=6))
        done(call(either, jdoe, "CompleteTask", taskId=first["TaskID"], comments="fine"))
        refused(call(either, jdoe, "CompleteTask", taskId=first["TaskID"], comments="again"), 4000)
        (told,) = done(call(either, jdoe, "GetTask", taskId=first["TaskID"]))
        assert (told.findtext("TaskStatus"), told.findtext("ApprovalStatus")) == ("Completed", "Approved")
        assert (told.findtext("ShortComments"), told.findtext("AssigneeName")) == ("fine", "jdoe")
        stored = either.document(BUDGET)
        assert stored is not None
        assert (stored["workflow_step_number"], stored["workflow_step"]) == (2, "Sign")
        (second,) = tasks(either, admin, TASKSTATUS="InProgress")
        done(call(either, admin, "CompleteTask", taskId=second["TaskID"], comments="x"))
        moved = either.document("/Public/Budget.xlsx")
        assert moved is not None
        assert moved["workflow_id"] == 0
        history = done(call(either, admin, "GetDocumentWorkflows", documentPath="~D1001", filter="history"))[0]
        assert [each.findtext("WorkflowName") for each in history] == ["Review"]
        assert (history[0].findtext("FinishDate") or "").startswith("20")

    def test_what_cannot_be_submitted(self, either: Simulator) -> None:
        """Twice, while it is checked out, to an inactive or an unknown workflow, or to one of another library."""
        admin = log_in(either)
        number = define(either, admin)
        done(call(either, admin, "Lock", Path=BUDGET))
        for path, flow, reason in (
            (BUDGET, number, 4000),
            ("/Public/Welcome.html", number, 4000),
            (BUDGET, "9", 4000),
            ("/x", number, 4041),
        ):
            refused(call(either, admin, "SubmitDocumentToFlow", Path=path, FlowDefID=flow), reason)
        done(call(either, admin, "UnLock", Path=BUDGET, force="false"))
        done(call(either, admin, "SubmitDocumentToFlow", Path=BUDGET, FlowDefID=number))
        refused(call(either, admin, "SubmitDocumentToFlow", Path=BUDGET, FlowDefID=number), 4000)
        refused(call(either, admin, "Lock", Path=BUDGET), 4000)
        done(call(either, log_in(either, "jdoe", "secret"), "Lock", Path=BUDGET))

    def test_other_assignees(self, either: Simulator) -> None:
        """Of the first step, by their numbers."""
        admin = log_in(either)
        number = define(either, admin)
        done(call(either, admin, "SubmitDocumentToFlow1", Path=BUDGET, FlowDefID=number, StepPlayerIDs="1"))
        assert [each["AssigneeName"] for each in tasks(either, admin)] == ["System Administrator"]

    def test_stopping_and_removing(self, either: Simulator) -> None:
        """Stopped, its history stays; removed, nothing does, but not once a task is finished."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        self.submit(either, admin)
        done(call(either, admin, "StopCurrentWorkflow", path=BUDGET))
        refused(call(either, admin, "StopCurrentWorkflow", path=BUDGET), 4000)
        assert [each["TaskStatus"] for each in tasks(either, admin)] == ["Dropped"]
        (flow,) = done(call(either, admin, "GetDocumentWorkflows", documentPath=BUDGET))[0]
        number = flow.findtext("WorkflowId")
        done(call(either, admin, "GetDocumentWorkflow", documentPath=BUDGET, workflowId=number))
        (definition,) = done(call(either, admin, "GetDomainFlows", DomainName="Finance"))[0]
        again = {"Path": BUDGET, "FlowDefID": definition.attrib["FlowDefID"]}
        done(call(either, admin, "SubmitDocumentToFlow", **again))
        done(call(either, admin, "RemoveCurrentWorkflow", path=BUDGET))
        assert len(tasks(either, admin)) == 1
        done(call(either, admin, "SubmitDocumentToFlow", **again))
        (mine,) = tasks(either, jdoe, TASKSTATUS="InProgress")
        done(call(either, jdoe, "CompleteTask", taskId=mine["TaskID"], comments="x"))
        refused(call(either, admin, "RemoveCurrentWorkflow", path=BUDGET), 4000)


class TestTasks:
    """Tasks by themselves."""

    def give(self, simulator: Simulator, ticket: str, name: str = "Look") -> str:
        """Give jdoe a task on the budget, and return its number."""
        xml = (
            f"<TaskCreationRequestModel><AssigneeUserName>jdoe</AssigneeUserName><TaskName>{name}</TaskName>"
            "<Instruction>Now</Instruction></TaskCreationRequestModel>"
        )
        root = done(call(simulator, ticket, "CreateTask", documentPath=BUDGET, xmlParameters=xml))
        return root.findtext("Value/TaskId") or ""

    def test_what_is_set_is_read_back(self, either: Simulator) -> None:
        """Comment, priority, due date, status and finish date."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        number = self.give(either, admin)
        done(call(either, jdoe, "SetTaskComment", taskId=number, comments="a & b"))
        done(call(either, jdoe, "SetTaskPriority", taskId=number, taskPriority=10))
        refused(call(either, jdoe, "SetTaskPriority", taskId=number, taskPriority=2), 4000)
        due = {"newDueDate": "2090-01-02T03:04:05Z", "allowedStartTimeSpan": 0}
        done(call(either, jdoe, "ChangeTaskDueDate", taskId=number, **due))
        refused(
            call(either, jdoe, "ChangeTaskDueDate", taskId=number, **{**due, "newDueDate": "2020-01-01T00:00:00Z"}),
            4000,
        )
        done(call(either, jdoe, "TestTaskCompletion", taskId=number, exceptTaskComments="false"))
        (told,) = tasks(either, jdoe, TASKNAME="look")
        assert (told["ShortComments"], told["Priority"], told["TaskStatus"]) == ("a & b", "10", "DueDateChanged")
        assert told["DueDate"] == "2090-01-02T03:04:05.000Z"
        done_with = {"taskStatus": 30, "finishDate": FINISHED, "comments": "over"}
        done(call(either, jdoe, "UpdateTaskStatus", taskId=number, **done_with))
        done_with["comments"] = "kept all the same"
        refused(call(either, jdoe, "UpdateTaskStatus", taskId=number, **done_with), 4000)
        done(call(either, jdoe, "UpdateTaskFinishDate", taskId=number, finishDate="2030-01-01T00:00:00Z"))
        (told,) = tasks(either, jdoe, TASKSTATUS="Completed")
        assert (told["ShortComments"], told["FinishDate"][:10]) == ("kept all the same", "2030-01-01")

    def test_reassigned(self, either: Simulator) -> None:
        """The new task has another number and knows the old one, which is closed."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        number = self.give(either, admin)
        arguments = {"reassignTo": "admin", "newDueDate": FINISHED, "newInstructions": "", "sendTaskNotice": "false"}
        root = done(call(either, jdoe, "ReassignTask", taskId=number, **arguments))
        assert root.findtext("Value/AssigneeFullName") == "System Administrator"
        (old, new) = tasks(either, admin)
        assert (old["TaskStatus"], new["LinkedTaskID"], new["ShortInstruction"]) == ("Reassigned", number, "Now")
        refused(call(either, jdoe, "ReassignTask", taskId=number, **arguments), 4000)

    def test_lists(self, either: Simulator) -> None:
        """In rows, sorted; unknown criteria, values and sort names are refused."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        for name in ("b", "a", "c"):
            self.give(either, admin, name)
        rows = {
            "xmlcriteria": "<criteria/>",
            "startingRow": 1,
            "rowCount": 1,
            "SortBy": "taskname",
            "AscendingOrder": "true",
        }
        root = done(call(either, jdoe, "GetTasks1", **rows))
        assert (root.attrib["taskCount"], root.attrib["rowCount"]) == ("3", "1")
        assert [each.findtext("TaskName") for each in root[0]] == ["b"]
        for bad in (
            {"xmlcriteria": "<"},
            {"xmlcriteria": '<c><p NAME="NOPE" VALUE="1"/></c>'},
            {"xmlcriteria": '<c><p NAME="TASKSTATUS" VALUE="x"/></c>'},
            {"SortBy": "x"},
        ):
            refused(call(either, jdoe, "GetTasks1", **{**rows, **bad}), 4000)
        due = done(call(either, jdoe, "GetDueTaskDocuments"))
        assert [each.attrib["DocumentID"] for each in due] == ["1001"]
        assert len(done(call(either, admin, "GetDueTaskDocuments"))) == 0

    def test_of_a_document(self, either: Simulator) -> None:
        """Only those outside of workflows, open ones or closed ones; today's servers call that a failure."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        first, second = self.give(either, admin, "a"), self.give(either, admin, "b")
        done(call(either, jdoe, "CompleteTask", taskId=first, comments="x"))
        number = define(either, admin)
        done(call(either, admin, "SubmitDocumentToFlow", Path=BUDGET, FlowDefID=number))
        for filtered, expected in (("", [first, second]), ("current_tasks", [second]), ("task_history", [first])):
            root = call(either, admin, "GetDocumentTasks", documentPath=BUDGET, filter=filtered)
            assert root.attrib["success"] == ("false" if is_current(either) else "true")
            assert not root.get("error")
            assert "errorCode" not in root.attrib
            assert [each.findtext("TaskId") for each in root[0]] == expected
        refused(call(either, admin, "GetDocumentTasks", documentPath="/x"), 4041)

    def test_redirected(self, either: Simulator) -> None:
        """To another for a while, not to oneself, and not from one who gets them to a third."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        to_admin = {
            "userName": "jdoe",
            "redirectTasksToUser": "admin",
            "startOn": FINISHED,
            "endOn": "2090-01-01T00:00:00Z",
        }
        done(call(either, jdoe, "SetUserTaskRedirection", **to_admin))
        refused(call(either, jdoe, "SetUserTaskRedirection", **{**to_admin, "redirectTasksToUser": "jdoe"}), 4000)
        refused(call(either, jdoe, "SetUserTaskRedirection", **{**to_admin, "endOn": "2020-01-01T00:00:00Z"}), 4000)
        back = {**to_admin, "userName": "admin", "redirectTasksToUser": "jdoe"}
        refused(call(either, admin, "SetUserTaskRedirection", **back), 4000)
        self.give(either, admin)
        (told,) = tasks(either, admin)
        assert (told["AssigneeName"], told["RedirectedFrom_UserName"]) == ("System Administrator", "John Doe")
        listed = done(call(either, admin, "GetUserTaskRedirectionsFrom", userName="admin"))[0]
        assert [each.findtext("UserName") for each in listed] == ["jdoe"]
        (to,) = done(call(either, admin, "GetUserTaskRedirectionTo", userName="jdoe"))
        assert (to.findtext("UserName"), to.findtext("EndDate")) == ("admin", "2090-01-01T00:00:00.000Z")
        for _ in range(2):
            done(call(either, jdoe, "RemoveUserTaskRedirection", userName="jdoe"))
        self.give(either, admin)
        assert [each["AssigneeName"] for each in tasks(either, admin)] == ["System Administrator", "John Doe"]

    def test_deleted(self, either: Simulator) -> None:
        """By who gave it, and by nobody else but an administrator."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        number = self.give(either, admin)
        refused(call(either, jdoe, "DeleteTask", taskId=number), 4000)
        done(call(either, admin, "DeleteTask", taskId=number))
        refused(call(either, admin, "GetTask", taskId=number), 4000)
        assert tasks(either, admin) == []

    def test_bad_requests(self, either: Simulator) -> None:
        """Another document, and a user who is not there."""
        ticket = log_in(either)
        wrong = "<TaskCreationRequestModel><AssigneeUserName>x</AssigneeUserName></TaskCreationRequestModel>"
        for xml, number in (("<", 5000), ("<Other/>", 5000), (wrong, 4041)):
            root: ET.Element = call(either, ticket, "CreateTask", documentPath=BUDGET, xmlParameters=xml)
            refused(root, number)
