"""Find the pitfalls in a WSDL: nulls that cannot be sent, names, actions, addresses, imports, constructs.

The markup of the document and of its imports is examined even if no contract can be loaded from it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ...contract.contract import Contract
from ...contract.fetch import Fetch, fetched
from ...contract.model import Operation, Parameter
from ...contract.rating import RATINGS
from ...contract.wsdl.gather import gathered
from ...contract.wsdl.imports import Imports
from ...contract.wsdl.source import home_of, read_source, root_of
from ...contract.wsdl.sources import Sources
from ...contract.xsd import TEXT_TYPES, VALUE_TYPES
from ...errors import WsdlError
from ...wire.redact import one_line
from .constructs import construct, inside
from .markup import Markup
from .rules import LintFinding, finding


def lint(
    source: str | os.PathLike[str] | Contract = "bundled",
    *,
    fetch: Fetch | None = None,
    allow_imports: Iterable[str] = (),
) -> tuple[LintFinding, ...]:
    """List the pitfalls in a WSDL, the worst first.

    Args:
        source: "bundled", "bundled-2019", a path, an http(s) URL, or a contract that was read from one.
        fetch: returns the bytes of a URL; by default a plain request with finite timeouts.
        allow_imports: the hosts that it may import from, besides the origin of a URL.

    Returns:
        The findings.

    Raises:
        WsdlError: it cannot be fetched, is not XML, or is not a WSDL 1.1 document.
    """
    if isinstance(source, Contract):
        name, contract, sources = source.source, source, source.sources
    else:
        name, contract = os.fspath(source), None
        data = read_source(name, fetch)
        root = root_of(data, name)
        files = Imports(home_of(name), fetch=fetch or fetched, allow=allow_imports)
        sources = gathered(root, files)
    markup = Markup(sources.named(), complete=not sources.unread, host=_host(name))
    found = list(markup.findings())
    try:
        if contract is None:
            contract = Contract.from_root(root, data, name, files)
    except WsdlError as exc:
        found.append(finding("not-loaded", "the document", one_line(exc.message, 300)))
    else:
        known = {each.place for each in found if each.rule in ("encoded", "attachments")} | markup.unreachable
        found = [each for each in found if each.rule != "encoded" or not _is_called(contract, each.place)]
        found.extend(_Calls().findings(contract, known))
    found.extend(_unread(sources))
    return tuple(sorted(found, key=lambda each: RATINGS.index(each.rating)))


def _is_called(contract: Contract, name: str) -> bool:
    """Tell whether an operation that uses SOAP encoding in some binding can still be called."""
    try:
        return name in contract.operations and bool(contract.operations[name].actions)
    except WsdlError:
        return False


def _host(source: str) -> str | None:
    return urlsplit(source).hostname if source.lower().startswith(("http://", "https://")) else None


def _unread(sources: Sources) -> Iterator[LintFinding]:
    for each in sources.unread:
        rule = "import-refused" if each.refused else "import-unresolved"
        yield finding(rule, f"line {each.line}", each.message, sources.name(each.importer))


class _Calls:
    """Finds the pitfalls in the requests of a contract's operations."""

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._nameless: dict[int, tuple[Parameter, ...]] = {}
        self._told: set[LintFinding] = set()

    def findings(self, contract: Contract, refused: Iterable[str]) -> Iterator[LintFinding]:
        """List the findings; the operations in `refused` are already known not to load."""
        for twins in _twins(contract):
            yield finding("case-twins", twins[0], f"the operations {', '.join(twins)} differ only in letter case")
        for name in contract:
            try:
                yield from list(self._operation(contract.operations[name]))
            except WsdlError as exc:
                if name not in refused:
                    yield finding("not-expressed", name, one_line(exc.message, 300))

    def _operation(self, operation: Operation) -> Iterator[LintFinding]:
        name = operation.name
        if operation.encoded:
            yield finding("encoded-rpc", name, "it uses SOAP encoding")
        if operation.style == "rpc":
            yield finding("rpc", name, "it uses the rpc style")
        if len({action for action in operation.actions.values() if action}) > 1:
            yield finding("action-differs", name, "its SOAP action differs between bindings")
        for header in operation.headers:
            if header.name in operation.parameters:
                message = "a parameter and a SOAP header have this name; the header cannot be set"
                yield finding("not-expressed", f"{name}/{header.name}", message)
            else:
                yield finding("header", f"{name}/{header.name}", "it is a SOAP header")
        yield from _twin_parameters(name, operation.parameters)
        yield from inside(name, tuple(operation.parameters.values()))
        if operation.aside.unread:
            yield finding("not-expressed", name, f"its faults cannot be read: {operation.aside.unread}")
        own = [each for each in operation.own_parameters if each.name in operation.parameters]
        for parameter in own:
            yield from _null(name, parameter)
            yield from _absence(operation, parameter)
            yield from construct(name, parameter)
        for each in (*own, *operation.headers):
            for found in self._inside(each):
                if found not in self._told:
                    self._told.add(found)
                    yield found

    def _inside(self, parameter: Parameter) -> Iterator[LintFinding]:
        """Examine a nested type; a named type is examined once for all operations that use it."""
        waiting = [parameter]
        while waiting:
            parameter = waiting.pop()
            particles = parameter.particles
            name = parameter.declared.type_name
            if not particles or name in self._named or id(particles) in self._nameless:
                continue
            if name:
                self._named.add(name)
            else:
                self._nameless[id(particles)] = particles
            home = f"type {parameter.name if parameter.type == 'group' else parameter.type}"
            yield from _twin_parameters(home, (each.name for each in particles))
            yield from inside(home, particles)
            for each in particles:
                yield from _null(home, each)
                yield from construct(home, each)
            waiting.extend(reversed(particles))


def _twin_parameters(home: str, names: Iterable[str]) -> Iterator[LintFinding]:
    for twins in _twins(names):
        yield finding("case-twins", f"{home}/{twins[0]}", f"the names {', '.join(twins)} differ only in letter case")


def _null(home: str, parameter: Parameter) -> Iterator[LintFinding]:
    place = f"{home}/{parameter.name}"
    if parameter.on_null == "clears":
        yield finding("null-clears", place, "null clears it")
    elif parameter.on_null == "contradictory":
        yield finding("null-contradictory", place, "the documentation contradicts itself about null")
    if parameter.null != "none" or parameter.type == "group":
        return
    effect = _left_out(parameter)
    if parameter.required and parameter.on_null != "keeps":
        yield finding("null-unsayable", place, f"null cannot be sent: {effect}")
    else:
        yield finding("optional-unsayable", place, f"it is optional, but null cannot be sent: {effect}")


def _absence(operation: Operation, parameter: Parameter) -> Iterator[LintFinding]:
    """Find a parameter that callers must give although null does not clear it; that case is reported already."""
    place = f"{operation.name}/{parameter.name}"
    if operation.demands(parameter) and parameter.on_null not in ("clears", "contradictory"):
        yield finding("absence-widens", place, f"leaving it out {parameter.absent}")
    if operation.writes and parameter.must_hold:
        yield finding("absence-widens", place, parameter.absent)


def _left_out(parameter: Parameter) -> str:
    """Describe how a server reads a call that leaves out a required value.

    Source: the measured wire facts (docs/wire.md).
    """
    if parameter.type in TEXT_TYPES:
        return "an empty string is a value and clears a field"
    if parameter.type not in VALUE_TYPES or parameter.attribute or parameter.max_occurs != 1:
        return "the schema requires it"
    return "if another program leaves it out, the server reads zero, false or the earliest date"


def _twins(names: Iterable[str]) -> Iterator[list[str]]:
    folded: dict[str, list[str]] = defaultdict(list)
    for name in names:
        folded[name.casefold()].append(name)
    return (same for same in folded.values() if len(same) > 1)
