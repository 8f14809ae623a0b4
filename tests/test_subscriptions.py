"""Subscriptions: what is subscribed to already stays, and what was changed is read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_process import changes, client_of, success
from lxml import etree

from soapclient import Subscription, errors
from soapclient.inforouter.security.subscriptions import EVENTS
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"
REPORTS = "/Finance/Reports"
JANE = {"user": "jdoe"}
AUDITORS = {"group": "Auditors"}


@pytest.fixture(params=["soap", "http-post"])
def ir(request, sim):
    """An administrator's client of the simulator, by either transport."""
    with client_of(sim, transport=request.param) as client:
        yield client


@pytest.fixture
def folders(ir):
    """The workflows of folders of the same client."""
    return ir.folders


def told(subscribers):
    """Return who is told of what."""
    return {each.user_name or each.group_name: {*each.events} for each in subscribers}


def test_events_are_added_and_taken_away(sim, ir):
    """What was subscribed to before stays; what is so already is not sent."""
    assert {"read", "move"} == ir.documents.subscribe(BUDGET, **JANE, events=["read", "move"])
    assert {"read", "move", "delete"} == ir.documents.subscribe(1001, user="JDoe", events="delete")
    ir.documents.subscribe(BUDGET, **JANE, events=["read"])
    assert {"read", "delete"} == ir.documents.unsubscribe(BUDGET, **JANE, events=["move", "checkin"])
    assert {"jdoe": {"read", "delete"}} == told(ir.documents.subscribers(BUDGET))
    assert set() == ir.documents.unsubscribe(BUDGET, **JANE)
    assert set() == ir.documents.unsubscribe(BUDGET, **JANE)
    assert [*["AddUserToDocumentSubscribers"] * 3, "RemoveUserFromDocumentSubscribers"] == changes(sim)


def test_groups(sim, ir, folders):
    """A global group is subscribed as a user is; a local one is not found by the service."""
    ir.documents.subscribe(BUDGET, **AUDITORS, events=EVENTS)
    folders.subscribe(REPORTS, **AUDITORS, events=["newdoc"])
    assert {"Auditors": {*EVENTS}} == told(ir.documents.subscribers(BUDGET))
    assert {"Auditors": {"newdoc"}} == told(folders.subscribers(REPORTS))
    ir.documents.unsubscribe(BUDGET, **AUDITORS, events=[each for each in EVENTS if each != "read"])
    assert {"Auditors": {"read"}} == told(ir.documents.subscribers(BUDGET))
    with pytest.raises(errors.NotFound):
        ir.documents.subscribe(BUDGET, group="Accountants", events=["read"])


def test_below_a_folder(ir, folders):
    """All that is below a folder is subscribed to only where that is said."""
    folders.subscribe("/Finance", **JANE, events=["read"])
    assert {} == told(ir.documents.subscribers(BUDGET))
    folders.subscribe("/Finance", **JANE, events=["read"], include_below=True)
    assert {"jdoe": {"read"}} == told(ir.documents.subscribers(BUDGET))
    folders.unsubscribe("/Finance", **JANE)
    assert {"jdoe": {"read"}} == told(ir.documents.subscribers(BUDGET))
    folders.unsubscribe("/Finance", **JANE, include_below=True)
    assert {} == told(ir.documents.subscribers(BUDGET))


def test_single_events_below_a_folder(sim, ir, folders):
    """Nobody is subscribed to what is below a folder by being unsubscribed, nor loses other events there."""
    folders.subscribe("/Finance", **JANE, events=["read", "move"])
    ir.documents.subscribe(BUDGET, **AUDITORS, events=["read", "move"])
    start = changes(sim)
    for whom, events in ((JANE, ["read"]), (JANE, ["read", "move"]), (AUDITORS, [])):
        with pytest.raises(errors.ArgumentError, match="include_below: the service cannot remove single events"):
            folders.unsubscribe("/Finance", **whom, events=events, include_below=True)
    assert start == changes(sim)


def test_the_other_kind_is_let_be(sim, ir, folders):
    """Events of a folder are not told for those of a document at its path, nor the other way round."""
    folders.subscribe(REPORTS, **JANE, events=["read"])
    start = changes(sim)
    for change in (ir.documents.subscribe, ir.documents.unsubscribe):
        with pytest.raises(errors.DocumentNotFound):
            change(REPORTS, **JANE, events=["read"])
    sim._world.users.change("UPDATE documents SET folder = '/Finance', name = 'Reports' WHERE document_id = 1001")
    for change in (folders.subscribe, folders.unsubscribe):
        with pytest.raises(errors.Conflict, match=f"{REPORTS} is a document"):
            change(REPORTS, **JANE, events=["move"])
    assert start == changes(sim)


def test_of_a_user(ir, folders):
    """All documents and folders that a user is subscribed to are listed, and removed at once."""
    ir.documents.subscribe(BUDGET, **JANE, events=["read"])
    folders.subscribe(REPORTS, **JANE, events=["read"])
    assert ["Budget.xlsx", "Reports"] == [each.name for each in ir.users.subscriptions("jdoe")]
    ir.users.remove_subscriptions("jdoe")
    assert [] == [*ir.users.subscriptions("jdoe")]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({**JANE, "events": ["newdoc"]}, "unknown event 'newdoc'; the events are read, change"),
        ({**JANE, "events": []}, "name at least one event"),
        ({"events": ["read"]}, "name either a user or a group"),
        ({**JANE, **AUDITORS, "events": ["read"]}, "name either a user or a group"),
        ({"user": "", "events": ["read"]}, "the name of the user is blank"),
    ],
)
def test_bad_input(sim, ir, said, problem):
    """What cannot be said is refused before anything is sent."""
    with pytest.raises(errors.ArgumentError, match=problem):
        ir.documents.subscribe(BUDGET, **said)
    assert [] == [*sim.arrived]


def test_a_change_that_is_not_made_is_told(sim):
    """A success after which the subscription is another is no success."""
    with client_of(sim) as ir:
        operation = "AddUserToDocumentSubscribers"
        sim.fail("reply", operation=operation, body=success(operation, ir))
        with pytest.raises(
            errors.UnexpectedReply, match="jdoe, read back, is subscribed to nothing at .*, not to read"
        ):
            ir.documents.subscribe(BUDGET, **JANE, events=["read"])


@pytest.mark.parametrize("told", ["", "<on_read>maybe</on_read>", "<on_read>TRUE</on_read>"])
def test_events_that_are_not_told_are_not_lost(sim, told):
    """Where it cannot be read what somebody is subscribed to, it is not replaced."""
    with client_of(sim) as ir:
        inner = f"<subscribers><usersubscriber><username>jdoe</username>{told}</usersubscriber></subscribers>"
        body = success("GetSubscribers", ir).replace(b" />", f">{inner}</response>".encode(), 1)
        sim.fail("reply", operation="GetSubscribers", body=body)
        with pytest.raises(errors.UnexpectedReply, match="does not say whether jdoe is subscribed to "):
            ir.documents.subscribe(BUDGET, **JANE, events=["move"])
    assert "AddUserToDocumentSubscribers" not in changes(sim)


def test_names_of_events_in_capitals():
    """The letter case of what a service tells does not matter."""
    told = etree.fromstring("<usersubscriber><ON_READ>TRUE</ON_READ><On_Move>FALSE</On_Move></usersubscriber>")
    assert {"read"} == Subscription.read(told).events


@pytest.fixture(scope="module", params=["classic", "current"])
def lasting(request):
    """A client of a simulator of either generation, for many examples."""
    with Simulator(generation=request.param) as simulator, client_of(simulator) as client:
        yield client


@settings(max_examples=15)
@given(steps=st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from(EVENTS), min_size=1)), min_size=1, max_size=4))
def test_nothing_else_is_gained_or_lost(lasting, steps):
    """Events that are not named stay as they are, and so does everybody else."""
    lasting.documents.unsubscribe(BUDGET, **JANE)
    lasting.documents.subscribe(BUDGET, **AUDITORS, events=["read"])
    expected: set[str] = set()
    for adds, events in steps:
        if adds:
            expected |= events
            lasting.documents.subscribe(BUDGET, **JANE, events=events)
        else:
            expected -= events
            lasting.documents.unsubscribe(BUDGET, **JANE, events=events)
        assert {"Auditors": {"read"}} | ({"jdoe": expected} if expected else {}) == told(
            lasting.documents.subscribers(BUDGET)
        )
