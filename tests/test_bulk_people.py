"""Who joins and who leaves, as rows of a bulk run: shown first, done once, gone on with, perhaps taken back."""

from __future__ import annotations

import asyncio

import pytest
from in_process import changes, client_of, names
from servers import either

from soapclient import CLEAR, AsyncClient, errors

ANN = {
    "user_name": "asmith",
    "first_name": "Ann",
    "last_name": "Smith",
    "email": "ann@example.com",
    "library": "Finance",
    "groups": "Finance\\Accountants; auditors",
    "libraries": "Public",
}


@pytest.fixture
def ir(sim):
    """An administrator's client of the simulator."""
    with client_of(sim) as client:
        yield client


def only(plan):
    """Return the one row of a plan."""
    with plan:
        (row,) = plan
    return row


class TestJoiners:
    """New accounts with their groups and libraries."""

    def test_all_of_it(self, sim, ir):
        """An account is made, put into groups and libraries, and a second time nothing is done."""
        with ir.joiners.plan_bulk([ANN]) as plan:
            assert ("CreateUser", "AddUsergroupMember", "AddUserAsDomainMember") == next(iter(plan)).operations
            assert [] == changes(sim)
            assert plan.apply(verify=True).ok
        assert ("Ann", "Finance") == (ir.users.get("asmith").first_name, ir.users.get("asmith").domain)
        assert ["Auditors", "Accountants"] == sorted(names(ir.users.groups("asmith")), reverse=True)
        assert ["Finance", "Public"] == names(ir.users.libraries("asmith"))
        assert () == only(ir.joiners.plan_bulk([ANN | {"groups": "AUDITORS ;Finance/ Accountants"}])).operations

    def test_no_password_is_known(self, sim, ir):
        """An account that a run made has a password that nobody knows, and none is taken from a row."""
        with ir.joiners.plan_bulk([ANN]) as plan:
            assert plan.apply().ok
            lines = b"".join(plan.lines())
        (password,) = {each.arguments["Password"] for each in sim.arrived if each.operation == "CreateUser"}
        assert len(password) > 30
        assert password.encode() not in lines
        with pytest.raises(errors.BulkError, match="which no plan and no journal may hold"):
            ir.joiners.plan_bulk([ANN | {"password": "x"}])

    def test_another_of_the_same_name(self, ir):
        """A user of the same name with other values is an error of its row, and is left alone."""
        row = only(ir.joiners.plan_bulk([ANN | {"user_name": "jdoe"}]))
        assert (
            "the user jdoe already exists, with another first_name and another last_name and another email" in row.error
        )

    def test_one_who_cannot_log_in(self, sim, ir):
        """A disabled user of the same name is an error, not somebody who has joined already."""
        with ir.joiners.plan_bulk([ANN]) as plan:
            plan.apply()
        ir.users.disable("asmith")
        start = changes(sim)
        assert "the user asmith already exists but is disabled" in only(ir.joiners.plan_bulk([ANN])).error
        assert start == changes(sim)

    def test_what_is_missing_is_added(self, ir):
        """A user who is there as said, and not in all groups, is put into those that are missing, out of none."""
        row = {"user_name": "jdoe", "first_name": "John", "last_name": "Doe", "groups": "Auditors"}
        with ir.joiners.plan_bulk([row]) as plan:
            assert ("AddUsergroupMember",) == next(iter(plan)).operations
            assert plan.apply().ok
        assert ["Accountants", "Auditors"] == sorted(names(ir.users.groups("jdoe")))

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"first_name": ""}, "first_name: required for a new user"),
            ({"groups": "a/b/c"}, "'a/b/c' is not a group"),
            ({"libraries": "a/b"}, "libraries: 'a/b' is not the name of a library"),
        ],
    )
    def test_bad_rows(self, ir, changed, told):
        """A row that cannot be done says why, beside those that can."""
        with ir.joiners.plan_bulk([ANN | changed, {**ANN, "user_name": "other"}]) as plan:
            bad, good = plan
        assert told in bad.error
        assert not good.error

    def test_nobody_to_be_added(self, ir):
        """A row with groups only is an error where there is no such user."""
        row = only(ir.joiners.plan_bulk([{"user_name": "asmith", "groups": "Auditors"}]))
        assert "GetUser" in row.error

    def test_a_blind_plan(self, ir):
        """A plan without reading knows what it would call."""
        with ir.joiners.plan_bulk(
            [ANN | {"groups": CLEAR}, {"user_name": "x", "groups": "Auditors"}], blind=True
        ) as plan:
            assert [("CreateUser", "AddUserAsDomainMember"), ("AddUsergroupMember",)] == [
                each.operations for each in plan
            ]

    def test_a_run_that_was_stopped_goes_on(self, sim, ir, tmp_path):
        """A row whose account was made before the answer was lost is gone on with, and the account is made once."""
        sim.fail("drop", operation="CreateUser", applied=True)
        journal = tmp_path / "run.journal"
        with ir.joiners.plan_bulk([ANN]) as plan:
            result = plan.apply(journal, patience=0)
        assert ["unknown"] == [each.status for each in result.results]
        with ir.bulk.open_journal(journal) as found:
            assert found.resume().ok
        assert 1 == changes(sim).count("CreateUser")
        assert ["Accountants", "Auditors"] == sorted(names(ir.users.groups("asmith")))

    def test_a_part_of_it(self, sim, ir):
        """Where a group cannot be, the account is there all the same, and the row says so."""
        with ir.joiners.plan_bulk([ANN | {"groups": "None"}]) as plan:
            (result,) = plan.apply().results
        assert "failed" == result.status
        assert ("CreateUser",) == result.error.done
        assert ir.users.exists("asmith")

    def test_it_is_not_taken_back(self, ir, tmp_path):
        """An undo leaves what was made, and says why."""
        journal = tmp_path / "run.journal"
        with ir.joiners.plan_bulk([ANN]) as plan:
            plan.apply(journal)
        with ir.bulk.open_journal(journal) as found:
            row = only(found.undo())
        assert ((), {"its old value is not known"}) == (row.operations, {*row.left.values()})


class TestLeavers:
    """Accounts that come to their end."""

    BUDGET = "/Finance/Reports/Budget.xlsx"

    def test_all_of_it_and_back(self, sim, ir, tmp_path):
        """One is disabled, out of all groups, and owns nothing; an undo gives back all but what another owns now."""
        ir.documents.set_owner(self.BUDGET, "jdoe")
        ir.groups.add("Auditors", "jdoe", library=None)
        journal = tmp_path / "run.journal"
        with ir.leavers.plan_bulk([{"user_name": "jdoe", "transfer_to": "admin"}]) as plan:
            moves = next(iter(plan)).moves
            assert ("Auditors; Finance/Accountants", "") == (moves["groups"].before, moves["groups"].after)
            assert plan.apply(journal, verify=True).ok
        assert (False, []) == (ir.users.get("jdoe").enabled, [*ir.users.groups("jdoe")])
        assert "admin" == ir.documents.owner(self.BUDGET).user_name
        again = only(ir.leavers.plan_bulk([{"user_name": "jdoe", "transfer_to": "admin"}]))
        assert ({"transfer_to"}, ("enabled", "groups")) == ({*again.moves}, again.same)
        assert () == only(ir.leavers.plan_bulk([{"user_name": "jdoe"}])).operations
        with ir.bulk.open_journal(journal) as found, found.undo() as plan:
            assert {"transfer_to": "its old value is not known"} == next(iter(plan)).left
            assert plan.apply().ok
        assert ir.users.get("jdoe").enabled
        assert ["Accountants", "Auditors"] == sorted(names(ir.users.groups("jdoe")))

    def test_a_part_of_it(self, sim, ir):
        """Where somebody cannot be taken out of a group, the row says what was done before."""
        ir.groups.add("Auditors", "jdoe", library=None)
        with ir.leavers.plan_bulk([{"user_name": "jdoe"}]) as plan:
            sim.fail("error", operation="GetUserGroupMembers", text="Access denied", number=either("", "4030"))
            (result,) = plan.apply().results
        assert ("failed", ("ChangeUserStatus",)) == (result.status, result.error.done)
        assert not ir.users.get("jdoe").enabled

    def test_a_part_of_the_groups(self, sim, ir):
        """Where one of several groups cannot be, those before it are named."""
        with ir.leavers.plan_bulk([{"user_name": "jdoe", "groups": "None"}], blind=True) as plan:
            (result,) = plan.apply().results
        assert ("ChangeUserStatus", "out of Accountants") == result.error.done

    def test_tasks_are_given_too(self, sim, ir, tmp_path):
        """Also of one who owns nothing all is given away that there may be, and so it is where a run goes on."""
        journal, row = tmp_path / "run.journal", {"user_name": "jdoe", "transfer_to": "admin"}
        with ir.leavers.plan_bulk([row]) as plan:
            sim.fail("drop", operation="TransferUserTasks", applied=False)
            assert "unknown" == plan.apply(journal, patience=0).results[0].status
        with ir.bulk.open_journal(journal) as found:
            assert found.resume().ok
        assert ["TransferUserTasks"] * 2 == [each for each in changes(sim) if each == "TransferUserTasks"]

    def test_nobody_who_leaves_is_added_to_a_group(self, sim, ir):
        """A group that is to stay, and that one is not in, is an error before anything is changed."""
        row = only(ir.leavers.plan_bulk([{"user_name": "jdoe", "groups": "Finance/Accountants; Auditors"}]))
        assert "groups: jdoe is not in Auditors, and is added to no group" in row.error
        assert [] == changes(sim)

    @pytest.mark.parametrize("order", [1, -1])
    def test_who_gets_it_stays(self, ir, order):
        """Nothing is given to one who leaves in the same run, whichever row comes first."""
        ir.users.create("asmith", first_name="A", last_name="S", email="", password=None)
        rows = [{"user_name": "jdoe", "transfer_to": "ASmith"}, {"user_name": "asmith", "transfer_to": "sysadmin"}]
        with ir.leavers.plan_bulk(rows[::order], workers=1) as plan:
            first, second = plan
            assert "" == first.error
            assert "in this run" in second.error
        with ir.leavers.plan_bulk(rows[::order]) as plan:
            assert 1 <= sum(bool(each.error) for each in plan)

    def test_what_a_cell_cannot_say(self, sim, ir):
        """A group whose name cannot be said in a cell is left all the same; an undo does not know of it."""
        sim._world.users.change("UPDATE user_groups SET name = 'a;b' WHERE group_id = 12")
        with ir.leavers.plan_bulk([{"user_name": "jdoe"}]) as plan:
            assert next(iter(plan)).moves["groups"].before is None
            assert plan.apply().ok
        assert [] == [*ir.users.groups("jdoe")]

    def test_who_gets_it_has_to_be_there(self, ir):
        """Who is disabled gets nothing: the row says so before anything is changed."""
        ir.users.disable("sysadmin")
        row = only(ir.leavers.plan_bulk([{"user_name": "jdoe", "transfer_to": "sysadmin"}]))
        assert "transfer_to: sysadmin is disabled" in row.error

    def test_somebody_has_to_get_it(self, ir):
        """A cell that clears who gets it is an error."""
        row = only(ir.leavers.plan_bulk([{"user_name": "jdoe", "transfer_to": CLEAR}]))
        assert "transfer_to: name the new owner" in row.error

    def test_some_groups_stay(self, ir):
        """Groups that a row lists are kept; all others are left."""
        ir.groups.add("Auditors", "jdoe", library=None)
        with ir.leavers.plan_bulk([{"user_name": "jdoe", "groups": "Auditors"}]) as plan:
            assert plan.apply().ok
        assert ["Auditors"] == names(ir.users.groups("jdoe"))

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ({"user_name": "admin"}, "admin makes this call"),
            ({"user_name": "nobody"}, "GetUser"),
            ({"user_name": "jdoe", "transfer_to": "JDoe"}, "jdoe is the leaver, who would lose everything"),
            ({"user_name": "jdoe", "transfer_to": "nobody"}, "transfer_to: the user nobody does not exist"),
            ({"user_name": "jdoe", "groups": "a/"}, "'a/' is not a group"),
            ({"user_name": "jdoe", "groups": "Accountants"}, "jdoe is not in Accountants"),
        ],
    )
    def test_bad_rows(self, sim, ir, row, told):
        """A row that cannot be done says why before anything is changed."""
        assert told in only(ir.leavers.plan_bulk([row])).error
        assert [] == changes(sim)


def test_the_command(sim, cli, configure, tmp_path):
    """The command line plans and carries out both kinds of rows."""
    rows = tmp_path / "joiners.csv"
    rows.write_text("user_name,first_name,last_name,groups\nasmith,Ann,Smith,Auditors\n", "utf-8")
    with sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        for target in ("joiners", "leavers"):
            journal = tmp_path / f"{target}.journal"
            status, out, err = cli("bulk", "run", str(rows), "--target", target, "--yes", "--journal", str(journal))
            assert (0, "") == (status, err), out
            rows.write_text("user_name\nasmith\n", "utf-8")
        with client_of(sim) as ir:
            assert (False, []) == (ir.users.get("asmith").enabled, [*ir.users.groups("asmith")])


def test_the_same_awaited(sim):
    """The asynchronous faces plan and carry out the same."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            for bulk, row in ((ir.joiners, ANN), (ir.leavers, {"user_name": "asmith"})):
                plan = await bulk.plan_bulk([row])
                assert (await plan.apply()).ok
            return (await ir.users.get("asmith")).enabled

    with sim.serve() as server:
        assert asyncio.run(work(server.url)) is False
