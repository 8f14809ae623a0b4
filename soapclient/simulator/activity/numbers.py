"""The error numbers of logs and lists, where they are not those of the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..messages import Reason

NUMBERS: Final[Mapping[str, Mapping[Reason, int]]] = {
    "GetFavoriteFoldersOfUser": {"absent": 4000},
    "GetVersionCreateLog": {"missing": 4030},
    "GetVersionDeleteLog": {"missing": 4030},
}
