"""Envelopes written from a mould are zeep's own, byte for byte."""

from __future__ import annotations

import pytest
from lxml import etree

from soapclient import Contract, errors, reader

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
    operations = reader.Reader.operations
    monkeypatch.setattr(
        reader.Reader, "operations", lambda self, name: made.setdefault(name, operations(self, name))
    )  # fmt: skip
    contract = Contract.load(source)
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
