"""The error numbers that servers of today send: where a reply has one, and its error class.

The number decides; the text counts only without one, since servers translate texts. The meaning of a number depends on
the operation; if its page does not say, the table of `errors.json` decides, then the HTTP status that the number
stands for, which is a tenth of it.

Source: the error tables of the operation pages.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Final

from lxml import etree

from .. import errors
from ..contract.bundled import bundled
from ..contract.model import Operation
from ..errors import AuthenticationFailed, DocumentNotFound, NotFound, ServerFault, ServiceError, SessionExpired
from ..replies.texts import attribute
from .fields import DOCUMENT, VARIANTS

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_LONGEST: Final = 100
_WORDS: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_FIRST: Final = 1000  # the smallest number that stands for an HTTP status
# These operations name only a document. Not all of their pages have numbers; those of their siblings do.
_OF_A_DOCUMENT: Final = frozenset((DOCUMENT.reads, *VARIANTS))


def yes_or_no(word: str | None) -> bool | None:
    """Read whether a result reports success; None if it says neither yes nor no."""
    return _WORDS.get((word or "").strip().lower())


def number_of(root: etree._Element) -> int | None:
    """Return the error number in a result; None for no number, for 0 and for other text.

    Raises:
        ValueError: two spellings of the attribute have different numbers.
    """
    spelled = [name for name in root.attrib if str(name).casefold() == "errorcode"]
    told = {(attribute(root, str(name), _LONGEST) or "").strip() for name in spelled}
    found = sorted({int(text) for text in told if _NUMBER.fullmatch(text)} - {0})
    if len(found) > 1:
        raise ValueError(f"it has the errors {' and '.join(map(str, found))}")
    return found[0] if found else None


def class_of(operation: Operation, number: int) -> type[ServiceError]:
    """Return the error class of a number, for one operation.

    Args:
        operation: the called operation.
        number: the number.
    """
    kind = next((_class(each.error) for each in operation.codes if each.number == number), None) or by_number(number)
    if kind is NotFound and operation.name in _OF_A_DOCUMENT:
        return DocumentNotFound
    if kind is SessionExpired and operation.kind == "auth" and operation.session == "none":
        return AuthenticationFailed  # before a login there is no session
    return kind


def by_number(number: int) -> type[ServiceError]:
    """Return the error class of a number if the operation does not say."""
    table = _table()
    found = table.get(number)
    if found is None and number >= _FIRST:
        status = number // 10
        same = {kind for known, kind in table.items() if known // 10 == status}
        found = same.pop() if len(same) == 1 else ServerFault if 500 <= status < 600 else None
    return found or ServiceError


def _class(name: str) -> type[ServiceError]:
    found: type[ServiceError] = getattr(errors, name)
    return found


@functools.cache
def _table() -> dict[int, type[ServiceError]]:
    rows = json.loads(bundled("errors.json").read_text("utf-8"))
    return {row[key]: _class(row["error"]) for key in ("code", "number") for row in rows if key in row}
