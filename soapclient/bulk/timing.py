"""Times of a run: when it began and ended, how fast it is, and how long the rest will take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from .journal import JournalFile

_SHORT: Final = 0.05  # seconds: too little to tell a rate


@attrs.frozen(kw_only=True)
class RunTiming:
    """Times of a run, of all its sessions; times are texts in ISO 8601, in UTC.

    Attributes:
        started: when the run began.
        last_event: when it wrote to its journal last.
        ended: when it ended; None for a run that is under way or was killed.
        running: whether it is under way now.
        sessions: how often it was started: once, and once more for each time it was resumed.
        seconds: how long it has worked, without the time between its sessions.
        rate: rows a second so far; None where there is too little to tell.
        left: rows that a resumed run has still to do.
        remaining: seconds until the end at this rate; None where it is not under way or there is no rate.
        estimated_end: when that is; None where `remaining` is.
    """

    started: str
    last_event: str
    ended: str | None
    running: bool
    sessions: int
    seconds: float
    rate: float | None
    left: int
    remaining: float | None
    estimated_end: str | None


def timing(journal: JournalFile) -> RunTiming:
    """Work out the times of a run from its journal.

    Args:
        journal: the journal; it may be that of a run that goes on.
    """
    moment = dt.datetime.now(dt.timezone.utc)
    running = journal.stopped is None and journal.in_use
    sessions = [*journal.sessions]
    if running:
        sessions[-1] = (sessions[-1][0], max(sessions[-1][1], moment.isoformat(timespec="milliseconds")))
    seconds = sum(seconds_between(*each) for each in sessions)
    begun = [state for state in journal.states.values() if state.status != "unsent"]
    doubtful = sum(state.status == "unknown" for state in begun) if journal.plan.shape.readable else 0
    left = journal.plan.summary["change"] - len(begun) + doubtful
    known = len(begun) - doubtful
    rate = known / seconds if known and seconds >= _SHORT else None
    remaining = left / rate if running and rate is not None else None
    end = None if remaining is None else moment + dt.timedelta(seconds=min(remaining, 10**9))
    return RunTiming(
        started=journal.sessions[0][0],
        last_event=journal.sessions[-1][1],
        ended=None if journal.stopped is None else journal.sessions[-1][1],
        running=running,
        sessions=len(sessions),
        seconds=round(seconds, 3),
        rate=rate,
        left=left,
        remaining=remaining,
        estimated_end=None if end is None else end.isoformat(timespec="seconds"),
    )


def seconds_between(first: str, last: str) -> float:
    """Return the seconds from one time to another; 0 where the clock was set back or one of them is not a time."""
    try:
        return max(0.0, (dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
