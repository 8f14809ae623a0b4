"""Convert values of property fields between Python and the rows of a property set.

Source: the pages of GetPropertySetDefinition, GetPropertySets, AddPropertySetField and AddPropertySetRow.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ...contract.xsd import check_text, plain_iso
from ...values import CLEAR
from ..steps import Exact

if TYPE_CHECKING:
    from ..models.contents import PropertyField

_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_BOOLEANS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The kinds of control with a list of values; a lookup uses a database of its own and is not checked.
LISTS: Final = ("COMBO BOX", "LIST BOX", "RADIO BUTTON")


def kind(field: PropertyField) -> str:
    """Return the type of a field: CHAR, NUMBER, DATE, BOOLEAN, or an unknown one."""
    return (field.data_type or "").strip().upper()


def has_options(field: PropertyField) -> bool:
    """Return whether the values of a field are chosen from a list."""
    return (field.control or "").strip().upper() in LISTS


def read(field: PropertyField | None, text: str) -> Any:
    """Read a stored value.

    Args:
        field: the field; None if its definition is unknown.
        text: the stored text.

    Returns:
        None for an empty one; a `str` for CHAR; an `int` or a `Decimal` for NUMBER, a `date` or a `datetime` for DATE,
        a `bool` for BOOLEAN, and the text itself if it does not fit the type.
    """
    what = "" if field is None else kind(field)
    if what in ("NUMBER", "DATE", "BOOLEAN") and not text.strip():
        return None
    if what == "NUMBER":
        return _number(text)
    if what == "DATE":
        return _moment(text)
    if what == "BOOLEAN":
        return _BOOLEANS.get(text.strip().casefold(), text)
    return text or None


def said(field: PropertyField, value: Any) -> str:
    """Return a value as it is sent.

    Args:
        field: the field.
        value: a value, or `CLEAR`.

    Raises:
        ValueError: the field cannot have it; the message gives the reason.
    """
    if value is CLEAR:
        if field.required:
            raise ValueError("the definition requires a value, so it cannot be empty")
        return ""
    text = _SAID.get(kind(field), _text)(value)
    if not text.strip() and (field.required or not isinstance(value, Exact)):
        raise ValueError("it is blank; pass CLEAR to empty the field, or KEEP to keep it")
    check_text(text)
    length = len(text.encode("utf-16-le")) // 2
    if kind(field) == "CHAR" and field.length and length > field.length:
        raise ValueError(f"it has {length} characters, but the field allows {field.length}")
    return text


def resent(field: PropertyField | None, text: str) -> str:
    """Return a stored value to send again: a boolean is sent in another spelling than it is read."""
    found = read(field, text)
    return _boolean(found) if isinstance(found, bool) else text


def same(field: PropertyField | None, one: str, other: str) -> bool:
    """Return whether two texts are the same value of a field."""
    return one == other or read(field, one) == read(field, other)


def canonical(field: PropertyField, text: str) -> str:
    """Return one text for all spellings of a value."""
    found = read(field, text)
    if isinstance(found, (int, Decimal)) and not isinstance(found, bool):
        plain = f"{found:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(found, dt.date):
        return found.isoformat()
    return resent(field, text)


def _number(text: str) -> int | Decimal | str:
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        return text
    return Decimal(plain) if "." in plain else int(plain) if len(plain) < 4000 else Decimal(plain)


def _moment(text: str) -> dt.date | str:
    """Read a date; midnight without a zone is a day that the server writes with a time."""
    try:
        found = dt.datetime.fromisoformat(plain_iso(text.strip()))
    except ValueError:
        return text
    return found.date() if found.tzinfo is None and found.time() == dt.time() else found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected a str, not {type(value).__name__}")
    return str(value)


def _decimal(value: Any) -> str:
    if isinstance(value, float):
        raise ValueError("a float is not exact; pass an int, a Decimal or the text of the number")
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and (not value.strip() or _NUMBER.fullmatch(value.strip())):
        return value.strip()
    raise ValueError(f"{_shown(value)} is not a number; pass an int, a Decimal or a text such as '12.50'")


def _date(value: Any) -> str:
    if isinstance(value, dt.datetime):
        raise ValueError("expected a date, not a datetime; pass its date() in the intended zone")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        plain = value.strip()
        if not plain:
            return plain
        try:
            if _DAY.fullmatch(plain):
                return dt.date.fromisoformat(plain).isoformat()
        except ValueError:
            pass
    raise ValueError(f"{_shown(value)} is not a date; pass a date or a text such as '2026-01-31'")


def _boolean(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if not value.strip():
            return ""
        found = _BOOLEANS.get(value.strip().casefold())
        if found is not None:
            return _boolean(found)
    raise ValueError(f"{_shown(value)} is neither true nor false")


def _shown(value: Any) -> str:
    return repr(value)[:60]


_SAID: Final = {"NUMBER": _decimal, "DATE": _date, "BOOLEAN": _boolean}
