"""A value of each type that the contracts have, for tests that call every operation."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from soapclient import Operation, Parameter

_COUNT = itertools.count(1)
# XML that says what it has to say, by `Parameter.must_hold`.
HOLDING = {
    "pset/row/@rownbr": '<psets><pset name="ä &amp; P"><row rownbr="{}"/></pset></psets>',
    "propertyset/row/@rownbr": '<propertysets><propertyset name="P"><row RowNbr="{}"/></propertyset></propertysets>',
    "HolidayList": "<GeneralSettings><HolidayList><Holiday>{}</Holiday></HolidayList></GeneralSettings>",
}


def value(parameter: Parameter) -> Any:
    """Return a value for a parameter, different each time as far as its type has different ones."""
    count = next(_COUNT)
    if parameter.must_hold:
        return HOLDING[parameter.must_hold].format(count)
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
