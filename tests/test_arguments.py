"""The null rule and the envelopes, held against the WSDL, the annotations and the rule's table read anew here."""

from __future__ import annotations

import base64
import datetime as dt
import enum
import json
import re
import traceback
import xml.etree.ElementTree as ET

import attrs
import plausible
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient import CLEAR, KEEP, Contract, Operation, Parameter
from soapclient.calls.arguments import bind, sayings
from soapclient.contract import xsd
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.errors import ArgumentError, NullNotAllowed

XSD = "{http://www.w3.org/2001/XMLSchema}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TNS = "{http://tempuri.org/}"
BODY = {
    "1.1": "{http://schemas.xmlsoap.org/soap/envelope/}Body",
    "1.2": "{http://www.w3.org/2003/05/soap-envelope}Body",
}
FILES = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}

UNSAID = object()
VALID = object()
INVALID = object()
SAYINGS = {
    "nothing": UNSAID,
    "KEEP": KEEP,
    "None": None,
    "CLEAR": CLEAR,
    "empty": "",
    "valid": VALID,
    "invalid": INVALID,
}

# What a caller may give for a type, what is written for it, and what must be refused.
VALUES = {
    "string": (" a <b> & ]]> \r\n é😀 ", " a <b> & ]]> \r\n é😀 ", 15551234567),
    "boolean": (True, "true", "yes"),
    "short": (-32768, "-32768", 32768),
    "int": ("+007", "7", "abc"),
    "long": (2**63 - 1, "9223372036854775807", 2**63),
    "dateTime": (dt.datetime(2026, 1, 31, 8, 30, tzinfo=dt.timezone.utc), "2026-01-31T08:30:00Z", "tomorrow"),
    "base64Binary": (b"\x00\xff", base64.b64encode(b"\x00\xff").decode(), "text"),
    "xml": ("<Rules A='1'><R/></Rules>", None, "<Rules>"),
}
TEXT, BYTES, XML = "string", "base64Binary", "xml"

NULL = "null"
EMPTY = "empty"
MISSING = "missing"
NO_NULL = "no null"
NO = "no"

# effect of null -> what happens when nothing is said, in an operation that writes
UNSAID_WRITING = {
    "keeps": NULL,
    "clears": NO_NULL,
    "contradictory": NO_NULL,
    "default": "null if optional",
    "undocumented": "null if optional",
}
UNSAID_READING = {**UNSAID_WRITING, "clears": "null if optional", "contradictory": "null if optional"}
KEEPING = dict.fromkeys(UNSAID_WRITING, NO_NULL) | {"keeps": NULL}
NONE_WRITING = KEEPING | {"undocumented": NULL}
# effect of null -> what CLEAR does for a value type that the schema lets be nil
CLEARING_LEFT_OUT = dict.fromkeys(UNSAID_WRITING, NO_NULL) | {"clears": NULL}
CLEARING_NIL = dict.fromkeys(UNSAID_WRITING, NULL) | {"keeps": NO_NULL, "contradictory": NO_NULL}


@attrs.frozen
class Fact:
    """What the WSDL and the reference say about one parameter, read here and not by the package."""

    operation: str
    name: str
    type: str
    optional_in_schema: bool
    nillable: bool
    effect: str
    required: bool
    writes: bool
    ticket: bool
    say: bool
    inside: str


def facts(source: str) -> dict[str, list[Fact]]:
    """Read every parameter of a bundled contract, in the schema's order."""
    notes = json.loads(bundled_file("annotations.json").read_text("utf-8"))
    schema = etree.parse(bundled_file(FILES[source])).find(f".//{XSD}schema")
    found = {}
    for element in schema.findall(f"{XSD}element"):
        operation = element.get("name")
        if operation not in notes:
            continue
        note = notes[operation]
        formerly = {str(now): was for now, was in note.get("formerly", {}).items()}
        effects = {name.lower(): effect for name, effect in note.get("on_null", {}).items()}
        optional = {name.lower() for name in note.get("optional", ())}
        say = {name.lower() for name in note.get("say", ())}
        inside = {name.lower(): what for name, what in note.get("say_inside", {}).items()}
        found[operation] = []
        for particle in element.findall(f"{XSD}complexType/{XSD}sequence/{XSD}element"):
            name = particle.get("name")
            documented = formerly.get(name, name).lower()
            found[operation].append(
                Fact(
                    operation=operation,
                    name=name,
                    type=particle.get("type", "s:xml").partition(":")[2],
                    optional_in_schema=particle.get("minOccurs") == "0",
                    nillable=particle.get("nillable") == "true",
                    effect=effects.get(documented, "undocumented"),
                    required=documented not in optional,
                    writes=note["kind"] != "read",
                    ticket=name.lower() == "authenticationticket"
                    and note.get("session", "required") in ("required", "optional"),
                    say=documented in say,
                    inside=inside.get(documented, ""),
                )
            )
    return found


def accepts(operation: Operation, arguments: dict[str, object]) -> bool:
    try:
        bind(operation, arguments)
    except ArgumentError:
        return False
    return True


def outcome(fact: Fact, saying: str) -> str:
    """Look up in the rule's table what is written for a saying, or how it is refused."""
    if fact.ticket and saying in ("nothing", "None", "KEEP"):
        return "left out"
    if saying in ("valid", "invalid"):
        return {"valid": "value", "invalid": NO}[saying]
    if fact.inside and saying != "nothing":
        return NO_NULL
    if fact.say and saying in ("nothing", "None", "KEEP"):
        return NO_NULL
    if saying in ("CLEAR", "empty"):
        if fact.type in (TEXT, BYTES):
            return EMPTY
        if fact.type == XML or not (fact.nillable or fact.optional_in_schema):
            return NO
        rule = (CLEARING_LEFT_OUT if fact.optional_in_schema else CLEARING_NIL)[fact.effect]
    elif saying == "KEEP":
        rule = KEEPING[fact.effect]
    elif saying == "None" and fact.writes:
        rule = NONE_WRITING[fact.effect]
    else:
        rule = (UNSAID_WRITING if fact.writes else UNSAID_READING)[fact.effect]
    if rule == "null if optional":
        rule = MISSING if fact.required else NULL
    if rule == NULL:
        return "left out" if fact.optional_in_schema else "nil" if fact.nillable else NO_NULL
    return rule


def schema_of(source: str) -> etree.XMLSchema:
    """Take the schema out of a WSDL; XML parameters are checked laxly, since no schema declares what is in them."""
    schema = etree.parse(bundled_file(FILES[source])).find(f".//{XSD}schema")
    for anything in schema.iter(f"{XSD}any"):
        anything.set("processContents", "lax")
    return etree.XMLSchema(etree.fromstring(etree.tostring(schema)))


@pytest.fixture(scope="module", params=list(FILES))
def source(request):
    """Each bundled contract's name."""
    return request.param


@pytest.fixture(scope="module")
def known(source):
    """What the files say about the parameters of each operation of a contract."""
    return facts(source)


@pytest.fixture(scope="module")
def contract(source):
    """A contract that has those parameters."""
    return Contract.load(source)


@pytest.fixture(scope="module")
def servers_own():
    """A contract that a server publishes: value types that may be null are nillable, and must be there."""
    text = bundled_file("srv.wsdl").read_text("utf-8")
    return Contract.from_bytes(re.sub('minOccurs="0"(.* nillable="true")', r'minOccurs="1"\1', text).encode(), "x.wsdl")


@pytest.fixture(scope="module")
def schema(source):
    """The schema that envelopes must be valid against."""
    return schema_of(source)


def sent(contract: Contract, operation: Operation, arguments: dict, version: str = "1.1") -> etree._Element:
    """Bind and encode; return the body's one child."""
    envelope = etree.fromstring(contract.encode(operation, bind(operation, arguments), version))
    (content,) = envelope.find(BODY[version])
    return content


def written(content: etree._Element, fact: Fact) -> str:
    """Name what was written for a parameter."""
    (*found,) = content.findall(TNS + fact.name)
    if not found:
        return "left out"
    (element,) = found
    if NIL in element.attrib:
        assert (element.get(NIL), element.text, len(element)) == ("true", None, 0)
        return "nil"
    if fact.type == XML:
        assert etree.tostring(element[0], method="c14n2") == b'<Rules A="1"><R></R></Rules>'
        return "value"
    if not element.text:
        return EMPTY
    assert (plausible.HOLDING[fact.inside] if fact.inside else VALUES[fact.type][1], 0) == (element.text, len(element))
    return "value"


def valid_arguments(parameters: list[Fact]) -> dict:
    return {fact.name: valid(fact) for fact in parameters if not fact.ticket}


def valid(fact: Fact) -> object:
    return plausible.HOLDING[fact.inside] if fact.inside else VALUES[fact.type][0]


class TestNullRule:
    """What may be said about a parameter and what is written for it, for every parameter of both contracts."""

    def test_contract_is_what_the_files_say(self, known, contract):
        """The contract has the operations and parameters of the schema in its order, with the reference's effects."""
        assert set(known) == set(contract)
        for name, parameters in known.items():
            operation = contract[name]
            expected = [
                (
                    fact.name,
                    fact.type,
                    "omit" if fact.optional_in_schema else "nil" if fact.nillable else "none",
                    fact.effect,
                    fact.required,
                )
                for fact in parameters
            ]
            assert expected == [
                (each.name, each.type, each.null, each.on_null, each.required) for each in operation.parameters.values()
            ]
            assert [fact.name for fact in parameters if fact.ticket] == (
                [operation.session_parameter.name] if operation.session_parameter else []
            )

    @pytest.mark.parametrize("saying", SAYINGS)
    def test_every_parameter_follows_the_table(self, known, contract, schema, saying):
        """A saying is written, or refused, as the table says, and what is written is valid against the schema."""
        for name, parameters in known.items():
            operation = contract[name]
            given = valid_arguments(parameters)
            for fact in parameters:
                arguments = {other: value for other, value in given.items() if other != fact.name}
                said = SAYINGS[saying]
                if said in (VALID, INVALID):
                    arguments[fact.name] = valid(fact) if said is VALID else VALUES[fact.type][2]
                elif said is not UNSAID:
                    arguments[fact.name] = said
                expected = outcome(fact, saying)
                where = f"{name}.{fact.name} {saying}"
                if expected in (MISSING, NO_NULL, NO):
                    with pytest.raises(ArgumentError) as caught:
                        bind(operation, arguments)
                    assert len(caught.value.problems) == 1, where
                    assert caught.value.problems[0].startswith(f"{fact.name}: "), where
                    assert caught.value.operation == name
                    assert isinstance(caught.value, NullNotAllowed) == (expected == NO_NULL), where
                    assert ("missing" in str(caught.value)) == (expected == MISSING), where
                else:
                    content = sent(contract, operation, arguments)
                    assert expected == written(content, fact), where
                    schema.assertValid(content)

    def test_every_operation_in_both_soap_versions(self, known, contract, schema):
        """A call with a value for each parameter is written whole, in the schema's order whatever the caller's is."""
        for name, parameters in known.items():
            arguments = dict(reversed(valid_arguments(parameters).items()))
            for version in ("1.1", "1.2"):
                content = sent(contract, contract[name], arguments, version)
                schema.assertValid(content)
                assert content.tag == TNS + name
                assert [fact.name for fact in parameters if not fact.ticket] == [
                    etree.QName(child).localname for child in content
                ]
                assert not content.xpath("//@*[local-name() = 'nil']")

    def test_python_spelling_is_the_same(self, known, contract):
        """The Python spelling of a parameter binds to the same part, and no spelling is another one's exact name."""
        for name, parameters in known.items():
            one = contract[name]
            exact = valid_arguments(parameters)
            spelled = {one.parameters[each].python_name: value for each, value in exact.items()}
            assert etree.tostring(sent(contract, one, exact)) == etree.tostring(sent(contract, one, spelled))
            for each in one.parameters.values():
                assert one.parameters.get(each.python_name) in (None, each)

    def test_nothing_said_at_all_is_refused_where_a_value_is_required(self, known, contract):
        """A call without arguments names every parameter that needs one, or writes only nulls that may be written."""
        for name, parameters in known.items():
            needed = [fact.name for fact in parameters if outcome(fact, "nothing") in (MISSING, NO_NULL)]
            if needed:
                with pytest.raises(ArgumentError) as caught:
                    bind(contract[name], {})
                assert needed == [problem.partition(":")[0] for problem in caught.value.problems]
            else:
                assert set(bind(contract[name], {}).values()) <= {None}


class TestDangerousRows:
    """The rows of the rule that lose data when they are wrong, one by one and by name."""

    def test_unsaid_mobile_number_is_left_out(self, bundled):
        """A change of the e-mail address writes nothing for the mobile number: neither nil nor an empty element."""
        content = sent(bundled, bundled["UpdateUserContactInfo"], {"userName": "jdoe", "emailAddress": "n@example.com"})
        assert [(TNS + "userName", "jdoe"), (TNS + "emailAddress", "n@example.com")] == [
            (child.tag, child.text) for child in content
        ]

    def test_clear_is_an_empty_element(self, bundled):
        """CLEAR writes an empty element, which the server reads as an empty string."""
        content = sent(bundled, bundled["UpdateUserContactInfo"], {"userName": "jdoe", "mobileNumber": CLEAR})
        assert [("userName", "jdoe", []), ("mobileNumber", None, [])] == [
            (etree.QName(child).localname, child.text, list(child.attrib)) for child in content
        ]

    @pytest.mark.parametrize(
        ("saying", "told"),
        [
            (UNSAID, "leaving it out would clear the field; use CLEAR or a value"),
            (None, "None would clear the field; use CLEAR to clear it, or send the current value to keep it"),
            (KEEP, "KEEP is not possible: null would clear the field; read the current value and send that"),
        ],
    )
    def test_message_that_null_would_clear_is_refused(self, bundled, saying, told):
        """UpdateDomain without its welcome message is refused, and the message says what is safe."""
        operation = bundled["UpdateDomain"]
        arguments = {each.name: False if each.type == "boolean" else "x" for each in operation.own_parameters}
        del arguments["WelcomeMessage"]
        if saying is not UNSAID:
            arguments["WelcomeMessage"] = saying
        with pytest.raises(NullNotAllowed) as caught:
            bind(operation, arguments)
        assert (f"WelcomeMessage: {told}",) == caught.value.problems

    @pytest.mark.parametrize("saying", [UNSAID, None, KEEP])
    def test_description_that_null_may_clear_is_refused(self, bundled, saying):
        """UpdateFolderProperties without its description is refused, and the message says what is safe."""
        arguments = {"Path": "/a/b", "NewFolderName": "c"}
        if saying is not UNSAID:
            arguments["NewDescription"] = saying
        with pytest.raises(NullNotAllowed, match=r"CLEAR|current value"):
            bind(bundled["UpdateFolderProperties"], arguments)

    @pytest.mark.parametrize("saying", [UNSAID, None, KEEP])
    def test_kept_nillable_number(self, bundled, servers_own, saying):
        """UpdateDocumentProperties2.importance is kept by leaving it out; by a server's own WSDL by xsi:nil."""
        texts = ("DocumentName", "Description", "UpdateInstructions")
        said = {"path": "/a/b.txt"} | {f"new{name}": "x" for name in texts}
        said |= {f"newDocument{name}": "x" for name in ("Source", "Language", "Author")}
        arguments = said | ({} if saying is UNSAID else {"importance": saying})
        content = sent(bundled, bundled["UpdateDocumentProperties2"], arguments)
        assert content.find(TNS + "importance") is None
        content = sent(servers_own, servers_own["UpdateDocumentProperties2"], arguments)
        assert content.find(TNS + "importance").get(NIL) == "true"

    def test_no_nullable_value_of_the_bundled_contract_is_nil(self, bundled, servers_own):
        """The 35 nullable value types are left out, and cleared only where null does; a server's own WSDL says nil."""
        seen = 0
        for name in bundled:
            for each in bundled[name].own_parameters:
                if each.nillable:
                    seen += 1
                    assert each.null == "omit"
                    assert servers_own[name].parameters[each.name].null == "nil"
                    clears = "clear" in sayings(bundled[name], each)
                    assert clears == (each.on_null == "clears")
        assert seen == 35

    def test_forgotten_number_is_refused(self, bundled):
        """A number that is not given does not reach the server as zero."""
        with pytest.raises(ArgumentError, match="VersionNumber: is missing: an int is required"):
            bind(bundled["DeleteDocumentVersion"], {"DocumentPath": "/a/b.txt"})

    def test_unknown_name_gets_the_nearest(self, bundled):
        """A name that the contract does not have is refused with the nearest of its names."""
        with pytest.raises(ArgumentError, match=r"no parameter 'user_nme'; did you mean userName"):
            bind(bundled["UpdateUserContactInfo"], {"user_nme": "jdoe", "userName": "jdoe"})

    def test_letter_case_is_not_forgiven_silently(self, bundled):
        """A name in another letter case, which the server would ignore, is refused with the exact one."""
        with pytest.raises(ArgumentError, match=r"no parameter 'EmailAddress'; did you mean emailAddress"):
            bind(bundled["UpdateUserContactInfo"], {"userName": "jdoe", "EmailAddress": "n@example.com"})

    def test_unknown_name_without_a_near_one(self, bundled):
        """Where nothing is near, the parameters are listed, or it is said that there are none."""
        with pytest.raises(ArgumentError, match="the parameters are: userName, emailAddress, mobileNumber"):
            bind(bundled["UpdateUserContactInfo"], {"userName": "jdoe", "qqqqq": 1})
        with pytest.raises(ArgumentError, match="it takes no parameters"):
            bind(bundled["MaintenanceBeat"], {"qqqqq": 1})

    def test_both_spellings_at_once_are_refused(self, bundled):
        """A parameter given in both spellings is refused, even with the same value."""
        with pytest.raises(ArgumentError, match="userName is given twice"):
            bind(bundled["UpdateUserContactInfo"], {"userName": "jdoe", "user_name": "jdoe"})

    def test_all_problems_at_once(self, bundled):
        """Unknown, missing and wrong arguments are reported together, and then it is not a matter of null alone."""
        with pytest.raises(ArgumentError) as caught:
            bind(bundled["UpdateFolderProperties"], {"pathh": "/a", "NewFolderName": 5, "NewDescription": None})
        assert not isinstance(caught.value, NullNotAllowed)
        assert [
            "there is no parameter 'pathh'; did you mean Path?",
            "Path: is missing: a string is required",
            "NewFolderName: int 5 where text is expected: pass it as a str",
            "NewDescription: the documentation contradicts itself about null; use CLEAR or a value",
        ] == list(caught.value.problems)
        assert all(problem in str(caught.value) for problem in caught.value.problems)

    def test_only_nulls_are_null_not_allowed(self, bundled):
        """Where the only problems are nulls, the error says so by its class."""
        with pytest.raises(NullNotAllowed) as caught:
            bind(bundled["UpdateFolderProperties"], {"Path": "/a", "NewFolderName": KEEP, "NewDescription": None})
        assert len(caught.value.problems) == 2

    def test_arguments_are_not_changed(self, bundled):
        """Binding changes neither the caller's mapping nor an XML element in it."""
        parent = etree.fromstring("<x>a<Rules/>tail</x>")
        arguments = {"Path": "/a", "xmlRules": parent[0], "ApplyToTree": False}
        content = sent(bundled, bundled["SetFolderRules"], arguments)
        assert b"<x>a<Rules/>tail</x>" == etree.tostring(parent)
        assert "tail" not in "".join(content.itertext())
        assert list(arguments) == ["Path", "xmlRules", "ApplyToTree"]

    @given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))), st.booleans())
    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_where_text_is_xml_an_element_will_do(self, bundled, text, within):
        """An element is written as the text of its XML, without what is around it, where the reference wants XML."""
        element = etree.Element("{urn:p}Preferences", a=text)
        etree.SubElement(element, "b").text = text
        if within:
            etree.Element("around", nsmap={"p": "urn:p"}).append(element)
        element.tail = "after"
        parts = bind(bundled["UpdateUserPreferences"], {"UserName": "j", "xmlPreferences": element})
        root = ET.fromstring(parts["xmlPreferences"])
        assert ("{urn:p}Preferences", text, text) == (root.tag, root.get("a"), root.findtext("b") or "")
        assert element.tail == "after"

    def test_where_text_is_no_xml_an_element_is_refused(self, bundled):
        """An element is taken for each parameter that is XML by the reference, and for no other."""
        element, comment = etree.Element("a"), etree.Comment("a")
        for name in bundled:
            given = plausible.values(bundled[name])
            for each in bundled[name].own_parameters:
                fits = etree.fromstring(given[each.name]) if each.must_hold else element
                assert bool(each.xml) == accepts(bundled[name], {**given, each.name: fits}), f"{name}.{each.name}"
                assert not accepts(bundled[name], {**given, each.name: comment}), f"{name}.{each.name}"

    @pytest.mark.parametrize("value", [5, b"<a/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a", "<a>\x00</a>"])
    def test_what_is_no_xml_is_refused(self, bundled, value):
        """An XML parameter takes an element or text that is XML without a DTD."""
        with pytest.raises(ArgumentError, match="xmlRules"):
            bind(bundled["SetFolderRules"], {"Path": "/a", "xmlRules": value, "ApplyToTree": False})

    @pytest.mark.parametrize("value", [b"\0ab", bytearray(b"\0ab"), memoryview(b"\0ab"), memoryview(b"\0_a_b_")[::2]])
    def test_bytes_like_content_is_written(self, value):
        """Content may be anything bytes-like."""
        assert {"p": b"\0ab"} == bind(operation(parameter("base64Binary")), {"p": value})

    def test_own_ticket_may_be_given(self, bundled):
        """A ticket that the caller gives is sent, and nothing else stands in for it."""
        operation = bundled["GetUser"]
        name = operation.session_parameter.name
        assert {"UserName": "jdoe"} == bind(operation, {"UserName": "jdoe"})
        assert bind(operation, {"UserName": "jdoe", name: "t"})[name] == "t"


class TestSecrets:
    """What a refused call says."""

    @pytest.mark.parametrize("value", [918273645, b"918273645", ["918273645"], "918273645\x00", 918273645.5])
    def test_wrong_typed_password_is_not_in_the_error(self, bundled, value):
        """A password of the wrong type, or that XML cannot carry, is in no message, problem or traceback."""
        with pytest.raises(ArgumentError, match="PWD") as caught:
            bind(bundled["AuthenticateUser"], {"UID": "jdoe", "PWD": value})
        error = caught.value
        assert "918273645" not in f"{error} {error!r} {error.problems}"
        assert "918273645" not in "".join(traceback.format_exception(error))
        assert (error.__cause__, error.__context__) == (None, None)

    def test_every_secret_parameter_is_known(self, bundled, bundled_2019):
        """Tickets and passwords are marked secret in every operation of both contracts, and nothing else is."""
        telling = re.compile(r"ticket$|pwd|password|secret", re.IGNORECASE)
        for contract in (bundled, bundled_2019):
            for name in contract:
                for parameter in contract[name].parameters.values():
                    assert parameter.secret == bool(telling.search(parameter.name)), (name, parameter.name)


def parameter(xsd_type: str, **facts) -> Parameter:
    return Parameter(name="p", python_name="p", type=xsd_type, **facts)


def operation(parameter: Parameter, kind: str = "write") -> Operation:
    return Operation(
        name="Do",
        python_name="do",
        namespace="urn:x",
        input="Do",
        output="DoResponse",
        result="DoResult",
        actions={"1.1": ""},
        parameters={"p": parameter},
        kind=kind,
    )


class TestOtherContracts:
    """Parameters that the bundled contracts do not have, but another server's may."""

    @pytest.mark.parametrize(
        ("facts", "saying"),
        [
            ({"on_null": "default"}, KEEP),
            ({"on_null": "default"}, None),
            ({"on_null": "contradictory"}, KEEP),
            ({"on_null": "contradictory"}, None),
            ({"on_null": "clears"}, None),
            ({}, KEEP),
            ({"min_occurs": 1}, None),
            ({"on_null": "keeps", "min_occurs": 1}, KEEP),
        ],
    )
    def test_null_that_is_not_known_to_keep_is_refused(self, facts, saying):
        """In an operation that writes, None and KEEP are refused where null does not keep or cannot be said."""
        with pytest.raises(NullNotAllowed):
            bind(operation(parameter("string", **facts)), {"p": saying})

    @pytest.mark.parametrize("kind", ["write", "auth", "unknown"])
    def test_undocumented_operation_is_taken_to_write(self, kind):
        """An operation that the reference does not have is treated as one that writes."""
        with pytest.raises(NullNotAllowed):
            bind(operation(parameter("string", on_null="clears"), kind), {})
        assert {} == bind(operation(parameter("string", on_null="clears"), "read"), {})

    @pytest.mark.parametrize(
        ("xsd_type", "facts", "expected"),
        [
            ("int", {"on_null": "clears"}, {}),
            ("int", {"on_null": "undocumented"}, NullNotAllowed),
            ("int", {"on_null": "keeps"}, NullNotAllowed),
            ("int", {"on_null": "clears", "min_occurs": 1}, ArgumentError),
            ("Colour", {}, ArgumentError),
            ("base64Binary", {}, {"p": b""}),
        ],
    )
    def test_clear_where_the_schema_lets_a_value_be_left_out(self, xsd_type, facts, expected):
        """CLEAR leaves a number out only where that clears it, and is refused where there is no empty form."""
        one = operation(parameter(xsd_type, **facts))
        if isinstance(expected, dict):
            assert expected == bind(one, {"p": CLEAR})
        else:
            with pytest.raises(expected):
                bind(one, {"p": CLEAR})

    def test_repeated_parameter_takes_a_list(self):
        """A parameter that may be there several times takes a list, each item checked, and nothing else."""
        many = operation(parameter("int", max_occurs=None))
        assert {"p": ["1", "2"]} == bind(many, {"p": (1, "2")})
        for wrong in ("12", 1, ["a"], [None]):
            with pytest.raises(ArgumentError):
                bind(many, {"p": wrong})

    def test_value_of_a_complex_type_is_left_to_the_encoder(self):
        """A value of a named type of the contract is passed on as it is."""
        assert {"p": {"a": 1}} == bind(operation(parameter("Colour")), {"p": {"a": 1}})


XML_TEXT = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda char: xsd._NOT_XML.match(char) is None))
FORBIDDEN = st.sampled_from([chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, 0xD800, 0xDFFF)])


class TestText:
    """Text as it arrives at a reader of XML."""

    @given(text=XML_TEXT)
    @settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_survives(self, bundled, text):
        """Text that XML can carry is read back exactly, by two readers of XML, in both SOAP versions."""
        one = bundled["UpdateUserContactInfo"]
        for version in ("1.1", "1.2"):
            envelope = bundled.encode(one, bind(one, {"userName": text}), version)
            assert text == (etree.fromstring(envelope).findtext(f".//{TNS}userName") or "")
            assert text == (ET.fromstring(envelope).findtext(f".//{TNS}userName") or "")

    @pytest.mark.parametrize(
        "text", ["\r", "a\rb\r\nc\n", "\t x \t", "]]>", "<![CDATA[x]]>", "&amp;", "😀", "\u0085\u2028", "﻿x"]
    )
    def test_treacherous_text_survives(self, bundled, text):
        """Carriage returns, blanks at the ends, CDATA ends and characters outside the plane arrive as given."""
        one = bundled["UpdateUserContactInfo"]
        envelope = bundled.encode(one, bind(one, {"userName": text}))
        assert text == ET.fromstring(envelope).findtext(f".//{TNS}userName")

    @given(before=XML_TEXT, char=FORBIDDEN)
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_what_xml_cannot_carry_is_refused(self, bundled, before, char):
        """A character that XML forbids is refused by name and place before anything is encoded."""
        with pytest.raises(ArgumentError, match=f"U\\+{ord(char):04X} at position {len(before)}"):
            bind(bundled["UpdateUserContactInfo"], {"userName": before + char})

    def test_member_of_a_text_enum_is_its_value(self, bundled):
        """A member of an enum that is also a str is sent as its value, not as its Python name."""

        class Colour(str, enum.Enum):
            RED = "red"

        one = bundled["UpdateUserContactInfo"]
        assert sent(bundled, one, {"userName": Colour.RED}).findtext(TNS + "userName") == "red"
