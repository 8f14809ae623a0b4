"""Bulk runs of the asyncio client: awaited, cancelled, and then resumed."""

from __future__ import annotations

import asyncio
import inspect
import json
import threading

import pytest

from soapclient import AsyncBulkJournal, AsyncBulkPlan, AsyncClient, BulkJournal, BulkPlan, errors
from soapclient.simulator import Simulator

ROWS = 40


@pytest.fixture
def sim():
    """A simulator with forty more users."""
    with Simulator(seed_users=ROWS) as simulator:
        yield simulator


@pytest.fixture
def run(sim):
    """Run a scenario with a client of the simulator and the rows for its users."""

    def started(scenario, **options):
        async def main():
            async with AsyncClient(server.url, username="admin", password="admin", wsdl="bundled", **options) as ir:
                seeds = ("admin", "jdoe", "sysadmin")
                names = [user.user_name async for user in ir.users.list() if user.user_name not in seeds]
                return await scenario(ir, [{"user_name": name, "email": f"{name}@new.example"} for name in names])

        with sim.serve() as server:
            return asyncio.run(main())

    return started


def bulk_threads():
    """The threads of bulk runs that are alive."""
    return [thread for thread in threading.enumerate() if "bulk" in thread.name]


@pytest.mark.parametrize(
    ("awaited", "twin"),
    [
        (AsyncBulkPlan.apply, BulkPlan.apply),
        (AsyncBulkJournal.resume, BulkJournal.resume),
        (AsyncBulkJournal.undo, BulkJournal.undo),
    ],
    ids=lambda method: method.__qualname__,
)
def test_the_same_arguments(awaited, twin):
    """What is awaited takes what its twin takes, with the same types and defaults, but for the event that stops it."""
    ours, theirs = inspect.signature(awaited), inspect.signature(twin)
    assert [*ours.parameters.values()] == [each for each in theirs.parameters.values() if each.name != "stop"]
    assert ours.return_annotation.removeprefix("Async") == theirs.return_annotation
    assert "stop" in theirs.parameters


def test_the_same_steps():
    """Each step of a plan and of a journal can be awaited."""
    for awaited, twin in ((AsyncBulkPlan, BulkPlan), (AsyncBulkJournal, BulkJournal)):
        steps = {name for name, value in vars(twin).items() if inspect.isfunction(value)}
        assert steps == {name for name, value in vars(awaited).items() if not name.startswith("_")}


def test_from_plan_to_undo(run, sim, tmp_path):
    """Plan, apply, journal and undo are awaited, on a client of one thread too; progress is told in the event loop."""

    async def scenario(ir, rows):
        before = [user async for user in ir.users.list()]
        told, loop = [], threading.get_ident()
        async with await ir.users.plan_bulk(iter(rows), workers=3, progress=told.append) as plan:
            assert ROWS == plan.plan.summary["change"]
            plan.plan.save(tmp_path / "plan")
            assert f"<AsyncBulkPlan {ROWS} rows, {ROWS} to change>" == repr(plan)
            assert plan.plan.overview(3) == await plan.overview(3)
        assert [*range(1, ROWS + 1)] == told
        seen = []
        async with await ir.users.load_plan(tmp_path / "plan") as plan:
            result = await plan.apply(
                tmp_path / "journal",
                progress=lambda each, rows: seen.append((each.number, rows, threading.get_ident())),
            )
        assert [(number, ROWS, loop) for number in range(1, ROWS + 1)] == seen
        assert [row["user_name"] for row in rows] == [each.key for each in result.results]
        assert result.ok
        assert {row["email"] for row in rows} <= {user.email async for user in ir.users.list()}
        async with await ir.users.open_journal(tmp_path / "journal") as journal:
            assert str(tmp_path / "journal") in repr(journal)
            assert journal.journal.timing() == await journal.timing()
            assert {"done": ROWS} == (await journal.resume()).counts
            async with await journal.undo() as undo:
                assert (await undo.apply()).ok
        return before == [user async for user in ir.users.list()]

    assert run(scenario, concurrency=1)


def test_rows_from_an_asynchronous_iterable(run):
    """Rows may come from an asynchronous generator, which is not held; what it raises ends the planning."""

    async def scenario(ir, rows):
        async def source(end):
            for row in rows:
                await asyncio.sleep(0)
                yield row
            if end:
                raise end

        async with await ir.users.plan_bulk(source(None)) as plan:
            assert [row["user_name"] for row in rows] == [row.key for row in plan.plan]
        with pytest.raises(LookupError, match="gone"):
            await ir.users.plan_bulk(source(LookupError("gone")))
        with pytest.raises(errors.BulkError, match="not a field"):
            await ir.users.plan_bulk([{"user_name": "jdoe", "shoe": "43"}])

    run(scenario)


def test_documents_and_operations(run, sim, tmp_path):
    """Documents and calls of any operation are planned in the same way, and read again whatever they are for."""

    async def scenario(ir, rows):
        async with await ir.documents.plan_bulk([{"path": "/Public/Report.pdf", "description": "new"}]) as plan:
            assert "documents" == plan.plan.shape.name
        calls = [{"user_name": row["user_name"], "email_address": row["email"]} for row in rows[:3]]
        async with await ir.bulk.plan_operation("UpdateUserContactInfo", calls, key="user_name") as plan:
            plan.plan.save(tmp_path / "plan")
        async with await ir.bulk.load_plan(tmp_path / "plan") as plan:
            assert {"done": 3} == (await plan.apply(tmp_path / "journal")).counts
        async with await ir.bulk.open_journal(tmp_path / "journal") as journal:
            assert {"done": 3} == (await journal.resume()).counts
        with pytest.raises(errors.BulkError, match="not for documents|for documents"):
            await ir.documents.load_plan(tmp_path / "plan")
        assert "<AsyncBulk>" == repr(ir.bulk)

    run(scenario)


@pytest.mark.parametrize("times", [1, 3])
def test_a_cancelled_run_is_resumed(run, sim, tmp_path, times):
    """Cancelled, however often, a run finishes what is in flight and closes its journal; resumed, it does the rest."""

    async def scenario(ir, rows):
        async with await ir.users.plan_bulk(rows) as plan:
            sim.arrived.clear()

            def cancel(each, _):
                if each.number == 5:
                    for _ in range(times):
                        task.cancel()

            task = asyncio.ensure_future(plan.apply(tmp_path / "journal", workers=3, progress=cancel))
            with pytest.raises(asyncio.CancelledError):
                await task
        assert not bulk_threads()
        events = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
        assert ("end", "it was stopped") == (events[-1]["event"], events[-1]["stopped"])
        intents = {event["row"] for event in events if event.get("event") == "intent"}
        assert intents == {event["row"] for event in events if event.get("event") == "outcome"}
        assert len(intents) < ROWS
        async with await ir.users.open_journal(tmp_path / "journal") as journal:
            assert journal.journal.timing() == await journal.timing()
            assert {"done": ROWS} == (await journal.resume()).counts

    run(scenario)
    assert ROWS == len([call for call in sim.arrived if call.operation == "UpdateUserContactInfo"])


def test_cancelled_while_it_plans(run, sim):
    """Planning that is cancelled ends, though the source of its rows never gives another, and makes no more calls."""

    async def scenario(ir, rows):
        waiting = asyncio.Event()

        async def source():
            yield rows[0]
            waiting.set()
            await asyncio.Event().wait()

        for given in (source(), rows):
            task = asyncio.ensure_future(ir.users.plan_bulk(given, progress=lambda _: waiting.set()))
            await waiting.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert not bulk_threads()
            waiting.clear()

    run(scenario)


def test_cancelled_while_the_server_is_away(run, sim, tmp_path):
    """A run that waits for a server that is away ends when it is cancelled, and loses nothing."""

    async def scenario(ir, rows):
        async with await ir.users.plan_bulk(rows[:1]) as plan:
            sim.fail("status", status=503, operation="UpdateUserContactInfo", times=None, headers={"Retry-After": "30"})
            sim.arrived.clear()
            task = asyncio.ensure_future(plan.apply(tmp_path / "journal"))
            while not sim.arrived:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        sim.stop_failing()
        async with await ir.users.open_journal(tmp_path / "journal") as journal:
            assert {"done": 1} == (await journal.resume()).counts

    run(scenario)
