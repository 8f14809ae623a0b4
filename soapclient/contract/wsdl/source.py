"""Find a WSDL, and prove that it is one."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from ...errors import WsdlError
from ...wire.redact import one_line, quote_source
from ...wire.safe_xml import NotXml, local, parse
from ..bundled import BUNDLED, bundled
from ..fetch import Fetch, fetched
from .imports import MAX_BYTES
from .vocabulary import WSDL, is_url


def home_of(name: str) -> str:
    """Return where a WSDL is, from which its imports are found: a URL, a path; empty for a bundled one or none."""
    if not name or name in BUNDLED or is_url(name):
        return name if is_url(name) else ""
    try:
        return str(Path(name).resolve())
    except (OSError, RuntimeError, ValueError):
        return ""


def read_source(name: str, fetch: Fetch | None = None) -> bytes:
    """Get the bytes of a WSDL.

    Raises:
        WsdlError: it could not be fetched or read.
    """
    if name in BUNDLED:
        return bundled(BUNDLED[name]).read_bytes()
    if is_url(name):
        return (fetch or fetched)(name)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        hint = f"; {' and '.join(map(repr, BUNDLED))} name the bundled ones" if "/" not in name else ""
        raise WsdlError(f"The WSDL {name!r} cannot be read ({reason}){hint}") from exc


def root_of(data: bytes, source: str) -> etree._Element:
    """Read the root of a WSDL 1.1 document.

    Raises:
        WsdlError: the bytes are too many, not XML, or another document.
    """
    shown = quote_source(source)
    if len(data) > MAX_BYTES:
        raise WsdlError(f"The WSDL {shown} has more than the limit of {MAX_BYTES:,} bytes")
    try:
        root = parse(data, doctype=True)
    except NotXml as exc:
        raise WsdlError(f"The WSDL {shown} cannot be read: {one_line(str(exc), 200)}") from exc
    if root.tag != WSDL + "definitions":
        name = one_line(local(root.tag), 60)
        raise WsdlError(f"{shown} is not a WSDL 1.1 document: its root is <{name}>")
    return root
