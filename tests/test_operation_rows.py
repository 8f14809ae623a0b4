"""Bulk runs of one operation: what rows say, what is refused, and what becomes of rows whose outcome is unknown."""

from __future__ import annotations

import csv
import json
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import refusal, snapshot
from test_bulk import rewrite

from soapclient import CLEAR, KEEP, BulkJournal, Client, Contract, RowFile, errors
from soapclient.bulk.rows import Columns, Token, from_mappings
from soapclient.inforouter.operation_rows import CallsTarget, shape_of
from soapclient.simulator import Simulator

CONTACT = "UpdateUserContactInfo"
USERS = ("user00001", "user00002", "user00003")


@pytest.fixture
def sim():
    """A simulator with a few more users."""
    with Simulator(seed_users=len(USERS)) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def contract():
    """The bundled contract."""
    return Contract.load("bundled")


def planned(ir, operation, *rows, **options):
    """The one row of a plan, or all of them."""
    with ir.bulk.plan_operation(operation, rows, **options) as plan:
        found = list(plan)
    return found[0] if len(found) == 1 else found


def sent(sim, operation):
    """The calls of an operation that arrived."""
    return [dict(call.arguments) for call in sim.arrived if call.operation == operation]


class TestNullRule:
    """What a row says about a parameter."""

    def test_a_csv_on_both_services(self, ir, tmp_path):
        """Blank cells and absent columns keep, the token clears, values set, in letter cases of all kinds."""
        (tmp_path / "rows.csv").write_text(
            "USER_NAME;E-mail address;mobile number\njdoe;;!clear\nadmin;!!new;\n", encoding="utf-8"
        )
        before = snapshot(ir)
        rows = RowFile(
            tmp_path / "rows.csv", columns={"mobile number": "MobileNumber", "E-mail address": "emailAddress"}
        )
        with ir.bulk.plan_operation("update_user_contact_info", rows, key="user name") as plan:
            assert [("jdoe", "userName"), ("admin", "userName")] == [(row.key, plan.shape.key) for row in plan]
            assert {"done": 2} == plan.apply(tmp_path / "journal").counts
        expected = {name: dict(facts) for name, facts in before.items()}
        expected["jdoe"]["MobileNumber"] = ""
        expected["admin"]["Email"] = "!new"
        assert expected == snapshot(ir)

    @pytest.mark.parametrize(
        ("operation", "row", "told"),
        [
            ("SetDocumentSummary", {"path": "/a", "summary": ""}, "would clear the field"),
            ("SetDocumentSummary", {"path": "/a"}, "summary: leaving it out would clear"),
            (
                "UpdateFolderProperties",
                {"Path": "/a", "NewDescription": ""},
                "NewDescription: the documentation contra",
            ),
            ("UpdateFolderProperties", {"Path": "/a"}, "NewDescription: the documentation contradicts itself"),
            ("UpdateDocumentProperties", {"Path": "/a", "NewDescription": "x"}, "NewDocumentName: the documentation "),
            ("SetDocumentImportance", {"Path": "/a", "Importance": " "}, "Importance: is missing: a short is required"),
            ("SetDocumentImportance", {"Importance": "1"}, "Path: is missing"),
            ("SetDocumentImportance", {"Path": "/a", "Importance": CLEAR}, "Importance: cannot be empty"),
            ("SetDocumentImportance", {"Path": "/a", "Importance": "x"}, "'x' is not a short"),
            ("AddDocumentComment", {"DocumentPath": "/a", "CommentText": "\x00"}, "XML cannot carry"),
        ],
    )
    def test_what_cannot_be_said(self, admin, sim, operation, row, told):
        """A row that cannot be said is an error of the plan; nothing is sent for it."""
        found = planned(admin, operation, row)
        assert told in found.error
        assert not found.changes
        assert not sim.arrived

    def test_nothing_is_read_and_nothing_sent(self, admin, sim):
        """A plan of calls is blind: no values before, no login, and it says so."""
        with admin.bulk.plan_operation(CONTACT, [{"user_name": "jdoe", "mobile_number": None}]) as plan:
            assert (True, 1) == (plan.blind, plan.summary["change"])
            (row,) = plan
        assert [("userName", None, "jdoe")] == [(field, move.before, move.after) for field, move in row.moves.items()]
        assert ("mobileNumber",) == row.keep
        assert not sim.arrived

    def test_kinds(self, contract):
        """Flags are read as words, whole numbers as numbers; a number where text is wanted has lost its zeros."""
        shape = shape_of(contract["AddUserToDocumentSubscribers"])
        said = {"on_read": "Yes", "ONChange": True, "ON UPDATE": "", "ON_MOVE": "0"}
        (row,) = from_mappings([said], Columns(shape), Token())
        assert {"ON_READ": True, "ON_CHANGE": True, "ON_MOVE": False} == row.set
        shape = shape_of(contract["SetDocumentImportance"])
        (row,) = from_mappings([{"path": "/a", "importance": 2}], Columns(shape), Token())
        assert {"Path": "/a", "Importance": "2"} == row.set
        for wrong in ({"path": 5}, {"path": "/a", "importance": True}, {"path": "/a", "importance": 1.5}):
            with pytest.raises(errors.BulkError, match="where text is expected"):
                list(from_mappings([wrong], Columns(shape), Token()))

    @given(st.data())
    def test_every_row_is_said_or_refused(self, contract, data):
        """Whatever a row says, each value reaches the call as it is, and nothing that was not said does."""
        operation = contract[data.draw(st.sampled_from([CONTACT, "CreateUserGroup", "UpdateDocumentProperties"]))]
        shape = shape_of(operation)
        texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
        said = {name: data.draw(texts | st.sampled_from([None, KEEP, CLEAR, ""])) for name in shape.fields}
        token = Token()
        cells = {
            name: token.write(value) if isinstance(value, str) and value else value for name, value in said.items()
        }
        (row,) = from_mappings([cells], Columns(shape), token)
        expected = {name: "" if value is CLEAR else value for name, value in said.items() if value not in (None, KEEP)}
        keeps = {name for name, value in said.items() if value == ""}  # blanks that are written are said exactly
        assert {name: value for name, value in expected.items() if name not in keeps} == dict(row.set)
        assert {*shape.fields} - {*row.set} == {*row.keep}

    def test_form_post_has_no_null(self, sim):
        """By form POST, which cannot say null, a row that keeps is refused by the plan."""
        with (
            sim.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled", transport="http-post") as client,
        ):
            found = planned(client, CONTACT, {"userName": "jdoe", "mobileNumber": "1"})
            assert "a form cannot express null" in found.error
            assert not planned(client, CONTACT, {"userName": "a", "mobileNumber": "1", "emailAddress": "x"}).error

    def test_form_post_that_reads(self, sim):
        """With on_null="read" the plan names the operation that reads, and refuses what cannot be read."""
        read = {"transport": "http-post", "on_null": "read"}
        with (
            sim.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled", **read) as client,
        ):
            assert ("GetUser", CONTACT) == planned(
                client, CONTACT, {"userName": "jdoe", "mobileNumber": "1"}
            ).operations
            found = planned(client, "UpdateDocumentProperties", {"Path": "/a", "NewDescription": "x"})
            assert ("GetDocument", "UpdateDocumentProperties") == found.operations
            found = planned(client, "UpdateDocumentProperties2", {"Path": "/a", "NewDescription": "x"})
            assert "cannot be called by form POST" in found.error


class TestColumns:
    """Which columns there are."""

    @pytest.mark.parametrize(
        ("operation", "row", "told"),
        [
            ("CreateUser", {"password": "x"}, "column 'password' is a secret, which no plan and no journal may hold"),
            ("CreateUser", {"AuthenticationTicket": "x"}, "is the ticket, which is never taken from a file"),
            ("UpdateUserContactInfo", {"emailAdress": "x"}, r"did you mean emailAddress\?"),
            ("DeleteUser", {"salary": "x"}, r"\(the fields are UserName\)"),
        ],
    )
    def test_none(self, admin, operation, row, told):
        """A column that is no parameter, or one that no file may hold, is refused by its name."""
        with pytest.raises(errors.BulkError, match=told):
            planned(admin, operation, row)

    @pytest.mark.parametrize(
        ("operation", "key", "told"),
        [
            ("MaintenanceBeat", "", "takes no values that a row could give"),
            ("LogOut", "", "logs in or out"),
            ("ChangeUserPassword", "", "for rows of a file: NewPassword is a secret"),
            ("UploadDocument", "", "FileContent is bytes, which no cell can hold"),
            ("DeleteUser", "path", "the key 'path' is not a parameter of DeleteUser; its parameters are UserName"),
            ("DeleteUser", "usr_name", r"did you mean UserName\?"),
        ],
    )
    def test_no_operation_for_rows(self, admin, operation, key, told):
        """An operation that rows of a file cannot be for is refused, with the reason."""
        with pytest.raises(errors.BulkError, match=told):
            admin.bulk.plan_operation(operation, [], key=key)

    def test_unknown(self, admin):
        """An operation that the contract does not have is told with the nearest."""
        with pytest.raises(errors.UnknownOperation, match="did you mean DeleteUser"):
            admin.bulk.plan_operation("DeleteUsr", [])

    def test_names_that_cannot_be_told_apart(self, contract):
        """An operation of which two parameters differ only in letter case is refused."""
        operation = contract["DeleteUser"]
        more = attrs.evolve(operation.parameters["UserName"], name="user_name")
        with pytest.raises(errors.BulkError, match="differ only in letter case"):
            shape_of(attrs.evolve(operation, parameters={**operation.parameters, "user_name": more}))

    def test_no_single_value(self, contract):
        """A parameter that is a list has no column."""
        operation = contract["DeleteUser"]
        many = attrs.evolve(operation.parameters["UserName"], max_occurs=None)
        with pytest.raises(errors.BulkError, match="UserName is not a single value"):
            shape_of(attrs.evolve(operation, parameters={"UserName": many}))

    def test_the_key(self, admin):
        """With a key no two rows may have the same, nor a blank one; without, they may."""
        rows = [{"UserName": "a"}, {"UserName": "A"}]
        assert ["1", "2"] == [row.key for row in planned(admin, "DeleteUser", *rows)]
        with pytest.raises(errors.BulkError, match="row 2: the UserName 'A' is already on line 1"):
            planned(admin, "DeleteUser", *rows, key="user_name")
        for blank in ({"UserName": " "}, {"UserName": "!clear"}, {}):
            with pytest.raises(errors.BulkError, match="row 1: the UserName is blank"):
                planned(admin, "DeleteUser", blank, key="user_name")

    def test_a_file_without_the_key(self, admin, tmp_path):
        """A file that has no column for the key is refused before any row is planned."""
        (tmp_path / "rows.csv").write_text("email address\nx\n")
        with pytest.raises(errors.BulkError, match="the column userName .userName. is missing"):
            admin.bulk.plan_operation(
                CONTACT, RowFile(tmp_path / "rows.csv", columns={"email address": "emailAddress"}), key="username"
            )


class TestRefused:
    """What a run of calls does not do."""

    def test_destructive(self, admin, sim):
        """An operation that destroys data is called only where that is said."""
        with admin.bulk.plan_operation("DeleteUser", [{"UserName": USERS[0]}], key="UserName") as plan:
            with pytest.raises(errors.BulkError, match=r"DeleteUser destroys data .*; nothing was sent"):
                plan.apply()
            assert not sim.arrived
            assert {"done": 1} == plan.apply(allow_destructive=True).counts
        assert sim.user(USERS[0]) is None

    def test_not_in_the_reference(self, contract):
        """An operation that the reference does not know may destroy data, and may not be safe to repeat."""
        unknown = attrs.evolve(contract["DeleteUser"], documented=False, destructive=False, idempotent=False)
        caller = SimpleNamespace(contract={"DeleteUser": unknown}, find=lambda name: unknown)
        target = CallsTarget(caller, None, "sim:", "DeleteUser")
        assert "the reference does not describe DeleteUser, so it may destroy data" == target.danger
        assert target.unrepeatable
        assert ("UserName",) == target.changed_by(["DeleteUser"], ["UserName"])
        assert () == target.changed_by([], ["UserName"])
        with pytest.raises(errors.ContractError, match="cannot be read"):
            target.read("x", ())

    def test_nothing_can_be_read(self, admin, tmp_path):
        """A run of calls is neither verified, nor compared before, nor taken back, and says why."""
        with admin.bulk.plan_operation(CONTACT, [{"userName": "jdoe", "mobileNumber": "1"}]) as plan:
            with pytest.raises(
                errors.BulkError, match=f"the changes of {CONTACT} cannot be read, so it cannot be veri"
            ):
                plan.apply(verify=True)
            with pytest.raises(errors.BulkError, match="has no old values"):
                plan.apply(if_unchanged=True)
            plan.apply(tmp_path / "journal")
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            with pytest.raises(errors.BulkError, match="cannot be read, so it cannot be undone"):
                journal.undo()

    def test_limits(self, admin, sim):
        """Limits count the calls, and the parameters that are made empty."""
        rows = [{"userName": name, "mobileNumber": CLEAR} for name in USERS]
        with admin.bulk.plan_operation(CONTACT, rows) as plan:
            with pytest.raises(errors.BulkError, match=f"the plan makes 3 calls of {CONTACT}, more than max-changes 2"):
                plan.apply(max_changes=2)
            with pytest.raises(errors.BulkError, match="clears 3 fields"):
                plan.apply(max_clears=2)
        assert not sim.arrived

    def test_another_contract(self, admin, tmp_path):
        """A plan of an operation that the contract has no more, or has changed, is refused."""
        with admin.bulk.plan_operation("UpdateDocumentProperties2", [{"path": "/a"}]) as plan:
            plan.save(tmp_path / "plan")
        with Client(admin.url, username="admin", password="admin", wsdl="bundled-2019") as older:
            with pytest.raises(errors.UnknownOperation):
                older.bulk.load_plan(tmp_path / "plan")


class TestPlansOfAllKinds:
    """`Client.bulk` reads plans and journals of whatever kind; users and documents only their own."""

    def test_load(self, admin, tmp_path):
        """A plan is read for what it is for, and not as one for something else."""
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            plan.save(tmp_path / "users")
        with admin.bulk.plan_operation("DeleteUser", [{"user_name": "jdoe"}]) as plan:
            plan.save(tmp_path / "calls")
        for name in ("users", "calls"):
            with admin.bulk.load_plan(tmp_path / name) as plan:
                assert name in plan.shape.name
        for of, name in ((admin.users, "calls"), (admin.documents, "users"), (admin.documents, "calls")):
            with pytest.raises(errors.BulkError, match="this is a plan for .*, not for"):
                of.load_plan(tmp_path / name)

    def test_fields_that_are_none(self, admin, tmp_path):
        """A plan with fields that there are not is refused, such as one that was made to carry a ticket."""
        with admin.bulk.plan_operation("DeleteUser", [{"user_name": "jdoe"}]) as plan:
            plan.save(tmp_path / "plan")
        rewrite(
            tmp_path / "plan",
            lambda header: header["target"]["fields"].update(AuthenticationTicket="text"),
            lambda row: row["change"].update(AuthenticationTicket={"from": None, "to": "x"}),
        )
        with pytest.raises(errors.BulkError, match="has fields that calls of DeleteUser do not have here: plan again"):
            admin.bulk.load_plan(tmp_path / "plan")

    def test_another_program(self, admin, tmp_path):
        """A plan for what this program does not know is refused."""
        with admin.users.plan_bulk([]) as plan:
            shape = attrs.evolve(plan.shape, name="planets")
        with pytest.raises(errors.BulkError, match="a plan for planets, a kind that this version does not know"):
            admin.bulk._find(shape)
        assert "<Bulk>" == repr(admin.bulk)


class TestUnknown:
    """Rows of which no answer came."""

    def lost(self, admin, sim, path, operation, rows, **options):
        """Run a plan of which the reply to the first call is lost after the call was made."""
        with admin.bulk.plan_operation(operation, rows) as plan:
            sim.fail("drop", operation=operation, applied=True)
            return plan.apply(path, workers=1, **options)

    def rows(self):
        return [{"userName": name, "mobileNumber": "1"} for name in USERS]

    def test_not_repeated(self, admin, sim, tmp_path):
        """A call whose reply was lost is reported as unknown, by the run and by each resume, and not made again."""
        result = self.lost(admin, sim, tmp_path / "journal", CONTACT, self.rows())
        assert ["unknown", "done", "done"] == [each.status for each in result.results]
        sim.arrived.clear()
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            again = journal.resume(max_errors=0)
        assert ["unknown", "done", "done"] == [each.status for each in again.results]
        assert "the change may have been made" in str(again.results[0].error)
        assert not again.stopped
        assert not sent(sim, CONTACT)

    def test_repeated_where_that_is_said(self, admin, sim, tmp_path):
        """Resumed with `repeat_unknown`, such a call of an idempotent operation is made once more."""
        self.lost(admin, sim, tmp_path / "journal", CONTACT, self.rows())
        sim.arrived.clear()
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            assert {"done": 3} == journal.resume(repeat_unknown=True).counts
        assert [USERS[0]] == [call["userName"] for call in sent(sim, CONTACT)]

    def test_repeated_at_once(self, admin, sim, tmp_path):
        """A run with `repeat_unknown` makes it again when the server is back."""
        with admin.bulk.plan_operation(CONTACT, self.rows()) as plan:
            sim.fail("status", operation=CONTACT, status=503)
            assert {"done": 3} == plan.apply(repeat_unknown=True).counts

    def test_killed_after_an_intent(self, admin, sim, tmp_path):
        """A row of which the journal has only the intent is unknown, with a reason."""
        with admin.bulk.plan_operation(CONTACT, self.rows()[:1]) as plan:
            plan.apply(tmp_path / "journal")
        lines = (tmp_path / "journal").read_bytes().splitlines(keepends=True)
        intent = next(number for number, line in enumerate(lines) if b'"event":"intent"' in line)
        (tmp_path / "journal").write_bytes(b"".join(lines[: intent + 1]))
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            (each,) = journal.resume().results
        assert ("unknown", "it was sent, and it is unknown whether it was done") == (each.status, str(each.error))

    def test_refused_when_repeated(self, admin, sim, tmp_path):
        """When a repeated call is refused, the reason says that it may have been done the first time."""
        self.lost(admin, sim, tmp_path / "journal", "DeleteUser", [{"UserName": USERS[0]}], allow_destructive=True)
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            (each,) = journal.resume(repeat_unknown=True).results
        assert "failed" == each.status
        gone = refusal("DeleteUser", "User not found", 4000)
        assert f"{gone}; it had been sent before, and no answer had come: it may have been done then" in str(each.error)

    def test_what_is_not_idempotent_is_never_repeated(self, admin, sim, tmp_path):
        """An operation that is not known to be idempotent is not repeated, though it be said; nor are updates."""
        rows = [{"DocumentPath": "/Finance/Reports/Budget.xlsx", "CommentText": "x"}]
        self.lost(admin, sim, tmp_path / "journal", "AddDocumentComment", rows)
        sim.arrived.clear()
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            with pytest.raises(errors.BulkError, match="AddDocumentComment is safe to repeat.*: repeat-unknown is f"):
                journal.resume(repeat_unknown=True)
        assert not sim.arrived
        with admin.users.plan_bulk([{"user_name": "jdoe", "email": "a@b"}]) as plan:
            with pytest.raises(errors.BulkError, match="users whose outcome is unknown are read"):
                plan.apply(repeat_unknown=True)

    def test_the_report(self, admin, sim, tmp_path):
        """Rows that are unknown are not among those to be planned again, but can be written on their own."""
        sim.fail("drop", operation=CONTACT, applied=True)
        rows = [*self.rows()[:1], {"userName": "nobody", "mobileNumber": "!!x", "emailAddress": CLEAR}]
        with admin.bulk.plan_operation(CONTACT, rows) as plan:
            plan.apply(tmp_path / "journal", workers=1)
        with BulkJournal.open(tmp_path / "journal") as journal:
            assert (1, 1) == (
                journal.save_failures(tmp_path / "failed.csv"),
                journal.save_failures(tmp_path / "unknown.csv", unknown=True),
            )
        found = {}
        for name in ("failed", "unknown"):
            with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
                found[name] = list(csv.DictReader(stream))
        assert [("nobody", "!!x", "!clear")] == [
            (row["userName"], row["mobileNumber"], row["emailAddress"]) for row in found["failed"]
        ]
        with admin.users.plan_bulk([{"user_name": "nobody", "email": "x"}]) as plan:
            plan.apply(tmp_path / "users")
        with BulkJournal.open(tmp_path / "users") as journal:
            assert (1, 0) == (
                journal.save_failures(tmp_path / "a"),
                journal.save_failures(tmp_path / "b", unknown=True),
            )
        assert [(USERS[0], "unknown")] == [(row["userName"], row["#status"]) for row in found["unknown"]]
        with admin.bulk.plan_operation(CONTACT, RowFile(tmp_path / "failed.csv")) as again:
            assert ["nobody"] == [row.moves["userName"].after for row in again]

    def test_a_server_that_answers_no_more(self, admin, sim, tmp_path):
        """When more calls in a row than there are workers get no answer, the run stops; the rest is not sent."""
        rows = [{"userName": f"user{number}", "mobileNumber": "1"} for number in range(20)]
        with admin.bulk.plan_operation(CONTACT, rows) as plan:
            sim.fail("drop", operation=CONTACT, applied=True, times=None)
            result = plan.apply(tmp_path / "journal", workers=1)
        assert {"unknown": 2, "unsent": 18} == result.counts
        assert isinstance(result.error, errors.ConnectError)
        sim.stop_failing()
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            assert {"failed": 18, "unknown": 2} == journal.resume().counts


class TestCommandLine:
    """`soapclient bulk ... --operation`."""

    @pytest.fixture
    def work(self, sim, tmp_path, monkeypatch, configure):
        """A directory with a file of rows, in the environment of an administrator."""
        with sim.serve() as server:
            monkeypatch.chdir(tmp_path)
            configure(server=server.url, username="admin", password="admin", wsdl="bundled")
            (tmp_path / "rows.csv").write_text("user name\n" + "".join(f"{name}\n" for name in USERS))
            yield tmp_path

    def test_from_plan_to_report(self, work, sim, cli):
        """Plan says what is dangerous, apply wants that to be said, what is unknown is told with the way to go on."""
        words = ["rows.csv", "--operation", "delete_user", "--key", "user_name"]
        status, out, err = cli("bulk", "plan", *words, "-o", "p")
        assert (0, "") == (status, err)
        assert "3 rows: 3 make calls\n" in out
        assert "DeleteUser destroys data (documented as irreversible): --allow-destructive confirms it" in out
        assert "cannot be undone" in out
        assert json.loads(cli("bulk", "plan", *words, "-o", "p", "--json")[1])["danger"].startswith("DeleteUser")
        status, _, err = cli("bulk", "apply", "p", "--journal", "j")
        assert (2, True) == (status, "use allow-destructive to allow it" in err)

        sim.fail("drop", operation="DeleteUser", applied=True)
        status, out, _ = cli("bulk", "apply", "p", "--journal", "j", "--allow-destructive", "--workers", "1")
        assert 5 == status
        assert out.splitlines()[-4:] == [
            "1 call may have been made or not; write them to a file:",
            "  soapclient bulk report j --unknown -o unknown.csv",
            "make them again, if that is what you want:",
            "  soapclient bulk resume j --repeat-unknown",
        ]
        assert "go on with" not in out
        assert [
            "0 rows not done: f.csv",
            "1 row whose outcome is unknown left out: --unknown writes those",
        ] == cli("bulk", "report", "j", "-o", "f.csv")[1].splitlines()
        assert {"rows": 0, "left_unknown": 1, "file": "f.csv", "html": None} == json.loads(
            cli("bulk", "report", "j", "-o", "f.csv", "--json")[1]
        )
        assert 0 == cli("bulk", "plan", "f.csv", *words[1:], "-o", "again")[0]
        assert "1 row whose outcome is unknown: u.csv\n" == cli("bulk", "report", "j", "-o", "u.csv", "--unknown")[1]
        status, out, _ = cli("bulk", "resume", "j", "--repeat-unknown")
        assert (5, True) == (status, "it may have been done then" in out)
        status, _, err = cli("bulk", "undo", "j", "-o", "u")
        assert (2, True) == (status, "so it cannot be undone" in err)

    def test_run(self, work, sim, cli, monkeypatch):
        """`run` plans and makes the calls in one step; planning needs no login, the calls do."""
        words = ["rows.csv", "--operation", "DeleteUser", "--journal", "j"]
        status, out, _ = cli("bulk", "run", *words)
        assert (2, True) == (status, f'\n  line 2: UserName -> "{USERS[0]}"\n' in out)
        assert 0 == cli("bulk", "run", *words, "--yes", "--allow-destructive")[0]
        assert [None] * 3 == [sim.user(name) for name in USERS]
        monkeypatch.delenv("SOAPCLIENT_USERNAME")
        assert 0 == cli("bulk", "plan", *words[:3], "-o", "p")[0]
        status, _, err = cli("bulk", "run", *words[:3], "--journal", "j2", "--yes", "--allow-destructive")
        assert (2, True) == (status, "a login is needed" in err)

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("--operation", "DeleteUser", "--target", "users"), "exclude each other"),
            (("--key", "user_name"), "--key is for --operation"),
            (("--operation", "DeleteUser", "--key", "x"), "is not a parameter of DeleteUser"),
            (("--operation", "GetUsr"), "did you mean"),
        ],
    )
    def test_wrong(self, work, cli, words, told):
        """What does not fit together is told in one line, and no plan is written."""
        status, _, err = cli("bulk", "plan", "rows.csv", "-o", "p", *words)
        assert status in (2, 4)
        assert told in err
        assert not (work / "p").exists()
