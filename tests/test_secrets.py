"""No password and no ticket appears anywhere: logs at DEBUG, messages, reprs, tracebacks, URLs, warnings."""

from __future__ import annotations

import logging
import pickle
import traceback
import warnings

import pytest
from servers import RawServer, envelope, http, ticket_of

from soapclient import Client, Contract, Impersonate, Password, Ticket, errors

PASSWORD = "s3cret & <pass>\"word'"
NUMBER = 12345678
AWKWARD = "pa$$w0rd+/%"


def everything(ir):
    """Use a client in many ways, well and badly, and return what it raised."""
    raised = []
    service = ir.service
    calls = [
        lambda: ir.users.get("jdoe"),
        lambda: ir.users.get("nobody"),
        lambda: ir.users.update("jdoe", email="x@example.com"),
        lambda: service.ChangeUserPassword(UserName="jdoe", NewPassword=PASSWORD),
        lambda: service.ChangeUserPassword(UserName="jdoe", NewPassword=NUMBER),
        lambda: service.ChangeUserPassword(UserName="jdoe", NewPassword=PASSWORD, NewPasword=PASSWORD),
        lambda: service.AuthenticateUser(UID="jdoe", PWD=AWKWARD),
        lambda: service.AuthenticateUser1(UID="jdoe", PWD=PASSWORD, Lang="en"),
        lambda: service.DeleteUser1(UserPassword=AWKWARD, UserName="nobody"),
        lambda: service.CreateTicketforUser(TrustedUserPwd=AWKWARD, UserName="jdoe"),
        lambda: service.isValidTicket(),
        lambda: service.RenewTicket(UID="jdoe", PWD=AWKWARD, OldTicket="not-a-ticket"),
        lambda: service.GetFolder(Path="/", WithRules=True),
    ]
    for call in calls:
        try:
            call()
        except errors.SoapClientError as exc:
            raised.append(exc)
    return raised


def texts(raised):
    """Everything that a program may print of errors."""
    for error in raised:
        yield from (str(error), repr(error), str(error.__dict__), "".join(traceback.format_exception(error)))
        yield str(pickle.loads(pickle.dumps(error)))


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_nothing_leaks(server, version, caplog, capfd):
    """With every logger at DEBUG, neither password nor ticket appears in logs, errors, output or reprs."""
    caplog.set_level(0)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(0)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with Client(server.url, username="admin", password="admin", wsdl="remote", soap_version=version) as ir:
            raised = everything(ir)
            ticket = ticket_of(ir)
            with Client(server.url, auth=Ticket(ticket), soap_version=version) as other:
                raised += everything(other)
            shown = [
                repr(each)
                for each in (
                    ir,
                    other,
                    ir.wiring.session,
                    other.wiring.session,
                    ir.users,
                    ir.service,
                    ir.wiring.transport,
                )
            ]

    assert 8 < len(raised)
    assert 20 < len(caplog.records)
    output = capfd.readouterr()
    everywhere = "\n".join(
        [*(record.getMessage() + str(record.__dict__) for record in caplog.records), *texts(raised), *shown,
         *(str(each.message) for each in warned), output.out, output.err]
    )  # fmt: skip
    tickets = {ticket, *issued(server)}
    for secret in {PASSWORD, AWKWARD, "s3cret", str(NUMBER), "pa$$w0rd", *tickets, *map(str.upper, tickets)}:
        assert secret not in everywhere


def issued(server):
    """The tickets that arrived at the simulator."""
    if server.name == "simulator":
        for arrived in server.simulator.arrived:
            for name, value in arrived.arguments.items():
                if "ticket" in name.lower() and value and value != "not-a-ticket":
                    yield value


@pytest.mark.parametrize("secret", [PASSWORD, AWKWARD, "3f2504e0-4f89-11d3-9a0c-0305e82c3301"])
def test_echo(secret):
    """A service that echoes what it was sent, in whatever form, does not make the message tell it."""
    from urllib.parse import quote, quote_plus
    from xml.sax.saxutils import escape, quoteattr

    forms = " ".join([secret, quote(secret), quote_plus(secret), secret.upper()])
    replies = [
        http(body=envelope("AuthenticateUser", f'<root xmlns="" success="false" error={quoteattr("bad " + forms)} />')),
        http("500 Oops", b"<html><title>" + forms.encode() + b"</title></html>", "text/html"),
        http(
            "500 Oops",
            b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>x</faultcode>'
            b"<faultstring>System.Exception: " + escape(forms).encode() + b"\n   at A.B(String x)</faultstring>"
            b"</s:Fault></s:Body></s:Envelope>",
        ),
        http("302 Found", b"", "text/html", f"Location: http://h/?ticket={quote(secret)}"),
    ]
    for reply in replies:
        with RawServer(lambda connection, request, r=reply: connection.sendall(r)) as server:
            with Client(server.url, username="u", password=secret, wsdl="bundled") as ir:
                with pytest.raises(errors.SoapClientError) as caught:
                    ir.users.get("jdoe")
        for text in texts([caught.value]):
            for form in (secret, quote(secret), quote_plus(secret), escape(secret), secret.upper()):
                assert form not in text


def test_a_secret_in_the_url_of_a_wsdl(caplog):
    """User, password and query of a WSDL's URL are not repeated."""
    caplog.set_level(0)
    with Client("sim:", wsdl="http://user:s3cret@127.0.0.1:1/x.wsdl?key=s3cret") as ir:
        with pytest.raises(errors.WsdlError) as caught:
            ir.service.ServerInfo()

    for text in [*texts([caught.value]), caplog.text]:
        assert "s3cret" not in text


def test_reprs_of_credentials():
    """Credentials show who, not how."""
    shown = repr([Password("jdoe", "s3cret"), Ticket("s3cret"), Impersonate("s3cret", "jdoe")])

    assert "jdoe" in shown
    assert "s3cret" not in shown


def test_a_dead_proxy_with_a_password():
    """A proxy's password is not told when the proxy fails."""
    with Client(
        "http://dms.example.invalid/srv.asmx", wsdl="bundled", proxies={"http": "http://u:s3cret@127.0.0.1:1"}
    ) as ir:
        with pytest.raises(errors.ConnectError) as caught:
            ir.service.ServerInfo()

    for text in texts([caught.value]):
        assert "s3cret" not in text


@pytest.mark.parametrize("proxy", ["http://u:s3cret@127.0.0.1:99999", "http://u:s3cret@", "u:s3cret@127.0.0.1:x"])
def test_a_proxy_that_is_none(proxy):
    """A proxy that is no URL is refused in words that do not repeat its password."""
    with pytest.raises(errors.ArgumentError, match="proxy") as caught:
        Client("http://dms.example.com/srv.asmx", proxies={"http": proxy})

    for text in texts([caught.value]):
        assert "s3cret" not in text


def test_credentials_stay_with_their_server():
    """HTTP authentication meant for the server does not go to another host that the WSDL is fetched from."""
    from requests.auth import HTTPBasicAuth

    from soapclient import Windows

    with RawServer(lambda connection, request: connection.sendall(http("404 No", b""))) as other:
        auth = Windows(HTTPBasicAuth("u", "s3cret"))
        with Client("https://dms.example.invalid/srv.asmx", auth=auth, wsdl=other.url + "?WSDL") as ir:
            with pytest.raises(errors.WsdlError):
                ir.service.ServerInfo()

    assert b"uthorization" not in other.requests[0]


def test_a_reply_in_utf_16(caplog):
    """A ticket in a reply in UTF-16 is hidden from the log too."""
    caplog.set_level(0)
    ticket = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    text = envelope("AuthenticateUser", f'<root xmlns="" success="true" ticket="{ticket}" />').decode()
    body = text.replace("utf-8", "utf-16").encode("utf-16")
    with RawServer(lambda connection, request: connection.sendall(http(body=body))) as server:
        with Client(server.url, wsdl="bundled") as ir:
            assert ticket == ir.service.AuthenticateUser(UID="u", PWD="p").attributes["ticket"]

    assert ticket not in caplog.text.replace("\x00", "")


def test_a_secret_in_the_source_of_a_contract(tmp_path):
    """The repr of a contract does not tell the user, password and query of the URL that it came from."""
    from soapclient.contract.bundled import bundled

    contract = Contract.load(
        "http://u:s3cret@h/x?token=s3cret", fetch=lambda url: bundled("srv-2019.wsdl").read_bytes()
    )

    assert "s3cret" not in repr(contract)
