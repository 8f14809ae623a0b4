"""The workflows that read folders: one folder, its contents, and everything below it.

Source: the pages of GetFolder, FolderExists and the listings that `listing` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from .base import folder_path
from .contents import FolderContents

if TYPE_CHECKING:
    from ..models.contents import Folder
    from .globs import NameFilter
    from .listing import Detail, FolderPages, Item, Want
    from .tree import FolderTree
    from .walking import FolderWalk, ProblemTold


class FolderListFlows(FolderContents):
    """The workflows that read folders."""

    @workflow
    def get(self, path: str) -> Flow[Folder]:
        """Read one folder; its `path` is the full path in normal form.

        Args:
            path: the path of the folder.

        Raises:
            FolderNotFound: the folder does not exist, is a document, or is hidden from the caller.
            UnexpectedReply: the reply is about no folder or another one.
        """
        return (yield from self._folder(path))

    @workflow
    def exists(self, path: str) -> Flow[bool]:
        """Return whether a folder exists; False for a document and for a folder that the caller may not see.

        Args:
            path: the path of the folder.

        Raises:
            ServiceError: any other refusal than "Folder not found", such as a missing ticket.
        """
        return (yield from self._ask("FolderExists", Path=folder_path(path)))

    @listing
    def list(
        self,
        path: str,
        *,
        folders: bool = True,
        documents: bool = True,
        name: NameFilter = None,
        detail: Detail = "short",
        pages: bool = False,
    ) -> Listing[Item]:
        """Iterate over the direct contents of a folder: `Folder` and `Document`, each with its full path as `path`.

        The service leaves out what the caller may not see, without a notice.

        Args:
            path: the path of the folder.
            folders: whether to list folders.
            documents: whether to list documents.
            name: a pattern of whole names, such as "*.pdf", or several; `*` stands for any characters, and letter case
                does not matter.
            detail: "short" for names, numbers, sizes, dates, versions and checkouts; "full" for all properties.
            pages: read page by page, in constant memory: twice, since a folder may change between two pages. By default
                this is done only if one reply would be too large.

        Raises:
            FolderNotFound: the folder does not exist, is a document, or is hidden from the caller.
            UnexpectedReply: the reply is incomplete or has an unknown kind of item, or pages changed during the read.
        """
        from .listing import wanted

        want = wanted(folders=folders, documents=documents, name=name, detail=detail, pages=pages)
        return _given_out(self._contents(folder_path(path), want), want)

    @listing
    def walk(
        self,
        path: str,
        *,
        depth: int | None = None,
        folders: bool = True,
        documents: bool = True,
        name: NameFilter = None,
        detail: Detail = "short",
        pages: bool = False,
        verify: bool = False,
        problem: ProblemTold = None,
    ) -> Listing[Item]:
        """Iterate over everything below a folder: its contents, then the contents of each folder in it.

        Memory does not grow with the size of the tree, except for the numbers of the items.

        Args:
            path: the path of the folder.
            depth: how many levels, 1 for the direct contents; None for all.
            folders: whether to return folders.
            documents: whether to return documents.
            name: as in `list`; the walk enters all folders.
            detail: as in `list`.
            pages: as in `list`.
            verify: list each folder once more at the end and compare; this doubles the calls.
            problem: called with a `WalkProblem` if the walk is incomplete, and the walk continues; by default this is
                error.

        Raises:
            FolderNotFound: the folder does not exist, or is hidden from the caller.
            UnexpectedReply: a reply is incomplete, or the tree changed during the walk.
            ServiceError: a folder that was listed cannot be read.
        """
        from .listing import wanted
        from .walking import FolderWalk

        want = wanted(folders=folders, documents=documents, name=name, detail=detail, pages=pages)
        return _given_out(FolderWalk(self, folder_path(path), want, depth, verify=verify, problem=problem), want)

    @workflow
    def tree(
        self, path: str, *, depth: int | None = None, documents: bool = True, detail: Detail = "short"
    ) -> Flow[FolderTree]:
        """Read everything below a folder at once, as a tree.

        Args:
            path: the path of the folder.
            depth: how many levels; None for all.
            documents: whether to read documents, too.
            detail: as in `list`.

        Raises:
            FolderNotFound: the folder does not exist, or is hidden from the caller.
            UnexpectedReply: a reply is incomplete, or the tree changed while it was read.
        """
        from .listing import wanted
        from .tree import grown
        from .walking import FolderWalk

        want = wanted(folders=True, documents=documents, name=None, detail=detail, pages=False)
        top = yield from self._folder(path)
        walk = FolderWalk(self, folder_path(path), want, depth)
        found: list[Item] = []
        while (page := (yield from walk.next())) is not None:
            found += page
        return grown(top, found)


def _given_out(inside: FolderPages | FolderWalk, want: Want) -> Listing[Item]:
    while (page := (yield from inside.next())) is not None:
        yield Page(each for each in page if want.has(each))
        page.clear()
