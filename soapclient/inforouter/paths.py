"""Paths of documents and folders, as texts: joined, split and compared, never unquoted and never cleaned.

A path is "/Library/Folder/name". The service treats `/` and `\\` as equal, ignores letter case and outer slashes, and
has no quoting: `%20`, `&`, `#` and `+` are ordinary characters of a name. Names that it would misread are refused here:
control characters, surrogates, empty names, and the names `.` and `..`.

Source: the pages of CreateFolder, GetFolder, GetDocument, UpdateFolderProperties and Move.
"""

from __future__ import annotations

import re
from typing import Final

from ..errors import ArgumentError

MOST: Final = 128  # characters in a name that a server makes
_SLASHES: Final = re.compile(r"[/\\]")
_NEVER: Final = r"\x00-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN: Final = re.compile(f"[{_NEVER}]")
# Nearly every name: it starts with neither a blank nor a dot.
_USUAL: Final = re.compile(rf"[^\s./\\{_NEVER}][^/\\{_NEVER}]*")
_REPLACED: Final = re.compile(r'[/\\:*?"<>|#\t%&+]')
_DOTS: Final = re.compile(r"\.{2,}")
_BLANKS: Final = re.compile(r" {2,}")


def split(path: str) -> tuple[str, ...]:
    """Return the names in a path, the library first; empty for the root.

    >>> split("\\\\Finance/Reports/Q1 50%.xlsx")
    ('Finance', 'Reports', 'Q1 50%.xlsx')

    Raises:
        ArgumentError: the path is not text, or has a name that a server would misread.
    """
    return _of_a_library(_names(path), path)


def _names(path: str) -> tuple[str, ...]:
    if not isinstance(path, str):
        raise ArgumentError(None, (f"a path must be a str, not {type(path).__name__}",))
    inner = path.strip("/\\")
    if not inner:
        if not path:
            raise ArgumentError(None, ("the path is empty; the root is '/'",))
        return ()
    names = tuple(_SLASHES.split(inner))
    problem = _problem(names)
    if problem:
        raise ArgumentError(None, (f"the path {_shown(path)} {problem}",))
    return names


def _of_a_library(names: tuple[str, ...], path: str) -> tuple[str, ...]:
    if names and names[0].startswith("~"):
        why = "begins with '~', which a server takes for the number of a document or folder"
        raise ArgumentError(None, (f"the path {_shown(path)} {why}",))
    return names


def _problem(names: tuple[str, ...]) -> str:
    for each in names:
        found = _FORBIDDEN.search(each)
        if found:
            kind = "a surrogate" if "\ud800" <= found[0] <= "\udfff" else "a control character"
            return f"has {kind} (U+{ord(found[0]):04X}), which cannot be sent"
        if not each.strip():
            return "has an empty name between two slashes" if not each else "has a name that is all blanks"
        if each.strip() in (".", ".."):
            return f"has the name {each.strip()!r}, which a server may take for another folder"
    return ""


def join(*parts: str) -> str:
    """Join names and paths to one path in normal form.

    Each part may be a name or a path; its outer slashes do not matter.

    >>> join("/Finance/", "Reports\\\\2026", "Q1.xlsx")
    '/Finance/Reports/2026/Q1.xlsx'

    Raises:
        ArgumentError: a part has a name that a server would misread, or is empty.
    """
    return _written(_of_a_library(tuple(each for part in parts for each in _names(part)), "/".join(parts)))


def normal(path: str) -> str:
    """Return a path in normal form: one leading slash, forward slashes, no trailing slash; letter case is kept."""
    return _written(split(path))


def parent(path: str) -> str:
    """Return the path of the folder that something is in; "/" for a library.

    Raises:
        ArgumentError: the path is the root, or has a name that a server would misread.
    """
    return _written(_some(path)[:-1])


def name(path: str) -> str:
    """Return the last name of a path.

    Raises:
        ArgumentError: the path is the root, or has a name that a server would misread.
    """
    return _some(path)[-1]


def same(one: str, other: str) -> bool:
    """Tell whether two paths name the same place, ignoring letter case, the kind of slash and outer slashes."""
    return _folded(one) == _folded(other)


def below(path: str, folder: str) -> bool:
    """Tell whether something is inside a folder, at any depth; a folder is not inside itself."""
    inner, outer = _folded(path), _folded(folder)
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def relative(path: str, folder: str) -> str:
    """Return a path relative to a folder, with forward slashes: "2026/Q1.xlsx".

    Raises:
        ArgumentError: the path is not inside the folder.
    """
    if not below(path, folder):
        raise ArgumentError(None, (f"{_shown(path)} is not inside {_shown(folder)}",))
    return "/".join(split(path)[len(split(folder)) :])


def is_name(text: str) -> bool:
    """Tell whether a text is a valid name in a path."""
    if isinstance(text, str) and _USUAL.fullmatch(text):
        return True
    return isinstance(text, str) and bool(text) and not _SLASHES.search(text) and not _problem((text,))


def check_name(text: str, what: str = "the name") -> str:
    """Return a text that is a valid name in a path.

    Raises:
        ArgumentError: it is not valid.
    """
    if not isinstance(text, str):
        raise ArgumentError(None, (f"{what} must be a str, not {type(text).__name__}",))
    problem = "is empty" if not text else "has a slash" if _SLASHES.search(text) else _problem((text,))
    if problem:
        raise ArgumentError(None, (f"{what} {_shown(text)} {problem}",))
    return text


def cleaned(text: str) -> str:
    """Predict the name that a server of today stores when it creates something.

    This is only a prediction: the name is sent as given. A name over 128 characters is cut and gets a hash
    that only the server knows; `#` stands for it here, since no cleaned name contains it.

    Args:
        text: the name, of one folder or document.

    Returns:
        The stored name; empty if nothing is left of it.
    """
    found = _REPLACED.sub("_", text)
    found = _BLANKS.sub(" ", _DOTS.sub(".", found)).strip(". ")
    if len(found) <= MOST:
        return found
    stem, dot, extension = found.rpartition(".")
    end = f"{dot}{extension}" if stem and len(extension) < MOST // 2 else ""
    return f"{found[: MOST - 1 - len(end)]}#{end}"


def _some(path: str) -> tuple[str, ...]:
    names = split(path)
    if not names:
        raise ArgumentError(None, ("the root '/' has no name and no parent folder",))
    return names


def _written(names: tuple[str, ...]) -> str:
    return "/" + "/".join(names)


def _folded(path: str) -> tuple[str, ...]:
    return tuple(each.casefold() for each in split(path))


def _shown(text: str) -> str:
    return ascii(text) if len(text) <= 80 else f"{text[:77]!a}..."
