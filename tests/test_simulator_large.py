"""Large bytes in the simulator: requests and replies are read and written in pieces, with every habit of small ones."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import zlib

import pytest
import requests
import wire
from hypothesis import given
from hypothesis import strategies as st

from soapclient import Client
from soapclient.simulator import Simulator, large
from soapclient.simulator.content.blobs import Blobs
from soapclient.simulator.large import set_aside

DATA = bytes(range(256)) * 8192 + b"end"  # 2 MiB and 3 bytes: more than a piece of base64
GENERATIONS = ("classic", "current")


class TestBothWays:
    """Documents that are larger than what is handled whole."""

    @pytest.mark.parametrize("generation", GENERATIONS)
    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    @pytest.mark.parametrize("way", ["socket", "adapter"])
    def test_they_come_back(self, tmp_path, generation, version, way):
        """What is uploaded from a file is downloaded into one, over sockets and in one process, and is staged once."""
        path, target = tmp_path / "up", tmp_path / "down"
        path.write_bytes(DATA)
        with Simulator(generation=generation) as sim, sim.serve() as server:
            url = server.url if way == "socket" else "http://simulator.test/srv.asmx"
            with Client(url, username="admin", password="admin", wsdl="bundled", soap_version=version) as ir:
                ir.wiring.transport.mount("http://simulator.test/", sim.adapter())
                ir.service.UploadDocument(Path="/Finance/big.bin", FileContent=path)
                with target.open("wb") as file:
                    assert len(DATA) == ir.service.DownloadDocument.into(file, Path="/Finance/big.bin").written
                assert DATA == ir.service.DownloadDocument(Path="/Finance/big.bin").bytes
                sent = next(each for each in sim.arrived if each.operation == "UploadDocument").arguments["FileContent"]
        assert DATA == target.read_bytes()
        assert (len(DATA), zlib.crc32(DATA)) == (sent.size, sent.crc)

    @pytest.mark.parametrize("generation", GENERATIONS)
    def test_forms(self, generation):
        """A form POST is answered with base64Binary or a JSON string, in pieces, under its length."""
        with Simulator(generation=generation) as sim, sim.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                ir.service.UploadDocument(Path="/Finance/big.bin", FileContent=DATA)
            options = {"wsdl": "bundled", "transport": "http-post"}
            with Client(server.url, username="admin", password="admin", **options) as ir:
                sink = io.BytesIO()
                assert len(DATA) == ir.service.DownloadDocument.into(sink, Path="/Finance/big.bin").written
                assert DATA == ir.service.DownloadDocument(Path="/Finance/big.bin").bytes
        assert DATA == sink.getvalue()

    @pytest.mark.parametrize("kind", ["truncate", "drop", "reset"])
    def test_failures(self, kind):
        """Failures on demand hit large replies too, and nothing of what was staged is left."""
        with Simulator() as sim, sim.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                ir.service.UploadDocument(Path="/Finance/big.bin", FileContent=DATA)
                for operation in ("UploadDocument", "DownloadDocument"):
                    sim.fail(kind, operation=operation)
                    with pytest.raises(Exception, match=operation):
                        if operation == "UploadDocument":
                            ir.service.UploadDocument(Path="/Finance/other.bin", FileContent=DATA)
                        else:
                            ir.service.DownloadDocument.into(io.BytesIO(), Path="/Finance/big.bin")
                assert len(DATA) == ir.service.DownloadDocument.into(io.BytesIO(), Path="/Finance/big.bin").written
            assert [] == [each for each in sim._world.blobs._where().iterdir() if each.name.startswith("staged")]


def arrived(sim, content, operation="UploadDocument", name="FileContent"):
    """Send an envelope with a large element, and return what the service read of it, or the HTTP status."""
    session = requests.Session()
    session.mount("http://", sim.adapter())
    sim.arrived.clear()
    sent = wire.soap("1.1", operation, content if content.startswith("<") else f"<{name}>{content}</{name}>")
    reply = session.post("http://simulator.test/srv.asmx", data=sent.body, headers=sent.headers)
    if not sim.arrived:
        return reply.status_code
    found = sim.arrived[-1].arguments[name]
    return found if isinstance(found, (str, bytes)) or found is None else (found.size, found.crc)


LONG = base64.b64encode(DATA).decode()


class TestHabits:
    """What is taken out of a request, and what is not, makes no difference."""

    @pytest.mark.parametrize("generation", GENERATIONS)
    def test_ways_to_write_base64(self, generation):
        """Line ends, references, CDATA and blanks: the bytes are the same as of small ones."""
        expected = (len(DATA), zlib.crc32(DATA))
        lines = "\r\n".join(LONG[place : place + 76] for place in range(0, len(LONG), 76))
        with Simulator(generation=generation) as sim:
            for each in (LONG, lines, f"  {LONG}\n"):
                assert expected == arrived(sim, each)
            references = f"{LONG[:4000]}&#x{ord(LONG[4000]):x};{LONG[4001:]}"
            for each in (lines.replace("\r", "&#13;"), f"<![CDATA[{LONG}]]>", references):
                assert DATA == arrived(sim, f"<FileContent>{each}</FileContent>")

    @pytest.mark.parametrize("generation", GENERATIONS)
    @pytest.mark.parametrize("bad", ["=", "A", "=AAA", "!", "<x/>"])
    def test_what_is_not_base64(self, generation, bad):
        """What is not base64 at the end of much that is does not reach the service."""
        with Simulator(generation=generation) as sim:
            assert arrived(sim, f"<FileContent>{LONG[:-4]}{bad}</FileContent>") in (400, 500)
            assert [] == list(sim._world.blobs._where().glob("staged*"))

    @pytest.mark.parametrize("generation", GENERATIONS)
    def test_a_long_text(self, generation):
        """A text that looks like base64, and XML that has one in it, arrive as they are."""
        with Simulator(generation=generation) as sim:
            assert LONG == arrived(sim, LONG, "AddDocumentComment", "CommentText")
            inside = arrived(sim, f"<xmlRules><a><b>{LONG}</b></a></xmlRules>", "SetFolderRules", "xmlRules")
            assert f"{LONG}<" in inside

    @given(
        before=st.integers(0, 40),
        length=st.integers(0, 60),
        after=st.sampled_from(["</a>", "</a><b>QUJD</b>", "<c/></a>", "&#13;</a>", "", "</a" + ">" * 30, "!</a>"]),
        piece=st.integers(1, 17),
    )
    def test_any_place(self, before, length, after, piece):
        """Wherever the pieces end: with what was taken out put back, the body is what was sent."""
        body = f"<a x='{'y' * before}'>{'QUJD' * length}{after}".encode()
        small, least, size = large.SMALL, large._LEAST, large._PIECE
        large.SMALL, large._LEAST, large._PIECE = 0, 8, piece
        try:
            environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
            document, runs = set_aside(environ, "utf-8", Blobs(None).stage)
            for token, run in runs.items():
                document = document.replace(token.encode(), run.text().encode())
        finally:
            large.SMALL, large._LEAST, large._PIECE = small, least, size
        assert body == document or (not after and body.startswith(document))


PROGRAM = """
import sys
from soapclient.simulator import Simulator
with Simulator() as simulator, simulator.serve() as server:
    print(server.url, flush=True)
    sys.stdin.readline()
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(line.split()[1]) // 1024, flush=True)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_memory_is_flat(tmp_path):
    """A server that takes and gives 64 MiB has no more in memory than pieces of it."""
    path = tmp_path / "big"
    block = hashlib.sha256(b"x").digest() * 2**15
    with path.open("wb") as file:
        file.writelines([block] * 64)
    crc = 0

    class Sink:
        def write(self, data):
            nonlocal crc
            crc = zlib.crc32(data, crc)

    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
            ir.service.UploadDocument(Path="/Finance/big.bin", FileContent=path)
            assert 64 * 2**20 == ir.service.DownloadDocument.into(Sink(), Path="/Finance/big.bin").written
        process.stdin.write("\n")
        process.stdin.flush()
        megabytes = int(process.stdout.readline())
    assert crc == zlib.crc32(block * 64)
    assert 130 > megabytes
