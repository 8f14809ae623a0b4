"""What the service tells about documents, folders, versions, property sets, tasks, subscriptions and logs.

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
    """A document, with None for what this operation of this server does not tell.

    Attributes:
        document_id: the number.
        name: the name.
        path: where it is, as this operation writes it: its folder, or the whole path.
        description: the description.
        update_instructions: how it is to be updated.
        size: the bytes of its latest version; of all of them in the recycle bin.
        created: when it was created.
        modified: when it was last modified.
        owner: the owner's name.
        owner_id: the owner's number.
        author: the author.
        language: the language.
        source: where it is from.
        mime_type: the media type.
        version: its latest version.
        published_version: its published version, None for none.
        version_count: how many versions it has.
        checked_out_by: who has checked it out, empty or None for nobody.
        checked_out_at: when it was checked out.
        folder_id: the number of its folder.
        domain_id: the number of its domain.
        domain: the name of its domain.
        document_type_id: the number of its document type.
        document_type: its document type.
        importance: the importance, in words or as a number.
        approval_status: the approval status.
        classification: the classification level, in words.
        expires: when it expires.
        retained_until: when its retention ends.
        disposed: when it is to be disposed of.
        cut_off: when it was cut off.
        workflow_id: the number of the workflow that it is in.
        workflow: the workflow that it is in.
        workflow_step: the step of the workflow.
        is_shortcut: whether it stands for another document.
        target_id: the number of that document.
        deleted: when it was deleted.
        deleted_by: who deleted it.
        handler: what the recycle bin calls it.
    """

    document_id: int | None = named("DocumentID", "id", read=whole)
    name: str | None = named("Name", "DocumentName", "n")
    path: str | None = named("Path", "DeletePath")
    description: str | None = named("Description")
    update_instructions: str | None = named("UpdateInstructions")
    size: int | None = named("Size", "DocumentSize", "TotalSize", read=whole)
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
    version: VersionNumber | None = named(
        "VersionNumber", "LastVersionNumber", "LastVersion", "currentversion", "version", read=revision
    )
    published_version: VersionNumber | None = named("PublishedVersionNumber", "PublishedVersion", read=revision)
    version_count: int | None = named("VersionCount", read=whole)
    checked_out_by: str | None = named("CheckoutByUserName", "chkoutbyusername", "CheckoutBy", "CheckedOutBy")
    checked_out_at: dt.datetime | None = named("CheckoutDate", read=moment)
    folder_id: int | None = named("FolderID", "ParentID", "OriginalFolderId", read=whole)
    domain_id: int | None = named("DomainId", read=whole)
    domain: str | None = named("DomainName")
    document_type_id: int | None = named("DocTypeID", "DocumentTypeId", "dtype", read=whole)
    document_type: str | None = named("DocTypeName", "DocumentType")
    importance: str | None = named("Importance")
    approval_status: str | None = named("ApprovalStatus")
    classification: str | None = named("ClassificationLevel")
    expires: dt.datetime | None = named("ExpirationDate", read=moment)
    retained_until: dt.datetime | None = named("RetentionDate", read=moment)
    disposed: dt.datetime | None = named("DispositionDate", read=moment)
    cut_off: dt.datetime | None = named("CutoffDate", read=moment)
    workflow_id: int | None = named("WorkflowId", "FlowId", read=whole)
    workflow: str | None = named("WorkflowName", "FlowName")
    workflow_step: str | None = named("WorkflowStepName", "FlowStepName")
    is_shortcut: bool | None = named("IsShortcut", read=flag)
    target_id: int | None = named("TargetDocumentId", read=whole)
    deleted: dt.datetime | None = named("DateDeleted", read=moment)
    deleted_by: str | None = named("DeletedByName")
    handler: str | None = named("Handler")


@attrs.frozen(kw_only=True, slots=False)
class Folder(Entity):
    """A folder, with None for what this operation of this server does not tell.

    Attributes:
        folder_id: the number.
        name: the name.
        path: the whole path, as this operation writes it.
        description: the description.
        created: when it was created.
        modified: when it was last modified.
        owner: the owner's name.
        owner_id: the owner's number.
        parent_id: the number of the folder that it is in.
        domain_id: the number of its domain.
        classification: the classification level, in words or as a number.
        retained_until: when its retention ends.
        disposed: when it is to be disposed of.
        cut_off: when it was cut off.
        size: the bytes of what is in it, in the recycle bin.
        deleted: when it was deleted.
        deleted_by: who deleted it.
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
    retained_until: dt.datetime | None = named("RetentionDate", read=moment)
    disposed: dt.datetime | None = named("DispositionDate", read=moment)
    cut_off: dt.datetime | None = named("CutoffDate", read=moment)
    size: int | None = named("TotalSize", read=whole)
    deleted: dt.datetime | None = named("DateDeleted", read=moment)
    deleted_by: str | None = named("DeletedByName")
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
    """

    name: str | None = named("FieldName")
    caption: str | None = named("Caption")
    data_type: str | None = named("DataType")
    length: int | None = named("DataLength", read=whole)
    required: bool | None = named("Required", read=flag)
    control: str | None = named("ControlType")
    order: int | None = named("ControlOrder", read=whole)


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

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        return {
            "fields": tuple(PropertyField.read(each) for each in element.iterfind("{*}Fields/{*}field")),
            "rows": tuple(MappingProxyType(told(each)) for each in element.iterchildren("{*}propertyrow", "{*}row")),
        }
