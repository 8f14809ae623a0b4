"""Zip files: download documents and folders in one, and make documents from one.

Paths of a zip file with `..` or without a name are refused. A download does not report skipped items, except with
`partialResult`: a handler for the rest, and `[log]`.

Source: the pages of DownloadZip, DownloadZipWithHandler, UploadZip and UploadZipWithHandler.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any, Final

from ..behaviour import Call, behaves
from ..content.blobs import PIECE, Staged, StoredBytes
from ..content.documents import StoredDocument, below_folder, find
from ..content.folders import StoredFolder, find_folder, folder_at, folder_by_id
from ..content.names import cleaned
from ..content.options import UploadOptions
from ..content.rights import may, sees
from ..content.uploads import staged_of
from ..content.versions import add_version, content_of, version_of
from ..messages import NO_FOLDER, NO_PATH, Refusal
from ..writing import ResultElement, text
from .handlers import OpenDownload
from .uploading import take
from .wordings import NO_PATHS, NO_ZIP

_NEW_FOLDER: Final = "INSERT INTO folders (folder_id, parent, name) VALUES (?, ?, ?)"
_MOST: Final = 2**31  # bytes of one zip file, before compression


@behaves("DownloadZip")
def download_zip(call: Call) -> ResultElement:
    """Return a zip file of documents and folders; missing ones are skipped, and an empty result is a failure."""
    content, _ = _zipped(call)
    return ResultElement(data=content)


@behaves("DownloadZipWithHandler")
def download_zip_with_handler(call: Call) -> ResultElement:
    """Open a handler for a zip file; skipped items make it fail, or are reported with the handler."""
    content, left = _zipped(call)
    partial = bool(call.arguments.get("partialResult"))
    inner = "".join(f"<log><item>{text(path)}</item><error>{text(why)}</error></log>" for path, why in left)
    if left and not partial:
        content.blobs.remove(content.blob)
        return ResultElement({"error": "[log]"}, inner, success=False)
    handlers = call.world.handlers
    handler = handlers.add(OpenDownload(call.session, handlers.granted(0), content, temporary=True))
    told = {"error": "[log]"} if left else {}
    return ResultElement({**told, "downloadhandler": handler}, inner)


@behaves("UploadZip")
def upload_zip(call: Call) -> ResultElement:
    """Make documents from a zip file, in a folder; one failure does not stop the others."""
    folder = folder_at(call, call.required("folderPath"), "add")
    with staged_of(call, call.arguments.get("zipContent") or b"") as staged:
        return _unzip(call, folder, staged)


@behaves("UploadZipWithHandler")
def upload_zip_with_handler(call: Call) -> ResultElement:
    """Do the same with staged bytes."""
    call.caller()
    folder = folder_at(call, call.required("folderPath"), "add")
    with take(call) as staged:
        return _unzip(call, folder, staged)


def _zipped(call: Call) -> tuple[StoredBytes, list[tuple[str, str]]]:
    """Make a zip file of the paths in a call, and return the skipped ones with reasons."""
    call.caller()
    blobs, left = call.world.blobs, []
    names: dict[str, StoredDocument] = {}
    for path in filter(None, (each.strip() for each in call.text("Paths").split("|"))):
        found = dict(_under(call, path))
        if not found:
            left.append((path, call.world.generation.text(Refusal(NO_PATH))))
        names |= found
    if not names:
        raise Refusal(NO_PATHS)
    with blobs.stage() as staged:
        writer: Any = _Writer(staged)
        with zipfile.ZipFile(writer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, document in names.items():
                content = content_of(call, version_of(call.world.users, document, document.version))
                with archive.open(name, "w", force_zip64=True) as entry:
                    for piece in content.pieces():
                        entry.write(piece)
        return blobs.content(blobs.keep(staged), staged.size, staged.crc), left


def _under(call: Call, path: str) -> Iterator[tuple[str, StoredDocument]]:
    """Return the documents of a path, by their names in the zip file: a document, or everything in a folder."""
    store, caller = call.world.users, call.caller()
    folder = None
    if path[:2].upper() == "~F" and path[2:].isdecimal():
        folder = folder_by_id(store, int(path[2:]))
    else:
        document = find(store, path)
        if document is not None and may(call, caller, document, "read"):
            yield document.name, document
            return
        folder = find_folder(store, path)
    if folder is None or not sees(call, folder):
        return
    cut = len(folder.parent.rstrip("/")) + 1
    for document in below_folder(store, folder.path):
        if may(call, caller, document, "read"):
            yield document.path[cut:], document


def _unzip(call: Call, folder: StoredFolder, staged: Staged) -> ResultElement:
    """Make documents from the entries of a zip file, and report failures in `logs`."""
    failed: list[tuple[str, str]] = []
    staged.write(b"")
    for _ in staged.pieces():
        break  # everything is written to the file by then
    try:
        archive = zipfile.ZipFile(staged.path)
    except (zipfile.BadZipFile, OSError):
        raise Refusal(NO_ZIP) from None
    with archive:
        if sum(each.file_size for each in archive.infolist()) > _MOST:
            raise Refusal(NO_ZIP)
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            try:
                with archive.open(entry) as file:
                    _add(call, folder, entry.filename, file)
            except Refusal as refusal:
                failed.append((entry.filename, call.world.generation.text(refusal)))
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
                failed.append((entry.filename, call.world.generation.text(Refusal(NO_ZIP))))
    inner = "".join(f"<log><item>{text(name)}</item><error>{text(why)}</error></log>" for name, why in failed)
    # A partial failure is written without the attribute `error`.
    return ResultElement({}, f"<logs>{inner}</logs>", success=not failed)


def _add(call: Call, folder: StoredFolder, name: str, file: IO[bytes]) -> None:
    """Make a document or a version from one entry; on request only if it has changed."""
    *steps, last = name.split("/")
    if not last.strip(". ") or any(not step.strip(". ") for step in steps):
        raise Refusal(NO_FOLDER)
    parent = folder.path
    for step in steps:
        parent = _folder_in(call, parent, step)
    path = f"{parent}/{last}"
    with call.world.blobs.stage() as staged:
        while piece := file.read(PIECE):
            staged.write(piece)
        document = find(call.world.users, path)
        same = document is not None and (document.size, document.crc) == (staged.size, staged.crc)
        if same and call.arguments.get("changedOnly"):
            return
        add_version(call, path, staged, options=UploadOptions(checkout=bool(call.arguments.get("checkOutCheckIn"))))


def _folder_in(call: Call, parent: str, name: str) -> str:
    store = call.world.users
    path = f"{parent}/{cleaned(name, call.world.generation)}"
    if find_folder(store, path) is None:
        store.change(_NEW_FOLDER, store.number(), parent, path.rpartition("/")[2])
    return path


class _Writer:
    """Staged bytes as a file for writing a zip file from start to end."""

    def __init__(self, staged: Staged) -> None:
        self._staged = staged

    def write(self, data: Any) -> int:
        """Add bytes."""
        self._staged.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing; the bytes are read when all are written."""
