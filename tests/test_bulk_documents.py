"""Bulk runs over documents, on the simulator and on a real ASMX service."""

from __future__ import annotations

import json

import pytest
from servers import SUCCESS, envelope

from soapclient import CLEAR, Client, RowFile, errors
from soapclient.bulk.documents import DOCUMENTS, DocumentsTarget
from soapclient.simulator import Simulator

PATH = "/Finance/Reports/Budget.xlsx"
CSV = f"Path,description,Update Instructions,source,author,importance\n{PATH},New,!clear,,!!x,High\n/nope,a,,,,\n"
FIELDS = [*DOCUMENTS.fields]


@pytest.fixture
def ir(server):
    """A client of either service."""
    with Client(server.url, username="jdoe", password="secret", wsdl="bundled") as client:
        yield client


@pytest.fixture
def sim():
    """A simulator."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def here(sim):
    """A client of the simulator."""
    with sim.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as client:
        yield client


def values(ir):
    """The fields of the document."""
    document = ir.documents.get(PATH)
    return {field: getattr(document, field) for field in FIELDS}


def cut(path):
    """Cut a journal off after its first intent, as if the run had been killed there."""
    lines = path.read_bytes().splitlines(keepends=True)
    intent = next(number for number, line in enumerate(lines) if b'"event":"intent"' in line)
    path.write_bytes(b"".join(lines[: intent + 1]))


def run(ir, path, *rows, **options):
    """Plan and apply rows."""
    with ir.documents.plan_bulk(rows) as plan:
        return plan.apply(path, **options)


def test_a_csv_from_plan_to_undo(ir, tmp_path):
    """Blanks keep, the token clears, values set, importance in words; the undo restores the start exactly."""
    (tmp_path / "rows.csv").write_text(CSV)
    before = values(ir)
    with ir.documents.plan_bulk(RowFile(tmp_path / "rows.csv")) as plan:
        assert before == values(ir)
        row, nope = plan
        assert (before["importance"], "2") == (row.moves["importance"].before, row.moves["importance"].after)
        assert (("source",), "GetDocument: Document not found") == (row.keep, nope.error)
        plan.save(tmp_path / "plan")
    with ir.documents.load_plan(tmp_path / "plan") as plan:
        assert {"done": 1, "failed": 1} == plan.apply(tmp_path / "journal", verify=True, if_unchanged=True).counts
    changed = {"description": "New", "update_instructions": "", "author": "!x", "importance": "2"}
    assert {**before, **changed} == values(ir)
    with ir.documents.plan_bulk(RowFile(tmp_path / "rows.csv")) as again:
        assert (1, 0) == (again.summary["same"], again.summary["change"])
    with ir.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert undo.apply(verify=True).ok
    assert before == values(ir)


def test_a_rename_needs_the_number(ir, tmp_path):
    """A document is renamed by its number, verified and taken back; by its path, which changes, it is refused."""
    number = str(ir.documents.get(PATH).document_id)
    with ir.documents.plan_bulk([{"path": PATH, "name": "New.xlsx"}]) as plan:
        assert "a document to be renamed is named by its number" in next(iter(plan)).error
    assert run(ir, tmp_path / "journal", {"path": number, "name": "New.xlsx"}, verify=True).ok
    assert ir.documents.exists("/Finance/Reports/New.xlsx")
    with ir.documents.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert undo.apply().ok
    assert ir.documents.exists(PATH)


class TestRuns:
    """What holds for users holds for documents."""

    def test_killed_after_an_intent(self, here, sim, tmp_path):
        """A row whose outcome is unknown is read: what is done is not written again, what is not is done."""
        row = {"path": PATH, "author": "a", "importance": 3}
        run(here, tmp_path / "journal", row)
        cut(tmp_path / "journal")
        sim.arrived.clear()
        with here.documents.open_journal(tmp_path / "journal") as journal:
            assert {"done": 1} == journal.resume().counts
        assert [] == [call.operation for call in sim.arrived if call.operation.startswith(("Update", "Set"))]
        cut(tmp_path / "journal")
        here.documents.update(PATH, author="jdoe")
        with here.documents.open_journal(tmp_path / "journal") as journal:
            assert {"done": 1} == journal.resume().counts
        assert "a" == here.documents.get(PATH).author

    def test_what_others_changed_is_left(self, here, tmp_path):
        """A document that others changed is left alone under `if_unchanged`, by a resumed run and by the undo."""
        with here.documents.plan_bulk([{"path": PATH, "author": "a"}]) as plan:
            here.documents.update(PATH, author="other")
            assert {"moved": 1} == plan.apply(if_unchanged=True).counts
        run(here, tmp_path / "journal", {"path": PATH, "author": "a", "source": "b"})
        here.documents.update(PATH, author="third")
        with here.documents.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            (row,) = undo
            assert (["source"], {"author": "others changed it since"}) == ([*row.moves], row.left)

    def test_verify(self, here, sim):
        """What is read back otherwise than written is told."""
        with here.documents.plan_bulk([{"path": PATH, "source": "x"}]) as plan:
            operation = next(iter(plan)).operations[0]
            sim.fail("reply", operation=operation, body=envelope(operation, SUCCESS))
            (each,) = plan.apply(verify=True).results
        assert ("differs", "read back otherwise than written: source") == (each.status, str(each.error))

    def test_half_done(self, sim):
        """Where importance was set and the rest refused, the journal has just that."""
        target = DocumentsTarget(Client("sim:", wsdl="bundled").documents)
        assert ("importance",) == target.changed_by(["SetDocumentImportance"], ["source", "importance"])
        both = ["SetDocumentImportance", "UpdateDocumentProperties1"]
        assert ("source", "importance") == target.changed_by(both, ["source", "importance"])
        assert () == target.changed_by(["GetDocument"], ["source"])

    def test_limits(self, here):
        """Limits count documents."""
        with here.documents.plan_bulk([{"path": PATH, "source": CLEAR}]) as plan:
            with pytest.raises(errors.BulkError, match="the plan changes 1 documents, more than max-changes 0 allows"):
                plan.apply(max_changes=0)

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ({"path": PATH, "importance": "urgent"}, "importance: 'urgent' is none of its levels"),
            ({"path": PATH, "importance": CLEAR}, "importance: it cannot be empty"),
            ({"path": "~D1001", "name": CLEAR}, "name: cannot be empty"),
        ],
    )
    def test_values_that_cannot_be(self, here, row, told):
        """A value that a document cannot have is an error of its row."""
        with here.documents.plan_bulk([row]) as plan:
            assert told in next(iter(plan)).error


def test_the_command_line(sim, tmp_path, monkeypatch, cli):
    """`--target documents` plans documents; apply, report and undo find out themselves what a file is for."""
    with sim.serve() as server:
        monkeypatch.chdir(tmp_path)
        for name, value in (("SERVER", server.url), ("USERNAME", "jdoe"), ("PASSWORD", "secret"), ("WSDL", "bundled")):
            monkeypatch.setenv(f"SOAPCLIENT_{name}", value)
        (tmp_path / "rows.csv").write_text(CSV)
        before = sim.document(PATH)
        status, out, _ = cli("bulk", "plan", "rows.csv", "--target", "documents", "-o", "p")
        assert (0, True) == (status, "to change       1 documents: 4 fields, 1 of them cleared" in out)
        found = json.loads(cli("bulk", "apply", "p", "--journal", "j", "--json")[1])
        assert ({"done": 1, "failed": 1}, "/nope") == (found["counts"], found["failures"][0]["key"])
        assert 0 == cli("bulk", "report", "j", "-o", "f.csv")[0]
        assert "path,description,#line" in (tmp_path / "f.csv").read_text("utf-8-sig")
        assert 0 == cli("bulk", "undo", "j", "-o", "u")[0]
        assert 0 == cli("bulk", "apply", "u", "--journal", "uj")[0]
        assert before == sim.document(PATH)
