"""Uploads by chunks: a handler, its chunks, and the operations that make a document from it.

The reference does not say what becomes of a handler without chunks: here it is an empty document, as the vendor's
sample code implies, which sends no chunk for an empty file. Nor does it say that nothing can follow the last
chunk: here it can, for example a chunk that is sent again because its reply was lost. An operation that commits a
handler uses it up: any operation in the classic generation, only a successful one in the current generation.

Source: the pages of CreateUploadHandler, UploadFileChunk, DeleteUploadHandler and the operations that commit a handler.
"""

from __future__ import annotations

import zlib

from ..behaviour import Call, behaves
from ..content.blobs import Staged, hex_crc
from ..content.options import UploadOptions, read_options, version_number
from ..content.uploads import uploaded
from ..content.versions import add_version
from ..messages import Refusal
from ..tickets import guid
from ..writing import ResultElement
from .handlers import OpenUpload
from .wordings import BAD_CHUNK, BAD_REQUEST, BAD_UPLOAD_HANDLER, NO_CONVERSION, NO_HANDLER


@behaves("CreateUploadHandler")
def create_upload_handler(call: Call) -> ResultElement:
    """Open a handler for an upload, and return its chunk size."""
    call.caller()
    handlers = call.world.handlers
    size = handlers.granted(call.arguments.get("PreferedChunkSize") or 0)
    handler = handlers.add(OpenUpload(call.session, size, call.world.blobs.stage()))
    return ResultElement({"UploadHandler": handler, "ChunkSize": str(size)})


@behaves("UploadFileChunk")
def upload_file_chunk(call: Call) -> ResultElement:
    """Append a chunk; one with a wrong check sum is not stored: `tryagain` says so, in a success or in a failure."""
    upload = open_upload(call)
    told, chunk = _number(call.required("ChunkHEXCRC")), call.arguments.get("FileChunk") or b""
    crc = zlib.crc32(chunk) if isinstance(chunk, bytes) else chunk.crc
    if told != crc:
        return _mismatch(call)
    with upload.lock:
        for piece in (chunk,) if isinstance(chunk, bytes) else chunk.pieces():
            upload.staged.write(piece)
        last = {"filehexcrc": hex_crc(upload.staged.crc)} if call.arguments.get("LastChunk") else {}
    return ResultElement({"tryagain": "false", **last})


@behaves("DeleteUploadHandler")
def delete_upload_handler(call: Call) -> ResultElement:
    """Discard staged bytes; a missing handler is not a failure."""
    handler = call.text("UploadHandler")
    if guid(handler) is None:
        raise Refusal(BAD_REQUEST)
    call.caller()
    call.world.handlers.delete(handler, call.session, OpenUpload)
    return ResultElement()


@behaves("UploadDocumentWithHandler", "UploadDocumentWithHandler1")
def upload_document_with_handler(call: Call) -> ResultElement:
    """Make a document, or a version of one, from staged bytes."""
    return _commit(call, call.required("Path"), UploadOptions(comment=call.text("VersionComments")))


@behaves("UploadDocumentWithHandler2")
def upload_document_with_handler2(call: Call) -> ResultElement:
    """Do the same, with the number of the new version."""
    number = version_number(*(call.arguments[f"MPVersion{each}"] for each in ("Major", "Minor", "Revision")))
    return _commit(call, call.required("Path"), UploadOptions(comment=call.text("VersionComments"), number=number))


@behaves("UploadDocumentWithHandler3")
def upload_document_with_handler3(call: Call) -> ResultElement:
    """Do the same, with the options in xmlParameters."""
    return _commit(call, call.required("path"), read_options(call.text("xmlParameters")))


@behaves("UploadNewDocumentWidthHandler")
def upload_new_document_width_handler(call: Call) -> ResultElement:
    """Create a document in a folder; a taken name is refused."""
    path = f"{call.required('folderPath').rstrip('/')}/{call.required('documentName')}"
    return _commit(call, path, read_options(call.text("xmlParameters")), new_only=True)


@behaves("UploadTiffAsPDFWithHandler")
def upload_tiff_as_pdf_with_handler(call: Call) -> ResultElement:
    """Refuse to convert; no conversion service runs here."""
    open_upload(call)
    raise Refusal(NO_CONVERSION)


def open_upload(call: Call) -> OpenUpload:
    """Return the handler of a call.

    Raises:
        Refusal: the ticket is invalid, or its session has no such handler.
    """
    call.caller()
    handler = _said(call)
    if guid(handler) is None:
        raise Refusal(BAD_UPLOAD_HANDLER)
    upload = call.world.handlers.find(handler, call.session, OpenUpload)
    if upload is None:
        raise Refusal(NO_HANDLER)
    return upload


def take(call: Call) -> Staged:
    """Return the staged bytes to make a document from; the handler is used up in any case.

    Raises:
        Refusal: as in `open_upload`, or another call took it at the same time.
    """
    upload = open_upload(call)
    if call.world.handlers.remove(_said(call)) is None:
        raise Refusal(NO_HANDLER)
    return upload.staged


def _commit(call: Call, path: str, options: UploadOptions, *, new_only: bool = False) -> ResultElement:
    return uploaded(add_version(call, path, take(call), options=options, new_only=new_only))


def _said(call: Call) -> str:
    return call.text("UploadHandler") or call.text("uploadHandler")


def _number(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return -1


def _mismatch(call: Call) -> ResultElement:
    """Answer a chunk with a wrong check sum: as a success in the classic generation, otherwise as the table says."""
    if not call.world.generation.current:
        return ResultElement({"tryagain": "true"})
    text = call.world.generation.text(Refusal(BAD_CHUNK))
    return ResultElement({"error": text, "tryagain": "true"}, success=False)
