"""Tags of documents.

Source: the pages of GetTagDefinitions, GetTagDefintions, GetAppliedTags, SetTagToDocument and RemoveTagFromDocument.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Final

from ..behaviour import Call, behaves
from ..content.dates import now
from ..content.documents import called_document
from ..messages import INSUFFICIENT_RIGHTS, Refusal
from ..writing import ResultElement, attributes, text
from .publishing import publish
from .wordings import BAD_TAG, NO_TAG, NOT_THE_HOLDER, SHORTCUT

_TEXT: Final = re.compile(r"[\w -]{1,128}")
_OF: Final = "SELECT tag, applied, version, user_id FROM tags WHERE document_id = ? ORDER BY applied, tag_id"
_ADD: Final = "INSERT INTO tags (document_id, tag, applied, version, user_id) VALUES (?, ?, ?, ?, ?)"
_REMOVE: Final = (
    "DELETE FROM tags WHERE tag_id = (SELECT min(tag_id) FROM tags WHERE document_id = ? AND tag = ? AND applied = ?"
    " AND user_id = ? AND version = ?)"
)
_RELEASE: Final = "SELECT 1 FROM release_tags WHERE document_id = ? AND tag = ?"
_MAJOR, _MINOR = 1_000_000, 1_000


@behaves("GetTagDefinitions", "GetTagDefintions")
def get_tag_definitions(call: Call) -> ResultElement:
    """List the suggested tags."""
    call.caller()
    rows = call.world.users.rows("SELECT tag FROM tag_definitions ORDER BY tag")
    inner = "".join(f"<TagDefinition>{text(tag)}</TagDefinition>" for (tag,) in rows)
    return ResultElement(inner=f"<TagDefinitions>{inner}</TagDefinitions>")


@behaves("GetAppliedTags")
def get_applied_tags(call: Call) -> ResultElement:
    """List the tags of all versions, the oldest first."""
    document = called_document(call)
    inner = ""
    for tag, applied, version, user_id in call.world.users.rows(_OF, document.document_id):
        user = call.world.users.by_id(user_id)
        values = {
            "TagText": tag,
            "TagDate": applied,
            # As the page of each generation shows it.
            "VersionNumber": str(version if call.world.generation.current else version // _MAJOR),
            "VersionNumberMultiPart": f"{version // _MAJOR}.{version // _MINOR % 1000}.{version % 1000}",
            "TaggedById": str(user_id),
            "TaggedByName": user.full_name if user else "",
            "WorkFlowId": "0",
            "WorkFlowName": "",
            "WorkFlowStepNumber": "0",
        }
        inner += f"<AppliedTag{attributes(values)} />"
    return ResultElement(inner=f"<AppliedTags>{inner}</AppliedTags>" if inner else "<AppliedTags />")


@behaves("SetTagToDocument")
def set_tag_to_document(call: Call) -> ResultElement:
    """Tag the latest version; tagging twice makes two tags. The tag of the document's publishing rule publishes it."""
    document = called_document(call)
    caller = call.caller()
    if caller.read_only:
        raise Refusal(INSUFFICIENT_RIGHTS)
    if document.target_id:
        raise Refusal(SHORTCUT)
    if document.checked_out_by_id not in (0, caller.user_id):
        raise Refusal(NOT_THE_HOLDER)
    tag = call.text("tagText")
    if not _TEXT.fullmatch(tag) or not tag.strip():
        raise Refusal(BAD_TAG)
    store = call.world.users
    store.change(_ADD, document.document_id, tag, now(), document.version, caller.user_id)
    if document.publishing_rule == "TAGGED" and store.rows(_RELEASE, document.document_id, tag):
        publish(call, document, document.version, "TAGGED")
    return ResultElement()


@behaves("RemoveTagFromDocument")
def remove_tag_from_document(call: Call) -> ResultElement:
    """Remove a tag that matches in every attribute; on older servers, removing a missing one succeeds."""
    document = called_document(call)
    if call.caller().read_only:
        raise Refusal(INSUFFICIENT_RIGHTS)
    arguments = call.arguments
    moment = stored_moment(arguments["tagDate"])
    removed = call.world.users.change(
        _REMOVE, document.document_id, call.text("tagText"), moment, arguments["taggedBy"], arguments["versionNumber"]
    )
    if not removed and call.world.generation.current:
        raise Refusal(NO_TAG)
    return ResultElement()


def stored_moment(moment: datetime) -> str:
    """Return a moment of a call as it is stored: in UTC, to the millisecond."""
    moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
