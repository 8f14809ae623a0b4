"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import pty
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from servers import RawServer, envelope, http, refusal

import soapclient
from soapclient.cli import main
from soapclient.simulator import Simulator

COMMAND = [sys.executable, "-m", "soapclient"]
NULL_FACTS = ("name", "python_name", "type", "min_occurs", "nillable", "null", "on_null", "required")
NEVER_SHOWN = "S3cr3t-hunter2"


@pytest.fixture
def url(sim):
    """The simulator's URL, on a real socket."""
    with sim.serve() as server:
        yield server.url


@pytest.fixture
def admin(url, configure):
    """The environment of an administrator of the simulator."""
    configure(server=url, username="admin", password="admin")
    return url


@pytest.fixture
def stdin(monkeypatch):
    """Put bytes on standard input."""

    def put(data):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return put


def environment():
    """The environment of a subprocess: that of the test, and the package that is tested."""
    return {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}


def process(*words, data=None, **settings):
    """Run a command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *words], input=data, capture_output=True, text=True, env=environment(), timeout=60, **settings
    )


def start(*words, **settings):
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), **settings
    )


def error(text):
    """Read the one JSON line of an error."""
    (line,) = text.splitlines()
    return json.loads(line)["error"]


class TestExitStatus:
    """Exit statuses and streams, in processes of their own."""

    def test_done_is_0_with_the_result_on_standard_output_alone(self, admin):
        """A call that succeeds exits 0 and says nothing on standard error."""
        done = process("call", "UserExists", "UserName=jdoe")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "true\n"

    def test_a_refusal_of_the_service_is_1(self, admin):
        """What the service refuses exits 1, in one line on standard error, with nothing on standard output."""
        done = process("users", "show", "nobody")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"soapclient: {refusal('GetUser', 'User not found', 4000)}\n"

    def test_wrong_usage_is_2(self, admin):
        """An unknown option exits 2 in one line that names the help."""
        done = process("ops", "--colour")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("soapclient: ") and "soapclient ops --help" in done.stderr
        assert done.stderr.count("\n") == 1

    def test_arguments_that_do_not_fit_are_2(self, admin, sim):
        """A value that is no int exits 2 and reaches no server."""
        done = process("call", "GetAllUsers1", "StartingRowNumber=first")
        assert done.returncode == 2
        assert "StartingRowNumber" in done.stderr
        assert not sim.arrived

    def test_a_server_that_cannot_be_reached_is_3(self):
        """A refused connection exits 3; the message is the last line, after the warning about the contract."""
        done = process("call", "ServerInfo", "--server", "http://127.0.0.1:1/srv.asmx")
        assert (done.returncode, done.stdout) == (3, "")
        warning, message = done.stderr.splitlines()
        assert warning.startswith("soapclient: warning: using the bundled contract")
        assert message.startswith("soapclient: ServerInfo: Could not connect to http://127.0.0.1:1/srv.asmx")

    def test_a_warning_before_an_error_is_in_its_json(self):
        """Under --json standard error is one JSON line, with the warnings beside the error."""
        done = process("call", "ServerInfo", "--server", "http://127.0.0.1:1/srv.asmx", "--json")
        (line,) = done.stderr.splitlines()
        value = json.loads(line)
        assert value["error"]["type"] == "ConnectError"
        assert len(value["warnings"]) == 1 and "bundled contract" in value["warnings"][0]

    def test_an_answer_that_cannot_be_used_is_3(self, admin, sim):
        """A login page where an answer was due exits 3."""
        sim.fail("html", operation="GetUser")
        assert process("users", "show", "jdoe").returncode == 3

    def test_an_operation_that_the_contract_lacks_is_4(self):
        """An unknown operation exits 4 and the nearest name is told."""
        done = process("describe", "UpdateUserContctInfo")
        assert (done.returncode, done.stdout) == (4, "")
        assert "UpdateUserContactInfo" in done.stderr

    def test_a_null_that_cannot_be_said_is_4(self, admin, sim):
        """KEEP for a field that null does not keep exits 4 and reaches no server."""
        done = process("call", "UpdateUserContactInfo", "userName:=keep")
        assert done.returncode == 4
        assert not sim.arrived

    def test_an_interrupt_is_130_and_tells_the_doubt(self, admin, sim):
        """Ctrl-C during a change exits 130 in one line which says that the change may have been made."""
        sim.fail("delay", operation="UpdateUserContactInfo", seconds=20)
        running = start("call", "UpdateUserContactInfo", "userName=jdoe", "emailAddress=new@example.com")
        until(lambda: any(each.operation == "UpdateUserContactInfo" for each in sim.arrived))
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert (running.returncode, out) == (130, "")
        assert err == (
            "soapclient: interrupted; UpdateUserContactInfo may have been applied: read before repeating it\n"
        )

    @pytest.mark.parametrize("words", [["ops"], ["ops", "--json"]])
    def test_an_interrupt_while_it_starts_shows_no_trace(self, tmp_path, words):
        """Ctrl-C while the package is being imported is 130 in one line as well."""
        (tmp_path / "click.py").write_text("import time\nprint('importing', flush=True)\ntime.sleep(60)\n")
        path = os.pathsep.join([str(tmp_path), environment()["PYTHONPATH"]])
        with subprocess.Popen(
            [sys.executable, "-c", "import sys, soapclient.cli as it; sys.exit(it.main())", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**environment(), "PYTHONPATH": path},
        ) as running:
            assert running.stdout.readline() == "importing\n"
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=30)

        assert (running.returncode, out) == (130, "")
        if "--json" in words:
            assert error(err) == {"type": "Interrupted", "code": None, "message": "interrupted", "operation": None}
        else:
            assert err == "soapclient: interrupted\n"

    def test_an_interrupted_reading_leaves_no_doubt(self, admin, sim):
        """Ctrl-C during a read exits 130 with one plain line, and JSON where that is wanted."""
        sim.fail("delay", operation="GetUser", seconds=20)
        running = start("users", "show", "jdoe", "--json")
        until(lambda: any(each.operation == "GetUser" for each in sim.arrived))
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert (running.returncode, out) == (130, "")
        assert error(err) == {"type": "Interrupted", "code": None, "message": "interrupted", "operation": None}

    @pytest.mark.parametrize("words", [["ops"], ["ops", "--json"], ["--help"], ["describe", "GetUser"], ["demo"]])
    def test_a_reader_that_goes_away_ends_it_quietly(self, words):
        """A closed pipe on standard output makes no traceback and no message."""
        running = start(*words)
        running.stdout.close()
        err = running.stderr.read()
        running.stderr.close()
        assert (running.wait(30), err) == (141, "")

    def test_head_gets_its_line(self):
        """`ops | head -1` prints one line and nothing on standard error."""
        line = f"{shlex.quote(sys.executable)} -m soapclient ops | head -1"
        done = subprocess.run(line, shell=True, capture_output=True, text=True, env=environment(), timeout=60)
        assert (done.stdout.count("\n"), done.stderr) == (1, "")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
    @pytest.mark.parametrize("word", ["ops", "demo", "--help"])
    def test_output_that_cannot_be_written_is_no_success(self, word):
        """A full disk behind standard output is one line on standard error and no exit status 0."""
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [*COMMAND, word], stdout=full, stderr=subprocess.PIPE, text=True, env=environment(), timeout=60
            )
        assert done.returncode == 2
        assert done.stderr.startswith("soapclient: ") and done.stderr.count("\n") == 1

    def test_output_that_is_closed_ends_it_before_anything_is_done(self, admin, sim, monkeypatch, capfd):
        """With no standard output at all nothing is sent."""
        monkeypatch.setattr("sys.stdout", None)
        assert main(["users", "update", "jdoe", "--clear", "email"]) == 2
        assert not sim.arrived

    def test_output_that_is_closed_is_no_success(self):
        """A closed standard output is one line on standard error and no exit status 0."""
        line = f"{shlex.quote(sys.executable)} -m soapclient describe GetUser >&-"
        done = subprocess.run(line, shell=True, capture_output=True, text=True, env=environment(), timeout=60)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)

    @pytest.mark.parametrize("words", ["describe NoSuchOperation", "ops nothing-fits", "--server sim: ops zzz"])
    def test_a_closed_standard_error_sends_nothing_to_standard_output(self, words):
        """Where standard error is closed, what belongs there is said nowhere."""
        done = subprocess.run(
            ["sh", "-c", f'"$0" -m soapclient {words} 2>&-', sys.executable],
            stdout=subprocess.PIPE,
            env=environment(),
            timeout=60,
        )
        assert done.returncode == (4 if "describe" in words else 0)
        assert done.stdout == b""

    def test_what_ends_a_command_from_outside(self, cli, monkeypatch):
        """A broken pipe is 141 without a word, an interrupt is 130, and a system error is 2 with its reason."""

        def emit(error):
            def fail(_):
                raise error

            monkeypatch.setattr("soapclient.cli.output.emit", fail)

        monkeypatch.setattr("soapclient.cli.output.silence", lambda stream: None)
        emit(BrokenPipeError())
        assert cli("ops") == (141, "", "")
        emit(KeyboardInterrupt())
        assert cli("ops") == (130, "", "soapclient: interrupted\n")
        emit(FileNotFoundError(2, "No such file or directory", "x"))
        assert cli("ops") == (2, "", "soapclient: No such file or directory (x)\n")

    @pytest.mark.parametrize(("error", "status"), [(BrokenPipeError(), 141), (OSError(28, "No space left"), 2)])
    @pytest.mark.parametrize("words", [["ops"], ["call", "DownloadDocument", "Path=/x", "-o", "-"]])
    def test_standard_output_that_fails(self, monkeypatch, admin, sim, capsys, tmp_path, words, error, status):
        """Text and bytes that cannot be written end the command, and Python's own exit does not fail once more."""

        class Broken(io.BytesIO):
            def write(self, _):
                raise error

            def fileno(self):
                return file.fileno()

        sim.fail("reply", body=envelope("DownloadDocument", "eA=="), operation="DownloadDocument", times=1)
        with (tmp_path / "x").open("wb") as file:
            monkeypatch.setattr("sys.stdout", io.TextIOWrapper(Broken(), write_through=True))
            assert main(words) == status
            assert os.path.samestat(os.fstat(file.fileno()), Path(os.devnull).stat())
        assert capsys.readouterr().err.count("\n") == (status == 2)
        monkeypatch.undo()

    def test_an_error_that_should_not_be_is_70_without_a_trace(self, cli, monkeypatch):
        """An unexpected exception is one sentence with its type, and exits 70."""
        monkeypatch.setattr("soapclient.cli.output.emit", lambda text: [][0])
        status, out, err = cli("ops")
        assert (status, out) == (70, "")
        assert "IndexError" in err and "Traceback" not in err and err.count("\n") == 1

    def test_the_trace_is_there_on_request_without_secrets(self, cli, monkeypatch, admin, sim):
        """SOAPCLIENT_DEBUG=1 shows the trace of an unexpected exception, the password in it hidden."""

        def emit(text):
            raise RuntimeError(f"with {NEVER_SHOWN}")

        set_password(sim, "admin", NEVER_SHOWN)
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", NEVER_SHOWN)
        monkeypatch.setenv("SOAPCLIENT_DEBUG", "1")
        monkeypatch.setattr("soapclient.cli.output.emit", emit)
        status, _, err = cli("users", "show", "jdoe")
        assert status == 70
        assert "Traceback" in err and "with ***" in err and NEVER_SHOWN not in err


def until(condition):
    """Wait for something to happen."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def set_password(sim, user, password):
    """Give a user of a simulator another password, as its user would."""
    adapter = sim.adapter()
    import requests

    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", adapter)
        base = "http://sim.invalid/srv.asmx"
        reply = session.post(f"{base}/AuthenticateUser", data={"UID": user, "PWD": user}).text
        ticket = reply.partition('ticket="')[2].partition('"')[0]
        names = {"AuthenticationTicket": ticket, "oldPassword": user, "newPassword": password}
        contract = soapclient.Contract.load("bundled")["ChangeUserPassword"]
        form = {}
        for name in contract.parameters:
            known = {key.casefold(): value for key, value in names.items()}
            form[name] = known.get(name.casefold(), user)
        assert 'success="true"' in session.post(f"{base}/ChangeUserPassword", data=form).text


class TestSecrets:
    """Passwords: where they may come from, and where they never go."""

    def test_a_password_is_read_from_standard_input(self, cli, url, stdin):
        """--password-stdin takes the first line, whatever line end it has."""
        options = ("--server", url, "--username", "admin", "--password-stdin")
        stdin(b"admin\n")
        assert cli("users", "show", "jdoe", *options)[0] == 0
        done = process("users", "show", "jdoe", *options, data="admin\r\n")
        assert (done.returncode, done.stderr) == (0, "")

    def test_the_prompt_is_hidden(self, url):
        """At a terminal the password is asked for, and what is typed is not shown."""
        ours, theirs = pty.openpty()
        try:
            running = start(
                "users", "show", "jdoe", "--server", url, "--username", "admin", stdin=theirs, start_new_session=True
            )
            # Typed once the prompt has switched the terminal's echo off.
            assert read_until(running.stderr, "Password of admin: ")
            os.write(ours, b"admin\n")
            out, err = running.communicate(timeout=30)
        finally:
            os.close(theirs)
            os.close(ours)
        assert running.returncode == 0
        assert "john.doe@example.com" in out
        assert "admin" not in err

    @pytest.fixture
    def typed(self, monkeypatch):
        """Let a person at a terminal answer every hidden prompt; give the prompts."""
        prompts = []

        def answer(reply):
            def read(prompt):
                prompts.append(prompt)
                if isinstance(reply, BaseException):
                    raise reply
                return reply

            monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
            monkeypatch.setattr("getpass.getpass", read)
            return prompts

        return answer

    def test_a_secret_argument_is_asked_for(self, cli, url, typed):
        """PWD=@- at a terminal is a hidden prompt."""
        prompts = typed("secret")
        assert cli("call", "AuthenticateUser", "UID=jdoe", "PWD=@-", "--server", url)[0] == 0
        assert prompts == ["PWD: "]

    def test_the_password_is_asked_for_once_and_only_if_needed(self, cli, url, typed, sim):
        """A renewed login does not ask again, and an operation without a ticket does not ask at all."""
        prompts = typed("admin")
        options = ("--server", url, "--username", "admin")
        sim.fail("error", operation="GetUser", text="[901] Session expired or Invalid ticket")
        assert cli("users", "show", "jdoe", *options)[0] == 0
        assert sim.logins == 2 and prompts == ["Password of admin: "]
        cli("call", "AuthenticateUser", "UID=jdoe", "PWD=@-", *options)
        cli("describe", "GetUser", *options)
        assert prompts == ["Password of admin: ", "PWD: "]

    @pytest.mark.parametrize("reply", ["", EOFError()])
    def test_no_answer_is_no_password(self, cli, url, typed, reply):
        """An empty answer is refused instead of sent."""
        typed(reply)
        status, _, err = cli("users", "show", "jdoe", "--server", url, "--username", "admin")
        assert status == 2 and "nothing was entered" in err

    def test_an_interrupt_at_the_prompt_leaves_no_doubt(self, cli, url, typed):
        """Ctrl-C at the prompt of a change says nothing of a change that may have been made."""
        typed(KeyboardInterrupt())
        words = ("users", "update", "jdoe", "--clear", "email", "--server", url, "--username", "admin")
        assert cli(*words) == (130, "", "soapclient: interrupted\n")

    def test_the_doubt_outlives_the_prompt(self, cli, url, typed, monkeypatch):
        """Ctrl-C in the call after a prompt says that the change may have been made."""

        def interrupted(*_, **__):
            raise KeyboardInterrupt

        typed("admin")
        monkeypatch.setattr("soapclient.errors.UserNotFound.__init__", interrupted)
        words = ("users", "update", "nobody", "--clear", "email", "--server", url, "--username", "admin")
        status, _, err = cli(*words)
        assert status == 130 and "UpdateUserContactInfo may have been applied" in err

    def test_standard_input_may_be_no_text(self, cli, admin, stdin, monkeypatch):
        """A password in another encoding, and a closed standard input, are wrong input."""
        stdin(b"\xff")
        status, _, err = cli("users", "show", "jdoe", "--password-stdin")
        assert status == 2 and "not utf-8 text" in err
        monkeypatch.setattr("sys.stdin", None)
        assert cli("users", "show", "jdoe", "--password-stdin")[0] == 2
        status, _, err = cli("call", "GetUser", "UserName=@-")
        assert status == 2 and "standard input cannot be read (it is closed)" in err

    def test_without_a_terminal_nothing_is_asked(self, url):
        """Where nobody can be asked, a missing password is wrong usage and names the two ways."""
        done = process("users", "show", "jdoe", "--server", url, "--username", "admin", data="")
        assert done.returncode == 2
        assert "SOAPCLIENT_PASSWORD" in done.stderr and "--password-stdin" in done.stderr

    def test_a_closed_standard_input_is_no_terminal(self, cli, url, monkeypatch):
        """Where standard input is closed nothing is asked either."""
        monkeypatch.setattr("sys.stdin", None)
        assert cli("users", "show", "jdoe", "--server", url, "--username", "admin")[0] == 2

    def test_an_empty_standard_input_is_no_password(self, cli, admin, stdin):
        """--password-stdin with nothing on it is refused."""
        stdin(b"\n")
        assert cli("users", "show", "jdoe", "--password-stdin")[0] == 2
        assert process("users", "show", "jdoe", "--password-stdin", data="").returncode == 2

    def test_an_empty_secret_is_remembered_by_nobody(self, cli, url, tmp_path):
        """An empty password from a file is sent, and hides nothing."""
        (tmp_path / "secret").write_bytes(b"")
        words = ("call", "AuthenticateUser", "UID=jdoe", f"PWD=@{tmp_path / 'secret'}", "--server", url)
        status, _, err = cli(*words)
        assert status == 1 and "***" not in err

    @pytest.mark.parametrize(
        "words",
        [
            ["users", "show", "jdoe"],
            ["users", "show", "jdoe", f"--password={NEVER_SHOWN}"],
            ["users", "show", "jdoe", f"-p{NEVER_SHOWN}"],
            ["call", "AuthenticateUser", "UID=jdoe", f"PWD={NEVER_SHOWN}"],
            ["call", "AuthenticateUser", "UID=jdoe", f"pwd={NEVER_SHOWN}"],
            ["call", "AuthenticateUser", "UID=jdoe", f"PWD=@@{NEVER_SHOWN}"],
            ["call", "AuthenticateUser", "UID=jdoe", f"PWDD={NEVER_SHOWN}"],
            ["call", "AuthenticateUser", "UID=jdoe", f"PWD:={NEVER_SHOWN}"],
            ["call", "AuthenticateUser", NEVER_SHOWN],
            ["call", "AuthenticateUser", "UID=jdoe", "PWD=@secret"],
            ["envelope", "AuthenticateUser", "UID=jdoe", "PWD=@secret"],
            ["users", "show", "jdoe", "--profile", "with-password"],
            ["users", "show", "jdoe", "--profile", "x", "--json"],
        ],
    )
    @pytest.mark.parametrize("debug", ["", "1"])
    def test_a_password_is_never_shown(self, url, words, debug, tmp_path, monkeypatch):
        """However a password comes in, it comes out nowhere."""
        (tmp_path / "secret").write_text(f"{NEVER_SHOWN}\n")
        (tmp_path / "profiles.ini").write_text(f"[with-password]\npassword = {NEVER_SHOWN}\n")
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))
        monkeypatch.setenv("SOAPCLIENT_SERVER", url)
        monkeypatch.setenv("SOAPCLIENT_USERNAME", "jdoe")
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", NEVER_SHOWN)
        monkeypatch.setenv("SOAPCLIENT_DEBUG", debug)
        done = process(*words, cwd=tmp_path)
        assert NEVER_SHOWN not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert done.returncode == (0 if words[0] == "envelope" else 1 if words[-1] in ("jdoe", "PWD=@secret") else 2)

    def test_a_damaged_profile_file_is_not_quoted(self, cli, tmp_path, monkeypatch):
        """A line that is no setting is named by its number alone: it may be a password."""
        (tmp_path / "profiles.ini").write_text(f"[x]\nserver = sim:\n{NEVER_SHOWN}\n")
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))
        status, _, err = cli("users", "show", "jdoe", "--profile", "x")
        assert status == 2
        assert "line 3" in err and NEVER_SHOWN not in err

    def test_a_secret_argument_names_the_safe_ways(self, cli, url, sim):
        """A secret in a word is refused with the two ways to give it, and nothing is sent."""
        status, _, err = cli("call", "AuthenticateUser", "UID=jdoe", f"PWD={NEVER_SHOWN}", "--server", url)
        assert status == 2 and "PWD=@FILE or PWD=@-" in err
        assert not sim.arrived

    def test_a_secret_argument_comes_from_a_file(self, cli, url, tmp_path):
        """PWD=@FILE sends the file's text without its last line end."""
        (tmp_path / "secret").write_text("secret\n")
        status, out, _ = cli("call", "AuthenticateUser", "UID=jdoe", f"PWD=@{tmp_path / 'secret'}", "--server", url)
        assert status == 0
        assert 'success="true"' in out

    def test_a_secret_argument_comes_from_standard_input(self, cli, url, stdin):
        """PWD=@- sends what is on standard input."""
        stdin(b"secret")
        status, out, _ = cli("call", "AuthenticateUser", "UID=jdoe", "PWD=@-", "--server", url, "--json")
        assert status == 0
        assert json.loads(out)["attributes"]["username"] == "jdoe"

    def test_standard_input_is_used_once(self, cli, admin, stdin):
        """Two arguments from standard input, or one and the password, are refused."""
        stdin(b"secret")
        status, _, err = cli("call", "AuthenticateUser", "UID=@-", "PWD=@-")
        assert status == 2 and "PWD: standard input is already used" in err
        status, _, err = cli("call", "AuthenticateUser", "UID=@-", "--password-stdin")
        assert status == 2 and "UID: standard input is already used" in err

    def test_a_ticket_that_is_given_needs_no_login(self, cli, url, sim, tmp_path, stdin):
        """A ticket from a file is used as it is, without user name and password."""
        stdin(b"secret")
        _, out, _ = cli("call", "AuthenticateUser", "UID=jdoe", "PWD=@-", "--server", url, "--json")
        (tmp_path / "ticket").write_text(json.loads(out)["attributes"]["ticket"])
        words = ("UserName=jdoe", f"AuthenticationTicket=@{tmp_path / 'ticket'}")
        status, _, err = cli("call", "GetUser", *words, "--server", url)
        assert (status, err) == (0, "")
        assert sim.logins == 1

    def test_a_login_that_is_missing_is_named_before_anything_is_sent(self, cli, url, sim):
        """Without a user name a call that needs a ticket is wrong usage."""
        status, _, err = cli("call", "GetUser", "UserName=jdoe", "--server", url)
        assert status == 2
        assert "--username" in err
        assert not sim.arrived


def read_until(stream, text):
    """Read characters until a text has come."""
    seen = ""
    while not seen.endswith(text):
        char = stream.read(1)
        if not char:
            return False
        seen += char
    return True


class TestConnection:
    """Where server, user and contract come from."""

    @pytest.fixture
    def profile(self, tmp_path, monkeypatch):
        """Write a profile named x."""

        def write(*lines):
            (tmp_path / "profiles.ini").write_text("\n".join(["[x]", *lines]))
            monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))

        return write

    def test_options_may_stand_before_the_command(self, cli, admin):
        """The connection options and --json work before the command, before and after a group's."""
        for words in (
            ["--username", "jdoe", "--json", "users", "show", "jdoe"],
            ["users", "--username", "jdoe", "--json", "show", "jdoe"],
            ["users", "show", "jdoe", "--username", "jdoe", "--json"],
        ):
            status, out, err = cli(*words)
            assert status == 1
            assert out == "" and error(err)["type"] == "AuthenticationFailed"

    def test_an_option_after_the_command_goes_before_the_one_in_front(self, cli, admin):
        """The nearer option wins."""
        status, out, _ = cli("--username", "nobody", "users", "show", "jdoe", "--username", "admin", "--json")
        assert status == 0
        assert json.loads(out)["user_name"] == "jdoe"

    def test_options_go_before_environment_before_profile(self, cli, admin, profile, monkeypatch):
        """Precedence is option, environment, profile, each setting for itself."""
        profile("server = http://127.0.0.1:1/srv.asmx", "username = nobody")
        assert cli("users", "show", "jdoe", "--profile", "x")[0] == 0
        monkeypatch.delenv("SOAPCLIENT_USERNAME")
        assert cli("users", "show", "jdoe", "--profile", "x")[0] == 1
        assert cli("users", "show", "jdoe", "--profile", "x", "--username", "admin")[0] == 0
        monkeypatch.delenv("SOAPCLIENT_SERVER")
        assert cli("users", "show", "jdoe", "--profile", "x", "--username", "admin")[0] == 3

    def test_a_profile_has_all_settings(self, cli, url, profile, monkeypatch, sim):
        """Server, user name, WSDL, SOAP version and timeout can come from a profile."""
        profile(f"server = {url}", "username = admin", "wsdl = bundled", "soap_version = 1.2", "timeout = 0.3")
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "admin")
        assert cli("users", "show", "jdoe", "--profile", "x")[0] == 0
        assert {each.protocol for each in sim.arrived} == {"soap12"}
        sim.fail("delay", seconds=5, operation="GetUser")
        status, _, err = cli("users", "show", "jdoe", "--profile", "x")
        assert status == 3 and "0.3 s" in err

    def test_a_profile_is_found_in_the_configuration(self, cli, tmp_path, monkeypatch):
        """Profiles are in soapclient/profiles.ini below XDG_CONFIG_HOME."""
        monkeypatch.delenv("SOAPCLIENT_PROFILES")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        folder = tmp_path / "config" / "soapclient"
        folder.mkdir(parents=True)
        (folder / "profiles.ini").write_text("[old]\nwsdl = bundled-2019\n")
        status, out, _ = cli("describe", "UpdateUserContactInfo", "--profile", "old")
        assert (status, out) == (4, "")

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            (["password = x"], "SOAPCLIENT_PASSWORD"),
            (["sever = x"], "unknown sever"),
            (["soap_version = 2"], "1.1 or 1.2"),
            (["timeout = soon"], "number of seconds"),
            (["timeout = -1"], "timeout"),
            (["timeout = 0"], "timeout"),
            (["server = ftp://x"], "URL of srv.asmx"),
        ],
    )
    def test_a_profile_that_cannot_be_used_is_wrong_input(self, cli, profile, lines, said):
        """What does not belong into a profile exits 2 and is named."""
        profile(*["server = http://127.0.0.1:1/srv.asmx", *lines][-2 if "server" not in lines[0] else -1 :])
        status, out, err = cli("ops", "--profile", "x")
        assert (status, out) == (2, "")
        assert said in err

    def test_an_unknown_profile_is_named_with_the_nearest(self, cli, profile):
        """A profile that is not there exits 2, the nearest is told."""
        profile("server = sim:")
        status, _, err = cli("ops", "--profile", "y")
        assert status == 2 and "there is x" in err

    def test_no_profile_file_is_wrong_input(self, cli):
        """A missing profile file exits 2 and its path is told."""
        status, _, err = cli("ops", "--profile", "x")
        assert status == 2 and "profiles.ini" in err

    @pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"no section"])
    def test_a_file_that_is_no_ini_is_wrong_input(self, cli, monkeypatch, tmp_path, content):
        """A file that cannot be read as profiles exits 2 without a trace."""
        (tmp_path / "p").write_bytes(content)
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "p"))
        status, _, err = cli("ops", "--profile", "x")
        assert status == 2 and err.count("\n") == 1

    def test_no_server_is_wrong_usage_where_one_is_needed(self, cli):
        """Without a server a call exits 2 and says how to name one."""
        for words in (["call", "ServerInfo"], ["users", "show", "jdoe"], ["ops", "--wsdl", "remote"]):
            status, _, err = cli(*words)
            assert status == 2 and "--server" in err

    def test_no_user_is_wrong_usage_for_users(self, cli, url):
        """Without a user name `users` exits 2 and says how to give one."""
        status, _, err = cli("users", "show", "jdoe", "--server", url)
        assert status == 2 and "--username" in err

    def test_the_bundled_contract_is_announced(self, cli):
        """A server without a WSDL is served from the bundled contract, with one line of warning."""
        with RawServer(lambda connection, _: connection.sendall(http("404 Not Found"))) as server:
            status, out, err = cli("ops", "UpdateUserContactInfo", "--server", server.url)
            assert json.loads(cli("ops", "--server", server.url, "--json")[1])
        assert (status, out.count("\n")) == (0, 1)
        assert err.startswith("soapclient: warning: using the bundled contract") and err.count("\n") == 1

    def test_a_simulator_in_a_file_remembers(self, cli, tmp_path, monkeypatch):
        """`--server sim:FILE` needs no server and keeps what was changed."""
        monkeypatch.setenv("SOAPCLIENT_SERVER", f"sim:{tmp_path / 'users.db'}")
        monkeypatch.setenv("SOAPCLIENT_USERNAME", "admin")
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "admin")
        assert cli("users", "update", "jdoe", "--email", "new@example.com")[0] == 0
        assert json.loads(cli("users", "show", "jdoe", "--json")[1])["email"] == "new@example.com"

    @pytest.mark.parametrize(
        ("wsdl", "status"),
        [("/nowhere/srv.wsdl", 2), (__file__, 2), ("bundeld", 2), ("http://127.0.0.1:1/x?WSDL", 3)],
    )
    def test_a_wsdl_that_cannot_be_had(self, cli, wsdl, status):
        """A bad WSDL exits 2 if it is a local file and 3 if a server was asked for it."""
        for words in (["ops"], ["describe", "GetUser"], ["envelope", "GetUser", "UserName=x"]):
            found, out, err = cli(*words, "--wsdl", wsdl, "--json")
            assert (found, out) == (status, "")
            assert error(err)["type"] == "WsdlError"

    def test_a_server_whose_wsdl_is_none_is_3(self, cli):
        """`--wsdl remote` with a page that is no WSDL exits 3."""
        with RawServer(lambda connection, _: connection.sendall(http(body=b"<html/>"))) as server:
            assert cli("ops", "--server", server.url, "--wsdl", "remote")[0] == 3

    def test_a_soap_version_that_the_contract_lacks_is_4(self, cli, tmp_path, bundled):
        """SOAP 1.2 on a contract without a SOAP 1.2 port exits 4."""
        text = remove_soap12(Path(soapclient.__file__).parent.parent / "wsdl" / "srv.wsdl")
        (tmp_path / "old.wsdl").write_bytes(text)
        words = ("envelope", "GetUser", "UserName=x", "--wsdl", str(tmp_path / "old.wsdl"))
        assert cli(*words)[0] == 0
        status, _, err = cli(*words, "--soap-version", "1.2")
        assert status == 4 and "SOAP 1.2" in err


def remove_soap12(path):
    """Return a WSDL without its SOAP 1.2 ports."""
    from lxml import etree

    from soapclient.contract.bundled import bundled as find

    root = etree.parse(str(path if path.exists() else find("srv.wsdl"))).getroot()
    for address in root.iter("{http://schemas.xmlsoap.org/wsdl/soap12/}address"):
        port = address.getparent()
        port.getparent().remove(port)
    return etree.tostring(root)


class TestContract:
    """`ops`, `describe`, `envelope`."""

    @pytest.fixture(autouse=True)
    def _no_network(self, monkeypatch):
        """Nothing here opens a connection."""

        def refuse(*_):
            raise AssertionError("a connection was opened")

        monkeypatch.setattr("socket.socket.connect", refuse)

    def test_all_operations_are_listed(self, cli, bundled):
        """`ops` lists every operation in a line of at most 120 columns."""
        status, out, err = cli("ops")
        assert (status, err) == (0, "")
        lines = out.splitlines()
        assert [line.split()[0] for line in lines] == list(bundled)
        assert max(map(len, lines)) <= 120

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            (["ContactInfo"], ["UpdateUserContactInfo"]),
            (["contact_info"], ["UpdateUserContactInfo"]),
            (["updateuser*"], ["UpdateUserContactInfo", "UpdateUserEmail", "UpdateUserPreferences"]),
            (["Authenticate", "--kind", "auth"], ["AuthenticateUser", "AuthenticateUser1"]),
            (["user", "--kind", "read", "--category", "group"], ["GetUserGroup"]),
        ],
    )
    def test_operations_are_chosen(self, cli, words, names):
        """A pattern, a kind and a chapter narrow the list, letter case aside."""
        status, out, _ = cli("ops", *words, "--json")
        found = [each["operation"] for each in json.loads(out)]
        assert status == 0
        assert set(names) <= set(found) and len(found) < 40

    def test_what_is_listed_says_kind_and_chapter(self, cli):
        """`ops --json` tells kind, result, chapter, ticket and the two warnings of each operation."""
        _, out, _ = cli("ops", "UpdateUserContactInfo", "--json")
        assert json.loads(out) == [
            {
                "operation": "UpdateUserContactInfo",
                "python_name": "update_user_contact_info",
                "kind": "write",
                "returns": "xml",
                "category": "User Management",
                "ticket": "required",
                "obsolete": False,
                "destructive": False,
            }
        ]

    def test_no_match_is_an_empty_list(self, cli):
        """A pattern that nothing fits lists nothing, which is no error; a person is told."""
        assert cli("ops", "[x", "--json") == (0, "[]\n", "")
        status, out, err = cli("ops", "zzz")
        assert (status, out) == (0, "") and "no operation" in err

    def test_an_operation_is_described(self, cli):
        """`describe` says how null is written and what it means, in columns."""
        status, out, err = cli("describe", "update_user_contact_info")
        assert (status, err) == (0, "")
        row = next(line for line in out.splitlines() if "mobileNumber" in line)
        assert row.split() == ["mobileNumber", "string", "optional", "left", "out", "keep"]
        assert "[901]" in out
        assert "  mobileNumber: kept, over SOAP only\n" in out
        assert "  4041 UserNotFound: no user by that name\n" in out

    def test_an_operation_without_parameters_or_errors_is_described(self, cli, bundled, monkeypatch):
        """What there is none of makes no line."""
        import attrs

        none = {"parameters": {}, "errors": (), "codes": (), "contradiction": ""}
        bare = attrs.evolve(bundled["GetUser"], **none, category="", kind="unknown")
        monkeypatch.setattr("soapclient.Contract.__getitem__", lambda *_: bare)
        assert cli("describe", "GetUser")[1] == "GetUser (get_user): not in the reference, unknown, returns xml\n"

    def test_remarks_are_described(self, cli):
        """`describe` shows what the reference remarks on repeating, and that an operation destroys or is obsolete."""
        assert "note: " in cli("describe", "AddDocumentComment")[1]
        marked = [line for line in cli("ops")[1].splitlines() if line.endswith(("obsolete", "destructive"))]
        assert marked
        assert cli("describe", marked[0].split()[0])[1].splitlines()[0].endswith(("obsolete", "destructive"))

    def test_the_description_in_json_is_exact(self, cli, bundled):
        """`describe --json` is the contract's facts, all parameters with the ticket, and nothing else."""
        for name in ("UpdateUserContactInfo", "GetAllUsers1", "DownloadDocument", "MaintenanceBeat"):
            status, out, err = cli("describe", name, "--json")
            operation = bundled[name]
            assert (status, err) == (0, "")
            assert json.loads(out) == {
                "operation": name,
                "kind": operation.kind,
                "returns": operation.returns,
                "errors": list(operation.errors),
                "codes": [each._asdict() for each in operation.codes],
                **{fact: getattr(operation, fact) for fact in ("note", "contradiction") if getattr(operation, fact)},
                "parameters": [
                    {fact: getattr(each, fact) for fact in NULL_FACTS}
                    | ({"absent": each.absent} if each.absent else {})
                    for each in operation.parameters.values()
                ],
            }

    def test_the_envelope_leaves_out_what_is_kept(self, cli):
        """A field that is not named, or kept, is not in the envelope; a cleared one is empty."""
        status, out, _ = cli("envelope", "UpdateUserContactInfo", "userName=jdoe", "emailAddress:=CLEAR")
        assert status == 0
        assert "<ns0:emailAddress/>" in out and "mobileNumber" not in out and "Ticket" not in out
        assert out.splitlines()[1].startswith("  <")

    def test_the_envelope_in_json(self, cli):
        """`envelope --json` has the operation and the envelope; SOAP 1.2 has its own namespace."""
        words = ("envelope", "update_user_contact_info", "user_name=jdoe", "emailAddress:=keep", "mobile_number:=clear")
        _, out, _ = cli(*words, "--json", "--soap-version", "1.2")
        value = json.loads(out)
        assert value["operation"] == "UpdateUserContactInfo"
        assert "http://www.w3.org/2003/05/soap-envelope" in value["envelope"]
        assert "mobileNumber/>" in value["envelope"] and "emailAddress" not in value["envelope"]

    def test_the_envelope_hides_secrets(self, cli, tmp_path):
        """A password that would be sent is shown as ***."""
        (tmp_path / "secret").write_text(NEVER_SHOWN)
        _, out, _ = cli("envelope", "AuthenticateUser", "UID=jdoe", f"PWD=@{tmp_path / 'secret'}")
        assert ">***<" in out and NEVER_SHOWN not in out

    @pytest.mark.parametrize(
        ("word", "said"),
        [
            ("userName", "argument 1 is not of the form"),
            ("=x", "argument 1 is not of the form"),
            (":=keep", "argument 1 is not of the form"),
            ("emailAddress:=nul", "keep, clear, null or nil"),
            ("userNmae=jdoe", "did you mean userName"),
            ("userName=@/nowhere", "cannot be read (No such file or directory)"),
            ("userName=@a\0b", "cannot be read"),
            ("userName=\x01", "U+0001"),
        ],
    )
    def test_a_word_that_cannot_be_used(self, cli, word, said):
        """Every wrong word exits 2 and is named, without its value."""
        status, out, err = cli("envelope", "UpdateUserContactInfo", word)
        assert (status, out) == (2, "")
        assert said in err and err.count("\n") == (3 if word.startswith("userNmae") else 1)

    def test_all_wrong_words_are_told_at_once(self, cli):
        """Two problems are one message."""
        _, _, err = cli("envelope", "UpdateUserContactInfo", "x:=y", "userName=a", "userName=b", "--json")
        found = error(err)
        assert found["type"] == "ArgumentError" and found["operation"] == "UpdateUserContactInfo"
        assert "x: " in found["message"] and "userName is given twice" in found["message"]

    def test_text_from_a_file_is_sent_as_it_is(self, cli, tmp_path):
        """name=@FILE sends the file's text, line ends and all; @@ is an @."""
        (tmp_path / "text").write_bytes("a\nä\n".encode())
        words = ("AddDocumentComment", f"CommentText=@{tmp_path / 'text'}", "DocumentPath=@@x")
        out = json.loads(cli("envelope", *words, "--json")[1])["envelope"]
        assert ">a\nä\n</" in out and ">@x</" in out

    def test_bytes_come_from_a_file(self, cli, tmp_path):
        """A base64Binary is the file's bytes; on the command line it is refused."""
        (tmp_path / "data").write_bytes(b"\x00\xff")
        _, out, _ = cli("envelope", "UploadDocument", "Path=/x", f"FileContent=@{tmp_path / 'data'}")
        assert f">{base64.b64encode(bytes([0, 255])).decode()}<" in out
        status, _, err = cli("envelope", "UploadDocument", "Path=/x", "FileContent=AP8=")
        assert status == 2 and "FileContent=@FILE" in err

    def test_text_that_is_not_utf8_is_refused(self, cli, tmp_path):
        """A text in another encoding is named, not guessed at."""
        (tmp_path / "text").write_bytes(b"\xff")
        status, _, err = cli("envelope", "GetUser", f"UserName=@{tmp_path / 'text'}")
        assert status == 2 and "not UTF-8" in err

    def test_values_are_checked_in_their_xsd_form(self, cli):
        """Text in the lexical form of an int, a boolean and a date is taken; Python's form is not."""
        words = ("StartingRowNumber=0", "NumbeOfRow=5", "StatusFilter=-1", "SortBy=1", "SortAscending=true")
        assert cli("envelope", "GetAllUsers1", *words)[0] == 0
        status, _, err = cli("envelope", "GetAllUsers1", *words[:-1], "SortAscending=True")
        assert status == 2 and "SortAscending" in err


class TestCommands:
    """Help, version, and commands that are not there."""

    @pytest.mark.parametrize(
        "words", [[], ["--help"], ["-h"], ["users"], ["users", "update", "--help"], ["call", "--help"]]
    )
    def test_help_is_a_success(self, cli, words):
        """Asking for help, or for nothing, prints help and exits 0."""
        status, out, err = cli(*words)
        assert (status, err) == (0, "")
        assert out.startswith("Usage: soapclient")

    def test_standard_output_may_be_any_stream(self):
        """A program that calls `main` may put its own stream in the place of standard output."""
        with contextlib.redirect_stdout(io.StringIO()) as stream:
            assert main(["--version"]) == 0
        assert stream.getvalue().startswith(f"soapclient {soapclient.__version__} ")

    def test_the_version(self, cli):
        """--version prints the version in one line, with that of Python, as a report of a problem needs it."""
        python = sys.version.split()[0]
        assert cli("--version") == (0, f"soapclient {soapclient.__version__} (Python {python})\n", "")

    @pytest.mark.parametrize(("words", "near"), [(["descrbe", "x"], "describe"), (["users", "lst"], "list")])
    def test_the_nearest_command_is_named(self, cli, words, near):
        """A misspelled command exits 2 with the nearest one."""
        status, out, err = cli(*words)
        assert (status, out) == (2, "")
        assert f"did you mean {near}" in err

    def test_without_a_nearest_command_all_are_named(self, cli):
        """A command that looks like none exits 2 with all of them."""
        status, _, err = cli("users", "zzz")
        assert status == 2 and "list, show, update" in err

    def test_usage_errors_are_json_on_request(self, cli):
        """Wrong usage under --json is the same JSON as any error."""
        status, out, err = cli("describe", "--json")
        assert (status, out) == (2, "")
        assert list(error(err)) == ["type", "code", "message", "operation"]
        assert error(err)["type"] == "UsageError" and "OPERATION" in error(err)["message"]

    def test_a_word_after_two_dashes_is_no_option(self, cli):
        """--json after -- does not ask for JSON."""
        _, _, err = cli("envelope", "GetUser", "--", "--json")
        assert err.startswith("soapclient: ")

    @pytest.mark.parametrize("words", [["ops"], ["demo", "x"], ["--help"], []])
    def test_without_click_one_sentence_names_the_extra(self, cli, monkeypatch, words):
        """Where click is missing every command but demo exits 2 and says what to install."""
        monkeypatch.setitem(sys.modules, "click", None)
        monkeypatch.delitem(sys.modules, "soapclient.cli.app", raising=False)
        status, out, err = cli(*words)
        assert (status, out) == (2, "")
        assert "pip install 'inforouter-soapclient[cli]'" in err and err.count("\n") == 1

    def test_a_click_that_is_broken_is_no_missing_click(self, cli, monkeypatch):
        """A module that click itself misses is not taken for a missing click."""
        from importlib.abc import MetaPathFinder

        class Broken(MetaPathFinder):
            def find_spec(self, name, path=None, target=None):
                if name == "click":
                    raise ModuleNotFoundError("No module named 'other'", name="other")

        monkeypatch.delitem(sys.modules, "click")
        monkeypatch.setattr("sys.meta_path", [Broken(), *sys.meta_path])
        status, _, err = cli("ops")
        assert status == 70 and "ModuleNotFoundError" in err


class TestCall:
    """`call`: replies and files."""

    @pytest.fixture
    def document(self, admin, sim):
        """Let the next download answer these bytes."""

        def answer(data):
            body = envelope("DownloadDocument", base64.b64encode(data).decode())
            sim.fail("reply", operation="DownloadDocument", body=body, headers={"Content-Type": "text/xml"})

        return answer

    def test_a_reply_is_printed_indented(self, cli, admin):
        """The reply's XML is broken into lines, without the namespaces of the envelope."""
        status, out, err = cli("call", "GetUser", "UserName=jdoe")
        assert (status, err) == (0, "")
        assert out.splitlines()[1].startswith('  <User exists="true"')
        assert "xmlns" not in out

    def test_a_reply_in_json(self, cli, admin):
        """`call --json` has operation, attributes, typed items and all data; with --xml the XML as it came."""
        _, out, _ = cli("call", "get_user", "user_name=jdoe", "--json", "--xml")
        value = json.loads(out)
        assert list(value) == ["operation", "attributes", "items", "data", "xml"]
        assert value["operation"] == "GetUser" and value["attributes"]["success"] == "true"
        assert value["xml"].startswith("<response ") and "\n" not in value["xml"]

    def test_a_change_reaches_the_server_as_said(self, cli, admin, sim):
        """KEEP, CLEAR and null on the command line are what arrives."""
        words = ("call", "UpdateUserContactInfo", "userName=jdoe")
        assert cli(*words, "emailAddress=new@example.com", "mobileNumber:=keep")[0] == 0
        assert sim.user("jdoe")["email"] == "new@example.com" and sim.user("jdoe")["mobile"] == "+15551234567"
        assert cli(*words, "emailAddress:=null", "mobileNumber:=clear")[0] == 0
        assert sim.user("jdoe")["email"] == "new@example.com" and sim.user("jdoe")["mobile"] == ""

    def test_the_ticket_is_given_back(self, cli, admin, sim):
        """Every run logs out in the end."""
        cli("call", "GetUser", "UserName=jdoe")
        assert sim.arrived[-1].operation == "LogOut"

    def test_an_error_in_json_has_code_and_operation(self, cli, admin, sim):
        """A refusal under --json is type, code, message and operation."""
        sim.fail("error", operation="GetUser", text="[2730]Insufficient rights", times=1)
        status, out, err = cli("call", "GetUser", "UserName=jdoe", "--json")
        assert (status, out) == (1, "")
        found = error(err)
        assert (found["code"], found["operation"]) == (2730, "GetUser")
        assert "Insufficient rights" in found["message"]

    def test_a_document_needs_a_place(self, cli, admin, sim):
        """Bytes without -o are wrong usage, found before the call."""
        status, _, err = cli("call", "DownloadDocument", "Path=/x")
        assert status == 2 and "-o FILE" in err
        assert not sim.arrived

    def test_a_document_goes_to_a_file(self, cli, document, tmp_path):
        """-o FILE has the document's bytes and the permissions of any new file."""
        document(b"\x00\xff\n")
        target = tmp_path / "new"
        assert cli("call", "DownloadDocument", "Path=/x", "-o", str(target)) == (0, "", "")
        assert target.read_bytes() == b"\x00\xff\n"
        other = tmp_path / "other"
        other.touch()
        assert target.stat().st_mode == other.stat().st_mode

    def test_a_document_goes_to_standard_output(self, cli, document):
        """-o - writes the document's bytes and nothing else to standard output."""
        document(b"x")
        assert cli("call", "DownloadDocument", "Path=/x", "-o", "-") == (0, "x", "")
        document(b"\x00\xff\r\n")
        words = [*COMMAND, "call", "DownloadDocument", "Path=/x", "-o", "-"]
        done = subprocess.run(words, capture_output=True, env=environment(), timeout=60)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"\x00\xff\r\n", b"")

    def test_json_of_a_document(self, cli, document, tmp_path):
        """With --json the document goes to the file and its description to standard output."""
        document(b"x")
        _, out, _ = cli("call", "DownloadDocument", "Path=/x", "-o", str(tmp_path / "new"), "--json")
        assert json.loads(out) == {"operation": "DownloadDocument", "attributes": {}, "items": [], "data": None}
        assert (tmp_path / "new").read_bytes() == b"x"

    def test_two_things_on_standard_output_are_refused(self, cli, admin):
        """-o - and --json contradict each other."""
        assert cli("call", "DownloadDocument", "Path=/x", "-o", "-", "--json")[0] == 2

    def test_a_failed_call_leaves_the_file_alone(self, cli, admin, sim, tmp_path):
        """A refused call changes neither an old file nor its folder."""
        target = tmp_path / "old"
        target.write_bytes(b"old")
        status, _, _ = cli("call", "GetUser", "UserName=nobody", "-o", str(target))
        assert status == 1
        assert target.read_bytes() == b"old"
        assert [each.name for each in tmp_path.iterdir()] == ["old"]

    def test_an_old_file_keeps_permissions_and_link(self, cli, document, tmp_path):
        """The new bytes take the place of the file that a link names, with its permissions."""
        target, link = tmp_path / "old", tmp_path / "link"
        target.write_bytes(b"old")
        target.chmod(0o640)
        link.symlink_to(target)
        document(b"new")
        assert cli("call", "DownloadDocument", "Path=/x", "-o", str(link))[0] == 0
        assert link.is_symlink() and target.read_bytes() == b"new"
        assert target.stat().st_mode & 0o777 == 0o640

    def test_a_device_is_written_directly(self, cli, document):
        """-o /dev/null is possible."""
        document(b"new")
        assert cli("call", "DownloadDocument", "Path=/x", "-o", os.devnull)[0] == 0
        assert Path(os.devnull).is_char_device()

    def test_a_place_that_cannot_be_written_is_found_before_the_call(self, cli, admin, sim, tmp_path, monkeypatch):
        """A missing folder, a folder, and a read-only file exit 2 with nothing sent."""
        (tmp_path / "fixed").touch()
        monkeypatch.setattr("os.access", lambda path, mode: not str(path).endswith("fixed"))
        for name in ("nowhere/x", ".", "fixed"):
            status, _, err = cli("call", "DownloadDocument", "Path=/x", "-o", str(tmp_path / name))
            assert status == 2 and "cannot be written" in err
        assert not sim.arrived

    def test_a_pipe_without_a_reader_ends_it_quietly(self, cli, document, tmp_path, monkeypatch):
        """-o on a pipe whose reader went away is as a broken standard output."""
        document(b"new")
        os.mkfifo(tmp_path / "pipe")

        class Broken(io.BytesIO):
            def write(self, _):
                raise BrokenPipeError

        usual = Path.open
        monkeypatch.setattr(
            Path, "open", lambda path, *rest, **how: Broken() if path.is_fifo() else usual(path, *rest, **how)
        )
        monkeypatch.setattr("soapclient.cli.output.silence", lambda stream: None)
        assert cli("call", "DownloadDocument", "Path=/x", "-o", str(tmp_path / "pipe")) == (141, "", "")

    def test_an_operation_without_a_result_prints_nothing(self, cli, admin, sim):
        """A reply without a result is an empty output and success."""
        body = envelope("MaintenanceBeat", "").replace(b"<MaintenanceBeatResult></MaintenanceBeatResult>", b"")
        sim.fail("reply", operation="MaintenanceBeat", body=body, headers={"Content-Type": "text/xml"})
        assert cli("call", "MaintenanceBeat") == (0, "", "")

    def test_a_reply_goes_to_a_file(self, cli, admin, tmp_path):
        """-o FILE has the XML of a reply in UTF-8."""
        assert cli("call", "GetUser", "UserName=jdoe", "-o", str(tmp_path / "x"))[:2] == (0, "")
        assert (tmp_path / "x").read_text("utf-8").endswith("</response>\n")

    def test_xml_survives_an_encoding_without_its_characters(self, admin, sim):
        """Characters that standard output cannot carry are character references in XML."""
        process("users", "update", "jdoe", "--email", "jörg@example.com")
        assert sim.user("jdoe")["email"] == "jörg@example.com"
        words = [*COMMAND, "call", "GetUser", "UserName=jdoe"]
        ascii_only = {**environment(), "PYTHONIOENCODING": "ascii"}
        done = subprocess.run(words, capture_output=True, env=ascii_only, timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"j&#246;rg@example.com" in done.stdout

    def test_lists_are_words_with_the_same_name(self, bundled):
        """A parameter that may be there often takes every word with its name."""
        import attrs

        from soapclient.cli import arguments
        from soapclient.cli.connection import CommandContext

        parameter = attrs.evolve(bundled["GetUser"].parameters["UserName"], max_occurs=None)
        operation = attrs.evolve(bundled["GetUser"], parameters={"UserName": parameter})
        assert arguments.read(operation, ["UserName=a", "user_name=b"], CommandContext()) == {
            "UserName": ["a"],
            "user_name": ["b"],
        }
        assert arguments.read(operation, ["UserName=a", "UserName=b"], CommandContext()) == {"UserName": ["a", "b"]}
        assert arguments.read(operation, ["UserName:=null"], CommandContext()) == {"UserName": None}


class TestBlanks:
    """Blanks, as variables that are not set give them."""

    @pytest.mark.parametrize("command", ["envelope", "call"])
    @pytest.mark.parametrize(
        ("word", "told"),
        [
            (
                "mobileNumber=",
                "mobileNumber: the value is blank; say mobileNumber:=clear to make it empty, or leave it out",
            ),
            ("mobile_number=", "say mobile_number:=clear"),
            ("mobileNumber=  ", "mobileNumber: the value is blank; say mobileNumber:=clear"),
            ("mobileNumber=\u3000\n", "say mobileNumber:=clear"),
            ("mobileNumber=@{empty}", "empty' is blank; say mobileNumber:=clear"),
            ("mobileNumber=@{blank}", "blank' is blank; say mobileNumber:=clear"),
            ("mobileNumber=@-", "mobileNumber: standard input is blank; say mobileNumber:=clear"),
        ],
    )
    def test_a_blank_is_refused(self, cli, admin, sim, stdin, tmp_path, command, word, told):
        """A blank value, as a variable that is not set gives it, clears nothing: it is wrong usage with the way out."""
        stdin(b"")
        files = {"empty": tmp_path / "empty", "blank": tmp_path / "blank"}
        files["empty"].write_bytes(b"")
        files["blank"].write_bytes(b" \r\n")
        status, out, err = cli(command, "UpdateUserContactInfo", "userName=jdoe", word.format(**files))
        assert (status, out, told in err) == (2, "", True), err
        assert [] == [each for each in sim.arrived if each.operation.startswith("Update")]
        words = ("UpdateUserContactInfo", "userName=jdoe", "mobileNumber:=clear")
        assert cli("call", *words)[0] == 0
        assert ("", "john.doe@example.com") == (sim.user("jdoe")["mobile"], sim.user("jdoe")["email"])

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["GetUser", "UserName="], "say UserName:=clear"),
            (["UploadDocument", "FileContent=@{empty}"], "say FileContent:=clear"),
            (["ChangeUserPassword", "NewPassword=@{empty}"], "empty' is blank; say NewPassword:=clear"),
            (["Nothing", "x="], "Nothing"),
        ],
    )
    def test_a_blank_of_any_kind(self, cli, admin, tmp_path, words, told):
        """So it is where an operation reads, for bytes, and for a new password."""
        (tmp_path / "empty").write_bytes(b"")
        status, out, err = cli("call", *(word.format(empty=tmp_path / "empty") for word in words))
        assert (status in (2, 4), out, told in err) == (True, "", True), err


class TestUsers:
    """`users`."""

    def test_a_user_is_shown(self, cli, admin):
        """`users show` prints what the service tells, a line each."""
        status, out, _ = cli("users", "show", "jdoe")
        assert status == 0
        assert "\nmobile " in out and "+15551234567\n" in out and "\nenabled " in out

    def test_a_user_in_json(self, cli, admin):
        """`users show --json` has the names of `User`, preferences inside."""
        user = json.loads(cli("users", "show", "jdoe", "--json")[1])
        assert (user["user_name"], user["email"], user["enabled"]) == ("jdoe", "john.doe@example.com", True)
        assert user["preferences"]["email_type"] == "HTML"
        assert "attributes" not in user

    def test_users_are_listed(self, cli, admin):
        """`users list` prints one user a line."""
        status, out, _ = cli("users", "list")
        assert status == 0
        assert [line.split()[0] for line in out.splitlines()] == ["USER", "admin", "jdoe", "sysadmin"]
        assert (0, out.partition("\n")[2], "") == cli("users", "list", "--no-header")
        assert (0, "", "soapclient: no user matches\n") == cli("users", "list", "--disabled")

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            (["--name", "doe"], ["jdoe"]),
            (["--email", "john"], ["jdoe"]),
            (["--first-name", "sys", "--last-name", "adm"], ["admin", "sysadmin"]),
            (["--domain", "fin"], ["jdoe"]),
            (["--enabled"], ["admin", "jdoe", "sysadmin"]),
            (["--disabled"], []),
        ],
    )
    def test_users_are_chosen(self, cli, admin, words, names):
        """Filters narrow the list."""
        status, out, _ = cli("users", "list", *words, "--json")
        assert status == 0
        assert [user["user_name"] for user in json.loads(out)] == names

    def test_an_update_changes_what_is_named(self, cli, admin, sim):
        """`users update` sets one field, clears another and keeps the rest."""
        before = sim.user("jdoe")
        status, out, err = cli("users", "update", "jdoe", "--email", "new@example.com", "--clear", "mobile")
        assert (status, out, err) == (
            0,
            'jdoe: email -> "new@example.com"; mobile cleared (UpdateUserContactInfo)\n',
            "",
        )
        assert sim.user("jdoe") == {
            **before,
            "email": "new@example.com",
            "mobile": "",
            "last_logon": sim.user("jdoe")["last_logon"],
        }

    @pytest.mark.parametrize("value", ["", " ", "\t\u00a0"])
    @pytest.mark.parametrize("option", ["email", "mobile", "first-name", "last-name", "language", "default-portal"])
    def test_a_blank_clears_nothing(self, cli, admin, sim, option, value):
        """What a variable that is not set gives is wrong usage, with how to clear the field, and nothing is sent."""
        before = sim.user("jdoe")
        for words in (["--" + option, value], [f"--{option}={value}"], ["--email", "x", f"--{option}={value}"]):
            status, out, err = cli("users", "update", "jdoe", *words)
            assert (status, out) == (2, "")
            assert f"--{option}: is blank; say --clear {option} to empty the field, or leave --{option} out" in err
        assert (before, []) == (sim.user("jdoe"), list(sim.arrived))

    @pytest.mark.parametrize("option", ["user-name", "notification-type", "email-type"])
    def test_a_blank_for_what_cannot_be_empty(self, cli, admin, sim, option):
        """Where a field cannot be empty, a blank is wrong usage too."""
        status, _, err = cli("users", "update", "jdoe", f"--{option}", "")
        assert (status, f"--{option}: cannot be empty; give a value, or leave --{option} out" in err) == (2, True)
        assert [] == list(sim.arrived)

    @pytest.mark.parametrize(
        "words",
        [
            *(["users", "show", "jdoe", option, ""] for option in ("--server", "--username", "--wsdl", "--profile")),
            ["--wsdl=", "users", "show", "jdoe"],
            ["users", "--username", "", "show", "jdoe"],
            ["doctor", "--probe-document", ""],
            ["doctor", "--probe-folder="],
            ["users", "list", "--email", ""],
            ["simulate", "--file", ""],
            ["call", "ServerInfo", "-o", ""],
            ["bulk", "plan", "rows.csv", "-o", "x", "--operation", "DeleteUser", "--key", ""],
            ["bulk", "plan", "rows.csv", "-o", "x", "--ignore", "a", "--ignore", ""],
        ],
    )
    def test_a_blank_option_is_not_one_left_out(self, cli, admin, sim, words):
        """No option whose value is empty is taken for one that is not given: a check or filter would be skipped."""
        status, out, err = cli(*words)
        assert (status, out, "cannot be empty; give a value, or leave -" in err) == (2, "", True), err
        assert [] == list(sim.arrived)

    def test_a_blank_in_the_environment_says_nothing(self, cli, admin, monkeypatch, tmp_path):
        """A variable or an entry of a profile that is blank is as one that is not there."""
        (tmp_path / "profiles.ini").write_text("[p]\nusername = jdoe\nwsdl =\n", encoding="utf-8")
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))
        monkeypatch.setenv("SOAPCLIENT_USERNAME", "  ")
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "secret")
        monkeypatch.setenv("SOAPCLIENT_WSDL", "")
        assert cli("users", "show", "jdoe", "--profile", "p")[0] == 0

    def test_an_update_in_json(self, cli, admin, sim):
        """`users update --json` tells the name and the operations that were called."""
        _, out, _ = cli("users", "update", "jdoe", "--user-name", "john", "--show-archives", "--json")
        value = json.loads(out)
        assert value["user_name"] == "john"
        assert value["operations"] == ["GetUser", "UpdateUserPreferences", "GetUser", "UpdateUserProfile"]
        assert sim.user("john")["show_archives"] is True

    def test_a_plan_is_shown_and_not_carried_out(self, cli, url, sim):
        """--dry-run needs no login and says what is sent, cleared, kept, and read and sent again."""
        words = ("users", "update", "jdoe", "--email", "new@example.com", "--first-name", "Jon")
        status, out, err = cli(*words, "--dry-run", "--server", url)
        assert (status, err) == (0, "")
        assert '  emailAddress: "new@example.com"\n  mobileNumber: kept (null)\n' in out
        assert "GetUser: read NewUserName, NewLastName, AuthenticateSource\nUpdateUserProfile\n" in out
        assert "  NewLastName: kept (read and sent again)\n" in out
        assert "mobileNumber: cleared" in cli(*words, "--clear", "mobile", "--dry-run", "--server", url)[1]
        words = ("users", "update", "jdoe", "--language", "de", "--dry-run", "--server", url)
        out = cli(*words)[1]
        assert "GetUser: read DefaultPortal, ShowArchives, ShowHiddens, NotificationType, EmailType, Attach" in out
        assert "  EmailType: kept (read and sent again)\n" in out
        assert "EmailType" in json.loads(cli(*words, "--json")[1])["steps"][0]["resends"]
        assert not sim.arrived

    @pytest.mark.parametrize("word", ["--dry-run", "--dry", "--server=sim:", "--no-show-hiddens", "--"])
    @pytest.mark.parametrize("option", ["--email", "--user-name", "--server"])
    def test_an_option_is_no_value_of_the_one_before(self, cli, admin, sim, option, word):
        """Where a value is missing, the option that follows is not taken for it, so that no dry run becomes a write."""
        status, out, err = cli("users", "update", "jdoe", "--mobile", "+1", option, word)

        assert (status, out) == (2, "")
        assert f"{option} needs a value (write {option}={word} to mean that text)" in err
        assert not sim.arrived

    @pytest.mark.parametrize(
        "words",
        [
            ["call", "UserExists", "-o", "--json"],
            ["--server", "--json", "ops"],
            ["ops", "--category", "--kind"],
            ["users", "--wsdl", "--profile", "list"],
            ["users", "show", "jdoe", "--profile", "--json"],
            ["wsdl", "diff", "bundled", "bundled", "--fail-on", "--all"],
            ["simulate", "--file", "--port"],
        ],
    )
    def test_no_command_takes_an_option_for_a_value(self, cli, words):
        """It is the same for every command and for options before it."""
        status, out, err = cli(*words)
        assert (status, out) == (2, "")
        assert "needs a value" in err

    def test_the_help_of_a_short_option_names_its_long_form(self, cli):
        """A short option has no form with an equals sign, so its long one is offered."""
        _, _, err = cli("call", "UserExists", "-o", "--json", "--server", "sim:")
        assert "-o needs a value (write --output=--json to mean that text)" in err

    @pytest.mark.parametrize("words", [["--email=--dry-run"], ["--email", "--other"], ["--email", "--dry-runs"]])
    def test_text_that_looks_like_an_option_can_be_a_value(self, cli, admin, sim, words):
        """After an equals sign any text is a value, and elsewhere any that is no option of the command."""
        assert cli("users", "update", "jdoe", *words)[0] == 0
        assert sim.user("jdoe")["email"] == words[-1].removeprefix("--email=")

    def test_what_follows_two_dashes_is_no_option_that_lacks_a_value(self, cli, admin):
        """After two dashes alone there are only arguments."""
        _, _, err = cli("users", "update", "--", "--email", "--dry-run")
        assert "needs a value" not in err

    def test_a_plan_in_json(self, cli, url, sim):
        """--dry-run --json has the operations, and for each what it sends, keeps and resends."""
        words = ("users", "update", "jdoe", "--clear", "email", "--last-name", "X", "--dry-run", "--json")
        value = json.loads(cli(*words, "--server", url)[1])
        assert value["operations"] == ["UpdateUserContactInfo", "GetUser", "UpdateUserProfile"]
        assert value["steps"][0] == {
            "operation": "UpdateUserContactInfo",
            "sends": {"userName": "jdoe", "emailAddress": ""},
            "keeps": ["mobileNumber"],
            "resends": [],
        }
        assert value["steps"][1]["resends"] == ["NewUserName", "NewFirstName", "AuthenticateSource"]
        assert not sim.arrived

    @pytest.mark.parametrize(
        "words",
        [
            [],
            ["--email", "x", "--clear", "email"],
            ["--clear", "user-name"],
            ["--email-type", "PDF"],
            ["--user-name", ""],
        ],
    )
    def test_an_update_that_cannot_be_meant_is_wrong_usage(self, cli, admin, sim, words):
        """Nothing to change, contradictions and values that do not fit exit 2 with nothing sent."""
        assert cli("users", "update", "jdoe", *words)[0] == 2
        assert not sim.arrived

    def test_a_field_that_the_contract_cannot_change_is_4(self, cli, admin, sim):
        """The mobile number on an older contract exits 4 with nothing sent."""
        status, _, err = cli("users", "update", "jdoe", "--mobile", "1", "--wsdl", "bundled-2019")
        assert status == 4 and "mobile number" in err
        assert not sim.arrived

    def test_what_had_been_done_is_told(self, cli, admin, sim):
        """An update that fails half-way names the operations that had been applied."""
        sim.fail("error", operation="UpdateUserProfile", text="Access denied")
        status, _, err = cli("users", "update", "jdoe", "--email", "x@example.com", "--first-name", "J", "--json")
        assert status == 1
        assert "already applied: UpdateUserContactInfo" in error(err)["message"]


class TestSimulate:
    """`simulate`, in processes of its own."""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_it_serves_until_it_is_told_to_stop(self, number, cli):
        """The URL is there at once, calls are answered, and Ctrl-C or SIGTERM is a success."""
        with running("simulate", "--seed-users", "2", "--seed-documents", "1") as (server, line):
            assert line.startswith("http://127.0.0.1:")
            words = ("users", "list", "--server", line, "--username", "admin", "--password-stdin")
            assert process(*words, data="admin").stdout.count("\n") == 6
            words = ("documents", "exists", "/Finance/Archive/doc00001.pdf", *words[2:])
            assert process(*words, data="admin").stdout == "true\n"
            server.send_signal(number)
            out, err = server.communicate(timeout=30)
            assert (server.returncode, out, err) == (0, "", "")

    @pytest.mark.parametrize("host", ["0.0.0.0", "localhost", "127.0.0.2", "::", "::1"])
    def test_others_may_reach_it(self, host):
        """It warns where another machine can reach it, and there alone."""
        if ":" in host:
            try:
                socket.create_server((host, 0), family=socket.AF_INET6).close()
            except OSError:
                pytest.skip("this machine has no IPv6")
        with running("simulate", "--host", host) as (server, _):
            server.send_signal(signal.SIGTERM)
            _, err = server.communicate(timeout=30)
            assert server.returncode == 0
        warning = f"soapclient: warning: {host} can be reached from other machines, and everybody knows the passwords\n"
        assert err == (warning if host in ("0.0.0.0", "::") else "")

    def test_its_url_in_json(self):
        """`simulate --json` prints {"url": ...}."""
        with running("simulate", "--json") as (server, line):
            assert json.loads(line)["url"].endswith("/srv.asmx")
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0

    def test_it_serves_the_older_contract(self, cli):
        """--contract bundled-2019 has no UpdateUserContactInfo."""
        with running("simulate", "--contract", "bundled-2019") as (server, line):
            assert cli("describe", "UpdateUserContactInfo", "--server", line)[0] == 4
            server.send_signal(signal.SIGTERM)

    def test_it_serves_a_server_of_today(self):
        """--generation, --language and --no-null-keeps choose what it is."""
        words = ("--generation", "current", "--language", "tr", "--no-null-keeps")
        with running("simulate", *words) as (server, line):
            reply = requests.get(f"{line}/GetUser", timeout=10).text
            assert 'error="Oturum açmadınız" errorCode="4010"' in reply  # noqa: RUF001 (Turkish)
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["--language", "tr"], "language 'tr' needs generation 'current'"),
            (["--generation", "new"], "'new' is not one of 'classic', 'current'"),
        ],
    )
    def test_a_server_that_cannot_be_is_wrong_input(self, cli, words, expected):
        """It exits 2 in one line."""
        status, out, err = cli("simulate", *words)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert expected in err

    @pytest.mark.parametrize("words", [[], ["--json"]])
    def test_its_signals_are_as_before_in_the_end(self, cli, monkeypatch, words):
        """What signals did before is what they do after it."""
        before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
        monkeypatch.setattr("soapclient.cli.simulate._PIECE", 0.01)
        stop = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM))
        monkeypatch.setattr("soapclient.cli.output.emit", lambda _: stop.start())
        assert cli("simulate", *words) == (0, "", "")
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before

    @pytest.mark.parametrize(
        ("error", "status"),
        [(OSError(98, "Address already in use"), 2), (ValueError("x"), 2), (BrokenPipeError(), 141)],
    )
    def test_what_goes_wrong_in_it(self, cli, monkeypatch, error, status):
        """An address in use and a file of another kind are wrong input, a reader that went away is as anywhere."""

        def serve(*_):
            raise error

        monkeypatch.setattr(Simulator, "serve", serve)
        monkeypatch.setattr("soapclient.cli.output.silence", lambda stream: None)
        assert cli("simulate")[0] == status

    def test_it_keeps_users_in_a_file(self, tmp_path, monkeypatch, cli):
        """--file keeps what was changed."""
        file = str(tmp_path / "users.db")
        monkeypatch.setenv("SOAPCLIENT_USERNAME", "admin")
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "admin")
        with running("simulate", "--file", file) as (server, line):
            assert cli("users", "update", "jdoe", "--clear", "mobile", "--server", line)[0] == 0
            server.send_signal(signal.SIGTERM)
            server.wait(30)
        assert json.loads(cli("users", "show", "jdoe", "--server", f"sim:{file}", "--json")[1])["mobile"] == ""

    def test_what_cannot_be_served_is_wrong_input(self, url, tmp_path):
        """A port in use and a file of another kind exit 2 in one line."""
        (tmp_path / "x").write_text("no database")
        port = url.rpartition(":")[2].partition("/")[0]
        for words in (["--port", port], ["--file", str(tmp_path / "x")], ["--host", "192.0.2.1"], ["--port", "70000"]):
            done = process("simulate", *words)
            assert (done.returncode, done.stdout) == (2, "") and done.stderr.count("\n") == 1

    def test_without_waitress_the_extra_is_named(self, cli, monkeypatch):
        """Where waitress is missing, `simulate` exits 2 and says what to install."""

        def serve(*_):
            raise ImportError("install the extra with pip install 'inforouter-soapclient[simulator]'")

        monkeypatch.setattr(Simulator, "serve", serve)
        status, _, err = cli("simulate")
        assert status == 2 and "[simulator]" in err


@contextlib.contextmanager
def running(*words):
    """Start a server; give the process and its first line, or the whole of its JSON."""
    server = start(*words)
    try:
        line = server.stdout.readline()
        while line.startswith("{") and not line.rstrip().endswith("}"):
            line += server.stdout.readline()
        yield server, line.strip()
    finally:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=30)


class TestHttpPost:
    """The same commands by form POST."""

    def test_email(self, cli, admin, sim):
        """The transport of an option reaches the server, and JSON tells that nothing was sent again."""
        status, out, err = cli("users", "update", "jdoe", "--email", "a@b.c", "--transport", "http-post", "--json")
        assert (status, err) == (0, "")
        assert json.loads(out) == {
            "user_name": "jdoe", "operations": ["UpdateUserEmail"], "resent": [], "atomic": True,
            "changes": [{"field": "email", "after": "a@b.c"}],
        }  # fmt: skip
        assert {call.protocol for call in sim.arrived} == {"post"}

    def test_null(self, cli, admin, tmp_path, monkeypatch):
        """What would need null is exit status 4; the profile's on_null reads it, and the output says so."""
        words = ("users", "update", "jdoe", "--mobile", "+1")
        assert cli(*words, "--transport", "http-post")[0] == 4
        (tmp_path / "profiles.ini").write_text("[plain]\ntransport = http-post\non-null = read\n")
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))
        status, out, _ = cli(*words, "--profile", "plain")
        assert (status, out) == (
            0,
            'jdoe: mobile "+15551234567" -> "+1" (GetUser, UpdateUserContactInfo; read and sent again: emailAddress)\n',
        )

    @pytest.mark.classic("a form cannot carry an empty required text to servers of today")
    def test_clear(self, cli, admin, tmp_path, monkeypatch):
        """A clearing is exit status 4, unless an option or the profile has it read back or sent."""
        words = ("users", "update", "jdoe", "--email", "a@b.c", "--clear", "mobile", "--transport", "http-post")
        status, _, err = cli(*words)
        assert (status, "mobileNumber: in a form this server may treat an empty value" in err) == (4, True)
        for way in ("verify", "send"):
            assert cli(*words, "--on-clear", way)[:2] == (
                0,
                'jdoe: email -> "a@b.c"; mobile cleared (UpdateUserContactInfo)\n',
            )
        (tmp_path / "profiles.ini").write_text("[plain]\non-clear = verify\n[odd]\non-clear = read\n")
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))
        assert cli(*words, "--profile", "plain")[0] == 0
        status, _, err = cli(*words, "--profile", "odd")
        assert (status, err) == (2, "soapclient: on_clear is refuse or verify or send, not 'read'\n")

    def test_call_says_what_was_sent_again(self, cli, admin):
        """`call` warns that a value was read and sent again; its JSON has it as a fact."""
        words = ("call", "UpdateUserContactInfo", "userName=jdoe", "mobileNumber=+2", "emailAddress:=keep")
        words += ("--transport", "http-post", "--on-null", "read")
        assert "warning: read and sent again, which may have undone" in cli(*words)[2]
        assert json.loads(cli(*words, "--json")[1])["resent"] == ["emailAddress"]

    def test_profile_with_another_transport(self, cli, admin, tmp_path, monkeypatch):
        """A profile's transport that there is not is wrong usage, named."""
        (tmp_path / "profiles.ini").write_text("[odd]\ntransport = get\n")
        monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path / "profiles.ini"))
        status, _, err = cli("users", "show", "jdoe", "--profile", "odd")
        assert (status, err) == (2, "soapclient: transport is soap or http-post, not 'get'\n")

    def test_envelope(self, cli):
        """`envelope` shows the form, a field a line, without ticket and password; its JSON calls it a form."""
        words = ("envelope", "UpdateUserEmail", "UserName=jdoe", "NewEmailAddress=a\nPWD=x", "--transport", "http-post")
        assert cli(*words) == (0, "UserName=jdoe\nNewEmailAddress=a%0APWD=x\n", "")
        assert set(json.loads(cli(*words, "--json")[1])) == {"operation", "form"}
