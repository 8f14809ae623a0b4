"""The error numbers of documents and folders, where they are not those of the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ..messages import Reason

NUMBERS: Final[Mapping[str, Mapping[Reason, int]]] = {
    # Without a ticket, the error is that its user was not found.
    "DeleteDocument": {"missing": 4041},
}
