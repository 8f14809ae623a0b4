"""What null does to documents, folders and preferences, tried on a server: nothing stays cleared."""

from __future__ import annotations

import contextlib

import pytest
import servers

from soapclient import CLEAR, Client, diagnose, errors
from soapclient.contract.loading.loader import Loader
from soapclient.inforouter.health import InfoRouterExaminer
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"
REPORTS = "/Finance/Reports"
XML = {"Content-Type": "text/xml; charset=utf-8"}
FULL = {
    "description": "d", "update_instructions": "u", "source": "s", "language": "l", "author": "a",
}  # fmt: skip


@pytest.fixture(params=["classic", "current"])
def generation(request):
    return request.param


@pytest.fixture(params=[True, False], ids=["keeps", "clears"])
def keeps(request):
    return request.param


@pytest.fixture
def server(generation, keeps):
    with Simulator(generation=generation, null_keeps=keeps) as simulator, simulator.serve() as found:
        yield found.url, simulator


def client(url, tmp_path):
    return Client(url, username="admin", password="admin", cache=tmp_path)


def filled(ir):
    """Fill in the fields of a document and of the own preferences, so that a loss can be seen."""
    ir.documents.update(BUDGET, **FULL)
    ir.users.update("admin", language="tr", show_archives=True, email_type="TEXT")


def probed(ir, **things):
    """Probe things as the doctor does, without its other checks, and return what was found."""
    examiner = InfoRouterExaminer(ir)
    assert "ok" == examiner.login().outcome
    return [finding for finding, held in examiner.probe_things(**things)]


class TestProbes:
    """The three kinds of things."""

    def test_document(self, server, keeps, tmp_path):
        """A document is as before, whatever null did, and where it keeps later updates are one call."""
        url, simulator = server
        with client(url, tmp_path) as ir:
            filled(ir)
            before = simulator.document(BUDGET)
            found = probed(ir, document=BUDGET)
            assert ["ok"] * 3 == [each.outcome for each in found]
            assert all(("null keeps" in each.found) == keeps for each in found), found
            assert before == simulator.document(BUDGET)
            done = ir.documents.update(BUDGET, author="new")
            assert keeps == done.atomic
            assert {**before, "author": "new"} == simulator.document(BUDGET)

    def test_remembered(self, server, keeps, tmp_path):
        """The next program knows it from the cache; another server's cache has nothing of it."""
        url, simulator = server
        with client(url, tmp_path) as ir:
            filled(ir)
            assert probed(ir, document=BUDGET)
        with client(url, tmp_path) as ir:
            assert keeps == ir.documents.update(BUDGET, description="x").atomic
            parameter = ir.contract["UpdateDocumentProperties"].parameters["NewUpdateInstructions"]
            assert ("keeps" if keeps else "contradictory") == parameter.on_null
        with client(url, tmp_path / "other") as ir:
            assert not ir.documents.update(BUDGET, description="y").atomic
        assert "u" == simulator.document(BUDGET)["update_instructions"]

    def test_folder(self, server, keeps, tmp_path):
        """A folder's description is as before."""
        url, simulator = server
        before = simulator.folder(REPORTS)
        assert before["description"]
        with client(url, tmp_path) as ir:
            (found,) = probed(ir, folder=REPORTS)
            assert ("ok", keeps) == (found.outcome, "null keeps" in found.found), found
            assert before == simulator.folder(REPORTS)
            assert keeps == ("UpdateFolderProperties" in ir.wiring.loader.tried)

    def test_preferences(self, server, keeps, tmp_path):
        """The own preferences are as before, and where they are merged an update is one call."""
        url, simulator = server
        with client(url, tmp_path) as ir:
            filled(ir)
            before = simulator.user("admin")
            (found,) = probed(ir, preferences=True)
            assert ("ok", keeps) == (found.outcome, "null keeps" in found.found), found
            assert before == simulator.user("admin")
            assert keeps == ir.users.update("admin", show_hiddens=True).atomic
            assert {**before, "show_hiddens": True} == simulator.user("admin")

    def test_nothing_to_be_seen(self, server, tmp_path):
        """Where fields are empty nothing is sent, and nothing is learnt."""
        url, _ = server
        with client(url, tmp_path) as ir:
            ir.documents.update(BUDGET, description=CLEAR)
            found = probed(ir, document=BUDGET)
            assert {"skipped"} == {each.outcome for each in found}
            assert not ir.wiring.loader.tried

    def test_what_cannot_be_probed(self, server, tmp_path):
        """A document that is not there is an error of that check; a form, which has no null, is skipped."""
        url, _ = server
        with client(url, tmp_path) as ir:
            found = probed(ir, document="/Finance/nothing.txt")
            assert {"failure"} == {each.outcome for each in found}
        with Client(url, username="admin", password="admin", cache=tmp_path, transport="http-post") as ir:
            assert ["skipped"] == [each.outcome for each in probed(ir, folder=REPORTS)]


class TestCutOff:
    """A probe that does not come to its end."""

    def test_the_next_one_restores(self, tmp_path, monkeypatch):
        """What a killed probe left cleared is restored by the next one, from the values that were noted before."""
        with Simulator(generation="current", null_keeps=False) as simulator, simulator.serve() as server:
            with client(server.url, tmp_path) as ir:
                filled(ir)
                before = simulator.document(BUDGET)
                with monkeypatch.context() as patched:
                    patched.setattr("soapclient.inforouter.probes._restored", lambda *_: 1 / 0)
                    found = probed(ir, document=BUDGET)
                assert "failure" == found[0].outcome
                assert before != simulator.document(BUDGET)
            with client(server.url, tmp_path) as ir:
                found = probed(ir, document=BUDGET)
                assert any("an earlier probe was cut off; RESTORED" in each.found for each in found), found
                assert before == simulator.document(BUDGET)

    def test_not_restored(self, tmp_path, monkeypatch):
        """What cannot be restored is named with its value, and is a failure."""
        with Simulator(null_keeps=False) as simulator, simulator.serve() as server, client(server.url, tmp_path) as ir:
            before = simulator.folder(REPORTS)["description"]
            trial = Loader.trial

            @contextlib.contextmanager
            def refused_afterwards(self, operation):
                with trial(self, operation):
                    yield
                simulator.fail("error", operation="UpdateFolderProperties", text="Access denied")

            monkeypatch.setattr(Loader, "trial", refused_afterwards)
            (found,) = probed(ir, folder=REPORTS)
            assert "failure" == found.outcome
            assert "NOT RESTORED" in found.found and repr(before) in found.advice


def test_verify():
    """An update that is read back raises where a field has another value, and names it."""
    with Client("sim:", username="admin", password="admin") as ir:
        assert ir.documents.update(BUDGET, author="x", verify=True).path
        body = servers.envelope("UpdateDocumentProperties1", '<response success="true" error="" xmlns=""/>')
        ir.simulator.fail("reply", operation="UpdateDocumentProperties1", status=200, headers=XML, body=body)
        with pytest.raises(errors.UnexpectedReply, match="read back, author is 'x', not 'y'") as caught:
            ir.documents.update(BUDGET, author="y", verify=True)
        assert ("GetDocument", "UpdateDocumentProperties1") == caught.value.done


def test_the_doctor_tells_them():
    """The doctor makes the probes that it is asked for, after its own checks, and none without a login."""
    with Client("sim:", username="admin", password="admin", cache=False) as ir:
        found = [each.check for each in diagnose(ir, probe_null=True, probe_folder=REPORTS, probe_preferences=True)]
        assert ["null", "null-folder", "null-preferences"] == found[-3:]
    with Client("sim:", username="admin", password="wrong", cache=False) as ir:
        found = [each for each in diagnose(ir, probe_folder=REPORTS) if each.check.startswith("null")]
        assert [("null-folder", "skipped", "because login failed")] == [
            (each.check, each.outcome, each.found) for each in found
        ]


@pytest.mark.parametrize("wsdl", ["bundled", "auto"])
def test_kept_with_the_servers_own_contract_only(tmp_path, wsdl):
    """Another contract would not tell that the server is another version by now, so its clients go on reading."""
    with Simulator() as simulator, simulator.serve() as found:
        options = {"username": "admin", "password": "admin", "cache": tmp_path, "wsdl": wsdl}
        with Client(found.url, **options) as ir:
            filled(ir)
            *_, last = probed(ir, document=BUDGET)
            assert ("not remembered" in last.found) == (wsdl == "bundled")
            assert () == ir.documents.update(BUDGET, author="b").resent
        with Client(found.url, **options) as ir:
            assert bool(ir.documents.update(BUDGET, author="c").resent) == (wsdl == "bundled")
