"""A plausible value for a parameter, to show what a call looks like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from . import values
from .contract import Parameter
from .redact import HIDDEN

_DAY: Final = dt.datetime(2026, 1, 31, 12, 30)
_SAMPLES: Final[Mapping[str, tuple[Any, str]]] = {
    **dict.fromkeys(values.RANGES, (1, "1")),
    "positiveInteger": (1, "1"),
    "negativeInteger": (-1, "-1"),
    "nonPositiveInteger": (-1, "-1"),
    "boolean": (True, "True"),
    "decimal": (1, "1"),
    "float": (1.5, "1.5"),
    "double": (1.5, "1.5"),
    "dateTime": (_DAY, "dt.datetime(2026, 1, 31, 12, 30)"),
    "date": (_DAY.date(), "dt.date(2026, 1, 31)"),
    "time": (_DAY.time(), "dt.time(12, 30)"),
    "duration": ("P1D", '"P1D"'),
    "base64Binary": (b"content", 'b"content"'),
    "xml": ("<item/>", '"<item/>"'),
}
_TEXTS: Final = (
    ("mail", "jdoe@example.com"),
    ("path", "/Public/Contract.docx"),
    ("username", "jdoe"),
    ("mobile", "+15551234567"),
    ("date", "2026-01-31"),
)


def sample(parameter: Parameter) -> tuple[Any, str] | None:
    """Return a value for a parameter, and the value in Python's source.

    Args:
        parameter: the parameter; for one that may be there more than once it is the value of each.

    Returns:
        Both, secrets as stars; None for a type that no value is known for.
    """
    if parameter.xml:
        text = f"<{parameter.xml.replace('*', 'item')}/>"
        return text, f'"{text}"'
    if parameter.type not in values.TEXT_TYPES:
        return _SAMPLES.get(parameter.type)
    folded = parameter.name.casefold()
    text = HIDDEN if parameter.secret else next((text for part, text in _TEXTS if part in folded), "text")
    return text, f'"{text}"'
