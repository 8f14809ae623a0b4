"""zeep's view of one WSDL, taken when it is first needed: importing zeep costs more than all the rest."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...wire import forks
from ..model import Operation, SoapVersion
from ..notes import Notes
from .excerpt import Pruner
from .imports import ImportedDocument, Imports, documents

if TYPE_CHECKING:
    from .definitions import Definitions
    from .zeep_reader import ZeepReader


class View:
    """zeep's view of one WSDL.

    Args:
        pruner: the document.
        data: its bytes.
        shown: what to call it in messages.
        files: what it may import.
    """

    def __init__(self, pruner: Pruner, data: bytes, shown: str, files: Imports) -> None:
        self._given = (pruner, data, shown, files)
        self._lock = forks.lock()
        self._reader: ZeepReader | None = None

    @property
    def reader(self) -> ZeepReader:
        """What asks zeep, made when it is first needed."""
        if self._reader is None:
            from .zeep_reader import ZeepReader

            with self._lock:
                if self._reader is None:
                    self._reader = ZeepReader(*self._given)
        return self._reader

    @functools.cached_property
    def definitions(self) -> Definitions:
        """What the WSDL and all that it imports define, read by ourselves."""
        from .definitions import Definitions

        pruner, _, _, files = self._given
        found = {each.file: each.root for each in documents(pruner.root, files) if isinstance(each, ImportedDocument)}
        return Definitions(found, lambda importer, said: os.path.normpath(Path(importer).parent / said))

    def describe(self, name: str, spelling: str, notes: Notes) -> Operation:
        """Describe one operation, with the notes on it."""
        return self.reader.describe(name, spelling, notes)

    def encode(self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        return self.reader.encode(operation, parts, soap_version)
