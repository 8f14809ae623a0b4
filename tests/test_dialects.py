"""Documents and folders in short, in full and in every other dialect: the same models, with the rest None."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from lxml import etree

from soapclient import Document, Folder, VersionNumber
from soapclient.inforouter.models.read import model

DAY = dt.datetime(2026, 1, 31)
TIME = dt.datetime(2026, 1, 31, 8, 30)
UTC = TIME.replace(tzinfo=dt.timezone.utc)
DATES = [
    ("2026-01-31", DAY),
    ("2026-01-31 08:30:00", TIME),
    ("2026-01-31T08:30:00", TIME),
    ("2026-01-31T08:30:00Z", UTC),
    ("2026-01-31T08:30:00.000Z", UTC),
    ("2026-01-31T08:30:00.0000000", TIME),
    ("2026-01-31T08:30:00.0000000Z", UTC),
    ("", None),
    ("1900-01-01", None),
    ("1900-01-01 00:00:00", None),
    ("0001-01-01T00:00:00", None),
]

# The attributes of documents and folders that the operation pages show, by the field that they are read into.
DOCUMENT = {
    "document_id": "DocumentID id",
    "name": "Name name DocumentName n",
    "path": "Path path DeletePath",
    "description": "Description description",
    "update_instructions": "UpdateInstructions",
    "size": "Size size sz DocumentSize TotalSize",
    "created": "CreationDate createdate created cdate",
    "modified": "ModificationDate modificationDate modifydate modified mdate DateModified LastUpdate",
    "owner": "OwnerName owner",
    "owner_id": "OwnerId OwnerID ownerid",
    "author": "Author",
    "language": "Language",
    "source": "Source DocumentSource",
    "mime_type": "MimeType mimetype",
    "format": "Type dformat MimeTypeDescription MimeTypeDesc",
    "checksum": "chksum",
    "version": "VersionNumber version lv LastVersionNumber LastVersion currentversion",
    "published_version": "PublishedVersionNumber publishedversion pv PublishedVersion",
    "version_count": "VersionCount versioncount",
    "checked_out_by": "CheckoutByUserName chkoutbyusername CheckoutBy checkoutby checkedoutby CheckedOutBy",
    "checked_out_by_name": "chkoutbyfullname",
    "checked_out_by_id": "CheckedOutById checkoutbyid",
    "checked_out_at": "CheckoutDate CheckOutDate",
    "registered": "RegisterDate regdate",
    "registered_by": "RegisteredBy",
    "registered_by_id": "RegisterById",
    "folder_id": "FolderId FolderID ParentID OriginalFolderId",
    "folder": "Foldername FolderName",
    "domain_id": "DomainId domainid",
    "domain": "DomainName domainname",
    "document_type_id": "DocTypeID dtype DocumentTypeId",
    "document_type": "DocTypeName DocumentType",
    "template_id": "TemplateID tid",
    "importance": "Importance importance",
    "approval_status": "ApprovalStatus",
    "publishing_rule": "PublishingRule",
    "percent_complete": "PercentComplete",
    "completed": "CompletionDate",
    "classification": "ClassificationLevel",
    "classification_id": "ClassificationLevelId",
    "downgrade_on": "DowngradeOn",
    "declassify_on": "DeclassifyOn",
    "expires": "ExpirationDate expirationdate",
    "retained_until": "RetentionDate",
    "disposed": "DispositionDate",
    "cut_off": "CutoffDate",
    "retention_schedule_id": "RDDefId",
    "last_iso_review": "LastISOReviewDate",
    "next_iso_review": "NextISOReviewDate ISOReviewDate",
    "workflow_id": "WorkflowId FlowId",
    "workflow": "WorkflowName FlowName",
    "workflow_step_number": "WorkflowStepNumber FlowStepNumber",
    "workflow_step": "WorkflowStepName FlowStepName",
    "is_shortcut": "IsShortcut",
    "target_id": "TargetDocumentId",
    "user_view_status": "UserViewStatus",
    "ai_enhanced": "AIEnhanced",
    "ai_confidence": "AIExtractConfidence",
    "deleted": "DateDeleted",
    "deleted_by": "DeletedByName",
    "deleted_by_id": "DeletedById",
    "handler": "Handler",
}
FOLDER = {
    "folder_id": "FolderID id",
    "name": "Name name FolderName n",
    "path": "Path path DeletePath",
    "description": "Description description",
    "created": "CreationDate createdate created",
    "modified": "ModificationDate modifydate modified",
    "owner": "OwnerName owner ownername",
    "owner_id": "OwnerID ownerid",
    "parent_id": "ParentID parentid ParentFolderID OriginalFolderId",
    "domain_id": "DomainId domainid",
    "classification": "ClassificationLevel classificationlevel",
    "classification_id": "ClassificationLevelId",
    "downgrade_on": "DowngradeOn",
    "declassify_on": "DeclassifyOn",
    "retained_until": "RetentionDate",
    "disposed": "DispositionDate",
    "cut_off": "CutoffDate",
    "retention_schedule_id": "RDDefId",
    "size": "TotalSize",
    "deleted": "DateDeleted",
    "deleted_by": "DeletedByName",
    "deleted_by_id": "DeletedById",
    "handler": "Handler",
}
# What only one dialect tells is read from `attributes`: it has no field.
WITHOUT = [
    "AIEnhancedAttributes", "ApprovalStatusId", "AssociationTypeID", "AssociationTypeName", "ImportanceId", "IsDynamic",
    "IsPublished", "IsReverseAssociation", "LastPublisher", "LastUpdatedBy", "RecycledItemStatus",
    "RecycledItemStatusId", "ReleasedVersion", "ShortID", "StatusCode", "checkedout", "expired", "extension",
    "ownerFullName", "publishedVersionAuthorName", "versionid",
]  # fmt: skip
READ = [
    (kind, field, name)
    for kind, table in ((Document, DOCUMENT), (Folder, FOLDER))
    for field, names in table.items()
    for name in names.split()
]


def told(kind, **attributes):
    """Read an element, and return the fields that it tells."""
    found = kind.read(etree.Element("x", {name: str(value) for name, value in attributes.items()}))
    return {
        field.name: getattr(found, field.name)
        for field in attrs.fields(kind)
        if field.name != "attributes" and getattr(found, field.name) is not None
    }


def is_date(kind, field):
    """Tell whether a field has a date."""
    return "datetime" in str(attrs.fields_dict(kind)[field].type)


class TestSpellings:
    """Each attribute that the pages show."""

    def test_every_field_is_told_somewhere(self):
        """The tables have every field of the models, and no other."""
        for kind, table in ((Document, DOCUMENT), (Folder, FOLDER)):
            assert list(table) == [field.name for field in attrs.fields(kind) if field.name != "attributes"]

    @pytest.mark.parametrize(("kind", "field", "name"), READ)
    def test_where_it_is_read(self, kind, field, name):
        """An attribute is read into its field and no other, as attribute and as child element."""
        value = "2026-01-31" if is_date(kind, field) else "1"
        found = told(kind, **{name: value})
        assert list(found) == [field]
        element = etree.Element("x")
        etree.SubElement(element, name).text = value
        assert getattr(kind.read(element), field) == found[field]

    @pytest.mark.parametrize("name", WITHOUT)
    def test_what_has_no_field(self, name):
        """What has no field is kept by its name."""
        assert told(Document, **{name: "1"}) == {}
        assert Document.read(etree.Element("x", {name: "1"})).attributes == {name: "1"}

    @pytest.mark.parametrize(("text", "moment"), DATES)
    @pytest.mark.parametrize("name", [name for kind, field, name in READ if kind is Document and is_date(kind, field)])
    def test_dates(self, name, text, moment):
        """Each date is read in each format of either generation; what stands for none is None."""
        assert list(told(Document, **{name: text}).values()) == ([] if moment is None else [moment])


V2, V3 = VersionNumber(2), VersionNumber(3)
FULL = {
    "document_id": 7, "name": "a.txt", "size": 9, "created": UTC, "modified": UTC, "format": "PDF Document",
    "version": V3, "published_version": V2, "checked_out_by": "jdoe", "checked_out_by_name": "Jane Doe",
    "registered": UTC, "document_type_id": 4, "template_id": 6, "importance": "Normal", "path": "\\Lib\\F",
    "owner": "Jane Doe", "folder_id": 5, "folder": "F", "percent_complete": 50, "publishing_rule": "Default",
    "retention_schedule_id": 0, "user_view_status": 2, "ai_enhanced": 17, "workflow_step_number": 1,
    "classification": "NoMarkings", "classification_id": 0, "is_shortcut": False,
}  # fmt: skip
STAMP = "2026-01-31T08:30:00.000Z"
SAME = [
    (
        "document",
        {
            "DocumentID": 7, "Name": "a.txt", "Path": "\\Lib\\F", "Size": 9, "Type": "PDF Document",
            "CreationDate": STAMP, "ModificationDate": STAMP, "CheckoutBy": "Jane Doe", "CheckoutByUserName": "jdoe",
            "RegisterDate": STAMP, "DocTypeID": 4, "VersionNumber": 3000000, "PublishedVersionNumber": 2000000,
            "TemplateID": 6, "Importance": "Normal", "OwnerName": "Jane Doe", "FolderId": 5, "Foldername": "F",
            "PercentComplete": 50, "PublishingRule": "Default", "RDDefId": 0, "UserViewStatus": 2, "AIEnhanced": 17,
            "WorkflowStepNumber": 1, "ClassificationLevel": "NoMarkings", "ClassificationLevelId": 0,
            "IsShortcut": "FALSE", "ExpirationDate": "", "CutoffDate": "",
        },
        set(FULL),
    ),
    (
        "d",
        {
            "id": 7, "n": "a.txt", "mdate": STAMP, "cdate": STAMP, "size": 9, "dformat": "PDF Document",
            "chkoutbyusername": "jdoe", "chkoutbyfullname": "Jane Doe", "version": 3000000,
            "publishedversion": 2000000, "regdate": STAMP, "dtype": 4,
        },
        {
            "document_id", "name", "modified", "created", "size", "format", "checked_out_by", "checked_out_by_name",
            "version", "published_version", "registered", "document_type_id",
        },
    ),
    (
        "d",
        {"id": 7, "n": "a.txt", "sz": 9, "pv": 2000000, "lv": 3000000, "chksum": "", "tid": 6},
        {"document_id", "name", "size", "published_version", "version", "template_id", "checksum"},
    ),
    (
        "document",
        {
            "DocumentID": 7, "DocumentName": "a.txt", "FolderID": 5, "FolderName": "F", "Path": "\\Lib\\F",
            "MimeTypeDescription": "PDF Document", "DocumentSize": 9, "LastVersionNumber": 3000000,
            "CreationDate": STAMP, "ModificationDate": STAMP, "OwnerName": "Jane Doe", "UserViewStatus": 2,
        },
        {
            "document_id", "name", "folder_id", "folder", "path", "format", "size", "version", "created", "modified",
            "owner", "user_view_status",
        },
    ),
    (
        "document",
        {"id": 7, "name": "a.txt", "path": "\\Lib\\F", "checkedoutby": "jdoe", "UserViewStatus": 2, "AIEnhanced": 17},
        {"document_id", "name", "path", "checked_out_by", "user_view_status", "ai_enhanced"},
    ),
    (
        "document",
        {"id": 7, "name": "a.txt", "size": 9, "modificationDate": STAMP, "path": "\\Lib\\F"},
        {"document_id", "name", "size", "modified", "path"},
    ),
    (
        "document",
        {
            "DocumentID": 7, "ParentID": 5, "Name": "a.txt", "MimeTypeDesc": "PDF Document", "Importance": "Normal",
            "DocumentTypeId": 4, "CheckedOutBy": "jdoe", "LastVersion": 3000000, "PublishedVersion": 2000000,
            "LastUpdate": STAMP, "DocumentSize": 9, "FlowStepNumber": 1, "ClassificationLevelId": 0,
        },
        {
            "document_id", "folder_id", "name", "format", "importance", "document_type_id", "checked_out_by", "version",
            "published_version", "modified", "size", "workflow_step_number", "classification_id",
        },
    ),
]  # fmt: skip


class TestTheSame:
    """One thing in all dialects."""

    @pytest.mark.parametrize(("place", "attributes", "fields"), SAME)
    def test_document(self, place, attributes, fields):
        """A document has the same values in each dialect, and None for what the dialect lacks."""
        assert model(place) is Document
        assert told(Document, **attributes) == {name: {**FULL, "checksum": ""}[name] for name in fields}

    @pytest.mark.parametrize(
        ("place", "attributes", "fields"),
        [
            ("f", {"id": 5, "n": "F"}, {}),
            ("folder", {"id": 5, "name": "F"}, {}),
            ("folder", {"FolderID": 5, "Name": "F", "ParentID": 1, "RDDefId": 0, "CutoffDate": ""},
             {"parent_id": 1, "retention_schedule_id": 0}),
            ("folder", {"FolderID": 5, "FolderName": "F", "ParentFolderID": 1}, {"parent_id": 1}),
            ("folder", {"id": 5, "name": "F", "parentid": 1, "createdate": STAMP}, {"parent_id": 1, "created": UTC}),
        ],
    )  # fmt: skip
    def test_folder(self, place, attributes, fields):
        """A folder does too."""
        assert model(place) is Folder
        assert told(Folder, **attributes) == {"folder_id": 5, "name": "F", **fields}

    def test_who_has_it_checked_out(self):
        """A user who is gone is left as the service writes it; a single name is whatever the service has."""
        assert told(Document, chkoutbyusername="~U42", chkoutbyfullname="") == {
            "checked_out_by": "~U42", "checked_out_by_name": "",
        }  # fmt: skip
        assert told(Document, CheckoutBy="Jane Doe") == {"checked_out_by": "Jane Doe"}
        assert told(Document, CheckoutBy="", CheckoutByUserName="") == {"checked_out_by": "", "checked_out_by_name": ""}
