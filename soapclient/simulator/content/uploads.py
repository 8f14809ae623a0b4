"""Uploads in one call. Every call for an existing path adds a version."""

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
    """Add a document or a version; over an existing document, today's servers require the caller's checkout."""
    options = UploadOptions(comment=call.text("VersionComment"), checkout=bool(call.arguments.get("Checkout")))
    return _upload(call, "Path", "FileContent", options)


@behaves("UploadDocument4")
def upload_document4(call: Call) -> ResultElement:
    """Do the same with the options in xmlParameters."""
    call.caller()
    return _upload(call, "path", "fileContent", read_options(call.text("xmlParameters")))


def uploaded(version: StoredVersion) -> ResultElement:
    """Return the result of an upload."""
    return ResultElement({"DocumentId": str(version.document_id), "VersionId": str(version.version_id)})


def staged_of(call: Call, value: Any) -> Staged:
    """Stage the bytes of an argument.

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
