"""Documents of the simulator: bytes, versions, checkout and deletion, and that all operations tell the same of them."""

from __future__ import annotations

import base64
import os
import sqlite3
import sys
import threading
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import wire
from hypothesis import given
from hypothesis import strategies as st
from test_simulator import URL, log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, call, done

from soapclient import Client, errors
from soapclient.simulator import Simulator
from soapclient.simulator.content.names import LONGEST, cleaned
from soapclient.simulator.generation import Generation

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

NEW = f"{REPORTS}/New.txt"
FLAGS = dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), "false")
FORBIDDEN = '/\\:*?"<>|#%&+\t'


@pytest.fixture(params=GENERATIONS)
def either(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A server of each generation."""
    with Simulator(generation=request.param) as simulator:
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


def b64(data: bytes) -> str:
    """Write bytes as base64."""
    return base64.b64encode(data).decode()


def put(
    simulator: Simulator, ticket: str, path: str, data: bytes, operation: str = "UploadDocument", **more: Any
) -> Any:
    """Upload bytes and return the root of the answer."""
    return call(simulator, ticket, operation, Path=path, FileContent=b64(data), **more)


def get(simulator: Simulator, ticket: str, path: str, number: int | None = None) -> bytes:
    """Download bytes over SOAP."""
    arguments: dict[str, Any] = {"AuthenticationTicket": ticket, "Path": path}
    if number is not None:
        arguments["VersionNumber"] = number
    name = "DownloadDocument" if number is None else "DownloadDocumentVersion"
    parameters = "".join(f"<{key}>{value}</{key}>" for key, value in arguments.items())
    request = wire.soap("1.1", name, parameters)
    with requests.Session() as session:
        session.mount("http://", simulator.adapter())
        reply = session.post(URL + request.path, data=request.body, headers=dict(request.headers))
    assert reply.status_code == 200
    return base64.b64decode(ET.fromstring(reply.content)[0][0][0].text or "")


def is_current(simulator: Simulator) -> bool:
    """Tell the generation of a simulator."""
    return repr(simulator).endswith("current>")


def refused(root: ET.Element, number: int | None = None) -> str:
    """Return the error of a refusal, which has this number on a server of today."""
    assert root.attrib["success"] == "false"
    if number is not None and "errorCode" in root.attrib:
        assert root.attrib["errorCode"] == str(number)
    return root.attrib["error"]


def document_of(simulator: Simulator, ticket: str, path: str, **flags: str) -> ET.Element:
    """Return the <document> of GetDocument."""
    (found,) = done(call(simulator, ticket, "GetDocument", Path=path, **{**FLAGS, **flags}))
    return found


class TestUploads:
    """Uploads in one call."""

    def test_a_new_document_has_its_bytes(self, either: Simulator) -> None:
        """What was sent comes back, and the numbers that are answered are those of document and version."""
        ticket = log_in(either)
        root = done(put(either, ticket, NEW, b"hello"))
        stored = either.document(NEW)
        assert stored is not None
        assert root.attrib["DocumentId"] == str(stored["document_id"])
        assert root.attrib["VersionId"].isdecimal()
        assert get(either, ticket, NEW) == b"hello"
        assert (stored["size"], stored["crc"], stored["version"]) == (5, zlib.crc32(b"hello"), 1_000_000)

    @pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)) * 5000], ids=len)
    def test_any_bytes(self, either: Simulator, data: bytes) -> None:
        """Also none, and more than are read at once."""
        ticket = log_in(either)
        done(put(either, ticket, NEW, data))
        assert get(either, ticket, NEW) == data
        assert document_of(either, ticket, NEW).attrib["Size"] == str(len(data))

    def test_over_a_document(self, either: Simulator) -> None:
        """Classic servers add a version; those of today want the document checked out, and count revisions."""
        ticket = log_in(either)
        first = put(either, ticket, BUDGET, b"two")
        if is_current(either):
            assert "not checked out" in refused(first, 4000)
            done(call(either, ticket, "Lock", Path=BUDGET))
            done(put(either, ticket, BUDGET, b"two"))
        versions = [each.attrib["Number"] for each in done(call(either, ticket, "GetDocumentVersions", Path=BUDGET))[0]]
        assert versions == ["1000000", "1000001" if is_current(either) else "2000000"]
        assert get(either, ticket, BUDGET) == b"two"
        assert get(either, ticket, BUDGET, 1_000_000) == b"Content of document 1001.\n"
        assert document_of(either, ticket, BUDGET).attrib["CheckoutByUserName"] == ""

    @pytest.mark.parametrize("frees", [True, False, None])
    def test_checkout_follows_either_reading(self, make: Callable[..., Simulator], frees: bool | None) -> None:
        """Checkout=true leaves the document free or checked out, as the simulator is told."""
        for generation in GENERATIONS:
            simulator = make(generation=generation, checkout_frees=frees)
            ticket = log_in(simulator)
            for path in (BUDGET, NEW):
                done(put(simulator, ticket, path, b"x", "UploadDocument2", Checkout="true"))
                free = generation == "current" if frees is None else frees
                expected = "" if free else "admin"
                assert document_of(simulator, ticket, path).attrib["CheckoutByUserName"] == expected

    def test_an_upload_may_keep_the_checkout(self, make: Callable[..., Simulator]) -> None:
        """Whether it checks in is a reading, too."""
        simulator = make(generation="current", upload_checks_in=False)
        ticket = log_in(simulator)
        done(call(simulator, ticket, "Lock", Path=BUDGET))
        done(put(simulator, ticket, BUDGET, b"x"))
        assert document_of(simulator, ticket, BUDGET).attrib["CheckoutByUserName"] == "admin"

    def test_a_comment_is_that_of_the_version(self, either: Simulator) -> None:
        """And the author is who uploaded."""
        ticket = log_in(either, "jdoe", "secret")
        done(put(either, ticket, NEW, b"x", "UploadDocument3", VersionComment="a < b", Checkout="false"))
        (version,) = done(call(either, ticket, "GetDocumentVersion", path=NEW, versionNumber=0))
        told = {each.tag: each.text or "" for each in version}
        assert (told["Comment"], told["VersionAuthor"], told["VersionSize"]) == ("a < b", "John Doe", "1")
        assert told["CheckSum"] == f"{zlib.crc32(b'x'):X}"

    XML = (
        "<xmlparameters><item name='description' VALUE='d &amp; e'/><item NAME='VersionComment'>c</item>"
        "<item NAME='MPVERSIONMAJOR' VALUE='7'/><item NAME='MPVersionMinor' VALUE='2'/><!-- c -->"
        "<item NAME='KEYWORDS' VALUE='x, y z ,x'/><item NAME='TEXTONLYCONTENT'>read &lt; me</item>"
        "<item NAME='CREATIONDATE' VALUE='2020-02-03T04:05:06Z'/><item NAME='PUBLISHOPTION' VALUE='DontPublish'/>"
        "</xmlparameters>"
    )

    def test_options_in_xml(self, either: Simulator) -> None:
        """Names in any letter case, values as attribute or text."""
        ticket = log_in(either)
        arguments = {"path": NEW, "fileContent": b64(b"x")}
        done(call(either, ticket, "UploadDocument4", xmlParameters=self.XML, **arguments))
        told = document_of(either, ticket, NEW, withVersions="true")
        assert told.attrib["Description"] == "d & e"
        assert (told.attrib["VersionNumber"], told.attrib["PublishedVersionNumber"]) == ("7002000", "0")
        assert told.attrib["CreationDate"].startswith("2020-02-03")
        assert told.findtext("Versions/Version/Comment") == "c"
        assert done(call(either, ticket, "GetDocumentKeywords", Path=NEW)).findtext("Keywords") == "x,y z"
        assert "read < me" in "".join(done(call(either, ticket, "GetDocumentTextOnlyContent", Path=NEW)).itertext())
        root = done(call(either, ticket, "DocumentExists", Path=NEW))
        assert (root.attrib["CRC32"], root.attrib["CRC32LASTVERSION"]) == ("", f"{zlib.crc32(b'x'):X}")

    @pytest.mark.parametrize(
        "xml", ["<", "<a><item NAME='NOPE' VALUE='1'/></a>", "<a><item NAME='CHECKOUT' VALUE='x'/></a>",
                "<a><item NAME='MPVERSIONMAJOR' VALUE='2401'/></a>", "<a><item NAME='CREATIONDATE' VALUE='x'/></a>"],
    )  # fmt: skip
    def test_bad_options(self, either: Simulator, xml: str) -> None:
        """What cannot be is refused, and nothing is uploaded."""
        arguments = {"path": NEW, "fileContent": b64(b"x"), "xmlParameters": xml}
        refused(call(either, log_in(either), "UploadDocument4", **arguments), 4000)
        assert either.document(NEW) is None

    def test_where_it_cannot_go(self, either: Simulator) -> None:
        """A folder that is not there, a reader, and a document that another has."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        assert "older" in refused(put(either, admin, "/Finance/Nope/a.txt", b"x"), 4041)
        done(call(either, jdoe, "Lock", Path=BUDGET))
        assert "John Doe" in refused(put(either, admin, BUDGET, b"x"), 4230)
        done(call(either, admin, "ChangeUserType", UserName="jdoe", UserType=2))
        refused(put(either, jdoe, NEW, b"x"), 4030)
        assert either.document(NEW) is None
        assert get(either, admin, BUDGET) == b"Content of document 1001.\n"

    def test_a_document_may_be_too_large(self, make: Callable[..., Simulator]) -> None:
        """Administrators of today's servers are exempt."""
        for generation in GENERATIONS:
            simulator = make(generation=generation, max_document_bytes=3)
            admin, jdoe = log_in(simulator), log_in(simulator, "jdoe", "secret")
            done(put(simulator, jdoe, f"{REPORTS}/a", b"123"))
            assert "3 bytes" in refused(put(simulator, jdoe, f"{REPORTS}/b", b"1234"), 4000)
            root = put(simulator, admin, f"{REPORTS}/c", b"1234")
            assert root.attrib["success"] == ("true" if generation == "current" else "false")

    def test_a_full_disk_stores_nothing(self, either: Simulator) -> None:
        """The call is refused, and the next one works."""
        ticket = log_in(either)
        either.fail("full disk", operation="UploadDocument")
        assert "No space left" in refused(put(either, ticket, NEW, b"x"), 5000)
        assert either.document(NEW) is None
        done(put(either, ticket, NEW, b"y"))
        assert get(either, ticket, NEW) == b"y"

    def test_two_at_once_make_two_versions_or_one_refusal(self, make: Callable[..., Simulator], tmp_path: Path) -> None:
        """No version is lost and no number is there twice."""
        simulator = make(file=tmp_path / "sim.db", generation="classic")
        ticket = log_in(simulator)
        roots: list[ET.Element] = []
        threads = [
            threading.Thread(target=lambda n=n: roots.append(put(simulator, ticket, NEW, b"%d" % n)))  # type: ignore[misc]
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        added = [root for root in roots if root.attrib["success"] == "true"]
        versions = done(call(simulator, ticket, "GetDocumentVersions", Path=NEW))[0]
        assert len(versions) == len(added) >= 1
        assert len({root.attrib["VersionId"] for root in added}) == len(added)


class TestDownloads:
    """Downloads in one call."""

    @pytest.mark.parametrize("path", ["/x", REPORTS, "~D9", ""])
    def test_a_failure_is_no_bytes(self, either: Simulator, path: str) -> None:
        """As an empty document is: nothing tells them apart over SOAP."""
        assert get(either, log_in(either), path) == b""
        assert get(either, "nobody", BUDGET) == b""

    def test_rest_says_why(self, make: Callable[..., Simulator]) -> None:
        """Today's servers answer a JSON string, and a failure with status and headers."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        with requests.Session() as session:
            session.mount("http://", simulator.adapter())
            way = f"{URL}/DownloadDocument"
            found = session.post(way, data={"AuthenticationTicket": ticket, "Path": BUDGET})
            missing = session.post(way, data={"AuthenticationTicket": ticket, "Path": "/x"})
        assert base64.b64decode(found.json()) == b"Content of document 1001.\n"
        assert (missing.status_code, missing.headers["X-InfoRouter-ErrorCode"], missing.json()) == (404, "4041", "")

    @pytest.mark.parametrize(("number", "expected"), [(0, b"second"), (1, b"first"), (1_000_000, b"first"), (9, b"")])
    def test_versions(self, make: Callable[..., Simulator], number: int, expected: bytes) -> None:
        """A small number is a major version, 0 the published one."""
        simulator = make(generation="classic")
        ticket = log_in(simulator)
        for data in (b"first", b"second"):
            done(put(simulator, ticket, NEW, data))
        assert get(simulator, ticket, NEW, number) == expected

    def test_information_is_about_the_same_bytes(self, either: Simulator) -> None:
        """Size and check sum of what is downloaded; the version's number is told as it was asked for."""
        ticket = log_in(either)
        done(put(either, ticket, NEW, b"12345"))
        plain = done(call(either, ticket, "GetDownloadInfo", Path=NEW)).attrib
        assert (plain["Size"], plain["CRC32"], plain["VersionNumber"]) == ("5", f"{zlib.crc32(b'12345'):X}", "0")
        assert (plain["ContentType"], plain["AlterDocumentName"]) == ("text/plain", "New.txt")
        for number in (0, 1_000_000):
            root = done(call(either, ticket, "GetDownloadInfoByVersion", Path=NEW, VersionNumber=number))
            assert {**root.attrib, "VersionNumber": "0", "errorCode": ""} == {**plain, "errorCode": ""}
            assert root.attrib["VersionNumber"] == str(number)
        refused(call(either, ticket, "GetDownloadInfoByVersion", Path=NEW, VersionNumber=1), 4000)
        refused(call(either, ticket, "GetDownloadInfoByVersion", Path=NEW, VersionNumber=5_000_000), 4041)


class TestAgreement:
    """Every operation tells the same facts of a document."""

    def test_all_dialects_agree(self, either: Simulator) -> None:
        """Size, versions, check sum, checkout."""
        ticket = log_in(either)
        done(put(either, ticket, NEW, b"12345"))
        done(call(either, ticket, "Lock", Path=NEW))
        stored = either.document(NEW)
        assert stored is not None
        number, crc = str(stored["document_id"]), f"{stored['crc']:X}"
        full = document_of(either, ticket, NEW).attrib
        assert (full["DocumentID"], full["Size"], full["VersionNumber"]) == (number, "5", "1000000")
        assert (full["CheckoutByUserName"], full["CheckoutBy"]) == ("admin", "System Administrator")
        listed = done(call(either, ticket, "GetDocuments", Path=REPORTS))
        assert [dict(each.attrib) for each in listed if each.attrib["Name"] == "New.txt"] == [dict(full)]
        (short,) = (e for e in done(call(either, ticket, "GetDocuments1", Path=REPORTS)) if e.attrib["id"] == number)
        assert (short.attrib["size"], short.attrib["version"], short.attrib["publishedversion"]) == (
            "5", "1000000", full["PublishedVersionNumber"],
        )  # fmt: skip
        assert (short.attrib["chkoutbyusername"], short.attrib["mdate"]) == ("admin", full["ModificationDate"])
        least = done(call(either, ticket, "GetFoldersAndDocuments2", Path=REPORTS))
        (small,) = (each for each in least if each.attrib["id"] == number)
        assert (small.attrib["sz"], small.attrib["lv"], small.attrib["chksum"]) == ("5", "1000000", crc)
        exists = done(call(either, ticket, "DocumentExists1", FolderPath=REPORTS, DocumentName="new.TXT"))
        assert (exists.attrib["CRC32"], exists.attrib["CRC32LASTVERSION"]) == (crc, crc)

    def test_parts_on_request(self, either: Simulator) -> None:
        """Owner and versions are there only where they are asked for."""
        ticket = log_in(either)
        assert [each.tag for each in document_of(either, ticket, BUDGET)] == []
        told = document_of(either, ticket, BUDGET, withOwner="true", withVersions="true")
        assert sorted(each.tag for each in told) == ["User", "Versions"]
        owner = told.find("User")
        assert owner is not None
        assert owner.attrib["UserName"] == "admin"


class TestCheckout:
    """Checking out and in."""

    def test_who_has_it_may_change_it(self, either: Simulator) -> None:
        """And nobody else, by properties or importance; nor can it be checked out twice."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(call(either, jdoe, "Lock", Path=BUDGET))
        before = either.document(BUDGET)
        for operation, arguments in (
            ("SetDocumentImportance", {"Importance": 3}),
            ("UpdateDocumentProperties1", {"NewDescription": "x", "NewDocumentName": "y"}),
            ("Lock", {}),
            ("IsLockPossible", {}),
        ):
            assert "John Doe" in refused(call(either, admin, operation, Path=BUDGET, **arguments), 4230)
        refused(call(either, jdoe, "Lock", Path=BUDGET), 4230)
        assert either.document(BUDGET) == before
        done(call(either, jdoe, "SetDocumentImportance", Path=BUDGET, Importance=3))

    def test_unlocking(self, either: Simulator) -> None:
        """Only the holder, or an administrator by force; a free document is refused, whatever is said."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        for force in ("true", "false"):
            refused(call(either, admin, "UnLock", Path=BUDGET, force=force), 4000)
        done(call(either, admin, "Lock", Path=BUDGET))
        for force in ("true", "false"):
            refused(call(either, jdoe, "UnLock", Path=BUDGET, force=force), 4030)
        done(call(either, admin, "UnLock", Path=BUDGET, force="false"))
        done(call(either, jdoe, "Lock", Path=BUDGET))
        refused(call(either, admin, "UnLock", Path=BUDGET, force="false"), 4030)
        done(call(either, admin, "UnLock", Path=BUDGET, force="true"))
        done(call(either, admin, "IsLockPossible", Path=BUDGET))

    def test_a_folder_is_locked_in_part(self, either: Simulator) -> None:
        """Those that can be stay locked, and the others are listed."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(call(either, jdoe, "Lock", Path=BUDGET))
        root = call(either, admin, "Lock", Path=REPORTS)
        assert refused(root) == "[log]"
        assert "Budget.xlsx" in ET.tostring(root, "unicode")
        assert document_of(either, admin, f"{REPORTS}/Forecast.xlsx").attrib["CheckoutByUserName"] == "admin"

    def test_lists(self, either: Simulator) -> None:
        """One's own in full, those of a user in rows, which only an administrator sees of others."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        for name in ("Budget.xlsx", "Forecast.xlsx"):
            done(call(either, jdoe, "Lock", Path=f"{REPORTS}/{name}"))
        flags = {"withpropertysets": "false", "withsecurity": "false", "withOwner": "false", "withVersions": "false"}
        own = done(call(either, jdoe, "GetCheckedoutDocuments", **flags))
        assert [each.attrib["DocumentID"] for each in own] == ["1001", "1002"]
        assert len(done(call(either, admin, "GetCheckedoutDocuments", **flags))) == 0
        rows = {"userName": "jdoe", "startingRow": 1, "rowCount": 5}
        page = done(call(either, admin, "GetCheckedoutDocumentsByUser", **rows))
        assert (page.attrib["totalcount"], [each.attrib["id"] for each in page]) == ("2", ["1002"])
        assert (
            len(done(call(either, admin, "GetCheckedoutDocumentsByUser", **{**rows, "startingRow": 0, "rowCount": 0})))
            == 2
        )
        refused(call(either, jdoe, "GetCheckedoutDocumentsByUser", **{**rows, "userName": "admin"}), 4030)

    def test_transfer(self, either: Simulator) -> None:
        """To another; the same name twice takes everything away."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(call(either, jdoe, "Lock", Path=BUDGET))
        for giver, taker, holder in (("jdoe", "admin", "admin"), ("admin", "admin", "")):
            root = call(either, admin, "TransferUserCheckedOutDocuments", FromUserName=giver, ToUserName=taker)
            assert done(root).attrib["warnings"] == ""
            assert document_of(either, admin, BUDGET).attrib["CheckoutByUserName"] == holder


class TestDeleting:
    """DeleteDocument."""

    def test_a_deleted_document_is_gone_and_its_name_is_free(self, either: Simulator) -> None:
        """By path and by number; deleting it again is refused, and a new one has another number."""
        ticket = log_in(either)
        done(call(either, ticket, "DeleteDocument", Path=BUDGET))
        for path in (BUDGET, "~D1001"):
            refused(call(either, ticket, "DocumentExists", Path=path), 4041)
            refused(call(either, ticket, "DeleteDocument", Path=path), 4041)
        assert [each.attrib["id"] for each in done(call(either, ticket, "GetDocuments1", Path=REPORTS))] == ["1002"]
        assert int(done(put(either, ticket, BUDGET, b"x")).attrib["DocumentId"]) > 1_000_000

    def test_what_is_checked_out(self, either: Simulator) -> None:
        """Is deleted by classic servers only; a folder is never deleted by this."""
        ticket = log_in(either)
        done(call(either, ticket, "Lock", Path=BUDGET))
        root = call(either, ticket, "DeleteDocument", Path=BUDGET)
        if is_current(either):
            refused(root, 4230)
        else:
            done(root)
        refused(call(either, ticket, "DeleteDocument", Path=REPORTS), 4041)
        assert either.folder(REPORTS) is not None


class TestNames:
    """What becomes of a name on creation."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ('a/b\\c:d*e?f"g<h>i|j#k%l&m+n\to', "a_b_c_d_e_f_g_h_i_j_k_l_m_n_o"),
            ("a..b....c", "a.b.c"),
            ("a  b   c", "a b c"),
            (" . a.txt . ", "a.txt"),
            ("plain.txt", "plain.txt"),
        ],
    )
    def test_today(self, name: str, expected: str) -> None:
        """Forbidden characters, dots and blanks."""
        assert cleaned(name, Generation("current")) == expected
        assert cleaned(name, Generation()) == name

    def test_a_long_name_is_cut(self) -> None:
        """To 128 characters, extension and a hash included, so that two names stay two."""
        first, second = (cleaned("x" * 200 + each + ".pdf", Generation("current")) for each in "ab")
        assert (len(first), first[-4:]) == (LONGEST, ".pdf")
        assert first != second

    @given(name=st.text(alphabet=st.sampled_from(FORBIDDEN + ". abÄ"), max_size=150))
    def test_a_clean_name_stays(self, name: str) -> None:
        """Cleaning once is enough, and leaves nothing that a rename would refuse."""
        once = cleaned(name, Generation("current"))
        assert cleaned(once, Generation("current")) == once
        assert not set(once) & set(FORBIDDEN)
        assert len(once) <= LONGEST

    def test_an_upload_goes_to_the_clean_name(self, make: Callable[..., Simulator]) -> None:
        """And becomes a version of the document that has it."""
        simulator = make(generation="current")
        ticket = log_in(simulator)
        done(put(simulator, ticket, f"{REPORTS}/a #1.txt", b"x"))
        assert simulator.document(f"{REPORTS}/a _1.txt") is not None
        assert "not checked out" in refused(put(simulator, ticket, f"{REPORTS}/a #1.txt", b"y"), 4000)


class TestStorage:
    """Where the bytes are."""

    def test_a_file_keeps_documents(self, tmp_path: Path) -> None:
        """Bytes, versions, checkouts and what was deleted; nothing that was staged is left."""
        file = tmp_path / "sim.db"
        with Simulator(file, seed_documents=2) as simulator:
            ticket = log_in(simulator)
            done(put(simulator, ticket, NEW, b"kept"))
            done(call(simulator, ticket, "DeleteDocument", Path=BUDGET))
            done(call(simulator, ticket, "DeleteDocument", Path="~D100001"))
            refused(put(simulator, ticket, "/nowhere/x", b"x"))
        assert len(list((tmp_path / "sim.db.contents").iterdir())) == 1
        with Simulator(file, seed_documents=3) as simulator:
            ticket = log_in(simulator)
            assert get(simulator, ticket, NEW) == b"kept"
            assert simulator.document(BUDGET) is simulator.document("~D100001") is None
            assert get(simulator, ticket, "~D100003") == b"Content of document 100003.\n"

    def test_a_store_in_memory_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its directory is made with the first bytes and removed when it is closed, or forgotten."""
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        for forget in (False, True):
            simulator = Simulator()
            assert list(tmp_path.iterdir()) == []
            done(put(simulator, log_in(simulator), NEW, b"x"))
            assert len(list(tmp_path.iterdir())) == 1
            if not forget:
                simulator.close()
            del simulator
            assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="this system cannot fork")
    def test_a_child_process_leaves_its_parents_bytes(self) -> None:
        """A child of a store in memory reads them, has its own besides, and removes none of its parent's."""
        with Simulator() as simulator:
            ticket = log_in(simulator)
            done(put(simulator, ticket, NEW, b"parent"))
            child = os.fork()
            if not child:
                status = 1
                try:
                    assert get(simulator, ticket, NEW) == b"parent"
                    done(put(simulator, ticket, f"{REPORTS}/b", b"child"))
                    assert get(simulator, ticket, f"{REPORTS}/b") == b"child"
                    simulator.close()
                    status = 0
                finally:
                    os._exit(status)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert get(simulator, ticket, NEW) == b"parent"
            assert simulator.document(f"{REPORTS}/b") is None

    def test_a_file_of_before(self, tmp_path: Path) -> None:
        """One without versions opens, and its documents have a first one each; what was changed stays."""
        file = tmp_path / "sim.db"
        Simulator(file).close()
        connection = sqlite3.connect(file)
        columns = "document_id, folder, name, description, update_instructions, source, language, author, importance"
        with connection:
            connection.execute(f"CREATE TABLE old AS SELECT {columns} FROM documents")
            for table in ("documents", "versions", "numbers", "sown", "recycled", "folders"):
                connection.execute(f"DROP TABLE {table}")
            connection.execute(
                "CREATE TABLE documents (document_id INTEGER PRIMARY KEY, folder TEXT NOT NULL COLLATE NOCASE,"
                " name TEXT NOT NULL COLLATE NOCASE, description TEXT NOT NULL DEFAULT '', update_instructions TEXT"
                " NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', author TEXT"
                " NOT NULL DEFAULT '', importance INTEGER NOT NULL DEFAULT 0, UNIQUE (folder, name))"
            )
            connection.execute("INSERT INTO documents SELECT * FROM old")
            connection.execute("UPDATE documents SET name = 'Plan.xlsx' WHERE document_id = 1001")
        connection.close()
        with Simulator(file) as simulator:
            ticket = log_in(simulator)
            assert get(simulator, ticket, f"{REPORTS}/Plan.xlsx") == b"Content of document 1001.\n"
            assert simulator.document(BUDGET) is None
            done(put(simulator, ticket, NEW, b"x"))


class TestFailures:
    """Failures on demand, on operations that answer bytes too."""

    @pytest.fixture(params=GENERATIONS)
    def both(self, request: pytest.FixtureRequest) -> Iterator[tuple[Simulator, Client]]:
        """A simulator on a socket and a client of it."""
        with (
            Simulator(generation=request.param) as simulator,
            simulator.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled") as client,
        ):
            yield simulator, client

    def test_truncated_bytes(self, both: tuple[Simulator, Client]) -> None:
        """A reply that breaks off is no document."""
        simulator, client = both
        simulator.fail("truncate", operation="DownloadDocument")
        with pytest.raises(errors.SoapClientError):
            client.service.DownloadDocument(Path=BUDGET)
        assert client.service.DownloadDocument(Path=BUDGET).bytes == b"Content of document 1001.\n"

    def test_after_some_calls(self, both: tuple[Simulator, Client]) -> None:
        """A failure may wait until some calls have passed."""
        simulator, client = both
        simulator.fail("status", status=503, operation="GetDownloadInfo", after=2)
        said = []
        for _ in range(4):
            try:
                client.service.GetDownloadInfo(Path=BUDGET)
                said.append(True)
            except errors.SoapClientError:
                said.append(False)
        assert said == [True, True, False, True]

    def test_tickets_expire_after_some_calls(self, both: tuple[Simulator, Client]) -> None:
        """The session that began is over in the middle; the client logs in anew, once."""
        simulator, client = both
        simulator.fail("expire", operation="GetDownloadInfo", after=1)
        for _ in range(3):
            client.service.GetDownloadInfo(Path=BUDGET)
        assert simulator.logins == 2
