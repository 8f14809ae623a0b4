"""Contract against contract, each difference rated by what a call would meet."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import contracts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import Client, Contract, Parameter, compare, errors
from soapclient.cli import main
from soapclient.contract.xsd import RANGES

SHOP = (Path(__file__).parent / "wsdls" / "shop.wsdl").read_text("utf-8")
CURRENT = (Path(__file__).parent.parent / "wsdl" / "srv.wsdl").read_text("utf-8")


def changed(tmp_path, operation, *replacements):
    """The current contract with changes within one operation's input element."""
    start = CURRENT.index(f'<s:element name="{operation}">')
    end = CURRENT.index(f'<s:element name="{operation}Response">')
    body = CURRENT[start:end]
    for old, new in replacements:
        assert old in body, old
        body = body.replace(old, new, 1)
    path = tmp_path / f"{operation}.wsdl"
    path.write_text(CURRENT[:start] + body + CURRENT[end:], "utf-8")
    return Contract.load(path)


def test_2019_to_now():
    """From the older contract to now 3 parameters are renamed, which loses data, and 263 operations are new."""
    old, new = Contract.load("bundled-2019"), Contract.load("bundled")
    changes = compare(old, new)
    losing = [change for change in changes if change.rating == "loses data"]

    assert {"AssociateDocument", "RemoveAssociation", "AssociatedDocuments"} == {each.operation for each in losing}
    assert {
        ("AssociateWith_DocumentPath", "AssociateWith_ItemPath"),
        ("AssociationWith_DocumentPath", "AssociationWith_ItemPath"),
        ("DocumentPath", "ItemPath"),
    } == {(each.before, each.after) for each in losing}
    assert {"renamed"} == {each.kind for each in losing}
    assert {"added"} == {each.kind for each in changes} - {"renamed"}
    assert set(new) - set(old) == {each.operation for each in changes if each.kind == "added"}
    assert list(changes) == losing + [change for change in changes if change.rating == "harmless"]


def test_now_to_2019():
    """A program of today breaks at a server with the older contract where it uses a new operation."""
    changes = compare(Contract.load("bundled"), Contract.load("bundled-2019"))

    assert 263 == sum(change.kind == "removed" and change.rating == "breaks" for change in changes)


def test_the_same():
    """A contract does not differ from itself."""
    assert () == compare(Contract.load(), Contract.load())


@pytest.mark.parametrize(
    ("operation", "old", "new", "kind", "rating"),
    [
        ("UpdateUserContactInfo", 'name="emailAddress"', 'name="EmailAddress"', "re-cased", "loses data"),
        ("UpdateUserContactInfo", 'name="emailAddress"', 'name="mail"', "renamed", "loses data"),
        ("ChangeUserStatus", 'name="StatusCode" type="s:int"', 'name="Code" type="s:string"', "removed", "loses data"),
        ("ChangeUserStatus", 'type="s:int"', 'type="s:long"', "retyped", "harmless"),
        ("ChangeUserStatus", 'type="s:int"', 'type="s:short"', "retyped", "breaks"),
        ("ChangeUserStatus", 'type="s:int"', 'type="s:string"', "retyped", "harmless"),
        ("ChangeUserStatus", 'minOccurs="1"', 'minOccurs="0"', "null", "harmless"),
        ("ChangeUserStatus", 'name="UserName" type="s:string"', 'name="UserName" type="s:int"', "retyped", "breaks"),
        (
            "UpdateDocumentProperties2",
            'minOccurs="0" maxOccurs="1" name="importance"',
            'minOccurs="1" maxOccurs="1" name="importance"',
            "null",
            "harmless",
        ),
    ],
)
def test_ratings(tmp_path, operation, old, new, kind, rating):
    """Each kind of change is rated by what the wire does with it."""
    changes = compare(Contract.load(), changed(tmp_path, operation, (old, new)))

    assert (operation, rating) in {(each.operation, each.rating) for each in changes if each.kind == kind}
    assert {operation} == {each.operation for each in changes}


@pytest.mark.parametrize(
    ("particle", "rating"),
    [
        ('<s:element minOccurs="1" maxOccurs="1" name="Extra" type="s:int" />', "loses data"),
        ('<s:element minOccurs="1" maxOccurs="1" name="Extra" nillable="true" type="s:int" />', "breaks"),
        ('<s:element minOccurs="0" maxOccurs="1" name="Extra" type="s:string" />', "breaks"),
    ],
)
def test_new_parameters(tmp_path, particle, rating):
    """A new number that old calls leave out is zero; another new parameter counts as required."""
    new = changed(tmp_path, "ChangeUserStatus", ("</s:sequence>", f"{particle}</s:sequence>"))
    [change] = compare(Contract.load(), new)

    assert ("Extra", "added", rating) == (change.parameter, change.kind, change.rating)


def test_a_new_parameter_that_has_to_be_said(tmp_path):
    """A program that does not know it acts on more than it means: it loses data."""
    line = '<s:element minOccurs="0" maxOccurs="1" name="DomainName" type="s:string" />'
    [change] = compare(changed(tmp_path, "DeleteUsergroup", (line, "")), Contract.load())

    assert ("DomainName", "added", "loses data") == (change.parameter, change.kind, change.rating)
    assert change.why == "leaving it out deletes the global group by that name"


PHONE = '<xs:element name="phone" type="xs:string" minOccurs="0"/>'
UNIT = '<xs:element name="unit" type="xs:string"/>'
NUMBER = '<xs:element name="number" type="xs:int"/>'


def shop(tmp_path, *replacements):
    """The shop's contract with changes."""
    return Contract.load(contracts.changed(tmp_path / "shop.wsdl", SHOP, *replacements))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (PHONE, PHONE.replace("phone", "mobile"), ("buyer.phone", "renamed", "loses data")),
        (PHONE, PHONE.replace("phone", "Phone"), ("buyer.phone", "re-cased", "loses data")),
        (PHONE, "", ("buyer.phone", "removed", "loses data")),
        (PHONE, PHONE + PHONE.replace("phone", "more"), ("buyer.more", "added", "harmless")),
        (PHONE, PHONE.replace("xs:string", "xs:int"), ("buyer.phone", "retyped", "breaks")),
        (PHONE, PHONE.replace("/>", ' maxOccurs="9"/>'), ("buyer.phone", "retyped", "harmless")),
        (UNIT, UNIT.replace('"unit"', '"u"'), ("item.unit", "renamed", "loses data")),
        ('name="vip" type="xs:boolean"', 'name="v" type="xs:boolean"', ("buyer.vip", "renamed", "loses data")),
        ('<xs:attribute name="vip" type="xs:boolean"/>', "", ("buyer.vip", "removed", "loses data")),
        (' maxOccurs="unbounded"/>', "/>", ("item", "retyped", "loses data")),
        (' maxOccurs="unbounded"/>', ' maxOccurs="5"/>', ("item", "retyped", "loses data")),
        ('<xs:enumeration value="EUR"/>', "", ("item.price.currency", "retyped", "breaks")),
        ('value="EUR"/>', 'value="EUR"/><xs:enumeration value="CHF"/>', ("item.price.currency", "retyped", "harmless")),
        ('type="t:Currency"', 'type="xs:string"', ("item.price.currency", "retyped", "harmless")),
        ('name="sku" type="xs:string"', 'name="sku" type="t:Currency"', ("item.sku", "retyped", "breaks")),
        (PHONE, PHONE.replace("xs:string", "xs:token"), ("buyer.phone", "retyped", "loses data")),
        ('type="t:Money" minOccurs', 'type="xs:string" minOccurs', ("item.price", "retyped", "breaks")),
        ('name="token"', 'name="ticket"', ("session.token", "renamed", "loses data")),
        (NUMBER, NUMBER.replace("number", "count"), (None, "result", "breaks")),
    ],
)
def test_inside(tmp_path, old, new, told):
    """What differs inside a parameter, a header or an answer is told with its path, once."""
    changes = compare(shop(tmp_path), shop(tmp_path, (old, new)), ["Order"])

    assert [told] == [(each.parameter, each.kind, each.rating) for each in changes]


CHOICE = SHOP[SHOP.index("<xs:choice>") : SHOP.index("</xs:choice>") + len("</xs:choice>")]
PIECES = '<xs:element name="pieces" type="xs:int"/>'
WEIGHT = '<xs:element name="weight" type="xs:double"/>'
BOTH = f"<xs:sequence>{WEIGHT}{UNIT}</xs:sequence>"
FREE = CHOICE.replace("choice>", "sequence>").replace("/>", ' minOccurs="0"/>')
EITHER = CHOICE.replace("<xs:choice>", '<xs:choice minOccurs="0">')
MOVED = f"<xs:choice><xs:sequence>{PIECES}{UNIT}</xs:sequence>{WEIGHT}</xs:choice>"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (FREE, EITHER, [("breaks", "pieces, weight, unit", "pieces | weight + unit")]),
        (EITHER, FREE, [("harmless", "pieces | weight + unit", "pieces, weight, unit")]),
        (EITHER, CHOICE, [("breaks", "optional", "required")]),
        (CHOICE, EITHER, [("harmless", "required", "optional")]),
        (CHOICE, CHOICE.replace(BOTH, BOTH.replace("<xs:seq", '<xs:sequence minOccurs="0"><xs:seq', 1)
            .replace("</xs:seq", "</xs:sequence></xs:seq")), [("harmless", "required", "optional")]),
        (CHOICE, MOVED, [("breaks", "weight + unit", "weight | unit"), ("harmless", "pieces | unit", "pieces + unit")]),
        (CHOICE, "<xs:group ref='t:G'/>", []),
    ],
)  # fmt: skip
def test_choices(tmp_path, old, new, told):
    """What excludes each other now, or must be given, breaks; what may be given together, or left out, is harmless."""
    named = ("</xs:schema>", f'<xs:group name="G">{CHOICE}</xs:group></xs:schema>')
    before, after = shop(tmp_path, named, (CHOICE, old)), shop(tmp_path, named, (CHOICE, new))
    found = [each for each in compare(before, after, ["Order"]) if each.kind == "choice"]

    assert told == [(each.rating, each.before, each.after) for each in found]
    assert {"item"} >= {each.parameter for each in found}


def test_a_choice_of_others(tmp_path):
    """A new choice of which one has to be given breaks; one of what has to be given anyway does not."""
    new = '<xs:choice><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice>'
    changes = compare(shop(tmp_path), shop(tmp_path, (PHONE, PHONE + new)), ["Order"])
    assert [("choice", "breaks", "buyer")] == [(each.kind, each.rating, each.parameter) for each in changes][:1]

    name = '<xs:element name="name" type="xs:string"/>'
    wrapped = f'<xs:choice>{name}<xs:element name="alias" type="xs:string"/></xs:choice>'
    changes = compare(shop(tmp_path), shop(tmp_path, (name, wrapped)), ["Order"])
    assert {"harmless"} == {each.rating for each in changes}


def test_style(tmp_path):
    """An operation that becomes rpc, or document, wants a message of another form."""
    added = (
        '<soap:operation soapAction="urn:shop/Weather"/>',
        '<soap:operation soapAction="urn:shop/Weather" style="rpc"/>',
    )
    typed = ('part name="city" element="t:City"', 'part name="City" type="xs:string"')
    changes = compare(shop(tmp_path), shop(tmp_path, added, typed), ["Weather"])
    assert ("style", "document", "rpc", "breaks") in {
        (each.kind, each.before, each.after, each.rating) for each in changes
    }
    changes = compare(shop(tmp_path, added, typed), shop(tmp_path), ["Weather"])
    assert ("style", "rpc", "document", "breaks") in {
        (each.kind, each.before, each.after, each.rating) for each in changes
    }


def test_what_cannot_be_used(tmp_path):
    """An operation that becomes SOAP-encoded, or literal, breaks; of one that is encoded in both nothing is known."""
    encoded = (
        '<soap:body use="literal" namespace="urn:shop:sums"',
        '<soap:body use="encoded" namespace="urn:shop:sums"',
    )
    [change] = compare(shop(tmp_path), shop(tmp_path, encoded))
    assert ("Add", "refused", "breaks") == (change.operation, change.kind, change.rating)
    assert "SOAP-encoded" in change.why
    [change] = compare(shop(tmp_path, encoded), shop(tmp_path))
    assert ("Add", "refused", "breaks") == (change.operation, change.kind, change.rating)
    assert () == compare(shop(tmp_path, encoded), shop(tmp_path, encoded))


TOKEN = '<xs:element name="token" type="xs:string"/>'


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((), ((TOKEN, ""),), ("session.token", "removed", "loses data")),
        (((TOKEN, ""),), (), ("session.token", "added", "breaks")),
    ],
)
def test_what_is_empty(tmp_path, first, second, told):
    """A type that has lost all that was in it is compared with what it was, and so the other way round."""
    [change] = compare(shop(tmp_path, *first), shop(tmp_path, *second), ["Order"])

    assert told == (change.parameter, change.kind, change.rating)


def test_an_attribute_that_becomes_an_element(tmp_path):
    """What was an attribute and is an element now is not found there by the server."""
    was = '<xs:attribute name="vip" type="xs:boolean"/>'
    now = shop(tmp_path, (was, ""), (PHONE, PHONE + '<xs:element name="vip" type="xs:boolean" minOccurs="0"/>'))
    [change] = (each for each in compare(shop(tmp_path), now, ["Order"]) if each.kind == "retyped")

    assert ("buyer.vip", "attribute", "element") == (change.parameter, change.before, change.after)
    assert "loses data" == change.rating


def test_a_soap_version_that_is_gone(tmp_path):
    """A program that speaks SOAP 1.2 breaks where the operation has no port for it any more."""
    port = SHOP[SHOP.index('<wsdl:port name="ShopPort12"') :]
    port = port[: port.index("</wsdl:port>") + len("</wsdl:port>")]
    [change] = compare(shop(tmp_path), shop(tmp_path, (port, "")), ["Weather"])

    assert ("address", "SOAP 1.2", "breaks") == (change.kind, change.before, change.rating)
    assert () == compare(shop(tmp_path, (port, "")), shop(tmp_path), ["Weather"])


def test_a_type_of_another_name(tmp_path):
    """A type that is only called something else is no difference."""
    assert () == compare(shop(tmp_path), shop(tmp_path, ('type="t:Item"', 'type="t:Thing"'), ('"Item"', '"Thing"')))


def test_the_shop_is_the_same(tmp_path):
    """Nested types, one of which contains itself, do not differ from themselves."""
    assert () == compare(shop(tmp_path), shop(tmp_path))


NAMES = st.lists(st.sampled_from("abcdefghijk"), min_size=1, max_size=6, unique=True)
FACTS = st.fixed_dictionaries({"min_occurs": st.integers(0, 1), "nillable": st.booleans(), "required": st.booleans()})


@st.composite
def parameters(draw, depth=0):
    """Parameters of various types, some with others inside."""
    found = []
    for name in draw(NAMES):
        inside = draw(parameters(depth + 1)) if depth < 2 and draw(st.integers(0, 3)) == 0 else ()
        kind = f"T{depth}{name}" if inside else draw(st.sampled_from(["string", "boolean", "dateTime", *RANGES]))
        found.append(Parameter(name=name, python_name=name, type=kind, particles=inside, **draw(FACTS)))
    return tuple(found)


def renamed(given, path, name):
    """The same parameters with another name for one of them, which may be inside others."""
    first, *rest = path
    change = {"name": name} if not rest else {"particles": renamed(given[first].particles, rest, name)}
    return (*given[:first], attrs.evolve(given[first], **change), *given[first + 1 :])


@given(parameters(), st.data())
def test_any_renamed_parameter(given, data):
    """A parameter that has another name, at whatever depth, is the one difference, and it loses data."""
    path, names, here = [], [], given
    while not path or (here and data.draw(st.booleans())):
        path.append(data.draw(st.integers(0, len(here) - 1)))
        names.append(here[path[-1]].name)
        here = here[path[-1]].particles
    name = data.draw(st.sampled_from([names[-1].upper(), "other"]))
    before = contracts.contract(contracts.operation("Op", "op", *given))
    after = contracts.contract(contracts.operation("Op", "op", *renamed(given, path, name)))

    assert () == compare(before, before)
    [change] = compare(before, after)
    assert (".".join(names), "loses data", names[-1], name) == (
        change.parameter, change.rating, change.before, change.after
    )  # fmt: skip
    assert change.kind == ("renamed" if name == "other" else "re-cased")


def test_inside_types_of_one_name(tmp_path):
    """What changed is told where types that are called alike, and have parts that are, stand in each other."""

    def nested(name):
        inner = f'<xs:element name="{name}" type="xs:string"/>'
        for _ in range(3):
            kind = f"<xs:complexType><xs:sequence>{inner}</xs:sequence></xs:complexType>"
            inner = f'<xs:element name="Node">{kind}</xs:element>'
        return shop(tmp_path, ('<xs:element name="note" type="xs:string" minOccurs="0"/>', inner))

    [change] = compare(nested("code"), nested("mark"))
    assert ("Node.Node.Node.code", "renamed") == (change.parameter, change.kind)


@pytest.mark.parametrize(
    ("new", "rating"),
    [
        ('minOccurs="1" maxOccurs="1" name="importance" type', "breaks"),
        ('minOccurs="0" maxOccurs="1" name="importance" type', "harmless"),
    ],
)
def test_number_that_was_nil(tmp_path, new, rating):
    """A nil that a contract does not read any more is a fault; one that may be left out is read as before."""
    now = 'minOccurs="0" maxOccurs="1" name="importance" nillable="true" type'
    nillable = changed(tmp_path, "UpdateDocumentProperties2", (now, now.replace('"0"', '"1"', 1)))
    (tmp_path / "new").mkdir()
    [change] = compare(nillable, changed(tmp_path / "new", "UpdateDocumentProperties2", (now, new)))

    assert ("null", "nil", rating) == (change.kind, change.before, change.rating)


def test_string_that_was_nil(tmp_path):
    """A nil that a contract now reads on a plain string clears it."""
    nillable = changed(
        tmp_path, "UpdateUserEmail",
        ('minOccurs="0" maxOccurs="1" name="NewEmailAddress"', 'minOccurs="1" nillable="true" name="NewEmailAddress"'),
    )  # fmt: skip
    [change] = compare(nillable, Contract.load())

    assert ("null", "nil", "omit", "loses data") == (change.kind, change.before, change.after, change.rating)


def test_order(tmp_path):
    """Another order of parameters is harmless, and said."""
    line = '<s:element minOccurs="0" maxOccurs="1" name="UserName" type="s:string" />'
    moved = changed(tmp_path, "ChangeUserStatus", (line, ""), ("</s:sequence>", f"{line}</s:sequence>"))
    [change] = compare(Contract.load(), moved)

    assert ("reordered", "harmless") == (change.kind, change.rating)


def test_only_some_operations():
    """A program can ask for the operations that it uses, and a wrong name is told."""
    old, new = Contract.load("bundled-2019"), Contract.load()

    assert () == compare(old, new, ["GetUser", "UpdateUserEmail"])
    assert 1 == len(compare(old, new, ["associate_document"]))
    with pytest.raises(errors.UnknownOperation):
        compare(old, new, ["UpdateUserContactInfo"])


def test_check_contract():
    """A client compares its server's contract with the one that the program was written for."""
    with Client("sim:", wsdl="bundled-2019") as ir:
        assert () == ir.check_contract("UpdateUserEmail", "GetUser")
        [change] = ir.check_contract("UpdateUserContactInfo")
        assert "breaks: UpdateUserContactInfo removed: the server does not have it" == str(change)
        assert () == ir.check_contract(written_for=ir.contract)


class TestCommand:
    """`soapclient wsdl diff`."""

    def test_text(self, capsys):
        """The text names the renamed parameters, and counts what is new."""
        assert 0 == main(["wsdl", "diff", "bundled-2019", "bundled"])
        out = capsys.readouterr().out
        assert "loses data: AssociateDocument.AssociateWith_DocumentPath renamed" in out
        assert "263 new operations" in out.splitlines()[-1]
        assert 5 == len(out.splitlines())

    def test_json(self, capsys):
        """The JSON has every difference with its rating."""
        assert 0 == main(["wsdl", "diff", "bundled-2019", "bundled", "--json"])
        rows = json.loads(capsys.readouterr().out)
        assert (267, "loses data") == (len(rows), rows[0]["rating"])

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            (["bundled-2019", "bundled", "--fail-on", "loses-data"], 4),
            (["bundled-2019", "bundled", "--fail-on", "any"], 4),
            (["bundled", "bundled", "--fail-on", "any"], 0),
            (["bundled", "/nowhere.wsdl"], 2),
            (["bundled"], 2),
        ],
    )
    def test_status(self, capsys, words, status):
        """The exit status tells a build whether to go on."""
        assert status == main(["wsdl", "diff", *words])


def test_another_namespace(tmp_path):
    """A parameter, and what is inside it, that is in another namespace now is not found by the server."""
    local = shop(tmp_path, (' elementFormDefault="qualified"', ""))
    changes = compare(shop(tmp_path), local, ["Order"])
    found = {each.parameter: (each.before, each.after, each.rating) for each in changes if each.kind == "namespace"}
    assert {"buyer", "buyer.name", "item", "item.sku"} <= found.keys()
    assert {("urn:shop:types", "", "loses data")} == set(found.values())
    other = tmp_path / "other.wsdl"
    other.write_text(SHOP.replace("urn:shop:types", "urn:other"), "utf-8")
    changes = compare(shop(tmp_path), Contract.load(other), ["Order"])
    assert ["address"] == [each.kind for each in changes]
