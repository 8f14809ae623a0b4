"""Folders, documents and property sets of the simulator: listings, pages and rows in both generations."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from test_simulator import log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, ROW, call, done
from test_simulator_wire import XML_TEXT

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")


@pytest.fixture(scope="module")
def current() -> Iterator[Simulator]:
    """A server of today; what its tests change no other test reads."""
    with Simulator(generation="current") as simulator:
        yield simulator


@pytest.fixture(params=GENERATIONS)
def either(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A server of each generation, with pages of two."""
    with Simulator(generation=request.param, page_size=2, seed_documents=5) as simulator:
        yield simulator


@pytest.fixture
def make() -> Iterator[Callable[..., Simulator]]:
    """Make simulators that are closed in the end."""
    made: list[Simulator] = []

    def make(**options: Any) -> Simulator:
        made.append(Simulator(**options))
        return made[-1]

    yield make
    for simulator in made:
        simulator.close()


class TestListings:
    """Folders and documents, in both generations."""

    def names(self, root: ET.Element) -> list[str]:
        """Return tag and name of each item, and hold the count to them."""
        items = [f"{each.tag} {each.attrib['n']}" for each in done(root)]
        assert root.get("itemcount") == str(len(items))
        return items

    @pytest.mark.parametrize("operation", ["GetFolders1", "GetFolders2"])
    def test_short_folders_are_f(self, either: Simulator, operation: str) -> None:
        """By name, with the facts of the folder around them at the root."""
        root = call(either, log_in(either), operation, Path="finance\\")
        assert self.names(root) == ["f Archive", "f Reports"]
        assert [each.attrib["id"] for each in root] == ["103", "102"]
        wanted = ("folderid", "parentid", "name", "path", "folderfilter")
        assert [root.attrib[name] for name in wanted] == ["101", "0", "Finance", "\\Finance", ""]
        assert "page" not in root.attrib

    def test_short_documents_are_d(self, either: Simulator) -> None:
        """Each generation writes dates in its own form."""
        root = call(either, log_in(either), "GetDocuments1", Path=REPORTS)
        assert self.names(root) == ["d Budget.xlsx", "d Forecast.xlsx"]
        assert (root[0].attrib["id"], root[0].attrib["dformat"], root[0].attrib["version"]) == (
            "1001",
            "XLSX",
            "1000000",
        )
        assert root[0].attrib["mdate"] in ("2024-01-15", "2024-01-15T08:30:00.000Z")
        assert "folderfilter" not in root.attrib

    def test_folders_come_before_documents(self, either: Simulator) -> None:
        """In the short form, and in the shortest one."""
        ticket = log_in(either)
        done(call(either, ticket, "UpdateFolderProperties", Path="/Public", NewFolderName="Öffentlich"))
        for operation in ("GetFoldersAndDocuments1", "GetFoldersAndDocuments2"):
            assert self.names(call(either, ticket, operation, Path="/Finance")) == ["f Archive", "f Reports"]
            assert self.names(call(either, ticket, operation, Path="/Öffentlich")) == ["d Welcome.html"]
        root = call(either, ticket, "GetFoldersAndDocuments2", Path=REPORTS)
        assert [*root[0].attrib] == ["id", "n", "sz", "pv", "lv", "chksum", "tid"]

    @pytest.mark.parametrize(
        ("operation", "path", "expected"),
        [
            ("GetDocumentsByPage", "/Finance/Archive", [2, 2, 1, 0]),
            ("GetFoldersByPage", "/Finance", [2, 0]),
            ("GetFoldersAndDocumentsByPage", "/Finance/Archive", [2, 2, 1, 0]),
        ],
    )
    def test_pages(self, either: Simulator, operation: str, path: str, expected: list[int]) -> None:
        """The count is that of the page, a page past the end is empty, and the pages together are what -1 gives."""
        ticket = log_in(either)
        roots = [call(either, ticket, operation, Path=path, PageNumber=n + 1) for n in range(len(expected))]
        assert [len(self.names(root)) for root in roots] == expected
        assert [(root.attrib["page"], root.attrib["pageSize"]) for root in roots] == [
            (str(n + 1), "2") for n in range(len(expected))
        ]
        everything = call(either, ticket, operation, Path=path, PageNumber=-1)
        assert self.names(everything) == [name for root in roots for name in self.names(root)]
        assert not {"page", "pageSize"} & everything.attrib.keys()

    def test_pages_of_both_kinds(self, either: Simulator) -> None:
        """Whoever lists, and with a filter that lets everything through, the pages are the same."""
        ticket = log_in(either)
        for name in "abc":
            done(call(either, ticket, "CreateURL", Path=f"/Finance/{name}.url", AddressURL="x"))
        pages = [
            [
                self.names(
                    call(either, who, "GetFoldersAndDocumentsByPage",
                         Path="/Finance", DocumentFilter=pattern, PageNumber=number)
                )
                for number in (0, 1, 2, 3, 4)
            ]
            for who in (ticket, log_in(either, "jdoe", "secret"))
            for pattern in ("", "*")
        ]  # fmt: skip
        assert pages[0][1:] == [["f Archive", "f Reports"], ["d a.url", "d b.url"], ["d c.url"], []]
        assert pages[0] == pages[1] == pages[2] == pages[3]

    @pytest.mark.parametrize(
        ("folders", "documents", "expected"),
        [
            ("report", "", ["d Budget.xlsx", "d Forecast.xlsx"]),
            ("", "GET.", ["d Budget.xlsx"]),
            ("", "bud;fore", ["d Budget.xlsx", "d Forecast.xlsx"]),
            ("", "bud*", ["d Budget.xlsx"]),
            ("", "*.xls", []),
            ("", '"Budget"', []),
            ("", '"budget.xlsx"', ["d Budget.xlsx"]),
            ("", "?udget", []),
        ],
    )
    def test_document_filters(self, either: Simulator, folders: str, documents: str, expected: list[str]) -> None:
        """A part of the name is enough, unless it has a star or stands in quotes."""
        root = call(
            either, log_in(either), "GetFoldersAndDocumentsByPage",
            Path=REPORTS, FolderFilter=folders, DocumentFilter=documents, PageNumber=-1,
        )  # fmt: skip
        assert self.names(root) == expected
        assert (root.attrib["folderfilter"], root.attrib["documentfilter"]) == (folders, documents)

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [("report", []), ("reports", ["f Reports"]), ("*r*", ["f Archive", "f Reports"]), ("a*;r*", [])],
    )
    def test_folder_filters(self, either: Simulator, pattern: str, expected: list[str]) -> None:
        """The whole name is needed, unless there is a star; several patterns are one."""
        root = call(either, log_in(either), "GetFoldersByPage", Path="/Finance", FolderFilter=pattern, PageNumber=1)
        assert self.names(root) == expected

    def test_in_full(self, either: Simulator) -> None:
        """Documents alike in both; folders of GetFolders in a dialect of each generation, and no count."""
        ticket = log_in(either)
        documents = done(call(either, ticket, "GetDocuments", Path=REPORTS))
        both = done(call(either, ticket, "GetFoldersAndDocuments", Path="/Finance"))
        folders = done(call(either, ticket, "GetFolders", Path="/Finance"))
        (folder,) = done(call(either, ticket, "GetFolder", Path="/finance/reports/"))
        assert [each.attrib["DocumentID"] for each in documents] == ["1001", "1002"]
        assert [(each.tag, each.attrib["Path"]) for each in both] == [
            ("folder", "\\Finance\\Archive"),
            ("folder", "\\Finance\\Reports"),
        ]
        classic = repr(either).endswith("memory>>")
        assert [each.attrib["id" if classic else "FolderID"] for each in folders] == ["103", "102"]
        assert folder.attrib["description" if classic else "Description"] == "Quarterly figures"
        assert "itemcount" not in folders.attrib


class TestFolders:
    """Folders by themselves."""

    def test_a_new_name_moves_what_is_below(self, either: Simulator) -> None:
        """Documents and folders below are found at the new path and no longer at the old one."""
        ticket = log_in(either)
        done(call(either, ticket, "UpdateFolderProperties", Path="/FINANCE", NewFolderName="Money"))
        assert call(either, ticket, "FolderExists", Path="/Finance").attrib["success"] == "false"
        done(call(either, ticket, "FolderExists", Path="/Money/Reports"))
        done(call(either, ticket, "DocumentExists", Path="/Money/Reports/Budget.xlsx"))
        assert either.document(BUDGET) is None
        folder = either.folder("/Money/Archive")
        assert folder is not None
        assert (folder["folder_id"], folder["parent"], folder["name"]) == (103, "/Money", "Archive")

    def test_a_name_that_is_taken_changes_nothing(self, either: Simulator) -> None:
        """Neither the name nor the description."""
        before = either.folder(REPORTS)
        root = call(
            either, log_in(either), "UpdateFolderProperties", Path=REPORTS, NewFolderName="Archive", NewDescription="x"
        )
        assert root.attrib["success"] == "false"
        assert either.folder(REPORTS) == before

    def test_a_reader_changes_no_folder(self, either: Simulator) -> None:
        """A read-only user is denied."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(call(either, admin, "ChangeUserType", UserName="jdoe", UserType=2))
        root = call(either, jdoe, "UpdateFolderProperties", Path=REPORTS, NewFolderName="x")
        assert root.attrib["error"] == "Access denied"

    def test_what_is_not_there_is_none(self, either: Simulator) -> None:
        """Neither folder nor rows."""
        assert either.folder("/x") is None
        assert either.property_rows("/x") is None

    def test_a_file_keeps_folders(self, make: Callable[..., Simulator], tmp_path: Any) -> None:
        """A renamed folder and a removed row do not come back."""
        file = tmp_path / "sim.db"
        with Simulator(file, generation="current") as simulator:
            ticket = log_in(simulator)
            done(call(simulator, ticket, "UpdateFolderProperties", Path=REPORTS, NewFolderName="Done"))
            done(call(simulator, ticket, "DeletePropertySetRow", Path="~D1001", xmlpset=ROW.format(1)))
        again = make(file=file)
        assert again.folder(REPORTS) is None
        assert again.folder("/Finance/Done") is not None
        assert again.property_rows("~D1001") == {}


class TestRows:
    """Rows of property sets."""

    def apply(self, simulator: Simulator, operation: str, xml: str, path: str = BUDGET) -> ET.Element:
        """Send rows as an administrator."""
        return call(simulator, log_in(simulator), operation, Path=path, xmlpset=xml)

    def rows(self, simulator: Simulator, path: str = BUDGET) -> list[dict[str, str]]:
        """Return the rows as GetPropertySets tells them."""
        (sets,) = done(call(simulator, log_in(simulator), "GetPropertySets", Path=path))
        return [dict(row.attrib) for each in sets for row in each]

    def test_rows_are_told_with_who_applied_them(self, either: Simulator) -> None:
        """With every field in upper case, and nothing where there are none."""
        (sets,) = done(call(either, log_in(either), "GetPropertySets", Path=BUDGET))
        (found,) = sets
        assert found.attrib == {"Name": "PROJECT"}
        assert found[0].attrib == {"RowNbr": "1", "PROJECT_CODE": "P-1", "STATUS": "Open", "NOTES": "Draft"}
        assert found[0][0].attrib == {"AppliedById": "1", "AppliedBy": "admin", "DateApplied": "2024-01-15 08:30"}
        assert self.rows(either, f"{REPORTS}/Forecast.xlsx") == []

    def test_adding(self, either: Simulator) -> None:
        """Without a number, with 0 and with a free one; unknown fields are dropped, and element names do not matter."""
        done(self.apply(either, "AddPropertySetRow", '<a><b name="project"><c STATUS="x" NOPE="y"/></b></a>', REPORTS))
        done(self.apply(either, "AddPropertySetRow", ROW.format(0), REPORTS))
        done(self.apply(either, "AddPropertySetRow", ROW.format(7), REPORTS))
        rows = self.rows(either, REPORTS)
        assert [(row["RowNbr"], row["STATUS"]) for row in rows] == [("1", "x"), ("2", "Closed"), ("7", "Closed")]
        assert rows[0].keys() == {"RowNbr", "PROJECT_CODE", "STATUS", "NOTES"}

    def test_a_row_that_is_there_is_not_added(self, either: Simulator) -> None:
        """Servers of today refuse that; those of before do nothing, and call it a success."""
        before = self.rows(either)
        assert self.apply(either, "AddPropertySetRow", ROW.format(1)).attrib["success"] == self.silently(either)
        assert self.rows(either) == before

    def test_a_row_that_is_not_there_is_not_updated(self, either: Simulator) -> None:
        """Nor 0, nor what is not a number, which is refused; another number does nothing on servers of before."""
        before = self.rows(either)
        for number, success in ((0, "false"), (2, self.silently(either)), ("x", "false")):
            assert self.apply(either, "UpdatePropertySetRow", ROW.format(number)).attrib["success"] == success
        assert self.rows(either) == before

    @staticmethod
    def silently(either: Simulator) -> str:
        """What `success` says of a row that nothing is done with."""
        return "false" if "current" in repr(either) else "true"

    def test_deleting_by_number(self, either: Simulator) -> None:
        """Only that row; a number that is not there is refused."""
        done(self.apply(either, "AddPropertySetRow", ROW.format(0)))
        done(self.apply(either, "DeletePropertySetRow", ROW.format(1)))
        assert [row["RowNbr"] for row in self.rows(either)] == ["2"]
        assert self.apply(either, "DeletePropertySetRow", ROW.format(1)).attrib["success"] == "false"

    @pytest.mark.parametrize(("generation", "left"), [("classic", ["1", "3"]), ("current", [])])
    def test_deleting_without_a_number(self, make: Callable[..., Simulator], generation: str, left: list[str]) -> None:
        """The classic generation looks for the values; the current one removes every row of the set."""
        simulator = make(generation=generation)
        for _ in range(2):
            done(self.apply(simulator, "AddPropertySetRow", ROW.format(0)))
        xml = '<psets><pset name="PROJECT"><!-- c --><row STATUS="Closed"/></pset></psets>'
        done(self.apply(simulator, "DeletePropertySetRow", xml))
        assert [row["RowNbr"] for row in self.rows(simulator)] == left

    BOTH = '<psets><pset name="NOPE"><row/></pset><pset name="AUDIT"><row AUDITOR="x"/></pset>{}</psets>'

    def test_one_failure_of_several_is_told_and_the_rest_is_done(self, either: Simulator) -> None:
        """The reply is the refusal of the one that failed."""
        root = self.apply(either, "AddPropertySetRow", self.BOTH.format(""))
        assert "property set" in root.attrib["error"].lower()
        assert [row["RowNbr"] for row in self.rows(either)] == ["1", "1"]

    def test_two_failures_are_listed(self, either: Simulator) -> None:
        """Under [log], in the shape of each generation, and without a number."""
        root = self.apply(either, "AddPropertySetRow", self.BOTH.format('<pset name="NEITHER"><row/></pset>'))
        assert root.attrib == {"success": "false", "error": "[log]"}
        if root[0].tag == "item":
            assert [each.attrib for each in root] == [
                {"name": "NOPE", "error": "Property set not found"},
                {"name": "NEITHER", "error": "Property set not found"},
            ]
        else:
            assert [(each.tag, each.text) for each in root[0]] == [
                ("item", "NOPE"),
                ("error", "The property set was not found"),
                ("item", "NEITHER"),
                ("error", "The property set was not found"),
            ]

    @given(value=XML_TEXT)
    def test_a_field_keeps_every_character(self, current: Simulator, value: str) -> None:
        """Attribute values come back from GetPropertySets as an XML parser reads them."""
        element = ET.Element("psets")
        ET.SubElement(ET.SubElement(element, "pset", name="AUDIT"), "row", rownbr="0", AUDITOR=value)
        xml = ET.tostring(element, "unicode")
        path = "/Public/Welcome.html"
        done(self.apply(current, "DeletePropertySetRow", '<psets><pset name="AUDIT"><row/></pset></psets>', path))
        done(self.apply(current, "AddPropertySetRow", xml, path))
        assert self.rows(current, path)[0]["AUDITOR"] == ET.fromstring(xml)[0][0].attrib["AUDITOR"]
