"""Tags of documents.

Source: the pages of GetTagDefinitions, GetTagDefintions, GetAppliedTags, SetTagToDocument and RemoveTagFromDocument.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, NotFound, TransportError, UnexpectedReply
from ..looking import looked
from ..models.entity import number
from .addressing import DocumentNaming
from .wording import some_text

if TYPE_CHECKING:
    from .entities import AppliedTag

_TEXT: Final = re.compile(r"[\w -]{1,128}")
_FIRST: Final = 1_000_000


class TagFlows(DocumentNaming):
    """The tag workflows, for both faces."""

    @workflow
    def tags(self, path_or_id: str | int, /) -> Flow[tuple[AppliedTag, ...]]:
        """Read the tags of all versions of a document, the oldest first."""
        path = yield from self._path(path_or_id, "GetAppliedTags")
        return (yield from self._tags(path))

    @workflow
    def tag(self, path_or_id: str | int, text: str, /) -> Flow[AppliedTag]:
        """Set a tag to the latest version of a document; it may publish that version.

        Setting a tag twice creates two tags. If the reply is lost, the tags are read again.

        Args:
            path_or_id: the document's path or its number.
            text: 1 to 128 letters, digits, blanks, "_" and "-".

        Returns:
            The tag.

        Raises:
            ArgumentError: the text is not a valid tag; nothing was sent.
            UnexpectedReply: read back, the document has no new tag with this text.
        """
        name = "SetTagToDocument"
        wanted = tag_text(name, text)
        path = yield from self._path(path_or_id, name)
        before = [each for each in (yield from self._tags(path)) if each.text == wanted]
        lost: TransportError | None = None
        try:
            yield from self._call(name, path=path, tagText=wanted)
        except TransportError as exc:
            if not exc.maybe_applied:
                raise
            lost = exc
        after = [each for each in (yield from looked(self._tags(path), name, lost)) if each.text == wanted]
        if len(after) > len(before):
            # The order in which a service lists them is not documented.
            return next((each for each in after if each not in before), after[-1])
        raise lost or UnexpectedReply(
            f"{name}: read back, {path} has no new tag {wanted!r}", operation=name, maybe_applied=True
        )

    @workflow
    def untag(self, path_or_id: str | int, tag: AppliedTag | str, /) -> Flow[None]:
        """Remove a tag, and check that it is gone: older servers report success and remove nothing.

        Args:
            path_or_id: the document's path or its number.
            tag: a tag from `tags`, or a text that only one tag has.

        Raises:
            NotFound: the document does not have the tag.
            ArgumentError: several tags have this text; nothing was sent.
            UnexpectedReply: read back, it still has the tag.
        """
        from .entities import AppliedTag

        name = "RemoveTagFromDocument"
        path = yield from self._path(path_or_id, name)
        found = [each for each in (yield from self._tags(path)) if each == tag or each.text == tag]
        if not found:
            text = tag.text if isinstance(tag, AppliedTag) else tag
            raise NotFound(f"{name}: {path} has no tag {text!r}", operation=name)
        if len(found) > 1 and not isinstance(tag, AppliedTag):
            raise ArgumentError(name, (f"{path} has {len(found)} tags {tag!r}: pass one that tags() returned",))
        one = found[0]
        for version in _versions(one):
            with contextlib.suppress(NotFound):  # the other spelling of its version may find it
                yield from self._call(
                    name,
                    path=path,
                    tagText=one.text,
                    tagDate=one.attributes.get("TagDate", ""),
                    taggedBy=one.tagged_by_id,
                    versionNumber=version,
                )
            left = [each for each in (yield from looked(self._tags(path), name)) if each == one]
            if len(left) < len([each for each in found if each == one]):
                return
        raise UnexpectedReply(f"{name}: read back, {path} still has the tag {one.text!r}", operation=name)

    @workflow
    def tag_definitions(self) -> Flow[tuple[str, ...]]:
        """Read the tags that the service suggests; other tags are possible too."""
        current = "GetTagDefinitions" in self.contract
        reply = yield from self._call("GetTagDefinitions" if current else "GetTagDefintions")
        return tuple(each.text or "" for each in reply.items if isinstance(each, etree._Element))

    def _tags(self, path: str) -> Flow[tuple[AppliedTag, ...]]:
        from .entities import AppliedTag

        reply = yield from self._call("GetAppliedTags", path=path)
        return tuple(AppliedTag.read(each) for each in reply.items if isinstance(each, etree._Element))


def tag_text(operation: str, text: object) -> str:
    """Return the text of a tag.

    Raises:
        ArgumentError: it is not a valid tag.
    """
    said = some_text(operation, "the tag", text)
    if not _TEXT.fullmatch(said):
        raise ArgumentError(operation, (f'the tag {said!r} must be 1 to 128 letters, digits, blanks, "_" and "-"',))
    return said


def _versions(tag: AppliedTag) -> list[int]:
    """Return the possible spellings of a tag's version: as returned, and as stored."""
    told = number(tag.attributes.get("VersionNumber"))
    stored = tag.version.stored if tag.version is not None else None
    return list(dict.fromkeys(each for each in (stored, told) if each is not None))
