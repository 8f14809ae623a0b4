"""The simulator's handlers of uploads and downloads, and its zip files: the facts of their pages."""

from __future__ import annotations

import base64
import contextlib
import io
import zipfile
import zlib

import pytest
from in_process import client_of
from servers import either

from soapclient import errors
from soapclient.simulator import Simulator

DATA = bytes(range(256)) * 3
XML = '<xmlparameters><item NAME="VERSIONCOMMENT" VALUE="said"/></xmlparameters>'


@pytest.fixture
def sim():
    """A simulator."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def service(sim):
    """The operations, as an administrator calls them."""
    with client_of(sim) as ir:
        yield ir.service


def crc(data):
    """Write a check sum as the service takes it."""
    return f"{zlib.crc32(data):X}"


def staged(service, data=DATA, *, crc_of=None):
    """Return a handler that holds bytes."""
    handler = service.CreateUploadHandler(PreferedChunkSize=0).attributes["UploadHandler"]
    told = crc(data) if crc_of is None else crc_of
    service.UploadFileChunk(UploadHandler=handler, FileChunk=data, ChunkHEXCRC=told, LastChunk=True)
    return handler


def zipped(**entries):
    """Return a zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


class TestUploads:
    """Handlers of uploads."""

    @pytest.mark.parametrize(
        ("preferred", "granted"), [(0, 1_048_576), (1, 262_144), (300_000, 300_000), (2**31 - 1, 33_554_432)]
    )
    def test_chunks_have_a_size_within_limits(self, service, preferred, granted):
        """What is preferred is granted from 256 KiB to 32 MiB, and 0 is the server's own size."""
        assert granted == service.CreateUploadHandler(PreferedChunkSize=preferred).number("ChunkSize")

    def test_the_last_chunk_tells_the_check_sum_of_all(self, sim, service):
        """Chunks are appended in order; the answer to the last one has the check sum of all bytes."""
        handler = service.CreateUploadHandler(PreferedChunkSize=0).attributes["UploadHandler"]
        said = {"UploadHandler": handler}
        first = service.UploadFileChunk(**said, FileChunk=DATA[:5], ChunkHEXCRC=crc(DATA[:5]), LastChunk=False)
        last = service.UploadFileChunk(**said, FileChunk=DATA[5:], ChunkHEXCRC=crc(DATA[5:]), LastChunk=True)
        assert (False, None, crc(DATA)) == (
            first.flag("tryagain"), first.attributes.get("filehexcrc"), last.attributes["filehexcrc"]
        )  # fmt: skip
        assert [{"handler": handler, "kind": "upload", "size": len(DATA)}] == sim.handlers

    def test_a_chunk_with_another_check_sum_is_not_stored(self, sim, service):
        """It is to be sent again, which is said in a success or, by the newer table, in a failure."""
        handler = service.CreateUploadHandler(PreferedChunkSize=0).attributes["UploadHandler"]
        said = {"UploadHandler": handler, "FileChunk": DATA, "ChunkHEXCRC": "1", "LastChunk": True}
        try:
            told = service.UploadFileChunk(**said).attributes["tryagain"]
        except errors.ServiceError as exc:
            told = exc.result.get("tryagain")
            assert either(False, True)
        assert ("true", 0) == (told, sim.handlers[0]["size"])

    def test_a_check_sum_that_is_none(self, sim, service):
        """What is no check sum matches nothing."""
        with contextlib.suppress(errors.ServiceError):
            staged(service, crc_of="none")
        assert 0 == sim.handlers[0]["size"]
        assert "1" in repr(sim._world.handlers)

    @pytest.mark.parametrize(
        ("operation", "said"),
        [
            ("UploadDocumentWithHandler", {"Path": "/Public/a"}),
            ("UploadDocumentWithHandler1", {"Path": "/Public/a", "VersionComments": "said"}),
            (
                "UploadDocumentWithHandler2",
                {
                    "Path": "/Public/a", "VersionComments": "said", "MPVersionMajor": 3, "MPVersionMinor": 2,
                    "MPVersionRevision": 1,
                },
            ),
            ("UploadDocumentWithHandler3", {"path": "/Public/a", "xmlParameters": XML}),
            (
                "UploadNewDocumentWidthHandler",
                {"folderPath": "/Public", "documentName": "a", "xmlParameters": XML},
            ),
        ],
    )  # fmt: skip
    def test_a_handler_becomes_a_document_once(self, sim, service, operation, said):
        """Each operation makes a document of what is staged; the handler is used up by that."""
        handler = staged(service)
        name = "uploadHandler" if "path" in said or "folderPath" in said else "UploadHandler"
        reply = service[operation](**said, **{name: handler})
        document = sim.document("/Public/a")
        assert (document["document_id"], len(DATA)) == (reply.number("DocumentId"), document["size"])
        assert (3_002_001 if operation.endswith("2") else 1_000_000) == document["version"]
        assert [] == sim.handlers
        with pytest.raises(errors.ServiceError, match=either("Handler not found", "4000")):
            service[operation](**said, **{name: handler})

    def test_only_a_new_name_is_taken(self, sim, service):
        """UploadNewDocumentWidthHandler refuses a name that is taken."""
        with pytest.raises(errors.ServiceError, match=either("exists", "4090")):
            service.UploadNewDocumentWidthHandler(
                folderPath="/Public", documentName="Welcome.html", uploadHandler=staged(service), xmlParameters=""
            )
        assert 1 == sim.document("/Public/Welcome.html")["version_count"]

    def test_a_number_of_a_version_that_cannot_be(self, service):
        """A component of a version's number is within its limits."""
        with pytest.raises(errors.ServiceError):
            service.UploadDocumentWithHandler2(
                Path="/Public/a", UploadHandler=staged(service), VersionComments="", MPVersionMajor=0, MPVersionMinor=0,
                MPVersionRevision=0,
            )  # fmt: skip

    def test_no_conversion_service_runs(self, service):
        """A TIFF file is not made a PDF file."""
        with pytest.raises(errors.ServiceError, match=either("PDF conversion error", "5000")):
            service.UploadTiffAsPDFWithHandler(Path="/Public/a.pdf", UploadHandler=staged(service))

    def test_a_handler_that_is_not_there_can_be_deleted(self, sim, service):
        """Deleting is harmless, but for what is no GUID: that is refused, with or without a ticket."""
        handler = staged(service)
        for _ in range(2):
            service.DeleteUploadHandler(UploadHandler=handler)
        assert [] == sim.handlers
        for operation, name in (("DeleteUploadHandler", "UploadHandler"), ("DeleteDownloadHandler", "DownloadHandler")):
            with pytest.raises(errors.ServiceError, match=either("bad Request", "4000")):
                service[operation](**{name: "x"})

    @pytest.mark.parametrize("handler", ["x", "6f1d1c1e-5c0a-4c54-9f0c-7f9a1c9d3b10"])
    def test_an_unknown_handler(self, service, handler):
        """A handler that is not known takes no chunk and makes no document."""
        with pytest.raises(errors.ServiceError, match=either("andler", "4000")):
            service.UploadFileChunk(UploadHandler=handler, FileChunk=b"x", ChunkHEXCRC=crc(b"x"), LastChunk=True)
        with pytest.raises(errors.ServiceError, match=either("andler", "4000")):
            service.UploadDocumentWithHandler(Path="/Public/a", UploadHandler=handler)
        with pytest.raises(errors.ServiceError, match=either("andler", "4000")):
            service.DownloadFileChunk(DownloadHandler=handler, StartOffset=0, ChunkSize=0)

    def test_a_handler_is_of_its_session(self, sim, service):
        """Another session does not know it, and it ends with its own."""
        handler = staged(service)
        with client_of(sim) as other, pytest.raises(errors.ServiceError):
            other.service.UploadDocumentWithHandler(Path="/Public/a", UploadHandler=handler)
        assert 1 == len(sim.handlers)
        sim.expire_tickets()
        assert [] == sim.handlers


class TestDownloads:
    """Handlers of downloads."""

    def test_bytes_from_any_offset(self, sim, service):
        """A handler gives the bytes from any offset, with their check sum, as often as they are asked for."""
        service.UploadDocumentWithHandler(Path="/Public/a", UploadHandler=staged(service))
        told = service.GetDownloadHandler(Path="/Public/a", PreferedChunkSize=0)
        assert (len(DATA), crc(DATA), 1_048_576, 0) == (
            told.number("Size"), told.attributes["CRC32"], told.number("ChunkSize"), told.number("VersionNumber")
        )  # fmt: skip
        handler = told.attributes["downloadhandler"]
        for start, size in ((0, 10), (0, 10), (len(DATA) - 5, 100), (len(DATA), 5)):
            reply = service.DownloadFileChunk(DownloadHandler=handler, StartOffset=start, ChunkSize=size)
            data = DATA[start : start + size]
            assert data == base64.b64decode(reply.text)
            assert (len(data), len(DATA), crc(data)) == (
                reply.number("chunklength"), reply.number("filelength"), reply.attributes["chunkCRC32"]
            )  # fmt: skip
            assert (start + len(data) >= len(DATA)) == reply.flag("lastchunk")
        with pytest.raises(errors.ServiceError):
            service.DownloadFileChunk(DownloadHandler=handler, StartOffset=-1, ChunkSize=5)
        service.DeleteDownloadHandler(DownloadHandler=handler)
        assert [] == sim.handlers

    def test_a_handler_stands_for_one_version(self, sim, service):
        """A version that comes up later is not what a handler gives; one can be asked for by its number."""
        service.UploadDocumentWithHandler(Path="/Public/a", UploadHandler=staged(service))
        first = sim.document("/Public/a")["version"]
        before = service.GetDownloadHandler(Path="/Public/a", PreferedChunkSize=0).attributes["downloadhandler"]
        service.Lock(Path="/Public/a")
        service.UploadDocument(Path="/Public/a", FileContent=b"second")
        pinned = service.GetDownloadHandlerByVersion(Path="/Public/a", PreferedChunkSize=0, VersionNumber=first)
        assert first == pinned.number("VersionNumber")
        for handler in (before, pinned.attributes["downloadhandler"]):
            reply = service.DownloadFileChunk(DownloadHandler=handler, StartOffset=0, ChunkSize=0)
            assert DATA == base64.b64decode(reply.text)
        with pytest.raises(errors.ServiceError):
            service.GetDownloadHandlerByVersion(Path="/Public/a", PreferedChunkSize=0, VersionNumber=2)


class TestZip:
    """Zip files."""

    def test_documents_and_folders_in_one(self, service):
        """A zip file has documents by their names, and folders with all in them; what is not there is left out."""
        reply = service.DownloadZip(Paths="/Finance/Reports|/Public/Welcome.html|/Public/none")
        with zipfile.ZipFile(io.BytesIO(reply.bytes)) as archive:
            assert ["Reports/Budget.xlsx", "Reports/Forecast.xlsx", "Welcome.html"] == archive.namelist()
            assert b"Content of document 1001.\n" == archive.read("Reports/Budget.xlsx")

    def test_a_folder_by_its_number(self, sim, service):
        """A folder can be named by its number; folders below it are in the zip file, too."""
        number = sim.folder("/Finance")["folder_id"]
        with zipfile.ZipFile(io.BytesIO(service.DownloadZip(Paths=f"~F{number}").bytes)) as archive:
            assert ["Finance/Reports/Budget.xlsx", "Finance/Reports/Forecast.xlsx"] == archive.namelist()

    def test_an_entry_that_is_damaged(self, sim, service):
        """An entry that cannot be read is listed; folders in a zip file are no documents."""
        said = {"folderPath": "/Public", "changedOnly": False, "checkOutCheckIn": False, "sendEmail": False}
        data = zipped(folder__="", a=b"first", b=b"second").replace(b"first", b"fyrst")
        with pytest.raises(errors.PartialFailure) as caught:
            service.UploadZip(**said, zipContent=data)
        assert ["a"] == [each.name for each in caught.value.failed_items]
        assert (None, 6) == (sim.document("/Public/a"), sim.document("/Public/b")["size"])

    def test_nothing_is_no_zip_file(self, service):
        """Where no path stands for anything, there are no bytes."""
        with pytest.raises(errors.EmptyBytes):
            service.DownloadZip(Paths="/Public/none")

    @pytest.mark.parametrize("partial", [True, False])
    def test_what_is_left_out_is_told_with_a_handler(self, sim, service, partial):
        """By a handler the rest is had where that is asked for, and what is left out is told; else there is none."""
        with pytest.raises(errors.PartialFailure, match="none") as caught:
            service.DownloadZipWithHandler(Paths="/Public/Welcome.html|/Public/none", partialResult=partial)
        assert partial == ("downloadhandler" in caught.value.result.attrib)
        assert partial == bool(sim.handlers)

    def test_a_handler_of_a_zip_file(self, sim, service):
        """The zip file is read by chunks, and gone with its handler."""
        handler = service.DownloadZipWithHandler(Paths="/Public", partialResult=False).attributes["downloadhandler"]
        reply = service.DownloadFileChunk(DownloadHandler=handler, StartOffset=0, ChunkSize=0)
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(reply.text))) as archive:
            assert ["Public/Welcome.html"] == archive.namelist()
        service.DeleteDownloadHandler(DownloadHandler=handler)
        assert [] == sim.handlers

    @pytest.mark.parametrize("by_handler", [True, False])
    def test_documents_of_a_zip_file(self, sim, service, by_handler):
        """Each entry becomes a document, in folders that are made for it."""
        said = {"folderPath": "/Public", "changedOnly": False, "checkOutCheckIn": True, "sendEmail": False}
        data = zipped(a=b"1", deep__er__b=b"22")
        if by_handler:
            service.UploadZipWithHandler(**said, uploadHandler=staged(service, data))
        else:
            service.UploadZip(**said, zipContent=data)
        assert (1, 2) == tuple(sim.document(f"/Public/{each}")["size"] for each in ("a", "deep/er/b"))
        assert [] == sim.handlers

    @pytest.mark.parametrize("changed_only", [True, False])
    def test_only_what_changed(self, sim, service, changed_only):
        """With changedOnly, an entry with the bytes of the latest version adds none."""
        said = {"folderPath": "/Public", "changedOnly": changed_only, "checkOutCheckIn": True, "sendEmail": False}
        for _ in range(2):
            service.UploadZip(**said, zipContent=zipped(a=b"1"))
        assert (1 if changed_only else 2) == sim.document("/Public/a")["version_count"]

    def test_an_entry_that_fails_does_not_keep_the_others(self, sim, service):
        """What fails is listed, and the rest is there."""
        said = {"folderPath": "/Public", "changedOnly": False, "checkOutCheckIn": False, "sendEmail": False}
        with pytest.raises(errors.PartialFailure) as caught:
            service.UploadZip(**said, zipContent=zipped(a=b"1", **{"..__b": b"2"}))
        assert ["../b"] == [each.name for each in caught.value.failed_items]
        assert 1 == sim.document("/Public/a")["size"]

    def test_what_is_no_zip_file(self, service):
        """Bytes that are no zip file are refused."""
        said = {"folderPath": "/Public", "changedOnly": False, "checkOutCheckIn": False, "sendEmail": False}
        with pytest.raises(errors.ServiceError, match=either("Unzip operation failed", "4000")):
            service.UploadZip(**said, zipContent=b"no zip file")


class TestTraps:
    """Failures on demand of transfers."""

    def test_a_call_that_arrives_twice(self, sim, service):
        """It is performed twice."""
        handler = service.CreateUploadHandler(PreferedChunkSize=0).attributes["UploadHandler"]
        sim.fail("twice", operation="UploadFileChunk")
        service.UploadFileChunk(UploadHandler=handler, FileChunk=DATA, ChunkHEXCRC=crc(DATA), LastChunk=False)
        assert 2 * len(DATA) == sim.handlers[0]["size"]

    @pytest.mark.parametrize("value", ["BEEF", None])
    def test_another_value_of_an_attribute(self, sim, service, value):
        """An attribute of the answer is another, or is not there."""
        sim.fail("attribute", operation="GetDownloadInfo", name="CRC32", value=value)
        assert value == service.GetDownloadInfo(Path="/Public/Welcome.html").attributes.get("CRC32")

    def test_other_bytes(self, sim, service):
        """The bytes of an answer are others."""
        before = service.DownloadDocument(Path="/Public/Welcome.html").bytes
        sim.fail("corrupt", operation="DownloadDocument")
        after = service.DownloadDocument(Path="/Public/Welcome.html").bytes
        assert (len(before), before[3:]) == (len(after), after[3:])
        assert before != after

    @pytest.mark.parametrize("option", [{"success": "no"}, {"value": "x"}])
    def test_options_that_cannot_be(self, sim, option):
        """An option that is not of its type, or not there, is refused."""
        with pytest.raises(ValueError, match="tryagain"):
            sim.fail("tryagain", **option)
