"""Logs, favourites, associations, shortcuts, trees and settings of the simulator: what is written is read back."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from test_simulator import log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, call, done
from test_simulator_documents import FLAGS, get, is_current, put, refused

from soapclient.simulator import Simulator
from soapclient.simulator.settings.kept import DEFAULTS

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

NEW = f"{REPORTS}/New.txt"
FORECAST = f"{REPORTS}/Forecast.xlsx"
LISTED = {
    "withrules": "false", "withpropertysets": "false", "withsecurity": "false", "withOwner": "false",
    "withVersions": "false",
}  # fmt: skip


@pytest.fixture(params=GENERATIONS)
def either(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A server of each generation."""
    with Simulator(generation=request.param) as simulator:
        yield simulator


def names(root: ET.Element, attribute: str = "NAME") -> list[str]:
    """Return an attribute of every item below a list."""
    return [each.attrib[attribute] for each in done(root)[0]]


class TestLogs:
    """The audit logs."""

    def test_what_happens_is_logged(self, either: Simulator) -> None:
        """By whom and where, the newest first; reading is for administrators."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(put(either, jdoe, NEW, b"x"))
        done(call(either, jdoe, "Lock", Path=BUDGET))
        done(call(either, admin, "UnLock", Path=BUDGET, force="true"))
        done(call(either, admin, "DeleteDocument", Path=NEW))
        expected = {
            "GetNewDocumentsAndFoldersLog": ("New.txt", "John Doe"),
            "GetVersionCreateLog": ("New.txt", "John Doe"),
            "GetCheckoutLog": ("Budget.xlsx", "John Doe"),
            "GetCheckInLog": ("Budget.xlsx", "System Administrator"),
        }
        for operation, (name, who) in expected.items():
            (logs,) = done(call(either, admin, operation))
            assert [(each.attrib["NAME"], each.attrib["FULLNAME"]) for each in logs] == [(name, who)]
            assert logs[0].attrib["PATH"] == f"\\Finance\\Reports\\{name}"
            refused(call(either, jdoe, operation), 4030)
        dates = {"StartDate": "2020-01-01T00:00:00", "EndDate": "2999-01-01T00:00:00", "PathFilter": ""}
        assert names(call(either, admin, "GetDeleteLog", **dates)) == ["New.txt"]

    def test_filters(self, either: Simulator) -> None:
        """By path, with a star at the end only, and between two moments; a range that runs backwards has nothing."""
        ticket = log_in(either)
        for name in ("a.txt", "b.txt"):
            done(put(either, ticket, f"{REPORTS}/{name}", b"x"))
        done(put(either, ticket, "/Public/c.txt", b"x"))

        def found(**filters: str) -> list[str]:
            return names(call(either, ticket, "GetNewDocumentsAndFoldersLog", **filters))

        assert found() == ["c.txt", "b.txt", "a.txt"]
        assert found(pathFilter="\\finance\\*") == ["b.txt", "a.txt"]
        assert found(pathFilter="/Finance/Reports/a.txt") == ["a.txt"]
        assert found(pathFilter="/Finance") == []
        assert found(startDate="2020-01-01T00:00:00Z", endDate="2999-01-01T00:00:00Z") == found()
        assert found(startDate="2999-01-01T00:00:00Z", endDate="2020-01-01T00:00:00Z") == []

    def test_reading_is_remembered(self, either: Simulator) -> None:
        """Each time, by document and by user, in pages too; recent documents are listed once."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        for path in (BUDGET, FORECAST):
            get(either, jdoe, path)
        done(call(either, jdoe, "GetDownloadHandler", Path=BUDGET, PreferedChunkSize=0))
        (log,) = done(call(either, admin, "GetDocumentViewLog", Path=BUDGET))
        assert [(each.attrib["Number"], each.attrib["Viewer"]) for each in log] == [("1000000", "John Doe")] * 2
        (log,) = done(call(either, admin, "GetDocumentReadLogHistory", Path=BUDGET, UserID=1))
        assert len(log) == 0
        assert names(call(either, admin, "GetUserViewLog", userName="jdoe"), "DocumentId") == ["1001", "1002", "1001"]
        rows = {"userName": "jdoe", "startingRow": 1, "rowCount": 1}
        root = done(call(either, admin, "GetUserViewLogLite", **rows))
        assert (root.attrib["recordCount"], names(root, "DocumentId")) == ("3", ["1002"])
        assert len(done(call(either, admin, "GetUserViewLogLite", **{**rows, "userName": "admin"}))) == 0
        recent = done(call(either, jdoe, "GetRecentDocuments", **LISTED))
        assert [each.attrib["DocumentID"] for each in recent] == ["1001", "1002"]

    def test_authored_documents(self, either: Simulator) -> None:
        """Those of which a user has made a version."""
        jdoe = log_in(either, "jdoe", "secret")
        done(put(either, jdoe, NEW, b"x"))
        root = done(call(either, jdoe, "GetAuthoredDocuments", userName="jdoe", startingRow=0, rowCount=0))
        assert (root.attrib["totalcount"], [each.attrib["name"] for each in root]) == ("1", ["New.txt"])


class TestMarked:
    """Favourites and the queue of downloads."""

    @pytest.mark.parametrize(
        ("add", "remove", "read", "number"),
        [
            ("AddToFavorites", "RemoveFromFavorites", "GetFavorites", 4090),
            ("AddToDownloadQueue", "RemoveFromDownloadQueue", "GetDownloadQue", 4000),
        ],
    )
    def test_a_list_of_ones_own(self, either: Simulator, add: str, remove: str, read: str, number: int) -> None:
        """Folders first; twice is refused, taking out what is not there is not; what is deleted is no longer there."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        for path in (BUDGET, REPORTS):
            done(call(either, admin, add, itemPath=path))
        refused(call(either, admin, add, itemPath=BUDGET), number)
        refused(call(either, admin, add, itemPath="/x"), 4041)
        assert [each.tag for each in done(call(either, admin, read, **LISTED))] == ["folder", "document"]
        assert len(done(call(either, jdoe, read, **LISTED))) == 0
        done(call(either, admin, remove, itemPath=REPORTS))
        done(call(either, admin, remove, itemPath=REPORTS))
        assert [each.tag for each in done(call(either, admin, read, **LISTED))] == ["document"]
        done(call(either, admin, "DeleteDocument", Path=BUDGET))
        assert len(done(call(either, admin, read, **LISTED))) == 0

    def test_favourites_of_a_user(self, either: Simulator) -> None:
        """In rows, by name; folders of today's servers in full."""
        ticket = log_in(either)
        for path in (FORECAST, BUDGET, "/Public", REPORTS):
            done(call(either, ticket, "AddToFavorites", itemPath=path))
        rows = {"userName": "admin", "startingRow": 0, "rowCount": 1}
        documents = done(call(either, ticket, "GetFavoriteDocumentsOfUser", **rows))
        assert (documents.attrib["totalcount"], [each.attrib["name"] for each in documents]) == ("2", ["Budget.xlsx"])
        folders = done(call(either, ticket, "GetFavoriteFoldersOfUser", **rows))
        total, name = ("recordCount", "Name") if is_current(either) else ("totalcount", "name")
        assert (folders.attrib[total], [each.attrib[name] for each in folders]) == ("2", ["Public"])


class TestLinks:
    """Associations, shortcuts, addresses and pages."""

    def associated(self, simulator: Simulator, ticket: str, path: str) -> list[tuple[str, str, str]]:
        """Return what a document is associated with: direction, type and path."""
        root = done(call(simulator, ticket, "AssociatedFoldersAndDocuments", ItemPath=path))
        return [
            (each.attrib["IsReverseAssociation"], each.attrib["AssociationTypeName"], each.attrib["Path"])
            for listed in root
            for each in listed
        ]

    def test_associations(self, either: Simulator) -> None:
        """Seen from both ends, replaced by another type, removed in the right direction."""
        ticket = log_in(either)
        ends = {"DocumentPath": BUDGET, "AssociateWith_ItemPath": FORECAST}
        done(call(either, ticket, "AssociateDocument", AssociationTypeID=3, **ends))
        done(call(either, ticket, "AssociateDocument", AssociationTypeID=2, **ends))
        done(
            call(
                either,
                ticket,
                "AssociateFolder",
                FolderPath=REPORTS,
                AssociateWith_ItemPath=BUDGET,
                AssociationTypeID=1,
            )
        )
        assert sorted(self.associated(either, ticket, BUDGET)) == [
            ("FALSE", "Copy", "\\\\Finance\\\\Reports\\\\Forecast.xlsx"),
            ("TRUE", "Related", "/Finance/Reports"),
        ]
        assert self.associated(either, ticket, FORECAST)[0][:2] == ("TRUE", "Original")
        refused(call(either, ticket, "AssociateDocument", AssociationTypeID=0, DocumentPath=BUDGET,
                     AssociateWith_ItemPath=BUDGET.upper()), 4000)  # fmt: skip
        remove = {"ItemPath": BUDGET, "AssociationWith_ItemPath": FORECAST}
        root = call(either, ticket, "RemoveAssociation", IsReverseAssociation="true", **remove)
        assert root.attrib["success"] == ("true" if is_current(either) else "false")
        assert len(self.associated(either, ticket, BUDGET)) == 2
        done(call(either, ticket, "RemoveAssociation", IsReverseAssociation="false", **remove))
        assert len(self.associated(either, ticket, BUDGET)) == 1
        types = done(call(either, ticket, "AssociationTypes"))[0]
        assert [each.attrib["AssociationTypeID"] for each in types] == ["0", "1", "2", "3", "4"]

    def test_a_shortcut_tells_its_target(self, either: Simulator) -> None:
        """Its name must end in .lnk, which hides a target that is not there."""
        ticket = log_in(either)
        wrong = {"Path": f"{REPORTS}/a.txt", "TargetDocumentPath": "/x"}
        refused(call(either, ticket, "CreateDocumentShortcut", **wrong), 4000)
        refused(call(either, ticket, "CreateDocumentShortcut", **{**wrong, "Path": f"{REPORTS}/a.lnk"}), 4041)
        right = {"Path": f"{REPORTS}/a.lnk", "TargetDocumentPath": BUDGET}
        done(call(either, ticket, "CreateDocumentShortcut", **right))
        refused(call(either, ticket, "CreateDocumentShortcut", **right), 4090)
        (told,) = done(call(either, ticket, "GetDocument", Path=right["Path"], **FLAGS))
        assert (told.attrib["IsShortcut"], told.attrib["TargetDocumentId"]) == ("true", "1001")

    def test_an_address(self, either: Simulator) -> None:
        """Over one that is there: a version on classic servers, refused on today's."""
        ticket = log_in(either)
        arguments = {"Path": f"{REPORTS}/site.url", "AddressURL": "https://example.com/"}
        done(call(either, ticket, "CreateURL", **arguments))
        again = call(either, ticket, "CreateURL", **arguments)
        assert again.attrib["success"] == ("false" if is_current(either) else "true")
        done(call(either, ticket, "UpdateURLDocument", documentPath=arguments["Path"], address="https://example.org/",
                  sendMail="false", publishOption=0))  # fmt: skip
        assert b"URL=https://example.org/" in get(either, ticket, arguments["Path"])
        refused(call(either, ticket, "UpdateURLDocument", documentPath=BUDGET, address="x", sendMail="false",
                     publishOption=0), 4000)  # fmt: skip

    def test_a_page(self, either: Simulator) -> None:
        """Its description is kept by null and cleared by an empty text, which says null on no server of today."""
        ticket = log_in(either)
        xml = "<xmlparameters><item NAME='DESCRIPTION' VALUE='first'/></xmlparameters>"
        arguments = {"folderPath": REPORTS, "name": "p.html", "htmlContent": "<p>1</p>", "xmlParameters": xml}
        number = done(call(either, ticket, "CreateHtmlDocument", **arguments)).attrib["documentId"]
        update = {"documentPath": f"~D{number}", "htmlContent": "<p>2</p>", "sendMail": "false", "publishOption": 0}
        done(call(either, ticket, "UpdateHtmlDocument", **update))
        assert get(either, ticket, f"{REPORTS}/p.html") == b"<p>2</p>"
        stored = either.document(f"~D{number}")
        assert stored is not None
        assert (stored["description"], stored["version_count"], stored["checked_out_by_id"]) == ("first", 2, 0)
        refused(call(either, ticket, "CreateHtmlDocument", **arguments), 4090)


class TestTrees:
    """Folders as trees."""

    def test_counts_and_catalogue(self, either: Simulator) -> None:
        """Documents of the whole tree, folders of one level, nested as they are."""
        ticket = log_in(either)
        done(put(either, ticket, NEW, b"12345"))
        done(call(either, ticket, "Lock", Path=NEW))
        (counts,) = done(call(either, ticket, "GetFolderStatistics", folderPath="/Finance"))
        assert counts.attrib["SubFolderCount"] == "2"
        assert (counts.attrib["TotalDocumentCount"], counts.attrib["CheckedOutCount"]) == ("3", "1")
        assert counts.attrib["RegisteredDocumentsIn30Days"] == "1"
        assert call(either, ticket, "GetSubFoldersCount", Path="/Finance").attrib["SubFolderCount"] == "2"
        root = done(call(either, ticket, "GetFolderCatalog", folderPath="/Finance"))
        assert (root[0].tag == "catalog") == (not is_current(either))
        assert [each.attrib["name"] for each in root.iter("document")] == ["Budget.xlsx", "Forecast.xlsx", "New.txt"]
        assert call(either, ticket, "GetParentFolderIDs", FolderID=102).attrib["idpath"] == "101/102"
        refused(call(either, ticket, "GetParentFolderIDs", FolderID=9), 4041)

    def test_ones_own(self, either: Simulator) -> None:
        """What the caller owns."""
        jdoe = log_in(either, "jdoe", "secret")
        done(put(either, jdoe, NEW, b"x"))
        root = done(call(either, jdoe, "GetMyDocumentsAndFolders", **LISTED))
        assert [(each.tag, each.attrib["Name"]) for each in root] == [("document", "New.txt")]


class TestSettings:
    """Settings of the server."""

    PAIRS = (
        ("GetGeneralAppSettings", "SetGeneralAppSettings", "GeneralSettings"),
        ("GetAuthenticationAndPasswordPolicy", "SetAuthenticationAndPasswordPolicy", "AuthenticationAndPasswordPolicy"),
        ("GetEmailAndNotificationSettings", "SetEmailAndNotificationSettings", "EmailAndNotificationSettings"),
        ("GetSystemBehaviorSettings", "SetSystemBehaviorSettings", "SystemBehaviorSettings"),
    )

    @pytest.mark.parametrize(("getter", "setter", "name"), PAIRS)
    def test_what_is_set_is_read_back(self, either: Simulator, getter: str, setter: str, name: str) -> None:
        """As a whole: what is left out goes back to its default; only administrators set."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")

        def told() -> str:
            return ET.tostring(done(call(either, admin, getter))[0], "unicode")

        default = ET.tostring(ET.fromstring(DEFAULTS[name]), "unicode")
        assert told() == default
        changed = default.replace("true", "!").replace("false", "true").replace("!", "false")
        refused(call(either, jdoe, setter, settingsXml=changed), 4030)
        done(call(either, admin, setter, settingsXml=changed))
        assert told() == changed != default
        for bad in ("<", "<Value />", changed.replace("true", "maybe")):
            refused(call(either, admin, setter, settingsXml=bad), 4000)
        assert told() == changed
        done(call(either, admin, setter, settingsXml=f"<{name} />"))
        assert told() == default

    def test_clamped_numbers_and_holidays(self, either: Simulator) -> None:
        """Numbers are moved into their range; a holiday is gone when it is left out."""
        ticket = log_in(either)
        xml = "<SystemBehaviorSettings><LoginDelay>9999</LoginDelay></SystemBehaviorSettings>"
        done(call(either, ticket, "SetSystemBehaviorSettings", settingsXml=xml))
        assert done(call(either, ticket, "GetSystemBehaviorSettings"))[0].findtext("LoginDelay") == "2000"
        day = "<Holiday><HolidayDate>2000-01-01</HolidayDate><Description>New Year</Description></Holiday>"
        for listed, expected in ((f"<HolidayList>{day}</HolidayList>", 1), ("", 0)):
            xml = f"<GeneralSettings>{listed}</GeneralSettings>"
            done(call(either, ticket, "SetGeneralAppSettings", settingsXml=xml))
            assert (
                len(done(call(either, ticket, "GetGeneralAppSettings"))[0].findall("HolidayList/Holiday")) == expected
            )

    def test_settings_are_followed(self, either: Simulator) -> None:
        """The largest document and the size of pages are those that are set, and told by the parameters too."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        xml = (
            "<GeneralSettings><UploadSettings><DocumentMaxSize>3</DocumentMaxSize></UploadSettings>"
            "<SearchPageSize>1</SearchPageSize></GeneralSettings>"
        )
        done(call(either, admin, "SetGeneralAppSettings", settingsXml=xml))
        refused(put(either, jdoe, NEW, b"1234"), 4000)
        done(put(either, jdoe, NEW, b"123"))
        assert len(done(call(either, jdoe, "GetDocumentsByPage", Path=REPORTS, PageNumber=1))) == 1
        told = done(call(either, jdoe, "getApplicationParameters"))[0]
        assert (told.findtext("FILEUPLOADLIMIT"), told.findtext("SEARCHPAGESIZE")) == ("3", "1")

    def test_an_option_is_a_setting(self, make: Callable[..., Simulator]) -> None:
        """And is told as one."""
        simulator = make(page_size=7, max_document_bytes=9)
        told = done(call(simulator, log_in(simulator), "GetGeneralAppSettings"))[0]
        assert (told.findtext("SearchPageSize"), told.findtext("UploadSettings/DocumentMaxSize")) == ("7", "9")

    @pytest.fixture
    def make(self) -> Iterator[Callable[..., Simulator]]:
        """Make simulators that are closed in the end."""
        made: list[Simulator] = []

        def make(**options: Any) -> Simulator:
            made.append(Simulator(**options))
            return made[-1]

        yield make
        for simulator in made:
            simulator.close()

    def test_columns(self, either: Simulator) -> None:
        """Those of everybody are refused where one is unknown; a user's lose it without a word."""
        ticket = log_in(either)
        refused(call(either, ticket, "SetDefaultFolderColumns", columnNames="Size,Nope"))
        done(call(either, ticket, "SetDefaultFolderColumns", columnNames="size, ItemName"))
        default = done(call(either, ticket, "GetDefaultFolderColumns"))
        assert [each.findtext("ColumnName") for each in default] == ["Size", "ItemName"]
        own = {
            "folderPath": REPORTS, "columnNames": "Size,Nope", "propertySetId": 0, "sortBy": "size",
            "sortVector": "desc", "sortByPropertySetId": 0, "sortByPropertySetColumnName": "-",
        }  # fmt: skip
        done(call(either, ticket, "SetUserFolderColumns", **own))
        told = done(call(either, ticket, "GetUserFolderColumns", folderPath=REPORTS))
        assert (told.findtext("sortBy"), told.findtext("sortVector")) == ("Size", "desc")
        assert [each.text for each in told.findall("columns/column")] == ["Size"]
        other = done(call(either, ticket, "GetUserFolderColumns", folderPath="/Public"))
        assert len(other.findall("columns/column")) == 3
        assert len(done(call(either, ticket, "GetAllFolderColumns"))[0]) > 5

    def test_media_types(self, either: Simulator) -> None:
        """Each extension has its dot."""
        types = done(call(either, log_in(either), "GetMimeTypes"))[0]
        told = {each.findtext("ExtensionType"): each.findtext("MimeTypeString") for each in types}
        assert told[".pdf"] == "application/pdf"
