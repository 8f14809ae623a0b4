"""The progress of a bulk run: a live bar at a terminal, lines elsewhere, and Ctrl-C with the bar on the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest

import soapclient
from soapclient import RowResult
from soapclient.cli import progress
from soapclient.simulator import Simulator

ROWS = 60
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]")
WITHOUT_RICH = "import sys; sys.modules['rich'] = None; from soapclient.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def sim():
    """A simulator with more users, slow enough for a bar to be seen."""
    with Simulator(seed_users=ROWS) as simulator:
        simulator.fail("delay", operation="UpdateUserContactInfo", times=None, seconds=0.05)
        yield simulator


@pytest.fixture
def work(sim, tmp_path, monkeypatch, configure):
    """A directory with a file of rows, one of them for nobody, in the environment of an administrator."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    with sim.serve() as server:
        monkeypatch.chdir(tmp_path)
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "80")
        names = ["nobody", *(f"user{number:05}" for number in range(1, ROWS + 1))]
        Path("rows.csv").write_text("user_name,email\n" + "".join(f"{each},x@y\n" for each in names))
        yield tmp_path


def _at_a_terminal():
    """Take standard input for the terminal of the process, whose Ctrl-C it hears."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, *words, code=None):
        self.screen = ""
        self._master, slave = pty.openpty()
        start = [sys.executable, *(["-c", code] if code else ["-m", "soapclient"]), *words]
        self._process = subprocess.Popen(
            start,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)},
            start_new_session=True,
            preexec_fn=_at_a_terminal,
        )
        os.close(slave)
        self._late = threading.Timer(60, self._process.kill)
        self._late.start()

    @property
    def text(self):
        """What is on the screen, without what a terminal obeys."""
        return CODES.sub("", self.screen)

    def until(self, pattern):
        """Read the screen until it has a text."""
        while not re.search(pattern, self.text):
            data = self._read()
            assert data, f"it ended with {self._process.wait()}: {self.screen}"
            self.screen += data

    def type(self, text):
        """Press keys."""
        os.write(self._master, text.encode())

    def end(self):
        """Read the rest, and give the exit status."""
        while data := self._read():
            self.screen += data
        self._late.cancel()
        os.close(self._master)
        return self._process.wait()

    def _read(self):
        try:
            return os.read(self._master, 65536).decode("utf-8", "replace")
        except OSError:  # how Linux says that the other side is closed
            return ""


RUN = ("bulk", "run", "rows.csv", "--journal", "j", "--yes", "--workers", "2")


class TestTerminal:
    """What is seen at a terminal."""

    def test_bar(self, work):
        """The bar shows how many of how many, the rate, the time left and the failures; in the end it is gone."""
        terminal = Terminal(*RUN)
        terminal.until(rf"done ━+[╸╺]?━* +\d+/{ROWS + 1} +\d+(\.\d)?/s \d\d:\d\d 1 not done")
        assert 5 == terminal.end()

        assert COLOUR.search(terminal.screen)
        rest = terminal.screen.rpartition("\x1b[2K")[2]
        assert f"done      {ROWS}\r\nfailed    1\r\n" in rest
        assert "━" not in rest and "\x1b" not in rest

    def test_no_color(self, work, monkeypatch):
        """With NO_COLOR the bar has no colours."""
        monkeypatch.setenv("NO_COLOR", "1")
        terminal = Terminal(*RUN)
        assert 5 == terminal.end()
        assert "━" in terminal.screen and not COLOUR.search(terminal.screen)

    @pytest.mark.parametrize("how", ["dumb", "quiet", "json", "no rich"])
    def test_no_bar(self, work, monkeypatch, how):
        """There is none on a dumb terminal, with --quiet or --json, or without rich; the run is the same."""
        if how == "dumb":
            monkeypatch.setenv("TERM", "dumb")
        words = [*RUN, *([f"--{how}"] if how in ("quiet", "json") else [])]
        terminal = Terminal(*words, code=WITHOUT_RICH if how == "no rich" else None)
        assert 5 == terminal.end()
        assert "\x1b" not in terminal.screen and f"/{ROWS + 1}" not in terminal.screen
        assert f'"done": {ROWS}' in terminal.screen or f"done      {ROWS}" in terminal.screen

    def test_a_password_is_not_drawn_over(self, work, monkeypatch):
        """While the password is asked for there is no bar, and it is not shown."""
        monkeypatch.delenv("SOAPCLIENT_PASSWORD")
        terminal = Terminal(*RUN)
        terminal.until("Password of admin: ")
        assert "\x1b" not in terminal.screen
        terminal.type("admin\n")
        terminal.until("━")
        assert 5 == terminal.end()
        assert "admin\r" not in terminal.screen.partition("Password of admin: ")[2]

    def test_ctrl_c(self, work, sim):
        """Ctrl-C finishes the calls in flight, takes the bar away, and leaves a command that ends the run well."""
        sim.stop_failing()
        sim.fail("delay", operation="UpdateUserContactInfo", times=None, seconds=0.3)
        terminal = Terminal(*RUN)
        terminal.until(rf"done ━.* [1-9]\d?/{ROWS + 1}")
        terminal.type("\x03")
        terminal.until("finishing the calls in flight ━")
        assert 130 == terminal.end()

        last = terminal.screen.rpartition("\x1b[2K")[2]
        assert last.endswith("go on with: soapclient bulk resume j\r\n") and "━" not in last
        assert "\x1b[?25h" in terminal.screen.rpartition("\x1b[?25l")[2]
        journal = Path("j").read_text().splitlines()
        assert '"end"' in journal[-1]
        assert len([line for line in journal if '"intent"' in line]) == len(
            [line for line in journal if '"outcome"' in line]
        )
        sim.stop_failing()
        again = Terminal("bulk", "resume", "j")
        assert 5 == again.end()
        assert f"done      {ROWS}\r\nfailed    1\r\n" in again.screen

    def test_ctrl_c_twice(self, work, sim):
        """A second Ctrl-C ends it at once, with the cursor back; the run is resumed to its end all the same."""
        sim.stop_failing()
        sim.fail("delay", operation="UpdateUserContactInfo", times=None, seconds=20)
        terminal = Terminal(*RUN)
        terminal.until(r"done ━[\s\S]*done ━")  # drawn again: it is wholly there
        while "UpdateUserContactInfo" not in {call.operation for call in [*sim.arrived]}:
            assert terminal._process.poll() is None
            time.sleep(0.01)
        terminal.type("\x03")
        terminal.until("finishing the calls in flight ━")
        terminal.type("\x03")
        terminal.until("ended at once: what became of the calls in flight is read")
        assert 130 == terminal.end()
        assert "\x1b[?25h" in terminal.screen.rpartition("\x1b[?25l")[2]
        sim.stop_failing()
        again = Terminal("bulk", "resume", "j")
        assert 5 == again.end()
        assert f"done      {ROWS}\r\nfailed    1\r\n" in again.screen

    def test_ctrl_c_before_the_run(self, work, sim):
        """Ctrl-C while users are read names no journal, for there is none; nothing was changed."""
        sim.fail("delay", operation="GetUser", times=None, seconds=0.1)
        before = sim.user("user00001")
        terminal = Terminal(*RUN)
        terminal.until("planned ")
        terminal.type("\x03")
        assert 130 == terminal.end()
        assert "soapclient: interrupted\r\n" in terminal.screen and "resume" not in terminal.screen
        assert not Path("j").exists() and before == sim.user("user00001")


class TestElsewhere:
    """What is written where there is no terminal."""

    def test_lines(self, capsys, monkeypatch):
        """A line tells how many of how many, and the failures once there are any."""
        monkeypatch.setattr(progress, "_EVERY", 0)
        rows = [RowResult(number=n, line=n, key="x", status=status) for n, status in ((1, "done"), (2, "failed"))]
        with progress.ProgressBar("done", shown=True, ready=lambda: True) as shown:
            for row in rows:
                shown.result(row, 3)
        assert "done: 1/3\ndone: 2/3, 1 not done\n" == capsys.readouterr().err

    def test_now_and_then(self, capsys):
        """Lines come every few seconds, not with every row."""
        with progress.ProgressBar("done", shown=True, ready=lambda: True) as shown:
            for number in range(1000):
                shown.count(number, 1000)
        assert "" == capsys.readouterr().err

    @pytest.mark.parametrize("broken", [True, False])
    def test_no_standard_error(self, monkeypatch, capsys, broken):
        """Without a standard error that can be written the run goes on, and standard output is not used for it."""
        monkeypatch.setattr(progress, "_EVERY", 0)
        stream = open(os.devnull) if broken else None  # noqa: SIM115, PTH123 - closed at once
        if stream:
            stream.close()
        monkeypatch.setattr(sys, "stderr", stream)
        progress.say("x")
        with progress.ProgressBar("done", shown=not broken, ready=lambda: True) as shown:
            shown.count(1, 2)
        assert "" == capsys.readouterr().out

    def test_ctrl_c_is_answered(self, capsys):
        """Ctrl-C is answered with a line before the calls in flight have ended."""
        old = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with pytest.raises(KeyboardInterrupt), progress.ProgressBar("done", shown=True, ready=lambda: True):
                signal.raise_signal(signal.SIGINT)
        finally:
            signal.signal(signal.SIGINT, old)
        assert "interrupted: finishing the calls in flight; Ctrl-C again ends at once\n" == capsys.readouterr().err

    def test_the_handler_is_put_back(self):
        """Ctrl-C means after it what it meant before; who ignores it, as nohup does, goes on ignoring it."""
        for before in (signal.default_int_handler, signal.SIG_IGN):
            old = signal.signal(signal.SIGINT, before)
            try:
                with progress.ProgressBar("done", shown=False, ready=lambda: True):
                    assert (signal.getsignal(signal.SIGINT) is before) == (before is signal.SIG_IGN)
                assert before is signal.getsignal(signal.SIGINT)
            finally:
                signal.signal(signal.SIGINT, old)
