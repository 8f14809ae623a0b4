"""Read a WSDL with all that it imports."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, cast

from lxml import etree

from ...errors import WsdlError
from ..fetch import Fetch
from . import standard
from .imports import MAX_DEPTH, MAX_DOCUMENTS, Imports, OverLimit
from .source import home_of, read_source, root_of
from .sources import Sources, Unread
from .vocabulary import WSDL, XSD

IMPORTS: Final = tuple(XSD + kind for kind in ("import", "include", "redefine", "override"))
LOCATION: Final = {WSDL + "import": "location", **dict.fromkeys(IMPORTS, "schemaLocation")}
_HOLDERS: Final = (WSDL + "definitions", XSD + "schema")


def documents_of(
    source: str | os.PathLike[str] | bytes,
    fetch: Fetch | None = None,
    *,
    allow_imports: Iterable[str] = (),
    root: str | os.PathLike[str] | None = None,
    name: str = "",
) -> Sources:
    """Read a WSDL with all that it imports.

    Args:
        source: a path, a URL, the name of a bundled one, or the bytes of a WSDL.
        fetch: how to get a URL's bytes; by default a plain request with finite timeouts.
        allow_imports: the hosts that may be asked beside the WSDL's own origin.
        root: the folder that no import of a file may leave.
        name: where bytes came from, a URL or a path: what they import is found from there.

    Raises:
        WsdlError: it could not be read, or is not a WSDL; imports that could not be read are in `Sources.unread`.
    """
    from ..fetch import fetched

    own = name if isinstance(source, bytes) else os.fspath(source)
    data = source if isinstance(source, bytes) else read_source(own, fetch)
    files = Imports(home_of(own), root=root, fetch=fetch or fetched, allow=allow_imports)
    return gathered(root_of(data, own or "given as bytes"), files)


def gathered(root: etree._Element, files: Imports) -> Sources:
    """Read all that a WSDL imports, each document once.

    Args:
        root: the root of the WSDL.
        files: what it may import.
    """
    documents: dict[str, etree._Element] = {files.home: root}
    targets: dict[tuple[str, str], str] = {}
    unread: list[Unread] = []
    wanted: dict[str, None] = {}
    failed: set[tuple[str, str]] = set()
    waiting = deque([(files.home, 0)])
    while waiting:
        importer, depth = waiting.popleft()
        for element, location in _imports(documents[importer]):
            namespace = element.get("namespace", "")
            if element.tag == XSD + "import" and namespace in standard.FILES:
                wanted[namespace] = None
                if location:
                    targets[importer, location] = standard.location(namespace)
                continue
            if not location or (importer, location) in targets or (importer, location) in failed:
                continue
            found, refused = "", True
            try:
                found = files.locate(importer, location)
                refused = False
                if found not in documents:
                    _check(len(documents), depth)
                    documents[found] = files.read(found)
                    waiting.append((found, depth + 1))
            except WsdlError as exc:
                line = cast(int, element.sourceline)
                failed.add((importer, location))
                fatal = element.tag == WSDL + "import" or isinstance(exc, OverLimit)
                unread.append(Unread(importer, location, line, refused, exc.message, namespace, fatal))
            else:
                targets[importer, location] = found
    known = set(namespaces(documents.values()))
    for namespace, schema in standard.schemas([*wanted, *_used(documents.values())]):
        if namespace in known:  # the WSDL has one of its own
            targets = {key: found for key, found in targets.items() if found != standard.location(namespace)}
        else:
            documents[standard.location(namespace)] = schema
    return Sources(tuple(documents.items()), tuple(unread), targets)


def _check(count: int, depth: int) -> None:
    if count >= MAX_DOCUMENTS:
        raise OverLimit(f"it imports more than {MAX_DOCUMENTS:,} documents")
    if depth >= MAX_DEPTH:
        raise OverLimit(f"it imports through more than {MAX_DEPTH} documents, each by the one before")


def _imports(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """List the imports of a document with their locations, which may be missing."""
    for element in root.iter(*LOCATION):
        above = element.getparent()
        if above is not None and above.tag in _HOLDERS:
            yield element, (element.get(LOCATION[str(element.tag)]) or "").strip()


def schemas_in(root: etree._Element) -> list[etree._Element]:
    """List the schemas of a document: itself, or those within a WSDL."""
    return [root] if root.tag == XSD + "schema" else list(root.iterfind(f"{WSDL}types/{XSD}schema"))


def namespaces(roots: Iterable[etree._Element]) -> Iterator[str]:
    """List the target namespaces of all schemas in some documents."""
    for root in roots:
        for schema in schemas_in(root):
            yield schema.get("targetNamespace", "")


def _used(roots: Iterable[etree._Element]) -> Iterator[str]:
    """List the namespaces of standards for which documents have a prefix; many use them without an import."""
    for root in roots:
        for element in (root, *schemas_in(root)):
            yield from (each for each in element.nsmap.values() if each in standard.UNASKED)
