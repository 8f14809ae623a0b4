"""The documents that a WSDL is made of: itself, and all that it imports and includes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs
from lxml import etree


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
    """

    importer: str
    location: str
    line: int
    refused: bool
    message: str
    namespace: str = ""


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
        return self._targets.get((importer, location))

    def __repr__(self) -> str:
        return f"<Sources: {len(self.documents)} documents, {len(self.unread)} unread>"
