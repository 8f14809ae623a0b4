"""zeep's view of a WSDL: its operations, and the envelopes it writes.

zeep reads WSDL and XSD and writes envelopes. It is given only what one operation needs, since a program uses a few of
the 425: the rest of the WSDL is looked at for its names alone. A WSDL with imports is given to zeep as one document.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from typing import Any, cast

import zeep
import zeep.wsdl.bindings

from ...errors import ArgumentError, WsdlError
from ...wire import forks
from ...wire.redact import hide_source, one_line
from ..model import Operation, SoapVersion
from . import standard
from .bound import Only
from .envelope import EnvelopeWriter
from .excerpt import Pruner


class ZeepReader:
    """zeep's view of one WSDL, an operation at a time where that is possible.

    Args:
        pruner: the document, which imports nothing.
        data: its bytes.
        shown: what to call it in messages.
    """

    def __init__(self, pruner: Pruner, data: bytes, shown: str) -> None:
        self._pruner = pruner
        self._data = data
        self._shown = shown
        self._lock = forks.recursive_lock()
        self._whole: zeep.wsdl.Document | None = None
        self._incomplete: list[str] = []
        self._operations: dict[tuple[str, Only], dict[SoapVersion, Any]] = {}
        self._writers: dict[tuple[str, SoapVersion, Only], EnvelopeWriter] = {}

    def _unusable(self, exc: Exception) -> WsdlError:
        if isinstance(exc, RecursionError):
            return WsdlError(f"The WSDL {self._shown} cannot be used: it is nested too deeply")
        reason = one_line(str(exc), 200) or type(exc).__name__
        if not isinstance(exc, zeep.exceptions.Error):
            reason = f"zeep cannot read it ({type(exc).__name__}: {reason})"
        return WsdlError(f"The WSDL {self._shown} cannot be used: {reason}")

    def operations(self, name: str, only: Only = None) -> dict[SoapVersion, Any]:
        """Return zeep's operation of this name for each SOAP version that has a binding."""
        found = self._operations.get((name, only))
        if found is None:
            with self._lock:
                found = self._operations.get((name, only)) or self._parse(name, only)
                self._operations[name, only] = found
        return found

    def _parse(self, name: str, only: Only) -> dict[SoapVersion, Any]:
        document = self._read(self._pruner.only(name)) if self._pruner.can_be_cut else self._document()
        found: dict[SoapVersion, Any] = {}
        for service in document.services.values():
            for port in service.ports.values():
                version = _version(port.binding)
                if version and name in port.binding.all() and only in (None, (service.name, port.name)):
                    found.setdefault(version, port.binding.get(name))
        if not found:
            why = "; ".join(dict.fromkeys(self._incomplete[:2])) or "something that it names is missing"
            raise WsdlError(f"The WSDL {self._shown} cannot be used for {one_line(name, 100)}: {one_line(why, 300)}")
        return found

    def _document(self) -> zeep.wsdl.Document:
        with self._lock:
            if self._whole is None:
                self._whole = self._read(self._data)
            return self._whole

    def _read(self, data: bytes) -> zeep.wsdl.Document:
        settings = zeep.Settings(forbid_dtd=True, forbid_external=False)  # `_Nothing` is stricter
        try:
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                document = zeep.wsdl.Document(io.BytesIO(data), cast(Any, _Nothing()), settings=settings)
            self._incomplete = [str(each.message) for each in told if "wsdl:" in str(each.message)]
            return document
        except WsdlError as exc:
            raise WsdlError(f"The WSDL {self._shown} cannot be used: {exc.message}") from exc
        except Exception as exc:  # zeep raises whatever its parser runs into: KeyError, AttributeError, XMLParseError
            raise self._unusable(exc) from exc

    def encode(
        self, operation: Operation, parts: Mapping[str, Any], soap_version: SoapVersion, only: Only = None
    ) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        versions = self.operations(operation.name, only)
        if soap_version not in versions:
            raise WsdlError(f"The WSDL {self._shown} has no SOAP {soap_version} binding for {operation.name}")
        try:
            writer = self._writers.get((operation.name, soap_version, only))
            if writer is None:
                writer = self._writers[operation.name, soap_version, only] = EnvelopeWriter(versions[soap_version])
            return writer.write(parts)
        except (zeep.exceptions.Error, TypeError, ValueError, AttributeError, KeyError) as exc:
            raise ArgumentError(operation.name, (one_line(str(exc)),)) from exc


class _Nothing:
    """Stands for the network: zeep asks for the encoding of SOAP 1.1 by itself, and everything else is refused."""

    def load(self, url: str) -> bytes:
        """Return the bytes of a bundled schema.

        Raises:
            WsdlError: it is of none.
        """
        if url not in standard.FILES:
            raise WsdlError(f"it imports {one_line(hide_source(str(url)), 200)!r}, which is refused")
        return standard.data(url)


def _version(binding: Any) -> SoapVersion | None:
    if isinstance(binding, zeep.wsdl.bindings.Soap12Binding):
        return "1.2"
    return "1.1" if isinstance(binding, zeep.wsdl.bindings.Soap11Binding) else None
