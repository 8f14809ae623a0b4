"""Uploads of whole documents: what is stored, what is refused, and what is left when something goes wrong."""

from __future__ import annotations

import asyncio
import io
import os
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from in_process import PLACE, client_of
from servers import either

from soapclient import AsyncClient, Client, errors
from soapclient.inforouter.transfer import upload_job as upload
from soapclient.inforouter.transfer.storing import Storing
from soapclient.simulator import Simulator
from soapclient.simulator.content.documents import find
from soapclient.simulator.content.versions import add_version, versions_of

CHUNK = 100
DATA = bytes(range(250)) * 2
PATH = "/Public/a.bin"
NEW = "UploadNewDocumentWidthHandler"


@pytest.fixture
def sim():
    """A simulator whose chunks are small."""
    with Simulator(chunk_size=CHUNK) as simulator:
        yield simulator


@pytest.fixture
def ir(sim):
    """An administrator's client of it."""
    with client_of(sim) as client:
        yield client


@pytest.fixture
def jdoe(sim):
    """Another user's client of it."""
    with client_of(sim, "jdoe", "secret") as client:
        yield client


@pytest.fixture
def by_chunks(monkeypatch):
    """Small documents go by chunks, too."""
    monkeypatch.setattr(upload, "SMALL", 0)


def stored(sim, path=PATH):
    """Return the bytes and the comment of every version of a document."""
    document = find(sim._world.users, path)
    found = [] if document is None else versions_of(sim._world.users, document)
    content = sim._world.blobs.content
    return [(b"".join(content(each.blob, each.size, each.crc).pieces()), each.comment) for each in found]


def calls(sim):
    """Return the operations that arrived, in order."""
    return [each.operation for each in sim.arrived]


class Once:
    """Does something when the first bytes were sent."""

    def __init__(self, do):
        self.do = do
        self.told = []

    def __call__(self, done, total):
        self.told.append((done, total))
        if len(self.told) == 1:
            self.do()


class TestNew:
    """A document that is not there."""

    @pytest.mark.parametrize("over", ["refuse", "version"])
    @pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK])
    def test_it_is_stored_whole(self, sim, ir, size, over):
        """The document has the bytes, and the result tells where, as which version and with which check sum."""
        result = ir.documents.upload(DATA[:size], PATH, over=over, comment='a < b & "c"\n')
        document = sim.document(PATH)
        assert [(DATA[:size], 'a < b & "c"\n')] == stored(sim)
        assert (PATH, PATH, False, True) == (result.path, result.asked, result.renamed, result.created)
        assert (size, zlib.crc32(DATA[:size])) == (result.size, result.crc)
        assert (document["document_id"], document["version"]) == (result.document_id, result.version.stored)
        assert "none" == result.checkout
        assert [] == sim.handlers

    def test_no_name_that_is_taken_meanwhile_becomes_a_version(self, sim, ir, jdoe):
        """Where the name is taken while the bytes are sent, that is refused and no version is added."""
        taken = Once(lambda: jdoe.documents.upload(b"first", PATH))
        with pytest.raises(errors.AlreadyExists, match="created during"):
            ir.documents.upload(DATA, PATH, progress=taken)
        assert [(b"first", "")] == stored(sim)
        assert [] == sim.handlers

    @pytest.mark.parametrize("data", [b"y" * 500, b"other"])
    @pytest.mark.usefixtures("by_chunks")
    def test_a_version_that_comes_after_it_is_not_taken_for_it(self, sim, ir, jdoe, data):
        """Where another version is there before the upload is read back, the result tells its own, not the latest."""

        real = Storing.check

        def late(*args, **options):
            with mock.patch.object(Storing, "check", real):
                jdoe.documents.upload(data, PATH, over="version")
            return real(*args, **options)

        with mock.patch.object(Storing, "check", late):
            result = ir.documents.upload(DATA, PATH)
        assert (1_000_000, True) == (result.version.stored, result.created)
        assert [DATA, data] == [each for each, _ in stored(sim)]

    @pytest.mark.parametrize("small", [0, 262_144])
    def test_a_document_that_comes_up_meanwhile_is_not_said_to_be_new(self, sim, ir, jdoe, monkeypatch, small):
        """With over="version" a version is added to it, and the result says that."""
        monkeypatch.setattr(upload, "SMALL", small)
        real = upload.UploadJob._store

        def late(job):
            with mock.patch.object(upload.UploadJob, "_store", real):
                jdoe.documents.upload(b"first", PATH)
            return real(job)

        with mock.patch.object(upload.UploadJob, "_store", late):
            found = outcome(ir, DATA, "version")
        if isinstance(found, errors.ServiceError):  # servers of today add no version without a checkout
            assert either(False, True)
            return
        assert (False, 2_000_000) == (found.created, found.version.stored)

    def test_progress_is_told_in_bytes(self, ir):
        """The number of bytes that were sent is told after each chunk, with how many there are."""
        told = []
        ir.documents.upload(DATA[:250], PATH, progress=lambda *each: told.append(each))
        ir.documents.upload(iter([DATA[:250]]), "/Public/b", progress=lambda *each: told.append(each))
        assert [(100, 250), (200, 250), (250, 250), (100, None), (200, None), (250, None)] == told

    def test_names_that_the_server_changes_are_told(self, sim, ir):
        """The result has the name that the server gave the document, and says whether it is another."""
        result = ir.documents.upload(DATA, "/Public/a&b#c%+.txt ")
        name = either("a&b#c%+.txt ", "a_b_c__.txt")
        assert (f"/Public/{name}", either(False, True)) == (result.path, result.renamed)
        assert [(DATA, "")] == stored(sim, result.path)

    def test_a_name_of_400_characters(self, sim, ir):
        """A name that the server shortens is told as it is stored."""
        result = ir.documents.upload(DATA, f"/Public/{'n' * 400}.txt")
        assert either(404, 128) == len(result.path.rpartition("/")[2])
        assert [(DATA, "")] == stored(sim, result.path)

    def test_the_name_that_the_server_would_give_is_not_overwritten(self, sim, ir):
        """A document that has the name which the server would make of the one that is asked for is not touched."""
        ir.documents.upload(b"other", "/Public/a_b.txt")
        with pytest.raises(errors.AlreadyExists, match="a_b.txt.* exists already"):
            ir.documents.upload(DATA, "/Public/a&b.txt", over="version")
        assert [(b"other", "")] == stored(sim, "/Public/a_b.txt")

    @pytest.mark.parametrize("size", [10, 2**20 + 1])
    def test_a_missing_folder_is_told(self, sim, ir, size):
        """A folder that is not there is an error that says how to have it made; large bytes are not sent before."""
        with pytest.raises(
            errors.FolderNotFound, match=r"the folder /Public/none does not exist; pass make_folders=True"
        ):
            ir.documents.upload(bytes(size), "/Public/none/a")
        assert (size == 10) is ("UploadFileChunk" in calls(sim))
        assert [] == sim.handlers

    @pytest.mark.parametrize("size", [10, 5 * CHUNK])
    def test_missing_folders_are_made(self, sim, ir, size):
        """Folders of the path that do not exist are made on request, and those that do are let be."""
        for name in ("a", "b"):
            result = ir.documents.upload(DATA[:size], f"/Public/2026/Q1/{name}", make_folders=True)
            assert f"/Public/2026/Q1/{name}" == result.path
        assert 1 == calls(sim).count("CreateFolder")
        assert "/Public/2026" == sim.folder("/Public/2026/Q1")["parent"]

    def test_folders_that_the_server_names_otherwise(self, sim, ir):
        """A document is in the folder that the server made, whatever it calls that, or the upload is refused."""
        result = ir.documents.upload(DATA, "/Public/50%/a", make_folders=True)
        assert either("/Public/50%/a", "/Public/50_/a") == result.path
        assert [(DATA, "")] == stored(sim, result.path)
        if either(False, True):
            with pytest.raises(errors.UnexpectedReply, match="created other folders"):
                ir.documents.upload(DATA, "/Public/60%/inner/a", make_folders=True)

    def test_a_lost_reply_to_a_new_folder(self, sim, ir):
        """Where the reply to the making of a folder is lost, it is looked for."""
        sim.fail("drop", operation="CreateFolder", applied=True)
        assert "/Public/new/a" == ir.documents.upload(DATA, "/Public/new/a", make_folders=True).path

    def test_a_library_is_not_made(self, sim, ir):
        """A library is no folder: that it is not there is an error of the service."""
        with pytest.raises(errors.ServiceError):
            ir.documents.upload(DATA, "/Nowhere/a", make_folders=True)
        assert [] == sim.handlers

    @pytest.mark.parametrize(
        ("path", "error", "told"),
        [
            ("/Finance/Reports", errors.Conflict, "is a folder"),
            ("/Public/", errors.ArgumentError, "is a folder"),
            ("a.txt", errors.ArgumentError, "needs a library"),
            ("/Public/a\ud800", errors.ArgumentError, "surrogate"),
            ("/Public/..", errors.ArgumentError, "another folder"),
            ("", errors.ArgumentError, "empty"),
        ],
    )
    def test_paths_that_cannot_be_are_refused(self, sim, ir, path, error, told):
        """The path of a folder, and one that cannot be that of a document, is refused with nothing sent."""
        with pytest.raises(error, match=told):
            ir.documents.upload(DATA, path)
        assert not {"CreateUploadHandler", "UploadDocument1"} & {*calls(sim)}

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"over": "write"}, "over must be 'refuse' or 'version'"),
            ({"chunk_size": 0}, "chunk_size"),
            ({"comment": "\x00"}, "comment"),
        ],
    )
    def test_options_that_cannot_be_are_refused(self, sim, ir, options, told):
        """What cannot be is refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match=told):
            ir.documents.upload(DATA, PATH, **options)
        assert [] == calls(sim)

    def test_the_chunk_size_of_the_server_is_used(self, ir, sim):
        """What is preferred is asked for, and what is granted is used."""
        ir.documents.upload(DATA, PATH, chunk_size=300_000)
        arrived = [each for each in sim.arrived if each.operation in ("CreateUploadHandler", "UploadFileChunk")]
        assert 300_000 == arrived[0].arguments["PreferedChunkSize"]
        assert [100] * 5 == [len(each.arguments["FileChunk"]) for each in arrived[1:]]
        assert [False] * 4 + [True] == [each.arguments["LastChunk"] for each in arrived[1:]]

    def test_an_older_contract_can_do_it_too(self, sim):
        """Where the contract cannot add new documents only, the name is looked for and the outcome checked."""
        with client_of(sim) as ir:
            contract = type(ir.contract).load("bundled-2019")
            ir.wiring.loader._contract = contract
            assert ir.documents.upload(DATA, PATH).created
            with pytest.raises(errors.AlreadyExists):
                ir.documents.upload(DATA, PATH)
            assert "released" == ir.documents.upload(b"2", PATH, over="version").checkout
        assert [DATA, b"2"] == [each for each, _ in stored(sim)]

    def test_form_post_refuses_it(self, sim):
        """Forms cannot carry bytes: that is said, and nothing is left."""
        with client_of(sim, transport="http-post") as ir:
            with pytest.raises(errors.UnknownOperation, match="transport='soap'"):
                ir.documents.upload(DATA, PATH)
            with pytest.raises(errors.UnknownOperation, match="transport='soap'"):
                ir.documents.upload(DATA, "/Public/Welcome.html", over="version")
        assert [] == sim.handlers
        assert 0 == sim.document("/Public/Welcome.html")["checked_out_by_id"]


class TestVersion:
    """A document that is there."""

    @pytest.fixture(autouse=True)
    def _there(self, ir):
        ir.documents.upload(b"first", PATH)

    def test_it_is_refused_unless_asked_for(self, sim, ir):
        """By default a document that is there stays as it is, and no bytes are sent."""
        sim.arrived.clear()
        with pytest.raises(errors.AlreadyExists, match="pass over='version'"):
            ir.documents.upload(DATA, PATH)
        assert ["GetDocument"] == calls(sim)

    @pytest.mark.parametrize("size", [0, 1, 5 * CHUNK])
    @pytest.mark.parametrize("by_number", [False, True])
    def test_a_version_is_added_and_nothing_stays_locked(self, sim, ir, size, by_number):
        """The bytes are the next version, and the document is free afterwards."""
        path = sim.document(PATH)["document_id"] if by_number else PATH
        result = ir.documents.upload(DATA[:size], path, over="version", comment="two")
        document = sim.document(PATH)
        assert [(b"first", ""), (DATA[:size], "two")] == stored(sim)
        assert (False, "released", document["version"]) == (result.created, result.checkout, result.version.stored)
        assert 0 == document["checked_out_by_id"]
        assert "UnLock" in result.operations

    @pytest.mark.usefixtures("by_chunks")
    def test_somebody_elses_checkout_is_let_be(self, sim, ir, jdoe):
        """Who has the document is told, and keeps it; nothing is sent."""
        jdoe.service.Lock(Path=PATH)
        sim.arrived.clear()
        with pytest.raises(errors.Conflict, match=r"checked out by .*oe.*; nothing was uploaded"):
            ir.documents.upload(DATA, PATH, over="version")
        assert not {"Lock", "UnLock", "UploadFileChunk"} & {*calls(sim)}
        assert sim.user("jdoe")["user_id"] == sim.document(PATH)["checked_out_by_id"]

    def test_a_checkout_that_comes_first_is_let_be(self, sim, ir, jdoe):
        """Where another is faster with the checkout, that is told and let be."""
        read, lock = ir.documents._get, iter([lambda: jdoe.service.Lock(Path=PATH)])

        def late(path):
            found = yield from read(path)
            next(lock, lambda: None)()
            return found

        with mock.patch.object(ir.documents, "_get", late), pytest.raises(errors.Conflict, match="checked out by"):
            ir.documents.upload(DATA, PATH, over="version")
        assert [(b"first", "")] == stored(sim)
        assert sim.user("jdoe")["user_id"] == sim.document(PATH)["checked_out_by_id"]

    @pytest.mark.parametrize("checks_in", [False, True])
    @pytest.mark.parametrize("size", [5, 5 * CHUNK])
    def test_an_own_checkout_is_let_be(self, size, checks_in):
        """A checkout of the caller's is neither taken nor given back; where the server ends it, that is told."""
        with Simulator(chunk_size=CHUNK, upload_checks_in=checks_in) as sim, client_of(sim) as ir:
            ir.documents.upload(b"first", PATH)
            ir.service.Lock(Path=PATH)
            sim.arrived.clear()
            result = ir.documents.upload(DATA[:size], PATH, over="version")
            assert ("ended" if checks_in else "kept") == result.checkout
            assert (not checks_in) == bool(sim.document(PATH)["checked_out_by_id"])
            assert not {"Lock", "UnLock"} & {*calls(sim)}
            assert [b"first", DATA[:size]] == [each for each, _ in stored(sim)]

    @pytest.mark.usefixtures("by_chunks")
    def test_a_checkout_that_ends_meanwhile_is_told(self, sim, ir):
        """Where the checkout of the upload is gone when it is to be stored, nothing is sent again."""
        with client_of(sim) as other:
            data = io.BytesIO(DATA)
            undo = Once(lambda: other.service.UnLock(Path=PATH, force=False))
            if either(False, True):
                with pytest.raises(errors.Conflict, match="no longer checked out by you"):
                    ir.documents.upload(data, PATH, over="version", progress=undo)
                assert [(b"first", "")] == stored(sim)
            else:
                ir.documents.upload(data, PATH, over="version", progress=undo)  # these servers need none
        assert 1 == calls(sim).count("CreateUploadHandler") - 1
        assert (0, []) == (sim.document(PATH)["checked_out_by_id"], sim.handlers)

    def test_a_document_that_stays_locked_is_told(self):
        """Where it cannot be checked in, the error says that, and that the version is stored."""
        with Simulator(chunk_size=CHUNK, upload_checks_in=False) as other, client_of(other) as client:
            client.documents.upload(b"first", PATH)
            other.fail("error", operation="UnLock", times=None, text="Access denied", number="4030")
            with pytest.raises(errors.Conflict, match=r"was uploaded, but .* may still be checked out"):
                client.documents.upload(DATA, PATH, over="version")
            assert [b"first", DATA] == [each for each, _ in stored(other)]

    @pytest.mark.classic("servers of today take no version of a document that the caller has not checked out")
    @pytest.mark.parametrize("other", [DATA[::-1], b"other"])
    def test_a_version_that_comes_right_after_is_not_taken_for_it(self, sim, ir, other):
        """Where somebody adds another version at once, the result tells the number of the right one."""
        with client_of(sim) as second:

            def late(call, target, staged, **how):
                version = add_version(call, target, staged, **how)
                if how["options"].comment == "mine":
                    second.service.UploadDocument(Path=PATH, FileContent=other)
                return version

            with mock.patch("soapclient.simulator.transfer.uploading.add_version", late):
                result = ir.documents.upload(iter([DATA]), PATH, over="version", comment="mine")
        assert [b"first", DATA, other] == [each for each, _ in stored(sim)]
        assert "2.0.0" == str(result.version)

    def test_a_refused_upload_leaves_it_free(self, sim, ir):
        """Where the server refuses the bytes, the document is free afterwards, and has no new version."""
        sim.fail("full disk", operation="UploadFileChunk")
        with pytest.raises(errors.ServerFault):
            ir.documents.upload(iter([DATA]), PATH, over="version")
        assert [(b"first", "")] == stored(sim)
        assert (0, []) == (sim.document(PATH)["checked_out_by_id"], sim.handlers)

    @pytest.mark.parametrize("applied", [False, True])
    def test_a_lost_reply_to_the_checkout(self, sim, ir, applied):
        """Where the reply to Lock is lost, who has the document is read; nothing stays locked."""
        sim.fail("drop", operation="Lock", applied=applied)
        if applied:
            assert "released" == ir.documents.upload(DATA, PATH, over="version").checkout
        else:
            with pytest.raises(errors.ConnectError):
                ir.documents.upload(DATA, PATH, over="version")
        assert 0 == sim.document(PATH)["checked_out_by_id"]
        assert 1 + applied == len(stored(sim))

    @pytest.mark.parametrize("small", [0, 262_144])
    def test_a_kept_checkout_that_cannot_be_read_is_told_with_the_upload(self, sim, ir, monkeypatch, small):
        """An upload that is stored is not told as a failure of reading alone, after which nothing seems to be done."""
        monkeypatch.setattr(upload, "SMALL", small)
        ir.service.Lock(Path=PATH)
        sim.fail("drop", operation="GetDocument", after=2, times=None)
        with pytest.raises(errors.ConnectError, match="the version was uploaded, but the checkout of") as caught:
            ir.documents.upload(DATA, PATH, over="version")
        assert (True, True) == (caught.value.maybe_applied, bool(caught.value.done))
        assert [b"first", DATA] == [each for each, _ in stored(sim)]

    def test_a_checkout_that_arrives_twice_is_told(self, sim, ir):
        """It may be that of another program of the caller's, so it is left; the error says so, and what to do."""
        sim.fail("twice", operation="Lock")
        with pytest.raises(errors.ServiceError, match=r"free just before, is checked out by you; .*release\(\)"):
            ir.documents.upload(DATA, PATH, over="version")
        assert [b"first"] == [each for each, _ in stored(sim)]

    def test_a_small_request_that_arrives_twice(self):
        """Where the server checks in what it stores, the second one is refused: the first is found."""
        with Simulator(generation="current") as sim, client_of(sim) as ir:
            ir.documents.upload(b"first", PATH)
            sim.fail("twice", operation="UploadDocument1")
            assert 1_000_001 == ir.documents.upload(DATA, PATH, over="version").version.stored
            assert [b"first", DATA] == [each for each, _ in stored(sim)]
            assert 0 == sim.document(PATH)["checked_out_by_id"]

    def test_an_error_tells_what_stays_locked(self, sim, ir):
        """Where an upload fails and the document cannot be checked in, the error says both."""
        sim.fail("full disk", operation="UploadFileChunk", times=None)
        sim.fail("drop", operation="UnLock", times=None)
        with pytest.raises(errors.ServerFault, match=r"may still be checked out; release it"):
            ir.documents.upload(iter([DATA]), PATH, over="version")

    def test_a_checkin_is_asked_for_again(self, sim, ir):
        """Where neither the reply to UnLock nor the document can be read, both are asked for once more."""
        sim.fail("drop", operation="UnLock")
        sim.fail("drop", operation="GetDocument", after=2)
        assert "released" == ir.documents.upload(DATA, PATH, over="version").checkout
        assert 0 == sim.document(PATH)["checked_out_by_id"]

    def test_a_checkout_that_was_never_sent_is_not_given_back(self, sim, ir):
        """Where the checkout could not be sent, one that another program of the caller took meanwhile is let be."""

        def late(flows, name, /, **arguments):
            if name != "Lock":
                return real(flows, name, **arguments)
            with client_of(sim) as again:
                again.service.Lock(Path=PATH)
            raise errors.ConnectError("nobody answers", maybe_applied=False)

        flows = type(ir.documents)
        real = flows._call
        with mock.patch.object(flows, "_call", late), pytest.raises(errors.ConnectError):
            ir.documents.upload(DATA, PATH, over="version")
        assert 0 != sim.document(PATH)["checked_out_by_id"]

    def test_a_lost_checkout_that_another_has(self, sim, ir, jdoe):
        """Where the request is lost and another has the document now, that is told and let be."""
        sim.fail("drop", operation="Lock")
        read, lock = ir.documents._get, iter([lambda: None, lambda: jdoe.service.Lock(Path=PATH)])

        def late(path):
            next(lock, lambda: None)()
            return (yield from read(path))

        with mock.patch.object(ir.documents, "_get", late), pytest.raises(errors.Conflict, match="checked out by"):
            ir.documents.upload(DATA, PATH, over="version")
        assert sim.user("jdoe")["user_id"] == sim.document(PATH)["checked_out_by_id"]

    def test_two_at_once(self, sim, ir, jdoe):
        """Of two programs that add a version at once, one is told who is faster, and nothing is mixed."""
        told = []

        def second():
            with pytest.raises(errors.Conflict) as caught:
                jdoe.documents.upload(b"other", PATH, over="version")
            told.append(str(caught.value))

        ir.documents.upload(iter([DATA]), PATH, over="version", progress=Once(second))
        assert ["checked out by" in each for each in told] == [True]
        assert [b"first", DATA] == [each for each, _ in stored(sim)]
        assert 0 == sim.document(PATH)["checked_out_by_id"]


@pytest.mark.usefixtures("by_chunks")
class TestTrouble:
    """What goes wrong on the way."""

    @pytest.mark.parametrize("success", [True, False])
    def test_a_chunk_that_is_to_be_sent_again_is(self, sim, ir, success):
        """`tryagain` is honoured, be it in a success or in a failure: the chunk is sent again, and only that one."""
        sim.fail("tryagain", operation="UploadFileChunk", times=2, after=1, success=success)
        ir.documents.upload(DATA, PATH)
        assert (7, 1) == (calls(sim).count("UploadFileChunk"), calls(sim).count("CreateUploadHandler"))
        assert [(DATA, "")] == stored(sim)

    @pytest.mark.parametrize("success", [True, False])
    def test_a_chunk_that_is_refused_for_ever(self, sim, ir, success):
        """A chunk that is refused again and again ends the upload with an error that says which one."""
        sim.fail("tryagain", operation="UploadFileChunk", times=None, after=1, success=success)
        with pytest.raises(errors.UnexpectedReply, match=r"refused chunk 2 .* 5 times; nothing is stored"):
            ir.documents.upload(DATA, PATH)
        assert ([], []) == (stored(sim), sim.handlers)

    @pytest.mark.parametrize("applied", [True, False])
    @pytest.mark.parametrize("after", [0, 2, 4])
    def test_a_lost_reply_to_a_chunk_is_never_repeated(self, sim, ir, after, applied):
        """All is sent again to a new handler: the chunk may be stored, and a second one would be appended."""
        sim.fail("reset", operation="UploadFileChunk", after=after, applied=applied)
        ir.documents.upload(DATA, PATH)
        assert (2, after + 1 + 5) == (calls(sim).count("CreateUploadHandler"), calls(sim).count("UploadFileChunk"))
        assert ([(DATA, "")], []) == (stored(sim), sim.handlers)

    def test_what_comes_once_is_not_sent_again(self, sim, ir):
        """An iterator cannot be sent again, so a lost reply is an error that says that nothing is stored."""
        sim.fail("drop", operation="UploadFileChunk", applied=True)
        with pytest.raises(errors.ConnectError, match=r"it cannot be sent again; nothing is stored") as caught:
            ir.documents.upload(iter([DATA]), PATH)
        assert not caught.value.maybe_applied
        assert ([], []) == (stored(sim), sim.handlers)

    def test_a_server_that_loses_every_reply(self, sim, ir):
        """After a few beginnings it is given up, with an error that says that nothing is stored."""
        sim.fail("drop", operation="UploadFileChunk", times=None, applied=True)
        with pytest.raises(errors.ConnectError, match=r"sent from the start 3 times; nothing is stored"):
            ir.documents.upload(DATA, PATH)
        assert ([], []) == (stored(sim), sim.handlers)

    @pytest.mark.parametrize("operation", ["UploadFileChunk", "UploadNewDocumentWidthHandler"])
    def test_a_session_that_ends_meanwhile(self, sim, ir, operation):
        """A handler ends with its session: all is sent again in a new one, and stored once."""
        sim.fail("expire", operation=operation)
        ir.documents.upload(DATA, PATH)
        assert 2 == calls(sim).count("CreateUploadHandler")
        assert ([(DATA, "")], []) == (stored(sim), sim.handlers)

    def test_bytes_that_arrive_twice_are_noticed(self, sim, ir):
        """A chunk that something on the way sends twice is noticed by the check sum of all, before it is stored."""
        sim.fail("twice", operation="UploadFileChunk", after=1)
        ir.documents.upload(DATA, PATH)
        assert 2 == calls(sim).count("CreateUploadHandler")
        assert ([(DATA, "")], []) == (stored(sim), sim.handlers)

    def test_other_bytes_are_never_stored(self, sim, ir):
        """Where the server says another check sum of all bytes each time, nothing is stored."""
        sim.fail("attribute", operation="UploadFileChunk", times=None, name="filehexcrc", value="deadbeef")
        with pytest.raises(errors.UnexpectedReply, match=r"check sum is DEADBEEF, .*nothing is stored"):
            ir.documents.upload(DATA, PATH)
        assert ([], []) == (stored(sim), sim.handlers)

    def test_a_server_that_tells_no_check_sum_is_asked_afterwards(self, sim, ir):
        """Where it is not told before, the check sum of what is stored is compared."""
        sim.fail("attribute", operation="UploadFileChunk", times=None, name="filehexcrc", value=None)
        assert "DocumentExists" in ir.documents.upload(DATA, PATH).operations

    @pytest.mark.parametrize("data", [DATA, b""], ids=["some", "none"])
    def test_a_server_that_stores_other_bytes(self, ir, data):
        """What is stored is read back: other bytes are an error that says that there is something."""

        def other(call, target, staged, **how):
            staged.write(b"!")
            return add_version(call, target, staged, **how)

        with mock.patch("soapclient.simulator.transfer.uploading.add_version", other):
            with pytest.raises(errors.UnexpectedReply, match=f"does not hold the {len(data)} bytes") as caught:
                ir.documents.upload(data, PATH)
        assert caught.value.maybe_applied

    @pytest.mark.parametrize("applied", [True, False])
    @pytest.mark.parametrize("there", [True, False])
    @pytest.mark.parametrize("small", [0, 262_144])
    def test_a_lost_reply_to_the_last_call(self, sim, ir, there, applied, small):
        """What became of it is found out by reading; nothing is uploaded twice."""
        operation = "UploadNewDocumentWidthHandler"
        if there:
            ir.documents.upload(b"first", PATH)
            operation = "UploadDocument1" if small else "UploadDocumentWithHandler1"
        sim.fail("reset", operation=operation, applied=applied)
        with mock.patch.object(upload, "SMALL", small):
            if applied:
                assert len(DATA) == ir.documents.upload(DATA, PATH, over="version" if there else "refuse").size
            else:
                with pytest.raises(
                    errors.ConnectError, match="does not have these bytes, but .* still be working"
                ) as caught:
                    ir.documents.upload(DATA, PATH, over="version" if there else "refuse")
                assert caught.value.maybe_applied
        assert [b"first"] * there + [DATA] * applied == [each for each, _ in stored(sim)]
        assert [] == sim.handlers

    @staticmethod
    def unreachable(ir, operation, times):
        """Let calls of an operation not get through, so that they are surely not made."""
        real, left = ir.documents._call, [times]

        def call(name, into=None, /, **arguments):
            if name == operation and left[0]:
                left[0] -= 1
                yield from ()
                raise errors.ConnectError("no connection", operation=name)
            return (yield from real(name, into, **arguments))

        return mock.patch.object(ir.documents, "_call", call)

    def test_a_chunk_that_does_not_get_through_is_sent_again(self, sim, ir):
        """What was surely not sent can be sent again to the same handler, also of what comes once."""
        with self.unreachable(ir, "UploadFileChunk", 2):
            ir.documents.upload(iter([DATA]), PATH)
        assert ([(DATA, "")], 1) == (stored(sim), calls(sim).count("CreateUploadHandler"))

    @pytest.mark.parametrize(
        ("operation", "small", "over"),
        [
            ("UploadFileChunk", 0, "refuse"),
            (NEW, 0, "refuse"),
            ("CreateFolder", 0, "refuse"),
            ("UploadDocument1", 262_144, "version"),
        ],
    )
    def test_a_server_that_is_gone(self, sim, ir, operation, small, over):
        """A server that cannot be reached any more is an error that says that nothing was changed."""
        with self.unreachable(ir, operation, 99), mock.patch.object(upload, "SMALL", small):
            with pytest.raises(errors.ConnectError) as caught:
                ir.documents.upload(DATA, "/Public/new/a", over=over, make_folders=True)
        assert not caught.value.maybe_applied
        assert ([], []) == (stored(sim, "/Public/new/a"), sim.handlers)

    def test_a_fault(self, sim, ir):
        """A fault is the error, and nothing is sent again."""
        sim.fail("fault", operation="UploadFileChunk", text="System.Exception: boom")
        with pytest.raises(errors.ServerFault, match="boom"):
            ir.documents.upload(DATA, PATH)
        assert ([], [], 1) == (stored(sim), sim.handlers, calls(sim).count("CreateUploadHandler"))

    def test_an_older_contract_and_a_name_that_is_taken_meanwhile(self, sim, ir, jdoe):
        """Without an operation for new documents only, what became a version is told; newer servers refuse it."""
        ir.wiring.loader._contract = type(ir.contract).load("bundled-2019")
        ask, first = ir.documents._ask, iter([lambda: jdoe.documents.upload(b"first", PATH)])

        def late(name, **arguments):
            found = yield from ask(name, **arguments)
            next(first, lambda: None)()
            return found

        told = []
        with mock.patch.object(ir.documents, "_ask", late), mock.patch.object(upload, "SMALL", 262_144):
            with pytest.raises(
                either(errors.UnexpectedReply, errors.Conflict), match=either("created meanwhile", "4000")
            ):
                ir.documents.upload(DATA, PATH, progress=lambda *each: told.append(each))
        assert either([b"first", DATA], [b"first"]) == [each for each, _ in stored(sim)]
        assert either([(500, 500)], []) == told

    def test_a_lost_reply_of_a_server_that_is_slow(self, sim):
        """After a timeout the server may still be working: what is not there yet is not said to be lost."""

        def not_yet(storing, size, crc):
            yield from ()

        sim.fail("delay", operation=NEW, seconds=60)
        with client_of(sim, timeout=(10, 0.3)) as ir, mock.patch.object(Storing, "find", not_yet):
            with pytest.raises(errors.RequestTimeout, match="may still be working") as caught:
                ir.documents.upload(DATA, PATH)
        assert caught.value.maybe_applied

    @pytest.mark.parametrize(("status", "unknown"), [(200, False), (500, False), (502, True), (504, True)])
    def test_who_answered_instead(self, sim, ir, status, unknown):
        """A server that answered is done with it, whatever it answered; one behind a proxy that gave up may not be."""
        page = {"status": status, "headers": {"Content-Type": "text/html"}, "body": b"<html>Time-out</html>"}
        sim.fail("reply", operation=NEW, **page)
        with pytest.raises(errors.TransportError, match="does not have these bytes") as caught:
            ir.documents.upload(DATA, PATH)
        assert unknown is caught.value.maybe_applied is ("still be working" in str(caught.value))

    def test_a_lost_reply_and_another_name(self, sim, ir):
        """It is looked for under the name that the server would give, too."""
        sim.fail("drop", operation="UploadNewDocumentWidthHandler", applied=True)
        result = ir.documents.upload(DATA, "/Public/a&b")
        assert either("/Public/a&b", "/Public/a_b") == result.path

    def test_a_server_that_tells_no_handler(self, sim, ir):
        """A reply without a handler is an error."""
        sim.fail("attribute", operation="CreateUploadHandler", name="UploadHandler", value=None)
        with pytest.raises(errors.UnexpectedReply, match="does not contain a handler"):
            ir.documents.upload(DATA, PATH)

    def test_a_server_that_takes_no_empty_document(self, sim, ir):
        """Where the server refuses what has no bytes, the error says so."""
        sim.fail("error", operation=NEW, times=None, text="Handler not found", number="4000")
        with pytest.raises(errors.ServiceError, match="does not accept an empty document"):
            ir.documents.upload(b"", PATH)

    @pytest.mark.parametrize("small", [0, 262_144])
    def test_a_refusal_is_told(self, sim, ir, small):
        """What the service refuses for another reason is its error, and nothing is sent again."""
        for operation in ("UploadDocumentWithHandler1", "UploadDocument1"):
            sim.fail("error", operation=operation, times=None, text="Access denied", number="4030")
        with mock.patch.object(upload, "SMALL", small), pytest.raises(errors.AccessDenied):
            ir.documents.upload(DATA, PATH, over="version")
        assert (1 if small == 0 else 0) == calls(sim).count("CreateUploadHandler")

    def test_a_folder_that_somebody_else_makes(self, sim, ir):
        """A folder that comes up between looking for it and making it is fine."""
        sim.fail("error", operation="CreateFolder", text="SystemError:A folder of this name exists", number="4090")
        ask = ir.documents._ask

        def late(name, **arguments):
            found = yield from ask(name, **arguments)
            if arguments["Path"] == "/Public/late":
                with client_of(sim) as other:
                    other.service.CreateFolder1(ParentFolderPath="/Public", NewFolderName="late", Description="")
            return found

        with mock.patch.object(ir.documents, "_ask", late):
            if either(False, True):  # the older text is not documented
                assert "/Public/late/a" == ir.documents.upload(DATA, "/Public/late/a", make_folders=True).path

    def test_a_lost_reply_that_cannot_be_cleared_up(self, sim, ir):
        """Where reading fails as well, the error says that it is not known."""
        sim.fail("drop", operation="UploadNewDocumentWidthHandler", applied=True)
        sim.fail("drop", operation="GetDocument", times=None, after=1)
        with pytest.raises(errors.ConnectError, match="reading back failed") as caught:
            ir.documents.upload(DATA, PATH)
        assert caught.value.maybe_applied

    def test_a_request_that_arrives_twice(self, sim, ir):
        """Where something on the way sends the last call twice, the second refusal is not taken for the outcome."""
        sim.fail("twice", operation="UploadNewDocumentWidthHandler")
        assert len(DATA) == ir.documents.upload(DATA, PATH).size
        assert [(DATA, "")] == stored(sim)

    def test_a_request_that_arrives_twice_and_cannot_be_cleared_up(self, sim, ir):
        """Where it cannot be read what the first one did, the error says that it is not known."""
        sim.fail("twice", operation="UploadNewDocumentWidthHandler")
        sim.fail("drop", operation="GetDocumentVersions", times=None)
        with pytest.raises(errors.UnexpectedReply, match="arrives twice .* could not be read") as caught:
            ir.documents.upload(DATA, PATH)
        assert caught.value.maybe_applied

    @pytest.mark.parametrize("operation", ["CreateUploadHandler", "UploadFileChunk", "UploadNewDocumentWidthHandler"])
    def test_a_full_disk(self, sim, ir, operation):
        """A server whose disk is full is an error, and nothing is left."""
        sim.fail("full disk", operation=operation, times=None)
        if operation == "CreateUploadHandler":
            assert len(DATA) == ir.documents.upload(DATA, PATH).size  # it writes nothing yet
            return
        with pytest.raises(errors.ServerFault):
            ir.documents.upload(DATA, PATH)
        assert ([], []) == (stored(sim), sim.handlers)

    @pytest.mark.parametrize("size", [None, 7])
    def test_a_source_that_changes(self, sim, ir, tmp_path, size):
        """A file that is written or cut while it is sent is an error before anything is stored."""
        path = tmp_path / "source"
        path.write_bytes(DATA)

        def change():
            if size is None:
                with path.open("ab") as file:
                    file.write(b"more")
            else:
                os.truncate(path, size)

        with pytest.raises(errors.TransportError, match="nothing is stored"):
            ir.documents.upload(path, PATH, progress=Once(change))
        assert ([], []) == (stored(sim), sim.handlers)

    @pytest.mark.parametrize("there", [True, False])
    def test_ctrl_c(self, sim, ir, there):
        """Ctrl-C leaves no handler, no lock and nothing half stored."""
        if there:
            ir.documents.upload(b"first", PATH)

        def interrupt():
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ir.documents.upload(DATA, PATH, over="version", progress=Once(interrupt))
        assert ([b"first"] * there, []) == ([each for each, _ in stored(sim)], sim.handlers)
        assert not there or 0 == sim.document(PATH)["checked_out_by_id"]


class TestAsync:
    """The same, awaited."""

    @staticmethod
    def client(sim):
        """Return an asynchronous client of a simulator in this process."""
        client = AsyncClient(f"{PLACE}srv.asmx", username="admin", password="admin", wsdl="bundled")
        client.wiring.transport.mount(PLACE, sim.adapter())
        return client

    def test_documents_go_up_at_once(self, sim):
        """Several are uploaded at once, each to its own path."""

        async def main():
            async with self.client(sim) as air:
                paths = [f"/Public/{number}" for number in range(8)]
                return await asyncio.gather(*(air.documents.upload(each.encode() * 99, each) for each in paths))

        results = asyncio.run(main())
        assert [[(f"/Public/{number}".encode() * 99, "")] for number in range(8)] == [
            stored(sim, each.path) for each in results
        ]

    def test_an_asynchronous_source(self, sim):
        """An asynchronous iterator of bytes is uploaded as well."""

        async def pieces():
            yield DATA[:7]
            yield DATA[7:]

        async def main():
            async with self.client(sim) as air:
                return await air.documents.upload(pieces(), PATH)

        assert len(DATA) == asyncio.run(main()).size
        assert [(DATA, "")] == stored(sim)

    @pytest.mark.usefixtures("by_chunks")
    def test_a_task_that_is_cancelled(self, sim, ir):
        """A task that is cancelled leaves no handler, no lock and nothing half stored, once the client is closed."""
        ir.documents.upload(b"first", PATH)

        async def main():
            begun, go_on = asyncio.Event(), threading.Event()
            loop = asyncio.get_running_loop()

            def wait():
                loop.call_soon_threadsafe(begun.set)
                go_on.wait(10)

            async with self.client(sim) as air:
                task = asyncio.create_task(air.documents.upload(DATA, PATH, over="version", progress=Once(wait)))
                await begun.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                go_on.set()

        asyncio.run(main())
        assert ([(b"first", "")], []) == (stored(sim), sim.handlers)
        assert 0 == sim.document(PATH)["checked_out_by_id"]


def test_many_threads(sim, ir):
    """One client uploads from many threads at once."""
    with ThreadPoolExecutor(8) as pool:
        results = [*pool.map(lambda number: ir.documents.upload(bytes([number]) * 300, f"/Public/{number}"), range(16))]
    assert [bytes([number]) * 300 for number in range(16)] == [stored(sim, each.path)[0][0] for each in results]
    assert [] == sim.handlers


def outcome(ir, data, over):
    """Upload, and return the result or the error."""
    try:
        return ir.documents.upload(data, PATH, over=over)
    except errors.SoapClientError as exc:
        return exc


@pytest.mark.parametrize("small", [0, 262_144])
def test_many_programs_to_one_new_path(sim, ir, monkeypatch, small):
    """Of many that upload to one path at once, one is stored and the others are told that it is there."""
    monkeypatch.setattr(upload, "SMALL", small)
    datas = [bytes([number]) * 250 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda data: outcome(ir, data, "refuse"), datas)]
    won = [data for data, each in zip(datas, found, strict=True) if not isinstance(each, errors.SoapClientError)]
    assert (1, won) == (len(won), [each for each, _ in stored(sim)])
    assert {errors.AlreadyExists} == {type(each) for each in found if isinstance(each, errors.SoapClientError)}
    assert [] == sim.handlers


@pytest.mark.parametrize("small", [0, 262_144])
@pytest.mark.parametrize("others", ["jdoe", "admin"])
def test_versions_that_are_added_at_once(sim, ir, jdoe, monkeypatch, small, others):
    """Of versions that two programs add at once, also for one user, each is stored or refused; nothing stays locked."""
    monkeypatch.setattr(upload, "SMALL", small)
    ir.documents.upload(b"first", PATH)
    won = []

    def add(work):
        client, numbers = work
        for number in numbers:
            found = outcome(client, bytes([number]) * 250, "version")
            if not isinstance(found, errors.SoapClientError):
                won.append(bytes([number]) * 250)
            else:
                assert isinstance(found, errors.ServiceError)

    with client_of(sim) as again, ThreadPoolExecutor(2) as pool:
        work = (ir, range(5)), (jdoe if others == "jdoe" else again, range(5, 10))
        assert [None, None] == [*pool.map(add, work)]
    assert sorted([b"first", *won]) == sorted(each for each, _ in stored(sim))
    assert (0, []) == (sim.document(PATH)["checked_out_by_id"], sim.handlers)


def test_a_file_that_is_not_at_its_beginning(sim, ir):
    """An open file is uploaded from where it stands."""
    file = io.BytesIO(b"skipped" + DATA)
    file.seek(7)
    ir.documents.upload(file, PATH)
    assert [(DATA, "")] == stored(sim)


def test_a_client_of_another_address(sim):
    """A real socket does as well."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        assert len(DATA) == ir.documents.upload(DATA, PATH).size
    assert [(DATA, "")] == stored(sim)
