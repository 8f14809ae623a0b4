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
from soapclient.inforouter.error_table import classify

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
# What the newer pages of the reference say, in keys of their own.
NEWER = {
    "codes", "negative_codes", "count", "page", "says", "absent", "say", "say_inside", "media", "contradiction",
    "whole", "about",
}  # fmt: skip
KEYS = {
    *WORDS, *FLAGS, *TEXTS, *BY_PARAMETER, *NEWER,
    "optional", "xml", "formerly", "errors", "negatives", "items", "paging",
}  # fmt: skip


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
ROWS = read("errors.json")
TABLE = [row for row in ROWS if "number" not in row]
NUMBERS = {row["number"]: row for row in ROWS if "number" in row}


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
        assert set(KEYS) - NEWER - {"formerly", "optional", "xml", "on_null", "on_empty"} <= {
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

    def test_every_way_in_which_a_list_is_written(self):
        """Where servers or pages of the reference differ, all places are named, so that no list reads as empty."""
        places = {operation: note.get("items") for operation, note in NOTES.items()}
        for operation in ("GetFolders1", "GetFolders2", "GetFoldersByPage"):
            assert places[operation] == ["folder", "f"]
        for operation in ("GetFoldersAndDocuments2", "GetFoldersAndDocumentsByPage"):
            assert places[operation] == ["folder", "f", "document", "d"]
        assert places["GetDocuments1"] == places["GetDocumentsByPage"] == ["d"]
        assert places["GetFoldersAndDocuments1"] == ["f", "d"]
        assert {"Value/WorkflowExecutingTask", "Value/Task"} < set(places["GetDocumentTasks"])
        assert "Value/UserTaskStatisticModel" in places["GetUsersTaskPerformance"]
        assert places["GetAccessList"] == places["GetAccessListHistory"] == ["AccessList"]

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
            ways[frozenset(style) - {"total", "total_also", "size_attribute", "all"}] += 1
            for key in style.keys() & {"offset", "size", "page"}:
                assert style[key] in parameters[CURRENT][operation], operation
            assert "items" in note or not style or "next" in style, operation
            assert style.get("next", "GetNextSearchPage") in NOTES
        del ways[frozenset()]
        assert ways == {
            frozenset({"offset", "size"}): 14, frozenset({"page"}): 3, frozenset({"next"}): 2, frozenset({"last"}): 2,
        }  # fmt: skip

    def test_a_search_ends_where_the_server_says(self):
        """A search has an attribute that tells its last page, since calling again on the last one repeats it."""
        assert NOTES["GetNextSearchPage"]["paging"] == {"last": "LastPage"}
        assert NOTES["GetPreviousSearchPage"]["paging"] == {"last": "FirstPage"}

    def test_numbered_pages_have_no_total(self):
        """A numbered page counts its own items: the last one has fewer than fit, and -1 asks for all at once."""
        paged = {operation for operation, note in NOTES.items() if "page" in note.get("paging", ())}
        assert paged == {"GetDocumentsByPage", "GetFoldersByPage", "GetFoldersAndDocumentsByPage"}
        for operation in paged:
            assert NOTES[operation]["paging"] == {"page": "PageNumber", "size_attribute": "pageSize", "all": "-1"}
            assert NOTES[operation]["count"] == {"attribute": "itemcount", "of": "page"}

    def test_all_rows_in_one_call(self):
        """No rows per call means all of them only where the reference says so."""
        whole = {operation for operation, note in NOTES.items() if note.get("paging", {}).get("all") == "0"}
        assert whole == {
            "GetAuthoredDocuments", "GetCheckedoutDocumentsByUser", "GetDocumentsOwnedByUser",
            "GetFavoriteDocumentsOfUser", "GetFavoriteFoldersOfUser", "GetFoldersOwnedByUser",
            "GetISOReviewAssignmentsOfUser",
        }  # fmt: skip


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


class TestNumbers:
    """The numbers that servers of today send with a refusal."""

    def test_rows(self):
        """A row of the table has a number of four digits, once, a class of service errors, and its meaning."""
        assert len(NUMBERS) == len(ROWS) - len(TABLE)
        for number, row in NUMBERS.items():
            assert row.keys() == {"error", "number", "means"}
            assert 4000 <= number < 6000
            assert issubclass(getattr(errors, row["error"]), errors.ServiceError)
            assert sentence(row["means"]), number

    def test_the_class_of_a_status(self):
        """Numbers that stand for the same HTTP status have one class, which so is that of an unknown number too."""
        classes = {}
        for number, row in NUMBERS.items():
            classes.setdefault(number // 10, set()).add(row["error"])
        assert all(len(found) == 1 for found in classes.values())
        statuses = {400: "InvalidValue", 401: "SessionExpired", 403: "AccessDenied", 404: "NotFound"}
        statuses |= {409: "AlreadyExists", 423: "Conflict", 500: "ServerFault", 503: "ServerFault"}
        assert statuses.items() <= {status: found.pop() for status, found in classes.items()}.items()

    def test_the_table_of_texts_does_not_have_them(self):
        """A number in brackets at the beginning of a text is another thing: these numbers mean nothing there."""
        for number in NUMBERS:
            assert classify(f"[{number}] x") == (number, "x", errors.ServiceError)

    def test_how_many(self):
        """As many operations document each number as the pages of the reference do."""
        found = Counter(int(number) for note in NOTES.values() for number in note.get("codes", ()))
        assert found == {
            4010: 272, 4041: 185, 4030: 143, 4000: 117, 4090: 26, 5000: 9, 4230: 5, 4200: 4, 5030: 2, 4170: 1,
        }  # fmt: skip

    def test_a_bad_argument_or_something_else(self):
        """What 4000 means depends on the operation, so that an absent user is an absent user everywhere."""
        found = {
            operation: note["codes"]["4000"][0] for operation, note in NOTES.items() if "4000" in note.get("codes", ())
        }
        assert Counter(found.values()) == {
            "InvalidValue": 52, "ServiceError": 16, "Conflict": 15, "UserNotFound": 13, "WorkflowNotFound": 5,
            "TaskNotFound": 4, "AlreadyExists": 3, "NotFound": 2, "RequiredParameter": 2, "AccessDenied": 1,
            "DomainNotFound": 1, "FolderNotFound": 1, "HandlerNotFound": 1, "Obsolete": 1,
        }  # fmt: skip
        users = {operation for operation, kind in found.items() if kind == "UserNotFound"}
        assert {"GetUser", "DeleteUser", "DeleteUser1", "UserExists", "GetGroupMembershipsOfUser"} <= users
        assert found["AddUserAsDomainMember"] == found["AddToDownloadQueue"] == "AlreadyExists"
        assert found["GetNextSearchPage"] == "Conflict"
        assert found["UploadDocument"] == "Conflict"
        assert found["Copy"] == "ServiceError"


# The class that a number has in every operation; 4041 may have one below it, and 4000 depends on the operation.
ALWAYS = {
    4010: "SessionExpired", 4030: "AccessDenied", 4090: "AlreadyExists", 4230: "Conflict", 4170: "ServiceError",
    4200: "ServiceError", 5000: "ServerFault", 5030: "ServerFault",
}  # fmt: skip


def sentence(text: str) -> bool:
    """Return whether a text can stand in a sentence: one line, no blanks too many, no dot at its end."""
    return text == " ".join(text.split()) and not text.endswith(".") and 0 < len(text) <= 160


class TestAbsence:
    """What leaving a parameter out means, and which ones must be said."""

    def test_group_operations_say_their_library(self):
        """An operation that changes a group must be told its library: without one it changes a global group."""
        changing = {
            operation
            for operation, note in NOTES.items()
            if note["kind"] == "write" and "DomainName" in note.get("say", ())
        }
        assert changing == {
            "AddUsergroupMember", "CreateUserGroup", "CreateUserGroup1", "DeleteUsergroup", "RemoveUsergroupMember",
            "UpdateUserGroupName", "UpdateUserGroupName1",
        }  # fmt: skip
        assert all("global group" in NOTES[operation]["absent"]["DomainName"] for operation in changing)

    def test_what_destroys_by_its_absence(self):
        """A date, a text or rows that would be lost by leaving something out have to be said."""
        assert NOTES["SetDocumentCutoffDate"]["say"] == ["cutoffDate"]
        assert NOTES["SetDocumentTextOnlyContent"]["say"] == ["ContentText"]
        assert {operation: note["say_inside"] for operation, note in NOTES.items() if "say_inside" in note} == {
            "DeletePropertySetRow": {"xmlpset": "pset/row/@rownbr"},
            "DeletePropertySetRowForUser": {"XmlPset": "propertyset/row/@rownbr"},
            "SetGeneralAppSettings": {"settingsXml": "HolidayList"},
        }

    def test_what_harms_nobody_need_not_be_said(self):
        """Reading somebody else's or one's own account by an omission is told and not forbidden."""
        assert NOTES["GetUser"]["absent"] == {"UserName": "gives the caller's own account"}
        assert "say" not in NOTES["GetUser"]


class TestNulls:
    """What null and an empty text do."""

    def test_how_many(self):
        """As many parameters as the reference says something of have a word for what null does."""
        words = Counter(word for note in NOTES.values() for word in note.get("on_null", {}).values())
        assert words == {"default": 143, "keeps": 7, "clears": 12, "contradictory": 23}

    def test_a_new_thing_takes_defaults(self):
        """What is left out when something is made or registered is a default, and nothing stored is at stake."""
        for operation in ("CreateDocumentTypeDef1", "CreateSavedSearch", "RegisterEmail2", "SubmitDocumentToFlow1"):
            assert set(NOTES[operation]["on_null"].values()) == {"default"}, operation
        assert NOTES["CreateFlowDef3"]["on_null"]["Supervisor"] == "contradictory"

    def test_a_definition_that_is_replaced(self):
        """An update that replaces the whole clears what is left out."""
        assert NOTES["UpdateSavedSearch"]["on_null"]["searchParametersXml"] == "clears"
        assert NOTES["UpdateWorkflowStepDef"]["on_null"] == {"onStartMoveToFolderPath": "clears"}
        assert NOTES["SetDocumentCutoffDate"]["on_null"] == {"cutoffDate": "clears"}

    def test_the_contact_info_is_kept(self):
        """All versions of the page say that null keeps an address and a number, and that empty clears them."""
        assert NOTES["UpdateUserContactInfo"]["on_null"] == {"emailAddress": "keeps", "mobileNumber": "keeps"}
        assert NOTES["UpdateUserContactInfo"]["on_empty"] == {"emailAddress": "clears", "mobileNumber": "clears"}

    def test_an_update_of_a_document_is_not_trusted(self):
        """Of a document's texts the reference says that null keeps them and that it clears them; importance is kept."""
        for operation in ("UpdateDocumentProperties", "UpdateDocumentProperties1", "UpdateDocumentProperties2"):
            effects = dict(NOTES[operation]["on_null"])
            assert effects.pop("importance", "keeps") == "keeps"
            assert set(effects.values()) == {"contradictory"}
        assert NOTES["UpdateFolderProperties"]["on_null"] == {"NewDescription": "contradictory"}

    def test_the_callers_own_name_is_still_asked_for(self):
        """A forgotten user name is refused, though the reference gives the caller's own account for it."""
        assert NOTES["GetUser"]["on_null"] == {"UserName": "default"}
        assert "UserName" not in NOTES["GetUser"].get("optional", ())


class TestTruth:
    """How far `success` can be believed."""

    def test_a_success_that_says_false(self):
        """Two operations answer false where they did their work."""
        assert [operation for operation, note in NOTES.items() if note.get("says") == "always false"] == [
            "GetDocumentTasks"
        ]
        assert [operation for operation, note in NOTES.items() if note.get("says") == "multistatus"] == ["SetOwner"]

    def test_a_success_without_the_work(self):
        """The operations that may say true and leave the work, or a part of it, undone change something."""
        found = {operation for operation, note in NOTES.items() if note.get("says") == "true without the work"}
        assert {"SetRdFreezeFlag", "SetFolderRandDSchedule", "SetUserFolderColumns"} < found
        assert {NOTES[operation]["kind"] for operation in found} == {"write"}

    def test_base64_in_json(self):
        """Four operations answer a form with a JSON string of base64, and no other encoding is told of."""
        found = {operation for operation, note in NOTES.items() if note.get("media") == "json-base64"}
        assert found == {"DownloadDocument", "DownloadDocumentVersion", "GetAddInPart", "GetDocumentThumbnail"}
        assert {note["media"] for note in NOTES.values() if "media" in note} == {"json-base64"}


@pytest.mark.parametrize("operation", NOTES)
class TestEveryOperation:
    """Each of the 425 entries."""

    def test_numbers(self, operation):
        """Each number is known, in order, with a class that fits it and a meaning in plain words."""
        codes = NOTES[operation].get("codes", {})
        assert list(codes) == sorted(codes)
        for text, (name, means) in codes.items():
            number = int(text)
            assert re.fullmatch(r"[45][0-9]{3}", text) and number in NUMBERS
            kind = getattr(errors, name)
            assert issubclass(kind, errors.ServiceError)
            assert name == ALWAYS.get(number, name)
            assert number != 4041 or issubclass(kind, errors.NotFound)
            assert number != 4000 or name not in ("SessionExpired", "ServerFault")
            assert sentence(means)

    def test_a_missing_ticket_is_no_class(self, operation):
        """A number that means a missing ticket and nothing else keeps the class that it has by itself."""
        for number, (name, means) in NOTES[operation].get("codes", {}).items():
            assert means != "no ticket at all" or name == NUMBERS[int(number)]["error"]

    def test_the_number_of_a_no(self, operation):
        """A number that means no is documented for an operation that answers yes or no, with a class of its no."""
        note = NOTES[operation]
        numbers = note.get("negative_codes", [])
        assert not numbers or operation in PREDICATES
        assert len(numbers) == len(set(numbers)) < 2
        for number in numbers:
            name, means = note["codes"][str(number)]
            assert name in note["negatives"]
            assert "the answer no" in means
        assert bool(numbers) == any("the answer no" in means for _, means in note.get("codes", {}).values())

    def test_the_version_of_the_page(self, operation):
        """Each says of which version of its page it is: a commit, or a copy that was kept."""
        assert re.fullmatch(r"[0-9a-f]{8}|id:[0-9]{11}", NOTES[operation]["page"])

    def test_counts(self, operation):
        """A count is an attribute that counts this page or all pages, and agrees with the way to page."""
        note = NOTES[operation]
        count, style = note.get("count", {}), note.get("paging", {})
        assert all(isinstance(text, str) and text for text in (*count.values(), *style.values()))
        assert not style or note["kind"] == "read"
        if count:
            assert {"attribute", "of"} <= count.keys() <= {"attribute", "of", "also"}
            assert count["of"] in ("page", "all")
            assert "items" in note or "next" in style
        assert ("total" in style) == (count.get("of") == "all" and "offset" in style)
        assert not count or style.get("total", count["attribute"]) == count["attribute"]
        assert style.get("total_also") == (count.get("also") if "total" in style else None)
        assert ("size_attribute" in style) == ("page" in style)
        assert style.get("all", "0") in ("0", "-1")

    def test_absence(self, operation, parameters):
        """What is said of leaving out, and what must be said, are parameters by their exact names."""
        note = NOTES[operation]
        exact = parameters[CURRENT][operation].keys()
        absent, say = note.get("absent", {}), note.get("say", [])
        assert absent.keys() <= exact
        assert all(sentence(text) for text in absent.values())
        assert len(say) == len(set(say))
        assert set(say) <= absent.keys()
        assert not say or note["kind"] == "write"
        inside = note.get("say_inside", {})
        assert inside.keys() <= exact & note.get("xml", {}).keys() & absent.keys()
        assert all(re.fullmatch(r"\w+|(\w+/)+@\w+", name) for name in inside.values())

    def test_absence_reads_as_a_sentence(self, operation):
        """What must be said has a verb in what its absence does, since a refusal says "leaving it out ..."."""
        note = NOTES[operation]
        for name in note.get("say", ()):
            if note.get("on_null", {}).get(name) not in ("clears", "contradictory"):
                assert re.match(r"\w+s\b|may \w+", note["absent"][name]), name

    def test_what_null_clears_has_to_be_said(self, operation):
        """In an operation that writes, what null clears is among what must be said, with what its absence does."""
        note = NOTES[operation]
        clears = {name for name, effect in note.get("on_null", {}).items() if effect == "clears"}
        assert note["kind"] != "write" or clears <= set(note.get("say", ()))

    def test_truth(self, operation):
        """Where success lies, the remark says so in its last words, and a contradiction is one short sentence."""
        note = NOTES[operation]
        assert note.get("says") in (None, "always false", "multistatus", "true without the work")
        assert "says" not in note or sentence(note["note"].rpartition("; ")[2])
        contradiction = note.get("contradiction", ".")
        assert contradiction == "." or (contradiction.endswith(".") and sentence(contradiction[:-1]))
