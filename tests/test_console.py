"""The command line by the habits of its users: help, suggestions, lists of problems, and what `--debug` shows."""

from __future__ import annotations

import collections
import json

import click
import pytest
from servers import RawServer, http

from soapclient import Client
from soapclient.cli.app import app

CANARY = "S3cr3t-hunter2"


def contexts(width):
    """List the context of each command, for help of a width."""

    def walk(command, name, parent=None):
        found = click.Context(command, info_name=name, parent=parent, terminal_width=width, max_content_width=width)
        yield found
        if isinstance(command, click.Group):
            for each in command.list_commands(found):
                yield from walk(command.get_command(found, each), each, found)

    return list(walk(app, "soapclient"))


def ids(found):
    """Name a context by its command."""
    return found.command_path


@pytest.fixture
def admin(sim, configure):
    """The environment of an administrator of a simulator on a real socket."""
    with sim.serve() as server:
        configure(server=server.url, username="admin", password="admin", wsdl="bundled")
        yield server.url


class TestHelp:
    """What `--help` shows."""

    @pytest.mark.parametrize("context", contexts(80), ids=ids)
    def test_options_of_the_connection_are_a_group_of_their_own(self, context):
        """A command's own options come first; those of the connection follow once, in a line each."""
        text = context.command.get_help(context)
        own, title, connection = text.partition("\nConnection options:\n")
        assert "--help" in own and "--server" not in own.partition("\nOptions:\n")[2]
        assert all(line.startswith("  --") for line in connection.splitlines())
        assert not title or 1 == text.count("Connection options:")

    @pytest.mark.parametrize("context", contexts(80), ids=ids)
    def test_no_option_has_two_meanings(self, context):
        """No command has two options of one name."""
        names = collections.Counter(
            name for each in context.command.params for name in (*each.opts, *each.secondary_opts)
        )
        assert [] == [name for name, count in names.items() if count > 1]

    @pytest.mark.parametrize("width", [40, 80])
    def test_summaries_are_whole(self, width):
        """The summary of a command is a sentence that wraps, and is never cut."""
        for context in contexts(width):
            if not isinstance(context.command, click.Group):
                continue
            text = context.command.get_help(context)
            listed = text.partition("\nCommands:\n")[2].partition("\n\n")[0]
            assert "..." not in listed
            told = " ".join(listed.split())
            for name in context.command.list_commands(context):
                each = context.command.get_command(context, name)
                assert each.get_short_help_str() and each.get_short_help_str().replace("- ", "-") in told.replace(
                    "- ", "-"
                )

    @pytest.mark.parametrize("words", [(), ("bulk",), ("bulk", "plan"), ("documents",), ("profile", "create")])
    def test_a_narrow_terminal(self, cli, monkeypatch, words):
        """At 40 columns no sentence is wider than the terminal; options and commands to copy stay whole."""
        monkeypatch.setenv("COLUMNS", "40")
        status, out, _ = cli(*words, "--help")
        assert status == 0
        wide = [line.strip() for line in out.splitlines() if len(line) > 40]
        assert [] == [line for line in wide if not line.startswith(("-", "soapclient "))]

    def test_help_alone(self, cli):
        """Without a command, the help shows how to begin."""
        status, out, err = cli()
        assert (0, "") == (status, err)
        assert "Start here:" in out and "soapclient demo" in out


class TestSuggestions:
    """What is said of a name that there is not."""

    @pytest.mark.parametrize("name", ["GetUsr", "getusr", "get_usr"])
    def test_operations(self, cli, name):
        """`ops`, `describe` and `call` suggest an operation."""
        status, out, err = cli("ops", name)
        assert (0, "") == (status, out) and "did you mean GetUser" in err.replace("get_user", "GetUser")
        status, _, err = cli("describe", name)
        assert 4 == status and "did you mean" in err and "GetUser" in err.replace("get_user", "GetUser")

    def test_nothing_is_near(self, cli):
        """Where nothing is near, nothing is suggested."""
        assert "soapclient: no operation of this contract matches\n" == cli("ops", "zzzzzz")[2]

    @pytest.mark.parametrize(
        ("words", "near"),
        [(["dscribe"], "describe"), (["profile", "crate"], "create"), (["ops", "--servr=x"], "--server")],
    )
    def test_commands_and_options(self, cli, words, near):
        """A command and an option are suggested too."""
        status, _, err = cli(*words)
        assert 2 == status and near in err


class TestProblems:
    """Several problems at once."""

    WORDS = ("call", "GetAllUsers1", "StartingRowNumber=first", "RowCount=some")

    def test_each_has_a_line(self, cli, admin, sim):
        """Several problems are listed, one a line."""
        status, _, err = cli(*self.WORDS)
        title, *lines = err.splitlines()
        assert (2, f"soapclient: GetAllUsers1: {len(lines)} problems:") == (status, title)
        assert len(lines) >= 2 and all(line.startswith("  - ") for line in lines)
        assert not sim.arrived

    def test_json_has_a_list(self, cli, admin):
        """With --json they are a list, in one line."""
        (line,) = cli(*self.WORDS, "--json")[2].splitlines()
        error = json.loads(line)["error"]
        assert len(error["problems"]) >= 2 and all(each in error["message"] for each in error["problems"])

    def test_one_problem_is_a_line(self, cli, admin):
        """One problem stays one line, and is no list."""
        _, _, err = cli("call", "GetAllUsers1", "StartingRowNumber=first", "--json")
        assert "problems" not in json.loads(err)["error"] or len(json.loads(err)["error"]["problems"]) > 1


class TestDebug:
    """`--debug`."""

    @pytest.mark.parametrize("transport", ["soap", "http-post"])
    def test_it_shows_requests_and_replies_without_secrets(self, cli, admin, sim, configure, transport):
        """Heads and bodies are on standard error; passwords and tickets are not, over either transport."""
        status, out, err = cli("call", "GetUser", "UserName=jdoe", "--debug", "--transport", transport)
        assert 0 == status and "<" in out
        assert "GetUser" in err and "HTTP 200" in err and "Content-Type:" in err
        assert "AuthenticateUser" in err and ("PWD>***" in err or "PWD=***" in err)
        assert 'ticket="***"' in err
        assert "debug" not in cli("call", "GetUser", "UserName=jdoe")[2]

    @pytest.mark.parametrize("transport", ["soap", "http-post"])
    def test_a_secret_is_nowhere(self, cli, configure, tmp_path, transport):
        """Tickets and passwords that a server echoes in head, body and URL are hidden, in a failure too."""
        (tmp_path / "ticket").write_text(f"{CANARY}\n")
        echo = f"<html><title>no</title>ticket {CANARY} password {CANARY}</html>"
        heads = (f"X-Echo: {CANARY}", f"Location: http://x/?ticket={CANARY}", f"Server: {CANARY}")
        answer = http("404 Not Found", echo.encode(), "text/html", *heads)
        with RawServer(lambda connection, _: connection.sendall(answer)) as server:
            where = ("--server", server.url, "--wsdl", "bundled", "--transport", transport)
            ticket = ("--ticket-file", str(tmp_path / "ticket"))
            status, out, err = cli("call", "GetUser", "UserName=x", *where, *ticket, "--debug")
        assert 3 == status and "debug: HTTP 404" in err and "X-Echo: ***" in err
        assert CANARY not in out + err

    def test_it_is_bounded(self, cli, admin, sim):
        """What is shown of a body is bounded."""
        err = cli("call", "GetAllUsers", "--debug")[2]
        assert max(map(len, err.split("debug: "))) <= 26_000

    def test_afterwards_the_logs_are_as_before(self, cli, admin):
        """A later command in the same process shows nothing."""
        assert "debug: " in cli("--debug", "call", "ServerInfo")[2]
        assert "" == cli("call", "ServerInfo")[2]


class TestConnectionOptions:
    """Tickets, certificates, impersonation."""

    def test_a_ticket_from_a_file_standard_input_and_the_environment(
        self, cli, admin, sim, tmp_path, monkeypatch, configure
    ):
        """A ticket logs in without a password, from each place, and is not logged out."""
        with Client(admin, wsdl="bundled") as ir:
            ticket = ir.service.AuthenticateUser(UID="jdoe", PWD="secret").attributes["ticket"]
        (tmp_path / "ticket").write_text(f"{ticket}\n")
        before = sim.logins
        assert 0 == cli("users", "show", "jdoe", "--ticket-file", str(tmp_path / "ticket"))[0]
        monkeypatch.delenv("SOAPCLIENT_USERNAME")
        configure(ticket=ticket)
        assert 0 == cli("users", "show", "jdoe")[0]
        assert before == sim.logins

    @pytest.mark.parametrize(
        ("content", "told"), [(None, "No such file"), (b"", "there is no ticket"), (b"\xff", "not UTF-8 text")]
    )
    def test_a_ticket_that_cannot_be_read(self, cli, admin, tmp_path, content, told):
        """A file without a ticket is wrong usage, and nothing is sent."""
        if content is not None:
            (tmp_path / "ticket").write_bytes(content)
        status, _, err = cli("users", "show", "jdoe", "--ticket-file", str(tmp_path / "ticket"))
        assert 2 == status and told in err

    def test_impersonation(self, cli, admin, configure, sim):
        """The trusted password is that of the environment; calls are made as the user who is named."""
        configure(password="trusted")
        status, _, err = cli("users", "show", "jdoe", "--impersonate", "jdoe")
        assert "CreateTicketforUser" in {each.operation for each in sim.arrived}, (status, err)

    def test_files_that_are_not_there(self, cli, admin, sim):
        """Certificate files that are not there are told, all of them."""
        status, _, err = cli("call", "ServerInfo", "--ca-file", "/nowhere/ca", "--cert", "/nowhere/c")
        assert 2 == status and "2 problems" in err and not sim.arrived
