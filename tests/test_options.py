"""`with_options`: another timeout for some calls, on the session, connections and contract of the same client."""

from __future__ import annotations

import asyncio
import gc
import inspect
import threading
import warnings

import orders
import pytest
from orders import serving

from soapclient import AsyncClient, AsyncSoapClient, Client, SoapClient, errors
from soapclient.calls.flow import UnderWay

BAD = (0, -1, float("inf"), float("nan"), "5", None, True, (1,), (1, 2, 3), (0, 5), (5, None), [5, 5])


class Waits:
    """A transport that notes how long each request may take."""

    def __init__(self, transport):
        self._transport = transport
        self.noted = []

    def __getattr__(self, name):
        return getattr(self._transport, name)

    def post(self, *words, timeout=None, **options):
        """Note, and send."""
        self.noted.append(timeout)
        return self._transport.post(*words, timeout=timeout, **options)


@pytest.fixture
def ir():
    """A client of a simulator that notes how long each request may take."""
    with Client("sim:", username="admin", password="admin", timeout=(3, 60)) as client:
        client.wiring.transport = Waits(client.wiring.transport)
        yield client


def waits(client):
    """Return how long each request could take so far, and forget them."""
    noted, client.wiring.transport.noted = client.wiring.transport.noted, []
    return noted


class TestOptions:
    """What a timeout is for."""

    def test_each_way_to_call(self, ir):
        """Calls, lists, workflows and bulk runs wait so long; calls of the client itself wait as before."""
        ir.users.get("jdoe")
        assert {None} == {*waits(ir)}
        brief = ir.with_options(timeout=5)
        brief.service.GetUser(UserName="jdoe")
        brief.service["UserExists"].reply(UserName="jdoe")
        list(brief.service["GetAllUsers1"].items(StatusFilter=-1, SortBy=1, SortAscending=True))
        list(brief.users.list())
        brief.users.update("jdoe", first_name="Jo")
        brief.documents.upload(b"x", "/Public/brief.txt")
        brief.users.plan_bulk([{"user_name": "jdoe", "email": "a@example.com"}])
        assert {(3, 5)} == {*waits(ir)}
        ir.service.GetUser(UserName="jdoe")
        assert [None] == waits(ir)

    @pytest.mark.parametrize(
        ("timeout", "expected"),
        [(5, (3, 5)), (0.5, (0.5, 0.5)), (90, (3, 90)), ((20, 90), (20, 90)), ((1, 2.5), (1, 2.5))],
    )
    def test_seconds(self, ir, timeout, expected):
        """Seconds are those to the complete reply, with the client's own to connect; a pair says both."""
        ir.with_options(timeout=timeout).service.GetUser(UserName="jdoe")
        assert {expected} == {*waits(ir)}

    @pytest.mark.parametrize("timeout", BAD, ids=repr)
    def test_what_is_no_timeout(self, ir, timeout):
        """Anything else is refused when the client is made, as it is by the client itself."""
        with pytest.raises(errors.ArgumentError, match="timeout must be finite seconds"):
            ir.with_options(timeout=timeout)
        with pytest.raises(errors.ArgumentError, match="timeout must be finite seconds"):
            Client("sim:", username="admin", password="admin", timeout=timeout)

    def test_a_reply_that_does_not_come(self):
        """The request ends after so long, and the error says after how long."""
        asked = threading.Event()

        def late(connection, request):
            asked.wait(30)
            return orders.reply(orders.ORDER)

        with serving(late) as server, SoapClient(server.wsdl) as soap:
            with pytest.raises(errors.RequestTimeout, match=r"0\.2"):
                soap.with_options(timeout=0.2).service.GetOrder(id=5)
            asked.set()
            assert soap.service.GetOrder(id=5) is not None

    def test_one_session(self, ir):
        """Both use one ticket, one contract, and the order of changes of one client."""
        brief = ir.with_options(timeout=5)
        brief.users.get("jdoe")
        ir.users.get("jdoe")
        assert 1 == [each.operation for each in ir.simulator.arrived].count("AuthenticateUser")
        assert brief.contract is ir.contract and brief.simulator is ir.simulator
        assert brief.wiring.caller is ir.wiring.caller

    def test_a_login_that_had_less_time_is_made_again(self, ir, monkeypatch):
        """A call that waits for the login of a hurried one does not fail for the other's timeout."""
        waiting, wait, post = threading.Event(), UnderWay.wait, ir.wiring.transport.post

        def noted(under_way):
            waiting.set()
            wait(under_way)

        def late(url, body, headers, *, timeout=None, **options):
            if timeout is None:
                return post(url, body, headers, **options)
            patient.start()
            assert waiting.wait(30)
            raise errors.RequestTimeout("late")

        monkeypatch.setattr(UnderWay, "wait", noted)
        monkeypatch.setattr(ir.wiring.transport, "post", late)
        found = []
        patient = threading.Thread(target=lambda: found.append(ir.users.get("jdoe").user_name))
        with pytest.raises(errors.RequestTimeout, match="late"):
            ir.with_options(timeout=5).users.get("jdoe")
        patient.join()
        assert ["jdoe"] == found

    def test_each_can_be_made_of_another(self, ir):
        """The last timeout counts, and the first client stays as it was."""
        last = ir.with_options(timeout=5).with_options(timeout=(1, 7))
        last.service.GetUser(UserName="jdoe")
        assert {(1, 7)} == {*waits(ir)}
        assert ir.users is ir.users is not last.users


class TestClosing:
    """Who closes what."""

    def test_it_closes_alone(self, ir):
        """Closing it makes it refuse calls; the client goes on with the same ticket."""
        with ir.with_options(timeout=5) as brief:
            brief.users.get("jdoe")
        with pytest.raises(errors.ContractError, match="closed"):
            brief.users.get("jdoe")
        assert "(closed)" in repr(brief) and "(closed)" not in repr(ir)
        ir.users.get("jdoe")
        arrived = [each.operation for each in ir.simulator.arrived]
        assert (1, 0) == (arrived.count("AuthenticateUser"), arrived.count("LogOut"))

    def test_the_client_closes_both(self):
        """When the client is closed, it refuses calls too."""
        with Client("sim:", username="admin", password="admin") as ir:
            brief = ir.with_options(timeout=5)
        with pytest.raises(errors.ContractError, match="closed"):
            brief.users.get("jdoe")

    def test_one_that_is_dropped(self, ir):
        """One that was not closed is no leak: its client has the ticket."""
        ir.with_options(timeout=5).users.get("jdoe")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            gc.collect()
        ir.users.get("jdoe")

    def test_it_keeps_its_client(self):
        """A client of which only that is left stays usable."""
        brief = Client("sim:", username="admin", password="admin").with_options(timeout=5)
        gc.collect()
        assert "jdoe" == brief.users.get("jdoe").user_name
        brief._sharing.origin.close()


class TestOtherClients:
    """The other three clients."""

    def test_asynchronous(self):
        """Both share the places for calls; closing one leaves the other."""

        async def run():
            async with AsyncClient("sim:", username="admin", password="admin", concurrency=2) as ir:
                ir.wiring.transport = Waits(ir.wiring.transport)
                async with ir.with_options(timeout=5) as brief:
                    await asyncio.gather(*(brief.users.get("jdoe") for _ in range(4)))
                    assert 2 <= len([each async for each in brief.users.list()])
                    await brief.service.GetUser(UserName="jdoe")
                    assert brief._threads._slots is ir._threads._slots
                assert {(5, 5)} == {*waits(ir)}
                with pytest.raises(errors.ContractError, match="closed"):
                    await brief.users.get("jdoe")
                await ir.users.get("jdoe")
                assert [None] == waits(ir)

        asyncio.run(run())

    def test_any_service(self):
        """Calls of each port wait so long, also of one that was looked up before."""
        with serving(orders.reply(orders.ORDER)) as server, SoapClient(server.wsdl) as soap:
            soap.wiring.transport = Waits(soap.wiring.transport)
            assert soap.services["Billing"]["BillingPort"].GetOrder(id=5) is not None
            brief = soap.with_options(timeout=(1, 5))
            assert brief.services["Billing"]["BillingPort"].GetOrder(id=5) is not None
            brief.service.GetOrder(id=5)
            assert [None, (1, 5), (1, 5)] == waits(soap)

    def test_any_service_for_asyncio(self):
        """The same, awaited."""

        async def run(wsdl):
            async with AsyncSoapClient(wsdl) as soap:
                soap.wiring.transport = Waits(soap.wiring.transport)
                brief = soap.with_options(timeout=5)
                await brief.services["Billing"]["BillingPort"].GetOrder(id=5)
                await brief.service.GetOrder(id=5)
                assert [(5, 5), (5, 5)] == waits(soap)

        with serving(orders.reply(orders.ORDER)) as server:
            asyncio.run(run(server.wsdl))

    @pytest.mark.parametrize("kind", [Client, AsyncClient, SoapClient, AsyncSoapClient])
    def test_all_have_it(self, kind):
        """Each client has it with the same parameters."""
        assert ["self", "timeout"] == [*inspect.signature(kind.with_options).parameters]
