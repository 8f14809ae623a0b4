"""Dates that are sent to the service, and their comparison with those that it returns.

The service stores local time: it converts a time with a zone, and reads one without as its own. It returns dates with
a zone, without one, or as a day.

Source: the pages of SetClassificationLevel, SetDocumentCompletionStatus, SetDocumentCutoffDate and SetExpirationDate.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

# The service reads this date, and every earlier one, as no date.
NONE: Final = "1900-01-01T00:00:00"
_FIRST: Final = dt.date(1900, 1, 2)
_DAY: Final = dt.timedelta(days=1)
# How far clocks are behind and ahead of UTC at most.
_WEST: Final = dt.timedelta(hours=12)
_EAST: Final = dt.timedelta(hours=14)


def said(value: Any) -> str:
    """Return a date as it is sent: a day begins at midnight on the server's clock.

    Raises:
        ValueError: it is not a date, or the service would read it as no date.
    """
    if not isinstance(value, dt.date):
        raise ValueError(f"{repr(value)[:60]} is not a date; pass a date or a datetime")
    day = value.date() if isinstance(value, dt.datetime) else value
    if day < _FIRST:
        raise ValueError(f"{value} is before 1900-01-02, which the service reads as no date")
    return value.isoformat() if isinstance(value, dt.datetime) else f"{value.isoformat()}T00:00:00"


def certain(value: dt.date, told: dt.datetime | None) -> bool:
    """Return whether a returned date certainly is the given one; not if only one of them has a zone."""
    if told is None:
        return False
    wanted = _begin(value)
    return (wanted.tzinfo is None) == (told.tzinfo is None) and wanted == told


def same(value: dt.date, told: dt.datetime | None) -> bool:
    """Return whether a returned date may be the one that was sent.

    If only one of two times has a zone, the clocks may be this far apart.
    """
    if told is None:
        return False
    wanted = _begin(value)
    midnight = told.time() == dt.time() and told.tzinfo is None  # only the day is returned
    if wanted.tzinfo is not None and told.tzinfo is None:
        if midnight:
            return abs(wanted.date() - told.date()) <= _DAY
        return _may_be(told, wanted)
    if wanted.tzinfo is None and told.tzinfo is not None:
        return _may_be(wanted, told)
    midnight = midnight or not isinstance(value, dt.datetime)
    return wanted.date() == told.date() if midnight else abs(wanted - told) < dt.timedelta(minutes=1)


def _begin(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())


def _may_be(clock: dt.datetime, moment: dt.datetime) -> bool:
    """Return whether a clock somewhere on earth may have shown this at a moment."""
    ahead = clock - moment.astimezone(dt.timezone.utc).replace(tzinfo=None)
    return -_WEST <= ahead <= _EAST
