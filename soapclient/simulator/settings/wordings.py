"""The refusals of settings; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import DENIED, Wording

BAD_SETTINGS: Final = Wording(
    "invalid", "Invalid settings XML format", "The settings are not the XML that is expected", "Ayar XML'i geçersiz"
)
NO_SETTINGS_RIGHT: Final = Wording("denied", "[921]Insufficient rights", DENIED.english, DENIED.turkish)
NO_COLUMNS: Final = Wording(
    "invalid", "Column names cannot be empty.", "The column names are required", "Sütun adları zorunludur"
)
BAD_COLUMNS: Final = Wording(
    "invalid", "Invalid column name(s): {}", "Invalid column names: {}", "Geçersiz sütun adları: {}"
)
