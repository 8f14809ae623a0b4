"""Groups and libraries in the simulator: what servers of both generations keep, and their traps."""

from __future__ import annotations

import pytest

from soapclient import CLEAR, Client, errors
from soapclient.simulator import Simulator
from soapclient.simulator.behaviour import BEHAVIOURS
from soapclient.simulator.people.numbers import NUMBERS, TRANSFERS

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


class TestUpkeep:
    """Libraries that are changed, archived, deleted and counted."""

    def test_everything_is_written(self, service):
        """A library is renamed with all that is in it; what is left out of the rest is cleared."""
        service.UpdateDomain(
            DomainName="Finance", NewDomainName="Money", Anonymous=False, Hidden=True, WelcomeMessage=CLEAR
        )
        found = service.GetDomain(DomainName="Money").items[0]
        assert ("Money", True, "") == (found.name, found.hidden, found.welcome_message)
        assert service.DocumentExists(Path="/Money/Reports/Budget.xlsx")
        with pytest.raises(errors.ServiceError):
            service.UpdateDomain(
                DomainName="Money", NewDomainName="Public", Anonymous=False, Hidden=False, WelcomeMessage=CLEAR
            )

    def test_archives(self, service):
        """A library is archived once, and taken out of the archive once."""
        for operation, expected in (("ArchiveDomain", True), ("UnarchiveDomain", False)):
            service[operation](DomainName="Public")
            assert service.GetDomain(DomainName="Public").items[0].archive is expected
            with pytest.raises(errors.ServiceError):
                service[operation](DomainName="Public")

    def test_deleted(self, service):
        """A library is deleted with its groups and with all that is in it."""
        service.DeleteDomain(DomainName="Finance")
        assert not service.DomainExists(DomainName="Finance")
        assert not service.FolderExists(Path="/Finance/Reports")
        assert not service.DocumentExists(Path="/Finance/Reports/Budget.xlsx")
        assert ["Auditors"] == names(service.GetDomainMembers(DomainName="Public"))[1:]

    def test_counted(self, service):
        """What is in a library is counted."""
        found = service.GetDomainStatistics(domainName="Finance").element[0]
        counts = {each.tag: int(each.text) for each in found}
        assert (2, 2, 1, 2, 1) == tuple(
            counts[name]
            for name in ("FolderCount", "DocumentCount", "LocalGroupCount", "MemberUserCount", "MemberGroupCount")
        )
        assert counts["TotalDocumentSize"] > 0

    def test_users_in_order(self, simulator, service):
        """Users of a library are listed in an order, in each generation those that its page means."""
        found = service.GetDomainUsers1(domainName="Finance", sortBy=1, sortAscending=False, detailMode=True)
        assert names(found) == (["jdoe"] if is_current(simulator) else ["jdoe", "admin"])

    def test_policies(self, service):
        """The policies of a library say which right an action requires."""
        policies = service.GetDomainPolicies(domainName="Public").element.iter("{*}Policy")
        assert {"DocumentRead": "2", "SecurityChange": "6"}.items() <= {
            each.get("Action"): each.get("RightRequired") for each in policies
        }.items()


class TestAccess:
    """Access lists, and what they allow."""

    BUDGET = "/Finance/Reports/Budget.xlsx"

    def say(self, service, path, entries, *, tree=False):
        """Write an access list."""
        service.SetAccessList(Path=path, AccessListXML=f"<AccessList>{entries}</AccessList>", ApplyToTree=tree)

    def test_everybody_has_every_right_at_first(self, simulator, service):
        """Where no list was made, members of the library have full control, and so has everybody else."""
        found = service.GetAccessList(Path=self.BUDGET).items[0]
        assert (True, ["anonymous", "members"]) == (found.inherited, [each.who for each in found.entries])
        with simulator.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            assert ir.service.FolderExists(Path="/Public")
            assert ir.service.DocumentAccessAllowed(Path=self.BUDGET, ActionId=11)

    @pytest.mark.parametrize(
        ("right", "exists", "reads", "adds", "changes", "controls"),
        [
            (0, False, False, False, False, False),
            (1, True, False, False, False, False),
            (2, True, True, False, False, False),
            (3, True, False, True, False, False),
            (4, True, True, True, False, False),
            (5, True, True, True, True, False),
            (6, True, True, True, True, True),
        ],
    )
    def test_each_right(self, simulator, service, right, exists, reads, adds, changes, controls):
        """Each right of a list is what its name says, for all that is below the folder."""
        self.say(service, "/Finance/Reports", f'<User UserName="jdoe" Right="{right}"/><DomainMembers Right="0"/>')

        def asked(call):
            try:
                return bool(call())
            except errors.ServiceError:
                return False

        with simulator.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            document = ir.service.DocumentAccessAllowed
            assert (exists, reads, adds, changes, controls) == (
                ir.service.DocumentExists(Path=self.BUDGET),
                asked(lambda: document(Path=self.BUDGET, ActionId=4)),
                asked(lambda: ir.service.FolderAccessAllowed(Path="/Finance/Reports", ActionId=5)),
                asked(lambda: document(Path=self.BUDGET, ActionId=1)),
                asked(lambda: document(Path=self.BUDGET, ActionId=11)),
            )
            if exists:
                assert 2 == len(ir.service.GetDocuments1(Path="/Finance/Reports").items)

    def test_an_own_entry_against_that_of_a_group(self, simulator, service):
        """Of an own entry and one of a group the better one holds, or the own one, as pages do not say which."""
        entries = '<User UserName="jdoe" Right="1"/><UserGroup DomainName="Finance" GroupName="Accountants" Right="6"/>'
        self.say(service, self.BUDGET, entries)
        with simulator.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            allowed = ir.service.DocumentAccessAllowed(Path=self.BUDGET, ActionId=11)
        assert allowed != is_current(simulator)

    def test_names_and_rights_that_there_are_not(self, simulator, service):
        """Classic servers leave names out and clamp rights without a word; those of today refuse both."""
        entries = ('<User UserName="nobody" Right="6"/>', '<UserGroup DomainName="X" GroupName="G" Right="1"/>')
        for entry in (*entries, '<User UserName="jdoe" Right="9"/>'):
            if is_current(simulator):
                with pytest.raises(errors.ServiceError):
                    self.say(service, self.BUDGET, entry)
            else:
                self.say(service, self.BUDGET, entry)
        found = service.GetAccessList(Path=self.BUDGET).items[0]
        people = [(each.name, each.right) for each in found.entries if each.who in ("user", "group")]
        assert people == ([] if is_current(simulator) else [("jdoe", 6)])

    def test_what_is_left_out(self, simulator, service):
        """The members of the library keep their right where a list leaves them out, or lose it."""
        self.say(service, self.BUDGET, '<User UserName="jdoe" Right="2"/>')
        rights = [
            each.right for each in service.GetAccessList(Path=self.BUDGET).items[0].entries if each.who == "members"
        ]
        assert rights == ([] if is_current(simulator) else [6])
        with pytest.raises(errors.ServiceError):
            service.SetAccessList(Path=self.BUDGET, AccessListXML="<AccessList>", ApplyToTree=False)

    def test_a_gone_user_is_not_told(self, service):
        """An entry of a user or group who is gone is not told any more."""
        self.say(service, self.BUDGET, '<User UserName="jdoe" Right="2"/>')
        service.DeleteUser(UserName="jdoe")
        found = service.GetAccessList(Path=self.BUDGET).items[0]
        assert "user" not in [each.who for each in found.entries]

    def test_owners(self, simulator, service):
        """Servers of today say MultiStatus of every outcome but what is not there."""
        for name, error in (("nobody", errors.NotFound), ("jdoe", None)):
            if error is None:
                service.SetOwner(Path=self.BUDGET, NewOwnerUserName=name, ApplytoTree=False)
            else:
                with pytest.raises(error):
                    service.SetOwner(Path=self.BUDGET, NewOwnerUserName=name, ApplytoTree=False)
        assert ["jdoe"] == names(service.GetOwner(Path=self.BUDGET))
        service.DeleteUser(UserName="jdoe")
        with pytest.raises(errors.ServiceError):
            service.GetOwner(Path=self.BUDGET)

    def test_an_owner_and_a_reader(self, simulator, service):
        """An owner may everything whatever the list says; a read-only user may only read what others may change."""
        service.SetOwner(Path=self.BUDGET, NewOwnerUserName="jdoe", ApplytoTree=False)
        self.say(service, self.BUDGET, '<DomainMembers Right="0"/>')
        with simulator.serve() as server, Client(server.url, username="jdoe", password="secret", wsdl="bundled") as ir:
            assert ir.service.DocumentAccessAllowed(Path=self.BUDGET, ActionId=11)
            service.ChangeUserType(UserName="jdoe", UserType=2)
            assert not ir.service.DocumentAccessAllowed(Path=self.BUDGET, ActionId=1)

    @pytest.mark.parametrize(
        "entry",
        ['<User UserName="jdoe" Right="x"/>', '<Role Name="r" Right="1"/>', '<UserGroup GroupName="x" Right="1"/>'],
    )
    def test_entries_that_cannot_be(self, simulator, service, entry):
        """A right that is no number is refused; what names nobody is left out, or refused."""
        if is_current(simulator) or "jdoe" in entry:
            with pytest.raises(errors.ServiceError):
                self.say(service, self.BUDGET, entry)
        else:
            self.say(service, self.BUDGET, entry)
            told = service.GetAccessList(Path=self.BUDGET).items[0]
            assert ["anonymous", "members"] == [each.who for each in told.entries]

    def test_a_gone_group_is_not_told(self, service):
        """An entry of a group that is deleted is not told any more; comments between entries say nothing."""
        self.say(service, self.BUDGET, '<!-- all --><UserGroup DomainName="*" GroupName="Auditors" Right="2"/>')
        service.DeleteUsergroup(**GLOBAL)
        told = service.GetAccessList(Path=self.BUDGET).items[0]
        assert "group" not in [each.who for each in told.entries]


class TestSubscriptions:
    """Who is subscribed to what."""

    BUDGET = "/Finance/Reports/Budget.xlsx"
    EVENTS = dict.fromkeys(
        ("ON_READ", "ON_CHANGE", "ON_UPDATE", "ON_CHECKOUT", "ON_APPROVE", "ON_REJECT", "ON_COMMENT", "ON_MOVE"), True
    ) | {"ON_DELETE": False, "ON_CHECKIN": False}

    def test_of_the_caller(self, simulator, service):
        """What the caller is subscribed to is listed in full; that of a user in rows, in each generation's dialect."""
        service.AddUserToDocumentSubscribers(DocumentPath=self.BUDGET, UserName="admin", **self.EVENTS)
        service.AddUserToFolderSubscribers(
            FolderPath="/Finance", UserName="admin", ON_NEWDOC=True, IncludeSubObjects=False, **self.EVENTS
        )
        parts = dict.fromkeys(("withrules", "withpropertysets", "withsecurity", "withOwner", "withVersions"), False)
        assert ["Finance", "Budget.xlsx"] == names(service.GetSubscriptions(**parts))
        folder = service.GetSubscribedFoldersByUser(userName="admin", startingRow=0, rowCount=5).items[0]
        assert ("Finance", is_current(simulator)) == (folder.name, "FolderID" in folder.attributes)
        assert 0 == len(service.GetSubscribedDocumentsByUser(userName="admin", startingRow=1, rowCount=5).items)

    def test_who_is_gone_is_not_told(self, service):
        """A subscriber who is deleted is not told any more; one who does not exist is refused."""
        service.AddUserToDocumentSubscribers(DocumentPath=self.BUDGET, UserName="jdoe", **self.EVENTS)
        service.AddUsergroupToDocumentSubscribers(DocumentPath=self.BUDGET, groupName="Auditors", **self.EVENTS)
        service.DeleteUser(UserName="jdoe")
        service.DeleteUsergroup(**GLOBAL)
        assert [] == service.GetSubscribers(Path=self.BUDGET).element[0][:]
        for operation in ("AddUserToDocumentSubscribers", "RemoveUserFromDocumentSubscribers"):
            with pytest.raises(errors.NotFound):
                service[operation](
                    DocumentPath=self.BUDGET, UserName="jdoe", **(self.EVENTS if operation.startswith("Add") else {})
                )


class TestTransfers:
    """What a user has, and giving it to another."""

    @pytest.mark.parametrize("operation", [*TRANSFERS])
    def test_refusals_have_no_number(self, simulator, service, operation):
        """A transfer is refused without a number, and a success has warnings, if only empty ones."""
        with pytest.raises(errors.ServiceError) as refused:
            service[operation](FromUserName="nobody", ToUserName="admin")
        assert refused.value.code is None
        assert "" == service[operation](FromUserName="jdoe", ToUserName="sysadmin").attributes["warnings"]

    def test_the_same_name_twice(self, service):
        """It is a success that takes everything away."""
        for operation in ("TransferUserGroupMemberships", "TransferUserDocumentOwnerships"):
            service[operation](FromUserName="admin", ToUserName="ADMIN")
            service[operation](FromUserName="jdoe", ToUserName="jdoe")
        assert [] == names(service.GetGroupMembershipsOfUser(userName="jdoe"))
        assert 0 == len(service.GetDocumentsOwnedByUser(userName="admin", startingRow=0, rowCount=0).items)

    def test_what_another_has_already(self, service):
        """Memberships and roles go to another, who has each once."""
        service.TransferUserDomainMemberships(FromUserName="jdoe", ToUserName="admin")
        service.TransferUserDomainManagerRoles(FromUserName="admin", ToUserName="jdoe")
        assert ["admin", "Auditors"] == names(service.GetDomainMembers(DomainName="Finance"))
        assert ["jdoe"] == names(service.GetManagers(DomainName="Finance"))

    def test_rows(self, simulator, service):
        """What is owned is listed in rows; a row count of 0 is everything, and says so today."""
        owned = service.GetDocumentsOwnedByUser(userName="admin", startingRow=1, rowCount=1)
        everything = service.GetDocumentsOwnedByUser(userName="admin", startingRow=0, rowCount=0)
        assert (["Forecast.xlsx"], 3) == (names(owned), len(everything.items))
        if is_current(simulator):
            assert ("3", "1", "3") == (
                *(owned.attributes[each] for each in ("recordCount", "rowCount")), everything.attributes["rowCount"],
            )  # fmt: skip
        assert 4 == len(service.GetFoldersOwnedByUser(userName="admin", startingRow=0, rowCount=0).items)


def test_numbers_are_of_operations_that_it_answers():
    """Each operation with numbers of its own is answered; there are thirteen that transfer something."""
    assert {*NUMBERS} - {*BEHAVIOURS} == set()
    assert len(TRANSFERS) == 13
