"""zeep's operations as the contract's, with the reference's annotations laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from zeep import xsd

from .contract import Operation, Parameter, Returns, SoapVersion
from .redact import is_secret
from .spelling import python_names


def operation(
    name: str,
    spelling: str,
    versions: Mapping[SoapVersion, Any],
    notes: Mapping[str, Any] | None,
    spellings: Mapping[str, str] | None = None,
) -> Operation:
    """Describe one operation.

    Args:
        name: its exact name.
        spelling: its Python spelling.
        versions: zeep's operation by SOAP version.
        notes: what the reference says about it, or None where it is not documented.
        spellings: better Python spellings of parameters than the rule's.

    Returns:
        The description.
    """
    some = next(iter(versions.values()))
    body = some.input.body
    output = some.output.body if some.output is not None else None
    result = _result(output)
    notes = notes or {}
    documented = bool(notes)
    return Operation(
        name=name,
        python_name=spelling,
        namespace=body.qname.namespace or "",
        input=body.qname.localname,
        output=output.qname.localname if output is not None else None,
        result=result[0] if result else None,
        actions=MappingProxyType({version: each.soapaction or "" for version, each in versions.items()}),
        parameters=MappingProxyType({each.name: each for each in _parameters(body, notes, documented, spellings)}),
        kind=notes.get("kind", "unknown"),
        returns=result[1] if result else "void",
        root=notes.get("root", "response"),
        category=notes.get("category", ""),
        ticket=notes.get("ticket", "required" if documented else "optional"),
        errors=tuple(notes.get("errors", ())),
        idempotent=notes.get("idempotent", False),
        retry_safe=notes.get("retry_safe", False),
        destructive=notes.get("destructive", False),
        obsolete=notes.get("obsolete", False),
        documented=documented,
        note=notes.get("note", ""),
        items=tuple(notes.get("items", ())),
        paging=MappingProxyType(notes.get("paging", {})),
        partial=notes.get("partial", ""),
        left=notes.get("left", ""),
        no=tuple(notes.get("no", ())),
    )


def _particles(element: Any) -> list[tuple[str, Any]]:
    return [(name, each) for name, each in getattr(element.type, "elements", []) if isinstance(each, xsd.Element)]


def _result(output: Any) -> tuple[str, Returns] | None:
    particles = _particles(output) if output is not None else []
    if not particles:
        return None
    name, element = particles[0]
    return name, "bytes" if _type(element) == "base64Binary" else "xml"


def _type(element: Any) -> str:
    kind = element.type
    if isinstance(kind, xsd.ComplexType):
        nested = [each for _, each in kind.elements]
        if nested and all(isinstance(each, xsd.Any) for each in nested) and not kind.attributes:
            return "xml"
    return kind.qname.localname if kind.qname is not None else "anyType"


def _parameters(
    body: Any, notes: Mapping[str, Any], documented: bool, spellings: Mapping[str, str] | None
) -> list[Parameter]:
    particles = _particles(body)
    spelled = python_names((name for name, _ in particles), spellings if documented else None)
    optional = _folded(notes.get("optional", ()))
    formerly = notes.get("formerly", {})
    on_null = {name.casefold(): effect for name, effect in notes.get("on_null", {}).items()}
    on_empty = {name.casefold(): effect for name, effect in notes.get("on_empty", {}).items()}
    found = []
    for name, element in particles:
        key = formerly.get(name, name).casefold()
        most = element.max_occurs
        mandatory = element.min_occurs >= 1 and not element.nillable
        found.append(
            Parameter(
                name=name,
                python_name=spelled[name],
                type=_type(element),
                min_occurs=element.min_occurs,
                max_occurs=most if isinstance(most, int) else None,
                nillable=bool(element.nillable),
                on_null=on_null.get(key, "undocumented"),
                on_empty=on_empty.get(key, "undocumented"),
                required=key not in optional if documented else mandatory,
                secret=is_secret(name),
            )
        )
    return found


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
