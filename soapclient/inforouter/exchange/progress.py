"""The progress of a sync, a pickup or a transfer of many files."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import attrs

from ...contract.plain import Plain
from ...errors import SoapClientError


@attrs.frozen(kw_only=True)
class ExchangeProgress(Plain):
    """The progress of the work.

    Attributes:
        name: the current file.
        files: how many files are done.
        of_files: the number of files; 0 if unknown.
        bytes: how many bytes are done.
        of_bytes: the number of bytes; 0 if unknown.
    """

    name: str
    files: int
    of_files: int
    bytes: int
    of_bytes: int


class Tally:
    """Counts files and bytes, and reports them to a function.

    Args:
        told: the function, or None.
        of_files: the number of files; 0 if unknown.
        of_bytes: the number of bytes; 0 if unknown.
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
        """Start a file."""
        self._name = name
        self._tell()

    def moved(self, count: int) -> None:
        """Count bytes of the current file."""
        self._part += count
        self._tell()

    def reached(self, part: int, whole: int | None) -> None:
        """Set the number of finished bytes of the current file."""
        self._part = part
        self._tell()

    def ends(self, size: int) -> None:
        """Finish a file; all its bytes are counted, moved or not."""
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
    """Attach the result so far to an error that ends the work.

    Args:
        result: returns the result so far.
    """
    try:
        yield
    except SoapClientError as exc:
        exc.result = result()
        raise
