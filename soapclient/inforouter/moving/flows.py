"""The workflows that move, copy and delete documents and folders.

Source: the pages of Move, Copy, DeleteDocument and DeleteFolder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.faces import workflow
from ...calls.flow import Flow
from .copying import Copying
from .deleting import Deleting

if TYPE_CHECKING:
    from .things import CopyResult, DeleteResult, MoveResult


class DocumentMoveFlows(Copying, Deleting):
    """Moving, copying and deleting documents."""

    @workflow
    def move(self, path_or_id: str | int, to: str, *, name: str | None = None) -> Flow[MoveResult]:
        """Move a document to another folder, give it another name, or both; nothing is overwritten.

        If the folder changes, the service keeps the name, so another name takes a second step. The document's final
        place is read back, by its number.

        Args:
            path_or_id: its path or its number.
            to: the folder to move it to, or its new full path. An existing folder counts as one; with a final slash
                it must be a folder.
            name: another name; then `to` must be a folder.

        Raises:
            ArgumentError: a path or the name is not possible; nothing was sent.
            DocumentNotFound: the document does not exist, or is a folder.
            FolderNotFound: the target folder does not exist.
            InvalidValue: it is already there, or the service does not accept the name.
            AlreadyExists: something already has this path.
            Conflict: the document is locked.
            TransportError: the reply was lost, and the document is not at its target; the message says where it is.
            UnexpectedReply: the service reported success, but the document is elsewhere.
        """
        thing = yield from self._document_thing(path_or_id)
        return (yield from self._move(thing, to, name))

    @workflow
    def copy(self, path_or_id: str | int, to: str, *, name: str | None = None) -> Flow[CopyResult]:
        """Copy a document; nothing is overwritten.

        Args:
            path_or_id: its path or its number.
            to: the folder for the copy, or its full path.
            name: the name of the copy; then `to` must be a folder.

        Raises:
            DocumentNotFound, FolderNotFound, AlreadyExists: as in `move`.
            TransportError: the reply was lost; the message says what exists now.
        """
        thing = yield from self._document_thing(path_or_id)
        return (yield from self._copy(thing, to, name))

    @workflow
    def delete(self, path_or_id: str | int, *, force: bool = False) -> Flow[DeleteResult]:
        """Delete a document: it goes to the recycle bin, and `RecycleBin.restore` restores it.

        Args:
            path_or_id: its path or its number.
            force: call the service even if the document is checked out: servers of today refuse, older ones
                delete it.

        Raises:
            DocumentNotFound: the document does not exist, or is a folder.
            Conflict: it is checked out; the message says by whom.
            TransportError: the reply was lost, and the document still exists.
        """
        return (yield from self._delete_document(path_or_id, force))


class FolderMoveFlows(Copying, Deleting):
    """Moving, copying and deleting folders."""

    @workflow
    def move(self, path: str, to: str, *, name: str | None = None) -> Flow[MoveResult]:
        """Move a folder into another one, give it another name, or both; nothing is overwritten.

        Args:
            path: the path of the folder.
            to: the folder to move it into, or its new full path. An existing folder counts as a folder.
            name: another name; then `to` must be a folder.

        Raises:
            ArgumentError: a path or the name is not possible; nothing was sent.
            FolderNotFound: the folder, or the target folder, does not exist.
            InvalidValue: it is a library, it is already there, or it would be inside itself.
            AlreadyExists: something already has this path.
            Conflict: a document has the same path, or something in the folder is locked.
            TransportError: the reply was lost, and the folder is not at its target.
            UnexpectedReply: the service reported success, but the folder is elsewhere.
        """
        thing = yield from self._folder_thing(path, "Move")
        yield from self._folder_alone(thing, "Move")
        return (yield from self._move(thing, to, name))

    @workflow
    def copy(self, path: str, to: str, *, name: str | None = None) -> Flow[CopyResult]:
        """Copy a folder with its contents; nothing is overwritten.

        Args:
            path: the path of the folder.
            to: the folder for the copy, or its full path.
            name: the name of the copy; then `to` must be a folder.

        Raises:
            FolderNotFound, InvalidValue, AlreadyExists, Conflict: as in `move`.
            PartialFailure: a part was not copied: `failed_items` has the reasons, `succeeded_items` the items
                that exist.
            TransportError: the reply was lost; the message says what exists now.
        """
        thing = yield from self._folder_thing(path, "Copy")
        yield from self._folder_alone(thing, "Copy")
        return (yield from self._copy(thing, to, name))

    @workflow
    def delete(self, path: str, *, recursive: bool = False, force: bool = False) -> Flow[DeleteResult]:
        """Delete a folder; whether it goes to the recycle bin depends on the server.

        Args:
            path: the path of the folder.
            recursive: delete it with its contents; by default only an empty folder is deleted.
            force: delete it even if somebody has checked out a document in it.

        Raises:
            FolderNotFound: the folder does not exist.
            InvalidValue: it is a library.
            Conflict: it has contents, or something is checked out; the message says what.
            TransportError: the reply was lost, and the folder still exists.
        """
        return (yield from self._delete_folder(path, recursive, force))
