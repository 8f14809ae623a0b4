"""The action of a pickup for each document, and the names of its files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import attrs

from ...errors import ArgumentError
from .. import paths
from ..versions.tags import tag_text

_MOVE: Final = "move:"
_TAG: Final = "tag:"
_LONGEST: Final = 255


@attrs.frozen(kw_only=True)
class Then:
    """The action for a document once its bytes are on disk.

    Attributes:
        text: the action as it was given.
        folder: the target folder of a move; empty for none.
        deletes: whether the document goes to the recycle bin.
        tag: the tag for its version; empty for none.
    """

    text: str
    folder: str = ""
    deletes: bool = False
    tag: str = ""

    @property
    def stays(self) -> bool:
        """Whether the document stays in place."""
        return not self.folder and not self.deletes


def parsed(text: str, folder: str) -> Then:
    """Parse the action for each document.

    Args:
        text: "none", "delete", "tag:" and a tag, or "move:" and the path of a folder.
        folder: the folder that contains the documents.

    Raises:
        ArgumentError: it is something else, or the target folder contains the documents already.
    """
    if text in ("none", "delete"):
        return Then(text=text, deletes=text == "delete")
    if isinstance(text, str) and text.startswith(_MOVE) and text[len(_MOVE) :].strip():
        target = paths.normal(text[len(_MOVE) :])
        if paths.same(target, folder) or target == "/":
            raise ArgumentError("pickup", (f"cannot move documents from {folder} into {target}",))
        return Then(text=f"{_MOVE}{target}", folder=target)
    if isinstance(text, str) and text.startswith(_TAG):
        return Then(text=text, tag=tag_text("pickup", text[len(_TAG) :]))
    raise ArgumentError("pickup", (f"then must be none, delete, tag:TEXT or move:FOLDER, not {text!r}",))


def free_names(name: str, number: int, version: int) -> Iterator[str]:
    """Return the possible names of a file; the first free one is used.

    >>> from itertools import islice
    >>> list(islice(free_names("Scan.pdf", 1001, 1000000), 3))
    ['Scan.pdf', 'Scan.D1001.pdf', 'Scan.D1001.V1000000.pdf']
    """
    yield name
    pure = PurePath(name)
    stem, suffix = (pure.stem, pure.suffix) if len(pure.suffix) < _LONGEST // 2 else (name, "")
    marks = itertools.chain([f".D{number}", f".D{number}.V{version}"], (f".{count}" for count in itertools.count(2)))
    for mark in marks:
        room = _LONGEST - len(f"{mark}{suffix}".encode())
        cut = stem.encode()[:room].decode("utf-8", "ignore")
        yield f"{cut}{mark}{suffix}"
