"""Bulk runs: plan, limits, apply, journal, resume, undo, on the simulator and on a real ASMX service."""

from __future__ import annotations

import csv
import errno
import gc
import hashlib
import json
import os
import stat
import threading
import time
import weakref

import pytest
from servers import SUCCESS, envelope, refusal, snapshot, wear_out

from soapclient import CLEAR, BulkJournal, BulkPlan, Client, RowFile, errors
from soapclient.bulk.journal import JournalFile, State
from soapclient.bulk.limits import allowed
from soapclient.bulk.private_files import dump
from soapclient.bulk.rows import Row
from soapclient.bulk.target import USERS
from soapclient.simulator import Simulator

CSV = (
    "User Name;e-mail;mobile;Show_Archives;last name\n"
    "jdoe;new@example.com;!clear;yes;\n"
    "ADMIN;;!!x;;Roe\n"
    "nobody;x@example.com;;;\n"
    "sysadmin;;;;\n"
)


@pytest.fixture
def sim():
    """A simulator with fifty more users."""
    with Simulator(seed_users=50) as simulator:
        yield simulator


@pytest.fixture
def file(tmp_path):
    """The rows of a CSV."""
    path = tmp_path / "rows.csv"
    path.write_text(CSV)
    return RowFile(path)


def names(ir):
    """The generated users."""
    return [user.user_name for user in ir.users.list() if user.user_name not in ("admin", "jdoe", "sysadmin")]


def mails(ir, text="new"):
    """Rows that give every generated user another address."""
    return [{"user_name": name, "email": f"{name}@{text}.example"} for name in names(ir)]


def events(path):
    """The events of a journal."""
    return [event for line in path.read_text().splitlines() if "event" in (event := json.loads(line))]


def cut(path, keep):
    """Cut a journal off before its event number `keep` (the first is `start`), as if the run had been killed there."""
    lines = path.read_bytes().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith(b'{"event":"start"'))
    path.write_bytes(b"".join(lines[: first + keep]))


class TestBothServices:
    """The same file on both services."""

    def test_a_csv_from_plan_to_undo(self, ir, file, tmp_path):
        """Blanks keep, the token clears, values set; the undo restores the start exactly."""
        before = snapshot(ir)

        assert 4 == file.check()
        with ir.users.plan_bulk(file) as plan:
            assert before == snapshot(ir)
            plan.save(tmp_path / "plan")
        with ir.users.load_plan(tmp_path / "plan") as plan:
            result = plan.apply(tmp_path / "journal", verify=True, if_unchanged=True)

        assert ["done", "done", "failed", "same"] == [each.status for each in result.results]
        assert refusal("GetUser", "User not found", 4000) == str(result.results[2].error)
        assert not result.ok
        after = snapshot(ir)
        expected = {**before, "jdoe": dict(before["jdoe"]), "admin": dict(before["admin"])}
        expected["jdoe"] |= {
            "Email": "new@example.com",
            "MobileNumber": "",
            "Preferences": after["jdoe"]["Preferences"],
        }
        expected["admin"] |= {"MobileNumber": "!x", "LastName": "Roe"}
        assert expected == after
        assert after["jdoe"]["Preferences"].show_archives is True

        with ir.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert [each.status for each in undo.apply().results] == ["done", "done"]
        assert before == snapshot(ir)

    def test_values_of_all_kinds_come_back(self, ir, tmp_path):
        """Values with markup, line ends and other scripts are set, found again as they are, and taken back."""
        value = "&<>\"' ]]> Ελλάδα 東京 😀\r\n!"
        row = {"user_name": "jdoe", "email": value, "mobile": f"!!{value}", "first_name": value, "language": value}
        before = snapshot(ir)

        with ir.users.plan_bulk([row]) as plan:
            assert plan.apply(tmp_path / "journal", verify=True).ok
        with ir.users.plan_bulk([row]) as again:
            assert {"rows": 1, "same": 1, "change": 0} == {
                name: again.summary[name] for name in ("rows", "same", "change")
            }
        with ir.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            undo.apply()
        assert before == snapshot(ir)


class TestPlan:
    """What a plan says, and which plan is refused."""

    def test_rows(self, admin, file):
        """A row says what changes from what to what, what is kept, what is so already, and what cannot be done."""
        admin.users.update("jdoe", show_archives=True)
        with admin.users.plan_bulk(file, source="rows.csv") as plan:
            jdoe, other, nobody, kept = plan

        assert {"email": ("john.doe@example.com", "new@example.com"), "mobile": ("+15551234567", "")} == {
            field: (move.before, move.after) for field, move in jdoe.moves.items()
        }
        assert (("show_archives",), ("last_name",), ("UpdateUserContactInfo",)) == (
            jdoe.same,
            jdoe.keep,
            jdoe.operations,
        )
        assert ("UpdateUserContactInfo", "GetUser", "UpdateUserProfile") == other.operations
        assert ("NewUserName", "NewFirstName", "AuthenticateSource") == other.resent
        assert (refusal("GetUser", "User not found", 4000), "x@example.com") == (
            nobody.error,
            nobody.moves["email"].after,
        )
        assert (False, {}) == (kept.changes, kept.moves)
        assert {
            "rows": 4, "change": 2, "fields": 4, "clears": 1, "resent": 3, "same": 1, "errors": 1, "left": 0,
            "operations": {"GetUser": 1, "UpdateUserContactInfo": 2, "UpdateUserProfile": 1},
        } == plan.summary  # fmt: skip
        assert "<BulkPlan 4 rows, 2 to change>" == repr(plan)

    def test_planning_changes_nothing(self, admin, sim, file):
        """Planning only reads; blind planning does not even log in."""
        with admin.users.plan_bulk(file, blind=True) as plan:
            assert plan.blind
            assert [None] == list({move.before for row in plan for move in row.moves.values()})
        assert not sim.arrived
        admin.users.plan_bulk(file).close()
        assert {"AuthenticateUser", "GetUser"} == {call.operation for call in sim.arrived}

    def test_values_that_cannot_be(self, admin):
        """A value that the field cannot have is told in its row."""
        rows = [
            {"user_name": "jdoe", "notification_type": "SOMETIMES"},
            {"user_name": "admin", "show_archives": CLEAR},
            {"user_name": "sysadmin", "email": "\x01"},
        ]
        with admin.users.plan_bulk(rows) as plan:
            found = [row.error for row in plan]
        for text, error in zip(("is not one of", "expected True or False", "XML cannot carry"), found, strict=True):
            assert text in error

    def test_a_contract_that_cannot(self, file):
        """Where the contract has no operation for a field, the row says so and nothing is sent for it."""
        with Client("sim:", username="admin", password="admin", wsdl="bundled-2019") as ir:
            with ir.users.plan_bulk(file) as plan:
                assert "mobile number cannot be changed" in next(iter(plan)).error

    def test_a_wrong_password_ends_it_at_once(self, sim, file):
        """A login that is refused ends the planning after one try, not after one for each row."""
        with sim.serve() as server, Client(server.url, username="admin", password="wrong", wsdl="bundled") as ir:
            with pytest.raises(errors.AuthenticationFailed):
                ir.users.plan_bulk(mails_of(100), workers=4)
        assert ["AuthenticateUser"] == [call.operation for call in sim.arrived]

    def test_the_file_is_private_and_whole(self, admin, file, tmp_path):
        """A plan's file can be read by its owner only, replaces another whole, and has no password."""
        path = tmp_path / "plan"
        path.write_text("another")
        path.chmod(0o644)
        admin.service.ChangeUserPassword(UserName="admin", NewPassword="s3cret")
        with admin.users.plan_bulk(file) as plan:
            plan.save(path)
            assert 0o600 == stat.S_IMODE(path.stat().st_mode)
            assert [path.name, "rows.csv"] == sorted(each.name for each in tmp_path.iterdir())
            for place in (tmp_path, tmp_path / "none" / "plan"):
                with pytest.raises(errors.BulkError, match="cannot be written|not a regular file"):
                    plan.save(place)
        assert "s3cret" not in path.read_text()

    def test_any_changed_byte_is_noticed(self, admin, tmp_path):
        """A plan of which a character was changed, a line removed or added, is refused; as it was, it is taken."""
        with admin.users.plan_bulk(
            [{"user_name": "jdoe", "email": "a@b"}, {"user_name": "admin", "email": "c@d"}]
        ) as plan:
            plan.save(tmp_path / "plan")
        whole = (tmp_path / "plan").read_bytes()
        lines = whole.splitlines(keepends=True)
        changed = [
            whole.replace(b"a@b", b"a@c"),
            whole.replace(b'"blind":false', b'"blind":true'),
            whole.replace(b'"change":2', b'"change":1'),
            b"".join(lines[:-1]),
            whole + lines[-1],
            b"".join([lines[0], lines[2], lines[1]]),
            whole[:-1],
            lines[0],
            b'{"format":"soapclient bulk plan","version":2}\n',
        ]
        for data in changed:
            (tmp_path / "other").write_bytes(data)
            with pytest.raises(errors.BulkError, match="was changed or damaged"):
                BulkPlan.load(tmp_path / "other")
        BulkPlan.load(tmp_path / "plan").close()

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"", "is not a plan"),
            (b"\xff\n", "is not a plan"),
            (b"[1]\n", "is not a plan"),
            (b'{"format":"soapclient bulk plan","version":3}\n', "version 3"),
        ],
    )
    def test_no_plan(self, tmp_path, data, told):
        """What is not a plan, or is one of another version, is told."""
        (tmp_path / "plan").write_bytes(data)
        with pytest.raises(errors.BulkError, match=told):
            BulkPlan.load(tmp_path / "plan")
        with pytest.raises(errors.BulkError, match="cannot be read"):
            BulkPlan.load(tmp_path / "none")

    def test_another_server(self, admin, sim, tmp_path):
        """A plan for one server is not applied to another, nor a journal resumed or undone there."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.save(tmp_path / "plan")
            plan.apply(tmp_path / "journal")
        with Client("sim:", username="admin", password="admin") as other:
            with other.users.load_plan(tmp_path / "plan") as plan:
                with pytest.raises(errors.BulkError, match="the plan is for http.*, not for sim:"):
                    plan.apply(tmp_path / "other")
            with other.users.open_journal(tmp_path / "journal") as journal:
                for go in (journal.resume, journal.undo):
                    with pytest.raises(errors.BulkError, match="not for sim:"):
                        go()
        assert not (tmp_path / "other").exists()

    def test_another_contract(self, admin, tmp_path):
        """A plan made for another contract of the same server is refused."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.save(tmp_path / "plan")
        with Client(admin.url, username="admin", password="admin", wsdl="bundled-2019") as older:
            with older.users.load_plan(tmp_path / "plan") as plan, pytest.raises(errors.BulkError, match="contract"):
                plan.apply()

    def test_age(self, admin):
        """A plan older than the limit is refused, as is one without a client."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.header["created"] = "2020-01-01T00:00:00+00:00"
            with pytest.raises(errors.BulkError, match=r"the plan is .* h old, older than max-age \(24.0 h\)"):
                plan.apply()
            assert plan.apply(max_age=None).ok
            plan.target = None
            with pytest.raises(errors.BulkError, match="without a client"):
                plan.apply()


def mails_of(count):
    """Rows for generated users, without asking which there are."""
    return [{"user_name": f"user{number}", "email": "x@example.com"} for number in range(count)]


class TestTargets:
    """What a plan and a journal are for."""

    def test_version_1_is_for_users(self, admin, tmp_path):
        """A plan and a journal written before they named their target are for users."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.save(tmp_path / "plan")
            plan.apply(tmp_path / "journal")
        for name in ("plan", "journal"):
            as_version_1(tmp_path / name)
        with admin.users.load_plan(tmp_path / "plan") as plan:
            assert plan.apply().ok
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert [("jdoe", "john.doe@example.com")] == [(row.key, row.moves["email"].after) for row in undo]

    def test_for_something_else(self, admin, tmp_path):
        """A plan that is for something else than users is not applied to users, nor is its journal resumed."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.save(tmp_path / "plan")
            plan.apply(tmp_path / "journal")
        for name in ("plan", "journal"):
            rewrite(tmp_path / name, lambda header: header["target"].update(name="pigeons"), lambda row: None)
        with pytest.raises(errors.BulkError, match="this is a plan for pigeons, not for users"):
            admin.users.load_plan(tmp_path / "plan")
        with pytest.raises(errors.BulkError, match="this is a plan for pigeons, not for users"):
            admin.users.open_journal(tmp_path / "journal")

    @pytest.mark.parametrize("target", [{}, {"name": "users"}, {**USERS.to_json(), "fields": 5}])
    def test_not_whole(self, admin, tmp_path, target):
        """A plan that does not tell what its rows are is refused."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.save(tmp_path / "plan")
        rewrite(tmp_path / "plan", lambda header: header.update(target=target), lambda row: None)
        with pytest.raises(errors.BulkError, match="it does not describe its rows"):
            BulkPlan.load(tmp_path / "plan")

    def test_rows_of_something_else(self, admin):
        """A row that was read for another target is none of this one's."""
        row = Row(number=1, line=1, key="jdoe", set={"colour": "red"})
        with pytest.raises(errors.BulkError, match="row 1 is not a row of users"):
            admin.users.plan_bulk([row])

    def test_by_form_what_is_so_already_is_said_again(self, admin, sim, tmp_path):
        """By form POST, which cannot keep, a row that says all fields is done, resumed and taken back in full."""
        before = sim.user("jdoe")
        row = {"user_name": "jdoe", "email": before["email"], "mobile": "1"}
        with Client(admin.url, username="admin", password="admin", wsdl="bundled", transport="http-post") as ir:
            with ir.users.plan_bulk([row]) as plan:
                assert (before["email"], "1") == tuple(move.after for move in next(iter(plan)).moves.values())
                sim.fail("reset", operation="UpdateUserContactInfo", applied=False)
                assert {"done": 1} == plan.apply(tmp_path / "journal").counts
            assert {**before, "mobile": "1"} == sim.user("jdoe")
            with ir.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
                assert undo.apply().ok
        assert before == sim.user("jdoe")

    def test_rows_picked_from_files(self, admin, file, tmp_path):
        """Rows picked from a file are counted anew, so that the plan and the journal can be read again."""
        picked = (row for row in file if row.key != "jdoe")
        with admin.users.plan_bulk(picked) as plan:
            assert [(1, 3, "ADMIN"), (2, 4, "nobody"), (3, 5, "sysadmin")] == [
                (row.number, row.line, row.key) for row in plan
            ]
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"failed": 1, "same": 1} == {
                status: count for status, count in journal.resume().counts.items() if status != "done"
            }

    def test_one_user_in_two_files(self, admin, file):
        """A user who is in two files that are planned together is refused: both rows would race."""
        with pytest.raises(errors.BulkError, match="row 5: the user's name 'jdoe' is already on line 1"):
            admin.users.plan_bulk([*file, *file])


def rewrite(path, change_header, change_row):
    """Change the plan in a file, that of a journal too, and seal it again."""
    lines = path.read_bytes().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if b"bulk plan" in line)
    header = json.loads(lines[first])
    last = first + 1 + header["summary"]["rows"]
    rows = [json.loads(line) for line in lines[first + 1 : last]]
    change_header(header)
    for row in rows:
        change_row(row)
    del header["sha256"]
    written = [dump(row) for row in rows]
    header["sha256"] = hashlib.sha256(b"".join([*written, dump(header)])).hexdigest()
    path.write_bytes(b"".join([*lines[:first], dump(header), *written, *lines[last:]]))


def as_version_1(path):
    """Write a plan or a journal as version 1 of both did."""

    def header(found):
        found["version"] = 1
        del found["target"]

    def row(found):
        found["user_name"] = found.pop("key")

    rewrite(path, header, row)
    path.write_bytes(path.read_bytes().replace(b'bulk journal","version":2', b'bulk journal","version":1'))


class TestLimits:
    """How much a run may change."""

    @pytest.mark.parametrize(
        ("limits", "told"),
        [
            ({"max_changes": 1}, "nothing was sent; if the plan is right, raise max-changes to 2"),
            ({"max_changes": "50%"}, "more than max-changes 50% allows"),
            ({"max_clears": 0}, "clears 1 field, more than max-clears 0"),
            ({"max_clears": "10 %"}, "clears 1 field, "),
            ({"max_changes": "many"}, "must be a number or a percentage"),
            ({"max_clears": -1}, "must be a number or a percentage"),
            ({"workers": 0}, "workers must be from 1 to 64"),
            ({"rate": 0}, "rate must be"),
            ({"patience": -1}, "patience must be"),
        ],
    )
    def test_beyond(self, admin, sim, tmp_path, limits, told):
        """A plan beyond a limit, or a limit that is none, is refused: no call is made and no journal begun."""
        with admin.users.plan_bulk(
            [{"user_name": "jdoe", "email": "x"}, {"user_name": "admin", "email": CLEAR}, {"user_name": "sysadmin"}]
        ) as plan:
            sim.arrived.clear()
            with pytest.raises(errors.BulkError, match=told):
                plan.apply(tmp_path / "journal", **limits)
        assert not sim.arrived
        assert not (tmp_path / "journal").exists()

    def test_within(self, admin):
        """Exactly at its limits a plan is carried out."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": CLEAR}, {"user_name": "admin"}]) as plan:
            assert plan.apply(max_changes="50%", max_clears=1).ok

    def test_defaults_stop_a_plan_for_everybody(self):
        """Without a word, more than a thousand users or a hundred cleared fields are not touched."""
        assert [None, 3, 7, 0] == [allowed("x", limit, 70) for limit in (None, 3, "10%", "1%")]

    def test_errors(self, admin, sim, tmp_path):
        """After more failures than the limit the run stops; the rest is not begun, and can be resumed."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.fail("error", operation="UpdateUserContactInfo", times=3, text="Access denied")
            result = plan.apply(tmp_path / "journal", max_errors=2, workers=1)

        assert ("more than 2 rows failed", 3) == (result.stopped, result.counts["failed"])
        assert result.counts["unsent"] >= 40
        assert [each.number for each in result.results] == list(range(1, 51))
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert "more than 2 rows failed" == journal.stopped
            assert {"done": 47, "failed": 3} == journal.resume().counts


class TestApply:
    """Carrying out."""

    def test_order_and_progress(self, admin):
        """Results are in the order of the input, whoever works on them, and progress is told of each."""
        seen = []
        rows = mails(admin)
        with admin.users.plan_bulk(iter(rows), workers=8) as plan:
            result = plan.apply(workers=8, progress=lambda each, count: seen.append((each.key, count)))

        assert [(row["user_name"], 50) for row in rows] == seen
        assert [row["user_name"] for row in rows] == [each.key for each in result.results]
        assert {row["email"] for row in rows} == {user.email for user in admin.users.list() if "@new." in user.email}
        assert ({"done": 50}, True, None) == (result.counts, result.ok, result.journal)

    def test_an_iterator_is_not_held(self, admin):
        """Rows are taken from an iterator as they are planned, a few ahead, and none is kept."""
        planned, ahead, alive = [0], [], []

        class Row(dict):
            """A mapping that can be referred to weakly."""

        def source():
            for name in names(admin):
                row = Row(user_name=name, email=f"{name}@new.example")
                alive.append(weakref.ref(row))
                ahead.append(len(alive) - planned[0])
                yield row
                del row

        with admin.users.plan_bulk(source(), workers=2, progress=lambda count: planned.__setitem__(0, count)) as plan:
            assert 50 == plan.summary["change"]
        assert max(ahead) <= 4 * 2 + 1
        gc.collect()
        assert not [each for each in alive if each() is not None]

    def test_stopped_by_an_event(self, admin, sim, tmp_path):
        """An event that is set ends planning, and ends a run with its journal closed, to be resumed."""
        stop = threading.Event()
        with admin.users.plan_bulk(mails(admin)) as plan:
            result = plan.apply(tmp_path / "journal", stop=stop, progress=lambda each, _: each.number < 5 or stop.set())
        assert ("it was stopped", True) == (result.stopped, 5 <= result.counts["done"] < 50)
        for blind in (True, False):
            sim.arrived.clear()
            with pytest.raises(errors.BulkError, match="it was stopped before the end"):
                admin.users.plan_bulk([{"user_name": "jdoe", "email": "x"}], stop=stop, blind=blind)
            assert not sim.arrived
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert "it was stopped" == journal.stopped
            with pytest.raises(errors.BulkError, match="it was stopped before the end"):
                journal.undo(stop=stop)
            assert {"done": 50} == journal.resume().counts

    def test_only_what_the_plan_says(self, admin, sim):
        """A row that needs nothing makes no call."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "john.doe@example.com"}]) as plan:
            sim.arrived.clear()
            assert {"same": 1} == plan.apply().counts
        assert not sim.arrived

    def test_if_unchanged(self, admin):
        """A user whose values moved since the plan is left alone; one whose other values moved is not."""
        rows = [{"user_name": "jdoe", "email": "a@b"}, {"user_name": "admin", "email": "c@d"}]
        with admin.users.plan_bulk(rows) as plan:
            admin.users.update("jdoe", email="other@example.com")
            admin.users.update("admin", mobile="1")
            result = plan.apply(if_unchanged=True)

        assert ["moved", "done"] == [each.status for each in result.results]
        assert "changed by others since the plan, and left alone: email" == str(result.results[0].error)
        assert "other@example.com" == admin.users.get("jdoe").email

    def test_blind_has_nothing_to_compare(self, admin):
        """A blind plan is carried out, but not under `if_unchanged`."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}], blind=True) as plan:
            with pytest.raises(errors.BulkError, match="a blind plan has no old values"):
                plan.apply(if_unchanged=True)
            assert plan.apply().ok
        assert "a@b" == admin.users.get("jdoe").email

    def test_verify(self, admin, sim):
        """What is read back otherwise than written is told."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            sim.fail("reply", operation="UpdateUserContactInfo", body=success("UpdateUserContactInfo"))
            result = plan.apply(verify=True)

        assert ["differs"] == [each.status for each in result.results]
        assert "read back differently from what was written: email" == str(result.results[0].error)

    def test_half_done(self, admin, sim, tmp_path):
        """Where the second operation of a row is refused, the row fails, and the first is known and taken back."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b", "last_name": "Roe"}]) as plan:
            sim.fail("error", operation="UpdateUserProfile", text="Access denied")
            result = plan.apply(tmp_path / "journal")

        assert ["failed"] == [each.status for each in result.results]
        assert "already applied: UpdateUserContactInfo" in str(result.results[0].error)
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert [["email"]] == [list(row.moves) for row in undo]
            assert undo.apply().ok
        assert "john.doe@example.com" == admin.users.get("jdoe").email

    def test_half_done_before_the_reply_was_lost(self, admin, sim, tmp_path):
        """Where the step of a lost reply was done and the next one is refused, the first is known and taken back."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b", "last_name": "Roe"}]) as plan:
            sim.fail("drop", operation="UpdateUserContactInfo", applied=True)
            sim.fail("error", operation="UpdateUserProfile", text="Access denied")
            result = plan.apply(tmp_path / "journal")

        assert ({"failed": 1}, "a@b") == (result.counts, admin.users.get("jdoe").email)
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert undo.apply().ok
        assert "john.doe@example.com" == admin.users.get("jdoe").email

    def test_a_lost_reply_is_read_and_not_repeated(self, admin, sim):
        """Where the reply is lost, the row is read: done, it is not written again; not done, it is."""
        for applied in (True, False):
            with admin.users.plan_bulk([{"user_name": "jdoe", "email": f"{applied}@b"}]) as plan:
                sim.arrived.clear()
                sim.fail("drop", operation="UpdateUserContactInfo", applied=applied)
                assert ["done"] == [each.status for each in plan.apply().results]
            calls = [call.operation for call in sim.arrived if call.operation == "UpdateUserContactInfo"]
            assert f"{applied}@b" == admin.users.get("jdoe").email
            assert (1 if applied else 2) == len(calls)

    def test_a_busy_server_is_waited_for(self, admin, sim):
        """A server that answers 503 a few times is asked again, after reading whether it was done."""
        with admin.users.plan_bulk(mails(admin)[:3]) as plan:
            sim.fail("status", operation="UpdateUserContactInfo", status=503, times=2)
            assert {"done": 3} == plan.apply(workers=1).counts

    def test_a_server_that_is_away_ends_the_run(self, admin, sim, tmp_path):
        """When patience is over the run stops and says why; it can be resumed, and every row is done once."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.fail("status", operation="UpdateUserContactInfo", status=503, times=None)
            result = plan.apply(tmp_path / "journal", patience=0, workers=1)

        assert isinstance(result.error, errors.HttpError)
        assert {"unknown": 1, "unsent": 49} == result.counts
        sim.stop_failing()
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 50} == journal.resume().counts

    def test_a_refused_login_ends_the_run(self, sim, tmp_path, admin):
        """A password that is refused is tried once; all rows are left to be resumed."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            plan.save(tmp_path / "plan")
        with Client(admin.url, username="admin", password="wrong", wsdl="bundled") as other:
            sim.arrived.clear()
            with other.users.load_plan(tmp_path / "plan") as plan:
                result = plan.apply(tmp_path / "journal", workers=4)
        assert isinstance(result.error, errors.AuthenticationFailed)
        assert ({"unsent": 50}, 1) == (result.counts, len(sim.arrived))
        assert "wrong" not in (tmp_path / "journal").read_text()

    def test_a_refused_login_stops_the_others_at_once(self, sim, tmp_path, admin, monkeypatch):
        """The run is stopped before the refusal is written down: meanwhile others would try the password too."""
        stop, stopped, outcome = threading.Event(), [], JournalFile.outcome
        monkeypatch.setattr(JournalFile, "outcome", lambda *what: stopped.append(stop.is_set()) or outcome(*what))
        with admin.users.plan_bulk(mails(admin)) as plan:
            plan.save(tmp_path / "plan")
        with Client(admin.url, username="admin", password="wrong", wsdl="bundled") as other:
            with other.users.load_plan(tmp_path / "plan") as plan:
                plan.apply(stop=stop)
        assert stopped and all(stopped)

    def test_stopped_between_an_intent_and_its_call(self, admin, sim, tmp_path, monkeypatch):
        """A row whose intent is written when the run is stopped is not sent, and is done when it is resumed."""
        stop, intent = threading.Event(), JournalFile.intent
        with admin.users.plan_bulk(mails(admin)) as plan, monkeypatch.context() as patched:
            patched.setattr(JournalFile, "intent", lambda *what: intent(*what) or stop.set())
            sim.arrived.clear()
            assert {"unsent": 50} == plan.apply(tmp_path / "journal", stop=stop).counts
        assert not sim.arrived
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 50} == journal.resume().counts

    @pytest.mark.parametrize("status", [401, 407])
    def test_a_login_that_http_refuses_ends_the_run(self, admin, sim, status):
        """Where HTTP itself lets nobody in the run ends at once: each further try might lock the account."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.fail("status", status=status, times=None)
            sim.arrived.clear()
            result = plan.apply(workers=1)
        assert ({"unsent": 50}, errors.HttpError) == (result.counts, type(result.error))
        assert 1 == len([each for each in result.results if each.error])

    def test_a_server_that_turns_rows_away(self, admin, sim):
        """Rows that are turned away before the service count as errors: the run stops beyond so many."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.fail("status", status=403, times=None)
            result = plan.apply(workers=1, max_errors=3)
        assert ({"unsent": 50}, "more than 3 rows failed") == (result.counts, result.stopped)
        assert 10 > len([each for each in result.results if each.error])

    def test_a_server_that_does_not_answer_reads(self, admin, monkeypatch):
        """A read that gets no answer ends the run, as a server that is away does; a change without one does not."""
        lost = errors.RequestTimeout("no answer", operation="GetUser")
        with admin.users.plan_bulk(mails(admin)) as plan:
            monkeypatch.setattr(type(plan.target), "read", lambda *_: (_ for _ in ()).throw(lost))
            result = plan.apply(workers=1, if_unchanged=True, patience=0)
        assert ({"unsent": 50}, lost) == (result.counts, result.error)

    def test_a_session_that_expires_again_and_again(self, admin, sim):
        """A session that expires every few calls costs a login each, and no row."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            result = plan.apply(workers=4, progress=lambda each, _: each.number % 10 or sim.expire_tickets())
        assert {"done": 50} == result.counts

    @pytest.mark.parametrize("calls", [50, 5, 2])
    def test_a_session_that_expires_every_few_calls(self, admin, sim, calls):
        """Tickets that are good for a few calls only, under several workers, lose no row in plan, apply and undo."""
        wear_out(sim, calls)
        with admin.users.plan_bulk(mails(admin), workers=8) as plan:
            result = plan.apply(workers=8, verify=True)
        assert {"done": 50} == result.counts

    def test_a_session_that_is_always_over(self, admin, sim, tmp_path):
        """Where no ticket is taken the run ends after few logins with one sentence; later it is resumed."""
        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.fail(
                "error", text="[901] Session expired or Invalid ticket", times=None, operation="UpdateUserContactInfo"
            )
            before = sim.logins
            result = plan.apply(tmp_path / "journal", workers=4)
        assert ({"unsent": 50}, errors.SessionExpired) == (result.counts, type(result.error))
        assert sim.logins - before <= 2 * 4
        sim.stop_failing()
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 50} == journal.resume().counts

    def test_a_user_deleted_meanwhile(self, admin, tmp_path):
        """A user deleted since the plan fails alone."""
        rows = mails(admin)[:3]
        with admin.users.plan_bulk(rows) as plan:
            admin.service.DeleteUser(UserName=rows[1]["user_name"])
            result = plan.apply(tmp_path / "journal")
        assert ["done", "failed", "done"] == [each.status for each in result.results]
        assert isinstance(result.results[1].error, errors.UserNotFound)

    def test_a_user_deleted_during_the_run(self, admin, sim, tmp_path):
        """A user deleted while the run goes on fails alone, and the rest is taken back as ever."""
        rows = mails(admin)

        def delete(each, _):
            if each.number == 5:
                sim._world.users.delete(sim._world.users.by_name(rows[40]["user_name"]).user_id)

        with admin.users.plan_bulk(rows) as plan:
            result = plan.apply(tmp_path / "journal", verify=True, if_unchanged=True, workers=4, progress=delete)
        assert {"done": 49, "failed": 1} == result.counts
        assert (rows[40]["user_name"], False) == (result.results[40].key, result.results[40].ok)
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 49, "failed": 1} == journal.resume().counts
            with journal.undo() as undo:
                assert {"done": 49} == undo.apply().counts

    def test_a_server_that_dies_and_comes_back(self, sim, tmp_path):
        """A server that is gone for a while, and has forgotten every ticket, costs no row under several workers."""
        server = sim.serve()
        port = int(server.url.split(":")[2].split("/")[0])
        again = []

        def restart():
            sim.expire_tickets()
            again.append(sim.serve(port=port))

        def die(each, _):
            if each.number == 10:
                server.close()
                threading.Timer(1, restart).start()

        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            with ir.users.plan_bulk(mails(ir)) as plan:
                result = plan.apply(tmp_path / "journal", workers=4, progress=die)
        again[0].close()
        assert {"done": 50} == result.counts
        updated = {call.arguments["userName"] for call in sim.arrived if call.operation == "UpdateUserContactInfo"}
        assert 50 == len(updated)

    def test_rate(self, admin):
        """Under a rate every row waits for its turn."""
        with admin.users.plan_bulk(mails(admin)[:3]) as plan:
            assert plan.apply(rate=1000, workers=3).ok

    def test_stopped_while_it_waits_for_its_turn(self, admin, sim):
        """A row that waits for its turn under a rate when the run is stopped is not sent."""
        stop = threading.Event()
        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.arrived.clear()
            result = plan.apply(rate=0.001, workers=4, stop=stop, progress=lambda *_: stop.set())
        assert {"done": 1, "unsent": 49} == result.counts
        assert 1 == len(sim.arrived)


class TestInterrupted:
    """Ctrl-C and its like."""

    def test_calls_in_flight_are_finished(self, admin, tmp_path):
        """An interrupt lets what has begun end, begins nothing more, and leaves a journal that can be resumed."""

        def interrupt(each, _):
            if each.number == 5:
                raise KeyboardInterrupt

        with admin.users.plan_bulk(mails(admin)) as plan, pytest.raises(KeyboardInterrupt):
            plan.apply(tmp_path / "journal", progress=interrupt)

        assert not [thread for thread in threading.enumerate() if "bulk" in thread.name]
        found = events(tmp_path / "journal")
        assert {each["row"] for each in found if each["event"] == "intent"} == {
            each["row"] for each in found if each["event"] == "outcome"
        }
        assert ("end", "it was interrupted") == (found[-1]["event"], found[-1]["stopped"])
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 50} == journal.resume().counts


class TestJournal:
    """The journal's file."""

    @pytest.fixture
    def done(self, admin, tmp_path):
        """The journal of a run that is done."""
        with admin.users.plan_bulk(
            [{"user_name": "jdoe", "email": "a@b"}, {"user_name": "admin", "email": "c@d"}]
        ) as plan:
            plan.apply(tmp_path / "journal", workers=1)
        return tmp_path / "journal"

    def test_each_intent_stands_before_its_outcome(self, done):
        """Each row has its intent, with the values before and after, then its outcome; only the owner reads it."""
        found = events(done)
        assert ["start", "intent", "outcome", "intent", "outcome", "end"] == [each["event"] for each in found]
        assert {"email": {"from": "john.doe@example.com", "to": "a@b"}} == found[1]["change"] == found[2]["change"]
        assert ("done", ["UpdateUserContactInfo"]) == (found[2]["status"], found[2]["operations"])
        assert 0o600 == stat.S_IMODE(done.stat().st_mode)

    @pytest.mark.parametrize("workers", [1, 4])
    def test_an_intent_is_on_the_disk_before_the_call(self, admin, sim, tmp_path, monkeypatch, workers):
        """When a call is made, its intent is in the file and was synced."""
        path = tmp_path / "journal"
        synced = []
        fsync = os.fsync
        monkeypatch.setattr("os.fsync", lambda descriptor: (fsync(descriptor), synced.append(path.read_bytes())))
        update = admin.users.update

        def checked(name, **fields):
            assert f'"key":"{name}"'.encode() in synced[-1].split(b'"event":"start"')[1]
            return update(name, **fields)

        monkeypatch.setattr(admin.users, "update", checked)
        with admin.users.plan_bulk(mails(admin)) as plan:
            assert plan.apply(path, workers=workers).ok

    @pytest.mark.parametrize(("options", "ahead"), [({}, 2), ({"if_unchanged": True}, 0)])
    def test_intents_are_written_while_calls_are_in_flight(self, admin, tmp_path, monkeypatch, options, ahead):
        """Two workers have two calls in flight and two more intents written; none where each one is read before."""
        path = tmp_path / "journal"
        update, intended, calling, most = admin.users.update, [], [], []

        def slow(name, **fields):
            calling.append(name)
            most.append(len(calling))
            for _ in range(30):
                text = path.read_bytes()
                intended.append(text.count(b'"event":"intent"') - text.count(b'"event":"outcome"'))
                if (intended[-1], max(most)) == (2 + ahead, 2):
                    break
                time.sleep(0.01)
            calling.remove(name)
            return update(name, **fields)

        monkeypatch.setattr(admin.users, "update", slow)
        with admin.users.plan_bulk(mails(admin)[:20]) as plan:
            assert plan.apply(path, workers=2, **options).ok
        assert (2 + ahead, 2) == (max(intended), max(most))

    def test_a_journal_is_not_written_over(self, admin, done):
        """A file that is there is never begun anew."""
        before = done.read_bytes()
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "x"}]) as plan:
            with pytest.raises(errors.BulkError, match="already exists"):
                plan.apply(done)
            with pytest.raises(errors.BulkError, match="cannot be written"):
                plan.apply(done / "below")
        assert before == done.read_bytes()

    def test_two_runs_cannot_use_it_at_once(self, admin, tmp_path):
        """While a run has the journal, neither another nor its undo is begun; its state can be read."""
        path = tmp_path / "journal"

        def meanwhile(each, _):
            if each.number == 1:
                with admin.users.open_journal(path) as journal:
                    assert journal.stopped is None
                    with pytest.raises(errors.BulkError, match="is in use: another run has resumed it"):
                        journal.resume()
                    with pytest.raises(errors.BulkError, match="is in use: the run is still in progress"):
                        journal.undo()

        with admin.users.plan_bulk(mails(admin)) as plan:
            assert plan.apply(path, progress=meanwhile).ok

    def test_wherever_it_is_cut_off_nothing_is_lost(self, admin, sim, done):
        """Cut off at any byte, it is either said that nothing was sent, or the run is resumed to the same end."""
        whole = done.read_bytes()
        start = whole.index(b'{"event":"start"')
        begun = whole.index(b"\n", start) + 1
        for place in [*range(0, start, 97), *range(start, begun)]:
            done.write_bytes(whole[:place])
            with pytest.raises(errors.BulkError, match="was cut off before the first call, so nothing was sent"):
                admin.users.open_journal(done)
        for place in range(begun, len(whole), 41):
            done.write_bytes(whole[:place])
            with admin.users.open_journal(done) as journal:
                assert {"done": 2} == journal.resume().counts
            with BulkJournal.open(done) as journal:
                assert ["done", "done"] == [result.status for _, result in journal.results()]

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            (b'bulk journal","version":2', b'bulk journal","version":3', "journal of version 3; this program reads 1"),
            (b"soapclient bulk journal", b"another", "is not the journal"),
            (b'"event":"intent"', b'"event":"attempt"', "is damaged in line 6"),
            (b'"status":"done"', b'"status":"gone"', "is damaged in line 7"),
            (b'"row":1,"key"', b'"row":null,"key"', "is damaged in line 6"),
            (b'{"event":"outcome"', b'"event":"outcome"', "is damaged in line 7"),
            (b'"to":"a@b"', b'"to":"a@c"', "the plan in .* was changed or damaged"),
        ],
    )
    def test_another_journal(self, done, old, new, told):
        """A journal of another version, or damaged before its last line, is not trusted."""
        done.write_bytes(done.read_bytes().replace(old, new, 1))
        with pytest.raises(errors.BulkError, match=told):
            BulkJournal.open(done)

    def test_no_journal(self, tmp_path):
        """A file that is not there is told; one opened for reading is not written."""
        with pytest.raises(errors.BulkError, match="cannot be read"):
            BulkJournal.open(tmp_path / "none")

    def test_reading_does_not_write(self, done):
        """A journal opened to look at is not written to, and without a client it is neither resumed nor undone."""
        with BulkJournal.open(done) as journal:
            assert str(done) in repr(journal)
            for go in (lambda: journal.write({}), journal.resume, journal.undo):
                with pytest.raises(errors.BulkError):
                    go()

    def test_a_full_disk(self, admin, sim, tmp_path, monkeypatch):
        """When an intent cannot be written its call is not made; made room for, the run is resumed to its end."""
        path = tmp_path / "journal"
        full = os.open("/dev/full", os.O_WRONLY)
        write = os.write
        room = [10]

        def scarce(descriptor, data):
            room[0] -= 1
            # The first half of a line gets there, as on a real disk.
            return (
                write(full, data)
                if room[0] < 0
                else write(descriptor, data[: len(data) // 2 or 1] if not room[0] else data)
            )

        with admin.users.plan_bulk(mails(admin)[:8]) as plan:
            sim.arrived.clear()
            room[0] += 11
            monkeypatch.setattr("os.write", scarce)
            with pytest.raises(errors.BulkError, match=r"cannot be written \(No space left on device\)"):
                plan.apply(path, workers=1)
            monkeypatch.undo()
        os.close(full)
        sent = [call for call in sim.arrived if call.operation == "UpdateUserContactInfo"]
        assert 0 < len(sent) < 8
        assert len(sent) == len([each for each in events(path) if each["event"] == "intent"])
        with admin.users.open_journal(path) as journal:
            assert {"done": 8} == journal.resume().counts

    def test_a_disk_that_fails(self, admin, sim, tmp_path, monkeypatch):
        """When an intent cannot be brought to the disk no call is made, by no worker, though a later sync succeeds."""
        path = tmp_path / "journal"
        fsync = os.fsync
        turns = []

        def failing(descriptor):
            turns.append(descriptor)
            if len(turns) == 2:  # the first is that of the start
                raise OSError(errno.EIO, "Input/output error")
            fsync(descriptor)

        with admin.users.plan_bulk(mails(admin)) as plan:
            sim.arrived.clear()
            monkeypatch.setattr("os.fsync", failing)
            with pytest.raises(errors.BulkError, match=r"cannot be written \(Input/output error\)"):
                plan.apply(path, workers=8)
            monkeypatch.undo()
        assert not [call for call in sim.arrived if call.operation == "UpdateUserContactInfo"]
        with admin.users.open_journal(path) as journal:
            assert {"done": 50} == journal.resume().counts


class TestResume:
    """Going on after the end of a process."""

    def begun(self, admin, path, fields=None):
        """A run of one row that was killed after its intent: whether the call was made is not known."""
        with admin.users.plan_bulk([{"user_name": "jdoe", **(fields or {"email": "a@b"})}]) as plan:
            plan.apply(path)
        cut(path, 2)

    def writes(self, sim):
        return [call.operation for call in sim.arrived if call.operation.startswith("Update")]

    def test_done_is_not_repeated(self, admin, sim, tmp_path):
        """A row that turns out to be done is not written again."""
        self.begun(admin, tmp_path / "journal")
        sim.arrived.clear()
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {1: State(status="unknown")} == journal.states
            assert {"done": 1} == journal.resume().counts
        assert [] == self.writes(sim)

    def test_not_done_is_done(self, admin, sim, tmp_path):
        """A row that turns out not to be done is written."""
        self.begun(admin, tmp_path / "journal")
        admin.users.update("jdoe", email="john.doe@example.com")
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 1} == journal.resume().counts
        assert "a@b" == admin.users.get("jdoe").email

    def test_half_done_is_completed(self, admin, sim, tmp_path):
        """Of a row that is half done only the rest is written."""
        self.begun(admin, tmp_path / "journal", {"email": "a@b", "language": "de"})
        admin.users.update("jdoe", language="en")
        sim.arrived.clear()
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 1} == journal.resume().counts
        assert ["UpdateUserPreferences"] == self.writes(sim)

    def test_what_others_changed_is_left(self, admin, sim, tmp_path):
        """A row that others changed meanwhile is not written over."""
        self.begun(admin, tmp_path / "journal", {"email": "a@b", "mobile": "1"})
        admin.users.update("jdoe", email="boss@example.com")
        sim.arrived.clear()
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"moved": 1} == journal.resume().counts
        assert [] == self.writes(sim)
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert [["mobile"]] == [list(row.moves) for row in undo]

    def test_gone_is_failed(self, admin, sim, tmp_path):
        """A user deleted before the run is resumed is a failure, not a doubt for ever."""
        self.begun(admin, tmp_path / "journal")
        admin.service.DeleteUser(UserName="jdoe")
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert {"failed": 1} == journal.resume().counts

    def test_failed_rows_are_not_tried_again(self, admin, sim, tmp_path):
        """What the service refused is not repeated by resuming; it is in the report, which can be planned again."""
        rows = [{"user_name": "jdoe", "email": "!!x", "mobile": CLEAR}, {"user_name": "nobody", "show_archives": True}]
        with admin.users.plan_bulk(rows) as plan:
            sim.fail("error", operation="UpdateUserContactInfo", text="Access denied")
            plan.apply(tmp_path / "journal")
        sim.arrived.clear()
        with admin.users.open_journal(tmp_path / "journal") as journal:
            result = journal.resume()
            assert ({"failed": 2}, []) == (result.counts, self.writes(sim))
            assert "Access denied" in str(result.results[0].error)
            assert 2 == journal.save_failures(tmp_path / "failures.csv")
        assert 0o600 == stat.S_IMODE((tmp_path / "failures.csv").stat().st_mode)
        again = [(row.key, dict(row.set)) for row in RowFile(tmp_path / "failures.csv")]
        assert [("jdoe", {"email": "!x", "mobile": ""}), ("nobody", {"show_archives": True})] == again

    def test_a_blank_that_is_to_be_restored(self, admin, sim, tmp_path):
        """A blank that an undo could not restore is in the report as that blank, not as a cell that keeps."""
        admin.service.UpdateUserContactInfo(userName="jdoe", emailAddress="  ", mobileNumber="1")
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "new@example.com"}]) as plan:
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as plan:
            sim.fail("error", operation="UpdateUserContactInfo", text="Access denied")
            plan.apply(tmp_path / "undone")
        with admin.users.open_journal(tmp_path / "undone") as journal:
            journal.save_failures(tmp_path / "failures.csv")

        with admin.users.plan_bulk(RowFile(tmp_path / "failures.csv")) as plan:
            plan.apply(tmp_path / "again")
        assert "  " == admin.users.get("jdoe").email

    def test_without_a_journal(self, admin):
        """A run without a journal's file leaves nothing behind and cannot be resumed."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            journal = BulkJournal.create(None, plan, {})
            with pytest.raises(errors.BulkError, match="cannot be resumed"):
                journal.resume()
            journal.close()


class TestFormulas:
    """What a spreadsheet would take for a formula, in the CSV of the rows that are not done."""

    @pytest.mark.parametrize("value", ["=1+1", "+15551234567", "-1", "@SUM(A1)", "\tx", "\rx", "\uff1d1"])
    def test_told_apart(self, admin, tmp_path, value):
        """The value is exact, and a column of notes names the cells that begin as a formula does."""
        rows = [{"user_name": "none", "email": "a=b", "mobile": value}, {"user_name": "nobody", "email": "x"}]
        path = tmp_path / "failures.csv"
        with admin.users.plan_bulk(rows, blind=True) as plan:
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal:
            assert 2 == journal.save_failures(path)

        with path.open(encoding="utf-8-sig", newline="") as stream:
            first, second = csv.DictReader(stream)
        assert (value, "a=b", "mobile") == (first["mobile"], first["email"], first["#formula"])
        assert ("x", "") == (second["email"], second["#formula"])
        found = [(row.key, dict(row.set)) for row in RowFile(path)]
        assert [("none", {"email": "a=b", "mobile": value}), ("nobody", {"email": "x"})] == found

    def test_keys_and_reasons(self, admin, sim, tmp_path):
        """So are a key and a reason, which come from elsewhere too."""
        path = tmp_path / "failures.csv"
        with admin.users.plan_bulk([{"user_name": "=key", "email": "x"}], blind=True) as plan:
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal:
            journal.save_failures(path)
        assert path.read_text("utf-8-sig").splitlines()[1].endswith(",user_name")

    def test_none(self, admin, tmp_path):
        """Where no cell begins so, there is no such column."""
        with admin.users.plan_bulk([{"user_name": "none", "email": "a-b"}], blind=True) as plan:
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal:
            journal.save_failures(tmp_path / "failures.csv")
        assert (
            "user_name,email,#line,#status,#error" == (tmp_path / "failures.csv").read_text("utf-8-sig").splitlines()[0]
        )


class TestUndo:
    """Taking back."""

    def test_what_others_changed_since_is_left(self, admin, tmp_path):
        """A field that others changed since is left and said; the others of the row are restored."""
        before = admin.users.get("jdoe")
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b", "mobile": CLEAR}]) as plan:
            plan.apply(tmp_path / "journal")
        admin.users.update("jdoe", email="boss@example.com")

        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            (row,) = undo
            assert {"email": "others changed it since"} == row.left
            assert 1 == undo.summary["left"]
            undo.save(tmp_path / "undo")
        with admin.users.load_plan(tmp_path / "undo") as undo:
            assert undo.apply(tmp_path / "again").ok

        user = admin.users.get("jdoe")
        assert ("boss@example.com", before.mobile) == (user.email, user.mobile)

    def test_a_blank_is_restored(self, admin, tmp_path):
        """What was blank before is blank again, and what was empty empty, though an update refuses both."""
        admin.service.UpdateUserContactInfo(userName="jdoe", emailAddress="  ", mobileNumber="")
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b", "mobile": "1"}]) as plan:
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert undo.apply(tmp_path / "again").ok

        user = admin.users.get("jdoe")
        assert ("  ", "") == (user.email, user.mobile)

    def test_progress(self, admin, tmp_path):
        """Planning it tells how many rows it has planned."""
        with admin.users.plan_bulk(mails(admin)[:3]) as plan:
            plan.apply(tmp_path / "journal")
        told = []
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo(progress=told.append):
            assert [1, 2, 3] == told

    def test_twice_is_once(self, admin, tmp_path):
        """What is restored already needs nothing."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.apply(tmp_path / "journal")
        for changes in (1, 0):
            with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
                assert changes == undo.summary["change"]
                assert undo.apply().ok

    def test_blind_cannot_be_taken_back(self, admin, tmp_path):
        """Without values before, the row says that they are not known."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}], blind=True) as plan:
            plan.apply(tmp_path / "journal")
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert [{"email": "its old value is not known"}] == [row.left for row in undo]

    def test_a_deleted_user(self, admin, tmp_path):
        """A user who is gone cannot be restored, and the row says so."""
        rows = mails(admin)[:1]
        with admin.users.plan_bulk(rows) as plan:
            plan.apply(tmp_path / "journal")
        admin.service.DeleteUser(UserName=rows[0]["user_name"])
        with admin.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert [refusal("GetUser", "User not found", 4000)] == [row.error for row in undo]


def success(operation):
    """The reply of an operation that did nothing and says that all is well."""
    return envelope(operation, SUCCESS)
