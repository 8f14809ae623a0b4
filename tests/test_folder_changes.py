"""Folders that are created, changed and made what they should be."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import SUCCESS, envelope

from soapclient import CLEAR, AccessEntry, AsyncClient, Client, Right, errors, paths
from soapclient.simulator import Simulator

OPTIONS = {"username": "admin", "password": "admin", "wsdl": "bundled"}
REPORTS = "/Finance/Reports"


@pytest.fixture(params=[("classic", True), ("current", False)], ids=str)
def sim(request):
    """A simulator of each generation and reading."""
    generation, null_keeps = request.param
    with Simulator(generation=generation, null_keeps=null_keeps) as simulator:
        yield simulator


@pytest.fixture
def ir(sim):
    """An administrator's client of it."""
    with sim.serve() as server, Client(server.url, **OPTIONS) as client:
        yield client


def lie(sim: Simulator, operation: str) -> None:
    """Let the next call of an operation say success and do nothing."""
    body = envelope(operation, SUCCESS)
    sim.fail("reply", operation=operation, body=body, headers={"Content-Type": "text/xml"})


def writes(sim: Simulator) -> list[str]:
    """Return the operations that were called to change something."""
    names = ("CreateFolder", "CreateFolder1", "UpdateFolderProperties", "SetFolderRules", "SetAccessList")
    return [each.operation for each in sim.arrived if each.operation in names]


class TestCreate:
    """New folders."""

    def test_one(self, sim, ir):
        """A folder is made with its description, and told by its path and number."""
        done = ir.folders.create("Finance\\New/", "What is new")
        assert ("/Finance/New", ("/Finance/New",), False) == (done.path, done.made, done.cleaned)
        assert ("What is new", done.folder_id) == (lambda it: (it.description, it.folder_id))(ir.folders.get(done.path))
        with pytest.raises(errors.AlreadyExists):
            ir.folders.create("/finance/NEW")

    def test_parents(self, sim, ir):
        """What is missing around it is made only where that is said, and named."""
        with pytest.raises(errors.FolderNotFound):
            ir.folders.create("/Finance/A/B/C")
        assert [] == writes(sim)
        done = ir.folders.create("/Finance/A/B/C", "deep", parents=True)
        assert ("/Finance/A", "/Finance/A/B", "/Finance/A/B/C") == done.made
        assert ["", "", "deep"] == [ir.folders.get(each).description for each in done.made]

    def test_cleaned_names_are_told(self, sim, ir):
        """A server of today cleans names, of parents, too: the result has the true path."""
        done = ir.folders.create("/Finance/Q1: a & b/100%", parents=True)
        current = sim._world.generation.current
        assert ("/Finance/Q1_ a _ b/100_" if current else "/Finance/Q1: a & b/100%", current) == (
            done.path,
            done.cleaned,
        )
        assert ir.folders.exists(done.path)
        if current:
            with pytest.raises(errors.AlreadyExists, match="stores the name '100%' as '100_'"):
                ir.folders.create("/Finance/Q1_ a _ b/100%")

    @pytest.mark.parametrize(
        ("path", "error"),
        [
            ("/Nowhere/a", errors.FolderNotFound),
            ("/Nowhere", errors.InvalidValue),
            ("/", errors.ArgumentError),
            ("/Finance/a\n", errors.ArgumentError),
            ("/Finance/\udfff", errors.ArgumentError),
            ("/Finance/../x", errors.ArgumentError),
            (f"{REPORTS}/Budget.xlsx", errors.AlreadyExists),
            (f"{REPORTS}/Budget.xlsx/a", errors.FolderNotFound),
            (REPORTS, errors.AlreadyExists),
        ],
    )
    def test_what_is_refused(self, sim, ir, path, error):
        """A missing library, a library, what cannot be a path, and what is there: nothing is made."""
        with pytest.raises(error):
            ir.folders.create(path)
        with pytest.raises(errors.ArgumentError, match="description"):
            ir.folders.create("/Finance/x", 5)
        assert [] == writes(sim)

    def test_400_characters(self, sim, ir):
        """A name that is too long is cut by a server of today, and the result has what it became."""
        done = ir.folders.create("/Finance/" + "x" * 400)
        assert ir.folders.exists(done.path)
        assert (128 if sim._world.generation.current else 400) == len(paths.name(done.path))

    def test_a_folder_around_it_that_appears_meanwhile(self, sim, ir):
        """It is made in the folder that was asked for, also where that was not there at the first look."""
        ir.folders.create("/Finance/Plans")
        sim.fail("error", operation="FolderExists", text="Folder not found", number="4041")
        assert "/Finance/Plans/2027" == ir.folders.create("/Finance/Plans/2027").path
        assert (sim.folder("/Finance/Plans/2027") is not None, sim.folder("/Finance/2027")) == (True, None)

    def test_a_folder_of_the_cleaned_name_that_was_there_before(self, sim, ir):
        """It is not taken for the new one after a lost reply, and keeps its description."""
        ir.folders.create("/Finance/a_b", "Another one")
        sim.fail("drop", operation="CreateFolder1", applied=False)
        with pytest.raises(errors.TransportError, match="no folder exists at /Finance/a&b now"):
            ir.folders.create("/Finance/a&b", "Mine")
        sim.fail("drop", operation="CreateFolder", applied=False)
        with pytest.raises(errors.TransportError, match="no folder exists at /Finance/a&b now"):
            ir.folders.create("/Finance/a&b/c", parents=True)
        assert "Another one" == sim.folder("/Finance/a_b")["description"]
        assert sim.folder("/Finance/a_b/c") is None

    def test_what_cannot_be_read_back(self, sim, ir):
        """What was made is named where it cannot be looked at afterwards."""
        sim.fail("error", operation="GetFolder", text="no", number="4030")
        with pytest.raises(errors.ServiceError) as caught:
            ir.folders.create("/Finance/New")
        assert ("CreateFolder",) == caught.value.done
        sim.fail("error", operation="GetFolderRules", after=1, text="no", number="4030")
        with pytest.raises(errors.ServiceError) as caught:
            ir.folders.set_rules("/Finance/New", {"NewFolders": "disallows"})
        assert ("SetFolderRules",) == caught.value.done

    def test_lost_replies_and_lies(self, sim, ir):
        """Whether a folder was made is read back, whatever became of the reply."""
        sim.fail("drop", operation="CreateFolder", applied=True)
        assert "/Finance/a" == ir.folders.create("/Finance/a").path
        sim.fail("drop", operation="CreateFolder", applied=False)
        with pytest.raises(errors.TransportError, match="no folder exists at /Finance/b now"):
            ir.folders.create("/Finance/b")
        lie(sim, "CreateFolder")
        with pytest.raises(errors.UnexpectedReply, match="no folder exists at /Finance/b"):
            ir.folders.create("/Finance/b")
        sim.fail("drop", operation="CreateFolder1", applied=False)
        with pytest.raises(errors.TransportError, match="made before: /Finance/c") as raised:
            ir.folders.create("/Finance/c/d", "last", parents=True)
        assert ("CreateFolder",) == raised.value.done

    def test_the_older_contract(self, sim):
        """Without CreateFolder1 the description is given in a second step."""
        with sim.serve() as server, Client(server.url, **{**OPTIONS, "wsdl": "bundled-2019"}) as ir:
            ir.folders.create("/Finance/a", "text")
            assert "text" == ir.folders.get("/Finance/a").description
            assert ["CreateFolder", "UpdateFolderProperties"] == writes(sim)
            lie(sim, "UpdateFolderProperties")
            with pytest.raises(errors.UnexpectedReply, match="the description of /Finance/b is ''"):
                ir.folders.create("/Finance/b", "text")


class TestUpdate:
    """Name and description."""

    def test_each_keeps_the_other(self, sim, ir):
        """Both are written every time, so the other one is read and sent again."""
        done = ir.folders.update(REPORTS, name="R", verify=True)
        assert ("/Finance/R", ("NewDescription",)) == (done.path, done.resent)
        assert "Quarterly figures" == ir.folders.get("/Finance/R").description
        ir.folders.update("/Finance/R", description="a & b", verify=True)
        assert ("R", "a & b") == (lambda it: (it["name"], it["description"]))(sim.folder("/Finance/R"))
        ir.folders.update("/Finance/R", description=CLEAR, verify=True)
        assert "" == sim.folder("/Finance/R")["description"]
        done = ir.folders.update("/Finance/R", name="S", description="both")
        assert done.atomic and ("UpdateFolderProperties",) == done.operations

    def test_plan(self, sim, ir):
        """A plan shows what will be sent, and is carried out by `apply`."""
        planned = ir.folders.plan_update(REPORTS, description="new")
        assert [] == writes(sim)
        assert {"Path": REPORTS, "NewDescription": "new"} == planned.steps[0].arguments
        assert REPORTS == ir.folders.apply(planned, verify=True).path
        assert "new" == sim.folder(REPORTS)["description"]
        assert ir.folders.update(REPORTS, name=None).nothing_to_do

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({}, errors.ArgumentError),
            ({"name": CLEAR}, errors.ArgumentError),
            ({"name": "a/b"}, errors.ArgumentError),
            ({"name": ".."}, errors.ArgumentError),
            ({"description": "  "}, errors.ArgumentError),
            ({"description": "a\x00"}, errors.ArgumentError),
            ({"name": "Archive"}, errors.ServiceError),
        ],
    )
    def test_what_is_refused(self, sim, ir, fields, error):
        """Values that do not fit, and a name that is taken, are refused."""
        with pytest.raises(error):
            ir.folders.update(REPORTS, **fields)
        with pytest.raises(errors.FolderNotFound):
            ir.folders.update("/Finance/Nothing", description="x")
        assert "Quarterly figures" == sim.folder(REPORTS)["description"]

    def test_a_lie_is_noticed(self, sim, ir):
        """What was not stored is noticed where it is read back."""
        lie(sim, "UpdateFolderProperties")
        with pytest.raises(errors.UnexpectedReply, match="description is 'Quarterly figures', not 'x'"):
            ir.folders.update(REPORTS, description="x", verify=True)


class TestRules:
    """The rules of folders."""

    def test_changes_keep_the_others(self, sim, ir):
        """One rule is changed and the others stay, in either reading; nothing is sent where it is so already."""
        before = ir.folders.rules(REPORTS)
        assert "AutoPromptPropertsetName" not in before and "allows" == before["NewFolders"]
        ir.folders.set_rules(REPORTS, {"Checkins": "disallows"})
        assert {"NewFolders": "allows"} == ir.folders.set_rules(REPORTS, {"newFOLDERS": "disallows"})
        assert {**before, "Checkins": "disallows", "NewFolders": "disallows"} == ir.folders.rules(REPORTS)
        count = len(writes(sim))
        assert {} == ir.folders.set_rules(REPORTS, {"NewFolders": "Disallows"})
        assert count == len(writes(sim))
        with pytest.raises(errors.AccessDenied):
            ir.folders.create(f"{REPORTS}/x")

    def test_what_is_refused(self, sim, ir):
        """An unknown rule is refused with the nearest one, and so is what is not a text."""
        with pytest.raises(errors.ArgumentError, match="did you mean NewFolders") as raised:
            ir.folders.set_rules(REPORTS, {"NewFolder": "x", "Checkins": True})
        assert 2 == len(raised.value.problems)
        with pytest.raises(errors.FolderNotFound):
            ir.folders.rules("/Finance/Nothing")

    def test_a_lie_is_noticed(self, sim, ir):
        """A rule that was not stored is an UnexpectedReply."""
        lie(sim, "SetFolderRules")
        with pytest.raises(errors.UnexpectedReply, match="NewFolders is 'allows', not 'disallows'"):
            ir.folders.set_rules(REPORTS, {"NewFolders": "disallows"})


class TestRulesOfAnotherShape:
    """A reply that does not list rules as the reference says."""

    @pytest.mark.parametrize("inside", ["", "<R/>", "<R><Rule Name='a' Value='b'/></R>", "<Rules><Other/></Rules>"])
    def test_not_read_as_none(self, sim, ir, inside):
        """It is refused; it does not read as a folder that has no rules."""
        body = envelope("GetFolderRules", f'<response xmlns="" success="true" error="">{inside}</response>')
        sim.fail("reply", operation="GetFolderRules", body=body, headers={"Content-Type": "text/xml"})
        with pytest.raises(errors.UnexpectedReply, match="does not list only rules"):
            ir.folders.rules(REPORTS)


class TestEnsure:
    """A folder that is as it should be."""

    WANTED = {"description": "Papers", "rules": {"NewFolders": "disallows"}}

    def test_twice(self, sim, ir):
        """The first time it is made, the second time nothing is; the plan shows it before."""
        planned = ir.folders.plan_ensure("/Finance/P/Q", **self.WANTED)
        assert [] == writes(sim)
        lines = ["create /Finance/P", "create /Finance/P/Q", "description: 'Papers'", "rule NewFolders: 'disallows'"]
        assert lines == str(planned).splitlines()
        done = ir.folders.ensure("/Finance/P/Q", **self.WANTED)
        assert ("/Finance/P", "/Finance/P/Q") == done.created
        assert ("Papers", "disallows") == (
            ir.folders.get(done.path).description,
            ir.folders.rules(done.path)["NewFolders"],
        )
        count = len(writes(sim))
        assert ir.folders.ensure("/Finance/P/Q", **self.WANTED).nothing_to_do
        assert "/Finance/P/Q is as it should be" == str(ir.folders.plan_ensure("/Finance/P/Q", **self.WANTED))
        assert count == len(writes(sim))

    def test_only_what_differs(self, sim, ir):
        """Only what differs is sent, and what is not said stays."""
        done = ir.folders.ensure(REPORTS, rules={"NewFolders": "disallows"})
        assert [("rule NewFolders", "allows", "disallows")] == [(c.what, c.before, c.after) for c in done.changes]
        assert ["SetFolderRules"] == writes(sim)
        assert "Quarterly figures" == sim.folder(REPORTS)["description"]
        assert "description: 'Quarterly figures' -> ''" == str(ir.folders.plan_ensure(REPORTS, description=CLEAR))
        ir.folders.ensure(REPORTS, description=CLEAR)
        assert "" == sim.folder(REPORTS)["description"]
        assert ir.folders.ensure(REPORTS).nothing_to_do

    def test_a_plan_is_carried_out_as_it_was_shown(self, sim, ir):
        """A plan of a folder that has changed since is refused."""
        planned = ir.folders.plan_ensure(REPORTS, **self.WANTED)
        ir.folders.update(REPORTS, description="meanwhile")
        with pytest.raises(errors.Conflict, match="has changed since it was planned"):
            ir.folders.apply(planned)
        assert not ir.folders.apply(ir.folders.plan_ensure(REPORTS, **self.WANTED)).nothing_to_do

    @pytest.mark.parametrize(
        ("path", "wanted", "error"),
        [
            ("/Finance/new", {"rules": {"Nonsense": "x"}}, errors.ArgumentError),
            ("/Finance/a & b", {}, errors.ArgumentError),
            ("/Finance/" + "x" * 129, {}, errors.ArgumentError),
            ("/Finance/new", {"description": " "}, errors.ArgumentError),
            ("/Finance/new", {"description": 5}, errors.ArgumentError),
            ("/Finance/new", {"access": ["jdoe"]}, errors.ArgumentError),
            ("/Nowhere/a", {}, errors.FolderNotFound),
            ("/Nowhere", {}, errors.InvalidValue),
            (f"{REPORTS}/Budget.xlsx", {}, errors.AlreadyExists),
        ],
    )
    def test_what_is_refused(self, sim, ir, path, wanted, error):
        """What can never be so is refused before anything is made."""
        with pytest.raises(error):
            ir.folders.ensure(path, **wanted)
        assert [] == writes(sim)

    def test_what_was_done_before_an_error(self, sim, ir):
        """Where a later step is refused, the error names the earlier ones, and the next run does the rest."""
        sim.fail("html", operation="SetFolderRules", status=502)
        with pytest.raises(errors.HttpError) as raised:
            ir.folders.ensure("/Finance/P", **self.WANTED)
        assert ("CreateFolder",) == raised.value.done
        done = ir.folders.ensure("/Finance/P", **self.WANTED)
        assert ((), ["rule NewFolders"]) == (done.created, [each.what for each in done.changes])

    def test_a_lie_is_noticed(self, sim, ir):
        """What is not so when it is read back is an error that says what."""
        lie(sim, "UpdateFolderProperties")
        with pytest.raises(errors.UnexpectedReply, match="description: 'Quarterly figures' -> 'x'") as raised:
            ir.folders.ensure(REPORTS, description="x")
        assert raised.value.maybe_applied and ("UpdateFolderProperties",) == raised.value.done

    def test_access(self, sim, ir):
        """The access list becomes the one that is said, as by `set_access`; a second time nothing is sent."""
        wanted = [
            AccessEntry.user("admin", "full control"),
            AccessEntry.user("jdoe", "read"),
            AccessEntry.members("list"),
        ]
        planned = ir.folders.plan_ensure("/Finance/P", access=wanted)
        assert ["create /Finance/P", "access"] == [each.partition(":")[0] for each in str(planned).splitlines()]
        ir.folders.apply(planned)
        found = {(each.who, each.name): each.right for each in ir.folders.access("/Finance/P").entries}
        assert (Right.READ, Right.LIST) == (found["user", "jdoe"], found["members", ""])
        assert ir.folders.ensure("/Finance/P", access=wanted).nothing_to_do
        assert 1 == writes(sim).count("SetAccessList")
        (change,) = ir.folders.ensure("/Finance/P", access=wanted[:2]).changes
        assert "access" == change.what and "jdoe" in change.before
        with pytest.raises(errors.ArgumentError, match="not an AccessEntry"):
            ir.folders.ensure("/Finance/P", access=["jdoe"])
        with pytest.raises(errors.UserNotFound):
            ir.folders.ensure("/Finance/P", access=[*wanted, AccessEntry.user("nobody", "read")])

    def test_two_at_once(self, sim):
        """Of several that make the same folder at once, each finds it as it should be."""

        async def main(url: str) -> None:
            async with AsyncClient(url, **OPTIONS) as ir:
                done = await asyncio.gather(*(ir.folders.ensure("/Finance/P/Q", **self.WANTED) for _ in range(6)))
                assert {"/Finance/P/Q"} == {each.path for each in done}
                assert 1 == len([each async for each in ir.folders.list("/Finance", name="P")])

        with sim.serve() as server:
            asyncio.run(main(server.url))


RULES = st.dictionaries(
    st.sampled_from(["NewFolders", "Checkins", "checkouts", "FolderDeletes"]),
    st.sampled_from(["allows", "disallows"]),
    max_size=3,
)
WISHES = st.tuples(st.sampled_from(["a", "a/b", "Reports", "c"]), st.sampled_from([None, "x", "y & z", CLEAR]), RULES)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WISHES, max_size=4), st.sampled_from(["classic", "current"]), st.booleans())
def test_ensure_is_idempotent(wishes, generation, null_keeps):
    """After any wishes the folder is as the last one says, and a second time nothing is to do; the rest is kept."""
    with Simulator(generation=generation, null_keeps=null_keeps) as sim, sim.serve() as server:
        with Client(server.url, **OPTIONS) as ir:
            for path, description, rules in wishes:
                rules = {**rules, "NewFolders": "allows"}
                path = f"/Finance/{path}"
                before = ir.folders.rules(path) if ir.folders.exists(path) else {}
                ir.folders.ensure(path, description=description, rules=rules)
                assert ir.folders.plan_ensure(path, description=description, rules=rules).nothing_to_do
                after = ir.folders.rules(path)
                named = {each.casefold() for each in rules}
                assert {k: v for k, v in before.items() if k.casefold() not in named}.items() <= after.items()


class TestFormPost:
    """By form POST, which has no null and may take an empty text for nothing."""

    @pytest.fixture
    def forms(self, sim):
        """Make a client by form POST."""
        with sim.serve() as server:
            yield lambda **said: Client(server.url, **OPTIONS, transport="http-post", **said)

    def test_what_can_be_said(self, sim, forms):
        """Folders are created, updated and ensured; what is kept is read and said."""
        with forms() as ir:
            assert "/Finance/a" == ir.folders.create("/Finance/a").path
            ir.folders.update(REPORTS, name="R", verify=True)
            assert "Quarterly figures" == sim.folder("/Finance/R")["description"]
            assert not ir.folders.ensure("/Finance/R", description="x").nothing_to_do
            with pytest.raises(errors.NullNotAllowed):
                ir.folders.update("/Finance/R", description=CLEAR)
            with pytest.raises(errors.NullNotAllowed):
                ir.folders.ensure("/Finance/R", description=CLEAR)
            assert "x" == sim.folder("/Finance/R")["description"]

    def test_clearing_is_read_back(self, sim, forms):
        """Where an empty text is asked to be verified, it is cleared, or an error says that it is not."""
        with forms(on_clear="verify") as ir:
            try:
                ir.folders.update(REPORTS, description=CLEAR)
            except errors.UnexpectedReply as exc:
                assert "cleared nothing" in exc.message and sim.folder(REPORTS)["description"]
            else:
                assert "" == sim.folder(REPORTS)["description"]

    def test_rules_are_refused_in_one_sentence(self, sim, forms):
        """XML cannot be said in a form; that is refused before anything is changed."""
        with forms() as ir:
            with pytest.raises(errors.ContractError):
                ir.folders.set_rules(REPORTS, {"NewFolders": "disallows"})
            assert "allows" == ir.folders.rules(REPORTS)["NewFolders"]
            with pytest.raises(errors.UnknownOperation, match="by form POST"):
                ir.folders.ensure("/Finance/new", rules={"NewFolders": "disallows"})
            assert [] == writes(sim)
