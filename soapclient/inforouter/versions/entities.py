"""Tags, comments and summaries of documents.

Source: the pages of GetAppliedTags, GetDocumentComments, GetDocumentSummary and GetDocumentAbstract.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import attrs
from lxml import etree

from ..models.entity import Entity, VersionNumber, moment, named, number, revision


@attrs.frozen(kw_only=True, slots=False)
class AppliedTag(Entity):
    """A tag of a version of a document.

    Attributes:
        text: the tag's text.
        date: when it was set.
        version: the version.
        tagged_by_id: the number of the user who set it.
        tagged_by: the user who set it.
        workflow_id: the number of the workflow that set it; 0 for none.
        workflow: the workflow that set it.
        workflow_step_number: the number of the workflow's step.
    """

    text: str | None = named("TagText")
    date: dt.datetime | None = named("TagDate", read=moment)
    version: VersionNumber | None = named("VersionNumber", "VersionNumberMultiPart", read=revision)
    tagged_by_id: int | None = named("TaggedById", read=number)
    tagged_by: str | None = named("TaggedByName")
    workflow_id: int | None = named("WorkFlowId", read=number)
    workflow: str | None = named("WorkFlowName")
    workflow_step_number: int | None = named("WorkFlowStepNumber", read=number)


@attrs.frozen(kw_only=True, slots=False)
class DocumentComment(Entity):
    """A comment on a document.

    Attributes:
        text: the text as the service stores it: with HTML entities for some characters.
        author_id: the author's number.
        author: the author.
        date: when it was written.
    """

    text: str = ""
    author_id: int | None = named("AuthorID", read=number)
    author: str | None = named("AuthorName")
    date: dt.datetime | None = named("CommentDate", read=moment)

    NESTED: ClassVar = frozenset({"text"})

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        return {"text": element.text or ""}


@attrs.frozen(kw_only=True, slots=False)
class Summary(Entity):
    """A summary or an abstract of a document.

    Attributes:
        text: the text.
        applied_by_id: the author's number.
        applied_by: the author.
        applied: when it was written.
        version: the version that it describes.
    """

    text: str = ""
    applied_by_id: int | None = named("AppliedById", read=number)
    applied_by: str | None = named("AppliedBy")
    applied: dt.datetime | None = named("DateApplied", read=moment)
    version: VersionNumber | None = named("VersionNumber", read=revision)

    NESTED: ClassVar = frozenset({"text"})

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        return {"text": element.text or ""}
