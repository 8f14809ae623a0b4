"""Operations that answer yes or no: a bool, and an error for whatever is neither."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json

import pytest
import servers

from soapclient import AsyncClient, Client, Contract, Reply, errors
from soapclient.calls.proxy import OperationProxy
from soapclient.cli import main

FAULT = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>'
    b"<faultstring>User not found</faultstring></s:Fault></s:Body></s:Envelope>"
)
YES = '<response xmlns="" success="true" error="" CRC32="0A" />'


@functools.cache
def contract() -> Contract:
    return Contract.load("bundled")


def ask(operation: str, result: str):
    """Call an operation whose reply has this result."""

    def caller(found, arguments):
        element = servers.judge(found, 200, {}, servers.envelope(found.name, result))
        return Reply(operation=found.name, element=element)

    return OperationProxy(contract()[operation], servers.Answers(caller), servers.NOBODY, spelling=operation)


def refusal(text: str | None, success: str = ' success="false"') -> str:
    return f'<response xmlns=""{success}{"" if text is None else f" error={chr(34)}{text}{chr(34)}"} />'


class TestAnswers:
    """What a call gives."""

    @pytest.mark.parametrize(
        ("operation", "text"),
        [
            ("UserExists", "User not found"),
            ("UserExists", "User does not exist"),
            ("DocumentExists", "Document not found."),
            ("DocumentExists", "[2285]Document not found"),
            ("DocumentExists1", "Document not found"),
            ("DocumentExists1", "Folder not found"),
            ("FolderExists", "Folder not found"),
            ("FolderExists1", "Folder not found"),
            ("DomainExists", "[115] Domain not found"),
            ("DomainExists", "[115] Bibliothek nicht gefunden"),
            ("DocumentAccessAllowed", "Access denied"),
            ("FolderAccessAllowed", "Access denied."),
            ("IsLockPossible", "Document is checked out by Jane Doe."),
            ("TestTaskCompletion", "This task cannot be completed. You did not read the document."),
            *((name, None) for name in ("UserExists", "DomainExists", "DocumentExists", "FolderAccessAllowed")),
            ("IsLockPossible", " "),
        ],
    )
    def test_no(self, operation, text):
        """The documented no, or a refusal without a reason, is False."""
        assert ask(operation, refusal(text))() is False

    def test_no_without_success(self):
        """The no of FolderExists has no `success` attribute in the reference: its text is enough, no text is not."""
        assert ask("FolderExists", refusal("Folder not found", ""))() is False
        with pytest.raises(errors.ServiceError, match="no reason"):
            ask("FolderExists", refusal("", ""))()

    @pytest.mark.parametrize("operation", [name for name in contract() if contract()[name].predicate])
    def test_yes_and_failures(self, operation):
        """A success is True; a ticket, a right, a fault or an unknown text raises, for each such operation."""
        assert ask(operation, YES)() is True
        for text, kind in [
            ("[900] Authentication failed", errors.AuthenticationFailed),
            ("[901]Session expired or Invalid ticket", errors.SessionExpired),
            ("[2730]Insufficient rights", errors.AccessDenied),
            ("SystemError:disk", errors.ServerFault),
            ("Zugriff verweigert", errors.ServiceError),
        ]:
            with pytest.raises(kind) as caught:
                ask(operation, refusal(text))()
            assert not caught.value.no
        for result in ("<html xmlns=''/>", "<response xmlns='' />"):
            with pytest.raises(errors.UnexpectedReply):
                ask(operation, result)()

    @pytest.mark.parametrize(
        ("operation", "text", "kind"),
        [
            ("UserExists", "Access denied", errors.AccessDenied),
            ("IsLockPossible", "Access denied", errors.AccessDenied),
            ("IsLockPossible", "Document not found", errors.DocumentNotFound),
            ("DocumentAccessAllowed", "Document not found", errors.DocumentNotFound),
            ("DocumentAccessAllowed", "[921]Insufficient rights", errors.AccessDenied),
            ("TestTaskCompletion", "Access Denied", errors.AccessDenied),
        ],
    )
    def test_the_right_of_one_is_the_answer_of_another(self, operation, text, kind):
        """What is one operation's no is an error of another, or with a number."""
        with pytest.raises(kind):
            ask(operation, refusal(text))()

    def test_a_fault_is_never_a_no(self):
        """A fault with the words of a no raises: the question was not answered."""

        def caller(found, arguments):
            return servers.judge(found, 500, {}, FAULT)

        with pytest.raises(errors.UserNotFound):
            OperationProxy(contract()["UserExists"], servers.Answers(caller), servers.NOBODY, spelling="UserExists")()

    def test_reply(self):
        """`reply` gives the reply with its attributes, and raises what says that it is the no."""
        assert ask("DocumentExists", YES).reply().attributes["CRC32"] == "0A"
        with pytest.raises(errors.DocumentNotFound) as caught:
            ask("DocumentExists", refusal("Document not found")).reply()
        assert caught.value.no

    def test_other_operations(self):
        """An operation that answers no question gives its reply, and its refusals are no no."""
        assert isinstance(ask("GetUser", YES)(), Reply)
        with pytest.raises(errors.UserNotFound) as caught:
            ask("GetUser", refusal("User not found"))()
        assert not caught.value.no


class TestClients:
    """Both clients and the command line answer alike."""

    def test_sync(self):
        """The synchronous client, in both spellings."""
        with Client("sim:", username="admin", password="admin") as ir:
            assert ir.service.UserExists(UserName="jdoe") is True
            assert ir.service.user_exists(user_name="nobody") is False
            assert ir.service.UserExists.reply(UserName="jdoe").attributes["success"] == "true"
            ir.simulator.fail("fault", text="User not found", operation="UserExists")
            with pytest.raises(errors.UserNotFound):
                ir.service.UserExists(UserName="nobody")

    def test_async(self):
        """The asyncio client."""

        async def run():
            async with AsyncClient("sim:", username="admin", password="admin") as ir:
                reply = await ir.service.UserExists.reply(UserName="jdoe")
                return [await ir.service.UserExists(UserName=name) for name in ("jdoe", "nobody")], reply.attributes[
                    "success"
                ]

        assert asyncio.run(run()) == ([True, False], "true")

    @pytest.mark.parametrize(("name", "said"), [("jdoe", "true"), ("nobody", "false")])
    def test_command_line(self, name, said, monkeypatch, tmp_path, capfd):
        """`call` prints true or false and is done either way; JSON and a file have the answer too."""
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "admin")
        call = ["call", "UserExists", f"UserName={name}", "--server", "sim:", "--username", "admin"]
        for more in ([], ["-o", "-"]):
            assert main([*call, *more]) == 0
            assert capfd.readouterr() == (f"{said}\n", "")
        assert main([*call, "--json"]) == 0
        value = json.loads(capfd.readouterr().out)
        assert (value["operation"], value["answer"]) == ("UserExists", said == "true")
        assert "xml" not in value
        assert (value["data"] is None) == (said == "false")
        assert main([*call, "-o", str(tmp_path / "f")]) == 0
        assert (tmp_path / "f").read_text() == f"{said}\n"

    def test_signature_and_docstring(self):
        """The signature says bool, the docstring True or False."""
        assert inspect.signature(ask("UserExists", YES)).return_annotation is bool
        assert inspect.signature(ask("GetUser", YES)).return_annotation is Reply
        assert "returns True or False." in ask("UserExists", YES).__doc__
