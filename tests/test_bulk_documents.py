"""Bulk runs over documents, on the simulator and on a real ASMX service."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import SUCCESS, envelope, level, refusal, takes

from soapclient import CLEAR, KEEP, Client, RowFile, errors
from soapclient.inforouter.document_rows import DOCUMENTS, DocumentsTarget

PATH = "/Finance/Reports/Budget.xlsx"
CSV = f"Path,description,Update Instructions,source,author,importance\n{PATH},New,!clear,,!!x,High\n/nope,a,,,,\n"
FIELDS = [*DOCUMENTS.fields]


@pytest.fixture
def ir(server):
    """A client of either service."""
    with Client(server.url, username="jdoe", password="secret", wsdl="bundled") as client:
        yield client


@pytest.fixture
def here(sim):
    """A client of the simulator."""
    with sim.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as client:
        yield client


def values(ir, key=PATH):
    """The fields of a document, importance as a number."""
    document = ir.documents.get(key)
    return {**{field: getattr(document, field) for field in FIELDS}, "importance": level(document.importance)}


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
        assert (("source",), refusal("GetDocument", "Document not found", 4041)) == (row.keep, nope.error)
        plan.save(tmp_path / "plan")
    with ir.documents.load_plan(tmp_path / "plan") as plan:
        assert {"done": 1, "failed": 1} == plan.apply(tmp_path / "journal", verify=True, if_unchanged=True).counts
    changed = {"description": "New", "update_instructions": "", "author": "!x", "importance": "2"}
    assert {**before, **changed} == values(ir)
    with ir.documents.plan_bulk(RowFile(tmp_path / "rows.csv")) as again:
        assert (1, 0) == (again.summary["same"], again.summary["change"])
    with pytest.raises(errors.BulkError, match="row 1: the document's path is not a text"):
        ir.documents.plan_bulk([{"path": True}])
    with ir.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert undo.apply(verify=True).ok
    assert before == values(ir)


@pytest.mark.parametrize("arrived", [True, False])
def test_killed_anywhere(ir, tmp_path, arrived):
    """Killed after any line of its journal, the last calls made or not, a run ends as planned and is taken back."""
    journal = tmp_path / "journal"
    keys = ("1001", "/Finance/Reports/Forecast.xlsx", "~D1003.html")
    start = {key: values(ir, key) for key in keys}
    rows = [{"path": key, "author": f"new {key}", "description": CLEAR, "importance": "high"} for key in keys]
    wanted = {key: {**start[key], "author": f"new {key}", "description": "", "importance": "2"} for key in keys}
    assert run(ir, journal, *rows, workers=1).ok
    lines = journal.read_bytes().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith(b'{"event":"start"'))
    for end in range(first + 1, len(lines) + 1):
        journal.write_bytes(b"".join(lines[:end]))
        known = {json.loads(line)["row"] for line in lines[first:end] if b'"event":"outcome"' in line}
        for number, key in enumerate(keys, 1):
            if not arrived and number not in known:
                ir.documents.update(
                    key, **{field: value or CLEAR for field, value in start[key].items() if field != "name"}
                )
        with ir.documents.open_journal(journal) as found:
            assert {"done": 3} == found.resume(workers=1).counts
        assert wanted == {key: values(ir, key) for key in keys}
    with ir.documents.open_journal(journal) as found, found.undo() as undo:
        assert undo.apply(verify=True).ok
    assert start == {key: values(ir, key) for key in keys}


def test_a_rename_needs_the_number(ir, tmp_path):
    """A document is renamed by its number, verified and taken back; by its path, which changes, it is refused."""
    number = ir.documents.get(PATH).document_id
    with ir.documents.plan_bulk([{"path": PATH, "name": "New.xlsx"}]) as plan:
        assert "give the number of a document that is renamed" in next(iter(plan)).error
    assert run(ir, tmp_path / "journal", {"path": number, "name": "New.xlsx"}, verify=True).ok
    assert ir.documents.exists("/Finance/Reports/New.xlsx")
    with ir.documents.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert undo.apply().ok
    assert ir.documents.exists(PATH)


SAID = st.sampled_from(["x", "O'Neil & Söhne", CLEAR, KEEP, None, "", "!!clear"])
FIELDS_SAID = {
    **dict.fromkeys(("description", "update_instructions", "source", "language", "author"), SAID),
    "importance": st.sampled_from(["-1", "2", "vital", KEEP, None, ""]),
}
ROW = st.fixed_dictionaries({}, optional=FIELDS_SAID)
NAMED = ("1001", "/Finance/Reports/Forecast.xlsx", "~D1003.html")
LEVELS = {"vital": "3"}


def stored(ir):
    """The fields of all documents."""
    return [values(ir, key) for key in NAMED]


@pytest.mark.parametrize("wsdl", ["bundled", "bundled-2019"])
@pytest.mark.parametrize("way", ["soap", "http-post"])
def test_any_rows_are_done_and_taken_back(server, tmp_path, wsdl, way):
    """Whatever rows say, on either contract and transport: that changes and nothing else, and the undo restores it."""
    form = {"transport": way, "on_null": "read", "on_clear": "verify"} if way == "http-post" else {}
    with Client(server.url, username="jdoe", password="secret", wsdl=wsdl, **form) as ir:

        @settings(max_examples=10, deadline=None, database=None)
        @given(st.tuples(*([ROW] * len(NAMED))))
        def plan_and_undo(said):
            (tmp_path / "journal").unlink(missing_ok=True)
            before = stored(ir)
            said = [
                {field: value for field, value in each.items() if value == "" or takes(way, value, was[field])}
                for was, each in zip(before, said, strict=True)
            ]
            rows = [{"path": key, **each} for key, each in zip(NAMED, said, strict=True)]
            assert run(ir, tmp_path / "journal", *rows, verify=True, if_unchanged=True).ok
            for expected, now, fields in zip(before, stored(ir), said, strict=True):
                changed = {
                    field: {CLEAR: "", "!!clear": "!clear", **LEVELS}.get(value, value)
                    for field, value in fields.items()
                    if value not in (KEEP, None, "")
                }
                assert {**expected, **changed} == now
            with ir.documents.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
                assert undo.apply(verify=True).ok
            assert before == stored(ir)

        plan_and_undo()


class TestKeys:
    """What rows name documents by."""

    ALIASES = ("1001", PATH, "~d1001.xlsx", PATH.upper().replace("/", "\\"))

    def test_one_document_named_twice(self, here, tmp_path):
        """A second row about one document is an error of that row, so that no change is lost to another."""
        rows = [{"path": key, "source": key[:4], "author": "jdoe"} for key in self.ALIASES]
        with here.documents.plan_bulk([*rows, {"path": "1002", "source": "x"}], workers=4) as plan:
            first, *others, last = plan
            assert ("", "") == (first.error, last.error)
            assert {"it is the same one as in line 1, under another name: put all its changes in one row"} == {
                each.error for each in others
            }
            assert {("source", "author")} == {tuple(each.moves) for each in others}
            assert {"done": 2, "failed": 3} == plan.apply(tmp_path / "journal").counts
        assert "1001" == here.documents.get(PATH).source

    def test_without_reading(self, here):
        """A blind plan knows one path in several spellings, and one number."""
        for keys in (self.ALIASES[::2], self.ALIASES[1::2], (PATH, PATH[1:])):
            with here.documents.plan_bulk([{"path": key, "source": "x"} for key in keys], blind=True) as plan:
                assert ["", "it is the same one as in line 1"] == [each.error[:31] for each in plan]

    def test_the_same_text(self, here):
        """A key that is there twice is told before anything is planned."""
        with pytest.raises(errors.BulkError, match="row 2: the document's path .* is already on line 1"):
            here.documents.plan_bulk([{"path": PATH, "source": "x"}] * 2)

    @pytest.mark.parametrize("fields", [{"name": "x"}, {"source": "x"}])
    def test_a_key_that_xml_cannot_carry(self, here, fields):
        """A key that cannot be sent is an error of its row."""
        with here.documents.plan_bulk([{"path": "a\x01", **fields}]) as plan:
            assert "XML cannot carry the character U+0001" in next(iter(plan)).error


class TestForm:
    """Where SOAP is switched off."""

    def test_refused(self, server):
        """What a form would have to keep is an error of its row, with the way out."""
        with Client(server.url, username="jdoe", password="secret", transport="http-post") as ir:
            with ir.documents.plan_bulk([{"path": PATH, "source": "x"}, {"path": "1002", "importance": "2"}]) as plan:
                first, second = plan
        assert "a form cannot express null" in first.error and "on_null='read'" in first.error
        assert ("", ("SetDocumentImportance",)) == (second.error, second.operations)


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
            reads, operation = next(iter(plan)).operations
            assert "GetDocument" == reads
            sim.fail("reply", operation=operation, body=envelope(operation, SUCCESS))
            (each,) = plan.apply(verify=True).results
        assert ("differs", "read back differently from what was written: source") == (each.status, str(each.error))

    @pytest.mark.parametrize(("told", "before"), [("High", "2"), ("", None), ("Critical", None)])
    def test_importance_as_the_service_tells_it(self, here, sim, tmp_path, told, before):
        """A level in words is its number; what is no level is not known: an undo leaves it and restores the rest."""
        document = f'<document DocumentID="1001" Name="Budget.xlsx" Author="jdoe" Importance="{told}" />'
        found = SUCCESS.replace(" />", f">{document}</response>")
        sim.fail("reply", operation="GetDocument", body=envelope("GetDocument", found))
        with here.documents.plan_bulk([{"path": PATH, "importance": "3", "author": "x"}]) as plan:
            (row,) = plan
            assert {"importance": before, "author": "jdoe"} == {name: move.before for name, move in row.moves.items()}
            assert plan.apply(tmp_path / "journal").ok
        with here.documents.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            (row,) = undo
            assert ("author" in row.moves, "importance" in row.left, row.error) == (True, before is None, "")

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
            ({"path": PATH, "importance": "urgent"}, "importance: 'urgent' is not a level"),
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
        assert (5, True) == (status, "1 row clears a field:\n" in out)
        found = json.loads(cli("bulk", "apply", "p", "--journal", "j", "--json")[1])
        assert ({"done": 1, "failed": 1}, "/nope") == (found["counts"], found["failures"][0]["key"])
        assert 0 == cli("bulk", "report", "j", "-o", "f.csv")[0]
        assert "path,description,#line" in (tmp_path / "f.csv").read_text("utf-8-sig")
        assert 0 == cli("bulk", "undo", "j", "-o", "u")[0]
        assert 0 == cli("bulk", "apply", "u", "--journal", "uj")[0]
        assert before == sim.document(PATH)
