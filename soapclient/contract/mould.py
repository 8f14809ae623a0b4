"""Moulds: envelopes of operations with simple parameters only, into which values are written."""

from __future__ import annotations

import base64
import copy
import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from ..errors import SoapClientError
from ..wire import forks
from ..wire.safe_xml import parse
from .model import Operation, SoapVersion
from .xsd import RANGES

Write = Callable[[Operation, Mapping[str, Any], SoapVersion], bytes]

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_SAMPLES: Final[Mapping[str, Any]] = {
    "string": " a&<\xe9 ",
    "boolean": "true",
    "dateTime": "2026-03-03T10:00:00",
    "base64Binary": b"\x00\xff",
    **dict.fromkeys(RANGES, "1"),
}


class Mould:
    """The envelopes of one operation in one SOAP version, written as zeep writes them.

    Args:
        operation: the operation; each of its parameters is one element of a simple type.
        empty: an envelope without any of them.
        tags: the name of each parameter's element.
    """

    def __init__(self, operation: Operation, empty: str, tags: list[str]) -> None:
        self.empty = empty
        self.tags = tags
        self._content = parse(empty.encode("utf-8"))
        self._particles = list(zip(operation.parameters.values(), tags, strict=True))
        self._names = frozenset(operation.parameters)

    def write(self, parts: Mapping[str, Any]) -> bytes | None:
        """Write one envelope, or None for parts that are not for it."""
        if not self._names.issuperset(parts):
            return None
        content = copy.deepcopy(self._content)
        wrapper = content[-1][0]
        for parameter, tag in self._particles:
            value = parts.get(parameter.name)
            if value is None:
                if parameter.null == "none":
                    return None
                if parameter.null == "nil":
                    etree.SubElement(wrapper, tag).set(_NIL, "true")
                continue
            if isinstance(value, bytes):
                value = base64.b64encode(value).decode("ascii")
            if type(value) is not str:
                return None
            etree.SubElement(wrapper, tag).text = value
        return etree.tostring(content, xml_declaration=True, encoding="utf-8")


def mould(write: Write, operation: Operation, version: SoapVersion) -> Mould | None:
    """Make the mould of an operation's envelopes, or None where they are not simple enough.

    Args:
        write: writes an envelope as zeep does; what a mould writes must be the same, byte for byte.
        operation: the operation.
        version: the SOAP version.
    """
    parameters = operation.parameters.values()
    if any(each.type not in _SAMPLES or each.max_occurs != 1 for each in parameters):
        return None
    full = {each.name: _SAMPLES[each.type] for each in parameters}
    least = {each.name: full[each.name] for each in parameters if each.null == "none"}
    try:
        content = parse(write(operation, full, version))
        wrapper = content[-1][0]
        tags = [str(each.tag) for each in wrapper]
        del wrapper[:]
        found = Mould(operation, etree.tostring(content, encoding="unicode"), tags)
        same = all(found.write(parts) == write(operation, parts, version) for parts in (full, least))
    except (SoapClientError, IndexError, ValueError):
        return None
    return found if same else None


class Moulds:
    """The envelopes of a contract: by the mould of an operation where it has one, else as they are written anew.

    Args:
        write: writes an envelope anew, as zeep does.
        find: finds the mould of an operation; by default it is made, once an operation is written for the second time.

    Attributes:
        anew: writes an envelope without a mould.
    """

    def __init__(self, write: Write, find: Callable[[Operation, SoapVersion], Mould | None] | None = None) -> None:
        self.anew = write
        self._find = find or functools.partial(mould, write)
        self._written: set[tuple[str, SoapVersion]] | None = None if find else set()
        self._known: dict[tuple[str, SoapVersion], Mould | None] = {}
        self._lock = forks.recursive_lock()

    def find(self, operation: Operation, version: SoapVersion) -> Mould | None:
        """Return the mould of an operation, or None where it has none."""
        key = (operation.name, version)
        if key not in self._known:
            with self._lock:
                if key not in self._known:
                    self._known[key] = self._find(operation, version)
        return self._known[key]

    def encode(self, operation: Operation, parts: Mapping[str, Any], version: SoapVersion) -> bytes:
        """Write one envelope; see `Contract.encode`."""
        if self._written is not None and (operation.name, version) not in self._written:
            self._written.add((operation.name, version))
            return self.anew(operation, parts, version)
        found = self.find(operation, version)
        try:
            written = None if found is None else found.write(parts)
        except ValueError:  # a text that XML cannot carry: zeep says so
            written = None
        return self.anew(operation, parts, version) if written is None else written
