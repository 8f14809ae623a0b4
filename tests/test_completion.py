"""Completion in shells: what is offered, how fast it may be, and what it never does."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import soapclient
from soapclient import Client, ProfileFile
from soapclient.cli import main
from soapclient.cli.completing import suggestions

_PATIENCE = 60
SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"


def offered(*words):
    """List the words that are offered in the place of the last one; "file" and "dir" where files are."""
    return [word or kind for kind, word, _ in suggestions(list(words[:-1]), words[-1])]


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A file of profiles."""
    path = tmp_path / "profiles.ini"
    monkeypatch.setenv("SOAPCLIENT_PROFILES", str(path))
    path.write_text(f"[shop]\nwsdl = {SHOP}\n[old]\nwsdl = bundled-2019\n")
    return path


class TestOffered:
    """What is offered."""

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("desc",), ["describe"]),
            (("users", ""), ["list", "show", "update"]),
            (("users", "list", "--en"), ["--enabled"]),
            (("call", "ServerI"), ["ServerInfo"]),
            (("call", "server_i"), ["server_info"]),
            (("describe", "ServerI"), ["ServerInfo"]),
            (("ops", "ServerI"), ["ServerInfo"]),
            (("call", "GetUser", "User"), ["UserName="]),
            (("call", "GetUser", "user_"), ["user_name="]),
            (("call", "GetUser", "UserName"), ["UserName=", "UserName:="]),
            (("call", "GetUser", "UserName:"), ["UserName:=keep", "UserName:=clear", "UserName:=null"]),
            (("call", "GetUser", "UserName:=c"), ["UserName:=clear"]),
            (("envelope", "GetUser", "UserName=x", ""), []),
            (("call", "AuthenticateUser", "P"), ["PWD=@"]),
            (("--json", "call", "--timeout", "5", "GetUser", "U"), ["UserName="]),
            (("--transport=",), ["--transport=soap", "--transport=http-post"]),
            (("call", "--profile", ""), ["shop", "old"]),
            (("call", "--profile=sh"), ["--profile=shop"]),
            (("profile", "show", "ol"), ["old"]),
            (("bulk", "plan", "x.csv", "--target", "fo"), ["folders"]),
            (("bulk", "plan", ""), ["file"]),
            (("bulk", "resume", ""), ["file"]),
            (("wsdl", "lint", ""), ["bundled", "bundled-2019", "file"]),
            (("--wsdl", "r"), ["remote"]),
            (("nothing", ""), []),
        ],
    )
    def test_words(self, file, words, expected):
        """Commands, options, operations and parameters in both spellings, profiles, targets and files are offered."""
        assert expected == offered(*words)

    def test_the_contract_is_that_of_the_connection(self, file, configure):
        """Operations and parameters, nested ones too, are those of the profile, of --wsdl, or of the environment."""
        assert ["Weather"] == offered("call", "--profile", "shop", "W")
        assert ["Weather"] == offered("--wsdl", str(SHOP), "call", "W")
        shop = ("call", "--profile", "shop", "Order")
        assert {"buyer.", "item[0].", "note="} <= {*offered(*shop, "")}
        assert ["buyer.name=", "buyer.nick="] == sorted(offered(*shop, "buyer.n"))
        assert ["item[0].sku="] == offered(*shop, "item[0].sk")
        configure(profile="shop")
        assert ["Weather"] == offered("call", "W")

    def test_a_file_is_offered_after_at(self, file, tmp_path):
        """What follows @ is completed as the name of a file."""
        (tmp_path / "ticket.txt").write_text("")
        (tmp_path / "more").mkdir()
        start = f"UserName=@{tmp_path}{os.sep}"
        assert [f"{start}ticket.txt"] == offered("call", "GetUser", f"{start}ti")
        assert [f"{start}more/"] == offered("call", "GetUser", f"{start}mo")

    def test_the_contract_of_a_server_is_that_of_the_cache(self, sim, file):
        """Of a server that was asked before its own contract is taken; none is asked, and no password."""
        with sim.serve() as server:
            with Client(server.url, wsdl="remote") as ir:
                _ = ir.contract
            before = len(sim.arrived)
            ProfileFile().write("x", {"server": server.url, "username": "jdoe", "auth": "windows"})
            assert ["ServerInfo"] == offered("call", "--profile", "x", "ServerI")
            assert before == len(sim.arrived)
        assert ["UserName="] == offered("call", "--profile", "x", "GetUser", "Us")
        assert ["ServerInfo"] == offered("call", "--server", "http://127.0.0.1:1/srv.asmx", "ServerI")
        assert [] == offered("call", "--wsdl", "http://127.0.0.1:1/orders?wsdl", "")

    def test_no_ticket_is_read(self, file, monkeypatch):
        """Standard input is the terminal of somebody who presses TAB: no ticket is read from it, nor from a file."""
        monkeypatch.setattr("sys.stdin", None)
        assert ["ServerInfo"] == offered("--ticket-file", "-", "call", "ServerI")
        assert ["ServerInfo"] == offered("--ticket-file", "/nowhere/ticket", "call", "ServerI")


class TestAnswer:
    """What a shell is answered."""

    @pytest.fixture
    def answer(self, monkeypatch, capfd, file):
        """Ask as a shell does."""

        def ask(shell, line, **more):
            variables = {"COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_WORDS": "\n".join(line.split(" "))}
            variables |= {"_SOAPCLIENT_COMPLETE": f"{shell}_complete", **more}
            for name, value in variables.items():
                monkeypatch.setenv(name, value)
            assert 0 == main()
            captured = capfd.readouterr()
            assert "" == captured.err
            return [line.split("\t")[:2] for line in captured.out.splitlines()]

        return ask

    def test_bash_takes_what_follows_a_mark_for_a_word(self, answer):
        """Bash is given the rest of a word behind `=` and `:` alone; other shells are given all of it."""
        line = "soapclient call GetUser UserName:=c"
        assert [["plain", "clear"]] == answer("bash", line, COMP_WORDBREAKS=" =:")
        assert [["plain", "UserName:=clear"]] == answer("zsh", line)
        assert [["plain", "UserName:=clear"]] == answer("fish", line)
        assert [["open", "UserName="]] == answer("bash", "soapclient call GetUser Us")

    @pytest.mark.parametrize(
        "line", ["soapclient call 'a b", "soapclient --profile gone call Get", "soapclient call X Y"]
    )
    def test_errors_are_silent(self, answer, line):
        """Whatever goes wrong, nothing is said."""
        assert [] == answer("bash", line)

    def test_nothing_that_a_shell_obeys_is_offered(self, answer, file):
        """A name with blanks or signs that a shell obeys is left out."""
        file.write_text("[a$(id)]\nserver = sim:\n[a b]\nserver = sim:\n[a]\nserver = sim:\n")
        assert [["plain", "a"]] == answer("zsh", "soapclient --profile a")

    def test_it_loads_no_zeep(self, file):
        """To complete operations and parameters, zeep is not loaded, nor are other commands."""
        code = (
            "import os, sys, soapclient.cli as it\nit.main()\n"
            "assert not {'zeep', 'soapclient.cli.bulk', 'soapclient.cli.users', 'openpyxl'} & sys.modules.keys()"
        )
        words = "\n".join(["soapclient", "call", "GetUser", "User"])
        place = str(Path(soapclient.__file__).parent.parent)
        variables = {**os.environ, "PYTHONPATH": place, "COMP_WORDS": words, "_SOAPCLIENT_COMPLETE": "zsh_complete"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=variables, capture_output=True, text=True, timeout=_PATIENCE
        )
        assert ("open\tUserName=\tstring\n", "") == (done.stdout, done.stderr)


class TestScripts:
    """The scripts, in the shells that they are for."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_script_is_printed(self, cli, shell):
        """`completion SHELL` prints the script alone."""
        status, out, err = cli("completion", shell)
        assert (0, "") == (status, err) and f"_SOAPCLIENT_COMPLETE={shell}_complete" in out

    @pytest.mark.parametrize(
        ("shell", "start", "source"),
        [
            ("bash", ["bash", "--norc", "--noprofile", "-i"], "source {0}"),
            ("zsh", ["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source {0}"),
            ("fish", ["fish", "--no-config", "-i"], "source {0}"),
        ],
    )
    def test_in_the_shell(self, cli, tmp_path, shell, start, source):
        """At a terminal, TAB completes the name of a parameter, and the cursor stays right behind it."""
        if shutil.which(shell) is None:
            pytest.skip(f"there is no {shell} here")
        script = tmp_path / f"completion.{shell}"
        script.write_text(cli("completion", shell)[1])
        program = tmp_path / "soapclient"
        place = Path(soapclient.__file__).parent.parent
        program.write_text(f"#!/bin/sh\nPYTHONPATH='{place}' exec '{sys.executable}' -m soapclient \"$@\"\n")
        program.chmod(0o755)
        process, terminal = pty.fork()
        if process == 0:
            path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
            os.execvpe(start[0], start, {**os.environ, "PATH": path, "TERM": "dumb", "HOME": str(tmp_path)})
        try:
            typed(terminal, f"{source.format(script)}; echo rea''dy\r", "\nready")
            seen = typed(terminal, "soapclient envelope GetUser Us\t", "UserName=")
            seen += typed(terminal, "jdoe --tr\t", "ansport")
            seen += typed(terminal, " http-post\r", "UserName=jdoe")
            assert "Traceback" not in seen
        finally:
            os.kill(process, 9)
            os.waitpid(process, 0)
            os.close(terminal)


def typed(terminal, text, until):
    """Type text at a terminal, and read until something is shown."""
    os.write(terminal, text.encode())
    end = time.monotonic() + _PATIENCE
    seen = ""
    while until not in seen.replace("\r", "\n"):
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
    return seen
