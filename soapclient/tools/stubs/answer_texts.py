"""Find the annotation for a decoded text of a simple type."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from ...contract.codec.reading.texts import NoValue
from ...contract.codec.reading.values import reader
from ...contract.schema.builtin import XSD
from ...contract.schema.components import SimpleType
from ...contract.xsd import RANGES

# Names an enumeration, from its values as Python writes them and its name in the WSDL.
Enumerated = Callable[[tuple[str, ...], str], str]

_BUILTINS: Final = {
    **dict.fromkeys(RANGES, "int"),
    "boolean": "bool",
    "decimal": "Decimal",
    "float": "float",
    "double": "float",
    "dateTime": "dt.datetime | str",
    "date": "dt.date | str",
    "time": "dt.time | str",
    "duration": "dt.timedelta | str",
    "base64Binary": "bytes",
    "hexBinary": "bytes",
}
_DEEPEST: Final = 20  # how deep nested lists and unions are read


def text_kinds(kind: SimpleType, wish: str, enumerated: Enumerated, depth: int = 0) -> list[str]:
    """List the Python types that the texts of a simple type decode to.

    Args:
        kind: the type.
        wish: the wished name of an enumeration without a name.
        enumerated: names enumerations.
        depth: how many lists and unions contain it.
    """
    if depth > _DEEPEST:
        return ["str"]
    if kind.variety == "list":
        items = ["str"] if kind.item is None else text_kinds(kind.item, wish, enumerated, depth + 1)
        return [f"list[{' | '.join(items)}]"]
    if kind.variety == "union":
        found = [each for one in kind.members for each in text_kinds(one, wish, enumerated, depth + 1)]
        return list(dict.fromkeys(found))
    if kind.name == XSD + "anySimpleType":
        return ["Any"]
    values = _literals(kind)
    if values:
        return [enumerated(values, kind.name.rpartition("}")[2] or wish[:1].upper() + wish[1:])]
    return _BUILTINS.get(kind.builtin, "str").split(" | ")


def _literals(kind: SimpleType) -> tuple[str, ...]:
    """Return the values of an enumeration for a `Literal`; empty if they do not fit into one."""
    found = []
    read = reader(kind)
    for text in () if read.named else kind.facets.enumeration:
        try:
            found.append(read(text, dict))
        except NoValue:
            continue
    if all(isinstance(each, str) for each in found):
        return tuple(dict.fromkeys(json.dumps(each, ensure_ascii=False) for each in found))
    return tuple(dict.fromkeys(map(str, found))) if all(type(each) is int for each in found) else ()
