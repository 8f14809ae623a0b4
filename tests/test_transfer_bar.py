"""The progress of transfers, in bytes and files."""

from __future__ import annotations

import io

import pytest

from soapclient import ExchangeProgress
from soapclient.cli import transfer_bar
from soapclient.cli.connection import CommandContext
from soapclient.cli.transfer_bar import TransferBar, size


@pytest.fixture
def connection(monkeypatch):
    """A connection whose password nobody is asked for; everything is shown at once."""
    made = CommandContext()
    vars(made)["password"] = "x"
    monkeypatch.setattr(transfer_bar, "_EVERY", 0.0)
    monkeypatch.setattr(transfer_bar, "_DRAWN", 0.0)
    return made


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_951, "1.0 MB"),
     (5_000_000_000, "5.0 GB"), (10**18, "1000000.0 TB")],
)  # fmt: skip
def test_sizes(count, text):
    """A number of bytes is written as people read it."""
    assert text == size(count)


def test_lines(connection, capfd):
    """Without a terminal it is a line now and then, in bytes or in files, on standard error."""
    with TransferBar(connection, "downloaded") as bar:
        bar.one(1500, 3000)
        bar.one(1500, None)
        bar.many(ExchangeProgress(name="x", files=1, of_files=3, bytes=10, of_bytes=20))
    out, err = capfd.readouterr()
    assert (out, err.splitlines()) == (
        "",
        ["downloaded: 1.5 kB of 3.0 kB", "downloaded: 1.5 kB", "downloaded: 10 bytes of 20 bytes, 1/3 files"],
    )


@pytest.mark.parametrize("given", [{"json": True}, {"quiet": True}])
def test_silence(connection, capfd, given):
    """With --json or --quiet there is none."""
    connection.given |= given
    with TransferBar(connection, "downloaded") as bar:
        bar.one(1, 2)
    assert capfd.readouterr() == ("", "")


def test_a_terminal(connection, monkeypatch):
    """At a terminal it is a bar, and a name that a terminal would obey is harmless in it."""
    pytest.importorskip("rich")

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with TransferBar(connection, "picked up") as bar:
        bar.many(ExchangeProgress(name="a\x1b[2Jb.txt", files=1, of_files=3, bytes=10, of_bytes=20))
        bar.many(ExchangeProgress(name="x" * 80, files=2, of_files=3, bytes=20, of_bytes=20))
    assert "a [2Jb.txt" in screen.getvalue()
    assert "2/3 files" in screen.getvalue()
