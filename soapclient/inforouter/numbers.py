"""The numbers of errors that servers of today send: where a reply has one, and which class it stands for.

A number decides, and a text only where there is none: servers translate the texts. What a number means depends on the
operation; where its page does not say, the table of `errors.json` does, and else the HTTP status that the number stands
for, which is a tenth of it.

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
_FIRST: Final = 1000  # the shortest number that stands for an HTTP status
# These name a document and nothing else. Not all of their pages have numbers; those of their siblings do.
_OF_A_DOCUMENT: Final = frozenset((DOCUMENT.reads, *VARIANTS))


def yes_or_no(word: str | None) -> bool | None:
    """Read the word that a result says of its success; None for none and for one that is neither yes nor no."""
    return _WORDS.get((word or "").strip().lower())


def number_of(root: etree._Element) -> int | None:
    """Return the number of the error that a result tells of; None for none, for 0 and for what is no number.

    Raises:
        ValueError: it has two numbers, in two spellings of the attribute, and they differ.
    """
    spelled = [name for name in root.attrib if str(name).casefold() == "errorcode"]
    told = {(attribute(root, str(name), _LONGEST) or "").strip() for name in spelled}
    found = sorted({int(text) for text in told if _NUMBER.fullmatch(text)} - {0})
    if len(found) > 1:
        raise ValueError(f"it has the errors {' and '.join(map(str, found))}")
    return found[0] if found else None


def class_of(operation: Operation, number: int) -> type[ServiceError]:
    """Return the class of errors that a number stands for, in one operation.

    Args:
        operation: the operation that was called.
        number: the number.
    """
    kind = next((_class(each.error) for each in operation.codes if each.number == number), None) or by_number(number)
    if kind is NotFound and operation.name in _OF_A_DOCUMENT:
        return DocumentNotFound
    if kind is SessionExpired and operation.kind == "auth" and operation.session == "none":
        return AuthenticationFailed  # who logs in has no session yet
    return kind


def by_number(number: int) -> type[ServiceError]:
    """Return the class that a number stands for where the operation does not say."""
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
