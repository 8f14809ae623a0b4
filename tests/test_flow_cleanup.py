"""Flows that hold something on the server let go of it on every way out, also where nobody waits for them any more."""

from __future__ import annotations

import asyncio
import threading

import pytest

from soapclient import errors
from soapclient.calls.flow import Blocking, Page, ensuring
from soapclient.calls.message import Message
from soapclient.calls.threads import Threads
from soapclient.wire.abort import GivenUp

LIMIT = 60


def message(name):
    return Message(f"http://example.invalid/{name}", b"", {})


class Wire:
    """Answers messages with their names; those that fail raise, those that hang wait until they are broken off."""

    def __init__(self, *, fail=None, hang=()):
        self.sent, self.fail, self.hang = [], fail or {}, hang
        self.hanging = threading.Event()

    def __call__(self, one, abort=None):
        name = one.url.rpartition("/")[2]
        self.sent.append(name)
        if name in self.hang:
            released = threading.Event()
            self.hanging.set()
            while not (abort and abort.aborted) and not released.wait(0.01):
                pass
            raise errors.ConnectError("broken off")
        if name in self.fail:
            raise self.fail[name]
        return name


def held(*names, after=()):
    """Return a flow that sends messages while it holds something, and others to let go of it."""

    def part():
        for name in names:
            yield message(name)
        return "done"

    def clean(error):
        for name in after:
            yield message(name)

    return ensuring(part(), clean)


def pages(*numbers):
    """Return a listing that holds something while it gives out pages."""

    def part():
        for number in numbers:
            yield message(f"page{number}")
            yield Page((number,))

    def clean(error):
        yield message("release")

    return ensuring(part(), clean)


def test_what_is_held_is_released_at_the_end():
    """A flow that ends well cleans up, and returns what its part returned."""
    wire = Wire()

    assert "done" == Blocking(wire).carry(held("a", "b", after=["release"]))
    assert ["a", "b", "release"] == wire.sent


@pytest.mark.parametrize("error", [errors.ConnectError("lost"), KeyboardInterrupt(), ValueError("a bug")])
def test_what_is_held_is_released_after_an_error(error):
    """A flow that fails, or that the user interrupts, cleans up and raises what it failed with."""
    wire = Wire(fail={"b": error})

    with pytest.raises(type(error)) as caught:
        Blocking(wire).carry(held("a", "b", "c", after=["release"]))

    assert caught.value is error
    assert ["a", "b", "release"] == wire.sent


def test_a_listing_that_is_left_lets_go():
    """A program that takes no more items of a listing leaves nothing behind."""
    wire = Wire()
    for item in Blocking(wire).items(pages(1, 2, 3)):
        if item == 2:
            break

    assert ["page1", "page2", "release"] == wire.sent


def settled(scenario, wire, count=4):
    """Run a scenario with threads, and wait until what it left has cleaned up."""

    async def run():
        threads = Threads(wire, count)
        await scenario(threads)
        await threads.settle()
        threads.close()

    asyncio.run(asyncio.wait_for(run(), LIMIT))


def test_a_task_that_is_cancelled_while_it_sends_lets_go():
    """The request is broken off, and what the flow holds is released before the client is closed."""
    wire = Wire(hang=["b"])

    async def scenario(threads):
        task = asyncio.ensure_future(threads.carry(held("a", "b", "c", after=["release", "last"])))
        await asyncio.to_thread(wire.hanging.wait, LIMIT)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    settled(scenario, wire)
    assert ["a", "b", "release", "last"] == wire.sent


def test_a_task_that_is_cancelled_while_it_cleans_up_goes_on():
    """A flow that is about to release what it holds is not kept from it."""
    wire = Wire()
    begun, go = threading.Event(), threading.Event()

    def slow(one, abort=None):
        if one.cleans and not begun.is_set():
            begun.set()
            assert go.wait(LIMIT)
        return wire(one, abort)

    async def scenario(threads):
        task = asyncio.ensure_future(threads.carry(held("a", after=["release", "last"])))
        await asyncio.to_thread(begun.wait, LIMIT)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go.set()

    settled(scenario, slow)
    assert ["a", "release", "last"] == wire.sent


def test_an_asynchronous_listing_that_is_left_lets_go():
    """A program that leaves `async for` early leaves nothing behind."""
    wire = Wire()

    async def scenario(threads):
        items = threads.items(pages(1, 2, 3))
        async for item in items:
            if item == 2:
                break
        await items.aclose()

    settled(scenario, wire)
    assert ["page1", "page2", "release"] == wire.sent


def test_a_flow_that_holds_nothing_sends_nothing_more():
    """A flow without anything to clean up is closed as it is."""
    seen = []

    def plain():
        try:
            yield message("a")
            yield Page((1,))
        except BaseException as exc:
            seen.append(type(exc))
            yield message("b")

    wire = Wire()
    items = Blocking(wire).items(plain())
    next(items)
    items.close()

    assert ["a"] == wire.sent
    assert GivenUp == seen[0]


def test_a_failure_to_clean_up_is_raised_in_its_place():
    """Something that could not be released is told, with the error before it as its context."""
    lost = errors.ConnectError("lost")
    wire = Wire(fail={"a": ValueError("a bug"), "release": lost})

    with pytest.raises(errors.ConnectError) as caught:
        Blocking(wire).carry(held("a", after=["release"]))

    assert isinstance(caught.value.__context__, ValueError)


def test_a_failure_to_clean_up_after_nobody_waits_is_logged(caplog):
    """What nobody waits for any more can only be told to the log."""
    wire = Wire(fail={"release": errors.ConnectError("lost for good")})
    items = Blocking(wire).items(pages(1, 2))
    next(items)
    with caplog.at_level("INFO", logger="soapclient.flow"):
        items.close()

    assert "lost for good" in caplog.text
