"""Name filters with one meaning for every kind of thing and every server.

The service filters folders by whole names and documents by parts of names, separates several by `;`, and cannot
quote `;`, `"` or `*`. Here a filter is a pattern for the whole name in which `*` matches any characters,
ignoring letter case. The client itself filters, so a server's own folding of names loses nothing.

Source: the pages of GetFoldersByPage, GetDocumentsByPage and GetFoldersAndDocumentsByPage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ...errors import ArgumentError

NameFilter = str | Iterable[str] | None


def passing(name: NameFilter) -> Callable[[str | None], bool]:
    """Return a function that tells whether a name passes a filter.

    Args:
        name: a pattern, or several of which one must match; None lets everything pass.

    Raises:
        ArgumentError: it is empty, or neither of these.
    """
    if name is None:
        return lambda each: True
    patterns = [name] if isinstance(name, str) else [*name]
    if not patterns or not all(isinstance(each, str) and each for each in patterns):
        raise ArgumentError(None, ("name must be a pattern such as '*.pdf', or several; not an empty one",))
    texts = (".*".join(map(re.escape, each.casefold().split("*"))) for each in patterns)
    expression = re.compile("|".join(f"(?:{each})" for each in texts), re.DOTALL)
    return lambda each: each is not None and expression.fullmatch(each.casefold()) is not None
