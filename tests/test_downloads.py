"""Downloads of whole documents: what arrives, what is refused, and what is left when something goes wrong."""

from __future__ import annotations

import asyncio
import base64
import errno
import functools
import io
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from unittest import mock

import pytest
from in_process import PLACE, client_of
from servers import SUCCESS, either, envelope, ticket_of

from soapclient import AsyncClient, Client, Ticket, errors
from soapclient.inforouter.transfer import download, targets
from soapclient.simulator import Simulator
from soapclient.simulator.content import downloads
from soapclient.simulator.content.versions import version_of

CHUNK = 100
DATA = bytes(range(250)) * 2
NEW = DATA[::-1] + b"new"
PATH = "/Public/a.bin"
TEXT = "Gr\N{LATIN SMALL LETTER U WITH DIAERESIS}n & <"


@pytest.fixture
def sim():
    """A simulator whose chunks are small."""
    with Simulator(chunk_size=CHUNK) as simulator:
        yield simulator


@pytest.fixture(params=["soap", "http-post"])
def ir(sim, request):
    """A client of it that has what it needs by SOAP or by forms; a document is there."""
    with client_of(sim) as client:
        client.documents.upload(DATA, PATH)
    sim.arrived.clear()
    with client_of(sim, transport=request.param) as client:
        yield client


@pytest.fixture
def by_chunks(monkeypatch):
    """Small documents go by chunks, too."""
    monkeypatch.setattr(download, "SMALL", 0)


def calls(sim):
    """Return the operations that arrived, in order, without those of the session."""
    return [each.operation for each in sim.arrived if each.operation != "AuthenticateUser"]


def names(folder):
    """Return the names of what is in a folder."""
    return sorted(each.name for each in folder.iterdir())


def add_version(sim, data=NEW):
    """Let another program add a version."""
    with client_of(sim) as other:
        other.documents.upload(data, PATH, over="version")


class Once:
    """Does something when the first bytes have arrived."""

    def __init__(self, do):
        self.do = do

    def __call__(self, done, total):
        do, self.do = self.do, lambda: None
        do()


class TestWhole:
    """What arrives."""

    @pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK])
    @pytest.mark.parametrize("small", [0, 262_144])
    def test_all_of_it(self, sim, ir, tmp_path, size, small):
        """A file, an open file and an iterator get the same bytes, by chunks and by one call."""
        if size != len(DATA):
            add_version(sim, DATA[:size])
        told, file, before = [], io.BytesIO(), len(sim.arrived)
        with mock.patch.object(download, "SMALL", small):
            result = ir.documents.download(PATH, tmp_path / "a", progress=lambda *each: told.append(each))
            opened = ir.documents.download(PATH, file)
            pieces = [*ir.documents.download(PATH)]
        assert [DATA[:size]] * 3 == [(tmp_path / "a").read_bytes(), file.getvalue(), b"".join(pieces)]
        assert (PATH, size, zlib.crc32(DATA[:size])) == (result.path, result.size, result.crc)
        assert (tmp_path / "a", None, 0) == (result.file, opened.file, result.resumed)
        assert (size, size) == told[-1]
        assert ["a"] == names(tmp_path)
        assert [] == sim.handlers
        assert before < len(sim.arrived)

    def test_a_small_one_takes_two_calls(self, sim, ir, tmp_path):
        """A small document is asked for, and had by one call; an empty one is not called for at all."""
        ir.documents.download(PATH, tmp_path / "a")
        assert ["GetDownloadInfo", "DownloadDocument"] == calls(sim)
        add_version(sim, b"")
        sim.arrived.clear()
        ir.documents.download(PATH, tmp_path / "a")
        assert (["GetDownloadInfo"], b"") == (calls(sim), (tmp_path / "a").read_bytes())

    @pytest.mark.parametrize("small", [0, 262_144])
    def test_a_version(self, sim, ir, tmp_path, small):
        """The version that is asked for arrives, by its number or as it is told."""
        before = ir.documents.get(PATH).version
        add_version(sim)
        with mock.patch.object(download, "SMALL", small):
            result = ir.documents.download(PATH, tmp_path / "a", version=before)
            again = b"".join(ir.documents.download(PATH, version=before.stored))
        assert (DATA, before) == ((tmp_path / "a").read_bytes(), result.version)
        assert DATA == again
        assert NEW == b"".join(ir.documents.download(PATH))

    @pytest.mark.parametrize("version", [0, 1, 999_999, "2", True])
    def test_what_is_no_version_is_refused(self, sim, ir, version):
        """A number that has two meanings or none is refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match="not the number of a version"):
            next(ir.documents.download(PATH, version=version))
        assert [] == calls(sim)

    def test_a_version_that_is_not_there(self, ir, tmp_path):
        """A version that the document does not have is an error, and no file."""
        with pytest.raises(errors.ServiceError):
            ir.documents.download(PATH, tmp_path / "a", version=9_000_000)
        assert [] == names(tmp_path)

    def test_by_number(self, sim, ir):
        """A document that is named by its number is had by chunks: the single call is not said to take a number."""
        number = sim.document(PATH)["document_id"]
        assert DATA == b"".join(ir.documents.download(number))
        assert "DownloadDocument" not in calls(sim)

    def test_an_older_contract_can_do_it_too(self, sim, ir, tmp_path):
        """Where the contract has no chunks, one call has all, and a version's check sum is that of the list."""
        before = ir.documents.get(PATH).version
        add_version(sim)
        ir.wiring.loader._contract = type(ir.contract).load("bundled-2019")
        number = sim.document(PATH)["document_id"]
        for small in (0, 262_144):
            with mock.patch.object(download, "SMALL", small):
                assert len(NEW) == ir.documents.download(number, tmp_path / "a").size
                assert NEW == b"".join(ir.documents.download(PATH))
                assert before == ir.documents.download(PATH, tmp_path / "b", version=before).version
        assert [NEW, DATA] == [(tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()]
        with pytest.raises(errors.VersionNotFound):
            ir.documents.download(PATH, tmp_path / "b", version=9_000_000)

    @pytest.mark.parametrize("to", ["path", "pieces"])
    def test_a_document_that_is_not_there(self, sim, ir, tmp_path, to):
        """What is not there is an error, and neither an empty file nor an empty iterator; a folder is none."""
        for path in ("/Public/none", "/Finance/Reports"):
            with pytest.raises(errors.DocumentNotFound):
                ir.documents.download(path, tmp_path / "a") if to == "path" else next(ir.documents.download(path))
        assert [] == names(tmp_path)

    @pytest.mark.parametrize("farthest", [2**31 - 1, 0])
    def test_what_is_not_given_out_is_not_empty(self, sim, tmp_path, farthest):
        """No bytes of a document that has some are an error, at once and streamed."""
        with client_of(sim) as ir, mock.patch.object(download, "_FARTHEST", farthest):
            ir.documents.upload(DATA, PATH)
            sim.fail("error", operation="DownloadDocument", times=None, text="Document is offline", number="4230")
            with mock.patch.object(download, "SMALL", farthest and 262_144):
                with pytest.raises(errors.EmptyBytes, match="has 500 bytes, but the server returned none"):
                    ir.documents.download(PATH, tmp_path / "a")
        assert [] == names(tmp_path)

    @pytest.mark.parametrize("size", [0, 5])
    def test_what_is_made_for_the_download(self, sim, tmp_path, size):
        """Where the server makes the bytes when they are asked for, neither size nor check sum is known before."""
        with client_of(sim) as ir:
            ir.documents.upload(DATA[:size], PATH)
            sim.fail("attribute", operation="GetDownloadInfo", times=None, name="RenderedContent", value="true")
            assert size == ir.documents.download(PATH, tmp_path / "a").size
            with mock.patch.object(download, "SMALL", -1):
                sim.fail("attribute", operation="GetDownloadHandler", times=None, name="RenderedContent", value="true")
                assert size == ir.documents.download(PATH, tmp_path / "a", resume=True).size
        assert (DATA[:size], ["a"]) == ((tmp_path / "a").read_bytes(), names(tmp_path))

    def test_what_is_made_for_the_download_and_not_given_is_not_empty(self, sim, tmp_path):
        """Of what the server makes it is not known that it is empty: no bytes by one call are an error there."""
        with client_of(sim) as ir, mock.patch.object(download, "_FARTHEST", -1):
            ir.documents.upload(b"", PATH)
            sim.fail("attribute", operation="GetDownloadInfo", times=None, name="RenderedContent", value="true")
            sim.fail("error", operation="DownloadDocument", text="Document is offline", number="4230")
            with pytest.raises(
                errors.EmptyBytes, match="generates /Public/a.bin for the download, but returned no bytes"
            ):
                ir.documents.download(PATH, tmp_path / "a")
        assert [] == names(tmp_path)

    @pytest.mark.parametrize("to", ["path", None])
    def test_a_single_call_that_means_another_version(self, sim, ir, tmp_path, to):
        """Where the one call gives another version than the server told of, a handler's bytes are taken, which fit."""
        first = ir.documents.get(PATH).version
        add_version(sim)

        def older(call, document, version):
            return real(call, document, version_of(call.world.users, document, first.stored))

        real = downloads._bytes
        with mock.patch.object(downloads, "_bytes", older):
            if to is None:
                assert NEW == b"".join(ir.documents.download(PATH))
            else:
                ir.documents.download(PATH, tmp_path / "a")
                assert NEW == (tmp_path / "a").read_bytes()
        assert [] == sim.handlers

    @pytest.mark.usefixtures("by_chunks")
    def test_a_handler_of_nothing_that_has_a_check_sum(self, sim, ir):
        """An iterator that gives nothing is not the end of a document whose check sum is not the one of nothing."""
        sim.fail("attribute", operation="GetDownloadHandler", name="Size", value="0")
        with pytest.raises(errors.UnexpectedReply, match="changed while it was read, or its check sum"):
            list(ir.documents.download(PATH))

    def test_a_check_sum_of_nothing_that_is_not_the_one_of_nothing(self, sim, ir, tmp_path):
        """A size of 0 and the check sum of other bytes are no empty document: its bytes are asked for."""
        sim.fail("attribute", operation="GetDownloadInfo", times=None, name="Size", value="0")
        ir.documents.download(PATH, tmp_path / "a")
        assert DATA == (tmp_path / "a").read_bytes()

    @pytest.mark.parametrize(
        ("operation", "name"), [("GetDownloadInfo", "Size"), ("GetDownloadHandler", "ChunkSize")], ids=["size", "chunk"]
    )
    def test_what_has_to_be_told_is(self, sim, ir, operation, name):
        """A reply that does not tell the size of the document or of its chunks is an error."""
        sim.fail("attribute", operation=operation, name=name, value=None)
        with mock.patch.object(download, "SMALL", 0), pytest.raises(errors.UnexpectedReply, match="does not contain"):
            list(ir.documents.download(PATH))

    def test_a_chunk_size_that_cannot_be(self, ir):
        """It is refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match="chunk_size"):
            next(ir.documents.download(PATH, chunk_size=0))

    @pytest.mark.parametrize("size", [0, -1, True, 1.5, "7", 2**31])
    def test_chunk_sizes_that_cannot_be_asked_for(self, sim, ir, size):
        """They are refused by uploads and downloads before anything is sent."""
        for call in (ir.documents.download, functools.partial(ir.documents.upload, b"", over="version")):
            with pytest.raises(errors.ArgumentError, match="chunk_size must be a number of bytes"):
                list(call(PATH, chunk_size=size))
        assert [] == calls(sim)

    def test_targets_that_cannot_be(self, sim, ir, tmp_path):
        """A file that is open for text, and the name of a folder, are refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match="open in text mode"):
            ir.documents.download(PATH, io.StringIO())
        with pytest.raises(IsADirectoryError, match="is a folder"):
            ir.documents.download(PATH, f"{tmp_path}/new/")
        assert ([], []) == (calls(sim), names(tmp_path))

    def test_resume_needs_a_path(self, ir):
        """Only the path of a file can be gone on with."""
        for to in (None, io.BytesIO()):
            with pytest.raises(errors.ArgumentError, match="resume"):
                ir.documents.download(PATH, to, resume=True)


@pytest.mark.usefixtures("by_chunks")
class TestTrouble:
    """What goes wrong on the way."""

    @pytest.mark.parametrize(
        ("kind", "options"),
        [
            ("corrupt", {}),
            ("reset", {"applied": True}),
            ("truncate", {}),
            ("attribute", {"name": "chunkCRC32", "value": "1"}),
            ("attribute", {"name": "chunklength", "value": "3"}),
            ("attribute", {"name": "filelength", "value": "3"}),
            ("reply", {"body": envelope("DownloadFileChunk", f"{SUCCESS[:-2]}>not base64</response>")}),
            ("expire", {}),
        ],
    )
    @pytest.mark.parametrize("after", [0, 2])
    def test_a_chunk_that_is_wrong_is_read_again(self, sim, ir, tmp_path, kind, options, after):
        """A chunk that does not fit what is told of it is read again: that changes nothing."""
        sim.fail(kind, operation="DownloadFileChunk", after=after, times=2 if kind != "expire" else 1, **options)
        ir.documents.download(PATH, tmp_path / "a")
        assert DATA == (tmp_path / "a").read_bytes()
        assert ([], ["a"]) == (sim.handlers, names(tmp_path))

    def test_base64_in_lines(self, sim, tmp_path):
        """Base64 may be in lines."""
        with client_of(sim) as ir:
            ir.documents.upload(DATA[:60], PATH)
            text = base64.encodebytes(DATA[:45]).decode() + base64.encodebytes(DATA[45:60]).decode()
            body = envelope("DownloadFileChunk", f"{SUCCESS[:-2]}>{text}</response>")
            sim.fail("reply", operation="DownloadFileChunk", body=body)
            assert DATA[:60] == b"".join(ir.documents.download(PATH))

    def test_a_refusal_for_ever(self, sim, ir, tmp_path):
        """A server that refuses every chunk is asked with a few handlers; then that is the error."""
        sim.fail("error", operation="DownloadFileChunk", times=None, text="Handler not found", number="4000")
        with pytest.raises(errors.ServiceError, match=either("Handler not found", "4000")):
            ir.documents.download(PATH, tmp_path / "a")
        assert (3, [], []) == (calls(sim).count("GetDownloadHandler"), sim.handlers, names(tmp_path))

    @pytest.mark.usefixtures("by_chunks")
    def test_sessions_that_end_again_and_again(self, sim, ir):
        """A download that outlives many sessions goes on with each new one."""
        pieces = []
        for piece in ir.documents.download(PATH):
            sim.expire_tickets()
            pieces.append(piece)
        assert DATA == b"".join(pieces)
        assert [] == sim.handlers

    def test_a_ticket_that_cannot_be_renewed(self, sim, tmp_path):
        """Where the client was given its ticket, a session that ends is the error."""
        with client_of(sim) as ir:
            ir.documents.upload(DATA, PATH)
            ticket = ticket_of(ir)
            with Client(f"{PLACE}srv.asmx", auth=Ticket(ticket), wsdl="bundled") as other:
                other.wiring.transport.mount(PLACE, sim.adapter())
                sim.fail("expire", operation="DownloadFileChunk", after=1)
                with pytest.raises(errors.SessionExpired):
                    other.documents.download(PATH, tmp_path / "a")
        assert [] == names(tmp_path)

    @pytest.mark.parametrize("to", ["path", "pieces"])
    def test_a_chunk_that_is_wrong_for_ever(self, sim, ir, tmp_path, to):
        """After a few times it is an error, and no file."""
        sim.fail("corrupt", operation="DownloadFileChunk", times=None, after=1)
        with pytest.raises(errors.UnexpectedReply, match="chunk at 100 of /Public/a.bin: wrong check sum"):
            ir.documents.download(PATH, tmp_path / "a") if to == "path" else list(ir.documents.download(PATH))
        assert ([], []) == (sim.handlers, names(tmp_path))

    def test_an_end_that_comes_too_early(self, sim, ir, tmp_path):
        """A chunk that says to be the last one before the end is not believed."""
        sim.fail("attribute", operation="DownloadFileChunk", times=None, name="lastchunk", value="true")
        with pytest.raises(errors.UnexpectedReply, match="400 bytes too early"):
            ir.documents.download(PATH, tmp_path / "a")
        assert ([], []) == (sim.handlers, names(tmp_path))

    @pytest.mark.parametrize("to", ["path", "pieces"])
    def test_a_check_sum_of_all_that_is_another(self, sim, ir, tmp_path, to):
        """Where all chunks are right and the whole is not, that is an error, before the last bytes are given out."""
        sim.fail("attribute", operation="GetDownloadHandler", times=None, name="CRC32", value="1")
        got = []
        with pytest.raises(errors.UnexpectedReply, match="download it again"):
            if to == "path":
                ir.documents.download(PATH, tmp_path / "a")
            for piece in ir.documents.download(PATH):
                got.append(piece)
        assert len(b"".join(got)) < len(DATA)
        assert ([], []) == (sim.handlers, names(tmp_path))

    @pytest.mark.parametrize("to", ["path", "pieces"])
    def test_a_new_version_changes_nothing(self, sim, ir, tmp_path, to):
        """A version that comes up during a download is not mixed into it: the handler stands for the one before."""
        if to == "path":
            ir.documents.download(PATH, tmp_path / "a", progress=Once(lambda: add_version(sim)))
            arrived = (tmp_path / "a").read_bytes()
        else:
            arrived = b"".join(ir.documents.download(PATH, progress=Once(lambda: add_version(sim))))
        assert DATA == arrived

    @pytest.mark.parametrize("to", ["path", "file", "pipe", "pieces"])
    def test_a_new_version_and_a_new_session(self, sim, ir, tmp_path, to):
        """Where the handler is gone as well, the download begins again, or fails where bytes were given out."""

        def change():
            add_version(sim)
            sim.expire_tickets()

        file, changes = io.BytesIO(), Once(change)
        file.seekable = lambda: to == "file"
        if to == "path":
            ir.documents.download(PATH, tmp_path / "a", progress=changes)
            assert NEW == (tmp_path / "a").read_bytes()
        elif to == "file":
            ir.documents.download(PATH, file, progress=changes)
            assert NEW == file.getvalue()
        else:
            with pytest.raises(errors.UnexpectedReply, match="changed while it was read"):
                if to == "pipe":
                    ir.documents.download(PATH, file, progress=changes)
                list(ir.documents.download(PATH, progress=changes))
        assert [] == sim.handlers

    def test_an_iterator_that_is_left(self, sim, ir):
        """An iterator that is left before its end leaves no handler."""
        for piece in ir.documents.download(PATH):
            assert DATA[: len(piece)] == piece
            break
        assert [] == sim.handlers

    def test_ctrl_c(self, sim, ir, tmp_path):
        """Ctrl-C leaves no handler, no part file, and the file of before as it was."""

        def interrupt():
            raise KeyboardInterrupt

        (tmp_path / "a").write_bytes(b"before")
        with pytest.raises(KeyboardInterrupt):
            ir.documents.download(PATH, tmp_path / "a", progress=Once(interrupt))
        assert (b"before", ["a"], []) == ((tmp_path / "a").read_bytes(), names(tmp_path), sim.handlers)

    @pytest.mark.parametrize("resume", [True, False])
    def test_a_full_disk(self, sim, ir, tmp_path, monkeypatch, resume):
        """A disk that is full is an error that says so; the part file stays only to be gone on with."""
        write, left = os.write, [250]

        def full(descriptor, data):
            left[0] -= len(data)
            if left[0] < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(descriptor, data)

        with monkeypatch.context() as patch:
            patch.setattr(targets.os, "write", full)
            with pytest.raises(OSError, match="No space left"):
                ir.documents.download(PATH, tmp_path / "a", resume=resume)
        assert ([".a.part", ".a.part.json"] if resume else [], []) == (names(tmp_path), sim.handlers)

    def test_two_to_one_file(self, sim, ir, tmp_path):
        """Of two downloads to one file at once, the second is told; the first is complete."""
        told = []

        def second():
            with pytest.raises(BlockingIOError, match="Another download"), client_of(sim) as other:
                other.documents.download(PATH, tmp_path / "a")
            told.append(names(tmp_path))

        ir.documents.download(PATH, tmp_path / "a", progress=Once(second))
        assert [[".a.part"]] == told
        assert (DATA, ["a"]) == ((tmp_path / "a").read_bytes(), names(tmp_path))

    def test_a_beginning_is_gone_on_with(self, sim, ir, tmp_path):
        """With resume, what an earlier download left of the same bytes is not read again."""
        sim.fail("html", operation="DownloadFileChunk", after=2, times=None)
        with pytest.raises(errors.UnexpectedReply):
            ir.documents.download(PATH, tmp_path / "a", resume=True)
        sim.stop_failing()
        assert 200 == (tmp_path / ".a.part").stat().st_size
        assert len(DATA) == json.loads((tmp_path / ".a.part.json").read_text())["size"]
        sim.arrived.clear()
        result = ir.documents.download(PATH, tmp_path / "a", resume=True)
        assert (200, len(DATA), zlib.crc32(DATA)) == (result.resumed, result.size, result.crc)
        assert 3 == calls(sim).count("DownloadFileChunk")
        assert (DATA, ["a"], []) == ((tmp_path / "a").read_bytes(), names(tmp_path), sim.handlers)

    @pytest.mark.parametrize("change", ["version", "damage"])
    def test_a_beginning_of_other_bytes_is_not(self, sim, ir, tmp_path, change):
        """A beginning of another version, or one that was damaged, is thrown away."""
        sim.fail("html", operation="DownloadFileChunk", after=2, times=None)
        with pytest.raises(errors.UnexpectedReply):
            ir.documents.download(PATH, tmp_path / "a", resume=True)
        sim.stop_failing()
        if change == "version":
            add_version(sim)
        else:
            (tmp_path / ".a.part").write_bytes(b"?" * 200)
        assert 0 == ir.documents.download(PATH, tmp_path / "a", resume=True).resumed
        assert (NEW if change == "version" else DATA, ["a"]) == ((tmp_path / "a").read_bytes(), names(tmp_path))


class TestAsync:
    """The same, awaited."""

    @pytest.mark.parametrize("small", [0, 262_144])
    def test_all_of_it(self, sim, ir, tmp_path, small):
        """With a file it is awaited, and without one iterated over with `async for`."""

        async def main():
            async with AsyncClient(f"{PLACE}srv.asmx", username="admin", password="admin", wsdl="bundled") as air:
                air.wiring.transport.mount(PLACE, sim.adapter())
                result = await air.documents.download(PATH, tmp_path / "a")
                pieces = [piece async for piece in air.documents.download(PATH)]
                async for _ in air.documents.download(PATH):
                    break
                with pytest.raises(errors.ArgumentError):
                    air.documents.download(PATH, resume=True)
                return result, pieces

        with mock.patch.object(download, "SMALL", small):
            result, pieces = asyncio.run(main())
        assert (DATA, DATA, len(DATA)) == ((tmp_path / "a").read_bytes(), b"".join(pieces), result.size)
        assert [] == sim.handlers


@pytest.mark.parametrize("small", [0, 262_144])
def test_a_download_that_is_cancelled(sim, ir, tmp_path, small):
    """The same file can be downloaded at once after a download was cancelled; a closed client leaves no part file."""

    async def main():
        begun = asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow(done, total):
            loop.call_soon_threadsafe(begun.set)
            time.sleep(0.05)

        async with AsyncClient(f"{PLACE}srv.asmx", username="admin", password="admin", wsdl="bundled") as air:
            air.wiring.transport.mount(PLACE, sim.adapter())
            for again in (air.documents.download(PATH, tmp_path / "a"), None):
                begun.clear()
                task = asyncio.create_task(air.documents.download(PATH, tmp_path / "b", progress=slow))
                await begun.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                if again is not None:
                    await again
                    await air.documents.download(PATH, tmp_path / "b")
                    (tmp_path / "b").unlink()

    with mock.patch.object(download, "SMALL", small):
        asyncio.run(main())
    assert [] == sim.handlers
    assert {"a"} <= set(names(tmp_path)) <= {"a", "b"}  # one that was complete already gets its name
    assert {DATA} == {each.read_bytes() for each in tmp_path.iterdir()}


def test_renditions(sim, ir, tmp_path):
    """A rendition is had as UTF-8; one that the server has not made is an error, and no empty file."""
    with client_of(sim) as other:
        other.service.SetDocumentTextOnlyContent(Path=PATH, ContentText=TEXT)
    ir.documents.download(PATH, tmp_path / "text", rendition="Text")
    assert TEXT == (tmp_path / "text").read_text("utf-8")
    assert [(tmp_path / "text").read_bytes()] == list(ir.documents.download(PATH, rendition="Text"))
    with pytest.raises(errors.NotFound, match="has not produced the Markdown"):
        ir.documents.download(PATH, tmp_path / "a", rendition="Markdown")
    with pytest.raises(errors.ArgumentError, match="rendition must be one of"):
        ir.documents.download(PATH, tmp_path / "a", rendition="Word")
    assert ["text"] == names(tmp_path)


def test_more_than_can_be_addressed(sim, ir, tmp_path):
    """What is beyond the last offset goes by the single call, streamed into the file and checked."""
    told = []
    with mock.patch.object(download, "SMALL", 0), mock.patch.object(download, "_FARTHEST", 100):
        sim.fail("corrupt", operation="DownloadDocument")
        ir.documents.download(PATH, tmp_path / "a", progress=lambda *each: told.append(each))
        sim.fail("corrupt", operation="DownloadDocument", times=3)
        with pytest.raises(errors.UnexpectedReply, match="download it again"):
            ir.documents.download(PATH, tmp_path / "b")
        pieces = b"".join(ir.documents.download(PATH))
    assert (DATA, DATA) == ((tmp_path / "a").read_bytes(), pieces)
    assert "DownloadFileChunk" not in calls(sim)
    assert ((len(DATA), len(DATA)), ["a"]) == (told[-1], names(tmp_path))


def test_a_real_socket(sim, tmp_path):
    """A real socket does as well."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        ir.documents.upload(DATA, PATH)
        ir.documents.download(PATH, tmp_path / "a")
    assert DATA == (tmp_path / "a").read_bytes()


def test_a_process_that_is_killed(sim, tmp_path):
    """A process that is killed leaves the file of before as it was, and what it had is gone on with."""
    program = """
import os, signal, sys
from soapclient import Client
from soapclient.inforouter.transfer import download

def kill(done, total):
    if done >= 200:
        os.kill(os.getpid(), signal.SIGKILL)

download.SMALL = 0
with Client(sys.argv[1], username="admin", password="admin", wsdl="bundled") as ir:
    ir.documents.download(sys.argv[2], sys.argv[3], resume=True, progress=kill)
"""
    (tmp_path / "a").write_bytes(b"before")
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        ir.documents.upload(DATA, PATH)
        words = [sys.executable, "-c", program, server.url, PATH, str(tmp_path / "a")]
        assert -signal.SIGKILL == subprocess.run(words, check=False).returncode
        assert b"before" == (tmp_path / "a").read_bytes()
        with mock.patch.object(download, "SMALL", 0):
            assert 200 == ir.documents.download(PATH, tmp_path / "a", resume=True).resumed
    assert (DATA, ["a"]) == ((tmp_path / "a").read_bytes(), names(tmp_path))
