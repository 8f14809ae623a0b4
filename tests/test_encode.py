"""Arguments written as envelopes by our own writer: what was given is what the envelope says, or it is refused."""

from __future__ import annotations

import tempfile
from pathlib import Path

import schemas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient import Contract
from soapclient.calls.arguments import bind

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def said(element):
    """List what an element says, as `schemas.arguments` does."""
    own = [(f"@{name}", text) for name, text in element.attrib.items() if not name.startswith(XSI)]
    return own + [(etree.QName(each).localname, _value(each)) for each in element]


def _value(element):
    if element.get(XSI + "nil") == "true":
        return None
    return said(element) if len(element) or element.attrib else element.text or ""


def plain(told):
    """Write what is empty as one that has text has it: an element with nothing in it is both."""
    return [
        (name, "" if inside == [] else plain(inside) if isinstance(inside, list) else inside) for name, inside in told
    ]


class TestNothingIsLost:
    """What was given equals what the envelope says."""

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
    @given(st.data())
    def test_random_schemas(self, data):
        """On random schemas, all that is given is said, in its place, and the envelope is valid."""
        root = data.draw(schemas.branches())
        arguments, expected = data.draw(schemas.arguments(root))
        with tempfile.TemporaryDirectory() as folder:
            contract = Contract.load(schemas.wsdl(root, Path(folder) / "random.wsdl"))
            operation = contract["Do"]
            envelope = etree.fromstring(contract.encode(operation, bind(operation, arguments)))
        (found,) = envelope.find("{*}Body")
        assert plain(expected) == plain(said(found))
        schema = etree.XMLSchema(etree.fromstring(schemas.schema(root)))
        assert schema.validate(etree.fromstring(etree.tostring(found))), schema.error_log
