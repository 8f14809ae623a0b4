"""Dates and times with more information than Python's: a date with a zone, digits beyond microseconds.

They are ordinary dates and datetimes that write the text they were read from; values computed from them have Python's
precision.
"""

from __future__ import annotations

import datetime as dt
from typing import Any


class ZonedDate(dt.date):
    """A date with a zone, which Python's dates do not have; it equals the date without the zone.

    Attributes:
        zone: the zone as written: "Z" or "+02:00".
    """

    zone: str = ""

    def isoformat(self) -> str:
        """Write it in XSD form: "2026-01-31+02:00"."""
        return super().isoformat() + self.zone

    __str__ = isoformat

    def __reduce__(self) -> tuple[Any, ...]:
        return zoned_date, (self.year, self.month, self.day, self.zone)

    def __repr__(self) -> str:
        return f"ZonedDate({self.isoformat()})"


def zoned_date(year: int, month: int, day: int, zone: str) -> ZonedDate:
    """Make a date with a zone."""
    found = ZonedDate(year, month, day)
    found.zone = zone
    return found


class PreciseDateTime(dt.datetime):
    """A datetime with digits beyond the microseconds, as .NET writes them; Python compares it without them.

    Attributes:
        digits: the digits after the sixth digit of the fraction, such as "7".
    """

    digits: str = ""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """Write it in XSD form with all digits, unless a precision is given."""
        text = super().isoformat(sep, timespec)
        if timespec != "auto" or not self.digits:
            return text
        head, zone = text[:19], text[19:]  # after the seconds
        fraction = f".{self.microsecond:06d}"
        return f"{head}{fraction}{self.digits}{zone.removeprefix(fraction)}"

    def __str__(self) -> str:
        return self.isoformat(" ")

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        plain = dt.datetime.combine(self.date(), self.timetz()).replace(fold=self.fold)
        return precise, (plain, self.digits)

    def __repr__(self) -> str:
        return f"PreciseDateTime({self.isoformat()})"


def precise(moment: dt.datetime, digits: str) -> PreciseDateTime:
    """Make a datetime with digits beyond the microseconds."""
    found = PreciseDateTime.combine(moment.date(), moment.timetz())
    found.digits = digits
    return found
