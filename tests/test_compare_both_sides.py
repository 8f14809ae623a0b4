"""Contract against contract, both sides: what a server reads otherwise, and what a program meets in what comes back."""

from __future__ import annotations

import pytest
from told import BOUND, told

from soapclient import Contract, compare
from soapclient.errors import WsdlError

COLOUR = """<xs:simpleType name="Colour"><xs:restriction base="xs:string">{}</xs:restriction></xs:simpleType>"""
RED = '<xs:enumeration value="red"/>'
BLUE = '<xs:enumeration value="blue"/>'
PARTY = """<xs:complexType name="Party"{}><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence>
 </xs:complexType>"""
CUSTOMER = """<xs:complexType name="{}"><xs:complexContent><xs:extension base="t:Party"><xs:sequence>
 <xs:element name="level" type="{}"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"""


def element(type_: str = "xs:string", more: str = "", name: str = "it") -> str:
    return f'<xs:element name="{name}" type="{type_}" {more}/>'


def narrowed(facet: str, base: str = "xs:string") -> dict[str, str]:
    kind = f'<xs:simpleType name="K"><xs:restriction base="{base}">{facet}</xs:restriction></xs:simpleType>'
    return {"types": kind}


def ratings(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    """What a comparison finds: kinds and ratings."""
    assert () == compare(told(**before), told(**before))
    return [(each.kind, each.rating) for each in compare(told(**before), told(**after))]


# How one element is declared before and after; what that is in a request, and what in an answer.
ONE = [
    (element("xs:string"), element("xs:int"), "retyped breaks", "breaks"),
    (element("xs:int"), element("xs:string"), "retyped harmless", "breaks"),
    (element("xs:int"), element("xs:long"), "retyped harmless", "breaks"),
    (element("xs:long"), element("xs:int"), "retyped breaks", "harmless"),
    (element("xs:token"), element("xs:string"), "retyped harmless", "harmless"),
    (element("xs:string"), element("t:Party"), "retyped breaks", "breaks"),
    (element("t:Party"), element("xs:string"), "retyped breaks", "breaks"),
    (element("t:Party"), element("xs:anyType"), "retyped breaks", "breaks"),
    (element(), element(more='maxOccurs="unbounded"'), "retyped harmless", "breaks"),
    (element(more='maxOccurs="9"'), element(), "retyped loses data", "breaks"),
    (element(more='maxOccurs="9"'), element(more='maxOccurs="5"'), "retyped loses data", "harmless"),
    (element(), element(more='minOccurs="0"'), "null harmless", "breaks"),
    (element(more='minOccurs="0"'), element(), "null breaks", "harmless"),
    (element(), element("xs:hexBinary"), "retyped breaks", "breaks"),
    (element(), element("xs:NMTOKENS"), "retyped breaks", "breaks"),
    (element(), element("xs:anyType"), "retyped breaks", "breaks"),
    (element("xs:anyType"), element(), "retyped breaks", "breaks"),
    (element("xs:int"), element("xs:token"), "retyped harmless", "breaks"),
    (element("xs:token"), element(), "retyped harmless", "harmless"),
    (element(), element("xs:normalizedString"), "retyped loses data", "harmless"),
    (
        element(more='maxOccurs="9"'), element(more='minOccurs="2" maxOccurs="9"'), "occurs breaks", "harmless",
    ),
    (
        element(more='minOccurs="3" maxOccurs="9"'), element(more='minOccurs="2" maxOccurs="9"'), "occurs harmless",
        "breaks",
    ),
    (element("xs:int"), element("xs:int", 'nillable="true"'), "null harmless", "breaks"),
    (element("xs:int", 'nillable="true"'), element("xs:int"), "null breaks", "harmless"),
    (
        element("xs:int", 'minOccurs="0" nillable="true"'), element("xs:int", 'minOccurs="0"'), "null breaks",
        "harmless",
    ),
    (
        element("xs:int", 'minOccurs="0"'), element("xs:int", 'minOccurs="0" nillable="true"'), "null harmless",
        "breaks",
    ),
    (element(more='minOccurs="0"'), element(more='minOccurs="0" default="x"'), "default loses data", "loses data"),
    (element(more='default="y"'), element(more='default="x"'), "default loses data", "loses data"),
    (element(more='default="y"'), element(), "default loses data", "loses data"),
    (element(), element(more='fixed="x"'), "fixed breaks", "breaks"),
    (element(more='fixed="x"'), element(more='fixed="y"'), "fixed breaks", "breaks"),
    (element(more='fixed="x"'), element(), "fixed harmless", "breaks"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "request_", "answer"), ONE)
def test_one_element(before, after, request_, answer):
    """Each kind of change is told on both sides, and rated by who reads: the server or the program."""
    types = PARTY.format("")
    first, second = ({"request": each, "types": types} for each in (before, after))
    assert [tuple(request_.split(" ", 1))] == ratings(first, second)
    first, second = ({"answer": each, "types": types} for each in (before, after))
    assert [("result", answer)] == ratings(first, second)


FACETS = [
    ("", '<xs:maxLength value="5"/>', "breaks", "harmless"),
    ('<xs:maxLength value="5"/>', '<xs:maxLength value="9"/>', "harmless", "breaks"),
    ('<xs:minLength value="1"/>', '<xs:minLength value="2"/>', "breaks", "harmless"),
    ('<xs:length value="5"/>', '<xs:length value="6"/>', "breaks", "breaks"),
    ('<xs:pattern value="a"/>', '<xs:pattern value="b"/>', "breaks", "breaks"),
    ('<xs:pattern value="a"/>', "", "harmless", "breaks"),
    (RED, RED + BLUE, "harmless", "breaks"),
    (RED + BLUE, BLUE, "breaks", "harmless"),
    ("", RED, "breaks", "harmless"),
    (RED, "", "harmless", "breaks"),
]
NUMBERS = [
    ('<xs:minInclusive value="1"/>', '<xs:minInclusive value="0"/>', "harmless", "breaks"),
    ('<xs:maxInclusive value="10"/>', '<xs:maxInclusive value="9.5"/>', "breaks", "harmless"),
    ('<xs:maxExclusive value="10"/>', "", "harmless", "breaks"),
    ("", '<xs:minExclusive value="0"/>', "breaks", "harmless"),
    ('<xs:fractionDigits value="2"/>', '<xs:fractionDigits value="0"/>', "breaks", "harmless"),
    ('<xs:totalDigits value="5"/>', '<xs:totalDigits value="9"/>', "harmless", "breaks"),
]


@pytest.mark.parametrize(
    ("before", "after", "request_", "answer", "base"),
    [*((*each, "xs:string") for each in FACETS), *((*each, "xs:decimal") for each in NUMBERS)],
)
@pytest.mark.parametrize("attribute", [False, True])
def test_facets(before, after, request_, answer, base, attribute):
    """Facets that allow less break a request, those that allow more hurt who reads an answer; in attributes too."""
    for side, rating in (("request", request_), ("answer", answer)):
        one = element("t:K")
        first, second = narrowed(before, base), narrowed(after, base)
        if attribute:
            one = element("t:H")
            holder = '<xs:complexType name="H"><xs:attribute name="a" type="t:K"/></xs:complexType>'
            first, second = ({"types": each["types"] + holder} for each in (first, second))
        [(_, found)] = ratings({side: one, **first}, {side: one, **second})
        assert rating == found


@pytest.mark.parametrize("side", ["request", "answer"])
@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ('<xs:list itemType="{}"/>', "xs:int", "xs:string"),
        ('<xs:list itemType="{}"/>', "xs:string", "t:Colour"),
        ('<xs:union memberTypes="xs:int {}"/>', "xs:date", "t:Colour"),
    ],
)
def test_items_of_lists_and_members_of_unions(side, kind, old, new):
    """What a list is made of, and what a union allows, is compared too, with what narrows it."""
    types = [COLOUR.format(RED) + f'<xs:simpleType name="L">{kind.format(each)}</xs:simpleType>' for each in (old, new)]
    first, second = ({side: element("t:L"), "types": each} for each in types)
    [(_, rating)] = ratings(first, second)
    assert "breaks" == rating
    more = COLOUR.format(RED + BLUE) + f'<xs:simpleType name="L">{kind.format(new)}</xs:simpleType>'
    if "Colour" in new:
        assert [("breaks")] == [rating for _, rating in ratings(second, {side: element("t:L"), "types": more})]


@pytest.mark.parametrize(
    ("before", "after", "request_", "answer"),
    [
        (PARTY.format(""), PARTY.format(' abstract="true"'), "breaks", "breaks"),
        (PARTY.format(' abstract="true"'), PARTY.format(""), "harmless", "harmless"),
        (PARTY.format(""), PARTY.format(' mixed="true"'), "harmless", "breaks"),
        (PARTY.format(' mixed="true"'), PARTY.format(""), "breaks", "harmless"),
        (PARTY.format(""), PARTY.format("") + CUSTOMER.format("More", "xs:int"), "harmless", "breaks"),
        (PARTY.format("") + CUSTOMER.format("More", "xs:int"), PARTY.format(""), "breaks", "harmless"),
    ],
)  # fmt: skip
def test_types_that_stand_for_others(before, after, request_, answer):
    """A type that becomes abstract or mixed is told, and so is what may be said in its place."""
    for side, rating in (("request", request_), ("answer", answer)):
        first, second = ({side: element("t:Party"), "types": each} for each in (before, after))
        assert [rating] == [found for _, found in ratings(first, second)]


@pytest.mark.parametrize("side", ["request", "answer"])
def test_inside_derived_types(side):
    """What changes in a type that stands for another one is told with its name."""
    types = [PARTY.format("") + CUSTOMER.format("Customer", each) for each in ("xs:string", "xs:int")]
    first, second = (told(**{side: element("t:Party"), "types": each}) for each in types)
    [change] = compare(first, second)
    assert "breaks" == change.rating
    assert "it(Customer).level" in f"{change.parameter} {change.before}"


@pytest.mark.parametrize(("side", "rating"), [("request", "harmless"), ("answer", "breaks")])
def test_elements_that_stand_for_others(side, rating):
    """An element that may be substituted for another one is told where it is new."""
    head = '<xs:element name="head" type="xs:string"/>'
    types = [head + f'<xs:element name="a" type="xs:string" substitutionGroup="t:head"/>{each}' for each in (
        "", '<xs:element name="b" type="xs:string" substitutionGroup="t:head"/>')]  # fmt: skip
    first, second = (told(**{side: '<xs:element ref="t:head"/>', "types": each}) for each in types)
    [change] = compare(first, second)
    assert (rating, True) == (change.rating, change.after.endswith("b"))


class TestAnswers:
    """What a program meets in an answer."""

    def found(self, before: str, after: str) -> list[str]:
        return [str(each) for each in compare(told(answer=before), told(answer=after))]

    def test_fields(self):
        """A field that is gone, has another name or another namespace hurts who reads it; a new one does not."""
        name, code = element(name="name"), element("xs:int", name="code")
        [text] = self.found(name + code, name)
        assert text == "breaks: Do result: code: the reply no longer has it"
        [text] = self.found(name, name + code)
        assert text == "harmless: Do result: code: new in the reply; existing programs ignore it"
        [text] = self.found(name, element(name="Name"))
        assert text == "breaks: Do result (name: name -> name: Name): name: the reply has it under another name"
        [text] = self.found(name, element(name="name", more='form="unqualified"'))
        assert text.startswith("breaks: Do result") and "another namespace" in text
        [text] = self.found(name + code, code + name)
        assert text.startswith("harmless: Do result") and "another order" in text

    def test_the_path(self):
        """What differs deep inside is told with its path."""
        nested = '<xs:element name="order"><xs:complexType><xs:sequence>{}</xs:sequence></xs:complexType></xs:element>'
        [text] = self.found(nested.format(element()), nested.format(element("xs:int")))
        assert text == (
            "breaks: Do result (order.it: string -> order.it: int): order.it: a program reads it as another type"
        )

    def test_choices(self):
        """What may come together now hurts, what excludes each other now does not."""
        both = element(name="a", more='minOccurs="0"') + element(name="b", more='minOccurs="0"')
        either = (
            f'<xs:choice minOccurs="0">{both.replace(chr(32) + "minOccurs=" + chr(34) + "0" + chr(34), "")}</xs:choice>'
        )
        assert self.found(both, either)[0].startswith("harmless: Do result")
        assert self.found(either, both)[0].startswith("breaks: Do result")

    def test_one_way(self):
        """An answer that is there no more, or is there now, is told."""
        silent = {"output": "", "bound": ""}
        assert [("result", "breaks")] == ratings({}, silent)
        assert [("result", "breaks")] == ratings(silent, {})

    def test_headers(self):
        """SOAP headers of the answer are compared."""
        [change] = compare(told(), told(trace="xs:int"))
        assert ("result", "breaks") == (change.kind, change.rating)
        assert "header trace: int" == change.after
        bare = BOUND[: BOUND.index("<soap:header")] + "</output>"
        [change] = compare(told(), told(bound=bare))
        assert ("breaks", "header trace") == (change.rating, change.before)


class TestFaults:
    """Declared faults."""

    def test_another_detail(self):
        """What differs in the detail of a fault is told with its name."""
        [change] = compare(told(), told(fault=element(name="code")))
        assert ("fault", "breaks") == (change.kind, change.rating)
        assert change.before == "fault WrongFault: Wrong.code: int"

    def test_added_and_removed(self):
        """A fault that is new may come where nobody waits for it; one that is gone is waited for in vain."""
        assert [("fault", "breaks")] == ratings({"declared": ""}, {})
        assert [("fault", "harmless")] == ratings({}, {"declared": ""})

    def test_what_cannot_be_read(self):
        """A fault whose message is missing takes nothing down, and is told where it could be read before."""
        broken = {"declared": '<fault name="WrongFault" message="t:Nowhere"/>'}
        assert [("fault", "breaks")] == ratings({}, broken)
        assert [] == ratings(broken, broken)


class TestPolicies:
    """What is asked for beyond the schema."""

    ASKED = "<wsp:Policy><wsam:Addressing><wsp:Policy/></wsam:Addressing></wsp:Policy>"
    OFFERED = ASKED.replace("<wsam:Addressing>", '<wsam:Addressing wsp:Optional="true">')

    def test_required(self):
        """A policy that is required now refuses each call that is made without it; one that is gone does not."""
        assert [("policy", "breaks")] == ratings({}, {"policy": self.ASKED})
        assert [("policy", "harmless")] == ratings({"policy": self.ASKED}, {})
        assert [("policy", "breaks")] == ratings({"policy": self.OFFERED}, {"policy": self.ASKED})
        assert [] == ratings({}, {"policy": self.OFFERED})

    def test_unknown(self):
        """One that the client does not know is told to be such."""
        strange = '<wsp:Policy><x:Strange xmlns:x="urn:x"/></wsp:Policy>'
        [change] = compare(told(), told(policy=strange))
        assert "this client does not support" in change.why


class TestWhatCannotBeRead:
    """A type that cannot be read is no end of the comparison."""

    def test_a_missing_type(self):
        """It is told where the other contract has it, and passed over where neither has."""
        whole = element("t:H") + element(name="other")
        holder = '<xs:complexType name="H"><xs:sequence>{}</xs:sequence></xs:complexType>'
        good, bad = (
            {"request": whole, "types": holder.format(element(each, name="in"))} for each in ("xs:int", "t:Nowhere")
        )
        with pytest.raises(WsdlError):
            _ = told(**bad)["Do"].parameters["it"].particles
        assert [("refused", "breaks")] == ratings(good, bad)
        assert [] == ratings(bad, bad)


class TestCost:
    """Types that have many ways to one another cost each of them once."""

    def test_many_ways(self):
        """A ladder of types, each with two ways to the next, has 2 ** 60 paths, and one change is told once a call."""
        steps = "".join(
            f'<xs:complexType name="L{n}"><xs:sequence>{element(f"t:L{n + 1}", name="a")}'
            f"{element(f't:L{n + 1}', name='b')}</xs:sequence></xs:complexType>"
            for n in range(60)
        )
        types = [
            f'{steps}<xs:complexType name="L60"><xs:sequence>{element(each)}</xs:sequence></xs:complexType>'
            for each in ("xs:int", "xs:string")
        ]
        first, second = (told(answer=element("t:L0"), types=each) for each in types)
        assert () == compare(first, first)
        [change] = compare(first, second)
        assert change.rating == "breaks" and 61 == change.after.count(".")

    def test_each_type_is_compared_once_for_all_operations(self, monkeypatch):
        """Of a type that many operations have, the levels are compared once."""
        from soapclient.contract import answer_changes

        calls = []
        level = answer_changes.level
        monkeypatch.setattr(answer_changes, "level", lambda *given: calls.append(given) or level(*given))
        text = shared(20)
        first, second = (Contract.from_bytes(text, "shared.wsdl") for _ in range(2))
        assert () == compare(first, second)
        assert 1 == sum(any(each.name == "deep" for each in before) for _, before, _ in calls)


def shared(count: int) -> bytes:
    """Write a WSDL of operations that all answer the same type."""
    from told import wsdl

    text = wsdl(answer=element("t:H"), types=f'<xs:complexType name="H"><xs:sequence>{element(name="deep")}'
                "</xs:sequence></xs:complexType>")  # fmt: skip
    bound = text[text.index('<operation name="Do"><soap') : text.index("</operation></binding>")] + "</operation>"
    kind = text[text.index('<operation name="Do"><doc') : text.index("</operation></portType>")] + "</operation>"
    for number in range(count):
        more = f'name="Do{number}"'
        text = text.replace("</portType>", kind.replace('name="Do"', more) + "</portType>")
        text = text.replace("</binding>", bound.replace('name="Do"', more) + "</binding>")
    return text.encode()


LOOSE = '<xs:element name="a" type="xs:string" minOccurs="0"/><xs:element name="b" type="xs:string" minOccurs="0"/>'
GROUP = f'<xs:sequence minOccurs="0">{LOOSE}</xs:sequence>'.replace(' minOccurs="0"/>', "/>")


def test_what_is_there_together():
    """What has to be there together now, or need not any more, is told to who gives or reads only a part of it."""
    assert [("together", "breaks")] * 2 == ratings({"request": LOOSE}, {"request": GROUP})
    assert [] == ratings({"request": GROUP}, {"request": LOOSE})
    assert [("result", "breaks")] * 2 == ratings({"answer": GROUP}, {"answer": LOOSE})
    assert [] == ratings({"answer": LOOSE}, {"answer": GROUP})
    assert [] == ratings(
        {"request": GROUP.replace('minOccurs="0"', "")}, {"request": GROUP.replace('minOccurs="0"', "")}
    )
