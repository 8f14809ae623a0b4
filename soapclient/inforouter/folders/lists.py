"""The workflows that read folders: one, what is in one, and all that is below one.

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
        """Read one folder; its `path` is the whole path in normal form.

        Args:
            path: the path of the folder.

        Raises:
            FolderNotFound: there is no such folder, it is a document, or the caller may not see it.
            UnexpectedReply: the service tells of none or of another folder.
        """
        return (yield from self._folder(path))

    @workflow
    def exists(self, path: str) -> Flow[bool]:
        """Return whether there is such a folder; what the caller may not see, and a document, are none.

        Args:
            path: the path of the folder.

        Raises:
            ServiceError: any refusal with a reason other than "Folder not found", such as a missing ticket.
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
        """Iterate over what is directly in a folder: `Folder` and `Document`, each with its whole path as `path`.

        What the caller may not see is left out by the service, which does not say so.

        Args:
            path: the path of the folder.
            folders: whether to list folders.
            documents: whether to list documents.
            name: a pattern of whole names, such as "*.pdf", or several; `*` stands for any characters, and letter case
                does not matter.
            detail: "short" for names, numbers, sizes, dates, versions and checkouts; "full" for all properties.
            pages: read page by page, in constant memory: twice, since a folder may change between two pages. By default
                that is done only where one reply would be too large.

        Raises:
            FolderNotFound: there is no such folder, it is a document, or the caller may not see it.
            UnexpectedReply: the reply is not complete, lists what nothing knows, or pages changed while they were read.
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
        """Iterate over everything below a folder: what is in it, then what is in each folder in it.

        Memory does not grow with what is walked, but for the numbers of the items.

        Args:
            path: the path of the folder.
            depth: how many levels, 1 for what is directly in the folder; None for all.
            folders: whether to give out folders.
            documents: whether to give out documents.
            name: as in `list`; it does not keep the walk out of folders.
            detail: as in `list`.
            pages: as in `list`.
            verify: list each folder once more at the end and compare: twice the calls.
            problem: called with a `WalkProblem` where the walk is not complete, and it goes on; by default that is an
                error.

        Raises:
            FolderNotFound: there is no such folder, or the caller may not see it.
            UnexpectedReply: a reply is not complete, or the tree changed while it was walked.
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
            FolderNotFound: there is no such folder, or the caller may not see it.
            UnexpectedReply: a reply is not complete, or the tree changed while it was read.
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
