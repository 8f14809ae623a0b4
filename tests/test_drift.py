"""Contract against contract, each difference rated by what a call would meet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from soapclient import Client, Contract, compare, errors
from soapclient.cli import main

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
    """From 2019 to now 3 operations renamed parameters, which loses data, and 263 are new, which is harmless."""
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
    """A program of today breaks at a server of 2019 where it uses a new operation."""
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
        ("UpdateDocumentProperties2", ' nillable="true"', "", "null", "breaks"),
        ("UpdateDocumentProperties2", 'minOccurs="1"', 'minOccurs="0"', "null", "harmless"),
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
