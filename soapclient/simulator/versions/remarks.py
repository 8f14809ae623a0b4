"""Comments on documents.

Source: the pages of AddDocumentComment, GetDocumentComments and DeleteDocumentComment.
"""

from __future__ import annotations

import html
from typing import Final

from ..behaviour import Call, behaves
from ..content import rights
from ..content.dates import now
from ..content.documents import called_document
from ..messages import Refusal
from ..writing import ResultElement, attributes, text
from .tags import stored_moment
from .wordings import NO_COMMENT

_OF: Final = "SELECT author_id, written, comment FROM comments WHERE document_id = ? ORDER BY comment_id"
_ADD: Final = "INSERT INTO comments (document_id, author_id, written, comment) VALUES (?, ?, ?, ?)"
_DELETE: Final = "DELETE FROM comments WHERE document_id = ? AND author_id = ? AND written = ?"


@behaves("AddDocumentComment")
def add_document_comment(call: Call) -> ResultElement:
    """Add a comment; readers may, and each call adds one. Servers of today store it with HTML entities."""
    document = called_document(call, parameter="documentpath")
    comment = call.text("CommentText")
    if not comment.strip():
        raise Refusal(NO_COMMENT)
    if call.world.generation.current:
        comment = html.escape(comment, quote=False)
    call.world.users.change(_ADD, document.document_id, call.caller().user_id, now(), comment)
    return ResultElement()


@behaves("GetDocumentComments")
def get_document_comments(call: Call) -> ResultElement:
    """List the comments, the oldest first."""
    document = called_document(call)
    inner = ""
    for author_id, written, comment in call.world.users.rows(_OF, document.document_id):
        author = call.world.users.by_id(author_id)
        values = {
            "AuthorID": str(author_id),
            "AuthorName": author.user_name if author else "",
            "CommentDate": written,
        }
        inner += f"<Comment{attributes(values)}>{text(comment)}</Comment>"
    return ResultElement(inner=f"<Comments>{inner}</Comments>" if inner else "<Comments />")


@behaves("DeleteDocumentComment")
def delete_document_comment(call: Call) -> ResultElement:
    """Delete a user's comment from a moment; deleting a missing one succeeds."""
    document = called_document(call, parameter="documentpath")
    author = call.arguments["CommentAuthorID"]
    if author != call.caller().user_id:
        rights.require(call, document, "change")
    moment = stored_moment(call.arguments["CommentDate"])
    call.world.users.change(_DELETE, document.document_id, author, moment)
    return ResultElement()
