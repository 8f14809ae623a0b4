"""A value of each type that the contracts have, for tests that call every operation."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from soapclient import Operation, Parameter

_COUNT = itertools.count(1)


def value(parameter: Parameter) -> Any:
    """Return a value for a parameter, different each time as far as its type has different ones."""
    count = next(_COUNT)
    return {
        "string": f"{parameter.name} ä & <{count}>",
        "boolean": count % 2 == 0,
        "short": -(count % 2**15),
        "int": count,
        "long": count * 2**33,
        "dateTime": dt.datetime(2026, 1, 1, 12, 30, 5, 250_000) + dt.timedelta(minutes=count),
        "base64Binary": f"bytes {count}".encode() + b"\x00\xff",
        "xml": f'<row id="{count}">ä</row>',
    }[parameter.type]


def values(operation: Operation) -> dict[str, Any]:
    """Return a value for each parameter that a caller gives, by exact name."""
    return {each.name: value(each) for each in operation.own_parameters}
