"""The documents that a WSDL is made of: itself, and all that it imports and includes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import attrs
from lxml import etree

from ...wire.redact import hide_source, hide_url
from .vocabulary import is_url


@attrs.frozen
class ImportedDocument:
    """One document of a WSDL.

    Attributes:
        file: what to call it: a URL without its secrets, or the path from the WSDL's folder; empty for the WSDL itself.
        root: its root element.
    """

    file: str
    root: etree._Element


@attrs.frozen
class Unread:
    """An import that was not read.

    Attributes:
        importer: the location of the document that imports it.
        location: what it imports, as it says it.
        line: the line where it does.
        refused: whether it may not be read, rather than cannot.
        message: what is wrong, about "it", the document.
        namespace: the namespace that is imported; empty for an include.
        fatal: whether nothing can be used without it: the import of a WSDL failed, or there is too much to read.
    """

    importer: str
    location: str
    line: int
    refused: bool
    message: str
    namespace: str = ""
    fatal: bool = False


@attrs.frozen(eq=False, repr=False)
class Sources:
    """The documents of a WSDL, each once.

    Attributes:
        documents: the location and the root element of each, which is `wsdl:definitions` or `xsd:schema`; the WSDL
            itself comes first. A location is a URL, the path of a file, or "standard:NAME" for a bundled schema of a
            standard, which is there where a schema imports its namespace, with or without a location.
        unread: the imports that were not read, with the reasons.
    """

    documents: tuple[tuple[str, etree._Element], ...]
    unread: tuple[Unread, ...] = ()
    _targets: Mapping[tuple[str, str], str] = MappingProxyType({})

    @property
    def root(self) -> etree._Element:
        """The root element of the WSDL itself."""
        return self.documents[0][1]

    def target(self, importer: str, location: str) -> str | None:
        """Say which document an import or include means.

        Args:
            importer: the location of the document that it stands in.
            location: its `schemaLocation`, or `location` in a WSDL, as it is written.

        Returns:
            The location of the document; None where it was not read: `unread` says why.
        """
        return self._targets.get((importer, location.strip()))

    def name(self, location: str) -> str:
        """Name a document in a message; see `ImportedDocument.file`."""
        home = self.documents[0][0]
        return "" if location == home else name_of(location, home)

    def named(self) -> tuple[ImportedDocument, ...]:
        """List the documents by their names, without the schemas of standards."""
        read = (each for each in self.documents if not each[0].startswith("standard:"))
        return tuple(ImportedDocument(self.name(location), root) for location, root in read)

    def __repr__(self) -> str:
        return f"<Sources: {len(self.documents)} documents, {len(self.unread)} unread>"


def name_of(location: str, home: str) -> str:
    """Name a document in a message: a URL without its secrets, a file by its path from the WSDL's own folder."""
    if is_url(location):
        return hide_url(location)
    if home and not is_url(home) and Path(location).is_absolute():
        try:
            return os.path.relpath(location, Path(home).parent)
        except ValueError:  # on another drive
            return location
    return hide_source(location)
