"""Documents that are named by their numbers: sent as such where that is documented, and resolved elsewhere."""

from __future__ import annotations

import pytest
from servers import envelope

from soapclient import Client, errors
from soapclient.inforouter.by_number import TAKES_NUMBERS
from soapclient.simulator import Simulator


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


def sent(sim: Simulator, operation: str) -> str:
    """Return the path that an operation was called with."""
    (said,) = [each.arguments for each in sim.arrived if each.operation == operation]
    return next(value for name, value in said.items() if name.casefold() == "path")


def test_the_table_names_operations(bundled):
    """Each operation of the table is one of the contract, and takes a path of a document."""
    assert TAKES_NUMBERS <= {*bundled}
    for name in TAKES_NUMBERS:
        assert [each for each in bundled[name].parameters if "path" in each.casefold()], name


def test_numbers_are_sent_where_they_are_documented(sim, ir):
    """An operation that takes numbers is given the number."""
    ir.documents.carrier.carry(ir.documents._call("GetDocumentKeywords", Path="~D1001"))
    assert "~D1001" == sent(sim, "GetDocumentKeywords")


@pytest.mark.parametrize("number", ["~D1001", "~d1001.xlsx"])
def test_numbers_are_resolved_elsewhere(sim, ir, number):
    """An operation that does not is given the path, by a workflow of any part."""
    ir.documents.carrier.carry(ir.documents._call("Lock", Path=number))
    assert "/Finance/Reports/Budget.xlsx" == sent(sim, "Lock")
    assert sim.document("~D1001")["checked_out_by_id"] == 1


def test_a_number_that_nobody_has(sim, ir):
    """A missing document is DocumentNotFound, and the operation is not called."""
    with pytest.raises(errors.DocumentNotFound):
        ir.documents.carrier.carry(ir.documents._call("Lock", Path="~D999"))
    assert "Lock" not in [each.operation for each in sim.arrived]


def test_a_document_that_is_renamed_meanwhile(sim, ir):
    """Where the path leads to another document by then, the operation is not called."""
    inner = '<document DocumentID="1001" Name="Forecast.xlsx" Path="\\Finance\\Reports" />'
    body = envelope("GetDocument", f'<response xmlns="" success="true" error="">{inner}</response>')
    sim.fail("reply", operation="GetDocument", body=body, headers={"Content-Type": "text/xml"})
    with pytest.raises(errors.UnexpectedReply, match="is not the document with the number 1001"):
        ir.documents.carrier.carry(ir.documents._call("Lock", Path="~D1001"))
    assert "Lock" not in [each.operation for each in sim.arrived]
