"""Pickup: each document is delivered once, and moved only when its bytes are here."""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import os
import pickle
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import either

from soapclient import AsyncClient, Client
from soapclient.errors import ArgumentError, BulkError, FolderNotFound, ServiceError, TransportError
from soapclient.inforouter.exchange import placing
from soapclient.inforouter.exchange.pickup_plan import free_names
from soapclient.simulator import Simulator
from soapclient.simulator.behaviour import BEHAVIOURS

INBOX = "/Finance/Inbox"
PROCESSED = "/Finance/Processed"
MOVE = f"move:{PROCESSED}"


@pytest.fixture
def sim():
    """A simulator with an inbox of three documents, one of them empty."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def admin(sim):
    """An administrator's client of it."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        for folder in (INBOX, PROCESSED):
            ir.service.CreateFolder(Path=folder)
        for name, data in (("a.txt", b"A"), ("b.txt", b"BB"), ("empty", b"")):
            ir.service.UploadDocument(Path=f"{INBOX}/{name}", FileContent=data)
        yield ir


def files(directory):
    """What is in a directory, but for what is on its way."""
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def names(ir, folder):
    """The names of the documents of a folder."""
    return sorted(each.name for each in ir.service.GetFoldersAndDocuments2(Path=folder).items)


def staged(directory):
    """What is on its way."""
    return sorted(path.name for path in (directory / ".soapclient" / "pickup").iterdir())


ALL = {"a.txt": b"A", "b.txt": b"BB", "empty": b""}


class TestDelivered:
    """What is delivered, and what becomes of the documents."""

    @pytest.mark.parametrize("then", [MOVE, "delete", "tag:picked up", "none"])
    def test_each_once(self, admin, tmp_path, then):
        """Every document becomes a file once, whether it is moved, deleted or left; a second pickup has nothing."""
        result = admin.documents.pickup(INBOX, tmp_path, then=then)
        assert (result.ok, files(tmp_path), staged(tmp_path)) == (True, ALL, [])
        assert sorted(each.path for each in result.delivered) == [f"{INBOX}/{name}" for name in sorted(ALL)]
        assert names(admin, INBOX) == ([] if then in (MOVE, "delete") else sorted(ALL))
        assert names(admin, PROCESSED) == (sorted(ALL) if then == MOVE else [])
        again = admin.documents.pickup(INBOX, tmp_path, then=then)
        assert (again.ok, again.delivered, files(tmp_path)) == (True, (), ALL)

    def test_awaited(self, sim, admin, tmp_path):
        """The same with asyncio."""

        async def run():
            async with AsyncClient(admin.url, username="admin", password="admin", wsdl="bundled") as air:
                return await air.documents.pickup(INBOX, tmp_path, then=MOVE)

        assert asyncio.run(run()).ok
        assert files(tmp_path) == ALL

    @pytest.mark.parametrize("options", [{"transport": "http-post"}, {"wsdl": "bundled-2019"}, {"soap_version": "1.2"}])
    def test_other_ways(self, admin, tmp_path, options):
        """By form POST, by the older contract and by SOAP 1.2 it is the same."""
        with Client(admin.url, username="admin", password="admin", **{"wsdl": "bundled", **options}) as ir:
            assert ir.documents.pickup(INBOX, tmp_path, then=MOVE).ok
        assert (files(tmp_path), names(admin, PROCESSED)) == (ALL, sorted(ALL))

    def test_cancelled(self, admin, sim, tmp_path):
        """A task that is cancelled during a move lets go of the directory; the next start delivers once."""

        async def run():
            async with AsyncClient(admin.url, username="admin", password="admin", wsdl="bundled") as air:
                task = asyncio.create_task(air.documents.pickup(INBOX, tmp_path, then=MOVE))
                while not any(call.operation == "Move" for call in sim.arrived):
                    await asyncio.sleep(0.01)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

        sim.fail("delay", operation="Move", seconds=0.3)
        asyncio.run(run())
        with (tmp_path / ".soapclient" / "lock").open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # the thread that the task was in lets go of it on its own
        assert admin.documents.pickup(INBOX, tmp_path, then=MOVE).ok
        assert (files(tmp_path), names(admin, PROCESSED), staged(tmp_path)) == (ALL, sorted(ALL), [])

    def test_a_version_later(self, admin, tmp_path):
        """Of a document that is left where it is, a later version is delivered too, beside the earlier one."""
        admin.documents.pickup(INBOX, tmp_path)
        admin.documents.upload(b"A2", f"{INBOX}/a.txt", over="version")
        result = admin.documents.pickup(INBOX, tmp_path)
        number = result.delivered[0].document_id
        assert files(tmp_path) == {**ALL, f"a.D{number}.txt": b"A2"}
        assert len(result.left) == 2

    def test_tagged(self, admin, tmp_path):
        """A version that has the tag is left, by whomever it was picked up; a later version is not."""
        admin.documents.tag(f"{INBOX}/a.txt", "picked up")
        result = admin.documents.pickup(INBOX, tmp_path, then="tag:picked up")
        assert [each.path for each in result.left] == [f"{INBOX}/a.txt"]
        admin.documents.upload(b"A2", f"{INBOX}/a.txt", over="version")
        assert admin.documents.pickup(INBOX, tmp_path, then="tag:picked up").ok
        assert files(tmp_path) == {**ALL, "a.txt": b"A2"}
        for name in ALL:
            assert "picked up" in {each.text for each in admin.documents.tags(f"{INBOX}/{name}")}

    def test_never_over_another(self, admin, tmp_path):
        """A file that is there keeps its name and its bytes."""
        (tmp_path / "a.txt").write_bytes(b"mine")
        number = admin.documents.get(f"{INBOX}/a.txt").document_id
        admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert files(tmp_path) == {**ALL, "a.txt": b"mine", f"a.D{number}.txt": b"A"}

    def test_the_name_is_taken_there(self, admin, tmp_path):
        """What cannot be moved is not delivered, and told; the others are."""
        admin.documents.upload(b"earlier", f"{PROCESSED}/a.txt")
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert [path for path, _ in result.failed] == [f"{INBOX}/a.txt"]
        assert isinstance(result.failed[0][1], ServiceError)
        assert files(tmp_path) == {name: data for name, data in ALL.items() if name != "a.txt"}
        assert (names(admin, INBOX), staged(tmp_path)) == (["a.txt"], [])

    def test_checked_out(self, admin, tmp_path):
        """A document that somebody has checked out is left, unless it is asked for."""
        admin.service.Lock(Path=f"{INBOX}/a.txt")
        result = admin.documents.pickup(INBOX, tmp_path)
        assert [(each.path, each.why) for each in result.left] == [(f"{INBOX}/a.txt", "it is checked out by admin")]
        assert admin.documents.pickup(INBOX, tmp_path, include_checked_out=True).ok
        assert files(tmp_path) == ALL

    def test_folders_are_left(self, admin, tmp_path):
        """What is in folders below is left alone."""
        admin.documents.upload(b"x", f"{INBOX}/sub/x.txt", make_folders=True)
        admin.documents.pickup(INBOX, tmp_path, then="delete")
        assert (files(tmp_path), names(admin, f"{INBOX}/sub")) == (ALL, ["x.txt"])

    def test_progress(self, admin, tmp_path):
        """How far it is is told in documents and bytes."""
        told = []
        admin.documents.pickup(INBOX, tmp_path, progress=told.append)
        last = told[-1]
        assert (last.files, last.of_files, last.bytes, last.of_bytes) == (3, 3, 3, 3)

    def test_private(self, admin, tmp_path):
        """What is kept beside the files is for their owner alone; the files are as the user's others."""
        admin.documents.pickup(INBOX, tmp_path)
        place = tmp_path / ".soapclient"
        assert [path.stat().st_mode & 0o777 for path in (place, place / "pickup.jsonl")] == [0o700, 0o600]
        mask = os.umask(0)
        os.umask(mask)
        assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o666 & ~mask


class TestRefused:
    """What is refused before anything is done."""

    def test_then(self, admin, sim, tmp_path):
        """What is to be done has to be said rightly; nothing is sent otherwise."""
        sim.arrived.clear()
        for then in ("", "move:", "move: ", "move", "tag:", "tag:a/b", f"move:{INBOX}/", "move:/", None):
            with pytest.raises(ArgumentError):
                admin.documents.pickup(INBOX, tmp_path, then=then)
        assert [] == [*sim.arrived]

    def test_missing_folders(self, admin, tmp_path):
        """A folder that is missing, to pick up from or to move to, is an error before anything is moved."""
        with pytest.raises(FolderNotFound):
            admin.documents.pickup("/Finance/None", tmp_path)
        with pytest.raises(FolderNotFound):
            admin.documents.pickup(INBOX, tmp_path, then="move:/Finance/None")
        assert (names(admin, INBOX), files(tmp_path)) == (sorted(ALL), {})

    def test_two_on_one_directory(self, admin, tmp_path):
        """While one works on a directory, another one is refused."""
        (tmp_path / ".soapclient").mkdir(0o700)
        with (tmp_path / ".soapclient" / "lock").open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(BulkError, match="is in use by another sync or pickup"):
                admin.documents.pickup(INBOX, tmp_path)
        assert admin.documents.pickup(INBOX, tmp_path).ok

    def test_another_folder(self, admin, tmp_path):
        """A directory that remembers what it has of one folder is not for another one."""
        admin.documents.pickup(INBOX, tmp_path)
        with pytest.raises(BulkError, match="use another directory"):
            admin.documents.pickup(PROCESSED, tmp_path)

    def test_another_journal(self, admin, tmp_path):
        """What is no journal of a pickup is not taken for one."""
        (tmp_path / ".soapclient").mkdir(0o700)
        for text in ("", "{}\n", '{"format":"x"}\n', "\x00"):
            (tmp_path / ".soapclient" / "pickup.jsonl").write_text(text)
            with pytest.raises(BulkError, match="not the journal of a pickup"):
                admin.documents.pickup(INBOX, tmp_path)

    def test_the_place_is_a_link(self, admin, tmp_path):
        """A link in the place of the notes is not followed."""
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "root").mkdir()
        (tmp_path / "root" / ".soapclient").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(BulkError, match="not a directory"):
            admin.documents.pickup(INBOX, tmp_path / "root")
        assert [] == [*(tmp_path / "elsewhere").iterdir()]


class TestFaults:
    """What goes wrong on the way."""

    @pytest.mark.parametrize("applied", [True, False])
    @pytest.mark.parametrize(
        ("then", "operation"), [(MOVE, "Move"), ("delete", "DeleteDocument"), ("tag:x", "SetTagToDocument")]
    )
    def test_a_lost_answer(self, admin, sim, tmp_path, then, operation, applied):
        """Where the answer to a move, a deletion or a tag is lost, what became of it is read: it is delivered once."""
        sim.fail("drop", operation=operation, applied=applied)
        result = admin.documents.pickup(INBOX, tmp_path, then=then)
        assert (result.ok, files(tmp_path)) == (True, ALL)
        if then == "tag:x":
            assert [1, 1, 1] == [len(admin.documents.tags(f"{INBOX}/{name}")) for name in ALL]
        else:
            assert names(admin, INBOX) == []

    @pytest.mark.parametrize("then", [MOVE, "delete"])
    def test_lost_for_good(self, admin, sim, tmp_path, arrives, then):
        """Where nothing can be read either, it ends with an error; the next start finds out and delivers once."""
        operation = "Move" if then == MOVE else "DeleteDocument"
        sim.fail("drop", operation=operation, applied=True)
        arrives(operation, lambda count: sim.fail("drop", times=None) if count == 1 else None)
        with pytest.raises(TransportError):
            admin.documents.pickup(INBOX, tmp_path, then=then)
        sim.stop_failing()
        assert len(staged(tmp_path)) == 1
        result = admin.documents.pickup(INBOX, tmp_path, then=then)
        assert (result.ok, files(tmp_path), names(admin, INBOX), staged(tmp_path)) == (True, ALL, [], [])
        assert len(result.delivered) == 3

    def test_an_answer_that_is_late(self, admin, sim, tmp_path, arrives):
        """A move whose answer is lost, and which is done only after it was looked for, is not taken for another's."""

        def late(count):  # the first one was lost on its way, and comes with the second
            if count == 1:
                admin_moves(admin.url, "a.txt")

        sim.fail("drop", operation="Move", applied=False)
        arrives("Move", late)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (result.ok, files(tmp_path)) == (True, ALL)

    def test_an_answer_that_is_later_still(self, admin, sim, tmp_path):
        """A move whose answer is lost may be done after a second one was refused: the bytes are kept till then."""
        sim.fail("drop", operation="Move", applied=False)
        sim.fail("error", operation="Move", text="Access denied", number=either("", "4030"))
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert ([path for path, _ in result.failed], len(staged(tmp_path))) == ([f"{INBOX}/a.txt"], 1)
        admin_moves(admin.url, "a.txt")  # the first one comes
        again = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (again.ok, len(again.delivered), files(tmp_path), staged(tmp_path)) == (True, 1, ALL, [])

    def test_a_refusal_for_good(self, admin, sim, tmp_path):
        """Where it stays refused, it is told each time, and delivered once when it is not refused any more."""
        sim.fail("drop", operation="Move", applied=False)
        for _ in range(2):
            sim.fail("error", operation="Move", text="Access denied", number=either("", "4030"))
            result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
            assert ([path for path, _ in result.failed], len(staged(tmp_path))) == ([f"{INBOX}/a.txt"], 1)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (result.ok, files(tmp_path), names(admin, INBOX)) == (True, ALL, [])

    def test_changed_while_it_was_downloaded(self, admin, tmp_path, arrives):
        """A document that got a version after its bytes were read is downloaded again."""

        def change(count):
            if count == 1:
                another(admin.url).upload(b"A2", f"{INBOX}/a.txt", over="version")

        arrives("DownloadDocumentVersion", change, after=True)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (result.ok, files(tmp_path)) == (True, {**ALL, "a.txt": b"A2"})

    def test_changed_just_before_it_was_moved(self, admin, tmp_path, arrives):
        """A version that came between the last look and the move is not moved unread."""

        def change(count):
            if count == 1:
                another(admin.url).upload(b"A2", f"{INBOX}/a.txt", over="version")

        arrives("Move", change)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (result.ok, files(tmp_path)) == (True, {**ALL, "a.txt": b"A2"})

    @pytest.mark.parametrize("data", [b"new", b"A"])
    def test_replaced_just_before_it_was_moved(self, admin, tmp_path, arrives, data):
        """Another document that took the name between the last look and the move is moved, and delivered too.

        One with the same bytes is not: a service may give what it moves another number.
        """

        def replace(count):
            if count == 1:
                other = another(admin.url)
                other.delete(f"{INBOX}/a.txt")
                other.upload(data, f"{INBOX}/a.txt")

        arrives("Move", replace)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        expected = sorted({b"A", b"BB", b"", data})
        assert (result.ok, len(result.delivered), names(admin, INBOX)) == (True, len(expected), [])
        assert expected == sorted(files(tmp_path).values())

    def test_listed_and_not_there(self, admin, sim, tmp_path):
        """A document that is listed and cannot be read, which the service calls not found, failed: it is not gone."""
        sim.fail("error", operation="GetDocument", text="Document not found", number=either("", "4041"), times=None)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (result.ok, result.left, len(result.failed)) == (False, (), 3)

    def test_ended_by_the_server(self, admin, sim, tmp_path, arrives):
        """An error that ends it tells what was delivered before: nobody hears of these files again."""
        arrives("Move", lambda count: sim.fail("status", status=503, times=None) if count == 2 else None)
        with pytest.raises(TransportError) as failed:
            admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert [each.path for each in failed.value.result.delivered] == [f"{INBOX}/a.txt"]
        assert "result" not in str(pickle.loads(pickle.dumps(failed.value)))

    def test_always_changing(self, admin, tmp_path, arrives):
        """A document that changes all the time is left, and told."""
        other = another(admin.url)
        arrives(
            "DownloadDocumentVersion",
            lambda count: other.upload(b"%d" % count, f"{INBOX}/a.txt", over="version") if count < 9 else None,
            after=True,
            only=f"{INBOX}/a.txt",
        )
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert [each.path for each in result.left] == [f"{INBOX}/a.txt"]
        assert names(admin, INBOX) == ["a.txt"]

    def test_taken_by_somebody_else(self, admin, tmp_path, arrives):
        """A document that somebody moves away just before is not delivered here."""

        def take(count):
            if count == 1:
                admin_moves(admin.url, "a.txt")

        arrives("Move", take)
        result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert [each.path for each in result.left] == [f"{INBOX}/a.txt"]
        assert files(tmp_path) == {name: data for name, data in ALL.items() if name != "a.txt"}

    def test_renamed_meanwhile(self, admin, tmp_path, arrives):
        """A document that is renamed just before is left, and picked up under its new name the next time."""

        def rename(count):
            if count == 1:
                another(admin.url).update(f"{INBOX}/a.txt", name="c.txt")

        arrives("Move", rename)
        first = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert [path for path, _ in first.failed] == [f"{INBOX}/a.txt"]
        assert admin.documents.pickup(INBOX, tmp_path, then=MOVE).ok
        assert files(tmp_path) == {"b.txt": b"BB", "c.txt": b"A", "empty": b""}

    def test_a_full_disk(self, admin, tmp_path, monkeypatch):
        """What cannot be put in its place is kept on its way, and gets its name at the next start."""

        def full(staged, final):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(placing, "put", full)
            result = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (len(result.failed), files(tmp_path), len(staged(tmp_path))) == (3, {}, 3)
        again = admin.documents.pickup(INBOX, tmp_path, then=MOVE)
        assert (again.ok, len(again.delivered), files(tmp_path), staged(tmp_path)) == (True, 3, ALL, [])

    def test_what_is_here_is_not_downloaded_again(self, admin, sim, tmp_path):
        """Bytes that are here and right are moved without another download."""
        sim.fail("error", operation="Move", text="Access denied", number="4030", times=3)
        assert len(admin.documents.pickup(INBOX, tmp_path, then=MOVE).failed) == 3
        kept = tmp_path / ".soapclient" / "pickup"
        for name, data in ALL.items():
            seen = admin.documents.get(f"{INBOX}/{name}")
            (kept / f"{seen.document_id}-{seen.version.stored}").write_bytes(data)
        sim.arrived.clear()
        assert admin.documents.pickup(INBOX, tmp_path, then=MOVE).ok
        assert not {"DownloadDocument", "DownloadDocumentVersion"} & {call.operation for call in sim.arrived}
        assert files(tmp_path) == ALL

    def test_two_directories(self, admin, tmp_path):
        """Two pickups of one folder at once deliver each document to one of both directories."""
        for number in range(20):
            admin.documents.upload(b"%d" % number, f"{INBOX}/n{number}")
        roots = [tmp_path / "one", tmp_path / "two"]
        begin = threading.Barrier(2)
        results = []

        def run(root):
            with Client(admin.url, username="admin", password="admin", wsdl="bundled") as ir:
                begin.wait()
                results.append(ir.documents.pickup(INBOX, root, then=MOVE))

        threads = [threading.Thread(target=run, args=(root,)) for root in roots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [(), ()] == [result.failed for result in results]
        one, two = (files(root) for root in roots)
        assert not one.keys() & two.keys()
        assert {**one, **two} == {**ALL, **{f"n{number}": b"%d" % number for number in range(20)}}
        assert names(admin, INBOX) == []


def another(url):
    """The documents of another client of the same server."""
    return Client(url, username="admin", password="admin", wsdl="bundled").documents


def admin_moves(url, name):
    """Move a document away as somebody else does."""
    with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
        ir.service.Move(SourcePath=f"{INBOX}/{name}", DestinationPath=f"{PROCESSED}/{name}")


@pytest.fixture
def arrives(monkeypatch):
    """Do something when a call of an operation arrives, before or after it is carried out."""

    def plan(operation, do, *, after=False, only=None):
        behaviour = BEHAVIOURS[operation]
        counts = itertools.count(1)

        def behave(call):
            if only and call.text("Path") != only:
                return behaviour(call)
            count = next(counts)
            if not after:
                do(count)
            result = behaviour(call)
            if after:
                do(count)
            return result

        monkeypatch.setitem(BEHAVIOURS, operation, behave)

    return plan


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=300), st.integers(1, 10**9), st.integers(10**6, 10**9))
def test_names(name, number, version):
    """The names that a file may get differ from each other, keep the ending and are not too long."""
    name = name.replace("/", "_")
    found = [*itertools.islice(free_names(name, number, version), 6)]
    assert len({*found}) == 6
    assert found[0] == name
    for each in found[1:]:
        assert len(each.encode("utf-8", "surrogatepass")) <= 255
        assert "/" not in each
