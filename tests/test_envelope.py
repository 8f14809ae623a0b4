"""Envelopes written from a mould are zeep's own, byte for byte, and valid against the schema of their WSDL."""

from __future__ import annotations

import plausible
import pytest
from lxml import etree

from soapclient import CLEAR, KEEP, Client, Contract, errors
from soapclient.calls.arguments import bind, sayings
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.contract.wsdl import zeep_reader
from soapclient.tools.html import samples

XSD = "{http://www.w3.org/2001/XMLSchema}"
FILES = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}
NAMESPACES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}

SAMPLES = {
    "string": ["plain", "", " <&>\"' ]]> \r\n\t😀"],
    "int": ["5", "-1"],
    "short": ["3", None],
    "long": ["9", None],
    "boolean": ["true", "false"],
    "dateTime": ["2026-01-31T08:30:00Z", None],
    "base64Binary": [b"\x00\xff", b""],
}


def parts_of(operation, turn):
    """Message parts of an operation: others at each turn, optional ones left out in between."""
    parts = {}
    for place, parameter in enumerate(operation.parameters.values()):
        if parameter.type == "xml":
            parts[parameter.name] = {"_value_1": etree.fromstring("<a><b/></a>")}
        elif parameter.null != "omit" or (place + turn) % 3:
            values = [value for value in SAMPLES[parameter.type] if value is not None or parameter.null == "nil"]
            parts[parameter.name] = values[turn % len(values)]
    return parts


@pytest.mark.parametrize("source", ["bundled", "bundled-2019"])
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_every_operation(source, version, monkeypatch):
    """For every operation the second envelope, written from the mould of the first, is what zeep makes of it alone."""
    made = {}
    operations = zeep_reader.ZeepReader.operations

    def kept(self, name, only):
        return made.setdefault(name, operations(self, name, only))

    monkeypatch.setattr(zeep_reader.ZeepReader, "operations", kept)
    contract = Contract.from_bytes(bundled_file(FILES[source]).read_bytes(), source)
    for operation in contract.operations.values():
        for turn in range(4):
            contract.encode(operation, parts_of(operation, turn), version)
            written = contract.encode(operation, parts_of(operation, turn), version)
            alone = made[operation.name][version].create(**parts_of(operation, turn)).content

            assert etree.tostring(alone, xml_declaration=True, encoding="utf-8") == written


def test_a_mould_keeps_nothing():
    """What one envelope said is not in the next."""
    contract = Contract.load()
    operation = contract["UpdateUserContactInfo"]
    contract.encode(operation, {"userName": "first", "emailAddress": "first", "mobileNumber": "first"})

    assert b"first" not in contract.encode(operation, {"userName": "second"})


def test_unknown_parts():
    """A part that the operation does not have is refused, before and after there is a mould."""
    contract = Contract.load()
    operation = contract["GetUser"]
    for parts in ({"UserName": "x", "Username": "y"}, {"UserName": "x"}, {"UserName": "x", "Username": "y"}):
        if "Username" in parts:
            with pytest.raises(errors.ArgumentError):
                contract.encode(operation, parts)
        else:
            contract.encode(operation, parts)


def test_missing_parts():
    """A part that must be there is refused when it is not, before and after there is a mould."""
    contract = Contract.load()
    operation = contract["ChangeUserStatus"]
    contract.encode(operation, {"UserName": "x", "StatusCode": "1"})

    with pytest.raises(errors.ArgumentError, match="StatusCode"):
        contract.encode(operation, {"UserName": "x"})


@pytest.fixture(scope="module", params=FILES)
def source(request):
    """The name of a bundled contract, and the schema that stands in its WSDL; XML in a wildcard may be of any kind."""
    root = etree.fromstring(bundled_file(FILES[request.param]).read_bytes())
    (schema,) = root.iter(XSD + "schema")
    for wildcard in schema.iter(XSD + "any"):  # ASMX says "strict" of its XmlNode, and knows none of the elements
        wildcard.set("processContents", "lax")
    return request.param, etree.XMLSchema(etree.fromstring(etree.tostring(schema)))


def full(operation):
    """All arguments, as the samples of the report have them."""
    said = {each.name: samples._sample(each, ()) for each in operation.own_parameters}
    return {name: value[0] for name, value in said.items()}


def minimal(operation):
    """What cannot be left out, and nothing else."""
    given = full(operation)
    return {
        each.name: given[each.name] for each in operation.own_parameters if "nothing" not in sayings(operation, each)
    }


def saying(word, said):
    """Make arguments that say the same of each parameter of which it may be said, and a value of the others."""

    def arguments(operation):
        values = plausible.values(operation)
        for each in operation.own_parameters:
            if word in sayings(operation, each):
                values[each.name] = said
        return values

    return arguments


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize(
    "arguments",
    [full, minimal, plausible.values, saying("keep", KEEP), saying("none", None), saying("clear", CLEAR)],
    ids=["full", "minimal", "plausible", "keep", "none", "clear"],
)
def test_valid_by_the_schema(source, arguments, version):
    """The envelope of every operation, whatever may be said in it, has a body that its WSDL's schema finds valid."""
    name, schema = source
    soap = f"{{{NAMESPACES[version]}}}"
    with Client("http://127.0.0.1:9/srv.asmx", wsdl=name, soap_version=version, trust_env=False) as ir:
        for operation in ir.contract.operations.values():
            root = etree.fromstring(ir.envelope(operation.name, **arguments(operation)).encode())
            assert [soap + "Body"] == [child.tag for child in root], operation.name
            assert root.tag == soap + "Envelope"
            (content,) = root[0]
            assert content.tag == f"{{{operation.namespace}}}{operation.input}"
            assert schema.validate(content), f"{operation.name}: {schema.error_log}"


def test_the_schema_tells_what_is_wrong(source):
    """The schema that envelopes are held to finds a wrong value, a wrong name and a wrong order."""
    name, schema = source
    contract = Contract.load(name)
    operation = contract["ChangeUserStatus"]
    content = etree.fromstring(contract.encode(operation, bind(operation, full(operation))))[0][0]
    assert schema.validate(content)
    for change in (
        lambda element: setattr(element[-1], "text", "x"),
        lambda element: setattr(element[-1], "tag", element[-1].tag + "x"),
        lambda element: element.insert(0, element[-1]),
    ):
        wrong = etree.fromstring(etree.tostring(content))
        change(wrong)
        assert not schema.validate(wrong)
