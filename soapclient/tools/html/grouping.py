"""The groups of a contract's operations: by category, else by port, else by the verb that their names begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ...contract.contract import Contract
from ...contract.spelling import python_name
from ...errors import SoapClientError

_FEW: Final = 12


def groups(contract: Contract, categories: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Group the operations of a contract.

    Args:
        contract: the contract.
        categories: the category of each operation by exact name; empty for none.

    Returns:
        The titles with the exact names, in the order of the page.
    """
    if any(categories.values()):
        return _grouped((categories[name], name) for name in contract)
    ports = [(_ports(contract, name), name) for name in contract]
    if len({port for port, _ in ports}) > 1:
        return _grouped(ports)
    if len(contract) <= _FEW:
        return [("Operations", list(contract))]
    verbs = [(python_name(name).strip("_").partition("_")[0].capitalize(), name) for name in contract]
    often = {verb for verb, _ in verbs if sum(verb == other for other, _ in verbs) > 1}
    found = _grouped((verb if verb in often else "", name) for verb, name in verbs)
    return [(title if title != _REST else "Other", names) for title, names in found]


_REST: Final = "Not documented"


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for title, name in pairs:
        found.setdefault(title, []).append(name)
    ordered = sorted(found.items(), key=lambda each: (not each[0], each[0].casefold()))
    return [(title or _REST, names) for title, names in ordered]


def _ports(contract: Contract, name: str) -> str:
    """Name the ports that offer an operation; empty for one that cannot be described."""
    try:
        ports = contract.operations[name].ports
    except SoapClientError:
        return ""
    services = [each.name for each in contract.services if {port.name for port in each.ports} & {*ports}]
    several = len([each for each in contract.services if each.ports]) > 1
    return ", ".join(services if several else ports)
