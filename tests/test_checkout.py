"""A document that is checked out for a block: always released, or it is said that it could not be."""

from __future__ import annotations

import asyncio
import time

import attrs
import pytest
from servers import SUCCESS, envelope

from soapclient import AsyncClient, Client, Document, User, errors
from soapclient.inforouter.versions.addressing import full_path, held_by
from soapclient.simulator import Simulator

ADMIN = {"username": "admin", "password": "admin", "cache": False}
JDOE = {"username": "jdoe", "password": "secret", "cache": False}
BUDGET = "/Finance/Reports/Budget.xlsx"
LOCKS = ("Lock", "UnLock")


@pytest.fixture(scope="module", params=["classic", "current"])
def served(request):
    """A simulator of each generation, its server, and clients of a user and of an administrator."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    with (
        Simulator(generation=request.param) as simulator,
        simulator.serve() as server,
        Client(server.url, **JDOE) as ir,
        Client(server.url, **ADMIN) as admin,
    ):
        yield simulator, server, ir, admin


@pytest.fixture
def simulator(served):
    """The simulator, in which nothing is checked out."""
    simulator = served[0]
    yield simulator
    simulator.stop_failing()
    simulator._world.users.change("UPDATE documents SET checked_out_by_id = 0")
    simulator._world.users.change("UPDATE documents SET name = 'Budget.xlsx' WHERE document_id = 1001")
    simulator.arrived.clear()


@pytest.fixture
def server(served, simulator):
    """Its server."""
    return served[1]


@pytest.fixture
def ir(served, simulator):
    """A client of a user who is no administrator."""
    return served[2]


@pytest.fixture
def admin(served, simulator):
    """A client of an administrator."""
    return served[3]


def holder(client, path=BUDGET):
    return client.documents.get(path).checked_out_by


def locks(simulator):
    """Return which calls that lock or unlock arrived."""
    return [each.operation for each in simulator.arrived if each.operation in LOCKS]


class TestBlock:
    """What a block does with the lock."""

    def test_held_inside_and_free_after(self, simulator, ir, admin):
        """The document is the caller's in the block and nobody's after it."""
        with ir.documents.checkout(BUDGET) as held:
            assert ("jdoe", BUDGET) == (holder(admin), held.path)
            assert held.document.document_id == 1001
        assert not holder(admin)
        assert [*LOCKS] == locks(simulator)

    def test_upload(self, simulator, ir, admin):
        """A new version is uploaded while nobody else can, and the document is free after it."""
        before = admin.documents.versions(BUDGET)
        with ir.documents.checkout(BUDGET) as held:
            held.upload(b"one", comment="first")
            assert b"one" == b"".join(held.download())
        versions = admin.documents.versions(BUDGET)
        assert len(before) + 1 == len(versions)
        assert (3, "first") == (versions[-1].size, versions[-1].comment)
        assert not holder(admin)

    def test_upload_keeps_the_lock(self, ir, admin):
        """Several uploads in one block are all the caller's own."""
        with ir.documents.checkout(BUDGET) as held:
            held.upload(b"one")
            assert "jdoe" == holder(admin)
            held.upload(b"two")
        assert b"two" == b"".join(admin.documents.download(BUDGET))
        assert not holder(admin)

    def test_taken_after_an_upload(self, simulator, ir, admin):
        """Where the server checked it in with an upload, and somebody else was faster, that is said."""
        with pytest.raises(
            errors.Conflict, match="is checked out by admin.*; the version was uploaded before"
        ) as caught:
            with ir.documents.checkout(BUDGET) as held:
                number = len(admin.documents.versions(BUDGET))
                simulator.fail("error", operation="Lock", text="Already checked out by x", number="4230")
                send = ir.documents.carrier._send

                def faster(message):
                    if b":Lock>" in message.body or b":Lock " in message.body:
                        simulator._world.users.change(
                            "UPDATE documents SET checked_out_by_id = 1 WHERE document_id = 1001"
                        )
                    return send(message)

                ir.documents.carrier._send = faster
                try:
                    held.upload(b"three")
                finally:
                    ir.documents.carrier._send = send
        assert caught.value.done
        assert number + 1 == len(admin.documents.versions(BUDGET))
        assert "admin" == holder(admin)

    def test_lock_after_an_upload_with_a_lost_reply(self, simulator, ir, admin):
        """A lost reply to the Lock after an upload is settled by reading."""
        with ir.documents.checkout(BUDGET) as held:
            simulator.fail("drop", operation="Lock", applied=True)
            held.upload(b"four")
            assert "jdoe" == holder(admin)
            simulator.fail("drop", operation="Lock", applied=False)
            with pytest.raises(errors.Conflict, match="the version was uploaded before"):
                held.upload(b"five")
        assert not holder(admin)

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
    def test_error_in_the_block(self, ir, admin, error):
        """An error of the block comes out as it is, and the document is free."""
        with pytest.raises(error, match="mine"), ir.documents.checkout(BUDGET):
            raise error("mine")
        assert not holder(admin)

    def test_by_number(self, ir, admin):
        """A document is named by its number as well; it is locked by its path, as documented."""
        with ir.documents.checkout(1001) as held:
            assert ("jdoe", BUDGET) == (holder(admin), held.path)
        assert not holder(admin)

    def test_moved_in_the_block(self, ir, admin):
        """A document that has another name at the end of the block is released all the same."""
        with ir.documents.checkout(BUDGET):
            ir.documents.update(BUDGET, name="Plan.xlsx")
        assert not holder(admin, "/Finance/Reports/Plan.xlsx")

    def test_taken_over_in_the_block(self, ir, admin):
        """Where an administrator has freed the document, and has it now, it is left alone."""
        with ir.documents.checkout(BUDGET):
            assert admin.documents.release(BUDGET, force=True)
            admin.service.Lock(Path=BUDGET)
        assert "admin" == holder(admin)

    def test_deleted_in_the_block(self, simulator, ir):
        """Of a document that is gone nothing is left to be released."""
        ir.documents.upload(b"x", "/Public/new.txt")
        with ir.documents.checkout("/Public/new.txt"):
            simulator._world.users.change("DELETE FROM documents WHERE name = 'new.txt'")


class TestRefused:
    """What is not checked out."""

    def test_a_folder(self, simulator, ir):
        """A folder is never locked with everything in it."""
        with pytest.raises(errors.DocumentNotFound), ir.documents.checkout("/Finance/Reports"):
            pass
        assert [] == locks(simulator)

    def test_somebody_elses(self, simulator, ir, admin):
        """Who has it is told, and nothing is called."""
        admin.service.Lock(Path=BUDGET)
        simulator.arrived.clear()
        with (
            pytest.raises(errors.Conflict, match=r"Budget.xlsx is checked out by admin"),
            ir.documents.checkout(BUDGET),
        ):
            pass
        assert [] == locks(simulator)
        assert "admin" == holder(admin)

    def test_my_own(self, ir, admin):
        """One's own checkout is taken over only where that is said; then it is released."""
        ir.service.Lock(Path=BUDGET)
        with pytest.raises(errors.Conflict, match="already checked out by you; pass adopt=True"):
            with ir.documents.checkout(BUDGET):
                pass
        assert "jdoe" == holder(admin)
        with ir.documents.checkout(BUDGET, adopt=True):
            assert "jdoe" == holder(admin)
        assert not holder(admin)

    def test_two_at_once(self, simulator, server, ir, admin):
        """Who comes second between the look and the lock is refused, and the first one keeps it."""
        look = ir.documents.checkout(BUDGET)
        find, done = simulator._world.users.rows, []

        def rows(sql, *values):
            if simulator.arrived[-1].operation == "Lock" and not done:
                done.append(True)
                simulator._world.users.change("UPDATE documents SET checked_out_by_id = 1 WHERE document_id = 1001")
            return find(sql, *values)

        object.__setattr__(simulator._world.users, "rows", rows)
        try:
            with pytest.raises(errors.Conflict, match="Budget.xlsx is checked out by admin"):
                look.__enter__()
        finally:
            del simulator._world.users.rows
        assert "admin" == holder(admin)


class TestLostReplies:
    """Calls whose outcome is found out by reading."""

    def test_lock_that_was_made(self, simulator, ir, admin):
        """A lost reply to Lock is settled: the document is the caller's."""
        simulator.fail("drop", operation="Lock", applied=True)
        with ir.documents.checkout(BUDGET):
            assert "jdoe" == holder(admin)
        assert not holder(admin)

    def test_lock_that_was_not_made(self, simulator, ir, admin):
        """Where nobody has it, the error says that the reply was lost."""
        simulator.fail("drop", operation="Lock", applied=False)
        with pytest.raises(errors.TransportError, match="Lock"), ir.documents.checkout(BUDGET):
            pass
        assert not holder(admin)

    def test_lock_that_cannot_be_looked_at(self, simulator, ir, admin):
        """Where that cannot be read at first, the lock is still released."""
        simulator.fail("drop", operation="Lock", applied=True)
        look = ir.documents.checkout(BUDGET)
        original = look._get
        calls = []

        def get(path_or_id):
            calls.append(path_or_id)
            if len(calls) == 2:
                simulator.fail("drop", operation="GetDocument", times=2)
            return original(path_or_id)

        look._get = get
        with pytest.raises(errors.TransportError), look:
            pass
        assert not holder(admin)

    def test_unlock_that_was_made(self, simulator, ir, admin):
        """A lost reply to UnLock is no error where the document is free."""
        with ir.documents.checkout(BUDGET):
            simulator.fail("drop", operation="UnLock", applied=True)
        assert not holder(admin)

    def test_unlock_that_was_not_made(self, simulator, ir, admin):
        """Where it is not free, the error says so and what to do."""
        with pytest.raises(errors.TransportError, match=r"Budget.xlsx is still checked out; release it with") as caught:
            with ir.documents.checkout(BUDGET):
                simulator.fail("drop", operation="UnLock", applied=False)
        assert caught.value.maybe_applied
        assert "jdoe" == holder(admin)
        assert [1001] == [each.document_id for each in ir.documents.checked_out()]
        assert ir.documents.release(BUDGET)
        assert not holder(admin)

    def test_the_blocks_error_is_the_main_one(self, simulator, ir, admin, caplog):
        """Where the block fails too, its error comes, with the other one as a note."""
        with pytest.raises(ValueError, match="mine") as caught, ir.documents.checkout(BUDGET):
            simulator.fail("drop", operation="UnLock", applied=False)
            raise ValueError("mine")
        (note,) = caught.value.__notes__
        assert "Budget.xlsx is still checked out; release it with documents.release()" in note
        assert note in caplog.text


class TestMoreThanOnce:
    """One checkout that is begun twice, and a release that the service only says it made."""

    @pytest.mark.parametrize("adopt", [False, True])
    def test_begun_within_itself(self, ir, admin, adopt):
        """It is refused, and the block around it still releases the document."""
        held = ir.documents.checkout(BUDGET, adopt=adopt)
        with held:
            with pytest.raises(errors.Conflict, match="already checked out by this checkout"), held:
                pass
            assert "jdoe" == holder(admin)
        assert not holder(admin)
        with held:
            assert "jdoe" == holder(admin)
        assert not holder(admin)

    def test_released_without_the_work(self, simulator, ir, admin):
        """A document that is still checked out after the service said yes is told of, where it tells since when."""
        if not simulator._world.generation.current:
            return
        body = envelope("UnLock", SUCCESS)
        lie = {"operation": "UnLock", "body": body, "headers": {"Content-Type": "text/xml"}}
        with pytest.raises(errors.UnexpectedReply, match="still checked out; release it with documents.release()"):
            with ir.documents.checkout(BUDGET):
                simulator.fail("reply", **lie)
        simulator.fail("reply", **lie)
        with pytest.raises(errors.UnexpectedReply, match="still checked out"):
            ir.documents.release(BUDGET)
        simulator.fail("reply", **lie)
        simulator.fail("error", operation="GetDocument", after=1, text="no", number="4030")
        assert ir.documents.release(BUDGET)  # nothing says that it is not so
        assert ir.documents.release(BUDGET)
        assert not holder(admin)

    def test_released_and_taken_again(self, simulator, ir, admin):
        """A checkout that another program of the same user makes right after is not taken for this one."""
        held = ir.documents.checkout(BUDGET)
        call = held._call

        def slower(operation, **said):
            reply = yield from call(operation, **said)
            if operation == "UnLock":
                time.sleep(0.002)
                yield from call("Lock", Path=BUDGET)
            return reply

        with held:
            held._call = slower
        assert "jdoe" == holder(admin)


class TestNothingCanBeRead:
    """What is said where the document cannot be read either."""

    @staticmethod
    def unreadable(simulator, after=0):
        """Let the document be unreadable after so many times; a read is repeated on a kept connection."""
        simulator.fail("status", operation="GetDocument", status=503, times=None, after=after)

    def test_release(self, simulator, ir, admin):
        """A document that may still be checked out is told from one that is."""
        with pytest.raises(errors.TransportError, match="Budget.xlsx may still be checked out; release it with"):
            with ir.documents.checkout(BUDGET):
                simulator.fail("drop", operation="UnLock", applied=False)
                self.unreadable(simulator, after=1)
        simulator.stop_failing()
        assert "jdoe" == holder(admin)

    def test_before_release(self, simulator, ir, admin):
        """One that cannot be read at the end is released by the path that it had."""
        with ir.documents.checkout(BUDGET):
            self.unreadable(simulator)
        simulator.stop_failing()
        assert not holder(admin)

    def test_after_lock(self, simulator, ir, admin):
        """Where nothing is known of a lock, and it cannot be released, both are told."""
        simulator.fail("drop", operation="Lock", applied=True)
        simulator.fail("drop", operation="UnLock", applied=False)
        self.unreadable(simulator, after=1)
        with pytest.raises(errors.ConnectError, match="Lock: .* could not be read: GetDocument: HTTP 503") as caught:
            ir.documents.checkout(BUDGET).__enter__()
        assert caught.value.maybe_applied
        assert "may still be checked out; release it with documents.release()" in caught.value.__notes__[0]

    def test_after_an_upload(self, simulator, ir, admin):
        """A version that was uploaded is named where nothing is known of the lock that is taken again."""
        with ir.documents.checkout(BUDGET) as held:
            result = attrs.evolve(held.upload(b"new"), checkout="ended")
            simulator.fail("fault", operation="Lock", text="busy", code="Server")
            self.unreadable(simulator)
            with pytest.raises(errors.ServerFault, match="the version was uploaded before; .* is unknown") as caught:
                held.carrier.carry(held._hold_again(result))
            simulator.stop_failing()
        assert result.operations == caught.value.done != ()
        assert not holder(admin)

    def test_refused(self, simulator, ir):
        """A refusal of Lock stays what it is."""
        simulator.fail("error", operation="Lock", text="Access denied", number="4030")
        self.unreadable(simulator, after=1)
        with pytest.raises(errors.AccessDenied):
            ir.documents.checkout(BUDGET).__enter__()

    def test_not_lockable(self, simulator, ir, admin):
        """So does one of a document that nobody has."""
        simulator.fail("error", operation="Lock", text="Completed document", number="4000")
        with pytest.raises(errors.ServiceError, match="Lock: "):
            ir.documents.checkout(BUDGET).__enter__()
        assert not holder(admin)

    def test_without_a_block(self, simulator, ir):
        """An UnLock whose reply is lost stays in doubt."""
        ir.service.Lock(Path=BUDGET)
        simulator.fail("drop", operation="UnLock", applied=True)
        self.unreadable(simulator, after=1)
        with pytest.raises(errors.TransportError, match="UnLock"):
            ir.documents.release(BUDGET)

    def test_gone(self, simulator, ir):
        """Of a document that is gone by then nothing is left to be released."""
        ir.documents.upload(b"x", "/Public/gone.txt")
        ir.service.Lock(Path="/Public/gone.txt")
        simulator.fail("drop", operation="UnLock", applied=False)
        send = ir.documents.carrier._send

        def gone(message):
            if b"UnLock" in message.body:
                simulator._world.users.change("DELETE FROM documents WHERE name = 'gone.txt'")
            return send(message)

        ir.documents.carrier._send = gone
        try:
            assert ir.documents.release("/Public/gone.txt")
        finally:
            ir.documents.carrier._send = send

    def test_interrupted(self, simulator, ir, admin):
        """Ctrl-C while the document is released says that it may still be checked out."""
        send = ir.documents.carrier._send

        def interrupted(message):
            if b"UnLock" in message.body:
                raise KeyboardInterrupt
            return send(message)

        ir.documents.carrier._send = interrupted
        try:
            with pytest.raises(KeyboardInterrupt) as caught, ir.documents.checkout(BUDGET) as held:
                assert "(held)" in repr(held)
        finally:
            ir.documents.carrier._send = send
        assert [f"{BUDGET} may still be checked out; release it with documents.release()"] == caught.value.__notes__
        assert "jdoe" == holder(admin)


class TestHolder:
    """Who has a document checked out, as each dialect tells it."""

    ME = User(user_name="JDoe", user_id=2)

    @pytest.mark.parametrize(
        ("facts", "mine"),
        [
            ({}, False),
            ({"checked_out_by": " "}, False),
            ({"checked_out_by": "jdoe"}, True),
            ({"checked_out_by": "admin"}, False),
            ({"checked_out_by": "~U2"}, True),
            ({"checked_out_by": "~U22"}, False),
            ({"checked_out_by": "John Doe", "checked_out_by_id": 2}, True),
            ({"checked_out_by": "jdoe", "checked_out_by_id": 3}, False),
            ({"checked_out_by": "SYSTEMLOCK", "checked_out_by_id": 0}, False),
        ],
    )
    def test_held_by(self, facts, mine):
        """The number decides where it is told, and the name elsewhere."""
        assert mine == held_by(Document(**facts), self.ME)

    @pytest.mark.parametrize("facts", [{}, {"name": "a"}, {"path": "/b"}])
    def test_no_path(self, facts):
        """A document that does not tell where it is has no path."""
        with pytest.raises(errors.UnexpectedReply, match="does not give the document's folder"):
            full_path(Document(**facts))

    def test_older_contract(self, server, admin):
        """Without GetCurrentUser the caller is found out by GetUser."""
        with Client(server.url, wsdl="bundled-2019", **JDOE) as ir, ir.documents.checkout(BUDGET):
            assert "jdoe" == holder(admin)
        assert not holder(admin)


class TestRelease:
    """Releasing without a block."""

    def test_release(self, simulator, ir, admin):
        """A free document is told from one that was released; somebody else's needs force."""
        assert not ir.documents.release(BUDGET)
        assert [] == locks(simulator)
        ir.service.Lock(Path=BUDGET)
        with pytest.raises(errors.Conflict, match="is checked out by jdoe"):
            admin.documents.release(BUDGET)
        assert ir.documents.release(BUDGET)
        ir.service.Lock(Path=BUDGET)
        assert admin.documents.release(BUDGET, force=True)
        admin.service.Lock(Path=BUDGET)
        with pytest.raises(errors.ServiceError):
            ir.documents.release(BUDGET, force=True)
        assert "admin" == holder(admin)

    @pytest.mark.parametrize("applied", [False, True])
    def test_lost_reply(self, simulator, ir, admin, applied):
        """A lost reply is settled by reading."""
        ir.service.Lock(Path=BUDGET)
        simulator.fail("drop", operation="UnLock", applied=applied)
        if applied:
            assert ir.documents.release(BUDGET)
        else:
            with pytest.raises(errors.TransportError):
                ir.documents.release(BUDGET)
        assert applied == (not holder(admin))

    def test_checked_out(self, ir, admin):
        """What somebody has checked out is listed: one's own, or for administrators anybody's."""
        assert [] == list(ir.documents.checked_out())
        ir.service.Lock(Path=BUDGET)
        (own,) = ir.documents.checked_out()
        assert (1001, "Budget.xlsx") == (own.document_id, own.name)
        (theirs,) = admin.documents.checked_out("jdoe")
        assert (1001, "Budget.xlsx") == (theirs.document_id, theirs.name)
        assert [] == list(admin.documents.checked_out())


class TestAsync:
    """The same for asyncio."""

    def test_block(self, server, admin):
        """A block of a task holds and releases the document."""

        async def run():
            async with AsyncClient(server.url, **JDOE) as air:
                async with air.documents.checkout(BUDGET) as held:
                    await held.upload(b"one")
                    assert "jdoe" == (await air.documents.get(BUDGET)).checked_out_by
                with pytest.raises(ValueError, match="mine"):
                    async with air.documents.checkout(BUDGET):
                        raise ValueError("mine")
                return [each async for each in air.documents.checked_out()]

        assert [] == asyncio.run(run())
        assert not holder(admin)

    def test_cancelled_in_the_block(self, server, admin):
        """A task that is cancelled in its block releases the document before it ends."""

        async def work(air, inside):
            async with air.documents.checkout(BUDGET):
                inside.set()
                await asyncio.Event().wait()

        async def run():
            inside = asyncio.Event()
            async with AsyncClient(server.url, **JDOE) as air:
                task = asyncio.create_task(work(air, inside))
                await inside.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                return (await air.documents.get(BUDGET)).checked_out_by

        assert not asyncio.run(asyncio.wait_for(run(), 60))

    def test_cancelled_while_locking(self, simulator, server, admin):
        """One that is cancelled while Lock is under way leaves the document free once the client is closed."""

        async def work(air):
            async with air.documents.checkout(BUDGET):
                raise AssertionError("not reached")

        def held():
            return simulator._world.users.rows("SELECT checked_out_by_id FROM documents WHERE document_id = 1001")[0][0]

        async def run():
            async with AsyncClient(server.url, **JDOE) as air:
                simulator.fail("drip", operation="Lock", seconds=30)
                task = asyncio.create_task(work(air))
                while not held():
                    await asyncio.sleep(0.01)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

        asyncio.run(asyncio.wait_for(run(), 60))
        assert not holder(admin)
