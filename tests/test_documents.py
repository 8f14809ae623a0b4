"""Documents: partial updates of their properties, on the simulator and on a real ASMX service."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import SUCCESS, either, envelope, keeping, level, takes
from test_form_post import then

from soapclient import CLEAR, KEEP, Client, errors
from soapclient.inforouter.fields import PROPERTIES, VARIANTS
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
# What else UpdateDocumentProperties takes, as it is.
REST = {"NewDescription": "Budget of 2026", "NewUpdateInstructions": "Monthly"}
PLAIN = dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), False)


@pytest.fixture(params=["soap", "http-post"])
def transport(request):
    return request.param


@pytest.fixture
def ir(server, transport):
    """A client of either service over either transport; a form reads what it cannot keep by null, and may clear."""
    form = {} if transport == "soap" else {"on_null": "read", "on_clear": "send"}
    with Client(server.url, username="jdoe", password="secret", wsdl="bundled", transport=transport, **form) as client:
        yield client


@pytest.fixture
def soap(server):
    """Another client of the same service, by SOAP."""
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


def told(ir, path=PATH):
    """What the service tells of what can be updated, importance as a number."""
    found = ir.service.GetDocument(Path=path, **PLAIN).element[0].attrib
    return {**{name: found[name] for name in BEFORE}, "Importance": level(found["Importance"])}


def arrives(ir, *texts):
    """Skip what a form cannot say to servers of today."""
    if not takes(ir.transport, *texts):
        pytest.skip("classic servers only: servers of today take a blank text in a form for nothing said")


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
            lambda: ir.service.UpdateDocumentProperties(
                Path=path, NewDescription="x", NewDocumentName="y", NewUpdateInstructions="z"
            ),
        ):
            with pytest.raises(errors.DocumentNotFound):
                call()

    @pytest.mark.parametrize("operation", ["UpdateDocumentProperties", "UpdateDocumentProperties1"])
    def test_one_field(self, ir, operation):
        """Where null keeps, one property changes and the others are kept: by null, or read and sent again by a form."""
        keeping(ir, *VARIANTS)
        reply = ir.service[operation](Path=PATH, NewDescription="new & old")
        assert told(ir) == {**BEFORE, "Description": "new & old"}
        assert reply.atomic == (ir.transport == "soap")

    @pytest.mark.parametrize("operation", ["UpdateDocumentProperties", "UpdateDocumentProperties1"])
    @pytest.mark.parametrize("saying", [{}, {"NewUpdateInstructions": KEEP}, {"NewUpdateInstructions": None}])
    def test_what_is_left_out(self, ir, operation, saying):
        """What is left out, which null may clear, is refused over SOAP, and read and sent again by a form that may."""
        said = {"Path": PATH, "NewDescription": "new & old", **saying}
        if ir.transport == "soap":
            with pytest.raises(
                errors.NullNotAllowed, match="NewUpdateInstructions: .*documentation contradicts itself"
            ):
                ir.service[operation](**said)
            assert told(ir) == BEFORE
        else:
            reply = ir.service[operation](**said)
            assert told(ir) == {**BEFORE, "Description": "new & old"}
            assert "NewUpdateInstructions" in reply.resent

    @pytest.mark.parametrize("clear", [CLEAR, ""])
    def test_clear(self, ir, clear):
        """An empty property is emptied, the others are kept; what the real service does with it is not documented."""
        arrives(ir, clear)
        keeping(ir, *VARIANTS)
        ir.service.UpdateDocumentProperties1(Path="~D1001", NewDocumentAuthor=clear, NewDescription=KEEP)
        assert told(ir) == {**BEFORE, "Author": ""}

    def test_rename(self, ir):
        """A new name moves the path, and the number stays."""
        ir.service.UpdateDocumentProperties(Path=PATH, NewDocumentName="Plan.xlsx", **REST)
        assert told(ir, "~D1001") == told(ir, "/Finance/Reports/Plan.xlsx") == {**BEFORE, "Name": "Plan.xlsx"}
        assert ir.service.DocumentExists(Path=PATH) is False

    @pytest.mark.parametrize("name", ["", "  ", "a/b", "Forecast.xlsx"])
    def test_no_name(self, ir, name):
        """A name that is none, or another's in the folder, is refused and nothing changes."""
        arrives(ir, name)
        with pytest.raises(either(errors.ServerFault, (errors.InvalidValue, errors.AlreadyExists))):
            ir.service.UpdateDocumentProperties(
                Path=PATH, NewDocumentName=name, NewDescription="x", NewUpdateInstructions="y"
            )
        assert told(ir) == BEFORE

    def test_access_denied(self, ir, soap):
        """A user who may only read changes nothing."""
        soap.service.ChangeUserType(UserName="jdoe", UserType=2)
        with pytest.raises(errors.AccessDenied):
            ir.service.UpdateDocumentProperties(Path=PATH, NewDocumentName="Budget.xlsx", **REST)
        assert told(ir) == BEFORE


class TestImportance:
    """UpdateDocumentProperties2, whose importance is a nullable number."""

    def test_kept_and_set(self, soap, server):
        """Null keeps the number, zero sets it."""
        keeping(soap, *VARIANTS)
        soap.service.UpdateDocumentProperties2(path=PATH, newDescription="x")
        assert server.arrived()[1]["importance"] is None
        assert told(soap) == {**BEFORE, "Description": "x"}
        soap.service.UpdateDocumentProperties2(path=PATH, importance=0)
        assert told(soap) == {**BEFORE, "Description": "x", "Importance": "0"}

    def test_kept_while_the_rest_is_said(self, soap, server):
        """Null keeps the number, in every reading, in a call that says all the rest."""
        soap.service.UpdateDocumentProperties2(
            path=PATH,
            newDocumentName="Budget.xlsx",
            newDescription="x",
            newUpdateInstructions="Monthly",
            newDocumentSource="ERP",
            newDocumentLanguage="English",
            newDocumentAuthor="jdoe",
        )
        assert server.arrived()[1]["importance"] is None
        assert told(soap) == {**BEFORE, "Description": "x"}


class TestDocuments:
    """`ir.documents`."""

    @pytest.mark.parametrize("path", [PATH, PATH.upper(), "~D1001", 1001, "1001", PATH.replace("/", "\\"), PATH[1:]])
    def test_found(self, ir, path):
        """A document is read, and there is one, by its path and by its number."""
        document = ir.documents.get(path)
        assert (1001, "Budget.xlsx", "Monthly", "jdoe", "1") == (
            document.document_id, document.name, document.update_instructions, document.author,
            level(document.importance),
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
            ({"update_instructions": CLEAR, "language": "Deutsch"}, {"UpdateInstructions": "", "Language": "Deutsch"}),
            ({"importance": 3}, {"Importance": "3"}),
            ({"importance": "Low", "source": "CRM"}, {"Importance": "0", "Source": "CRM"}),
        ],
    )
    @pytest.mark.parametrize("keeps", [False, True])
    def test_only_what_is_said(self, ir, fields, changed, keeps):
        """What is said changes and everything else stays: read and sent again, or by null where null keeps."""
        arrives(ir, *fields.values())
        if keeps:
            keeping(ir, *VARIANTS)
        result = ir.documents.update(PATH, **fields)
        assert told(ir) == {**BEFORE, **changed}
        assert result.path == PATH
        assert result.atomic == (fields == {"importance": 3} or (keeps and ir.transport == "soap"))
        assert bool(result.resent) == (not result.atomic)
        assert ("GetDocument" in result.operations) == bool(result.resent)

    def test_rename(self, ir):
        """A rename tells the new path; by its number a document stays where it is."""
        assert "/Finance/Reports/Plan.xlsx" == ir.documents.update(PATH, name="Plan.xlsx", author="x").path
        assert "~D1001" == ir.documents.update(1001, name="Budget.xlsx", author="jdoe").path
        assert told(ir) == BEFORE

    @pytest.mark.parametrize(
        ("path", "after"),
        [
            (PATH, "/Finance/Reports/a.b"),
            (f"{PATH}/", "/Finance/Reports/a.b"),
            (PATH.replace("/", "\\")[1:], "Finance/Reports/a.b"),
            (1001, "~D1001"),
        ],
    )
    def test_path_after_a_rename(self, path, after):
        """A new name is in the same folder, however the path is written; a number stays."""
        with Client("sim:", username="jdoe", password="secret") as ir:
            operation = "UpdateDocumentProperties"
            properties = 'Description="" UpdateInstructions=""'
            answer(ir, f'<document DocumentID="1001" Name="Budget.xlsx" {properties} />')
            ir.simulator.fail("reply", operation=operation, body=envelope(operation, SUCCESS))
            assert after == ir.documents.update(path, name="a.b").path

    def test_an_outer_slash(self):
        """A slash at the end of a path, which a server may leave out of account, is no part of the name."""
        with Client("sim:", username="jdoe", password="secret") as ir:
            answer(ir, '<document DocumentID="1001" Name="Budget.xlsx" />')
            assert 1001 == ir.documents.get(f"{PATH}/").document_id

    def test_access_denied(self, ir, soap):
        """A user who may only read changes nothing, and the error names what was done before: nothing."""
        soap.service.ChangeUserType(UserName="jdoe", UserType=2)
        with pytest.raises(errors.AccessDenied) as caught:
            ir.documents.update(PATH, description="x", importance=2)
        assert caught.value.done == ()
        assert told(ir) == BEFORE


LETTERS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="/\\<&\ufffe\uffff")
TEXT = st.one_of(st.text(LETTERS, max_size=8), st.sampled_from(["a > b", 'O\'Neil "quoted"', "Söhne €", "😀"]))
SAID = st.one_of(TEXT.filter(str.strip), st.sampled_from([KEEP, None, CLEAR]))
# All that UpdateDocumentProperties takes, and UpdateDocumentProperties1.
FIRST = {"name", "description", "update_instructions"}
SECOND = FIRST | {"source", "language", "author"}
IN_NAMES = st.characters(
    blacklist_categories=["Cs", "Cc"], blacklist_characters=either("/\\<&\ufffe\uffff", '/\\:*?"<>|#%&+\ufffe\uffff')
)
NAMES = st.text(IN_NAMES, min_size=1, max_size=8).map(lambda name: f"{name}.x")
FIELDS = {
    "description": ("Description", SAID),
    "update_instructions": ("UpdateInstructions", SAID),
    "source": ("Source", SAID),
    "language": ("Language", SAID),
    "author": ("Author", SAID),
    "importance": ("Importance", st.sampled_from([KEEP, None, -1, 0, 1, 2, 3])),
    "name": ("Name", st.one_of(NAMES, st.sampled_from([KEEP, None]))),
}


@pytest.mark.parametrize("wsdl", ["bundled", "bundled-2019"])
@pytest.mark.parametrize("way", ["1.1", "1.2", "http-post"])
@pytest.mark.parametrize("keeps", [False, True])
def test_any_change_is_exactly_what_was_said(server, wsdl, way, keeps):
    """Whatever is kept, cleared and set, on either contract and every way there: that changes, and nothing else."""
    form = {"soap_version": way}
    if way == "http-post":
        form = {"transport": way, "on_null": "read", "on_clear": "verify"}
    with Client(server.url, username="jdoe", password="secret", wsdl=wsdl, **form) as ir:
        if keeps:
            keeping(ir, *VARIANTS)
        state = dict(BEFORE)

        @settings(max_examples=25, deadline=None, database=None)
        @given(st.fixed_dictionaries({}, optional={field: said for field, (_, said) in FIELDS.items()}))
        def change(fields):
            fields = {field: value for field, value in fields.items() if takes(way, value)}
            said = {field: value for field, value in fields.items() if value not in (KEEP, None)}
            if not said and None in fields.values():
                assert ir.documents.update(1001, **fields).nothing_to_do
                assert told(ir, "~D1001") == state
                return
            if not said:
                with pytest.raises(errors.ArgumentError, match="nothing to change"):
                    ir.documents.update(1001, **fields)
                return
            result = ir.documents.update(1001, **fields)
            state.update({FIELDS[field][0]: "" if value is CLEAR else str(value) for field, value in said.items()})
            assert told(ir, "~D1001") == state
            assert result.atomic == (not result.resent and len(result.operations) == 1)
            assert not {*result.resent} & {PROPERTIES[field] for field in said}
            by_null = keeps and way != "http-post"
            texts = {*said} - {"importance"}
            apart = "importance" not in said or wsdl == "bundled-2019" or way == "http-post"
            said_all = not texts or texts == SECOND or (texts == FIRST and apart)
            assert (not result.resent) == (by_null or said_all)
            assert result.atomic or not by_null or (wsdl == "bundled-2019" and "importance" in said)

        change()


def answer(ir, document):
    """Let the next GetDocument be answered with this."""
    body = envelope("GetDocument", f'<response xmlns="" success="true" error="">{document}</response>')
    ir.simulator.fail("reply", operation="GetDocument", body=body)


class TestServersThatDiffer:
    """Replies that are not about the document."""

    @pytest.mark.parametrize(
        ("path", "document", "match"),
        [
            (PATH, '<document DocumentID="1002" Name="Forecast.xlsx" />', f"another document than {PATH}"),
            (PATH, '<document DocumentID="1001" />', "another document"),
            (1001, '<document DocumentID="1002" Name="Budget.xlsx" />', "another document than ~D1001"),
            (1001, '<document Name="Budget.xlsx" />', "another document"),
            (PATH, "", "alone"),
            (1001, '<document DocumentID="1001" /><document DocumentID="1001" />', "alone"),
        ],
    )
    def test_another_document(self, path, document, match):
        """A reply about another document, about none or about two, is never taken for the one that was asked for."""
        with Client("sim:", username="jdoe", password="secret") as ir:
            answer(ir, document)
            with pytest.raises(errors.UnexpectedReply, match=match):
                ir.documents.get(path)

    @pytest.mark.parametrize("form", [{}, {"transport": "http-post", "on_null": "read"}])
    def test_a_value_that_is_not_told(self, form):
        """Where the value to be kept is not told, nothing is sent in its place."""
        with Client("sim:", username="jdoe", password="secret", **form) as ir:
            if form:
                body = b'<response success="true" error=""><document DocumentID="1001" Name="a"/></response>'
                ir.simulator.fail("reply", operation="GetDocument", body=body)
            else:
                answer(ir, '<document DocumentID="1001" Name="a"/>')
            with pytest.raises(errors.UnexpectedReply, match="current value for NewUpdateInstructions"):
                ir.documents.update(1001, description="x")
            assert ["AuthenticateUser", "GetDocument"] == [each.operation for each in ir.simulator.arrived]

    def test_a_failure_in_the_middle(self):
        """An update that fails half way says what was applied."""
        with Client("sim:", username="jdoe", password="secret", wsdl="bundled-2019") as ir:
            ir.simulator.fail("error", text="Access denied", operation="UpdateDocumentProperties")
            with pytest.raises(errors.AccessDenied, match="already applied: SetDocumentImportance") as caught:
                ir.documents.update(1001, importance=3, description="x")
            assert ("SetDocumentImportance",) == caught.value.done
            assert (3, "Budget of 2026") == (
                ir.simulator.document(PATH)["importance"], ir.simulator.document(PATH)["description"]
            )  # fmt: skip

    def test_exists_does_not_hide_failures(self):
        """A ticket that is refused is no answer to whether there is a document."""
        with Client("sim:", username="jdoe", password="secret") as ir:
            ir.simulator.fail("error", text="[900] Authentication failed", operation="DocumentExists", times=9)
            with pytest.raises(errors.AuthenticationFailed):
                ir.documents.exists(PATH)


class TestConcurrentChange:
    """A change of another property that another makes meanwhile."""

    def test_form_and_soap(self, ir, soap):
        """A form that reads and sends again undoes it; SOAP's null keeps it, where null keeps."""
        keeping(ir, *VARIANTS)
        keeping(soap, *VARIANTS)
        then(ir, "GetDocument", lambda: soap.service.UpdateDocumentProperties1(Path=PATH, NewDocumentSource="CRM"))
        if ir.transport == "soap":
            told(ir)
            soap.service.UpdateDocumentProperties1(Path=PATH, NewDocumentSource="CRM")
        ir.service.UpdateDocumentProperties1(Path=PATH, NewDescription="x")
        assert told(soap) == {**BEFORE, "Description": "x", "Source": "CRM" if ir.transport == "soap" else "ERP"}

    def test_update(self, ir, soap):
        """`ir.documents.update` loses it by form, and says that it was not atomic; SOAP's null keeps it."""
        keeping(ir, *VARIANTS)
        then(ir, "GetDocument", lambda: soap.documents.update(PATH, update_instructions="Daily"))
        if ir.transport == "soap":
            soap.documents.update(PATH, update_instructions="Daily")
        result = ir.documents.update(PATH, description="x")
        kept = "Daily" if ir.transport == "soap" else "Monthly"
        assert told(soap) == {**BEFORE, "Description": "x", "UpdateInstructions": kept}
        assert result.atomic == (ir.transport == "soap")

    def test_update_that_reads(self, ir, soap):
        """Where null may clear, `ir.documents.update` may lose it over SOAP too, and says what it sent again."""
        work = iter([lambda: soap.documents.update(PATH, update_instructions="Daily")])
        get, read = ir.documents._get, []

        def then_another(path):
            read.append((yield from get(path)))
            next(work)()
            return read[0]

        ir.documents._get = then_another
        result = ir.documents.update(PATH, description="x")
        assert told(soap) == {**BEFORE, "Description": "x", "UpdateInstructions": "Monthly"}
        assert not result.atomic
        assert ("NewDocumentName", "NewUpdateInstructions") == result.resent


class TestStorage:
    """Where the simulator has its documents."""

    def test_kept_in_a_file(self, tmp_path):
        """A file keeps what was changed, and is not seeded again."""
        file = tmp_path / "sim.db"
        with Client(f"sim:{file}", username="jdoe", password="secret") as ir:
            ir.service.UpdateDocumentProperties(Path=PATH, NewDocumentName="Plan.xlsx", **REST)
        with Simulator(file) as simulator:
            assert simulator.document("~D1001")["name"] == "Plan.xlsx"
            assert simulator.document(PATH) is None

    def test_more_seeds(self, tmp_path):
        """Generated documents are there as asked for; one that was changed since stays as it is."""
        file = tmp_path / "sim.db"
        with Simulator(file, seed_documents=2) as simulator:
            assert "Document 2" == simulator.document("/Finance/Archive/doc00002.pdf")["description"]
            assert simulator.document("/Finance/Archive/doc00003.pdf") is None
        with Client(f"sim:{file}", username="jdoe", password="secret") as ir:
            ir.documents.update("/Finance/Archive/doc00001.pdf", name="x.pdf", description="new")
        with Simulator(file, seed_documents=3) as simulator:
            assert ("x.pdf", "new") == tuple(map(simulator.document("~D100001").get, ("name", "description")))
            assert simulator.document("/Finance/Archive/doc00001.pdf") is None
            assert simulator.document("/Finance/Archive/doc00003.pdf")

    def test_a_file_of_before(self, tmp_path):
        """A file that has no documents yet gets them when it is opened."""
        import sqlite3

        file = tmp_path / "sim.db"
        Simulator(file).close()
        with sqlite3.connect(file) as connection:
            for table in ("documents", "versions", "sown"):
                connection.execute(f"DROP TABLE {table}")
        connection.close()
        with Simulator(file) as simulator:
            assert simulator.document(PATH)["importance"] == 1
