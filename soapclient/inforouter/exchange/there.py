"""Read a server folder: the calls that sync, pickup and uploads are made of.

Source: the pages of GetFoldersAndDocuments2, GetFoldersAndDocuments, DocumentExists and GetDocument.
"""

from __future__ import annotations

import sys
from typing import Final

from ...calls.flow import Flow
from ...errors import UnexpectedReply
from .. import paths
from ..document_base import DocumentReading
from ..models.contents import Document, Folder
from ..transfer.facts import attribute, crc_of
from .comparison import Seen, There, ThereDocument
from .here import fold
from .workplace import NAME

_LONGEST: Final = 255  # bytes of a file's name
_LISTINGS: Final = ("GetFoldersAndDocuments2", "GetFoldersAndDocuments")
_FLAGS: Final = frozenset({"withrules", "withpropertysets", "withsecurity", "withowner", "withversions"})
_WINDOWS: Final = frozenset('<>:"|?*')


class FolderReading(DocumentReading):
    """Workflows that read folders with the checksum of each document."""

    def children(self, folder: str) -> Flow[tuple[list[Folder], list[Document]]]:
        """List a folder, one level.

        Raises:
            FolderNotFound: the folder does not exist, or is not visible.
            UnexpectedReply: the reply lists something else.
        """
        name = next((each for each in _LISTINGS if each in self.contract), _LISTINGS[-1])
        flags = {each.casefold() for each in self._caller.find(name).parameters} & _FLAGS
        reply = yield from self._call(name, Path=folder, **dict.fromkeys(flags, False))
        folders: list[Folder] = []
        documents: list[Document] = []
        for item in reply.items:
            if isinstance(item, Folder):
                folders.append(item)
            elif isinstance(item, Document):
                documents.append(item)
            else:
                raise UnexpectedReply(f"{name}: the reply lists an item of an unknown kind", operation=name)
        return folders, documents

    def tree(self, folder: str) -> Flow[There]:
        """Read the documents in a folder and in all folders below it."""
        there = There()
        visited: set[int | None] = set()
        waiting = [("", folder)]
        while waiting:
            prefix, path = waiting.pop()
            folders, documents = yield from self.children(path)
            names: set[str] = set()
            items: list[Folder | Document] = [*folders, *documents]
            for each in items:
                kind = "folder" if isinstance(each, Folder) else "document"
                name = f"{prefix}{each.name}"
                why = unusable_here(each.name)
                if not why and fold(name) in names:
                    why = "the folder has another item of this name"
                names.add(fold(name))
                if not why and isinstance(each, Document) and each.is_shortcut:
                    why = "it is a shortcut to another document"
                if not why and isinstance(each, Folder) and each.folder_id in visited:
                    why = "it is listed inside itself"
                if why:
                    there.leave_out(name, f"the {kind} is skipped: {why}")
                elif isinstance(each, Folder):
                    visited.add(each.folder_id)
                    there.folders.add(fold(name))
                    waiting.append((f"{name}/", f"{path}/{each.name}"))
                else:
                    yield from self._add(there, name, f"{path}/{each.name}", each)
        return there

    def _add(self, there: There, name: str, path: str, document: Document) -> Flow[None]:
        seen = yield from self.seen(path, document)
        if seen is None:
            there.leave_out(name, "the server returns no checksum for it, so it cannot be compared")
        else:
            there.documents[fold(name)] = ThereDocument(name=name, path=path, seen=seen)

    def seen(self, path: str, document: Document) -> Flow[Seen | None]:
        """Return the identity of a document's latest version; None if the server returns too little."""
        number, version, size = document.document_id, document.version, document.size
        if number is None or version is None or size is None:
            document = yield from self._get(path)
            number, version, size = document.document_id, document.version, document.size
        crc = crc_of(document.checksum) if document.published_version == version else None
        if crc is None:
            crc = yield from self.checksum_there(path)
        if crc is None and size == 0:
            crc = 0
        if number is None or version is None or size is None or crc is None:
            return None
        return Seen(number, version.stored, size, crc)

    def checksum_there(self, path: str) -> Flow[int | None]:
        """Request the checksum of a document's latest version."""
        reply = yield from self._call("DocumentExists", Path=path)
        return crc_of(attribute(reply, "CRC32LastVersion"))


def unusable_here(name: str | None) -> str:
    """Explain why a document or folder cannot have its name locally; empty if it can."""
    if not name or not paths.is_name(name) or name in (".", ".."):
        return "its name cannot be the name of a file"
    if len(name.encode("utf-8", "surrogatepass")) > _LONGEST:
        return f"its name is longer than {_LONGEST} bytes"
    if fold(name) == NAME:
        return f"{NAME} is reserved for the notes of sync and pickup"
    if sys.platform == "win32" and (_WINDOWS & {*name} or name[-1] in ". "):  # pragma: no cover - tested elsewhere
        return "Windows does not allow files of this name"
    return ""
