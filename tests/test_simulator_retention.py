"""Retention schedules of the simulator: definitions, authorities, freezing and logs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pytest
from test_simulator import log_in
from test_simulator_current import BUDGET, GENERATIONS, REPORTS, call, done
from test_simulator_documents import is_current, refused

from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")


@pytest.fixture(params=GENERATIONS)
def either(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A server of each generation."""
    with Simulator(generation=request.param) as simulator:
        yield simulator


def definition(simulator: Simulator, name: str = "Letters", *, permanent: bool = False, **more: str) -> str:
    """Write a definition; its type has another number in each generation."""
    kind = "2" if permanent == is_current(simulator) else "1"
    values = {"Name": name, "RetentionType": kind, "RetentionPeriodYears": "3", **more}
    return f"<rd {' '.join(f'{key}={chr(34)}{value}{chr(34)}' for key, value in values.items())} />"


class TestSchedules:
    """Definitions."""

    def test_a_schedule_is_told_as_it_was_made(self, either: Simulator) -> None:
        """And replaced as a whole, so that what is left out goes back to its default."""
        ticket = log_in(either)
        xml = definition(either, Description="a &amp; b", CreateTask="false", SourceAuthority="State")
        number = done(call(either, ticket, "CreateRandDSchedule", RDDefXML=xml))[0].attrib["DefId"]
        (told,) = done(call(either, ticket, "GetRandDScheduleInfo", RDDefId=number))
        names = ("Name", "Description", "RetentionTypeText", "RetentionPeriodYears", "CreateTask", "SourceAuthority")
        assert [told.attrib[name] for name in names] == ["Letters", "a & b", "Temporary", "3", "false", "State"]
        assert (told.attrib["CreatedByName"], told.attrib["RetentionType"]) == (
            "admin",
            "1" if is_current(either) else "2",
        )
        xml = definition(either, "Papers", permanent=True)
        update = {"RDdefId": number, "ApplyToExistingDocumentFolders": "false", "NewRDDefXML": xml}
        done(call(either, ticket, "UpdateRandDSchedule", **update))
        (told,) = done(call(either, ticket, "GetRandDScheduleInfo", RDDefId=number))
        assert [told.attrib[name] for name in names] == ["Papers", "", "Permanent", "3", "true", "System"]

    def test_what_cannot_be(self, either: Simulator) -> None:
        """Bad definitions, a name that is taken, a schedule that is not there, and who may not."""
        admin, jdoe = log_in(either), log_in(either, "jdoe", "secret")
        for xml in (
            "<",
            definition(either, ""),
            definition(either, RetentionPeriodYears="0"),
            definition(either, RetentionPeriodYears="x"),
            definition(either, RetentionTrigger="0"),
            definition(either, DispositionType="1"),
        ):
            refused(call(either, admin, "CreateRandDSchedule", RDDefXML=xml), 4000)
        refused(call(either, admin, "CreateRandDSchedule", RDDefXML=definition(either, "drafts")), 4090)
        refused(call(either, jdoe, "CreateRandDSchedule", RDDefXML=definition(either)), 4030)
        refused(call(either, admin, "GetRandDScheduleInfo", RDDefId=9), 4041)

    def test_deleting(self, either: Simulator) -> None:
        """What has the schedule keeps it from being deleted, or by force loses it."""
        ticket = log_in(either)
        done(call(either, ticket, "SetDocumentRandDSchedule", Path=BUDGET, RDDefId=1))
        refused(call(either, ticket, "DeleteRandDSchedule", RDdefId=1), 4000)
        refused(call(either, ticket, "DeleteRandDSchedule1", RDdefId=1, forceDelete="false"), 4000)
        done(call(either, ticket, "DeleteRandDSchedule1", RDdefId=1, forceDelete="true"))
        (told,) = done(call(either, ticket, "GetDocumentRandDSchedule", Path=BUDGET))
        assert told.attrib == {"DefId": "0"}
        done(call(either, ticket, "DeleteRandDSchedule", RDdefId=2))
        assert len(done(call(either, ticket, "GetRandDSchedules"))[0]) == 0

    def test_what_is_deleted_stays_deleted(self, tmp_path: Any) -> None:
        """When the file is opened again."""
        file = tmp_path / "sim.db"
        with Simulator(file, generation="current") as simulator:
            ticket = log_in(simulator)
            done(call(simulator, ticket, "DeleteRandDSchedule", RDdefId=2))
            done(call(simulator, ticket, "DeleteRetentionSourceAuthority", authorityName="System"))
        with Simulator(file, generation="current") as simulator:
            assert len(done(call(simulator, log_in(simulator), "GetRandDSchedules"))[0]) == 1


def test_authorities(either: Simulator) -> None:
    """Names that are added, changed and removed; schedules go on quoting the old one."""
    ticket = log_in(either)

    def names() -> list[str]:
        return [each.attrib["Name"] for each in done(call(either, ticket, "GetRetentionSourceAuthorities"))[0]]

    done(call(either, ticket, "CreateRetentionSourceAuthority", authorityName=" State "))
    refused(call(either, ticket, "CreateRetentionSourceAuthority", authorityName="State"), 4090)
    xml = definition(either, SourceAuthority="State")
    number = done(call(either, ticket, "CreateRandDSchedule", RDDefXML=xml))[0].attrib["DefId"]

    def rename() -> ET.Element:
        names = {"currentAuthorityName": "State", "newAuthorityName": "Land"}
        return call(either, ticket, "UpdateRetentionSourceAuthority", **names)

    done(rename())
    refused(rename(), 4041)
    assert names() == ["Land", "System"]
    (told,) = done(call(either, ticket, "GetRandDScheduleInfo", RDDefId=number))
    assert told.attrib["SourceAuthority"] == "State"
    done(call(either, ticket, "DeleteRetentionSourceAuthority", authorityName="Land"))
    again = call(either, ticket, "DeleteRetentionSourceAuthority", authorityName="Land")
    assert again.attrib["success"] == ("true" if is_current(either) else "false")
    in_use = call(either, ticket, "DeleteRetentionSourceAuthority", authorityName="System")
    assert in_use.attrib["success"] == ("true" if is_current(either) else "false")


def test_freezing_and_logs(either: Simulator) -> None:
    """Each call is an entry; of a folder's documents those without a schedule are listed in a success."""
    ticket = log_in(either)
    freeze = {"rdFreezeFlag": "true", "actionComment": "audit"}
    refused(call(either, ticket, "SetRdFreezeFlag", path=BUDGET, **freeze), 4000)
    done(call(either, ticket, "SetDocumentRandDSchedule", Path=BUDGET, RDDefId=2))
    done(call(either, ticket, "SetRdFreezeFlag", path=BUDGET, **freeze))
    root = done(call(either, ticket, "SetRdFreezeFlag", path=REPORTS, **{**freeze, "rdFreezeFlag": "false"}))
    assert [each.text for each in root.iter("item")] == [f"{REPORTS}/Forecast.xlsx"]
    logs = done(call(either, ticket, "GetRdFreezeLogs", path=BUDGET))
    assert [(each.attrib["rdFreezeFlag"], each.attrib["actionComments"]) for each in logs] == [
        ("true", "audit"), ("false", "audit"),
    ]  # fmt: skip
    applied = done(call(either, ticket, "GetAppliedRDScheduleLogs", path=BUDGET))
    assert [(each.attrib["rdName"], each.attrib["appliedByName"]) for each in applied] == [
        ("Drafts", "System Administrator")
    ]
