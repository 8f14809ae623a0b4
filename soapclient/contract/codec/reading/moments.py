"""Dates and times that say more than Python's own hold: a zone of a day, digits beyond the microseconds.

They are dates and datetimes like any other, and write what they were read from; what is computed from them has Python's
precision.
"""

from __future__ import annotations

import datetime as dt
from typing import Any


class ZonedDate(dt.date):
    """A date with a zone, which Python's dates do not have; it equals the date without.

    Attributes:
        zone: the zone as it was written: "Z" or "+02:00".
    """

    zone: str = ""

    def isoformat(self) -> str:
        """Write it as XSD does: "2026-01-31+02:00"."""
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
        digits: the digits behind the sixth one of the fraction, such as "7".
    """

    digits: str = ""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """Write it as XSD does, with all digits, where the precision is not said."""
        text = super().isoformat(sep, timespec)
        if timespec != "auto" or not self.digits:
            return text
        head, zone = text[:19], text[19:]  # behind the seconds
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
