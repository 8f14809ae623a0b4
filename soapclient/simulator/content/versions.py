"""Versions of documents: how to find them, and the one way to add one."""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs

from ..behaviour import Call
from ..generation import Generation
from ..messages import DOCUMENT_TAKEN, NO_DOCUMENT, NO_FOLDER, Refusal
from ..settings.kept import value
from ..store import NameTaken, Store
from . import rights
from .blobs import Staged, StoredBytes
from .dates import now
from .documents import StoredDocument, by_id, find, folder_and_name
from .folders import StoredFolder, find_folder
from .locks import can_be_checked_out, check_in, check_out, not_others
from .messages import BAD_VERSION, NO_VERSION, NOT_CHECKED_OUT, OLD_VERSION, TOO_LARGE
from .names import cleaned
from .options import UploadOptions
from .schema import FIRST_VERSION, SUM


@attrs.frozen
class StoredVersion:
    """A stored version of a document."""

    version_id: int
    document_id: int
    number: int
    blob: str
    size: int
    crc: int
    author_id: int
    author: str
    created: str
    published: str
    comment: str
    approval_status: str
    approval_date: str


_COLUMNS: Final = ", ".join(field.name for field in attrs.fields(StoredVersion))
_OF_DOCUMENT: Final = f"SELECT {_COLUMNS} FROM versions WHERE document_id = ? ORDER BY number"  # noqa: S608 - columns
_ONE: Final = f"SELECT {_COLUMNS} FROM versions WHERE document_id = ? AND number = ?"  # noqa: S608 - columns
_INSERT: Final = f"INSERT INTO versions ({_COLUMNS}) VALUES ({', '.join('?' * len(_COLUMNS.split(',')))})"  # noqa: S608
_NEW: Final = (
    "INSERT INTO documents (document_id, folder, name, description, created, modified, registered, registered_by_id,"
    " owner_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHANGED: Final = "UPDATE documents SET modified = ?, description = coalesce(?, description) WHERE document_id = ?"
_PUBLISH: Final = "UPDATE documents SET published_version = ?, publishing_rule = 'LATEST' WHERE document_id = ?"
_UNPUBLISHED: Final = "UPDATE documents SET publishing_rule = 'UNPUBLISHED' WHERE document_id = ?"
_TEXT: Final = "INSERT INTO texts VALUES (?, ?, 'Text', ?, ?, ?)"
_KEYWORD: Final = "INSERT INTO keywords VALUES (?, 0, ?, ?)"
_MAJOR: Final = 1_000_000
_Statement: TypeAlias = tuple[str, tuple[object, ...]]


def versions_of(store: Store, document: StoredDocument) -> list[StoredVersion]:
    """Return the versions of a document, the first one first."""
    return [StoredVersion(*row) for row in store.rows(_OF_DOCUMENT, document.document_id)]


def version_of(store: Store, document: StoredDocument, number: int) -> StoredVersion:
    """Return one version of a document; 0 is the published one, or the latest if none is published.

    Raises:
        Refusal: the version does not exist, or no version can have this number.
    """
    if 0 < number < FIRST_VERSION:
        raise Refusal(BAD_VERSION)
    rows = store.rows(_ONE, document.document_id, number or document.published_version or document.version)
    if not rows:
        raise Refusal(NO_VERSION)
    return StoredVersion(*rows[0])


def content_of(call: Call, version: StoredVersion) -> StoredBytes:
    """Return the bytes of a version."""
    return call.world.blobs.content(version.blob, version.size, version.crc)


def next_number(last: int, generation: Generation) -> int:
    """Return the number of the next version: the next revision, or in the classic generation the next major version."""
    if not last:
        return FIRST_VERSION
    return last + 1 if generation.current else (last // _MAJOR + 1) * _MAJOR


def add_version(
    call: Call,
    target: str | StoredDocument,
    staged: Staged,
    *,
    options: UploadOptions | None = None,
    new_only: bool = False,
    held: bool = False,
) -> StoredVersion:
    """Make staged bytes the first version of a new document, or the next one of an existing document.

    Args:
        call: the call; its user is the author.
        target: the path, or a document.
        staged: the bytes; they are kept here, and discarded on failure.
        options: the options of the upload.
        new_only: refuse a taken name.
        held: the operation needs no checkout, and does not change one.

    Returns:
        The version; `~D` with its document's number finds the document.

    Raises:
        Refusal: the folder is missing, a right is missing, the name is taken, the document is too large, checked out
            by another or, in the current generation, not checked out by the caller.
        OSError: the disk is full.
    """
    with staged:
        options = options or UploadOptions()
        caller = call.caller()
        folder, name, document = _place(call, target)
        if document is None and folder is None:
            raise Refusal(NO_FOLDER)
        rights.require(call, document or folder, "change" if document else "add")
        limit = int(value(call.world.users, "GeneralSettings", "UploadSettings/DocumentMaxSize"))
        exempt = caller.administrator and call.world.generation.current
        if limit and staged.size > limit and not exempt:
            raise Refusal(TOO_LARGE, limit)
        if document is None:
            return _first(call, folder, name, staged, options)
        if new_only:
            raise Refusal(DOCUMENT_TAKEN)
        not_others(call, document)
        theirs = bool(document.checked_out_by_id)
        if options.checkout and not theirs:
            can_be_checked_out(call, document)
            check_out(call, document, caller)
        elif call.world.generation.current and not theirs and not held:
            raise Refusal(NOT_CHECKED_OUT)
        try:
            version = _next(call, document, staged, options)
        except BaseException:
            if options.checkout and not theirs:
                check_in(call, document.document_id)
            raise
        if not held and (call.world.checkout_frees if options.checkout else call.world.upload_checks_in):
            check_in(call, document.document_id)
        return version


def _place(call: Call, target: str | StoredDocument) -> tuple[StoredFolder | None, str, StoredDocument | None]:
    """Return the folder, the name and the document of an upload, each if it exists."""
    store = call.world.users
    if isinstance(target, StoredDocument):
        return find_folder(store, target.folder), target.name, target
    document = find(store, target)
    if document is None and target.startswith("~"):
        raise Refusal(NO_DOCUMENT)
    path, name = folder_and_name(target)
    folder, name = find_folder(store, path), cleaned(name, call.world.generation)
    if document is None and folder is not None and name:
        document = find(store, f"{folder.path}/{name}")
    if document is not None and not rights.sees(call, document):
        document = None
    return folder if name and (folder is None or rights.sees(call, folder)) else None, name, document


def _first(call: Call, folder: StoredFolder | None, name: str, staged: Staged, options: UploadOptions) -> StoredVersion:
    store, caller, moment = call.world.users, call.caller(), now()
    assert folder is not None  # noqa: S101 - the caller of this has looked
    document_id = store.number()
    created, modified = options.created or moment, options.modified or moment
    row = document_id, folder.path, name, options.description or "", created, modified, moment
    new = _NEW, (*row, caller.user_id, caller.user_id)
    number = options.number or FIRST_VERSION
    rule = (_UNPUBLISHED, (document_id,)) if options.publish is False else (_PUBLISH, (number, document_id))
    version = _stored(call, document_id, number, staged, options, [new, rule])
    if options.checkout and not call.world.checkout_frees:
        document = by_id(store, document_id)
        if document is not None:
            check_out(call, document, caller)
    return version


def _next(call: Call, document: StoredDocument, staged: Staged, options: UploadOptions) -> StoredVersion:
    number = options.number or next_number(document.version, call.world.generation)
    if number <= document.version:
        raise Refusal(OLD_VERSION)
    changed = _CHANGED, (options.modified or now(), options.description, document.document_id)
    publishes = options.publish or (options.publish is None and document.publishing_rule == "LATEST")
    publish = [(_PUBLISH, (number, document.document_id))] if publishes else []
    return _stored(call, document.document_id, number, staged, options, [changed, *publish])


def _stored(
    call: Call, document_id: int, number: int, staged: Staged, options: UploadOptions, first: list[_Statement]
) -> StoredVersion:
    store, caller, moment = call.world.users, call.caller(), now()
    blob = call.world.blobs.keep(staged)
    publishes = any(sql is _PUBLISH for sql, _ in first)
    version = StoredVersion(
        version_id=store.number(), document_id=document_id, number=number, blob=blob, size=staged.size, crc=staged.crc,
        author_id=caller.user_id, author=caller.full_name, created=options.modified or moment,
        published=moment if publishes else "", comment=options.comment, approval_status="", approval_date="",
    )  # fmt: skip
    try:
        said = _said(options, version, moment)
        store.change_all(*first, (_INSERT, attrs.astuple(version)), (SUM, (document_id,)), *said)
    except NameTaken:
        call.world.blobs.remove(blob)
        raise Refusal(DOCUMENT_TAKEN) from None
    return version


def _said(options: UploadOptions, version: StoredVersion, moment: str) -> list[_Statement]:
    """Return the statements that keep the text and the keywords of an upload."""
    made: list[_Statement] = []
    if options.text:
        made.append((_TEXT, (version.document_id, version.number, options.text, version.author_id, moment)))
    if options.keywords is not None:
        made.append(("DELETE FROM keywords WHERE document_id = ? AND generated = 0", (version.document_id,)))
        made += [(_KEYWORD, (version.document_id, place, each)) for place, each in enumerate(options.keywords)]
    return made
