"""Writes the list of operations in docs/simulator.md out of the simulator itself: python tests/simulator_page.py."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import soapclient.simulator
from soapclient.simulator.behaviour import BEHAVIOURS, Behaviour
from soapclient.simulator.numbers import numbers_of

PAGE = Path(__file__).parents[1] / "docs" / "simulator.md"
HEADING = "## Operations\n"
INTRODUCTION = """\
The simulator answers {} of the contract's 425 operations; all others answer a fault that says so. It does what the
reference says; where that is silent, it does what is written here. A number in brackets is what the current generation
refuses with where that is not the usual number of the reason. `python tests/simulator_page.py` writes this list out of
the simulator.
"""
# What the areas are called; the others are called by their package.
NAMES = {
    "": "Users and sessions",
    "activity": "Logs, favourites and queues",
    "content": "Documents and folders",
    "links": "Associations, shortcuts and pages",
    "metadata": "Metadata",
    "people": "Groups and libraries",
    "search": "Search",
    "security": "Access, owners and subscriptions",
    "settings": "Settings",
    "transfer": "Transfers by pieces",
    "tree": "Changing the tree of folders",
    "versions": "Versions, publishing, tags and texts",
    "office": "Mail and statistics",
    "retention": "Retention schedules",
    "reviews": "Reviews",
    "workflow": "Workflows and tasks",
}
ROOM = soapclient.simulator.__name__


def written() -> str:
    """Return the section of the page that lists every operation, by area."""
    areas: dict[str, dict[Behaviour, list[str]]] = {}
    for operation, behaviour in sorted(BEHAVIOURS.items()):
        area = behaviour.__module__[len(ROOM) + 1 :].rpartition(".")[0]
        areas.setdefault(area, {}).setdefault(behaviour, []).append(operation)
    parts = [f"{HEADING}\n{INTRODUCTION.format(len(BEHAVIOURS))}"]
    for area in sorted(areas, key=lambda each: (each != "", each != "content", each)):
        parts.append(f"\n### {_name(area)}\n\n| operations | what they do |\n|---|---|\n")
        rows = sorted(areas[area].items(), key=lambda row: row[1])
        parts += [f"| {_listed(operations)} | {_told(behaviour, operations)} |\n" for behaviour, operations in rows]
    return "".join(parts)


def _name(area: str) -> str:
    if area in NAMES:
        return NAMES[area]
    told = inspect.getdoc(importlib.import_module(f"{ROOM}.{area}")) or area
    return re.split(r"[:.;]", told.partition("\n")[0])[0].strip()


def _listed(operations: list[str]) -> str:
    return ", ".join(f"`{each}`" for each in operations)


def _told(behaviour: Behaviour, operations: list[str]) -> str:
    told = " ".join((inspect.getdoc(behaviour) or "").partition("\n\n")[0].split()).replace("|", "\\|")
    return told + "".join(_numbers(each, numbers_of(each), len(operations) > 1) for each in operations)


def _numbers(operation: str, numbers: Mapping[str, int], several: bool) -> str:
    if not numbers:
        return ""
    listed = ", ".join(f"{reason} {number or 'without a number'}" for reason, number in sorted(numbers.items()))
    return f" {f'`{operation}`: ' if several else ''}({listed})"


def main() -> None:
    """Write the page anew."""
    text = PAGE.read_text("utf-8")
    PAGE.write_text(text.partition(HEADING)[0] + written(), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
