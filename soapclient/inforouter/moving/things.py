"""The things that are moved, copied or deleted, and the results."""

from __future__ import annotations

from typing import Literal

import attrs

from ...contract.plain import Plain

Kind = Literal["document", "folder"]


@attrs.frozen(kw_only=True)
class Thing:
    """A document or folder, read just before it is processed.

    Attributes:
        kind: "document" or "folder".
        number: its number.
        path: its full path, in normal form.
        name: its name.
        checked_out_by: who has checked it out; empty for nobody.
    """

    kind: Kind
    number: int
    path: str
    name: str
    checked_out_by: str = ""


@attrs.frozen(kw_only=True)
class MoveResult(Plain):
    """The result of a move.

    Attributes:
        path: its current path, read back.
        source: its former path.
        number: its number.
        steps: the paths that it was moved to, in order: two if both the folder and the name changed.
        cleaned: whether the service changed the new name.
    """

    path: str
    source: str
    number: int
    steps: tuple[str, ...]
    cleaned: bool = False


@attrs.frozen(kw_only=True)
class CopyResult(Plain):
    """The result of a copy.

    Attributes:
        path: the path of the copy, read back.
        source: the path of the original.
        number: the number of the copy.
        cleaned: whether the service changed the new name.
    """

    path: str
    source: str
    number: int
    cleaned: bool = False


@attrs.frozen(kw_only=True)
class DeleteResult(Plain):
    """The result of a deletion.

    Attributes:
        path: the path of the deleted thing.
        number: its number.
        kind: "document" or "folder".
        folders: how many folders were in it when it was deleted.
        documents: how many documents were in it when it was deleted.
        checked_out: the paths of the documents that somebody had checked out.
    """

    ALSO = ("handler",)

    path: str
    number: int
    kind: Kind
    folders: int = 0
    documents: int = 0
    checked_out: tuple[str, ...] = ()

    @property
    def handler(self) -> str:
        """Its handler in the recycle bin, if the server has put it there: see `RecycleBin.restore`."""
        return f"{'D' if self.kind == 'document' else 'F'}{self.number}"
