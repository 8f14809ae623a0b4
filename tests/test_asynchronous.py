"""The asyncio client: the same rules, awaited."""

from __future__ import annotations

import asyncio
import inspect
import sys
from pathlib import Path

import pytest
from servers import wear_out
from test_workflow_docs import blocks

from soapclient import CLEAR, AsyncClient, AsyncSoapClient, Client, errors
from soapclient.clients.wiring import Options, Wiring
from soapclient.inforouter.bulk_runs import AsyncBulk, Bulk
from soapclient.inforouter.documents import AsyncDocuments, Documents
from soapclient.inforouter.users import AsyncUsers, UserFlows, Users


def run(scenario, **options):
    """Run a scenario with a client of the simulator, logged in as the administrator."""

    async def main():
        async with AsyncClient("sim:", username="admin", password="admin", **options) as ir:
            return await scenario(ir)

    return asyncio.run(main())


def test_calls_in_flight_together():
    """Many calls at once share one login, and each changes what it names."""

    async def scenario(ir):
        await asyncio.gather(
            *(ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress=f"{n}@x") for n in range(40))
        )
        await ir.service["update_user_contact_info"](user_name="jdoe", mobile_number=CLEAR)
        return await ir.users.get("jdoe"), ir.simulator.logins

    user, logins = run(scenario)

    assert ("", 1) == (user.mobile, logins)
    assert user.email.endswith("@x")


@pytest.mark.parametrize("calls", [50, 5, 2])
def test_a_session_that_expires_every_few_calls(calls):
    """However few calls a ticket is good for, many calls at once are all done."""

    async def scenario(ir):
        wear_out(ir.simulator, calls)
        return await asyncio.gather(*(ir.users.get("jdoe") for _ in range(100)))

    assert ["jdoe"] * 100 == [user.user_name for user in run(scenario)]


def test_a_session_that_is_always_over():
    """Where no ticket is taken each call says so, after few logins."""

    async def scenario(ir):
        wear_out(ir.simulator, 0)
        found = await asyncio.gather(*(ir.users.get("jdoe") for _ in range(40)), return_exceptions=True)
        assert {errors.SessionExpired} == {type(each) for each in found}
        return ir.simulator.logins

    assert run(scenario) <= 1 + 2 * 40


def test_concurrency_is_bounded():
    """No more calls are in flight than were allowed."""

    async def scenario(ir):
        for _ in range(6):
            ir.simulator.fail("delay", seconds=0.05, operation="ServerInfo")
        loop = asyncio.get_running_loop()
        started = loop.time()
        await asyncio.gather(*(ir.service.ServerInfo() for _ in range(6)))
        return loop.time() - started

    assert 0.15 <= run(scenario, concurrency=2)


@pytest.mark.parametrize("kind", [AsyncClient, AsyncSoapClient])
def test_default_concurrency(kind):
    """By default 64 calls are in flight at once, as docs/asyncio.md says."""
    assert 64 == inspect.signature(kind.__init__).parameters["concurrency"].default
    assert "`concurrency=64`" in (Path(__file__).parents[1] / "docs" / "asyncio.md").read_text("utf-8")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the page uses asyncio.timeout, which Python 3.10 does not have")
def test_page_runs_as_written(soapclient_async_client, soapclient_simulator, capsys):
    """The examples of docs/asyncio.md run, and do what the page says."""
    names = {}
    for source in blocks("asyncio"):
        exec(compile(source, "docs/asyncio.md", "exec", dont_inherit=True), names)

    async def read():
        return [await names["email_of"](soapclient_async_client, name) for name in ("jdoe", "nobody")]

    assert ["john.doe@example.com", "nobody of this name"] == asyncio.run(read())
    names["test_mine"](soapclient_async_client, soapclient_simulator)
    assert "100\n" == capsys.readouterr().out


def test_errors_and_users():
    """Errors, users, plans and contracts are those of the synchronous client."""

    async def scenario(ir):
        with pytest.raises(errors.UnknownOperation):
            await ir.service.Nothing()
        with pytest.raises(errors.UserNotFound):
            await ir.users.get("nobody")
        with pytest.raises(errors.ArgumentError):
            await ir.service.GetUser("jdoe")
        assert (True, False) == (await ir.users.exists("jdoe"), await ir.users.exists("nobody"))
        assert "admin" == (await ir.users.current()).user_name
        assert ["admin", "jdoe", "sysadmin"] == [user.user_name async for user in ir.users.list(page_size=2)]
        assert ("UpdateUserContactInfo",) == (await ir.users.plan_update("jdoe", email="x")).operations
        assert ("UpdateUserContactInfo",) == (await ir.users.update("jdoe", email="x")).operations
        assert 425 == len(await ir.contract())
        assert "GetUser" == (await ir.service.get_user.describe()).name
        assert "get_user" in dir(ir.service)
        assert not hasattr(ir.service, "__wrapped__")
        assert ("<AsyncClient sim:>", "<AsyncOperationProxy GetUser>") == (repr(ir), repr(ir.service.GetUser))

    run(scenario)


def test_documents():
    """Documents are those of the synchronous client."""

    async def scenario(ir):
        assert "Budget.xlsx" == (await ir.documents.get(1001)).name
        assert (True, False) == (await ir.documents.exists(1001), await ir.documents.exists("/a/b"))
        planned = await ir.documents.plan_update(1001, author="x")
        assert planned.operations == (await ir.documents.update(1001, author="x")).operations
        assert "x" == ir.simulator.document("~D1001")["author"]
        with pytest.raises(errors.DocumentNotFound):
            await ir.documents.update("/a/b", author="x")

    run(scenario)


def test_closed():
    """A closed client says so, closing again is harmless, and nonsense is refused before anything is made."""

    async def main():
        ir = AsyncClient("sim:", username="admin", password="admin")
        await ir.close()
        await ir.close()
        with pytest.raises(errors.ContractError, match="closed"):
            await ir.service.ServerInfo()
        with pytest.raises(errors.ArgumentError, match="concurrency"):
            AsyncClient("sim:", concurrency=0)

    asyncio.run(main())


def test_closing_does_not_wait_behind_calls():
    """Closing does not queue behind calls that are waiting for a thread."""

    async def main():
        ir = AsyncClient("sim:", username="admin", password="admin", concurrency=1)
        await ir.service.ServerInfo()
        ir.simulator.fail("delay", seconds=1, operation="ServerInfo")
        calls = [asyncio.ensure_future(ir.service.ServerInfo()) for _ in range(3)]
        await asyncio.sleep(0.1)
        for call in calls:
            call.cancel()
        started = asyncio.get_running_loop().time()
        await ir.close()
        return asyncio.get_running_loop().time() - started

    assert asyncio.run(main()) < 0.9


class TestTwins:
    """What both clients have alike."""

    def test_options(self):
        """The options of the asynchronous client are those of the other one, with their types."""
        client, wiring = (inspect.signature(kind.__init__).parameters for kind in (Client, Wiring))
        written = {name: str(kind.__forward_arg__) for name, kind in Options.__annotations__.items()}
        for found in ({name: each.annotation for name, each in one.items()} for one in (client, wiring)):
            types = {name: kind.removeprefix("form_post.") for name, kind in found.items() if name != "self"}
            assert types == {
                "server": "str",
                **{name: kind.removeprefix("form_post.") for name, kind in written.items()},
            }
        assert [each.default for each in client.values()] == [each.default for each in wiring.values()]

    @pytest.mark.parametrize(
        ("called", "awaited"), [(Users, AsyncUsers), (Documents, AsyncDocuments), (Bulk, AsyncBulk)]
    )
    def test_workflows(self, called, awaited):
        """Each workflow of one face is on the other, with the same parameters but the event that stops."""
        names = {name for name in dir(called) if not name.startswith("_")}
        assert names == {name for name in dir(awaited) if not name.startswith("_")}
        for name in names:
            one, other = getattr(called, name), getattr(awaited, name)
            if callable(one):
                first, second = (inspect.signature(each).parameters for each in (one, other))
                assert [each for each in first if each != "stop"] == list(second), name
                assert [first[each].default for each in second] == [each.default for each in second.values()], name

    def test_help(self):
        """The help of a workflow shows what it returns on that face, and its docstring."""
        assert "-> 'User'" in str(inspect.signature(Users.get))
        assert "-> 'Awaitable[User]'" in str(inspect.signature(AsyncUsers.get))
        assert "-> 'AsyncIterator[User]'" in str(inspect.signature(AsyncUsers.list))
        assert Users.get.__doc__ == AsyncUsers.get.__doc__ == UserFlows.get.__doc__

    def test_class_level_call(self):
        """A workflow that is called on its class, with an instance, is the method of the instance."""
        with Client("sim:", username="admin", password="admin") as ir:
            assert "jdoe" == Users.get(ir.users, "jdoe").user_name
