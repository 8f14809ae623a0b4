"""A folder with everything below it, as a tree that can be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ...contract.plain import Plain
from .. import paths
from ..models.contents import Document, Folder
from .listing import Item


@attrs.frozen(kw_only=True)
class FolderTree(Plain):
    """A folder with everything below it; `str` draws it.

    Attributes:
        folder: the folder itself.
        folders: the folders in it, each with everything below.
        documents: the documents in it.
    """

    folder: Folder
    folders: tuple[FolderTree, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def counts(self) -> tuple[int, int]:
        """How many folders and documents are below it, at any depth."""
        below = [each.counts for each in self.folders]
        return len(below) + sum(each[0] for each in below), len(self.documents) + sum(each[1] for each in below)

    def __str__(self) -> str:
        return "\n".join([f"{self.folder.name}/", *self._lines()])

    def _lines(self) -> Iterator[str]:
        inside: list[FolderTree | Document] = [*self.folders, *self.documents]
        for place, each in enumerate(inside, 1):
            corner, line = ("└── ", "    ") if place == len(inside) else ("├── ", "│   ")
            if isinstance(each, FolderTree):
                yield f"{corner}{each.folder.name}/"
                yield from (line + below for below in each._lines())
            else:
                yield f"{corner}{each.name}"


def grown(top: Folder, items: Iterable[Item]) -> FolderTree:
    """Make a tree of walked items, by their paths."""
    inside: dict[str, list[Item]] = {}
    for each in items:
        if each.path is not None:
            inside.setdefault(paths.parent(each.path), []).append(each)

    def tree(folder: Folder) -> FolderTree:
        here = inside.get(folder.path or "", [])
        folders = tuple(tree(each) for each in here if isinstance(each, Folder))
        return FolderTree(
            folder=folder, folders=folders, documents=tuple(each for each in here if isinstance(each, Document))
        )

    return tree(top)
