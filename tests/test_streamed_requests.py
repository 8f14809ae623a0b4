"""Files and large bytes in an envelope: read and encoded while they are sent."""

from __future__ import annotations

import base64
import io
import re
import socket
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Contract, SoapClient, Ticket, UsernameToken, errors
from soapclient.calls import large
from soapclient.contract.bundled import bundled
from soapclient.wire.outgoing import Base64, Source

CONTRACT = Contract.load()
UPLOAD = CONTRACT["UploadDocument"]
DATA = bytes(range(256)) * 3000 + b"x"
ANSWER = http(body=envelope("UploadDocument", SUCCESS))


def content(request):
    """Return the bytes that a request has as the content of a document."""
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    assert length is not None
    assert int(length[1]) == len(body)
    found = re.search(rb"<(?:\w+:)?FileContent>([^<]*)</(?:\w+:)?FileContent>", body)
    return base64.b64decode(found[1], validate=True)


def client(server, **options):
    """Make a client that is known by a ticket."""
    return Client(server.url, auth=Ticket("secret-ticket"), wsdl="bundled", **options)


def serving(*replies):
    """Serve replies, one after the other."""
    left = list(replies or [ANSWER])
    return RawServer(lambda connection, request: connection.sendall(left.pop(0)))


class Pipe(io.RawIOBase):
    """What can be read once, a few bytes at a time."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._data.readinto(memoryview(buffer)[:1000])


class Short(io.BytesIO):
    """A file that gives fewer bytes than are asked for."""

    def read(self, size=-1):
        return super().read(min(size, 1000) if size > 0 else size)


def values(tmp_path):
    """Return one document in every form in which it can be given."""
    path = tmp_path / "big.pdf"
    path.write_bytes(DATA)
    file = io.BytesIO(b"skipped" + DATA)
    file.seek(7)
    pieces = (DATA[place : place + 1000] for place in range(0, len(DATA), 1000))
    return {
        "path": path, "file": file, "pipe": Pipe(DATA), "short": Short(DATA), "iterator": pieces, "bytes": DATA,
        "bytearray": bytearray(DATA), "memoryview": memoryview(DATA), "source": Source(path),
    }  # fmt: skip


class TestWhatArrives:
    """The envelope that a server gets."""

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    @pytest.mark.parametrize(
        "kind", ["path", "file", "pipe", "short", "iterator", "bytes", "bytearray", "memoryview", "source"]
    )
    def test_every_form(self, tmp_path, kind, version):
        """A path, an open file, a pipe, an iterator, bytes and a source are sent alike, under their length."""
        with serving() as server, client(server, soap_version=version) as ir:
            ir.service.UploadDocument(Path="/a/b", FileContent=values(tmp_path)[kind])
        assert content(server.requests[0]) == DATA
        assert b"<Path>/a/b</Path>" in server.requests[0] or b":Path>/a/b</" in server.requests[0]

    def test_by_the_python_name(self, tmp_path):
        """The Python spelling of a parameter takes a file too."""
        with serving() as server, client(server) as ir:
            ir.service.upload_document(path="/a/b", file_content=values(tmp_path)["path"])
        assert content(server.requests[0]) == DATA

    @pytest.mark.parametrize("size", [0, 1, 2, 3, 192 * 1024, 192 * 1024 + 1, 256 * 1024 - 1, 256 * 1024])
    def test_sizes(self, tmp_path, size):
        """A file of any size, an empty one too, is the same envelope as its bytes."""
        path = tmp_path / "f"
        path.write_bytes(DATA[:size])
        with serving(ANSWER, ANSWER) as server, client(server) as ir:
            ir.service.UploadDocument(Path="/a", FileContent=path)
            ir.service.UploadDocument(Path="/a", FileContent=DATA[:size] or large.Source(b""))
        first, second = (content(request) for request in server.requests)
        assert DATA[:size] == first == second

    @given(st.binary(max_size=50), st.lists(st.integers(1, 7), max_size=20))
    def test_base64_of_any_pieces(self, data, sizes):
        """Whatever the pieces are in which a source is read, their base64 is that of the whole."""

        class InPieces(Source):
            def pieces(self):
                place = 0
                for size in [*sizes, len(data) + 1]:
                    yield memoryview(data)[place : place + size]
                    place += size

        encoded = Base64(InPieces(data))
        assert b"".join(encoded.pieces()) == base64.b64encode(data)
        assert encoded.length == len(base64.b64encode(data))

    def test_it_is_sent_again_from_the_beginning(self, tmp_path):
        """After a session that was over the whole of an open file is sent again, and of a pipe too."""
        over = http(
            body=envelope("UploadDocument", '<response xmlns="" success="false" error="[901]Session expired" />')
        )
        login = http(body=envelope("AuthenticateUser", '<response xmlns="" success="true" error="" ticket="new" />'))
        for kind in ("file", "pipe", "iterator"):
            with serving(login, over, login, ANSWER, login) as server:
                with Client(server.url, username="a", password="b", wsdl="bundled") as ir:
                    ir.service.UploadDocument(Path="/a", FileContent=values(tmp_path)[kind])
            assert [DATA, DATA] == [content(request) for request in server.requests if b"FileContent" in request]

    def test_the_log(self, tmp_path, caplog):
        """A log shows the envelope with the number of bytes in the place of the content, and no secret."""
        caplog.set_level("DEBUG", "soapclient.transport")
        with serving(ANSWER, ANSWER) as server, client(server) as ir:
            ir.service.UploadDocument(Path="/a", FileContent=values(tmp_path)["path"])
            ir.service.UploadDocument(Path="/a", FileContent=DATA[:1000])
        assert f"FileContent>... {len(DATA):,} bytes</" in caplog.text
        assert base64.b64encode(DATA)[:60].decode() not in caplog.text
        assert "secret-ticket" not in caplog.text
        assert len(caplog.text) < 10_000

    def test_what_is_shown(self, tmp_path):
        """An envelope that is shown and not sent has the number of bytes, and the file is left as it is."""
        file = values(tmp_path)["file"]
        with serving() as server, client(server) as ir:
            shown = ir.envelope("UploadDocument", Path="/a", FileContent=file)
        assert f"... {len(DATA):,} bytes</" in shown
        assert 7 == file.tell()

    @pytest.mark.parametrize("around", [{}, {"security": UsernameToken("me", "x"), "addressing": True}])
    def test_any_service(self, tmp_path, around):
        """A client of any service sends a file so too, also with a security header and addresses in the envelope."""
        reply = http(body=envelope("UploadDocument", SUCCESS))
        with serving(reply) as server:
            wsdl = bundled("srv.wsdl")
            with SoapClient(wsdl, server=server.url, **around) as any_service:
                any_service.service.UploadDocument(
                    AuthenticationTicket="t", Path="/a", FileContent=values(tmp_path)["path"]
                )
        assert content(server.requests[0]) == DATA
        assert bool(around) is (b"UsernameToken" in server.requests[0])


class TestRefused:
    """What cannot be sent."""

    @pytest.mark.parametrize(
        "kind", ["missing", "folder", "closed", "text", "str", "number", "texts", "nothing", "read"]
    )
    def test_before_anything_is_sent(self, tmp_path, kind):
        """A file that cannot be read, and what is no file, is refused by the name of its parameter."""
        closed, pipe = io.BytesIO(), Pipe(b"once")
        closed.close()
        pipe.read()
        bad = {
            "missing": tmp_path / "none", "folder": tmp_path, "closed": closed, "text": io.StringIO("x"),
            "str": "a.pdf", "number": 7, "texts": iter(["a"]), "nothing": iter([]), "read": pipe,
        }[kind]  # fmt: skip
        with serving() as server, client(server) as ir:
            with pytest.raises(errors.ArgumentError, match="UploadDocument: FileContent: "):
                ir.service.UploadDocument(Path="/a", FileContent=bad)
        assert [] == server.requests

    def test_where_text_is_wanted(self, tmp_path):
        """A file for a text is refused as it always was."""
        with serving() as server, client(server) as ir:
            with pytest.raises(errors.ArgumentError, match="Path: PosixPath.* where text is expected"):
                ir.service.UploadDocument(Path=tmp_path, FileContent=b"x")

    def test_over_a_form(self, tmp_path):
        """A form cannot carry bytes, and says so of a file too."""
        with serving() as server, client(server, transport="http-post") as ir:
            with pytest.raises(errors.UnknownOperation, match="FileContent is bytes, which a form cannot carry"):
                ir.service.UploadDocument(Path="/a", FileContent=values(tmp_path)["path"])

    @pytest.mark.parametrize("change", ["shorter", "longer", "gone", "closed"])
    def test_while_it_is_sent(self, tmp_path, change):
        """A source that changes while it is sent is an error: the envelope has no end, so nothing was applied."""
        path = tmp_path / "f"
        path.write_bytes(DATA)
        file = path.open("rb")
        source = Source(file if change == "closed" else path)
        if change == "gone":
            path.unlink()
        elif change == "closed":
            file.close()
        else:
            path.write_bytes(DATA[:-1] if change == "shorter" else DATA + b"x")
        file.close()
        with serving() as server, client(server) as ir:
            with pytest.raises(errors.TransportError, match="while being sent") as caught:
                ir.service.UploadDocument(Path="/a", FileContent=source)
            assert not caught.value.maybe_applied
            assert "UploadDocument" == caught.value.operation
            ir.service.UploadDocument(Path="/a", FileContent=DATA)
        assert 1 == len([request for request in server.requests if request.endswith(b"Envelope>")])

    def test_read_at_the_same_time(self):
        """A file that something else reads while it is sent is an error, not a mixture of bytes."""

        class Shared(io.BytesIO):
            others = 0

            def read(self, size=-1):
                self.others += 1
                if self.others == 3:
                    super().read(1000)
                return super().read(size)

        with serving() as server, client(server) as ir:
            with pytest.raises(errors.TransportError, match="read by something else while being sent") as caught:
                ir.service.UploadDocument(Path="/a", FileContent=Shared(DATA))
        assert not caught.value.maybe_applied


PROGRAM = """
import sys, pathlib
from soapclient import Client, Ticket
from soapclient.calls.flow import Blocking
def peak():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024
class Sink:
    def __init__(self): self.size = 0
    def write(self, data): self.size += len(data)
ir = Client(sys.argv[1], auth=Ticket("t"), wsdl="bundled", timeout=300)
ir.service.UploadDocument(Path="/a", FileContent=b"x")
idle = peak()
ir.service.UploadDocument(Path="/a", FileContent=pathlib.Path(sys.argv[2]))
sink = Sink()
caller = ir.wiring.caller
Blocking(ir.wiring.send).carry(caller.call(caller.find("DownloadDocument"), {"Path": "/a"}, into=sink))
print(sink.size, peak() - idle)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
@pytest.mark.parametrize("blocks", [16, pytest.param(360, marks=pytest.mark.endurance)])
def test_memory_is_flat(tmp_path, blocks):
    """A document of 48 MiB costs less than 8 MB each way, and so does one of more than 1 GiB."""
    size = 3 * blocks * 2**20
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.truncate(size)
    before, _, after = envelope("DownloadDocument", "@").partition(b"@")
    block = base64.b64encode(bytes(3 * 2**20))
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(before) + len(after) + len(block) * blocks}\r\n\r\n".encode()
    download = [head.replace(b"\r\n", b"\r\nContent-Type: text/xml\r\n", 1), before, *[block] * blocks, after]
    received = []

    def serve(listener):
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as stream:
            for reply in ([ANSWER], [ANSWER], download):
                length = next(int(line.split(b":")[1]) for line in stream if line.startswith(b"Content-Length"))
                while stream.readline() != b"\r\n":
                    pass
                received.append(sum(len(stream.read(min(2**20, length - at))) for at in range(0, length, 2**20)))
                for piece in reply:
                    connection.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=[listener], daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/srv.asmx"
        command = [sys.executable, "-c", PROGRAM, url, str(path)]
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        thread.join(10)
    assert 0 == run.returncode, run.stderr
    read, megabytes = map(int, run.stdout.split())
    assert size == read
    assert received[1] > size * 4 // 3
    assert 8 > megabytes


@pytest.mark.parametrize("size", [1000, 3 * 2**20 + 1])
def test_the_command_line(cli, sim, configure, tmp_path, size):
    """A file goes up from the command line and comes down into one, whatever its size; an old one is replaced."""
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes((DATA * 5)[:size])
    target.write_bytes(b"old")
    with sim.serve() as server:
        configure(server=server.url, username="admin", password="admin")
        status, _, told = cli("call", "UploadDocument", "Path=/Finance/up.bin", f"FileContent=@{source}")
        assert (0, "") == (status, told)
        assert (0, "", "") == cli("call", "DownloadDocument", "Path=/Finance/up.bin", "-o", str(target))
        assert source.read_bytes() == target.read_bytes()
        sim.fail("truncate", operation="DownloadDocument")
        status, _, _ = cli("call", "DownloadDocument", "Path=/Finance/up.bin", "-o", str(target))
        assert (3, source.read_bytes()) == (status, target.read_bytes())
    assert {source, target} == {*tmp_path.iterdir()}
