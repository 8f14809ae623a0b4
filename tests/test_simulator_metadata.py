"""The simulator's definitions of property sets, document types, retention schedules and cutoffs of folders."""

from __future__ import annotations

import pytest

from soapclient import CLEAR, Client, errors
from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")
BUDGET = "/Finance/Reports/Budget.xlsx"
REPORTS = "/Finance/Reports"
FIELD = {"FieldCaption": "F", "isRequired": False, "ControlSize": 9, "ControlOrder": 1, "ControlType": "TEXT BOX"}


@pytest.fixture(params=["classic", "current"])
def sim(request):
    """A simulator of either generation."""
    with Simulator(generation=request.param) as simulator:
        yield simulator


def current(sim):
    return sim._world.generation.current


def make(ir, name="ROOM", **flags):
    """Define a property set."""
    said = {"AppliestoDocuments": True, "AppliestoFolders": True, "AppliestoUsers": True, "DomainNames": CLEAR, **flags}
    ir.service.CreatePropertySetDefinition(PropertySetName=name, PropertySetCaption=f"{name}!", **said)


class TestDefinitions:
    """Definitions, fields and options."""

    def test_made_changed_and_removed(self, sim, admin):
        """A set is made, gets fields and options, is renamed with its rows, loses a field, and is removed."""
        service = admin.service
        make(admin, "room")
        service.AddPropertySetField(PropertySetName="ROOM", FieldName="no", FieldType="char", FieldLength=5, **FIELD)
        combo = {**FIELD, "ControlType": "COMBO BOX", "ControlOrder": 2}
        service.AddPropertySetField(PropertySetName="ROOM", FieldName="KIND", FieldType="CHAR", FieldLength=4, **combo)
        number = {**FIELD, "ControlOrder": 3}
        service.AddPropertySetField(
            PropertySetName="ROOM", FieldName="SEATS", FieldType="NUMBER", FieldLength=0, **number
        )
        for option in ("large one", "b"):
            service.AddPropertySetFieldOption(PropertySetName="ROOM", FieldName="kind", OptionValue=option)
        service.DeletePropertySetFieldOption(PropertySetName="ROOM", FieldName="KIND", OptionValue="B")
        of = admin.property_sets.definition("Room")
        assert [("NO", "CHAR", 5, None), ("KIND", "CHAR", 4, ("b", "larg")), ("SEATS", "NUMBER", 4, None)] == [
            (each.name, each.data_type, each.length, each.options) for each in of.fields
        ]
        admin.documents.set_properties(BUDGET, {"ROOM": {"NO": "7", "KIND": "b", "SEATS": 3}})
        flags = {"AppliestoDocuments": True, "AppliestoFolders": False, "AppliestoUsers": False}
        service.UpdatePropertySetDefinition(
            PropertySetName="ROOM", NewPropertySetName="HALL", PropertySetCaption="Hall", DomainNames="Finance", **flags
        )
        service.DeletePropertySetField(PropertySetName="HALL", FieldName="SEATS")
        (row,) = admin.documents.properties(BUDGET)["HALL"]
        assert {"NO": "7", "KIND": "b"} == row
        libraries = [[each.name for each in admin.property_sets.definitions(library=name)] for name in ("finance", "x")]
        assert ["HALL" in names for names in libraries] == [True, False]
        service.DeletePropertySetDefinition(PropertySetName="HALL")
        assert "HALL" not in admin.documents.properties(BUDGET)

    @pytest.mark.parametrize(
        ("field", "error"),
        [
            ({"FieldType": "TEXT"}, errors.InvalidValue),
            ({"ControlType": "BOX"}, errors.InvalidValue),
            ({"FieldLength": 256}, errors.InvalidValue),
            ({"FieldName": "a b"}, errors.InvalidValue),
            ({"FieldName": "STATUS"}, errors.AlreadyExists),
            ({"PropertySetName": "NONE"}, errors.PropertySetNotFound),
        ],
    )
    def test_fields_that_are_refused(self, sim, admin, field, error):
        """Types, controls, lengths and names are checked."""
        said = {"PropertySetName": "PROJECT", "FieldName": "X", "FieldType": "CHAR", "FieldLength": 5, **FIELD, **field}
        with pytest.raises(errors.ServiceError) as caught:
            admin.service.AddPropertySetField(**said)
        # The reference has only labels for most of the classic texts.
        assert isinstance(caught.value, error) or not current(sim)

    def test_names_and_types_stand_in_the_way(self, sim, admin):
        """A name is taken once; a set that a document type requires is not removed; only administrators change any."""
        with pytest.raises(errors.AlreadyExists):
            make(admin, "invoice")
        with pytest.raises(errors.ServiceError):
            admin.service.DeletePropertySetDefinition(PropertySetName="INVOICE")
        with sim.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            with pytest.raises(errors.AccessDenied):
                make(ir)

    def test_sets_for_other_things(self, sim, admin):
        """What a set is for is enforced by servers of today, and by none before."""
        make(admin, AppliestoFolders=False)
        xml = '<psets><pset name="ROOM"><row/></pset></psets>'
        if current(sim):
            with pytest.raises(errors.InvalidValue):
                admin.service.AddPropertySetRow(Path=REPORTS, xmlpset=xml)
        else:
            admin.service.AddPropertySetRow(Path=REPORTS, xmlpset=xml)

    def test_rows_of_users(self, sim, admin):
        """They have rows as documents do, by operations of their own."""
        row = '<propertysets><propertyset name="AUDIT"><row RowNbr="{}" AUDITOR="{}"/></propertyset></propertysets>'
        admin.service.AddPropertySetRowForUser(UserName="jdoe", XmlPset=row.format(0, "x"))
        admin.service.UpdatePropertySetRowForUser(userName="jdoe", xmlpset=row.format(1, "y"))
        rows = sim._world.users.rows("SELECT fields FROM property_rows WHERE owner LIKE 'U%'")
        assert [("y" in fields) for (fields,) in rows] == [True]
        admin.service.DeletePropertySetRowForUser(UserName="jdoe", XmlPset=row.format(1, "y"))
        assert not sim._world.users.rows("SELECT 1 FROM property_rows WHERE owner LIKE 'U%'")


class TestTypes:
    """Document types."""

    def test_made_changed_and_removed(self, sim, admin):
        """A document loses a type that is removed; a number that is not there is a success."""
        service = admin.service
        made = service.CreateDocumentTypeDef1(
            DocumentTypeName="Letter", RequiredPropertySetName="project", Description="Mail"
        )
        number = made.number("DocumentTypeId")
        admin.documents.set_type(BUDGET, "letter")
        service.UpdateDocumentTypeDef(
            documentTypeId=number, newDocumentTypeName="Mail", newRequiredPropertySetName=None
        )
        of = next(each for each in admin.documents.types() if each.name == "Mail")
        assert ("PROJECT", "Mail") == (of.property_set, admin.documents.get(BUDGET).document_type)
        service.DeleteDocumentTypeDef(documentTypeId=number)
        service.DeleteDocumentTypeDef(documentTypeId=99)
        assert 0 == admin.documents.get(BUDGET).document_type_id

    @pytest.mark.parametrize(
        ("name", "required", "error"),
        [
            ("INVOICE", {}, errors.AlreadyExists),
            ("generic", {}, errors.InvalidValue),
            ("a-b", {}, errors.InvalidValue),
            ("new", {"RequiredPropertySetName": "NONE"}, errors.PropertySetNotFound),
        ],
    )
    def test_refused(self, sim, admin, name, required, error):
        """Names are unique, and of letters, digits, blanks and underscores."""
        with pytest.raises(error):
            admin.service.CreateDocumentTypeDef(DocumentTypeName=name, **required)


class TestRetention:
    """Retention schedules, and cutoffs of folders."""

    def test_schedules(self, sim, admin):
        """They are given and taken away; 0 stands for none."""
        service = admin.service
        assert 2 == len([*service.GetRandDSchedules().element.iter("{*}RetentionAndDispositionSchedule")])
        service.SetDocumentRandDSchedule(Path=BUDGET, RDDefId=1)
        assert 1 == admin.documents.get(BUDGET).retention_schedule_id
        service.RemoveDocumentRandDSchedule(Path=BUDGET)
        (told,) = service.GetDocumentRandDSchedule(Path=BUDGET).element
        assert {"DefId": "0"} == dict(told.attrib)
        service.SetFolderRandDSchedule(Path="/Finance", RDDefId=2, includeFolders=True, includeDocuments=True)
        assert (2, 2) == (sim.folder(REPORTS)["rd_def_id"], sim.document(BUDGET)["rd_def_id"])
        with pytest.raises(errors.NotFound):
            service.SetDocumentRandDSchedule(Path=BUDGET, RDDefId=9)

    def test_folders_are_cut_off(self, sim, admin):
        """With what is below them, where that is asked for; what is checked out is told item by item."""
        service = admin.service
        all_of_it = {"includeSubFolders": True, "includeDocuments": True}
        service.SetFolderCutoffDate(path="/Finance", cutoffDate="2030-01-02T00:00:00", **all_of_it)
        assert ["2030-01-02"] * 2 == [each["cutoff_date"][:10] for each in (sim.folder(REPORTS), sim.document(BUDGET))]
        service.RemoveFolderCutoffDate(path="/Finance", **all_of_it)
        sim._world.users.change("UPDATE documents SET checked_out_by_id = 1 WHERE document_id = 1001")
        with pytest.raises(errors.PartialFailure) as caught:
            service.SetFolderCutoffDate(path=REPORTS, cutoffDate="2030-01-02T00:00:00", **all_of_it)
        assert [BUDGET] == [each.name for each in caught.value.failed_items]
        assert ["", "2030-01-02"] == [
            each["cutoff_date"][:10] for each in (sim.document(BUDGET), sim.document("~D1002"))
        ]
