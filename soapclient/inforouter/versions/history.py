"""The versions of a document: read, comment, delete and verify them.

Source: the pages of GetDocumentVersions, GetDocumentVersion, UpdateVersionComment, DeleteDocumentVersion,
PruneDocumentVersions and VerifyVersionHash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, TransportError, UnexpectedReply, VersionNotFound
from ...values import Clear
from ..looking import looked, noted
from .addressing import DocumentNaming, stored_number
from .wording import plain_text

if TYPE_CHECKING:
    from ..models.contents import Version
    from .addressing import VersionLike

_FOR_EVER = "deleted versions cannot be restored; pass confirm=True"


class HistoryFlows(DocumentNaming):
    """The workflows for a document's versions, for both faces."""

    @workflow
    def versions(self, path_or_id: str | int, /) -> Flow[tuple[Version, ...]]:
        """Read all versions of a document, the oldest first.

        Always use the numbers that it returns: the second version may be 1000001 or 2000000.

        Raises:
            DocumentNotFound: the document does not exist.
        """
        return (yield from self._versions(self._address(path_or_id, "GetDocumentVersions")))

    @workflow
    def version(self, path_or_id: str | int, number: VersionLike, /) -> Flow[Version]:
        """Read one version.

        Args:
            path_or_id: the document's path or its number.
            number: the version's number, or 0 for the published one.

        Raises:
            NotFound: the document or the version does not exist.
        """
        from ..models.contents import Version

        path = self._address(path_or_id, "GetDocumentVersion")
        wanted = stored_number(number, "GetDocumentVersion", zero=True)
        reply = yield from self._call("GetDocumentVersion", path=path, versionNumber=wanted)
        found = [each for each in reply.items if isinstance(each, Version)]
        if len(found) != 1 or found[0].number is None or wanted not in (0, found[0].number.stored):
            raise UnexpectedReply(
                f"GetDocumentVersion: the reply is not about version {wanted} alone", operation="GetDocumentVersion"
            )
        return found[0]

    @workflow
    def set_version_comment(self, path_or_id: str | int, number: VersionLike, comment: str | Clear, /) -> Flow[None]:
        """Set the comment of a version; only its author may.

        Args:
            path_or_id: the document's path or its number.
            number: the version's number.
            comment: the comment; `CLEAR` removes it.
        """
        wanted = stored_number(number, "UpdateVersionComment")
        text = plain_text("UpdateVersionComment", "the comment", comment)
        path = yield from self._path(path_or_id, "UpdateVersionComment")
        yield from self._call("UpdateVersionComment", documentPath=path, versionNumber=wanted, commentText=text)

    @workflow
    def delete_version(self, path_or_id: str | int, number: VersionLike, /, *, confirm: bool = False) -> Flow[None]:
        """Delete one version permanently.

        The published version cannot be deleted. If the reply is lost, the versions are read again.

        Args:
            path_or_id: the document's path or its number.
            number: the version's number.
            confirm: must be True, since this cannot be undone.

        Raises:
            ArgumentError: `confirm` is not True; nothing was sent.
            VersionNotFound: the version does not exist.
        """
        name = "DeleteDocumentVersion"
        wanted = stored_number(number, name)
        if confirm is not True:
            raise ArgumentError(name, (_FOR_EVER,))
        path = yield from self._path(path_or_id, name)
        # The service reports a missing version as one in use.
        if wanted not in _numbers((yield from self._versions(path))):
            raise VersionNotFound(f"{name}: {path} has no version {wanted}", operation=name)
        try:
            yield from self._call(name, DocumentPath=path, VersionNumber=wanted)
        except TransportError as exc:
            if not exc.maybe_applied or wanted in _numbers((yield from looked(self._versions(path), name, exc))):
                raise

    @workflow
    def prune_versions(
        self, path_or_id: str | int, /, *, keep_published: int, keep_unpublished: int, confirm: bool = False
    ) -> Flow[tuple[Version, ...]]:
        """Delete old versions permanently, except some of the newest.

        The service keeps more: versions newer than the published one, checked out, in a workflow, approved or
        retained.

        Args:
            path_or_id: the document's path or its number.
            keep_published: how many published versions to keep, at least 1.
            keep_unpublished: how many others to keep.
            confirm: must be True, since this cannot be undone.

        Returns:
            The deleted versions, found by reading the versions before and after.

        Raises:
            ArgumentError: `confirm` is not True, or a number is too small; nothing was sent.
            TransportError: the reply was lost; the message names the deleted versions.
        """
        name = "PruneDocumentVersions"
        problems = [] if confirm is True else [_FOR_EVER]
        problems += [
            f"{label} must be a whole number from {least}, not {value!r}"
            for label, value, least in (
                ("keep_published", keep_published, 1),
                ("keep_unpublished", keep_unpublished, 0),
            )
            if not isinstance(value, int) or isinstance(value, bool) or value < least
        ]
        if problems:
            raise ArgumentError(name, tuple(problems))
        path = yield from self._path(path_or_id, name)
        before = yield from self._versions(path)
        said = {"documentPath": path, "keepPublished": keep_published, "keepUnpublished": keep_unpublished}
        lost: TransportError | None = None
        try:
            yield from self._call(name, **said)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        after = _numbers((yield from looked(self._versions(path), name, lost)))
        gone = tuple(each for each in before if each.number is not None and each.number.stored not in after)
        if lost is not None:
            numbers = ", ".join(str(each.number.stored) for each in gone if each.number is not None)
            raise noted(lost, f"deleted versions: {numbers or 'none'}")
        return gone

    @workflow
    def verify_hash(self, path_or_id: str | int, /, *, version: VersionLike | None = None) -> Flow[bool]:
        """Have the service compare a version's bytes with the stored check sum.

        Args:
            path_or_id: the document's path or its number.
            version: the version's number; by default the latest.

        Returns:
            Whether they are equal.

        Raises:
            UnexpectedReply: the reply does not say.
        """
        name = "VerifyVersionHash"
        path = self._address(path_or_id, name)
        if version is None:
            version = (yield from self._get(path_or_id)).version or 0
        wanted = stored_number(version, name)
        reply = yield from self._call(name, path=path, versionNumber=wanted)
        verified = reply.flag("hashVerified")
        if verified is None:
            raise UnexpectedReply(f"{name}: the reply does not say whether the check sum matches", operation=name)
        return verified

    def _versions(self, path: str) -> Flow[tuple[Version, ...]]:
        from ..models.contents import Version

        reply = yield from self._call("GetDocumentVersions", Path=path)
        found = (each for each in reply.items if isinstance(each, Version))
        # The order in which a service lists them is not documented.
        return tuple(sorted(found, key=lambda each: each.number.stored if each.number is not None else 0))


def _numbers(versions: tuple[Version, ...]) -> set[int]:
    return {each.number.stored for each in versions if each.number is not None}
