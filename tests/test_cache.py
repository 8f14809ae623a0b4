"""WSDLs on disk: one file for each server, whole or as if it were not there."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient.contract.loading import cache as caches
from soapclient.contract.loading.cache import Cache, Entry

URL = "https://dms.example.com/srv.asmx"
POSIX = pytest.mark.skipif(os.name != "posix", reason="there are no such permissions on this system")


def entry(data=b"<definitions/>", **values):
    return Entry(**{"url": URL, "data": data, "etag": '"1"', "fetched": 1.0, "checked": 2.0, **values})


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "a" / "cache")


def only_file(cache):
    [file] = cache.path.iterdir()
    return file


class TestEntries:
    """What is kept and what is found."""

    @given(st.binary(), st.text(), st.text(), st.floats(allow_nan=False), st.floats(allow_nan=False))
    def test_what_is_kept_is_found(self, tmp_path_factory, data, etag, last_modified, fetched, checked):
        """Any bytes and any validators come back as they were."""
        cache = Cache(tmp_path_factory.getbasetemp() / "any")
        kept = entry(data, etag=etag, last_modified=last_modified, fetched=fetched, checked=checked)
        cache.put(kept)

        assert kept == cache.get(URL)

    def test_nothing(self, cache):
        """An empty cache has nothing, and looking makes no directory."""
        assert cache.get(URL) is None
        assert not cache.path.exists()

    def test_one_for_each_server_and_route(self, cache):
        """Another URL, or another way to it, has an entry of its own."""
        cache.put(entry(b"1"))
        cache.put(entry(b"2"), ["verify=False"])

        assert (b"1", b"2") == (cache.get(URL).data, cache.get(URL, ["verify=False"]).data)
        assert cache.get(URL + "x") is cache.get(URL, ["verify=/ca.pem"]) is None

    def test_the_last_one_counts(self, cache):
        """A new entry takes the place of the old one."""
        cache.put(entry(b"1"))
        cache.put(entry(b"2"))

        assert b"2" == cache.get(URL).data
        assert only_file(cache)

    @given(place=st.integers(0, 400), byte=st.integers(0, 255))
    def test_one_wrong_byte(self, tmp_path_factory, place, byte):
        """With one byte changed, it is found as it was or not at all."""
        cache = Cache(tmp_path_factory.getbasetemp() / "byte")
        kept = entry(b"x" * 100)
        cache.put(kept)
        raw = bytearray(only_file(cache).read_bytes())
        raw[place % len(raw)] = byte
        only_file(cache).write_bytes(raw)

        found = cache.get(URL)
        assert found is None or (kept.data, URL) == (found.data, found.url)

    @given(length=st.integers(0, 400))
    def test_cut(self, tmp_path_factory, length):
        """A file that was cut is not there."""
        cache = Cache(tmp_path_factory.getbasetemp() / "cut")
        cache.put(entry(b"x" * 100))
        raw = only_file(cache).read_bytes()
        only_file(cache).write_bytes(raw[: length % len(raw)])

        assert cache.get(URL) is None

    @pytest.mark.parametrize(
        "change",
        [{"format": 0}, {"url": "https://other.example.com/srv.asmx"}, {"etag": 1}, {"checked": "x"}, {"more": 1},
         {"fetched": None}],
        ids=str,
    )  # fmt: skip
    def test_another_version_or_server(self, cache, change):
        """What another version wrote, or what is of another server, is not there."""
        cache.put(entry())
        line, _, data = only_file(cache).read_bytes().partition(b"\n")
        only_file(cache).write_bytes(json.dumps({**json.loads(line), **change}).encode() + b"\n" + data)

        assert cache.get(URL) is None

    @pytest.mark.parametrize("raw", [b"", b"\n", b"[]\n", b"null\nx", b"{}\n", b"[" * 100_000 + b"\n", b"\xff\xfe\n"])
    def test_another_file(self, cache, raw):
        """A file that is none of ours is not there."""
        cache.put(entry())
        only_file(cache).write_bytes(raw)

        assert cache.get(URL) is None

    def test_limit(self, cache, monkeypatch):
        """Above the limit the oldest go; the newest stays whatever its size."""
        monkeypatch.setattr(caches, "MAX_TOTAL", 3000)
        for number in range(3):
            cache.put(entry(b"x" * 1000, url=f"{URL}{number}"))
            os.utime(cache._file(f"{URL}{number}", ()), (number, number))
        cache.put(entry(b"x" * 1000, url=f"{URL}3"))
        assert [False, False, True, True] == [cache.get(f"{URL}{number}") is not None for number in range(4)]

        cache.put(entry(b"x" * 5000))
        assert b"x" * 5000 == cache.get(URL).data
        assert only_file(cache)

    def test_what_a_dead_writer_left(self, cache):
        """What a writer that died left behind is removed after an hour, and not before."""
        cache.put(entry())
        for name, age in ((".new-old", 7200), (".new-young", 60)):
            (cache.path / name).write_bytes(b"x")
            os.utime(cache.path / name, (time.time() - age,) * 2)
        cache.put(entry())

        assert [".new-young"] == [each.name for each in cache.path.iterdir() if each.name.startswith(".")]


class TestTrouble:
    """What a disk can do to it."""

    def test_a_file_in_its_place(self, tmp_path):
        """Where the directory cannot be made, nothing is kept and nothing is raised."""
        (tmp_path / "file").write_text("")
        cache = Cache(tmp_path / "file" / "cache")
        cache.put(entry())

        assert cache.get(URL) is None

    def test_full(self, cache, monkeypatch, caplog):
        """A full disk keeps the old entry, leaves no file behind, and is told in the log."""
        cache.put(entry(b"old"))

        def full(self, target):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        with caplog.at_level("INFO", "soapclient.cache"):
            cache.put(entry(b"new"))

        assert b"old" == cache.get(URL).data
        assert only_file(cache)
        assert "No space left on device" in caplog.text

    @POSIX
    def test_only_the_owner(self, cache):
        """Directory and files are the owner's alone, whatever the umask."""
        before = os.umask(0)
        try:
            cache.put(entry())
        finally:
            os.umask(before)

        assert [0o700, 0o600] == [stat.S_IMODE(each.stat().st_mode) for each in (cache.path, only_file(cache))]

    @POSIX
    def test_others_may_write(self, cache, caplog):
        """A directory that others may write into is not used, neither to read nor to write."""
        cache.put(entry(b"old"))
        cache.path.chmod(0o777)
        with caplog.at_level("INFO", "soapclient.cache"):
            assert cache.get(URL) is None
            cache.put(entry(b"new"))
        assert "other users can write" in caplog.text

        cache.path.chmod(0o700)
        assert b"old" == cache.get(URL).data


WRITER = """
    import sys
    from pathlib import Path
    from soapclient.contract.loading.cache import Cache, Entry
    cache, mine = Cache(Path(sys.argv[1])), int(sys.argv[2])
    seen = set()
    for count in range(150):
        size = 20_000 + mine * 1000
        cache.put(Entry(url="http://h/", data=b"%d" % mine * size, etag=str(mine), fetched=mine, checked=count))
        found = cache.get("http://h/")
        assert found is not None, "an entry that is being replaced is gone"
        assert found.data == found.etag.encode() * (20_000 + int(found.etag) * 1000), "parts of two writes"
        assert found.fetched == int(found.etag)
        seen.add(found.etag)
    print(*sorted(seen))
"""


def test_many_processes(tmp_path):
    """Processes that write and read one entry at once always find a whole one: bytes and metadata of the same write."""
    code = textwrap.dedent(WRITER)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), str(number)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for number in range(4)
    ]
    done = [each.communicate(timeout=120) for each in running]

    assert [(0, b"")] * 4 == [(each.returncode, error) for each, (_, error) in zip(running, done, strict=True)]
    assert only_file(Cache(tmp_path))


class TestDirectory:
    """Where the cache is."""

    @pytest.fixture(autouse=True)
    def _nothing_chosen(self, monkeypatch):
        for name in (caches.VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(Path, "home", lambda: Path("/h"))

    @pytest.mark.parametrize(
        ("platform", "environment", "expected"),
        [
            ("linux", {}, "/h/.cache/soapclient"),
            ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/soapclient"),
            ("linux", {"XDG_CACHE_HOME": "relative"}, "/h/.cache/soapclient"),
            ("linux", {"XDG_CACHE_HOME": "/x", "SOAPCLIENT_CACHE_DIR": "/own"}, "/own"),
            ("darwin", {}, "/h/Library/Caches/soapclient"),
            ("win32", {"LOCALAPPDATA": "/l"}, "/l/soapclient/Cache"),
            ("win32", {}, None),
        ],
    )
    def test_place(self, monkeypatch, platform, environment, expected):
        """The variable wins, then the platform's own place."""
        monkeypatch.setattr(sys, "platform", platform)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

        assert (None if expected is None else Path(expected)) == caches.directory()

    def test_no_home(self, monkeypatch):
        """Without a home there is no cache."""

        def home():
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr(Path, "home", home)
        assert caches.directory() is caches.opened(True) is None

    def test_option(self):
        """The client's option is the usual place, none, or a directory."""
        assert Path("/h/.cache/soapclient") == caches.opened(True).path
        assert caches.opened(False) is None
        assert "<Cache '/own'>" == repr(caches.opened("/own")).replace("\\\\", "/")


def test_entry_hides_its_bytes():
    """The repr of an entry does not show a megabyte."""
    assert "definitions" not in repr(entry())
    assert attrs.evolve(entry(), data=b"x").sha256 != entry().sha256
