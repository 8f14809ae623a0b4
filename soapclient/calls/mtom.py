"""MTOM and XOP: send large bytes next to the envelope instead of as base64 inside it.

Before the arguments are bound, tokens (which are bytes as well) replace these bytes. The tokens are then found in the
envelope; a token that is not found exactly once is an error, so nothing is left out.

Source: MTOM 1.0, XOP 1.0, RFC 2387, SOAP 1.1 Binding for MTOM 1.0.
"""

from __future__ import annotations

import base64
import os
import secrets
import uuid
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from ..contract.codec.writing.fields import mapping_of
from ..errors import ArgumentError
from ..wire.outgoing import Base64, Source, StreamedBody
from .soap_header import SOAP_12, soap_namespace

XOP: Final = "http://www.w3.org/2004/08/xop/include"
_CONTENT_TYPE: Final = "{http://www.w3.org/2005/05/xmlmime}contentType"
_OCTETS: Final = "application/octet-stream"
_TOKEN_BYTES: Final = 48  # without padding in base64
_THRESHOLD: Final = 1024
_SHOWN: Final = "... {:,} bytes"


class Mtom:
    """Sends bytes next to the envelope.

    Args:
        threshold: fewer bytes than this stay in the envelope; files never do.

    Raises:
        ArgumentError: the threshold is not a number of bytes.
    """

    def __init__(self, *, threshold: int = _THRESHOLD) -> None:
        if isinstance(threshold, bool) or not isinstance(threshold, int) or threshold < 0:
            raise ArgumentError(None, (f"threshold must be a number of bytes, not {threshold!r}",))
        self.threshold = threshold

    def hold(self, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], Held]:
        """Replace the bytes that are sent next to the envelope by tokens.

        Args:
            arguments: the arguments of a call: bytes, paths and open files at any depth of lists and records.

        Returns:
            The arguments with tokens, and the sources that these stand for.

        Raises:
            ArgumentError: a file cannot be read.
        """
        held = Held()
        problems: list[str] = []
        try:
            taken = {name: self._held(value, name, held, problems) for name, value in arguments.items()}
        except RecursionError:
            raise ArgumentError(None, ("an argument contains itself, or is nested too deeply",)) from None
        if problems:
            raise ArgumentError(None, tuple(problems))
        return taken, held

    def _held(self, value: Any, place: str, held: Held, problems: list[str]) -> Any:
        """Return a value with tokens in place of its sources; the same object if it has none."""
        is_bytes = isinstance(value, bytes | bytearray | memoryview)
        if is_bytes:
            size = value.nbytes if isinstance(value, memoryview) else len(value)
            return self._source(value, place, held, problems) if size and size >= self.threshold else value
        if isinstance(value, Source | os.PathLike) or hasattr(value, "read"):
            return self._source(value, place, held, problems)
        if isinstance(value, list | tuple):
            listed = [self._held(each, f"{place}[{number}]", held, problems) for number, each in enumerate(value)]
            return value if all(new is old for new, old in zip(listed, value, strict=True)) else listed
        try:
            fields = None if value is None or isinstance(value, str | int | float) else mapping_of(value)
        except ValueError:
            return value  # binding the arguments reports it
        if fields is None:
            return value
        named = {name: self._held(each, f"{place}.{name}", held, problems) for name, each in fields.items()}
        return value if all(named[name] is each for name, each in fields.items()) else named

    def _source(self, value: Any, place: str, held: Held, problems: list[str]) -> Any:
        try:
            return held.token(value if isinstance(value, Source) else Source(value), place)
        except ValueError as exc:
            problems.append(f"{place}: {exc}")
            return value

    def __repr__(self) -> str:
        return f"Mtom(threshold={self.threshold})"


class Held:
    """The sources for the parts next to one envelope."""

    def __init__(self) -> None:
        self._sources: dict[str, tuple[Source, str]] = {}

    def token(self, source: Source, place: str) -> bytes:
        """Return the token of a source."""
        token = secrets.token_bytes(_TOKEN_BYTES)
        self._sources[base64.b64encode(token).decode("ascii")] = source, place
        return token

    def streamed(self, envelope: bytes) -> StreamedBody:
        """Write the bytes into an envelope as base64, encoded while it is being sent.

        Args:
            envelope: an envelope with tokens in its arguments.

        Raises:
            ArgumentError: as in `placed`.
        """
        marks = {token.encode("ascii"): source for token, (source, _) in self._sources.items()}
        if all(envelope.count(b">%b<" % mark) == 1 for mark in marks):
            return _cut(envelope, marks)
        root = etree.fromstring(envelope, etree.XMLParser(resolve_entities=False, huge_tree=True))
        return streamed(root, self.placed(root))

    def shown(self, envelope: str) -> str:
        """Replace each token of an envelope by the number of its bytes, for an envelope that is only shown."""
        for token, (source, _) in self._sources.items():
            envelope = envelope.replace(token, _SHOWN.format(source.length))
        return envelope

    def placed(self, envelope: etree._Element) -> dict[etree._Element, Source]:
        """Find the elements whose bytes are sent next to the envelope.

        Bytes in an attribute, in hexBinary, or in an element with other content cannot be sent next to the envelope
        and are written into it.

        Args:
            envelope: the root of a message with tokens in its arguments.

        Raises:
            ArgumentError: a token is missing in the message, or occurs more than once.
        """
        left = {**self._sources}
        found: dict[etree._Element, Source] = {}
        for element in envelope.iter(etree.Element) if left else ():
            text = (element.text or "").strip()
            if text in left and len(element) == 0:
                found[element] = left.pop(text)[0]
                continue
            for name, value in element.items():
                if (written := _written(str(value), left)) is not None:
                    element.set(name, written)
            if element.text and (written := _written(element.text, left)) is not None:
                element.text = written
        if left:
            places = ", ".join(place for _, place in left.values())
            raise ArgumentError(None, (f"{places}: a file or bytes cannot be sent as a value of this type",))
        return found


def _written(text: str, left: dict[str, tuple[Source, str]]) -> str | None:
    """Replace all tokens in a text by their bytes; None if it has no token."""
    if len(text) < 4 * _TOKEN_BYTES // 3:
        return None
    found = False
    words = text.split()
    for number, word in enumerate(words):
        token, is_hex = word, False
        if word not in left and len(word) == 2 * _TOKEN_BYTES:
            try:
                token, is_hex = base64.b64encode(bytes.fromhex(word)).decode("ascii"), True
            except ValueError:
                continue
        if token in left:
            data, found = left.pop(token)[0].whole(), True
            words[number] = data.hex().upper() if is_hex else base64.b64encode(data).decode("ascii")
    return " ".join(words) if found else None


def inline(placed: Mapping[etree._Element, Source]) -> None:
    """Write bytes into the envelope as base64, which is the form that is signed."""
    for element, source in placed.items():
        element.text = base64.b64encode(source.whole()).decode("ascii")


def streamed(envelope: etree._Element, placed: Mapping[etree._Element, Source]) -> StreamedBody:
    """Write a message with bytes in it as base64, encoded while it is being sent.

    Args:
        envelope: the root of the message, which no longer changes.
        placed: the elements with bytes, and the bytes of each.
    """
    marks: dict[bytes, Source] = {}
    for element, source in placed.items():
        element.text = secrets.token_hex(_TOKEN_BYTES)
        marks[element.text.encode("ascii")] = source
    return _cut(etree.tostring(envelope, xml_declaration=True, encoding="utf-8"), marks)


def _cut(envelope: bytes, marks: Mapping[bytes, Source]) -> StreamedBody:
    """Replace marks by their sources; each mark occurs once in the envelope."""
    pieces: list[bytes | Source | Base64] = []
    shown = b""
    place = 0
    for start, mark in sorted((envelope.index(mark), mark) for mark in marks):
        pieces += [envelope[place:start], Base64(marks[mark])]
        shown += envelope[place:start] + _SHOWN.format(marks[mark].length).encode("ascii")
        place = start + len(mark)
    return StreamedBody([*pieces, envelope[place:]], preview=shown + envelope[place:])


def package(
    envelope: etree._Element, placed: Mapping[etree._Element, Source], action: str = ""
) -> tuple[dict[str, str], StreamedBody]:
    """Write a message whose bytes are sent next to its envelope.

    Args:
        envelope: the root of the message, which no longer changes; its elements get references to the parts.
        placed: the elements whose content is sent next to it, and the bytes of each.
        action: the SOAP action.

    Returns:
        The HTTP headers, and the body.
    """
    soap = "application/soap+xml" if soap_namespace(envelope) == SOAP_12 else "text/xml"
    unique = uuid.uuid4().hex
    boundary, root_id = f"uuid-{unique}", f"root-{unique}@soapclient"
    parts: list[bytes | Source | Base64] = []
    for number, (element, source) in enumerate(placed.items()):
        name = f"part-{number}-{unique}@soapclient"
        media = element.get(_CONTENT_TYPE, "")
        media = media if media and media.isascii() and media.isprintable() else _OCTETS
        _refer(element, name)
        parts += [_head(boundary, media, name), source, b"\r\n"]
    kind = f'application/xop+xml; charset=UTF-8; type="{soap}"'
    root = etree.tostring(envelope, encoding="UTF-8")  # spyne does not read a declaration in a part
    pieces = [_head(boundary, kind, root_id), root, b"\r\n", *parts, f"--{boundary}--\r\n".encode("ascii")]
    media = f'multipart/related; boundary="{boundary}"; type="application/xop+xml"; start="<{root_id}>"'
    media += f'; start-info="{soap}"'
    headers = {"MIME-Version": "1.0"}
    if soap == "text/xml":
        headers |= {"Content-Type": media, "SOAPAction": f'"{action}"'}
    else:
        quoted = action.replace("\\", "\\\\").replace('"', '\\"')
        headers |= {"Content-Type": f'{media}; action="{quoted}"' if action else media}
    return headers, StreamedBody(pieces, preview=root)


def show(placed: Mapping[etree._Element, Source]) -> None:
    """Write references to parts into an envelope that is only shown."""
    for number, (element, source) in enumerate(placed.items()):
        _refer(element, f"part-{number}-of-{source.length}-bytes")


def _refer(element: etree._Element, name: str) -> None:
    element.text = None
    etree.SubElement(element, f"{{{XOP}}}Include", href=f"cid:{name}", nsmap={"xop": XOP})


def _head(boundary: str, media: str, name: str) -> bytes:
    lines = (
        f"--{boundary}",
        f"Content-Type: {media}",
        "Content-Transfer-Encoding: binary",
        f"Content-ID: <{name}>",
        "",
        "",
    )
    return "\r\n".join(lines).encode("ascii")
