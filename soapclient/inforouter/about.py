"""Check that a reply is about the thing that was asked for: a reply about another user or document is not ours.

Which operation answers with what of the question is noted (`about` in `annotations.json`), in the shape "user
User/UserName": the kind of thing, the element below the root that describes it (`.` is the root itself), and its
attribute or child element. Names are compared as the most lenient server does: letter case, accents, outer blanks, the
domain before a user's name, either slash. If the reply does not name the thing, nothing is compared.

Source: the examples of the operation pages.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from ..calls.profile import Parts
from ..contract.model import Operation
from ..wire.safe_xml import local
from .models.entity import flag, number, revision, told

_NUMBERED: Final = re.compile(r"~?[DFU]([0-9]{1,18})(?:\..*)?|ID:\s*([0-9]{1,18})", re.IGNORECASE | re.DOTALL)
_STORED: Final = 1_000_000  # from here on, version numbers have only one spelling
ANOTHER: Final = "the reply is about another"
_NAMELESS: Final = ("handler",)  # knowing it is the permission to use it


def another(operation: Operation, parts: Parts, root: etree._Element) -> str:
    """Describe the other thing that a result is about; empty if it is the right one, or not named.

    Args:
        operation: the called operation.
        parts: its arguments.
        root: the root of the result's XML.
    """
    for parameter, noted in operation.about.items():
        value = parts[parameter] if parameter in parts else _folded_part(parts, parameter)
        if not isinstance(value, (str, int)) or isinstance(value, bool) or not str(value).strip():
            continue
        kind, element, name = _noted(noted)
        same = _SAME.get(kind, _same_name)
        for each in [root] if element == "." else _children(root, element):
            if name and each.get(name) == value:
                continue
            said = {key.casefold(): text for key, text in told(each).items()}
            if not same(str(value).strip(), said, name.casefold()):
                thing = kind.replace("-", " ")
                which = "the one that was asked for" if kind in _NAMELESS else str(value).strip()
                return f"{ANOTHER} {thing} than {which}"
    return ""


@functools.lru_cache(maxsize=128)
def _noted(noted: str) -> tuple[str, str, str]:
    kind, _, place = noted.partition(" ")
    element, _, name = place.partition("/")
    return kind, element, name


def _folded_part(parts: Parts, parameter: str) -> Any:
    """Return an argument by its name, whatever letter case this contract uses."""
    return next((value for name, value in parts.items() if name.casefold() == parameter.casefold()), None)


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    folded = name.casefold()
    return [each for each in root.iterchildren("*") if each.tag == name or local(each.tag).casefold() == folded]


def _folded(name: str) -> str:
    """Fold what a database or XML may treat as equal: letter case (also Turkish), accents, blanks."""
    plain = unicodedata.normalize(
        "NFKD", " ".join(name.split()).casefold().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i")
    )
    return "".join(each for each in plain if not unicodedata.combining(each))


def _same_name(asked: str, said: Mapping[str, str], name: str) -> bool:
    there = said.get(name, "").strip()
    if not there or "*" in (asked, there):
        return True
    return _same_number(asked, said, name) if asked.isdecimal() else _folded(asked) == _folded(there)


def _same_number(asked: str, said: Mapping[str, str], name: str) -> bool:
    there, wanted = number(said.get(name)), number(asked)
    if not there or not wanted:
        return not there or _folded(asked) == _folded(said[name])
    return there == wanted


def _same_user(asked: str, said: Mapping[str, str], name: str) -> bool:
    there = said.get(name, "").strip()
    numbered = _NUMBERED.fullmatch(asked) if asked[:1] in "~iI" else None
    if numbered is not None:
        return _is_number(numbered, said, ("userid", "id"))
    if not there:
        return True
    one, other = _folded(asked), _folded(there)
    if ("\\" in one) != ("\\" in other):
        one, other = one.rpartition("\\")[2], other.rpartition("\\")[2]
    if "@" in other and "@" not in one:
        other = other.partition("@")[0]
    return one == other or ("@" in one and "@" not in other)


def _same_place(ids: tuple[str, ...], names: tuple[str, ...]) -> Callable[[str, Mapping[str, str], str], bool]:
    def same(asked: str, said: Mapping[str, str], name: str) -> bool:
        steps = _steps(asked)
        if not steps:
            return True
        numbered = _NUMBERED.fullmatch(steps[0]) if steps[0].startswith("~") else None
        if numbered is not None and len(steps) == 1:
            return _is_number(numbered, said, ids)
        if flag(said.get("isshortcut")):
            return True
        there = next((said[each] for each in names if said.get(each, "").strip()), "")
        if there and _folded(there) != steps[-1]:
            return False
        path = _steps(said.get("path", ""))
        return not path or numbered is not None or path in (steps, steps[:-1])

    return same


def _steps(path: str) -> list[str]:
    return [_folded(step) for step in path.replace("\\", "/").split("/") if step.strip() not in ("", ".")]


def _is_number(numbered: re.Match[str], said: Mapping[str, str], ids: tuple[str, ...]) -> bool:
    there = next((found for each in ids if (found := number(said.get(each)))), None)
    return there is None or there == int(numbered[1] or numbered[2])


def _same_version(asked: str, said: Mapping[str, str], name: str) -> bool:
    there, wanted = revision(said.get(name)), number(asked)
    return there is None or wanted is None or wanted < _STORED or revision(asked) == there


_SAME: Final[Mapping[str, Callable[[str, Any, str], bool]]] = {
    "user": _same_user,
    "document": _same_place(("documentid", "id"), ("name", "n")),
    "folder": _same_place(("folderid", "id"), ("name", "foldername", "n")),
    "version": _same_version,
}
