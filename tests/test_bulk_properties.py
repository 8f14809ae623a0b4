"""Bulk runs over documents and folders with their property sets, from plan to undo."""

from __future__ import annotations

import asyncio
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soapclient import CLEAR, AsyncClient, BulkPlan, Client, RowFile, errors
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"
FORECAST = "/Finance/Reports/Forecast.xlsx"
REPORTS = "/Finance/Reports"
PROJECT = {"PROJECT_CODE": "P-1", "STATUS": "Open", "NOTES": "Draft"}
CSV = (
    "path,author,INVOICE.invoice_no,properties.invoice.Amount,invoice.PAID,project.notes\n"
    f"{BUDGET},new,A-1,12.50,yes,!clear\n"
    "1002,,B-2,x,,hello\n"
    "~D1003,,C,1,no,\n"
)


@pytest.fixture(params=[True, False], ids=["merges", "replaces"])
def sim(request):
    """A simulator in either reading of what an update of a row does to fields that are not named."""
    with Simulator(null_keeps=request.param) as simulator:
        yield simulator


def stored(sim, path, name):
    """The values of the one row of a set that are not empty; None without a row."""
    rows = (sim.property_rows(path) or {}).get(name, [])
    assert len(rows) <= 1
    return {field: value for field, value in rows[0].items() if value and field != "RowNbr"} if rows else None


def run(of, path, *rows, **options):
    """Plan and apply rows."""
    with of.plan_bulk(rows) as plan:
        return plan.apply(path, **options)


def test_a_csv_from_plan_to_undo(sim, admin, tmp_path):
    """Columns of sets stand beside fields; rows are added and changed, and all of that is taken back."""
    (tmp_path / "rows.csv").write_text(CSV)
    with admin.documents.plan_bulk(RowFile(tmp_path / "rows.csv")) as plan:
        first, second, third = plan
        assert ("", "12.5") == (first.moves["INVOICE.AMOUNT"].before, first.moves["INVOICE.AMOUNT"].after)
        assert ("", "row") == (first.moves["INVOICE.*"].before, first.moves["INVOICE.*"].after)
        rows = ("GetPropertySets", "AddPropertySetRow", "GetPropertySets", "UpdatePropertySetRow")
        assert rows == first.operations[:4]
        assert ("GetPropertySets", "AddPropertySetRow") == third.operations
        assert "INVOICE.AMOUNT: 'x' is not a number" in second.error
        plan.save(tmp_path / "plan")
    assert {"INVOICE.INVOICE_NO", "author"} <= {*next(iter(BulkPlan.load(tmp_path / "plan"))).moves}
    with admin.documents.load_plan(tmp_path / "plan") as plan:
        assert {"done": 2, "failed": 1} == plan.apply(tmp_path / "journal", verify=True, if_unchanged=True).counts
    assert {"INVOICE_NO": "A-1", "AMOUNT": "12.5", "PAID": "Yes"} == stored(sim, BUDGET, "INVOICE")
    assert {"PROJECT_CODE": "P-1", "STATUS": "Open"} == stored(sim, BUDGET, "PROJECT")
    with admin.documents.plan_bulk(RowFile(tmp_path / "rows.csv")) as again:
        assert (2, 0) == (again.summary["same"], again.summary["change"])
    with admin.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert undo.apply(tmp_path / "undone", verify=True).ok
    assert [None, None] == [stored(sim, path, "INVOICE") for path in (BUDGET, "~D1003")]
    assert PROJECT == stored(sim, BUDGET, "PROJECT")
    assert "jdoe" == sim.document(BUDGET)["author"]


def test_an_undo_removes_no_row_with_more_in_it(sim, admin, tmp_path):
    """A row that another has filled since stays as it is, and its undo is a failure that says so."""
    assert run(admin.documents, tmp_path / "journal", {"path": BUDGET, "INVOICE.INVOICE_NO": "A"}).ok
    admin.documents.set_properties(BUDGET, {"INVOICE": {"NOTES": "of another"}})
    with admin.documents.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert {"failed": 1} == undo.apply(tmp_path / "undone").counts
    with admin.documents.open_journal(tmp_path / "undone") as journal:
        (state,) = journal.states.values()
        assert "its row is not removed, since it has values in NOTES" in state.error
    assert {"INVOICE_NO": "A", "NOTES": "of another"} == stored(sim, BUDGET, "INVOICE")


def test_killed_anywhere(sim, admin, tmp_path):
    """Cut off after any line of its journal, a run that is resumed adds each row once."""
    journal = tmp_path / "journal"
    rows = [{"path": path, "INVOICE.INVOICE_NO": path[-9:]} for path in (BUDGET, FORECAST)]
    assert run(admin.documents, journal, *rows, workers=1).ok
    lines = journal.read_bytes().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith(b'{"event":"start"'))
    for end in range(first + 1, len(lines) + 1):
        journal.write_bytes(b"".join(lines[:end]))
        with admin.documents.open_journal(journal) as found:
            assert {"done": 2} == found.resume(workers=1).counts
        assert [1, 1] == [len(sim.property_rows(path)["INVOICE"]) for path in (BUDGET, FORECAST)]


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ({"INVOCE.AMOUNT": "1"}, r"unknown property set 'INVOCE' \(did you mean INVOICE\?\)"),
        ({"INVOICE.AMUONT": "1"}, r"INVOICE has no field 'AMUONT' \(did you mean AMOUNT\?\)"),
        ({"a.b.c": "1"}, "name a field of a property set SET.FIELD"),
        ({"INVOICE.AMOUNT": "1", "invoice.amount": "2"}, "two names mean the field INVOICE.AMOUNT"),
        ({"INVOICE.AMOUNT": 1.5}, "INVOICE.AMOUNT: float where text is expected: quote it"),
    ],
)
def test_columns_that_are_none(admin, row, match):
    """A set or field that does not exist is told before anything else, with the nearest name."""
    with pytest.raises(errors.BulkError, match=match):
        admin.documents.plan_bulk([{"path": BUDGET, **row}])


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ({"INVOICE.STATUS": "open"}, "'open' is not an option"),
        ({"INVOICE.INVOICE_NO": CLEAR}, "the definition requires a value"),
        ({"INVOICE.*": "yes"}, "use 'row' to have a row"),
        ({"INVOICE.NOTES": "x" * 201}, "it has 201 characters"),
    ],
)
def test_values_that_do_not_fit(admin, row, match):
    """What is wrong with a row is told in the plan."""
    with admin.documents.plan_bulk([{"path": BUDGET, **row}]) as plan:
        assert match in next(iter(plan)).error


def test_several_rows(admin):
    """A column is for the one row: a document with more of them is an error of its row."""
    admin.documents.set_properties(BUDGET, {"PROJECT": [{}, {"NOTES": "second"}]})
    with admin.documents.plan_bulk([{"path": BUDGET, "PROJECT.NOTES": "x"}]) as plan:
        assert "PROJECT: it has 2 rows here" in next(iter(plan)).error


def test_definitions_are_read_once(sim, admin):
    """A run of many rows reads each definition once."""
    with admin.documents.plan_bulk([{"path": path, "INVOICE.INVOICE_NO": "A"} for path in (BUDGET, FORECAST)]):
        operations = [each.operation for each in sim.arrived]
    assert 1 == operations.count("GetPropertySetDefinition")


def test_typed_values(sim, admin, tmp_path):
    """Mappings may hold numbers and flags as they are; dates and decimals are texts."""
    row = {"INVOICE.INVOICE_NO": "A", "INVOICE.AMOUNT": 7, "INVOICE.PAID": False, "INVOICE.DUE": "2026-01-31"}
    assert run(admin.documents, tmp_path / "journal", {"path": BUDGET, **row}, verify=True).ok
    (found,) = admin.documents.properties(BUDGET)["INVOICE"]
    assert (7, False, dt.date(2026, 1, 31)) == (found["AMOUNT"], found["PAID"], found["DUE"])


def test_what_failed_is_planned_again(sim, admin, tmp_path):
    """The file of rows that were not done has the columns of sets, too."""
    row = {"path": BUDGET, "description": "New", "PROJECT.STATUS": "x"}
    sim.fail("error", operation="UpdatePropertySetRow", text="Access Denied")
    assert {"failed": 1} == run(admin.documents, tmp_path / "journal", row).counts
    with admin.documents.open_journal(tmp_path / "journal") as journal:
        journal.save_failures(tmp_path / "failed.csv")
    with admin.documents.plan_bulk(RowFile(tmp_path / "failed.csv")) as plan:
        assert {"description", "PROJECT.STATUS"} == {*next(iter(plan)).moves}


def test_folders(sim, admin, tmp_path):
    """Folders have a description and property sets; an undo restores both."""
    rows = [
        {"path": REPORTS, "description": "New", "PROJECT.STATUS": "x", "INVOICE.INVOICE_NO": "A"},
        {"path": "finance\\Archive/", "description": CLEAR, "PROJECT.STATUS": ""},
        {"path": "/nope", "description": "x"},
    ]
    with admin.folders.plan_bulk(rows) as plan:
        first, second, third = plan
        assert ("GetFolder", "UpdateFolderProperties") == first.operations[-2:]
        assert ("description",) == second.same
        assert third.error
        plan.save(tmp_path / "plan")
    with admin.bulk.load_plan(tmp_path / "plan") as plan:
        assert {"done": 1, "same": 1, "failed": 1} == plan.apply(tmp_path / "journal", verify=True).counts
    assert ("New", {"STATUS": "x"}) == (sim.folder(REPORTS)["description"], stored(sim, REPORTS, "PROJECT"))
    with admin.folders.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        assert undo.apply(tmp_path / "undone", verify=True).ok
    assert ("Quarterly figures", None) == (sim.folder(REPORTS)["description"], stored(sim, REPORTS, "PROJECT"))
    with pytest.raises(errors.BulkError, match="column 'name' is not set by a bulk run"):
        admin.folders.plan_bulk([{"path": REPORTS, "name": "x"}])


def test_uploads(sim, admin, tmp_path):
    """Files become documents with their property sets; what is wrong with a set is told before anything is uploaded."""
    (tmp_path / "scan").write_bytes(b"1")
    row = {"file": str(tmp_path / "scan"), "INVOICE.INVOICE_NO": "A-1", "INVOICE.AMOUNT": 7, "author": "me"}
    rows = [{"path": f"{REPORTS}/new", **row}, {"path": FORECAST, **row}, {"path": f"{REPORTS}/bad", **row}]
    rows[2]["INVOICE.AMOUNT"] = "x"
    with admin.bulk.plan_uploads(rows) as plan:
        new, version, bad = plan
        assert (
            ("UploadDocument", "GetPropertySets", "AddPropertySetRow") == new.operations[:3] == version.operations[:3]
        )
        assert "INVOICE.AMOUNT: 'x' is not a number" in bad.error
        plan.save(tmp_path / "plan")
    with admin.bulk.load_plan(tmp_path / "plan") as plan:
        assert {"done": 2, "failed": 1} == plan.apply(tmp_path / "journal", verify=True).counts
    for path in (f"{REPORTS}/new", FORECAST):
        assert {"INVOICE_NO": "A-1", "AMOUNT": "7"} == stored(sim, path, "INVOICE")
    assert not admin.documents.exists(f"{REPORTS}/bad")
    with admin.bulk.plan_uploads(rows[:2]) as again:
        assert (2, 0) == (again.summary["same"], again.summary["change"])
    with admin.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        undo.apply(tmp_path / "undone")
    assert not admin.documents.exists(f"{REPORTS}/new")


def test_uploads_whose_properties_are_refused(sim, admin, tmp_path):
    """A document that is there without its properties is a failure, and the next plan has these to do and no more."""
    (tmp_path / "scan").write_bytes(b"1")
    row = {"path": f"{REPORTS}/new", "file": str(tmp_path / "scan"), "INVOICE.INVOICE_NO": "A-1"}
    sim.fail("error", operation="AddPropertySetRow", text="Access Denied")
    with admin.bulk.plan_uploads([row]) as plan:
        assert {"failed": 1} == plan.apply(tmp_path / "journal").counts
    with admin.bulk.plan_uploads([row]) as plan:
        assert ("GetPropertySets", "AddPropertySetRow") == next(iter(plan)).operations
        assert plan.apply(tmp_path / "second", verify=True).ok
    assert (1, {"INVOICE_NO": "A-1"}) == (
        admin.documents.get(f"{REPORTS}/new").version_count,
        stored(sim, f"{REPORTS}/new", "INVOICE"),
    )


def test_one_folder_named_twice(admin):
    """Two spellings of one path are one folder."""
    rows = [{"path": path, "description": "x"} for path in (REPORTS, "\\finance\\REPORTS\\")]
    with admin.folders.plan_bulk(rows) as plan:
        assert "it is the same one as in line 1, under another name" in [*plan][1].error


def test_by_command(sim, tmp_path, cli, configure):
    """`bulk run --target folders` takes the same columns."""
    (tmp_path / "rows.csv").write_text(f"path,PROJECT.STATUS\n{REPORTS},x\n")
    with sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        files = str(tmp_path / "rows.csv"), "--journal", str(tmp_path / "journal")
        status, _, told = cli("bulk", "run", *files, "--target", "folders", "--yes")
    assert (0, {"STATUS": "x"}) == (status, stored(sim, REPORTS, "PROJECT")), told


def test_asynchronously(sim, tmp_path):
    """Runs over folders, awaited."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as air:
            plan = await air.folders.plan_bulk([{"path": REPORTS, "PROJECT.NOTES": "x"}])
            async with plan:
                return await plan.apply(tmp_path / "journal")

    with sim.serve() as server:
        assert asyncio.run(work(server.url)).ok
    assert {"NOTES": "x"} == stored(sim, REPORTS, "PROJECT")


SAID = {
    "PROJECT.STATUS": st.sampled_from(["x", "a&<\"'>", CLEAR, None, ""]),
    "PROJECT.NOTES": st.sampled_from(["y", CLEAR, None]),
    "INVOICE.INVOICE_NO": st.sampled_from(["A-1", "B"]),
    "INVOICE.AMOUNT": st.integers(0, 99) | st.sampled_from(["1.50", "-2", None]),
    "INVOICE.PAID": st.sampled_from([True, "no", None]),
    "author": st.sampled_from(["x", CLEAR, None]),
}


@settings(max_examples=12)
@given(before=st.fixed_dictionaries(SAID), after=st.fixed_dictionaries(SAID), keeps=st.booleans(), there=st.booleans())
def test_any_run_is_taken_back(tmp_path_factory, before, after, keeps, there):
    """Whatever was there and is planned: what the plan says is there after the run, and the start after its undo."""
    path = tmp_path_factory.mktemp("run")
    with Simulator(null_keeps=keeps) as sim, sim.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:

            def now():
                rows = ir.documents.properties(BUDGET)
                return {name: [dict(row) for row in each] for name, each in rows.items()}, ir.documents.get(
                    BUDGET
                ).author

            if there:
                assert run(ir.documents, path / "first", {"path": BUDGET, **before}).ok
            start = now()
            assert run(ir.documents, path / "journal", {"path": BUDGET, **after}, verify=True).ok
            (invoice,) = now()[0]["INVOICE"]
            assert after["INVOICE.INVOICE_NO"] == invoice["INVOICE_NO"]
            if after["INVOICE.AMOUNT"] is not None:
                assert Decimal(after["INVOICE.AMOUNT"]) == invoice["AMOUNT"]
            with ir.documents.open_journal(path / "journal") as journal, journal.undo() as undo:
                assert undo.apply(path / "undone", verify=True).ok
            assert start == now()
