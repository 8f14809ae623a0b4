"""The reader of WSDLs: a contract of bytes, its operations, their empty envelopes, and what lint says."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from soapclient import Contract, errors
from soapclient.contract.bundled import bundled
from soapclient.contract.wsdl.excerpt import Pruner
from soapclient.contract.wsdl.merged import merged
from soapclient.tools.lint.lint import lint
from soapclient.wire.redact import hide_url

from .target import Finding, Target, check_error

FOLDER = Path(__file__).parents[1] / "wsdls"
FEW = 6
SCHEMA = b"""<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:include schemaLocation="?xsd=1"/>
<s:complexType name="x"><s:sequence><s:element name="x" type="x" minOccurs="0"/></s:sequence></s:complexType>
</s:schema>"""


_ORDER = ("types", "message", "portType", "binding", "service")


def _in_order(data: bytes) -> bytes:
    """Put what an excerpt has in order: inputs depend on the seed alone."""
    root = etree.fromstring(data)
    for parent in (root, *root.iter("{http://www.w3.org/2001/XMLSchema}schema")):
        parent[:] = sorted(parent, key=lambda each: (_place(each), each.get("name", "")))
    return etree.tostring(root)


def _place(element: etree._Element) -> int:
    name = etree.QName(element).localname
    return _ORDER.index(name) if name in _ORDER else -1


class Wsdls(Target):
    """An input is a WSDL."""

    words = (
        *(b'minOccurs="0"', b'maxOccurs="unbounded"', b'maxOccurs="99999999"', b'nillable="true"', b'ref="x"'),
        *(b'type="s:string"', b'type="nothing:here"', b"<s:any/>", b"<s:choice>", b"</s:choice>", b"<s:sequence>"),
        *(b'<s:import namespace="x" schemaLocation="http://x.invalid/a.xsd"/>', b'<import location="../x.wsdl"/>'),
        *(b'<s:include schemaLocation="?xsd=1"/>', b'<import namespace="x" location="?wsdl=1"/>', b"<!DOCTYPE d>"),
        *(b'<s:import namespace="http://www.w3.org/2005/08/addressing"/>', b'ref="xml:lang"', b'type="soapenc:Array"'),
        *(b'<s:include schemaLocation="/etc/passwd"/>', b'xmlns="relative"', b'targetNamespace=""', b'style="rpc"'),
        *(b'use="encoded"', b'message="tns:nothing"', b'base="tns:self"', b'substitutionGroup="x"', b"<s:all>"),
    )

    def __init__(self) -> None:
        data = bundled("srv.wsdl").read_bytes()
        pruner = Pruner(etree.fromstring(data), data)
        names = ("GetUser", "UpdateUserContactInfo", "DownloadDocument", "GetAllUsers1")
        self.corpus = (
            *(_in_order(pruner.only(name)) for name in names),
            *(f.read_bytes() for f in sorted(FOLDER.glob("*.wsdl"))),
        )

    def check(self, data: bytes) -> str:
        """Read a WSDL, as a server's own and as a file that is looked at."""
        outcome = self._read(data)
        try:
            contract = Contract.from_bytes(data, "server.wsdl")
            findings = lint(contract)
        except errors.WsdlError as error:
            return f"{outcome}, {check_error(error)}"
        for each in findings:
            if not each.message.isprintable():
                raise Finding(f"lint says what is not one line of text: {each.message!r}")
        return f"{outcome}, linted"

    def _page(self, url: str) -> bytes:
        """Answer an import with a schema, with another WSDL, or not."""
        if url.endswith("xsd=1"):
            return SCHEMA
        if url.endswith("wsdl=1"):
            return self.corpus[0]
        raise errors.WsdlError(f"there is no {hide_url(url)}")

    def _read(self, data: bytes) -> str:
        try:
            contract = Contract.from_bytes(data, "http://dms.example.com/srv.asmx?WSDL", fetch=self._page)
            merged(contract.sources)
        except errors.WsdlError as error:
            return check_error(error)
        repr(contract), contract.soap_versions
        described = 0
        for name in list(contract)[:FEW]:
            try:
                operation = contract[name]
                described += 1
            except errors.SoapClientError as error:
                check_error(error)
                continue
            for version in contract.soap_versions:
                try:
                    contract.encode(operation, {}, version)
                except errors.SoapClientError as error:
                    check_error(error)
        return f"{min(described, 1)}"
