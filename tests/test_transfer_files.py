"""What uploads read from, and what downloads write to."""

from __future__ import annotations

import io
import os
import stat
import zlib
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from soapclient.errors import ArgumentError, TransportError
from soapclient.inforouter.transfer.sources import source_of, with_last
from soapclient.inforouter.transfer.targets import HandedFile, Identity, PartFile

DATA = bytes(range(256)) * 4
SAME = Identity("http://server/srv.asmx", "/a/b", 0, len(DATA), zlib.crc32(DATA))


def names(folder):
    """Return the names of what is in a folder."""
    return sorted(each.name for each in folder.iterdir())


class Trickle(io.RawIOBase):
    """A file that cannot go back and gives few bytes at a time."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def readable(self):
        """Tell that it can be read."""
        return True

    def readinto(self, buffer):
        """Give at most seven bytes."""
        return self._data.readinto(memoryview(buffer)[:7])


class TestSources:
    """What can be uploaded, in even chunks."""

    @pytest.mark.parametrize("size", [1, 3, 256, 1000, 1024, 5000])
    @pytest.mark.parametrize(
        "kind", ["bytes", "view", "path", "text path", "file", "later in a file", "pieces", "pipe"]
    )
    def test_chunks_are_even(self, tmp_path, kind, size):
        """Whatever the source, all its bytes come in order, in chunks of one size but for the last."""
        path = tmp_path / "source"
        path.write_bytes(b"xx" * (kind == "later in a file") + DATA)
        with path.open("rb") as file:
            if kind == "later in a file":
                file.seek(2)
            given = {
                "bytes": DATA,
                "view": memoryview(DATA),
                "path": path,
                "text path": str(path),
                "file": file,
                "later in a file": file,
                "pieces": iter([DATA[:1], b"", DATA[1:700], DATA[700:]]),
                "pipe": Trickle(DATA),
            }[kind]
            source = source_of(given)
            chunks = list(source.chunks(size))
            assert DATA == b"".join(chunks)
            assert {size} >= {len(each) for each in chunks[:-1]}
            assert (None if kind in ("pieces", "pipe") else len(DATA)) == source.size
            if source.repeatable:
                assert chunks == list(source.chunks(size))

    @pytest.mark.parametrize("given", [b"", iter(()), io.BytesIO()], ids=["bytes", "iterator", "file"])
    def test_nothing_gives_no_chunk(self, given):
        """An empty source has no chunk at all."""
        assert [] == list(source_of(given).chunks(10))

    def test_the_last_chunk_is_told(self):
        """Each chunk comes with whether it is the last."""
        assert [(b"a", False), (b"b", True)] == list(with_last(iter([b"a", b"b"])))
        assert [] == list(with_last(iter(())))

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (5, "int where"),
            (io.StringIO("x"), "open in text mode"),
            ("no/such/file", "cannot be read"),
            (None, "NoneType"),
        ],
    )
    def test_what_is_no_source_is_refused(self, given, told):
        """What cannot be read as bytes is refused before anything is sent."""
        with pytest.raises(ArgumentError, match=told):
            source_of(given)

    def test_a_pipe_by_its_path(self, tmp_path):
        """The path of a pipe is read once, as it comes."""
        os.mkfifo(tmp_path / "pipe")
        with ThreadPoolExecutor(1) as pool:
            source = source_of(tmp_path / "pipe")
            written = pool.submit((tmp_path / "pipe").write_bytes, DATA)
            assert (DATA, None, False) == (b"".join(source.chunks(300)), source.size, source.repeatable)
            assert len(DATA) == written.result()

    def test_a_source_stays_itself(self):
        """A source is taken as it is, and shown by its size."""
        source = source_of(DATA)
        assert source is source_of(source)
        assert "1024 bytes" in repr(source)

    def test_a_file_that_is_gone_is_told(self, tmp_path):
        """A file that cannot be read any more is an error when it is."""
        (tmp_path / "source").write_bytes(DATA)
        source = source_of(tmp_path / "source")
        (tmp_path / "source").unlink()
        with pytest.raises(TransportError, match="could not be read while it was sent"):
            list(source.chunks(10))

    def test_a_closed_file_is_refused(self):
        """A file that is closed is refused."""
        file = io.BytesIO(DATA)
        file.close()
        with pytest.raises(ArgumentError, match="closed"):
            source_of(file)

    def test_a_folder_is_refused(self, tmp_path):
        """The path of a folder is refused."""
        with pytest.raises(ArgumentError, match="cannot be read"):
            source_of(tmp_path)

    def test_texts_of_an_iterator_are_refused(self):
        """An iterator that gives texts is refused when it does."""
        with pytest.raises(ArgumentError, match="expected bytes, not str"):
            list(source_of(iter(["a"])).chunks(3))

    @pytest.mark.parametrize(("after", "told"), [(b"y", "longer"), (None, "shorter"), (b"", "another")])
    def test_a_file_that_changes_is_noticed(self, tmp_path, after, told):
        """A file that grows, shrinks or is written while it is read is an error at its end."""
        path = tmp_path / "source"
        path.write_bytes(DATA)
        chunks = source_of(path).chunks(100)
        next(chunks)
        if after is None:
            os.truncate(path, 150)
        else:
            with path.open("ab") as file:
                file.write(after)
            os.utime(path, (1, 1))
        with pytest.raises(TransportError, match=told):
            list(chunks)

    def test_an_open_file_that_grows_is_noticed(self):
        """So is a file that was opened by the caller."""
        file = io.BytesIO(DATA)
        source = source_of(file)
        file.getbuffer().release()
        file.seek(0, os.SEEK_END)
        file.write(b"more")
        with pytest.raises(TransportError, match="longer"):
            list(source.chunks(100))

    def test_what_comes_once_is_not_read_twice(self):
        """An iterator that was begun cannot be read again: that is an error, not an empty source."""
        source = source_of(iter([DATA]))
        next(source.chunks(10))
        with pytest.raises(TransportError, match="cannot be read again"):
            list(source.chunks(10))


class TestPartFile:
    """A file comes up under its name when it is whole."""

    def test_nothing_is_there_before_the_end(self, tmp_path):
        """The bytes are in another file until the end, and the file that is replaced is there until then."""
        path = tmp_path / "a.pdf"
        path.write_bytes(b"before")
        target = PartFile(path)
        target.begin(SAME)
        target.write(DATA)
        assert b"before" == path.read_bytes()
        target.finish()
        target.give_up()
        assert DATA == path.read_bytes()
        assert ["a.pdf"] == names(tmp_path)

    def test_the_mode_is_the_users(self, tmp_path):
        """The file has the mode that the user's umask gives a new file, whatever the replaced one had."""
        path = tmp_path / "a.pdf"
        path.write_bytes(b"before")
        path.chmod(0o600)
        before = os.umask(0o027)
        try:
            target = PartFile(path)
            target.begin(None)
            target.finish()
        finally:
            os.umask(before)
        assert 0o640 == stat.S_IMODE(path.stat().st_mode)

    def test_a_failure_leaves_nothing(self, tmp_path):
        """What failed leaves no file, and the one of before as it was."""
        path = tmp_path / "a.pdf"
        path.write_bytes(b"before")
        target = PartFile(path)
        target.begin(SAME)
        target.write(DATA)
        target.give_up()
        assert ["a.pdf"] == names(tmp_path)
        assert b"before" == path.read_bytes()

    def test_a_beginning_of_the_same_bytes_is_gone_on_with(self, tmp_path):
        """With resume, what is there of the same bytes counts, and its check sum is told."""
        first = PartFile(tmp_path / "a.pdf", resume=True)
        assert (0, 0) == first.begin(SAME)
        first.write(DATA[:100])
        first.give_up()
        second = PartFile(tmp_path / "a.pdf", resume=True)
        assert (100, zlib.crc32(DATA[:100])) == second.begin(SAME)
        second.write(DATA[100:])
        second.finish()
        assert DATA == (tmp_path / "a.pdf").read_bytes()
        assert ["a.pdf"] == names(tmp_path)

    @pytest.mark.parametrize(
        "change", [{"version": 1000001}, {"size": 2000}, {"crc": 1}, {"path": "/a/c"}, {"server": "http://other"}, None]
    )
    def test_a_beginning_of_other_bytes_is_thrown_away(self, tmp_path, change):
        """Of another version, size, check sum, document or server, nothing that is there counts."""
        first = PartFile(tmp_path / "a.pdf", resume=True)
        first.begin(SAME)
        first.write(DATA[:100])
        first.give_up()
        other = None if change is None else attrs.evolve(SAME, **change)
        second = PartFile(tmp_path / "a.pdf", resume=True)
        assert (0, 0) == second.begin(other)
        second.write(b"other")
        second.finish()
        assert b"other" == (tmp_path / "a.pdf").read_bytes()

    def test_what_is_too_long_is_thrown_away(self, tmp_path):
        """A part file with more bytes than there can be is begun anew."""
        first = PartFile(tmp_path / "a.pdf", resume=True)
        first.begin(SAME)
        first.write(DATA + b"x")
        first.give_up()
        second = PartFile(tmp_path / "a.pdf", resume=True)
        assert (0, 0) == second.begin(SAME)
        second.give_up()
        assert [] == names(tmp_path)

    def test_a_damaged_record_counts_as_none(self, tmp_path):
        """A record that cannot be read says nothing of the part file."""
        (tmp_path / ".a.pdf.part").write_bytes(DATA[:100])
        (tmp_path / ".a.pdf.part.json").write_text("{")
        target = PartFile(tmp_path / "a.pdf", resume=True)
        assert (0, 0) == target.begin(SAME)
        target.give_up()

    def test_two_do_not_write_one_file(self, tmp_path):
        """A second download to the same file is refused while the first one goes on, and can be made after it."""
        path = tmp_path / "a.pdf"
        first = PartFile(path)
        first.begin(None)
        with pytest.raises(BlockingIOError, match="Another download"):
            PartFile(path)
        first.write(DATA)
        first.finish()
        second = PartFile(path)
        second.begin(None)
        second.write(b"second")
        second.finish()
        assert b"second" == path.read_bytes()

    def test_a_file_that_got_its_name_is_not_written(self, tmp_path, monkeypatch):
        """Who waited for the lock of a part file that has its name now opens a new one, and does not empty the file."""
        from soapclient.inforouter.transfer import targets

        path, take = tmp_path / "a.pdf", targets.lock
        first = PartFile(path)
        first.begin(None)
        first.write(DATA)

        def late(descriptor):
            monkeypatch.setattr(targets, "lock", take)
            first.finish()
            return take(descriptor)

        monkeypatch.setattr(targets, "lock", late)
        second = PartFile(path)
        second.begin(None)
        assert DATA == path.read_bytes()
        second.give_up()
        assert DATA == path.read_bytes()

    def test_a_folder_is_not_replaced(self, tmp_path):
        """The path of a folder is refused before anything is written."""
        with pytest.raises(IsADirectoryError, match="folder"):
            PartFile(tmp_path)
        assert [] == names(tmp_path)

    def test_a_pipe_is_not_replaced(self, tmp_path):
        """What is no regular file stays: it can be opened and given instead."""
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(OSError, match="ot a regular file"):
            PartFile(tmp_path / "pipe")
        assert ["pipe"] == names(tmp_path)

    def test_a_pipe_in_the_place_of_a_part_file(self, tmp_path):
        """A part file that is no regular file is an error, and stays."""
        os.mkfifo(tmp_path / ".a.pdf.part")
        with pytest.raises(OSError, match="ot a regular file: remove it"):
            PartFile(tmp_path / "a.pdf")
        assert [".a.pdf.part"] == names(tmp_path)

    def test_what_comes_up_meanwhile_is_not_replaced_unless_it_is_a_file(self, tmp_path):
        """A folder that comes up under the name is not replaced, and nothing else is left."""
        target = PartFile(tmp_path / "a.pdf")
        target.begin(None)
        (tmp_path / "a.pdf").mkdir()
        with pytest.raises(IsADirectoryError):
            target.finish()
        target.give_up()
        assert ["a.pdf"] == names(tmp_path)

    def test_a_link_stays_a_link(self, tmp_path):
        """A link is followed: the file that it names is replaced, in its own folder."""
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / "a.pdf").write_bytes(b"before")
        (tmp_path / "link").symlink_to(tmp_path / "real" / "a.pdf")
        target = PartFile(tmp_path / "link")
        target.begin(None)
        target.write(DATA)
        target.finish()
        assert (tmp_path / "link").is_symlink()
        assert DATA == (tmp_path / "real" / "a.pdf").read_bytes()

    def test_a_long_name_has_a_part_file_too(self, tmp_path):
        """A name as long as a file system takes gets a part file of another name."""
        path = tmp_path / ("n" * 255)
        target = PartFile(path)
        target.begin(None)
        target.write(DATA)
        target.finish()
        assert DATA == path.read_bytes()


class TestHandedFile:
    """Files that the caller opened."""

    def test_all_is_written_by_a_file_that_takes_little(self, tmp_path):
        """A file that takes a few bytes at a time gets all of them."""

        class Slow(io.BytesIO):
            def write(self, data):
                return super().write(bytes(data)[:7])

        file = Slow()
        HandedFile(file).write(DATA)
        assert DATA == file.getvalue()

    @pytest.mark.parametrize("answer", [None, True, "written", 7.0, b"", len(DATA), len(DATA) + 1])
    def test_what_says_no_number_has_taken_all(self, answer):
        """A sink whose write returns something else than how much it took is not written to twice, and gets bytes."""
        taken = []

        class Sink:
            def write(self, data):
                assert type(data) is bytes
                taken.append(data)
                return answer

        HandedFile(Sink()).write(DATA)
        assert [DATA] == taken

    @pytest.mark.parametrize("answer", [None, 0])
    def test_what_takes_nothing_is_told(self, answer):
        """A file that does not wait and takes nothing is an error: no byte is dropped, and nothing hangs."""

        class Full(io.RawIOBase):
            def write(self, data):
                return answer

        with pytest.raises(BlockingIOError, match="non-blocking and full"):
            HandedFile(Full()).write(DATA)

    def test_it_goes_back_to_where_it_stood(self):
        """What was written is taken back, and what was there before stays."""
        file = io.BytesIO(b"head")
        file.seek(4)
        target = HandedFile(file)
        target.write(b"wrong")
        assert target.restart()
        target.write(b"ok")
        assert b"headok" == file.getvalue()

    def test_what_is_behind_it_stays(self):
        """Of a file that has more behind the place where it stood, nothing is cut off."""
        file = io.BytesIO(b"head....tail")
        file.seek(4)
        target = HandedFile(file)
        target.write(b"w")
        assert target.restart()
        target.write(b"okay")
        assert b"headokaytail" == file.getvalue()

    def test_what_was_handed_on_cannot_be_taken_back(self):
        """A file that cannot go back says so, once it has bytes."""

        class Pipe(io.RawIOBase):
            def write(self, data):
                return len(data)

        target = HandedFile(Pipe())
        assert target.restart()
        target.write(b"x")
        assert not target.restart()
