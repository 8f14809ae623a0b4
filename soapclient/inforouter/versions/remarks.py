"""Comments on documents.

Source: the pages of GetDocumentComments, AddDocumentComment and DeleteDocumentComment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, Conflict, UnexpectedReply
from ..looking import looked
from .addressing import DocumentNaming
from .wording import some_text

if TYPE_CHECKING:
    from .entities import DocumentComment


class CommentFlows(DocumentNaming):
    """The workflows of comments, for both faces."""

    @workflow
    def comments(self, path_or_id: str | int, /) -> Flow[tuple[DocumentComment, ...]]:
        """Read the comments on a document; those of ISO and SOX are in logs of their own."""
        return (yield from self._comments(self._address(path_or_id, "GetDocumentComments")))

    @workflow
    def add_comment(self, path_or_id: str | int, text: str, /) -> Flow[None]:
        """Add a comment; each call adds one.

        Raises:
            ArgumentError: the comment is empty; nothing was sent.
            TransportError: where `maybe_applied`, `comments` tells whether it was added.
        """
        name = "AddDocumentComment"
        said = some_text(name, "the comment", text)
        path = yield from self._path(path_or_id, name)
        yield from self._call(name, DocumentPath=path, CommentText=said)

    @workflow
    def delete_comment(self, path_or_id: str | int, comment: DocumentComment, /) -> Flow[None]:
        """Delete a comment, and read back that it is gone: a service that finds none says yes as well.

        Args:
            path_or_id: the document's path or its number.
            comment: what `comments` tells.

        Raises:
            ArgumentError: the comment does not tell who wrote it and when; nothing was sent.
            Conflict: its author has written another one at the same moment: the service would delete both.
            UnexpectedReply: read back, it is there still.
        """
        name = "DeleteDocumentComment"
        if comment.author_id is None or comment.date is None:
            raise ArgumentError(name, ("the comment does not tell who wrote it and when",))
        path = yield from self._path(path_or_id, name)
        there = yield from self._comments(path)
        alike = [each for each in there if (each.author_id, each.date) == (comment.author_id, comment.date)]
        if len(alike) > 1:  # author and moment are all that the service knows a comment by
            raise Conflict(
                f"{name}: {path} has {len(alike)} comments of this author at this moment; nothing was deleted, since "
                "the service cannot tell them apart",
                operation=name,
            )
        # Exactly as it was told: a moment that was read and written again may have lost digits.
        date = next(text for key, text in comment.attributes.items() if key.casefold() == "commentdate")
        yield from self._call(name, DocumentPath=path, CommentAuthorID=comment.author_id, CommentDate=date)
        if comment in (yield from looked(self._comments(path), name)):
            raise UnexpectedReply(f"{name}: read back, the comment is there still", operation=name)

    def _comments(self, path: str) -> Flow[tuple[DocumentComment, ...]]:
        from .entities import DocumentComment

        reply = yield from self._call("GetDocumentComments", Path=path)
        return tuple(DocumentComment.read(each) for each in reply.items if isinstance(each, etree._Element))
