"""The bundled annotations, held to both bundled WSDLs, which are read here and not by the package."""

from __future__ import annotations

import json
import re
import typing
from collections import Counter

import attrs
import pytest
from lxml import etree

from soapclient import Parameter, errors
from soapclient.contract import model
from soapclient.contract.bundled import bundled as bundled_file

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
XSD = "{http://www.w3.org/2001/XMLSchema}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
SOAP12 = "{http://schemas.xmlsoap.org/wsdl/soap12/}"
CURRENT, OLD = "srv.wsdl", "srv-2019.wsdl"
FILES = (CURRENT, OLD)

ON_EMPTY = typing.get_args(typing.get_type_hints(Parameter)["on_empty"])
WORDS = {
    "kind": set(typing.get_args(model.Kind)) - {"unknown"},
    "returns": set(typing.get_args(model.Returns)),
    "session": set(typing.get_args(model.Session)),
}
# What stands where there is no word is not written down.
UNSAID = {"returns": "xml", "session": "required"}
FLAGS = {"idempotent", "retry_safe", "destructive", "obsolete"}
TEXTS = {"category", "root", "note", "partial", "leftovers"}
BY_PARAMETER = {"on_null": set(typing.get_args(model.OnNull)), "on_empty": set(ON_EMPTY)}
# The operations that answer yes or no, as the reference calls them.
PREDICATES = {
    "DocumentAccessAllowed", "DocumentExists", "DocumentExists1", "DomainExists", "FolderAccessAllowed",
    "FolderExists", "FolderExists1", "IsLockPossible", "TestTaskCompletion", "UserExists",
}  # fmt: skip
KEYS = {*WORDS, *FLAGS, *TEXTS, *BY_PARAMETER, "optional", "xml", "formerly", "errors", "negatives", "items", "paging"}


def read(name: str):
    return json.loads(bundled_file(name).read_text("utf-8"), object_pairs_hook=unique)


def unique(pairs: list[tuple[str, typing.Any]]) -> dict[str, typing.Any]:
    """Refuse an object that has a name twice, of which JSON readers keep one."""
    found = dict(pairs)
    assert len(found) == len(pairs), [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    return found


def operations_of(name: str) -> dict[str, dict[str, str | None]]:
    """Read the operations that the SOAP bindings of a WSDL have, and their parameters' types by name."""
    root = etree.parse(bundled_file(name)).getroot()
    bound = {
        each.get("name")
        for binding in root.findall(f"{WSDL}binding")
        if binding.find(f"{SOAP}binding") is not None or binding.find(f"{SOAP12}binding") is not None
        for each in binding.findall(f"{WSDL}operation")
    }
    inputs = {
        element.get("name"): {
            each.get("name"): each.get("type")
            for each in element.findall(f"{XSD}complexType/{XSD}sequence/{XSD}element")
        }
        for element in root.find(f".//{XSD}schema").findall(f"{XSD}element")
    }
    return {each: inputs[each] for each in bound}


def outputs_of(name: str) -> dict[str, str]:
    """Read what each operation of a WSDL returns, in the contract's words."""
    found = {}
    for element in etree.parse(bundled_file(name)).find(f".//{XSD}schema").findall(f"{XSD}element"):
        operation, response, _ = element.get("name").partition("Response")
        if response:
            results = element.findall(f"{XSD}complexType/{XSD}sequence/{XSD}element")
            kinds = ["bytes" if each.get("type", "").endswith(":base64Binary") else "xml" for each in results]
            found[operation] = kinds[0] if kinds else "void"
    return found


NOTES = read("annotations.json")
TABLE = read("errors.json")


@pytest.fixture(scope="module")
def parameters():
    """The parameters of each operation, by file."""
    return {name: operations_of(name) for name in FILES}


class TestOperations:
    """The annotations of operations."""

    def test_every_operation_is_annotated_and_none_is_stale(self, parameters):
        """The annotations have just the operations of the current WSDL, and so all of the old one."""
        assert set(parameters[CURRENT]) == set(NOTES)
        assert set(parameters[OLD]) <= set(NOTES)
        assert len(parameters[OLD]) > 100

    def test_they_are_in_order(self):
        """Operations are sorted by name, letter case aside, so that one is found and a change is seen."""
        assert sorted(NOTES, key=str.casefold) == list(NOTES)

    @pytest.mark.parametrize("key", ["optional", "xml", *BY_PARAMETER])
    def test_every_parameter_exists(self, parameters, key):
        """What is said of a parameter is said of one that the current WSDL has, by its current name."""
        for operation, note in NOTES.items():
            current = {name.casefold() for name in parameters[CURRENT][operation]}
            for name in note.get(key, ()):
                assert name.casefold() in current, f"{operation}.{name}"

    @pytest.mark.parametrize("key", ["optional", "xml", *BY_PARAMETER])
    def test_no_parameter_is_named_twice(self, key):
        """A parameter is named once, letter case aside, since that is how it is looked up."""
        for operation, note in NOTES.items():
            names = [name.casefold() for name in note.get(key, ())]
            assert len(names) == len(set(names)), operation

    def test_no_two_parameters_differ_in_letter_case_alone(self, parameters):
        """Looking parameters up without regard to letter case finds one, in both WSDLs."""
        for file in FILES:
            for operation, names in parameters[file].items():
                assert len(names) == len({name.casefold() for name in names}), f"{file} {operation}"

    def test_former_names(self, parameters):
        """A former name is in the old WSDL only, and the name that it has now in the current one only."""
        renamed = {operation: note["formerly"] for operation, note in NOTES.items() if "formerly" in note}
        for operation, names in renamed.items():
            old, current = parameters[OLD][operation], parameters[CURRENT][operation]
            for was, now in names.items():
                assert was in old.keys() - current.keys(), f"{operation}.{was}"
                assert now in current.keys() - old.keys(), f"{operation}.{now}"
                assert old[was] == current[now], f"{operation}.{now}"
        assert {"AssociateDocument", "AssociatedDocuments", "RemoveAssociation"} == renamed.keys()

    def test_every_renamed_parameter_is_noted(self, parameters):
        """A parameter of the old WSDL that the current one lacks is noted as a former name, letter case aside."""
        for operation, old in parameters[OLD].items():
            current = {name.casefold() for name in parameters[CURRENT][operation]}
            former = {name.casefold() for name in NOTES[operation].get("formerly", {})}
            assert former == {name.casefold() for name in old} - current, operation

    def test_ticket_where_one_is_wanted(self, parameters):
        """An operation that wants a ticket, or may have one, has a parameter for it, and the others have none."""
        for file in FILES:
            for operation, names in parameters[file].items():
                ticket = NOTES[operation].get("session", UNSAID["session"])
                takes = "authenticationticket" in {name.casefold() for name in names}
                assert (ticket != "none") == takes, f"{file} {operation}"

    def test_what_is_returned(self):
        """What the annotations say an operation returns is what its output has in both WSDLs."""
        for file in FILES:
            for operation, returns in outputs_of(file).items():
                assert returns == NOTES[operation].get("returns", UNSAID["returns"]), f"{file} {operation}"

    def test_reading_destroys_nothing_and_is_known(self):
        """An operation that reads destroys nothing, and every one says whether it reads, writes or logs in."""
        for operation, note in NOTES.items():
            assert note["kind"] in WORDS["kind"], operation
            assert not (note["kind"] == "read" and note.get("destructive")), operation


class TestVocabulary:
    """The words that the annotations may use."""

    def test_literals_are_read(self):
        """The vocabulary is that of the contract's types, so that this test follows them."""
        assert all(WORDS.values())
        assert all(BY_PARAMETER.values())
        assert set(KEYS) - {"formerly", "optional", "xml", "on_null", "on_empty"} <= {
            field.name for field in attrs.fields(model.Operation)
        }

    @pytest.mark.parametrize("key", WORDS)
    def test_words(self, key):
        """Kind, returned kind and ticket have only words of the contract."""
        assert {note[key] for note in NOTES.values() if key in note} <= WORDS[key]

    @pytest.mark.parametrize("key", BY_PARAMETER)
    def test_words_about_parameters(self, key):
        """What null and empty do is said only in words of the contract."""
        assert {word for note in NOTES.values() for word in note.get(key, {}).values()} <= BY_PARAMETER[key]

    def test_roots_of_xml(self):
        """The root of an argument that is XML is a name, or a star for any."""
        roots = [root for note in NOTES.values() for root in note.get("xml", {}).values()]
        assert all(re.fullmatch(r"\*|[A-Za-z]\w*", root) for root in roots)
        assert len(roots) == 38

    def test_nothing_else_is_said(self):
        """There is no key that nobody reads, flags are written where they are true, and texts are not empty."""
        for operation, note in NOTES.items():
            assert note.keys() <= KEYS, operation
            assert all(note[key] is True for key in FLAGS & note.keys()), operation
            assert all(isinstance(note[key], str) and note[key].strip() for key in TEXTS & note.keys()), operation
            assert all(note[key] for key in note.keys() - FLAGS), operation

    def test_documented_errors_are_texts(self):
        """The errors of an operation are texts, each once."""
        for operation, note in NOTES.items():
            texts = note.get("errors", [])
            assert all(isinstance(text, str) and text.strip() for text in texts), operation
            assert len(texts) == len(set(texts)), operation


class TestPredicates:
    """The operations that answer yes or no."""

    def test_each_is_annotated(self):
        """Each operation that answers yes or no says which error is its no, and no other operation does."""
        assert {operation for operation, note in NOTES.items() if "negatives" in note} == PREDICATES

    def test_a_no_is_an_error_that_can_be_told_from_a_failure(self):
        """A no is a class of the table that is neither about a ticket nor about the server."""
        kinds = {row["error"] for row in TABLE} - {"AuthenticationFailed", "SessionExpired", "ServerFault"}
        for operation in PREDICATES:
            assert set(NOTES[operation]["negatives"]) <= kinds, operation
            assert NOTES[operation]["kind"] == "read", operation


class TestLists:
    """The operations that answer a list."""

    def test_places_are_element_names(self):
        """A place is one or two names of elements, each place once, in an operation that answers XML."""
        for operation, note in NOTES.items():
            places = note.get("items", [])
            assert all(re.fullmatch(r"\w+(/\w+)?", place) for place in places), operation
            assert len(places) == len(set(places)), operation
            assert not places or note.get("returns", "xml") == "xml", operation
        assert sum("items" in note for note in NOTES.values()) > 100

    def test_users_are_where_they_are(self):
        """Operations with the same name but a number list the same elements, so that a variant is not forgotten."""
        for name in ("GetAllUsers", "GetCoWorkers", "GetDomainMembers", "GetDomainUsers", "GetUserGroupMembers"):
            assert NOTES[name]["items"] == NOTES[f"{name}1"]["items"], name


class TestPaging:
    """The operations that answer a list in pages."""

    def test_ways(self, parameters):
        """Pages are rows from a start, numbered pages, or the next page of a search; the parameters exist."""
        ways = Counter()
        for operation, note in NOTES.items():
            style = note.get("paging", {})
            ways[frozenset(style) - {"total"}] += 1
            for key in style.keys() & {"offset", "size", "page"}:
                assert style[key] in parameters[CURRENT][operation], operation
            assert "items" in note or not style or "next" in style, operation
            assert style.get("next", "GetNextSearchPage") in NOTES
        del ways[frozenset()]
        assert ways == {frozenset({"offset", "size"}): 14, frozenset({"page"}): 3, frozenset({"next"}): 2}


class TestPartialFailures:
    """The operations that may do a part of their work."""

    def test_where_the_items_are(self):
        """A place is an attribute, anything, or element names; only what writes has one, or leaves something behind."""
        for operation, note in NOTES.items():
            if "partial" in note or "leftovers" in note:
                assert re.fullmatch(r"@\w+|\*|\w+(/\w+)?", note.get("partial", "*")), operation
                assert note["kind"] == "write" or operation == "DownloadZipWithHandler", operation

    def test_all_transfers_have_warnings(self):
        """Every transfer from one user to another tells its failures in the `warnings` of a success."""
        transfers = {operation for operation in NOTES if operation.startswith("TransferUser")}
        assert transfers == {operation for operation, note in NOTES.items() if note.get("partial") == "@warnings"}
        assert len(transfers) == 13


class TestErrors:
    """The table from documented codes and texts to classes."""

    @pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['error']}-{row.get('code', '')}")
    def test_row(self, row):
        """A row has a class of service errors, a positive number or none, and at least one text."""
        kind = getattr(errors, row["error"])
        assert issubclass(kind, errors.ServiceError)
        assert row.keys() <= {"error", "code", "texts", "labels", "sentinels"}
        assert row.get("code", 1) > 0
        said = [text for key in ("texts", "labels", "sentinels") for text in row.get(key, ())]
        assert said
        assert all(isinstance(text, str) and text.strip() for text in said)

    def test_number_and_text_stand_once(self):
        """No number and no text is in two rows, which could give it two classes."""
        codes = Counter(row["code"] for row in TABLE if "code" in row)
        texts = Counter(text for row in TABLE for key in ("texts", "labels", "sentinels") for text in row.get(key, ()))
        assert [] == [each for each, count in (codes + texts).items() if count > 1]

    def test_text_with_a_number_is_in_the_row_of_the_number(self):
        """A text that begins with a number is in the row of that number, and no other text is."""
        for row in TABLE:
            for text in row.get("texts", ()):
                found = re.match(r"\[([0-9]+)\]", text)
                assert row.get("code") == (int(found[1]) if found else None), text

    def test_numbers_of_the_operations_are_in_the_table(self):
        """Each number that an operation documents is one of the table."""
        known = {row["code"] for row in TABLE if "code" in row}
        for operation, note in NOTES.items():
            for text in note.get("errors", ()):
                found = re.match(r"\[([0-9]+)\]", text)
                assert found is None or int(found[1]) in known, f"{operation}: {text}"

    def test_every_class_can_be_had(self):
        """Each class below `ServiceError` that callers may catch is in the table, so that none is a dead promise."""
        below = {
            name
            for name, kind in vars(errors).items()
            if isinstance(kind, type) and issubclass(kind, errors.ServiceError) and kind is not errors.ServiceError
        }
        assert below == {row["error"] for row in TABLE}
