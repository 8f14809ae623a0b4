"""Files that commands write: where links lead, and whose they are."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from soapclient.cli.links import followed
from soapclient.simulator import Simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links have owners elsewhere")


@pytest.fixture
def of_another(monkeypatch):
    """Make links another user's: root gives them away, and who is not root becomes another than their owner."""

    def give(*paths):
        if os.geteuid() == 0:
            for path in paths:
                os.chown(path, 65534, -1, follow_symlinks=False)
        else:
            mine = os.getuid()
            monkeypatch.setattr(os, "geteuid", lambda: mine + 1)

    return give


@pytest.fixture
def trap(tmp_path, of_another):
    """A name in a shared directory at which another user's link leads to a file of this one."""

    def make(kind):
        secret = tmp_path / "secret"
        (tmp_path / "shared").mkdir()
        link = tmp_path / "shared" / "report"
        if kind == "file":
            secret.write_text("before")
            link.symlink_to(secret)
        elif kind == "dangling":
            link.symlink_to(secret)
        elif kind == "relative":
            secret.write_text("before")
            link.symlink_to("../secret")
        elif kind == "chain":
            secret.write_text("before")
            (tmp_path / "other").symlink_to(secret)
            link.symlink_to(tmp_path / "shared" / ".." / "other")
        else:
            (tmp_path / "home").mkdir()
            secret = tmp_path / "home" / "report"
            (tmp_path / "shared" / "out").symlink_to(tmp_path / "home")
            link = tmp_path / "shared" / "out" / "report"
        of_another(tmp_path / "shared" / "out" if kind == "directory" else link)
        return link, secret

    return make


COMMANDS = [
    ["stubs", "-o", "{}"],
    ["wsdl", "report", "-o", "{}"],
    ["wsdl", "diff", "bundled", "bundled-2019", "--html", "{}"],
    ["call", "GetUser", "UserName=jdoe", "--server", "sim:", "--username", "admin", "-o", "{}"],
    ["bulk", "plan", "{rows}", "--server", "sim:", "--username", "admin", "-o", "{}"],
    ["simulate", "--file", "{}"],
]


@pytest.mark.parametrize("kind", ["file", "dangling", "relative", "chain", "directory"])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_a_link_of_another_user(cli, trap, tmp_path, configure, words, kind):
    """No command writes where another user's link leads, be it to a file, to none, or to a directory."""
    configure(password="admin")
    (tmp_path / "rows.csv").write_text("user_name,email\njdoe,x\n")
    link, secret = trap(kind)
    before = secret.exists()
    status, out, err = cli(*(word.format(link, rows=tmp_path / "rows.csv") for word in words))
    assert (status, out) == (2, "")
    assert "cannot be written (the link" in err and "belongs to another user)" in err
    assert secret.exists() == before
    assert not before or secret.read_text() == "before"


@pytest.mark.parametrize("words", COMMANDS[:5], ids=lambda words: " ".join(words[:2]))
def test_a_link_of_the_user(cli, tmp_path, configure, words):
    """The user's own link is followed, also where nothing is there yet, and stays."""
    configure(password="admin")
    (tmp_path / "rows.csv").write_text("user_name,email\njdoe,x\n")
    (tmp_path / "reports").mkdir()
    link = tmp_path / "link"
    link.symlink_to("reports/new")
    assert cli(*(word.format(link, rows=tmp_path / "rows.csv") for word in words))[0] == 0
    assert link.is_symlink() and (tmp_path / "reports" / "new").stat().st_size


def test_a_pipe_of_another_user(cli, tmp_path, of_another):
    """A pipe that another user has put there gets nothing."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    of_another(pipe)
    status, _, err = cli("stubs", "-o", str(pipe))
    assert (status, "not a regular file, and belongs to another user" in err) == (2, True)


def test_followed(tmp_path, monkeypatch):
    """A path is followed as the system does, with links to links, `..` behind a link, and names that are not there."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "here").symlink_to("a/b")
    (tmp_path / "again").symlink_to(tmp_path / "here")
    monkeypatch.chdir(tmp_path)
    for name in ("again/x", "again/../x", "./here/./x", "a/../x", "none/x", str(tmp_path / "again"), "/", "."):
        assert os.path.realpath(name) == str(followed(name))
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        followed("loop")


class TestSimulatorFile:
    """The file that a simulator keeps."""

    def test_private(self, tmp_path):
        """It and what SQLite puts beside it are its owner's alone, whatever the umask is."""
        before = os.umask(0)
        try:
            with Simulator(tmp_path / "state.db", seed_users=1):
                found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
        finally:
            os.umask(before)
        assert {0o600} == {*found.values()} and "state.db" in found

    def test_one_that_is_there(self, tmp_path):
        """The mode of a file that is there stays, and what it keeps."""
        path = tmp_path / "state.db"
        with Simulator(path, seed_users=3):
            pass
        path.chmod(0o640)
        with Simulator(path) as simulator:
            assert simulator.user("user00003")
        assert 0o640 == stat.S_IMODE(path.stat().st_mode)

    def test_where_it_cannot_be(self, tmp_path):
        """A directory or a place that is not there is told in a sentence."""
        for place in (tmp_path, tmp_path / "none" / "state.db"):
            with pytest.raises(ValueError, match="cannot be the simulator's file"):
                Simulator(place)
