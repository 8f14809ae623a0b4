"""The index that the search of the report page reads: words by operation, each word once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ...contract.spelling import python_name
from .operation import OperationSheet

_WORD: Final = re.compile(r"[^\W_]+")
_EVERYWHERE: Final = 0.4
_FEW: Final = 20
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def search_index(sheets: Sequence[OperationSheet]) -> str:
    """Write the index as JSON that may stand in an HTML script element.

    Args:
        sheets: the operations of the page, in its order.

    Returns:
        An object with "words", all of them in one text, and "operations": for each its name and, as numbers of words in
        base 36, those of its name, of its inputs, and of its documentation and category. A word of the documentation
        that very many operations have is left out.
    """
    fields = [[_words(sheet.names), _words(sheet.inputs), _words(sheet.texts)] for sheet in sheets]
    often = Counter(word for _, _, texts in fields for word in texts)
    most = max(_FEW, _EVERYWHERE * len(sheets))
    places: dict[str, int] = {}
    operations = []
    for sheet, (names, inputs, texts) in zip(sheets, fields, strict=True):
        rest = [word for word in texts if often[word] <= most and word not in names and word not in inputs]
        chapter = [word for word in _words([sheet.category]) if word not in names and word not in inputs]
        rest = list(dict.fromkeys([*rest, *chapter]))
        known = [[word for word in inputs if word not in names], rest]
        numbers = [" ".join(_number(places.setdefault(word, len(places))) for word in each) for each in (names, *known)]
        operations.append([sheet.name, *numbers])
    found = {"words": " ".join(places), "operations": operations}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _words(texts: Iterable[str]) -> list[str]:
    """Split texts into words, at the capitals inside a name too; each word once."""
    found = (word for text in texts for part in _WORD.findall(text) for word in _WORD.findall(python_name(part)))
    return list(dict.fromkeys(word.casefold() for word in found if len(word) > 1))


def _number(place: int) -> str:
    text = _DIGITS[place % 36]
    return text if place < 36 else _number(place // 36) + text
