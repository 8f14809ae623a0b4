"""A contract's digest: envelopes and descriptions as zeep's reading of the WSDL gives them, without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import pytest
from contracts import changed
from hypothesis import given
from hypothesis import strategies as st
from told import told

from soapclient import Client, Contract, ContractWarning, errors
from soapclient.contract.loading.cache import Cache
from soapclient.contract.loading.snapshot import Digest, _made_by, _operation, _plain
from soapclient.simulator import Simulator

WSDLS = Path(__file__).parent.parent / "wsdl"
OLD = (WSDLS / "srv-2019.wsdl").read_bytes()
TEXTS = (" a&<\xe9> ", "", "\n\t\"'", "x")
OTHERS = {"boolean": "false", "dateTime": "2026-03-03T10:00:00Z", "base64Binary": b""}


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("source", ["bundled", "bundled-2019"])
class TestEveryOperation:
    """All operations of both contracts."""

    def test_envelopes(self, source, version):
        """Each envelope from a mould is, byte for byte, the contract's own; only XML within has none."""
        contract = Contract.load(source)
        without = []
        for operation in contract.operations.values():
            found = contract.moulds.find(operation, version)
            if found is None:
                without.append(operation.name)
                assert "xml" in {each.type for each in operation.parameters.values()}
                continue
            for text in TEXTS:
                full = {
                    name: text if each.type == "string" else OTHERS.get(each.type, "-7")
                    for name, each in operation.parameters.items()
                }
                needed = {name: full[name] for name, each in operation.parameters.items() if each.null == "none"}
                every_other = {name: full[name] for place, name in enumerate(full) if place % 2 or name in needed}
                nulls = {**dict.fromkeys(full), **needed}
                for parts in (full, needed, every_other, nulls):
                    assert contract.moulds.anew(operation, parts, version) == found.write(parts), operation.name

        assert {"bundled": 2, "bundled-2019": 1}[source] == len(without)

    def test_descriptions(self, source, version):
        """Each description comes back from JSON as it was."""
        for operation in Contract.load(source).operations.values():
            assert operation == _operation(json.loads(json.dumps(_plain(operation)))), version


@given(
    values=st.lists(
        st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc"]))), min_size=3, max_size=3
    ),
    version=st.sampled_from(["1.1", "1.2"]),
)
def test_any_text(values, version):
    """Whatever the text, the mould writes what zeep writes."""
    contract = Contract.load()
    operation = contract["UpdateUserContactInfo"]
    names = ("userName", "emailAddress", "mobileNumber")
    parts = {name: value for name, value in zip(names, values, strict=True) if value is not None}

    assert contract.moulds.anew(operation, parts, version) == contract.moulds.find(operation, version).write(parts)


class TestWhatIsNotSimple:
    """What only zeep writes."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'maxOccurs="1" name="NewEmailAddress"', b'maxOccurs="9" name="NewEmailAddress"'),
            (b'name="NewEmailAddress" type="s:string"', b'name="NewEmailAddress" type="s:double"'),
        ],
        ids=["list", "float"],
    )
    def test_no_mould(self, old, new):
        """A list and a type that zeep spells in its own way have no mould, and are written all the same."""
        assert old in OLD
        contract = Contract.from_bytes(OLD.replace(old, new), "test")
        operation = contract["UpdateUserEmail"]

        assert contract.moulds.find(operation, "1.1") is None
        digest = Digest(None, "0", "test", "", lambda: contract)
        assert b"jdoe" in digest.contract.encode(operation, {"UserName": "jdoe"})

    @pytest.mark.parametrize("parts", [{"Nobody": "x"}, {"UserName": ["x"]}])
    def test_parts_that_do_not_fit(self, parts):
        """Parts that a mould does not know are the contract's own to refuse."""
        contract = Digest(None, "0", "test", "", lambda: Contract.load("bundled-2019")).contract
        operation = contract["UpdateUserEmail"]
        contract.encode(operation, {"UserName": "x"})
        with pytest.raises(errors.ArgumentError):
            contract.encode(operation, parts)

    def test_a_null_that_cannot_be_said(self):
        """A null that the schema does not allow has no envelope from a mould."""
        contract = Contract.load()
        assert contract.moulds.find(contract["ChangeUserStatus"], "1.1").write({"UserName": "x"}) is None


class TestKept:
    """What is kept, and found by the next start."""

    def digest(self, path, reads):
        def read():
            reads.append(1)
            return Contract.load("bundled-2019")

        return Digest(Cache(path), "0" * 64, "there", "", read).contract

    def test_an_empty_header(self, tmp_path):
        """A header of a type that has nothing in it comes back as such, not as text."""
        text = (Path(__file__).parent / "wsdls" / "awkward.wsdl").read_text("utf-8")
        kind = '<element name="Price"><complexType><sequence><element name="a" type="string"/></sequence></complexType>'
        path = changed(
            tmp_path / "x.wsdl", text, ('<element name="Price" type="decimal" nillable="true"/>', f"{kind}</element>")
        )
        for _ in range(2):
            contract = Digest(Cache(tmp_path), "0" * 64, "there", "", lambda: Contract.load(path)).contract
            assert [True] == [each.is_complex for each in contract["Price"].headers]
            contract.encode(contract["Price"], {"a": "x"})

    def test_read_once(self, tmp_path):
        """What was called before is found without reading the WSDL; another operation reads it, and is added."""
        reads = []
        for name in ("UpdateUserEmail", "UpdateUserEmail", "GetUser", "GetUser"):
            contract = self.digest(tmp_path, reads)
            written = contract.encode(contract[name], {"UserName": "x"})
            assert Contract.load("bundled-2019").encode(contract[name], {"UserName": "x"}) == written
            assert Contract.load("bundled-2019")[name] == contract[name]

        assert 2 == len(reads)

    def test_overview(self, tmp_path):
        """Names, spellings, services and ports are found without reading the WSDL."""
        reads = []
        self.digest(tmp_path, reads).encode(Contract.load("bundled-2019")["GetUser"], {})
        again, whole = self.digest(tmp_path, reads), Contract.load("bundled-2019")

        assert (list(whole), whole.python_names, whole.services, whole.namespace, whole.soap_versions, "there") == (
            list(again), again.python_names, again.services, again.namespace, again.soap_versions, again.source
        )  # fmt: skip
        assert 1 == len(reads)

    def test_two_programs(self, tmp_path):
        """What another program added meanwhile stays."""
        reads = []
        one, other = self.digest(tmp_path, reads), self.digest(tmp_path, reads)
        one.encode(one["GetUser"], {})
        other.encode(other["UpdateUserEmail"], {})
        both = self.digest(tmp_path, reads)
        for name in ("GetUser", "UpdateUserEmail"):
            both.encode(both[name], {})

        assert 2 == len(reads)

    def test_damaged(self, tmp_path):
        """A damaged digest is as if it were not there."""
        reads = []
        for _ in "12":
            contract = self.digest(tmp_path, reads)
            contract.encode(contract["GetUser"], {})
            [file] = tmp_path.iterdir()
            file.write_bytes(file.read_bytes()[:-10])

        assert 2 == len(reads)

    def test_looking_is_not_calling(self, tmp_path):
        """Operations that are only looked at are not kept."""
        contract = self.digest(tmp_path, [])
        assert 162 == len([contract[name] for name in contract])
        assert [] == list(tmp_path.iterdir())


class TestStart:
    """The second start of a program."""

    CODE = """
        import sys
        from soapclient import Client
        with Client(sys.argv[1], username="admin", password="admin") as ir:
            {}
        without = ["zeep", "decimal", "difflib"]
        without += ["soapclient.inforouter.paging", "soapclient.contract.compare", "soapclient.replies.dotnet"]
        print(found, *(name for name in without if name in sys.modules))
    """
    USERS = """
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress=sys.argv[2])
            found = ir.service.GetUser(UserName="jdoe").element[0].get("Email")
    """
    DOCUMENTS = """
            ir.documents.update(1001, author=sys.argv[2])
            found = ir.documents.get(1001).author
    """

    @pytest.mark.parametrize("what", [USERS, DOCUMENTS], ids=["users", "documents"])
    def test_without_zeep(self, what):
        """The second start reaches its replies without importing zeep, or what only values and mistakes need."""
        code = textwrap.dedent(self.CODE.format(what.strip()))
        with Simulator() as simulator, simulator.serve() as server:
            command = [sys.executable, "-W", "error", "-c", code, server.url]
            told = [
                subprocess.run([*command, f"{n}@x.org"], capture_output=True, text=True, env=os.environ, check=False)
                for n in "12"
            ]

        first, second = told
        assert first.stdout.startswith("1@x.org zeep")
        assert ("2@x.org\n", "", "") == (second.stdout, second.stderr, first.stderr)

    def test_faces_without_what_only_some_workflows_need(self):
        """The faces of a client are made without the models, readers and results of their workflows."""
        code = """
            import sys
            from soapclient import Client
            faces = "documents folders users groups libraries search property_sets recycle_bin".split()
            with Client("sim:", username="admin", password="admin") as ir:
                for face in faces:
                    getattr(ir, face)
            without = ["models.contents", "models.people", "models.access", "folders.listing", "metadata.stored_rows"]
            without += ["transfer.upload_job", "transfer.reading", "moving.things", "search.query", "paging"]
            without = ["difflib", *(f"soapclient.inforouter.{name}" for name in without)]
            print(len(faces), *(name for name in without if name in sys.modules))
        """
        command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code)]
        told = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)

        assert ("8\n", "") == (told.stdout, told.stderr)

    def test_what_a_description_is_made_of(self):
        """A digest is another one when anything that a description is made of is: the WSDLs aside, these files."""
        told = " ".join(_made_by())
        assert all(name in told for name in ("annotations.json", "spellings.json", "describe.py", "spelling.py"))

    def test_differences_are_kept(self, monkeypatch):
        """What differs from the contract that a program was written for is told at each start, and compared at one."""
        loads = []
        real = Contract.load

        def load(source="bundled"):
            loads.append(source)
            return real(source)

        with Simulator(contract="bundled-2019") as simulator, simulator.serve() as server:
            monkeypatch.setattr(Contract, "load", load)
            for _ in "12":
                with Client(server.url, username="admin", password="admin") as ir:
                    with pytest.warns(ContractWarning, match="AssociatedDocuments"):
                        with pytest.raises(errors.SoapClientError):
                            ir.service.AssociatedDocuments(DocumentPath="/a")
                assert ["bundled"] * 3 == loads  # for the login, the call and the logout of the first
            with Client(server.url, username="admin", password="admin", written_for=None) as ir:
                with warnings.catch_warnings(), pytest.raises(errors.SoapClientError):
                    warnings.simplefilter("error")
                    ir.service.AssociatedDocuments(DocumentPath="/a")


def test_what_is_declared_is_kept():
    """Defaults, fixed values, facets and documentation come back as they were kept."""
    given = """<xs:element name="a" type="t:K" default="x" minOccurs="0"><xs:annotation><xs:documentation>Say it.
    </xs:documentation></xs:annotation></xs:element><xs:element name="b" type="xs:string" fixed="y"/>
    <xs:element name="c" type="xs:int"/>"""
    kind = """<xs:simpleType name="K"><xs:restriction base="xs:string"><xs:pattern value="x+"/><xs:maxLength value="9"/>
    </xs:restriction></xs:simpleType>"""
    operation = told(request=given, types=kind)["Do"]
    kept = json.loads(json.dumps(_plain(operation)))
    back = _operation(kept)
    assert back == operation
    assert [each.declared for each in operation.parameters.values()] == [
        each.declared for each in back.parameters.values()
    ]
    assert {"namespace": "urn:t"} == kept["parameters"][2]["declared"]
