"""The refusals of favourites and queues; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

NO_ITEM: Final = Wording("absent", "Item not found", "Folder not found", "Klasör bulunamadı")
IN_FAVORITES: Final = Wording(
    "taken",
    "This Document has already been added to favorites",
    "The item is a favourite already",
    "Öğe zaten sık kullanılanlarda",
)
IN_QUEUE: Final = Wording("invalid", "Already in queue", "The item is in the queue already", "Öğe zaten kuyrukta")
