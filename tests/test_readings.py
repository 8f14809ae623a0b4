"""No operation loses a field, in either reading of any contradiction of the reference.

Servers of both generations either keep or clear what is left out. Whatever is said to any of them, in whatever way:
what was said has its value afterwards, everything else is as it was; or it is refused, and nothing has changed.
"""

from __future__ import annotations

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient import CLEAR, KEEP, AsyncClient, Client, errors
from soapclient.simulator import Simulator

SERVERS = [
    pytest.param((generation, keeps), id=f"{generation}-{'keeps' if keeps else 'clears'}")
    for generation, keeps in itertools.product(("classic", "current"), (True, False))
]
WAYS = {
    "1.1": {"soap_version": "1.1"},
    "1.2": {"soap_version": "1.2"},
    "form": {"transport": "http-post", "on_null": "read"},
}
DOCUMENTS = ("~D1001", "~D1002")
USERS = ("jdoe", "admin")
ROWS = ("PROJECT_CODE", "STATUS", "NOTES")


def examples(count):
    return settings(max_examples=count, deadline=None, database=None)


@pytest.fixture(params=SERVERS)
def sim(request):
    """A server of either generation, in either reading."""
    generation, keeps = request.param
    with Simulator(generation=generation, null_keeps=keeps) as simulator:
        yield simulator


@pytest.fixture(params=WAYS)
def way(request):
    return request.param


@pytest.fixture
def url(sim):
    with sim.serve() as server:
        yield server.url


@pytest.fixture
def ir(url, way):
    """An administrator's client, in every way that there is."""
    with Client(url, username="admin", password="admin", wsdl="bundled", **WAYS[way]) as client:
        yield client


def state(sim):
    """All that an operation could lose, as the server itself has it."""
    users = {name: {**sim.user(name), "last_logon": None} for name in USERS}
    return {
        **{("user", user["user_id"]): user for user in users.values()},
        **{path: sim.document(path) for path in DOCUMENTS},
        "rows": sim.property_rows("~D1001"),
    }


def expect(before, key, changes):
    return {**before, key: {**before[key], **changes}}


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='!/\\<&:*?"|#%+>\ufffe\uffff')
TEXT = st.one_of(st.text(LETTERS, max_size=6), st.sampled_from(["Söhne €", "O'Neil", "two\nlines", " a ", "😀"]))
WORDS = TEXT.filter(str.strip)
NAME = st.text(LETTERS, min_size=1, max_size=6).map(lambda name: f"{name}.x")


def said(by_form):
    """What may be said of a field: by form, where empty may mean something else, values alone."""
    return st.one_of(WORDS, st.sampled_from([KEEP, None] if by_form else [KEEP, None, CLEAR]))


def subsets(fields):
    return st.fixed_dictionaries({}, optional=fields)


def stored(fields):
    """What fields are to be afterwards."""
    return {name: "" if value is CLEAR else value for name, value in fields.items() if value not in (KEEP, None)}


def says_nothing(fields, error):
    """Whether an update that names no field to be changed or kept by None is refused for that."""
    return not stored(fields) and None not in fields.values() and "nothing to change" in str(error)


def document_fields(by_form):
    texts = ("description", "update_instructions", "source", "language", "author")
    return {
        **dict.fromkeys(texts, said(by_form)),
        "name": st.one_of(NAME, st.sampled_from([KEEP, None, "Forecast.xlsx", "Budget.xlsx"])),
        "importance": st.sampled_from([KEEP, None, -1, 0, 1, 2, 3]),
    }


LEVELS = {"NONE": 0, "INSTANT": 1, "DAILY REPORT": 2}
FLAGS = ("show_archives", "show_hiddens", "attach_document_to_email")
PREFERENCES = {
    **dict.fromkeys(("language", "default_portal"), said(False)),
    **dict.fromkeys(FLAGS, st.sampled_from([True, False, KEEP, None])),
    "notification_type": st.sampled_from([*LEVELS, KEEP, None]),
    "email_type": st.sampled_from(["HTML", "TEXT", KEEP, None]),
}


def user_fields(by_form):
    return dict.fromkeys(("email", "mobile", "first_name", "last_name"), said(by_form))


def stored_user(fields):
    found = stored(fields)
    if "notification_type" in found:
        found["notification_type"] = LEVELS[found["notification_type"]]
    return found


def in_a_row(row, key):
    """What a row says of its fields: a blank text keeps."""
    return {
        field: value
        for field, value in row.items()
        if field != key and not (isinstance(value, str) and not value.strip())
    }


# What an operation that was done before another failed has changed, as the error says.
PARTS = {"SetDocumentImportance": {"importance"}, "UpdateUserContactInfo": {"email", "mobile"}}


def after_failing(before, after, key, error):
    """What is expected of an update that failed: nothing has changed but for what the error says was done."""
    fields = set().union(*(PARTS[operation] for operation in error.done))
    return expect(before, key, {field: after[key][field] for field in fields})


def attempt(sim, before, after, work, key="~D1001"):
    """Do something: then all is as it should be, or it was refused and all is as it was."""
    try:
        work()
    except errors.SoapClientError as error:
        assert not getattr(error, "maybe_applied", False)
        assert state(sim) == after_failing(before, after, key, error)
        return error
    assert state(sim) == after
    return None


class TestDocuments:
    """Properties of documents."""

    def test_update(self, sim, ir, way):
        """`ir.documents.update` loses nothing."""

        @examples(40)
        @given(subsets(document_fields(way == "form")))
        def change(fields):
            before = state(sim)
            after = expect(before, "~D1001", stored(fields))
            error = attempt(sim, before, after, lambda: ir.documents.update(1001, **fields))
            taken = fields.get("name") == before["~D1002"]["name"]
            # An empty value that is sent again is refused by a form of today's servers.
            form = way == "form" and isinstance(error, errors.HttpError)
            assert error is None or taken or form or says_nothing(fields, error)

        change()

    @pytest.mark.parametrize("wsdl", ["bundled", "bundled-2019"])
    def test_by_path(self, sim, url, wsdl):
        """`ir.documents.update` loses nothing on the older contract and by paths in another letter case."""
        with Client(url, username="jdoe", password="secret", wsdl=wsdl) as ir:

            @examples(15)
            @given(subsets({name: each for name, each in document_fields(False).items() if name != "name"}))
            def change(fields):
                before = state(sim)
                after = expect(before, "~D1001", stored(fields))
                error = attempt(
                    sim, before, after, lambda: ir.documents.update("/finance/REPORTS/budget.xlsx", **fields)
                )
                assert error is None or not stored(fields)

            change()

    @pytest.mark.parametrize("count", [3, 6, 7])
    def test_raw(self, sim, ir, count):
        """`UpdateDocumentProperties`, 1 and 2 say all, read the rest by form, or are refused: nothing is lost."""
        operation = {3: "UpdateDocumentProperties", 6: "UpdateDocumentProperties1", 7: "UpdateDocumentProperties2"}[
            count
        ]
        own = [each.name for each in ir.contract[operation].own_parameters]
        fields = dict(
            zip(
                own[1:7],
                ("name", "description", "update_instructions", "source", "language", "author")[
                    : count if count < 7 else 6
                ],
                strict=True,
            )
        )
        said_of = {name: st.one_of(WORDS, st.sampled_from([KEEP, None])) for name in [*fields][1:]}

        @examples(15)
        @given(subsets({**said_of, own[1]: st.one_of(NAME, st.sampled_from([KEEP, None]))}))
        def change(given):
            before = state(sim)
            after = expect(before, "~D1001", {fields[name]: value for name, value in stored(given).items()})
            said = {own[0]: "~D1001", **given}
            error = attempt(sim, before, after, lambda: ir.service[operation](**said))
            assert error is None or isinstance(error, (errors.ContractError, errors.HttpError))
            assert error is None or ir.transport == "http-post" or len(stored(given)) < len(fields)

        change()

    def test_many(self, sim, ir, way, tmp_path):
        """A bulk run loses nothing, and its undo brings back what was there."""

        @examples(8)
        @given(*[subsets(document_fields(way == "form"))] * 2)
        def change(first, second):
            before = state(sim)
            rows = [
                {"path": path, **fields}
                for path, fields in zip(DOCUMENTS, (first, second), strict=True)
                if stored(fields)
            ]
            with ir.documents.plan_bulk(rows) as plan:
                run = plan.apply(tmp_path / f"journal-{next(numbers)}")
            after = before
            for row, result in zip(rows, run.results, strict=True):
                assert result.ok or result.status == "failed", (result.status, result.error)
                given = in_a_row(row, "path")
                done = expect(after, row["path"], stored(given))
                after = done if result.ok else after_failing(after, done, row["path"], result.error)
            assert state(sim) == after

        numbers = itertools.count()
        change()


class TestUsers:
    """Contact data, names and preferences of users."""

    def test_update(self, sim, ir, way):
        """`ir.users.update` loses nothing, and where one of its operations fails the error says which were done."""
        by_form = way == "form"

        @examples(40)
        @given(subsets({**user_fields(by_form), **({} if by_form else PREFERENCES)}))
        def change(fields):
            before = state(sim)
            after = expect(before, ("user", 2), stored_user(fields))
            error = attempt(sim, before, after, lambda: ir.users.update("jdoe", **fields), ("user", 2))
            form = by_form and isinstance(error, errors.HttpError)
            assert error is None or form or says_nothing(fields, error)

        change()

    def test_preferences_by_form(self, sim, url):
        """By form, preferences are changed as said, or refused as what looks like markup."""
        with Client(url, username="admin", password="admin", wsdl="bundled", **WAYS["form"]) as ir:

            @examples(10)
            @given(subsets(PREFERENCES))
            def change(fields):
                before = state(sim)
                after = expect(before, ("user", 2), stored_user(fields))
                attempt(sim, before, after, lambda: ir.users.update("jdoe", **fields), ("user", 2))

            change()

    def test_contact_is_one_call(self, sim, ir, way):
        """`UpdateUserContactInfo` loses nothing, and over SOAP it is one call."""
        fields = {"emailAddress": "email", "mobileNumber": "mobile"}

        @examples(25)
        @given(subsets(dict.fromkeys(fields, said(way == "form"))))
        def change(given):
            before = state(sim)
            after = expect(before, ("user", 2), {fields[name]: value for name, value in stored(given).items()})
            sim.arrived.clear()
            call = lambda: ir.service.UpdateUserContactInfo(userName="jdoe", **given)  # noqa: E731
            error = attempt(sim, before, after, call)
            arrived = [each.operation for each in sim.arrived if each.operation != "AuthenticateUser"]
            assert error is None or (isinstance(error, errors.HttpError) and way == "form")
            if way != "form":
                assert ["UpdateUserContactInfo"] == arrived
                sent = sim.arrived[-1].arguments
                assert {name for name in fields if sent[name] is None} == fields.keys() - stored(given).keys()

        change()

    @pytest.mark.parametrize("shape", ["attributes", "elements", "both"])
    def test_preferences(self, sim, ir, way, shape):
        """`UpdateUserPreferences` loses nothing, whichever shape the XML is in and whichever the server reads."""
        columns = {
            "Language": ("language", TEXT),
            "DefaultPortal": ("default_portal", TEXT),
            "ShowArchives": ("show_archives", st.sampled_from(["true", "TRUE", "false", "FALSE", " True "])),
            "ShowHiddens": ("show_hiddens", st.sampled_from(["true", "TRUE", "false", "FALSE"])),
            "NotificationType": ("notification_type", st.sampled_from([*LEVELS, "daily", "DAILY", "instant"])),
            "EmailType": ("email_type", st.sampled_from(["HTML", "TEXT", "text"])),
            "AttachDocumentToEmail": ("attach_document_to_email", st.sampled_from(["true", "FALSE"])),
        }
        levels = {**LEVELS, "DAILY": 2}

        def is_stored(name, value):
            column = columns[name][0]
            value = value if name in ("Language", "DefaultPortal") else value.strip().upper()
            flag = {"TRUE": True, "FALSE": False}.get(value) if column in FLAGS else None
            return column, levels[value] if column == "notification_type" else value if flag is None else flag

        @examples(25)
        @given(subsets({name: values for name, (_, values) in columns.items()}), st.data())
        def change(given, data):
            root = etree.Element("Preferences")
            for name, value in given.items():
                if shape == "attributes" or (shape == "both" and data.draw(st.booleans())):
                    root.set(name, value)
                else:
                    etree.SubElement(root, name).text = value
            xml = etree.tostring(root, encoding="unicode")
            before = state(sim)
            after = expect(before, ("user", 2), dict(is_stored(*each) for each in given.items()))
            error = attempt(
                sim, before, after, lambda: ir.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences=xml)
            )
            markup = way == "form" and isinstance(error, (errors.InvalidValue, errors.HttpError))
            assert error is None or markup or (not given and isinstance(error, errors.ArgumentError))

        change()

    def test_many(self, sim, ir, way, tmp_path):
        """A bulk run loses nothing."""
        by_form = way == "form"
        fields = st.fixed_dictionaries({}, optional={**user_fields(by_form), **({} if by_form else PREFERENCES)})

        @examples(8)
        @given(fields, fields)
        def change(first, second):
            before = state(sim)
            rows = [
                {"user_name": name, **fields}
                for name, fields in zip(USERS, (first, second), strict=True)
                if stored(fields)
            ]
            with ir.users.plan_bulk(rows) as plan:
                run = plan.apply(tmp_path / f"journal-{next(numbers)}")
            after = before
            for row, result in zip(rows, run.results, strict=True):
                assert result.ok or (by_form and result.status == "failed"), (result.status, result.error)
                given = in_a_row(row, "user_name")
                key = ("user", sim.user(row["user_name"])["user_id"])
                done = expect(after, key, stored_user(given))
                after = done if result.ok else after_failing(after, done, key, result.error)
            assert state(sim) == after

        numbers = itertools.count()
        change()


class TestRows:
    """Rows of property sets."""

    @pytest.mark.parametrize("shape", ["attributes", "elements"])
    def test_update(self, sim, ir, way, shape):
        """`UpdatePropertySetRow` loses nothing, whichever fields of a row are named, in one place or in several."""

        @examples(25)
        @given(st.lists(subsets(dict.fromkeys(ROWS, TEXT)), min_size=1, max_size=3))
        def change(given):
            root = etree.Element("psets")
            of = etree.SubElement(root, "pset", name="Project")
            changes = {}
            for fields in given:
                row = etree.SubElement(of, "row", rownbr="1")
                for name, value in fields.items():
                    if shape == "attributes":
                        row.set(name, value)
                    else:
                        etree.SubElement(row, name).text = value
                changes |= fields
            before = state(sim)
            (row,) = before["rows"]["PROJECT"]
            after = {**before, "rows": {**before["rows"], "PROJECT": [{**row, **changes}]}}
            xml = etree.tostring(root, encoding="unicode")
            error = attempt(sim, before, after, lambda: ir.service.UpdatePropertySetRow(Path="~D1001", xmlpset=xml))
            assert error is None or (way == "form" and isinstance(error, (errors.InvalidValue, errors.HttpError)))

        change()


class TestAsync:
    """The asynchronous client."""

    @pytest.fixture
    def apart(self, url, way):
        """Run work with an asynchronous client."""

        def run(work):
            async def inside():
                options = WAYS[way]
                async with AsyncClient(url, username="admin", password="admin", wsdl="bundled", **options) as ir:
                    return await work(ir)

            return asyncio.run(inside())

        return run

    def test_everything(self, sim, apart, way):
        """It loses nothing of documents, users and rows either."""
        by_form = way == "form"
        users = {**user_fields(by_form), **({} if by_form else PREFERENCES)}

        @examples(15)
        @given(subsets(document_fields(by_form)), subsets(users), subsets(dict.fromkeys(ROWS, WORDS)))
        def change(document, user, row):
            before = state(sim)
            after = expect(before, "~D1001", stored(document))
            attempt(sim, before, after, lambda: apart(lambda ir: ir.documents.update(1001, **document)))
            before = state(sim)
            after = expect(before, ("user", 2), stored_user(user))
            attempt(sim, before, after, lambda: apart(lambda ir: ir.users.update("jdoe", **user)), ("user", 2))
            before = state(sim)
            (stored_row,) = before["rows"]["PROJECT"]
            after = {**before, "rows": {"PROJECT": [{**stored_row, **row}]}}
            root = etree.Element("psets")
            etree.SubElement(etree.SubElement(root, "pset", name="Project"), "row", row, rownbr="1")
            xml = etree.tostring(root, encoding="unicode")
            attempt(
                sim,
                before,
                after,
                lambda: apart(lambda ir: ir.service.UpdatePropertySetRow(Path="~D1001", xmlpset=xml)),
            )

        change()
