"""The simulator in both readings of what the reference contradicts: null keeps, or null clears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from test_simulator import log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, ROW, call, done

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")


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


class TestNullReadings:
    """Both readings of what the reference contradicts."""

    def change(self, simulator: Simulator, operation: str, **arguments: Any) -> None:
        """Let an administrator change something."""
        done(call(simulator, log_in(simulator), operation, **arguments))

    @pytest.mark.parametrize("generation", GENERATIONS)
    @pytest.mark.parametrize("null_keeps", [True, False])
    def test_contact_info_keeps_in_every_reading(
        self, make: Callable[..., Simulator], generation: str, null_keeps: bool
    ) -> None:
        """UpdateUserContactInfo is the operation whose page never contradicted itself."""
        simulator = make(generation=generation, null_keeps=null_keeps)
        self.change(simulator, "UpdateUserContactInfo", userName="jdoe", emailAddress="x")
        user = simulator.user("jdoe")
        assert user is not None
        assert (user["email"], user["mobile"]) == ("x", "+15551234567")

    @pytest.mark.parametrize("generation", GENERATIONS)
    @pytest.mark.parametrize(
        ("operation", "arguments", "cleared"),
        [
            ("UpdateDocumentProperties", {"Path": BUDGET, "NewDocumentName": "Budget.xlsx"}, 2),
            ("UpdateDocumentProperties1", {"Path": BUDGET, "NewDocumentName": "Budget.xlsx"}, 5),
            ("UpdateDocumentProperties2", {"path": BUDGET, "newDocumentName": "Budget.xlsx"}, 5),
        ],
    )
    def test_documents(
        self,
        make: Callable[..., Simulator],
        generation: str,
        operation: str,
        arguments: dict[str, Any],
        cleared: int,
    ) -> None:
        """Null keeps all, or clears every text that the operation takes and nothing else; importance survives."""
        texts = ("description", "update_instructions", "source", "language", "author")
        for null_keeps in (True, False):
            simulator = make(generation=generation, null_keeps=null_keeps)
            before = simulator.document(BUDGET)
            self.change(simulator, operation, **arguments)
            after = simulator.document(BUDGET)
            assert before is not None
            assert after is not None
            assert after == (before if null_keeps else before | dict.fromkeys(texts[:cleared], ""))

    @pytest.mark.parametrize("generation", GENERATIONS)
    def test_a_name_that_is_left_out_is_empty_where_null_clears(
        self, make: Callable[..., Simulator], generation: str
    ) -> None:
        """A document cannot have an empty name, so the call is refused and nothing is changed."""
        simulator = make(generation=generation, null_keeps=False)
        before = simulator.document(BUDGET)
        root = call(simulator, log_in(simulator), "UpdateDocumentProperties", Path=BUDGET, NewDescription="x")
        assert root.attrib["success"] == "false"
        assert simulator.document(BUDGET) == before

    PREFERENCES = '<Preferences Language="tr"><EmailType>TEXT</EmailType></Preferences>'

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            ({}, ("tr", "TEXT", True, 2)),
            ({"generation": "current"}, ("tr", "HTML", True, 2)),
            ({"null_keeps": False}, ("en", "TEXT", False, 1)),
            ({"generation": "current", "null_keeps": False}, ("en", "TEXT", False, 1)),
        ],
    )
    def test_preferences(
        self, make: Callable[..., Simulator], options: dict[str, Any], expected: tuple[Any, ...]
    ) -> None:
        """Attributes are merged, or child elements replace the block; the classic merge reads both."""
        simulator = make(**options)
        first = {"NotificationType": "DAILY REPORT", "ShowHiddens": "TRUE"}
        attributes = "".join(f' {name}="{value}"' for name, value in first.items())
        elements = "".join(f"<{name}>{value}</{name}>" for name, value in first.items())
        for xml in (f"<Preferences{attributes}>{elements}</Preferences>", self.PREFERENCES):
            self.change(simulator, "UpdateUserPreferences", UserName="jdoe", xmlPreferences=xml)
        user = simulator.user("jdoe")
        assert user is not None
        names = ("language", "email_type", "show_hiddens", "notification_type")
        assert tuple(user[name] for name in names) == expected

    def test_a_daily_report_has_two_names(self, make: Callable[..., Simulator]) -> None:
        """The examples of the reference write DAILY, where its notes and GetUser write DAILY REPORT."""
        simulator = make(generation="current", null_keeps=False)
        xml = "<Preferences><NotificationType>daily</NotificationType></Preferences>"
        self.change(simulator, "UpdateUserPreferences", UserName="jdoe", xmlPreferences=xml)
        user = simulator.user("jdoe")
        assert user is not None
        assert user["notification_type"] == 2

    @pytest.mark.parametrize("generation", GENERATIONS)
    @pytest.mark.parametrize(
        ("null_keeps", "arguments", "expected"),
        [
            (True, {}, "Quarterly figures"),
            (False, {}, ""),
            (True, {"NewDescription": ""}, ""),
            (False, {"NewDescription": "x"}, "x"),
        ],
    )
    def test_folders(
        self,
        make: Callable[..., Simulator],
        generation: str,
        null_keeps: bool,
        arguments: dict[str, str],
        expected: str,
    ) -> None:
        """A description that is left out is kept or cleared, and an empty one is cleared."""
        simulator = make(generation=generation, null_keeps=null_keeps)
        self.change(simulator, "UpdateFolderProperties", Path=REPORTS, NewFolderName="Reports", **arguments)
        folder = simulator.folder(REPORTS)
        assert folder is not None
        assert folder["description"] == expected

    @pytest.mark.parametrize("generation", GENERATIONS)
    @pytest.mark.parametrize(
        ("null_keeps", "expected"), [(True, ("P-1", "Closed", "Draft")), (False, ("", "Closed", ""))]
    )
    def test_rows(
        self, make: Callable[..., Simulator], generation: str, null_keeps: bool, expected: tuple[str, ...]
    ) -> None:
        """Fields of a row that are not named are kept or emptied."""
        simulator = make(generation=generation, null_keeps=null_keeps)
        self.change(simulator, "UpdatePropertySetRow", Path=BUDGET, xmlpset=ROW.format(1))
        rows = simulator.property_rows(BUDGET)
        assert rows is not None
        assert tuple(rows["PROJECT"][0].values()) == ("1", *expected)
