"""Constructing clients, and what they do with contracts and arguments of their own."""

from __future__ import annotations

import gc
import inspect
import re
import sys
import warnings
from pathlib import Path

import pytest
from lxml import etree
from servers import SUCCESS, RawServer, envelope, http

from soapclient import KEEP, AsyncClient, Client, Contract, ContractWarning, Password, Ticket, Windows, errors
from soapclient.calls.arguments import sayings
from soapclient.wire.secret import Secret

TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"


@pytest.fixture
def ir():
    with Client("sim:", username="admin", password="admin") as client:
        yield client


class TestConstructing:
    """What is refused before anything is sent."""

    @pytest.mark.parametrize(
        "server",
        ["", "dms.example.com", "ftp://dms.example.com/", "http://", "http://h:x/srv.asmx", "http://h/ srv.asmx",
         "http://[::1/srv.asmx", "http://h/srv.asmx?op=x", "http://h/srv.asmx#x", "sim", "http://h:0/srv.asmx"],
    )  # fmt: skip
    def test_no_url(self, server):
        """What is no URL of a service is refused with an example of one."""
        with pytest.raises(errors.ArgumentError, match=r"https://dms\.example\.com/srv\.asmx"):
            Client(server)

    @pytest.mark.parametrize("face", [Client, AsyncClient])
    def test_an_argument_that_there_is_not(self, face, monkeypatch):
        """An unknown argument is Python's own error about this class, and what was not made is collected in silence."""
        ignored = []
        monkeypatch.setattr(sys, "unraisablehook", ignored.append)
        with pytest.raises(TypeError, match=rf"^{face.__name__}\.__init__\(\) .* 'user'"):
            face("sim:", user="x")
        gc.collect()

        assert [] == ignored

    def test_credentials_in_the_url(self):
        """A URL with a user and a password is refused, and the message does not repeat them."""
        with pytest.raises(errors.ArgumentError) as caught:
            Client("https://jdoe:s3cret@dms.example.com/srv.asmx")

        assert "s3cret" not in str(caught.value)

    def test_url_of_the_wsdl(self):
        """The URL of the WSDL is taken for that of the service."""
        assert "http://h/srv.asmx" == Client("http://h/srv.asmx?WSDL").url

    @pytest.mark.parametrize(
        "credentials",
        [{"username": "x"}, {"password": "x"}, {"username": "x", "password": "y", "auth": Password("x", "y")}],
    )
    def test_half_or_double_credentials(self, credentials):
        """Half of the credentials, or two kinds of them, are refused."""
        with pytest.raises(errors.ArgumentError):
            Client("sim:", **credentials)

    def test_soap_version(self):
        """Another SOAP version is refused."""
        with pytest.raises(errors.ArgumentError, match=r"1\.1"):
            Client("sim:", soap_version="2.0")

    def test_a_file_that_is_no_simulator(self, tmp_path):
        """A file that is no simulator's is refused in one sentence and left as it is."""
        path = tmp_path / "notes.txt"
        path.write_text("not a database, and long enough to be looked at" * 50)
        with pytest.raises(errors.ArgumentError, match="simulator"):
            Client(f"sim:{path}")

        assert path.read_text().startswith("not a database")

    def test_nothing_is_sent(self):
        """Constructing a client sends nothing, not even for the WSDL."""
        with RawServer(lambda connection, request: True) as server:
            Client(server.url, username="x", password="y").close()

        assert [] == server.requests

    def test_reprs_hide_secrets(self):
        """No repr of a client or its credentials shows a password or a ticket."""
        with Client("sim:", username="admin", password="admin-pw") as ir:
            shown = repr(
                [ir, ir.wiring.session, Password("u", "s3cret"), Ticket(TICKET), Windows(("u", "s3cret")), ir.users]
            )

        assert "admin-pw" not in shown
        assert "s3cret" not in shown
        assert TICKET not in shown


class TestContract:
    """Which contract a client is bound to."""

    def serve(self, reply):
        def answer(connection, request):
            asked = request.startswith(b"GET ")
            connection.sendall(reply if asked else http(body=envelope("ServerInfo", SUCCESS)))

        return RawServer(answer)

    @pytest.mark.parametrize(
        "reply",
        [
            http("404 Not Found", b"", "text/html"),
            http(body=b"<html><title>Login</title></html>", media="text/html"),
            http("302 Found", b"", "text/html", "Location: /login"),
            http(body=b""),
            http(body=b"<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>"),
        ],
        ids=["404", "html", "redirect", "empty", "no port"],
    )
    def test_auto_without_a_wsdl(self, reply):
        """Where the server has no WSDL, "auto" warns and uses the bundled one, and "remote" refuses."""
        with self.serve(reply) as server:
            with Client(server.url) as ir:
                with pytest.warns(ContractWarning, match="bundled"):
                    ir.service.ServerInfo()
                assert "bundled" == ir.contract.source
            with Client(server.url, wsdl="remote") as ir, pytest.raises(errors.WsdlError, match="WSDL"):
                ir.service.ServerInfo()

    def test_auto_and_an_unreachable_server(self):
        """A server that is not there is a ConnectError of the call, whatever the WSDL."""
        with Client("http://127.0.0.1:1/srv.asmx") as ir, pytest.warns(ContractWarning):
            with pytest.raises(errors.ConnectError) as caught:
                ir.service.ServerInfo()

        assert ("ServerInfo", False) == (caught.value.operation, caught.value.maybe_applied)

    def test_auto_takes_the_servers_own(self):
        """ "auto" binds to the server's own WSDL, read once, and never to the address in it."""
        own = (Path(__file__).parent.parent / "wsdl" / "srv-2019.wsdl").read_bytes()
        with self.serve(http(body=own)) as server, Client(server.url) as ir:
            ir.service.ServerInfo()
            ir.service.ServerInfo()
            assert 162 == len(ir.contract)
            with pytest.raises(errors.UnknownOperation, match="UpdateUserContactInfo"):
                ir.service.UpdateUserContactInfo(userName="jdoe")

        assert [b"GET /srv.asmx?WSDL", b"POST /srv.asmx HTTP", b"POST /srv.asmx HTTP"] == [
            request[:19 if request.startswith(b"POST") else 18] for request in server.requests
        ]  # fmt: skip

    def test_path(self, tmp_path):
        """A path is read when the contract is first needed, and a wrong one is a WsdlError."""
        with Client("sim:", wsdl=tmp_path / "none.wsdl") as ir, pytest.raises(errors.WsdlError, match=r"none\.wsdl"):
            ir.service.ServerInfo()

    def test_2019_simulator(self):
        """A simulator of the older contract speaks it."""
        with Client("sim:", username="admin", password="admin", wsdl="bundled-2019") as ir:
            ir.users.update("jdoe", email="new@example.com")
            assert "new@example.com" == ir.users.get("jdoe").email
            assert 162 == len(ir.contract)


class TestService:
    """`ir.service`."""

    def test_spellings(self, ir):
        """Both spellings are the same operation; any other is an AttributeError or a LookupError with the nearest."""
        assert ir.service.GetUser.operation is ir.service.get_user.operation is ir.service["get_user"].operation
        assert not hasattr(ir.service, "GetUsr")
        with pytest.raises(AttributeError, match="GetUser"):
            _ = ir.service.getUser
        with pytest.raises(LookupError, match="GetUser"):
            _ = ir.service["getUser"]

    def test_dir_and_iteration(self, ir):
        """`dir()` has both spellings; iterating gives the exact names."""
        assert {"UpdateUserContactInfo", "update_user_contact_info"} <= set(dir(ir.service))
        assert list(ir.contract) == list(ir.service)
        assert (425, True, False) == (len(ir.service), "get_user" in ir.service, "nothing" in ir.service)

    def test_signature_and_docstring(self, ir):
        """The signature is the contract's: keyword-only, KEEP where null keeps, no ticket; the docstring tells more."""
        exact = inspect.signature(ir.service.UpdateUserContactInfo)
        python = inspect.signature(ir.service.update_user_contact_info)

        assert ["userName", "emailAddress", "mobileNumber"] == list(exact.parameters)
        assert ["user_name", "email_address", "mobile_number"] == list(python.parameters)
        assert (inspect.Parameter.empty, KEEP) == (
            exact.parameters["userName"].default,
            exact.parameters["emailAddress"].default,
        )
        assert (
            "emailAddress (email_address): string, optional, null keeps it; left out: kept, over SOAP only\n"
            in ir.service.UpdateUserContactInfo.__doc__
        )
        assert "destructive" in ir.service.DeleteUser.__doc__

    def test_what_null_keeps_is_not_required(self, ir):
        """What may be left out since null keeps it is nowhere called required, and help says that it is kept."""
        for operation in ir.contract.operations.values():
            for each in operation.own_parameters:
                if each.on_null == "keeps" and "nothing" in sayings(operation, each):
                    (line,) = re.findall(rf"^    {each.name} \(.*", ir.service[operation.name].__doc__, re.MULTILINE)
                    assert ", required" not in line and re.search("; left out: .*kept", line)
                    assert operation.need(each) == ("has to be said" if each.must_say else "optional")

    def test_keeping_that_cannot_be_said(self, tmp_path):
        """What null would keep is required where this contract has no way to say null."""
        source = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
        element = '<s:element minOccurs="{}" maxOccurs="1" name="mobileNumber"'
        assert element.format(0) in source
        wsdl = tmp_path / "a.wsdl"
        wsdl.write_text(source.replace(element.format(0), element.format(1)), encoding="utf-8")
        operation = Contract.load(wsdl)["UpdateUserContactInfo"]

        assert "required" == operation.need(operation.parameters["mobileNumber"])

    def test_signatures_of_all_operations(self, ir):
        """Every operation has a signature and a docstring in both spellings."""
        for name, operation in ir.contract.operations.items():
            for spelling in (name, operation.python_name):
                proxy = ir.service[spelling]
                parameters = inspect.signature(proxy).parameters.values()
                assert len(operation.own_parameters) == len(parameters)
                for each, shown in zip(operation.own_parameters, parameters, strict=True):
                    said = sayings(operation, each)
                    assert ("nothing" in said) == (shown.default is not shown.empty)
                    assert (shown.default is KEEP) == ("nothing" in said and "keep" in said)
                assert name in proxy.__doc__

    def test_positional_arguments(self, ir):
        """Positional arguments are refused: a name is what keeps a value out of the wrong field."""
        with pytest.raises(errors.ArgumentError, match="userName"):
            ir.service.UpdateUserContactInfo("jdoe", "x")

    def test_a_given_ticket_wins(self, ir):
        """A ticket given in the call is used as it is, and its expiry is the caller's to handle."""
        with pytest.raises(errors.SessionExpired):
            ir.service.GetUser(UserName="jdoe", AuthenticationTicket=TICKET)

        assert 0 == ir.simulator.logins

    def test_without_credentials(self):
        """Without credentials, what needs no ticket works and what needs one says what to do."""
        with Client("sim:") as ir:
            assert "true" == ir.service.ServerInfo().attributes["success"]
            with pytest.raises(errors.ArgumentError, match="username and password"):
                ir.service.GetUser(UserName="jdoe")
            with pytest.raises(errors.SessionExpired):
                ir.service.isValidTicket()

    def test_reply(self, ir):
        """A reply has the result's element, attributes and text, and a short repr."""
        reply = ir.service.GetUser(UserName="jdoe")

        assert ("response", "jdoe") == (reply.element.tag, reply.element[0].get("UserName"))
        assert ("true", "", b"") == (reply.attributes["success"], reply.text.strip(), reply.bytes)
        assert "<Reply GetUser: <response>, 1 children>" == repr(reply)

    def test_void_operation(self, ir):
        """An operation that answers nothing gives a reply with nothing."""
        reply = ir.service.MaintenanceBeat()

        assert (None, {}, "", b"") == (reply.element, reply.attributes, reply.text, reply.bytes)

    def test_envelope(self, ir):
        """An envelope can be shown without a server, without a ticket, and without what is kept."""
        shown = ir.envelope("update_user_contact_info", user_name="jdoe", email_address="a&b")

        assert "<ns0:emailAddress>a&amp;b</ns0:emailAddress>" in shown
        assert "mobileNumber" not in shown
        assert "icket" not in shown
        assert 0 == ir.simulator.logins

    @pytest.mark.parametrize("value", ["<password>", 'x ticket="abc', "a<Ticket>b</Ticket>"])
    def test_envelope_shows_every_value(self, ir, value):
        """What is shown is what would be sent, whatever values look like; only secrets are hidden."""
        shown = etree.fromstring(
            ir.envelope("UpdateUserContactInfo", userName="j", emailAddress=value, mobileNumber="5").encode()
        )
        assert ["j", value, "5"] == [each.text for each in shown[0][0]]

        secret = ir.envelope("AuthenticateUser", UID="u", PWD="s3cret")
        assert "s3cret" not in secret
        assert ">u<" in secret

    def test_ticket_of_an_operation_that_the_reference_does_not_have(self, tmp_path):
        """An operation that only this server has gets the session's ticket where it takes one."""
        text = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")
        path = tmp_path / "own.wsdl"
        path.write_text(text.replace("UpdateUserEmail", "ChangeMailNow"), "utf-8")
        with Client("sim:", username="admin", password="admin", wsdl=path) as ir:
            with pytest.raises(errors.ServiceError):
                ir.service.ChangeMailNow(UserName="jdoe", NewEmailAddress="x")
            assert 1 == ir.simulator.logins

    def test_looking_at_the_service_does_no_input_or_output(self):
        """A repr does not call the server."""
        with Client("http://127.0.0.1:1/srv.asmx", wsdl="remote") as ir:
            assert "<ServiceProxy>" == repr(ir.service)


class TestClosing:
    """The end of a client."""

    def test_closed(self, ir):
        """A closed client says so, and closing again is harmless."""
        ir.close()
        ir.close()

        with pytest.raises(errors.ContractError, match="closed"):
            ir.service.ServerInfo()
        assert "closed" in repr(ir)

    def test_logs_out_own_ticket(self):
        """Closing logs out the client's own ticket, and a server that is away does not make it raise."""
        ir = Client("sim:", username="admin", password="admin")
        ir.users.get("jdoe")
        simulator = ir.simulator
        ir.close()
        assert "LogOut" == simulator.arrived[-1].operation

        with RawServer(lambda connection, request: True) as server:
            ir = Client(server.url, username="admin", password="admin", wsdl="bundled")
            ir.wiring.session._ticket = Secret(TICKET)
            ir.close()

    def test_forgotten(self):
        """A client that is forgotten with an open ticket warns; one that never logged in does not."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            Client("sim:", username="admin", password="admin")
            ir = Client("sim:", username="admin", password="admin")
            ir.users.get("jdoe")
            simulator = ir.simulator
            del ir
            gc.collect()
        simulator.close()

        assert ["ticket" in str(each.message) for each in caught if each.category is ResourceWarning] == [True]


def test_contract_is_shared_between_clients():
    """The bundled contract is read once for all clients of a process."""
    with Client("sim:") as one, Client("sim:") as other:
        assert one.contract is other.contract is Contract.load()
