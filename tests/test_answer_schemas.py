"""Answers of random schemas: what was written is what is read, whatever the schema."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed import contract, envelope, fields

from soapclient import errors
from soapclient.contract.codec.record import Record, to_json

TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)
ZONES = st.none() | st.sampled_from([dt.timezone.utc, dt.timezone(dt.timedelta(hours=-9, minutes=-30))])
MOMENTS = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30), timezones=ZONES)


class Kind(NamedTuple):
    """A simple type: what its values are, and how each is written."""

    name: str
    values: st.SearchStrategy[Any]
    write: Callable[[Any], str]


KINDS = [
    Kind("xs:string", TEXT, escape),
    Kind("xs:int", st.integers(-(2**31), 2**31 - 1), str),
    Kind("xs:decimal", st.decimals(allow_nan=False, allow_infinity=False, places=3), lambda each: f"{each:f}"),
    Kind("xs:boolean", st.booleans(), lambda each: "1" if each else "false"),
    Kind("xs:dateTime", MOMENTS, lambda each: each.isoformat()),
    Kind("xs:base64Binary", st.binary(max_size=20), lambda each: base64.b64encode(each).decode()),
]
NAMES = ["Id", "userName", "user_name", "first-name", "class", "type", "keys", "a.b", "value", "Äpfel"]


class Part(NamedTuple):
    """A piece of a content model: its schema, its XML in one reply, and what is read of it, by name."""

    schema: str
    xml: str
    read: dict[str, Any]


@st.composite
def element(draw: st.DrawFn, name: str, depth: int) -> Part:
    """Make an element, how often it is there, and what it says each time."""
    least, most = draw(st.sampled_from([(1, 1), (0, 1), (0, None), (1, 3), (2, None)]))
    nillable = draw(st.booleans())
    count = draw(st.integers(least, most or 4))
    occurs = f'minOccurs="{least}" maxOccurs="{most or "unbounded"}"' + (' nillable="true"' if nillable else "")
    complexity = draw(st.booleans()) if depth else False
    model = draw(content(depth - 1)) if complexity else None
    kind = draw(st.sampled_from(KINDS))
    found: list[Any] = []
    xml = ""
    for _ in range(count):
        if nillable and draw(st.booleans()):
            found.append(None)
            xml += f'<{name} xsi:nil="true"/>'
            continue
        if model is not None:  # each time the same, so that there is one schema
            found.append(copy.deepcopy(model.read))
            xml += f"<{name}{model.xml}</{name}>"
            continue
        value = draw(kind.values)
        found.append(value)
        xml += f"<{name}>{kind.write(value)}</{name}>"
    declared = f'<xs:element name="{name}" {occurs}'
    declared += f' type="{kind.name}"/>' if model is None else f">{model.schema}</xs:element>"
    read = {} if not count else {name: found if most != 1 else found[0]}
    return Part(declared, xml, read)


@st.composite
def content(draw: st.DrawFn, depth: int) -> Part:
    """Make a complex type: a sequence, maybe with a choice, a repeated choice, and attributes."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
    inside = [draw(element(name, depth)) for name in names[:3]]
    schema = "".join(each.schema for each in inside)
    xml = "".join(each.xml for each in inside)
    read = {name: value for each in inside for name, value in each.read.items()}
    rest = names[3:]
    if len(rest) == 2:
        taken = draw(st.integers(0, 1))
        schema += (
            "<xs:choice>" + "".join(f'<xs:element name="{name}" type="xs:int"/>' for name in rest) + "</xs:choice>"
        )
        xml += f"<{rest[taken]}>7</{rest[taken]}>"
        read[rest[taken]] = 7
    elif len(rest) == 3:
        order = draw(st.lists(st.sampled_from(rest), max_size=5))
        schema += '<xs:choice minOccurs="0" maxOccurs="unbounded">'
        schema += "".join(f'<xs:element name="{name}" type="xs:string"/>' for name in rest) + "</xs:choice>"
        xml += "".join(f"<{name}>{number}</{name}>" for number, name in enumerate(order))
        if order:
            read["_value_1"] = [{name: str(number)} for number, name in enumerate(order)]
    attribute, start = "", ""
    if draw(st.booleans()):
        attribute = '<xs:attribute name="own" type="xs:int"/>'
        if draw(st.booleans()):
            start, read["own"] = ' own="3"', 3
    return Part(
        f"<xs:complexType><xs:sequence>{schema}</xs:sequence>{attribute}</xs:complexType>", f"{start}>{xml}", read
    )


def reply(model: Part) -> Any:
    """Read a reply of which the model is one of two members."""
    schema = fields(f'<xs:element name="all">{model.schema}</xs:element><xs:element name="end" type="xs:int"/>')
    body = f"<GetResponse><all{model.xml}</all><end>1</end></GetResponse>"
    return contract.__wrapped__(schema).decode("Get", envelope(body))


class TestRandomSchemas:
    """Replies of random schemas."""

    @settings(max_examples=60, deadline=None)
    @given(content(2))
    def test_what_was_written_is_read(self, model):
        """Every value of a valid reply is read as what it is, in its place, and nothing else is there."""
        found = reply(model)
        assert {"all": model.read, "end": 1} == found.to_dict()
        assert ([], {}, "") == (Record.unknown.fget(found.all), Record.unknown_attributes.fget(found.all), found.text)

    @settings(max_examples=40, deadline=None)
    @given(content(2))
    def test_copies_and_json(self, model):
        """Copies and pickles are the same, and JSON has every name."""
        found = reply(model)
        assert found == pickle.loads(pickle.dumps(found)) == copy.deepcopy(found)
        assert set(model.read) == set(json.loads(to_json(found))["all"])

    @settings(max_examples=40, deadline=None)
    @given(content(1), st.data())
    def test_damage(self, model, data):
        """A reply from which elements are taken, or in which texts are changed, is read, or refused in a sentence."""
        from lxml import etree

        root = etree.fromstring(
            f'<all xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{model.xml}</all>'
        )
        inner = list(root.iterdescendants())
        for each in data.draw(st.lists(st.sampled_from(inner), max_size=3)) if inner else ():
            how = data.draw(st.sampled_from(["drop", "text", "twice", "rename"]))
            above = each.getparent()
            if how == "drop" and above is not None:
                above.remove(each)
            elif how == "twice" and above is not None:
                above.append(copy.deepcopy(each))
            elif how == "rename":
                each.tag = "{urn:x}Nope"
            else:
                each.text = "?"
        schema = fields(f'<xs:element name="all">{model.schema}</xs:element><xs:element name="end" type="xs:int"/>')
        made = contract.__wrapped__(schema)
        body = envelope(f"<GetResponse>{etree.tostring(root, encoding='unicode')}<end>1</end></GetResponse>")
        strict = True
        try:
            made.decode("Get", body)
        except errors.UnexpectedReply as exc:
            strict = False
            assert str(exc).startswith("Get: ")
        loose = made.decode("Get", body, strict=False)
        assert 1 == loose.end
        assert not strict or loose == made.decode("Get", body)

    def test_they_are_read_at_all(self):
        """The generator writes replies with values in them."""
        found = reply(Part("<xs:complexType><xs:sequence><xs:element name='a' type='xs:decimal'/></xs:sequence>"
                           "</xs:complexType>", "><a>1.5</a>", {}))  # fmt: skip
        assert Decimal("1.5") == found.all.a
        with pytest.raises(errors.UnexpectedReply):
            reply(Part("<xs:complexType><xs:sequence><xs:element name='a' type='xs:decimal'/></xs:sequence>"
                       "</xs:complexType>", ">", {}))  # fmt: skip
