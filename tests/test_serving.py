"""The scripts that start the servers of others: what they start ends, what fails is told and leaves nothing behind."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

CI = Path(__file__).resolve().parent.parent / ".ci"
PAGE = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[2]))
        self.end_headers()
        self.wfile.write(b"<definitions/>")
    def log_message(self, *words):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[3])), Page).serve_forever()
"""


@pytest.fixture(scope="module")
def serving():
    """The module that the scripts share."""
    spec = importlib.util.spec_from_file_location("serving", CI / "serving.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fake(serving, monkeypatch, tmp_path):
    """A server of one page, with the HTTP status that it answers and the text of its program."""
    monkeypatch.setattr(serving, "BUILT", tmp_path / "built")
    source = tmp_path / "source"
    source.write_text("one")

    class Fake(serving.Server):
        name = "fake"
        status = 200
        program = PAGE
        builds = 0

        def sources(self):
            return (source,)

        def build(self, built):
            self.builds += 1
            (built / "made").write_text(source.read_text())

        def prepare(self, own, ports):
            return {"fake": (sys.executable, "-c", self.program, str(own), str(self.status), str(ports[0]))}

    server = Fake()
    server.source = source
    return server


def _pid(directory):
    return int((directory / "fake" / "fake.pid").read_text())


def test_start_and_stop(serving, fake, tmp_path):
    """A server that is started answers at its URL; stopped, it is gone with its files."""
    fake.install()
    url = fake.start(tmp_path / "run")
    own, pid = tmp_path / "run" / "fake", _pid(tmp_path / "run")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as reply:
        assert reply.read() == b"<definitions/>"
    with pytest.raises(serving.ServeError, match="exists: stop the server that uses it first"):
        fake.start(tmp_path / "run")

    fake.stop(tmp_path / "run")

    assert not own.exists()
    assert not serving.ours(pid, own)


def test_a_server_that_ends(serving, fake, tmp_path):
    """A server that ends by itself is told with the end of its log, and leaves nothing."""
    fake.install()
    fake.program = "print('out of luck'); raise SystemExit(3)"

    with pytest.raises(serving.ServeError, match="fake ended with status 3\nout of luck"):
        fake.start(tmp_path / "run")

    assert not (tmp_path / "run" / "fake").exists()


def test_a_server_that_fails(serving, fake, tmp_path):
    """A server that answers with HTTP 500 is told at once, and ended."""
    fake.install()
    fake.status = 500

    with pytest.raises(serving.ServeError, match="answers HTTP 500"):
        fake.start(tmp_path / "run")

    assert not (tmp_path / "run" / "fake").exists()


def test_a_build(serving, fake, tmp_path):
    """What is built is built once, and anew when a source of it changes; what is not built is not started."""
    with pytest.raises(serving.ServeError, match="fake is not built: run 'serve install' first"):
        fake.start(tmp_path / "run")
    fake.install()
    fake.install()
    assert fake.builds == 1
    fake.source.write_text("two")
    fake.install()

    assert (fake.builds, (fake.built / "made").read_text()) == (2, "two")


def test_a_build_that_fails_is_none(serving, fake):
    """A build that failed counts as none, so that the next one makes it."""
    fake.build = lambda built: serving.do([sys.executable, "-c", "raise SystemExit('no compiler')"])

    for _ in range(2):
        with pytest.raises(serving.ServeError, match="no compiler"):
            fake.install()


def test_packages_need_root(serving, monkeypatch):
    """Missing packages are named where nobody may install them."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(serving.ServeError, match="install needs root; missing: php-cli php-soap"):
        serving.apt_install(["php-cli", "php-soap"])


@pytest.mark.parametrize("words", [(), ("run",), ("start",), ("begin", "x")])
@pytest.mark.parametrize("script", ["interop/all", "asmx/serve", "interop/php/serve"])
def test_how_to_use_it(script, words):
    """A script that is called wrongly says how it is used, and ends with status 2."""
    result = subprocess.run([CI / script, *words], capture_output=True, text=True)

    assert (result.returncode, result.stdout) == (2, "")
    assert "install " in result.stderr and "stop DIR" in result.stderr


def test_all_of_them_or_none(tmp_path):
    """Where one server cannot be started, no command runs and none stays: CI fails instead of skipping tests."""
    folder = tmp_path / ".ci"
    names = ("asmx", "php", "node", "gsoap", "spyne")
    for name in names:
        script = (folder if name == "asmx" else folder / "interop") / name / "serve"
        script.parent.mkdir(parents=True)
        fails = '[ "$1" = start ] && echo "no luck" >&2 && exit 1\n' if name == "node" else ""
        script.write_text(f'#!/bin/sh\n{fails}echo "{name} $1" >>"{tmp_path}/log"\n')
        script.chmod(0o755)
    for name in ("serving.py", "interop/all"):
        (folder / name).write_bytes((CI / name).read_bytes())
    (folder / "interop" / "all").chmod(0o755)

    result = subprocess.run(
        [folder / "interop" / "all", "run", "touch", tmp_path / "ran"], capture_output=True, text=True
    )

    assert (result.returncode, result.stderr.strip()) == (1, "no luck")
    assert not (tmp_path / "ran").exists()
    log = (tmp_path / "log").read_text().splitlines()
    assert {f"{name} stop" for name in names} <= {*log}


def test_a_process_that_is_ending_is_waited_for(serving, fake, tmp_path, monkeypatch):
    """A stopped server leaves no process that nobody has waited for, though it takes a moment to end."""
    fake.install()
    fake.start(tmp_path / "run")
    process = fake._started["fake"]
    monkeypatch.setattr(serving, "end", lambda pid, own: os.kill(pid, signal.SIGKILL))

    fake.stop(tmp_path / "run")
    assert process.returncode == -signal.SIGKILL
