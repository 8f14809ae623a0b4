"""Groups and libraries: local and global told apart, members let be, and what servers do otherwise than said."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_process import changes, client_of, names, success
from servers import either

from soapclient import AsyncClient, errors
from soapclient.simulator import Simulator

LOCAL = {"library": "Finance"}
GLOBAL = {"library": None}


@pytest.fixture(params=["soap", "http-post"])
def ir(request, sim):
    """An administrator's client of the simulator, by either transport."""
    with client_of(sim, transport=request.param) as client:
        yield client


@pytest.fixture
def soap(sim):
    """The same by SOAP only: some forms cannot say that a group is global."""
    with client_of(sim) as client:
        yield client


class TestLocalAndGlobal:
    """A group is of a library, or global: each workflow has to be told."""

    def test_each_is_found_where_it_is(self, ir):
        """A local group is not among the global ones, nor the other way round, whatever a server writes for none."""
        assert ["Auditors"] == names(ir.groups.list(library=None))
        assert ["Accountants"] == names(ir.groups.list(library="finance"))
        assert 11 == ir.groups.get("auditors", library=None).group_id
        assert 12 == ir.groups.get("Accountants", library="FINANCE").group_id
        assert not ir.groups.exists("Accountants", library=None)
        with pytest.raises(errors.GroupNotFound, match="the global group Accountants does not exist"):
            ir.groups.get("Accountants", library=None)

    @pytest.mark.parametrize(
        "call",
        [
            lambda groups, **of: groups.get("Auditors", **of),
            lambda groups, **of: groups.create("Auditors", **of),
            lambda groups, **of: groups.delete("Auditors", **of),
            lambda groups, **of: groups.rename("Auditors", "New", **of),
            lambda groups, **of: groups.add("Auditors", "jdoe", **of),
            lambda groups, **of: groups.ensure_members("Auditors", ["jdoe"], **of),
            lambda groups, **of: groups.show_members("Auditors", True, **of),
            lambda groups, **of: [*groups.members("Auditors", **of)],
        ],
    )
    def test_where_has_to_be_said(self, sim, ir, call):
        """Neither a library that is not said nor a blank one is taken for a global group: nothing is sent."""
        with pytest.raises(TypeError, match="library"):
            call(ir.groups)
        with pytest.raises(errors.ArgumentError, match="or pass library=None for a global one"):
            call(ir.groups, library=" ")
        assert [] == [*sim.arrived]

    def test_one_of_the_same_name_is_left_alone(self, soap):
        """What is done to a local group leaves the global one of its name alone, and the other way round."""
        soap.groups.create("Accountants", library=None)
        soap.groups.add("Accountants", "admin", library=None)
        assert ["jdoe"] == names(soap.groups.members("Accountants", library="Finance"))
        soap.groups.delete("Accountants", library="Finance", force=True)
        assert ["admin"] == names(soap.groups.members("Accountants", library=None))

    def test_a_form_that_cannot_say_it_is_refused(self, sim):
        """A form cannot say to a server of today that a group to be added to is global: one clear error, no change."""
        with client_of(sim, transport="http-post") as ir:
            if either(True, False):
                assert ir.groups.add("Auditors", "jdoe", library=None)
                return
            with pytest.raises(errors.HttpError, match="DomainName is empty; use SOAP"):
                ir.groups.add("Auditors", "jdoe", library=None)
            assert [] == [*ir.groups.members("Auditors", library=None)]


class TestGroups:
    """Create, rename, delete."""

    @pytest.mark.parametrize("shown", [True, False])
    @pytest.mark.parametrize("library", ["Finance", None])
    def test_members_are_shown_as_said(self, sim, ir, shown, library):
        """Whether members are shown is as it was said, also on servers that store the opposite."""
        assert shown is ir.groups.create("New", library=library, show_members=shown).public
        assert shown is ir.groups.get("New", library=library).public
        assert (not shown) is ir.groups.show_members("New", not shown, library=library).public
        renames = either(["UpdateUserGroupName1"], ["UpdateUserGroupName1"] * 3)
        assert ["CreateUserGroup1", *renames] == changes(sim)

    def test_a_rename_keeps_whether_members_are_shown(self, ir):
        """The group has its number, its members and its visibility after a rename."""
        before = ir.groups.show_members("Accountants", False, **LOCAL)
        after = ir.groups.rename("accountants", "Clerks", **LOCAL)
        assert (before.group_id, False, "Clerks") == (after.group_id, after.public, after.name)
        assert ["jdoe"] == names(ir.groups.members("Clerks", **LOCAL))

    def test_a_name_that_is_taken(self, sim, ir):
        """A group of a name that is taken is not created, and what is there is left alone."""
        with pytest.raises(errors.AlreadyExists, match="the group accountants of the library Finance already exists"):
            ir.groups.create("accountants", **LOCAL)
        assert [] == changes(sim)
        ir.groups.create("Clerks", **LOCAL)
        with pytest.raises(errors.AlreadyExists):
            ir.groups.rename("Clerks", "accountants", **LOCAL)
        with pytest.raises(errors.ServiceError) as refused:
            ir.groups.rename("Clerks", "a/b", **LOCAL)
        assert not isinstance(refused.value, errors.AlreadyExists)
        assert ["jdoe"] == names(ir.groups.members("Accountants", **LOCAL))

    def test_a_group_with_members_is_deleted_only_by_force(self, sim, ir):
        """Who is in the group is told before it is deleted."""
        with pytest.raises(errors.ArgumentError, match=r"has 1 member \(jdoe\); pass force=True"):
            ir.groups.delete("Accountants", **LOCAL)
        assert [] == changes(sim)
        ir.groups.delete("Accountants", force=True, **LOCAL)
        assert [] == [*ir.groups.list(**LOCAL)]

    def test_a_server_that_stores_nothing_is_told(self, sim, ir):
        """A group that is not listed after it was created is an error, as is one that is shown otherwise."""
        sim.fail("reply", operation="CreateUserGroup", body=success("CreateUserGroup", ir))
        with pytest.raises(errors.UnexpectedReply, match="the global group New is not listed"):
            ir.groups.create("New", **GLOBAL)
        sim.fail("reply", operation="UpdateUserGroupName1", times=2, body=success("UpdateUserGroupName1", ir))
        with pytest.raises(errors.UnexpectedReply) as failed:
            ir.groups.show_members("Auditors", False, **GLOBAL)
        assert ("UpdateUserGroupName1",) * 2 == failed.value.done

    def test_a_group_that_is_not_deleted_is_told(self, sim, soap):
        """A success after which the group is still there is no success."""
        sim.fail("reply", operation="DeleteUsergroup", body=success("DeleteUsergroup", soap))
        with pytest.raises(errors.UnexpectedReply, match="the global group Auditors is still listed"):
            soap.groups.delete("Auditors", **GLOBAL)

    def test_a_rename_that_went_wrong_is_told(self, sim, soap):
        """A group that is not there under its new name, or is another one, or is shown otherwise, is told or mended."""
        sim.fail("reply", operation="UpdateUserGroupName", body=success("UpdateUserGroupName", soap), times=2)
        with pytest.raises(errors.UnexpectedReply, match="the global group New is not listed"):
            soap.groups.rename("Auditors", "New", **GLOBAL)
        soap.groups.create("Other", **GLOBAL)
        with pytest.raises(errors.UnexpectedReply, match="the global group Other is not the renamed group"):
            soap.groups.rename("Auditors", "Other", **GLOBAL)

    def test_a_rename_that_shows_the_members(self, sim, soap):
        """Where a rename changes whether members are shown, that is put back."""
        store = sim._world.users
        sim.fail("delay", operation="UpdateUserGroupName", seconds=0)
        answer = sim._failures._planned[0].run

        def showing(exchange):
            response = answer(exchange)
            store.change("UPDATE user_groups SET public = 0 WHERE group_id = 12")
            return response

        sim._failures._planned[0].run = showing
        assert soap.groups.rename("Accountants", "Clerks", **LOCAL).public is True
        assert soap.groups.get("Clerks", **LOCAL).public is True

    def test_what_was_done_before_a_refusal_is_told(self, sim, soap):
        """A group that was created, and is not shown as it was to be, is named with the refusal."""
        sim.fail("error", operation="UpdateUserGroupName1", text="Access denied", number=either("", "4030"))
        with pytest.raises(errors.AccessDenied) as failed:
            soap.groups.show_members("Auditors", False, **GLOBAL)
        assert () == failed.value.done


class TestMembers:
    """Who is in a group."""

    def test_another_is_first(self, sim, soap):
        """A user whom another adds meanwhile is in the group: a server that calls that an error is not believed."""
        sim.fail("reply", operation="GetUserGroupMembers", body=success("GetUserGroupMembers", soap))
        assert soap.groups.add("Accountants", "jdoe", **LOCAL)
        assert ["jdoe"] == names(soap.groups.members("Accountants", **LOCAL))

    def test_a_member_is_added_once(self, sim, soap):
        """One who is in the group already is not added, and that is told."""
        assert soap.groups.add("Auditors", "jdoe", **GLOBAL)
        assert not soap.groups.add("auditors", "JDOE", **GLOBAL)
        assert ["AddUsergroupMember"] == changes(sim)

    def test_a_member_is_removed_once(self, sim, ir):
        """One who is not in the group is not removed, and that is told."""
        assert ir.groups.remove("Accountants", "jdoe", **LOCAL)
        assert not ir.groups.remove("Accountants", "jdoe", **LOCAL)
        assert ["RemoveUsergroupMember"] == changes(sim)

    def test_the_difference_is_shown_first(self, sim, ir):
        """A plan names who would be added, who removed and who stays, and changes nothing."""
        planned = ir.groups.plan_members("Accountants", ["admin", "Admin", "JDoe"], **LOCAL)
        assert (("Admin",), (), ("jdoe",)) == (planned.add, planned.remove, planned.same)
        assert ("jdoe",) == ir.groups.plan_members("Accountants", ["admin"], exact=True, **LOCAL).remove
        assert [] == changes(sim)

    def test_members_are_let_be(self, sim, ir):
        """What is so already is not done again; others go only where the list is exact."""
        assert ("admin",) == ir.groups.ensure_members("Accountants", ["admin", "jdoe"], **LOCAL).add
        assert ir.groups.ensure_members("Accountants", ["admin"], **LOCAL).nothing_to_do
        assert ["admin", "jdoe"] == names(ir.groups.members("Accountants", **LOCAL))
        ir.groups.ensure_members("Accountants", ["admin"], exact=True, **LOCAL)
        assert ["admin"] == names(ir.groups.members("Accountants", **LOCAL))
        assert ["AddUsergroupMember", "RemoveUsergroupMember"] == changes(sim)

    def test_what_was_done_before_a_refusal_is_told(self, ir):
        """A user who does not exist stops the rest; who was added before is named."""
        with pytest.raises(errors.NotFound) as failed:
            ir.groups.ensure_members("Accountants", ["admin", "nobody"], **LOCAL)
        assert ("added admin",) == failed.value.done

    def test_a_change_that_is_not_made_is_told(self, sim, soap):
        """A success after which the user is not in the group is no success."""
        sim.fail("reply", operation="AddUsergroupMember", body=success("AddUsergroupMember", soap))
        with pytest.raises(errors.UnexpectedReply, match="read back: jdoe is not in it"):
            soap.groups.add("Auditors", "jdoe", **GLOBAL)

    def test_a_member_without_a_name(self, sim, soap):
        """Nobody is removed by an empty name, which may stand for somebody else."""
        told = success("GetUserGroupMembers", soap).replace(
            b" />", b"><users><User UserID='2' /></users></response>", 1
        )
        sim.fail("reply", operation="GetUserGroupMembers", body=told)
        with pytest.raises(errors.UnexpectedReply, match="a member of the global group Auditors has no name"):
            soap.groups.ensure_members("Auditors", ["jdoe"], library=None, exact=True)
        assert [] == changes(sim)

    def test_one_text_is_not_a_list_of_names(self, ir):
        """A name instead of a list of names is refused, not taken letter by letter."""
        with pytest.raises(errors.ArgumentError, match="user_names must be a list of names"):
            ir.groups.ensure_members("Accountants", "jdoe", **LOCAL)


USERS = ("admin", "jdoe", "sysadmin")


@pytest.fixture(scope="module", params=["classic", "current"])
def lasting(request):
    """A client of a simulator of either generation, for many examples."""
    with Simulator(generation=request.param) as simulator, client_of(simulator) as client:
        yield client


@settings(max_examples=25)
@given(data=st.data())
def test_nobody_else_gains_or_loses(lasting, data):
    """The members of a group are those that were wanted and, unless the list is exact, those of before."""
    some = st.sets(st.sampled_from(USERS))
    before, wanted, exact = data.draw(some), data.draw(some), data.draw(st.booleans())
    lasting.groups.ensure_members("Auditors", before, exact=True, **GLOBAL)
    lasting.groups.ensure_members("Auditors", sorted(wanted), exact=exact, **GLOBAL)
    assert {*names(lasting.groups.members("Auditors", **GLOBAL))} == wanted | (set() if exact else before)
    assert ["jdoe"] == names(lasting.groups.members("Accountants", **LOCAL))


class TestLibraries:
    """Libraries, their members and managers."""

    def test_what_is_there(self, ir):
        """Libraries are listed and read; their members are users and global groups."""
        assert ["Finance", "Public"] == names(ir.libraries.list())
        assert "Finance" == ir.libraries.get("finance").name
        assert (True, False) == (ir.libraries.exists("Public"), ir.libraries.exists("None"))
        members = ir.libraries.members("Finance")
        assert (["admin", "jdoe"], ["Auditors"]) == (names(members.users), names(members.groups))
        assert ["admin"] == names(ir.libraries.managers("Finance"))

    def test_members_are_added_and_removed_once(self, sim, ir):
        """What is so already is not sent."""
        assert (True, False) == (ir.libraries.add_user("Public", "jdoe"), ir.libraries.add_user("Public", "jdoe"))
        assert (True, False) == (ir.libraries.remove_user("Public", "jdoe"), ir.libraries.remove_user("Public", "jdoe"))
        assert not ir.libraries.add_group("Public", "Auditors")
        assert ir.libraries.remove_group("Public", "Auditors")
        assert ["AddUserAsDomainMember", "RemoveUserFromDomainMembership", "RemoveUserGroupFromDomainMembership"] == (
            changes(sim)
        )

    def test_the_last_member_stays(self, sim, ir):
        """Nobody reaches a library without members: who is the last one, who manages it and who calls stay."""
        ir.libraries.remove_group("Public", "Auditors")
        with pytest.raises(errors.ArgumentError) as refused:
            ir.libraries.remove_user("Public", "Admin")
        assert 2 == len(refused.value.problems)
        assert "Admin is the last member of Public" in refused.value.problems[0]
        with pytest.raises(errors.ArgumentError, match="admin would no longer manage Finance"):
            ir.libraries.remove_user("Finance", "admin")
        assert ["RemoveUserGroupFromDomainMembership"] == changes(sim)

    def test_another_is_first(self, sim, ir):
        """A user whom another adds meanwhile is a member: a server that calls that an error is not believed."""
        sim.fail("reply", operation="GetDomainMembers", body=success("GetDomainMembers", ir))
        assert ir.libraries.add_user("Finance", "jdoe")
        with pytest.raises(errors.NotFound):
            ir.libraries.add_user("Finance", "nobody")

    def test_a_change_that_is_not_made_is_told(self, sim, ir):
        """A success after which all is as before is no success, nor is a library that is not told."""
        sim.fail("reply", operation="AddUserAsDomainMember", body=success("AddUserAsDomainMember", ir))
        with pytest.raises(errors.UnexpectedReply, match="Public, read back: jdoe is missing"):
            ir.libraries.add_user("Public", "jdoe")
        sim.fail("reply", operation="GetDomain", body=success("GetDomain", ir))
        with pytest.raises(errors.UnexpectedReply, match="is not about Public alone"):
            ir.libraries.get("Public")

    def test_the_last_group_stays(self, ir):
        """A global group that is the last member of a library stays, unless force is said."""
        ir.libraries.remove_user("Public", "admin", force=True)
        with pytest.raises(errors.ArgumentError, match="(?i)auditors is the last member of Public"):
            ir.libraries.remove_group("Public", "auditors")

    def test_managers(self, ir):
        """A member is made a manager once, and is a member still when that is over."""
        assert (True, False) == (
            ir.libraries.add_manager("Finance", "jdoe"),
            ir.libraries.add_manager("Finance", "jdoe"),
        )
        assert ir.libraries.remove_manager("Finance", "jdoe")
        assert not ir.libraries.remove_manager("Finance", "jdoe")
        assert "jdoe" in names(ir.libraries.members("Finance").users)

    def test_a_new_library(self, ir):
        """A library is created, with a message or without one, and read back; a second one of its name is refused."""
        assert "Hello" == ir.libraries.create("Sales", welcome_message="Hello").welcome_message
        assert "" == ir.libraries.create("Stock").welcome_message
        assert ["admin"] == names(ir.libraries.members("Sales").users)
        with pytest.raises(errors.AlreadyExists):
            ir.libraries.create("sales")
        with pytest.raises(errors.ServiceError) as refused:
            ir.libraries.create("a/b")
        assert not isinstance(refused.value, errors.AlreadyExists)


def test_by_an_old_contract():
    """The contract of 2018 has no operation for the caller's own account; the workflows have another way."""
    with Simulator(contract="bundled-2019") as simulator, client_of(simulator, wsdl="bundled-2019") as ir:
        assert "admin" == ir.users.current().user_name
        with pytest.raises(errors.ArgumentError, match="makes this call"):
            ir.users.disable("admin")
        assert ir.groups.add("Accountants", "admin", **LOCAL)


@pytest.mark.parametrize("name", ["", " ", None, 3])
def test_what_is_no_name(sim, ir, name):
    """What is no name is sent nowhere."""
    with pytest.raises(errors.ArgumentError, match="the name of the group"):
        ir.groups.get(name, **LOCAL)
    assert [] == [*sim.arrived]


def test_the_same_awaited(sim):
    """The asynchronous faces have the same workflows."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            await ir.groups.ensure_members("Auditors", ["jdoe"], library=None)
            members = [each async for each in ir.groups.members("Auditors", library=None)]
            return names(members), names([each async for each in ir.libraries.list()])

    with sim.serve() as server:
        assert (["jdoe"], ["Finance", "Public"]) == asyncio.run(work(server.url))
