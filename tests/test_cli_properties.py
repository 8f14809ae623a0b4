"""`documents properties`, and what it says of fields that are not there."""

from __future__ import annotations

import json

import pytest

BUDGET = "/Finance/Reports/Budget.xlsx"
REPORTS = "/Finance/Reports"


@pytest.fixture
def run(sim, cli, configure):
    """Run the command on a simulator; give exit status, standard output, standard error."""
    with sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        yield lambda *words: cli("documents", "properties", *words)


def stored(sim, path=BUDGET):
    """The rows of a document or folder."""
    return {
        name: {key: value for key, value in rows[0].items() if value and key != "RowNbr"}
        for name, rows in sim.property_rows(path).items()
    }


def test_show(run):
    """Each field is a line; JSON has the rows with typed values."""
    status, out, _ = run(BUDGET)
    assert (0, ["PROJECT.PROJECT_CODE  P-1", "PROJECT.STATUS        Open", "PROJECT.NOTES         Draft"]) == (
        status,
        out.splitlines(),
    )
    told = json.loads(run("1001", "--json")[1])["properties"]
    assert {"PROJECT": [{"row": 1, "values": {"PROJECT_CODE": "P-1", "STATUS": "Open", "NOTES": "Draft"}}]} == told
    assert (0, f"{REPORTS}: no property sets\n", "") == run(REPORTS, "--folder")


def test_change(run, sim):
    """Fields are set and cleared, rows added; what is so already is not sent."""
    said = ("--set", "invoice.invoice_no=A-1", "--set", "INVOICE.AMOUNT=12.50", "--set", "INVOICE.PAID=yes")
    status, out, _ = run(BUDGET, *said, "--set", "INVOICE.DUE=2026-01-31", "--clear", "project.notes")
    assert 0 == status
    assert 'INVOICE (new row).AMOUNT -> "12.50"' in out and "AddPropertySetRow" in out
    assert 'PROJECT[1].NOTES cleared (was "' in out, out
    assert {
        "INVOICE": {"INVOICE_NO": "A-1", "AMOUNT": "12.50", "DUE": "2026-01-31", "PAID": "Yes"},
        "PROJECT": {"PROJECT_CODE": "P-1", "STATUS": "Open"},
    } == stored(sim)
    assert (0, f"{BUDGET}: nothing to do, it is so already\n", "") == run(BUDGET, *said)
    values = json.loads(run(BUDGET, "--json")[1])["properties"]["INVOICE"][0]["values"]
    assert ("12.50", "2026-01-31", True) == (values["AMOUNT"], values["DUE"], values["PAID"])
    assert 0 == run(REPORTS, "--folder", "--set", "PROJECT.STATUS=x")[0]
    assert {"PROJECT": {"STATUS": "x"}} == stored(sim, REPORTS)


def test_dry_run(run, sim):
    """It shows the row as it would be sent, and changes nothing."""
    before = stored(sim)
    status, out, _ = run(BUDGET, "--set", "PROJECT.STATUS=Closed", "--dry-run")
    assert 0 == status
    assert "Nothing is changed; this would be done:\nGetPropertySets: read PROJECT.PROJECT_CODE, PROJECT.NOTES" in out
    told = json.loads(run(BUDGET, "--set", "PROJECT.STATUS=Closed", "--dry-run", "--json")[1])
    assert ["GetPropertySets", "UpdatePropertySetRow"] == told["operations"]
    assert before == stored(sim)


@pytest.mark.parametrize(
    ("words", "status", "match"),
    [
        (("--set", "PROJECT.STATUS"), 2, "--set is SET.FIELD=VALUE"),
        (("--set", "PROJECT.STATUS="), 2, "--clear SET.FIELD makes a field empty"),
        (("--set", "STATUS=x"), 2, "'STATUS' does not name a field of a property set"),
        (("--set", "PROJECT.STATUS=x", "--clear", "project.status"), 2, "PROJECT.STATUS is named twice"),
        (("--dry-run",), 2, "--dry-run is for --set and --clear"),
        (("--set", "PROJCT.STATUS=x"), 2, "did you mean PROJECT?"),
        (("--set", "INVOICE.AMOUNT=x"), 2, "'x' is not a number"),
    ],
)
def test_refused(run, words, status, match):
    """What cannot be is told, with the nearest name."""
    found, _, told = run(BUDGET, *words)
    assert status == found
    assert match in told
