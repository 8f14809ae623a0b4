"""The refusals of mail and statistics; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import DENIED, Wording

NO_STATUS: Final = Wording("denied", "[921]Insufficient rights", DENIED.english, DENIED.turkish)
BAD_ADDRESS: Final = Wording(
    "invalid", "[2301] Invalid e-mail address: {}", "The email address {} is invalid", "{} e-posta adresi geçersiz"
)
NO_RECIPIENT: Final = Wording(
    "invalid", "[499] Recipients are required", "The recipients are required", "Alıcılar zorunludur"
)
OBSOLETE: Final = Wording("invalid", "OBSELETE", "OBSELETE", "OBSELETE")
OBSOLETE_RETENTION: Final = Wording(
    "invalid",
    "'SetDocumentRetention' infoRouter Web Service API is obsolete. Please follow the new API documentation.",
    "SetDocumentRetention is obsolete",
    "SetDocumentRetention artık kullanılmıyor",
)
