"""The refusals of associations, shortcuts and addresses; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

WITH_ITSELF: Final = Wording(
    "invalid",
    "Objects cannot be associated with themselves.",
    "An item cannot be associated with itself",
    "Bir öğe kendisiyle ilişkilendirilemez",
)
NOT_ASSOCIATED: Final = Wording(
    "invalid", "SystemError:Association not found", "The association was not found", "İlişki bulunamadı"
)
BAD_SHORTCUT: Final = Wording(
    "invalid",
    "Invalid shortcut name. Extention must be .lnk",
    "The name of a shortcut must end in .lnk",
    "Kısayol adı .lnk ile bitmelidir",
)
BAD_EXTENSION: Final = Wording(
    "invalid",
    'The document file extension must be "{}"',
    "The name must end in {}",
    "Ad {} ile bitmelidir",
)
