"""What is moved, copied or deleted, and what such a workflow returns."""

from __future__ import annotations

from typing import Literal

import attrs

from ...contract.plain import Plain

Kind = Literal["document", "folder"]


@attrs.frozen(kw_only=True)
class Thing:
    """A document or a folder that was read just before something is done with it.

    Attributes:
        kind: "document" or "folder".
        number: its number.
        path: its whole path, in normal form.
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
    """What a move did.

    Attributes:
        path: where it is now, as it was read back.
        source: where it was.
        number: its number.
        steps: the paths that it was moved to, in order: two where it got another folder and another name.
        cleaned: whether the service changed the new name.
    """

    path: str
    source: str
    number: int
    steps: tuple[str, ...]
    cleaned: bool = False


@attrs.frozen(kw_only=True)
class CopyResult(Plain):
    """What a copy did.

    Attributes:
        path: where the copy is, as it was read back.
        source: what it is a copy of.
        number: the number of the copy.
        cleaned: whether the service changed the new name.
    """

    path: str
    source: str
    number: int
    cleaned: bool = False


@attrs.frozen(kw_only=True)
class DeleteResult(Plain):
    """What a deletion did.

    Attributes:
        path: what was deleted.
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
        """What the recycle bin calls it, if the server has put it there: see `RecycleBin.restore`."""
        return f"{'D' if self.kind == 'document' else 'F'}{self.number}"
