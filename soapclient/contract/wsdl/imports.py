"""What a WSDL may load beside itself, and the documents that it is made of."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import attrs
from lxml import etree

from ...errors import WsdlError
from ...wire.redact import hide_source, one_line
from ...wire.safe_xml import NotXml, parse
from .vocabulary import WSDL, XSD

MAX_BYTES: Final = 64 * 2**20
# zeep loads a file once for each namespace that it is imported under, and so never ends where a file imports itself
# under another one than its own.
_OFTEN: Final = 32
_LOCATION: Final = {
    WSDL + "import": "location",
    **dict.fromkeys((XSD + kind for kind in ("import", "include", "redefine")), "schemaLocation"),
}
_HOLDERS: Final = (WSDL + "definitions", XSD + "schema")


class Imports:
    """What may be loaded beside a WSDL: files below one folder, each read once, or nothing.

    Attributes:
        base: the folder, or None.

    Args:
        base: the folder; None allows no imports.
    """

    def __init__(self, base: Path | None) -> None:
        self.base = base
        self._loaded: Counter[Path] = Counter()
        self._known: dict[Path, tuple[bytes, etree._Element]] = {}

    def load(self, url: str) -> bytes:
        """Get the bytes of an imported file.

        Raises:
            WsdlError: it is refused, cannot be read, or is no XML that may be.
        """
        path = self.path(url)
        self._loaded[path] += 1
        if self._loaded[path] > _OFTEN:
            raise WsdlError(
                f"it imports {self.name(path)!r} in a circle, each time under a namespace that is not its own"
            )
        return self._read(path)[0]

    def root(self, path: Path) -> etree._Element:
        """Get the root element of an imported file.

        Raises:
            WsdlError: it cannot be read, or is no XML that may be.
        """
        return self._read(path)[1]

    def _read(self, path: Path) -> tuple[bytes, etree._Element]:
        if path not in self._known:
            try:
                with path.open("rb") as stream:
                    data = stream.read(MAX_BYTES + 1)
                if len(data) > MAX_BYTES:
                    raise WsdlError(f"its import {self.name(path)!r} has more than the limit of {MAX_BYTES:,} bytes")
                self._known[path] = data, parse(data)
            except OSError as exc:
                raise WsdlError(f"its import {self.name(path)!r} cannot be read ({exc.strerror})") from exc
            except NotXml as exc:
                raise WsdlError(f"its import {self.name(path)!r} cannot be read: {one_line(str(exc), 200)}") from exc
        return self._known[path]

    def path(self, url: str) -> Path:
        """Say where an imported file is.

        Raises:
            WsdlError: it is refused, since it is not below the folder.
        """
        shown = hide_source(url)
        if self.base is None:
            raise WsdlError(f"it imports {shown!r}; imports of a WSDL that is no local file are refused")
        try:
            path = (self.base / url).resolve()
            beside = urlsplit(url).scheme not in ("http", "https", "ftp", "file") and path.is_relative_to(self.base)
        except (OSError, RuntimeError, ValueError):  # no path that can be: a loop of links, half an address
            beside = False
        if not beside:
            raise WsdlError(f"it imports {shown!r}, which is not beside it")
        return path

    def name(self, path: Path) -> str:
        """Name a file by its path below the folder."""
        return str(path if self.base is None else path.relative_to(self.base))


@attrs.frozen
class ImportedDocument:
    """One document of a WSDL.

    Attributes:
        file: its path below the WSDL's folder; empty for the WSDL itself.
        root: its root element.
    """

    file: str
    root: etree._Element


@attrs.frozen
class Unread:
    """An import that is not read.

    Attributes:
        file: the document that imports it, as in `Document`.
        place: where it does: "line 3".
        refused: whether it may not be read, rather than cannot.
        message: what is wrong, about "it", the document.
    """

    file: str
    place: str
    refused: bool
    message: str


def documents(root: etree._Element, files: Imports, own: str = "") -> Iterator[ImportedDocument | Unread]:
    """List a WSDL and all that it imports, each document once, and the imports that are not read.

    Args:
        root: the root of the WSDL.
        files: what it may import.
        own: the WSDL's own name in their folder, since another document may import it.
    """
    seen = {files.base / own} if files.base is not None else set()
    waiting = deque([ImportedDocument("", root)])
    while waiting:
        document = waiting.popleft()
        yield document
        for element in document.root.iter(*_LOCATION):
            location = element.get(_LOCATION[str(element.tag)])
            above = element.getparent()
            if not location or above is None or above.tag not in _HOLDERS:
                continue
            found = _import(files, document, location, seen)
            if isinstance(found, ImportedDocument):
                waiting.append(found)
            elif found is not None:
                refused, message = found
                yield Unread(document.file, f"line {element.sourceline}", refused, message)


def _import(
    files: Imports, document: ImportedDocument, location: str, seen: set[Path]
) -> ImportedDocument | tuple[bool, str] | None:
    """Read an import; None where it is read already, or whether it is refused and why."""
    local = files.base is not None and "://" not in location
    try:
        path = files.path(str(Path(document.file).parent / location) if local else location)
    except WsdlError as exc:
        return True, exc.message
    if path in seen:
        return None
    seen.add(path)
    try:
        return ImportedDocument(files.name(path), files.root(path))
    except WsdlError as exc:
        return False, exc.message
