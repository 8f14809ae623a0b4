"""Downloads by chunks: a handler for the current version, and its bytes from any offset.

Source: the pages of GetDownloadHandler, GetDownloadHandlerByVersion, DownloadFileChunk and DeleteDownloadHandler.
"""

from __future__ import annotations

import base64
import zlib

from ..activity.store import viewed
from ..behaviour import Call, behaves
from ..content.blobs import hex_crc
from ..content.documents import StoredDocument, called_document
from ..content.downloads import download_info
from ..content.versions import StoredVersion, content_of, version_of
from ..messages import Refusal
from ..tickets import guid
from ..writing import ResultElement
from .handlers import OpenDownload
from .wordings import BAD_DOWNLOAD_HANDLER, BAD_OFFSET, BAD_REQUEST, NO_HANDLER


@behaves("GetDownloadHandler")
def get_download_handler(call: Call) -> ResultElement:
    """Open a handler for the current latest version, and return the result of GetDownloadInfo."""
    document = called_document(call)
    return _open(call, document, version_of(call.world.users, document, document.version), 0)


@behaves("GetDownloadHandlerByVersion")
def get_download_handler_by_version(call: Call) -> ResultElement:
    """Do the same for a version; its number is returned as requested."""
    document, number = called_document(call), call.arguments["VersionNumber"]
    return _open(call, document, version_of(call.world.users, document, number), number)


def _open(call: Call, document: StoredDocument, version: StoredVersion, number: int) -> ResultElement:
    handlers = call.world.handlers
    size = handlers.granted(call.arguments.get("PreferedChunkSize") or 0)
    viewed(call, document, version.number)
    handler = handlers.add(OpenDownload(call.session, size, content_of(call, version)))
    told = download_info(call, document, version, number).attributes
    return ResultElement({**told, "ChunkSize": str(size), "downloadhandler": handler})


@behaves("DownloadFileChunk")
def download_file_chunk(call: Call) -> ResultElement:
    """Return the bytes from an offset, one chunk at most; the same bytes on each request."""
    call.caller()
    handler = call.text("DownloadHandler")
    if guid(handler) is None:
        raise Refusal(BAD_DOWNLOAD_HANDLER)
    found = call.world.handlers.find(handler, call.session, OpenDownload)
    if found is None:
        raise Refusal(NO_HANDLER)
    start, asked = call.arguments.get("StartOffset") or 0, call.arguments.get("ChunkSize") or 0
    if start < 0 or asked < 0:
        raise Refusal(BAD_OFFSET, start)
    count = min(asked or found.chunk_size, found.chunk_size)
    data = b"".join(found.content.pieces(start, count)) if start < found.size else b""
    facts = {
        "filelength": str(found.size),
        "chunklength": str(len(data)),
        "lastchunk": "true" if start + len(data) >= found.size else "false",
        "chunkCRC32": hex_crc(zlib.crc32(data)),
    }
    return ResultElement(facts, base64.b64encode(data).decode("ascii"))


@behaves("DeleteDownloadHandler")
def delete_download_handler(call: Call) -> ResultElement:
    """Discard staged bytes; a missing handler is not a failure."""
    handler = call.text("DownloadHandler")
    if guid(handler) is None:
        raise Refusal(BAD_REQUEST)
    call.caller()
    call.world.handlers.delete(handler, call.session, OpenDownload)
    return ResultElement()
