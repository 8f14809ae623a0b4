"""Names: in Python's spelling, and the nearest to one that is not there."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

# Between words; an abbreviation keeps the s of its plural: `FolderIDs` is two words.
_WORDS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s(?![a-z]))|_+")


def python_name(name: str) -> str:
    """Spell a name of the contract as Python does: `UpdateUserContactInfo` is `update_user_contact_info`."""
    spelled = "_".join(word.lower() for word in _WORDS.split(name) if word)
    spelled = re.sub(r"\W", "_", spelled)
    if not spelled.isidentifier():
        spelled = f"_{spelled}"
    return spelled + "_" if keyword.iskeyword(spelled) else spelled


def python_names(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Spell many names as Python does, each spelling once and none like the exact name of another.

    Args:
        names: the contract's names.
        given: better spellings than the rule's, by name.

    Returns:
        Python spelling by name; where two would coincide, the later ones end in `_`.
    """
    exact = dict.fromkeys(names)
    given = {name: best for name, best in (given or {}).items() if name in exact and best not in exact}
    spelled: dict[str, str] = {}
    taken = {*exact, *given.values()}
    for name in exact:
        spelling = given.get(name) or python_name(name)
        while name not in given and spelling in taken and spelling != name:
            spelling += "_"
        taken.add(spelling)
        spelled[name] = spelling
    return spelled


def nearest(name: str, names: Iterator[str] | Mapping[str, Any] | list[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of `names` that look most like `name`, letter case aside."""
    import difflib  # for a mistake only

    folded: dict[str, str] = {}
    for candidate in names:
        folded.setdefault(candidate.casefold(), candidate)
    close = difflib.get_close_matches(name.casefold(), list(folded), n=count, cutoff=0.6)
    return tuple(folded[match] for match in close)
