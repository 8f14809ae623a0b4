"""What a contract says of itself: names in both spellings, null, services and ports, and all that from many threads."""

from __future__ import annotations

import functools
import keyword
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest
from lxml import etree

from soapclient import Contract, Operation, Parameter, Port, Service
from soapclient.contract import contract as contracts
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.contract.notes import Notes, bundled_notes
from soapclient.contract.operations import Operations
from soapclient.contract.spelling import nearest, python_name, python_names
from soapclient.errors import ContractError, UnknownOperation

TNS = "{http://tempuri.org/}"
FILES = {"bundled": "srv.wsdl", "bundled-2019": "srv-2019.wsdl"}
THREADS = 16


@pytest.fixture(scope="module", params=list(FILES))
def contract(request):
    """Each bundled contract."""
    return Contract.load(request.param)


def fresh(name: str = "bundled", notes: Notes | None = None) -> Contract:
    """Read a bundled WSDL anew, with no operation described yet."""
    return Contract.from_bytes(bundled_file(FILES[name]).read_bytes(), name, notes=notes)


def operation(*names: str, **facts) -> Operation:
    return Operation(
        name="Do",
        python_name="do",
        namespace="urn:x",
        input="Do",
        output=None,
        result=None,
        actions={"1.1": ""},
        parameters={
            name: Parameter(name=name, python_name=f"p{place}", type="int") for place, name in enumerate(names)
        },
        **facts,
    )


class TestNull:
    """How null is written, which the schema alone decides."""

    @pytest.mark.parametrize(
        ("min_occurs", "nillable", "expected"),
        [
            (0, False, "omit"),
            (0, True, "omit"),
            (1, True, "nil"),
            (1, False, "none"),
            (2, True, "nil"),
            (2, False, "none"),
        ],
    )
    def test_by_schema(self, min_occurs, nillable, expected):
        """What may be left out is left out; what may not can be nil where the schema says so, or cannot be null."""
        assert (
            expected == Parameter(name="a", python_name="a", type="int", min_occurs=min_occurs, nillable=nillable).null
        )

    @pytest.mark.parametrize("on_null", ["keeps", "clears", "default", "contradictory", "undocumented"])
    def test_what_null_does_is_another_matter(self, on_null):
        """What the reference says of null does not change how it is written."""
        assert Parameter(name="a", python_name="a", type="int", on_null=on_null).null == "omit"

    def test_a_bundled_contract_never_says_nil(self, contract):
        """What may be null is left out: that a value type may be nil is for a server's own WSDL to say."""
        assert {"omit", "none"} == {each.null for name in contract for each in contract[name].parameters.values()}


class TestLookup:
    """Operations by name."""

    def test_both_spellings_are_the_same(self, contract):
        """The exact name and the Python spelling give the same operation, which knows both."""
        for exact in contract:
            found = contract[exact]
            assert (exact, found) == (found.name, contract[found.python_name])
            assert exact in contract
            assert found.python_name in contract
            assert exact == contract.python_names[found.python_name]

    def test_as_a_collection(self, contract):
        """A contract has as many names as it counts, all of them operations' exact names."""
        names = list(contract)
        assert len(names) == len(set(names)) == len(contract) == len(contract.operations)
        assert names == list(contract.operations) == list(contract.operations.keys())
        assert all(isinstance(each, Operation) for each in contract.operations.values())

    @pytest.mark.parametrize(
        ("asked", "first"),
        [
            ("UpdateUserprofile", "UpdateUserProfile"),
            ("GETUSER", "GetUser"),
            ("get_usr", "GetUser"),
            ("create_usr", "CreateUser"),
        ],
    )
    def test_unknown_name_gets_the_nearest(self, contract, asked, first):
        """A name in another letter case, or mistyped in either spelling, is refused with the nearest names."""
        assert asked not in contract
        with pytest.raises(UnknownOperation, match=rf"no operation '{asked}'; did you mean .*{first}") as caught:
            contract[asked]
        assert caught.value.operation == asked
        assert caught.value.nearest[0] == first
        assert len(caught.value.nearest) <= 3
        assert all(name in contract for name in caught.value.nearest)
        assert isinstance(caught.value, (LookupError, AttributeError))

    @pytest.mark.parametrize("asked", ["", "zzzzzzzzzz", "_", "__len__"])
    def test_unknown_name_without_a_near_one(self, contract, asked):
        """Where nothing is near, nothing is suggested."""
        with pytest.raises(UnknownOperation) as caught:
            contract[asked]
        assert (f"This contract has no operation {asked!r}", ()) == (str(caught.value), caught.value.nearest)

    @pytest.mark.parametrize("other", [None, 5, ("GetUser",)])
    def test_what_is_no_name_is_not_in_it(self, contract, other):
        """Anything but a name is not in a contract."""
        assert other not in contract
        assert other not in contract.operations

    def test_exact_names_only(self, contract):
        """The operations themselves are by exact name, so that one name means one thing."""
        assert "get_user" not in contract.operations
        with pytest.raises(UnknownOperation, match="did you mean GetUser"):
            contract.operations["get_user"]

    @pytest.mark.parametrize("name", ["AuthenticateUser1", "ServerInfo"])
    def test_described_once(self, name):
        """An operation is described when it is first asked for, and then again not."""
        described = []
        operations = Operations((name, "Other"), lambda each: described.append(each) or operation())
        assert ([name, "Other"], 2, []) == (list(operations), len(operations), described)
        assert operations[name] is operations[name]
        assert [name] == described

    def test_nearest(self):
        """Nearness does not see letter case, knows a limit, and two names in different letter case are one."""
        names = ["Get", "get", "GetA", "GetB", "GetC", "Put"]
        assert nearest("GET", names)[0] == "Get"
        assert len(nearest("get", names)) == 3
        assert len(nearest("get", names, count=1)) == 1
        assert () == nearest("zzz", names) == nearest("get", [])


class TestPythonSpelling:
    """Names as Python spells them."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("UpdateUserContactInfo", "update_user_contact_info"),
            ("getHTTPStatus", "get_http_status"),
            ("UID", "uid"),
            ("DocumentID", "document_id"),
            ("GetUsers2", "get_users2"),
            ("AssociateWith_ItemPath", "associate_with_item_path"),
            ("already_so", "already_so"),
            ("class", "class_"),
            ("From", "from_"),
            ("a-b.c", "a_b_c"),
            ("GetFolderIDs", "get_folder_ids"),
            ("StepIDsOfUser", "step_ids_of_user"),
            ("URLString", "url_string"),
            ("isValidTicket", "is_valid_ticket"),
            ("2nd", "_2nd"),
            ("_", "_"),
        ],
    )
    def test_one_name(self, name, expected):
        """Words begin at capitals, abbreviations and their plurals are one word, a keyword gets a line at the end."""
        assert expected == python_name(name)

    def test_where_two_would_coincide(self):
        """Later names give way to earlier ones, and all to what the table chooses."""
        assert {"GetA": "get_a", "getA": "get_a_", "GET_A": "get_a__", "GetB": "get_b_", "B": "get_b"} == (
            python_names(["GetA", "getA", "GET_A", "GetB", "B"], {"B": "get_b"})
        )

    @pytest.mark.parametrize("given", [{}, {"GetA": "get_a"}])
    def test_exact_names_are_never_taken(self, given):
        """No spelling is the exact name of another, whoever comes first: that name means the other."""
        assert {"GetA": "get_a_", "get_a": "get_a"} == python_names(["GetA", "get_a"], given)

    def test_operations(self, contract):
        """Each operation has a spelling of its own, a valid identifier, no keyword and no other's exact name."""
        spelled = {name: contract[name].python_name for name in contract}
        self.check(spelled)
        assert spelled == {exact: spelling for spelling, exact in contract.python_names.items()}

    def test_parameters(self, contract):
        """So has each parameter within its operation."""
        for name in contract:
            self.check({each.name: each.python_name for each in contract[name].parameters.values()})

    def check(self, spelled: dict[str, str]) -> None:
        assert len(spelled) == len(set(spelled.values()))
        for exact, spelling in spelled.items():
            assert spelling.isidentifier()
            assert not keyword.iskeyword(spelling)
            assert re.fullmatch(r"[a-z][a-z0-9_]*", spelling)
            assert spelled.get(spelling, spelling) == spelling, f"{exact}: {spelling} is another's exact name"

    def test_spellings_agree_between_the_contracts(self, bundled, bundled_2019):
        """An operation that both contracts have is spelled the same, so that a program works with both."""
        assert {name: bundled[name].python_name for name in bundled_2019} == {
            name: bundled_2019[name].python_name for name in bundled_2019
        }


class TestSpell:
    """A contract's own spelling of a parameter that the reference spells otherwise."""

    def test_every_parameter(self, contract):
        """Each parameter is found by its exact name and in any letter case."""
        for name in contract:
            for exact in contract[name].parameters:
                for asked in (exact, exact.lower(), exact.upper(), exact.swapcase()):
                    assert exact == contract[name].spell(asked)

    @pytest.mark.parametrize("asked", ["nothing", "", "user_name", "userName "])
    def test_what_is_not_there(self, bundled, asked):
        """A parameter that is not there is a contract error that names both; Python's spelling is no spelling here."""
        message = f"UpdateUserContactInfo: this contract's operation has no parameter {asked}"
        with pytest.raises(ContractError, match=f"^{message}$") as caught:
            bundled["UpdateUserContactInfo"].spell(asked)
        assert caught.value.operation == "UpdateUserContactInfo"

    def test_two_in_different_letter_case(self):
        """Where two differ in letter case alone, each has its exact name, and another spelling is not guessed."""
        both = operation("Path", "path")
        assert ["Path", "path"] == [both.spell("Path"), both.spell("path")]
        with pytest.raises(ContractError):
            both.spell("PATH")


class TestOperation:
    """What follows from the kind and the ticket of an operation."""

    @pytest.mark.parametrize(
        ("kind", "retry_safe", "writes", "changes"),
        [
            ("read", False, False, False),
            ("read", True, False, False),
            ("write", False, True, True),
            ("write", True, True, True),
            ("auth", False, True, True),
            ("auth", True, True, False),
            ("unknown", False, True, True),
            ("unknown", True, True, True),
        ],
    )
    def test_writing_and_changing(self, kind, retry_safe, writes, changes):
        """Reading writes nothing; logging in leaves no change in doubt; an unknown operation is taken to write."""
        one = operation(kind=kind, retry_safe=retry_safe)
        assert (writes, changes) == (one.writes, one.changes)

    @pytest.mark.parametrize("spelling", ["AuthenticationTicket", "authenticationTicket", "AUTHENTICATIONTICKET"])
    @pytest.mark.parametrize(
        ("ticket", "taken"), [("required", True), ("optional", True), ("none", False), ("ignored", False)]
    )
    def test_ticket(self, spelling, ticket, taken):
        """The session's ticket has the parameter of that name, in any letter case, where the operation wants one."""
        found = bundled_file("srv-2019.wsdl").read_bytes().replace(b'"AuthenticationTicket"', f'"{spelling}"'.encode())
        said = {"GetUser": {"kind": "read", "session": ticket}}
        some = Notes(name="test", session_parameter="AuthenticationTicket", read=lambda: said)
        one = Contract.from_bytes(found, "x", notes=some)["GetUser"]
        assert (spelling if taken else None) == (one.session_parameter and one.session_parameter.name)
        assert (["UserName"] if taken else [spelling, "UserName"]) == [each.name for each in one.own_parameters]

    def test_ticket_without_a_parameter(self):
        """An operation without such a parameter takes no ticket, whatever is said of it."""
        some = Notes(name="test", session_parameter="Token", read=lambda: {"GetUser": {"session": "required"}})
        one = Contract.from_bytes(bundled_file("srv-2019.wsdl").read_bytes(), "x", notes=some)["GetUser"]
        assert one.session_parameter is None
        assert ["AuthenticationTicket", "UserName"] == [each.name for each in one.own_parameters]

    def test_notes_of_another_service(self):
        """A WSDL of another namespace, or with few known operations, has no notes, however they are called."""
        old = bundled_file("srv-2019.wsdl").read_text("utf-8")
        assert Contract.from_bytes(old.encode(), "x")["GetUser"].documented
        other = Contract.from_bytes(old.replace("http://tempuri.org/", "urn:other").encode(), "x")
        assert (False, "none") == (other["GetUser"].documented, other["GetUser"].session)
        assert not bundled_notes().fit("http://tempuri.org/", ["GetUser", "A", "B"])

    def test_shown_in_a_line(self, bundled):
        """An operation shows as a call, without the ticket."""
        assert str(bundled["UpdateUserContactInfo"]) == (
            "UpdateUserContactInfo(userName: string, emailAddress: string, mobileNumber: string)"
        )
        assert str(bundled["MaintenanceBeat"]) == "MaintenanceBeat()"

    def test_nothing_can_be_set(self, bundled):
        """Contracts and what is in them are frozen."""
        one = bundled["GetUser"]
        for thing, name in [
            (bundled, "source"),
            (bundled.services[0], "name"),
            (bundled.services[0].ports[0], "address"),
            (one, "kind"),
            (next(iter(one.parameters.values())), "required"),
        ]:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(thing, name, "x")


class TestContract:
    """A contract as a whole."""

    def test_services_and_ports(self, contract):
        """The one service has a SOAP 1.1 and a SOAP 1.2 port, at the address that the WSDL names."""
        (service,) = contract.services
        assert isinstance(service, Service)
        address = (
            etree.parse(bundled_file(FILES[contract.source])).find("{*}service/{*}port/{*}address").get("location")
        )
        assert service.name == "srv"
        assert service.ports == (
            Port(name="srvSoap", binding="srvSoap", soap_version="1.1", address=address),
            Port(name="srvSoap12", binding="srvSoap12", soap_version="1.2", address=address),
        )
        assert contract.soap_versions == ("1.1", "1.2")
        assert contract.namespace == "http://tempuri.org/"

    @pytest.mark.parametrize(
        ("found", "expected"), [([], ()), (["1.2"], ("1.2",)), (["1.2", "1.1", "1.2"], ("1.1", "1.2"))]
    )
    def test_soap_versions(self, found, expected):
        """Versions are listed once and in order, whatever the ports' order and services are."""
        ports = [Port(name="p", binding="b", soap_version=version, address="") for version in found]
        services = tuple(Service(name="s", ports=(port,)) for port in ports)
        assert expected == attrs.evolve(Contract.load(), services=services).soap_versions

    def test_shows_short(self, contract):
        """A contract and its operations show in a few words, without the WSDL, and describe nothing for it."""
        assert repr(contract) == f"<Contract {contract.source!r}: {len(contract)} operations>"
        assert repr(contract.operations) == f"<Operations: {len(contract)}>"
        assert len(repr(contract)) < 60

    def test_parameter_shows_short(self, bundled):
        """A parameter shows as its name and type."""
        assert str(bundled["GetUser"].parameters["UserName"]) == "UserName: string"

    def test_each_is_itself(self):
        """Two readings are two contracts, and can be keys; the bundled ones are read once."""
        one, other = fresh(), fresh()
        assert one != other
        assert len({one, other, one}) == 2
        assert Contract.load("bundled") is Contract.load("bundled") is Contract.load()


class TestOlderServers:
    """The vendor's older sample contract."""

    RENAMED = {
        "AssociatedDocuments": {"DocumentPath": "ItemPath"},
        "AssociateDocument": {"AssociateWith_DocumentPath": "AssociateWith_ItemPath"},
        "RemoveAssociation": {
            "DocumentPath": "ItemPath",
            "AssociationWith_DocumentPath": "AssociationWith_ItemPath",
        },
    }

    def test_it_is_a_part_of_the_current_one(self, bundled, bundled_2019):
        """Each of its operations is in the current one, documented, and differs in nothing but its parameters."""
        for name in bundled_2019:
            was, now = bundled_2019[name], bundled[name]
            assert was.documented
            assert attrs.evolve(now, parameters=was.parameters) == was

    def test_renamed_parameters_keep_what_is_said_of_them(self, bundled, bundled_2019):
        """In the three operations whose parameters had other names, these differ in their names alone."""
        for operation, names in self.RENAMED.items():
            was, now = bundled_2019[operation].parameters, bundled[operation].parameters
            assert [names.get(name, name) for name in was] == list(now)
            for one in was.values():
                same = now[names.get(one.name, one.name)]
                assert attrs.evolve(one, name=same.name, python_name=same.python_name) == same
            assert not names.keys() & now.keys()

    def test_annotations_are_found_by_the_new_name(self):
        """What the annotations say of a parameter by its new name holds for it by the name that it had."""
        notes = {
            operation: {
                "kind": "write",
                "formerly": names,
                "optional": list(names.values()),
                "on_null": dict.fromkeys(map(str.upper, names.values()), "keeps"),
                "on_empty": dict.fromkeys(map(str.lower, names.values()), "clears"),
            }
            for operation, names in self.RENAMED.items()
        }
        some = Notes(name="test", read=lambda: notes)
        was, now = fresh("bundled-2019", some), fresh("bundled", some)
        for operation, names in self.RENAMED.items():
            for old, new in names.items():
                for one in (was[operation].parameters[old], now[operation].parameters[new]):
                    assert ("keeps", "clears", False) == (one.on_null, one.on_empty, one.required)
            others = set(now[operation].parameters) - set(names.values())
            assert all(now[operation].parameters[each].required for each in others)

    def test_a_chosen_spelling_holds(self, contract):
        """The one spelling that the annotations choose is that of the operation, where a contract has it."""
        exact = [name for name in contract if contract[name].python_name == "create_ticket_for_user"]
        assert [name for name in contract if name == "CreateTicketforUser"] == exact


def at_once(work):
    """Run `work(number)` in sixteen threads that begin together, and return what they return."""
    barrier = threading.Barrier(THREADS, timeout=30)

    def run(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


class TestThreads:
    """Sixteen threads that use a contract which nobody has used before."""

    NAMES = ("GetUser", "UpdateUserContactInfo", "UpdateDocumentProperties2", "SetFolderRules", "CreateUser")

    def test_first_description(self):
        """All threads get equal descriptions, those that a single thread gets, of operations in different order."""
        contract = fresh()

        def work(number):
            names = self.NAMES[number % 5 :] + self.NAMES[: number % 5]
            return {name: contract[name] for name in names}

        expected = {name: fresh()[name] for name in self.NAMES}
        assert [expected] * THREADS == at_once(work)

    def test_each_operation_is_the_same_for_all(self):
        """However many threads ask for an operation at the same time, they are given the same one."""
        contract = fresh()
        assert 1 == len({id(each) for each in at_once(lambda number: contract["GetUser"])})

    def test_first_envelope(self):
        """The first envelopes of an operation are each thread's own, in both SOAP versions."""
        contract = fresh()

        def work(number):
            found = []
            for turn in range(20):
                version = ("1.1", "1.2")[(number + turn) % 2]
                parts = {"userName": f"u{number}-{turn}"} | ({"mobileNumber": str(turn)} if turn % 3 else {})
                envelope = contract.encode(contract["UpdateUserContactInfo"], parts, version)
                (content,) = etree.fromstring(envelope).find("{*}Body")
                found.append((parts, {etree.QName(child).localname: child.text for child in content}))
            return found

        for found in at_once(work):
            for sent, written in found:
                assert sent == written

    def test_first_load(self, monkeypatch):
        """A bundled contract that many threads load at once can be used by all of them."""
        monkeypatch.setattr(contracts, "_bundled", functools.cache(contracts._bundled.__wrapped__))
        loaded = at_once(lambda number: Contract.load("bundled")["GetUser"].name)
        assert ["GetUser"] * THREADS == loaded


@pytest.mark.parametrize("name", [None, 5, b"GetUser"])
def test_a_name_that_is_none(bundled, name):
    """What is no text is an unknown operation, and no crash."""
    with pytest.raises(UnknownOperation):
        bundled[name]


def test_a_very_long_name(bundled):
    """A very long name is cut in the message."""
    with pytest.raises(UnknownOperation) as caught:
        bundled["x" * 5000]

    assert len(str(caught.value)) < 300


def test_nothing_can_be_changed(bundled):
    """A description that all clients of a process share cannot be changed by one of them."""
    for mapping in (bundled["GetUser"].parameters, bundled["GetUser"].actions, bundled.python_names):
        with pytest.raises(TypeError):
            mapping["GetUser"] = None


def test_mapping_protocol(bundled):
    """`get` gives None for an operation that is not there, as of any mapping."""
    assert bundled.operations.get("nope") is None
    assert "GetUser" == bundled.operations.get("GetUser").name


class TestKeeping:
    """What has been tried on a server: null keeps."""

    def test_only_what_is_contradictory(self, bundled):
        """Null keeps where the documentation contradicts itself, in these operations; all else is as it was."""
        contract = bundled.keeping(["UpdateDocumentProperties2", "UpdateUserPreferences", "NoSuchOperation"])
        assert list(bundled) == list(contract)
        operation = contract["UpdateDocumentProperties2"]
        before = bundled["UpdateDocumentProperties2"]
        assert {"keeps"} == {each.on_null for each in operation.own_parameters if each.name != "path"}
        assert before.parameters["path"] == operation.parameters["path"]
        assert "contradictory" == before.parameters["newDescription"].on_null
        assert (True, False) == (
            bundled["UpdateUserPreferences"].whole, contract["UpdateUserPreferences"].whole
        )  # fmt: skip
        assert contract["UpdateDocumentProperties"] == bundled["UpdateDocumentProperties"]
        assert contract["UpdateFolderProperties"] == bundled["UpdateFolderProperties"]

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    def test_the_same_envelope(self, bundled, version):
        """It writes the same envelopes, the second time too."""
        parts = {"Path": "/a", "NewDescription": "x"}
        name = "UpdateDocumentProperties"
        contract = bundled.keeping([name])
        expected = bundled.encode(bundled[name], parts, version)
        for _ in range(3):
            assert expected == contract.encode(contract[name], parts, version)

    def test_nothing(self, bundled):
        """Where nothing was shown it is the same contract."""
        assert bundled.keeping(()) is bundled
