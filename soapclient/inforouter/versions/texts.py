"""Texts and images of a document: its text, summary, abstract, renditions and thumbnail.

Source: the pages of GetDocumentTextOnlyContent, SetDocumentTextOnlyContent, GetVersionTextOnlyContent,
SetVersionTextOnlyContent, GetDocumentSummary, SetDocumentSummary, GetDocumentAbstract, GetDocumentAbstract1,
GetVersionRendition, GetDocumentThumbnail, UpdateDocumentThumbnail and DeleteDocumentThumbnail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, EmptyBytes, NotFound, UnexpectedReply
from ...values import Clear
from ..hints import meant
from .addressing import DocumentNaming, stored_number
from .wording import plain_text, some_text

if TYPE_CHECKING:
    from .addressing import VersionLike
    from .entities import Summary

_NONE: Final = "-"
_RENDITIONS: Final = ("Text", "Markdown", "RedactedText")


class TextFlows(DocumentNaming):
    """The workflows for texts and thumbnails, for both faces."""

    @workflow
    def text(self, path_or_id: str | int, /, *, version: VersionLike | None = None) -> Flow[str]:
        """Read the plain text of a document; empty if none is stored.

        Args:
            path_or_id: the document's path or its number.
            version: the version's number; 0 for the latest. By default the published version, or the latest if
                none is published.
        """
        if version is None:
            path = self._address(path_or_id, "GetDocumentTextOnlyContent")
            return _alone((yield from self._call("GetDocumentTextOnlyContent", Path=path)))
        name = "GetVersionTextOnlyContent"
        wanted = stored_number(version, name, zero=True)
        path = self._address(path_or_id, name)
        return _alone((yield from self._call(name, Path=path, VersionNumber=wanted)))

    @workflow
    def set_text(
        self, path_or_id: str | int, text: str | Clear, /, *, version: VersionLike | None = None
    ) -> Flow[None]:
        """Replace the plain text of a document.

        Args:
            path_or_id: the document's path or its number.
            text: the text; `CLEAR` removes it.
            version: the version's number; by default the whole document.
        """
        name = "SetDocumentTextOnlyContent" if version is None else "SetVersionTextOnlyContent"
        said = plain_text(name, "the text", text)
        path = self._address(path_or_id, name)
        more = {} if version is None else {"VersionNumber": stored_number(version, name)}
        yield from self._call(name, Path=path, ContentText=said, **more)

    @workflow
    def summary(self, path_or_id: str | int, /, *, version: VersionLike = 0) -> Flow[Summary | None]:
        """Read the summary of a document; None without one.

        Args:
            path_or_id: the document's path or its number.
            version: the version's number; 0 for the published one, or the latest if none is published. Servers of
                today have one summary for each document, and ignore this.
        """
        name = "GetDocumentSummary"
        wanted = stored_number(version, name, zero=True)
        path = self._address(path_or_id, name)
        takes = {each.casefold() for each in self._caller.find(name).parameters}
        more = {"versionNumber": wanted} if "versionnumber" in takes else {}
        return _said((yield from self._call(name, path=path, **more)), "Value")

    @workflow
    def set_summary(self, path_or_id: str | int, text: str | Clear, /, *, version: VersionLike = 0) -> Flow[None]:
        """Replace the summary of a document; it is then no longer generated.

        Args:
            path_or_id: the document's path or its number.
            text: the summary; `CLEAR` removes it.
            version: the version that it describes, as in `summary`.
        """
        name = "SetDocumentSummary"
        said = plain_text(name, "the summary", text)
        wanted = stored_number(version, name, zero=True)
        path = self._address(path_or_id, name)
        yield from self._call(name, path=path, versionNumber=wanted, summary=said)

    @workflow
    def abstract(self, path_or_id: str | int, /, *, version: VersionLike = 0) -> Flow[Summary | None]:
        """Read the abstract of a document; None without one.

        Args:
            path_or_id: the document's path or its number.
            version: the version's number, 0 for the published one, or the latest where none is published.
        """
        name, place = "GetDocumentAbstract1", "Value"
        if name not in self.contract:
            name, place = "GetDocumentAbstract", "abstract"
        wanted = stored_number(version, name, zero=True)
        path = self._address(path_or_id, name)
        return _said((yield from self._call(name, path=path, versionNumber=wanted)), place)

    @workflow
    def rendition(self, path_or_id: str | int, kind: str, /, *, version: VersionLike = 0) -> Flow[str | None]:
        """Read a rendition of a version; None if it was not produced.

        Args:
            path_or_id: the document's path or its number.
            kind: "Text", "Markdown" or "RedactedText".
            version: the version's number, 0 for the published one, or the latest where none is published.

        Raises:
            ArgumentError: the rendition is unknown.
            UnexpectedReply: the reply contains another rendition.
        """
        name = "GetVersionRendition"
        word = some_text(name, "the rendition", kind).strip().casefold()
        known = next((each for each in _RENDITIONS if each.casefold() == word), None)
        if known is None:
            raise ArgumentError(name, (f"unknown rendition {kind!r}: {meant(word, _RENDITIONS)}",))
        wanted = stored_number(version, name, zero=True)
        path = self._address(path_or_id, name)
        reply = yield from self._call(name, Path=path, VersionNumber=wanted, Rendition=known)
        told = reply.attributes.get("rendition", known)
        if told.casefold() != known.casefold():
            raise UnexpectedReply(f"{name}: the reply contains the rendition {told}, not {known}", operation=name)
        return _alone(reply) or None

    @workflow
    def thumbnail(self, path_or_id: str | int, /) -> Flow[bytes | None]:
        """Read the thumbnail of a document, an image; None without one.

        The service sends no bytes for a document without one, and for any failure; reading the document shows
        which it was.

        Raises:
            DocumentNotFound: the document does not exist.
        """
        path = yield from self._path(path_or_id, "GetDocumentThumbnail")
        try:
            return (yield from self._call("GetDocumentThumbnail", documentPath=path)).bytes
        except (EmptyBytes, NotFound):
            yield from self._get(path_or_id)
            return None

    @workflow
    def set_thumbnail(self, path_or_id: str | int, image: bytes, /) -> Flow[None]:
        """Replace the thumbnail of a document.

        Args:
            path_or_id: the document's path or its number.
            image: the bytes of the image; GIF on older servers.
        """
        name = "UpdateDocumentThumbnail"
        if not isinstance(image, (bytes, bytearray)) or not image:
            raise ArgumentError(name, ("the image must be bytes, not empty",))
        path = yield from self._path(path_or_id, name)
        yield from self._call(name, documentPath=path, thumbnailContent=bytes(image))

    @workflow
    def delete_thumbnail(self, path_or_id: str | int, /) -> Flow[None]:
        """Remove the thumbnail of a document; a server may generate another one for an image."""
        path = yield from self._path(path_or_id, "DeleteDocumentThumbnail")
        yield from self._call("DeleteDocumentThumbnail", documentPath=path)


def _alone(reply: Any) -> str:
    """Return the text of a reply that contains nothing else."""
    text: str = reply.text
    if reply.element is not None and any(True for _ in reply.element.iterchildren("*")):
        raise UnexpectedReply(f"{reply.operation}: the reply has more than a text", operation=reply.operation)
    return text


def _said(reply: Any, place: str) -> Summary | None:
    """Return the summary in a reply; a dash means none."""
    from .entities import Summary

    found = [] if reply.element is None else reply.element.findall(f"{{*}}{place}")
    if len(found) > 1 or (reply.element is not None and len(found) != sum(1 for _ in reply.element.iterchildren("*"))):
        raise UnexpectedReply(f"{reply.operation}: the reply has more than one text", operation=reply.operation)
    one = Summary.read(found[0]) if found else None
    return None if one is None or one.text.strip() in ("", _NONE) else one
