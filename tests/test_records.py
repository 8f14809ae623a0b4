"""Records: what they are as Python objects, whatever is in them."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal

import pytest
from lxml import etree
from typed import contract, envelope, fields, read

from soapclient import NIL
from soapclient.contract.codec.record import Record
from soapclient.contract.codec.shape import ABSENT

SCHEMA = fields(
    """<xs:element name="Id" type="xs:int"/><xs:element name="Price" type="xs:decimal"/>
    <xs:element name="When" type="xs:dateTime"/><xs:element name="Day" type="xs:date"/>
    <xs:element name="Long" type="xs:duration"/><xs:element name="Data" type="xs:base64Binary"/>
    <xs:element name="Rate" type="xs:double"/><xs:element name="Note" type="xs:string" nillable="true"/>
    <xs:element name="Line" type="Line" minOccurs="0" maxOccurs="unbounded"/>
    <xs:any namespace="##other" minOccurs="0" processContents="lax"/>""",
    '<xs:complexType name="Line"><xs:sequence><xs:element name="Sku" type="xs:string"/></xs:sequence></xs:complexType>',
)
INSIDE = """<Id>5</Id><Price>1.50</Price><When>2026-01-31T08:30:00.1234567Z</When><Day>2026-01-31+02:00</Day>
<Long>PT90S</Long><Data>AAE=</Data><Rate>INF</Rate><Note xsi:nil="true"/><Line><Sku>secret a</Sku><New>1</New></Line>
<Line><Sku>b</Sku></Line><o:any xmlns:o="urn:o" o:q="1"><o:x/></o:any><Odd p="t:x"/>"""


def made(inside=INSIDE):
    return read(SCHEMA, inside)


class TestEquality:
    """When two records are the same."""

    def test_the_same(self):
        """Two answers that say the same are the same, and no other value is one of them."""
        assert made() == made()
        assert made() != made().to_dict()
        assert made() != made(INSIDE.replace("<Id>5", "<Id>6"))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('p="t:x"', 'p="t:y"'),
            ("<New>1", "<New>2"),
            ('<Note xsi:nil="true"/>', "<Note/>"),
            ("<o:x/>", "<o:y/>"),
            ("<Line><Sku>b</Sku></Line>", ""),
            ("+02:00", "+03:00"),
            (".1234567Z", ".1234568Z"),
        ],
    )
    def test_what_differs(self, old, new):
        """What is unknown, nil, XML, or beyond Python's precision makes a difference as everything else does."""
        assert made() != made(INSIDE.replace(old, new))

    def test_xml_without_a_canonical_form(self):
        """XML whose namespace is a relative URI, which has no canonical form, is compared as it is written."""
        one, other = (made(INSIDE.replace("urn:o", uri)) for uri in ("relative", "elsewhere"))
        assert one == made(INSIDE.replace("urn:o", "relative"))
        assert one != other

    def test_no_hash(self):
        """A record has lists in it, and is no key."""
        with pytest.raises(TypeError, match="unhashable"):
            hash(made())


class TestCopies:
    """Copies of a record, and pickles."""

    @pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
    def test_again(self, again):
        """A copy or pickle says all that the record says, elements and what is unknown included."""
        found, other = made(), again(made())
        assert found == other
        assert [found.keys(), found.to_json(), dir(found)] == [other.keys(), other.to_json(), dir(other)]
        assert ("{urn:o}any", "1") == (other._value_1.tag, other._value_1.get("{urn:o}q"))
        assert ["Odd"] == [etree.QName(each).localname for each in other.unknown]
        assert ["New"] == [etree.QName(each).localname for each in other.line[0].unknown]
        assert other.is_nil("Note")

    def test_a_deep_copy_is_its_own(self):
        """A deep copy shares no list with the record."""
        found = made()
        copy.deepcopy(found).line.clear()
        assert 2 == len(found.line)

    def test_names_in_a_pickled_element(self):
        """A pickled element has the namespaces that its texts name."""
        (found,) = pickle.loads(pickle.dumps(made())).unknown
        assert "urn:x" == found.nsmap["t"]

    @pytest.mark.parametrize("again", [copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
    def test_names_of_any_alphabet(self, again):
        """Elements and attributes whose names are not ASCII are in a copy and in a pickle."""
        found = again(
            made(INSIDE.replace("<o:any", "<o:größe").replace("</o:any", "</o:größe").replace("o:q", "o:ключ"))
        )
        assert ("{urn:o}größe", "1") == (found._value_1.tag, found._value_1.get("{urn:o}ключ"))

    def test_a_pickle_is_small(self):
        """The names of a type are in a pickle once, not once for each record."""
        many = "".join(f"<Line><Sku>{number}</Sku></Line>" for number in range(1000))
        data = pickle.dumps(made(INSIDE.replace("<o:any", many + "<o:any")))
        assert len(data) < 40_000
        assert 2 >= data.count(b"{urn:x}Line")


class TestChange:
    """A record does not change."""

    def test_neither_set_nor_deleted(self):
        """Setting and deleting a member is refused, and the message says what to do."""
        found = made()
        with pytest.raises(AttributeError, match=r"create a new one with replace\(\{'Id': \.\.\.\}\)"):
            found.Id = 6
        with pytest.raises(AttributeError, match=r"create a new one with replace\(\{'Id': None\}\)"):
            del found.Id
        assert 5 == found.id

    def test_another_one(self):
        """Another record has the values that are given, by either spelling, and all else that the reply said."""
        found = made()
        other = found.replace({"Id": 6}, note="x", price=NIL, day=None)
        assert (6, "x", True, False) == (other.Id, other.note, other.is_nil("Price"), "Day" in other)
        assert ([each.tag for each in found.unknown], 5) == ([each.tag for each in other.unknown], found.id)
        assert found == other.replace({name: found[name] for name in ("Id", "Price", "Day")}, Note=NIL)
        with pytest.raises(AttributeError, match="has no 'nope'"):
            found.replace(nope=1)

    def test_a_dict(self):
        """A dict of a record with other values is made as of any mapping."""
        changed = {**made(), "Id": 6}
        assert (6, Decimal("1.50"), ["Id", "Price"]) == (changed["Id"], changed["Price"], list(changed)[:2])

    def test_none_is_made(self):
        """Nobody makes a record but an answer."""
        with pytest.raises(TypeError, match="pass a dict"):
            Record()


class TestNames:
    """Names that a record has, and those that it does not have."""

    def test_unknown_names(self):
        """A name that the type does not have is an error, with the nearest ones."""
        with pytest.raises(AttributeError, match=r"this record has no 'Prise'; did you mean Price\?"):
            made().Prise  # noqa: B018
        with pytest.raises(KeyError, match="has no 'price'"):
            made()["price"]
        with pytest.raises(AttributeError, match="has no 'Nope'"):
            made().is_nil("Nope")
        assert not hasattr(made(), "__array__")

    def test_as_a_mapping(self):
        """A record iterates over the exact names of what the reply has, in the schema's order, and is never false."""
        found = made()
        assert ["Id", "Price", "When", "Day", "Long", "Data", "Rate", "Note", "Line", "_value_1"] == list(found)
        assert (found.keys(), 5, True) == (list(found), dict(found)["Id"], bool(found))
        assert ("Id" in found, "id" in found, 5 in found, [] in [found]) == (True, False, False, False)

    def test_dir(self):
        """`dir` lists both spellings."""
        assert {"Price", "price", "to_dict", "_value_1", "value_1"} <= {*dir(made())}

    def test_repr(self):
        """A repr is short, counts lists, and shows no values."""
        shown = repr(made())
        assert "<Record: Id, Price, When, Day, Long, Data, Rate, Note, 2 more>" == shown
        assert "<Record Line: Sku>" == repr(made().line[0])
        assert "ABSENT" == repr(ABSENT)
        assert "secret" not in repr(made().line)


class TestJson:
    """Records as dicts and JSON."""

    def test_dict(self):
        """A dict has what the reply has, lists and dicts within, and no record."""
        found = made().to_dict()
        assert [{"Sku": "secret a"}, {"Sku": "b"}] == found["Line"]
        assert (None, 5) == (found["Note"], found["Id"])

    def test_json(self):
        """JSON keeps decimals, moments, durations and bytes exactly, as text."""
        assert {
            "Id": 5, "Price": "1.50", "When": "2026-01-31T08:30:00.1234567Z", "Day": "2026-01-31+02:00",
            "Long": "PT1M30S", "Data": "AAE=", "Rate": "INF", "Note": None,
            "Line": [{"Sku": "secret a"}, {"Sku": "b"}],
        } == {name: each for name, each in json.loads(made().to_json()).items() if name != "_value_1"}  # fmt: skip

    def test_json_of_xml(self):
        """XML in JSON is a text that is XML."""
        found = json.loads(made().to_json(indent=1))["_value_1"]
        assert "{urn:o}any" == etree.fromstring(found).tag

    def test_a_dict_is_read_as_the_record_was(self):
        """The dict of a record has the names that its contract has."""
        names = set(contract(SCHEMA).decode("Get", envelope(f"<GetResponse>{INSIDE}</GetResponse>")).to_dict())
        assert names <= {*dir(made())}
