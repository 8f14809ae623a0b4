"""The error numbers of mail and statistics, where they are not those of the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..messages import Reason

NUMBERS: Final[Mapping[str, Mapping[Reason, int]]] = {
    "GetSystemStatistics": {"missing": 4030},
    "GetUserStatistics": {"missing": 4000, "absent": 4000},
    "GetWarehouseStatus": {"missing": 4030},
    "SendWelcomeEmailForUser": {"missing": 4030, "absent": 4000},
}
