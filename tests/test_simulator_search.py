"""The simulator's searches and what goes with documents: what is found, what is refused, and the traps."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest
import wire
from test_simulator import log_in, post
from test_simulator_current import GENERATIONS, call, done

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

TODAY = dt.datetime.now(dt.timezone.utc).date()
FLAGS = dict.fromkeys(("withrules", "withPropertySets", "withSecurity", "withOwner", "withVersions"), False)
BUDGET, ARCHIVE = "/Finance/Reports/Budget.xlsx", "/Finance/Archive"
ALL = {"Archive", "Budget.xlsx", "Finance", "Forecast.xlsx", "Public", "Reports", "Welcome.html"}


class Searching:
    """A simulator, and the ticket of a user."""

    def __init__(self, simulator: Simulator, ticket: str) -> None:
        self.simulator, self.ticket = simulator, ticket
        self.current = simulator._world.generation.current

    def call(self, operation: str, **arguments: Any) -> ET.Element:
        said = {key: str(value).lower() if isinstance(value, bool) else value for key, value in arguments.items()}
        return call(self.simulator, self.ticket, operation, **said)

    def search(self, xml: str, sort: str = "", ascending: bool = True) -> ET.Element:
        return self.call("Search", xmlcriteria=xml, SortBy=sort, AscendingOrder=ascending)

    def page(self, operation: str = "GetNextSearchPage") -> ET.Element:
        return self.call(operation, **FLAGS)

    def names(self) -> list[str]:
        return [each.get("Name") or each.get("DocumentName") or each.get("FolderName") or "" for each in self.pages()]

    def pages(self) -> Iterator[ET.Element]:
        while True:
            page = done(self.page())
            yield from page
            if page.get("LastPage") == "true":
                return

    def found(self, name: str, value: str = "", **more: str) -> list[str]:
        """Return the names of what one criterion finds."""
        root = ET.Element("any")
        ET.SubElement(root, "any", NAME=name, VALUE=value, **more)
        done(self.search(ET.tostring(root, "unicode")))
        return self.names()

    def sets(self, field: str, operator: str, value: str = "", name: str = "INVOICE") -> list[str]:
        """Return the names of what has a row that fulfils one condition."""
        done(self.search(self.of_set(field, operator, value, name)))
        return self.names()

    @staticmethod
    def of_set(field: str, operator: str, value: str, name: str = "INVOICE") -> str:
        root = ET.Element("criteria")
        parent = ET.SubElement(root, "criteria", NAME="PropertySetName", VALUE=name)
        ET.SubElement(parent, "criteria", NAME=field, OPERATOR=operator, VALUE=value)
        return ET.tostring(root, "unicode")

    def rows(self, **rows: dict[str, str]) -> None:
        """Put rows of a property set on documents, by their numbers as d1001."""
        for number, fields in rows.items():
            self.simulator._world.users.change(
                "INSERT INTO property_rows VALUES (?, 'INVOICE', 1, ?, 1, 'admin', '')",
                *(number.upper(), json.dumps(fields)),
            )

    def set(self, column: str, value: object, number: int = 1001) -> None:
        self.simulator._world.users.change(f"UPDATE documents SET {column} = ? WHERE document_id = ?", value, number)


@pytest.fixture(params=GENERATIONS)
def it(request: pytest.FixtureRequest) -> Iterator[Searching]:
    """A server of each generation, with pages of two, and an administrator."""
    with Simulator(generation=request.param, page_size=2) as simulator:
        yield Searching(simulator, log_in(simulator))


@pytest.fixture(scope="module", params=GENERATIONS)
def fixed(request: pytest.FixtureRequest) -> Iterator[Searching]:
    """The same for tests that change nothing, with rows of a property set."""
    with Simulator(generation=request.param, page_size=2) as simulator:
        found = Searching(simulator, log_in(simulator))
        found.rows(**ROWS)
        yield found


ROWS = {
    "d1001": {"AMOUNT": "10", "DUE": "2026-01-30", "PAID": "Yes", "NOTES": "Acme Ltd"},
    "d1002": {"AMOUNT": "", "DUE": "", "PAID": "", "NOTES": ""},
    "f104": {"AMOUNT": "-2.5", "DUE": "2026-02-01", "PAID": "No", "NOTES": "acme"},
}


def refused(root: ET.Element, number: str = "4000") -> str:
    """Hold a reply to a refusal with a number, where the generation has one, and return its text."""
    assert root.get("success") == "false"
    assert root.get("errorCode", number) == number
    return root.get("error", "")


class TestCriteria:
    """What each criterion finds."""

    def test_nothing_said(self, fixed: Searching) -> None:
        """An empty text finds everything and an empty list nothing."""
        done(fixed.search(""))
        assert {*fixed.names()} == ALL
        done(fixed.search("<criteria/>"))
        page = done(fixed.page())
        assert ("true", "true", "0", "0") == tuple(map(page.get, ("FirstPage", "LastPage", "from", "to")))

    def test_counts(self, fixed: Searching) -> None:
        """Only servers of today count what a search finds; a folder's list is counted by both."""
        root = done(fixed.search(""))
        assert root.get("count") == (str(len(ALL)) if fixed.current else None)
        root = fixed.call(
            "GetFoldersAndDocumentsByPage2", Path="/Finance", filterXml="", SortBy="documentname", AscendingOrder=True
        )
        assert done(root).get("count") == "2"
        assert fixed.names() == ["Archive", "Reports"]

    @pytest.mark.parametrize(
        ("name", "value", "more", "expected"),
        [
            ("documentname", "*CAST*", {}, ["Forecast.xlsx"]),
            ("DOCUMENTNAME", "bud*.xlsx", {}, ["Budget.xlsx"]),
            ("DOCUMENTID", "1002, 1003", {}, ["Forecast.xlsx", "Welcome.html"]),
            ("FOLDERBYID", "101", {}, ["Finance"]),
            ("FOLDERDESCRIPTION", "quarterly", {}, ["Reports"]),
            ("DOCUMENTFORMAT", ".XLSX", {}, ["Budget.xlsx", "Forecast.xlsx"]),
            ("DOCUMENTFORMAT", "HTML Document", {}, ["Welcome.html"]),
            ("SEARCHFOR", "FOLDERSONLY", {}, ["Archive", "Finance", "Public", "Reports"]),
            ("OBJECTTYPENAME", "DocumentsOnly", {}, ["Budget.xlsx", "Forecast.xlsx", "Welcome.html"]),
            ("SEARCHFOR", "Contract", {}, []),
            ("DOCTYPE", "Contract", {}, []),
            ("USERNAME", "nobody", {}, []),
            ("USERNAME", "ADMIN", {}, ["Budget.xlsx", "Forecast.xlsx", "Welcome.html"]),
            ("SEARCHSCOPE", "archive", {}, []),
            ("KEYWORDS", "2026 budget", {}, ["Budget.xlsx"]),
            ("SIZEIS", "0", {"OPERATOR": "EQGT"}, ["Budget.xlsx", "Forecast.xlsx", "Welcome.html"]),
            ("IMPORTANCE", "LOW", {"OPERATOR": "GT"}, ["Budget.xlsx"]),
            ("CLEVEL", "SECRET", {}, []),
            ("DOCSRC", "erp", {}, ["Budget.xlsx"]),
            ("DOCLANG", "ENGLISH", {}, ["Budget.xlsx", "Forecast.xlsx"]),
            ("DOCAUTHOR", "jdoe", {}, ["Budget.xlsx"]),
            ("RDDEFID", "7", {}, []),
            ("PUBLISHSTATUS", "0", {}, sorted(ALL)),
            ("VIEWCRITERIA", "SAW", {}, []),
            ("CHECKOUTSTATUS", "CHECKEDOUT", {}, []),
            ("CHECKOUTSTATUS", "NOTCHECKEDOUT", {}, ["Budget.xlsx", "Forecast.xlsx", "Welcome.html"]),
            ("RECENTDOCUMENTS", "", {}, []),
            ("FAVORITESOF", "jdoe", {}, []),
            ("SUBSCRIPTIONSOF", "jdoe", {}, []),
            ("DOWNLOADQUEOF", "jdoe", {}, []),
            ("TEMPLATEPATH", "~D1002", {}, []),
            ("TEMPLATEPATH", "~D999", {}, []),
            ("TEMPLATEPATH", "/nowhere", {}, []),
            ("FOLDER", "/finance", {}, ["Archive", "Budget.xlsx", "Forecast.xlsx", "Reports"]),
        ],
    )  # fmt: skip
    def test_plain(self, fixed: Searching, name: str, value: str, more: dict[str, str], expected: list[str]) -> None:
        """A criterion finds what it says, whatever the elements are called."""
        assert fixed.found(name, value, **more) == expected

    @pytest.mark.parametrize(
        "name",
        [
            *("SEARCHSCOPE", "KEYWORDS", "DOCUMENTNAME", "DOCUMENTID", "FOLDERBYID", "FOLDERDESCRIPTION", "CLEVEL"),
            *("DOCUMENTFORMAT", "SEARCHFOR", "DOCTYPE", "FOLDER", "VIEWCRITERIA", "CHECKOUTSTATUS", "USERNAME"),
            *("DOCSRC", "DOCLANG", "DOCAUTHOR", "RDDEFID", "PUBLISHSTATUS", "TEMPLATEPATH", "INCLUDESUBFOLDERS"),
        ],
    )
    def test_an_empty_value_is_no_condition(self, fixed: Searching, name: str) -> None:
        """The trap: a criterion without a value is dropped, so that everything is found."""
        assert {*fixed.found(name, "")} == ALL

    @pytest.mark.parametrize(("name", "operator"), [("SIZEIS", "EQGT"), ("IMPORTANCE", "EQ")])
    def test_an_operator_without_a_value(self, fixed: Searching, name: str, operator: str) -> None:
        """So is one with an operator."""
        assert {*fixed.found(name, "", OPERATOR=operator)} == ALL
        assert {*fixed.found("DATECRITERIA", "", OPERATOR=operator[:2], SUBTYPE="CREATED")} == ALL
        assert {*fixed.sets("AMOUNT", "EQ", "")} == ALL

    def test_whole_name_or_part(self, fixed: Searching) -> None:
        """A name without a wildcard is the whole name on one generation, and a part of it on the other."""
        assert fixed.found("DOCUMENTNAME", "budget") == (["Budget.xlsx"] if fixed.current else [])

    def test_folder(self, fixed: Searching) -> None:
        """The folders below are searched unless that is refused."""
        both = '<c><c NAME="FOLDER" VALUE="/Finance"/><c NAME="INCLUDESUBFOLDERS" VALUE="{}"/></c>'
        done(fixed.search(both.format("FALSE")))
        assert fixed.names() == ["Archive", "Reports"]
        done(fixed.search(both.format("true")))
        assert len(fixed.names()) == 4

    def test_the_later_one_counts(self, fixed: Searching) -> None:
        """Of two criteria of one name the later one counts."""
        done(fixed.search('<c><c NAME="DOCUMENTID" VALUE="1001"/><c NAME="DOCUMENTID" VALUE="1002"/></c>'))
        assert fixed.names() == ["Forecast.xlsx"]

    @pytest.mark.parametrize(
        ("subtype", "column"),
        [
            ("REGISTERDATE", "registered"),
            ("CREATED", "created"),
            ("created or modified", "modified"),
            ("EXPIRATION DATE", "expiration_date"),
            ("DOWNGRADE ON", "downgrade_on"),
            ("CUTOFF DATE", "cutoff_date"),
        ],
    )
    def test_dates(self, it: Searching, subtype: str, column: str) -> None:
        """Dates are compared by whole days, both ends of a range included."""
        it.set(column, "2030-05-06T23:59:59.000Z")
        for operator, value, found in (
            ("EQ", "2030-05-06", True),
            ("EQ", "2030-05-07", False),
            ("EQGT", "2030-05-06", True),
            ("EQGT", "2030-05-07", False),
            ("BETWEEN", "2030-05-01|2030-05-06", True),
            ("BETWEEN", "2030-05-07|2030-05-08", False),
        ):
            names = it.found("DATECRITERIA", value, SUBTYPE=subtype, OPERATOR=operator)
            assert names == (["Budget.xlsx"] if found else []), (operator, value)

    def test_checked_out(self, it: Searching) -> None:
        """Who has a document checked out is found by name."""
        done(it.call("Lock", Path=BUDGET))
        assert (
            it.found("CHECKOUTSTATUS", "CHECKEDOUT") == ["Budget.xlsx"] == it.found("CHECKOUTSTATUS", "CHECKEDOUTBYME")
        )
        assert it.found("CHECKOUTSTATUS", "CHECKEDOUTBYUSER", USERNAME="admin") == ["Budget.xlsx"]
        assert it.found("CHECKOUTSTATUS", "CHECKEDOUTBYUSER", USERNAME="jdoe") == []

    def test_published(self, it: Searching) -> None:
        """Documents are published or not, and folders neither."""
        it.set("published_version", 0)
        assert it.found("PUBLISHSTATUS", "1") == ["Budget.xlsx"]
        assert it.found("PUBLISHSTATUS", "2") == ["Forecast.xlsx", "Welcome.html"]

    def test_what_users_have(self, it: Searching) -> None:
        """What somebody has in a list, has subscribed to or has read is found."""
        done(it.call("AddToFavorites", itemPath=BUDGET))
        assert it.found("FAVORITESOF", "admin") == ["Budget.xlsx"]
        done(it.call("AddToDownloadQueue", itemPath="/Public/Welcome.html"))
        assert it.found("DOWNLOADQUEOF", "admin") == ["Welcome.html"]
        it.simulator._world.users.change("INSERT INTO subscriptions VALUES ('F104', 'user', 1, '')")
        assert it.found("SUBSCRIPTIONSOF", "admin") == ["Public"]
        asked = f"<AuthenticationTicket>{it.ticket}</AuthenticationTicket><Path>{BUDGET}</Path>"
        assert post(it.simulator, wire.soap("1.1", "DownloadDocument", asked)).status_code == 200
        assert it.found("RECENTDOCUMENTS") == it.found("VIEWCRITERIA", "SAW") == ["Budget.xlsx"]
        assert "Budget.xlsx" not in it.found("VIEWCRITERIA", "NOVIEW")
        assert len(it.found("VIEWCRITERIA", "NOVIEW", USERNAME="jdoe")) == 3

    def test_words(self, it: Searching) -> None:
        """Words are looked for in names, descriptions, keywords and texts; hits of such a search tell their rank."""
        done(it.call("SetDocumentTextOnlyContent", Path="/Public/Welcome.html", ContentText="Alpha beta"))
        done(it.call("UpdateDocumentKeywords", Path=BUDGET, Keywords="beta, gamma"))
        assert it.found("KEYWORDS", "BETA") == ["Budget.xlsx", "Welcome.html"]
        assert it.found("KEYWORDS", "beta alpha") == ["Welcome.html"]
        done(it.search('<c><c NAME="KEYWORDS" VALUE="beta"/></c>'))
        ranks = [each.find("RankInfo") for each in it.page()]
        assert all(rank is not None and (rank.get("FoundIn") == "2") == it.current for rank in ranks)

    @pytest.mark.parametrize(
        "xml",
        [
            "<criteria",
            '<c><c NAME="NOPE" VALUE="x"/></c>',
            '<c><c VALUE="x"/></c>',
            '<c><c NAME="SEARCHSCOPE" VALUE="OFFLINE"/></c>',
            '<c><c NAME="DOCUMENTID" VALUE="a"/></c>',
            '<c><c NAME="RDDEFID" VALUE="a"/></c>',
            '<c><c NAME="CLEVEL" VALUE="x"/></c>',
            '<c><c NAME="PUBLISHSTATUS" VALUE="3"/></c>',
            '<c><c NAME="VIEWCRITERIA" VALUE="x"/></c>',
            '<c><c NAME="CHECKOUTSTATUS" VALUE="x"/></c>',
            '<c><c NAME="CHECKOUTSTATUS" VALUE="CHECKEDOUTBYUSER"/></c>',
            '<c><c NAME="SIZEIS" VALUE="1"/></c>',
            '<c><c NAME="SIZEIS" OPERATOR="EQGT" VALUE="x"/></c>',
            '<c><c NAME="IMPORTANCE" VALUE="LOW"/></c>',
            '<c><c NAME="IMPORTANCE" OPERATOR="EQ" VALUE="x"/></c>',
            '<c><c NAME="DATECRITERIA" OPERATOR="EQ" VALUE="2026-01-01"/></c>',
            '<c><c NAME="DATECRITERIA" OPERATOR="GT" SUBTYPE="CREATED" VALUE="2026-01-01"/></c>',
            '<c><c NAME="DATECRITERIA" OPERATOR="EQ" SUBTYPE="CREATED" VALUE="1.1.2026"/></c>',
            '<c><c NAME="DATECRITERIA" OPERATOR="BETWEEN" SUBTYPE="CREATED" VALUE="2026-01-01"/></c>',
            '<c><c NAME="FAVORITESOF" VALUE=""/></c>',
            '<c><c NAME="SUBSCRIPTIONSOF" VALUE="nobody"/></c>',
        ],
    )
    def test_refused(self, fixed: Searching, xml: str) -> None:
        """What cannot be is refused, and the result that the session had stays."""
        done(fixed.search(""))
        refused(fixed.search(xml))
        assert {*fixed.names()} == ALL

    def test_generated(self, fixed: Searching) -> None:
        """Only servers of today know what is generated; nothing is, here."""
        if fixed.current:
            assert len(fixed.found("AIENHANCED", "NONE")) == 3
            assert fixed.found("AIENHANCED", "ANY") == []
        else:
            refused(fixed.search('<c><c NAME="AIENHANCED" VALUE="ANY"/></c>'))

    def test_absent(self, fixed: Searching) -> None:
        """A folder or property set that is not there is refused with its own number."""
        refused(fixed.search('<c><c NAME="FOLDER" VALUE="/Nowhere"/></c>'), "4041")
        refused(fixed.search(fixed.of_set("A", "EQ", "x", "NOPE")), "4041")


class TestSets:
    """Conditions on fields of property sets."""

    @pytest.mark.parametrize(
        ("field", "operator", "value", "expected"),
        [
            ("amount", "eq", "10.0", ["Budget.xlsx"]),
            ("AMOUNT", "NOTEQ", "10", ["Public"]),
            ("AMOUNT", "GT", "-2.5", ["Budget.xlsx"]),
            ("AMOUNT", "EQLT", "-2.5", ["Public"]),
            ("AMOUNT", "NULL", "", ["Forecast.xlsx"]),
            ("AMOUNT", "NOTNULL", "", ["Budget.xlsx", "Public"]),
            ("DUE", "EQGT", "2026-01-31", ["Public"]),
            ("DUE", "ANYTIME", "", ["Budget.xlsx", "Public"]),
            ("DUE", "NULL", "", ["Forecast.xlsx"]),
            ("PAID", "EQ", "false", ["Public"]),
            ("PAID", "NOTNULL", "", ["Budget.xlsx", "Public"]),
            ("NOTES", "LIKE", "ACME", ["Budget.xlsx", "Public"]),
            ("NOTES", "EQ", "Acme", ["Public"]),
            ("NOTES", "", "", sorted(ALL)),
        ],
    )  # fmt: skip
    def test_found(self, fixed: Searching, field: str, operator: str, value: str, expected: list[str]) -> None:
        """A row has to fulfil the condition; one without a value fulfils none but NULL."""
        assert fixed.sets(field, operator, value) == expected

    @pytest.mark.parametrize(
        ("field", "operator", "value", "expected"),
        [
            ("NOTES", "NEQ", "acme", ["Budget.xlsx"]),
            ("NOTES", "NOTCONTAINS", "ltd", ["Public"]),
            ("AMOUNT", "BETWEEN", "-3;9", ["Public"]),
            ("DUE", "BETWEEN", "2026-01-30|2026-01-31", ["Budget.xlsx"]),
        ],
    )
    def test_newer_operators(
        self, fixed: Searching, field: str, operator: str, value: str, expected: list[str]
    ) -> None:
        """Older servers refuse the operators that came later."""
        if fixed.current:
            assert fixed.sets(field, operator, value) == expected
        else:
            refused(fixed.search(fixed.of_set(field, operator, value)))

    @pytest.mark.parametrize(
        ("word", "before", "after"),
        [("TODAY", 0, 0), ("YESTERDAY", 1, -1), ("LAST7DAYS", 7, 0), ("NEXT7DAYS", 0, 7)],
    )
    def test_relative_days(self, it: Searching, word: str, before: int, after: int) -> None:
        """Relative words count from today."""
        day = dt.timedelta(days=1)
        for due, found in (
            (TODAY - before * day, True),
            (TODAY + after * day, True),
            (TODAY - (before + 1) * day, False),
            (TODAY + (after + 1) * day, False),
        ):
            it.simulator._world.users.change("DELETE FROM property_rows WHERE name = 'INVOICE'")
            it.rows(d1001={"DUE": due.isoformat()})
            assert bool(it.sets("DUE", word)) == found, due

    @pytest.mark.parametrize("what", ["WEEK", "MONTH"])
    def test_calendar(self, it: Searching, what: str) -> None:
        """Each day is in one of three weeks or months around today, or in none of them."""
        for days in (-35, -7, 0, 7, 35):
            it.simulator._world.users.change("DELETE FROM property_rows WHERE name = 'INVOICE'")
            due = TODAY + dt.timedelta(days=days)
            it.rows(d1001={"DUE": due.isoformat()})
            found = [which for which in ("LAST", "THIS", "NEXT") if it.sets("DUE", f"{which}{what}")]
            if what == "WEEK":
                weeks = (due - dt.timedelta(due.weekday()) - TODAY + dt.timedelta(TODAY.weekday())).days // 7
                expected = {-1: ["LAST"], 0: ["THIS"], 1: ["NEXT"]}.get(weeks, [])
            else:
                months = (due.year - TODAY.year) * 12 + due.month - TODAY.month
                expected = {-1: ["LAST"], 0: ["THIS"], 1: ["NEXT"]}.get(months, [])
            assert found == expected, due

    @pytest.mark.parametrize(
        ("field", "operator", "value"),
        [
            ("NOPE", "EQ", "x"),
            ("NOTES", "GT", "x"),
            ("NOTES", "BETWEEN", "a|b"),
            ("NOTES", "", "x"),
            ("NOTES", "NULL", "x"),
            ("AMOUNT", "EQ", "x"),
            ("AMOUNT", "BETWEEN", "5|"),
            ("DUE", "EQ", "1.1.2026"),
            ("DUE", "NOTNULL", ""),
            ("PAID", "EQ", "maybe"),
            ("PAID", "TODAY", ""),
        ],
    )
    def test_refused(self, fixed: Searching, field: str, operator: str, value: str) -> None:
        """What does not fit the field is refused."""
        refused(fixed.search(fixed.of_set(field, operator, value)))


class TestPages:
    """The one result and cursor of a session."""

    def test_both_ways(self, fixed: Searching) -> None:
        """The cursor goes on and back; beyond either end the same page comes again."""
        done(fixed.search('<c><c NAME="SEARCHFOR" VALUE="DOCUMENTSONLY"/></c>'))
        pages = [fixed.page(), fixed.page(), fixed.page(), *(fixed.page("GetPreviousSearchPage") for _ in range(2))]
        assert [(each.get("from"), each.get("to")) for each in pages] == [
            ("1", "2"), ("3", "3"), ("3", "3"), ("1", "2"), ("1", "2"),
        ]  # fmt: skip
        assert [each.get("FirstPage") for each in pages] == ["true", "false", "false", "true", "true"]
        assert [each.get("LastPage") for each in pages] == ["false", "true", "true", "false", "false"]

    def test_of_the_session(self, fixed: Searching) -> None:
        """Each ticket has a result of its own, which a new search replaces."""
        other = Searching(fixed.simulator, log_in(fixed.simulator))
        for operation in ("GetNextSearchPage", "GetPreviousSearchPage"):
            refused(other.page(operation))
        done(fixed.search(""))
        done(other.search('<c><c NAME="DOCUMENTID" VALUE="1001"/></c>'))
        assert other.names() == ["Budget.xlsx"]
        assert {*fixed.names()} == ALL

    @pytest.mark.parametrize("sort", ["DocumentName", "", "documentsize", "OWNERNAME", "FOLDERNAME", "VIEW", "clevel"])
    def test_sorted(self, fixed: Searching, sort: str) -> None:
        """Hits are sorted by what is asked for and then by name, either way round."""
        done(fixed.search("", sort))
        up = fixed.names()
        done(fixed.search("", sort, ascending=False))
        assert {*up} == {*fixed.names()} == ALL
        if sort in ("", "DocumentName"):
            assert up == sorted(ALL)

    @pytest.mark.parametrize("sort", ["Rank", "NAME", "NOPE.FIELD", "INVOICE.NOPE"])
    def test_not_sorted(self, fixed: Searching, sort: str) -> None:
        """What hits cannot be sorted by is refused."""
        refused(fixed.search("", sort))

    def test_flags(self, fixed: Searching) -> None:
        """Parts that are asked for are in each hit, of documents and folders."""
        done(fixed.search(""))
        page = done(fixed.call("GetNextSearchPage", **{**FLAGS, "withVersions": True}))
        assert [each.find("Versions") is not None for each in page] == [each.tag == "document" for each in page]


class TestSaved:
    """Saved searches."""

    SAID = {
        "searchPageType": "savedSearch", "name": "My search", "description": "d", "isPersonal": True,
        "anonymousAccess": True, "publicAccess": True, "userGroupNames": "", "searchParametersXml": "",
    }  # fmt: skip

    def create(self, it: Searching, **said: Any) -> ET.Element:
        return it.call("CreateSavedSearch", **{**self.SAID, **said})

    def test_kept(self, it: Searching) -> None:
        """One is created, told with all items, replaced and deleted; personal ones are open to nobody else."""
        xml = '<SEARCH><ITEM NAME="KEYWORDS" VALUE="x" VISIBLE="FALSE"/></SEARCH>'
        number = done(self.create(it, searchParametersXml=xml)).get("id")
        page = done(it.call("GetSavedSearch", searchPageId=number)).find("SearchPage")
        assert page is not None
        assert (page.get("name"), page.get("ownerId"), page.get("publicAccess")) == ("My search", "1", "false")
        items = {each.get("NAME"): dict(each.attrib) for each in page.iter("ITEM")}
        assert items["KEYWORDS"] == {"NAME": "KEYWORDS", "VALUE": "x", "VISIBLE": "FALSE"}
        assert items["FOLDER"] == {"NAME": "FOLDER", "VALUE": "", "VISIBLE": "TRUE"}
        said = {**self.SAID, "name": "Another name", "searchPageId": number}
        assert "id" not in done(it.call("UpdateSavedSearch", **said)).attrib
        (listed,) = done(it.call("GetSavedSearches", searchPageType="savedSearch"))
        assert listed.get("name") == "Another name"
        other = Searching(it.simulator, log_in(it.simulator, "jdoe", "secret"))
        assert [*done(other.call("GetSavedSearches", searchPageType=""))] == []
        for operation in ("GetSavedSearch", "DeleteSavedSearch"):
            refused(other.call(operation, searchPageId=number), "4041")
        done(it.call("DeleteSavedSearch", searchPageId=number))
        refused(it.call("DeleteSavedSearch", searchPageId=number), "4041")

    def test_created_by_an_update(self, it: Searching) -> None:
        """The number 0 creates one."""
        assert done(it.call("UpdateSavedSearch", **self.SAID, searchPageId=0)).get("id") == "1"

    @pytest.mark.parametrize(
        ("said", "number"),
        [
            ({"name": "four"}, "4000"),
            ({"name": "x" * 65}, "4000"),
            ({"searchPageType": "page"}, "4000"),
            ({"searchParametersXml": "<SEARCH"}, "4000"),
            ({"name": "MY SEARCH"}, "4090"),
        ],
    )
    def test_refused(self, it: Searching, said: dict[str, Any], number: str) -> None:
        """What cannot be saved is refused, in an update as well."""
        first = done(self.create(it)).get("id")
        done(self.create(it, name="Another one"))
        refused(self.create(it, **said), number)
        if "name" in said and number == "4090":
            said = {"name": "ANOTHER ONE"}
        refused(it.call("UpdateSavedSearch", **{**self.SAID, **said}, searchPageId=first), number)
        refused(it.call("GetSavedSearches", searchPageType="page"))

    def test_of_another_type(self, it: Searching) -> None:
        """An update with another type does not find it."""
        number = done(self.create(it)).get("id")
        said = {**self.SAID, "searchPageType": "searchPage", "searchPageId": number}
        refused(it.call("UpdateSavedSearch", **said), "4041")

    def test_of_the_system(self, it: Searching) -> None:
        """Searches for everybody need a role that administrators of servers of today do not have by themselves."""
        group = {"isPersonal": False, "publicAccess": False}
        if it.current:
            refused(self.create(it, **group), "4030")
            return
        refused(self.create(it, **group, userGroupNames="Nobody"), "4041")
        number = done(self.create(it, **{**group, "publicAccess": True})).get("id")
        other = Searching(it.simulator, log_in(it.simulator, "jdoe", "secret"))
        assert len(done(other.call("GetSavedSearches", searchPageType=""))) == 1
        refused(other.call("DeleteSavedSearch", searchPageId=number), "4030")


class TestDocuments:
    """What goes with documents, and is refused."""

    def test_refused(self, it: Searching) -> None:
        """Numbers of versions, rules, tags, comments and renditions that cannot be are refused."""
        at = {"documentPath": BUDGET}
        refused(it.call("UpdateVersionComment", **at, versionNumber=0, commentText="x"), "4041")
        refused(it.call("DeleteDocumentVersion", DocumentPath=BUDGET, VersionNumber=7))
        refused(it.call("DeleteDocumentVersion", DocumentPath=BUDGET, VersionNumber=9_000_000))
        refused(it.call("PruneDocumentVersions", **at, keepPublished=0, keepUnpublished=0))
        refused(it.call("PruneDocumentVersions", **at, keepPublished=1, keepUnpublished=-1))
        for rule, tag in (("NOPE", ""), ("TAGGED", " "), ("TAGGED", "Nope")):
            said = {"publishingRule": rule, "publishedVersionNumber": 0, "releaseTag": tag}
            refused(it.call("SetDocumentPublishingRule", **at, **said))
        refused(it.call("SetTagToDocument", path=BUDGET, tagText="a/b"))
        refused(it.call("AddDocumentComment", DocumentPath=BUDGET, CommentText=" "))
        refused(it.call("GetVersionRendition", Path=BUDGET, VersionNumber=0, Rendition="Nope"))
        refused(it.call("GetPublishingRequirements", domainname="Nowhere"), "4041" if it.current else "4000")

    def test_of_others(self, it: Searching) -> None:
        """A document that somebody else has checked out is not tagged, published or pruned of versions."""
        other = Searching(it.simulator, log_in(it.simulator, "jdoe", "secret"))
        done(it.call("Lock", Path=BUDGET))
        refused(other.call("SetTagToDocument", path=BUDGET, tagText="Final"), "4030")
        refused(other.call("PublishDocument", DocumentPath=BUDGET, VersionNumber=0), "4230")
        it.simulator._world.users.change("UPDATE users SET read_only = 1 WHERE user_name = 'jdoe'")
        for operation in ("SetTagToDocument", "RemoveTagFromDocument"):
            more = (
                {"tagDate": "2026-01-01T00:00:00", "taggedBy": 1, "versionNumber": 1} if "Remove" in operation else {}
            )
            refused(other.call(operation, path=BUDGET, tagText="Final", **more), "4030")
        done(it.call("AddDocumentComment", DocumentPath=BUDGET, CommentText="mine"))
        said = {"DocumentPath": BUDGET, "CommentAuthorID": 1, "CommentDate": "2026-01-01T00:00:00"}
        refused(other.call("DeleteDocumentComment", **said), "4030")
        done(it.call("DeleteDocumentComment", **said))

    def test_a_tag_that_is_not_there(self, it: Searching) -> None:
        """Removing none is a success on older servers."""
        said = {"path": BUDGET, "tagText": "Nope", "tagDate": "2026-01-01T00:00:00Z", "taggedBy": 1}
        root = it.call("RemoveTagFromDocument", **said, versionNumber=1_000_000)
        refused(root, "4041") if it.current else done(root)

    def test_shortcut(self, it: Searching) -> None:
        """A shortcut is not tagged."""
        it.set("target_id", 1002)
        refused(it.call("SetTagToDocument", path=BUDGET, tagText="Final"))

    def test_rules_without_a_version(self, it: Searching) -> None:
        """A document without an approved version is not published by that rule."""
        said = {"documentPath": BUDGET, "publishingRule": "LastApproved", "publishedVersionNumber": 0, "releaseTag": ""}
        done(it.call("SetDocumentPublishingRule", **said))
        assert it.found("PUBLISHSTATUS", "1") == ["Budget.xlsx"]

    def test_a_read_only_user(self, it: Searching) -> None:
        """Texts are changed by those who may change the document."""
        it.simulator._world.users.change("UPDATE users SET read_only = 1 WHERE user_name = 'jdoe'")
        other = Searching(it.simulator, log_in(it.simulator, "jdoe", "secret"))
        refused(other.call("SetDocumentTextOnlyContent", Path=BUDGET, ContentText="x"), "4030")
        refused(other.call("SetDocumentSummary", path=BUDGET, versionNumber=0, summary="x"), "4030")
        refused(other.call("UnpublishDocument", documentPath=BUDGET), "4030")
        refused(other.call("DeleteDocumentThumbnail", documentPath=BUDGET), "4030")
