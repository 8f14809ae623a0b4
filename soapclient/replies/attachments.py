"""The attachments of a reply: parts next to the envelope that it does not refer to as its bytes.

Source: SOAP Messages with Attachments; WS-I Attachments Profile 1.0, sections 3.8 and 4.4; RFC 2392.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, overload
from urllib.parse import unquote

import attrs

SWA_REF: Final = "{http://ws-i.org/profiles/basic/1.1/xsd}swaRef"
_PIECE: Final = 2**20


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Attachment:
    """One attachment.

    Attributes:
        content_id: its `Content-ID` without brackets; empty without one.
        media: its media type with all parameters.
        name: the file name that the server gives, without any folder; empty without one.
        location: its `Content-Location`; empty without one.
        data: its bytes, as a view of the reply.
    """

    content_id: str = ""
    media: str = ""
    name: str = ""
    location: str = ""
    data: memoryview | bytes = b""

    @property
    def bytes(self) -> bytes:
        """A copy of its bytes."""
        return bytes(self.data)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file that only its owner can read; an existing file is replaced after the last byte is written.

        Args:
            path: the file.

        Raises:
            OSError: the file cannot be written.
        """
        import tempfile

        target = Path(path)
        view = memoryview(self.data)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}-")
        try:
            with os.fdopen(handle, "wb") as stream:
                for place in range(0, len(view), _PIECE):
                    stream.write(view[place : place + _PIECE])
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def __len__(self) -> int:
        return len(self.data)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        told = self.name or self.content_id
        return f"<Attachment {told!r}: {len(self)} bytes>" if told else f"<Attachment: {len(self)} bytes>"


class Attachments(Sequence[Attachment]):
    """The attachments of a reply, in order."""

    def __init__(self, attachments: Iterable[Attachment] = ()) -> None:
        self._all = tuple(attachments)

    @overload
    def __getitem__(self, which: int) -> Attachment: ...

    @overload
    def __getitem__(self, which: slice) -> Sequence[Attachment]: ...

    def __getitem__(self, which: int | slice) -> Attachment | Sequence[Attachment]:
        return self._all[which]

    def __len__(self) -> int:
        return len(self._all)

    def resolve(self, uri: str) -> Attachment | None:
        """Return the attachment that a reference such as a swaRef names, or None.

        Args:
            uri: "cid:..." or the `Content-Location` of an attachment.
        """
        uri = uri.strip()
        if uri[:4].lower() == "cid:":
            names = (uri[4:], unquote(uri[4:]))
            return next((each for each in self._all if each.content_id and each.content_id in names), None)
        return next((each for each in self._all if each.location and each.location == uri), None)

    def part(self, name: str) -> Attachment | None:
        """Return the attachment for a message part; its Content-ID is "name=...".

        Args:
            name: the name of the part in the WSDL.
        """
        return next((each for each in self._all if unquote(each.content_id).startswith(f"{name}=")), None)

    def __repr__(self) -> str:
        return f"Attachments({list(self._all)!r})"


NO_ATTACHMENTS: Final = Attachments()
