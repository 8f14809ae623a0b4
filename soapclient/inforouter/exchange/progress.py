"""How far a sync, a pickup or a transfer of many files is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import attrs

from ...contract.plain import Plain
from ...errors import SoapClientError


@attrs.frozen(kw_only=True)
class ExchangeProgress(Plain):
    """How far the work is.

    Attributes:
        name: what is being worked on.
        files: how many files are done.
        of_files: how many there are; 0 where that is not known.
        bytes: how many bytes are done.
        of_bytes: how many there are; 0 where that is not known.
    """

    name: str
    files: int
    of_files: int
    bytes: int
    of_bytes: int


class Tally:
    """Counts files and bytes, and tells a function of them.

    Args:
        told: the function, or None.
        of_files: how many files there are; 0 where that is not known.
        of_bytes: how many bytes there are; 0 where that is not known.
    """

    def __init__(self, told: Callable[[ExchangeProgress], object] | None, of_files: int, of_bytes: int) -> None:
        self._told = told
        self._of_files = of_files
        self._of_bytes = of_bytes
        self._name = ""
        self._files = 0
        self._bytes = 0
        self._part = 0

    def begins(self, name: str) -> None:
        """Begin with a file."""
        self._name = name
        self._tell()

    def moved(self, count: int) -> None:
        """Count bytes of the file that was begun."""
        self._part += count
        self._tell()

    def reached(self, part: int, whole: int | None) -> None:
        """Say how many bytes of the file that was begun are done."""
        self._part = part
        self._tell()

    def ends(self, size: int) -> None:
        """End a file; all its bytes are counted, moved or not."""
        self._files += 1
        self._bytes += size
        self._part = 0
        self._tell()

    def _tell(self) -> None:
        if self._told is not None:
            self._told(
                ExchangeProgress(
                    name=self._name,
                    files=self._files,
                    of_files=self._of_files,
                    bytes=self._bytes + self._part,
                    of_bytes=self._of_bytes,
                )
            )


@contextlib.contextmanager
def telling(result: Callable[[], object]) -> Iterator[None]:
    """Let an error that ends the work take along what was done before it.

    Args:
        result: returns what was done so far.
    """
    try:
        yield
    except SoapClientError as exc:
        exc.result = result()
        raise
