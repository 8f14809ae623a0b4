"""Answers of servers that are odd, each a pair of files in `answers`: an envelope, and what it is read as.

The JSON has the "value", or the "error" and what is read "loose", if anything: without `strict`. What is XML there is
the local name of its element.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from soapclient import Contract, errors
from soapclient.contract.codec.record import Record, to_json

FOLDER = Path(__file__).parent / "answers"
CASES = sorted(path.stem for path in FOLDER.glob("*.xml"))
CONTRACT = Contract.load(FOLDER / "answers.wsdl")


def shown(value):
    """Return a value as the files write it."""
    if isinstance(value, Record):
        return {name: shown(value[name]) for name in value.keys()}  # noqa: SIM118
    if isinstance(value, list):
        return [shown(each) for each in value]
    return etree.QName(value).localname if isinstance(value, etree._Element) else json.loads(to_json(value))


def local(element):
    return etree.QName(element).localname


@pytest.mark.parametrize("name", CASES)
def test_answer(name):
    """An odd answer is read as its file says, or refused as it says; without `strict` as much of it as there is."""
    data, said = (FOLDER / f"{name}.xml").read_bytes(), json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    if "error" in said:
        with pytest.raises(errors.UnexpectedReply) as caught:
            CONTRACT.decode("GetOrder", data)
        assert f"GetOrder: {said['error']}" == str(caught.value)
        if "loose" not in said:
            with pytest.raises(errors.UnexpectedReply):
                CONTRACT.decode("GetOrder", data, strict=False)
            return
    else:
        assert said["value"] == shown(CONTRACT.decode("GetOrder", data))
    found = CONTRACT.decode("GetOrder", data, strict=False)
    expected = said["loose"] if "error" in said else said["value"]
    if isinstance(expected, str):
        assert expected == local(found.customer)
        return
    assert expected == shown(found)
    if found is not None:
        assert said.get("unknown", []) == [local(each) for each in found.unknown]
        assert said.get("unknown_attributes", {}) == found.unknown_attributes
        assert said.get("headers", {}) == shown(found.headers)


def test_every_case_has_both_files():
    """Each envelope has its JSON, and each JSON its envelope."""
    assert CASES == sorted(path.stem for path in FOLDER.glob("*.json"))
    assert len(CASES) > 20
