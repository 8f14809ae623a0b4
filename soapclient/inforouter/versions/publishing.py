"""Publishing: choose the version of a document that readers get.

Source: the pages of PublishDocument, UnpublishDocument, SetDocumentPublishingRule and GetPublishingRequirements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, UnexpectedReply
from ..hints import meant
from ..looking import looked
from ..models.entity import VersionNumber
from .addressing import DocumentNaming, stored_number
from .tags import tag_text
from .wording import some_text

if TYPE_CHECKING:
    from ..models.contents import Document
    from .addressing import VersionLike

# The service uses this spelling for the fourth one.
_RULES: Final = ("LATEST", "LASTAPPROVED", "TAGGED", "SPESIFICVERSION", "UNPUBLISHED")
_SPELLED: Final = {"SPECIFICVERSION": "SPESIFICVERSION"}
_UNUSED: Final = "-"


class PublishingFlows(DocumentNaming):
    """The publishing workflows, for both faces."""

    @workflow
    def publish(self, path_or_id: str | int, /, version: VersionLike = 0) -> Flow[VersionNumber]:
        """Publish a version, and read back which one is published.

        Args:
            path_or_id: the document's path or its number.
            version: the version's number; 0 for the latest.

        Returns:
            The number of the published version.

        Raises:
            Conflict: somebody else has the document checked out.
            AccessDenied: the caller is not its owner, a manager or an author.
            UnexpectedReply: read back, another version is published, or none.
        """
        name = "PublishDocument"
        wanted = stored_number(version, name, zero=True)
        path = self._address(path_or_id, name)
        yield from self._call(name, DocumentPath=path, VersionNumber=wanted)
        published = (yield from looked(self._get(path_or_id), name)).published_version
        if published is None or wanted not in (0, published.stored):
            now = "no version" if published is None else f"version {published.stored}"
            raise UnexpectedReply(f"{name}: read back, {now} is published", operation=name, maybe_applied=True)
        return published

    @workflow
    def unpublish(self, path_or_id: str | int, /) -> Flow[None]:
        """Publish no version: readers no longer see the document.

        Raises:
            UnexpectedReply: read back, a version is still published.
        """
        name = "UnpublishDocument"
        path = self._address(path_or_id, name)
        yield from self._call(name, documentPath=path)
        published = (yield from looked(self._get(path_or_id), name)).published_version
        if published is not None:
            raise UnexpectedReply(
                f"{name}: read back, version {published.stored} is published", operation=name, maybe_applied=True
            )

    @workflow
    def set_publishing_rule(
        self, path_or_id: str | int, rule: str, /, *, version: VersionLike | None = None, tag: str | None = None
    ) -> Flow[Document]:
        """Choose which version is published from now on.

        Args:
            path_or_id: the document's path or its number.
            rule: "LATEST", "LASTAPPROVED", "TAGGED" with a `tag`, "SPECIFICVERSION" with a `version`, or "UNPUBLISHED".
            version: the version's number.
            tag: the text of the tag that the version must have.

        Returns:
            The document, read back.

        Raises:
            ArgumentError: the rule is unknown, or its argument is missing; nothing was sent.
        """
        name = "SetDocumentPublishingRule"
        word = _rule(rule)
        if (word == "TAGGED") != (tag is not None):
            raise ArgumentError(name, ("give a tag with the rule TAGGED, and only with it",))
        if (word == "SPESIFICVERSION") != (version is not None):
            raise ArgumentError(name, ("give a version with the rule SPECIFICVERSION, and only with it",))
        number = 0 if version is None else stored_number(version, name)
        # All arguments are required. A form cannot send an empty text; the service ignores an unneeded tag.
        unused = "" if self._caller.transport == "soap" else _UNUSED
        path = yield from self._path(path_or_id, name)
        yield from self._call(
            name,
            documentPath=path,
            publishingRule=word,
            publishedVersionNumber=number,
            releaseTag=unused if tag is None else tag_text(name, tag),
        )
        return (yield from looked(self._get(path_or_id), name))

    @workflow
    def publishing_requirements(self, library: str, /) -> Flow[tuple[str, ...]]:
        """Read the requirements of a library for published documents, such as "Doctype"."""
        domain = some_text("GetPublishingRequirements", "the name of the library", library)
        reply = yield from self._call("GetPublishingRequirements", domainname=domain)
        return tuple((each.text or "").strip() for each in reply.items if isinstance(each, etree._Element))


def _rule(rule: object) -> str:
    name = "SetDocumentPublishingRule"
    text = some_text(name, "the rule", rule).strip().upper().replace("_", "").replace(" ", "")
    word = _SPELLED.get(text, text)
    if word not in _RULES:
        known = [each for each in (*_SPELLED, *_RULES) if each not in _SPELLED.values()]
        raise ArgumentError(name, (f"unknown publishing rule {rule!r}: {meant(text, known)}",))
    return word
