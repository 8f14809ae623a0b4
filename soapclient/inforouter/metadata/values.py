"""Values of property fields: as Python has them, and as the rows of a property set hold them.

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
# The kinds of control whose values are chosen from a list; a lookup asks a database of its own and is not checked.
LISTS: Final = ("COMBO BOX", "LIST BOX", "RADIO BUTTON")


def kind(field: PropertyField) -> str:
    """Return the type of a field: CHAR, NUMBER, DATE, BOOLEAN, or another one of which nothing is known."""
    return (field.data_type or "").strip().upper()


def has_options(field: PropertyField) -> bool:
    """Return whether the values of a field are chosen from a list."""
    return (field.control or "").strip().upper() in LISTS


def read(field: PropertyField | None, text: str) -> Any:
    """Read a stored value.

    Args:
        field: the field; None where nothing is known of it.
        text: what is stored.

    Returns:
        None for an empty one; a `str` for CHAR; an `int` or a `Decimal` for NUMBER, a `date` or a `datetime` for DATE,
        a `bool` for BOOLEAN, and the text itself where it is not written as one of these.
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
        ValueError: the field cannot have it; the message says why.
    """
    if value is CLEAR:
        if field.required:
            raise ValueError("the definition requires a value, so it cannot be empty")
        return ""
    text = _SAID.get(kind(field), _text)(value)
    if not text.strip() and (field.required or not isinstance(value, Exact)):
        raise ValueError("it is blank; say CLEAR to empty the field, or KEEP to leave it as it is")
    check_text(text)
    length = len(text.encode("utf-16-le")) // 2
    if kind(field) == "CHAR" and field.length and length > field.length:
        raise ValueError(f"it has {length} characters, and the field takes {field.length}")
    return text


def resent(field: PropertyField | None, text: str) -> str:
    """Return a stored value as it is sent again: a boolean in the spelling that is sent, which is not the one read."""
    found = read(field, text)
    return _boolean(found) if isinstance(found, bool) else text


def same(field: PropertyField | None, one: str, other: str) -> bool:
    """Return whether two texts are the same value of a field."""
    return one == other or read(field, one) == read(field, other)


def canonical(field: PropertyField, text: str) -> str:
    """Return the one text for all spellings of a value."""
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
        raise ValueError(f"{type(value).__name__} where text is wanted: pass it as a str")
    return str(value)


def _decimal(value: Any) -> str:
    if isinstance(value, float):
        raise ValueError("a float is not exact: pass an int, a Decimal or the text of the number")
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and (not value.strip() or _NUMBER.fullmatch(value.strip())):
        return value.strip()
    raise ValueError(f"{_shown(value)} is not a number: pass an int, a Decimal or a text such as '12.50'")


def _date(value: Any) -> str:
    if isinstance(value, dt.datetime):
        raise ValueError("a datetime where a date is wanted: pass its date(), in the zone that is meant")
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
    raise ValueError(f"{_shown(value)} is not a date: pass a date or a text such as '2026-01-31'")


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
