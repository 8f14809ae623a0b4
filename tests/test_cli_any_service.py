"""`soapclient call` and `envelope` with the WSDL of any service."""

from __future__ import annotations

import json

import orders
import pytest
from lxml import etree
from orders import WSDL, body, head, serving

PASSWORD = "s3cret-Pa55word"


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Nothing of the environment says what to talk to."""
    for name in ("SERVER", "USERNAME", "PASSWORD", "WSDL", "PROFILES"):
        monkeypatch.delenv(f"SOAPCLIENT_{name}", raising=False)


class TestCall:
    """`call`."""

    def test_xml_and_json(self, cli):
        """Without a server calls go to the port's address; the answer is XML, or its value as JSON."""
        with serving() as server:
            status, out, _ = cli("call", "--wsdl", server.wsdl, "GetOrder", "id=5")
            assert (0, "9.50") == (status, etree.fromstring(out).findtext("{*}total"))
            status, out, _ = cli("call", "--wsdl", server.wsdl, "get_order", "id=5", "--json")
            assert (0, {"operation": "GetOrder", "value": "9.50"}) == (status, json.loads(out))
            _, out, _ = cli("call", "--wsdl", server.wsdl, "GetOrder", "id=5", "--json", "--xml")
            assert "9.50" == etree.fromstring(json.loads(out)["xml"]).findtext("{*}total")
            assert ["5"] * 3 == [
                etree.fromstring(body(each).encode()).findtext(".//{urn:billing}id") for each in server.posts
            ]

    def test_a_server(self, cli):
        """`--server` says where calls go, and a file's placeholder is told without it."""
        with serving() as server:
            words = ("call", "--wsdl", str(WSDL), "GetOrder", "id=5")
            status, _, err = cli(*words)
            assert (2, True) == (status, "placeholder" in err)
            status, _, _ = cli(*words, "--server", f"{server.origin}/billing")
            assert (0, 1) == (status, len(server.posts))

    @pytest.mark.parametrize(
        ("words", "action"),
        [
            (("GetOrder", "id=5"), "urn:billing/GetOrder"),
            (("GetOrder", "parcel=x", "--service", "Shipping"), "urn:shipping/GetOrder"),
            (("GetOrder", "parcel=x", "--port", "ShippingPort"), "urn:shipping/GetOrder"),
            (("Track", "parcel=x"), "urn:shipping/Track"),
            (("Add", "a=1", "b=2"), "urn:sums/Add"),
        ],
    )
    def test_ports(self, cli, words, action):
        """The port that is named, or the first that has the operation."""
        with serving() as server:
            assert 0 == cli("call", "--wsdl", server.wsdl, *words)[0]
            assert f'"{action}"'.encode() == head(server.posts[0], "SOAPAction")

    def test_a_login(self, cli, monkeypatch):
        """User and password are those of HTTP."""
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", PASSWORD)
        with serving(guard="Authorization: Basic ") as server:
            assert 0 == cli("call", "--wsdl", server.wsdl, "--username", "me", "GetOrder", "id=5")[0]
            assert all(head(each, "Authorization") for each in server.requests)
            status, _, err = cli("call", "--wsdl", server.wsdl, "GetOrder", "id=5")
            assert (3, True) == (status, "401" in err)

    def test_one_way(self, cli):
        """A one-way call prints nothing, and null as JSON."""
        with serving(orders.reply("")) as server:
            assert (0, "") == cli("call", "--wsdl", server.wsdl, "Notify", "text=x")[:2]
            _, out, _ = cli("call", "--wsdl", server.wsdl, "Notify", "text=x", "--json")
            assert {"operation": "Notify", "value": None} == json.loads(out)

    def test_a_file(self, cli, tmp_path):
        """The answer goes to a file."""
        with serving() as server:
            path = tmp_path / "a.xml"
            assert (0, "") == cli("call", "--wsdl", server.wsdl, "GetOrder", "id=5", "-o", str(path))[:2]
            assert "9.50" == etree.parse(path).getroot().findtext("{*}total")

    @pytest.mark.parametrize(
        ("words", "status", "told"),
        [
            (("GetOder", "id=5"), 4, "GetOrder"),
            (("GetOrder", "idd=5"), 2, "did you mean id"),
            (("GetOrder", "id=x"), 2, "not an int"),
            (("GetOrder", "id=5", "--port", "X"), 4, "no SOAP port 'X'"),
            (("Track", "parcel=x", "--service", "Billing"), 4, "no operation 'Track'"),
            (("LogIn", f"Password={PASSWORD}"), 2, "@FILE"),
        ],
    )
    def test_mistakes(self, cli, words, status, told):
        """What the WSDL does not have is told, and nothing is sent."""
        with serving() as server:
            found, _, err = cli("call", "--wsdl", server.wsdl, *words)
            assert (status, True) == (found, told in err), err
            assert [] == server.posts
            assert PASSWORD not in err

    def test_failures(self, cli):
        """A refusal is status 1, what is no answer 3 with the doubt."""
        fault = "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>"
        with serving(orders.saying(orders.reply(fault), orders.reply(""))) as server:
            assert 1 == cli("call", "--wsdl", server.wsdl, "GetOrder", "id=5")[0]
            status, _, err = cli("call", "--wsdl", server.wsdl, "GetOrder", "id=5")
            assert (3, True) == (status, "may have been made" in err)

    def test_no_wsdl(self, cli):
        """A port without a WSDL is told."""
        status, _, err = cli("call", "--port", "X", "GetOrder")
        assert (2, True) == (status, "--wsdl" in err)


class TestArguments:
    """`--arguments`."""

    def test_from_a_file(self, cli, tmp_path):
        """Values come from a JSON object, beside those of the command line, for any service and for infoRouter."""
        path = tmp_path / "a.json"
        path.write_text('{"content": "aGk=", "title": "\\u00e4"}', "utf-8")
        status, out, _ = cli("envelope", "--wsdl", str(WSDL), "--port", "FilesSoap", "Attach", "--arguments", str(path))
        found = etree.fromstring(out.encode())
        assert (0, "aGk=", "ä") == (
            status, found.findtext(".//{urn:billing}content"), found.findtext(".//{urn:billing}title"),
        )  # fmt: skip
        path.write_text('{"userName": "jdoe"}', "utf-8")
        words = ("UpdateUserContactInfo", "emailAddress=a@example.com", "--arguments", str(path))
        status, out, _ = cli("envelope", *words)
        assert (0, True, True) == (status, ">jdoe</" in out, ">a@example.com</" in out)

    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("decimal", "2.50"),
            ("decimal", "12345678901234567890.5"),
            ("double", "0.1"),
            ("float", "1E-7"),
            ("double", "5"),
        ],
    )
    def test_numbers_are_exact(self, cli, tmp_path, kind, text):
        """A number is sent as it is written."""
        path = tmp_path / "a.json"
        path.write_text(f'{{"order": {{"price": {text}}}}}', "utf-8")
        wsdl = tmp_path / "x.wsdl"
        order = (
            f'<xs:element name="order"><xs:complexType><xs:sequence><xs:element name="price" type="xs:{kind}"/>'
            "</xs:sequence></xs:complexType></xs:element>"
        )
        wsdl.write_text(WSDL.read_text("utf-8").replace('<xs:element name="id" type="xs:int"/>', order, 1), "utf-8")
        status, out, _ = cli("envelope", "--wsdl", str(wsdl), "GetOrder", "--arguments", str(path))
        assert 0 == status
        sent = etree.fromstring(out.encode()).findtext(".//{urn:billing}price")
        assert text == sent or (kind != "decimal" and float(text) == float(sent))

    @pytest.mark.parametrize(
        ("text", "words", "told"),
        [
            ("", (), "is not JSON"),
            ("[]", (), "not a JSON object"),
            ('{"title": "x", "title": "y"}', (), "a name twice"),
            ('{"title": "x"}', ("title=y",), "title is given twice"),
            ('{"content": "?"}', (), "content: the bytes are not base64"),
            ('{"titel": "x"}', (), "did you mean title"),
            ("[" * 100_000, (), "nested too deeply"),
            ("\xff", (), "not UTF-8"),
        ],
    )
    def test_what_is_refused(self, cli, tmp_path, text, words, told):
        """What is no object of arguments is told in a sentence."""
        path = tmp_path / "a.json"
        path.write_bytes(text.encode("latin-1"))
        where = ("--wsdl", str(WSDL), "--port", "FilesSoap")
        status, _, err = cli("envelope", *where, "Attach", *words, "--arguments", str(path))
        assert (2, True) == (status, told in err), err

    def test_a_blank(self, cli, tmp_path):
        """A blank is refused for infoRouter as on the command line; a missing file is told."""
        path = tmp_path / "a.json"
        path.write_text('{"userName": "jdoe", "emailAddress": " "}', "utf-8")
        status, _, err = cli("envelope", "UpdateUserContactInfo", "--arguments", str(path))
        assert (2, True) == (status, "emailAddress: the value is blank" in err)
        status, _, err = cli("envelope", "UpdateUserContactInfo", "--arguments", str(tmp_path / "no.json"))
        assert (2, True) == (status, "cannot be read" in err)


class TestEnvelope:
    """`envelope`."""

    @pytest.mark.parametrize(
        ("words", "tag"),
        [
            (("GetOrder", "id=5"), "{urn:billing}GetOrder"),
            (("GetOrder", "parcel=x", "--port", "ShippingPort12"), "{urn:shipping}GetOrder"),
            (("Add", "a=1", "b=2"), "{urn:sums}Add"),
        ],
    )
    def test_of_a_port(self, cli, words, tag):
        """The envelope is that of the port, and needs no server."""
        status, out, _ = cli("envelope", "--wsdl", str(WSDL), *words)
        (content,) = etree.fromstring(out.encode()).find("{*}Body")
        assert (0, tag) == (status, content.tag)

    def test_inforouter(self, cli):
        """The bundled contract's are as before."""
        status, out, _ = cli("envelope", "GetUser", "UserName=jdoe")
        assert (0, True) == (status, "http://tempuri.org/" in out)
