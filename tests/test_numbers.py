"""Numbers of errors: what servers of today send decides the class, whatever the words beside it say."""

from __future__ import annotations

import pytest
import servers
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import Client, Contract, Reply, Ticket, errors
from soapclient.inforouter.numbers import by_number, class_of, number_of
from soapclient.inforouter.profile import INFOROUTER
from soapclient.simulator import Simulator

CONTRACT = Contract.load()
CODES = [(name, code) for name in CONTRACT for code in CONTRACT[name].codes]
TEXT = "Böyle biri yok"


def refusal(operation: str, attributes: str) -> errors.SoapClientError:
    """Judge a reply of an operation, and return the error that it amounts to."""
    with pytest.raises(errors.SoapClientError) as caught:
        servers.judge(CONTRACT[operation], 200, {}, servers.envelope(operation, f'<response {attributes} xmlns=""/>'))
    return caught.value


class TestEveryCode:
    """The documented numbers of all operations."""

    def test_class_code_and_text(self):
        """Each documented number of each operation becomes its class, with the number and the server's own words."""
        assert len(CODES) > 700
        for operation, code in CODES:
            if CONTRACT[operation].returns == "bytes":
                continue
            for spelling in ("errorCode", "errorcode", "ErrorCode"):
                error = refusal(operation, f'success="false" error="{TEXT}" {spelling}="{code.number}"')
                assert type(error).__name__ == code.error, (operation, code)
                assert (code.number, TEXT, operation) == (error.code, error.text, error.operation)
            assert error.no == (code.number in CONTRACT[operation].negative_codes)

    def test_no_of_both_generations(self):
        """An operation that answers yes or no takes its documented number for a no, and no other number."""
        asking = [name for name in CONTRACT if CONTRACT[name].negative_codes]
        assert {"UserExists", "DocumentExists", "FolderExists", "DocumentAccessAllowed"} <= set(asking)
        for name in asking:
            for number in (4000, 4010, 4030, 4041, 4090, 5000):
                error = refusal(name, f'success="false" error="" errorCode="{number}"')
                assert error.no == (number in CONTRACT[name].negative_codes), (name, number)


class TestTheNumberDecides:
    """What is told by a number, and what is not."""

    @pytest.mark.parametrize(
        ("attributes", "kind", "code"),
        [
            ('error="[901]Session expired or Invalid ticket" errorCode="4041"', errors.UserNotFound, 4041),
            ('error="User not found" errorCode="4030"', errors.AccessDenied, 4030),
            ('error="Zugriff verweigert" errorCode="4030"', errors.AccessDenied, 4030),
            ('error="User not found" errorCode="0"', errors.UserNotFound, None),
            ('error="User not found" errorCode=""', errors.UserNotFound, None),
            ('error="User not found" errorCode="abc"', errors.UserNotFound, None),
            ('error="User not found" errorCode="-4030"', errors.UserNotFound, None),
            ('error="[901]Session expired or Invalid ticket"', errors.SessionExpired, 901),
            ('error="x" errorCode="901"', errors.SessionExpired, 901),
            ('error="x" errorCode="4049"', errors.NotFound, 4049),
            ('error="x" errorCode="5999"', errors.ServerFault, 5999),
            ('error="x" errorCode="7"', errors.ServiceError, 7),
            ('error="x" errorCode=" 4041 " errorcode="4041"', errors.UserNotFound, 4041),
        ],
    )
    def test_class(self, attributes, kind, code):
        """The number decides; a text decides where there is no number, and what is no number is none."""
        error = refusal("UpdateUserContactInfo", f'success="false" {attributes}')
        assert (kind, code) == (type(error), error.code)

    @pytest.mark.parametrize("operation", ["GetDocument", "UpdateDocumentProperties", "UpdateDocumentProperties1"])
    def test_a_document(self, operation):
        """4041 means the document where a call names nothing else, though the page of the operation has no numbers."""
        assert type(refusal(operation, 'success="false" error="x" errorCode="4041"')) is errors.DocumentNotFound
        assert type(refusal("GetDownloadInfoByVersion", 'success="false" errorCode="4041"')) is errors.NotFound

    @pytest.mark.parametrize(
        "attributes",
        [
            'success="false" error="x" errorCode="4041" errorcode="4030"',
            'success="true" error="" errorCode="4041"',
            'success="true" errorCode="5000"',
        ],
    )
    def test_contradictions(self, attributes):
        """Two numbers that differ, or a success with one, are doubt: the change may have been made."""
        error = refusal("UpdateUserContactInfo", attributes)
        assert (errors.UnexpectedReply, True) == (type(error), error.maybe_applied)
        assert "contradicts itself" in str(error)

    @pytest.mark.parametrize("operation", ["AuthenticateUser", "AuthenticateUser1", "CreateTicketforUser"])
    def test_login(self, operation):
        """A login that is refused as if a ticket were missing is a failed authentication: there is no session yet."""
        error = refusal(operation, 'success="false" error="x" errorcode="4010"')
        assert (errors.AuthenticationFailed, 4010) == (type(error), error.code)

    @given(number=st.integers(1, 10**9 - 1))
    def test_any_number(self, number):
        """Any number has a class of refusals, that of its HTTP status where the table does not have it."""
        kind = by_number(number)
        assert issubclass(kind, errors.ServiceError)
        if 500 <= number // 10 < 600:
            assert kind is errors.ServerFault
        root = etree.Element("response", errorcode=f" {number} ")
        assert number == number_of(root)
        assert class_of(CONTRACT["GetFolder"], number) is not errors.SoapClientError


class TestMisleadingVerdicts:
    """Replies whose `success` says another thing than what was done."""

    def test_always_false(self):
        """The tasks of a document come with `success="false"`; with a number it is a refusal all the same."""
        inner = '<response success="false" error="" xmlns=""><tasks><Task TaskID="7" TaskName="t"/></tasks></response>'
        root = servers.judge(CONTRACT["GetDocumentTasks"], 200, {}, servers.envelope("GetDocumentTasks", inner))
        assert "7" == root.find("tasks/Task").get("TaskID")
        assert errors.DocumentNotFound is type(refusal("GetDocumentTasks", 'success="false" error="" errorCode="4041"'))
        assert errors.DocumentNotFound is type(
            refusal("GetDocumentTasks", 'success="false" error="Document not found"')
        )
        assert isinstance(refusal("GetFolders", 'success="false" error=""'), errors.ServiceError)

    @pytest.mark.parametrize(
        ("told", "expected"),
        [
            ('<User UserName="jdoe"/>', None),
            ('<User UserName="JDOE"/>', None),
            ('<User UserName="admin"/>', ("still admin", False)),
            ("", ("no owner", True)),
            (errors.AccessDenied("GetOwner: Access denied", operation="GetOwner"), ("Access denied", True)),
        ],
    )
    def test_owner(self, told, expected):
        """SetOwner that says MultiStatus is confirmed by reading the owner; its word alone is not enough."""

        def answer(operation, arguments):
            if isinstance(told, Exception):
                raise told
            assert ("GetOwner", {"Path": "/a"}) == (operation.name, arguments)
            root = etree.fromstring(f'<response success="true" error="">{told}</response>')
            return Reply(operation="GetOwner", element=root)

        caller = servers.Answers(answer, CONTRACT.operations.__getitem__)
        operation = CONTRACT["SetOwner"]
        inner = '<response success="false" error="MultiStatus" xmlns=""/>'
        root = servers.judge(operation, 200, {}, servers.envelope("SetOwner", inner))
        reply = Reply(operation="SetOwner", element=root)
        parts = {"Path": "/a", "NewOwnerUserName": "jdoe", "ApplytoTree": "false"}
        flow = INFOROUTER.confirm(operation, parts, reply, caller.call, caller.find)
        if expected is None:
            assert reply is servers.NOBODY.carry(flow)
            return
        with pytest.raises(errors.UnexpectedReply, match=expected[0]) as caught:
            servers.NOBODY.carry(flow)
        assert expected[1] == caught.value.maybe_applied


class TestSessions:
    """An expired ticket of today's servers is renewed as that of older ones."""

    @pytest.mark.parametrize("language", ["en", "tr"])
    def test_renewed_once(self, language):
        """4010 makes one login for the call, which is repeated once, whatever the language of the refusal."""
        with (
            Simulator(generation="current", language=language) as simulator,
            simulator.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled") as ir,
        ):
            assert "jdoe" == ir.users.get("jdoe").user_name
            simulator.expire_tickets()
            ir.users.update("jdoe", email="new@example.com")
            assert ("new@example.com", 2) == (ir.users.get("jdoe").email, simulator.logins)

    def test_a_given_ticket_is_not(self):
        """A ticket that was given is not renewed: 4010 is the caller's to hear."""
        with (
            Simulator(generation="current", language="tr") as simulator,
            simulator.serve() as server,
            Client(server.url, auth=Ticket("00000000-0000-0000-0000-000000000000"), wsdl="bundled") as ir,
            pytest.raises(errors.SessionExpired) as caught,
        ):
            ir.users.get("jdoe")
        assert 4010 == caught.value.code
