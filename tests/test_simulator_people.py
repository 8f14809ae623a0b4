"""Groups and libraries in the simulator: what servers of both generations keep, and their traps."""

from __future__ import annotations

import pytest

from soapclient import Client, errors
from soapclient.simulator import Simulator

pytestmark = pytest.mark.classic("tests of the simulator itself say which generation they are about")

GENERATIONS = ("classic", "current")
WRITES = {"success": "true", "error": ""}
LOCAL = {"DomainName": "Finance", "GroupName": "Accountants"}
GLOBAL = {"DomainName": "", "GroupName": "Auditors"}


@pytest.fixture(params=GENERATIONS)
def simulator(request):
    """A simulator of either generation."""
    with Simulator(generation=request.param) as made:
        yield made


@pytest.fixture
def service(simulator):
    """The operations of a simulator, to an administrator."""
    with simulator.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        yield ir.service


def is_current(simulator):
    return simulator._generation.current


def names(reply):
    """Return the names of what a reply lists."""
    return [getattr(each, "user_name", None) or each.name for each in reply]


class TestSeeds:
    """What a new store has."""

    def test_groups_and_libraries(self, service):
        """Finance has a local group; jdoe is in both; a global group is in both libraries."""
        assert ["Auditors"] == names(service.GetGlobalGroups())
        assert ["Accountants"] == names(service.GetLocalGroups(DomainName="finance"))
        assert ["jdoe"] == names(service.GetUserGroupMembers(**LOCAL))
        assert [] == names(service.GetUserGroupMembers(**GLOBAL))
        assert ["Finance", "Public"] == names(service.GetDomains())
        assert ["admin", "jdoe", "Auditors"] == names(service.GetDomainMembers(DomainName="Finance"))
        assert ["admin"] == names(service.GetManagers(DomainName="Finance"))

    def test_what_was_removed_does_not_come_back(self, tmp_path):
        """A file that is opened again is not seeded again."""
        file = tmp_path / "sim.sqlite"
        for before in (["Auditors"], []):
            with Simulator(file) as simulator, simulator.serve() as server:
                with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                    assert before == names(ir.service.GetGlobalGroups())
                    if before:
                        ir.service.DeleteUsergroup(**GLOBAL)


class TestGroups:
    """Groups, and what is odd about them."""

    def test_without_a_library_a_group_is_global(self, service):
        """Create, rename and delete act on the global group where no library is named, be there a local one too."""
        service.CreateUserGroup(DomainName="", GroupName="Accountants")
        service.UpdateUserGroupName(DomainName="", GroupName="accountants", NewGroupName="Clerks")
        assert ["Auditors", "Clerks"] == names(service.GetGlobalGroups())
        service.DeleteUsergroup(DomainName="", GroupName="Clerks")
        assert ["Auditors"] == names(service.GetGlobalGroups())
        assert ["Accountants"] == names(service.GetLocalGroups(DomainName="Finance"))

    def test_servers_of_today_store_the_opposite_of_show_members(self, simulator, service):
        """What is said of the members reads back inverted from servers of today, on creation and on renaming."""
        service.CreateUserGroup1(DomainName="Finance", GroupName="New", showMembers=True)
        created = service.GetUserGroup(DomainName="Finance", GroupName="New").items[0].public
        service.UpdateUserGroupName1(DomainName="Finance", GroupName="New", NewGroupName="New", ShowMembers=True)
        renamed = service.GetUserGroup(DomainName="Finance", GroupName="New").items[0].public
        assert (created, renamed) == (not is_current(simulator),) * 2

    def test_a_member_is_added_once(self, simulator, service):
        """One who is in already is an error of classic servers, and a success of those of today."""
        if is_current(simulator):
            assert service.AddUsergroupMember(**LOCAL, UserName="jdoe").attributes["success"] == "true"
        else:
            with pytest.raises(errors.ServiceError, match="already a member"):
                service.AddUsergroupMember(**LOCAL, UserName="jdoe")
        service.AddUsergroupMember(**GLOBAL, UserName="ID:2")
        assert ["jdoe"] == names(service.GetUserGroupMembers(**GLOBAL))

    def test_a_member_is_removed_once(self, simulator, service):
        """One who is not in is an error of classic servers, and a success of those of today."""
        service.RemoveUsergroupMember(**LOCAL, UserName="jdoe")
        assert [] == names(service.GetUserGroupMembers(**LOCAL))
        if is_current(simulator):
            service.RemoveUsergroupMember(**LOCAL, UserName="jdoe")
        else:
            with pytest.raises(errors.ServiceError, match="not a member"):
                service.RemoveUsergroupMember(**LOCAL, UserName="jdoe")

    @pytest.mark.parametrize(
        ("operation", "arguments", "expected"),
        [
            ("CreateUserGroup", {**LOCAL}, errors.ServiceError),
            ("CreateUserGroup", {"DomainName": "None", "GroupName": "x"}, errors.DomainNotFound),
            ("CreateUserGroup", {"DomainName": "", "GroupName": "a/b"}, errors.ServiceError),
            ("UpdateUserGroupName", {**LOCAL, "NewGroupName": "a:b"}, errors.ServiceError),
            ("DeleteUsergroup", {"DomainName": "Public", "GroupName": "Accountants"}, errors.GroupNotFound),
            ("AddUsergroupMember", {**LOCAL, "UserName": "nobody"}, errors.NotFound),
            ("AddUsergroupMember", {**LOCAL, "UserName": "ID:99"}, errors.NotFound),
        ],
    )
    def test_refusals(self, service, operation, arguments, expected):
        """Names that are taken, absent or bad are refused."""
        with pytest.raises(expected):
            service[operation](**arguments)

    def test_a_global_group_is_described_by_classic_servers_only(self, simulator, service):
        """Servers of today fail where the group that is asked for is global."""
        if is_current(simulator):
            with pytest.raises(errors.ServerFault):
                service.GetUserGroup(**GLOBAL)
        else:
            assert ["Auditors"] == names(service.GetUserGroup(**GLOBAL))

    def test_members_in_order(self, service):
        """The second listing of members takes an order, and refuses 0."""
        service.AddUsergroupMember(**LOCAL, UserName="admin")
        said = {"SortAscending": False, "DetailMode": False}
        assert ["jdoe", "admin"] == names(service.GetUserGroupMembers1(**LOCAL, SortBy=1, **said))
        with pytest.raises(errors.ServiceError):
            service.GetUserGroupMembers1(**LOCAL, SortBy=0, **said)

    def test_who_may(self, simulator):
        """A manager of a library has its groups; another user has none."""
        with simulator.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                ir.service.AddManagerToDomain(DomainName="Finance", UserName="jdoe")
            with Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
                ir.service.CreateUserGroup(DomainName="Finance", GroupName="Mine")
                for library in ("Public", ""):
                    with pytest.raises(errors.AccessDenied):
                        ir.service.CreateUserGroup(DomainName=library, GroupName="Mine")


class TestLibraries:
    """Libraries, and what is odd about them."""

    def test_members(self, service):
        """Users and global groups are added once, and removed."""
        service.AddUserAsDomainMember(DomainName="Public", UserName="jdoe")
        with pytest.raises(errors.ServiceError, match=r"(?i)already"):
            service.AddUserAsDomainMember(DomainName="Public", UserName="jdoe")
        with pytest.raises(errors.ServiceError, match=r"(?i)already"):
            service.AddUserGroupAsDomainMember(DomainName="Public", GroupName="Auditors")
        with pytest.raises(errors.NotFound):
            service.AddUserGroupAsDomainMember(DomainName="Public", GroupName="Accountants")
        service.RemoveUserGroupFromDomainMembership(DomainName="Public", GroupName="Auditors")
        service.RemoveUserFromDomainMembership(DomainName="Public", Username="admin")
        found = service.GetDomainMembers1(domainName="Public", sortBy=1, sortAscending=True, detailMode=False)
        assert ["jdoe"] == names(found)

    def test_a_library_without_members_is_gone(self, service):
        """The last member can be removed; nobody reaches the library then, not even an administrator."""
        service.RemoveUserGroupFromDomainMembership(DomainName="Public", GroupName="Auditors")
        service.RemoveUserFromDomainMembership(DomainName="Public", Username="admin")
        with pytest.raises(errors.DomainNotFound):
            service.GetDomain(DomainName="Public")
        assert not service.DomainExists(DomainName="Public")
        assert ["Finance"] == names(service.GetDomains())

    def test_whoever_is_removed_manages_no_more(self, service):
        """A manager who is removed from a library loses that role too."""
        service.RemoveUserFromDomainMembership(DomainName="Finance", Username="admin")
        assert [] == names(service.GetManagers(DomainName="Finance"))

    def test_managers(self, simulator, service):
        """Managers are members first, on classic servers only."""
        for operation in ("AddManagerToDomain", "RemoveManagerFromDomain"):
            if is_current(simulator):
                service[operation](DomainName="Public", UserName="jdoe")
            else:
                with pytest.raises(errors.ServiceError):
                    service[operation](DomainName="Public", UserName="jdoe")
        assert [] == names(service.GetManagers(DomainName="Public"))
        assert ["Finance"] == names(service.GetManagedDomainsByUser(userName=""))

    def test_libraries_of_a_user(self, service):
        """A user is in a library by himself or by a group."""
        assert ["Finance"] == names(service.GetDomainMembershipsOfUser(userName="jdoe"))
        service.AddUsergroupMember(**GLOBAL, UserName="jdoe")
        assert ["Finance", "Public"] == names(service.GetDomainMembershipsOfUser(userName="jdoe"))
        assert ["Finance", "Public"] == names(service.GetMemberDomains())

    def test_lists_whose_meaning_differs(self, simulator, service):
        """Users and groups of a library are others in each generation, as the pages contradict each other."""
        users, groups = service.GetDomainUsers(DomainName="Finance"), service.GetDomainGroups(DomainName="Finance")
        if is_current(simulator):
            assert (["jdoe"], ["Accountants"]) == (names(users), names(groups))
        else:
            assert (["admin", "jdoe"], ["Accountants", "Auditors"]) == (names(users), names(groups))
        assert ["jdoe"] == names(service.GetLocalUsers(DomainName="Finance"))

    def test_a_new_library(self, service):
        """Who makes a library is its member; it is a folder; its name is free of some characters."""
        service.CreateDomain(DomainName="Sales", Anonymous=False, Hidden=False, WelcomeMessage="Hi")
        assert "Hi" == service.GetDomain(DomainName="Sales").items[0].welcome_message
        assert ["admin"] == names(service.GetDomainMembers(DomainName="Sales"))
        assert service.FolderExists(Path="/Sales")
        for name, expected in (("sales", errors.ServiceError), ("a:b", errors.ServiceError)):
            with pytest.raises(expected):
                service.CreateDomain(DomainName=name, Anonymous=False, Hidden=False, WelcomeMessage="")

    def test_who_may(self, simulator):
        """Only an administrator changes libraries."""
        with simulator.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            with pytest.raises(errors.AccessDenied):
                ir.service.AddUserAsDomainMember(DomainName="Finance", UserName="jdoe")
            with pytest.raises(errors.AccessDenied):
                ir.service.GetManagedDomainsByUser(userName="admin")
