"""Filters of names with one meaning, whatever the kind of thing and the server.

The service filters folders by whole names and documents by parts of names, separates several by `;`, and has no way to
write `;`, `"` or `*` as such. Here a filter is a pattern of the whole name in which `*` stands for any characters,
letter case aside, and names are filtered by the client: nothing that a server folds in another way is lost.

Source: the pages of GetFoldersByPage, GetDocumentsByPage and GetFoldersAndDocumentsByPage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ...errors import ArgumentError

NameFilter = str | Iterable[str] | None


def passing(name: NameFilter) -> Callable[[str | None], bool]:
    """Return what tells whether a name passes a filter.

    Args:
        name: a pattern, or several of which one is enough; None lets everything pass.

    Raises:
        ArgumentError: it is empty, or is neither.
    """
    if name is None:
        return lambda each: True
    patterns = [name] if isinstance(name, str) else [*name]
    if not patterns or not all(isinstance(each, str) and each for each in patterns):
        raise ArgumentError(None, ("name: a pattern such as '*.pdf', or several; an empty one matches nothing",))
    texts = (".*".join(map(re.escape, each.casefold().split("*"))) for each in patterns)
    expression = re.compile("|".join(f"(?:{each})" for each in texts), re.DOTALL)
    return lambda each: each is not None and expression.fullmatch(each.casefold()) is not None
