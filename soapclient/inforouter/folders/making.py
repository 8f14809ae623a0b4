"""Create folders, and report the names that the service gave them.

CreateFolder creates every missing parent folder, even if the folder itself is refused, and servers of
today clean names. So missing folders are found first, each is created by its own call, and its name is
read from the reply.

Source: the pages of CreateFolder, CreateFolder1, FolderExists and UpdateFolderProperties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import AlreadyExists, ArgumentError, InvalidValue, SoapClientError, TransportError, UnexpectedReply
from ..looking import looked, noted
from ..moving.placing import Placing
from .base import folder_path

if TYPE_CHECKING:
    from ..models.contents import Folder
    from .results import CreateResult


class FolderMaking(Placing):
    """Workflows that create folders, for others to build on."""

    def _create_folder(self, path: str, description: str | None, *, parents: bool) -> Flow[CreateResult]:
        from .. import paths
        from .results import CreateResult

        path = folder_path(path)
        if description is not None and not isinstance(description, str):
            raise ArgumentError("CreateFolder", (f"description must be a str, not {type(description).__name__}",))
        if len(paths.split(path)) == 1:
            raise InvalidValue(f"CreateFolder: {path} would be a library, not a folder", operation="CreateFolder")
        missing = yield from self._missing_above(path)
        if missing and not parents:
            yield from self._folder(paths.parent(path))  # raises the service's error
            missing = []  # somebody has created it meanwhile
        at = path
        for _ in range(len(missing) + 1):
            at = paths.parent(at)
        yield from self._refuse_taken(path, "CreateFolder")
        made: list[str] = []
        number = 0
        for name in (*missing, paths.name(path)):
            last = len(made) == len(missing)
            try:
                at, number = yield from self._make_folder(at, name, description if last else None)
            except SoapClientError as exc:
                if made:
                    exc.done = (*("CreateFolder",) * len(made), *exc.done)
                    noted(exc, f"made before: {', '.join(made)}")
                raise
            made.append(at)
        return CreateResult(path=at, folder_id=number, made=tuple(made), cleaned=not paths.same(at, path))

    def _missing_above(self, path: str) -> Flow[list[str]]:
        """Return the names of the missing parent folders of a path, the outermost first.

        Raises:
            FolderNotFound: the library is missing.
        """
        from .. import paths

        missing: list[str] = []
        at = paths.parent(path)
        while not (yield from self._ask("FolderExists", Path=at)):
            if len(paths.split(at)) == 1:
                yield from self._folder(at)  # raises the service's error
            missing.insert(0, paths.name(at))
            at = paths.parent(at)
        return missing

    def _make_folder(self, parent: str, name: str, description: str | None) -> Flow[tuple[str, int]]:
        """Create one missing folder; return its path and number, read back."""
        from .. import paths

        wanted = paths.join(parent, name)
        clean = paths.join(parent, paths.cleaned(name) or name)
        before = (yield from self._folder_there(clean)) if clean != wanted else None
        lost: TransportError | None = None
        told: tuple[str, int | None] = ("", None)
        try:
            told = yield from self._call_create(parent, name, description)
        except AlreadyExists as exc:
            if clean != wanted:
                noted(exc, f"a server of today stores the name {name!r} as {paths.name(clean)!r}")
            raise
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        places = [paths.join(parent, told[0])] if told[0] else [wanted, clean]
        known = None if before is None else before.folder_id
        found = yield from looked(self._first_there(dict.fromkeys(places), known), "CreateFolder", lost)
        if found is None or not found.folder_id:
            if lost is not None:
                raise noted(lost, f"no folder exists at {wanted} now")
            raise UnexpectedReply(
                f"CreateFolder: the service reported that it created {wanted}, but no folder exists at {places[0]}",
                operation="CreateFolder",
                maybe_applied=True,
            )
        if told[1] is not None and told[1] != found.folder_id:
            raise UnexpectedReply(
                f"CreateFolder: {found.path} has the number {found.folder_id}, not {told[1]}", operation="CreateFolder",
                maybe_applied=True,
            )  # fmt: skip
        yield from self._describe(found, description)
        return str(found.path), found.folder_id

    def _call_create(self, parent: str, name: str, description: str | None) -> Flow[tuple[str, int | None]]:
        """Call the operation that creates, and return the name and number in its reply."""
        from .. import paths

        if description and "CreateFolder1" in self.contract:
            said = {"ParentFolderPath": parent, "NewFolderName": name, "Description": description}
            reply = yield from self._call("CreateFolder1", **said)
        else:
            reply = yield from self._call("CreateFolder", Path=paths.join(parent, name))
        told = {key.casefold(): text for key, text in reply.attributes.items()}
        number = told.get("folderid", "").strip()
        return told.get("foldername", ""), int(number) if number.isdecimal() else None

    def _first_there(self, places: dict[str, None], known: int | None) -> Flow[Folder | None]:
        """Return the first folder at one of these places, except one that existed before."""
        for place in places:
            found = yield from self._folder_there(place)
            if found is not None and (known is None or found.folder_id != known):
                return found
        return None

    def _describe(self, folder: Folder, description: str | None) -> Flow[None]:
        """Give a new folder its description, unless it has it already."""
        if not description or folder.description == description:
            return
        said = {"NewFolderName": folder.name, "NewDescription": description}
        try:
            yield from self._call("UpdateFolderProperties", Path=folder.path, **said)
            now = yield from looked(self._folder(str(folder.path)), "UpdateFolderProperties")
        except SoapClientError as exc:
            exc.done = ("CreateFolder", *exc.done)
            raise
        if now.description != description:
            raise UnexpectedReply(
                f"UpdateFolderProperties: read back, the description of {folder.path} is {now.description!r}",
                operation="UpdateFolderProperties",
                maybe_applied=True,
            )


class FolderCreateFlows(FolderMaking):
    """The workflow that creates folders."""

    @workflow
    def create(self, path: str, description: str | None = None, *, parents: bool = False) -> Flow[CreateResult]:
        """Create a folder; an existing one is refused (use `ensure` for that).

        A server of today cleans names: `& # % + * ? " < > | :` and tabs become `_`, for example. The result has the
        path that the folder got, and says whether it differs from the requested one (`paths.cleaned`).

        Args:
            path: the path of the folder.
            description: its description.
            parents: also create missing parent folders, below the library.

        Raises:
            ArgumentError: the path cannot be a folder's; nothing was sent.
            InvalidValue: it would be a library, or the service does not accept the name.
            FolderNotFound: the parent folder, or the library, is missing.
            AlreadyExists: something exists at this path.
            TransportError: the reply was lost and the folder does not exist; the message says so.
            UnexpectedReply: the service reported success, but the folder does not exist.
        """
        return (yield from self._create_folder(path, description, parents=parents))
