"""Where a WSDL comes from: imports over HTTP and from files, standard schemas, encodings, limits, and a saved copy."""

from __future__ import annotations

import json
import os
import re
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from servers import RawServer, http

from soapclient import Contract, SoapClient, lint, save_wsdl
from soapclient.calls.arguments import bind
from soapclient.contract.bundled import bundled
from soapclient.contract.wsdl import gather, imports, standard
from soapclient.contract.wsdl.gather import documents_of
from soapclient.contract.wsdl.merged import merged
from soapclient.errors import ArgumentError, ContractError, SoapClientError, WsdlError

XS = "http://www.w3.org/2001/XMLSchema"
DO = '<s:element name="Do"><s:complexType><s:sequence>{}</s:sequence></s:complexType></s:element>'
ANSWER = '<s:element name="DoResponse"><s:complexType/></s:element>'
MESSAGES = (
    '<w:message name="In"><w:part name="p" element="{0}:Do"/></w:message>'
    '<w:message name="Out"><w:part name="p" element="{0}:DoResponse"/></w:message>'
    '<w:portType name="P"><w:operation name="Do"><w:input message="{1}:In"/><w:output message="{1}:Out"/>'
    "</w:operation></w:portType>"
)
BINDING = (
    '<w:binding name="B" type="{0}:P"><p:binding transport="http://schemas.xmlsoap.org/soap/http"/>'
    '<w:operation name="Do"><p:operation soapAction="do"/><w:input><p:body use="literal"/></w:input>'
    '<w:output><p:body use="literal"/></w:output></w:operation></w:binding>'
)
SERVICE = (
    '<w:service name="S"><w:port name="Port" binding="{0}:B"><p:address location="http://old.example.com/"/></w:port>'
    "</w:service>"
)


def schema(inside: str, namespace: str | None = "urn:t", **prefixes: str) -> str:
    """Write a schema."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
    target = "" if namespace is None else f' targetNamespace="{namespace}" xmlns:t="{namespace}"'
    return f'<s:schema xmlns:s="{XS}"{target}{declared} elementFormDefault="qualified">{inside}</s:schema>'


def wsdl(
    types: str = "", *, before: str = "", rest: str | None = None, namespace: str = "urn:t", head: str = ""
) -> str:
    """Write a WSDL whose operation is Do; its types are whole schemas."""
    rest = MESSAGES.format("t", "t") + BINDING.format("t") + SERVICE.format("t") if rest is None else rest
    return (
        f'{head}<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:t="{namespace}" xmlns:u="urn:u"'
        f' xmlns:p="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="{namespace}">'
        f"{before}<w:types>{types}</w:types>{rest}</w:definitions>"
    )


def plain(particles: str = '<s:element name="a" type="s:string"/>') -> str:
    """Write the schema of the operation Do."""
    return schema(DO.format(particles) + ANSWER)


def site(pages):
    """Make a server of a few pages: bytes or text is a document, a whole reply is sent as it is."""

    def answer(connection, request):
        target = request.split(b" ")[1].decode()
        page = pages.get(target, http("404 Not Found"))
        connection.sendall(page if isinstance(page, bytes) else http(body=page.encode()))

    return RawServer(answer)


def asked(server: RawServer) -> list[str]:
    """List what a server was asked for, in order."""
    return [each.split(b" ")[1].decode() for each in server.requests]


def names(contract: Contract) -> list[str]:
    """List the parameters of Do, of which an envelope can be written."""
    contract.encode(contract["Do"], bind(contract["Do"], dict.fromkeys(contract["Do"].parameters, "x")))
    return list(contract["Do"].parameters)


def offline(url):
    """Stand for a network that must not be asked."""
    raise AssertionError(f"{url} was asked for")


class TestSameOrigin:
    """A WSDL from a server imports from the same server."""

    def pages(self, port: int) -> dict[str, str]:
        """Make what WCF and JAX-WS publish: a service, its binding and its schemas, each apart."""
        origin = f"http://127.0.0.1:{port}"
        return {
            "/s.svc?wsdl": wsdl(
                before=f'<w:import namespace="urn:u" location="{origin}/s.svc?wsdl=wsdl0"/>',
                rest=BINDING.format("u") + SERVICE.format("t"),
            ),
            "/s.svc?wsdl=wsdl0": wsdl(
                schema(
                    f'<s:import namespace="urn:u" schemaLocation="{origin}/s.svc?xsd=xsd0"/>'
                    '<s:import namespace="urn:v" schemaLocation="?xsd=xsd1"/>',
                    None,
                ),
                rest=MESSAGES.format("t", "t"),
                namespace="urn:u",
            ),
            "/s.svc?xsd=xsd0": schema(
                '<s:import namespace="urn:v" schemaLocation="/s.svc?xsd=xsd1"/>'
                + DO.format('<s:element name="a" type="v:A" xmlns:v="urn:v"/>')
                + ANSWER,
                "urn:u",
            ),
            "/s.svc?xsd=xsd1": schema(
                f'<s:import namespace="urn:u" schemaLocation="{origin}/s.svc?xsd=xsd0"/>'
                '<s:simpleType name="A"><s:restriction base="s:string"/></s:simpleType>',
                "urn:v",
            ),
        }

    def test_imports_are_read(self):
        """Imports of the same scheme, host and port are read, absolute or relative, each once."""
        pages: dict[str, str] = {}
        with site(pages) as server:
            pages.update(self.pages(server.port))
            contract = Contract.load(f"http://127.0.0.1:{server.port}/s.svc?wsdl")
            assert ["a"] == names(contract)
        assert sorted(pages) == sorted(asked(server))
        [port] = contract.services[0].ports
        assert ("Port", "B", "http://old.example.com/") == (port.name, port.binding, port.address)

    def test_bytes_are_read_from_where_they_came(self):
        """The bytes of a WSDL with the URL that they came from have its imports, where there is a way to fetch."""
        pages: dict[str, str] = {}
        with site(pages) as server:
            pages.update(self.pages(server.port))
            url = f"http://127.0.0.1:{server.port}/s.svc?wsdl"
            data = pages["/s.svc?wsdl"].encode()
            assert 5 == len(documents_of(data, name=url).documents)  # xml.xsd is always there
            with pytest.raises(WsdlError, match="nothing is fetched here; save the WSDL with what it imports"):
                Contract.from_bytes(data, url)
        assert "/s.svc?wsdl" not in asked(server)

    def test_bytes_given_to_a_client(self):
        """Bytes that a client is given import from a host that is named, and from nowhere else."""
        with site({"/x.xsd": plain()}) as server:
            location = f"http://127.0.0.1:{server.port}/x.xsd"
            data = wsdl(schema(f'<s:import namespace="urn:t" schemaLocation="{location}"/>', "urn:h")).encode()
            with SoapClient(data, server=server.url, allow_imports=["127.0.0.1"]) as soap:
                assert ["Do"] == list(soap.contract)
            with SoapClient(data, server=server.url) as soap, pytest.raises(WsdlError, match="from another server"):
                _ = soap.contract
        assert ["/x.xsd"] == asked(server)

    def test_other_hosts_are_asked_where_they_are_named(self):
        """An import from another host or port is refused, and told how to allow; nothing is sent until then."""
        with site({"/x.xsd": plain()}) as other, site({}) as server:
            location = f"http://127.0.0.1:{other.port}/x.xsd"
            page = wsdl(schema(f'<s:import namespace="urn:t" schemaLocation="{location}"/>', "urn:h"))
            server._answer = lambda connection, request: connection.sendall(http(body=page.encode()))
            with pytest.raises(WsdlError) as caught:
                Contract.load(server.url)
            host = f"127.0.0.1:{other.port}"
            assert f"allow_imports=['{host}'], or --allow-imports {host}" in str(caught.value)
            assert [] == other.requests
            for allowed in ([host], ["127.0.0.1"], host):
                assert ["a"] == names(Contract.load(server.url, allow_imports=allowed))
            assert "import-refused" in {each.rule for each in lint(server.url)}
            assert "import-refused" not in {each.rule for each in lint(server.url, allow_imports=[host])}

    @pytest.mark.parametrize("name", ["", "http://h", "h/x", "u@h", "h:x", "h ", 5])
    def test_names_of_hosts(self, name):
        """What is no name of a host is an ArgumentError before anything is read."""
        with pytest.raises(ArgumentError, match="allow_imports has names of hosts"):
            Contract.load("nowhere.wsdl", allow_imports=[name])

    @pytest.mark.parametrize(
        ("wsdl_url", "location", "expected"),
        [
            ("https://h/s?wsdl", "http://h/x.xsd", "https://h/x.xsd"),
            ("https://h:8443/s?wsdl", "http://h/x.xsd", "https://h:8443/x.xsd"),
            ("https://h/s?wsdl", "https://H:443/x.xsd#part", "https://h/x.xsd"),
            ("http://h/s?wsdl", "//h/x.xsd", "http://h/x.xsd"),
            ("https://me:pw@h/s?wsdl", "https://h/x.xsd", "https://me:pw@h/x.xsd"),
            ("https://h/a/b/s?wsdl", "../x.xsd", "https://h/a/x.xsd"),
            ("https://h/s?wsdl", " x.xsd ", "https://h/x.xsd"),
            ("http://h/s?wsdl", "https://h/x.xsd", None),
            ("https://h/s?wsdl", "http://h:8080/x.xsd", None),
            ("https://h/s?wsdl", "https://h.example/x.xsd", None),
            ("https://h/s?wsdl", "https://h@other/x.xsd", None),
            ("https://h/s?wsdl", "file:///etc/passwd", None),
            ("https://h/s?wsdl", "ftp://h/x.xsd", None),
            ("https://h/s?wsdl", "https://[", None),
            ("https://h/s?wsdl", "https://h:99999/x.xsd", None),
            ("https://h:99999/s?wsdl", "x.xsd", None),
        ],
    )
    def test_what_the_same_origin_is(self, wsdl_url, location, expected):
        """What https has is not asked for by http; the port counts, letter case does not; no login goes elsewhere."""
        fetched = []

        def fetch(url):
            fetched.append(url)
            return (wsdl(page) if "wsdl" in url else plain()).encode()

        page = schema(f'<s:import namespace="urn:t" schemaLocation="{location}"/>', "urn:h")
        if expected is None:
            with pytest.raises(WsdlError, match="it imports"):
                Contract.load(wsdl_url, fetch=fetch)
        else:
            assert ["a"] == names(Contract.load(wsdl_url, fetch=fetch))
        assert [wsdl_url, expected] == [*fetched, None][:2]

    @pytest.mark.parametrize("allowed", ["[2001:db8::1]", "[2001:DB8::1]:8080"])
    def test_an_address_of_ipv6(self, allowed):
        """A host may be an address in brackets, with a port or without."""

        def fetch(url):
            return (plain() if "x.xsd" in url else wsdl(page)).encode()

        page = schema('<s:import namespace="urn:t" schemaLocation="http://[2001:db8::1]:8080/x.xsd"/>', "urn:h")
        assert ["a"] == names(Contract.load("https://h/s?wsdl", fetch=fetch, allow_imports=[allowed]))
        with pytest.raises(WsdlError, match=r"allow_imports=\['\[2001:db8::1\]:8080'\]"):
            Contract.load("https://h/s?wsdl", fetch=fetch, allow_imports=["[2001:db8::2]"])

    @pytest.mark.parametrize("same", [True, False])
    def test_a_login_goes_to_its_own_server_alone(self, same):
        """What a client logs in with is sent for the WSDL and imports of its own server, and to no other host."""
        with site({"/x.xsd": plain()}) as other, site({}) as server:
            location = f"http://127.0.0.1:{(server if same else other).port}/x.xsd"
            page = wsdl(schema(f'<s:import namespace="urn:t" schemaLocation="{location}"/>', "urn:h"))

            def answer(connection, request):
                known = b"Authorization: Basic" in request
                found = plain() if b"/x.xsd" in request else page
                connection.sendall(http(body=found.encode()) if known else http("401 Unauthorized"))

            server._answer = answer
            with SoapClient(
                server.url, http_auth=("me", "S3CRET"), server="http://127.0.0.1:9/", allow_imports=["127.0.0.1"]
            ) as soap:
                assert ["Do"] == list(soap.contract)
            with (
                SoapClient(server.url, server="http://127.0.0.1:9/") as soap,
                pytest.raises(WsdlError, match="a login"),
            ):
                _ = soap.contract
        assert [] == [each for each in other.requests if b"Authorization" in each]
        assert (2 if same else 1) == sum(b"Authorization: Basic" in each for each in server.requests)

    def test_a_url_in_a_message_has_no_secret(self):
        """The login and the query of a URL that is imported are in no message."""
        page = wsdl(schema('<s:import namespace="urn:t" schemaLocation="https://u:S3CRET@o/x?k=S3CRET"/>', "urn:h"))
        with pytest.raises(WsdlError) as caught:
            Contract.load("https://me:S3CRET@h/s?key=S3CRET", fetch=lambda url: page.encode())
        assert "S3CRET" not in f"{caught.value}{caught.value.__cause__}"


class TestAnswers:
    """What a server says instead of a WSDL."""

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_redirect(self, status):
        """A redirect is named with its target and not followed, of the WSDL and of an import."""
        pages: dict[str, bytes | str] = {}
        moved = http(f"{status} Moved", b"", "text/html", "Location: /there/x.wsdl")
        with site(pages) as server:
            pages["/x.wsdl"] = moved
            origin = f"http://127.0.0.1:{server.port}"
            with pytest.raises(
                WsdlError, match=rf"redirects to {origin}/there/x\.wsdl \(HTTP {status}\), which is not"
            ):
                Contract.load(f"{origin}/x.wsdl")
            pages["/y.wsdl"] = wsdl(schema('<s:import namespace="urn:t" schemaLocation="x.wsdl"/>', "urn:h"))
            with pytest.raises(WsdlError, match=rf"redirects to {origin}/there/x\.wsdl"):
                Contract.load(f"{origin}/y.wsdl")
        assert ["/x.wsdl", "/y.wsdl", "/x.wsdl"] == asked(server)

    @pytest.mark.parametrize("target", ["http://[", "https://u:S3CRET@h/x?k=S3CRET", ""])
    def test_redirect_to_nowhere(self, target):
        """A target that is no URL, or has secrets, is told without them."""
        with site({"/x": http("302 Found", b"", "text/html", f"Location: {target}")}) as server:
            with pytest.raises(WsdlError, match="HTTP 302") as caught:
                Contract.load(f"http://127.0.0.1:{server.port}/x")
        assert "S3CRET" not in str(caught.value)

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            (401, r"asks for a login \(HTTP 401\): give the client http_auth=\(user, password\), or save the WSDL"),
            (403, r"refuses access \(HTTP 403\): give the client http_auth=\(user, password\) of a user who may"),
            (407, r"the proxy asks for a login \(HTTP 407\)"),
            (500, "the server answered HTTP 500"),
        ],
    )
    def test_login(self, status, told):
        """A WSDL behind a login says so, and what to give."""
        with site({"/x": http(f"{status} No", b"<html/>", "text/html")}) as server:
            with pytest.raises(WsdlError, match=told):
                Contract.load(f"http://127.0.0.1:{server.port}/x")

    def test_login_of_windows(self):
        """Where the server wants a login of Windows, that is what to give."""
        with site({"/x": http("401 No", b"", "text/html", "WWW-Authenticate: Negotiate")}) as server:
            with pytest.raises(WsdlError, match=r"give the client http_auth=Windows\(\)"):
                Contract.load(f"http://127.0.0.1:{server.port}/x")

    @pytest.mark.parametrize("declared", ["", "iso-8859-1", "utf-8"])
    def test_the_encoding_of_the_reply(self, declared):
        """The encoding that the Content-Type names is over that of the document, also of an import."""
        head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
        own = schema('<s:include schemaLocation="k.xsd"/>' + DO.format('<s:element name="a" type="t:Łódź"/>') + ANSWER)
        kind = '<s:simpleType name="Łódź"><s:restriction base="s:string"/></s:simpleType>'
        media = "text/xml; charset=iso-8859-2"
        pages = {
            "/x.wsdl": http("200 OK", wsdl(own, head=head).encode("iso-8859-2"), media),
            "/k.xsd": http("200 OK", (head + schema(kind)).encode("iso-8859-2"), media),
        }
        with site(pages) as server:
            assert ["a"] == names(Contract.load(f"http://127.0.0.1:{server.port}/x.wsdl"))


class TestLimits:
    """What has no end is refused in one sentence."""

    def chain(self, url: str) -> bytes:
        """Answer with a schema that imports the next."""
        number = int(re.sub(r"\D", "", url) or 0)
        following = f'<s:import namespace="urn:n{number + 1}" schemaLocation="x{number + 1}.xsd"/>'
        return (
            wsdl(schema(following, "urn:t") + plain()) if number == 0 else schema(following, f"urn:n{number}")
        ).encode()

    def test_a_chain_without_end(self):
        """A server that makes a new import for each import is asked no more than so often."""
        fetched = []
        with pytest.raises(WsdlError, match="it imports through more than 50 documents, each by the one before"):
            Contract.load("https://h/s", fetch=lambda url: fetched.append(url) or self.chain(url))
        assert 51 == len(fetched)

    def test_too_many_documents(self, monkeypatch):
        """There is a bound on the number of documents."""
        monkeypatch.setattr(gather, "MAX_DOCUMENTS", 5)
        with pytest.raises(WsdlError, match="it imports more than 5 documents"):
            Contract.load("https://h/s", fetch=self.chain)

    def test_too_many_bytes(self, monkeypatch):
        """There is a bound on the bytes of all imports together, and on the memory that their trees will take."""
        monkeypatch.setattr(imports, "MAX_BYTES", 3_000)
        with pytest.raises(WsdlError, match="is over the limit of 3,000 bytes for all imports together"):
            Contract.load("https://h/s", fetch=self.chain)
        monkeypatch.setattr(imports.markup, "MOST", 20_000)
        with pytest.raises(WsdlError, match="is over the limit"):
            Contract.load("https://h/s", fetch=self.chain)

    @pytest.mark.parametrize("number", ["9" * 5000, "0" * 5000 + "7", "²", "-1", " 2 "])
    def test_how_often_an_element_may_stand(self, number):
        """A number that Python does not read, or that is none, ends no reading."""
        particles = f'<s:element name="a" type="s:string" minOccurs="0" maxOccurs="{number}"/>'
        contract = Contract.from_bytes(wsdl(plain(particles)).encode(), "x.wsdl")
        expected = {"9": 10**12 - 1, "0": 7, " ": 2}.get(number[0], 1)
        assert expected == contract["Do"].parameters["a"].max_occurs
        kind = f'<s:restriction base="s:string"><s:maxLength value="{number}"/></s:restriction>'
        kind = f"<s:simpleType>{kind}</s:simpleType>"
        contract = Contract.from_bytes(wsdl(plain(f'<s:element name="a">{kind}</s:element>')).encode(), "x.wsdl")
        assert "string" == contract["Do"].parameters["a"].type

    def test_ten_thousand_types(self, tmp_path):
        """An import with ten thousand types that refer to each other, in a circle, is read, and Do with it."""
        types = "".join(
            f'<s:complexType name="T{n}"><s:sequence><s:element name="x" type="t:T{(n + 1) % 10_000}" minOccurs="0"/>'
            "</s:sequence></s:complexType>"
            for n in range(10_000)
        )
        (tmp_path / "k.xsd").write_text(schema(types))
        (tmp_path / "x.wsdl").write_text(
            wsdl(
                schema('<s:include schemaLocation="k.xsd"/>' + DO.format('<s:element name="a" type="s:int"/>') + ANSWER)
            )
        )
        contract = Contract.load(tmp_path / "x.wsdl")
        assert b">5</" in contract.encode(contract["Do"], {"a": "5"})


class TestFiles:
    """A WSDL in a file imports files."""

    def above(self, tmp_path: Path, location: str, content: str | None = None, at: str = "xsd/k.xsd") -> Path:
        """Lay a schema and a WSDL that imports it into folders beside each other."""
        path = tmp_path / "a" / "wsdl" / "x.wsdl"
        path.parent.mkdir(parents=True)
        target = tmp_path / at
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(plain() if content is None else content)
        path.write_text(wsdl(schema(f'<s:import namespace="urn:t" schemaLocation="{location}"/>', "urn:h")))
        return path

    @pytest.mark.parametrize(
        ("location", "at"),
        [
            ("../../xsd/k.xsd", "xsd/k.xsd"),
            ("../k.XSD", "a/k.XSD"),
            ("../k%20s.xsd", "a/k s.xsd"),
            ("..\\xsd\\k.xsd", "a/xsd/k.xsd"),
            ("../wsdl/k", "a/wsdl/k"),
            ("k.txt", "a/wsdl/k.txt"),
            ("../s.svc%3Fxsd.xml", "a/s.svc?xsd.xml"),
        ],
    )
    def test_folders_above(self, tmp_path, location, at):
        """Imports from folders above and beside are read, as URLs and Windows write them too."""
        assert ["a"] == names(Contract.load(self.above(tmp_path, location, at=at)))

    def test_an_absolute_path_below_its_folder(self, tmp_path):
        """An absolute path is read below the WSDL's own folder, and nowhere else."""
        path = self.above(tmp_path, str(tmp_path / "a" / "wsdl" / "k.xsd"), at="a/wsdl/k.xsd")
        assert ["a"] == names(Contract.load(path))

    @pytest.mark.parametrize(
        ("location", "at", "reason"),
        [
            ("../k.txt", "a/k.txt", r"which is above it and not a .xsd, .wsdl or .xml file"),
            ("../../../../../../../../../../etc/k.xsd", "k.xsd", "cannot be read|which is not below|no such file"),
            ("file:///{}/xsd/k.xsd", "xsd/k.xsd", "imports files, by relative paths"),
            ("{}/xsd/k.xsd", "xsd/k.xsd", "which is not below the folders"),
            ("https://o.example/k.xsd", "xsd/k.xsd", "from another server"),
            ("ftp://o.example/k.xsd", "xsd/k.xsd", "imports files, by relative paths"),
        ],
    )
    def test_refused(self, tmp_path, location, at, reason):
        """What is above and no schema by its name, elsewhere, or on a server that nobody named, is not read."""
        path = self.above(tmp_path, location.format(tmp_path), at=at)
        with pytest.raises(WsdlError, match=reason):
            Contract.load(path, fetch=offline)

    def test_root(self, tmp_path):
        """No import leaves the folder that is given as the root; the WSDL must be in it."""
        path = self.above(tmp_path, "../../xsd/k.xsd")
        for root in (tmp_path, f"{tmp_path}/a/.."):
            assert ["a"] == names(Contract.load(path, root=root))
        with pytest.raises(WsdlError, match=r"is not below the folder '.*a'"):
            Contract.load(path, root=tmp_path / "a")
        with pytest.raises(ArgumentError, match="is not below root="):
            Contract.load(path, root=tmp_path / "xsd")

    @pytest.mark.parametrize("content", ["S3CRET", "<a>S3CRET</b>", "<S3CRET/>", "<html><title>S3CRET</title></html>"])
    def test_nothing_of_another_file_is_told(self, tmp_path, content):
        """Of a file above that is no schema, nothing is told but that."""
        with pytest.raises(WsdlError) as caught:
            Contract.load(self.above(tmp_path, "../../xsd/k.xsd", content))
        assert "S3CRET" not in str(caught.value)

    def test_links(self, tmp_path):
        """A link counts as what it leads to: what is no schema by its name is not read through one."""
        path = self.above(tmp_path, "k.xsd", at="secret")
        (path.parent / "k.xsd").symlink_to(tmp_path / "secret")
        with pytest.raises(WsdlError, match="which is above it and not"):
            Contract.load(path)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
    def test_a_pipe_is_not_opened(self, tmp_path):
        """What is no regular file is refused without a wait."""
        path = self.above(tmp_path, "k.xsd")
        os.mkfifo(path.parent / "k.xsd")
        with pytest.raises(WsdlError, match=r"its import 'k\.xsd' is not a file"):
            Contract.load(path)

    def test_a_host_that_is_named(self, tmp_path):
        """A WSDL in a file imports from a host that is named, and what that imports comes from there."""
        first = schema('<s:include schemaLocation="more.xsd"/>' + ANSWER)
        with site(
            {"/d/k.xsd": first, "/d/more.xsd": schema(DO.format('<s:element name="b" type="s:int"/>'))}
        ) as server:
            path = self.above(tmp_path, f"http://127.0.0.1:{server.port}/d/k.xsd")
            with pytest.raises(WsdlError, match="from another server"):
                Contract.load(path)
            assert ["b"] == list(Contract.load(path, allow_imports=["127.0.0.1"])["Do"].parameters)
        assert ["/d/k.xsd", "/d/more.xsd"] == asked(server)

    def test_a_server_does_not_reach_files(self, tmp_path):
        """What a host that is named sends imports no file, neither by a path nor by a URL."""
        (tmp_path / "k.xsd").write_text(plain())
        for location in (f"{tmp_path}/k.xsd", f"file://{tmp_path}/k.xsd"):
            with site({"/k.xsd": schema(f'<s:include schemaLocation="{location}"/>')}) as server:
                path = tmp_path / "x.wsdl"
                remote = f"http://127.0.0.1:{server.port}/k.xsd"
                path.write_text(wsdl(schema(f'<s:import namespace="urn:t" schemaLocation="{remote}"/>', "urn:h")))
                with pytest.raises(WsdlError):
                    Contract.load(path, allow_imports=["127.0.0.1"])


class TestDocuments:
    """What is read of a document."""

    @pytest.mark.parametrize(
        ("encoding", "text"), [("iso-8859-2", "Łódź"), ("windows-1255", "שלום"), ("utf-16", "Łódź"), ("gb2312", "中")]
    )
    @pytest.mark.parametrize("where", ["wsdl", "schema"])
    def test_encodings(self, tmp_path, encoding, text, where):
        """A WSDL or a schema in an encoding that Python has is read, names and values and all, and so is a copy."""
        kinds = f'<s:simpleType name="K"><s:annotation><s:appinfo><{text} xmlns="urn:x"/></s:appinfo></s:annotation>'
        kinds += f'<s:restriction base="s:string"><s:enumeration value="{text}"/>'
        kinds += "</s:restriction></s:simpleType>"
        own = schema('<s:include schemaLocation="k.xsd"/>' + DO.format('<s:element name="a" type="t:K"/>') + ANSWER)
        other = schema(kinds)
        if where == "wsdl":
            own, other = own.replace("</s:schema>", kinds + "</s:schema>"), schema("")
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        (tmp_path / "k.xsd").write_bytes((head + other).encode(encoding))
        (tmp_path / "x.wsdl").write_bytes(wsdl(own, head=head).encode(encoding))
        contract = Contract.load(tmp_path / "x.wsdl")
        copy = Contract.load(save_wsdl(tmp_path / "x.wsdl", tmp_path / "copy")[0].path)
        assert (text,) == contract["Do"].parameters["a"].values == copy["Do"].parameters["a"].values
        assert [text] == merged(contract.sources)[0].xpath("//@value")
        assert text == etree.fromstring(contract.encode(contract["Do"], {"a": text})).findtext(".//{urn:t}a")

    def test_an_encoding_without_imports(self, tmp_path):
        """So is one that imports nothing."""
        head = '<?xml version="1.0" encoding="windows-1255"?>'
        (tmp_path / "x.wsdl").write_bytes(wsdl(plain(), head=head + "<!-- שלום -->").encode("cp1255"))
        assert ["a"] == names(Contract.load(tmp_path / "x.wsdl"))

    @pytest.mark.parametrize(
        "doctype",
        [
            "<!DOCTYPE d>",
            '<!DOCTYPE s:schema PUBLIC "-//W3C//DTD XMLSCHEMA 200102//EN" "http://www.w3.org/2001/XMLSchema.dtd">',
            "<!DOCTYPE d SYSTEM 'x.dtd' [ ]>",
            "<!DOCTYPE\n d\n>",
        ],
    )
    def test_a_doctype_that_declares_nothing(self, tmp_path, doctype):
        """A DOCTYPE without declarations is passed over, and what it names is not read."""
        (tmp_path / "k.xsd").write_text(doctype + plain())
        (tmp_path / "x.wsdl").write_text(wsdl(schema('<s:include schemaLocation="k.xsd"/>'), head=doctype))
        assert ["a"] == names(Contract.load(tmp_path / "x.wsdl"))
        (tmp_path / "y.wsdl").write_text(wsdl(plain(), head=doctype))
        assert ["a"] == names(Contract.load(tmp_path / "y.wsdl"))

    @pytest.mark.parametrize(
        "doctype",
        [
            '<!DOCTYPE d [<!ENTITY a "b">]>',
            '<!DOCTYPE d [<!ATTLIST w:part name CDATA "x">]>',
            '<!DOCTYPE d SYSTEM "x.dtd" [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
            "<!DOCTYPE d [<!-- -->]>",
            "<!DOCTYPE d><!DOCTYPE d>",
        ],
    )
    def test_a_dtd_is_refused(self, tmp_path, doctype):
        """A DTD that declares something is refused, with the reason."""
        (tmp_path / "x.wsdl").write_text(wsdl(plain(), head=doctype))
        with pytest.raises(WsdlError, match="it has a DTD that declares something, such as entities, which is refused"):
            Contract.load(tmp_path / "x.wsdl")

    @pytest.mark.parametrize(("root", "told"), [("<a/>", "its root is <a>"), ("<w:x xmlns:w='urn:w'/>", "root is <x>")])
    def test_another_document(self, tmp_path, root, told):
        """An import that is neither a schema nor a WSDL is refused."""
        (tmp_path / "k.xsd").write_text(root)
        (tmp_path / "x.wsdl").write_text(wsdl(schema('<s:include schemaLocation="k.xsd"/>')))
        with pytest.raises(
            WsdlError, match=f"is neither a schema nor a WSDL 1.1 document: its {told.removeprefix('its ')}"
        ):
            Contract.load(tmp_path / "x.wsdl")

    def test_a_long_text(self, tmp_path):
        """A text of 11 million characters in an import, which is more than libxml2 takes unasked, is no obstacle."""
        note = f"<s:annotation><s:documentation>{'x' * 11_000_000}</s:documentation></s:annotation>"
        (tmp_path / "k.xsd").write_text(schema(note + DO.format('<s:element name="a" type="s:string"/>') + ANSWER))
        (tmp_path / "x.wsdl").write_text(wsdl(schema('<s:include schemaLocation="k.xsd"/>')))
        assert b"Do" in merged(Contract.load(tmp_path / "x.wsdl").sources)[1]
        assert ["a"] == names(Contract.load(save_wsdl(tmp_path / "x.wsdl", tmp_path / "copy")[0].path))

    def test_a_schema_without_a_namespace_in_another(self, tmp_path):
        """A schema without a namespace counts as part of the one that includes it, at any depth, and more than once."""
        inner = '<s:simpleType name="A"><s:restriction base="s:string"/></s:simpleType>'
        (tmp_path / "sub").mkdir()
        (tmp_path / "sub" / "inner.xsd").write_text(schema(inner, None))
        outer = '<s:include schemaLocation="sub/inner.xsd"/>' + DO.format('<s:element name="a" type="A"/>') + ANSWER
        (tmp_path / "outer.xsd").write_text(schema(outer, None))
        both = schema('<s:include schemaLocation="outer.xsd"/>') + schema(
            '<s:include schemaLocation="outer.xsd"/>', "urn:u"
        )
        (tmp_path / "x.wsdl").write_text(wsdl(both))
        contract = Contract.load(tmp_path / "x.wsdl")
        assert ["a"] == names(contract)
        assert b'"urn:t"' in contract.encode(contract["Do"], {"a": "x"})
        sources = contract.sources
        home = sources.documents[0][0]
        outer_at = sources.target(home, "outer.xsd")
        assert str(tmp_path / "outer.xsd") == outer_at
        assert str(tmp_path / "sub" / "inner.xsd") == sources.target(outer_at, "sub/inner.xsd")
        assert ["", "outer.xsd", str(Path("sub", "inner.xsd"))] == [each.file for each in sources.named()]
        assert None is sources.target(home, "none.xsd")
        assert "<Sources: 4 documents, 0 unread>" == repr(sources)

    def test_names_that_are_the_same_in_two_namespaces(self, tmp_path):
        """WSDLs of two namespaces that call their messages, port types and bindings alike are kept apart."""
        other = schema(DO.format('<s:element name="b" type="s:int"/>').replace('"Do"', '"Other"') + ANSWER, "urn:u")
        rest = (
            (MESSAGES + BINDING + SERVICE)
            .format("t", "t")
            .replace("t:Do", "t:Other")
            .replace('name="Do"', 'name="Other"')
        )
        rest = (
            rest.replace("t:OtherResponse", "t:DoResponse")
            .replace('"S"', '"S2"')
            .replace("old.example.com", "new.example.com")
        )
        (tmp_path / "u.wsdl").write_text(wsdl(other, rest=rest, namespace="urn:u"))
        (tmp_path / "x.wsdl").write_text(wsdl(plain(), before='<w:import namespace="urn:u" location="u.wsdl"/>'))
        contract = Contract.load(tmp_path / "x.wsdl")
        assert {"Do", "Other"} == set(contract)
        assert [("S", "http://old.example.com/"), ("S2", "http://new.example.com/")] == [
            (each.name, each.ports[0].address) for each in contract.services
        ]
        assert ["a"] == names(contract)
        assert b'"urn:u"' in contract.encode(contract["Other"], {"b": "5"})

    def test_an_import_without_a_file_that_nobody_needs(self, tmp_path):
        """A schema that no SOAP operation needs may import what cannot be had."""
        unused = schema('<s:import namespace="urn:z" schemaLocation="gone.xsd"/>', "urn:y")
        (tmp_path / "x.wsdl").write_text(wsdl(plain() + unused))
        contract = Contract.load(tmp_path / "x.wsdl")
        assert ["a"] == names(contract)
        [unread] = contract.sources.unread
        assert ("gone.xsd", False, "urn:z") == (unread.location, unread.refused, unread.namespace)
        assert "import-unresolved" in {each.rule for each in lint(tmp_path / "x.wsdl")}


# How each standard is used in practice: what stands in the schema, and an argument.
_USED = {
    "http://www.w3.org/XML/1998/namespace": '<s:element name="a"><s:complexType><s:simpleContent>'
    '<s:extension base="s:string"><s:attribute ref="xml:lang"/><s:attribute ref="xml:space"/>'
    '<s:attributeGroup ref="xml:specialAttrs"/></s:extension></s:simpleContent></s:complexType></s:element>',
    "http://www.w3.org/2005/05/xmlmime": '<s:element name="a" type="n:base64Binary"/>',
    "http://www.w3.org/2004/11/xmlmime": '<s:element name="a" type="n:hexBinary"/>',
    "http://ws-i.org/profiles/basic/1.1/xsd": '<s:element name="a" type="n:swaRef"/>',
    "http://schemas.xmlsoap.org/soap/encoding/": '<s:element name="a" type="n:string"/>',
    "http://www.w3.org/2003/05/soap-encoding": '<s:element name="a" type="n:string"/>',
    "http://schemas.xmlsoap.org/soap/envelope/": '<s:element ref="n:Fault"/>',
    "http://www.w3.org/2003/05/soap-envelope": '<s:element ref="n:Fault"/>',
    "http://schemas.xmlsoap.org/wsdl/": '<s:element ref="n:definitions"/>',
    "http://schemas.xmlsoap.org/wsdl/soap/": '<s:element ref="n:address"/>',
    "http://schemas.xmlsoap.org/wsdl/soap12/": '<s:element ref="n:address"/>',
    "http://www.w3.org/2005/08/addressing": '<s:element ref="n:EndpointReference"/>',
    "http://schemas.xmlsoap.org/ws/2004/08/addressing": '<s:element name="a" type="n:EndpointReferenceType"/>',
    "http://www.w3.org/2004/08/xop/include": '<s:element ref="n:Include"/>',
    "http://www.w3.org/2000/09/xmldsig#": '<s:element ref="n:Signature"/>',
    "http://www.w3.org/2001/XMLSchema": '<s:element name="a" type="s:string"/>',
}


class TestStandards:
    """Schemas that standards define are bundled."""

    @pytest.mark.parametrize("namespace", list(standard.FILES))
    @pytest.mark.parametrize("location", ["", "http://somewhere.example/x.xsd", "x.xsd"])
    def test_never_fetched(self, namespace, location):
        """An import of such a namespace, with a location or without, is the bundled schema, and asks nobody."""
        where = f' schemaLocation="{location}"' if location else ""
        own = schema(f'<s:import namespace="{namespace}"{where}/>' + DO.format(_USED[namespace]) + ANSWER, n=namespace)
        if namespace.endswith("XML/1998/namespace"):
            own = own.replace(f' xmlns:n="{namespace}"', "")
        contract = Contract.from_bytes(wsdl(own).encode(), "https://h/s?wsdl", fetch=offline)
        assert 1 == len(contract["Do"].parameters)
        assert contract.encode(contract["Do"], {})
        read = dict(contract.sources.documents)
        assert standard.location(namespace) in read
        if location:
            assert standard.location(namespace) == contract.sources.target("https://h/s?wsdl", location)

    def test_without_an_import(self):
        """What many use without an import is there: xml:lang, the encoding of SOAP, media types."""
        own = schema(
            DO.format('<s:element name="a" type="n:base64Binary"/>') + ANSWER, n="http://www.w3.org/2005/05/xmlmime"
        )
        sources = documents_of(wsdl(own).encode(), offline, name="https://h/s")
        assert {"standard:xml.xsd", "standard:xmlmime.xsd"} <= {location for location, _ in sources.documents}

    def test_its_own_copy(self):
        """A WSDL that has such a schema itself is read with its own."""
        namespace = "http://www.w3.org/2005/05/xmlmime"
        mine = schema('<s:simpleType name="mine"><s:restriction base="s:int"/></s:simpleType>', namespace)
        own = schema(
            f'<s:import namespace="{namespace}" schemaLocation="http://x.example/x"/>'
            + DO.format('<s:element name="a" type="n:mine"/>')
            + ANSWER,
            n=namespace,
        )
        contract = Contract.from_bytes(wsdl(own + mine).encode(), "x.wsdl")
        assert "int" == contract["Do"].parameters["a"].type
        assert "standard:xmlmime.xsd" not in dict(contract.sources.documents)

    @pytest.mark.parametrize("name", sorted(set(standard.FILES.values())))
    def test_each_is_valid(self, name, tmp_path):
        """Each bundled schema is one that libxml2 takes, and its namespace is the one that it is listed for."""
        found = etree.parse(str(bundled(f"standard/{name}"))).getroot()
        assert [found.get("targetNamespace")] == [each for each, file in standard.FILES.items() if file == name]
        for each in found.iterfind("{*}import"):
            each.set("schemaLocation", "xml.xsd")  # beside it: libxml2 takes no path with a space
        (tmp_path / "xml.xsd").write_bytes(bundled("standard/xml.xsd").read_bytes())
        (tmp_path / name).write_bytes(etree.tostring(found))
        if name != "xmlschema.xsd":
            etree.XMLSchema(etree.parse(str(tmp_path / name)))


class TestBindings:
    """Which of a WSDL's bindings count."""

    def test_types_that_no_soap_operation_needs(self):
        """The schema that ASMX adds for arrays over HTTP GET is left out, as is all that it imports."""
        abstract = schema(
            '<s:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/><s:complexType name="StringArray">'
            '<s:complexContent mixed="false"><s:restriction base="e:Array"><s:sequence><s:element minOccurs="0"'
            ' maxOccurs="unbounded" name="String" type="s:string"/></s:sequence></s:restriction></s:complexContent>'
            '</s:complexType><s:element name="x" type="gone:Gone" xmlns:gone="urn:gone"/>',
            "urn:AbstractTypes",
            e="http://schemas.xmlsoap.org/soap/encoding/",
        )
        rest = MESSAGES + BINDING + SERVICE
        rest = rest.format("t", "t") + (
            '<w:message name="GetIn"><w:part name="a" type="y:StringArray" xmlns:y="urn:AbstractTypes"/></w:message>'
            '<w:portType name="Get"><w:operation name="Do"><w:input message="t:GetIn"/></w:operation></w:portType>'
            '<w:binding name="G" type="t:Get"><h:binding xmlns:h="http://schemas.xmlsoap.org/wsdl/http/" verb="GET"/>'
            '<w:operation name="Do"/></w:binding>'
        )
        contract = Contract.from_bytes(wsdl(plain() + abstract, rest=rest).encode(), "x.wsdl")
        assert ["a"] == names(contract)

    @pytest.mark.parametrize("used", ["both", "literal", "encoded"])
    @pytest.mark.parametrize("first", ["literal", "encoded"])
    def test_an_encoded_binding_beside_a_literal_one(self, used, first):
        """Where one operation is literal in one binding and encoded in another, it is the literal one."""
        bindings = {
            "literal": BINDING.format("t"),
            "encoded": BINDING.format("t").replace('"B"', '"E"').replace("literal", "encoded").replace("urn:do", "no"),
        }
        ports = {
            "literal": SERVICE.format("t"),
            "encoded": SERVICE.format("t").replace(":B", ":E").replace('"S"', '"S2"'),
        }
        order = sorted(bindings, key=lambda each: each != first)
        rest = MESSAGES.format("t", "t") + "".join(bindings[each] for each in order)
        rest += "".join(ports[each] for each in order if used in (each, "both"))
        contract = Contract.from_bytes(wsdl(plain(), rest=rest).encode(), "x.wsdl")
        assert ["a"] == names(contract)

    def test_a_binding_without_operations(self):
        """A contract without operations is examined like any other."""
        binding = re.sub("<w:operation.*</w:operation>", "", BINDING.format("t"))
        contract = Contract.from_bytes(wsdl(plain(), rest=binding + SERVICE.format("t")).encode(), "x.wsdl")
        assert [] == list(contract)
        assert "not-loaded" not in {each.rule for each in lint(contract)}

    def test_bindings_without_a_service(self):
        """A WSDL without a service, as those of ONVIF, has its bindings as ports without an address."""
        rest = (MESSAGES + BINDING).format("t", "t")
        contract = Contract.from_bytes(wsdl(plain(), rest=rest).encode(), "x.wsdl")
        assert ["a"] == names(contract)
        [service] = contract.services
        assert [("B", "1.1", "")] == [(each.name, each.soap_version, each.address) for each in service.ports]

    def test_a_binding_without_a_service_is_called_at_an_address_that_is_given(self, tmp_path):
        """Its operations are called where `server` says, and refused where nobody says it."""
        (tmp_path / "x.wsdl").write_text(wsdl(plain(), rest=(MESSAGES + BINDING).format("t", "t")))
        soap_envelope = "http://schemas.xmlsoap.org/soap/envelope/"
        reply = f'<s:Envelope xmlns:s="{soap_envelope}"><s:Body><DoResponse xmlns="urn:t"/></s:Body></s:Envelope>'
        with RawServer(lambda connection, request: connection.sendall(http(body=reply.encode()))) as server:
            with SoapClient(tmp_path / "x.wsdl", server=server.url) as soap:
                soap.service.Do(a="v")
            with (
                SoapClient(tmp_path / "x.wsdl") as soap,
                pytest.raises(ContractError, match="no address of the port B"),
            ):
                soap.service.Do(a="v")
        [request] = server.requests
        assert b">v</" in request


class TestSave:
    """A WSDL can be saved with all that it imports."""

    def test_saved_from_a_server(self, tmp_path):
        """What was saved loads without a network, has the same operations, and writes the same envelopes."""
        pages: dict[str, str] = {}
        with site(pages) as server:
            pages.update(TestSameOrigin().pages(server.port))
            url = f"http://127.0.0.1:{server.port}/s.svc?wsdl"
            saved = save_wsdl(url, tmp_path / "new" / "copy")
            before = Contract.load(url)
        assert ["s.wsdl", "wsdl0.wsdl", "xsd0.xsd", "xsd1.xsd"] == [each.path.name for each in saved]
        assert [url, f"{url}=wsdl0"] == [each.source for each in saved[:2]]
        assert sorted(each.path for each in saved) == sorted((tmp_path / "new" / "copy").iterdir())
        after = Contract.load(saved[0].path, fetch=offline, root=saved[0].path.parent)
        assert before["Do"] == after["Do"]
        assert before.encode(before["Do"], {"a": "x"}) == after.encode(after["Do"], {"a": "x"})
        assert before.services == after.services

    def test_nothing_is_overwritten(self, tmp_path):
        """Where a file is there already, nothing is written at all, and the file stays."""
        (tmp_path / "k.xsd").write_text(plain())
        (tmp_path / "x.wsdl").write_text(wsdl(schema('<s:include schemaLocation="k.xsd"/>')))
        target = tmp_path / "copy"
        target.mkdir()
        (target / "k.xsd").write_text("mine")
        with pytest.raises(FileExistsError):
            save_wsdl(tmp_path / "x.wsdl", target)
        assert ["mine"] == [each.read_text() for each in target.iterdir()]
        (target / "k.xsd").unlink()
        (target / "k.xsd").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(FileExistsError):
            save_wsdl(tmp_path / "x.wsdl", target)
        assert not (tmp_path / "elsewhere").exists()

    def test_names_of_files(self, tmp_path):
        """Each document has a name of its own, in any letter case, that no system takes for something else."""
        for folder in ("a", "A", "b"):
            (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / "a" / "k.xsd").write_text(schema("", "urn:1"))
        (tmp_path / "b" / "K.XSD").write_text(schema("", "urn:2"))
        (tmp_path / "b" / "con.xsd").write_text(schema("", "urn:3"))
        (tmp_path / "b" / "ä ö.xsd").write_text(schema("", "urn:4"))
        files = ("a/k.xsd", "b/K.XSD", "b/con.xsd", "b/ä ö.xsd")
        inside = "".join(f'<s:import namespace="urn:{n}" schemaLocation="{file}"/>' for n, file in enumerate(files, 1))
        (tmp_path / "x.wsdl").write_text(wsdl(schema(inside, "urn:h") + plain()), "utf-8")
        saved = save_wsdl(tmp_path / "x.wsdl", tmp_path / "copy")
        assert ["x.wsdl", "k.xsd", "K-2.xsd", "_con.xsd", "service.xsd"] == [each.path.name for each in saved]
        assert ["a"] == names(Contract.load(saved[0].path))

    def test_standards_are_saved_where_they_are_imported(self, tmp_path):
        """A standard's schema that is imported is saved too, for programs that have none; that of XSD is not."""
        inside = f'<s:import namespace="{XS}"/><s:import namespace="http://www.w3.org/2005/08/addressing"/>'
        inside += DO.format('<s:element name="a" type="n:EndpointReferenceType"/>') + ANSWER
        path = tmp_path / "x.wsdl"
        path.write_text(wsdl(schema(inside, n="http://www.w3.org/2005/08/addressing")))
        saved = save_wsdl(path, tmp_path / "copy")
        assert ["x.wsdl", "addressing.xsd"] == [each.path.name for each in saved]
        assert "standard:addressing.xsd" == saved[1].source
        assert 'schemaLocation="addressing.xsd"' in saved[0].path.read_text()

    def test_what_cannot_be_had(self, tmp_path):
        """A WSDL whose import is missing is not saved; where nothing needs the import, it is, without the place."""
        path = tmp_path / "x.wsdl"
        path.write_text(wsdl(schema('<s:include schemaLocation="gone.xsd"/>')))
        with pytest.raises(WsdlError, match=r"x\.wsdl' cannot be saved: its import 'gone\.xsd' cannot be read"):
            save_wsdl(path, tmp_path / "copy")
        assert not (tmp_path / "copy").exists()
        path.write_text(wsdl(plain() + schema('<s:import namespace="urn:z" schemaLocation="http://o/z"/>', "urn:y")))
        [saved] = save_wsdl(path, tmp_path / "copy")
        assert "schemaLocation" not in saved.path.read_text()
        assert () == documents_of(saved.path, offline).unread

    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_any_graph_of_imports(self, data, tmp_path_factory):
        """Whatever imports or includes what, in circles too, a saved copy has the same components."""
        tmp_path = tmp_path_factory.mktemp("graph")
        count = data.draw(st.integers(1, 5))
        folders = [data.draw(st.sampled_from(["", "a/", "a/b/", "c/"])) for _ in range(count)]
        files = [f"{folder}k{number}.xsd" for number, folder in enumerate(folders)]
        edges = data.draw(st.sets(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))))
        for number, file in enumerate(files):
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            includes = "".join(
                f'<s:include schemaLocation="{os.path.relpath(tmp_path / files[to], path.parent)}"/>'
                for origin, to in sorted(edges)
                if origin == number
            )
            own = f'<s:simpleType name="T{number}"><s:restriction base="s:string"/></s:simpleType>'
            path.write_text(schema(includes + own))
        particles = "".join(f'<s:element name="a{n}" type="t:T{n}" minOccurs="0"/>' for n in range(count))
        includes = "".join(f'<s:include schemaLocation="../{file}"/>' for file in files)
        (tmp_path / "w").mkdir()
        (tmp_path / "w" / "x.wsdl").write_text(wsdl(schema(includes + DO.format(particles) + ANSWER)))
        before = Contract.load(tmp_path / "w" / "x.wsdl")
        saved = save_wsdl(tmp_path / "w" / "x.wsdl", tmp_path / "copy")
        after = Contract.load(saved[0].path, root=tmp_path / "copy")
        assert count + 1 == len(saved)
        assert names(before) == names(after) == [f"a{n}" for n in range(count)]


class TestCommand:
    """The command line."""

    def test_save(self, cli, tmp_path):
        """`wsdl save` says what it wrote, with --json too, and refuses to overwrite."""
        (tmp_path / "k.xsd").write_text(plain())
        path = tmp_path / "x.wsdl"
        path.write_text(wsdl(schema('<s:include schemaLocation="k.xsd"/>')))
        folder = tmp_path / "copy"
        status, out, err = cli("wsdl", "save", str(path), str(folder))
        assert (0, f"{folder / 'x.wsdl'}: {path}\n{folder / 'k.xsd'}: {tmp_path / 'k.xsd'}\n") == (status, out), err
        status, out, err = cli("wsdl", "save", str(path), str(folder))
        assert (2, "") == (status, out)
        assert "already exists, so nothing was written; choose another folder" in err
        status, out, _ = cli("wsdl", "save", str(path), str(tmp_path / "more"), "--json")
        told = json.loads(out)
        assert (0, str(tmp_path / "more" / "x.wsdl"), 2) == (status, told["wsdl"], len(told["files"]))
        assert {"file": told["wsdl"], "source": str(path)} == told["files"][0]
        (tmp_path / "file").write_text("")
        status, out, err = cli("wsdl", "save", str(path), str(tmp_path / "file"))
        assert (2, "") == (status, out) and "Traceback" not in err, err
        with site({}) as server:
            status, out, err = cli("wsdl", "save", f"http://127.0.0.1:{server.port}/x?wsdl", str(tmp_path / "none"))
        assert (3, "") == (status, out) and "HTTP 404" in err, err

    @pytest.mark.parametrize(
        "words",
        [
            ("ops",),
            ("describe", "Do"),
            ("envelope", "Do", "a=x"),
            ("describe", "Do", "--server", "sim:"),
            ("stubs",),
            ("wsdl", "report", "-o", "-"),
            ("wsdl", "lint"),
            ("wsdl", "diff"),
            ("wsdl", "save"),
        ],
    )
    def test_allow_imports(self, cli, tmp_path, words):
        """Each command that reads a WSDL takes the hosts that it may import from."""
        with site({"/x.xsd": plain()}) as server:
            path = tmp_path / "x.wsdl"
            location = f"http://127.0.0.1:{server.port}/x.xsd"
            path.write_text(wsdl(schema(f'<s:import namespace="urn:t" schemaLocation="{location}"/>', "urn:h")))
            rest = {"diff": (str(path), str(path)), "save": (str(path), str(tmp_path / "copy")), "lint": (str(path),)}
            words += rest.get(words[-1], ("--wsdl", str(path)))
            status, out, err = cli(*words)
            assert f"--allow-imports 127.0.0.1:{server.port}" in out + err
            assert [] == server.requests
            status, out, err = cli(*words, "--allow-imports", "other.example", "--allow-imports", "127.0.0.1")
            assert (0, []) == (status, re.findall("import-refused|not-loaded", out)), err
            assert ["/x.xsd"] == sorted(set(asked(server)))


def test_threads_read_imports_once():
    """Threads that ask a new contract for its operation at once read each import once."""
    fetched = []

    def fetch(url):
        fetched.append(url)
        return (wsdl(schema('<s:include schemaLocation="k.xsd"/>')) if "wsdl" in url else plain()).encode()

    contract = Contract.load("https://h/x.wsdl", fetch=fetch)
    barrier = threading.Barrier(4)
    told: list[object] = []

    def work():
        barrier.wait()
        try:
            told.append(names(contract))
        except SoapClientError as exc:
            told.append(exc)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [["a"]] * 4 == told
    assert ["https://h/x.wsdl", "https://h/k.xsd"] == fetched
