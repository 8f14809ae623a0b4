"""A snapshot of the used operations of a contract, stored next to its WSDL, to speed up the next start.

zeep and reading a large WSDL take longer than everything else before a first reply. For each called operation, its
description and an empty envelope of each SOAP version are stored; others are read from the WSDL, and added. An
operation is stored only if it is restored unchanged and its envelopes are byte for byte those that zeep writes.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from ...wire import forks
from ..bundled import bundled
from ..contract import Contract
from ..declaration import Declaration
from ..model import ErrorCode, Operation, Parameter, Port, Service, SoapVersion
from ..mould import Mould, Moulds
from ..operations import Operations
from .cache import Cache

# The folders whose code does not affect descriptions or envelopes.
_ASIDE: Final = ("__pycache__", "bulk", "cli", "simulator", "tools")
_UNDECLARED: Final = Declaration()
_DECLARED: Final = frozenset(each.name for each in attrs.fields(Declaration))


class Digest:
    """A contract that is read from its digest if possible.

    Args:
        cache: the cache of the digest, or None.
        sha256: the hash of the WSDL.
        source: the source of the WSDL.
        notes: the name of its notes.
        read: reads the WSDL itself.

    Raises:
        WsdlError: the WSDL must be read, and is not a WSDL.
    """

    def __init__(self, cache: Cache | None, sha256: str, source: str, notes: str, read: Callable[[], Contract]) -> None:
        self._cache = cache
        self._key = (sha256, notes, *_made_by())
        self._read = read
        self._whole: Contract | None = None
        self._lock = forks.recursive_lock()
        kept = None if cache is None else cache.get_json(self._key)
        self._known: dict[str, Any] = _overview(self.whole) if kept is None else kept
        moulds = Moulds(lambda *call: self.whole.encode(*call), self._find)
        self.contract = _contract(source, self._known, self._describe, moulds, lambda: self.whole)

    @property
    def whole(self) -> Contract:
        """The contract read from the WSDL."""
        if self._whole is None:
            with self._lock:
                if self._whole is None:
                    self._whole = self._read()
        return self._whole

    def differences(self, written_for: str, name: str, find: Callable[[], list[str]]) -> list[str]:
        """Return the stored comparison of an operation with another contract's, or make it."""
        with self._lock:
            known: dict[str, list[str]] = self._known["differences"].setdefault(written_for, {})
            if name not in known:
                known[name] = find()
                if name in self._known["operations"]:
                    self._save()
            return known[name]

    def _describe(self, name: str) -> Operation:
        kept = self._known["operations"].get(name)
        if kept is None:
            return self.whole.operations[name]
        return attrs.evolve(_operation(kept["about"]), aside=lambda: self.whole.operations[name].aside)

    def _find(self, operation: Operation, version: SoapVersion) -> Mould | None:
        operation = self.contract.operations[operation.name]  # from the WSDL and the notes
        kept = self._known["operations"].get(operation.name, {"about": _plain(operation), "moulds": {}})
        if version in kept["moulds"]:
            return Mould(operation, *kept["moulds"][version])
        found = self.whole.moulds.find(operation, version)
        if found is not None and _is_flat(operation) and _operation(json.loads(json.dumps(kept["about"]))) == operation:
            kept["moulds"][version] = [found.empty, found.tags]
            self._known["operations"][operation.name] = kept
            self._save()
        return found

    def _save(self) -> None:
        if self._cache is None:
            return
        other = self._cache.get_json(self._key)  # another process may have added something
        if other is not None:
            self._known["operations"] = {**other["operations"], **self._known["operations"]}
        self._cache.put_json(self._key, self._known)


@functools.cache
def _made_by() -> tuple[str, ...]:
    """The inputs of a digest besides the WSDL: this package and its files."""
    package = Path(__file__).parents[2]
    version = str(vars(sys.modules[package.name])["__version__"])
    return (version, *sorted(_files(package)), *sorted(_files(bundled("srv.wsdl").parent)))


def _files(folder: str | Path) -> Iterator[str]:
    with os.scandir(folder) as inside:
        for each in inside:
            if not each.is_dir():
                about = each.stat()
                yield f"{each.name} {about.st_size} {about.st_mtime_ns}"
            elif each.name not in _ASIDE:
                yield from _files(each.path)


def _overview(contract: Contract) -> dict[str, Any]:
    return {
        "namespace": contract.namespace,
        "services": [attrs.asdict(service) for service in contract.services],
        "names": list(contract),
        "python_names": dict(contract.python_names),
        "operations": {},
        "differences": {},
    }


def _contract(
    source: str,
    known: Mapping[str, Any],
    describe: Callable[[str], Operation],
    moulds: Moulds,
    whole: Callable[[], Contract],
) -> Contract:
    services = tuple(
        Service(name=each["name"], ports=tuple(Port(**port) for port in each["ports"])) for each in known["services"]
    )
    return Contract(
        source=source,
        namespace=known["namespace"],
        services=services,
        operations=Operations(tuple(known["names"]), describe),
        moulds=moulds,
        definitions=lambda: whole().definitions,
        sources=lambda: whole().sources,
        document=lambda: whole().document,
        python_names=MappingProxyType(known["python_names"]),
    )


def _plain(operation: Operation) -> dict[str, Any]:
    kept = (each.name for each in attrs.fields(Operation) if each.name not in ("_message", "_aside"))
    about = {name: getattr(operation, name) for name in kept}
    about = {name: dict(each) if isinstance(each, Mapping) else each for name, each in about.items()}
    about["parameters"] = [_flat(each) for each in operation.parameters.values()]
    for name in ("headers", "answer"):
        about[name] = [_flat(each) for each in about[name]]
    return about


def _flat(parameter: Parameter) -> dict[str, Any]:
    return attrs.asdict(parameter, filter=_is_told)


def _is_told(field: attrs.Attribute[Any], value: Any) -> bool:
    """Return whether a field is stored: not lazily read fields, nor undeclared ones."""
    return field.name not in ("_particles", "_others") and (field.name not in _DECLARED or value != field.default)


def _is_flat(operation: Operation) -> bool:
    """Return whether nothing in it has its own particles, which a digest does not store."""
    return not any(
        each.is_complex or each.others
        for each in (*operation.parameters.values(), *operation.headers, *operation.answer)
    )


def _parameters(about: Any) -> tuple[Parameter, ...]:
    return tuple(Parameter(**{**_values(each), "declared": _declaration(each["declared"])}) for each in about)


def _declaration(about: Mapping[str, Any]) -> Declaration:
    if not about:
        return _UNDECLARED
    values = _values(about)
    if "facets" in values:
        from ..schema.components import Facets

        facets = {name: _frozen(value) for name, value in values["facets"].items()}
        facets["patterns"] = tuple(map(tuple, facets["patterns"]))
        values["facets"] = Facets(**facets)
    return Declaration(**values)


def _values(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _frozen(value) for name, value in about.items()}


def _operation(about: Mapping[str, Any]) -> Operation:
    parameters = _parameters(about["parameters"])
    values = _values(about)
    values["parameters"] = MappingProxyType({each.name: each for each in parameters})
    values |= {name: _parameters(about[name]) for name in ("headers", "answer")}
    values["codes"] = tuple(ErrorCode(*each) for each in about["codes"])
    return Operation(**values)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return MappingProxyType(value) if isinstance(value, dict) else value
