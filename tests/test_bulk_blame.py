"""Whose fault an error of a bulk run is: one answer for each kind of error, to each question."""

from __future__ import annotations

import pytest

from soapclient import errors
from soapclient.bulk import blame

LOST = errors.RequestTimeout("lost", operation="x", maybe_applied=True)
BUSY = tuple(errors.HttpError("busy", operation="x", status=status) for status in (429, 502, 503, 504))
REFUSED_BY_HTTP = tuple(errors.HttpError("no", operation="x", status=status) for status in (401, 407))
AWAY = (errors.ConnectError("away", operation="x"), errors.RequestTimeout("slow", operation="x"), LOST, *BUSY)
UNUSABLE = (
    errors.UnexpectedReply("no XML", operation="x"),
    errors.ReplyTooLarge("large", operation="x"),
    *(errors.HttpError("no", operation="x", status=status) for status in (403, 404, 500)),
)
LOGIN = tuple(
    kind("no", operation="x", code=code)
    for code, kind in enumerate((errors.AuthenticationFailed, errors.SessionExpired, errors.TicketNotAllowed), 900)
)
NO_CONTRACT = (errors.WsdlError("the contract cannot be had"),)
THE_ROW = (
    errors.AccessDenied("no", operation="x"),
    errors.DocumentNotFound("gone", operation="x"),
    errors.ServerFault("x", operation="x"),
    errors.ArgumentError("x", ("too long",)),
)
TLS = (errors.TlsError("certificate", operation="x"),)
ALL = (*AWAY, *REFUSED_BY_HTTP, *UNUSABLE, *LOGIN, *NO_CONTRACT, *THE_ROW, *TLS, errors.BulkError("stopped"))


def of_the_row(error):
    """Whether it is the row's when it is the first error of a planning."""
    return blame.Replies().of_the_row(error)


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        (blame.may_pass, AWAY),
        (blame.stops_all, (*LOGIN, *NO_CONTRACT)),
        (blame.is_login_refused, REFUSED_BY_HTTP),
        (blame.is_unusable_reply, UNUSABLE),
        (blame.ends_run, ({*AWAY} - {LOST}) | {*REFUSED_BY_HTTP, *LOGIN, *NO_CONTRACT, *TLS}),
        (of_the_row, (*UNUSABLE, *THE_ROW)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_question_has_one_answer(question, yes):
    """Each kind of error answers each question in one way."""
    assert {*yes} == {error for error in ALL if question(error)}


def test_a_row_that_could_not_be_read():
    """A refusal to read fails a row; one that may have been done stays unknown but where what it is about is gone."""
    refused = {error for error in THE_ROW if isinstance(error, errors.ServiceError)}
    assert refused == {error for error in ALL if blame.status_after_read(error, "unsent") == "failed"}
    gone = [error for error in ALL if blame.status_after_read(error, "unknown") == "failed"]
    assert [errors.DocumentNotFound] == [type(error) for error in gone]
    for doubt in ("unsent", "unknown"):
        assert {"failed", doubt} == {blame.status_after_read(error, doubt) for error in ALL}


@pytest.mark.parametrize("doubt", ["unsent", "unknown"])
def test_a_row_that_was_sent(doubt):
    """A refusal fails a row; no usable reply leaves it as it was, unless it may have been done, in part or whole."""
    told = {error: blame.status_after_send(error, doubt) for error in ALL}
    assert {*THE_ROW, ALL[-1]} == {error for error, status in told.items() if status == "failed"}
    assert "unknown" == told.pop(LOST)
    assert {"failed", doubt} == {*told.values()}
    for kind in (errors.ConnectError, errors.SessionExpired):
        error = kind("away", operation="x")
        error.done = ("y",)
        assert "unknown" == blame.status_after_send(error, doubt)
