"""Property sets of documents: rows read by their definitions, checked, compared, written whole and read back."""

from __future__ import annotations

import asyncio
import datetime as dt
import pickle
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import envelope

from soapclient import CLEAR, KEEP, AsyncClient, Client, errors
from soapclient.inforouter.metadata import stored_rows, values
from soapclient.inforouter.models.contents import PropertyField
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"
PROJECT = {"PROJECT_CODE": "P-1", "STATUS": "Open", "NOTES": "Draft"}
INVOICE = {
    "INVOICE_NO": "A-1",
    "AMOUNT": Decimal("12.50"),
    "DUE": dt.date(2026, 1, 31),
    "PAID": True,
    "STATUS": "Open",
    "NOTES": "first",
}
STORED = {**INVOICE, "AMOUNT": "12.50", "DUE": "2026-01-31", "PAID": "Yes"}
WRITES = {"AddPropertySetRow", "UpdatePropertySetRow", "DeletePropertySetRow"}


@pytest.fixture(params=["merges", "replaces", "form"])
def sim(request):
    """A simulator in either reading of what an update of a row does to fields that are not named.

    Forms with XML in them are taken by servers of today only.
    """
    options = {"generation": "current"} if request.param == "form" else {}
    with Simulator(null_keeps=request.param == "merges", **options) as simulator:
        yield simulator


@pytest.fixture
def ir(sim, request):
    """A client by SOAP, or by form POST."""
    said = {"username": "admin", "password": "admin", "wsdl": "bundled"}
    if "form" in request.node.callspec.id.split("-"):
        said |= {"transport": "http-post", "on_null": "read"}
    with sim.serve() as server, Client(server.url, **said) as client:
        yield client


def stored(sim, name="INVOICE", path=BUDGET):
    """The rows of a set as they are stored, without their numbers."""
    rows = sim.property_rows(path).get(name, [])
    return [{field: value for field, value in row.items() if field != "RowNbr"} for row in rows]


def written(sim):
    """What was written, in order."""
    return [each.operation for each in sim.arrived if each.operation in WRITES]


class TestReading:
    """`properties`."""

    def test_rows_are_typed_by_their_definitions(self, ir):
        """Each type is read as Python has it, names in any letter case, with the number and who saved the row."""
        ir.documents.set_properties(BUDGET, {"INVOICE": INVOICE})
        found = ir.documents.properties(BUDGET)
        (row,) = found["INVOICE"]
        assert INVOICE == row == dict(row)
        assert [Decimal, dt.date, bool] == [type(row[name]) for name in ("amount", "Due", "PAID")]
        assert (1, "INVOICE", "admin", 1) == (row.number, row.set_name, row.applied_by, row.applied_by_id)
        assert dt.timezone.utc == row.applied.tzinfo
        assert STORED == row.texts
        assert [PROJECT] == list(found["PROJECT"])

    def test_nothing(self, ir):
        """A document without rows has no sets."""
        assert {} == ir.documents.properties("/Finance/Reports/Forecast.xlsx")

    @pytest.mark.parametrize("name", [1001, "~D1001", "1001", "~d1001.xlsx"])
    def test_by_number(self, ir, name):
        """A document is found by its number, though the operations of rows are not said to take one."""
        assert [PROJECT] == list(ir.documents.properties(name)["PROJECT"])

    def test_a_folder_is_not_taken_for_a_document(self, ir):
        """The operations of rows take either; a document has to be one."""
        with pytest.raises(errors.NotFound):
            ir.documents.properties("/Finance/Reports")

    @pytest.mark.parametrize(
        ("inner", "match"),
        [
            ("", "does not list property sets"),
            ("<Propertysets /><Propertysets />", "does not list property sets once"),
            ("<Propertysets><set Name='A'/></Propertysets>", "<set>, which is not a property set"),
            ("<Propertysets><propertyset/></Propertysets>", "not a property set with a name"),
            ("<Propertysets><propertyset Name='A'><r RowNbr='1'/></propertyset></Propertysets>", "not a row"),
            ("<Propertysets><propertyset Name='A'><row X='1'/></propertyset></Propertysets>", "without a number"),
            (
                "<Propertysets><propertyset Name='A'><row RowNbr='1'/><row RowNbr='01'/></propertyset></Propertysets>",
                "two rows of A",
            ),
        ],
    )
    def test_a_reply_that_is_not_one(self, ir, sim, inner, match):
        """What nothing knows is not read as an empty list."""
        body = envelope("GetPropertySets", f'<response xmlns="" success="true" error="">{inner}</response>')
        if ir.transport == "http-post":
            pytest.skip("the reply is an envelope")
        sim.fail("reply", operation="GetPropertySets", body=body)
        with pytest.raises(errors.UnexpectedReply, match=match):
            ir.documents.properties(BUDGET)

    def test_definitions(self, ir):
        """Sets are listed with what they are for; a definition has its fields, and the options of its lists."""
        assert ["AUDIT", "INVOICE", "PROJECT"] == [each.name for each in ir.property_sets.definitions()]
        assert ["AUDIT"] == [each.name for each in ir.property_sets.definitions(users=True)]
        of = ir.property_sets.definition("invoice")
        assert [*INVOICE] == [field.name for field in of.fields]
        assert (True, True, False) == (of.for_documents, of.for_folders, of.for_users)
        options = {field.name: field.options for field in of.fields if field.options}
        assert {"STATUS": ("Approved", "Disputed", "Open", "Paid")} == options
        assert of == pickle.loads(pickle.dumps(of))

    def test_no_such_definition(self, ir):
        """The nearest name is suggested."""
        with pytest.raises(errors.PropertySetNotFound, match=r"property set 'INVOCE' \(did you mean INVOICE\?\)"):
            ir.property_sets.definition("INVOCE")


class TestWriting:
    """`update` and `set_properties`."""

    def test_a_new_row(self, ir, sim):
        """A set without a row gets one; what is not named is empty."""
        said = {"invoice_no": "A-1", "Amount": 7, "NOTES": KEEP, "STATUS": None}
        result = ir.documents.update(BUDGET, properties={"invoice": said})
        assert [{**dict.fromkeys(STORED, ""), "INVOICE_NO": "A-1", "AMOUNT": "7"}] == stored(sim)
        assert ("GetPropertySets", "AddPropertySetRow") == result.operations
        assert () == result.resent

    CHANGES = (
        ("AMOUNT", 13, "13"),
        ("AMOUNT", Decimal("1E+2"), "100"),
        ("AMOUNT", "-0.5", "-0.5"),
        ("AMOUNT", CLEAR, ""),
        ("DUE", dt.date(2027, 2, 1), "2027-02-01"),
        ("DUE", CLEAR, ""),
        ("DUE", "2028-02-01", "2028-02-01"),
        ("PAID", False, "No"),
        ("PAID", "yes", "Yes"),
        ("STATUS", "Paid", "Paid"),
        ("NOTES", " <a b='\"&'>\r\n\t]]> €\U0001f600 ", " <a b='\"&'>\r\n\t]]> €\U0001f600 "),
        ("NOTES", CLEAR, ""),
        ("NOTES", "x" * 200, "x" * 200),
    )

    def test_one_field_after_another(self, ir, sim):
        """One field changes, whatever is in it, and the others are as they were."""
        ir.documents.set_properties(BUDGET, {"INVOICE": INVOICE})
        wanted = dict(STORED)
        for field, value, text in self.CHANGES:
            result = ir.documents.update(BUDGET, properties={"INVOICE": {field.lower(): value}})
            wanted[field] = text
            assert [wanted] == stored(sim)
            assert {f"INVOICE.{name}" for name in STORED if name != field} == {*result.resent}
        assert [PROJECT] == stored(sim, "PROJECT")
        assert ["AddPropertySetRow", *["UpdatePropertySetRow"] * len(self.CHANGES)] == written(sim)

    SAME = (
        INVOICE,
        {"amount": "12.5"},
        {"AMOUNT": Decimal("12.500")},
        {"PAID": "yes"},
        {"DUE": "2026-01-31"},
        {"NOTES": KEEP},
        {},
        [{}],
        {1: {"STATUS": "Open"}},
    )

    def test_what_is_so_already(self, ir, sim):
        """Nothing is written where no value differs, in whatever spelling."""
        ir.documents.set_properties(BUDGET, {"INVOICE": INVOICE})
        for said in self.SAME:
            assert ir.documents.set_properties(BUDGET, {"INVOICE": said}).nothing_to_do
        assert ["AddPropertySetRow"] == written(sim)
        assert [STORED] == stored(sim)

    def test_a_boolean_is_sent_as_it_is_documented(self, ir, sim):
        """It is read as Yes, and to be kept it is sent as true, which is the spelling that is documented."""
        ir.documents.set_properties(BUDGET, {"INVOICE": INVOICE})
        ir.documents.set_properties(BUDGET, {"INVOICE": {"AMOUNT": 1}})
        (sent,) = [each for each in sim.arrived if each.operation == "UpdatePropertySetRow"]
        assert 'PAID="true"' in sent.arguments["xmlpset"]

    def test_what_was_read_is_given_back(self, ir, sim):
        """All rows as they were read, one changed, a new one at the end: the others are not written."""
        first = {"INVOICE_NO": "A"}
        ir.documents.set_properties(BUDGET, {"INVOICE": [first, {"INVOICE_NO": "B", "NOTES": "x"}]})
        rows = ir.documents.properties(BUDGET)["INVOICE"]
        new = {"INVOICE_NO": "C"}
        result = ir.documents.set_properties(BUDGET, {"INVOICE": [*reversed(rows), new]})
        assert ["A", "B", "C"] == [row["INVOICE_NO"] for row in stored(sim)]
        assert [("add", 0)] == [(change.action, change.number) for change in result.changes]
        result = ir.documents.set_properties(BUDGET, {"INVOICE": [{}, {"NOTES": "y"}, {}]})
        assert [("update", 2)] == [(change.action, change.number) for change in result.changes]
        assert ["", "y", ""] == [row["NOTES"] for row in stored(sim)]

    def test_one_of_many_by_its_number(self, ir, sim):
        """A mapping of numbers changes these rows and no other."""
        ir.documents.set_properties(BUDGET, {"INVOICE": [{"INVOICE_NO": name} for name in "ABC"]})
        ir.documents.set_properties(BUDGET, {"INVOICE": {2: {"NOTES": "x"}}})
        assert ["", "x", ""] == [row["NOTES"] for row in stored(sim)]

    def test_rows_are_removed_by_name_only(self, ir, sim):
        """A row goes by its number in `remove_rows`, and by no other way."""
        ir.documents.set_properties(BUDGET, {"INVOICE": [{"INVOICE_NO": name} for name in "ABC"]})
        for said in ([{}, {}], CLEAR, []):
            with pytest.raises(errors.ArgumentError, match="remove_rows"):
                ir.documents.set_properties(BUDGET, {"INVOICE": said})
        result = ir.documents.update(BUDGET, remove_rows={"invoice": [1, 3]})
        assert ["B"] == [row["INVOICE_NO"] for row in stored(sim)]
        assert ["GetPropertySets", "DeletePropertySetRow"] * 2 == [*result.operations]
        with pytest.raises(errors.ArgumentError, match="row 3 does not exist"):
            ir.documents.update(BUDGET, remove_rows={"invoice": [3]})
        for numbers in (2, "2", [True], [0], {2: {}}):
            with pytest.raises(errors.ArgumentError, match="expected numbers of rows of INVOICE"):
                ir.documents.update(BUDGET, remove_rows={"invoice": numbers})

    def test_beside_fields(self, ir, sim):
        """One update changes rows and fields, the name among them; one plan shows all of it."""
        said = {"name": "New.xlsx", "properties": {"PROJECT": {"STATUS": "Closed"}}}
        plan = ir.documents.plan_update(BUDGET, **said)
        rows = ("GetPropertySets", "UpdatePropertySetRow")
        assert (*rows, "GetDocument", "UpdateDocumentProperties") == plan.operations
        assert [PROJECT] == stored(sim, "PROJECT")
        assert [] == written(sim)
        assert "/Finance/Reports/New.xlsx" == ir.documents.apply(plan, verify=True).path
        assert [{**PROJECT, "STATUS": "Closed"}] == stored(sim, "PROJECT", "/Finance/Reports/New.xlsx")

    def test_nothing_is_said(self, ir):
        """No field and no property is an error, as before."""
        with pytest.raises(errors.ArgumentError, match="nothing to change"):
            ir.documents.update(BUDGET, properties={})


@pytest.fixture(scope="module")
def there():
    """A simulator with a row, and its client: nothing here changes it."""
    with Simulator() as simulator, simulator.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
            client.documents.set_properties(BUDGET, {"INVOICE": INVOICE})
            yield simulator, client


class TestRefused:
    """What is refused before anything is written."""

    @pytest.mark.parametrize(
        ("said", "match"),
        [
            ({"INVOCE": {}}, r"unknown property set 'INVOCE' \(did you mean INVOICE\?\)"),
            ({"INVOICE": {"AMUONT": 1}}, r"INVOICE: unknown field 'AMUONT' \(did you mean AMOUNT\?\)"),
            ({"INVOICE": {"AMUONT": KEEP}}, "unknown field 'AMUONT'"),
            ({"INVOICE": {"AMOUNT": 1.5}}, "INVOICE.AMOUNT: a float is not exact"),
            ({"INVOICE": {"AMOUNT": True}}, "True is not a number"),
            ({"INVOICE": {"AMOUNT": Decimal("NaN")}}, "is not a number"),
            ({"INVOICE": {"AMOUNT": "1,5"}}, "'1,5' is not a number"),
            ({"INVOICE": {"DUE": dt.datetime(2026, 1, 1)}}, "expected a date, not a datetime"),
            ({"INVOICE": {"DUE": "2026-02-30"}}, "'2026-02-30' is not a date"),
            ({"INVOICE": {"PAID": 1}}, "1 is neither true nor false"),
            ({"INVOICE": {"STATUS": "Opn"}}, r"'Opn' is not an option \(did you mean Open\?\)"),
            ({"INVOICE": {"STATUS": "open"}}, "'open' is not an option"),
            ({"INVOICE": {"NOTES": "x" * 201}}, "it has 201 characters, but the field allows 200"),
            ({"INVOICE": {"NOTES": "\U0001f600" * 101}}, "it has 202 characters"),
            ({"INVOICE": {"NOTES": "a\x01"}}, r"XML cannot carry the character U\+0001"),
            ({"INVOICE": {"NOTES": " "}}, "it is blank; pass CLEAR"),
            ({"INVOICE": {"NOTES": 5}}, "expected a str, not int"),
            ({"INVOICE": {"INVOICE_NO": CLEAR}}, "INVOICE.INVOICE_NO: the definition requires a value"),
            ({"INVOICE": {"NOTES": "a", "notes": "b"}}, "named twice"),
            ({"INVOICE": {}, "invoice": {}}, "named twice"),
            ({"INVOICE": {7: {}}}, r"row 7 does not exist \(its rows are 1\)"),
            ({"INVOICE": {True: {"NOTES": "x"}}}, "unknown field 'TRUE'"),
            ({"INVOICE": 5}, "expected a mapping of fields"),
            ({"INVOICE": [5]}, "expected a mapping of fields, not int"),
            ({"INVOICE": [{}, {}]}, "a new row needs at least one value"),
            ({"INVOICE": [{}, {"NOTES": "x"}]}, r"INVOICE\[new row 2\].INVOICE_NO: the definition requires"),
            (5, "expected a mapping from names of property sets"),
        ],
    )
    def test_what_does_not_fit(self, there, said, match):
        """Values are checked against the definition, and nothing is written."""
        sim, ir = there
        with pytest.raises(errors.ArgumentError, match=match):
            ir.documents.set_properties(BUDGET, said)
        assert [STORED] == stored(sim)
        assert ["AddPropertySetRow"] == written(sim)

    def test_everything_at_once(self, there):
        """All that is wrong is told together, also of several sets."""
        _, ir = there
        said = {"INVOICE": {"AMOUNT": "x", "DUE": "y"}, "PROJECT": {"NO": 1}}
        with pytest.raises(errors.ArgumentError) as caught:
            ir.documents.update(BUDGET, properties=said)
        wrong = [each.partition(":")[0] for each in caught.value.problems]
        assert ["INVOICE.AMOUNT", "INVOICE.DUE", "PROJECT"] == wrong

    def test_one_mapping_for_many_rows(self, ir):
        """Which row is meant has to be said where there are several."""
        ir.documents.set_properties(BUDGET, {"INVOICE": [{"INVOICE_NO": name} for name in "AB"]})
        with pytest.raises(errors.ArgumentError, match="it has 2 rows; pass all of them as a list"):
            ir.documents.set_properties(BUDGET, {"INVOICE": {"NOTES": "x"}})

    def test_a_set_that_is_not_for_documents(self, ir, sim):
        """It is refused here, since some servers take it without a word."""
        if ir.transport == "http-post":
            pytest.skip("a form has no empty list of libraries")
        facts = {"AppliestoDocuments": False, "AppliestoFolders": True, "AppliestoUsers": False, "DomainNames": ""}
        ir.service.CreatePropertySetDefinition(PropertySetName="ROOM", PropertySetCaption="Room", **facts)
        ir.service.AddPropertySetField(
            PropertySetName="ROOM", FieldName="NO", FieldCaption="No", FieldType="CHAR", FieldLength=5,
            isRequired=False, ControlSize=5, ControlOrder=1, ControlType="TEXT BOX",
        )  # fmt: skip
        with pytest.raises(errors.ArgumentError, match="ROOM: it does not apply to documents"):
            ir.documents.set_properties(BUDGET, {"ROOM": {"NO": "1"}})


class TestWhatGoesWrong:
    """What happens between reading and writing, and on servers that lie."""

    def after(self, ir, operation, act):
        """Do something when an operation has been answered, once."""
        post = ir.wiring.transport.post
        done = []

        def posted(url, body, *more, **named):
            answer = post(url, body, *more, **named)
            if operation.encode() in body + url.encode() and not done:
                done.append(True)
                act()
            return answer

        ir.wiring.transport.post = posted

    def test_a_row_that_vanishes(self, ir, sim):
        """A row that somebody removes meanwhile is refused, also where a server would do nothing without a word."""
        gone = '<psets><pset name="PROJECT"><row rownbr="1"/></pset></psets>'
        with sim.serve() as server, Client(server.url, username="admin", password="admin", cache=False) as other:
            act = lambda: other.service.DeletePropertySetRow(Path=BUDGET, xmlpset=gone)  # noqa: E731
            self.after(ir, "GetPropertySets", act)
            with pytest.raises(errors.PropertySetNotFound, match="no row 1"):
                ir.documents.set_properties(BUDGET, {"PROJECT": {"STATUS": "x"}})
        assert [] == stored(sim, "PROJECT")
        assert ["DeletePropertySetRow"] == written(sim)

    def test_two_sets_of_which_one_fails(self, ir, sim):
        """What was done is named, row by row."""
        sim.fail("error", operation="AddPropertySetRow", text="Access Denied", number="")
        said = {"PROJECT": {"STATUS": "x"}, "INVOICE": INVOICE}
        with pytest.raises(errors.ServiceError) as caught:
            ir.documents.update(BUDGET, properties=said, description="New")
        assert ("UpdatePropertySetRow (PROJECT row 1)",) == caught.value.done
        assert "already applied: UpdatePropertySetRow (PROJECT row 1)" in str(caught.value)
        assert "Budget of 2026" == ir.documents.get(BUDGET).description

    def test_fields_that_fail_after_rows(self, ir, sim):
        """The rows that were written before a field was refused are named."""
        sim.fail("error", operation="UpdateDocumentProperties", text="Access Denied", number="")
        with pytest.raises(errors.ServiceError) as caught:
            ir.documents.update(BUDGET, properties={"PROJECT": {"STATUS": "x"}}, name="New.xlsx")
        assert ("UpdatePropertySetRow (PROJECT row 1)",) == caught.value.done

    def test_a_success_without_the_work(self, ir, sim):
        """A row that is not as it was sent is an error that says what is there."""
        if ir.transport == "http-post":
            pytest.skip("the reply is an envelope")
        body = envelope("UpdatePropertySetRow", '<response xmlns="" success="true" error="" />')
        sim.fail("reply", operation="UpdatePropertySetRow", body=body)
        with pytest.raises(errors.UnexpectedReply, match=r"PROJECT\[1\].STATUS is 'Open', not 'x'") as caught:
            ir.documents.set_properties(BUDGET, {"PROJECT": {"STATUS": "x"}})
        assert caught.value.maybe_applied

    def test_a_new_row_that_is_not_there(self, ir, sim):
        """The number of rows is compared too."""
        if ir.transport == "http-post":
            pytest.skip("the reply is an envelope")
        body = envelope("AddPropertySetRow", '<response xmlns="" success="true" error="" />')
        sim.fail("reply", operation="AddPropertySetRow", body=body)
        with pytest.raises(errors.UnexpectedReply, match="INVOICE has 0 rows, not 1"):
            ir.documents.set_properties(BUDGET, {"INVOICE": INVOICE})

    def test_what_else_a_row_tells(self, ir, sim):
        """An attribute that is not a field, and that each save changes, is not compared."""
        if ir.transport == "http-post":
            pytest.skip("the reply is an envelope")
        row = "<propertyrow RowNbr='1' PROJECT_CODE='P-1' STATUS='{}' NOTES='Draft' SAVED='{}'/><Log AppliedBy='x'/>"
        told = "<Propertysets><propertyset Name='PROJECT'>{}</propertyset></Propertysets>"
        for status, saved in (("Open", "1"), ("Open", "1"), ("Open", "1"), ("x", "2")):
            inner = f'<response xmlns="" success="true" error="">{told.format(row.format(status, saved))}</response>'
            sim.fail("reply", operation="GetPropertySets", body=envelope("GetPropertySets", inner))
        (row,) = ir.documents.properties(BUDGET)["PROJECT"]
        assert () == ir.documents.plan_properties(BUDGET, {"PROJECT": [row]}).operations
        ir.documents.set_properties(BUDGET, {"PROJECT": {**row, "STATUS": "x"}})

    def test_a_plan_that_waited(self, ir, sim):
        """A plan that is applied later keeps what others have changed since, and removes no other row."""
        plan = ir.documents.plan_update(BUDGET, properties={"PROJECT": {"STATUS": "Closed"}})
        removal = ir.documents.plan_update(BUDGET, remove_rows={"PROJECT": [1]})
        ir.documents.set_properties(BUDGET, {"PROJECT": {"NOTES": "of another"}})
        with pytest.raises(errors.Conflict, match="has changed since its removal was planned"):
            ir.documents.apply(removal)
        ir.documents.apply(plan)
        assert [{**PROJECT, "STATUS": "Closed", "NOTES": "of another"}] == stored(sim, "PROJECT")

    def test_a_reader_changes_nothing(self, ir, sim):
        """Who may only read is refused by the service."""
        ir.service.ChangeUserType(UserName="jdoe", UserType=2)
        with sim.serve() as server, Client(server.url, username="jdoe", password="secret", cache=False) as reader:
            with pytest.raises(errors.AccessDenied):
                reader.documents.set_properties(BUDGET, {"PROJECT": {"STATUS": "x"}})
        assert [PROJECT] == stored(sim, "PROJECT")


@pytest.mark.filterwarnings("ignore:GetPropertySets. the reply has characters:soapclient.replies.answer.ReplyWarning")
def test_a_value_with_a_lost_character_is_not_sent_back(ir, sim):
    """A field whose stored text XML could not tell is not written as if it were known; another one is refused too."""
    sim._world.users.change("UPDATE property_rows SET fields = json_set(fields, '$.NOTES', ?)", "a\x01b")
    with pytest.raises(errors.ArgumentError, match="PROJECT: NOTES was returned with a character that XML"):
        ir.documents.set_properties(BUDGET, {"PROJECT": {"STATUS": "x"}})
    ir.documents.set_properties(BUDGET, {"PROJECT": {"STATUS": "x", "NOTES": "new"}})
    assert [{**PROJECT, "STATUS": "x", "NOTES": "new"}] == stored(sim, "PROJECT")


def test_asynchronously():
    """The same workflows, awaited."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as air:
            names = [each.name async for each in air.property_sets.definitions()]
            await air.documents.update(BUDGET, properties={"INVOICE": INVOICE})
            return names, await air.documents.properties(BUDGET)

    with Simulator() as sim, sim.serve() as server:
        names, found = asyncio.run(work(server.url))
    assert ["AUDIT", "INVOICE", "PROJECT"] == names
    assert [INVOICE] == list(found["INVOICE"])


@pytest.mark.classic("servers of today take XML in forms")
def test_a_form_with_markup():
    """A server that takes no markup in forms is a clear refusal, and nothing is changed."""
    said = {"username": "admin", "password": "admin", "wsdl": "bundled", "transport": "http-post"}
    with Simulator() as sim, sim.serve() as server, Client(server.url, **said) as ir:
        with pytest.raises(errors.InvalidValue, match="looks like markup; use SOAP"):
            ir.documents.set_properties(BUDGET, {"INVOICE": INVOICE})
        assert [] == stored(sim)


class TestValues:
    """Values alone."""

    @pytest.mark.parametrize(
        ("kind", "text", "value"),
        [
            ("NUMBER", " 7 ", 7),
            ("NUMBER", "7.0", Decimal("7.0")),
            ("NUMBER", "", None),
            ("NUMBER", "1.234,5", "1.234,5"),
            ("NUMBER", "1e5", "1e5"),
            ("DATE", "2026-01-31", dt.date(2026, 1, 31)),
            ("DATE", "2026-01-31T10:00:00Z", dt.datetime(2026, 1, 31, 10, tzinfo=dt.timezone.utc)),
            ("DATE", "2026-01-31 00:00:00", dt.date(2026, 1, 31)),
            ("DATE", "2026-01-31T10:00:00", dt.datetime(2026, 1, 31, 10)),
            ("DATE", "31.01.2026", "31.01.2026"),
            ("BOOLEAN", "Yes", True),
            ("BOOLEAN", "0", False),
            ("BOOLEAN", "Evet", "Evet"),
            ("CHAR", "Yes", "Yes"),
            ("CHAR", " ", " "),
            ("CHAR", "", None),
            ("UUID", "x", "x"),
            (None, "1", "1"),
        ],
    )
    def test_read(self, kind, text, value):
        """A text that is not written as its type is given as it is, never lost."""
        found = values.read(PropertyField(name="F", data_type=kind), text)
        assert (type(value), value) == (type(found), found)

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    def test_texts_survive_xml(self, text):
        """Any text that XML can carry is the same when the row is parsed, line breaks and blanks included."""
        field = PropertyField(name="F", data_type="CHAR", length=255)
        try:
            sent = values.said(field, text)
        except ValueError:
            return
        (row,) = stored_rows.etree.fromstring(stored_rows.written("S", 1, {"F": sent})).iter("row")
        assert text == row.get("F")


FIELDS = {
    "C": st.none() | st.just(CLEAR) | st.sampled_from(["x", "a<&>\n\t'\"", " b ", "€"]),
    "N": st.none() | st.just(CLEAR) | st.integers(-99, 99) | st.decimals(-99, 99, places=2),
    "D": st.none() | st.just(CLEAR) | st.dates(),
    "B": st.none() | st.booleans(),
}
SETS = st.dictionaries(
    st.sampled_from(["ONE", "TWO"]), st.lists(st.sampled_from("CNDB"), min_size=1, max_size=4, unique=True), min_size=1
)
KINDS = {"C": "CHAR", "N": "NUMBER", "D": "DATE", "B": "BOOLEAN"}


@st.composite
def changes(draw):
    """Definitions, and what is said of their rows again and again: each row a mapping, new ones at the end."""
    sets = {name: [f"{kind}{place}" for place, kind in enumerate(kinds)] for name, kinds in draw(SETS).items()}
    rounds = []
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from([*sets]))
        rows = draw(
            st.lists(st.fixed_dictionaries({field: FIELDS[field[0]] for field in sets[name]}), min_size=1, max_size=3)
        )
        rounds.append((name, rows))
    return sets, rounds


@pytest.mark.parametrize("keeps", [True, False])
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(found=changes())
def test_no_field_is_lost(keeps, found):
    """Random definitions and changes, in both readings: what was named is there, and nothing else has changed."""
    sets, rounds = found
    wanted = {name: [] for name in sets}
    with Simulator(null_keeps=keeps) as sim:
        with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            for name, fields in sets.items():
                for sql in _definition(name, fields):
                    sim._world.users.change(*sql)
            for name, said in rounds:
                rows = wanted[name]
                said = [*said, *({} for _ in rows[len(said) :])]
                new = [each for each in said[len(rows) :] if any(value not in (None, CLEAR) for value in each.values())]
                said = [*said[: len(rows)], *new]
                ir.documents.set_properties(BUDGET, {name.lower(): said})
                rows += [dict.fromkeys(sets[name]) for _ in new]
                for row, changed in zip(rows, said, strict=True):
                    row |= {
                        key: None if value is CLEAR else value for key, value in changed.items() if value is not None
                    }
                found = ir.documents.properties(BUDGET)
                assert {each: rows for each, rows in wanted.items() if rows} == {
                    each: [dict(row) for row in found[each]] for each in found if each != "PROJECT"
                }
                assert [PROJECT] == stored(sim, "PROJECT")


def _definition(name, fields):
    yield "INSERT INTO set_definitions (name, caption) VALUES (?, ?)", name, name
    for place, field in enumerate(fields):
        sql = "INSERT INTO set_fields VALUES (?, ?, ?, ?, 255, 0, 0, ?, 'TEXT BOX')"
        yield sql, name, field, field, KINDS[field[0]], place
