"""A cache of fetched WSDLs on disk: one file for each server, complete or ignored.

A file has one line of JSON (its description) and then the bytes. It is written under another name and then moved, so
a reader finds the old one or the new one and never parts of both, whatever other processes do. A damaged file, or one
that belongs to another version or server is ignored; one that cannot be written is not kept. Neither is an error.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import attrs

log = logging.getLogger("soapclient.cache")

VARIABLE: Final = "SOAPCLIENT_CACHE_DIR"
MAX_TOTAL: Final = 128 * 2**20
_FORMAT: Final = 1
_MOST_ABOUT: Final = 2**20
_MOST_DATA: Final = 64 * 2**20  # the limit of a WSDL
_LEFT_BEHIND: Final = 3600.0
_SUFFIXES: Final = (".wsdl", ".json")
_TEMPORARY: Final = ".new-"


@attrs.frozen(kw_only=True)
class Entry:
    """A WSDL as a server sent it.

    Attributes:
        url: the server that sent it.
        data: its bytes.
        etag: the validator that the server sent with it, or "".
        last_modified: the date that the server sent with it, or "".
        fetched: when it was sent, in seconds since 1970.
        checked: when the server last confirmed it.
    """

    url: str
    data: bytes = attrs.field(repr=False)
    etag: str = ""
    last_modified: str = ""
    fetched: float
    checked: float

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def directory() -> Path | None:
    """Return the directory of the cache, or None without one.

    It is `SOAPCLIENT_CACHE_DIR`, or `soapclient` in the platform's directory for caches.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "soapclient" / "Cache" if local else None
    xdg = os.environ.get("XDG_CACHE_HOME")
    if xdg and Path(xdg).is_absolute():
        return Path(xdg) / "soapclient"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "soapclient"


def opened(choice: bool | str | os.PathLike[str]) -> Cache | None:
    """Return the cache for the client's option: True for the default place, False for none, or a directory."""
    if choice is False:
        return None
    path = directory() if choice is True else Path(choice)
    return None if path is None else Cache(path)


class Cache:
    """The files of one directory.

    Args:
        path: the directory; it is created when needed, for its owner only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, url: str, route: Iterable[str] = ()) -> Entry | None:
        """Return the usable WSDL of a server, or None.

        Args:
            url: the server's URL.
            route: the other settings that decide who answers there.
        """
        found = self._read(self._file(url, route))
        if found is None:
            return None
        about, data = found
        try:
            entry = Entry(data=data, **about)
        except TypeError:
            return None
        texts = (entry.url, entry.etag, entry.last_modified)
        if entry.url != url or not all(isinstance(each, str) for each in texts):
            return None
        return entry if all(isinstance(each, (int, float)) for each in (entry.fetched, entry.checked)) else None

    def put(self, entry: Entry, route: Iterable[str] = ()) -> None:
        """Store a WSDL for its server, replacing an older one."""
        about = attrs.asdict(entry, filter=lambda attribute, _: attribute.name != "data")
        self._write(self._file(entry.url, route), about, entry.data)

    def get_json(self, key: Iterable[str]) -> Any:
        """Return the JSON stored under a key, or None."""
        found = self._read(self._file("", key, ".json"))
        return None if found is None or found[0] else json.loads(found[1])

    def put_json(self, key: Iterable[str], value: Any) -> None:
        """Store JSON under a key."""
        self._write(self._file("", key, ".json"), {}, json.dumps(value).encode("ascii"))

    def _file(self, url: str, route: Iterable[str], suffix: str = ".wsdl") -> Path:
        key = hashlib.sha256(json.dumps([url, *route]).encode("utf-8")).hexdigest()
        return self.path / f"{key[:40]}{suffix}"

    def _read(self, file: Path) -> tuple[dict[str, Any], bytes] | None:
        try:
            if not self._is_ours():
                return None
            with file.open("rb") as stream:
                about = json.loads(stream.readline(_MOST_ABOUT))
                data = stream.read(_MOST_DATA + 1)
            if len(data) > _MOST_DATA:
                return None
            right = about.pop("format") == _FORMAT and about.pop("sha256") == hashlib.sha256(data).hexdigest()
        except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return None
        return (about, data) if right else None

    def _write(self, file: Path, about: dict[str, Any], data: bytes) -> None:
        about = {"format": _FORMAT, "sha256": hashlib.sha256(data).hexdigest(), **about}
        temporary = None
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_ours():
                return
            handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.path)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(json.dumps(about).encode("ascii") + b"\n" + data)
            temporary.replace(file)
            self._trim(file)
        except OSError as exc:
            log.info("could not write to the cache %s: %s", self.path, exc.strerror)
            if temporary is not None:
                with contextlib.suppress(OSError):
                    temporary.unlink()

    def _is_ours(self) -> bool:
        """Return whether only the owner and the superuser can write to the directory."""
        if os.name != "posix":
            return True
        about = self.path.stat()
        ours = about.st_uid in (0, os.geteuid()) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not ours:
            log.info("the cache %s is not used: other users can write to it", self.path)
        return ours

    def _trim(self, newest: Path) -> None:
        """Remove the oldest files above the limit, and leftovers of interrupted writers."""
        found = []
        for each in self.path.iterdir():
            with contextlib.suppress(OSError):
                about = each.stat()
                if each.name.startswith(_TEMPORARY) and time.time() - about.st_mtime > _LEFT_BEHIND:
                    each.unlink()
                elif each.suffix in _SUFFIXES and each != newest:
                    found.append((about.st_mtime, about.st_size, each))
        total = newest.stat().st_size
        for _, size, each in sorted(found, reverse=True):
            total += size
            if total > MAX_TOTAL:
                with contextlib.suppress(OSError):
                    each.unlink()

    def __repr__(self) -> str:
        return f"<Cache {str(self.path)!r}>"
