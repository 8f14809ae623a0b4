"""Models of documents, folders, versions and property sets.

Source: the document, folder, Version, PropertySet, Task, subscriber and log elements of the operation pages, in all
their dialects. The service writes Path as it likes: the folder of a document with backslashes, the whole path of a
folder with slashes, whole paths on pages of a search and in the recycle bin.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import attrs
from lxml import etree

from .entity import Entity, VersionNumber, flag, moment, named, revision, told
from .entity import number as whole


@attrs.frozen(kw_only=True, slots=False)
class Document(Entity):
    """A document; None marks a field that this operation of this server does not return.

    Attributes:
        document_id: the number.
        name: the name.
        path: its place as this operation writes it: its folder, or the full path.
        description: the description.
        update_instructions: how to update it.
        size: the bytes of its latest version; of all of them in the recycle bin.
        created: when it was created.
        modified: when it was last modified.
        owner: the owner's name.
        owner_id: the owner's number.
        author: the author.
        language: the language.
        source: where it is from.
        mime_type: the media type.
        format: the file format in words, such as "PDF Document".
        checksum: the check sum of its published version, empty where none is stored.
        version: its latest version.
        published_version: its published version, None for none.
        version_count: how many versions it has.
        checked_out_by: who has checked it out, empty or None for nobody; "~U42" for user 42 who is gone.
        checked_out_by_name: that user's full name.
        checked_out_by_id: that user's number.
        checked_out_at: when it was checked out.
        registered: when it was first added.
        registered_by: who added it.
        registered_by_id: that user's number.
        folder_id: the number of its folder.
        folder: the name of its folder.
        domain_id: the number of its domain.
        domain: the name of its domain.
        document_type_id: the number of its document type.
        document_type: its document type.
        template_id: the number of the template that it was made from, 0 for none.
        importance: the importance, in words or as a number.
        approval_status: the approval status.
        publishing_rule: how its versions are published.
        percent_complete: how much of it is done.
        completed: when it was completed.
        classification: the classification level, in words.
        classification_id: the classification level as a number.
        downgrade_on: when its classification is lowered.
        declassify_on: when its classification ends.
        expires: when it expires.
        retained_until: when its retention ends.
        disposed: when it will be disposed of.
        cut_off: when it was cut off.
        retention_schedule_id: the number of its retention schedule, 0 for none.
        last_iso_review: when it was last reviewed.
        next_iso_review: when it will be reviewed next.
        workflow_id: the number of the workflow that it is in.
        workflow: the workflow that it is in.
        workflow_step_number: the number of the step of the workflow.
        workflow_step: the step of the workflow.
        is_shortcut: whether it stands for another document.
        target_id: the number of that document.
        user_view_status: whether the caller has seen it: 0 never, 1 an older version, 2 the published version.
        ai_enhanced: which of its facts were generated, as a set of bits.
        ai_confidence: how sure the least sure of the generated values is, in percent.
        deleted: when it was deleted.
        deleted_by: who deleted it.
        deleted_by_id: that user's number.
        handler: what the recycle bin calls it.
    """

    document_id: int | None = named("DocumentID", "id", read=whole)
    name: str | None = named("Name", "DocumentName", "n")
    path: str | None = named("Path", "DeletePath")
    description: str | None = named("Description")
    update_instructions: str | None = named("UpdateInstructions")
    size: int | None = named("Size", "DocumentSize", "TotalSize", "sz", read=whole)
    created: dt.datetime | None = named("CreationDate", "createdate", "created", "cdate", read=moment)
    modified: dt.datetime | None = named(
        "ModificationDate", "modifydate", "modified", "DateModified", "LastUpdate", "mdate", read=moment
    )
    owner: str | None = named("OwnerName", "owner")
    owner_id: int | None = named("OwnerID", read=whole)
    author: str | None = named("Author")
    language: str | None = named("Language")
    source: str | None = named("Source", "DocumentSource")
    mime_type: str | None = named("MimeType")
    format: str | None = named("Type", "dformat", "MimeTypeDescription", "MimeTypeDesc")
    checksum: str | None = named("chksum")
    version: VersionNumber | None = named(
        "VersionNumber", "LastVersionNumber", "LastVersion", "currentversion", "version", "lv", read=revision
    )
    published_version: VersionNumber | None = named("PublishedVersionNumber", "PublishedVersion", "pv", read=revision)
    version_count: int | None = named("VersionCount", read=whole)
    checked_out_by: str | None = named("CheckoutByUserName", "chkoutbyusername", "CheckoutBy", "CheckedOutBy")
    checked_out_by_name: str | None = named("chkoutbyfullname")
    checked_out_by_id: int | None = named("CheckedOutById", "checkoutbyid", read=whole)
    checked_out_at: dt.datetime | None = named("CheckoutDate", read=moment)
    registered: dt.datetime | None = named("RegisterDate", "regdate", read=moment)
    registered_by: str | None = named("RegisteredBy")
    registered_by_id: int | None = named("RegisterById", read=whole)
    folder_id: int | None = named("FolderID", "ParentID", "OriginalFolderId", read=whole)
    folder: str | None = named("Foldername")
    domain_id: int | None = named("DomainId", read=whole)
    domain: str | None = named("DomainName")
    document_type_id: int | None = named("DocTypeID", "DocumentTypeId", "dtype", read=whole)
    document_type: str | None = named("DocTypeName", "DocumentType")
    template_id: int | None = named("TemplateID", "tid", read=whole)
    importance: str | None = named("Importance")
    approval_status: str | None = named("ApprovalStatus")
    publishing_rule: str | None = named("PublishingRule")
    percent_complete: int | None = named("PercentComplete", read=whole)
    completed: dt.datetime | None = named("CompletionDate", read=moment)
    classification: str | None = named("ClassificationLevel")
    classification_id: int | None = named("ClassificationLevelId", read=whole)
    downgrade_on: dt.datetime | None = named("DowngradeOn", read=moment)
    declassify_on: dt.datetime | None = named("DeclassifyOn", read=moment)
    expires: dt.datetime | None = named("ExpirationDate", read=moment)
    retained_until: dt.datetime | None = named("RetentionDate", read=moment)
    disposed: dt.datetime | None = named("DispositionDate", read=moment)
    cut_off: dt.datetime | None = named("CutoffDate", read=moment)
    retention_schedule_id: int | None = named("RDDefId", read=whole)
    last_iso_review: dt.datetime | None = named("LastISOReviewDate", read=moment)
    next_iso_review: dt.datetime | None = named("NextISOReviewDate", "ISOReviewDate", read=moment)
    workflow_id: int | None = named("WorkflowId", "FlowId", read=whole)
    workflow: str | None = named("WorkflowName", "FlowName")
    workflow_step_number: int | None = named("WorkflowStepNumber", "FlowStepNumber", read=whole)
    workflow_step: str | None = named("WorkflowStepName", "FlowStepName")
    is_shortcut: bool | None = named("IsShortcut", read=flag)
    target_id: int | None = named("TargetDocumentId", read=whole)
    user_view_status: int | None = named("UserViewStatus", read=whole)
    ai_enhanced: int | None = named("AIEnhanced", read=whole)
    ai_confidence: int | None = named("AIExtractConfidence", read=whole)
    deleted: dt.datetime | None = named("DateDeleted", read=moment)
    deleted_by: str | None = named("DeletedByName")
    deleted_by_id: int | None = named("DeletedById", read=whole)
    handler: str | None = named("Handler")

    NESTED = frozenset({"checked_out_by_name"})

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        # In full, CheckoutBy is the full name beside the user name; elsewhere it is all that is told.
        full = element.get("CheckoutBy")
        return {} if full is None or element.get("CheckoutByUserName") is None else {"checked_out_by_name": full}


@attrs.frozen(kw_only=True, slots=False)
class Folder(Entity):
    """A folder; None marks a field that this operation of this server does not return.

    Attributes:
        folder_id: the number.
        name: the name.
        path: the full path, as this operation writes it.
        description: the description.
        created: when it was created.
        modified: when it was last modified.
        owner: the owner's name.
        owner_id: the owner's number.
        parent_id: the number of the folder that it is in.
        domain_id: the number of its domain.
        classification: the classification level, in words or as a number.
        classification_id: the classification level as a number, beside the words.
        downgrade_on: when its classification is lowered.
        declassify_on: when its classification ends.
        retained_until: when its retention ends.
        disposed: when it will be disposed of.
        cut_off: when it was cut off.
        retention_schedule_id: the number of its retention schedule, 0 for none.
        size: the bytes of what is in it, in the recycle bin.
        deleted: when it was deleted.
        deleted_by: who deleted it.
        deleted_by_id: that user's number.
        handler: what the recycle bin calls it.
    """

    folder_id: int | None = named("FolderID", "id", read=whole)
    name: str | None = named("Name", "FolderName", "n")
    path: str | None = named("Path", "DeletePath")
    description: str | None = named("Description")
    created: dt.datetime | None = named("CreationDate", "createdate", "created", read=moment)
    modified: dt.datetime | None = named("ModificationDate", "modifydate", "modified", read=moment)
    owner: str | None = named("OwnerName", "owner")
    owner_id: int | None = named("OwnerID", read=whole)
    parent_id: int | None = named("ParentID", "ParentFolderID", "OriginalFolderId", read=whole)
    domain_id: int | None = named("DomainId", read=whole)
    classification: str | None = named("ClassificationLevel")
    classification_id: int | None = named("ClassificationLevelId", read=whole)
    downgrade_on: dt.datetime | None = named("DowngradeOn", read=moment)
    declassify_on: dt.datetime | None = named("DeclassifyOn", read=moment)
    retained_until: dt.datetime | None = named("RetentionDate", read=moment)
    disposed: dt.datetime | None = named("DispositionDate", read=moment)
    cut_off: dt.datetime | None = named("CutoffDate", read=moment)
    retention_schedule_id: int | None = named("RDDefId", read=whole)
    size: int | None = named("TotalSize", read=whole)
    deleted: dt.datetime | None = named("DateDeleted", read=moment)
    deleted_by: str | None = named("DeletedByName")
    deleted_by_id: int | None = named("DeletedById", read=whole)
    handler: str | None = named("Handler")


@attrs.frozen(kw_only=True, slots=False)
class Version(Entity):
    """A version of a document.

    Attributes:
        number: its number.
        version_id: the number of its record.
        author: who made it.
        author_id: that user's number.
        size: its bytes.
        checksum: its check sum, as the service writes it.
        checksum_error: why the service could not tell its check sum, None where it could.
        created: when it was made.
        published: when it was published.
        comment: the comment.
        approval_status: the approval status.
        approved: when it was approved.
    """

    number: VersionNumber | None = named("Number", read=revision)
    version_id: int | None = named("id", read=whole)
    author: str | None = named("VersionAuthor")
    author_id: int | None = named("VersionAuthorId", read=whole)
    size: int | None = named("VersionSize", read=whole)
    checksum: str | None = named("CheckSum")
    checksum_error: str | None = named("CheckSumError")
    created: dt.datetime | None = named("DateCreated", "createdate", read=moment)
    published: dt.datetime | None = named("DatePublished", read=moment)
    comment: str | None = named("Comment")
    approval_status: str | None = named("ApprovalStatus")
    approved: dt.datetime | None = named("ApprovalDate", read=moment)


@attrs.frozen(kw_only=True, slots=False)
class PropertyField(Entity):
    """A field of a property set's definition.

    Attributes:
        name: the name.
        caption: what is shown for it.
        data_type: the type of its values.
        length: how long a value may be.
        required: whether it must have a value.
        control: how it is shown.
        order: its place.
        options: the values of a list to choose from; None where they are not told here.
    """

    name: str | None = named("FieldName")
    caption: str | None = named("Caption")
    data_type: str | None = named("DataType")
    length: int | None = named("DataLength", read=whole)
    required: bool | None = named("Required", read=flag)
    control: str | None = named("ControlType")
    order: int | None = named("ControlOrder", read=whole)
    options: tuple[str, ...] | None = None

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        found = [told(each).get("value", each.text or "") for each in element.iterchildren("{*}option")]
        return {"options": tuple(found)} if found else {}


@attrs.frozen(kw_only=True, slots=False)
class PropertySet(Entity):
    """A property set: its definition, or its rows on a document, folder or user.

    Attributes:
        name: the name.
        caption: what is shown for it.
        for_documents: whether documents can have it.
        for_folders: whether folders can have it.
        for_users: whether users can have it.
        system: whether it is for the system only.
        private: whether it is private.
        fields: the fields of a definition.
        rows: the rows that are applied, by the names of fields.
    """

    name: str | None = named("Name")
    caption: str | None = named("Caption")
    for_documents: bool | None = named("AppliesToDocuments", read=flag)
    for_folders: bool | None = named("AppliesToFolders", read=flag)
    for_users: bool | None = named("AppliesToUsers", read=flag)
    system: bool | None = named("SystemUseOnly", read=flag)
    private: bool | None = named("PrivatePropertySet", read=flag)
    fields: tuple[PropertyField, ...] = ()
    rows: tuple[Mapping[str, str], ...] = attrs.field(default=(), eq=False)

    NESTED = frozenset({"fields", "rows"})

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        return {
            "fields": tuple(PropertyField.read(each) for each in element.iterfind("{*}Fields/{*}field")),
            "rows": tuple(MappingProxyType(told(each)) for each in element.iterchildren("{*}propertyrow", "{*}row")),
        }
