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
    """The comment workflows, for both faces."""

    @workflow
    def comments(self, path_or_id: str | int, /) -> Flow[tuple[DocumentComment, ...]]:
        """Read the comments on a document; ISO and SOX comments have their own logs."""
        return (yield from self._comments(self._address(path_or_id, "GetDocumentComments")))

    @workflow
    def add_comment(self, path_or_id: str | int, text: str, /) -> Flow[None]:
        """Add a comment; each call adds one more.

        Raises:
            ArgumentError: the comment is empty; nothing was sent.
            TransportError: if `maybe_applied`, `comments` shows whether it was added.
        """
        name = "AddDocumentComment"
        said = some_text(name, "the comment", text)
        path = yield from self._path(path_or_id, name)
        yield from self._call(name, DocumentPath=path, CommentText=said)

    @workflow
    def delete_comment(self, path_or_id: str | int, comment: DocumentComment, /) -> Flow[None]:
        """Delete a comment, and check that it is gone: a service that does not find it reports success too.

        Args:
            path_or_id: the document's path or its number.
            comment: a comment from `comments`.

        Raises:
            ArgumentError: the comment has no author or date; nothing was sent.
            Conflict: its author wrote another one at the same moment, and the service would delete both.
            UnexpectedReply: read back, it still exists.
        """
        name = "DeleteDocumentComment"
        if comment.author_id is None or comment.date is None:
            raise ArgumentError(name, ("the comment has no author or date",))
        path = yield from self._path(path_or_id, name)
        there = yield from self._comments(path)
        alike = [each for each in there if (each.author_id, each.date) == (comment.author_id, comment.date)]
        if len(alike) > 1:  # the service identifies a comment by author and moment
            raise Conflict(
                f"{name}: {path} has {len(alike)} comments of this author at this moment; nothing was deleted, since "
                "the service cannot distinguish them",
                operation=name,
            )
        # Exactly as it was read: a moment that is parsed and written again may have lost digits.
        date = next(text for key, text in comment.attributes.items() if key.casefold() == "commentdate")
        yield from self._call(name, DocumentPath=path, CommentAuthorID=comment.author_id, CommentDate=date)
        if comment in (yield from looked(self._comments(path), name)):
            raise UnexpectedReply(f"{name}: read back, the comment still exists", operation=name)

    def _comments(self, path: str) -> Flow[tuple[DocumentComment, ...]]:
        from .entities import DocumentComment

        reply = yield from self._call("GetDocumentComments", Path=path)
        return tuple(DocumentComment.read(each) for each in reply.items if isinstance(each, etree._Element))
