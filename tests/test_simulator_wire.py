"""The simulator's own reading and writing of XML, where `test_wire_facts` does not look."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import attrs
import pytest
import requests
import wire
from hypothesis import example, given
from hypothesis import strategies as st
from test_simulator import URL, ask, log_in, post

from soapclient.contract.contract import Contract
from soapclient.simulator import Simulator
from soapclient.simulator.reading import Malformed, NoBody, open_envelope
from soapclient.simulator.writing import ReplyWriter, ResultElement

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
        lambda character: character >= " " or character in "\t\n\r"
    )
)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A simulator in memory."""
    with Simulator() as simulator:
        yield simulator


def written(text: str) -> str:
    """Return text as XML that keeps every character."""
    return escape(text, {"\r": "&#13;"})


@pytest.fixture(scope="module")
def ticket(simulator: Simulator) -> str:
    """jdoe's ticket."""
    return log_in(simulator, "jdoe", "secret")


@given(email=XML_TEXT, mobile=XML_TEXT, version=st.sampled_from(["1.1", "1.2"]))
@example(email=" \t\r\n\"'<&>]]> ", mobile="\x85\u2028\U0001f600\ufffd\x7f", version="1.1")
def test_whatever_xml_can_carry_comes_back(
    simulator: Simulator, ticket: str, email: str, mobile: str, version: str
) -> None:
    """Through UpdateUserContactInfo and GetUser no character is lost or changed."""
    parameters = (
        f"<authenticationTicket>{ticket}</authenticationTicket><userName>jdoe</userName>"
        f"<emailAddress>{written(email)}</emailAddress><mobileNumber>{written(mobile)}</mobileNumber>"
    )
    assert b'success="true"' in post(simulator, wire.soap(version, "UpdateUserContactInfo", parameters)).content

    reply = post(simulator, wire.soap(version, "GetUser", f"<AuthenticationTicket>{ticket}</AuthenticationTicket>"))

    user = ET.fromstring(reply.content)[0][0][0][0][0]
    assert (user.attrib["Email"], user.attrib["MobileNumber"]) == (email, mobile)


@given(value=XML_TEXT)
def test_elements_keep_text_as_well(simulator: Simulator, ticket: str, value: str) -> None:
    """GetCurrentUser writes preferences as elements."""
    preferences = f"<Preferences><Language>{written(value)}</Language></Preferences>"
    post(
        simulator,
        wire.soap(
            "1.1",
            "UpdateUserPreferences",
            f"<AuthenticationTicket>{ticket}</AuthenticationTicket><UserName>jdoe</UserName>"
            f"<xmlPreferences>{written(preferences)}</xmlPreferences>",
        ),
    )

    user = ask(simulator, "GetCurrentUser", authenticationTicket=ticket)[0]

    assert user.findtext("Preferences/Language") == value


def test_control_characters_that_only_a_form_can_bring_are_written_as_references(
    simulator: Simulator, ticket: str
) -> None:
    """As the framework's writer does, although no reader takes them."""
    fields = {"authenticationTicket": ticket, "userName": "jdoe", "emailAddress": "a\x01b", "mobileNumber": ""}
    assert post(simulator, wire.form("UpdateUserContactInfo", fields)).status_code == 200

    reply = post(simulator, wire.soap("1.1", "GetUser", f"<AuthenticationTicket>{ticket}</AuthenticationTicket>"))

    assert b'Email="a&#x1;b"' in reply.content


@pytest.mark.parametrize("result", [b"", b"\x00\xff", b"x" * 1000])
@pytest.mark.parametrize("protocol", ["soap11", "soap12", "get"])
def test_bytes_are_base64(result: bytes, protocol: Any) -> None:
    """No bytes are an empty element."""
    import base64

    writer = ReplyWriter(Contract.load("bundled")["DownloadDocument"])
    document = b"".join(writer.success(ResultElement(data=result), protocol).body)

    (text,) = [element.text for element in ET.fromstring(document).iter() if not len(element)]
    assert base64.b64decode(text or "") == result


def test_a_refusal_without_markup_has_no_way_to_break_out(simulator: Simulator) -> None:
    """Error texts are escaped."""
    root = ask(simulator, "RenewTicket", UID="x", PWD="x", OldTicket='"><x a="')

    assert root.attrib["error"] == "invalid ticket format"


class TestValues:
    """Values of other types than string."""

    def arrived(self, simulator: Simulator, operation: str, parameters: str) -> dict[str, Any]:
        """Send parameters and return what arrived."""
        post(simulator, wire.soap("1.1", operation, parameters))
        last = simulator.arrived[-1]
        assert last.operation == operation
        return dict(last.arguments)

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [("AP8=", b"\x00\xff"), (" A P 8 =\n", b"\x00\xff"), ("", b"")],
    )
    def test_bytes(self, simulator: Simulator, sent: str, expected: bytes) -> None:
        """Base64, blanks anywhere."""
        arguments = self.arrived(simulator, "UploadDocument", f"<FileContent>{sent}</FileContent>")

        assert arguments["FileContent"] == expected

    @pytest.mark.parametrize("sent", ["A", "????", "AP8"])
    def test_what_is_no_base64_is_a_fault(self, simulator: Simulator, sent: str) -> None:
        """Of the client."""
        reply = post(simulator, wire.soap("1.1", "UploadDocument", f"<FileContent>{sent}</FileContent>"))

        assert "Server was unable to read request" in reply.text

    def test_left_out(self, simulator: Simulator) -> None:
        """Bytes and strings are null, a date is the first day there is."""
        import datetime

        assert self.arrived(simulator, "UploadDocument", "")["FileContent"] is None
        assert self.arrived(simulator, "ChangeTaskDueDate", "")["newDueDate"] == datetime.datetime.min

    @pytest.mark.parametrize(
        ("sent", "expected"),
        [
            ("", None),
            ("<xmlRules/>", None),
            ("<xmlRules>text</xmlRules>", "text"),
            ('<xmlRules><Rules xmlns=""><!-- c -->a</Rules></xmlRules>', "<Rules><!-- c -->a</Rules>"),
        ],
    )
    def test_markup(self, simulator: Simulator, sent: str, expected: str | None) -> None:
        """A parameter that takes XML receives it as text."""
        assert self.arrived(simulator, "SetFolderRules", sent)["xmlRules"] == expected

    @pytest.mark.parametrize("sent", ["2024-02-30T00:00:00", "0000-01-01T00:00:00", "2024-01-01T00:00:00+99:99"])
    def test_a_date_that_there_is_not_is_a_fault(self, simulator: Simulator, sent: str) -> None:
        """Although it looks like one."""
        reply = post(simulator, wire.soap("1.1", "ChangeTaskDueDate", f"<newDueDate>{sent}</newDueDate>"))

        assert "Server was unable to read request" in reply.text


class TestRequests:
    """The request around the envelope."""

    def test_an_unknown_charset_is_taken_for_utf8(self) -> None:
        """And a known one is obeyed."""
        envelope = wire.envelope("1.1", "<a>é</a>", declaration="")

        assert open_envelope(envelope.encode(), "klingon").children[0].text == "é"
        assert open_envelope(envelope.encode("latin-1"), "latin-1").children[0].text == "é"

    def test_what_is_no_envelope_says_so(self) -> None:
        """By exception: no XML, no body."""
        with pytest.raises(Malformed):
            open_envelope(b"<a", None)
        with pytest.raises(NoBody):
            open_envelope(f'<s:Envelope xmlns:s="{wire.SOAP["1.2"]}"/>'.encode(), None)

    def test_entities_are_not_expanded(self, simulator: Simulator) -> None:
        """A billion laughs end at the DTD."""
        entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        body = f"<!DOCTYPE x [{entities}]>" + wire.envelope("1.1", "<x>&a11;</x>", declaration="")

        assert post(simulator, wire.raw("1.1", "GetUser", body)).status_code == 400

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/", 404),
            ("GET", "/srv.asmxx", 404),
            ("GET", "/srv.asmx/", 200),
            ("GET", "/inforouter/SRV.ASMX", 200),
            ("PUT", "/srv.asmx", 405),
            ("GET", "/srv.asmx?WSDL&x=1", 200),
            ("GET", "/srv.asmx?wsdl=1", 500),
            ("GET", "/srv.asmx?singleWsdl", 200),
            ("GET", "/srv.asmx/getuser", 500),
            ("PUT", "/srv.asmx/GetUser", 500),
        ],
    )
    def test_paths(self, simulator: Simulator, method: str, path: str, status: int) -> None:
        """The service is whatever ends in .asmx, in any folder."""
        with requests.Session() as session:
            session.mount("http://", simulator.adapter())
            assert session.request(method, f"http://x{path}").status_code == status

    def test_the_url_of_a_server_may_have_no_host_header(self, simulator: Simulator) -> None:
        """Then the server's own name and port are in the WSDL."""
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/srv.asmx",
            "QUERY_STRING": "wsdl",
            "SERVER_NAME": "box",
            "SERVER_PORT": "8080",
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
        }

        body = b"".join(simulator.wsgi(environ, lambda status, headers: None))

        assert body.count(b'location="https://box:8080/srv.asmx"') == 2


class TestWsdl:
    """What ?WSDL answers."""

    def test_it_is_the_contracts_with_the_address_that_was_asked(self, simulator: Simulator) -> None:
        """By the Host header, and not by what a proxy may claim."""
        request = wire.Request("GET", "?WSDL", {"Host": "a&b:1", "X-Forwarded-Proto": "https"})
        with requests.Session() as session:
            session.mount("http://", simulator.adapter())
            reply = session.get(URL + request.path, headers=dict(request.headers))

        assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
        found = [element.get("location") for element in ET.fromstring(reply.content).iter()]
        assert [location for location in found if location] == ["http://a&b:1/srv.asmx"] * 2

    def test_what_it_answers_is_a_contract(self, tmp_path: Path) -> None:
        """A contract read from a file is served, and can be read again from the answer."""
        with Simulator(contract="bundled-2019") as simulator:
            copy = tmp_path / "copy.wsdl"
            copy.write_bytes(get_wsdl(simulator))
        with Simulator(contract=copy) as simulator:
            again = tmp_path / "again.wsdl"
            again.write_bytes(get_wsdl(simulator))

        assert list(Contract.load(again)) == list(Contract.load("bundled-2019"))
        assert again.read_bytes() == copy.read_bytes()

    def test_one_that_is_not_at_hand_is_an_error(self) -> None:
        """A contract may have come from where nothing can be read any more."""
        contract = attrs.evolve(Contract.load("bundled"), source="/nowhere/srv.wsdl")

        with Simulator(contract=contract) as simulator:
            reply = post(simulator, wire.soap("1.1", "ServerInfo"))
            assert reply.status_code == 200
            assert get_wsdl(simulator) == b"The WSDL of this contract is not at hand: No such file or directory"


def get_wsdl(simulator: Simulator) -> bytes:
    """Ask for the WSDL."""
    with requests.Session() as session:
        session.mount("http://", simulator.adapter())
        return session.get(f"{URL}?wsdl").content


class TestAdapter:
    """The way without sockets."""

    @pytest.mark.parametrize(
        "body",
        [b"abc", "abc", bytearray(b"abc"), io.BytesIO(b"abc"), iter([b"a", b"bc"])],
        ids=lambda b: type(b).__name__,
    )
    def test_a_body_may_have_any_form(self, body: Any) -> None:
        """Bytes, text, a file, pieces."""
        from soapclient.simulator.adapter import SimulatorAdapter

        received = []

        def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            received.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
            start_response("204 No Content", [])
            return []

        with requests.Session() as session:
            session.mount("http://", SimulatorAdapter(application))
            assert session.post("http://x/", data=body, headers={"X-Bytes": b"1"}).status_code == 204

        assert received == [b"abc"]

    def test_a_streamed_reply_can_be_read_in_pieces(self, simulator: Simulator) -> None:
        """As from a socket."""
        with requests.Session() as session:
            session.mount("http://", simulator.adapter())
            reply = session.get(f"{URL}?wsdl", stream=True)

            assert len(next(reply.iter_content(1000))) == 1000
            assert reply.raw.read(10)
            assert reply.encoding == "utf-8"


@pytest.mark.parametrize("charset", ["rot13", "undefined", "idna", "hex", "nothing", "utf-8\0", "utf-8"])
@pytest.mark.parametrize("generation", ["classic", "current"])
@pytest.mark.parametrize("path", ["/srv.asmx", "/srv.asmx/GetUser"])
def test_a_charset_that_is_no_text(charset: str, generation: Any, path: str) -> None:
    """A charset that is none, or that is no encoding of text, is read as UTF-8 and not an error of the server."""
    form = path.endswith("GetUser")
    namespace = "http://schemas.xmlsoap.org/soap/envelope/"
    soap = f'<s:Envelope xmlns:s="{namespace}"><s:Body><GetUser xmlns="http://tempuri.org/"/></s:Body></s:Envelope>'
    body = b"authenticationTicket=x&UserName=jdoe" if form else soap.encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": f"{'application/x-www-form-urlencoded' if form else 'text/xml'}; charset={charset}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_SOAPACTION": '"http://tempuri.org/GetUser"',
    }
    with Simulator(generation=generation) as simulator:
        head: list[Any] = []
        reply = b"".join(simulator.wsgi(environ, lambda *said: head.extend(said)))
    assert "200 OK" == head[0]
    assert b"GetUser" in reply or b"<response" in reply
