"""Uploads in one call. Every call on a path that is there adds a version."""

from __future__ import annotations

from typing import Any

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..writing import ResultElement
from .blobs import Staged
from .messages import NO_CONTENT
from .options import UploadOptions, read_options
from .versions import StoredVersion, add_version


@behaves("UploadDocument", "UploadDocument1", "UploadDocument2", "UploadDocument3")
def upload_document(call: Call) -> ResultElement:
    """Add a document or a version: over a document that is there today's servers want it checked out by the caller."""
    options = UploadOptions(comment=call.text("VersionComment"), checkout=bool(call.arguments.get("Checkout")))
    return _upload(call, "Path", "FileContent", options)


@behaves("UploadDocument4")
def upload_document4(call: Call) -> ResultElement:
    """Do the same with what xmlParameters says."""
    call.caller()
    return _upload(call, "path", "fileContent", read_options(call.text("xmlParameters")))


def uploaded(version: StoredVersion) -> ResultElement:
    """Return what an upload answers."""
    return ResultElement({"DocumentId": str(version.document_id), "VersionId": str(version.version_id)})


def staged_of(call: Call, value: Any) -> Staged:
    """Return the bytes of an argument as staged ones.

    Raises:
        OSError: the disk is full.
    """
    if isinstance(value, Staged):
        return value
    staged = call.world.blobs.stage()
    try:
        for piece in (value,) if isinstance(value, bytes) else value.pieces():
            staged.write(piece)
    except BaseException:
        staged.discard()
        raise
    return staged


def _upload(call: Call, path: str, content: str, options: UploadOptions) -> ResultElement:
    call.caller()
    value = call.arguments.get(content)
    if value is None:
        raise Refusal(NO_CONTENT)
    return uploaded(add_version(call, call.required(path), staged_of(call, value), options=options))
