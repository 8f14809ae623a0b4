"""What leaving a parameter out means: shown wherever a parameter is, and refused where it destroys or widens."""

from __future__ import annotations

import ast
import json
import re
from html import unescape
from pathlib import Path

import attrs
import plausible
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import CLEAR, KEEP, Client, Contract, errors, lint, report_html, stub_text
from soapclient.calls import xml_arguments
from soapclient.calls.arguments import bind, sayings
from soapclient.calls.signature import document, signature
from soapclient.cli import describing, main
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.simulator import Simulator

NOTES = json.loads(bundled_file("annotations.json").read_text("utf-8"))
UNSAID = {"nothing": {}, "None": None, "KEEP": KEEP}
GROUP = {"GroupName": "Staff", "UserName": "jdoe"}
TO_BE_SAID = [(operation, name) for operation, note in NOTES.items() for name in note.get("say", ())]
TO_HOLD = [(operation, name) for operation, note in NOTES.items() for name in note.get("say_inside", ())]
ROWS = '<psets><pset name="P">{}</pset></psets>'
SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"


@pytest.fixture(scope="module")
def contract():
    """The bundled contract."""
    return Contract.load("bundled")


@pytest.fixture(scope="module")
def page(contract):
    """What the report page shows of each operation, as text."""
    found = {}
    for part in report_html(contract).split('<details class="op" id="op-')[1:]:
        found[part.partition('"')[0]] = " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())
    return found


@pytest.fixture(scope="module")
def docstrings(contract):
    """The docstrings of the bundled stub file, by method."""
    tree = ast.parse(stub_text(contract))
    return {
        each.name: ast.get_docstring(each)
        for holder in tree.body
        if isinstance(holder, ast.ClassDef) and holder.name == "Operations"
        for each in holder.body
        if isinstance(each, ast.FunctionDef)
    }


@pytest.mark.parametrize("name", NOTES)
class TestShown:
    """What is shown of each of the 425 operations, held against its annotation."""

    def test_in_json(self, contract, name):
        """The description has every number with its class and meaning, the remarks, and each absence."""
        note, shown = NOTES[name], describing.description(contract[name])
        assert shown["codes"] == [
            {"number": int(number), "error": error, "means": means}
            for number, (error, means) in note.get("codes", {}).items()
        ]
        for remark in ("note", "contradiction", "says"):
            assert note.get(remark) == shown.get(remark)
        told = {each["name"]: each.get("absent") for each in shown["parameters"]}
        assert {**dict.fromkeys(told), **note.get("absent", {})} == told
        assert [each["name"] for each in shown["parameters"] if each.get("must_say")] == [
            each for each in contract[name].parameters if each in note.get("say", ())
        ]
        assert note.get("say_inside", {}) == {
            each["name"]: each["must_hold"] for each in shown["parameters"] if "must_hold" in each
        }

    def test_in_words(self, contract, page, docstrings, name):
        """The text of `describe`, the docstring, the report page and the stub have the numbers and the absences."""
        note, operation = NOTES[name], contract[name]
        text, doc = "\n".join(describing.lines(operation)), document(operation)
        for number, (error, means) in note.get("codes", {}).items():
            assert f"  {number} {error}: {means}\n" in f"{text}\n"
            assert f"    {number} {error}: {means}\n" in f"{doc}\n"
            assert f"{number} {error} : {' '.join(means.split())}" in page[name]
            assert f"{number} {error}" in docstrings[name]
        for parameter, absent in note.get("absent", {}).items():
            assert f"\n  {parameter}: {absent}\n" in f"{text}\n"
            if operation.parameters[parameter] is operation.session_parameter:
                continue  # the client gives it
            assert re.search(rf"(?m)^    {parameter} \(.*; left out: {re.escape(absent)}$", doc)
            assert f"left out: {absent}" in page[name]
            assert f"{parameter} ({absent})" in docstrings[name]
            assert f"{operation.parameters[parameter].python_name} ({absent})" in docstrings[operation.python_name]
        for remark in (note.get("note", ""), note.get("contradiction", ""), operation.misleads):
            assert remark in text
            assert remark in doc
            assert " ".join(remark.split()) in page[name]
        assert operation.misleads in docstrings[name]
        assert bool(operation.misleads) == ("says" in note)


class TestDescribe:
    """`soapclient describe` of what has to be said."""

    def test_text(self, capsys):
        """The parameter has to be said, and what its absence does stands below the table."""
        assert main(["describe", "DeleteUsergroup"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert next(line for line in lines if "DomainName" in line).split() == [
            *("DomainName", "string", "has", "to", "be", "said", "left", "out", "default"),
        ]
        assert "  DomainName: deletes the global group by that name" in lines
        assert "  4041 GroupNotFound: " in "\n".join(lines)

    def test_beware(self, capsys):
        """Where success misleads, a sentence says how."""
        assert main(["describe", "GetDocumentTasks"]) == 0
        assert "\nbeware: success is false even if the work was done" in capsys.readouterr().out

    def test_nothing_of_it_for_a_plain_operation(self, contract):
        """An operation without notes has no line about any of it."""
        shop = Contract.load(SHOP)
        shown = describing.description(shop["Order"])
        assert shown["codes"] == []
        assert not {"note", "contradiction", "says"} & shown.keys()
        assert not any("absent" in each for each in shown["parameters"])


@pytest.mark.parametrize("source", ["bundled", "bundled-2019"])
class TestToBeSaid:
    """Parameters whose absence destroys, or acts on more than was meant."""

    def test_each_is_refused_until_said(self, source):
        """Nothing, None and KEEP are refused in one sentence, and a text may be empty, in both spellings."""
        contract, seen = Contract.load(source), 0
        for operation, name in TO_BE_SAID:
            if operation not in contract:
                continue
            found = contract[operation]
            parameter = found.parameters[found.spell(name)]
            for spelling in (parameter.name, parameter.python_name):
                seen += 1
                full = plausible.values(found)
                del full[parameter.name]
                for how, saying in UNSAID.items():
                    with pytest.raises(errors.NullNotAllowed) as caught:
                        bind(found, full if how == "nothing" else {**full, spelling: saying})
                    (problem,) = caught.value.problems
                    assert problem.startswith(f"{parameter.name}: ")
                    if parameter.on_null not in ("clears", "contradictory"):
                        assert f"must be given: leaving it out {parameter.absent}; give a value" in problem
                        assert ("CLEAR or ''" in problem) == ("clear" in sayings(found, parameter))
                if parameter.type == "string":
                    for empty in ("", CLEAR):
                        assert bind(found, {**full, spelling: empty})[parameter.name] == ""
        assert seen > 15

    def test_the_signature_has_no_default(self, source):
        """What has to be said has no default, and neither KEEP nor None, in the signature and in the stub."""
        contract = Contract.load(source)
        text = stub_text(contract)
        for operation, name in TO_BE_SAID:
            if operation in contract:
                found = contract[operation]
                parameter = found.parameters[found.spell(name)]
                shown = signature(found, python=False).parameters[parameter.name]
                assert shown.default is shown.empty
                assert sayings(found, parameter) <= {"clear"}
                start = text.index(f"    def {operation}(")
                head = text[start : text.index("->", start)]
                (declared,) = re.findall(rf"\b{parameter.name}: ([^,)]*)", head)
                assert not re.search("Keep|None|=", declared)


class TestReading:
    """What is not refused."""

    def test_reading_may_leave_out(self, contract):
        """An operation that reads takes an absence as it is; it is told and not refused."""
        assert "left out: gives the caller's own account" in document(contract["GetUser"])
        reading = [note for note in NOTES.values() if note["kind"] == "read"]
        assert not any("say" in note or "say_inside" in note for note in reading)


class TestEverywhere:
    """The refusal on every way to a call."""

    @pytest.fixture
    def sim(self):
        """A simulator of its own."""
        with Simulator() as simulator:
            yield simulator

    REFUSAL = (
        "DomainName: must be given: leaving it out acts on the global group by that name; "
        "give a value, or CLEAR or '' for that"
    )

    def test_service(self):
        """`ir.service` refuses before it logs in, in both spellings."""
        with Client("sim:", username="admin", password="admin") as ir:
            for call in (
                lambda: ir.service.AddUsergroupMember(**GROUP),
                lambda: ir.service.add_user_group_member(group_name="Staff", user_name="jdoe"),
            ):
                with pytest.raises(errors.NullNotAllowed, match=re.escape(self.REFUSAL)):
                    call()
            assert not ir.wiring.simulator.arrived

    @pytest.mark.parametrize(
        ("words", "status"), [([], 4), (["DomainName:=null"], 4), (["DomainName:=keep"], 4), (["DomainName:=clear"], 0)]
    )
    def test_command_line(self, capsys, words, status):
        """The command line refuses what is not said, and takes `:=clear`."""
        given = [f"{name}={value}" for name, value in GROUP.items()]
        assert main(["envelope", "AddUsergroupMember", *given, *words, "--server", "sim:"]) == status
        shown = capsys.readouterr()
        assert ("<ns0:DomainName/>" in shown.out) == (status == 0)
        assert (self.REFUSAL in shown.err) == (status != 0)

    @pytest.mark.parametrize("cell", ["", None, KEEP, " "])
    def test_rows(self, cell):
        """A blank cell says nothing: the row is refused with the same sentence, and the token clears."""
        with Client("sim:", username="admin", password="admin") as ir:
            rows = [{**GROUP, "DomainName": cell}, dict(GROUP), {**GROUP, "DomainName": "!clear"}]
            with ir.bulk.plan_operation("AddUsergroupMember", rows) as plan:
                blank, absent, cleared = plan
            assert blank.error.endswith(self.REFUSAL)
            assert absent.error.endswith(self.REFUSAL)
            assert not cleared.error

    def test_form_post(self, sim):
        """A form is refused with the same sentence, and an empty text is sent where the client may."""
        options = {"wsdl": "bundled", "transport": "http-post", "username": "admin", "password": "admin"}
        options["on_clear"] = "send"
        with sim.serve() as server, Client(server.url, **options) as ir:
            with pytest.raises(errors.NullNotAllowed, match=re.escape(self.REFUSAL)):
                ir.service.AddUsergroupMember(**GROUP)
            assert "DomainName=\n" in ir.envelope("AddUsergroupMember", **GROUP, DomainName="")

    def test_the_caller_may_mean_it(self):
        """What is said reaches the server as an empty element."""
        with Client("sim:", username="admin", password="admin") as ir:
            with pytest.raises(errors.ServiceError):
                ir.service.AddUsergroupMember(**GROUP, DomainName="")
            (call,) = [each for each in ir.wiring.simulator.arrived if each.operation == "AddUsergroupMember"]
            assert call.arguments["DomainName"] == ""

    def test_lint(self):
        """Lint lists what has to be said, unless it says already that null clears it."""
        found = {each.place: each for each in lint("bundled") if each.rule == "absence-widens"}
        assert {"AddUsergroupMember/DomainName", "DeletePropertySetRow/xmlpset"} <= found.keys()
        assert "UpdateFolderProperties/NewDescription" not in found
        assert "deletes the global group" in found["DeleteUsergroup/DomainName"].message


class TestMustHold:
    """XML that has to say something inside."""

    def test_each_is_refused_until_it_holds(self, contract):
        """Nothing, null, an empty text and XML without it are refused with what that would do."""
        for operation, name in TO_HOLD:
            found = contract[operation]
            full = plausible.values(found)
            absent = NOTES[operation]["absent"][name]
            assert bind(found, full)
            assert bind(found, {**full, name: etree.fromstring(full[name])})
            for saying in (None, "", CLEAR, "<a/>", "<a><b><c/></b></a>", etree.Element("a")):
                with pytest.raises(errors.NullNotAllowed, match=re.escape(absent)):
                    bind(found, {**full, name: saying})
            with pytest.raises(errors.ArgumentError, match="XML is expected"):
                bind(found, {**full, name: "rownbr"})
            with pytest.raises(errors.ArgumentError, match="is missing"):
                bind(found, {key: value for key, value in full.items() if key != name})

    @pytest.mark.parametrize(
        "xml",
        [
            ROWS.format('<row A="1"/>'),
            ROWS.format('<row rownbr=""/>'),
            ROWS.format('<row rownbr=" "/>'),
            ROWS.format('<row rownbr="1"/><row/>'),
            ROWS.format("<row><rownbr>1</rownbr></row>"),
            ROWS.format('<row><x rownbr="1"/></row>'),
            ROWS.format(""),
            '<psets rownbr="1"><pset name="P" rownbr="1"><row/></pset></psets>',
            '<psets><pset name="P"><row rownbr="1"/></pset><pset name="Q"/></psets>',
            '<psets><pset name="P"><row xmlns:x="urn:x" x:rownbr="1"/></pset></psets>',
            '<psets><pset name="P"><!-- rownbr="1" --></pset></psets>',
            "<psets/>",
        ],
    )
    def test_rows_without_a_number(self, contract, xml):
        """Each row needs its number, as an attribute that is not blank: anything else deletes every row."""
        with pytest.raises(errors.NullNotAllowed, match="must contain rownbr on each row: without rownbr, or with 0"):
            bind(contract["DeletePropertySetRow"], {"Path": "/a", "xmlpset": xml})

    @pytest.mark.parametrize(
        "xml",
        [
            ROWS.format('<row rownbr="0"/>'),
            ROWS.format('<row RowNbr="2"><Log/></row>'),
            '<?xml version="1.0" encoding="utf-16"?>' + ROWS.format('<row rownbr="2"/>'),
            '<a xmlns="urn:x"><b name="P"><c ROWNBR="2"/></b></a>',
        ],
    )
    def test_rows_with_a_number(self, contract, xml):
        """The names of the elements, the letter case and what is inside a row do not matter, and 0 is said."""
        assert bind(contract["DeletePropertySetRow"], {"Path": "/a", "xmlpset": xml})["xmlpset"] == xml

    @pytest.mark.parametrize(
        ("xml", "fits"),
        [
            ("<GeneralSettings/>", False),
            ("<GeneralSettings><Holidaylist/></GeneralSettings>", False),
            ("<GeneralSettings><a>HolidayList</a></GeneralSettings>", False),
            ("<GeneralSettings><HolidayList/></GeneralSettings>", True),
            ('<GeneralSettings HolidayList=""/>', True),
            ('<GeneralSettings xmlns="urn:x"><a><HolidayList/></a></GeneralSettings>', True),
        ],
    )
    def test_an_element_anywhere(self, contract, xml, fits):
        """An empty list of holidays is said; another letter case, which a server ignores, is not."""
        operation = contract["SetGeneralAppSettings"]
        if fits:
            assert bind(operation, {"settingsXml": xml})["settingsXml"] == xml
        else:
            with pytest.raises(errors.NullNotAllowed, match="must contain HolidayList: without HolidayList all"):
                bind(operation, {"settingsXml": xml})

    @given(
        st.recursive(st.just(()), lambda inside: st.lists(inside, max_size=3).map(tuple), max_leaves=12),
        st.integers(1, 3),
        st.data(),
    )
    def test_each_element_at_the_depth(self, tree, depth, data):
        """XML holds an attribute where nothing ends above its depth and each element there has it, and only there."""
        levels: list[list[bool]] = []

        def grow(children, level):
            element = etree.Element(f"e{level}")
            has = data.draw(st.booleans())
            if has:
                element.set(data.draw(st.sampled_from(["n", "N"])), "1")
            levels.extend([] for _ in range(level + 1 - len(levels)))
            levels[level].append(has if level == depth else bool(children) or level > depth)
            element.extend(grow(each, level + 1) for each in children)
            return element

        root = grow(tree, 0)
        holds = len(levels) > depth and all(all(level) for level in levels[: depth + 1])
        path = "/".join(["e"] * depth + ["@n"])
        for given_as in (root, etree.tostring(root, encoding="unicode")):
            assert (xml_arguments.lacks(path, given_as) == "") == holds

    @given(st.lists(st.from_regex(r"[a-zA-Z][a-zA-Z0-9_]{0,5}", fullmatch=True), min_size=1), st.booleans())
    def test_a_sample_holds_what_it_must(self, names, attribute):
        """The sample that is shown is XML, begins with its root, and would not be refused."""
        path = "/".join([*names, "@n"]) if attribute else names[0]
        text = xml_arguments.sample("root", path)
        assert xml_arguments.lacks(path, text) == ""
        assert etree.fromstring(text).tag == "root"
        assert xml_arguments.sample("root", "") == "<root/>"

    def test_a_parameter_of_the_type_xml(self, contract):
        """XML that is written as elements must hold what text must, also where it may be left out."""
        rules = contract["SetFolderRules"].parameters["xmlRules"]
        rules = attrs.evolve(rules, must_hold="Rule", absent="x", required=False, min_occurs=0)
        operation = attrs.evolve(contract["SetFolderRules"], parameters={"xmlRules": rules})
        assert bind(operation, {"xmlRules": "<Rules><Rule/></Rules>"})
        for arguments in ({}, {"xmlRules": "<Rules/>"}, {"xmlRules": etree.Element("Rules")}):
            with pytest.raises(errors.NullNotAllowed, match="xmlRules: must contain Rule: x"):
                bind(operation, arguments)

    def test_the_page_shows_one_that_holds(self, page):
        """The sample call of the report page says the number of the row."""
        assert '<psets><pset><row rownbr=\\"1\\"/></pset></psets>' in page["DeletePropertySetRow"]
