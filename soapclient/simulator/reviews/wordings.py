"""The refusals of reviews; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

BAD_DEFINITION: Final = Wording(
    "invalid",
    "SystemError:xmlParameters",
    "xmlParameters is not the definition of a review",
    "xmlParameters bir gözden geçirme tanımı değil",
)
NO_REVIEW: Final = Wording(
    "invalid",
    "There is no ISO Review Task assigned to you",
    "You have no review of this document to do",
    "Bu belge için size atanmış gözden geçirme görevi yok",
)
