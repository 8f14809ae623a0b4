"""Write the values of an answer as JSON without losing precision."""

from __future__ import annotations

import base64
import datetime as dt
import json
import math
from decimal import Decimal
from typing import Any

from lxml import etree

from ..xsd import to_lexical
from .xml_values import text_of


def dumps(value: Any, indent: int | None = None) -> str:
    """Write dicts, lists and the values of an answer as JSON.

    Args:
        value: a dict, a list, or any value in them.
        indent: the indentation of each level; None for one line.
    """
    return json.dumps(jsonable(value), indent=indent, ensure_ascii=False, allow_nan=False)


def jsonable(value: Any) -> Any:
    """Return a value in JSON's types: decimals, dates, times, durations, bytes and XML are text."""
    if isinstance(value, dict):
        return {str(name): jsonable(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(each) for each in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else to_lexical("double", value)
    if isinstance(value, Decimal):
        return to_lexical("decimal", value)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dt.datetime):
        return to_lexical("dateTime", value)
    if isinstance(value, (dt.date, dt.time)):
        return to_lexical("time" if isinstance(value, dt.time) else "date", value)
    if isinstance(value, dt.timedelta):
        return duration(value)
    return text_of(value) if isinstance(value, etree._Element) else value


def duration(value: dt.timedelta) -> str:
    """Write a duration in XSD form: "P1DT2H3.5S"."""
    sign, value = ("-", -value) if value < dt.timedelta() else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    parts = [f"{hours}H" if hours else "", f"{minutes}M" if minutes else ""]
    parts.append(f"{seconds}{fraction}S" if seconds or fraction else "")
    time = "".join(parts)
    days = f"{value.days}D" if value.days or not time else ""
    return f"{sign}P{days}{'T' if time else ''}{time}"
