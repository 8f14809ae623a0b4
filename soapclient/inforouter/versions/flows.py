"""All workflows for the versions of a document, for the face of documents."""

from __future__ import annotations

from .history import HistoryFlows
from .publishing import PublishingFlows
from .releasing import CheckoutFlows
from .remarks import CommentFlows
from .tags import TagFlows
from .texts import TextFlows


class VersionFlows(CheckoutFlows, HistoryFlows, PublishingFlows, TagFlows, CommentFlows, TextFlows):
    """Versions, checkout, publishing, tags, comments, texts and thumbnails of documents."""
