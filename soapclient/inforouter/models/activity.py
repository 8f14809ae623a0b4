"""Models of tasks, subscriptions and logs."""

from __future__ import annotations

import datetime as dt

import attrs

from .entity import Entity, VersionNumber, flag, moment, named, number, revision


@attrs.frozen(kw_only=True, slots=False)
class Task(Entity):
    """A task of a workflow.

    Attributes:
        task_id: the number.
        name: the name.
        status: the status, in words.
        priority: the priority, in words.
        approval_status: the approval status, in words.
        instructions: the instructions.
        comments: the comments.
        started: when it started.
        due: when it is due.
        finished: when it was finished.
        assignee: whose it is.
        assignee_id: that user's or group's number.
        assigned_by: who assigned it.
        supervisor: the supervisor.
        document_id: the number of the document.
        document: the name of the document.
        domain: the domain of the document.
        workflow_id: the number of the workflow.
        workflow: the name of the workflow.
        step_number: the number of the step.
        step: the name of the step.
        ad_hoc: whether it was made outside a definition.
    """

    task_id: int | None = named("TaskID", read=number)
    name: str | None = named("TaskName")
    status: str | None = named("TaskStatus")
    priority: str | None = named("Priority")
    approval_status: str | None = named("ApprovalStatus")
    instructions: str | None = named("extendedInstruction", "ShortInstruction")
    comments: str | None = named("extendedComment", "ShortComments")
    started: dt.datetime | None = named("StartDate", "StartDtae", read=moment)
    due: dt.datetime | None = named("DueDate", read=moment)
    finished: dt.datetime | None = named("FinishDate", read=moment)
    assignee: str | None = named("AssigneeName")
    assignee_id: int | None = named("AssigneeID", read=number)
    assigned_by: str | None = named("AssignedByName")
    supervisor: str | None = named("SupervisorName")
    document_id: int | None = named("DocumentID", read=number)
    document: str | None = named("DocumentName")
    domain: str | None = named("DocumentLibraryName")
    workflow_id: int | None = named("FlowID", read=number)
    workflow: str | None = named("FlowName")
    step_number: int | None = named("StepNumber", read=number)
    step: str | None = named("StepName")
    ad_hoc: bool | None = named("AdHoc", read=flag)


@attrs.frozen(kw_only=True, slots=False)
class Subscription(Entity):
    """A subscription of a user or a group.

    Attributes:
        user_id: the user's number, None for a group's.
        user_name: the user's name.
        email: the user's e-mail address.
        group_id: the group's number, None for a user's.
        group_name: the group's name.
        attach_document_to_email: whether notifications carry the document.
    """

    user_id: int | None = named("userid", read=number)
    user_name: str | None = named("username")
    email: str | None = named("email")
    group_id: int | None = named("groupid", read=number)
    group_name: str | None = named("groupname")
    attach_document_to_email: bool | None = named("attachdocumenttoemail", read=flag)

    @property
    def events(self) -> frozenset[str]:
        """The events that trigger a notification, such as "read" and "checkin"."""
        return frozenset(name for name, told in self.told_events.items() if told)

    @property
    def told_events(self) -> dict[str, bool | None]:
        """Each event in the reply, and whether it triggers a notification; None if that is unreadable."""
        said = {name.casefold(): text for name, text in self.attributes.items()}
        return {name[3:]: flag(text) for name, text in said.items() if name.startswith("on_")}


@attrs.frozen(kw_only=True, slots=False)
class LogEntry(Entity):
    """An entry of one of the logs.

    Attributes:
        date: when it happened.
        kind: what it is about, such as a document or a folder.
        action: what was done.
        object_id: the number of what it is about.
        name: the name of what it is about.
        path: its path.
        version: the version of a document.
        domain_id: the number of its domain.
        domain: the name of its domain.
        user_id: the number of who did it.
        user: who did it.
        text: the comment, the reason or the message.
    """

    date: dt.datetime | None = named(
        "DATE", "LogDate", "ViewDate", "ActionDate", "dateApplied", "ReviewDate", read=moment
    )
    kind: str | None = named("TYPE", "objectType")
    action: str | None = named("ACTION", "EventType", "Operation")
    object_id: int | None = named("objectId", "DocumentId", "ID", "rdDefId", read=number)
    name: str | None = named("objectName", "DocumentName", "NAME", "rdName")
    path: str | None = named("PATH", "objectPath")
    version: VersionNumber | None = named("VERSION", "VersionNumber", "Number", read=revision)
    domain_id: int | None = named("DOMAINID", read=number)
    domain: str | None = named("DOMAINNAME")
    user_id: int | None = named("USERID", "appliedById", "ActionbyId", read=number)
    user: str | None = named(
        "FULLNAME", "userFullName", "Viewer", "appliedByName", "ActionByName", "UserName", "RequestedBy"
    )
    text: str | None = named("COMMENTS", "Comment", "actionComments", "ReasonForAction", "Message", "Problem")
