"""Documents: partial updates of their properties, on the simulator and on a real ASMX service."""

from __future__ import annotations

import pytest
from test_form import then

from soapclient import CLEAR, KEEP, Client, errors
from soapclient.simulator import Simulator

PATH = "/Finance/Reports/Budget.xlsx"
BEFORE = {
    "DocumentID": "1001",
    "Name": "Budget.xlsx",
    "Path": "\\Finance\\Reports",
    "Description": "Budget of 2026",
    "UpdateInstructions": "Monthly",
    "Importance": "1",
    "Author": "jdoe",
    "Language": "English",
    "Source": "ERP",
}
PLAIN = dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), False)


@pytest.fixture(params=["soap", "http-post"])
def transport(request):
    return request.param


@pytest.fixture
def ir(server, transport):
    """A client of either service over either transport; a form reads what it cannot keep by null."""
    on_null = "refuse" if transport == "soap" else "read"
    with Client(
        server.url, username="jdoe", password="secret", wsdl="bundled", transport=transport, on_null=on_null
    ) as client:
        yield client


@pytest.fixture
def soap(server):
    """Another client of the same service, by SOAP."""
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


def told(ir, path=PATH):
    """What the service tells about a document."""
    return dict(ir.service.GetDocument(Path=path, **PLAIN).element[0].attrib)


class TestOperations:
    """The operations themselves."""

    @pytest.mark.parametrize("path", [PATH, PATH.upper(), "~D1001", "~d1001.xlsx", PATH.replace("/", "\\"), PATH[1:]])
    def test_found(self, ir, path):
        """A document is found by its path or its number, whatever the letter case."""
        assert told(ir, path) == BEFORE
        assert ir.service.DocumentExists(Path=path) is True

    @pytest.mark.parametrize("path", ["/Finance/Reports/Nothing.xlsx", "/Budget.xlsx", "~D9", "~D", "Budget.xlsx"])
    def test_not_found(self, ir, path):
        """A document that there is not is an error, and no to the question whether there is one."""
        assert ir.service.DocumentExists(Path=path) is False
        for call in (
            lambda: ir.service.GetDocument(Path=path, **PLAIN),
            lambda: ir.service.UpdateDocumentProperties(Path=path, NewDescription="x", NewDocumentName="y"),
        ):
            with pytest.raises(errors.DocumentNotFound):
                call()

    @pytest.mark.parametrize("operation", ["UpdateDocumentProperties", "UpdateDocumentProperties1"])
    def test_one_field(self, ir, operation):
        """One property changes and the others are kept: by null over SOAP, read and sent again by a form."""
        reply = ir.service[operation](Path=PATH, NewDescription="new & old")
        assert told(ir) == {**BEFORE, "Description": "new & old"}
        assert reply.atomic == (ir.transport == "soap")

    @pytest.mark.parametrize("clear", [CLEAR, ""])
    def test_clear(self, ir, clear):
        """An empty property is emptied, the others are kept; what the real service does with it is not documented."""
        ir.service.UpdateDocumentProperties1(Path="~D1001", NewDocumentAuthor=clear, NewDescription=KEEP)
        assert told(ir) == {**BEFORE, "Author": ""}

    def test_rename(self, ir):
        """A new name moves the path, and the number stays."""
        ir.service.UpdateDocumentProperties(Path=PATH, NewDocumentName="Plan.xlsx")
        assert told(ir, "~D1001") == told(ir, "/Finance/Reports/Plan.xlsx") == {**BEFORE, "Name": "Plan.xlsx"}
        assert ir.service.DocumentExists(Path=PATH) is False

    @pytest.mark.parametrize("name", ["", "  ", "a/b", "Forecast.xlsx"])
    def test_no_name(self, ir, name):
        """A name that is none, or another's in the folder, is refused and nothing changes."""
        with pytest.raises(errors.ServerFault, match="SystemError|name"):
            ir.service.UpdateDocumentProperties(Path=PATH, NewDocumentName=name, NewDescription="x")
        assert told(ir) == BEFORE

    def test_access_denied(self, ir, soap):
        """A user who may only read changes nothing."""
        soap.service.ChangeUserType(UserName="jdoe", UserType=2)
        with pytest.raises(errors.AccessDenied):
            ir.service.UpdateDocumentProperties(Path=PATH, NewDescription="x")
        assert told(ir) == BEFORE


class TestImportance:
    """UpdateDocumentProperties2, whose importance is a nullable number."""

    def test_kept_and_set(self, soap, server):
        """Null keeps the number, zero sets it."""
        soap.service.UpdateDocumentProperties2(path=PATH, newDescription="x")
        assert server.arrived()[1]["importance"] is None
        assert told(soap) == {**BEFORE, "Description": "x"}
        soap.service.UpdateDocumentProperties2(path=PATH, importance=0)
        assert told(soap) == {**BEFORE, "Description": "x", "Importance": "0"}


class TestDocuments:
    """`ir.documents`."""

    @pytest.mark.parametrize("path", [PATH, PATH.upper(), "~D1001", 1001, "1001", PATH.replace("/", "\\"), PATH[1:]])
    def test_found(self, ir, path):
        """A document is read, and there is one, by its path and by its number."""
        document = ir.documents.get(path)
        assert (1001, "Budget.xlsx", "Monthly", "jdoe", "1") == (
            document.document_id, document.name, document.update_instructions, document.author, document.importance
        )  # fmt: skip
        assert ir.documents.exists(path) is True

    @pytest.mark.parametrize("path", ["/Finance/Reports/Nothing.xlsx", 9, "~D9"])
    def test_not_found(self, ir, path):
        """A document that there is not is an error, and no to the question whether there is one."""
        assert ir.documents.exists(path) is False
        for call in (lambda: ir.documents.get(path), lambda: ir.documents.update(path, description="x")):
            with pytest.raises(errors.DocumentNotFound):
                call()

    @pytest.mark.parametrize("path", ["", "  ", None, 0])
    def test_no_path(self, ir, path):
        """What names no document is refused before anything is sent."""
        for call in (ir.documents.get, ir.documents.exists, lambda path: ir.documents.update(path, name="x")):
            with pytest.raises(errors.ArgumentError, match="path"):
                call(path)

    @pytest.mark.parametrize(
        ("fields", "changed"),
        [
            ({"description": "new & old"}, {"Description": "new & old"}),
            ({"author": CLEAR, "description": KEEP, "name": None}, {"Author": ""}),
            ({"update_instructions": "", "language": "Deutsch"}, {"UpdateInstructions": "", "Language": "Deutsch"}),
            ({"importance": 3}, {"Importance": "3"}),
            ({"importance": "Low", "source": "CRM"}, {"Importance": "0", "Source": "CRM"}),
        ],
    )
    def test_only_what_is_said(self, ir, fields, changed):
        """What is said changes and everything else stays."""
        result = ir.documents.update(PATH, **fields)
        assert told(ir) == {**BEFORE, **changed}
        assert result.path == PATH
        assert result.atomic == (ir.transport == "soap" or fields == {"importance": 3})
        assert bool(result.resent) == (not result.atomic)

    def test_rename(self, ir):
        """A rename tells the new path; by its number a document stays where it is."""
        assert "/Finance/Reports/Plan.xlsx" == ir.documents.update(PATH, name="Plan.xlsx", author="x").path
        assert "~D1001" == ir.documents.update(1001, name="Budget.xlsx", author="jdoe").path
        assert told(ir) == BEFORE

    def test_access_denied(self, ir, soap):
        """A user who may only read changes nothing, and the error names what was done before: nothing."""
        soap.service.ChangeUserType(UserName="jdoe", UserType=2)
        with pytest.raises(errors.AccessDenied) as caught:
            ir.documents.update(PATH, description="x", importance=2)
        assert caught.value.done == ()
        assert told(ir) == BEFORE


class TestConcurrentChange:
    """A change of another property that another makes meanwhile."""

    def test_form_and_soap(self, ir, soap):
        """A form that reads and sends again undoes it; SOAP's null keeps it."""
        then(ir, "GetDocument", lambda: soap.service.UpdateDocumentProperties1(Path=PATH, NewDocumentSource="CRM"))
        if ir.transport == "soap":
            told(ir)
            soap.service.UpdateDocumentProperties1(Path=PATH, NewDocumentSource="CRM")
        ir.service.UpdateDocumentProperties1(Path=PATH, NewDescription="x")
        assert told(soap) == {**BEFORE, "Description": "x", "Source": "CRM" if ir.transport == "soap" else "ERP"}


class TestStorage:
    """Where the simulator has its documents."""

    def test_kept_in_a_file(self, tmp_path):
        """A file keeps what was changed, and is not seeded again."""
        file = tmp_path / "sim.db"
        with Client(f"sim:{file}", username="jdoe", password="secret") as ir:
            ir.service.UpdateDocumentProperties(Path=PATH, NewDocumentName="Plan.xlsx")
        with Simulator(file) as simulator:
            assert simulator.document("~D1001")["name"] == "Plan.xlsx"
            assert simulator.document(PATH) is None

    def test_a_file_of_before(self, tmp_path):
        """A file that has no documents yet gets them when it is opened."""
        import sqlite3

        file = tmp_path / "sim.db"
        Simulator(file).close()
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE documents")
        connection.close()
        with Simulator(file) as simulator:
            assert simulator.document(PATH)["importance"] == 1
