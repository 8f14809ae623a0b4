"""A small reader of JSON Schema 2020-12: what of it `json_schema` writes, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool,
    "null": type(None),
}  # fmt: skip
SAID = {"description", "default", "title", "$schema", "$defs", "format", "contentEncoding", "contentMediaType"}


def problems(schema: Any, value: Any, root: Mapping[str, Any], place: str = "$") -> Iterator[str]:
    """List what is wrong with a value."""
    if isinstance(schema, bool):
        if not schema:
            yield f"{place}: is not allowed"
        return
    for word, said in schema.items():
        if word not in SAID:
            yield from (
                f"{place}: {each}" if each[0] != "$" else each for each in WORDS[word](said, value, schema, root, place)
            )


def _is(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _type(said, value, schema, root, place):
    names = [said] if isinstance(said, str) else said
    if not any(_is(value, name) for name in names):
        yield f"{value!r} is no {names}"


def _properties(said, value, schema, root, place):
    for name, each in said.items() if isinstance(value, dict) else ():
        if name in value:
            yield from problems(each, value[name], root, f"{place}.{name}")


def _additional(said, value, schema, root, place):
    assert said is False
    if isinstance(value, dict) and value.keys() - schema["properties"].keys():
        yield f"has no {value.keys() - schema['properties'].keys()}"


def _items(said, value, schema, root, place):
    for number, each in enumerate(value if isinstance(value, list) else ()):
        yield from problems(said, each, root, f"{place}[{number}]")


def _ref(said, value, schema, root, place):
    name = unquote(said.removeprefix("#/$defs/")).replace("~1", "/").replace("~0", "~")
    yield from problems(root["$defs"][name], value, root, place)


def _any(said, value, schema, root, place):
    found = [list(problems(each, value, root, place)) for each in said]
    if all(found):
        yield f"fits none of {len(said)}: {[each[0] for each in found]}"


def _all(said, value, schema, root, place):
    for each in said:
        yield from problems(each, value, root, place)


def _when(kind, test):
    def check(said, value, schema, root, place):
        if _is(value, kind) and not test(said, value):
            yield f"{value!r} against {said!r}"

    return check


def _enum(said, value, schema, root, place):
    if not any(type(each) is type(value) and each == value for each in said):
        yield f"{value!r} is not one of {said}"


WORDS = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "$ref": _ref,
    "anyOf": _any,
    "allOf": _all,
    "enum": _enum,
    "required": _when("object", lambda said, value: {*said} <= value.keys()),
    "minItems": _when("array", lambda said, value: len(value) >= said),
    "maxItems": _when("array", lambda said, value: len(value) <= said),
    "minLength": _when("string", lambda said, value: len(value) >= said),
    "maxLength": _when("string", lambda said, value: len(value) <= said),
    "pattern": _when("string", lambda said, value: re.search(said, value)),
    "minimum": _when("number", lambda said, value: value >= said),
    "maximum": _when("number", lambda said, value: value <= said),
    "exclusiveMinimum": _when("number", lambda said, value: value > said),
    "exclusiveMaximum": _when("number", lambda said, value: value < said),
    "not": lambda said, *_: ["is not allowed"] if said == {} else [],
}
