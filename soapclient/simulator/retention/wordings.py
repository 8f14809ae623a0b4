"""The refusals of retention; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import DENIED, Wording

NO_SCHEDULE: Final = Wording(
    "absent", "Schedule not found", "The retention schedule was not found", "Saklama planı bulunamadı"
)
SCHEDULE_TAKEN: Final = Wording(
    "taken", "SystemError:Duplicate name", "A schedule of this name exists", "Bu adda bir saklama planı var"
)
IN_USE: Final = Wording("invalid", "Schedule in use", "The schedule is in use", "Saklama planı kullanımda")
BAD_SCHEDULE: Final = Wording("invalid", "Invalid XML", "The definition is invalid", "Tanım geçersiz")
BAD_PERIOD: Final = Wording(
    "invalid", "Invalid retention period", "The retention period is invalid", "Saklama süresi geçersiz"
)
NO_AGENCY: Final = Wording(
    "invalid", "Missing transfer agency", "The transfer agency is missing", "Aktarım kurumu eksik"
)
UNSCHEDULED: Final = Wording(
    "invalid", "SystemError:no schedule", "The item has no retention schedule", "Öğenin saklama planı yok"
)
NO_AUTHORITY: Final = Wording(
    "absent", "Current authority not found.", "The authority was not found", "Kurum bulunamadı"
)
AUTHORITY_TAKEN: Final = Wording(
    "taken", "Authority with this name already exists", "The authority exists", "Kurum zaten var"
)
AUTHORITY_IN_USE: Final = Wording(
    "invalid",
    "Cannot delete authority because it is referenced by one or more R&D schedules",
    "A schedule refers to the authority",
    "Bir saklama planı bu kurumu kullanıyor",
)
BAD_AUTHORITY: Final = Wording("invalid", "Invalid authority name", "The name is invalid", "Ad geçersiz")
NOT_ALLOWED: Final = Wording("denied", "Access Denied", DENIED.english, DENIED.turkish)
