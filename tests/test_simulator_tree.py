"""The simulator's tree of folders: the habits of either generation, and what it refuses."""

from __future__ import annotations

import datetime as dt

import pytest

from soapclient import AccessEntry, Client, errors
from soapclient.simulator import Simulator

REPORTS, BUDGET = "/Finance/Reports", "/Finance/Reports/Budget.xlsx"


@pytest.fixture(params=["classic", "current"])
def sim(request):
    """A simulator of each generation."""
    with Simulator(generation=request.param) as simulator:
        yield simulator


@pytest.fixture
def ir(sim):
    """An administrator's client of it."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


@pytest.fixture
def jdoe(ir):
    """A user's client of it."""
    with Client(ir.url, username="jdoe", password="secret", wsdl="bundled") as client:
        yield client


def current(sim) -> bool:
    """Tell whether it is a server of today."""
    return sim._world.generation.current


class TestMove:
    """What Move does."""

    def test_another_name_in_another_folder(self, sim, ir):
        """A server of today checks the last name and keeps the old one; a classic one renames."""
        ir.service.Move(SourcePath=BUDGET, DestinationPath="/Public/New.xlsx")
        assert ("Budget.xlsx" if current(sim) else "New.xlsx") == sim.document("~D1001")["name"]

    def test_a_collision_of_the_kept_name(self, sim, ir):
        """On a server of today the database refuses the old name where it is taken; nothing is moved."""
        ir.service.Copy(SourcePath=BUDGET, DestinationPath="/Public/Budget.xlsx")
        if not current(sim):
            ir.service.Move(SourcePath=BUDGET, DestinationPath="/Public/New.xlsx")
            return
        with pytest.raises(errors.ServerFault, match="duplicate key row") as raised:
            ir.service.Move(SourcePath=BUDGET, DestinationPath="/Public/New.xlsx")
        assert 5000 == raised.value.code
        assert REPORTS == sim.document("~D1001")["folder"]

    @pytest.mark.parametrize(
        ("source", "to", "error"),
        [
            ("/Finance/Nothing", "/Public/x", errors.NotFound),
            (BUDGET, "/Nowhere/x", errors.NotFound),
            ("/Finance", "/Public/x", errors.ServiceError),
            (BUDGET, BUDGET, errors.ServiceError),
            (REPORTS, f"{REPORTS}/x/y", errors.ServiceError),
            (REPORTS, f"{REPORTS}/x", errors.ServiceError),
            (BUDGET, f"{REPORTS}/Forecast.xlsx", errors.ServiceError),
            (BUDGET, f"{REPORTS}/a\tb/c", errors.ServiceError),
        ],
    )
    def test_what_is_refused(self, sim, ir, source, to, error):
        """A missing source or folder, a library, the same place, a folder into itself, and a name that is taken."""
        with pytest.raises(error):
            ir.service.Move(SourcePath=source, DestinationPath=to)
        assert REPORTS == sim.document("~D1001")["folder"]

    def test_a_name_that_cannot_be(self, sim, ir):
        """A rename to what a server of today does not take is refused."""
        if current(sim):
            with pytest.raises(errors.InvalidValue):
                ir.service.Move(SourcePath=BUDGET, DestinationPath=f"{REPORTS}/a%b.xlsx")
            with pytest.raises(errors.InvalidValue):
                ir.service.Move(SourcePath=REPORTS, DestinationPath="/Finance/a%b")


class TestCopy:
    """What Copy does."""

    def test_by_the_number_of_a_folder(self, sim, ir):
        """`~F` with a number keeps the name."""
        ir.service.Copy(SourcePath=BUDGET, DestinationPath="~F104")
        assert sim.document("/Public/Budget.xlsx")
        with pytest.raises(errors.ServiceError):
            ir.service.Copy(SourcePath=BUDGET, DestinationPath="~F999")

    def test_in_part(self, sim, ir, jdoe):
        """What the caller may only see is left out and told, by the service and by the workflow."""
        ir.folders.create(f"{REPORTS}/Inner")
        ir.documents.set_access(BUDGET, [AccessEntry.user("jdoe", "list")], force=True)
        with pytest.raises(errors.PartialFailure) as raised:
            jdoe.folders.copy(REPORTS, "/Public", name="Part")
        (failed,) = raised.value.failed_items
        assert BUDGET == failed.name
        done = {each.name for each in raised.value.succeeded_items}
        assert {"/Public/Part", "/Public/Part/Inner", "/Public/Part/Forecast.xlsx"} == done
        assert "3 items of it are at /Public/Part now" in raised.value.message

    @pytest.mark.parametrize(
        ("source", "to"),
        [
            ("/Finance/Nothing", "/Public/x"),
            (BUDGET, "/Nowhere/x"),
            (BUDGET, f"{REPORTS}/Forecast.xlsx"),
            ("/Finance", "/Public/x"),
            (REPORTS, f"{REPORTS}/x"),
            (REPORTS, "/Finance/Archive"),
        ],
    )
    def test_what_is_refused(self, sim, ir, source, to):
        """A missing source, a missing folder, a name that is taken, a library, and a folder into itself."""
        with pytest.raises(errors.ServiceError) as raised:
            ir.service.Copy(SourcePath=source, DestinationPath=to)
        assert (4000 if current(sim) else None) == raised.value.code


class TestCreate:
    """What CreateFolder and CreateFolder1 do."""

    def test_parents_are_made_though_the_last_is_refused(self, sim, ir):
        """CreateFolder makes what is missing, also where it then refuses."""
        with pytest.raises(errors.ServiceError):
            ir.service.CreateFolder(Path="/Finance/a/b/ ")
        assert sim.folder("/Finance/a/b")

    def test_parents_by_create_folder1(self, sim, ir):
        """CreateFolder1 makes them on a server of today alone."""
        said = {"ParentFolderPath": "/Finance/a/b", "NewFolderName": "c", "Description": "d"}
        if current(sim):
            ir.service.CreateFolder1(**said)
            assert "d" == sim.folder("/Finance/a/b/c")["description"]
        else:
            with pytest.raises(errors.FolderNotFound):
                ir.service.CreateFolder1(**said)
        with pytest.raises(errors.ServiceError):
            ir.service.CreateFolder1(**{**said, "ParentFolderPath": "/"})

    def test_libraries_are_not_made(self, sim, ir):
        """A library is neither made nor missing without a word."""
        for path in ("/New", "/New/a"):
            with pytest.raises(errors.ServiceError):
                ir.service.CreateFolder(Path=path)

    def test_folder_exists1(self, ir):
        """FolderExists1 answers yes or no."""
        assert ir.service.FolderExists1(FolderPath="/Finance", FolderName="Reports")
        assert not ir.service.FolderExists1(FolderPath="/Finance", FolderName="Nothing")

    def test_who_may_not(self, ir, jdoe):
        """Whoever may only read in a folder makes none in it."""
        ir.folders.set_access(REPORTS, [AccessEntry.user("jdoe", "read")], force=True)
        with pytest.raises(errors.AccessDenied):
            jdoe.service.CreateFolder(Path=f"{REPORTS}/x")


class TestRulesAndDeletion:
    """Rules, the recycle bin, and what is gone for ever."""

    @pytest.mark.parametrize("xml", ["<Rules", "<Rules><Rule Name='x' Value='y'/></Rules>", "<Rules><Rule/></Rules>"])
    def test_bad_rules(self, ir, xml):
        """Rules that are not XML, and rules that there are not, are refused."""
        with pytest.raises((errors.ServiceError, errors.ArgumentError)):
            ir.service.SetFolderRules(Path=REPORTS, xmlRules=xml, ApplyToTree=False)

    def test_the_whole_tree(self, ir):
        """ApplyToTree sets the rules of the folders below, and comments in the XML are none."""
        xml = "<Rules><!-- x --><Rule Name='FOLDERDELETES' Value='disallows'/></Rules>"
        ir.service.SetFolderRules(Path="/Finance", xmlRules=xml, ApplyToTree=True)
        assert "disallows" == ir.folders.rules(REPORTS)["FolderDeletes"]
        with pytest.raises(errors.AccessDenied):
            ir.folders.delete("/Finance/Archive")
        told = ir.service.GetFolder(
            Path=REPORTS, WithRules=True, withPropertySets=False, withSecurity=False, withOwner=False
        )
        assert told.element.find(".//Rule") is not None

    def test_what_is_refused(self, ir):
        """A library, a wrong handler, one that is not there, and a place that is gone."""
        with pytest.raises(errors.ServiceError):
            ir.service.DeleteFolder(Path="/Public")
        for handler in ("x", "D999", "F999"):
            with pytest.raises(errors.ServiceError):
                ir.service.RestoreRecycleBinItem(ItemHandler=handler)
        gone = ir.folders.delete("/Finance/Archive")
        with pytest.raises(errors.NotFound):
            ir.service.RestoreRecycleBinItem(ItemHandler=gone.handler, RestorePath="/Nowhere")
        ir.folders.create("/Finance/Archive")
        with pytest.raises(errors.ServiceError):
            ir.service.RestoreRecycleBinItem(ItemHandler=gone.handler)
        with pytest.raises(errors.AlreadyExists):
            ir.recycle_bin.restore(gone)

    def test_filters(self, ir):
        """The recycle bin is searched by days, sizes and users."""
        ir.documents.delete(1001)
        now = dt.datetime.now(dt.timezone.utc)
        hour = dt.timedelta(hours=1)
        assert 1 == len([*ir.recycle_bin.list(since=now - hour, until=now + hour)])
        assert [] == [*ir.recycle_bin.list(since=now + hour)]
        assert 1 == len(ir.service.SearchRecycledItems(objectName="budg", minSize=1, maxSize=1000).items)
        assert [] == [*ir.service.SearchRecycledItems(minSize=1000)]
        with pytest.raises(errors.NotFound):
            list(ir.recycle_bin.list(deleted_by="nobody"))

    def test_bytes_are_gone_for_ever(self, sim, ir):
        """What is purged takes its bytes along."""
        ir.documents.upload(b"x" * 1000, "/Finance/Archive/a.bin")
        (row,) = sim._world.users.rows("SELECT blob FROM versions WHERE size = 1000")
        ir.recycle_bin.purge(ir.folders.delete("/Finance/Archive", recursive=True), force=True)
        with pytest.raises(FileNotFoundError):
            sim._world.blobs.open(row[0])
        assert [] == [*ir.recycle_bin.list()]
