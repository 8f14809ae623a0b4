"""The refusals of access lists, owners and subscriptions; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

BAD_LIST: Final = Wording("invalid", "Invalid XML", "AccessListXML is not well-formed", "AccessListXML düzgün değil")
BAD_RIGHT: Final = Wording("invalid", "Invalid Right {}", "There is no right {}", "{} hakkı yok")
BAD_ACTION: Final = Wording("invalid", "Invalid ActionId", "There is no action {}", "{} eylemi yok")
NOBODY: Final = Wording("absent", "User or group not found: {}", "There is no {}", "{} bulunamadı")
NO_OWNER: Final = Wording("absent", "Owner not found", "The owner was not found", "Sahibi bulunamadı")
# For a success and for a refusal.
MULTISTATUS: Final = Wording("failed", "MultiStatus", "MultiStatus", "MultiStatus")
NOT_ADMINISTRATOR: Final = Wording("denied", "[921]Insufficient rights", "Insufficient rights", "Yetersiz hak")
NO_SUBSCRIBED_GROUP: Final = Wording("absent", "User group not found", "User group not found", "Grup bulunamadı")
