"""`soapclient demo`: the story is true, short, and needs neither click nor a socket."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import soapclient
from soapclient.cli import main
from soapclient.cli.demo import demo

pytestmark = pytest.mark.classic("the story is told of a classic server")

ERRORS = [
    ("AuthenticationFailed", 900, "[900] Authentication failed"),
    ("SessionExpired", 901, "[901] Session expired or Invalid ticket"),
    ("UserNotFound", None, "User not found"),
    ("AccessDenied", None, "Access denied"),
    ("ServerFault", None, "SystemError:"),
]


@pytest.fixture
def lines():
    """The lines of the story."""
    stream = io.StringIO()
    demo(stream)
    return stream.getvalue().splitlines()


@pytest.fixture
def facts():
    """The facts of the story."""
    stream = io.StringIO()
    demo(stream, as_json=True)
    return json.loads(stream.getvalue())


def test_it_fits_on_a_screen(lines):
    """The story has at most 24 lines of at most 100 columns."""
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100


def test_one_field_changes_and_the_other_is_kept(facts):
    """Over SOAP the e-mail address changes and the mobile number stays as it was."""
    assert facts["before"] == {"email": "john.doe@example.com", "mobile": "+15551234567"}
    assert facts["after_soap"] == {"email": "new@example.com", "mobile": "+15551234567"}


def test_the_kept_element_is_not_sent(facts, lines):
    """The envelope has the new value and not the kept element, and the ticket is hidden."""
    shown = facts["soap"]["envelope"]
    assert "emailAddress>new@example.com<" in shown and "mobileNumber" not in shown
    assert "authenticationTicket>***<" in shown
    assert all(line.strip() in "\n".join(lines) for line in shown.splitlines())


def test_the_same_over_post_clears_the_other_field(facts):
    """Over HTTP POST, where null cannot be said, the empty mobile number clears the field."""
    assert facts["post"]["status"] == 200
    assert facts["post"]["form"].endswith("&mobileNumber=")
    assert facts["after_post"] == {"email": "new@example.com", "mobile": ""}


def test_the_five_documented_errors_arrive(facts, lines):
    """Every error of the page arrives as its class with the service's words."""
    assert [(each["type"], each["code"]) for each in facts["errors"]] == [(kind, code) for kind, code, _ in ERRORS]
    for (kind, _, text), each, line in zip(ERRORS, facts["errors"], lines[-5:], strict=True):
        assert text in each["message"]
        assert line.split()[0] == kind and each["message"] in line


def test_no_ticket_is_shown(lines):
    """Nothing that looks like a ticket or a password is in the story."""
    text = "\n".join(lines)
    assert "secret" not in text and "PWD" not in text
    assert not any(word.count("-") == 4 for word in text.replace("=", " ").replace("&", " ").split())


@pytest.mark.parametrize("words", [["demo"], ["demo", "--json"], ["--json", "demo"]])
def test_it_works_without_click(words, capsys, monkeypatch):
    """Where click is missing the story is the same as where it is there."""
    assert main(words) == 0
    told = capsys.readouterr()
    monkeypatch.setitem(sys.modules, "click", None)
    assert main(words) == 0
    assert capsys.readouterr() == told
    assert told.err == "" and told.out.startswith("{" if "--json" in words else "before ")


def test_it_opens_no_socket():
    """A process in which sockets are forbidden and click cannot be imported tells the story."""
    program = (
        "import socket, sys\n"
        "sys.modules['click'] = None\n"
        "def refuse(*_): raise AssertionError('a connection was opened')\n"
        "socket.socket.connect = socket.socket.bind = refuse\n"
        "from soapclient.cli import main\n"
        "sys.exit(main(['demo']))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(soapclient.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("before ")
