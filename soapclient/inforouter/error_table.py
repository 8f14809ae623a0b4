"""Map the service's documented codes and texts to error classes.

The table is the bundled `errors.json`, with a row for each documented error. Numbers match with or without a blank
after the bracket and with any text, since the service translates texts; a text matches only if the
reference shows it exactly as sent.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Final, NamedTuple

from .. import errors
from ..contract.bundled import bundled
from ..errors import ServiceError
from ..replies.verdict import Classified

_NUMBER: Final = re.compile(r"\s*\[([0-9]{1,9})\]\s*(.*)", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"<[^<>]+>|\.\.\.|\[(?:N|M|name|PARAMETER_NAME|SortBy)\]")


class _Table(NamedTuple):
    codes: dict[int, type[ServiceError]]
    texts: dict[str, type[ServiceError]]
    patterns: list[tuple[re.Pattern[str], type[ServiceError]]]


def classify(raw: str) -> Classified:
    """Find the error class of an error text of the service.

    Args:
        raw: the text as the service sent it, without .NET prefixes, such as "[900] Authentication failed".

    Returns:
        The number if there is one, the words, and the class; `ServiceError` itself for an undocumented error.

    Source: the error tables of the operation pages.
    """
    found = _NUMBER.fullmatch(raw)
    if found:
        code, text = int(found[1]), found[2].strip()
        return Classified(code, text, _table().codes.get(code, ServiceError))
    text = raw.strip()
    return Classified(None, text, _by_text(_folded(text)))


def _by_text(folded: str) -> type[ServiceError]:
    table = _table()
    known = table.texts.get(folded)
    if known is not None:
        return known
    for pattern, error in table.patterns:
        if pattern.fullmatch(folded):
            return error
    return ServiceError


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


@functools.cache
def _table() -> _Table:
    table = _Table({}, {}, [])
    for row in json.loads(bundled("errors.json").read_text("utf-8")):
        error: type[ServiceError] = getattr(errors, row["error"])
        if "code" in row:
            table.codes[row["code"]] = error
            continue
        for text in row.get("texts", ()):
            if _PLACEHOLDER.search(text):
                table.patterns.append((_pattern(text), error))
            else:
                table.texts.setdefault(_folded(text), error)
    return table


def _pattern(text: str) -> re.Pattern[str]:
    """Turn a documented text with placeholders into a pattern: in brackets a word, elsewhere any text."""
    pattern, end = "", 0  # names may contain blanks
    for place in _PLACEHOLDER.finditer(text):
        pattern += re.escape(text[end : place.start()].casefold())
        pattern += r"\[?\S+\]?" if place[0].startswith("[") and place[0] != "[name]" else ".*"
        end = place.end()
    return re.compile(pattern + re.escape(text[end:].casefold().rstrip(".")), re.DOTALL)
