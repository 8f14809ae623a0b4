"""Contracts of other services: nested types, choices, attributes, headers, bare and rpc operations."""

from __future__ import annotations

import functools
import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from contracts import changed, operation
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import CLEAR, KEEP, Client, Contract, Parameter, report_html, stub_text
from soapclient.calls.arguments import bind
from soapclient.calls.secrets import hidden, secrets
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.contract.wsdl.excerpt import Pruner
from soapclient.errors import ArgumentError, ContractError, NullNotAllowed, WsdlError
from soapclient.replies.verdict import PLAIN
from soapclient.tools.html import samples

WSDLS = Path(__file__).parent / "wsdls"
SHOP = WSDLS / "shop.wsdl"
XSD = "{http://www.w3.org/2001/XMLSchema}"
BUYER = {"name": "n", "id": 5}
ITEM = {"sku": "a", "pieces": 3}


@pytest.fixture(scope="module")
def shop():
    """The contract of the shop."""
    return loaded()


@pytest.fixture(scope="module")
def schema():
    """The schema inside its WSDL."""
    own = next(etree.parse(str(SHOP)).getroot().iter(XSD + "schema"))
    return etree.XMLSchema(etree.fromstring(etree.tostring(own)))


@pytest.fixture(scope="module")
def awkward():
    """A contract that is legal, and unlike most."""
    return Contract.load(WSDLS / "awkward.wsdl")


@pytest.fixture(scope="module")
def awkward_schema():
    """The schema inside its WSDL."""
    own = next(etree.parse(str(WSDLS / "awkward.wsdl")).getroot().iter(XSD + "schema"))
    return etree.XMLSchema(etree.fromstring(etree.tostring(own)))


@pytest.fixture(scope="module")
def refusing():
    """A contract with one usable operation."""
    return Contract.load(WSDLS / "refused.wsdl")


@pytest.fixture(scope="module")
def split():
    """A service whose binding, types and enumerations are each in a file of their own."""
    return Contract.load(WSDLS / "split" / "service.wsdl")


@functools.cache
def loaded() -> Contract:
    return Contract.load(SHOP)


def envelope(contract: Contract, name: str, **arguments: object) -> etree._Element:
    operation = contract[name]
    return etree.fromstring(contract.encode(operation, bind(operation, arguments)))


def body(contract: Contract, name: str, **arguments: object) -> etree._Element:
    return envelope(contract, name, **arguments).find("{*}Body")[0]


def refused(contract: Contract, name: str, **arguments: object) -> ArgumentError:
    with pytest.raises(ArgumentError) as caught:
        bind(contract[name], arguments)
    return caught.value


class TestDescription:
    """What a contract says."""

    def test_nested(self, shop):
        """A complex parameter tells what is in it, with the two facts about null at each level."""
        order = shop["Order"]
        buyer = {each.name: each for each in order.parameters["buyer"].particles}
        assert {"name": "none", "nick": "nil", "phone": "omit", "parent": "omit", "id": "none", "vip": "omit"} == {
            name: each.null for name, each in buyer.items()
        }
        assert [name for name, each in buyer.items() if each.attribute] == ["id", "vip"]
        assert order.parameters["item"].max_occurs is None

    def test_a_type_inside_itself(self, shop):
        """A type that contains itself can be followed as far as one likes."""
        person = shop["Order"].parameters["buyer"]
        for _ in range(50):
            person = next(each for each in person.particles if each.name == "parent")
        assert person.type == "Person"

    def test_choice(self, shop):
        """What excludes each other is known by the alternatives of a choice."""
        item = {each.name: each for each in shop["Order"].parameters["item"].particles}
        assert [(1, 0), (1, 1), (1, 1), None] == [item[name].choice for name in ("pieces", "weight", "unit", "sku")]

    def test_enumeration(self, shop):
        """The values that an enumeration allows are known."""
        price = next(each for each in shop["Order"].parameters["item"].particles if each.name == "price")
        assert next(each for each in price.particles if each.attribute).values == ("EUR", "USD")

    def test_operations_of_several_services(self, shop):
        """Each operation tells its style, its ports, its headers and its answer."""
        assert list(shop) == ["Order", "Weather", "Add", "add"]
        assert ["document", "document", "rpc", "rpc"] == [shop[name].style for name in shop]
        assert shop["Weather"].ports == ("ShopPort", "ShopPort12")
        assert [each.name for each in shop["Order"].headers] == ["session"]
        assert [each.name for each in shop["Order"].answer] == ["number"]
        assert list(shop["Weather"].parameters) == ["City"]

    def test_two_letter_cases(self, shop):
        """Operations that differ in letter case only are two, each with a spelling of its own."""
        assert shop["Add"].parameters and not shop["add"].parameters
        assert len({shop[name].python_name for name in shop}) == 4

    def test_another_letter_case_is_not_guessed(self, cli):
        """Each of two such operations is had by its exact name; a third spelling is refused and names one of them."""
        for name, parameters in (("Add", 2), ("add", 0)):
            status, out, _ = cli("describe", name, "--json", "--wsdl", str(SHOP))
            assert (status, len(json.loads(out)["parameters"])) == (0, parameters)
        status, out, err = cli("describe", "ADD", "--wsdl", str(SHOP))
        assert (status, out) == (4, "") and "did you mean Add" in err, err


class TestEnvelope:
    """What is sent."""

    def test_valid(self, shop, schema):
        """An envelope with everything in it is valid against the schema."""
        items = [ITEM, {"sku": "b", "weight": 1.5, "unit": "kg", "price": {"_value_1": "3.50", "currency": "EUR"}}]
        found = body(
            shop,
            "Order",
            buyer={**BUYER, "nick": None, "vip": True, "parent": BUYER},
            item=items,
            note="x",
            _value_1=[{"key": "k", "value": "v"}, {"key": "l", "value": "w"}],
        )
        schema.assertValid(etree.fromstring(etree.tostring(found)))

    @given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1), st.booleans())
    def test_values_arrive(self, text, vip):
        """Values inside a complex type arrive as they are."""
        found = body(loaded(), "Order", buyer={"name": text, "id": 1, "vip": vip}, item=[ITEM])
        assert found.findtext("{*}buyer/{*}name") == text
        assert found.find("{*}buyer").get("vip") == str(vip).lower()

    def test_python_spelling_inside(self, shop):
        """Names inside a complex type are the contract's."""
        assert "buyer.nam: there is no such element" in str(refused(shop, "Order", buyer={"nam": 1}, item=[ITEM]))

    def test_header(self, shop):
        """A header that is given is sent, and no other."""
        found = envelope(shop, "Order", buyer=BUYER, item=[ITEM], session={"token": "t"})
        assert found.findtext("{*}Header/{*}Session/{*}token") == "t"
        assert envelope(shop, "Order", buyer=BUYER, item=[ITEM]).find("{*}Header") is None

    def test_bare(self, shop, schema):
        """The one parameter of a bare operation is its element."""
        found = body(shop, "Weather", City="Bern")
        assert (found.tag, found.text) == ("{urn:shop:types}City", "Bern")
        schema.assertValid(found)

    def test_rpc(self, shop):
        """The parts of an rpc operation stand in its wrapper, without a namespace."""
        found = body(shop, "Add", a=1, who=BUYER)
        assert found.tag == "{urn:shop:sums}Add"
        assert [child.tag for child in found] == ["a", "who"]
        assert len(body(shop, "add")) == 0

    @pytest.mark.parametrize(
        ("name", "arguments", "reason"),
        [
            ("Add", {"a": 1, "who": BUYER}, "Add cannot be called.*style rpc"),
            ("Weather", {"City": "Bern"}, "Weather cannot be called.*it answers string"),
            ("Order", {"buyer": BUYER, "item": [ITEM]}, "Order cannot be called.*it answers int"),
        ],
    )
    def test_what_could_not_be_judged_is_not_called(self, name, arguments, reason):
        """An operation whose reply says nowhere whether it is a success is refused before anything is sent."""
        with Client("http://127.0.0.1:9/srv.asmx", wsdl=SHOP) as ir, pytest.raises(ContractError, match=reason):
            ir.service[name](**arguments)

    @pytest.mark.parametrize("name", ["bundled", "bundled-2019"])
    def test_every_operation_of_inforouter_could_be_judged(self, name):
        """None of infoRouter's operations is refused so."""
        for each in Contract.load(name).operations.values():
            PLAIN.check(each)


class TestSecrets:
    """Passwords inside a complex type."""

    BUYER = {**BUYER, "password": "hush", "pwd": "mum", "parent": {**BUYER, "password": "quiet"}}

    @pytest.fixture
    def wsdl(self, tmp_path):
        """The shop, whose customers have passwords: an element and an attribute."""
        text = SHOP.read_text("utf-8").replace('name="phone"', 'name="password"')
        path = tmp_path / "x.wsdl"
        path.write_text(text.replace('name="vip" type="xs:boolean"', 'name="pwd" type="xs:string"'), "utf-8")
        return path

    def test_shown(self, wsdl):
        """An envelope is shown with stars in the place of passwords at every level, and of nothing else."""
        with Client("http://127.0.0.1:9/srv.asmx", wsdl=wsdl) as ir:
            shown = etree.fromstring(ir.envelope("Order", buyer=self.BUYER, item=[ITEM]).encode())
        assert ["***", "***"] == [each.text for each in shown.iter("{*}password")]
        assert "***" == shown.find(".//{*}buyer").get("pwd")
        assert ["n", "n"] == [each.text for each in shown.iter("{*}name")]

    def test_known(self, wsdl):
        """Passwords at every level are known as such, to be hidden where a server says them again."""
        order = Contract.load(wsdl)["Order"]
        assert {"hush", "mum", "quiet"} == {*secrets(order, bind(order, {"buyer": self.BUYER, "item": [ITEM]}))}

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("SetFolderRules", {"Path": "/a", "ApplyToTree": True, "xmlRules": ""}),
            ("SetDomainPolicies", {"domainName": "a", "xmlPolicies": ""}),
        ],
    )
    def test_in_xml(self, name, given):
        """In an argument that is XML, what an element or attribute with a telling name holds is shown as stars."""
        xml = "<Rules Password='hush' n='1'><R/><pwd a='mum'>quiet</pwd></Rules>"
        with Client("sim:") as ir:
            shown = html.unescape(ir.envelope(name, **{key: value or xml for key, value in given.items()}))
        assert '<Rules Password="***" n="1"><R/><pwd a="***">***</pwd></Rules>' in re.sub("ns[0-9]:", "", shown)

    @pytest.mark.parametrize("read", [str, etree.fromstring])
    def test_all_within_xml(self, read):
        """All that is inside a secret of an argument that is XML is hidden, and known to be hidden elsewhere."""
        inside = "<pwd>a<x v='hush'>mum<y>quiet</y></x>tail<!--remark--></pwd>"
        contract = Contract.load(WSDLS / "awkward.wsdl")
        for asked, xml in (
            (contract["Secret"], inside.replace("pwd", "any")),
            (Contract.load()["SetDomainPolicies"], f"<a>{inside}</a>"),
        ):
            first, *others = asked.own_parameters
            given = {first.name: read(xml)} if not others else {"domainName": "d", "xmlPolicies": read(xml)}
            parts = bind(asked, given)
            shown = repr(hidden(asked, parts))
            if not others:
                shown = etree.tostring(hidden(asked, parts)["password"]["_value_1"]).decode()
            assert 1 == shown.count("v=") and not re.search("hush|mum|quiet|tail|remark", shown)
            assert {"a", "hush", "mum", "quiet", "tail", "remark"} == {*secrets(asked, parts)}

    @pytest.mark.parametrize("text", ["<a b='1'/>", "no <xml", ""])
    def test_in_xml_without_any(self, text):
        """An argument that is XML without secrets, or none, is shown as it is."""
        with Client("sim:") as ir:
            shown = etree.fromstring(ir.envelope("UpdateUserPreferences", UserName="j", xmlPreferences=text).encode())
        assert text == (shown.findtext(".//{*}xmlPreferences") or "")


class TestRefused:
    """What is refused, and where it says it is wrong."""

    def test_all_at_once(self, shop):
        """Every problem at every level is told in one error, with its place."""
        error = refused(shop, "Order", buyer={"nick": KEEP}, item=[ITEM, {"sku": 1, "pieces": "x"}])
        assert [problem.partition(": ")[0] for problem in error.problems] == [
            "buyer.name",
            "buyer.nick",
            "buyer.id",
            "item[1].sku",
            "item[1].pieces",
        ]

    def test_choice(self, shop):
        """Two alternatives of a choice are refused."""
        error = refused(shop, "Order", buyer=BUYER, item=[{**ITEM, "weight": 1, "unit": "kg"}])
        assert "item[0]: pieces and weight exclude each other" in str(error)

    @pytest.mark.parametrize("value", ["x", 5, [BUYER], None])
    def test_no_mapping(self, shop, value):
        """What is no mapping is refused for a complex type."""
        assert "buyer" in str(refused(shop, "Order", buyer=value, item=[ITEM]))

    def test_enumeration(self, shop):
        """A value that an enumeration does not have is refused with those it has."""
        item = {**ITEM, "price": {"_value_1": 1, "currency": "CHF"}}
        told = "item[0].price.currency: it must be one of EUR, USD"
        assert told in str(refused(shop, "Order", buyer=BUYER, item=[item]))

    @pytest.mark.parametrize("kind", ["string", "Name", "int", "date", "list"])
    def test_a_complex_type_that_is_called_as_a_simple_one(self, kind):
        """A value of a complex type is a mapping, whatever the type is called: text and CLEAR are refused."""
        inside = Parameter(name="text", python_name="text", type="string", min_occurs=1, required=True)
        do = operation("Do", "do", Parameter(name="a", python_name="a", type=kind, min_occurs=1, particles=(inside,)))
        assert {"a": {"text": "x"}} == bind(do, {"a": {"text": "x"}})
        for value in ("x", CLEAR, 5, []):
            with pytest.raises(ArgumentError, match="a: "):
                bind(do, {"a": value})

    def test_a_type_that_restricts_another(self, tmp_path):
        """A value of a type that restricts another is checked as one of that."""
        kinds = """<xs:simpleType name="Amount"><xs:restriction base="xs:int"/></xs:simpleType>
          <xs:simpleType name="Small"><xs:restriction base="t:Amount"><xs:maxInclusive value="9"/></xs:restriction>
          </xs:simpleType><xs:simpleType name="Words"><xs:list itemType="xs:string"/></xs:simpleType>"""
        text = SHOP.read_text("utf-8").replace(
            '<xs:simpleType name="Currency">', f'{kinds}<xs:simpleType name="Currency">'
        )
        text = text.replace('name="pieces" type="xs:int"', 'name="pieces" type="t:Small"')
        path = tmp_path / "x.wsdl"
        path.write_text(text.replace('name="sku" type="xs:string"', 'name="sku" type="t:Words"'), "utf-8")
        contract = Contract.load(path)
        assert ["list", "int"] == [contract["Order"].parameters["item"].particles[each].type for each in (0, 2)]
        for words in ("a  b", ["a", "b"], ("a", "b")):
            found = body(contract, "Order", buyer=BUYER, item=[{"sku": words, "pieces": 3}])
            assert ("a b", "3") == (found.findtext(".//{*}sku"), found.findtext(".//{*}pieces"))
        wrong = (
            {"sku": "a", "pieces": "x"},
            *({"sku": sku, "pieces": 1} for sku in ([1], 1, ["a b"], [""], "", CLEAR)),
        )
        for item in wrong:
            assert "item[0]" in str(refused(contract, "Order", buyer=BUYER, item=[item]))

    def test_many_values(self):
        """Of a long enumeration a message shows the first values, and how many there are."""
        many = tuple(f"v{number}" for number in range(500))
        do = operation("Do", "do", Parameter(name="a", python_name="a", type="string", values=many))
        with pytest.raises(ArgumentError, match=r"a: it must be one of v0, v1, .*v19, \.\.\. \(500 values\)$"):
            bind(do, {"a": "v500"})

    @pytest.mark.parametrize("said", [CLEAR, "", "x", KEEP])
    def test_no_list(self, said):
        """What is no list is refused for what may be there several times; an empty list is one."""
        do = operation("Do", "do", Parameter(name="a", python_name="a", type="string", max_occurs=None))
        with pytest.raises(ArgumentError, match="a: "):
            bind(do, {"a": said})
        assert {"a": []} == bind(do, {"a": []})

    def test_null(self, shop):
        """The null rule holds inside: what cannot be null is refused as such, and text can be made empty."""
        with pytest.raises(NullNotAllowed, match="buyer.name"):
            bind(shop["Order"], {"buyer": {**BUYER, "name": None}, "item": [ITEM]})
        assert body(shop, "Order", buyer={**BUYER, "phone": CLEAR}, item=[ITEM]).findtext("{*}buyer/{*}phone") == ""


def run(*words: str, wsdl: Path = SHOP) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "soapclient", *words, "--wsdl", str(wsdl)], capture_output=True, text=True, check=False
    )


class TestCommand:
    """The same at the command line."""

    def test_empty_items(self, tmp_path):
        """A blank inside a type or a list is refused with the way out, which makes just that empty."""
        wsdl = tmp_path / "a.wsdl"
        text = SHOP.read_text("utf-8")
        wsdl.write_text(
            text.replace('name="note" type="xs:string"', 'name="note" type="xs:string" maxOccurs="unbounded"')
        )
        words = ("envelope", "Order", "buyer.name=n", "buyer.@id=5", "item.sku=a", "item.weight=2", "item.unit=kg")
        blank = run(*words, "buyer.phone=", "note=", "note[0]= ", wsdl=wsdl)
        assert (2, "") == (blank.returncode, blank.stdout)
        for way in ("say buyer.phone:=clear to", "say note[0]:=clear to make it empty, or leave it out\n  - note["):
            assert way in blank.stderr
        done = run(*words, "note[0]=x", "note[1]:=clear", wsdl=wsdl)
        assert "<ns0:note>x</ns0:note>\n      <ns0:note/>" in done.stdout, done.stderr

    def test_describe(self):
        """`describe` shows what is inside, once for a type within itself, and in JSON as `parameters`."""
        shown = " ".join(run("describe", "Order").stdout.split())
        assert "@currency string: EUR, USD required not at all" in shown
        assert "item list of Item required" in shown
        told = json.loads(run("describe", "Order", "--json").stdout)
        buyer = told["parameters"][0]
        assert [each["name"] for each in buyer["parameters"]] == ["name", "nick", "phone", "parent", "id", "vip"]
        assert "parameters" not in buyer["parameters"][3]
        assert told["headers"][0]["name"] == "session"

    def test_envelope(self):
        """Words name what is inside by dots and positions."""
        words = ["buyer.name=n", "buyer.@id=5", "item[0].sku=a", "item[0].pieces=3", "item[1].sku=b"]
        done = run("envelope", "Order", *words, "item[1].weight=2", "item[1].unit=kg", "session.token=x")
        assert done.returncode == 0, done.stderr
        found = etree.fromstring(done.stdout)
        assert [each.text for each in found.iter("{*}sku")] == ["a", "b"]

    @pytest.mark.parametrize(
        ("word", "told"),
        [
            ("item[1].sku=a", "the places before"),
            ("item[x].sku=a", "a name inside another"),
            ("buyer.name=n buyer.name=m", "twice"),
            ("buyer.parent=x buyer.parent.name=m", "already has a value"),
        ],
    )
    def test_words_that_cannot_be_used(self, word, told):
        """A word that makes no sense is one sentence."""
        done = run("envelope", "Order", *word.split())
        assert (done.returncode, told in done.stderr) == (2, True), done.stderr


class TestAwkward:
    """Contracts that are legal, and unlike most."""

    def test_types_called_as_built_in_ones(self, awkward, awkward_schema):
        """A type of the schema's own is not taken for the built-in one of its name."""
        parameters = awkward["Names"].parameters
        own = ["{urn:awkward}string", "{urn:awkward}base64Binary"]
        assert [*own, "string", "string"] == [each.type for each in parameters.values()]
        file = {"_value_1": b"x", "contentType": "text/plain"}
        found = body(awkward, "Names", who={"given": "a"}, file=file, day="20260131", int="no number")
        awkward_schema.assertValid(found)
        assert found.findtext("{*}file") == "eA=="

    def test_null_of_a_lone_element(self, awkward, awkward_schema):
        """The null of a bare operation's one simple element is written as nil, with the header that is given."""
        found = envelope(awkward, "Price", Price=None, flag={})
        assert found.find("{*}Header")[0].tag == "{urn:awkward}Flag"
        for content in (found.find("{*}Body")[0], body(awkward, "Day"), body(awkward, "Price", Price="1.50")):
            awkward_schema.assertValid(content)

    def test_nothing_inside(self, awkward, awkward_schema):
        """A complex type that may be empty takes an empty mapping or CLEAR, and no other value is dropped silently."""
        for empty in ({}, CLEAR, ""):
            found = body(awkward, "Empty", nothing=empty, some=empty)
            awkward_schema.assertValid(found)
            assert [0, 0] == [len(each) for each in found]
        assert "expected a mapping with nothing" in str(refused(awkward, "Empty", nothing="x", some={"a": 1}))
        assert "cannot be empty" in str(refused(awkward, "Names", who=CLEAR, file={"_value_1": b""}, day="1", int="1"))

    def test_secret_xml(self):
        """The envelope that is shown hides a secret that is XML."""
        with Client("http://127.0.0.1:9/", wsdl=WSDLS / "awkward.wsdl") as ir:
            assert "s3cret" not in ir.envelope("Secret", password="<a>s3cret</a>")


class TestRefusedOperations:
    """Operations whose binding says what zeep would read as something else, or does not read."""

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("Encoded", "Encoded: it is SOAP-encoded, not literal"),
            ("EncodedHeader", "EncodedHeader: it is SOAP-encoded, not literal"),
            ("Mime", "Mime: it sends MIME parts"),
            ("LeftOut", "LeftOut: its body leaves out the part picture of its message"),
            ("Twice", "Twice: it is in one binding twice"),
            ("Notice", "Notice: it has no input, the service calls it"),
            ("Missing", r"Missing: no schema declares the element '\{urn:refused\}Missing'"),
        ],
    )
    def test_one_sentence(self, refusing, name, reason):
        """Each is refused by name in one sentence that says what is wrong with it, each time it is asked for."""
        for _ in range(2):
            with pytest.raises(WsdlError, match=f"cannot be used for {reason}") as caught:
                refusing[name]
            assert "\n" not in str(caught.value)

    def test_the_others_can_be_used(self, refusing):
        """What is beside them can be used; a binding for a queue offers nothing."""
        assert body(refusing, "Fine", Do="x").text == "x"
        assert "OnlyQueued" not in refusing
        assert [port.name for service in refusing.services for port in service.ports] == ["Port"]

    def test_stubs(self, refusing):
        """A stub file leaves them out and says why; where none is left it is refused."""
        text = stub_text(refusing)
        assert "def Fine(" in text and "def Mime(" not in text
        assert "# Left out: " in text and "Mime: it sends MIME parts" in text
        compile(text, "stubs", "exec")

    def test_commands(self, cli):
        """`ops` marks each with the reason; `describe` of one of them is one sentence."""
        wsdl = ("--wsdl", str(WSDLS / "refused.wsdl"))
        status, out, err = cli("ops", *wsdl)
        assert (status, err) == (0, "")
        rows = dict(line.split(None, 1) for line in out.splitlines())
        assert rows["Fine"].split() == ["unknown", "not", "in", "the", "reference"]
        assert rows["Mime"].split(None, 1)[1] == "cannot be called: it sends MIME parts"
        marked = {each["operation"]: each.get("refused", "") for each in json.loads(cli("ops", "--json", *wsdl)[1])}
        assert (marked.pop("Fine"), marked["Mime"]) == ("", "it sends MIME parts")
        assert all(marked.values()) and marked.keys() == rows.keys() - {"Fine"}
        assert "cannot be called: it sends MIME parts" in cli("ops", "Mime", *wsdl)[1]
        for words in (("describe", "Mime"), ("envelope", "Mime")):
            status, out, err = cli(*words, *wsdl)
            assert (status, out, err.count("\n")) == (2, "", 1), err
            assert "it sends MIME parts" in err


class TestSplit:
    """A WSDL in several files, which import each other."""

    def test_circles_end(self, split):
        """WSDLs that import each other and schemas that include each other are read once each."""
        assert list(split) == ["Paint", "Encoded"]
        assert body(split, "Paint", colour="red").findtext("{*}colour") == "red"

    def test_a_port_without_an_address(self, split):
        """A port without an address has an empty one."""
        assert ["https://split.example.com/", ""] == [port.address for port in split.services[0].ports]

    def test_what_imported_files_say(self, split):
        """Enumerations and encodings of imported files count as those of the WSDL itself."""
        assert split["Paint"].parameters["colour"].values == ("red", "blue")
        with pytest.raises(WsdlError, match="Encoded: it is SOAP-encoded"):
            split["Encoded"]


@pytest.mark.parametrize("name", ["srv.wsdl", "srv-2019.wsdl"])
def test_bundled_contracts_are_cut(name):
    """The bundled WSDLs are read an operation at a time."""
    data = bundled_file(name).read_bytes()
    assert Pruner(etree.fromstring(data), data).can_be_cut


def test_a_large_document_of_types_is_not_cut():
    """Where every operation keeps most of a large document, cutting it for each would cost more than reading it."""
    data = SHOP.read_bytes()
    kind = b'<xs:complexType name="K%d"><xs:sequence/></xs:complexType>'
    for count, cut in ((0, True), (5000, False)):
        more = data.replace(b"</xs:schema>", b"".join(kind % each for each in range(count)) + b"</xs:schema>")
        assert cut == Pruner(etree.fromstring(more), more).can_be_cut


def test_prefix_of_a_small_element(tmp_path):
    """A prefix that a part declares itself is not lost."""
    text = SHOP.read_text("utf-8").replace(
        '<wsdl:part name="a" type="xs:int"/>',
        '<wsdl:part name="a" xmlns:mine="http://www.w3.org/2001/XMLSchema" type="mine:int"/>',
    )
    path = tmp_path / "x.wsdl"
    path.write_text(text, "utf-8")
    assert Contract.load(path)["Add"].parameters["a"].type == "int"


def test_choice_inside_a_repeated_group(tmp_path):
    """A choice inside a group that may be repeated wants one of its alternatives, as anywhere else."""
    value = '<xs:element name="value" type="xs:string"/>'
    choice = f'<xs:choice>{value}<xs:element name="number" type="xs:int"/></xs:choice>'
    path = tmp_path / "x.wsdl"
    path.write_text(SHOP.read_text("utf-8").replace(value, choice), "utf-8")
    contract = Contract.load(path)
    pairs = [{"key": "k", "value": "v"}, {"key": "l", "number": 2}]
    found = body(contract, "Order", buyer=BUYER, item=[ITEM], _value_1=pairs)
    assert [etree.QName(each).localname for each in found][-4:] == ["key", "value", "key", "number"]
    both = [{"key": "k", "value": "v", "number": 2}]
    assert "exclude each other" in str(refused(contract, "Order", buyer=BUYER, item=[ITEM], _value_1=both))


def test_what_is_empty_in_a_choice(tmp_path):
    """An empty alternative of a choice is sent: zeep by itself leaves it out of the envelope, and says nothing."""
    path = tmp_path / "x.wsdl"
    kinds = {"text": "xs:string", "bytes": "xs:base64Binary", "words": "t:Words"}
    elements = "".join(f'<xs:element name="{name}" type="{kind}"/>' for name, kind in kinds.items())
    choice = f'<xs:choice minOccurs="0">{elements}</xs:choice>'
    words = '<xs:simpleType name="Words"><xs:list itemType="xs:string"/></xs:simpleType>'
    text = SHOP.read_text("utf-8").replace('<xs:element name="note" type="xs:string" minOccurs="0"/>', choice)
    path.write_text(text.replace('<xs:simpleType name="Currency">', f'{words}<xs:simpleType name="Currency">'), "utf-8")
    contract = Contract.load(path)
    for name, empty in (("text", ""), ("text", CLEAR), ("bytes", b""), ("bytes", CLEAR), ("words", [])):
        found = body(contract, "Order", buyer=BUYER, item=[ITEM], **{name: empty})
        assert [each.text for each in found.iterfind(f"{{*}}{name}")] == [None]


NOTE = '<xs:element name="note" type="xs:string" minOccurs="0"/>'
FREE = '<xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="9"/></xs:restriction></xs:simpleType>'
SCHEMA = '<xs:schema targetNamespace="urn:shop:types" elementFormDefault="qualified">'


class TestNamelessTypes:
    """Types without a name are not taken for others."""

    @pytest.mark.parametrize("after", [False, True])
    def test_enumeration(self, tmp_path, after):
        """An element whose type has no name takes any value, whatever type that enumerates is called as the element."""
        text = SHOP.read_text("utf-8")
        currency = text[text.index('<xs:simpleType name="Currency">') : text.index('<xs:complexType name="Money">')]
        other = f"{SCHEMA}{currency}</xs:schema>"
        split = ("</xs:schema>", f"</xs:schema>{other}") if after else (SCHEMA, f"{other}{SCHEMA}")
        free = f'<xs:element name="Currency">{FREE}</xs:element>'
        path = changed(tmp_path / "x.wsdl", text, (currency, ""), (NOTE, free), split)
        found = body(Contract.load(path), "Order", buyer=BUYER, item=[ITEM], Currency="CHF")
        assert "CHF" == found.findtext("{*}Currency")

    def test_enumeration_of_an_included_schema(self, tmp_path):
        """So does one of an included schema, which takes the namespace of the schema that includes it."""
        (tmp_path / "note.xsd").write_text(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="Note"><xs:sequence>'
            f'<xs:element name="Currency">{FREE}</xs:element></xs:sequence></xs:complexType></xs:schema>',
            "utf-8",
        )
        path = changed(
            tmp_path / "x.wsdl",
            SHOP.read_text("utf-8"),
            (SCHEMA, f'{SCHEMA}<xs:include schemaLocation="note.xsd"/>'),
            (NOTE, '<xs:element name="note" type="t:Note"/>'),
        )
        found = body(Contract.load(path), "Order", buyer=BUYER, item=[ITEM], note={"Currency": "CHF"})
        assert "CHF" == found.findtext("{*}note/{*}Currency")


class TestTypesOfOneName:
    """A type inside another one that is called alike is not taken for that."""

    @pytest.fixture(params=["other namespace", "nameless"])
    def path(self, request, tmp_path):
        """The shop, each of whose items has an item of another kind."""
        inside = '<xs:sequence><xs:element name="code" type="xs:string"/></xs:sequence>'
        sku = '<xs:element name="sku" type="xs:string"/>'
        other = (
            SCHEMA.replace(":types", ":other") + f'<xs:complexType name="Item">{inside}</xs:complexType></xs:schema>'
        )
        if request.param == "nameless":
            new = (sku, f'<xs:element name="Item"><xs:complexType>{inside}</xs:complexType></xs:element>{sku}')
        else:
            new = (sku, f'<xs:element name="Item" type="o:Item" xmlns:o="urn:shop:other"/>{sku}')
        return changed(tmp_path / "x.wsdl", SHOP.read_text("utf-8"), new, ("</xs:schema>", f"</xs:schema>{other}"))

    def test_sample(self, path):
        """A sample has both."""
        found, missing = samples.arguments(Contract.load(path)["Order"])
        assert missing is None
        assert found["item"][0] == [
            {
                "Item": {"code": "text"},
                "sku": "text",
                "price": {"_value_1": 1, "currency": "EUR"},
                "pieces": 1,
            }
        ]

    def test_shown(self, path, cli):
        """`describe` and the page show what is in both."""
        status, out, _ = cli("describe", "Order", "--json", "--wsdl", str(path))
        item = json.loads(out)["parameters"][1]
        assert (status, item["name"], item["parameters"][0]["name"]) == (0, "item", "Item")
        assert [each["name"] for each in item["parameters"][0]["parameters"]] == ["code"]
        assert "code: string" in re.sub(" +", ": ", cli("describe", "Order", "--wsdl", str(path))[1])
        assert '<tr class="l2"><th scope="row"><code>code</code>' in report_html(Contract.load(path))


def text(name, more=""):
    return f'<xs:element name="{name}" type="xs:string" {more}/>'


LOOSE = 'minOccurs="0"'


class TestChoices:
    """What has to be given of a choice, and what excludes each other."""

    @pytest.fixture
    def noted(self, tmp_path):
        """Make the shop's contract with a note of this content, and its schema."""

        def load(content):
            kind = f'<xs:element name="note"><xs:complexType>{content}</xs:complexType></xs:element>'
            path = changed(tmp_path / "x.wsdl", SHOP.read_text("utf-8"), (NOTE, kind))
            own = next(etree.parse(str(path)).getroot().iter(XSD + "schema"))
            return Contract.load(path), etree.XMLSchema(etree.fromstring(etree.tostring(own)))

        return load

    @pytest.mark.parametrize(
        ("content", "names"),
        [
            (f"<xs:choice>{text('a')}{text('b')}</xs:choice>", "a, b"),
            (f"<xs:sequence>{text('x', LOOSE)}<xs:choice>{text('a')}{text('b')}</xs:choice></xs:sequence>", "a, b"),
            (f"<xs:choice>{text('a')}<xs:sequence>{text('b')}{text('c', LOOSE)}</xs:sequence></xs:choice>", "a, b"),
            (f"<xs:choice>{text('a')}<xs:choice>{text('b')}{text('c')}</xs:choice></xs:choice>", "a, b, c"),
            (
                f"<xs:choice><xs:sequence><xs:choice>{text('a')}{text('b')}</xs:choice></xs:sequence>{text('c')}</xs:choice>",
                "a, b, c",
            ),
        ],
    )
    def test_none(self, noted, content, names):
        """Where one alternative has to be given, none is refused, with their names; and each of them is sent."""
        contract, schema = noted(content)
        for nothing in ({}, CLEAR):
            error = refused(contract, "Order", buyer=BUYER, item=[ITEM], note=nothing)
            assert (f"note: give one of {names}" if nothing == {} else "note: cannot be empty") in str(error)
        for name in names.split(", "):
            found = body(contract, "Order", buyer=BUYER, item=[ITEM], note={name: "v"})
            schema.assertValid(etree.fromstring(etree.tostring(found)))

    @pytest.mark.parametrize(
        "content",
        [
            f"<xs:choice {LOOSE}>{text('a')}{text('b')}</xs:choice>",
            f"<xs:choice>{text('a')}{text('b', LOOSE)}</xs:choice>",
            f"<xs:choice>{text('a')}<xs:sequence>{text('b', LOOSE)}</xs:sequence></xs:choice>",
            f"<xs:choice>{text('a')}<xs:choice {LOOSE}>{text('b')}</xs:choice></xs:choice>",
            f"<xs:sequence><xs:sequence {LOOSE}><xs:choice>{text('a')}{text('b')}</xs:choice></xs:sequence>"
            "</xs:sequence>",
        ],
    )
    def test_none_where_it_may_be(self, noted, content):
        """A choice that may be left out, or of which an alternative may be empty, may be so."""
        contract, schema = noted(content)
        for note in ({}, CLEAR, {"a": "v"}, {"b": "v"}):
            found = body(contract, "Order", buyer=BUYER, item=[ITEM], note=note)
            schema.assertValid(etree.fromstring(etree.tostring(found)))

    def test_choice_in_a_choice(self, noted):
        """The alternatives of a choice that is one of another exclude those of that."""
        contract, _ = noted(f"<xs:choice>{text('a')}<xs:choice>{text('b')}{text('c')}</xs:choice></xs:choice>")
        for pair in ("ab", "ac", "bc"):
            error = refused(contract, "Order", buyer=BUYER, item=[ITEM], note=dict.fromkeys(pair, "v"))
            assert f"note: {pair[0]} and {pair[1]} exclude each other" in str(error)

    def test_in_two_alternatives(self, noted):
        """What is in two alternatives excludes none of them."""
        both = "".join(f"<xs:sequence>{text(each)}{text('c')}</xs:sequence>" for each in "ab")
        contract, schema = noted(f"<xs:choice>{both}</xs:choice>")
        found = body(contract, "Order", buyer=BUYER, item=[ITEM], note={"a": "v", "c": "v"})
        schema.assertValid(etree.fromstring(etree.tostring(found)))
        error = refused(contract, "Order", buyer=BUYER, item=[ITEM], note={"a": "v", "b": "v", "c": "v"})
        assert "note: a and b exclude each other" in str(error)

    def test_a_wrong_value(self, noted):
        """Of an alternative with a wrong value only that is told."""
        contract, _ = noted(f"<xs:choice>{text('a')}{text('b')}</xs:choice>")
        error = refused(contract, "Order", buyer=BUYER, item=[ITEM], note={"a": 1})
        assert ["note.a"] == [problem.partition(": ")[0] for problem in error.problems]

    def test_repeated_sequence(self, noted):
        """A repeated sequence is an alternative as any other: it excludes others only where it is given."""
        pairs = f'<xs:sequence maxOccurs="unbounded">{text("k")}{text("v")}</xs:sequence>'
        contract, schema = noted(f"<xs:choice>{pairs}{text('b')}</xs:choice>")
        pair = {"k": "1", "v": "2"}
        for note in ({"_value_1": [pair]}, {"_value_1": [pair, pair]}, {"b": "v"}, {"b": "v", "_value_1": []}):
            found = body(contract, "Order", buyer=BUYER, item=[ITEM], note=note)
            assert len(found.find("{*}note")) == (1 if "b" in note else 2 * len(note["_value_1"]))
            schema.assertValid(etree.fromstring(etree.tostring(found)))
        for note, why in (
            ({"_value_1": [pair], "b": "v"}, "_value_1 and b exclude each other"),
            ({"_value_1": []}, "give one of _value_1, b"),
            ({}, "give one of _value_1, b"),
        ):
            assert f"note: {why}" in str(refused(contract, "Order", buyer=BUYER, item=[ITEM], note=note))

    def test_optional_sequence(self, noted):
        """A sequence that may be left out is so, where nothing of it is given; else it has to have what it needs."""
        group = f"<xs:sequence {LOOSE}>{text('a')}{text('b', LOOSE)}</xs:sequence>"
        contract, schema = noted(f"<xs:sequence>{group}{text('c', LOOSE)}</xs:sequence>")
        for note in ({}, {"c": "v"}, {"a": "v"}, {"a": "", "b": "v"}):
            found = body(contract, "Order", buyer=BUYER, item=[ITEM], note=note)
            assert [etree.QName(each).localname for each in found.find("{*}note")] == list(note)
            schema.assertValid(etree.fromstring(etree.tostring(found)))
        with pytest.raises(ArgumentError, match="note.a: is missing"):
            body(contract, "Order", buyer=BUYER, item=[ITEM], note={"b": "v"})

    @pytest.mark.parametrize("group", ["choice", "sequence"])
    def test_repeated_group(self, noted, group):
        """A group that has to be there at least once is refused without any, and where one of them is empty."""
        contract, schema = noted(f'<xs:{group} maxOccurs="unbounded">{text("a")}</xs:{group}>')
        found = body(contract, "Order", buyer=BUYER, item=[ITEM], note={"_value_1": [{"a": "v"}]})
        schema.assertValid(etree.fromstring(etree.tostring(found)))
        empty = "note._value_1[0]: give one of a" if group == "choice" else "note._value_1[0].a: is missing"
        for groups, why in (([], "note._value_1: expected a list with at least one"), ([{}], empty)):
            error = refused(contract, "Order", buyer=BUYER, item=[ITEM], note={"_value_1": groups})
            assert why in str(error)

    def test_no_sample(self, noted):
        """Where no value is known for any alternative that has to be given, there is no sample; else it has one."""
        own = '<xs:element name="{}" type="xs:gYear"/>'
        for names, known in ((("a", "b"), False), (("a",), True)):
            content = "".join(own.format(each) if each in names else text(each) for each in "ab")
            found, missing = samples.arguments(noted(f"<xs:choice>{content}</xs:choice>")[0]["Order"])
            assert (missing is None) == known
            if known:
                assert found["note"][0] == {"b": "text"}

    @pytest.mark.parametrize("name", ["bundled", "bundled-2019"])
    def test_none_in_inforouter(self, name):
        """No operation of infoRouter has a choice."""
        for each in Contract.load(name).operations.values():
            assert not any(one.choice or one.must_choose for one in (*each.parameters.values(), *each.answer))
