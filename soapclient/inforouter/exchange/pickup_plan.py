"""What a pickup does with each document, and what its file is called."""

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
    """What is done with a document once its bytes are here.

    Attributes:
        text: the same, as it was said.
        folder: the folder that it is moved into; empty for none.
        deletes: whether it is moved to the recycle bin.
        tag: the tag that it gets; empty for none.
    """

    text: str
    folder: str = ""
    deletes: bool = False
    tag: str = ""

    @property
    def stays(self) -> bool:
        """Whether it stays where it is."""
        return not self.folder and not self.deletes


def parsed(text: str, folder: str) -> Then:
    """Read what is to be done with each document.

    Args:
        text: "none", "delete", "tag:" and a tag, or "move:" and the path of a folder.
        folder: the folder that the documents are in.

    Raises:
        ArgumentError: it is something else, or the folder is the one that they are in.
    """
    if text in ("none", "delete"):
        return Then(text=text, deletes=text == "delete")
    if isinstance(text, str) and text.startswith(_MOVE) and text[len(_MOVE) :].strip():
        target = paths.normal(text[len(_MOVE) :])
        if paths.same(target, folder) or target == "/":
            raise ArgumentError("pickup", (f"documents cannot be moved from {folder} into {target}",))
        return Then(text=f"{_MOVE}{target}", folder=target)
    if isinstance(text, str) and text.startswith(_TAG):
        return Then(text=text, tag=tag_text("pickup", text[len(_TAG) :]))
    raise ArgumentError("pickup", (f"then is none, delete, tag:TEXT or move:FOLDER, as move:/Processed, not {text!r}",))


def free_names(name: str, number: int, version: int) -> Iterator[str]:
    """Return the names that a file may get, the first that nothing else has.

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
