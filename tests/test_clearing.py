"""Empty texts by form POST: refused, read back, or just sent, on both generations of servers."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import servers
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import CLEAR, KEEP, AsyncClient, Client, Contract, Reply, errors
from soapclient.calls import form_post
from soapclient.inforouter import clearing
from soapclient.inforouter.fields import UPDATES
from soapclient.inforouter.profile import INFOROUTER
from soapclient.simulator import Simulator

CONTRACT = Contract.load()
BUDGET = "/Finance/Reports/Budget.xlsx"
PLAN = "/Finance/Reports/Plan.xlsx"
MOBILE = "+15551234567"
ADDRESS = "john.doe@example.com"


class Service:
    """A simulator, reached over sockets or within the process."""

    def __init__(self, generation: str, sockets: bool) -> None:
        self.generation = generation
        self.simulator = Simulator(generation=generation)  # type: ignore[arg-type]
        self.server = self.simulator.serve() if sockets else None

        self.url = self.server.url if self.server else "http://simulator.invalid/srv.asmx"

    def client(self, **options: str) -> Client:
        """Make an administrator's client that sends forms."""
        form = {"transport": "http-post", **options}
        client = Client(self.url, username="admin", password="admin", wsdl="bundled", **form)  # type: ignore[arg-type]
        self.mount(client)
        return client

    def mount(self, client: Client) -> None:
        """Let a client reach it within the process, where there is no socket."""
        if self.server is None:
            client.wiring.transport.mount("http://simulator.invalid/", self.simulator.adapter())

    @property
    def called(self) -> list[str]:
        """The operations that arrived, but for those about the session."""
        names = [each.operation for each in self.simulator.arrived]
        return [name for name in names if name not in ("AuthenticateUser", "LogOut")]

    def close(self) -> None:
        """Stop it."""
        if self.server is not None:
            self.server.close()
        self.simulator.close()


@pytest.fixture(params=["classic", "current"])
def generation(request):
    return request.param


@pytest.fixture(params=["sockets", "embedded"])
def service(request, generation) -> Iterator[Service]:
    """Either generation, reached in either way."""
    service = Service(generation, request.param == "sockets")
    yield service
    service.close()


class TestRefused:
    """By default."""

    @pytest.mark.parametrize("said", [CLEAR, "", " ", "\t\u00a0\u2003"])
    def test_nothing_is_sent(self, service, said):
        """An empty text, or one of blanks, is refused before anything is sent, with what to do instead."""
        with service.client() as ir, pytest.raises(errors.NullNotAllowed) as caught:
            ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="a@b.c", mobileNumber=said)
        assert caught.value.problems == (
            "mobileNumber: in a form this server may treat an empty value as missing, and keep the old one; use "
            "SOAP, or on_clear='verify' to read it back, or 'send'",
        )
        assert service.called == []

    def test_every_parameter(self, service):
        """All of them are named at once; for what nothing reads back, reading is not offered."""
        with service.client() as ir:
            with pytest.raises(errors.NullNotAllowed) as caught:
                ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="", mobileNumber=CLEAR)
            assert [each.partition(":")[0] for each in caught.value.problems] == ["emailAddress", "mobileNumber"]
            with pytest.raises(errors.NullNotAllowed, match=r"on_clear='send': it cannot be read back$"):
                ir.service.SetDocumentSummary(path=BUDGET, versionNumber=0, summary="")

    def test_before_another_step(self, service):
        """An update of several calls is refused before the first, and so is its plan."""
        fields = {"email": "new@example.com", "first_name": CLEAR}
        with service.client() as ir:
            for way in (ir.users.update, ir.users.plan_update):
                with pytest.raises(errors.NullNotAllowed, match="NewFirstName"):
                    way("jdoe", **fields)
            with pytest.raises(errors.NullNotAllowed, match="NewDescription"):
                ir.documents.plan_update(BUDGET, name="x", description=CLEAR, update_instructions="x")
        assert service.called == []

    def test_shown_and_planned(self, service):
        """What would be refused is neither shown as a form nor planned for rows."""
        said = {"userName": "jdoe", "emailAddress": "", "mobileNumber": "+1"}
        with service.client() as ir:
            with pytest.raises(errors.NullNotAllowed):
                ir.envelope("UpdateUserContactInfo", **said)
            rows = [{**said, "emailAddress": CLEAR}]
            plan = ir.bulk.plan_operation("UpdateUserContactInfo", rows)
            assert "emailAddress: in a form this server may treat" in next(iter(plan)).error
        assert service.called == []

    def test_reading_is_not_concerned(self, service):
        """Filters of an operation that reads may be empty."""
        filters = ("firstName", "lastName", "userName", "email", "authenticationSource", "domainName")
        said = {f"{name}Filter": "" for name in filters}
        with service.client() as ir:
            reply = ir.service.GetAllUsers1(
                StartingRowNumber=0, NumbeOfRow=1, StatusFilter=-1, SortBy=1, SortAscending=True, **said
            )
        assert reply.attributes["totalusercount"] == "3"

    def test_soap_is_not_concerned(self, service):
        """Over SOAP an empty text clears, in both generations."""
        with Client(service.url, username="admin", password="admin", wsdl="bundled") as soap:
            service.mount(soap)
            soap.service.UpdateUserContactInfo(userName="jdoe", emailAddress=KEEP, mobileNumber=CLEAR)
            assert (soap.users.get("jdoe").email, soap.users.get("jdoe").mobile) == (ADDRESS, "")

    @pytest.mark.parametrize("name", ["AuthenticateUser", "CreateTicketforUser", "GetDocuments", "LogOut"])
    def test_of_what_kind(self, name):
        """Nothing is refused that is about a session, or that reads."""
        operation = CONTRACT[name]
        parts = {each.name: "" for each in operation.own_parameters}
        assert form_post.cleared(operation, parts, "refuse", INFOROUTER.reads_back) == ()


class TestVerified:
    """Read back after the call."""

    def test_both_generations(self, service):
        """ASMX clears, and the read proves it; a server of today keeps, and that is an error which tells the value."""
        with service.client(on_clear="verify") as ir:
            before = ir.documents.get(BUDGET).description
            said = {"NewDocumentName": "Plan.xlsx", "NewDescription": CLEAR, "NewUpdateInstructions": "x"}
            if service.generation == "classic":
                assert ir.service.UpdateDocumentProperties(Path=BUDGET, **said).atomic
                assert ir.documents.get(PLAN).description == ""
                return
            with pytest.raises(errors.UnexpectedReply) as caught:
                ir.service.UpdateDocumentProperties(Path=BUDGET, **said)
            assert caught.value.message == (
                "UpdateDocumentProperties: the empty text in the form cleared nothing: "
                f"NewDescription is still '{before}'; "
                "use SOAP; the other changes of the call may have been made"
            )
            assert caught.value.maybe_applied
            assert service.called == ["GetDocument", "UpdateDocumentProperties", "GetDocument"]
            assert ir.documents.get(PLAN).update_instructions == "x"

    def test_workflows(self, service):
        """The workflows follow the same rule."""
        with service.client(on_clear="verify", on_null="read") as ir:
            before = ir.documents.get(BUDGET).description
            assert before
            if service.generation == "classic":
                ir.documents.update(BUDGET, name="Plan.xlsx", description=CLEAR)
                ir.users.update("jdoe", mobile=CLEAR)
                assert (ir.documents.get(PLAN).description, ir.users.get("jdoe").mobile) == ("", "")
                return
            with pytest.raises(errors.UnexpectedReply, match="cleared nothing: NewDescription is still"):
                ir.documents.update(BUDGET, name="Plan.xlsx", description=CLEAR)
            with pytest.raises(errors.HttpError, match="mobileNumber is empty"):
                ir.users.update("jdoe", mobile=CLEAR)
            assert (ir.documents.get(PLAN).description, ir.users.get("jdoe").mobile) == (before, MOBILE)

    def test_what_nothing_reads_back(self, service):
        """Where nothing reads it back the call is refused, also with on_clear="verify"."""
        with (
            service.client(on_clear="verify") as ir,
            pytest.raises(errors.NullNotAllowed, match="it cannot be read back"),
        ):
            ir.service.SetDocumentSummary(path=BUDGET, versionNumber=0, summary=" ")
        assert service.called == []

    def test_what_is_sent_again(self, service):
        """A value that is read and sent again may be empty: it clears nothing, and is not read back."""
        with Client(service.url, username="admin", password="admin", wsdl="bundled") as soap:
            service.mount(soap)
            values = {"NewDocumentName": "Budget.xlsx", "NewDescription": "x", "NewUpdateInstructions": CLEAR}
            soap.service.UpdateDocumentProperties(Path=BUDGET, **values)
            soap.service.UpdateUserContactInfo(userName="jdoe", mobileNumber=CLEAR)
        with service.client(on_null="read") as ir:
            assert "NewUpdateInstructions" in ir.documents.update(BUDGET, description="y").resent
            assert ir.documents.get(BUDGET).description == "y"
            if service.generation == "classic":
                reply = ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com")
                assert reply.resent == ("mobileNumber",)

    @pytest.mark.classic("a form cannot carry an empty required text to servers of today")
    def test_asyncio(self):
        """The asyncio client does the same."""
        import asyncio

        async def clear():
            options = {"transport": "http-post", "on_clear": "verify"}
            async with AsyncClient("sim:", username="admin", password="admin", **options) as ir:
                await ir.users.update("jdoe", email=CLEAR, mobile="+1")
                return (await ir.users.get("jdoe")).email

        assert asyncio.run(clear()) == ""

    @pytest.mark.classic("a form cannot carry an empty required text to servers of today")
    def test_a_read_within_a_new_login(self):
        """The read does not wait for the login that the call itself has just made."""
        with Client("sim:", username="admin", password="admin", transport="http-post", on_clear="verify") as ir:
            sim = ir.simulator
            sim.fail("error", text="[901] Session expired or Invalid ticket", operation="UpdateUserEmail", times=2)
            send = ir.wiring.transport.post

            def post(url, *positional, **named):
                raw = send(url, *positional, **named)
                if url.endswith("/UpdateUserEmail") and sim.logins < 3:
                    sim.expire_tickets()
                    if sim.logins == 1:
                        ir.service.GetCurrentUser()  # whose new ticket the call then has, and which is over again
                return raw

            ir.wiring.transport.post = post
            done: list[object] = []
            thread = threading.Thread(
                target=lambda: done.append(ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=CLEAR)),
                daemon=True,
            )
            thread.start()
            thread.join(20)
            assert done
            assert sim.logins == 3


class TestSent:
    """Just sent."""

    def test_both_generations(self, service):
        """It is sent, and nothing is read: the server clears, or keeps and calls that a success."""
        with service.client(on_clear="send") as ir:
            before = ir.documents.get(BUDGET).description
            ir.service.UpdateDocumentProperties(
                Path=BUDGET, NewDocumentName="Budget.xlsx", NewDescription=CLEAR, NewUpdateInstructions="x"
            )
            assert service.called == ["GetDocument", "UpdateDocumentProperties"]
            assert ir.documents.get(BUDGET).description == ("" if service.generation == "classic" else before)

    @pytest.mark.parametrize("said", ["", "  "])
    @pytest.mark.parametrize("on_clear", ["send", "verify"])
    def test_required(self, service, on_clear, said):
        """A required text that is empty is one sentence with its name, where the server refuses the form for it."""
        with service.client(on_clear=on_clear) as ir:
            if service.generation == "classic":
                ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=said)
                return
            with pytest.raises(errors.HttpError) as caught:
                ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress=said)
            assert caught.value.message == (
                "UpdateUserEmail: an empty required text cannot be sent by form to this server: NewEmailAddress is "
                "empty; use SOAP"
            )
            assert (caught.value.status, caught.value.maybe_applied) == (400, False)
            assert service.called == []


def told(*elements: str) -> object:
    """Let a read be answered with these elements."""
    root = etree.fromstring(f'<response success="true" error="">{"".join(elements)}</response>')
    return Reply(operation="GetUser", element=root)


class TestReadBack:
    """What the read makes of a reply."""

    def carry(self, operation, parts, cleared, answer):
        """Read back what a call cleared; return what was asked."""
        asked: list[tuple[str, object]] = []

        def answered(reads, arguments):
            asked.append((reads.name, arguments[CONTRACT[reads.name].spell(UPDATES[operation].stored.key)]))
            if isinstance(answer, Exception):
                raise answer
            return answer

        caller = servers.Answers(answered, CONTRACT.operations.__getitem__)
        servers.NOBODY.carry(INFOROUTER.read_back(CONTRACT[operation], parts, cleared, caller.call, caller.find))
        return asked

    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            (told(), "GetUser is not about jdoe alone"),
            (told('<User UserName="jdoe" Email=""/>', '<User UserName="jdoe" Email=""/>'), "jdoe alone"),
            (told('<User UserName="other" Email=""/>'), "jdoe alone"),
            (
                told('<User UserName="jdoe"/>'),
                "cannot tell whether NewEmailAddress was cleared: GetUser does not return it",
            ),
            (errors.ConnectError("GetUser: no connection"), "GetUser cannot tell: GetUser: no connection"),
            (errors.SessionExpired("GetUser: over"), "cannot tell: GetUser: over"),
            (told('<User UserName="jdoe" Email="a@b.c"/>'), r"NewEmailAddress is still 'a@b\.c'"),
            (told(f'<User UserName="jdoe" Email="{"x" * 999}"/>'), r"is still 'x{57}\.\.\.'"),
        ],
    )
    def test_not_cleared_or_not_known(self, answer, why):
        """What is stored still, or cannot be read, is an error that leaves the change in doubt."""
        parts = {"UserName": "jdoe", "NewEmailAddress": ""}
        with pytest.raises(errors.UnexpectedReply, match=why) as caught:
            self.carry("UpdateUserEmail", parts, ("NewEmailAddress",), answer)
        assert caught.value.maybe_applied
        assert caught.value.operation == "UpdateUserEmail"

    @pytest.mark.parametrize("value", ["", "   ", "&#10;"])
    def test_cleared(self, value):
        """What is empty, or of blanks, is cleared."""
        answer = told(f'<User UserName="JDoe" Email="{value}"/>')
        parts = {"UserName": "jdoe", "NewEmailAddress": ""}
        assert self.carry("UpdateUserEmail", parts, ("NewEmailAddress",), answer) == [("GetUser", "jdoe")]

    @pytest.mark.parametrize(
        ("path", "name", "read"),
        [
            ("/a/b.txt", "c.txt", "/a/c.txt"),
            ("\\a\\b.txt", "c.txt", "\\a\\c.txt"),
            ("/a/b.txt/", "c.txt", "/a/c.txt"),
            ("b.txt", "c.txt", "c.txt"),
            ("/a/b.txt", "\\1.txt", "/a/\\1.txt"),
            ("/a/b.txt", "", "/a/b.txt"),
            ("/a/b.txt", None, "/a/b.txt"),
            ("~D1001", "c.txt", "~D1001"),
            ("~d1001.txt", "c.txt", "~d1001.txt"),
        ],
    )
    def test_a_renamed_document(self, path, name, read):
        """A document is read under its new name, or its number, which stays."""
        answer = told('<document Name="c.txt" Description=""/>')
        parts = {"Path": path, "NewDescription": ""} | ({} if name is None else {"NewDocumentName": name})
        assert self.carry("UpdateDocumentProperties", parts, ("NewDescription",), answer) == [("GetDocument", read)]

    def test_a_renamed_user(self):
        """A user is read under the new name."""
        answer = told('<User UserName="new" FirstName=""/>')
        parts = {"UserName": "jdoe", "NewUserName": "new", "NewFirstName": "", "NewLastName": "x"}
        assert self.carry("UpdateUserProfile", parts, ("NewFirstName",), answer) == [("GetUser", "new")]

    def test_what_can_be_read_back(self):
        """The fields of the one table of updates, in whatever letter case, and nothing else."""
        assert clearing.reads_back(CONTRACT["UpdateDocumentProperties2"], "newdescription")
        assert not clearing.reads_back(CONTRACT["UpdateUserEmail"], "UserName")
        assert not clearing.reads_back(CONTRACT["SetDocumentSummary"], "summary")


class TestEmpty:
    """Which texts count as empty."""

    @given(st.text(max_size=3), st.sampled_from(["send", "verify", "refuse"]))
    def test_any_text(self, text, on_clear):
        """A text that is more than blanks is never refused and never read back, whatever was asked for."""
        operation = CONTRACT["UpdateUserEmail"]
        parts = {"UserName": "jdoe", "NewEmailAddress": text}
        blank = not text.strip()
        assert form_post.empty(operation, parts) == (("NewEmailAddress",) if blank else ())
        try:
            found = form_post.cleared(operation, parts, on_clear, INFOROUTER.reads_back)
        except errors.NullNotAllowed:
            assert blank
            assert on_clear == "refuse"
        else:
            assert found == (("NewEmailAddress",) if blank and on_clear == "verify" else ())
