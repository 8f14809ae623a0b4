"""Calls of the asyncio client that are cancelled: nothing of them is left, and nothing waits for them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from servers import SUCCESS, RawServer, envelope, http

import soapclient
from soapclient import AsyncClient, Ticket, errors
from soapclient.calls import slots
from soapclient.calls.flow import Page, UnderWay
from soapclient.calls.message import Message
from soapclient.calls.threads import Threads
from soapclient.contract.bundled import bundled
from soapclient.simulator import Simulator

LONG = 600  # seconds, that no test waits for: what would wait for them hangs
LIMIT = 60  # seconds, that no test comes near to unless something hangs
HANGS = "UpdateUserContactInfo"
TICKET = '<response xmlns="" success="true" error="" ticket="t1" />'
USER = '<response xmlns="" success="true" error=""><User UserName="jdoe" /></response>'


def operation(request):
    """Return the operation that a request calls."""
    head = request.partition(b"\r\n\r\n")[0].decode()
    if head.startswith("GET "):
        return "WSDL"
    return next(line.rpartition("/")[2].strip('"') for line in head.splitlines() if line.startswith("SOAPAction"))


class Silent(RawServer):
    """A server that answers all calls but those that hang, and those only when they are released.

    Attributes:
        hanging: the operations that are not answered.
        arrived: a semaphore that counts the requests that hang.
        broken: a semaphore that counts those whose connection the client closed.
        release: the event that lets those that hang be answered.
    """

    def __init__(self, *hanging):
        super().__init__(self._reply)
        self.hanging = set(hanging)
        self.arrived, self.broken = threading.Semaphore(0), threading.Semaphore(0)
        self.release = threading.Event()

    def _reply(self, connection, request):
        name = operation(request)
        if name in self.hanging:
            connection.settimeout(0.01)
            self.arrived.release()
            while not self.release.is_set():
                try:
                    if not connection.recv(1):
                        self.broken.release()
                        return True
                except TimeoutError:
                    continue
            connection.settimeout(10)
        if name == "WSDL":
            connection.sendall(http(body=bundled("srv.wsdl").read_bytes()))
            return False
        result = {"AuthenticateUser": TICKET, "GetUser": USER}.get(name, SUCCESS)
        connection.sendall(http(body=envelope(name, result)))
        return False

    def called(self):
        """Return the operations of all requests, in the order of their arrival."""
        return [operation(request) for request in self.requests]


@pytest.fixture
def silent():
    """A server on which `UpdateUserContactInfo` hangs."""
    with Silent(HANGS) as server:
        yield server
        server.release.set()


def client(server, **options):
    """Return a client that would wait for ten minutes."""
    options = {"auth": Ticket("t0"), "wsdl": "bundled", "timeout": LONG, **options}
    return AsyncClient(server.url, **options)


def update(ir, name="jdoe"):
    """Begin a call that hangs."""
    return asyncio.ensure_future(ir.service.UpdateUserContactInfo(userName=name, emailAddress="x@example.com"))


async def counted(semaphore, times=1):
    """Wait until something has happened so many times."""
    for _ in range(times):
        assert await asyncio.to_thread(semaphore.acquire, timeout=LIMIT)


async def cancelled(*tasks):
    """Cancel tasks, and wait until they say so."""
    for task in tasks:
        task.cancel()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [asyncio.CancelledError] * len(tasks) == [type(each) for each in found]


def run(scenario):
    """Run a scenario, which hangs where something waits for a call that nobody waits for."""

    async def limited():
        return await asyncio.wait_for(scenario, LIMIT)

    return asyncio.run(limited())


async def by_cancel(call):
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call


async def by_wait_for(call):
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(call, 0.001)


async def by_timeout(call):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.001):
            await call


async def by_group(call):
    async def fail():
        raise LookupError("gone")

    async def wait():
        await call

    with pytest.raises(BaseException, match="TaskGroup"):
        async with asyncio.TaskGroup() as group:
            group.create_task(wait())
            group.create_task(fail())


NEW = pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.11 and later have it")


@pytest.mark.parametrize(
    "by", [by_cancel, by_wait_for, pytest.param(by_timeout, marks=NEW), pytest.param(by_group, marks=NEW)]
)
def test_a_call_that_is_given_up(silent, by):
    """Whatever cancels calls, their places are free at once and the server sees their connections closed."""

    async def scenario():
        async with client(silent, concurrency=4) as ir:
            calls = [update(ir) for _ in range(4)]
            await counted(silent.arrived, 4)
            for call in calls:
                await by(call)
            assert "jdoe" == (await ir.users.get("jdoe")).user_name
            await counted(silent.broken, 4)

    run(scenario())


def test_sixteen_cancelled_calls():
    """A client whose every place was taken by a call that hangs goes on once they are cancelled."""

    async def scenario(silent):
        async with client(silent) as ir:
            calls = [update(ir) for _ in range(16)]
            await counted(silent.arrived, 16)
            await cancelled(*calls)
            found = await asyncio.gather(*(ir.users.get("jdoe") for _ in range(16)))
            assert ["jdoe"] * 16 == [each.user_name for each in found]

    with Silent(HANGS) as silent:
        run(scenario(silent))


def test_a_call_that_waits_for_its_place_sends_nothing(silent):
    """Cancelled before its turn, a call is never sent, and the next in turn is not held up."""

    async def scenario():
        async with client(silent, concurrency=1) as ir:
            first = update(ir)
            await counted(silent.arrived)
            second = asyncio.ensure_future(ir.service.DeleteUser(UserName="x"))
            third = asyncio.ensure_future(ir.users.get("jdoe"))
            await asyncio.sleep(0)
            await cancelled(second, first)
            assert "jdoe" == (await third).user_name
        assert [HANGS, "GetUser"] == silent.called()

    run(scenario())


def test_a_workflow_sends_nothing_more(silent):
    """A workflow that is cancelled in a request makes none of those that would follow."""

    async def scenario():
        async with client(silent, concurrency=1) as ir:
            task = asyncio.ensure_future(ir.users.update("jdoe", email="x@example.com", verify=True))
            await counted(silent.arrived)
            await cancelled(task)
            await counted(silent.broken)
            await ir.service.ServerInfo()
        assert [HANGS, "ServerInfo"] == silent.called()

    run(scenario())


@pytest.mark.parametrize("wsdl", ["auto", "remote", "url"])
@pytest.mark.filterwarnings("error")
def test_a_contract_that_does_not_come(wsdl):
    """Calls that are cancelled while the WSDL is fetched leave no fetch behind, and the next call gets the server's."""

    async def scenario(silent):
        source = silent.url + "?WSDL" if wsdl == "url" else wsdl
        async with client(silent, wsdl=source, cache=False) as ir:
            calls = [update(ir) for _ in range(16)]
            await counted(silent.arrived)
            await cancelled(*calls)
            await counted(silent.broken)
            silent.hanging.clear()
            assert "jdoe" == (await ir.users.get("jdoe")).user_name
            assert silent.url + "?WSDL" == (await ir.contract()).source
        return silent.called()

    with Silent("WSDL") as silent:
        assert ["WSDL", "WSDL", "GetUser"] == run(scenario(silent))


def test_a_listing_sends_nothing_more():
    """A listing that is cancelled while it waits for a page frees its place, and asks for no other page."""

    async def scenario(silent):
        async with client(silent, concurrency=1) as ir:
            pages = ir.users.list(page_size=1)
            task = asyncio.ensure_future(anext(pages))
            await counted(silent.arrived)
            await cancelled(task)
            await counted(silent.broken)
            with pytest.raises(StopAsyncIteration):
                await anext(pages)
            await ir.users.get("jdoe")
        return silent.called()

    with Silent("GetAllUsers1") as silent:
        assert ["GetAllUsers1", "GetUser"] == run(scenario(silent))


def test_a_listing_that_is_broken_off():
    """A listing whose iterator is closed within a page ends there, and its flow with it."""
    ended = []

    def listing():
        try:
            yield Page((1, 2))
        finally:
            ended.append(True)

    async def scenario():
        found = Threads(lambda message, abort=None: None, 1).items(listing())
        assert 1 == await anext(found)
        await found.aclose()
        return list(ended)

    assert [True] == run(scenario())


def test_a_proxy_listing_that_is_broken_off():
    """What an operation lists is left with the iterator, not when it is collected."""
    closed = []

    class Listing:
        async def items(self, listing):
            try:
                yield 1
                yield 2
            finally:
                closed.append(True)
                listing.close()

    async def scenario():
        async with AsyncClient("sim:", username="admin", password="admin") as ir:
            proxy = ir.service.Search
            proxy._carrier = Listing()
            found = proxy.items()
            assert 1 == await anext(found)
            await found.aclose()
            return list(closed)

    assert [True] == run(scenario())


def test_replies_are_not_mixed_up():
    """While calls are cancelled at any moment, each of the others gets its own reply, and the ticket is shared."""

    async def scenario(url):
        chance = random.Random(12)
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled", concurrency=8) as ir:
            names = [user.user_name async for user in ir.users.list()]
            asked = [chance.choice(names) for _ in range(600)]
            tasks = [asyncio.ensure_future(ir.users.get(name)) for name in asked]
            while not all(task.done() for task in tasks):
                for task in chance.sample(tasks, 3):
                    task.cancel()
                await asyncio.sleep(0.001)
            found = await asyncio.gather(*tasks, return_exceptions=True)
        kept = [
            (name, each)
            for name, each in zip(asked, found, strict=True)
            if not isinstance(each, asyncio.CancelledError)
        ]
        assert [name for name, _ in kept] == [getattr(each, "user_name", each) for _, each in kept]
        return len(kept)

    with Simulator(seed_users=40) as simulator, simulator.serve() as server:
        assert 0 < run(scenario(server.url)) < 600
        assert 1 == simulator.logins


class TestLogins:
    """Logins that are cancelled, or waited for by calls that are."""

    @pytest.mark.parametrize("concurrency", [1, 16])
    def test_the_next_one_logs_in(self, concurrency):
        """Where the call that logs in is cancelled, one of those that wait for its login makes another."""

        async def scenario(silent):
            async with client(silent, auth=None, username="a", password="b", concurrency=concurrency) as ir:
                first = asyncio.ensure_future(ir.users.get("jdoe"))
                await counted(silent.arrived)
                others = [asyncio.ensure_future(ir.users.get("jdoe")) for _ in range(5)]
                await asyncio.sleep(0)
                silent.hanging.clear()
                await cancelled(first)
                assert ["jdoe"] * 5 == [each.user_name for each in await asyncio.gather(*others)]
            return silent.called()

        with Silent("AuthenticateUser") as silent:
            assert ["AuthenticateUser"] * 2 + ["GetUser"] * 5 + ["LogOut"] == run(scenario(silent))

    def test_who_waits_is_cancelled(self):
        """A call that is cancelled while it waits for a login sends nothing, and the login goes on."""

        async def scenario(silent):
            async with client(silent, auth=None, username="a", password="b") as ir:
                first = asyncio.ensure_future(ir.users.get("jdoe"))
                await counted(silent.arrived)
                other = asyncio.ensure_future(ir.service.DeleteUser(UserName="x"))
                while not ir.wiring.session._attempt.done._waiting:
                    assert not other.done()
                    await asyncio.sleep(0.001)
                await cancelled(other)
                silent.release.set()
                assert "jdoe" == (await first).user_name
            return silent.called()

        with Silent("AuthenticateUser") as silent:
            assert ["AuthenticateUser", "GetUser", "LogOut"] == run(scenario(silent))

    def test_a_ticket_that_came_is_kept(self):
        """A login whose reply came although its task was cancelled meanwhile is not lost: the ticket is used."""

        async def scenario(silent):
            async with client(silent, auth=None, username="a", password="b") as ir:
                came, go = threading.Event(), threading.Event()
                send = ir._threads._send

                def late(message, abort=None):
                    reply = send(message, abort)
                    came.set()
                    assert go.wait(LIMIT)
                    return reply

                ir._threads._send = late
                first = asyncio.ensure_future(ir.users.get("jdoe"))
                assert await asyncio.to_thread(came.wait, LIMIT)
                await cancelled(first)
                ir._threads._send = send
                go.set()
                await ir.users.get("jdoe")
            return silent.called()

        with Silent() as silent:
            assert ["AuthenticateUser", "GetUser", "LogOut"] == run(scenario(silent))


class TestClosing:
    """`AsyncClient.close` and calls that hang."""

    def test_it_does_not_wait_for_cancelled_calls(self, silent):
        """A client is closed at once after its calls were cancelled."""

        async def scenario():
            ir = client(silent, concurrency=2)
            calls = [update(ir) for _ in range(3)]
            await counted(silent.arrived, 2)
            for call in calls:
                call.cancel()
            await ir.close()
            await asyncio.gather(*calls, return_exceptions=True)
            with pytest.raises(errors.ContractError, match="closed"):
                await ir.service.ServerInfo()

        run(scenario())

    def test_it_needs_no_place(self, silent):
        """A client whose every place is taken is closed all the same, and its own ticket logged out."""

        async def scenario():
            ir = client(silent, auth=None, username="a", password="b", concurrency=1)
            call = update(ir)
            await counted(silent.arrived)
            await ir.close()
            assert ["AuthenticateUser", HANGS, "LogOut"] == silent.called()
            silent.release.set()
            await call

        run(scenario())

    def test_it_is_cancelled(self):
        """A client whose closing hangs and is cancelled is closed, its connections too."""

        async def scenario(silent):
            ir = client(silent, auth=None, username="a", password="b")
            await ir.users.get("jdoe")
            closed, close = threading.Event(), ir.wiring.close
            ir.wiring.close = lambda: (close(), closed.set())
            closing = asyncio.ensure_future(ir.close())
            await counted(silent.arrived)
            await cancelled(closing)
            await counted(silent.broken)
            assert await asyncio.to_thread(closed.wait, LIMIT)
            with pytest.raises(errors.ContractError, match="closed"):
                await ir.service.ServerInfo()

        with Silent("LogOut") as silent:
            run(scenario(silent))


SCRIPT = """
import asyncio, sys
from soapclient import AsyncClient, Ticket

url, how = sys.argv[1:]
ir = AsyncClient(url, auth=Ticket("t0"), wsdl="bundled", timeout=600)
loop = asyncio.new_event_loop()

async def main():
    calls = [
        asyncio.ensure_future(ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="x")) for _ in range(16)
    ]
    print("called", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    if how == "left":
        return
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    if how == "closed":
        await ir.close()

loop.run_until_complete(main())
print("ended", flush=True)
"""


@pytest.mark.parametrize("how", ["cancelled", "closed", "left"])
def test_the_process_ends(silent, how):
    """A process whose calls were cancelled, or left alone with their event loop, ends without waiting for them."""
    environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, silent.url, how]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
    with subprocess.Popen(command, **pipes) as process:
        try:
            for _ in range(16):
                assert silent.arrived.acquire(timeout=LIMIT)
            process.stdin.write("go on\n")
            process.stdin.flush()
            assert 0 == process.wait(LIMIT)
            assert "called\nended\n" == process.stdout.read()
        finally:
            process.kill()


class TestLoops:
    """One client and several event loops."""

    def test_one_after_the_other(self, silent):
        """A client that was used in one event loop, and left there, is used in the next."""
        ir = client(silent, concurrency=1)

        async def first():
            update(ir)
            await counted(silent.arrived)

        async def second():
            await ir.users.get("jdoe")
            await ir.close()

        run(first())
        run(second())

        assert [HANGS, "GetUser"] == silent.called()

    def test_two_in_two_threads(self):
        """Two event loops share the places of a client, and each of its tasks gets its own reply."""
        found = {}
        with Silent() as silent:
            ir = client(silent, concurrency=1)

            async def main(name):
                found[name] = await asyncio.gather(*(ir.users.get("jdoe") for _ in range(20)))

            threads = [threading.Thread(target=run, args=(main(name),), daemon=True) for name in "ab"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(LIMIT)
            run(ir.close())

        assert [["jdoe"] * 20] * 2 == [[each.user_name for each in found[name]] for name in "ab"]

    def test_a_loop_that_is_gone(self):
        """A flow that waited for another in an event loop that is closed by now does not disturb that one."""
        under_way, woken = UnderWay(), []
        threads = Threads(lambda message, abort=None: None, 1)

        def flow():
            yield under_way

        async def wait():
            asyncio.ensure_future(threads.carry(flow()))  # noqa: RUF006 - left alone
            while not under_way._waiting:
                await asyncio.sleep(0.001)

        loop = asyncio.new_event_loop()
        loop.run_until_complete(wait())
        tasks = asyncio.all_tasks(loop)
        loop.close()
        under_way.then(lambda: woken.append(True))
        under_way.over()

        assert [True] == woken
        for task in tasks:
            task._log_destroy_pending = False


def test_the_embedded_simulator():
    """A call of a simulator client that is cancelled leaves its place too, though there is no connection to close."""
    go = threading.Event()

    async def scenario():
        async with AsyncClient("sim:", username="admin", password="admin", concurrency=1) as ir:
            adapter, begun = ir.simulator.adapter(), threading.Event()
            send = adapter.send

            def slow(request, **options):
                if HANGS.encode() in request.body:
                    begun.set()
                    assert go.wait(LIMIT)
                return send(request, **options)

            adapter.send = slow
            ir.wiring.transport.mount("http://simulator.invalid/", adapter)
            call = update(ir)
            assert await asyncio.to_thread(begun.wait, LIMIT)
            await cancelled(call)
            assert "jdoe" == (await ir.users.get("jdoe")).user_name

    try:
        run(scenario())
    finally:
        go.set()


class Sends:
    """Stands for a transport: each message waits until the test lets it go, or is broken off."""

    def __init__(self):
        self.sent, self.begun, self.go = [], threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, message, abort=None):
        self.sent.append(message.url)
        self.begun.release()
        assert self.go.acquire(timeout=LIMIT)
        return "reply"


def message(name):
    return Message(name, b"", {})


class TestFlows:
    """How a flow ends that is given up."""

    def test_a_reply_that_came_is_heard(self):
        """What came although the task was cancelled meanwhile is given to the flow, which sends nothing after it."""
        sends, heard, ended = Sends(), [], threading.Event()

        def flow():
            try:
                heard.append((yield message("first")))
                heard.append((yield message("second")))
            finally:
                heard.append(threading.current_thread())
                ended.set()

        async def scenario():
            task = asyncio.ensure_future(Threads(sends, 1).carry(flow()))
            await counted(sends.begun)
            await cancelled(task)
            sends.go.release()
            assert await asyncio.to_thread(ended.wait, LIMIT)
            return heard[-1] is threading.current_thread()

        assert run(scenario()) is False
        assert (["first"], ["reply"]) == (sends.sent, heard[:-1])

    @pytest.mark.parametrize("suspended", [UnderWay(), Page((1, 2))], ids=["waits", "page"])
    def test_it_is_closed_where_it_is_suspended(self, suspended):
        """A flow that is left in its thread when it comes to wait, or to a page, is closed there."""
        sends, ended = Sends(), threading.Event()

        def flow():
            try:
                yield message("first")
                yield suspended
            finally:
                ended.set()

        async def scenario():
            found = Threads(sends, 1).items(flow())
            task = asyncio.ensure_future(anext(found))
            await counted(sends.begun)
            await cancelled(task)
            sends.go.release()
            assert await asyncio.to_thread(ended.wait, LIMIT)

        run(scenario())

    def test_it_is_closed_while_it_waits(self):
        """A flow that waits for another is closed at once when its task is cancelled, and has no thread meanwhile."""
        under_way, ended = UnderWay(), []

        def flow():
            try:
                yield under_way
            finally:
                ended.append(True)

        async def scenario():
            task = asyncio.ensure_future(Threads(Sends(), 1).carry(flow()))
            while not under_way._waiting:
                await asyncio.sleep(0.001)
            await cancelled(task)
            return list(ended)

        assert [True] == run(scenario())

    def test_it_is_closed_whoever_is_first(self):
        """A flow whose task is cancelled just when its thread has done its part is closed, by the one or the other."""
        begun, ended = threading.Semaphore(0), threading.Semaphore(0)

        def flow():
            try:
                begun.release()
                yield UnderWay()
            finally:
                ended.release()

        async def scenario():
            threads = Threads(Sends(), 1)
            for _ in range(200):
                task = asyncio.ensure_future(threads.carry(flow()))
                await asyncio.sleep(0)
                assert begun.acquire(timeout=LIMIT)  # the event loop stands still: nothing is delivered before
                await cancelled(task)
                await counted(ended)

        run(scenario())

    def test_an_error_keeps_nothing_alive(self):
        """Who catches an error of a call, and drops it, leaves no circle behind that holds its frames."""
        import gc
        import weakref

        class Held:
            pass

        references = []

        def flow():
            held = Held()
            references.append(weakref.ref(held))
            yield message("first")

        def fail(message, abort=None):
            raise errors.ConnectError("gone")

        async def scenario():
            threads = Threads(fail, 1)
            with contextlib.suppress(errors.ConnectError):
                await threads.carry(flow())
            await asyncio.sleep(0)  # so that the event loop lets go of what it has just done
            return references[0]()

        gc.collect()
        gc.disable()
        try:
            assert run(scenario()) is None
        finally:
            gc.enable()


class TestThreads:
    """The threads of an asyncio client."""

    def ours(self):
        return [thread for thread in threading.enumerate() if thread.name == "soapclient"]

    def test_they_end(self, monkeypatch):
        """A thread that has had nothing to do for a while ends, and the next call has another."""
        monkeypatch.setattr(slots, "_IDLE", 0.001)
        threads = Threads(lambda message, abort=None: "reply", 2)

        def flow():
            return (yield message("x"))

        before = {*self.ours()}
        for _ in range(3):
            assert "reply" == run(threads.carry(flow()))
            for thread in {*self.ours()} - before:
                thread.join(LIMIT)
                assert not thread.is_alive()

    def test_closing_ends_them(self):
        """A closed client leaves no thread behind."""
        before = {*self.ours()}

        async def scenario():
            async with AsyncClient("sim:", username="admin", password="admin") as ir:
                await asyncio.gather(*(ir.users.get("jdoe") for _ in range(20)))
                return {*self.ours()} - before

        for thread in run(scenario()):
            thread.join(LIMIT)
            assert not thread.is_alive()

    def test_none_to_be_had(self, monkeypatch):
        """Where the system gives no more threads, a call says so and gives its place back."""
        threads = Threads(lambda message, abort=None: "reply", 1)

        def flow():
            return (yield message("x"))

        def refuse(thread):
            raise RuntimeError("can't start new thread")

        async def scenario():
            with monkeypatch.context() as patch:
                patch.setattr(threading.Thread, "start", refuse)
                found = await asyncio.gather(*(threads.carry(flow()) for _ in range(3)), return_exceptions=True)
            return [type(each) for each in found], await threads.carry(flow())

        assert ([RuntimeError] * 3, "reply") == run(scenario())

    def test_places_are_given_back(self):
        """However calls are cancelled, no more are under way at once than may be, and in the end each place is free."""
        lock, under_way, most = threading.Lock(), set(), []

        def send(message, abort):
            with lock:
                under_way.add(abort)
                most.append(sum(not each.aborted for each in under_way))
            threading.Event().wait(0.0005)
            with lock:
                under_way.discard(abort)
            return "reply"

        threads = Threads(send, 4)

        def flow():
            for _ in range(3):
                yield message("x")
            return True

        async def scenario():
            chance = random.Random(7)
            tasks = [asyncio.ensure_future(threads.carry(flow())) for _ in range(400)]
            while not all(task.done() for task in tasks):
                chance.choice(tasks).cancel()
                await asyncio.sleep(0.0002)
            found = await asyncio.gather(*tasks, return_exceptions=True)
            assert {True, asyncio.CancelledError} == {True if each is True else type(each) for each in found}
            return threads._slots

        found = run(scenario())
        assert (4, 0) == (found._free, len(found._waiting))
        assert max(most) <= 4


FORK = """
import asyncio, os, threading
from soapclient.calls.message import Message
from soapclient.calls.threads import Threads
from soapclient.contract.bundled import bundled
from soapclient.simulator import Simulator

go = threading.Event()

def send(message, abort=None):
    if message.url == "hangs":
        aborts.append(abort)
        begun.release()
        go.wait()
    return message.url

def flow(name):
    return (yield Message(name, b"", {}))

begun, aborts = threading.Semaphore(0), []
threads = Threads(send, 2)

async def parent():
    await several("x")
    calls = [asyncio.ensure_future(threads.carry(flow("hangs"))) for _ in range(3)]
    for _ in range(2):
        await asyncio.to_thread(begun.acquire)
    child = os.fork()
    if not child:
        asyncio.events._set_running_loop(None)  # the parent's
        for call in calls:
            call.get_coro().close()  # as when they are collected
        if any(abort.aborted for abort in aborts):
            os._exit(4)
        os._exit(3 if ["child"] * 4 == asyncio.run(several("child")) and threads._slots._free == 2 else 5)
    assert 3 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    go.set()
    assert ["hangs"] * 3 == await asyncio.gather(*calls)

async def several(name):
    return await asyncio.gather(*(threads.carry(flow(name)) for _ in range(4)))

asyncio.run(parent())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process():
    """A forked process has its own threads and places, and what is under way in its parent goes on there."""
    environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORK],
        env=environment,
        timeout=LIMIT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (0, "") == (done.returncode, done.stderr)
