"""Checked-out documents: who holds one, and what others cannot do with it."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call
from ..messages import Refusal
from ..stored import StoredUser
from .dates import now
from .documents import StoredDocument
from .media import extension
from .messages import COMPLETED, CUT_OFF, EMAIL_DOCUMENT, IN_WORKFLOW, LOCKED_BY, LOCKED_BY_OTHER, LOCKED_BY_YOU

# Only if it is free: of two simultaneous callers, one is refused.
_CHECK_OUT: Final = (
    "UPDATE documents SET checked_out_by_id = ?, checked_out_at = ? WHERE document_id = ? AND checked_out_by_id = 0"
)
# In a workflow, only for users with an open task.
_TASK: Final = (
    "SELECT 1 FROM tasks WHERE workflow_id = ? AND assignee_id = ? AND status IN ('InProgress', 'DueDateChanged')"
)
_CHECK_IN: Final = "UPDATE documents SET checked_out_by_id = 0, checked_out_at = '' WHERE document_id = ?"


def holder(call: Call, document: StoredDocument) -> str:
    """Return the full name of the user who has a document checked out, or `~U` with the number."""
    user = call.world.users.by_id(document.checked_out_by_id)
    return user.full_name if user else f"~U{document.checked_out_by_id}"


def not_others(call: Call, document: StoredDocument) -> None:
    """Refuse to change a document that another user has checked out.

    Raises:
        Refusal: another user has it.
    """
    if document.checked_out_by_id not in (0, call.caller().user_id):
        raise Refusal(LOCKED_BY, holder(call, document))


def can_be_checked_out(call: Call, document: StoredDocument) -> None:
    """Refuse a document that cannot be checked out.

    Raises:
        Refusal: somebody already has it, maybe the caller; it is complete, has a cutoff date, is in a
            workflow in which the caller has no task, or is an e-mail.
    """
    if document.checked_out_by_id == call.caller().user_id:
        raise Refusal(LOCKED_BY_YOU)
    if document.checked_out_by_id:
        raise Refusal(LOCKED_BY_OTHER, holder(call, document))
    if document.percent_complete == 100:
        raise Refusal(COMPLETED)
    if document.cutoff_date:
        raise Refusal(CUT_OFF)
    if document.workflow_id and not call.world.users.rows(_TASK, document.workflow_id, call.caller().user_id):
        raise Refusal(IN_WORKFLOW)
    if extension(document.name) == "email":
        raise Refusal(EMAIL_DOCUMENT)


def check_out(call: Call, document: StoredDocument, user: StoredUser) -> None:
    """Check a document out to a user.

    Raises:
        Refusal: somebody else was faster.
    """
    if not call.world.users.change(_CHECK_OUT, user.user_id, now(), document.document_id):
        raise Refusal(LOCKED_BY_OTHER, holder(call, document))


def check_in(call: Call, document_id: int) -> None:
    """Free a document."""
    call.world.users.change(_CHECK_IN, document_id)
