"""Random schemas with random arguments: what is given, and what the envelope has to say of it."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from hypothesis import strategies as st

from soapclient import NIL

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=6).filter(
    lambda text: text.strip() == text and "  " not in text
)
# A type of XSD's, values of it, and the text that each is written as.
SIMPLE = {
    "string": (TEXT, str),
    "int": (st.integers(-(2**31), 2**31 - 1), str),
    "unsignedByte": (st.integers(0, 255), str),
    "boolean": (st.booleans(), lambda value: str(value).lower()),
    "decimal": (st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000), "{:f}".format),
    "date": (st.dates(), dt.date.isoformat),
    "duration": (st.just(dt.timedelta(days=1, seconds=5, microseconds=250000)), lambda value: "P1DT5.25S"),
    "base64Binary": (st.binary(min_size=1, max_size=4), lambda value: base64.b64encode(value).decode()),
    "hexBinary": (st.binary(min_size=1, max_size=4), lambda value: value.hex().upper()),
    "gYear": (st.integers(1, 9999), "{:04d}".format),
    "NMTOKENS": (st.lists(st.sampled_from(["a", "b-1", "c.d"]), min_size=1, max_size=3), " ".join),
    "Level": (st.sampled_from([1, Decimal("2.0"), "03"]), lambda value: {1: "1", 2: "2"}.get(value, "3")),
}
ENVELOPE = """<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="urn:t"><types>{schema}</types>
 <message name="In"><part name="parameters" element="t:Do"/></message>
 <message name="Out"><part name="parameters" element="t:Do"/></message>
 <portType name="P"><operation name="Do"><input message="t:In"/><output message="t:Out"/></operation></portType>
 <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Do">
 <soap:operation soapAction="do"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
 </operation></binding><service name="S"><port name="P" binding="t:B"><soap:address location="http://127.0.0.1:9/"/>
 </port></service></definitions>"""
LEVEL = """<xs:simpleType name="Level"><xs:restriction base="xs:decimal"><xs:enumeration value="1"/>
 <xs:enumeration value="2"/><xs:enumeration value="3"/></xs:restriction></xs:simpleType>"""


@attrs.frozen
class Leaf:
    """An element of a simple type."""

    name: str
    type: str
    nillable: bool


@attrs.frozen
class Branch:
    """An element of a complex type."""

    name: str
    content: Group
    attributes: tuple[tuple[str, str, bool], ...]
    nillable: bool


@attrs.frozen
class Group:
    """A sequence or choice; `called` is its name as a member, where it may be repeated."""

    compositor: str
    particles: tuple[Particle, ...]
    called: str = ""


@attrs.frozen
class Particle:
    """A term and how often it may be there."""

    term: Leaf | Branch | Group
    least: int
    most: int | None


@st.composite
def branches(draw, name: str = "Do", depth: int = 3, *, clear: bool = False) -> Branch:
    """Draw an element of a complex type.

    Args:
        draw: draws.
        name: its name.
        depth: how many levels may be within it.
        clear: whether it can be told from an instance which repetition of a group something is of.
    """
    names = (f"e{number}" for number in itertools.count(1))
    values = (f"_value_{number}" for number in itertools.count(1))
    content = draw(_groups(names, values, depth, clear=clear))
    kinds = st.sampled_from([each for each in SIMPLE if each != "NMTOKENS"])
    attributes = draw(st.lists(st.tuples(kinds, st.booleans()), max_size=2))
    named = tuple((f"a{place}", kind, required) for place, (kind, required) in enumerate(attributes))
    may_be_nil = name != "Do" and not any(required for _, _, required in named)
    return Branch(name, content, named, may_be_nil and draw(st.booleans()))


@st.composite
def _groups(draw, names, values, depth: int, called: str = "", *, clear: bool = False, once: bool = False) -> Group:
    compositor = draw(st.sampled_from(["sequence", "sequence", "choice"]))
    particles = [draw(_particles(names, values, depth, clear, once)) for _ in range(draw(st.integers(1, 4)))]
    return Group(compositor, tuple(particles), called)


@st.composite
def _particles(draw, names, values, depth: int, clear: bool, once: bool) -> Particle:
    occurs = [(1, 1)] if once else [(1, 1), (1, 1), (0, 1), (0, None), (1, 3), (2, None)]
    least, most = draw(st.sampled_from(occurs))
    sort = draw(st.sampled_from(["leaf", "leaf", "branch", "group"] if depth else ["leaf"]))
    if sort == "leaf":
        return Particle(Leaf(next(names), draw(st.sampled_from(list(SIMPLE))), draw(st.booleans())), least, most)
    if sort == "branch":
        return Particle(draw(branches(next(names), depth - 1, clear=clear)), least, most)
    if most == 1:
        return Particle(draw(_groups(names, values, depth - 1, clear=clear, once=once)), least, most)
    own = (f"_value_{number}" for number in itertools.count(1))
    called = next(values)
    return Particle(draw(_groups(names, own, depth - 1, called, clear=clear, once=clear)), least, most)


def schema(root: Branch) -> str:
    """Write the schema of an element."""
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" '
        f'elementFormDefault="qualified">{LEVEL}{_element(root, "")}</xs:schema>'
    )


def wsdl(root: Branch, path: Path) -> Path:
    """Write a WSDL with one operation that takes an element."""
    path.write_text(ENVELOPE.format(schema=schema(root)), "utf-8")
    return path


def _type(name: str) -> str:
    return f"t:{name}" if name == "Level" else f"xs:{name}"


def _element(what: Leaf | Branch, occurs: str) -> str:
    nillable = ' nillable="true"' if what.nillable else ""
    if isinstance(what, Leaf):
        return f'<xs:element name="{what.name}" type="{_type(what.type)}"{nillable}{occurs}/>'
    attributes = "".join(
        f'<xs:attribute name="{name}" type="{_type(kind)}" use="{"required" if required else "optional"}"/>'
        for name, kind, required in what.attributes
    )
    inside = f"<xs:complexType>{_group(what.content, '')}{attributes}</xs:complexType>"
    return f'<xs:element name="{what.name}"{nillable}{occurs}>{inside}</xs:element>'


def _group(what: Group, occurs: str) -> str:
    inside = []
    for each in what.particles:
        own = f' minOccurs="{each.least}" maxOccurs="{"unbounded" if each.most is None else each.most}"'
        inside.append(_group(each.term, own) if isinstance(each.term, Group) else _element(each.term, own))
    return f"<xs:{what.compositor}{occurs}>{''.join(inside)}</xs:{what.compositor}>"


@st.composite
def arguments(draw, root: Branch) -> tuple[dict[str, Any], list[Any]]:
    """Draw what is given for an element, and list what an envelope has to say of it, in order."""
    given: dict[str, Any] = {}
    said: list[Any] = []
    for name, kind, required in root.attributes:
        if required or draw(st.booleans()):
            value = draw(SIMPLE[kind][0])
            given[name] = value
            said.append((f"@{name}", SIMPLE[kind][1](value)))
    draw(_inside(root.content, given, said))
    return given, said


@st.composite
def _inside(draw, group: Group, given: dict[str, Any], said: list[Any]) -> None:
    particles = group.particles
    if group.compositor == "choice":
        particles = (draw(st.sampled_from(particles)),)
    for each in particles:
        chosen = group.compositor == "choice"
        term = each.term
        if each.most == 1:
            if each.least == 0 and not draw(st.booleans()):
                continue
            if isinstance(term, Group):
                draw(_inside(term, given, said))
            else:
                given[term.name] = draw(_value(term, said))
            continue
        count = draw(st.integers(max(each.least, int(chosen)), max(each.least, 2)))
        if not count:
            continue
        found = []
        for _ in range(count):
            if isinstance(term, Group):
                own: dict[str, Any] = {}
                draw(_inside(term, own, said))
                found.append(own)
            else:
                found.append(draw(_value(term, said)))
        given[term.called if isinstance(term, Group) else term.name] = found


@st.composite
def _value(draw, what: Leaf | Branch, said: list[Any]) -> Any:
    if what.nillable and draw(st.booleans()):
        said.append((what.name, None))
        return NIL
    if isinstance(what, Leaf):
        values, written = SIMPLE[what.type]
        value = draw(values)
        said.append((what.name, written(value)))
        return value
    given, inside = draw(arguments(what))
    said.append((what.name, inside))
    return given
