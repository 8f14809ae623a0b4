"""Reviews, mail, statistics and what is obsolete on the simulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_simulator import log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, call, done
from test_simulator_documents import put, refused

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

REVIEW = (
    "<ISOReviewDefinitionModel><ScheduleDef>M1</ScheduleDef><NextReviewDate>2030-01-02</NextReviewDate>"
    "<ReviewByName>jdoe</ReviewByName><ReviewInstructions>a &lt; b</ReviewInstructions></ISOReviewDefinitionModel>"
)


@pytest.fixture(params=GENERATIONS)
def either(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A server of each generation."""
    with Simulator(generation=request.param) as simulator:
        yield simulator


class TestReviews:
    """Reviews and permanent comments."""

    def test_a_definition_is_read_back(self, either: Simulator) -> None:
        """With who set it; removed, nothing is told."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(call(either, admin, "SetISOReviewDefinition", documentPath=BUDGET, xmlParameters=REVIEW))
        (told,) = done(call(either, admin, "GetISOReviewDefinition", documentPath=BUDGET))
        assert (told.attrib["scheduleDef"], told.attrib["reviewByName"]) == ("M1", "jdoe")
        assert (told.attrib["reviewInstructions"], told.attrib["assignerByName"]) == ("a < b", "admin")
        rows = {"userName": "jdoe", "startingRow": 0, "rowCount": 0}
        listed = done(call(either, jdoe, "GetISOReviewAssignmentsOfUser", **rows))
        assert (listed.attrib["totalcount"], listed[0].attrib["id"]) == ("1", "1001")
        stored = either.document(BUDGET)
        assert stored is not None
        assert stored["next_iso_review"] == "2030-01-02T00:00:00.000Z"
        for _ in range(2):
            done(call(either, admin, "RemoveISOReviewDefinition", documentPath=BUDGET))
        assert len(done(call(either, admin, "GetISOReviewDefinition", documentPath=BUDGET))) == 0

    @pytest.mark.parametrize(
        ("xml", "number"),
        [
            ("<", 4000),
            ("<Other/>", 4000),
            (REVIEW.replace("2030-01-02", "x"), 4000),
            (REVIEW.replace("jdoe", "x"), 4041),
        ],
    )
    def test_bad_definitions(self, either: Simulator, xml: str, number: int) -> None:
        """Are refused, and nothing is kept."""
        ticket = log_in(either)
        refused(call(either, ticket, "SetISOReviewDefinition", documentPath=BUDGET, xmlParameters=xml), number)
        assert len(done(call(either, ticket, "GetISOReviewDefinition", documentPath=BUDGET))) == 0

    def test_comments_stay(self, either: Simulator) -> None:
        """A review needs one to do; each comment is another entry."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        said = {"DocumentPath": BUDGET, "CommentText": "a & b"}
        refused(call(either, jdoe, "AddISOComment", **said), 4000)
        done(call(either, admin, "SetISOReviewDefinition", documentPath=BUDGET, xmlParameters=REVIEW))
        done(call(either, jdoe, "AddISOComment", **said))
        for _ in range(2):
            done(call(either, admin, "AddSOXComment", **said))
        (iso,) = done(call(either, admin, "GetISOLogs", DocumentPath=BUDGET))
        (sox,) = done(call(either, admin, "GetSoxLogs", DocumentPath=BUDGET))
        assert [(each.findtext("Comment"), each.findtext("UserName")) for each in iso] == [("a & b", "jdoe")]
        assert [each.findtext("VersionNumber") for each in sox] == ["1000000"] * 2


def test_reviews_and_tasks_go_to_another(either: Simulator) -> None:
    """With the same name twice to nobody."""
    admin = log_in(either)
    done(call(either, admin, "SetISOReviewDefinition", documentPath=BUDGET, xmlParameters=REVIEW))
    for giver, taker, expected in (("jdoe", "admin", "admin"), ("admin", "admin", "")):
        done(call(either, admin, "TransferUserISOTasks", FromUserName=giver, ToUserName=taker))
        (told,) = done(call(either, admin, "GetISOReviewDefinition", documentPath=BUDGET))
        assert told.attrib["reviewByName"] == expected


class TestMail:
    """What would have been sent."""

    def test_documents_are_sent(self, either: Simulator) -> None:
        """To each address; one bad address or path, and nothing is."""
        ticket = log_in(either)
        said = {
            "recipients": "a@example.com; b@example.com",
            "subject": "s",
            "body": "b",
            "itemPaths": f"{BUDGET}|{REPORTS}/",
        }
        done(call(either, ticket, "SendEmail", **said))
        assert [(mail.to, mail.subject, mail.items) for mail in either.outbox] == [
            (f"{name}@example.com", "s", (BUDGET, REPORTS)) for name in "ab"
        ]
        refused(call(either, ticket, "SendEmail", **{**said, "recipients": "a@example.com;x"}), 4000)
        refused(call(either, ticket, "SendEmail", **{**said, "itemPaths": "/x"}), 4041)
        assert len(either.outbox) == 2

    def test_others(self, either: Simulator) -> None:
        """A welcome, and a document to its owner."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(call(either, admin, "SendWelcomeEmailForUser", userName="jdoe"))
        refused(call(either, jdoe, "SendWelcomeEmailForUser", userName="jdoe"), 4030)
        refused(call(either, admin, "SendWelcomeEmailForUser", userName="nobody"), 4000)
        done(call(either, jdoe, "DistributeDocument", documentPath=BUDGET))
        assert [mail.to for mail in either.outbox] == ["john.doe@example.com", "admin@example.com"]


class TestStatistics:
    """Numbers that are counted."""

    def test_they_follow(self, either: Simulator) -> None:
        """What is stored at the moment."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        done(put(either, jdoe, f"{REPORTS}/n.txt", b"12345"))
        done(call(either, jdoe, "Lock", Path=BUDGET))
        done(call(either, jdoe, "AddToFavorites", itemPath=BUDGET))
        (own,) = done(call(either, jdoe, "GetUserStatistics", userName="jdoe"))
        names = ("TotalDocuments", "CheckedOutDocuments", "FavoriteDocuments", "RecycledDocuments", "TotalFolders")
        assert [own.findtext(name) for name in names] == ["1", "1", "1", "0", "0"]
        (whole,) = done(call(either, admin, "GetSystemStatistics"))
        assert [whole.findtext(name) for name in ("TotalUserCount", "TotalDocumentCount", "TotalCheckedOutDocuments",
                "RegisteredDocumentsIn30Days")] == ["3", "4", "1", "1"]  # fmt: skip
        assert done(call(either, admin, "GetWarehouseStatus")).attrib["TotalDocumentCount"] == "4"
        (licence,) = done(call(either, admin, "GetLicenseInfo"))
        assert licence.findtext("ActiveUserCount") == "3"
        for operation in ("GetSystemStatistics", "GetWarehouseStatus", "GetLicenseInfo"):
            refused(call(either, jdoe, operation), 4030)

    def test_co_workers(self, either: Simulator) -> None:
        """Those of the same domain, with many attributes or few."""
        admin = log_in(either)
        (users,) = done(call(either, admin, "GetCoWorkers"))
        assert [each.attrib["UserName"] for each in users] == ["sysadmin"]
        said = {"SortBy": 1, "SortAscending": "true", "DetailMode": "false"}
        (users,) = done(call(either, admin, "GetCoWorkers1", **said))
        assert "Domain" not in users[0].attrib
        refused(call(either, admin, "GetCoWorkers1", **{**said, "SortBy": 0}), 4000)


def test_what_is_obsolete_never_succeeds(either: Simulator) -> None:
    """Whoever calls it, and whatever is said."""
    ticket = log_in(either)
    said = {"BaseServerSidePath": "x", "Items": "x", "TargetIRPath": "x"}
    assert refused(call(either, ticket, "ServerSideImport", **said), 4000) == "OBSELETE"
    refused(call(either, ticket, "SetDocumentRetention", Path=BUDGET, RetentionStatus=1), 4000)
