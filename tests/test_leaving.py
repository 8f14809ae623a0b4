"""Who leaves: what is owned is told first, given to another or left by force, and never lost by the way."""

from __future__ import annotations

import attrs
import pytest
from in_process import changes, client_of, success
from servers import either

from soapclient import Contract, errors
from soapclient.calls.flow import Page
from soapclient.contract.operations import Operations
from soapclient.inforouter.gathering import gather
from soapclient.inforouter.people.leaving import TRANSFERS
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"


@pytest.fixture(params=["soap", "http-post"])
def ir(request, sim):
    """An administrator's client of the simulator, by either transport; jdoe owns something."""
    with client_of(sim, transport=request.param) as client:
        client.documents.set_owner(BUDGET, "jdoe")
        client.service.SetOwner(Path="/Finance/Archive", NewOwnerUserName="jdoe", ApplytoTree=False)
        sim.arrived.clear()
        yield client


def test_what_one_owns_is_counted(sim, ir):
    """Documents, folders and what is checked out are counted over all pages, and the first of them are named."""
    found = ir.users.belongings("jdoe")
    assert (1, 1, 0) == (found.documents, found.folders, found.checked_out)
    assert "1 document, 1 folder (/Finance/Reports/Budget.xlsx, /Finance/Archive)" == str(found)
    assert (True, "nothing") == (ir.users.belongings("sysadmin").nothing, str(ir.users.belongings("sysadmin")))
    with pytest.raises(errors.UserNotFound):
        ir.users.belongings("nobody")


def test_many_pages():
    """More than a page is counted to the end."""
    with Simulator(seed_documents=450) as sim, client_of(sim) as ir:
        assert 453 == ir.users.belongings("admin").documents


def test_a_page_that_cannot_be_read(sim):
    """A count that could not be finished is an error, not a smaller count."""
    with client_of(sim) as ir:
        sim.fail("error", operation="GetFoldersOwnedByUser", text="Access denied", number=either("", "4030"))
        with pytest.raises(errors.AccessDenied):
            ir.users.belongings("jdoe")
        sim.fail("drop", operation="GetFoldersOwnedByUser", times=2)
        with pytest.raises(errors.ConnectError):
            ir.users.belongings("jdoe")


def test_one_that_is_given_up():
    """A listing inside a workflow that is given up is closed, and sends nothing more."""
    ended = []

    def pages():
        try:
            yield Page((1, 2))
            yield "message"
        finally:
            ended.append(True)

    taken = []
    flow = gather(pages(), taken.append)
    assert "message" == next(flow)
    flow.close()
    assert ([(1, 2)], [True]) == (taken, ended)


class TestTransfer:
    """What is given to another."""

    def test_all_of_it(self, sim, ir):
        """Another user owns it then; rights and memberships are not given."""
        with client_of(sim, "jdoe", "secret") as jane:
            jane.service.Lock(Path=BUDGET)
        sim.arrived.clear()
        assert tuple(TRANSFERS.values()) == ir.users.transfer("jdoe", "sysadmin")
        assert "sysadmin" == ir.documents.owner(BUDGET).user_name
        assert (1, 1, 1) == (
            ir.users.belongings("sysadmin").documents,
            ir.users.belongings("sysadmin").folders,
            ir.users.belongings("sysadmin").checked_out,
        )
        assert ["Accountants"] == [each.name for each in ir.users.groups("jdoe")]

    def test_some_of_it(self, ir):
        """Only what is named is given."""
        assert ("TransferUserFolderOwnerships",) == ir.users.transfer("jdoe", "sysadmin", what=["folders"])
        assert (1, 0) == (ir.users.belongings("jdoe").documents, ir.users.belongings("jdoe").folders)
        assert ("TransferUserDocumentOwnerships",) == ir.users.transfer("jdoe", "sysadmin", what=iter(["documents"]))

    @pytest.mark.parametrize("to", ["jdoe", "JDOE", " jdoe "])
    def test_not_to_oneself(self, sim, ir, to):
        """The same name twice would take everything away: it is refused, and nothing is changed."""
        with pytest.raises(errors.ArgumentError, match="are one user, who would lose everything"):
            ir.users.transfer("jdoe", to)
        with pytest.raises(errors.ArgumentError, match="are one user"):
            ir.users.delete("jdoe", transfer_to=to)
        assert [] == changes(sim)
        assert "jdoe" == ir.documents.owner(BUDGET).user_name

    @pytest.mark.parametrize(
        ("to", "what", "error", "told"),
        [
            ("nobody", ["folders"], errors.UserNotFound, None),
            ("", ["folders"], errors.ArgumentError, "the name of the user is blank"),
            ("sysadmin", ["rights"], errors.ArgumentError, "not 'rights'"),
            ("sysadmin", "folders", errors.ArgumentError, "not 'folders'"),
        ],
    )
    def test_what_cannot_be(self, sim, ir, to, what, error, told):
        """Nothing is changed where the other user or the kind of thing does not exist."""
        with pytest.raises(error, match=told):
            ir.users.transfer("jdoe", to, what=what)
        assert [] == changes(sim)

    def test_not_to_a_disabled_user(self, sim, ir):
        """Who cannot log in gets nothing."""
        ir.users.disable("sysadmin")
        with pytest.raises(errors.ArgumentError, match="sysadmin is disabled"):
            ir.users.transfer("jdoe", "sysadmin")

    def test_a_part_of_it(self, sim):
        """What a server could not give, as it says in a success, is an error, with what was done before it."""
        with client_of(sim) as ir:
            ir.documents.set_owner(BUDGET, "jdoe")
            body = success("TransferUserTasks", ir).replace(b'error=""', b'warnings="2 tasks could not be moved"')
            sim.fail("reply", operation="TransferUserTasks", body=body)
            with pytest.raises(errors.PartialFailure, match="2 tasks could not be moved") as failed:
                ir.users.transfer("jdoe", "sysadmin")
            assert tuple(TRANSFERS.values())[:3] == failed.value.done

    def test_what_was_not_given_is_told(self, sim):
        """A success after which the user owns it still is no success."""
        with client_of(sim) as ir:
            ir.documents.set_owner(BUDGET, "jdoe")
            operation = "TransferUserDocumentOwnerships"
            sim.fail("reply", operation=operation, body=success(operation, ir))
            with pytest.raises(errors.UnexpectedReply, match="jdoe still has 1 document") as failed:
                ir.users.transfer("jdoe", "sysadmin", what=["documents"])
            assert (operation,) == failed.value.done

    def test_a_contract_without_it(self):
        """A contract that cannot transfer is told before anything is sent."""
        with Simulator(contract=Contract.load("bundled-2019")) as sim, client_of(sim, wsdl="bundled-2019") as ir:
            with pytest.raises(errors.UnknownOperation, match="Nothing was transferred"):
                ir.users.transfer("jdoe", "admin")


class TestDelete:
    """The end of an account."""

    def test_what_it_owns_is_told_first(self, sim, ir):
        """An account that owns something is deleted only where that goes to another, or by force."""
        with pytest.raises(
            errors.ArgumentError, match=r"jdoe owns 1 document, 1 folder \(.*transfer_to=, or pass force=True"
        ):
            ir.users.delete("jdoe")
        assert [] == changes(sim)
        owned = ir.users.delete("jdoe", transfer_to="sysadmin")
        assert (1, 1) == (owned.documents, owned.folders)
        assert not ir.users.exists("jdoe")
        assert "sysadmin" == ir.documents.owner(BUDGET).user_name

    def test_by_force(self, ir):
        """By force it is left to an account that is gone."""
        ir.users.delete("jdoe", force=True)
        assert not ir.users.exists("jdoe")

    @pytest.mark.parametrize("said", [{}, {"force": True}, {"transfer_to": "jdoe"}])
    def test_never_oneself(self, sim, ir, said):
        """The account that the client is logged in as is never deleted."""
        with pytest.raises(errors.ArgumentError, match="admin makes this call"):
            ir.users.delete("Admin", **said)
        assert [] == changes(sim)

    def test_nobody(self, sim, ir):
        """Who does not exist is not deleted."""
        with pytest.raises(errors.UserNotFound):
            ir.users.delete("nobody")
        assert [] == changes(sim)

    def test_a_part_of_it(self, sim):
        """Where not everything could be given to another, the account stays."""
        with client_of(sim) as ir:
            ir.documents.set_owner(BUDGET, "jdoe")
            sim.fail("error", operation="TransferUserFolderOwnerships", text="Access denied")
            with pytest.raises(errors.ServiceError) as failed:
                ir.users.delete("jdoe", transfer_to="sysadmin")
            assert ("TransferUserDocumentOwnerships",) == failed.value.done
            assert ir.users.exists("jdoe")

    def test_a_contract_that_cannot_delete(self, sim):
        """Nothing is given away where the contract cannot delete the account afterwards."""
        with client_of(sim) as ir:
            known = ir.contract
            left = Operations(tuple(each for each in known if each != "DeleteUser1"), known.operations.__getitem__)
            ir.wiring.caller.contracts._contract = attrs.evolve(known, operations=left)
            ir.documents.set_owner(BUDGET, "jdoe")
            sim.arrived.clear()
            with pytest.raises(errors.UnknownOperation):
                ir.users.delete("jdoe", transfer_to="sysadmin", own_password="admin")
            assert [] == changes(sim)

    def test_ones_own_password(self, sim, ir, caplog):
        """Where a server asks for the caller's own password again it is given, and shown nowhere."""
        ir.users.create("asmith", first_name="A", last_name="S", email="", password="Hush-1")
        if either(True, False):
            with pytest.raises(errors.ServiceError) as failed:
                ir.users.delete("asmith", own_password="Wrong-One")
            assert "Wrong-One" not in f"{failed.value} {failed.value.detail} {caplog.text}"
        ir.users.delete("asmith", own_password=lambda: "admin")
        assert "DeleteUser1" in changes(sim)
        assert not ir.users.exists("asmith")

    def test_a_deletion_that_arrived_twice(self, sim):
        """An account that was there and is gone is deleted, whatever the second answer is."""
        with client_of(sim) as ir:
            sim.fail("twice", operation="DeleteUser")
            assert ir.users.delete("sysadmin").nothing
            sim.fail("twice", operation="DeleteUsergroup")
            ir.groups.delete("Auditors", library=None)
            assert not ir.groups.exists("Auditors", library=None)

    def test_a_deletion_that_cannot_be_read_back(self, sim):
        """What was done is named where the reading afterwards fails."""
        with client_of(sim) as ir:
            sim.fail("fault", operation="UserExists", text="boom")
            with pytest.raises(errors.SoapClientError) as failed:
                ir.users.delete("jdoe", transfer_to="sysadmin")
        assert (*TRANSFERS.values(), "DeleteUser") == failed.value.done

    def test_what_is_still_there_is_told(self, sim):
        """A success after which the account is still there is no success."""
        with client_of(sim) as ir:
            sim.fail("reply", operation="DeleteUser", body=success("DeleteUser", ir))
            with pytest.raises(errors.UnexpectedReply, match="sysadmin still exists"):
                ir.users.delete("sysadmin")
