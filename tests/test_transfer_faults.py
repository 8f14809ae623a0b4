"""Whatever happens on the way, what arrives is identical or an error says what is there; nothing is left behind."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from in_process import client_of

from soapclient import errors
from soapclient.inforouter.transfer import download
from soapclient.inforouter.transfer import upload_job as upload
from soapclient.simulator import Simulator
from soapclient.simulator.content.documents import find
from soapclient.simulator.content.versions import versions_of

CHUNK = 64
SIZES = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
DOCUMENT = "/Public/moved.bin"
BEFORE = b"what was there before"
ANYWHERE = [
    ("drop", {"applied": False}),
    ("drop", {"applied": True}),
    ("reset", {"applied": True}),
    ("truncate", {}),
    ("html", {}),
    ("error", {"text": "SystemError:IOException: There is not enough space on the disk.", "number": "5000"}),
]
LIES = {
    "UploadFileChunk": [
        ("tryagain", {"success": True}),
        ("tryagain", {"success": False}),
        ("twice", {}),
        ("attribute", {"name": "filehexcrc", "value": "DEADBEEF"}),
        ("attribute", {"name": "filehexcrc", "value": None}),
    ],
    "UploadNewDocumentWidthHandler": [("twice", {})],
    "UploadDocumentWithHandler1": [("twice", {})],
    "DownloadFileChunk": [
        ("corrupt", {}),
        ("attribute", {"name": "chunkCRC32", "value": "1"}),
        ("attribute", {"name": "chunkCRC32", "value": None}),
        ("attribute", {"name": "chunklength", "value": "7"}),
        ("attribute", {"name": "lastchunk", "value": "true"}),
        ("attribute", {"name": "filelength", "value": "7"}),
    ],
    "DownloadDocument": [("corrupt", {})],
    "GetDownloadInfo": [("attribute", {"name": "CRC32", "value": "1"}), ("attribute", {"name": "Size", "value": "7"})],
    "GetDownloadHandler": [("attribute", {"name": "CRC32", "value": "1"})],
}
UP = (
    *("GetDocument", "FolderExists", "Lock", "UnLock", "CreateUploadHandler", "UploadFileChunk", "DocumentExists"),
    *("UploadNewDocumentWidthHandler", "UploadDocumentWithHandler1", "UploadDocument1", "DeleteUploadHandler"),
    "GetDocumentVersions",
)
DOWN = ("GetDownloadInfo", "GetDownloadHandler", "DownloadFileChunk", "DeleteDownloadHandler", "DownloadDocument")


@st.composite
def faults(draw, operations):
    """Draw what happens to some of the operations, and how often."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        operation = draw(st.sampled_from(operations))
        kind, options = draw(st.sampled_from(ANYWHERE + LIES.get(operation, [])))
        found.append((operation, kind, options, draw(st.sampled_from([1, 1, 2, None]))))
    return found


@contextlib.contextmanager
def serving(generation):
    """Give a client and its simulator, in this process."""
    with Simulator(generation=generation, chunk_size=CHUNK) as sim, client_of(sim) as ir:
        yield ir, sim


def trouble(sim, script, expires):
    """Let calls fail as drawn, and have all tickets forgotten once, before the call of this number."""
    for operation, kind, options, times in script:
        sim.fail(kind, operation=operation, times=times, **options)
    if expires is not None:
        sim.fail("expire", after=expires)


def contents(sim):
    """Return the bytes of every version of the document."""
    document = find(sim._world.users, DOCUMENT)
    found = [] if document is None else versions_of(sim._world.users, document)
    return [b"".join(sim._world.blobs.content(each.blob, each.size, each.crc).pieces()) for each in found]


def hit(script, operation):
    """Tell whether something happens to an operation."""
    return any(each[0] == operation for each in script)


@pytest.mark.parametrize("generation", ["classic", "current"])
class TestFaults:
    """Random faults on the way up and down."""

    @settings(max_examples=30)
    @given(
        size=SIZES,
        script=faults(UP),
        expires=st.none() | st.integers(0, 12),
        there=st.booleans(),
        small=st.sampled_from([0, 262_144]),
        repeatable=st.booleans(),
    )
    def test_up(self, generation, size, script, expires, there, small, repeatable):
        """An upload stores the bytes whole, or an error tells; no lock, no handler and no other bytes are left."""
        data = bytes(range(256))[:size]
        error = result = None
        with serving(generation) as (ir, sim):
            if there:
                ir.documents.upload(BEFORE, DOCUMENT)
            before = contents(sim)
            trouble(sim, script, expires)
            source = data if repeatable else iter([data[:10], data[10:]])
            with mock.patch.object(upload, "SMALL", small):
                try:
                    result = ir.documents.upload(source, DOCUMENT, over="version" if there else "refuse")
                except errors.SoapClientError as exc:
                    error = exc
            new = contents(sim)[len(before) :]
            assert before == contents(sim)[: len(before)]
            assert {data} >= set(new)
            if result is not None:
                assert new
                assert (size, len(before) == 0) == (result.size, result.created)
            elif new:
                told = getattr(error, "maybe_applied", False) or error.done or "was uploaded" in str(error)
                assert told, error
            if not (hit(script, "CreateUploadHandler") or hit(script, "DeleteUploadHandler")):
                assert [] == sim.handlers
            if new or there:
                locked = sim.document(DOCUMENT)["checked_out_by_id"]
                assert not locked or "may still be checked out" in str(error) or hit(script, "GetDocument"), error

    @settings(max_examples=30)
    @given(
        size=SIZES,
        script=faults(DOWN),
        expires=st.none() | st.integers(0, 8),
        small=st.sampled_from([0, 262_144]),
        to=st.sampled_from(["path", "file", "pipe", "pieces"]),
    )
    def test_down(self, generation, size, script, expires, small, to):
        """A download gives the bytes whole, or an error tells; no part file, no handler and no half a file are left."""
        data = bytes(range(256))[:size]
        arrived = error = None
        with serving(generation) as (ir, sim), tempfile.TemporaryDirectory() as name:
            ir.documents.upload(data, DOCUMENT)
            trouble(sim, script, expires)
            path, file = Path(name, "arrived"), io.BytesIO()
            path.write_bytes(BEFORE)
            with mock.patch.object(download, "SMALL", small):
                try:
                    if to == "path":
                        ir.documents.download(DOCUMENT, path)
                        arrived = path.read_bytes()
                    elif to == "pieces":
                        arrived = b"".join(ir.documents.download(DOCUMENT))
                    else:
                        file.seekable = lambda: to == "file"
                        ir.documents.download(DOCUMENT, file)
                        arrived = file.getvalue()
                except errors.SoapClientError as exc:
                    error = exc
            if error is None:
                assert data == arrived
            else:
                assert BEFORE == path.read_bytes()
            assert ["arrived"] == [each.name for each in Path(name).iterdir()]
            if not (hit(script, "GetDownloadHandler") or hit(script, "DeleteDownloadHandler")):
                assert [] == sim.handlers
