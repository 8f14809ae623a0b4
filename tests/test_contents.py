"""Documents, folders and the rest in the dialects of the operations."""

from __future__ import annotations

import datetime as dt
import inspect
import re

import attrs
import pytest
from lxml import etree

import soapclient
from soapclient import (
    Document,
    Domain,
    Folder,
    Group,
    LogEntry,
    PropertySet,
    Reply,
    Subscription,
    Task,
    User,
    Version,
    VersionNumber,
    errors,
)
from soapclient.inforouter.models.entity import Entity
from soapclient.inforouter.models.read import model

DAY = dt.datetime(2026, 1, 31)
TIME = dt.datetime(2026, 1, 31, 8, 30)
UTC = TIME.replace(tzinfo=dt.timezone.utc)
V3 = VersionNumber(3)
MODELS = [Document, Domain, Folder, Group, LogEntry, PropertySet, Subscription, Task, User, Version]

DIALECTS = [
    (
        "document",
        "<document DocumentID='7' Name='a.txt' Path='\\Lib\\F' Size='9' CreationDate='2026-01-31' OwnerName='Jane Doe'"
        " ModificationDate='2026-01-31' CheckoutDate='' CheckoutBy='Jane Doe' CheckoutByUserName='jdoe' DocTypeID='4'"
        " DocTypeName='Memo' VersionNumber='3000000' PublishedVersionNumber='0' VersionCount='3' OwnerId='42'"
        " FolderId='5' DomainId='1' DomainName='Lib' IsShortcut='FALSE' ExpirationDate='' CutoffDate='' Source=''"
        " WorkflowId='8' WorkflowName='W' WorkflowStepName='S' Importance='Normal' ApprovalStatus='None'"
        " ClassificationLevel='No Markings'/>",
        {
            "document_id": 7, "name": "a.txt", "path": "\\Lib\\F", "size": 9, "created": DAY, "modified": DAY,
            "checked_out_at": None, "checked_out_by": "jdoe", "document_type_id": 4, "document_type": "Memo",
            "version": V3, "published_version": None, "version_count": 3, "owner": "Jane Doe", "owner_id": 42,
            "folder_id": 5, "domain_id": 1, "domain": "Lib", "is_shortcut": False, "expires": None, "source": "",
            "workflow_id": 8, "workflow": "W", "workflow_step": "S", "importance": "Normal",
        },
    ),
    (
        "document",
        "<document id='7' name='a.txt' path='/Lib/F' checkoutby='' size='9' createdate='2026-01-31 08:30:00'"
        " modifydate='2026-01-31T08:30:00' currentversion='3' owner='jdoe' ownerid='42' mimetype='text/plain'"
        " importance='1' expirationdate='' domainid='1' domainname='Lib' versioncount='3'/>",
        {
            "document_id": 7, "name": "a.txt", "checked_out_by": "", "created": TIME, "modified": TIME, "version": V3,
            "owner": "jdoe", "owner_id": 42, "mime_type": "text/plain", "importance": "1", "domain": "Lib",
        },
    ),
    (
        "d",
        "<d id='7' n='a.txt' size='9' mdate='2026-01-31' cdate='2026-01-31' chkoutbyusername='jdoe' version='3'"
        " publishedversion='2' dtype='4'/>",
        {
            "document_id": 7, "name": "a.txt", "size": 9, "modified": DAY, "created": DAY, "checked_out_by": "jdoe",
            "version": V3, "published_version": (2, 0, 0), "document_type_id": 4,
        },
    ),
    (
        "document",
        "<document DocumentID='7' DocumentName='a.txt' Path='/Lib/F/a.txt' FolderID='5' MimeType='text/plain'"
        " DocumentSize='9' LastVersionNumber='3000000' CreationDate='2026-01-31' OwnerID='42'/>",
        {"document_id": 7, "name": "a.txt", "folder_id": 5, "size": 9, "version": V3, "owner_id": 42},
    ),
    (
        "document",
        "<document Name='a.txt' DateDeleted='2026-01-31T08:30:00.000Z' TotalSize='99' OriginalFolderId='5'"
        " DeletePath='/Lib/F/a.txt' DeletedByName='Jane' Handler='D7'/>",
        {
            "name": "a.txt", "deleted": UTC, "size": 99, "folder_id": 5, "path": "/Lib/F/a.txt", "deleted_by": "Jane",
            "handler": "D7",
        },
    ),
    (
        "document",
        "<document DocumentID='7' ParentID='5' Name='a.txt' DocumentSource='s' DocumentType='Memo' DocumentTypeId='4'"
        " CheckedOutBy='jdoe' CheckOutDate='2026-01-31' LastVersion='3000000' PublishedVersion='2000000'"
        " LastUpdate='2026-01-31T08:30:00.000Z' DocumentSize='9' FlowId='8' FlowName='W' FlowStepName='S'/>",
        {
            "document_id": 7, "folder_id": 5, "source": "s", "document_type": "Memo", "document_type_id": 4,
            "checked_out_by": "jdoe", "checked_out_at": DAY, "version": V3, "published_version": (2, 0, 0),
            "modified": UTC, "size": 9, "workflow_id": 8, "workflow": "W", "workflow_step": "S",
        },
    ),
    (
        "AssociatedDocuments/AssociatedDocument",
        "<AssociatedDocument AssociationTypeID='1' DocumentID='7' Path='/Lib/a' DateModified='2026-01-31T08:30:00'/>",
        {"document_id": 7, "path": "/Lib/a", "modified": TIME},
    ),
    (
        "folder",
        "<folder FolderID='5' ParentID='1' Name='F' Path='/Lib/F' Description='d' CreationDate='2026-01-31'"
        " OwnerName='Jane' DomainId='1' CutoffDate=''/>",
        {
            "folder_id": 5, "parent_id": 1, "name": "F", "path": "/Lib/F", "description": "d", "created": DAY,
            "owner": "Jane", "domain_id": 1, "cut_off": None,
        },
    ),
    (
        "folder",
        "<folder id='5' name='F' path='/Lib/F' parentid='1' createdate='2026-01-31T08:30:00' ownerid='42' owner='jdoe'"
        " classificationlevel='0'><owner UserID='42'/></folder>",
        {"folder_id": 5, "parent_id": 1, "created": TIME, "owner": "jdoe", "owner_id": 42, "classification": "0"},
    ),
    ("f", "<f id='5' n='F'/>", {"folder_id": 5, "name": "F"}),
    (
        "folder",
        "<folder FolderID='5' FolderName='F' ParentFolderID='1' ModificationDate='2026-01-31' OwnerID='42'/>",
        {"folder_id": 5, "name": "F", "parent_id": 1, "modified": DAY, "owner_id": 42},
    ),
    (
        "folder",
        "<folder Name='F' DateDeleted='2026-01-31T08:30:00.000Z' OriginalFolderId='1' DeletePath='/Lib/F' Handler='F5'"
        "/>",
        {"name": "F", "deleted": UTC, "parent_id": 1, "path": "/Lib/F", "handler": "F5"},
    ),
    (
        "Versions/Version",
        "<Version Number='3000000'><VersionAuthor>Jane</VersionAuthor><VersionAuthorId>42</VersionAuthorId>"
        "<VersionSize>9</VersionSize><CheckSum>ab</CheckSum><DateCreated>2026-01-31T08:30:00.000Z</DateCreated>"
        "<DatePublished/><Comment>c</Comment></Version>",
        {
            "number": V3, "author": "Jane", "author_id": 42, "size": 9, "checksum": "ab", "created": UTC,
            "published": None, "comment": "c",
        },
    ),
    (
        "version",
        "<version id='70' number='3' createdate='2026-01-31T08:30:00'/>",
        {"version_id": 70, "number": V3, "created": TIME},
    ),
    (
        "domains/domain",
        "<domain DomainID='1' DomainName='Lib' AnonymousDomain='FALSE' IsArchive='TRUE' IsHidden='FALSE'"
        " WelcomeMessage=''/>",
        {"domain_id": 1, "name": "Lib", "anonymous": False, "archive": True, "hidden": False, "welcome_message": ""},
    ),
    (
        "usergroups/usergroup",
        "<usergroup GroupID='3' GroupName='G' DomainID='1' DomainName='Lib' public='True'/>",
        {"group_id": 3, "name": "G", "domain_id": 1, "domain": "Lib", "public": True},
    ),
    (
        "tasks/Task",
        "<Task><TaskID>9</TaskID><TaskName>T</TaskName><StartDtae>2026-01-31 08:30:00</StartDtae>"
        "<FinishDate>1900-01-01 00:00:00</FinishDate><DocumentID>7</DocumentID><AdHoc>False</AdHoc><FlowID>8</FlowID>"
        "<extendedInstruction>i</extendedInstruction><ShortInstruction>short</ShortInstruction></Task>",
        {
            "task_id": 9, "name": "T", "started": TIME, "finished": None, "document_id": 7, "ad_hoc": False,
            "workflow_id": 8, "instructions": "i",
        },
    ),
    (
        "Value/WorkflowExecutingTask",
        "<WorkflowExecutingTask><TaskId>9</TaskId><StartDate>2026-01-31T08:30:00</StartDate><ShortInstruction>i"
        "</ShortInstruction><FinishDate>0001-01-01T00:00:00</FinishDate><StepNumber>1</StepNumber></WorkflowExecutingTask>",
        {"task_id": 9, "started": TIME, "finished": None, "instructions": "i", "step_number": 1},
    ),
    (
        "subscribers/usersubscriber",
        "<usersubscriber><userid>42</userid><username>jdoe</username><attachdocumenttoemail>TRUE</attachdocumenttoemail>"
        "<on_read>FALSE</on_read><on_checkin>TRUE</on_checkin></usersubscriber>",
        {"user_id": 42, "user_name": "jdoe", "attach_document_to_email": True, "events": {"checkin"}, "group_id": None},
    ),
    (
        "subscribers/groupsubscriber",
        "<groupsubscriber><groupid>3</groupid><groupname>G</groupname><on_read>TRUE</on_read></groupsubscriber>",
        {"group_id": 3, "group_name": "G", "events": {"read"}},
    ),
    (
        "PropertySets/PropertySet",
        "<PropertySet Name='P' Caption='c' AppliesToDocuments='TRUE' PrivatePropertySet='FALSE'><Fields><field"
        " FieldName='A' DataLength='9' Required='TRUE' ControlOrder='1'/></Fields></PropertySet>",
        {"name": "P", "for_documents": True, "private": False, "rows": ()},
    ),
    (
        "logs/LOGITEM",
        "<LOGITEM TYPE='DOCUMENT' NAME='a' PATH='\\Lib\\a' DATE='2026-01-31 08:30:00' ID='7' DOMAINID='1' ACTION='x'"
        " USERID='42' FULLNAME='Jane' COMMENTS='c'/>",
        {
            "kind": "DOCUMENT", "name": "a", "date": TIME, "object_id": 7, "domain_id": 1, "action": "x", "user_id": 42,
            "user": "Jane", "text": "c",
        },
    ),
    (
        "ViewLog/Version",
        "<Version Number='3000000' UserID='42' Viewer='Jane' ViewDate='2026-01-31T08:30:00Z'/>",
        {"version": V3, "user_id": 42, "user": "Jane", "date": UTC},
    ),
    (
        "viewlogs/viewlog",
        "<viewlog DocumentId='7' UserId='42' UserFullname='Jane' DocumentName='a' VersionNumber='2.0.0'"
        " Path='/Lib/a'/>",
        {"object_id": 7, "user_id": 42, "user": "Jane", "name": "a", "version": (2, 0, 0), "path": "/Lib/a"},
    ),
    (
        "securitychanges/change",
        "<change objectType='F' objectId='5' objectName='F' objectPath='/Lib/F' appliedById='42' appliedByName='Jane'"
        " dateApplied='2026-01-31 08:30:00'><everyone access='1'/></change>",
        {"kind": "F", "object_id": 5, "path": "/Lib/F", "user_id": 42, "user": "Jane", "date": TIME},
    ),
    (
        "Value/SoxLog",
        "<SoxLog><DocumentId>7</DocumentId><VersionNumber>1.0</VersionNumber><ReviewDate>2026-01-31T08:30:00</ReviewDate>"
        "<Comment>c</Comment><UserId>42</UserId><UserName>jdoe</UserName></SoxLog>",
        {"object_id": 7, "version": (1, 0, 0), "date": TIME, "text": "c", "user": "jdoe"},
    ),
    (
        "Value/Error",
        "<Error><LogDate>2026-01-31T08:30:00Z</LogDate><Message>m</Message><StackTrace>s</StackTrace></Error>",
        {"date": UTC, "text": "m"},
    ),
    (
        "log",
        "<log rdFreezeFlag='true' actionDate='2026-01-31T08:30:00.0000000' userId='42' userFullName='Jane'"
        " actionComments='c'/>",
        {"date": TIME, "user_id": 42, "user": "Jane", "text": "c"},
    ),
]  # fmt: skip


class TestDialects:
    """Every dialect of an entity is read into the same fields."""

    @pytest.mark.parametrize(("place", "xml", "expected"), DIALECTS)
    def test_dialect(self, place, xml, expected):
        """The fields have what the dialect says, in Python's types, and everything it says is kept."""
        element = etree.fromstring(xml)
        found = model(place).read(element)
        assert {name: getattr(found, name) for name in expected} == expected
        assert set(element.attrib) <= set(found.attributes)
        assert found.element is element

    @pytest.mark.parametrize("kind", MODELS)
    def test_fields_are_described(self, kind):
        """Each field of a model is described, and no name can mean two of its fields."""
        own = [field for field in attrs.fields(kind) if field.name != "attributes"]
        described = re.findall(r"(?m)^ {4}(\w+): ", inspect.getdoc(kind))
        assert [field.name for field in own] == described
        names = [name for field in own for name in field.metadata.get("names", ())]
        assert len(names) == len(set(names))
        assert getattr(soapclient, kind.__name__) is kind

    def test_property_sets(self):
        """A definition has its fields, an applied set its rows by the names of fields."""
        definition = PropertySet.read(
            etree.fromstring(
                "<PropertySet Name='P'><Fields><field FieldName='A' DataLength='9'/></Fields></PropertySet>"
            )
        )
        assert [(field.name, field.length) for field in definition.fields] == [("A", 9)]
        applied = PropertySet.read(
            etree.fromstring(
                "<propertyset Name='P'><propertyrow RowNbr='1' A='x'><Log AppliedBy='J'/></propertyrow></propertyset>"
            )
        )
        assert [dict(row) for row in applied.rows] == [{"RowNbr": "1", "A": "x"}]
        with pytest.raises(TypeError):
            applied.rows[0]["A"] = "y"


class TestItems:
    """What a reply lists."""

    def test_in_the_order_of_the_reply(self):
        """Items of several places come in the reply's order, as models where there is one, else as elements."""
        root = etree.fromstring("<root><d id='1' n='a'/><f id='2' n='F'/><x/><d id='3' n='b'/><other/></root>")
        reply = Reply(operation="X", element=root, places=("f", "d", "x"))
        kinds = [type(item).__name__ for item in reply]
        assert kinds == ["Document", "Folder", "_Element", "Document"]
        assert list(reply) == list(reply.items)

    def test_the_annotated_places(self, bundled):
        """Members of a domain are users and groups, found where the annotations say, in a namespace too."""
        root = etree.fromstring(
            "<root xmlns='urn:x'><users><User UserName='a'/></users><usergroups><usergroup GroupName='g'/></usergroups>"
            "<domains><User UserName='no'/></domains></root>"
        )
        reply = Reply(operation="GetDomainMembers", element=root, places=bundled["GetDomainMembers"].items)
        assert reply.items == (User(user_name="a"), Group(name="g"))

    def test_letter_case_of_a_place(self):
        """A list is found in another letter case too, rather than taken for empty."""
        root = etree.fromstring("<root><Users><user UserName='a'/></Users></root>")
        assert Reply(operation="GetAllUsers", element=root, places=("users/User",)).items == (User(user_name="a"),)

    def test_one_thing(self):
        """A reply that is no list has the thing that it tells of; bytes, and what is not known, have none."""
        reply = Reply(operation="GetUser", element=etree.fromstring("<response><User UserName='a'/><x/></response>"))
        assert reply.items == (User(user_name="a"),)
        assert Reply(operation="X", element=etree.fromstring("<r><x/></r>")).items == ()
        assert list(Reply(operation="X", bytes=b"1")) == []

    def test_a_reply_is_true(self):
        """A reply without items is no false value: it is an answer."""
        assert Reply(operation="X", element=etree.fromstring("<r/>"))

    def test_every_list_of_an_entity_has_a_model(self, bundled):
        """The places of users, documents, folders and the rest all have models; the other ones are written down."""
        unknown = {
            place.rpartition("/")[2]
            for operation in bundled.operations.values()
            for place in operation.items
            if model(place) is None
        }
        assert unknown == {
            "AppliedTag", "AssociationType", "Authority", "Comment", "Disk", "DocumentType", "FlowDef",
            "FolderColumnDef", "MaintenanceJob", "MimeType", "Operation", "Preference", "PublishingRequirement", "Res",
            "RetentionAndDispositionSchedule", "Rule", "SearchPage", "TagDefinition", "TaskRedirection",
            "UserTaskStatisticModel", "Value", "WarehousePath", "Workflow", "WorkflowRole", "addin", "option",
        }  # fmt: skip


class TestAttributes:
    """Typed access to the attributes of the root."""

    ROOT = etree.fromstring("<r a='True' b='7' c='2026-01-31' d='3000001' e='' f='x' g='0001-01-01T00:00:00' h='0'/>")

    def test_types(self):
        """Each kind is read by the service's conventions; what is missing, empty or said to be none is None."""
        reply = Reply(operation="GetX", element=self.ROOT)
        assert (reply.flag("a"), reply.number("b"), reply.moment("c")) == (True, 7, DAY)
        assert reply.revision("d") == (3, 0, 1)
        for read in (reply.flag, reply.number, reply.moment, reply.revision):
            assert read("e") is None and read("missing") is None
        assert reply.moment("g") is None and reply.revision("h") is None

    def test_another_text(self):
        """A text that is not of the kind is an error that names operation and attribute, and no None."""
        reply = Reply(operation="GetX", element=self.ROOT)
        for read in (reply.flag, reply.number, reply.moment, reply.revision):
            with pytest.raises(errors.UnexpectedReply, match="GetX: the attribute f is not"):
                read("f")


def test_entity_is_the_base():
    """Every model is an entity, so that a program can tell models from elements."""
    assert all(issubclass(kind, Entity) for kind in MODELS)
