"""Documents on two servers: the simulator, and a real ASMX stack that nobody here wrote."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import os

import pytest

from soapclient import AsyncClient, Client, errors

SMALL = b"small \x00\xff" * 100
LARGE = bytes(range(256)) * 5000 + b"end"
FOLDER = "/Finance/Reports"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_one_call(server, tmp_path, version):
    """A file goes up in one call and comes down in one, whole and in pieces."""
    path = tmp_path / "file"
    path.write_bytes(LARGE)
    with Client(server.url, username="admin", password="admin", wsdl="bundled", soap_version=version) as ir:
        ir.service.UploadDocument(Path=f"{FOLDER}/large.bin", FileContent=path)
        assert LARGE == ir.service.DownloadDocument(Path=f"{FOLDER}/large.bin").bytes
        sink = io.BytesIO()
        assert len(LARGE) == ir.service.DownloadDocument.into(sink, Path=f"{FOLDER}/large.bin").written
        assert LARGE == sink.getvalue()
        ir.service.Lock(Path=f"{FOLDER}/large.bin")
        ir.service.UploadDocument1(Path=f"{FOLDER}/large.bin", FileContent=SMALL, VersionComment="second")
        sink = io.BytesIO()
        answer = ir.service.DownloadDocumentVersion.into(sink, Path=f"{FOLDER}/large.bin", VersionNumber=1000000)
        assert (len(LARGE), LARGE) == (answer.written, sink.getvalue())


def test_over_a_form(server):
    """A form POST brings the bytes too: on ASMX as `base64Binary`."""
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        ir.service.UploadDocument(Path=f"{FOLDER}/large.bin", FileContent=LARGE)
    with Client(server.url, username="admin", password="admin", wsdl="bundled", transport="http-post") as ir:
        sink = io.BytesIO()
        assert len(LARGE) == ir.service.DownloadDocument.into(sink, Path=f"{FOLDER}/large.bin").written
        assert LARGE == sink.getvalue() == ir.service.DownloadDocument(Path=f"{FOLDER}/large.bin").bytes


@pytest.mark.parametrize("empty", [f"{FOLDER}/none.bin", f"{FOLDER}/empty.bin"])
def test_no_bytes(ir, empty):
    """What is not there and what is empty are both no bytes, and nothing is written."""
    ir.service.UploadDocument(Path=f"{FOLDER}/empty.bin", FileContent=io.BytesIO())
    sink = io.BytesIO()
    with pytest.raises(errors.EmptyBytes):
        ir.service.DownloadDocument.into(sink, Path=empty)
    assert b"" == sink.getvalue()


@pytest.mark.parametrize("content", [b"x", SMALL, LARGE], ids=["one", "small", "large"])
def test_workflows(ir, tmp_path, content):
    """What `ir.documents.upload` puts there, `download` brings: to a file, to memory, and as a version."""
    path = f"{FOLDER}/report.bin"
    result = ir.documents.upload(content, path, comment="first")
    assert (path, len(content), True) == (result.path, result.size, result.created)
    ir.documents.download(path, tmp_path / "down")
    assert content == (tmp_path / "down").read_bytes() == b"".join(ir.documents.download(path))
    again = ir.documents.upload(content[::-1], path, over="version")
    assert not again.created
    assert content[::-1] == b"".join(ir.documents.download(path))
    assert content == b"".join(ir.documents.download(path, version=result.version))
    assert not ir.documents.get(path).checked_out_by
    with pytest.raises(errors.AlreadyExists):
        ir.documents.upload(content, path)


def test_by_handlers(ir):
    """Several chunks are put together in their order, up and down."""
    data = LARGE + bytes(1000)
    ir.documents.upload(data, f"{FOLDER}/chunks.bin", chunk_size=262144)
    assert data == b"".join(ir.documents.download(f"{FOLDER}/chunks.bin", chunk_size=262144))


@pytest.mark.classic("servers of today say so without success")
def test_a_chunk_that_is_damaged(ir):
    """A chunk whose check sum is another is asked for again, and is not a part of the file."""
    handler = ir.service.CreateUploadHandler(PreferedChunkSize=0).attributes["UploadHandler"]
    chunk = {"UploadHandler": handler, "FileChunk": b"abc", "LastChunk": True}
    assert "true" == ir.service.UploadFileChunk(**chunk, ChunkHEXCRC="0").attributes["tryagain"]
    good = ir.service.UploadFileChunk(**chunk, ChunkHEXCRC="352441C2").attributes
    assert ("false", "352441C2") == (good["tryagain"], good["filehexcrc"])
    ir.service.DeleteUploadHandler(UploadHandler=handler)
    with pytest.raises(errors.ServiceError):
        ir.service.UploadFileChunk(**chunk, ChunkHEXCRC="352441C2")


def test_lists(ir):
    """A folder lists what is in it, a walk what is below it, with numbers that name the same documents."""
    ir.documents.upload(SMALL, f"{FOLDER}/new.bin")
    found = {each.path: each for each in ir.folders.walk("/Finance")}
    assert {f"{FOLDER}/new.bin", f"{FOLDER}/Budget.xlsx", FOLDER, "/Finance/Archive"} <= {*found}
    new = found[f"{FOLDER}/new.bin"]
    assert (len(SMALL), "new.bin") == (new.size, new.name)
    assert ir.documents.get(f"{FOLDER}/new.bin").document_id == new.document_id
    assert {"/Finance/Archive", FOLDER} == {each.path for each in ir.folders.list("/Finance")}


def test_an_update(ir):
    """What an update changes is read back, and the bytes stay."""
    ir.documents.upload(SMALL, f"{FOLDER}/new.bin")
    ir.documents.update(f"{FOLDER}/new.bin", description="new words", author="jdoe")
    document = ir.documents.get(f"{FOLDER}/new.bin")
    assert ("new words", "jdoe", len(SMALL)) == (document.description, document.author, document.size)
    assert SMALL == b"".join(ir.documents.download(f"{FOLDER}/new.bin"))


def test_async(server):
    """The same awaited, several at once."""

    async def both_ways():
        async with AsyncClient(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            paths = [f"{FOLDER}/several{number}.bin" for number in range(4)]
            await asyncio.gather(*(ir.documents.upload(path.encode() * 1000, path) for path in paths))
            sink = io.BytesIO()
            await ir.service.DownloadDocument.into(sink, Path=paths[0])
            found = []
            for path in paths:
                found.append(b"".join([piece async for piece in ir.documents.download(path)]))
            return paths, sink.getvalue(), found

    paths, first, found = asyncio.run(both_ways())
    assert [path.encode() * 1000 for path in paths] == found
    assert first == found[0]


def test_a_session_that_is_over(server, ir):
    """Where the ticket is over a file is sent again from its beginning."""
    ir.service.GetUser(UserName="admin")
    server.expire()
    ir.service.UploadDocument(Path=f"{FOLDER}/again.bin", FileContent=io.BytesIO(LARGE))
    assert LARGE == ir.service.DownloadDocument(Path=f"{FOLDER}/again.bin").bytes


def test_base64_with_line_ends(server, ir):
    """Base64 with line ends, as other programs write it, is read as the bytes that it says."""
    import requests
    import wire

    text = base64.encodebytes(LARGE).decode()
    ticket = ir.service.AuthenticateUser(UID="admin", PWD="admin").attributes["ticket"]
    path = f"{FOLDER}/lines.bin"
    inside = (
        f"<AuthenticationTicket>{ticket}</AuthenticationTicket><Path>{path}</Path><FileContent>{text}</FileContent>"
    )
    sent = wire.soap("1.1", "UploadDocument", inside)
    assert 200 == requests.post(server.url, data=sent.body, headers=sent.headers, timeout=60).status_code
    assert LARGE == ir.service.DownloadDocument(Path=path).bytes


@pytest.mark.interop
@pytest.mark.skipif("SOAPCLIENT_ASMX_URL" not in os.environ, reason="no real ASMX service to run on")
@pytest.mark.parametrize(("megabytes", "kind"), [(47, None), (50, errors.ServerFault), (200, errors.HttpError)])
def test_limits_of_a_request(tmp_path, megabytes, kind):
    """What is larger than the page's limit is a fault, than the web server's HTTP 413; in between nothing is lost."""
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(megabytes * 2**20)
    with (
        Client(os.environ["SOAPCLIENT_ASMX_URL"], username="admin", password="admin", wsdl="bundled") as ir,
        contextlib.nullcontext() if kind is None else pytest.raises(kind, match=r"httpRuntime limit|HTTP 413"),
    ):
        ir.service.UploadDocument(Path=f"{FOLDER}/limit{megabytes}.bin", FileContent=path)
        assert megabytes * 2**20 == ir.service.DownloadDocument.into(Counted(), Path=f"{FOLDER}/limit47.bin").written


class Counted:
    """A sink that keeps nothing."""

    def write(self, data):
        assert not data.strip(b"\0")
