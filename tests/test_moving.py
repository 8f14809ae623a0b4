"""Documents and folders that are moved, copied, deleted and restored: where they are is read back."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import SUCCESS, envelope

from soapclient import AsyncClient, Client, errors
from soapclient.simulator import Simulator

BUDGET, FORECAST = "/Finance/Reports/Budget.xlsx", "/Finance/Reports/Forecast.xlsx"
OPTIONS = {"username": "admin", "password": "admin", "wsdl": "bundled"}


@pytest.fixture(params=["classic", "current"])
def sim(request):
    """A simulator of each generation."""
    with Simulator(generation=request.param) as simulator:
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


def called(sim: Simulator, operation: str) -> list[dict[str, object]]:
    """Return what an operation was called with."""
    return [dict(each.arguments) for each in sim.arrived if each.operation == operation]


class TestMoveDocument:
    """A document that gets another folder, another name, or both."""

    @pytest.mark.parametrize(
        ("source", "to"),
        [
            (BUDGET, "/Finance/Archive"),
            (1001, "/Finance/Archive/Budget.xlsx"),
            ("~D1001", "Finance\\Archive\\"),
            ("finance\\reports\\BUDGET.XLSX", "/Finance/Archive/"),
        ],
    )
    def test_into_a_folder(self, sim, ir, source, to):
        """It keeps its name, which is said again, whether a folder or the whole path is given."""
        done = ir.documents.move(source, to)
        assert ("/Finance/Archive/Budget.xlsx", BUDGET, 1001) == (done.path, done.source, done.number)
        (said,) = called(sim, "Move")
        assert (BUDGET, "/Finance/Archive/Budget.xlsx") == (said["SourcePath"], said["DestinationPath"])
        assert "/Finance/Archive" == sim.document("~D1001")["folder"]

    @pytest.mark.parametrize("said", [{"to": "/Public/New.xlsx"}, {"to": "/Public", "name": "New.xlsx"}])
    def test_with_another_name(self, sim, ir, said):
        """Another folder and another name are two steps, since a server may drop the name of the first."""
        assert "/Public/New.xlsx" == ir.documents.move(BUDGET, **said).path
        assert ["/Public/Budget.xlsx", "/Public/New.xlsx"] == [each["DestinationPath"] for each in called(sim, "Move")]
        assert ("/Public", "New.xlsx") == (sim.document("~D1001")["folder"], sim.document("~D1001")["name"])

    def test_rename(self, sim, ir):
        """In the same folder it is a rename; letter case alone is a change, too."""
        assert "/Finance/Reports/b.xlsx" == ir.documents.move(BUDGET, "/Finance/Reports/b.xlsx").path
        assert "/Finance/Reports/B.xlsx" == ir.documents.move(1001, "/Finance/Reports", name="B.xlsx").path
        assert "B.xlsx" == sim.document("~D1001")["name"]

    def test_into_a_folder_of_nearly_the_same_name(self, sim, ir):
        """Two folders whose names are alike by full case folding are two where the service has them as two."""
        ir.folders.create("/Finance/straße")
        ir.folders.create("/Finance/strasse")
        ir.documents.move(BUDGET, "/Finance/straße")
        assert "/Finance/strasse/b.xlsx" == ir.documents.move(1001, "/Finance/strasse/b.xlsx").path
        assert "/Finance/straße/b.xlsx" == ir.documents.move(1001, "/Finance/straße").path
        assert "/Finance/straße/c.xlsx" == ir.documents.move(1001, "/Finance/STRAßE/c.xlsx").path
        assert "/Finance/straße" == sim.document("~D1001")["folder"]

    def test_a_folder_for_the_new_path(self, sim, ir):
        """Servers of today say that the name is taken where the path of a folder stands for the new path."""
        if sim._world.generation.current:
            with pytest.raises(errors.AlreadyExists):
                ir.service.Move(SourcePath=BUDGET, DestinationPath="/Finance/Archive")
            assert "/Finance/Reports" == sim.document("~D1001")["folder"]

    def test_the_own_name_is_taken_there(self, sim, ir):
        """Where the own name is taken in the other folder, it is renamed before and not after."""
        ir.documents.copy(FORECAST, "/Public/Budget.xlsx")
        assert "/Public/New.xlsx" == ir.documents.move(BUDGET, "/Public/New.xlsx").path
        steps = [each["DestinationPath"] for each in called(sim, "Move")]
        assert ["/Finance/Reports/New.xlsx", "/Public/New.xlsx"] == steps
        assert "/Public" == sim.document("/Public/Budget.xlsx")["folder"]

    @pytest.mark.parametrize(
        ("source", "to", "error"),
        [
            ("/Finance/Reports/Nothing.xlsx", "/Public", errors.DocumentNotFound),
            ("/Finance/Reports", "/Public", errors.DocumentNotFound),
            (999, "/Public", errors.DocumentNotFound),
            (BUDGET, "/Nowhere/", errors.FolderNotFound),
            (BUDGET, "/Finance/Nowhere/x.xlsx", errors.FolderNotFound),
            (BUDGET, FORECAST + "/x", errors.FolderNotFound),
            (BUDGET, FORECAST, errors.AlreadyExists),
            (BUDGET, "/Finance/Reports", errors.InvalidValue),
            (BUDGET, BUDGET, errors.InvalidValue),
            (BUDGET, "/", errors.ArgumentError),
            (BUDGET, "/x.xlsx", errors.ArgumentError),
            (BUDGET, "/Public/\ud800", errors.ArgumentError),
            ("/Finance/\x00", "/Public", errors.ArgumentError),
            ("", "/Public", errors.ArgumentError),
            ("/Finance/Reports/a & # % + .xlsx", "/Public", errors.DocumentNotFound),
            ("/Finance/Reports/Budget.xlsx  ", "/Public", errors.DocumentNotFound),
            ("/Finance/Reports/" + "x" * 400, "/Public", errors.DocumentNotFound),
        ],
    )
    def test_what_is_refused(self, sim, ir, source, to, error):
        """What cannot be moved, and where it cannot go, is a class of its own; nothing was moved."""
        with pytest.raises(error):
            ir.documents.move(source, to)
        assert [] == called(sim, "Move")
        assert "/Finance/Reports" == sim.document("~D1001")["folder"]

    def test_a_bad_name_is_refused_by_a_server_of_today(self, sim, ir):
        """A name that a server of today does not take is its own refusal, and says where the document is by then."""
        if not sim._world.generation.current:
            assert "/Public/a & b.xlsx" == ir.documents.move(BUDGET, "/Public", name="a & b.xlsx").path
            return
        with pytest.raises(errors.InvalidValue, match="it was moved from .* to /Public/Budget.xlsx before") as raised:
            ir.documents.move(BUDGET, "/Public", name="a & b.xlsx")
        assert ("Move",) == raised.value.done

    def test_a_locked_document(self, sim, ir):
        """A document that somebody else has checked out is a Conflict, and stays."""
        with Client(ir.url, username="jdoe", password="secret", wsdl="bundled") as jdoe:
            jdoe.service.Lock(Path=BUDGET)
        with pytest.raises(errors.Conflict):
            ir.documents.move(BUDGET, "/Public")
        assert "/Finance/Reports" == sim.document("~D1001")["folder"]

    def test_a_lost_reply_is_read_back(self, sim, ir):
        """A lost reply is no error where the document is where it was to go; else the message says where it is."""
        sim.fail("drop", operation="Move", applied=True)
        assert "/Public/Budget.xlsx" == ir.documents.move(BUDGET, "/Public").path
        sim.fail("drop", operation="Move", applied=False)
        with pytest.raises(
            errors.TransportError, match="now the document with number 1001 is at /Public/Budget"
        ) as raised:
            ir.documents.move(1001, "/Finance/Archive")
        assert raised.value.maybe_applied

    def test_a_lost_reply_that_cannot_be_read_back(self, sim, ir):
        """Where what is there cannot be read either, both are said."""
        sim.fail("drop", operation="Move", applied=True)
        sim.fail("status", operation="GetDocument", status=503, times=None)
        with pytest.raises(errors.HttpError):
            ir.documents.move(BUDGET, "/Public")
        sim.stop_failing()
        sim.fail("drop", operation="Move", applied=True)
        move = ir.documents.move
        ir.documents._thing_where = lambda *places: ir.documents._get(999)
        with pytest.raises(errors.TransportError, match="the current state could not be read: GetDocument"):
            move(BUDGET, "/Public")

    def test_a_lie_is_noticed(self, sim, ir):
        """A service that says success and moves nothing is an UnexpectedReply that says where the document is."""
        lie(sim, "Move")
        with pytest.raises(errors.UnexpectedReply, match=f"but the document with number 1001 is at {BUDGET}") as raised:
            ir.documents.move(BUDGET, "/Public")
        assert raised.value.maybe_applied

    def test_a_document_that_is_renamed_meanwhile(self, sim, ir):
        """By a number, another document that has the path by then is not moved."""
        other = (
            '<response xmlns="" success="true" error=""><document DocumentID="1001" Name="Forecast.xlsx" Path="{}"/>'
        )
        body = envelope("GetDocument", other.format("\\Finance\\Reports") + "</response>")
        sim.fail("reply", operation="GetDocument", body=body, headers={"Content-Type": "text/xml"})
        with pytest.raises(errors.UnexpectedReply, match="is not the document with the number 1001"):
            ir.documents.move(1001, "/Public")
        assert [] == called(sim, "Move")


def told(operation: str, inner: str) -> bytes:
    """Write a reply of an operation."""
    return envelope(operation, f'<response xmlns="" success="true" error="">{inner}</response>')


class TestStrangeReplies:
    """What is not told is not guessed at: nothing is moved, copied or deleted by the way."""

    def answer(self, sim, operation, inner):
        """Let the next call of an operation be answered so."""
        body = told(operation, inner)
        sim.fail("reply", operation=operation, body=body, headers={"Content-Type": "text/xml"})

    @pytest.mark.parametrize(
        ("path", "inner", "why"),
        [
            (
                BUDGET,
                '<document Name="Budget.xlsx" Path="\\Finance\\Reports" />',
                "does not contain the document's number",
            ),
            (1001, '<document DocumentID="1001" Name="Budget.xlsx" />', "does not give the document's folder"),
            (1001, '<document DocumentID="1001" Path="\\Finance\\Reports" />', "does not give the document's folder"),
            (
                BUDGET,
                '<document DocumentID="1" IsShortcut="true" Name="Budget.xlsx" Path="\\Public" />',
                "leads to the document at /Public/Budget.xlsx; use that path",
            ),
        ],
    )
    def test_documents(self, sim, ir, path, inner, why):
        """A document whose number or place is not told, and a shortcut that leads elsewhere, are left alone."""
        for act in (lambda: ir.documents.move(path, "/Public"), lambda: ir.documents.delete(path)):
            self.answer(sim, "GetDocument", inner)
            with pytest.raises(errors.UnexpectedReply, match=why):
                act()
        assert [] == called(sim, "Move") + called(sim, "DeleteDocument")

    @pytest.mark.parametrize(
        ("inner", "why"),
        [
            ('<folder Name="Reports" />', "does not contain the folder's number"),
            ("", "is not about /Finance/Reports alone"),
            ('<folder id="1" name="Reports" /><folder id="2" name="Reports" />', "is not about"),
        ],
    )
    def test_folders(self, sim, ir, inner, why):
        """A folder whose number is not told, or of which there are two, is left alone."""
        self.answer(sim, "GetFolder", inner)
        with pytest.raises(errors.UnexpectedReply, match=why):
            ir.folders.delete("/Finance/Reports", recursive=True)
        assert [] == called(sim, "DeleteFolder")

    @pytest.mark.parametrize(
        ("inner", "why"),
        [("<x/>", "which is unknown"), ('<document Name="a" />', "1 item"), ('<document Handler="D1" />', "1 item")],
    )
    def test_the_recycle_bin(self, sim, ir, inner, why):
        """An entry without a name or handler, and what nothing knows, is no entry."""
        self.answer(sim, "GetRecycleBinContent", inner)
        with pytest.raises(errors.UnexpectedReply, match=why):
            list(ir.recycle_bin.list())

    def test_a_path_that_cannot_be_one(self, sim, ir):
        """An entry whose old path cannot be sent has its name alone, and is restored to a folder that is named."""
        ir.documents.delete(1001)
        entry = '<document Name="Budget.xlsx" DeletePath="\\Finance\\..\\Budget.xlsx" Handler="D1001" />'
        self.answer(sim, "GetRecycleBinContent", entry)
        assert ["/Budget.xlsx"] == [each.path for each in ir.recycle_bin.list()]
        self.answer(sim, "GetRecycleBinContent", entry)
        assert "/Public/Budget.xlsx" == ir.recycle_bin.restore("D1001", "/Public").path

    def test_a_handler_without_a_number(self, sim, ir):
        """Something whose number is not known cannot be read back, so it is not restored."""
        self.answer(sim, "GetRecycleBinContent", '<document Name="a" DeletePath="\\Public\\a" Handler="X-1" />')
        with pytest.raises(errors.UnexpectedReply, match="'X-1' is not a handler with a number"):
            ir.recycle_bin.restore("X-1")
        assert [] == called(sim, "RestoreRecycleBinItem")

    def test_what_cannot_be_read_back(self, sim, ir):
        """Where a reply was lost and what is there cannot be read, both are said."""
        ir.documents.delete(1001)
        sim.fail("drop", operation="EmptyRecycleBin", applied=True)
        sim.fail("html", operation="GetRecycleBinContent", after=1, times=1)
        with pytest.raises(errors.TransportError, match="the current state could not be read") as raised:
            ir.recycle_bin.empty(force=True)
        assert "EmptyRecycleBin" == raised.value.operation
        sim.fail("drop", operation="Copy", applied=True)
        sim.fail("html", operation="GetDocument", after=2)
        with pytest.raises(errors.TransportError, match="the current state could not be read"):
            ir.documents.copy(1002, "/Public", name="x.xlsx")

    def test_what_was_not_sent(self):
        """A server that cannot be reached is no reason to look for changes."""
        with Client("http://127.0.0.1:9/srv.asmx", **OPTIONS) as away:
            for act in (
                lambda: away.documents.delete(1001),
                lambda: away.folders.create("/Finance/x"),
                lambda: away.recycle_bin.empty(force=True),
            ):
                with pytest.raises(errors.ConnectError) as raised:
                    act()
                assert not raised.value.maybe_applied


class TestMoveFolder:
    """A folder that gets another place or name, with all that is in it."""

    def test_moves(self, sim, ir):
        """Into a folder, with another name, and in letter case alone; what is in it goes along."""
        assert "/Public/Reports" == ir.folders.move("/Finance/Reports", "/Public").path
        assert "/Public/Reports" == sim.document("~D1001")["folder"]
        assert "/Public/reports" == ir.folders.move("/Public/Reports", "/Public/reports").path
        done = ir.folders.move("/Public/reports/", "/Finance/Archive/", name="2026")
        assert ("/Finance/Archive/2026", 102, 2) == (done.path, done.number, len(done.steps))
        assert "/Finance/Archive/2026" == sim.document("~D1001")["folder"]

    @pytest.mark.parametrize(
        ("source", "to", "error"),
        [
            ("/Finance/Nothing", "/Public", errors.FolderNotFound),
            (BUDGET, "/Public", errors.FolderNotFound),
            ("/Finance", "/Public", errors.InvalidValue),
            ("/Finance/Reports", "/Finance", errors.InvalidValue),
            ("/Finance/Reports", "/Finance/Reports", errors.InvalidValue),
            ("/Finance/Reports", "/Finance/Reports/x", errors.InvalidValue),
            ("/Finance/Reports", "/Finance/Nowhere/x", errors.FolderNotFound),
            ("/", "/Public", errors.ArgumentError),
            ("/Finance/Reports", "/Finance/../Public", errors.ArgumentError),
        ],
    )
    def test_what_is_refused(self, sim, ir, source, to, error):
        """A folder that is missing, a document, a library, and a place in itself are refused."""
        with pytest.raises(error):
            ir.folders.move(source, to)
        assert [] == called(sim, "Move")

    def test_a_document_of_the_same_path(self, sim, ir):
        """Where a document has the folder's path the service would take that, so nothing is done."""
        ir.service.CreateFolder(Path=BUDGET)
        for act in (ir.folders.move, ir.folders.copy):
            with pytest.raises(errors.Conflict, match="a folder and a document"):
                act(BUDGET, "/Public")
        assert [] == called(sim, "Move") + called(sim, "Copy")

    def test_a_lost_reply_and_a_lie(self, sim, ir):
        """The folder is looked for at the place that it was to go to, and at the one that it was at."""
        sim.fail("reset", operation="Move", applied=True)
        assert "/Public/Reports" == ir.folders.move("/Finance/Reports", "/Public").path
        lie(sim, "Move")
        with pytest.raises(errors.UnexpectedReply, match="number 102 is at /Public/Reports"):
            ir.folders.move("/Public/Reports", "/Finance")


class TestCopy:
    """Copies."""

    def test_documents(self, sim, ir):
        """A copy has a number and a place of its own, and the same properties."""
        done = ir.documents.copy(1001, "/Public")
        assert ("/Public/Budget.xlsx", BUDGET, False) == (done.path, done.source, done.cleaned)
        assert 1001 != done.number == sim.document(done.path)["document_id"]
        assert "Budget of 2026" == sim.document(done.path)["description"]
        with pytest.raises(errors.AlreadyExists):
            ir.documents.copy(1001, "/Public")
        with pytest.raises(errors.AlreadyExists):
            ir.documents.copy(1001, "/Finance/Reports")

    def test_a_cleaned_name_is_told(self, sim, ir):
        """Where the service makes another name of the one that was asked for, the result says so."""
        done = ir.documents.copy(1001, "/Public", name="a & b.xlsx")
        current = sim._world.generation.current
        assert ("/Public/a _ b.xlsx" if current else "/Public/a & b.xlsx", current) == (done.path, done.cleaned)

    def test_folders(self, sim, ir):
        """A folder is copied with all that is in it, and never into itself."""
        assert "/Public/Copy" == ir.folders.copy("/Finance/Reports", "/Public", name="Copy").path
        assert 2 == len([*ir.folders.list("/Public/Copy")])
        with pytest.raises(errors.InvalidValue, match="into itself"):
            ir.folders.copy("/Finance/Reports", "/Finance/Reports/x")

    def test_a_copy_in_part(self, sim, ir):
        """What was not copied and what is there are both told."""
        ir.folders.copy("/Finance/Reports", "/Public", name="Part")
        inner = '<Response xmlns="" success="false" error="[log]"><item path="\\x" error="Access denied"/></Response>'
        body = envelope("Copy", inner)
        sim.fail("reply", operation="Copy", body=body, headers={"Content-Type": "text/xml"})
        ir.documents.delete("/Public/Part/Budget.xlsx")
        taken = ir.folders._path_taken

        def as_if_free(path):
            yield from ()
            return ""

        ir.folders._path_taken = as_if_free
        with pytest.raises(errors.PartialFailure, match="2 items of it are at /Public/Part now") as raised:
            ir.folders.copy("/Finance/Reports", "/Public", name="Part")
        ir.folders._path_taken = taken
        assert [("\\x", "Access denied")] == [tuple(each) for each in raised.value.failed_items]
        done = [each.name for each in raised.value.succeeded_items]
        assert ["/Public/Part", "/Public/Part/Forecast.xlsx"] == done

    def test_lost_replies(self, sim, ir):
        """After a lost reply the message says what is there."""
        for act, source in ((ir.documents.copy, BUDGET), (ir.folders.copy, "/Finance/Reports")):
            for applied, told in ((False, "no (document|folder) exists"), (True, "a (new document|folder) exists")):
                sim.fail("drop", operation="Copy", applied=applied)
                with pytest.raises(errors.TransportError, match=told):
                    act(source, "/Public")

    def test_a_lie(self, sim, ir):
        """A copy that is said to be made and is not there is an UnexpectedReply."""
        lie(sim, "Copy")
        with pytest.raises(errors.UnexpectedReply, match="no document exists at /Public/Budget.xlsx"):
            ir.documents.copy(BUDGET, "/Public")


class TestDelete:
    """What is deleted, and what is not."""

    def test_documents(self, sim, ir):
        """A document goes to the recycle bin, by path and by number."""
        done = ir.documents.delete("finance/reports/budget.xlsx")
        assert (BUDGET, 1001, "D1001") == (done.path, done.number, done.handler)
        assert 1002 == ir.documents.delete(1002).number
        assert not ir.documents.exists(BUDGET)
        for gone in (BUDGET, 1001, "/Finance/Reports"):
            with pytest.raises(errors.DocumentNotFound):
                ir.documents.delete(gone)

    def test_checked_out(self, sim, ir):
        """A document that is checked out is deleted only where the service does it and that is said."""
        ir.service.Lock(Path=BUDGET)
        with pytest.raises(errors.Conflict, match="checked out by admin; nothing was deleted"):
            ir.documents.delete(BUDGET)
        assert [] == called(sim, "DeleteDocument")
        if sim._world.generation.current:
            with pytest.raises(errors.Conflict):
                ir.documents.delete(BUDGET, force=True)
        else:
            assert (BUDGET,) == ir.documents.delete(BUDGET, force=True).checked_out

    def test_folders(self, sim, ir):
        """A folder that is not empty, or has something checked out in it, is deleted only where that is said."""
        with pytest.raises(errors.Conflict, match="0 folders and 2 documents"):
            ir.folders.delete("/Finance/Reports")
        ir.service.Lock(Path=BUDGET)
        with pytest.raises(errors.Conflict, match=f"checked out in /Finance/Reports: {BUDGET} by admin; nothing"):
            ir.folders.delete("/Finance/Reports", recursive=True)
        assert [] == called(sim, "DeleteFolder")
        done = ir.folders.delete("/Finance/Reports", recursive=True, force=True)
        assert ("F102", 0, 2, (BUDGET,)) == (done.handler, done.folders, done.documents, done.checked_out)
        assert (0, 0) == (lambda gone: (gone.folders, gone.documents))(ir.folders.delete("/Finance/Archive"))
        with pytest.raises(errors.FolderNotFound):
            ir.folders.delete("/Finance/Archive")
        with pytest.raises(errors.InvalidValue, match="is a library"):
            ir.folders.delete("/Finance", recursive=True)

    def test_lost_replies_and_lies(self, sim, ir):
        """What is gone is gone, whatever became of the reply; what is still there is said."""
        for act, what, operation in (
            (ir.documents.delete, BUDGET, "DeleteDocument"),
            (ir.folders.delete, "/Finance/Archive", "DeleteFolder"),
        ):
            lie(sim, operation)
            with pytest.raises(errors.UnexpectedReply, match="reported that it deleted .*, but"):
                act(what)
            sim.fail("drop", operation=operation, applied=False)
            with pytest.raises(errors.TransportError, match="is still at"):
                act(what)
            sim.fail("drop", operation=operation, applied=True)
            assert what == act(what).path


class TestRecycleBin:
    """What was deleted."""

    def test_list_and_restore(self, sim, ir):
        """What is listed has the path that it had, and can be put back there with all that was in it."""
        ir.documents.delete(1001)
        folder = ir.folders.delete("/Finance/Reports", recursive=True)
        found = [*ir.recycle_bin.list()]
        assert [BUDGET, "/Finance/Reports"] == [each.path for each in found]
        assert all(each.deleted.tzinfo is not None for each in found)
        with pytest.raises(errors.ServiceError):
            ir.recycle_bin.restore(found[0])
        done = ir.recycle_bin.restore(folder)
        assert ("/Finance/Reports", 102, "folder") == (done.path, done.number, done.kind)
        assert BUDGET == ir.recycle_bin.restore("d1001").path
        assert 2 == len([*ir.folders.list("/Finance/Reports")])
        assert [] == [*ir.recycle_bin.list()]

    def test_restore_by_a_service_that_does_not_mind_where_to(self, sim, ir, monkeypatch):
        """What was put back to where it was is not said to be in the folder that was asked for."""
        gone = ir.documents.delete(1001)
        call = ir.recycle_bin._call

        def other(operation, **said):
            if operation == "RestoreRecycleBinItem":
                said.pop("RestorePath")
            return call(operation, **said)

        monkeypatch.setattr(ir.recycle_bin, "_call", other)
        with pytest.raises(errors.UnexpectedReply, match=f"not at /Public/Budget.xlsx, but at {BUDGET}"):
            ir.recycle_bin.restore(gone, "/Public")

    def test_not_there_by_form_post(self, sim):
        """What is not in it is told so, also where what others have deleted cannot be listed."""
        with sim.serve() as server, Client(server.url, **OPTIONS, transport="http-post") as ir:
            with pytest.raises(errors.NotFound, match="D1001 is not in the caller.s recycle bin"):
                ir.recycle_bin.restore("D1001")
            assert BUDGET == ir.recycle_bin.restore(ir.documents.delete(1001)).path

    def test_purge_of_what_somebody_else_deleted(self, sim, ir):
        """It is looked for where it was listed, not in the recycle bin of the caller."""
        with sim.serve() as server, Client(server.url, **{**OPTIONS, "username": "jdoe", "password": "secret"}) as jdoe:
            gone = jdoe.documents.delete(BUDGET)
        sim.fail("drop", operation="PurgeRecycleBinItem", applied=False)
        with pytest.raises(errors.TransportError, match="still in it"):
            ir.recycle_bin.purge(gone, force=True)
        lie(sim, "PurgeRecycleBinItem")
        with pytest.raises(errors.UnexpectedReply, match="still in it"):
            ir.recycle_bin.purge(gone, force=True)
        assert (BUDGET,) == ir.recycle_bin.purge(gone, force=True).paths
        assert [] == [*ir.recycle_bin.list(everybody=True)]

    def test_restore_elsewhere(self, sim, ir):
        """Into another folder; a name that is taken, a missing folder and a missing item are refused."""
        gone = ir.documents.delete(1001)
        with pytest.raises(errors.FolderNotFound):
            ir.recycle_bin.restore(gone, "/Nowhere")
        assert "/Public/Budget.xlsx" == ir.recycle_bin.restore(gone, "/Public/").path
        with pytest.raises(errors.NotFound, match="D1001 is not in the caller.s recycle bin"):
            ir.recycle_bin.restore(gone)
        gone = ir.documents.delete(1001)
        ir.documents.copy(1002, "/Public", name="Budget.xlsx")
        with pytest.raises(errors.AlreadyExists):
            ir.recycle_bin.restore(gone)
        with pytest.raises(errors.ArgumentError, match="no handler"):
            ir.recycle_bin.restore(ir.documents.get(1002))

    def test_others(self, sim, ir):
        """Everybody sees what he has deleted; an administrator what all have, through filters."""
        with Client(ir.url, username="jdoe", password="secret", wsdl="bundled") as jdoe:
            jdoe.documents.delete(1001)
            ir.documents.delete(1002)
            assert ["D1001"] == [each.handler for each in jdoe.recycle_bin.list()]
            with pytest.raises(errors.AccessDenied):
                list(jdoe.recycle_bin.list(everybody=True))
            with pytest.raises(errors.NotFound):
                jdoe.recycle_bin.restore("D1002")
            with pytest.raises(errors.AccessDenied):
                jdoe.recycle_bin.purge("D1001", force=True)
        assert 2 == len([*ir.recycle_bin.list(everybody=True)])
        assert ["D1001"] == [each.handler for each in ir.recycle_bin.list(deleted_by="jdoe")]
        assert ["D1002"] == [each.handler for each in ir.recycle_bin.list(everybody=True, name="fore*")]
        assert BUDGET == ir.recycle_bin.restore("D1001").path

    def test_for_ever(self, sim, ir):
        """Nothing is deleted for ever unless that is said, and what was is named."""
        ir.documents.delete(1001)
        ir.folders.delete("/Finance/Reports", recursive=True)
        for act in (lambda: ir.recycle_bin.purge("D1001"), ir.recycle_bin.empty):
            with pytest.raises(errors.ArgumentError, match="force=True"):
                act()
        assert (BUDGET,) == ir.recycle_bin.purge("D1001", force=True).paths
        lie(sim, "EmptyRecycleBin")
        with pytest.raises(errors.UnexpectedReply, match="1 item of the recycle bin are still in it"):
            ir.recycle_bin.empty(force=True)
        sim.fail("drop", operation="EmptyRecycleBin", applied=False)
        with pytest.raises(errors.TransportError, match="still in it: /Finance/Reports"):
            ir.recycle_bin.empty(force=True)
        sim.fail("drop", operation="EmptyRecycleBin", applied=True)
        assert ("/Finance/Reports",) == ir.recycle_bin.empty(force=True).paths
        assert () == ir.recycle_bin.empty(force=True).paths
        assert None is sim.document("~D1002")

    def test_lost_replies_and_lies(self, sim, ir):
        """Where something was restored to is read back."""
        gone = ir.documents.delete(1001)
        lie(sim, "RestoreRecycleBinItem")
        with pytest.raises(errors.UnexpectedReply, match="but it is not at"):
            ir.recycle_bin.restore(gone)
        sim.fail("drop", operation="RestoreRecycleBinItem", applied=False)
        with pytest.raises(errors.TransportError, match="it is not at"):
            ir.recycle_bin.restore(gone)
        sim.fail("drop", operation="RestoreRecycleBinItem", applied=True)
        assert BUDGET == ir.recycle_bin.restore(gone).path


class TestFaces:
    """The same for asyncio, by form POST, and on the older contract."""

    def test_async(self, sim):
        """The asynchronous faces do the same."""

        async def main(url: str) -> None:
            async with AsyncClient(url, **OPTIONS) as ir:
                assert "/Public/Budget.xlsx" == (await ir.documents.move(1001, "/Public")).path
                gone = await ir.documents.delete(1001)
                assert ["D1001"] == [each.handler async for each in ir.recycle_bin.list()]
                assert "/Public/Budget.xlsx" == (await ir.recycle_bin.restore(gone)).path
                assert "/Public/R" == (await ir.folders.copy("/Finance/Reports", "/Public", name="R")).path
                assert 1 == (await ir.folders.delete("/Public/R", recursive=True)).documents

        with sim.serve() as server:
            asyncio.run(main(server.url))

    @pytest.mark.parametrize("said", [{"transport": "http-post"}, {"wsdl": "bundled-2019"}])
    def test_other_ways(self, sim, said):
        """By form POST, and by the vendor's older contract, the same is done."""
        with sim.serve() as server, Client(server.url, **{**OPTIONS, **said}) as ir:
            assert "/Public/b.xlsx" == ir.documents.move(BUDGET, "/Public/b.xlsx").path
            gone = ir.documents.delete(1001)
            assert "/Public/b.xlsx" == ir.recycle_bin.restore(gone).path
            gone = ir.documents.delete(1001)
            assert "/Finance/b.xlsx" == ir.recycle_bin.restore(gone, "/Finance").path
            assert "/Public/Reports" == ir.folders.copy("/Finance/Reports", "/Public").path


NAMES = st.sampled_from(["a", "b", "A", "c.txt", "x " * 3 + "y", "100%", "ä&ö"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "copy", "delete", "restore"]), NAMES, NAMES, st.booleans()), max_size=6
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from(["classic", "current"]))
def test_what_is_said_is_so(steps, generation):
    """Through any steps with lost replies, each result names where the document is, and each error changes nothing
    that it does not tell: no document is ever lost or doubled."""
    with Simulator(generation=generation) as sim, sim.serve() as server, Client(server.url, **OPTIONS) as ir:
        documents = {1001, 1002, 1003}
        for act, one, other, lost in steps:
            if lost:
                sim.fail("drop", operation={"move": "Move", "copy": "Copy"}.get(act, "DeleteDocument"), applied=True)
            try:
                if act == "move":
                    done = ir.documents.move(1001, f"/{'Public' if lost else 'Finance/Archive'}", name=f"{one}{other}")
                elif act == "copy":
                    done = ir.documents.copy(1002, "/Public", name=one)
                    documents.add(done.number)
                elif act == "delete":
                    done = ir.documents.delete(1003)
                    documents.discard(1003)
                else:
                    done = ir.recycle_bin.restore("D1003")
                    documents.add(1003)
            except (errors.ServiceError, errors.ContractError):
                pass
            except errors.TransportError as exc:
                assert exc.maybe_applied
                if exc.operation == "Move":
                    there = sim.document("~D1001")
                    assert exc.message.endswith(f"is at {there['folder']}/{there['name']}")
                else:
                    there = {each.document_id for each in ir.folders.walk("/Public", folders=False)}
                    new = there - documents - {1001, 1002, 1003}
                    told = "a new document exists at /Public/" in exc.message
                    assert "Copy" == exc.operation and told == bool(new)
                    documents |= new
            else:
                if act != "delete":
                    assert done.number == sim.document(done.path)["document_id"]
            sim.stop_failing()
        found = {
            each.document_id for library in ("/Finance", "/Public") for each in ir.folders.walk(library, folders=False)
        }
        assert documents <= found and 1001 in found and 1002 in found


class TestWhatCannotBeReadBack:
    """A change that the service said yes to, and that cannot be looked at afterwards."""

    @pytest.mark.parametrize("how", ["error", "reset"])
    @pytest.mark.parametrize(
        ("operation", "change"),
        [
            ("Move", lambda ir: ir.documents.move(BUDGET, "/Public")),
            ("Copy", lambda ir: ir.documents.copy(BUDGET, "/Public")),
            ("DeleteDocument", lambda ir: ir.documents.delete(BUDGET)),
        ],
    )
    def test_it_is_told_that_it_was_made(self, sim, ir, operation, change, how):
        """The error is that of the look, names the change as done, and never says that nothing was changed."""
        options = {"error": {"text": "no", "number": "4030"}, "reset": {"applied": False}}[how]
        sim.fail(how, operation="GetDocument", after=1, times=None, **options)
        with pytest.raises(errors.SoapClientError) as caught:
            change(ir)
        assert (operation,) == caught.value.done
        assert f"already applied: {operation}" in str(caught.value)
        assert getattr(caught.value, "maybe_applied", True)
        assert 1 == len(called(sim, operation))
