"""The error numbers of settings, where they are not those of the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..messages import Reason

_MISSING: Final[Mapping[Reason, int]] = {"missing": 4030}
NUMBERS: Final[Mapping[str, Mapping[Reason, int]]] = {
    **dict.fromkeys(
        (
            "FlushApplicationCache", "GetAllFolderColumns", "GetDefaultFolderColumns",
            "GetEmailAndNotificationSettings",
            "GetMimeTypes", "GetSystemBehaviorSettings", "SetAuthenticationAndPasswordPolicy",
            "SetGeneralAppSettings", "SetSystemBehaviorSettings",
        ),
        _MISSING,
    ),
    "GetUserFolderColumns": {"absent": 4000},
    "SetDefaultFolderColumns": {"missing": 4030, "invalid": 0},
    "SetEmailAndNotificationSettings": {"missing": 4000},
}  # fmt: skip
