"""The two generations of infoRouter servers, and their wording of refusals."""

from __future__ import annotations

from typing import Final, Literal, get_args

import attrs

from .messages import Refusal
from .numbers import number

Name = Literal["classic", "current"]
Language = Literal["en", "tr"]
_NAMES: Final = get_args(Name)
_LANGUAGES: Final = get_args(Language)


@attrs.frozen
class Generation:
    """The kind of server that the simulator imitates.

    Attributes:
        name: "classic" for servers on ASMX (8.x), which refuse with documented English texts; "current" for servers on
            ASP.NET Core, which refuse with a number and a translated text.
        language: the language of the texts: "en" or, in the current generation, "tr".
        null_keeps: which reading of contradictory pages applies: a missing value keeps the stored one, or clears it.

    Raises:
        ValueError: unknown generation or language, or a translation of the classic generation.
    """

    name: Name = "classic"
    language: Language = "en"
    null_keeps: bool = True

    def __attrs_post_init__(self) -> None:
        if self.name not in _NAMES:
            raise ValueError(f"generation must be one of {', '.join(_NAMES)}, not {self.name!r}")
        if self.language not in _LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(_LANGUAGES)}, not {self.language!r}")
        if self.language != "en" and not self.current:
            raise ValueError(f"language {self.language!r} needs generation 'current': classic texts are English")

    @property
    def current(self) -> bool:
        """Whether this is a server of today."""
        return self.name == "current"

    def text(self, refusal: Refusal) -> str:
        """Return the text of a refusal."""
        if not self.current:
            return str(refusal)
        message = refusal.message
        return (message.turkish if self.language == "tr" else message.english).format(*refusal.values)

    def number(self, refusal: Refusal, operation: str) -> str:
        """Return the error number of a refusal; "" in the classic generation, for partial work, or without a number."""
        found = number(operation, refusal.message.reason) if self.current and not refusal.failed else 0
        return str(found) if found else ""
