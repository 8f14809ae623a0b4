"""Read one folder: the base of every folder workflow.

Source: the pages of GetFolder, FolderExists, GetDocument and DocumentExists.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ...calls.flow import Flow
from ...errors import ArgumentError, NotFound, UnexpectedReply
from ..document_base import DocumentReading
from ..models.entity import known

if TYPE_CHECKING:
    from ..models.contents import Document, Folder

# The complete properties in GetFolder and the listings, and nothing else.
PLAIN: Final[Mapping[str, Any]] = MappingProxyType(
    dict.fromkeys(("WithRules", "withPropertySets", "withSecurity", "withOwner"), False)
)


class FolderBase(DocumentReading):
    """The workflows that read a folder, for others to build on."""

    def _folder(self, path: str) -> Flow[Folder]:
        """Read one folder; its path is the full path in normal form.

        Raises:
            ArgumentError: the path cannot be a folder's; nothing was sent.
            FolderNotFound: the folder does not exist, is a document, or is hidden from the caller.
            UnexpectedReply: the reply is about no folder or another one.
        """
        from ..models.contents import Folder

        path = folder_path(path)
        reply = yield from self._call("GetFolder", Path=path, **PLAIN)
        root = reply.element
        found = [] if root is None else [*root.iterchildren("{*}folder", "{*}f")]
        if len(found) != 1:
            raise UnexpectedReply(f"GetFolder: the reply is not about {path} alone", operation="GetFolder")
        return known(Folder.read(found[0]), path=path)

    def _folder_there(self, path: str) -> Flow[Folder | None]:
        """Read the folder at a path, or return None if it does not exist."""
        try:
            return (yield from self._folder(path))
        except NotFound:
            return None

    def _document_there(self, path: str) -> Flow[Document | None]:
        """Read the document at a path, or return None if it does not exist."""
        from .. import paths

        try:
            return (yield from self._get(paths.normal(path)))
        except NotFound:
            return None


def folder_path(path: str) -> str:
    """Return the path of a folder in normal form.

    Raises:
        ArgumentError: it cannot be a folder's path.
    """
    from .. import paths

    found = paths.normal(path)
    if found == "/":
        raise ArgumentError(None, ("the root '/' is not a folder; name a library, such as '/Finance'",))
    return found


def whole_path(document: Document) -> str:
    """Return the full path of a document in a reply of GetDocument, which names its folder.

    Raises:
        UnexpectedReply: the reply does not name its folder.
    """
    from .. import paths

    if not document.path or not document.name or {"path", "name"} & document.repaired:
        raise UnexpectedReply("GetDocument: the reply does not give the document's folder", operation="GetDocument")
    return paths.join(document.path, document.name)
