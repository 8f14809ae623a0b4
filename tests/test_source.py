"""WSDLs of every kind: what is a contract, what is refused and why, and what a cut reading may not change."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import tracemalloc

import isodate
import pytest
import zeep
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from zeep import xsd

from soapclient import Contract
from soapclient.calls.arguments import bind
from soapclient.contract import bundled, fetch
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.contract.wsdl import source
from soapclient.errors import ArgumentError, ConnectError, WsdlError
from soapclient.wire.transport import RawReply

URL = "https://dms.example.com/srv.asmx?key=s3cret"
SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
ELSEWHERE = ["http://192.0.2.1/x.xsd", "https://192.0.2.1/x.xsd", "ftp://192.0.2.1/x.xsd", "//192.0.2.1/x.xsd"]
ELSEWHERE += ["file:///etc/passwd", "/etc/passwd"]
BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def element(name: str, particles: str = "") -> str:
    return f'<s:element name="{name}"><s:complexType><s:sequence>{particles}</s:sequence></s:complexType></s:element>'


DO = element("Do", '<s:element name="a" minOccurs="0" type="s:string"/>') + element("DoResponse")


def message(name: str, target: str) -> str:
    return f'<w:message name="{name}"><w:part name="parameters" element="t:{target}"/></w:message>'


def port_type(name: str = "P", operations: str = "Do") -> str:
    inner = "".join(
        f'<w:operation name="{each}"><w:input message="t:{each}In"/><w:output message="t:{each}Out"/></w:operation>'
        for each in operations.split()
    )
    return f'<w:portType name="{name}">{inner}</w:portType>'


def binding(name: str = "B", of: str = "P", operations: str = "Do", soap: str = "soap", header: str = "") -> str:
    inner = "".join(
        f'<w:operation name="{each}"><{soap}:operation soapAction="urn:t/{each}" style="document"/>'
        f'<w:input><{soap}:body use="literal"/>{header}</w:input>'
        f'<w:output><{soap}:body use="literal"/></w:output></w:operation>'
        for each in operations.split()
    )
    transport = "http://schemas.xmlsoap.org/soap/http"
    return f'<w:binding name="{name}" type="t:{of}"><{soap}:binding transport="{transport}"/>{inner}</w:binding>'


def service(name: str = "S", ports: str = "B", soap: str = "soap") -> str:
    inner = "".join(
        f'<w:port name="{each}Port" binding="t:{each}"><{soap}:address location="http://old.example.com/"/></w:port>'
        for each in ports.split()
    )
    return f'<w:service name="{name}">{inner}</w:service>'


MESSAGES = message("DoIn", "Do") + message("DoOut", "DoResponse")
REST = MESSAGES + port_type() + binding() + service()


def definitions(types: str = DO, rest: str = REST, *, before: str = "", prolog: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{prolog}<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="{SOAP}"'
        f' xmlns:soap12="{SOAP12}" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">'
        f'{before}<w:types><s:schema elementFormDefault="qualified" targetNamespace="urn:t">{types}</s:schema>'
        f"</w:types>{rest}</w:definitions>"
    )


def loaded(text: str | None = None, **parts) -> Contract:
    return Contract.from_bytes((text or definitions(**parts)).encode(), URL)


class TestRefused:
    """What is no contract, with a reason."""

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "it is empty"),
            (b" \r\n", "it is empty"),
            (b"<!DOCTYPE html><html><title>Sign in</title>", "an HTML page titled 'Sign in'"),
            (b"<html xmlns='http://www.w3.org/1999/xhtml'><title>" + b"x" * 999 + b"</title></html>", "an HTML page"),
            (b"Not found", "it is not XML"),
            (b"{}", "it is not XML"),
            (definitions()[:-20].encode(), "not well-formed"),
            (b"<a/>", "not a WSDL 1.1 document: its root is <a>"),
            (b"<definitions/>", "not a WSDL 1.1 document"),
            (b'<description xmlns="http://www.w3.org/ns/wsdl"/>', "not a WSDL 1.1 document"),
            (b'<discovery xmlns="http://schemas.xmlsoap.org/disco/"/>', "not a WSDL 1.1 document"),
            (b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>', "has no SOAP port"),
            (definitions(rest=MESSAGES + port_type() + service()).encode(), "has no SOAP port"),
            (definitions(prolog="<!DOCTYPE d [<!ELEMENT d ANY>]>").encode(), "it has a DTD"),
            (definitions(prolog=BOMB).encode(), "it has a DTD"),
            (definitions(prolog=BOMB).encode("utf-16"), "it has a DTD"),
            (definitions(prolog=BOMB).encode("utf-16-le"), "it has a DTD"),
            (definitions().replace("?>", ' encoding="utf-7"?>', 1).encode(), "encoded in utf-7"),
        ],
    )
    def test_what_is_no_wsdl(self, data, reason):
        """Bytes that are no WSDL with a SOAP port are refused in one bounded line that says what they are."""
        with pytest.raises(WsdlError) as caught:
            Contract.from_bytes(data, URL)
        assert reason in str(caught.value)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 400
        assert "s3cret" not in str(caught.value)

    def test_http_bindings_alone(self):
        """A WSDL with nothing but HTTP GET has no SOAP port."""
        get = '<w:binding name="B" type="t:P"><h:binding xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" verb="GET"/>'
        with pytest.raises(WsdlError, match="no SOAP port"):
            loaded(rest=MESSAGES + port_type() + get + "</w:binding>" + service())

    def test_more_bytes_than_the_limit(self, monkeypatch):
        """A document above the limit is refused before it is parsed; the limit lets 60 megabytes through."""
        assert source.MAX_BYTES >= 60 * 2**20
        with monkeypatch.context() as patched, pytest.raises(WsdlError, match="more than the limit of 67,108,864"):
            patched.setattr(source, "parse", lambda data: pytest.fail("it was parsed"))
            Contract.from_bytes(bytes(source.MAX_BYTES + 1), "big")
        text = definitions().encode()
        monkeypatch.setattr(source, "MAX_BYTES", len(text))
        assert len(Contract.from_bytes(text, "fits")) == 1

    def test_file_of_the_largest_size(self, tmp_path):
        """A file of just the limit is read and can be used; one that is larger by any amount is refused, not read."""
        path = tmp_path / "x.wsdl"
        note, rest = "<w:documentation>{}</w:documentation>", definitions().encode()
        filling = "x" * (source.MAX_BYTES - len(definitions(before=note.format(""))))
        path.write_text(definitions(before=note.format(filling)))
        assert path.stat().st_size == source.MAX_BYTES > len(rest)
        contract = Contract.load(path)
        assert b">v</" in contract.encode(contract["Do"], {"a": "v"})
        with path.open("r+b") as stream:
            stream.truncate(20 * 2**30)
        tracemalloc.start()
        try:
            with pytest.raises(WsdlError, match="more than the limit of 67,108,864 bytes"):
                Contract.load(path)
            assert tracemalloc.get_traced_memory()[1] < 3 * source.MAX_BYTES
        finally:
            tracemalloc.stop()

    @pytest.mark.filterwarnings("ignore:The wsdl:")
    @pytest.mark.parametrize(
        ("types", "rest"),
        [
            ("", REST),
            (DO, REST.replace(MESSAGES, "")),
            (DO, REST.replace(port_type(), "")),
            (DO, REST.replace(port_type(), '<w:portType name="P"/>')),
            (DO.replace("s:string", "t:Missing"), REST),
            (DO, REST.replace('use="literal"', 'use="encoded"')),
        ],
    )
    def test_broken_operation_is_refused_when_asked_for(self, types, rest):
        """An operation that the document does not define whole, or that is SOAP-encoded, is refused by name."""
        contract = loaded(types=types, rest=rest)
        assert list(contract) == ["Do"]
        for _ in range(2):
            with pytest.raises(WsdlError, match="cannot be used"):
                contract["Do"]

    @pytest.mark.parametrize("name", ["nowhere.wsdl", "a\0b", "x" * 5000, "."])
    def test_path_that_cannot_be_read(self, name, tmp_path, monkeypatch):
        """A path that is not there, is a folder or no path at all is refused, with the names of the bundled ones."""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(WsdlError, match="'bundled' and 'bundled-2019'"):
            Contract.load(name)
        with pytest.raises(WsdlError) as caught:
            Contract.load(tmp_path / "nowhere.wsdl")
        assert "bundled" not in str(caught.value)


def test_installation_without_a_bundled_file(monkeypatch, tmp_path):
    """A bundled file that an installation lacks is a WSDL that cannot be had, and the message says what to do."""
    monkeypatch.setattr(bundled, "_PLACES", (tmp_path,))
    with pytest.raises(WsdlError, match=r"srv\.wsdl is missing from this installation: reinstall the package"):
        bundled.bundled("srv.wsdl")


class TestFetched:
    """WSDLs from a URL."""

    def test_url_is_fetched(self):
        """A URL is got by the given means, whatever the letter case of its scheme, and named without its query."""
        asked = []

        def fetch(url):
            asked.append(url)
            return definitions().encode()

        contract = Contract.load("HTTPS://dms.example.com/srv.asmx?WSDL", fetch=fetch)
        assert asked == ["HTTPS://dms.example.com/srv.asmx?WSDL"]
        assert list(contract) == ["Do"]

    def test_error_names_no_secret_of_the_url(self):
        """User, password and query of a WSDL's URL are in no message."""
        with pytest.raises(WsdlError) as caught:
            Contract.load("https://jdoe:S3CRET@dms.example.com/x?t=S3CRET", fetch=lambda url: b"")
        assert "S3CRET" not in str(caught.value)
        assert "dms.example.com/x" in str(caught.value)

    def test_lower_error_is_the_cause(self):
        """What kept the WSDL from being had is in the message, and is the cause where the URL has no secret."""

        class Broken:
            def get(self, url, headers, abort=None):
                raise ConnectError("No connection to somewhere")

        for url, cause in (("https://dms.example.com/x.wsdl", ConnectError), (URL, type(None))):
            with pytest.raises(WsdlError, match="No connection to somewhere") as caught:
                fetch.fetch_with(Broken(), url)
            assert isinstance(caught.value.__cause__, cause)

    @pytest.mark.parametrize("status", [204, 302, 401, 404, 500])
    def test_other_status(self, status):
        """Any status but 200 is no WSDL."""

        class Answers:
            def get(self, url, headers, abort=None):
                return RawReply(status=status, headers={}, body=definitions().encode())

        with pytest.raises(WsdlError, match=f"HTTP {status}"):
            fetch.fetch_with(Answers(), URL)

    def test_own_transport(self, monkeypatch):
        """Without other means a URL is got by a transport of its own, which is closed afterwards."""
        closed = []

        class Fake:
            def __init__(self, url):
                self.url = url

            def __enter__(self):
                return self

            def __exit__(self, *_):
                closed.append(self.url)

            def get(self, url, headers, abort=None):
                return RawReply(status=200, headers={}, body=definitions().encode())

        monkeypatch.setattr("soapclient.wire.transport.Transport", Fake)
        assert list(Contract.load(URL)) == ["Do"]
        assert closed == [URL]


class TestImports:
    """What a WSDL may bring in: files beside it, and nothing else."""

    @pytest.mark.parametrize(
        "location",
        [*ELSEWHERE, "../x.xsd", "x.xsd"],
    )
    @pytest.mark.parametrize("kind", ["import", "include", "redefine", "wsdl"])
    def test_wsdl_from_elsewhere_imports_nothing(self, location, kind):
        """A WSDL that is no file may not import anything, neither from its own server, another one, nor a disk."""
        if kind == "wsdl":
            text = definitions(before=f'<w:import namespace="urn:u" location="{location}"/>')
        else:
            namespace = 'namespace="urn:u"' if kind == "import" else ""
            text = definitions(types=f'<s:{kind} {namespace} schemaLocation="{location}"/>' + DO)
        with pytest.raises(WsdlError, match="cannot be used" if kind == "redefine" else "it imports"):
            Contract.from_bytes(text.encode(), URL)["Do"]

    @pytest.mark.parametrize(
        "location",
        [*ELSEWHERE, "../outside.txt", "sub/../../outside.txt", "link.xsd", "missing.xsd", "sub", "a\0b"],
    )
    def test_file_imports_only_what_is_beside_it(self, location, tmp_path):
        """A WSDL in a file may not import from the network, what is no schema by its name, or what is not there."""
        folder = tmp_path / "wsdl"
        (folder / "sub").mkdir(parents=True)
        schema = '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u"/>'
        (tmp_path / "outside.txt").write_text(schema)
        (folder / "link.xsd").symlink_to(tmp_path / "outside.txt")
        path = folder / "x.wsdl"
        path.write_text(definitions(types=f'<s:import namespace="urn:u" schemaLocation="{location}"/>' + DO))
        with pytest.raises(WsdlError, match="import"):
            Contract.load(path)["Do"]

    def test_files_beside_it_are_read(self, tmp_path):
        """Schemas beside a WSDL and below it are read, relative to the file that names them, also in a circle."""
        (tmp_path / "sub").mkdir()
        schema = '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:u="urn:{0}" targetNamespace="urn:{0}">{1}'
        (tmp_path / "sub" / "a.xsd").write_text(
            schema.format(
                "a",
                '<s:import namespace="urn:b" schemaLocation="b.xsd"/>'
                '<s:simpleType name="A"><s:restriction base="s:string"/></s:simpleType></s:schema>',
            )
        )
        (tmp_path / "sub" / "b.xsd").write_text(
            schema.format("b", '<s:import namespace="urn:a" schemaLocation="a.xsd"/></s:schema>')
        )
        (tmp_path / "c.xsd").write_text(
            '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" elementFormDefault="qualified"'
            f' targetNamespace="urn:t">{element("DoResponse")}</s:schema>'
        )
        types = '<s:import namespace="urn:a" schemaLocation="sub/a.xsd"/><s:include schemaLocation="c.xsd"/>' + element(
            "Do", '<s:element name="a" minOccurs="0" type="a:A" xmlns:a="urn:a"/>'
        )
        path = tmp_path / "x.wsdl"
        path.write_text(definitions(types=types))
        contract = Contract.load(path)
        assert contract.source == str(path)
        assert [(each.name, each.type) for each in contract["Do"].parameters.values()] == [("a", "string")]
        assert contract["Do"].output == "DoResponse"
        assert b">x</" in contract.encode(contract["Do"], {"a": "x"})
        assert [(port.name, port.address) for port in contract.services[0].ports] == [
            ("BPort", "http://old.example.com/")
        ]

    def test_other_ports_of_a_document_with_imports(self, tmp_path):
        """A port that is not SOAP is passed over where a WSDL imports a file, as it is elsewhere."""
        get = '<w:binding name="G" type="t:P"><h:binding xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" verb="GET"/>'
        get += '<w:operation name="Do"><h:operation xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" location="/Do"/>'
        get += "<w:input/><w:output/></w:operation></w:binding>"
        address = '<h:address xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" location="x"/>'
        port = f'<w:port name="GPort" binding="t:G">{address}'
        rest = (
            MESSAGES + port_type() + binding() + get + service().replace("</w:service>", port + "</w:port></w:service>")
        )
        assert [each.name for each in loaded(rest=rest).services[0].ports] == ["BPort"]
        (tmp_path / "a.xsd").write_text(
            '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u"/>'
        )
        types = '<s:import namespace="urn:u" schemaLocation="a.xsd"/>' + DO
        path = tmp_path / "x.wsdl"
        path.write_text(definitions(types=types, rest=rest))
        assert [each.name for each in Contract.load(path).services[0].ports] == ["BPort"]
        assert set(Contract.load(path)["Do"].actions) == {"1.1"}

    def test_imported_wsdl(self, tmp_path):
        """A WSDL may leave its types and messages to another beside it."""
        (tmp_path / "abstract.wsdl").write_text(definitions(rest=MESSAGES + port_type()))
        path = tmp_path / "x.wsdl"
        path.write_text(
            f'<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="{SOAP}" xmlns:t="urn:t"'
            f' targetNamespace="urn:t"><w:import namespace="urn:t" location="abstract.wsdl"/>{binding()}{service()}'
            "</w:definitions>"
        )
        assert list(Contract.load(path)["Do"].parameters) == ["a"]

    @pytest.mark.parametrize(
        ("own", "other"),
        [
            ('<w:import namespace="urn:t" location="x.wsdl"/>', ""),
            ('<w:import namespace="urn:t" location="b.wsdl"/>', '<w:import namespace="urn:t" location="x.wsdl"/>'),
            ('<w:import namespace="urn:u" location="x.wsdl"/>', ""),
            ('<w:import location="x.wsdl"/>', ""),
            ('<w:import location="b.wsdl"/>', '<w:import location="x.wsdl"/>'),
            ('<w:import location="b.wsdl"/>', '<w:import location="b.wsdl"/>'),
        ],
    )
    def test_wsdls_in_a_circle(self, own, other, tmp_path):
        """WSDLs that import each other are read, each once, whatever namespace they say."""
        (tmp_path / "b.wsdl").write_text(definitions(before=other))
        path = tmp_path / "x.wsdl"
        path.write_text(definitions(before=own))
        assert list(Contract.load(path)["Do"].parameters) == ["a"]

    @pytest.mark.parametrize(
        ("namespace", "first", "second"),
        [
            ("urn:t", '<s:include schemaLocation="a.xsd"/>', ""),
            ("urn:t", '<s:include schemaLocation="b.xsd"/>', '<s:include schemaLocation="./a.xsd"/>'),
            ("urn:t", '<s:include schemaLocation="here/a.xsd"/>', ""),
            (None, '<s:include schemaLocation="b.xsd"/>', '<s:include schemaLocation="a.xsd"/>'),
        ],
    )
    def test_schemas_in_a_circle(self, namespace, first, second, tmp_path):
        """Schemas that include themselves, each other, or themselves by way of a link are read."""
        target = f'targetNamespace="{namespace}"' if namespace else ""
        for name, inside in (("a.xsd", first + element("DoResponse")), ("b.xsd", second)):
            schema = f'<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" {target}>{inside}</s:schema>'
            (tmp_path / name).write_text(schema)
        (tmp_path / "here").symlink_to(tmp_path)
        path = tmp_path / "x.wsdl"
        path.write_text(definitions(types='<s:include schemaLocation="a.xsd"/>' + element("Do")))
        assert Contract.load(path)["Do"].output == "DoResponse"

    @pytest.mark.parametrize(
        "content", [BOMB + "<x a='&b;'/>", "<html>", "", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"]
    )
    def test_imported_file_is_held_to_the_same(self, content, tmp_path):
        """A file beside a WSDL may have no DTD either, and must be XML."""
        (tmp_path / "a.xsd").write_text(content)
        path = tmp_path / "x.wsdl"
        path.write_text(definitions(types='<s:import namespace="urn:u" schemaLocation="a.xsd"/>' + DO))
        with pytest.raises(WsdlError, match="cannot be used"):
            Contract.load(path)["Do"]

    def test_imports_between_inner_schemas(self):
        """An import without a place, between the schemas of one document, brings nothing in from outside."""
        text = definitions(
            types='<s:import namespace="urn:u"/>'
            + element("Do", '<s:element ref="u:b" xmlns:u="urn:u"/>')
            + element("DoResponse")
        ).replace(
            "</w:types>",
            '<s:schema targetNamespace="urn:u"><s:element name="b" type="s:int"/></s:schema></w:types>',
        )
        (parameter,) = loaded(text)["Do"].parameters.values()
        assert (parameter.name, parameter.type, parameter.null) == ("b", "int", "none")


class TestRead:
    """What is read of a WSDL."""

    def test_what_a_small_wsdl_says(self):
        """Names, ports, actions and particles are read as the document has them; nothing is documented."""
        contract = loaded()
        operation = contract["Do"]
        assert (contract.namespace, contract.source, contract.soap_versions) == ("urn:t", URL, ("1.1",))
        assert (operation.input, operation.output, operation.result) == ("Do", "DoResponse", None)
        assert (operation.kind, operation.writes, operation.documented) == ("unknown", True, False)
        assert (operation.returns, dict(operation.actions)) == ("void", {"1.1": "urn:t/Do"})
        assert operation.session_parameter is None
        assert repr(contract) == "<Contract 'https://dms.example.com/srv.asmx?***': 1 operations>"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
    def test_encodings(self, encoding):
        """A WSDL in UTF-16, or with a byte order mark, is read."""
        assert list(Contract.from_bytes(definitions().encode(encoding), "x")["Do"].parameters) == ["a"]

    def test_whole_document_in_utf_16(self, tmp_path):
        """So is one that imports a file."""
        (tmp_path / "a.xsd").write_text(
            '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u"/>'
        )
        path = tmp_path / "x.wsdl"
        types = '<s:import namespace="urn:u" schemaLocation="a.xsd"/>' + DO
        path.write_bytes(definitions(types=types).replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16"))
        assert list(Contract.load(path)["Do"].parameters) == ["a"]

    def test_elements_that_types_refer_to_are_kept(self):
        """An element that a type, a group or a substitution refers to stays, also when it is some message's own."""
        types = (
            element("Do", '<s:element name="a" type="t:T"/><s:group ref="t:G"/>')
            + element("DoResponse")
            + element("Other", '<s:element name="b" type="s:int"/>')
            + element("OtherResponse")
            + '<s:complexType name="T"><s:sequence><s:element ref="t:Other"/></s:sequence></s:complexType>'
            + '<s:group name="G"><s:sequence><s:element ref="t:OtherResponse" minOccurs="0"/></s:sequence></s:group>'
            + '<s:element name="Sub" substitutionGroup="t:Other"/>'
        )
        rest = (
            MESSAGES
            + message("OtherIn", "Other")
            + message("OtherOut", "OtherResponse")
            + port_type(operations="Do Other")
            + binding(operations="Do Other")
            + service()
        )
        contract = loaded(types=types, rest=rest)
        assert [(each.name, each.type) for each in contract["Do"].parameters.values()] == [
            ("a", "T"),
            ("OtherResponse", "OtherResponse"),
        ]
        envelope = contract.encode(contract["Do"], {"a": {"Other": {"b": 5}}})
        assert etree.fromstring(envelope).findtext(".//{urn:t}Other/{urn:t}b") == "5"

    def test_header_messages_are_kept(self):
        """An operation whose binding names a header message is read."""
        header = '<soap:header message="t:H" part="h" use="literal"/>'
        rest = MESSAGES + message("H", "Auth").replace("parameters", "h") + port_type() + binding(header=header)
        contract = loaded(types=DO + '<s:element name="Auth" type="s:string"/>', rest=rest + service())
        assert b"Header" not in contract.encode(contract["Do"], {"a": "x"})

    def test_several_services_and_versions(self):
        """Operations of several services are one contract, and each knows the versions that it has a port for."""
        types = DO + element("More") + element("MoreResponse")
        rest = (
            MESSAGES
            + message("MoreIn", "More")
            + message("MoreOut", "MoreResponse")
            + port_type()
            + port_type("Q", "Do More")
            + binding()
            + binding("C", "Q", "Do More", "soap12")
            + service()
            + service("S2", "C", "soap12")
        )
        contract = loaded(types=types, rest=rest)
        assert list(contract) == ["Do", "More"]
        assert contract.soap_versions == ("1.1", "1.2")
        assert set(contract["Do"].actions) == {"1.1", "1.2"}
        assert set(contract["More"].actions) == {"1.2"}
        assert [(service.name, [port.soap_version for port in service.ports]) for service in contract.services] == [
            ("S", ["1.1"]),
            ("S2", ["1.2"]),
        ]
        with pytest.raises(WsdlError, match="no SOAP 1.1 binding for More"):
            contract.encode(contract["More"], {})

    def test_binding_without_a_port_has_no_address(self):
        """A binding that no port uses is listed with its operations, as a port without an address."""
        types = DO + element("Gone") + element("GoneResponse")
        rest = MESSAGES + message("GoneIn", "Gone") + message("GoneOut", "GoneResponse")
        rest += port_type(operations="Do Gone") + binding() + binding("Dead", operations="Gone") + service()
        contract = loaded(types=types, rest=rest)
        assert list(contract) == ["Do", "Gone"]
        assert [(port.name, port.address) for service in contract.services for port in service.ports] == [
            ("BPort", "http://old.example.com/"),
            ("Dead", ""),
        ]
        assert b"Gone" in contract.encode(contract["Gone"], {})

    def test_one_way(self):
        """An operation without an output is void."""
        rest = REST.replace('<w:output message="t:DoOut"/>', "").replace(
            '<w:output><soap:body use="literal"/></w:output>', ""
        )
        assert (loaded(rest=rest)["Do"].output, loaded(rest=rest)["Do"].returns) == (None, "void")

    def test_python_names_are_unique(self):
        """Operations and parameters whose Python spelling would coincide are told apart, and keywords are no names."""
        names = "GetIt Get_It get_it import"
        particles = "".join(
            f'<s:element name="{name}" minOccurs="0" type="s:int"/>' for name in ("aB", "a_b", "class", "a-b")
        )
        types = "".join(element(name, particles) + element(name + "Response") for name in names.split())
        rest = "".join(message(name + "In", name) + message(name + "Out", name + "Response") for name in names.split())
        contract = loaded(types=types, rest=rest + port_type(operations=names) + binding(operations=names) + service())
        assert dict(contract.python_names) == {
            "get_it_": "GetIt",
            "get_it__": "Get_It",
            "get_it": "get_it",
            "import_": "import",
        }
        assert [each.python_name for each in contract["GetIt"].parameters.values()] == [
            "a_b_",
            "a_b",
            "class_",
            "a_b__",
        ]

    def test_undocumented_parameters_are_required_where_the_schema_demands_them(self):
        """Without a reference, what must be there and cannot be null is required."""
        particles = (
            '<s:element name="a" type="s:int"/><s:element name="b" nillable="true" type="s:int"/>'
            '<s:element name="c" minOccurs="0" maxOccurs="unbounded" type="s:int"/>'
        )
        parameters = loaded(types=element("Do", particles) + element("DoResponse"))["Do"].parameters
        assert [(each.null, each.required, each.max_occurs) for each in parameters.values()] == [
            ("none", True, 1),
            ("nil", False, 1),
            ("omit", False, None),
        ]

    def test_kinds_of_content(self):
        """Any content is XML, no type is anything; a simple type is the built-in one that it restricts."""
        particles = (
            '<s:element name="a"><s:complexType mixed="true"><s:sequence><s:any/></s:sequence></s:complexType>'
            "</s:element>"
            '<s:element name="b"/><s:element name="c"><s:complexType><s:sequence/></s:complexType></s:element>'
            '<s:element name="d" type="t:Colour"/>'
        )
        colour = '<s:simpleType name="Colour"><s:restriction base="s:string"/></s:simpleType>'
        parameters = loaded(types=element("Do", particles) + element("DoResponse") + colour)["Do"].parameters
        assert [each.type for each in parameters.values()] == ["xml", "anyType", "c", "string"]

    @pytest.mark.parametrize(
        ("xsd_type", "value", "expected"),
        [
            ("decimal", "1.50", "1.50"),
            ("double", 1e300, "1e+300"),
            ("date", "2026-01-31Z", "2026-01-31Z"),
            ("time", "08:30:00", "08:30:00"),
            ("duration", "P1D", "P1D"),
            ("token", " a  b ", " a  b "),
            ("anyURI", "a b", "a b"),
            ("unsignedLong", 2**64 - 1, "18446744073709551615"),
        ],
    )
    def test_types_that_the_bundled_contracts_do_not_have(self, xsd_type, value, expected):
        """A value of any built-in type is written as it was bound."""
        particles = f'<s:element name="a" type="s:{xsd_type}"/>'
        contract = loaded(types=element("Do", particles) + element("DoResponse"))
        envelope = contract.encode(contract["Do"], bind(contract["Do"], {"a": value}))
        assert etree.fromstring(envelope).findtext(".//{urn:t}a") == expected

    @given(
        st.from_regex(
            r"-?P(?=[0-9T])([0-9]{1,8}Y)?([0-9]{1,8}M)?([0-9]{1,8}D)?"
            r"(T(?=[0-9])([0-9]{1,8}H)?([0-9]{1,8}M)?([0-9]{1,8}(\.[0-9]{1,6})?S)?)?",
            fullmatch=True,
        )
    )
    @example("PT36H")
    @example("-P1Y2M3DT4H5M6.789012S")
    def test_durations(self, value):
        """A duration that is taken is written so that it reads as the same one; zeep may spell it otherwise."""
        contract = loaded(types=element("Do", '<s:element name="a" type="s:duration"/>') + element("DoResponse"))
        envelope = contract.encode(contract["Do"], bind(contract["Do"], {"a": value}))
        written = etree.fromstring(envelope).findtext(".//{urn:t}a")
        assert isodate.parse_duration(value) == isodate.parse_duration(written)

    @pytest.mark.parametrize(
        "particles",
        [
            '<s:choice><s:element name="a" type="s:int"/><s:element name="b" type="s:int"/></s:choice>',
            '<s:sequence minOccurs="0"><s:element name="a" type="s:int"/></s:sequence>'
            '<s:element name="b" minOccurs="0" type="s:int"/>',
            '<s:element name="a" default="5" type="s:int"/><s:element name="b" minOccurs="0" type="s:int"/>',
            '<s:element name="a" minOccurs="0" maxOccurs="unbounded" type="s:int"/>'
            '<s:element name="b" nillable="true" type="s:int"/>',
        ],
    )
    def test_a_later_envelope_is_as_the_first(self, particles):
        """Whatever the particles are, parts are written or refused at a later call just as at the first."""
        types = element("Do", particles) + element("DoResponse")
        later = loaded(types=types)
        for parts in ({"a": "1"}, {"b": "1"}, {"a": "1", "b": "2"}, {}, {"a": ["1", "2"]}, {"a": None, "b": None}):
            assert _written(loaded(types=types), parts) == _written(later, parts)

    def test_a_group_that_repeats(self):
        """A sequence that may be there several times is written as often as it is given, at every call."""
        repeated = (
            '<s:complexType><s:sequence maxOccurs="2"><s:element name="a" type="s:int"/></s:sequence></s:complexType>'
        )
        contract = loaded(types=f'<s:element name="Do">{repeated}</s:element>' + element("DoResponse"))
        for _ in range(2):
            assert b">1<" in contract.encode(contract["Do"], {"_value_1": [{"a": "1"}, {"a": "2"}]})

    @pytest.mark.parametrize("parts", [{"b": "x"}, {"a": None, "z": 1}, {"a": "\x00"}])
    def test_what_cannot_be_encoded_is_an_argument_error(self, parts):
        """Parts that never went through binding fail as arguments, not as whatever the encoder runs into."""
        contract = loaded()
        with pytest.raises(ValueError, match="^Do: "):
            contract.encode(contract["Do"], parts)


def _written(contract: Contract, parts: dict) -> bytes | type[Exception]:
    try:
        return contract.encode(contract["Do"], parts)
    except ArgumentError as exc:
        return type(exc)


class TestLazy:
    """Operations are read when they are first asked for."""

    def test_threads_get_the_same(self):
        """Many threads that ask for the same operations at once get equal ones."""
        contract = Contract.from_bytes(bundled_file("srv-2019.wsdl").read_bytes(), "x")
        names = list(contract)[:12]
        barrier = threading.Barrier(8)
        found: list[list] = []

        def work():
            barrier.wait()
            found.append(
                [
                    (contract[name], contract.encode(contract[name], {}) if name == "MaintenanceBeat" else b"")
                    for name in names
                ]
            )

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8
        assert all(each == found[0] for each in found)

    def test_bundled_is_read_once(self):
        """A bundled contract is one object, however often it is asked for."""
        assert Contract.load() is Contract.load("bundled")
        assert Contract.load("bundled-2019") is not Contract.load("bundled")

    def test_describing_one_operation_is_cheap(self, monkeypatch):
        """For a first call, zeep reads a hundredth of a contract of 425 operations, once."""
        data = bundled_file("srv.wsdl").read_bytes()
        read = []
        document = zeep.wsdl.Document
        monkeypatch.setattr(
            zeep.wsdl,
            "Document",
            lambda given, *args, **kw: read.append(len(given.getvalue())) or document(given, *args, **kw),
        )
        contract = Contract.from_bytes(data, "x")
        contract.encode(contract["GetUser"], {"UserName": "jdoe"})
        contract.encode(contract["GetUser"], {"UserName": "admin"})
        [size] = read
        assert size < len(data) / 100


def _shape(type_: object) -> object:
    """Reduce zeep's type to what can be compared between two readings of a schema."""
    elements = []
    for name, each in getattr(type_, "elements", []):
        if isinstance(each, xsd.Element):
            elements.append(
                (name, each.min_occurs, each.max_occurs, bool(each.nillable), each.qname, _shape(each.type))
            )
        else:
            elements.append((name, type(each).__name__, each.min_occurs, each.max_occurs))
    qname = type_.qname.text if type_.qname is not None else None
    return qname, elements, [name for name, _ in getattr(type_, "attributes", [])]


@pytest.mark.parametrize("name", ["srv.wsdl", "srv-2019.wsdl"])
def test_cut_reading_equals_zeeps_of_the_whole(name):
    """For every operation and SOAP version, what is read of the cut WSDL is what zeep reads of the whole one."""
    data = bundled_file(name).read_bytes()
    contract = Contract.from_bytes(data, name)
    document = zeep.wsdl.Document(io.BytesIO(data), None)
    (service,) = document.services.values()
    names: set[str] = set()
    for port in service.ports.values():
        version = "1.2" if "12" in type(port.binding).__name__ else "1.1"
        names |= set(port.binding.all())
        for operation in port.binding.all().values():
            ours = contract[operation.name]
            cut = contract.moulds.anew.func.__self__.reader.operations(operation.name)[version]
            body, output = operation.input.body, operation.output.body
            assert ours.actions[version] == operation.soapaction == cut.soapaction
            assert (ours.namespace, ours.input) == (body.qname.namespace, body.qname.localname)
            assert (ours.namespace, ours.output) == (output.qname.namespace, output.qname.localname)
            assert _shape(body.type) == _shape(cut.input.body.type)
            assert _shape(output.type) == _shape(cut.output.body.type)
            result = [each for _, each in output.type.elements]
            assert ours.result == (result[0].attr_name if result else None)
            assert (ours.returns == "void") == (not result)
            assert [
                (each.name, each.min_occurs, each.max_occurs, each.nillable) for each in ours.parameters.values()
            ] == [(name, each.min_occurs, each.max_occurs, bool(each.nillable)) for name, each in body.type.elements]
            assert (ours.returns == "bytes") == (
                bool(result) and result[0].type.qname is not None and result[0].type.qname.localname == "base64Binary"
            )
    assert names == set(contract)
    assert [port.name for port in service.ports.values()] == [port.name for port in contract.services[0].ports]


def test_zeep_is_imported_late():
    """A new process describes operations without importing zeep, which costs more than all the rest."""
    code = (
        "import sys; from soapclient import Client, Contract; contract = Contract.load('bundled'); "
        "operation = contract['GetUser']; assert 'zeep' not in sys.modules; "
        "contract.encode(operation, {}); print('zeep' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
