"""The workflows that move, copy and delete: of documents, and of folders.

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

        Where the folder changes, the service keeps the name, so another name is given in a second step. Where the
        document is afterwards is read back, by its number.

        Args:
            path_or_id: its path or its number.
            to: the folder to move it to, or its whole new path. What is a folder is taken for one; with a slash at the
                end it has to be one.
            name: another name; `to` has to be a folder then.

        Raises:
            ArgumentError: the paths or the name cannot be such; nothing was sent.
            DocumentNotFound: there is no such document; a folder is none.
            FolderNotFound: there is no folder to move it to.
            InvalidValue: it is already there, or the service does not accept the name.
            AlreadyExists: something has this path already.
            Conflict: the document is locked.
            TransportError: the reply was lost, and the document is not where it was to go; the message says where.
            UnexpectedReply: the service said that it was moved, and it is elsewhere.
        """
        thing = yield from self._document_thing(path_or_id)
        return (yield from self._move(thing, to, name))

    @workflow
    def copy(self, path_or_id: str | int, to: str, *, name: str | None = None) -> Flow[CopyResult]:
        """Copy a document; nothing is overwritten.

        Args:
            path_or_id: its path or its number.
            to: the folder for the copy, or its whole path.
            name: the name of the copy; `to` has to be a folder then.

        Raises:
            DocumentNotFound, FolderNotFound, AlreadyExists: as in `move`.
            TransportError: the reply was lost: the message says what is there.
        """
        thing = yield from self._document_thing(path_or_id)
        return (yield from self._copy(thing, to, name))

    @workflow
    def delete(self, path_or_id: str | int, *, force: bool = False) -> Flow[DeleteResult]:
        """Delete a document: it goes to the recycle bin, and `RecycleBin.restore` brings it back.

        Args:
            path_or_id: its path or its number.
            force: ask the service also where the document is checked out: servers of today refuse, and older ones
                delete it.

        Raises:
            DocumentNotFound: there is no such document; a folder is none.
            Conflict: it is checked out: the message says by whom.
            TransportError: the reply was lost, and the document is still there.
        """
        return (yield from self._delete_document(path_or_id, force))


class FolderMoveFlows(Copying, Deleting):
    """Moving, copying and deleting folders."""

    @workflow
    def move(self, path: str, to: str, *, name: str | None = None) -> Flow[MoveResult]:
        """Move a folder into another one, give it another name, or both; nothing is overwritten.

        Args:
            path: the path of the folder.
            to: the folder to move it into, or its whole new path. What is a folder is taken for one.
            name: another name; `to` has to be a folder then.

        Raises:
            ArgumentError: the paths or the name cannot be such; nothing was sent.
            FolderNotFound: there is no such folder, or none to move it into.
            InvalidValue: it is a library, it is already there, or it would be in itself.
            AlreadyExists: something has this path already.
            Conflict: a document has the path of the folder, too, or something in it is locked.
            TransportError: the reply was lost, and the folder is not where it was to go.
            UnexpectedReply: the service said that it was moved, and it is elsewhere.
        """
        thing = yield from self._folder_thing(path, "Move")
        yield from self._folder_alone(thing, "Move")
        return (yield from self._move(thing, to, name))

    @workflow
    def copy(self, path: str, to: str, *, name: str | None = None) -> Flow[CopyResult]:
        """Copy a folder with all that is in it; nothing is overwritten.

        Args:
            path: the path of the folder.
            to: the folder for the copy, or its whole path.
            name: the name of the copy; `to` has to be a folder then.

        Raises:
            FolderNotFound, InvalidValue, AlreadyExists, Conflict: as in `move`.
            PartialFailure: some of it was not copied: `failed_items` says what and why, and `succeeded_items` what is
                there.
            TransportError: the reply was lost: the message says what is there.
        """
        thing = yield from self._folder_thing(path, "Copy")
        yield from self._folder_alone(thing, "Copy")
        return (yield from self._copy(thing, to, name))

    @workflow
    def delete(self, path: str, *, recursive: bool = False, force: bool = False) -> Flow[DeleteResult]:
        """Delete a folder; whether it goes to the recycle bin depends on the server.

        Args:
            path: the path of the folder.
            recursive: delete it with all that is in it; by default only an empty one is deleted.
            force: delete it also where somebody has checked out a document in it.

        Raises:
            FolderNotFound: there is no such folder.
            InvalidValue: it is a library.
            Conflict: something is in it, or is checked out: the message says what.
            TransportError: the reply was lost, and the folder is still there.
        """
        return (yield from self._delete_folder(path, recursive, force))
