"""The dates of a document: its expiration, completion and cutoff.

Source: the pages of SetExpirationDate, RemoveExpirationDate, GetDocumentExpirationDate, SetDocumentCompletionStatus,
SetDocumentCutoffDate, RemoveDocumentCutoffDate and GetDocument.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from lxml import etree

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...errors import ArgumentError, Conflict, SoapClientError, UnexpectedReply
from ..document_base import DocumentReading
from ..models.entity import moment
from ..steps import Result
from . import moments

_EXPIRES: Final = "SetExpirationDate"
_NEVER: Final = "RemoveExpirationDate"
_TELLS: Final = "GetDocumentExpirationDate"
_COMPLETES: Final = "SetDocumentCompletionStatus"
_CUTS: Final = "SetDocumentCutoffDate"
_UNCUTS: Final = "RemoveDocumentCutoffDate"
_WHOLE: Final = 100


class LifeFlows(DocumentReading):
    """The workflows for the dates of documents."""

    @workflow
    def expiration(self, path_or_id: str | int, /) -> Flow[dt.datetime | None]:
        """Return when a document expires; None if it does not.

        Args:
            path_or_id: the document's path, or its number.

        Raises:
            DocumentNotFound: the document does not exist.
            UnexpectedReply: the reply does not contain the date.
        """
        return (yield from self._expiration(self._address(path_or_id, _TELLS)))

    @workflow
    def set_expiration(self, path_or_id: str | int, /, on: dt.date, *, notify: tuple[int, int] | None) -> Flow[Result]:
        """Set the expiration date of a document, and who is notified.

        Current notifications cannot be read, and each call sets them: so `notify` is required. The date is read back.

        Args:
            path_or_id: the document's path, or its number.
            on: the date; a date is a day on the server's clock.
            notify: the number of a user and how many days before that user is notified; None to notify nobody.

        Raises:
            ArgumentError: the date or the notification is not possible; nothing was sent.
            DocumentNotFound, AccessDenied: the service refused.
            UnexpectedReply: another date is read back.
        """
        date, problems = _said("on", on)
        who = (0, 0) if notify is None else notify
        if notify is not None and not _are_numbers(who):
            problems.append(f"notify: {notify!r} is not the number of a user and a number of days, both above 0")
        if problems:
            raise ArgumentError(_EXPIRES, tuple(problems))
        path = self._address(path_or_id, _EXPIRES)
        self._caller.find(_TELLS)  # needed to read it back
        said = {"expirationDate": date, "notificationAgentId": who[0], "notifyBeforeDays": who[1]}
        yield from self._call(_EXPIRES, documentPath=path, **said)
        try:
            told = yield from self._expiration(path)
            if not moments.same(on, told):
                raise _other(_EXPIRES, f"the document expires on {told}, not on {on}")
        except SoapClientError as exc:
            exc.done = (_EXPIRES,)
            raise
        return Result(operations=(_EXPIRES, _TELLS))

    @workflow
    def remove_expiration(self, path_or_id: str | int, /) -> Flow[Result]:
        """Remove the expiration date of a document, and its notifications.

        Args:
            path_or_id: the document's path, or its number.

        Raises:
            DocumentNotFound, AccessDenied, Conflict: the service refused.
            UnexpectedReply: a date is read back.
        """
        path = self._address(path_or_id, _NEVER)
        self._caller.find(_TELLS)
        yield from self._call(_NEVER, documentPath=path)
        try:
            told = yield from self._expiration(path)
            if told is not None:
                raise _other(_NEVER, f"the document still expires on {told}")
        except SoapClientError as exc:
            exc.done = (_NEVER,)
            raise
        return Result(operations=(_NEVER, _TELLS))

    @workflow
    def set_completion(
        self, path_or_id: str | int, /, percent: int, *, completed_on: dt.date | None = None
    ) -> Flow[Result]:
        """Set how far a document is complete; at 100 it is complete, and cannot be checked out.

        Args:
            path_or_id: the document's path, or its number.
            percent: 0 to 100; the service would store any number.
            completed_on: when it was completed, only at 100: below that, a server would complete the document.
                By default today, by the server's clock.

        Raises:
            ArgumentError: the number or the date is not possible; nothing was sent.
            InvalidValue: the date is in the future.
            DocumentNotFound, AccessDenied, Conflict: the service refused.
            UnexpectedReply: another number or date is read back.
        """
        date, problems = (moments.NONE, []) if completed_on is None else _said("completed_on", completed_on)
        if isinstance(percent, bool) or not isinstance(percent, int) or not 0 <= percent <= _WHOLE:
            problems.append(f"percent: {percent!r} is not a number from 0 to 100")
        elif completed_on is not None and percent < _WHOLE:
            problems.append("completed_on: only allowed at 100; with it the service completes the document")
        if problems:
            raise ArgumentError(_COMPLETES, tuple(problems))
        path = self._address(path_or_id, _COMPLETES)
        yield from self._call(_COMPLETES, Path=path, PercentComplete=percent, CompletionDate=date)
        try:
            now = yield from self._get(path)
            if now.percent_complete not in (None, percent):
                raise _other(_COMPLETES, f"the document is at {now.percent_complete} percent, not at {percent}")
            told = any(each.casefold() == "completiondate" for each in now.attributes)
            if completed_on is not None and told and not moments.same(completed_on, now.completed):
                raise _other(_COMPLETES, f"the document was completed on {now.completed}, not on {completed_on}")
        except SoapClientError as exc:
            exc.done = (_COMPLETES,)
            raise
        return Result(operations=(_COMPLETES, "GetDocument"))

    @workflow
    def cut_off(self, path_or_id: str | int, /, on: dt.date) -> Flow[Result]:
        """Freeze a document with a cutoff date: it is locked at once, even if the date is in the future.

        The service keeps an existing date and reports success, so another date is refused here.

        Args:
            path_or_id: the document's path, or its number.
            on: the date.

        Returns:
            The called operations; none if the document already has this date.

        Raises:
            ArgumentError: the date is not possible, or would remove the date; nothing was sent.
            Conflict: the document has another cutoff date, is a shortcut or is checked out.
            DocumentNotFound, AccessDenied: the service refused.
            UnexpectedReply: no date or another one is read back.
        """
        date, problems = _said("on", on)
        if problems:
            raise ArgumentError(_CUTS, tuple(problems))
        path = self._address(path_or_id, _CUTS)
        before = (yield from self._get(path)).cut_off
        if before is not None:
            if moments.certain(on, before) or (not isinstance(on, dt.datetime) and moments.same(on, before)):
                return Result(operations=())
            why = f"{path} already has the cutoff date {before}, which the service would keep; remove it first"
            raise Conflict(f"{_CUTS}: {why}", operation=_CUTS, text=why)
        yield from self._call(_CUTS, path=path, cutoffDate=date)
        try:
            now = yield from self._get(path)
            if not moments.same(on, now.cut_off):
                raise _other(_CUTS, f"the cutoff date is {now.cut_off}, not {on}")
        except SoapClientError as exc:
            exc.done = (_CUTS,)
            raise
        return Result(operations=(_CUTS, "GetDocument"))

    @workflow
    def remove_cutoff(self, path_or_id: str | int, /) -> Flow[Result]:
        """Remove the cutoff date of a document and unfreeze it.

        Args:
            path_or_id: the document's path, or its number.

        Raises:
            DocumentNotFound, AccessDenied, Conflict: the service refused, also because the folder is cut off.
            UnexpectedReply: a date is read back.
        """
        path = self._address(path_or_id, _UNCUTS)
        yield from self._call(_UNCUTS, path=path)
        try:
            now = yield from self._get(path)
            if now.cut_off is not None:
                raise _other(_UNCUTS, f"the cutoff date is still {now.cut_off}")
        except SoapClientError as exc:
            exc.done = (_UNCUTS,)
            raise
        return Result(operations=(_UNCUTS, "GetDocument"))

    def _expiration(self, path: str) -> Flow[dt.datetime | None]:
        reply = yield from self._call(_TELLS, path=path)
        text = _told(reply.element)
        if text is None:
            raise UnexpectedReply(f"{_TELLS}: the reply does not say when {path} expires", operation=_TELLS)
        found = moment(text)
        if found is None and text.strip() and not text.strip().startswith(("1900-01-01", "0001-01-01")):
            raise UnexpectedReply(f"{_TELLS}: {text[:40]!r} is not a date", operation=_TELLS)
        return found


def _told(root: etree._Element | None) -> str | None:
    """Return the date: an attribute of the root or the text of a child, since the page shows both."""
    if root is None:
        return None
    found = next((str(text) for name, text in root.attrib.items() if str(name).casefold() == "expirationdate"), None)
    child = next(root.iterchildren("{*}Value"), None)
    return found if found is not None or child is None else child.text or ""


def _said(name: str, value: Any) -> tuple[str, list[str]]:
    try:
        return moments.said(value), []
    except ValueError as exc:
        return "", [f"{name}: {exc}"]


def _are_numbers(pair: Any) -> bool:
    return (
        isinstance(pair, tuple)
        and len(pair) == len((0, 0))
        and all(isinstance(each, int) and not isinstance(each, bool) and each > 0 for each in pair)
    )


def _other(operation: str, why: str) -> UnexpectedReply:
    return UnexpectedReply(f"{operation}: read back, {why}", operation=operation, maybe_applied=True)
