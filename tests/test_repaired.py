"""Characters that XML does not have: read, told, and never written back unseen."""

from __future__ import annotations

import asyncio
import pickle
import warnings

import pytest
from lxml import etree
from servers import SUCCESS, envelope

import soapclient
from soapclient import AsyncClient, Client, ReplyWarning, errors
from soapclient.wire import repairs
from soapclient.wire.safe_xml import NotXml, parse

USER = (
    '<User exists="true" UserID="3" UserName="jdoe" FirstName="{}" LastName="{}" Email="{}" Enabled="TRUE" '
    'AuthenticationAuthority="INFOROUTER"><Preferences Language="en" DefaultPortal="{}" ShowArchives="true" '
    'ShowHiddens="false" NotificationType="NONE" EmailType="HTML" AttachDocumentToEmail="true"/></User>'
)
DOCUMENT = (
    '<document DocumentID="1001" Name="Budget.xlsx" Path="\\Finance\\Reports" Description="{}" UpdateInstructions="u" '
    'Source="s" Language="en" Author="a" Importance="1"/>'
)
BUDGET = "/Finance/Reports/Budget.xlsx"
BAD = "a&#x1E;b"
READ = "a\ufffdb"

pytestmark = pytest.mark.filterwarnings("ignore::soapclient.ReplyWarning")


@pytest.fixture
def sim():
    """A server that keeps nothing that is not said."""
    with soapclient.simulator.Simulator(null_keeps=False) as simulator:
        yield simulator


@pytest.fixture
def ir(sim):
    """An administrator's client."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


def answer(sim, operation, inner, times=None):
    """Let an operation be answered with this below its root."""
    body = envelope(operation, SUCCESS.replace(" />", f">{inner}</response>"))
    sim.fail("reply", operation=operation, body=body, times=times)


def written(sim):
    """Return the operations that arrived and change something."""
    return [each.operation for each in sim.arrived if each.operation.startswith(("Update", "Set"))]


def test_a_list_is_read_and_told(ir, sim):
    """One such character leaves the whole list to be read, and the reply and a warning tell where it stands."""
    rows = "".join(f'<User UserName="u{n}" FirstName="{BAD if n == 57 else "x"}"/>' for n in range(100))
    answer(sim, "GetAllUsers", f"<users>{rows}</users>")
    with pytest.warns(ReplyWarning, match=r"GetAllUsers: .*U\+FFFD in users/User\[58\]/@FirstName,") as caught:
        reply = ir.service.GetAllUsers()
    assert 100 == len(reply.items)
    assert ("users/User[58]/@FirstName",) == reply.repaired
    assert READ == reply.items[57].first_name
    assert __file__ == caught[0].filename


def test_a_good_reply_warns_of_nothing(ir):
    """A reply without such a character has nothing to tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert () == ir.service.GetUser(UserName="jdoe").repaired


def test_asynchronously(sim):
    """The asynchronous client tells it too."""
    answer(sim, "GetUser", USER.format(BAD, "x", "e", "p"))

    async def main(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            with pytest.warns(ReplyWarning):
                return await ir.service.GetUser(UserName="jdoe")

    with sim.serve() as server:
        assert ("User/@FirstName",) == asyncio.run(main(server.url)).repaired


def test_a_name_is_not_sent_back(ir, sim):
    """A name that would be read and sent again is refused before anything is written, and can be given instead."""
    answer(sim, "GetUser", USER.format(BAD, "Doe", "e", "p"))
    with pytest.raises(errors.UnexpectedReply, match=r"NewFirstName.*does not allow.*was not called") as caught:
        ir.users.update("jdoe", last_name="New")
    assert not caught.value.maybe_applied
    assert [] == written(sim)
    ir.users.update("jdoe", last_name="New", first_name=READ)
    assert ["UpdateUserProfile"] == written(sim)
    assert READ == sim.user("jdoe")["first_name"]


def test_what_is_not_sent_back_does_not_matter(ir, sim):
    """Where another value has the character, an update goes on."""
    answer(sim, "GetUser", USER.format("John", "Doe", BAD, BAD))
    ir.users.update("jdoe", last_name="New")
    assert ["UpdateUserProfile"] == written(sim)


def test_a_genuine_replacement_character_is_sent_back(ir, sim):
    """U+FFFD that is stored is a value like any other."""
    answer(sim, "GetUser", USER.format(READ, "Doe", "e" + BAD, "p"))
    ir.users.update("jdoe", last_name="New")
    assert READ == sim.user("jdoe")["first_name"]


def test_preferences_are_not_sent_back(ir, sim):
    """A preference that would be read and sent again is refused, in calls too."""
    answer(sim, "GetUser", USER.format("John", "Doe", "e", BAD))
    with pytest.raises(errors.UnexpectedReply, match=r"DefaultPortal with a character that XML does not allow"):
        ir.users.update("jdoe", language="de")
    with pytest.raises(errors.UnexpectedReply, match="DefaultPortal"):
        ir.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences='<Preferences Language="de"/>')
    assert [] == written(sim)


def test_an_edited_element_is_not_sent_back(ir, sim):
    """Nor is a preference or a field of a row that is in a document as it was read, in which another was edited."""
    answer(sim, "GetUser", USER.format("John", "Doe", "e", BAD))
    block = ir.users.get("jdoe").preferences.element
    block.set("Language", "de")
    with pytest.raises(errors.UnexpectedReply, match="DefaultPortal with a character that XML does not allow"):
        ir.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences=etree.tostring(block, encoding="unicode"))
    assert [] == written(sim)

    stored = f'<propertyrow RowNbr="1" YEAR="{BAD}" OWNER="x"/>'
    answer(sim, "GetPropertySets", f'<Propertysets><propertyset Name="Budget">{stored}</propertyset></Propertysets>')
    row = f'<psets><pset name="Budget"><row rownbr="1" YEAR="{READ}" OWNER="y"/></pset></psets>'
    with pytest.raises(errors.UnexpectedReply, match="YEAR with a character"):
        ir.service.UpdatePropertySetRow(Path=BUDGET, xmlpset=row)
    assert [] == written(sim)


def test_a_document_is_not_sent_back(ir, sim):
    """A description that would be read and sent again is refused."""
    answer(sim, "GetDocument", DOCUMENT.format(BAD))
    with pytest.raises(errors.UnexpectedReply, match="NewDescription"):
        ir.documents.update(BUDGET, author="New")
    assert [] == written(sim)


def test_a_row_is_not_sent_back(ir, sim):
    """A field of a row that would be read and sent again is refused, and can be given instead."""
    stored = f'<propertyrow RowNbr="1" YEAR="{BAD}" OWNER="x"/>'
    answer(sim, "GetPropertySets", f'<Propertysets><propertyset Name="Budget">{stored}</propertyset></Propertysets>')
    row = '<psets><pset name="Budget"><row rownbr="1" {}/></pset></psets>'
    with pytest.raises(errors.UnexpectedReply, match="YEAR with a character"):
        ir.service.UpdatePropertySetRow(Path=BUDGET, xmlpset=row.format('OWNER="y"'))
    assert [] == written(sim)


def test_over_form_post(sim):
    """Nor is what a form must say, since it cannot say null."""
    answer_ = SUCCESS.replace(" />", f">{USER.format('John', 'Doe', BAD, 'p')}</response>")
    with sim.serve() as server:
        options = {"username": "admin", "password": "admin", "wsdl": "bundled", "transport": "http-post"}
        with Client(server.url, on_null="read", **options) as ir:
            sim.fail("reply", operation="GetUser", body=answer_.encode(), times=None)
            with pytest.raises(errors.UnexpectedReply, match="emailAddress"):
                ir.service.UpdateUserContactInfo(userName="jdoe", mobileNumber="1")
            with pytest.raises(errors.UnexpectedReply, match="emailAddress"):
                ir.users.update("jdoe", mobile="1")
    assert [] == written(sim)


def test_a_bulk_run_does_not_restore_it(ir, sim, tmp_path):
    """A plan has no value before for such a field, so that no undo can write it back."""
    answer(sim, "GetUser", USER.format("John", "Doe", BAD, "p"), times=2)
    with ir.users.plan_bulk([{"user_name": "jdoe", "email": "new@example.com"}]) as plan:
        move = next(iter(plan)).moves["email"]
        assert (None, "new@example.com") == (move.before, move.after)
        assert "\ufffd" not in str(list(plan))
        plan.apply(tmp_path / "journal")
    with ir.users.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
        (row,) = undo
        assert {"email": "its old value is not known"} == row.left
        assert not row.moves


def test_models_tell_it():
    """A model names the fields in question, also when it was pickled."""
    root = parse(f'<r><User UserName="x" FirstName="{BAD}" LastName="{READ}c"/></r>'.encode(), repair=True)
    user = soapclient.User.read(root[0])
    assert {"FirstName", "first_name"} == user.repaired
    assert user.repaired == pickle.loads(pickle.dumps(user)).repaired
    assert not soapclient.User.read(parse(f'<r FirstName="{READ}"/>'.encode(), repair=True)).repaired


def test_only_replies_are_repaired():
    """What a caller gives, and a WSDL, is not repaired."""
    with pytest.raises(NotXml, match="well-formed"):
        parse(f'<r a="{BAD}"/>'.encode())


def test_many_are_told_in_short():
    """Of many the first are told; too many are refused."""
    root = parse(b"<r>" + b"<a>&#1;</a>" * 9000 + b"</r>", repair=True)
    told = repairs.of(root)
    assert ("a[1]/text()", "and 8980 more") == (told[0], told[-1])
    assert 21 == len(told)
    with pytest.raises(NotXml, match="more than 10,000"):
        parse(b"<r>" + b"<a>&#1;</a>" * 10_001 + b"</r>", repair=True)


@pytest.mark.parametrize("note", ["x", "{}", '{"count": "x", "places": 3}', '{"places": [1]}', "[" * 5000])
def test_a_note_of_the_server_is_none_of_ours(note):
    """An instruction that looks like our own note neither fails nor says anything."""
    root = parse(f"<?soapclient-repaired {note}?><r a='\ufffd'/>".encode(), repair=True)
    assert () == repairs.of(root)
    assert not repairs.among(root, {"a": "\ufffd"})


def test_text_and_sections_keep_the_rest():
    """Text around comments and sections stays as it is but for the character."""
    root = parse(b"<r>a<![CDATA[&#1;\x01]]>b<!-- \x02 -->c&#3;d<x/>e\x04</r>", repair=True)
    assert "a&#1;\ufffdbc\ufffdd" == "".join([root.text, root[0].tail])
    assert "e\ufffd" == root[1].tail
    assert isinstance(root[0], etree._Comment)
