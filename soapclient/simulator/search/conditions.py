"""Criteria of a search, as a test for documents and folders.

If a name appears twice, the later one counts.

Source: the criteria of the page of Search.
"""

from __future__ import annotations

from typing import Any

from ..behaviour import Call
from ..content.folders import find_folder
from ..content.items import key_of
from ..messages import NO_FOLDER, Refusal
from ..reading import Malformed, parse
from .found import Thing, fields_of, folder_path
from .kinds import KINDS, Said, Test
from .set_conditions import Holds, condition
from .wordings import BAD_CRITERION, NO_SEARCHED_SET, NOT_XML


def tests(call: Call, xml: str) -> list[Test] | None:
    """Return a test for hits; None if there can be none, since the criteria are empty.

    Raises:
        Refusal: the criteria are not XML, or one of them is unknown or impossible.
    """
    if not xml.strip():
        return []
    try:
        root = parse(xml)
    except Malformed:
        raise Refusal(NOT_XML) from None
    children = [each for each in root if isinstance(each.tag, str)]
    if not children:
        return None
    found: dict[str, Test | None] = {}
    said: dict[str, Said] = {}
    for child in children:
        values = {str(name).upper(): str(value) for name, value in child.attrib.items()}
        one = Said(
            values.get("NAME", "").strip().upper(), values.get("OPERATOR", "").upper(), values.get("VALUE", ""), values
        )
        said[one.name] = one
        if one.name == "PROPERTYSETNAME":
            found[one.name] = _of_set(call, one, child)
        elif one.name not in ("FOLDER", "INCLUDESUBFOLDERS"):
            found[one.name] = _test(call, one)
    if "FOLDER" in said and said["FOLDER"].value:
        below = said["INCLUDESUBFOLDERS"].value.casefold() == "true" if "INCLUDESUBFOLDERS" in said else True
        found["FOLDER"] = _in_folder(call, said["FOLDER"].value, below)
    return [test for test in found.values() if test is not None]


def _test(call: Call, one: Said) -> Test | None:
    make = KINDS.get(one.name)
    if make is None or (one.name == "AIENHANCED" and not call.world.generation.current):
        raise Refusal(BAD_CRITERION, one.name)
    return make(call, one)


def _of_set(call: Call, one: Said, element: Any) -> Test | None:
    fields = fields_of(call.world.users, one.value)
    if fields is None:
        raise Refusal(NO_SEARCHED_SET, one.value)
    rows: dict[str, Holds] = {}
    for child in element:
        if isinstance(child.tag, str):
            values = {str(name).upper(): str(value) for name, value in child.attrib.items()}
            name = values.get("NAME", "").upper()
            holds = condition(
                fields,
                name,
                values.get("OPERATOR", ""),
                values.get("VALUE", ""),
                current=call.world.generation.current,
            )
            if holds is not None:
                rows[name] = holds
    holding = list(rows.values())
    if not holding:
        return None
    return lambda thing: any(all(holds(row) for holds in holding) for row in fields.rows.get(key_of(thing), ()))


def _in_folder(call: Call, path: str, below: bool) -> Test:
    folder = find_folder(call.world.users, path)
    if folder is None:
        raise Refusal(NO_FOLDER)
    inside, tree = folder.path.casefold(), f"{folder.path.casefold()}/"

    def test(thing: Thing) -> bool:
        where = folder_path(thing).casefold()
        return where == inside or (below and where.startswith(tree))

    return test
