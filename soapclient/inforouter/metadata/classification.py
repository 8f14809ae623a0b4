"""The classification of documents and folders.

Source: the pages of SetClassificationLevel, GetDocument and GetFolder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, NullNotAllowed, SoapClientError, UnexpectedReply
from ...values import CLEAR, KEEP, Clear, Keep
from ..steps import Result
from . import moments
from .placed import Placed

if TYPE_CHECKING:
    from ..models.contents import Document, Folder

LEVELS: Final = {"NoMarkings": 0, "Declassified": 1, "Confidential": 2, "Secret": 3, "TopSecret": 4}
_LEVELS: Final = {text: level for name, level in LEVELS.items() for text in (name.casefold(), str(level))}
_WRITES: Final = "SetClassificationLevel"
_DATED: Final = 2  # from this level on

Day = dt.date | Keep | Clear | None


class ClassificationFlows(Placed):
    """The workflows for the classification of documents or folders."""

    @workflow
    def classify(
        self,
        path_or_id: str | int,
        /,
        level: int | str,
        *,
        downgrade_on: Day = KEEP,
        declassify_on: Day = KEEP,
        reason: str | None = None,
        agency: str | None = None,
    ) -> Flow[Result]:
        """Set the classification level, and keep or set its dates.

        The service removes a date that is not sent, so dates to keep are read and sent again. It ignores dates below
        Confidential: they are refused here, and stored ones are lost then. Each call writes an entry in the
        history; if nothing would change and neither a reason nor an agency is given, nothing is called. The level
        and the dates are read back, as far as the service returns them.

        Args:
            path_or_id: the path, or a document's number.
            level: 0 to 4, or "NoMarkings", "Declassified", "Confidential", "Secret" or "TopSecret".
            downgrade_on: when the level is lowered; a date is a day on the server's clock. `CLEAR` removes it.
            declassify_on: when the classification ends, likewise.
            reason: the reason, for the history.
            agency: the deciding agency, for the history.

        Returns:
            The called operations; none if nothing had to change.

        Raises:
            ArgumentError: the level or a date is not possible; nothing was sent.
            NullNotAllowed: a date that may be stored is not returned and so cannot be kept; nothing was sent.
            AccessDenied: the folder does not accept classified documents, or the caller may not classify.
            NotFound: the document or folder does not exist; a server may not support classified folders.
            UnexpectedReply: the level or a date differs from what was sent.
        """
        wanted, number = {"downgrade_on": downgrade_on, "declassify_on": declassify_on}, _number(level)
        problems = [] if number is not None else [f"level: {level!r} is not one of {', '.join(LEVELS)}, or 0 to 4"]
        sent: dict[str, Any] = {}
        for name, value in wanted.items():
            if value is None or value is KEEP or value is CLEAR:
                continue
            if number is not None and number < _DATED:
                problems.append(f"{name}: the service ignores it below Confidential")
            try:
                sent[name] = moments.said(value)
            except ValueError as exc:
                problems.append(f"{name}: {exc}")
        if problems or number is None:
            raise ArgumentError("classify", tuple(problems))
        path = yield from self._place(path_or_id, _WRITES)
        now = yield from self._thing(path)
        for name in [name for name, value in wanted.items() if value is None or value is KEEP]:
            stored = getattr(now, name)
            if number >= _DATED and stored is not None:
                wanted[name], sent[name] = stored, moments.said(stored)
            elif number >= _DATED and not _tells(now, name) and (_level(now) or 0) >= _DATED:
                why = f"{name}: the service does not return it, so it cannot be kept; give a date, or CLEAR"
                raise NullNotAllowed("classify", (why,))
        known = _level(now) is not None and all(_tells(now, name) for name in wanted)
        if reason is None and agency is None and known and not _different(number, wanted, now, moments.certain):
            return Result(operations=())
        yield from self._call(
            _WRITES,
            Path=path,
            ClassificationLevel=number,
            DowngradeOn=sent.get("downgrade_on", CLEAR),
            DeclassifyOn=sent.get("declassify_on", CLEAR),
            ReasonForAction=reason or "",
            Agency=agency or "",
        )
        try:
            wrong = _different(number, wanted, (yield from self._thing(path)), moments.same)
            if wrong:
                told = f"{_WRITES}: read back, {'; '.join(wrong)}"
                raise UnexpectedReply(told, operation=_WRITES, maybe_applied=True)
        except SoapClientError as exc:
            exc.done = (_WRITES,)
            raise
        return Result(operations=(_WRITES,), resent=tuple(name for name in sent if wanted[name] is getattr(now, name)))


def _number(level: Any) -> int | None:
    if isinstance(level, bool) or not isinstance(level, (int, str)):
        return None
    return _LEVELS.get("".join(str(level).split()).casefold())


def _level(now: Document | Folder) -> int | None:
    return now.classification_id if now.classification_id is not None else _number(now.classification)


def _tells(now: Document | Folder, name: str) -> bool:
    """Return whether the service returns a date, even an empty one."""
    folded = name.replace("_", "")
    return getattr(now, name) is not None or any(each.casefold() == folded for each in now.attributes)


def _different(
    number: int,
    wanted: dict[str, Any],
    now: Document | Folder,
    same: Callable[[dt.date, dt.datetime | None], bool],
) -> list[str]:
    """List the differences from the wanted values, as far as they are returned."""
    level = _level(now)
    wrong = [] if level in (None, number) else [f"the level is {level}, not {number}"]
    for name, value in wanted.items():
        told = getattr(now, name)
        if not _tells(now, name):
            continue
        if isinstance(value, dt.date) and not same(value, told):
            wrong.append(f"{name} is {told}, not {value}")
        elif value is CLEAR and told is not None:
            wrong.append(f"{name} is still {told}")
    return wrong
