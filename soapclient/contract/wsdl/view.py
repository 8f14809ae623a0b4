"""zeep's view of one WSDL, taken when it is first needed."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..bundled import bundled
from ..model import Operation, SoapVersion
from .excerpt import Pruner
from .imports import Imports

if TYPE_CHECKING:
    from .zeep_reader import Reader


class _View:
    """zeep's view of one WSDL, taken when it is first needed: importing zeep costs more than all the rest."""

    def __init__(self, pruner: Pruner, data: bytes, shown: str, files: Imports) -> None:
        self._given = (pruner, data, shown, files)
        self._lock = threading.Lock()
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            from .zeep_reader import Reader

            with self._lock:
                if self._reader is None:
                    self._reader = Reader(*self._given)
        return self._reader

    def describe(self, name: str, spelling: str) -> Operation:
        return self.reader.describe(name, spelling, _annotations().get(name), _spellings()["parameters"])

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion) -> bytes:
        return self.reader.encode(operation, parts, soap_version)


@functools.cache
def _annotations() -> Mapping[str, Mapping[str, Any]]:
    notes: dict[str, Mapping[str, Any]] = json.loads(bundled("annotations.json").read_text("utf-8"))
    return notes


@functools.cache
def _spellings() -> Mapping[str, Mapping[str, str]]:
    spellings: dict[str, Mapping[str, str]] = json.loads(bundled("spellings.json").read_text("utf-8"))
    return spellings
