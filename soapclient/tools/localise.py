"""Save a WSDL and its imports as files that import each other, so that they load without a network."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import attrs
from lxml import etree

from ..contract.fetch import Fetch
from ..contract.wsdl import merged, standard
from ..contract.wsdl.gather import LOCATION, documents_of
from ..contract.wsdl.sources import Sources
from ..contract.wsdl.vocabulary import WSDL, XSD, is_url
from ..errors import WsdlError
from ..wire.redact import hide_source, quote_source
from ..wire.safe_xml import parse

_LONGEST: Final = 80
# Device names that Windows reserves.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


@attrs.frozen
class SavedFile:
    """A file of a saved WSDL.

    Attributes:
        path: where the file is.
        source: its origin: a URL without its secrets, a path, or "standard:NAME" for a bundled schema.
    """

    path: Path
    source: str


def save_wsdl(
    source: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    fetch: Fetch | None = None,
    allow_imports: Iterable[str] = (),
    root: str | os.PathLike[str] | None = None,
) -> tuple[SavedFile, ...]:
    """Save a WSDL with all its imports; the saved files import each other.

    Args:
        source: a path, an http(s) URL, or the name of a bundled contract.
        folder: the target folder, created if necessary. If a file in it would be overwritten, nothing is saved.
        fetch: returns the bytes of a URL; by default a plain request with finite timeouts.
        allow_imports: the hosts that it may import from, besides the origin of a URL.
        root: the folder that imported files must be in; by default the nearest one that contains them all.

    Returns:
        The saved files, the WSDL itself first.

    Raises:
        WsdlError: it cannot be fetched, is not a WSDL, or an operation needs an import that cannot be fetched.
        OSError: a file cannot be written or already exists; then no file is written.
    """
    name = os.fspath(source)
    sources = documents_of(name, fetch, allow_imports=allow_imports, root=root)
    try:
        merged.check(sources)
    except WsdlError as exc:
        raise WsdlError(f"The WSDL {quote_source(name)} cannot be saved: {exc.message}") from exc
    names = _names(sources, name)
    saved = tuple(SavedFile(Path(folder) / each, hide_source(location) or name) for location, each in names.items())
    contents = (_rewritten(sources, location, names) for location in names)
    _write(Path(folder), zip((each.path for each in saved), contents, strict=True))
    return saved


def _write(folder: Path, files: Iterable[tuple[Path, bytes]]) -> None:
    """Write new files, all of them or none."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for path, data in files:
            with path.open("xb") as stream:
                written.append(path)
                stream.write(data)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def _names(sources: Sources, source: str) -> dict[str, str]:
    """Choose a distinct file name for each document, ignoring letter case; standard schemas only where imported."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    documents = dict(sources.documents)
    waiting = [location for location in documents if not location.startswith("standard:")]
    for location in waiting:
        root = documents[location]
        waiting += [each for each in _targets(sources, location) if each not in waiting and each in documents]
        suffix = ".wsdl" if root.tag == WSDL + "definitions" else ".xsd"
        stem = _stem(location or source)
        name, number = stem + suffix, 2
        while name.lower() in taken:
            name, number = f"{stem}-{number}{suffix}", number + 1
        taken.add(name.lower())
        names[location] = name
    return names


def _stem(location: str) -> str:
    """Name a document after the end of its path, or after the `?xsd=` or `?wsdl=` that fetches it."""
    if is_url(location):
        parts = urlsplit(location)
        asked = re.fullmatch(r"(?:xsd|wsdl)=([^&]+)", parts.query, re.IGNORECASE)
        location = asked[1] if asked else parts.path
    name = PurePosixPath(unquote(location).removeprefix("standard:").replace("\\", "/")).name
    stem = re.sub(r"\.(?:wsdl|xsd|xml|svc|asmx|php)$", "", name, flags=re.IGNORECASE)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "_", stem).strip("._-")[:_LONGEST] or "service"
    return f"_{stem}" if _DEVICES.match(stem) else stem


def _rewritten(sources: Sources, location: str, names: dict[str, str]) -> bytes:
    """Write a document whose imports name the saved files."""
    root = parse(etree.tostring(dict(sources.documents)[location], encoding="utf-8"))
    for element, attribute in _imports(root):
        target = _target(sources, location, element, attribute)
        if target in names:
            element.set(attribute, names[target])
        elif attribute in element.attrib:  # nothing needs it, and it could not be fetched
            del element.attrib[attribute]
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="utf-8") + b"\n"


def _targets(sources: Sources, location: str) -> list[str]:
    """Return the imports of a document."""
    root = dict(sources.documents)[location]
    return list(dict.fromkeys(filter(None, (_target(sources, location, *each) for each in _imports(root)))))


def _target(sources: Sources, location: str, element: etree._Element, attribute: str) -> str:
    namespace = element.get("namespace", "")
    if namespace == XSD[1:-1]:  # every client has this one
        return ""
    if element.tag == XSD + "import" and namespace in standard.FILES:
        return standard.location(namespace)
    return sources.target(location, element.get(attribute, "")) or ""


def _imports(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(*LOCATION):
        above = element.getparent()
        if above is not None and above.tag in (WSDL + "definitions", XSD + "schema"):
            yield element, LOCATION[str(element.tag)]
