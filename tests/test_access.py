"""Access lists and owners: nobody who is not named gains or loses a right, and nobody is kept out by the way."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_process import changes, client_of, success
from lxml import etree
from servers import either

from soapclient import AccessEntry, AccessList, AsyncClient, ReplyWarning, Right, errors
from soapclient.inforouter.security import access_change
from soapclient.simulator import Simulator

BUDGET = "/Finance/Reports/Budget.xlsx"
REPORTS = "/Finance/Reports"
CLERKS = AccessEntry.group("Accountants", "change", library="Finance")
AUDITORS = AccessEntry.group("Auditors", "read", library=None)
OWN = AccessEntry.user("admin", "full control")
JANE = AccessEntry.user("jdoe", "read")


@pytest.fixture(params=["soap", "http-post"])
def ir(request, sim):
    """An administrator's client of the simulator, by either transport."""
    with client_of(sim, transport=request.param) as client:
        yield client


@pytest.fixture
def soap(sim):
    """The same by SOAP only."""
    with client_of(sim) as client:
        yield client


def rights(access):
    """Return what a list allows, by whom."""
    return {f"{each.who} {each.name}".strip(): int(each.right) for each in access.entries}


class TestModels:
    """Rights, entries and lists."""

    @pytest.mark.parametrize("said", [4, "ADD_AND_READ", "add and read", "Add_And-Read", Right.ADD_AND_READ])
    def test_a_right_in_any_words(self, said):
        """A right is said by its name, in whatever spelling, by its number or by itself."""
        assert Right.ADD_AND_READ is AccessEntry.user("x", said).right

    @pytest.mark.parametrize("said", [7, -1, "write", "", True, None])
    def test_no_right(self, said):
        """What is no right is refused, with all that there are."""
        with pytest.raises(ValueError, match=r"the rights are 0 \(no access\), 1 \(list\)"):
            AccessEntry.user("x", said)

    def test_a_list_as_it_is_told(self):
        """A list tells what its entries are, whatever a server writes for the library of a global group."""
        xml = (
            '<AccessList DateApplied="2024-01-15" AppliedBy="A B" InheritedSecurity="false"><Anonymous Right="0"/>'
            '<DomainMembers Right="1"/><UserGroup DomainName="*" GroupName="G" Right="2"/>'
            '<UserGroup DomainName="Finance" GroupName="G" Right="5"/><User DomainName="" UserName="u" Right="6"/>'
            "</AccessList>"
        )
        found = AccessList.read(etree.fromstring(xml))
        assert (2024, "A B", False) == (found.applied.year, found.applied_by, found.inherited)
        assert (2, 5, 6, 1, None) == (
            found.right(AccessEntry.group("g", 0, library=None)),
            found.right(AccessEntry.group("G", 0, library="finance")),
            found.right(AccessEntry.user("U", 0)),
            found.right(AccessEntry.members(0)),
            found.right(AccessEntry.user("other", 0)),
        )
        assert "group G of Finance: change" == str(found.entries[3])

    @pytest.mark.parametrize(
        "entry", ['<User UserName="u" Right="7"/>', '<User Right="1"/>', '<Role Right="1"/>', '<User UserName="u"/>']
    )
    def test_what_is_not_known_is_not_left_out(self, entry):
        """A list with an entry that nothing knows is no list without it: writing it again would lose the entry."""
        with pytest.raises(errors.UnexpectedReply):
            assert AccessList.read(etree.fromstring(f"<AccessList>{entry}</AccessList>")).entries


class TestReading:
    """What holds for a document or folder."""

    def test_inherited_and_own(self, soap):
        """A list is inherited until there is one of its own; then those below have that one."""
        found = soap.documents.access(BUDGET)
        assert (True, {"anonymous": 0, "members": 6}) == (found.inherited, rights(found))
        soap.folders.set_access(REPORTS, [OWN, CLERKS])
        assert (True, 5) == (soap.documents.access(BUDGET).inherited, soap.documents.access(BUDGET).right(CLERKS))
        assert not soap.folders.access(REPORTS).inherited

    def test_by_number(self, soap):
        """A document is named by its number too, which the service does not take here."""
        soap.documents.grant(1001, "read", user="jdoe")
        assert Right.READ is soap.documents.access("~D1001").right(JANE)
        with pytest.raises(errors.DocumentNotFound):
            soap.documents.access(99)
        with pytest.raises(errors.ArgumentError, match="is not the path of a folder"):
            soap.folders.access("~F101")

    def test_history(self, soap):
        """The list that holds comes first, then those before, the newest first."""
        for right in ("read", "change"):
            soap.documents.grant(BUDGET, right, user="jdoe")
        assert [5, 2] == [each.right(JANE) for each in soap.documents.access_history(BUDGET)]

    @pytest.mark.parametrize("path", ["/Finance/None", ""])
    def test_nothing_there(self, soap, path):
        """A path where there is nothing is an error, and an empty one is sent nowhere."""
        with pytest.raises(errors.PathNotFound if path else errors.ArgumentError):
            soap.folders.access(path)


class TestWriting:
    """Lists that are replaced as a whole."""

    def test_the_whole_list(self, sim, soap):
        """A list is what was said: the library's members and everybody have no access where they are not named."""
        planned = soap.documents.plan_access(BUDGET, [OWN, CLERKS, AUDITORS])
        assert [] == changes(sim)
        done = soap.documents.set_access(BUDGET, [OWN, CLERKS, AUDITORS])
        assert (planned.added, planned.changed) == (done.added, done.changed)
        assert {"anonymous": 0, "members": 0, "group Accountants": 5, "group Auditors": 2, "user admin": 6} == rights(
            soap.documents.access(BUDGET)
        )
        assert str(done).splitlines() == [
            "+ group Accountants of Finance: change",
            "+ global group Auditors: read",
            "+ user admin: full control",
            "~ members of the library: no access",
        ]

    def test_once(self, sim, soap):
        """A list that is so already is not written again, unless it is inherited or is to hold below too."""
        entries = [AccessEntry.members(6)]
        assert soap.folders.set_access(REPORTS, entries).same
        assert soap.folders.set_access(REPORTS, entries).same
        soap.folders.set_access(REPORTS, entries, apply_to_tree=True)
        assert ["SetAccessList"] * 2 == changes(sim)

    def test_unknown_names_are_asked_for_before(self, sim, ir):
        """A user or group who does not exist is told before anything is changed, all of them at once."""
        wanted = [OWN, AccessEntry.user("nobody", 2), AccessEntry.group("Accountants", 2, library=None)]
        with pytest.raises(
            errors.UserNotFound, match=r"no user nobody, no group Accountants \(global\); nothing was ch"
        ):
            ir.documents.set_access(BUDGET, wanted)
        with pytest.raises(errors.GroupNotFound):
            ir.documents.grant(BUDGET, 2, group="Auditors", library="Finance")
        assert [] == changes(sim)

    def test_users_and_groups_are_named_as_they_are_told(self, sim, soap):
        """A local user is said with his library, and who is in the list already as the service says it."""
        soap.documents.grant(BUDGET, "read", group="Auditors", library=None)
        (told,) = [each for each in soap.documents.access(BUDGET).entries if each.who == "group"]
        soap.documents.set_access(BUDGET, [OWN, JANE, AUDITORS])
        sent = [each.arguments["AccessListXML"] for each in sim.arrived if each.operation == "SetAccessList"][-1]
        assert '<User DomainName="Finance" UserName="jdoe" Right="2" />' in sent
        assert '<User DomainName="" UserName="admin" Right="6" />' in sent
        assert f'<UserGroup DomainName="{told.domain}" GroupName="Auditors"' in sent

    def test_a_user_who_may_not_be_read(self, sim, soap):
        """Who may not read a user may still give him a right."""
        sim.fail("error", operation="GetUser", text="Access denied", number=either("", "4030"))
        soap.documents.grant(BUDGET, "read", user="jdoe")
        assert Right.READ is soap.documents.access(BUDGET).right(JANE)

    def test_what_a_server_leaves_out_is_told(self, sim, soap):
        """A success after which an entry is not there is an error that names it."""
        sim.fail("reply", operation="SetAccessList", body=success("SetAccessList", soap))
        with pytest.raises(errors.UnexpectedReply) as failed:
            soap.documents.grant(BUDGET, "read", user="jdoe")
        assert "differs from what was sent: + user jdoe: read; it is inherited" in str(failed.value)
        assert (True, ("SetAccessList",)) == (failed.value.maybe_applied, failed.value.done)

    def test_a_form_cannot_say_it(self, sim):
        """An old server takes a list in a form for an attack: one clear error, and nothing is changed."""
        with client_of(sim, transport="http-post") as ir:
            if either(False, True):
                assert Right.READ is ir.documents.grant(BUDGET, "read", user="jdoe").entries[-1].right
                return
            with pytest.raises(errors.InvalidValue, match="use SOAP"):
                ir.documents.grant(BUDGET, "read", user="jdoe")
            assert ir.documents.access(BUDGET).inherited

    def test_the_tree(self, soap):
        """The lists of all that is below a folder are replaced only where that is said."""
        soap.documents.grant(BUDGET, "read", user="jdoe")
        soap.folders.set_access(REPORTS, [OWN])
        assert Right.READ is soap.documents.access(BUDGET).right(JANE)
        soap.folders.set_access(REPORTS, [OWN], apply_to_tree=True)
        assert soap.documents.access(BUDGET).right(JANE) is None

    @pytest.mark.parametrize(
        ("entries", "told"),
        [
            ([JANE, AccessEntry.user("JDOE ", 1)], "user JDOE : list appears twice"),
            ([AccessEntry.user(" ", 1)], "an entry of a user names nobody"),
            ([AccessEntry.group("G", 1, library="")], "use None for a global group"),
            ([AccessEntry.group("G", 1, library="*")], "use None for a global group"),
            (["jdoe"], "'jdoe' is not an AccessEntry"),
        ],
    )
    def test_bad_entries(self, sim, soap, entries, told):
        """Entries that cannot be are refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match=told):
            soap.documents.set_access(BUDGET, entries)
        assert [] == [*sim.arrived]


class TestEnsured:
    """Folders whose access list is made what it should be."""

    def test_once(self, sim, soap):
        """A list is shown before it is written, and is not written a second time."""
        wanted = {"access": [OWN, CLERKS]}
        assert "access: 'inherited: everybody: no access" in str(soap.folders.plan_ensure(REPORTS, **wanted))
        assert not soap.folders.ensure(REPORTS, **wanted).nothing_to_do
        assert soap.folders.ensure(REPORTS, **wanted).nothing_to_do
        assert Right.CHANGE is soap.folders.access(REPORTS).right(CLERKS)
        assert ["SetAccessList"] == changes(sim)

    def test_nobody_is_kept_out(self, soap):
        """Nor does this keep the caller out, unless force is said."""
        with pytest.raises(errors.ArgumentError, match="would allow admin"):
            soap.folders.ensure(REPORTS, access=[CLERKS])
        soap.folders.ensure(REPORTS, access=[CLERKS], force=True)


class TestOneEntry:
    """Granting and revoking."""

    def test_everybody_else_keeps_theirs(self, sim, soap):
        """One entry is added, changed and taken out; the others stay as they are."""
        soap.documents.set_access(BUDGET, [OWN, CLERKS, AccessEntry.members("list"), AccessEntry.anonymous("read")])
        before = rights(soap.documents.access(BUDGET))
        soap.documents.grant(BUDGET, "read", user="jdoe")
        assert before | {"user jdoe": 2} == rights(soap.documents.access(BUDGET))
        assert (JANE.key,) == tuple(each.key for each in soap.documents.grant(BUDGET, "change", user="JDoe").changed)
        soap.documents.revoke(BUDGET, group="accountants", library="finance")
        assert before.keys() - {"group Accountants"} | {"user jdoe"} == rights(soap.documents.access(BUDGET)).keys()
        soap.documents.revoke(BUDGET, user="jdoe")
        assert soap.documents.revoke(BUDGET, user="jdoe").same
        assert ["SetAccessList"] * 5 == changes(sim)

    def test_what_is_so_already_is_not_sent(self, sim, soap):
        """Granting what somebody has sends nothing, so that an inherited list stays inherited."""
        soap.folders.grant(REPORTS, "read", user="jdoe")
        assert soap.documents.grant(BUDGET, "read", user="jdoe").same
        assert soap.documents.access(BUDGET).inherited
        assert ["SetAccessList"] == changes(sim)

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({}, "name either a user or a group"),
            ({"user": "a", "group": "b", "library": None}, "name either a user or a group"),
            ({"group": "Accountants"}, "pass library=None for a global group"),
            ({"group": "Accountants", "library": " "}, "pass library=None for a global group"),
            ({"user": "jdoe", "library": None}, "library is only for a group"),
            ({"user": " "}, "the name of the user is blank"),
        ],
    )
    def test_whom_has_to_be_said(self, sim, soap, said, told):
        """Whom it is about is said in one way that cannot be mistaken, or nothing is sent."""
        with pytest.raises(errors.ArgumentError, match=told):
            soap.documents.grant(BUDGET, "read", **said)
        with pytest.raises(errors.ArgumentError, match=told):
            soap.documents.revoke(BUDGET, **said)
        with pytest.raises(errors.ArgumentError, match="unknown right 'write'"):
            soap.documents.grant(BUDGET, "write", user="jdoe")
        assert [] == [*sim.arrived]

    def test_a_name_that_is_not_told_as_it_is(self, sim, soap):
        """A list with a name that has a character which XML does not have is not written again with another one."""
        told = b'<AccessList InheritedSecurity="false"><User UserName="a&#1;b" Right="6" /></AccessList>'
        body = success("GetAccessList", soap).replace(b' error="" />', b' error="">' + told + b"</response>")
        sim.fail("reply", operation="GetAccessList", body=body)
        refused = pytest.raises(errors.UnexpectedReply, match="an entry whose name was not returned exactly")
        with pytest.warns(ReplyWarning), refused:
            soap.documents.grant(BUDGET, "read", user="jdoe")
        assert [] == changes(sim)

    def test_to_inherit_again(self, sim, soap):
        """The own list is dropped, and what was inherited before holds again."""
        soap.documents.set_access(BUDGET, [OWN])
        assert {"anonymous": 0, "members": 6} == rights(soap.documents.inherit(BUDGET))
        assert soap.documents.inherit(BUDGET).inherited
        assert ["SetAccessList", "ApplyInheritedAccessList"] == changes(sim)

    def test_a_list_that_is_not_dropped_is_told(self, sim, soap):
        """A success after which the own list is still there is no success."""
        soap.documents.set_access(BUDGET, [OWN])
        sim.fail("reply", operation="ApplyInheritedAccessList", body=success("ApplyInheritedAccessList", soap))
        with pytest.raises(errors.UnexpectedReply, match="still has its own list"):
            soap.documents.inherit(BUDGET)


class TestKeptOut:
    """Lists that would keep the caller out."""

    @pytest.mark.parametrize("entries", [[], [CLERKS], [AccessEntry.user("admin", "change")], [AccessEntry.members(5)]])
    def test_not_without_force(self, sim, soap, entries):
        """A list that allows the caller less than before, and not everything, is written only by force."""
        with pytest.raises(errors.ArgumentError, match="the list would allow admin, who makes this call, .*force=True"):
            soap.documents.set_access(BUDGET, entries)
        assert [] == changes(sim)
        soap.documents.set_access(BUDGET, entries, force=True)

    def test_by_one_entry(self, sim, soap):
        """Neither is the entry that lets the caller in taken out, nor made less."""
        soap.documents.set_access(BUDGET, [OWN])
        with pytest.raises(
            errors.ArgumentError, match="no access of /Finance/Reports/Budget.xlsx instead of full control"
        ):
            soap.documents.revoke(BUDGET, user="admin")
        with pytest.raises(errors.ArgumentError, match="read of .* instead of full control"):
            soap.documents.grant(BUDGET, "read", user="admin")
        soap.documents.revoke(BUDGET, user="admin", force=True)

    def test_by_an_entry_of_a_group(self, sim, soap):
        """Nor is a group of the caller's allowed less than the members of the library, which may count for more."""
        soap.groups.add("Auditors", "admin", library=None)
        start = changes(sim)
        for right in ("no access", "read"):
            with pytest.raises(errors.ArgumentError, match=f"would allow admin, who makes this call, {right} of"):
                soap.folders.grant(REPORTS, right, group="Auditors", library=None)
        assert start == changes(sim)
        assert not soap.folders.grant(REPORTS, "read", group="Accountants", library="Finance").same  # he is not in it
        soap.folders.grant(REPORTS, "read", group="Auditors", library=None, force=True)

    def test_below_a_folder(self, sim, soap):
        """Nor are the lists below a folder replaced by one that allows the caller less than one of them may."""
        soap.documents.set_access(BUDGET, [OWN])
        soap.folders.set_access(REPORTS, [AccessEntry.members("read")], force=True)
        told = "would allow admin, .* read of /Finance/Reports and all below it instead of perhaps full control"
        with pytest.raises(errors.ArgumentError, match=told):
            soap.folders.set_access(REPORTS, [AccessEntry.members("read")], apply_to_tree=True)
        assert Right.FULL_CONTROL is soap.documents.access(BUDGET).right(OWN)
        soap.folders.set_access(REPORTS, [AccessEntry.members("full control")], apply_to_tree=True)

    def test_by_inheriting(self, soap):
        """Nor is a list dropped where that of the folder around it does not let the caller in."""
        soap.folders.set_access(REPORTS, [CLERKS], force=True)
        soap.documents.set_access(BUDGET, [OWN])
        with pytest.raises(errors.ArgumentError, match="would allow admin"):
            soap.documents.inherit(BUDGET)
        assert soap.documents.inherit(BUDGET, force=True).inherited

    def test_by_inheriting_nothing(self, sim, soap):
        """What holds for a library without a list of its own is not known: that needs force."""
        soap.folders.set_access("/Finance", [OWN])
        with pytest.raises(errors.ArgumentError, match="/Finance is a library, and which list would apply is unknown"):
            soap.folders.inherit("/Finance")
        assert soap.folders.inherit("/Finance", force=True).inherited

    def test_a_contract_that_cannot_tell_who_is_in_what(self):
        """By an old contract every entry may be what lets the caller in: taking one away needs force."""
        with Simulator(contract="bundled-2019") as sim, client_of(sim, wsdl="bundled-2019") as ir:
            ir.documents.grant(BUDGET, "read", user="jdoe")
            with pytest.raises(errors.ArgumentError, match="would allow admin"):
                ir.documents.set_access(BUDGET, [JANE])
            with pytest.raises(errors.ArgumentError, match="would allow admin"):
                ir.documents.grant(BUDGET, "list", group="Auditors", library=None)
            ir.documents.set_access(BUDGET, [OWN])

    def test_an_entry_of_a_group_is_enough(self, soap):
        """Who is in a group that has all rights is not kept out."""
        soap.groups.add("Auditors", "admin", library=None)
        soap.documents.set_access(BUDGET, [AccessEntry.group("Auditors", 6, library=None)])

    def test_really_kept_out(self, sim, soap):
        """Who is not an administrator, and is kept out by force, hears that the list cannot be read any more."""
        soap.documents.set_owner(BUDGET, "jdoe")
        soap.documents.set_owner(BUDGET, "sysadmin")
        with client_of(sim, "jdoe", "secret") as jane:
            with pytest.raises(errors.ArgumentError, match="would allow jdoe"):
                jane.documents.set_access(BUDGET, [OWN])
            with pytest.raises(errors.SoapClientError) as failed:
                jane.documents.set_access(BUDGET, [OWN], force=True)
            assert ("SetAccessList",) == failed.value.done
            assert not jane.documents.exists(BUDGET)


class TestKinds:
    """The service takes a document or a folder, whichever is at a path."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda face, path: face.set_access(path, [OWN, JANE]),
            lambda face, path: face.grant(path, "read", user="jdoe"),
            lambda face, path: face.revoke(path, user="jdoe"),
            lambda face, path: face.inherit(path),
            lambda face, path: face.set_owner(path, "jdoe", tree=True),
        ],
    )
    def test_the_other_kind_is_let_be(self, sim, ir, change):
        """A folder is not changed where a document is named, nor a document where a folder is."""
        for face, path, kind, told in (
            (ir.documents, REPORTS, errors.DocumentNotFound, f"the document {REPORTS} does not exist"),
            (ir.documents, "/Finance/Nothing", errors.DocumentNotFound, "nothing was changed"),
            (ir.folders, BUDGET, errors.Conflict, f"{BUDGET} is a document"),
        ):
            with pytest.raises(kind, match=told):
                change(face, path)
        assert [] == changes(sim)

    def test_a_folder_that_is_to_be(self, sim, ir):
        """A document at the path of a folder that is ensured keeps its access list."""
        sim._world.users.change("UPDATE documents SET folder = '/Finance', name = 'Reports' WHERE document_id = 1001")
        with pytest.raises(errors.Conflict, match=f"{REPORTS} is a document"):
            ir.folders.ensure(REPORTS, access=[OWN])
        assert "SetAccessList" not in changes(sim)


class TestReach:
    """The least that a list allows to somebody."""

    @pytest.mark.parametrize(
        ("entries", "inside", "expected"),
        [
            ([], [], 0),
            ([AccessEntry.user("A", 2), AccessEntry.group("g", 6, library=None)], [AUDITORS], 2),
            ([AccessEntry.group("auditors", 3, library=None), AccessEntry.members(6)], [AUDITORS], 3),
            ([AccessEntry.group("auditors", 3, library="x"), AccessEntry.members(6)], [AUDITORS], 0),
            ([AccessEntry.members(6)], [AccessEntry.members(0)], 6),
            ([AccessEntry.group("any", 4, library=None)], None, 4),
            ([AccessEntry.user("a", 1), AccessEntry.anonymous(2)], [], 2),
        ],
    )
    def test_an_own_entry_may_count_for_more(self, entries, inside, expected):
        """An entry of one's own may count for more than those of groups, and those for more than that of members."""
        assert expected == access_change.reach(entries, "a", inside)

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ([], [AccessEntry.user("b", 0), AccessEntry.group("g", 0, library=None)], False),
            ([AccessEntry.user("b", 6)], [], False),
            ([], [AccessEntry.user("A", 5)], True),
            ([], [AccessEntry.user("A", 6)], False),
            ([AccessEntry.user("a", 3)], [AccessEntry.user("a", 3)], False),
            ([AccessEntry.user("a", 3)], [], True),
            ([AccessEntry.members(3)], [AccessEntry.members(2)], True),
            ([AccessEntry.group("g", 3, library=None)], [AccessEntry.group("g", 4, library=None)], False),
            ([AccessEntry.members(3)], [AccessEntry.members(3), AccessEntry.group("g", 2, library=None)], True),
            ([AccessEntry.members(3)], [AccessEntry.members(3), AccessEntry.group("g", 3, library=None)], False),
            ([AccessEntry.user("a", 6), AccessEntry.members(3)], [AccessEntry.user("a", 6), CLERKS, JANE], True),
            ([AccessEntry.members(3)], [OWN, AccessEntry.members(3), AUDITORS], True),
        ],
    )
    def test_what_may_allow_less(self, before, after, expected):
        """An entry that is less or gone may, and a new one of one's own, or of a group that had more as members."""
        assert expected is access_change.lowers(before, after, "a")


class TestOwners:
    """Who owns a document or folder, and who is allowed what."""

    def test_another_owner(self, ir):
        """The owner is read back, for servers say the same of a success and of a refusal."""
        assert "admin" == ir.documents.owner(BUDGET).user_name
        assert "jdoe" == ir.documents.set_owner(BUDGET, "JDoe").user_name
        assert "admin" == ir.folders.owner(REPORTS).user_name

    def test_the_tree(self, soap):
        """All that is below a folder gets the owner where that is said."""
        soap.folders.set_owner("/Finance", "jdoe", tree=True)
        assert ["jdoe", "jdoe"] == [soap.folders.owner(REPORTS).user_name, soap.documents.owner(BUDGET).user_name]

    def test_a_refusal_is_not_taken_for_a_success(self, sim):
        """Who may not change the owner hears so, by the owner that is still the same."""
        with client_of(sim, "jdoe", "secret") as jane:
            expected = either(errors.AccessDenied, errors.UnexpectedReply)
            with pytest.raises(expected, match=either("Access denied", "the owner of .* is still admin")):
                jane.documents.set_owner(BUDGET, "jdoe")

    def test_a_change_that_is_not_made_is_told(self, sim, soap):
        """A success after which the owner is still the same is no success."""
        sim.fail("reply", operation="SetOwner", body=success("SetOwner", soap))
        with pytest.raises(errors.UnexpectedReply, match="the owner of .* is admin"):
            soap.documents.set_owner(BUDGET, "jdoe")

    @pytest.mark.parametrize("operation", ["GetOwner", "GetAccessList", "GetDocument", "GetCurrentUser"])
    def test_what_tells_nothing_is_told(self, sim, soap, operation):
        """A reply without what was asked for is an error, and nothing is changed."""
        sim.fail("reply", operation=operation, body=success(operation, soap), times=None)
        with pytest.raises(errors.UnexpectedReply, match=operation):
            soap.documents.owner(1001)
            soap.documents.set_access(BUDGET, [OWN])
        assert [] == changes(sim)

    @pytest.mark.parametrize("path", ["", None, -1])
    def test_what_is_no_path(self, sim, soap, path):
        """What is neither a path nor a number is sent nowhere."""
        with pytest.raises(errors.ArgumentError):
            soap.documents.owner(path)
        assert [] == [*sim.arrived]

    def test_nobody_owns_it(self, soap):
        """A new owner who does not exist is refused."""
        with pytest.raises(errors.NotFound):
            soap.documents.set_owner(BUDGET, "nobody")

    def test_what_is_allowed(self, sim, soap):
        """A no is told from a failure to answer."""
        assert soap.documents.allowed(BUDGET, "change access")
        soap.documents.set_access(BUDGET, [OWN, JANE])
        with client_of(sim, "jdoe", "secret") as jane:
            assert (False, True) == (
                jane.documents.allowed(BUDGET, "change access"), jane.documents.allowed(BUDGET, 26),
            )  # fmt: skip
            assert jane.folders.allowed(REPORTS, 10)
            with pytest.raises(errors.NotFound):
                jane.documents.allowed("/Finance/None", 26)
            with pytest.raises(errors.ServiceError):
                jane.documents.allowed(BUDGET, 99)
            with pytest.raises(errors.ArgumentError, match="unknown action 'fly'"):
                jane.documents.allowed(BUDGET, "fly")


def test_several_at_once(sim):
    """Entries and events that one client changes at the same time are all there, and one may be cancelled."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            for name in "abcd":
                await ir.groups.create(name, library=None)
            granted = [ir.folders.grant(REPORTS, "read", group=name, library=None) for name in "abcd"]
            gone = asyncio.ensure_future(ir.folders.grant("/finance/reports/", "list", user="jdoe"))
            told = [ir.folders.subscribe(REPORTS, user="jdoe", events=[event]) for event in ("read", "move", "delete")]
            asyncio.get_running_loop().call_later(0, gone.cancel)
            await asyncio.gather(*granted, *told, gone, return_exceptions=True)
            entries = (await ir.folders.access(REPORTS)).entries
            (subscriber,) = [each async for each in ir.folders.subscribers(REPORTS)]
            return {each.name for each in entries if each.who == "group"}, subscriber.events

    with sim.serve() as server:
        assert ({*"abcd"}, {"read", "move", "delete"}) == asyncio.run(work(server.url))


def test_the_same_awaited(sim):
    """The asynchronous face has the same workflows."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            await ir.documents.grant(BUDGET, "read", user="jdoe")
            return (await ir.documents.access(BUDGET)).right(JANE), (await ir.documents.owner(BUDGET)).user_name

    with sim.serve() as server:
        assert (Right.READ, "admin") == asyncio.run(work(server.url))


WHO = (
    AccessEntry.members(0), AccessEntry.anonymous(0), AccessEntry.user("jdoe", 0), AccessEntry.user("sysadmin", 0),
    AccessEntry.group("Accountants", 0, library="Finance"), AccessEntry.group("Auditors", 0, library=None),
)  # fmt: skip
EDITABLE = WHO[2:]


@pytest.fixture(scope="module", params=["classic", "current"])
def lasting(request):
    """A client of a simulator of either generation, for many examples."""
    with Simulator(generation=request.param) as simulator, client_of(simulator) as client:
        yield client


@settings(max_examples=30)
@given(data=st.data())
def test_nobody_else_gains_or_loses(lasting, data):
    """Whatever list there is, and whatever is granted and revoked: whoever is not named has what he had."""

    def evolve(entry):
        return AccessEntry(entry.who, data.draw(st.sampled_from(Right)), entry.name, entry.library, entry.domain)

    some = st.sets(st.sampled_from(range(len(WHO))))
    lasting.documents.set_access(BUDGET, [OWN, *(evolve(WHO[each]) for each in data.draw(some))])
    expected = {each.key: each.right for each in lasting.documents.access(BUDGET).entries}
    for _ in range(data.draw(st.integers(1, 3))):
        entry = evolve(data.draw(st.sampled_from(EDITABLE)))
        whom = {"user": entry.name} if entry.who == "user" else {"group": entry.name, "library": entry.library}
        if data.draw(st.booleans()):
            lasting.documents.grant(BUDGET, entry.right, **whom)
            expected[entry.key] = entry.right
        else:
            lasting.documents.revoke(BUDGET, **whom)
            expected.pop(entry.key, None)
        assert expected == {each.key: each.right for each in lasting.documents.access(BUDGET).entries}
