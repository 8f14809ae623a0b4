"""Requests and answers as JSON Schema: samples fit it, and what the schema of the WSDL refuses does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_check import problems
from test_samples import random_schemas, root

from soapclient import Contract, errors, json_schema
from soapclient.contract.codec.json_values import jsonable
from soapclient.contract.codec.sampling.samples import Samples
from soapclient.contract.json_schema import _Writer

WSDLS = Path(__file__).parent / "wsdls"


@pytest.fixture(scope="module")
def orders():
    """The contract of the orders."""
    return Contract.load(WSDLS / "orders" / "orders.wsdl")


def wrong(schema, part, value):
    """List what is wrong with a request or answer."""
    return list(problems(schema["properties"][part], value, schema))


ORDER = {
    "id": 5,
    "status": "open",
    "buyer": {"xsi:type": "Person", "name": "Ann", "born": None},
    "lines": {"line": [{"sku": "AB-123", "price": {"_value_1": "1.50", "currency": "EUR"}, "pieces": 2, "number": 1}]},
}


class TestOperations:
    """The schema of an operation."""

    def test_it_names_what_it_is_of(self, orders):
        """It is of the dialect 2020-12, with the documentation of the WSDL, and is JSON."""
        found = json_schema(orders, "get_order")
        assert ("https://json-schema.org/draft/2020-12/schema", "GetOrder") == (found["$schema"], found["title"])
        assert "Read one order." == found["description"]
        assert "One thing that was ordered." == found["$defs"]["Line"]["description"]
        assert found == json.loads(json.dumps(found))

    @pytest.mark.parametrize(
        ("value", "fits"),
        [
            ({"id": 5}, True),
            ({"id": 5, "class": "x", "session": {"token": "t"}}, True),
            ({}, False),
            ({"id": "5"}, False),
            ({"id": 10_000}, False),
            ({"id": 0}, False),
            ({"id": True}, False),
            ({"id": 5, "idd": 5}, False),
        ],
    )
    def test_requests(self, orders, value, fits):
        """A request has what the operation takes, of its types."""
        assert fits == (not wrong(json_schema(orders, "GetOrder"), "request", value))

    @pytest.mark.parametrize(
        ("change", "fits"),
        [
            ({}, True),
            ({"status": "lost"}, False),
            ({"buyer": {"xsi:type": "{urn:orders:types}Company", "name": "A", "vat": "1", "_value_1": []}}, True),
            ({"buyer": {"name": "Ann", "born": None}}, False),
            ({"buyer": {"xsi:type": "Party", "name": "Ann"}}, False),
            ({"buyer": {"xsi:type": "Person", "name": "Ann", "born": "2000-01-01", "parent": ORDER["buyer"]}}, True),
            ({"lines": {}}, True),
            ({"tags": ["a", "b"]}, True),
            ({"tags": "a b"}, False),
            ({"scan": "AAAA"}, True),
        ],
    )
    def test_answers(self, orders, change, fits):
        """An answer with one result is that result, as a call returns it."""
        assert fits == (not wrong(json_schema(orders, "GetOrder"), "answer", ORDER | change))

    @pytest.mark.parametrize(
        ("change", "fits"),
        [
            ({}, True),
            ({"price": "1.5"}, True),
            ({"price": 1.5}, True),
            ({"price": "one"}, False),
            ({"sku": "abc"}, False),
            ({"weight": 1.5, "unit": "kg"}, False),
            ({"pieces": ..., "weight": 1.5, "unit": "kg"}, True),
            ({"pieces": ..., "weight": "NaN", "unit": "kg"}, True),
            ({"pieces": ..., "weight": 1.5}, False),
            ({"pieces": ..., "weight": 1.5, "unit": "lb"}, False),
            ({"pieces": ...}, False),
            ({"number": ...}, False),
            ({"number": 40_000}, False),
        ],
    )
    def test_choices(self, orders, change, fits):
        """One alternative of a choice is there, whole, and nothing of the others."""
        line = {name: each for name, each in (ORDER["lines"]["line"][0] | change).items() if each is not ...}
        value = ORDER | {"lines": {"line": [line]}}
        assert fits == (not wrong(json_schema(orders, "GetOrder"), "answer", value))

    def test_other_operations(self, orders):
        """One-way, rpc, several results, and what stands for an abstract element are described."""
        found = json_schema(orders)
        of = {name: {**each, "$defs": found["$defs"]} for name, each in found["properties"].items()}
        assert [] == wrong(of["Ping"], "request", {}) + wrong(of["Ping"], "answer", None)
        assert [] == wrong(of["Add"], "request", {"a": 1, "b": 2}) + wrong(of["Add"], "answer", 3)
        assert [] == wrong(of["PutOrder"], "answer", {"number": 1, "at": "2026-01-01T00:00:00Z"})
        assert [] != wrong(of["PutOrder"], "answer", {"number": 1})
        circle = {"xsi:element": "circle", "radius": 1.5}
        assert [] == wrong(of["Draw"], "request", {"shape": [circle]})
        assert [] != wrong(of["Draw"], "request", {"shape": [{"radius": 1.5}]})
        assert [] != wrong(of["Draw"], "request", {"shape": []})
        fault = of["GetOrder"]["properties"]["faults"]["properties"]["NoSuchOrder"]
        assert [] == list(problems(fault, {"id": 5, "nearest": [1, 2]}, found))

    def test_an_operation_that_it_does_not_have(self, orders):
        """An unknown operation is told with the nearest names."""
        with pytest.raises(errors.UnknownOperation, match="did you mean GetOrder"):
            json_schema(orders, "GetOrde")

    def test_one_that_cannot_be_described(self, tmp_path):
        """An operation whose element is missing allows nothing and says why; the others are there."""
        text = (WSDLS / "shop.wsdl").read_text("utf-8")
        path = tmp_path / "shop.wsdl"
        path.write_text(text.replace('element="t:OrderResponse"', 'element="t:Nope"'), "utf-8")
        found = json_schema(Contract.load(path))
        assert {
            "not": {},
            "description": "It cannot be described: no schema declares the element '{urn:shop:types}Nope'",
        } == (found["properties"]["Order"])
        assert "request" in found["properties"]["Weather"]["properties"]
        with pytest.raises(errors.WsdlError, match="Nope"):
            json_schema(Contract.load(path), "Order")

    def test_one_name_in_two_port_types(self, tmp_path):
        """The later one of two operations with one name has the port type in its name."""
        text = (WSDLS / "shop.wsdl").read_text("utf-8").replace('operation name="Add"', 'operation name="Weather"')
        path = tmp_path / "shop.wsdl"
        path.write_text(text, "utf-8")
        assert {"Order", "Weather", "Sums.Weather", "add"} == json_schema(Contract.load(path))["properties"].keys()

    def test_types_of_one_name_and_one_that_is_missing(self):
        """Each type has a definition of its own, and one that cannot be described allows nothing."""
        found = root(
            '<xs:sequence><xs:element name="a"><xs:complexType><xs:sequence><xs:element name="a"><xs:complexType/>'
            '</xs:element></xs:sequence></xs:complexType></xs:element><xs:element name="b" type="B"/>'
            '<xs:element name="c"><xs:annotation><xs:documentation>So.</xs:documentation></xs:annotation></xs:element>'
            "</xs:sequence>",
            '<xs:complexType name="B"><xs:sequence><xs:element name="x" type="Nope"/></xs:sequence>'
            "<xs:anyAttribute/></xs:complexType>",
        )
        writer = _Writer(found)
        writer._element(found.element("{urn:x}r"))
        writer.finish()
        assert {"r", "a", "a.2", "B"} == writer.definitions.keys()
        member = writer.definitions["B"]["properties"]["x"]
        assert {"not": {}, "description": "It cannot be described: no schema declares the type '{urn:x}Nope'"} == member
        assert "So." == writer.definitions["r"]["properties"]["c"]["description"]

    def test_soap_encoding(self):
        """An array of SOAP encoding is an array."""
        found = json_schema(Contract.load(WSDLS / "encoded.wsdl"), "put")
        assert [] == wrong(found, "answer", [{"sku": "a", "n": 1}])
        assert [] != wrong(found, "answer", [{"sku": "a"}])

    def test_the_bundled_contract(self):
        """A contract of hundreds of operations has a schema for each."""
        contract = Contract.load("bundled")
        found = json_schema(contract)
        assert {*contract} == found["properties"].keys()


@given(random_schemas(), st.booleans())
def test_samples_fit(text, full):
    """A sample of any type fits its schema."""
    found = root(text)
    declared = found.element("{urn:x}r")
    writer = _Writer(found)
    schema = {**writer._element(declared), "$defs": writer.definitions}
    writer.finish()
    value = jsonable(Samples(found, full=full).element(declared))
    assert [] == list(problems(schema, value, schema))
