"""Which failures of a read are one row's, and which end the planning: for users, whatever the server answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import Contract, errors
from soapclient.bulk.pacing import Pacing
from soapclient.bulk.planner import plan_rows
from soapclient.bulk.target import USERS, Target
from soapclient.inforouter.user_rows import UsersTarget

UNCLEAR = "GetUser: the reply is no XML"
GOOD, BAD, GONE = "good", "bad", "gone"


class Server(Target):
    """Users, each of whom is read as the test says."""

    shape = USERS
    server = "sim:"
    operations = ("GetUser",)
    contract = Contract.load("bundled")
    changed_by = UsersTarget.changed_by

    def __init__(self, fates):
        self.fates = [(f"u{number}", fate) for number, fate in enumerate(fates)]
        self.reads = 0

    def plan(self, key, values):
        return ("UpdateUserContactInfo",)

    def read(self, key, fields):
        self.reads += 1
        fate = dict(self.fates)[key]
        if isinstance(fate, errors.SoapClientError):
            raise fate
        if fate == BAD:
            raise errors.UnexpectedReply(UNCLEAR, operation="GetUser")
        if fate == GONE:
            raise errors.UserNotFound("GetUser: User not found", operation="GetUser")
        return dict.fromkeys(fields, "old")

    def send(self, key, values, *, again=False):
        raise AssertionError("planning sends nothing")

    def rows(self):
        return [{"user_name": key, "email": "new"} for key, _ in self.fates]


def planned(fates, **options):
    """The errors of the rows of a plan, and the server that was read."""
    server = Server(fates)
    with plan_rows(server, server.rows(), Pacing(**{"workers": 1, "patience": 0, **options})) as plan:
        return [row.error for row in plan], server


class TestOneRow:
    """What is one row's error."""

    @pytest.mark.parametrize(
        "error",
        [
            errors.UnexpectedReply("x: the reply is no XML", operation="x"),
            errors.ReplyTooLarge("x: the reply is too large", operation="x"),
            errors.HttpError("x: HTTP 500", operation="x", status=500),
            errors.HttpError("x: HTTP 403", operation="x", status=403),
            errors.ServerFault("x: SystemError:Object reference", operation="x"),
            errors.AccessDenied("x: Access denied", operation="x"),
            errors.ArgumentError("x", ("email: too long",)),
        ],
        ids=lambda error: str(error),
    )
    def test_the_others_are_planned(self, error):
        """A row whose user cannot be read has the reason as its error, and the rows around it are planned."""
        assert ["", str(error), ""] == planned([GOOD, error, GOOD])[0]

    @pytest.mark.parametrize("workers", [1, 4])
    def test_a_few_here_and_there(self, workers):
        """One reply in ten that cannot be understood ends nothing, however many that are."""
        found, _ = planned(([GOOD] * 9 + [BAD]) * 30, workers=workers)
        assert 30 == found.count(UNCLEAR)

    def test_a_refusal_is_an_answer(self):
        """Refusals between replies that cannot be understood show that the server is well."""
        found, _ = planned([GOOD] * 10 + [BAD, BAD, BAD, BAD, GONE, BAD])
        assert 5 == found.count(UNCLEAR)

    def test_in_an_undo(self, admin, sim, tmp_path):
        """The undo of a run names a row that cannot be read, and restores the others."""
        rows = [{"user_name": name, "email": "new"} for name in ("jdoe", "admin")]
        with admin.users.plan_bulk(rows) as plan:
            assert plan.apply(tmp_path / "journal").ok
        sim.fail("html", operation="GetUser")
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo(workers=1) as undo:
            first, second = undo
        assert first.error.startswith("GetUser: ")
        assert not first.changes
        assert second.changes


class TestEveryRow:
    """What ends the planning."""

    @pytest.mark.parametrize(
        "error",
        [
            errors.ConnectError("x: no connection", operation="x"),
            errors.RequestTimeout("x: no reply", operation="x"),
            errors.TlsError("x: certificate", operation="x"),
            *(errors.HttpError("x: HTTP", operation="x", status=status) for status in (401, 407, 429, 502, 503, 504)),
            errors.AuthenticationFailed("x: [900]", operation="x", code=900),
            errors.SessionExpired("x: [901]", operation="x", code=901),
            errors.TicketNotAllowed("x: [902]", operation="x", code=902),
            errors.WsdlError("the contract cannot be had"),
        ],
        ids=lambda error: f"{type(error).__name__} {getattr(error, 'status', '')}",
    )
    def test_at_once(self, error):
        """No row would fare better without a login, a connection, or while the server is away: planning ends."""
        with pytest.raises(type(error)) as raised:
            planned([GOOD, error, GOOD])
        assert raised.value is error

    @pytest.mark.parametrize("workers", [1, 8])
    def test_five_in_a_row(self, workers):
        """A fifth reply in a row that cannot be understood ends the planning with what is wrong with it."""
        server = Server([GOOD] * 100 + [BAD] * 200)
        with pytest.raises(errors.UnexpectedReply, match=UNCLEAR):
            plan_rows(server, server.rows(), Pacing(workers=workers))
        assert server.reads < 130

    def test_a_fifth_of_all(self):
        """More than a fifth of many replies that cannot be understood end the planning too."""
        with pytest.raises(errors.UnexpectedReply, match=UNCLEAR):
            planned([GOOD, GOOD, GOOD, BAD] * 30)

    @pytest.mark.parametrize("count", [1, 4])
    def test_all_of_few(self, count):
        """Where not one reply was understood, planning ends, however few they were."""
        with pytest.raises(errors.UnexpectedReply, match=UNCLEAR):
            planned([BAD] * count)

    @given(st.lists(st.sampled_from([GOOD, BAD, GONE]), max_size=60), st.sampled_from([1, 3]))
    def test_no_row_is_lost(self, fates, workers):
        """Whatever is read: planning ends with the reason, or each row is in the plan, with its error if it has one."""
        try:
            found, _ = planned(fates, workers=workers)
        except errors.UnexpectedReply as error:
            assert UNCLEAR == str(error)
            assert BAD in fates
        else:
            assert [fate != GOOD for fate in fates] == [bool(error) for error in found]
