"""Profiles: the file, the commands, clients made of one, and passwords that are kept elsewhere."""

from __future__ import annotations

import asyncio
import concurrent.futures
import io
import json
import os
import re
import stat
import sys
import threading
import traceback
import types
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soapclient import AsyncClient, AsyncSoapClient, Client, ConnectionSettings, ProfileFile, SoapClient
from soapclient.clients.profile_file import KEYS
from soapclient.errors import ArgumentError, AuthenticationFailed, ProfileError

CANARY = "S3cr3t-hunter2"
KEPT = """\
# my servers

[prod]
; the real one
server = https://dms.example.com/srv.asmx
username = jdoe

# for tests
[test]
server = sim:
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A file of profiles, which is not there yet."""
    path = tmp_path / "profiles.ini"
    monkeypatch.setenv("SOAPCLIENT_PROFILES", str(path))
    return path


@pytest.fixture
def url(sim):
    """The simulator's URL, on a real socket."""
    with sim.serve() as server:
        yield server.url


@pytest.fixture
def stdin(monkeypatch):
    """Put text on standard input."""

    def put(text):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return put


def locals_of(error):
    """Return the variables of the package's frames of an error, as a crash report shows them."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return "".join(repr(frame.f_locals) for frame in frames if "test_profiles" not in frame.f_code.co_filename)


class Ring:
    """A key ring that is safe."""

    priority = 5

    def __init__(self):
        self.kept = {}

    def get_password(self, service, user):
        return self.kept.get((service, user))

    def set_password(self, service, user, password):
        self.kept[service, user] = password

    def delete_password(self, service, user):
        del self.kept[service, user]


@pytest.fixture
def ring(monkeypatch):
    """The key ring of this system."""
    found = Ring()
    monkeypatch.setitem(sys.modules, "keyring", types.SimpleNamespace(get_keyring=lambda: found))
    return found


class TestFile:
    """The file of profiles."""

    def test_comments_and_other_profiles_stay(self, file):
        """A profile that is replaced keeps the comments in it; everything else stays as it was."""
        file.write_text(KEPT)
        ProfileFile().write("prod", {"server": "https://new.example.com/srv.asmx", "timeout": "5"})
        expected = KEPT.replace("https://dms", "https://new").replace("username = jdoe", "timeout = 5")
        assert expected == file.read_text()

    def test_removed_profiles_take_their_comment_along(self, file):
        """A profile that is removed is gone with the comment right above it, and is no default any more."""
        file.write_text(KEPT)
        profiles = ProfileFile()
        profiles.set_default("test")
        assert "test" == profiles.default
        profiles.remove("test")
        assert (["prod"], None) == (profiles.names, profiles.default)
        assert "for tests" not in file.read_text() and "# my servers" in file.read_text()

    def test_only_its_owner_can_read_it(self, file):
        """The file is for its owner alone, also where it was not before, and no draft stays beside it."""
        file.write_text(KEPT)
        file.chmod(0o644)
        ProfileFile().write("new", {"server": "sim:"})
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)
        assert [file] == list(file.parent.iterdir())

    def test_a_link_stays_one(self, file, tmp_path):
        """A file that is a link to another place is written there."""
        (tmp_path / "dotfiles").mkdir()
        file.symlink_to(tmp_path / "dotfiles" / "profiles.ini")
        ProfileFile().write("new", {"server": "sim:"})
        assert file.is_symlink() and {"server": "sim:"} == dict(ProfileFile().read("new"))

    @pytest.mark.parametrize("name", ["", " x", "a]b", "soapclient", "DEFAULT", "a\nb"])
    def test_names_that_cannot_be_written(self, file, name):
        """A name that would be read as something else is refused, and nothing is written."""
        with pytest.raises(ProfileError, match="cannot be called"):
            ProfileFile().write(name, {"server": "sim:"})
        assert not file.exists()

    def test_a_password_is_not_written(self, file):
        """What is no setting, such as a password, and a value of several lines are refused together."""
        with pytest.raises(ProfileError) as caught:
            ProfileFile().write("x", {"password": CANARY, "server": "sim:\nusername = root"})
        assert 2 == len(caught.value.problems)
        assert CANARY not in str(caught.value) and not file.exists()

    def test_two_writers_lose_nothing(self, file):
        """What two write at the same time is there in the end."""
        many = 8
        start = threading.Barrier(many)

        def write(number):
            start.wait()
            ProfileFile().write(f"p{number}", {"server": f"sim:{number}"})

        with concurrent.futures.ThreadPoolExecutor(many) as pool:
            list(pool.map(write, range(many)))
        assert {f"p{number}" for number in range(many)} == set(ProfileFile().names)

    @pytest.mark.parametrize(
        "text",
        [
            "  [other]\n  server = sim:a\n[x]\nserver = sim:b\n",
            "[other]\nusername = a\u2028[b]\x0bc\x85d\n[x]\nserver = sim:b\n",
            "\ufeff[other]\nserver = sim:a\n[x]\nserver = sim:b\n",
            "[other]\nserver = sim:a\nallow_imports = a\n  b\n\n  c\n[x]\nserver = sim:b\n",
            "[DEFAULT]\ntimeout = 5\n[other]\nserver = sim:a\n[x]\nserver : sim:b\n",
            "[other]\nallow_imports = a\n  [x]\n[x]\nserver = sim:b\n",
        ],
    )
    def test_other_profiles_stay_as_they_are_read(self, file, text):
        """However a file is laid out by hand, a command changes the profile it is told to, and no other."""
        file.write_text(text, encoding="utf-8")
        before = dict(ProfileFile().read("other"))
        ProfileFile().write("x", {"server": "sim:new"})
        assert (before, "sim:new") == (dict(ProfileFile().read("other")), ProfileFile().read("x")["server"])
        ProfileFile().remove("x")
        assert before == dict(ProfileFile().read("other"))

    def test_a_layout_that_is_not_understood_is_not_changed(self, file):
        """A heading that is indented cannot be replaced by itself: the file stays as it is."""
        text = "  [x]\n  server = sim:a\n"
        file.write_text(text)
        with pytest.raises(ProfileError, match=r"not an INI file|edit it by hand"):
            ProfileFile().write("x", {"server": "sim:b"})
        with pytest.raises(ProfileError, match="edit it by hand"):
            ProfileFile().remove("x")
        assert text == file.read_text()

    def test_a_file_that_cannot_be_read_is_not_written_over(self, file):
        """What is not understood is left alone."""
        file.write_text("no section")
        with pytest.raises(ProfileError, match="not an INI file"):
            ProfileFile().write("x", {"server": "sim:"})
        assert "no section" == file.read_text()

    def test_a_file_that_cannot_be_written_is_named(self, file):
        """A folder in its place is told."""
        file.parent.joinpath("f").write_text("")
        with pytest.raises(ProfileError, match="cannot be (written|read)"):
            ProfileFile(file.parent / "f" / "p").set_default(None)

    @settings(max_examples=40, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["server", "username", "wsdl", "proxy", "password_command"]),
            st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda each: each.isprintable()),
        )
    )
    def test_what_is_written_is_read(self, tmp_path_factory, said):
        """Whatever a value is, it comes back, white space around it aside."""
        profiles = ProfileFile(tmp_path_factory.mktemp("p") / "p.ini")
        profiles.write("other", {"server": "sim:"})
        profiles.write("x", {"server": "before"})
        profiles.write("x", said)
        assert {key: value.strip() for key, value in said.items()} == dict(profiles.read("x"))
        assert {"server": "sim:"} == dict(profiles.read("other"))


class TestSettings:
    """What arguments, environment and profile say together."""

    def test_all_problems_at_once(self, file):
        """Everything that cannot be used is told together."""
        file.write_text("[x]\ntransport = get\ntimeout = soon\ncert_key = /nowhere/key\n")
        with pytest.raises(ProfileError) as caught:
            ConnectionSettings.found("x")
        assert 4 == len(caught.value.problems)

    def test_the_default_profile_is_used_where_nothing_else_says_where(self, file, monkeypatch):
        """The default profile counts, unless a server or a WSDL is named: its user is none of another server's."""
        file.write_text("[soapclient]\ndefault = x\n[x]\nserver = sim:\nusername = jdoe\n")
        assert ("x", "jdoe") == (ConnectionSettings.found().profile, ConnectionSettings.found().username)
        assert ConnectionSettings.found(wsdl="bundled").profile is None
        monkeypatch.setenv("SOAPCLIENT_SERVER", "sim:other")
        assert (None, None) == (ConnectionSettings.found().profile, ConnectionSettings.found().username)

    def test_the_environment_names_the_profile(self, file, monkeypatch):
        """SOAPCLIENT_PROFILE is as --profile, which goes before it."""
        file.write_text("[x]\nserver = sim:x\n[y]\nserver = sim:y\n")
        monkeypatch.setenv("SOAPCLIENT_PROFILE", "x")
        assert ["sim:x", "sim:y"] == [ConnectionSettings.found(each).server for each in (None, "y")]

    @pytest.mark.parametrize(
        ("arguments", "environment", "profile", "login"),
        [
            ({}, {}, "", None),
            ({}, {}, "username = a", "password"),
            ({}, {}, "auth = windows", "windows"),
            ({}, {}, "username = a\nimpersonate = b", "impersonate"),
            ({}, {"ticket": "t"}, "username = a", "ticket"),
            ({"username": "c"}, {"ticket": "t"}, "", "password"),
            ({"username": "c"}, {}, "impersonate = b", "password"),
            ({"ticket": "t"}, {"username": "c"}, "auth = windows", "ticket"),
            ({}, {"username": "c"}, "auth = windows", "windows"),
            ({"auth": "password"}, {"ticket": "t"}, "username = a", "password"),
        ],
    )
    def test_how_to_log_in(self, file, monkeypatch, arguments, environment, profile, login):
        """The first that says how to log in decides: arguments, environment, profile."""
        file.write_text(f"[x]\nserver = sim:\n{profile}\n")
        for name, value in environment.items():
            monkeypatch.setenv(f"SOAPCLIENT_{name.upper()}", value)
        assert login == ConnectionSettings.found("x", **arguments).login

    def test_a_ticket_and_a_user_contradict_each_other(self):
        """Both as arguments are refused."""
        with pytest.raises(ProfileError, match="not both"):
            ConnectionSettings.found(server="sim:", ticket="t", username="u")

    def test_no_secret_is_shown(self, monkeypatch):
        """Neither a ticket nor a command, which may hold a password, is in the repr."""
        assert CANARY not in repr(ConnectionSettings.found(ticket=CANARY, server="sim:"))
        assert CANARY not in repr(ConnectionSettings(password_command=CANARY, proxy=f"http://u:{CANARY}@p"))

    @pytest.mark.parametrize("proxy", ["http://u:{}@proxy", "u:{}@proxy:8080", "//u:{}@proxy", "http://u:a/{}@proxy"])
    def test_a_proxy_with_a_password_is_refused(self, proxy):
        """A password in the URL of a proxy would be in a file, or in the list of processes."""
        with pytest.raises(ProfileError) as caught:
            ConnectionSettings.found(proxy=proxy.format(CANARY))
        assert "HTTPS_PROXY" in str(caught.value) and CANARY not in str(caught.value)

    @pytest.mark.parametrize("more", [{"timeout": "soon"}, {"server": f"https://u:{CANARY}@h"}, {"ticket": CANARY}])
    def test_frames_hold_nothing(self, configure, more):
        """Where settings cannot be used, no ticket and no URL is in a frame of the error."""
        configure(ticket=CANARY)
        with pytest.raises(ProfileError) as caught:
            ConnectionSettings.found(**{"server": "sim:", "proxy": "http://u:p@h", **more})
        assert CANARY not in locals_of(caught.value)

    @pytest.mark.parametrize("key", ["server", "wsdl"])
    @pytest.mark.parametrize("url", ["https://u:{}@h/x", "https://u:a/{}@h/x", "HTTPS://{}@h"])
    def test_a_url_with_a_password_is_refused(self, key, url):
        """So would a password in the URL of a server or a WSDL; an at sign elsewhere is none."""
        with pytest.raises(ProfileError) as caught:
            ConnectionSettings.found(**{key: url.format(CANARY)})
        assert CANARY not in str(caught.value)
        ConnectionSettings.checked({key: "https://[::1]:80/a@b?to=me@example.com"})

    def test_what_is_no_url_of_a_proxy_is_left_to_the_client(self, file):
        """A proxy that is no URL is told as one, not as an unexpected error."""
        with pytest.raises(ArgumentError, match="proxy"):
            Client(**ConnectionSettings.found(server="http://127.0.0.1:1/", proxy="http://[bad").client_options())


class TestPasswordCommand:
    """A command that prints the password."""

    def profile(self, file, code, more=""):
        script = file.parent / "give.py"
        script.write_text(code)
        file.write_text(
            f"[x]\nserver = sim:\nusername = jdoe\npassword_command = '{sys.executable}' '{script}' '$HOME; id'\n{more}"
        )
        file.chmod(0o600)

    def test_its_first_line_logs_in(self, file):
        """The first line is the password; there is no shell."""
        self.profile(file, "import sys\nassert sys.argv[1] == '$HOME; id'\nprint('secret\\nmore')")
        with Client.from_profile("x") as ir:
            assert "jdoe" == ir.users.current().user_name

    @pytest.mark.parametrize(
        ("code", "told"),
        [
            (f"print('{CANARY}'); raise SystemExit(3)", "failed with exit status 3"),
            ("", "printed no password"),
            ("import sys; sys.stdout.buffer.write(b'\\xff')", "no UTF-8 text"),
        ],
    )
    def test_its_failure_is_told_without_its_output(self, file, code, told):
        """A command that fails, or prints nothing of use, is named; what it printed is not shown."""
        self.profile(file, code)
        with Client.from_profile("x") as ir, pytest.raises(ArgumentError, match=told) as caught:
            ir.users.current()
        assert CANARY not in str(caught.value)

    @pytest.mark.parametrize(("command", "told"), [("'", "check its quotes"), ("/nowhere/give", "No such file")])
    def test_what_is_no_command(self, file, command, told):
        """A command that cannot be run is told."""
        file.write_text(f"[x]\nserver = sim:\nusername = jdoe\npassword_command = {command}\n")
        with pytest.raises(ArgumentError, match=told):
            ConnectionSettings.found("x").find_password()

    def test_it_has_a_limited_time(self, file, monkeypatch):
        """A command that does not end is ended."""
        monkeypatch.setattr("soapclient.clients.passwords._PATIENCE", 0.2)
        self.profile(file, "import time; time.sleep(60)")
        with pytest.raises(ArgumentError, match="took more than"):
            ConnectionSettings.found("x").find_password()

    @pytest.mark.parametrize("other", [{"server": "http://evil.example.com/srv.asmx"}, {"username": "admin"}])
    def test_another_server_or_user_does_not_get_it(self, file, other):
        """The command is for the profile's own server and user."""
        self.profile(file, "print('secret')")
        assert "secret" == ConnectionSettings.found("x").find_password()
        assert ConnectionSettings.found("x", **other).find_password() is None

    @pytest.mark.parametrize(
        ("profile", "other", "told"),
        [
            ("wsdl = https://erp.example.com/o?wsdl", {}, "secret"),
            ("wsdl = https://erp.example.com/o?wsdl", {"wsdl": "https://evil.example.com/o?wsdl"}, None),
            ("wsdl = https://erp.example.com/o?wsdl", {"wsdl": "evil.wsdl"}, None),
            ("server = https://dms.example.com/o", {"wsdl": "https://evil.example.com/o?wsdl"}, None),
            ("server = https://dms.example.com/o", {"wsdl": "https://DMS.example.com/o?wsdl"}, "secret"),
            ("server = https://dms.example.com/o", {"wsdl": "bundled"}, "secret"),
        ],
    )
    def test_another_wsdl_does_not_get_it(self, file, ring, profile, other, told):
        """A WSDL says where calls go, and is itself asked with the password: another one gets neither of the kept."""
        file.write_text(f"[x]\n{profile}\nusername = jdoe\npassword_command = echo secret\n")
        file.chmod(0o600)
        assert told == ConnectionSettings.found("x", **other).find_password()
        file.write_text(f"[x]\n{profile}\nusername = jdoe\n")
        ConnectionSettings.found("x").keep_password("secret")
        assert told == ConnectionSettings.found("x", **other).find_password()

    @pytest.mark.parametrize("form", [Path, bytes])
    def test_a_wsdl_that_is_given_does_not_get_it(self, file, tmp_path, form):
        """Nor does a path or the bytes of another WSDL."""
        text = Path("tests/wsdls/orders.wsdl").read_bytes()
        (tmp_path / "evil.wsdl").write_bytes(text)
        file.write_text("[x]\nwsdl = https://erp.example.com/o?wsdl\nusername = me\npassword_command = echo secret\n")
        file.chmod(0o600)
        wsdl = text if form is bytes else tmp_path / "evil.wsdl"
        with SoapClient.from_profile("x", wsdl=wsdl) as soap, pytest.raises(ProfileError, match="no password"):
            soap.wiring._private.auth(types.SimpleNamespace(headers={}))

    def test_the_trusted_password_is_no_password_of_a_user(self, file):
        """The command of a profile that acts as another user gives the trusted password, which no user logs in with."""
        file.write_text("[x]\nserver = sim:\nusername = a\nimpersonate = b\npassword_command = echo secret\n")
        file.chmod(0o600)
        assert "secret" == ConnectionSettings.found("x").find_password()
        assert ConnectionSettings.found("x", username="a").find_password() is None

    def test_it_is_not_run_for_whatever_file_is_here(self, file):
        """A relative path of a WSDL is another file in each folder, and so may be the server that it names."""
        file.write_text("[x]\nwsdl = orders.wsdl\nusername = me\npassword_command = echo secret\n")
        file.chmod(0o600)
        with pytest.raises(ProfileError, match="absolute path"):
            ConnectionSettings.found("x")

    def test_the_key_ring_is_not_asked_for_whatever_file_is_here(self, tmp_path, monkeypatch, ring):
        """A password that is kept for a file is for that file, not for one of the same name elsewhere."""
        (tmp_path / "evil").mkdir()
        monkeypatch.chdir(tmp_path)
        ConnectionSettings.found(wsdl="orders.wsdl", username="me").keep_password("secret")
        assert "secret" == ConnectionSettings.found(wsdl="./orders.wsdl", username="me").find_password()
        monkeypatch.chdir(tmp_path / "evil")
        assert ConnectionSettings.found(wsdl="orders.wsdl", username="me").find_password() is None

    def test_endless_output_is_ended(self, file):
        """A command that prints without end is ended, and neither memory nor a minute is spent on it."""
        self.profile(file, "while True: print('x' * 1000)")
        with pytest.raises(ArgumentError, match="printed more than"):
            ConnectionSettings.found("x").find_password()

    def test_frames_hold_nothing(self, file):
        """What a command that fails has printed is in no frame of the error."""
        self.profile(file, f"print({CANARY[:5]!r} + {CANARY[5:]!r}); raise SystemExit(3)")
        with pytest.raises(ArgumentError) as caught:
            ConnectionSettings.found("x").find_password()
        assert CANARY not in locals_of(caught.value)

    @pytest.mark.skipif(os.name != "posix", reason="access rights of POSIX")
    def test_a_file_that_others_can_change_runs_nothing(self, file):
        """Who can write the file would choose the command."""
        self.profile(file, "print('secret')")
        file.chmod(0o666)
        with pytest.raises(ProfileError, match="others can change"):
            ConnectionSettings.found("x")


class TestClients:
    """Clients made of a profile, and of the environment."""

    def test_a_client_of_a_profile(self, file, monkeypatch):
        """Arguments go before the environment, the environment before the profile."""
        file.write_text("[x]\nserver = sim:\nusername = jdoe\ntimeout = 7\nsoap_version = 1.2\n")
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "secret")
        with Client.from_profile("x") as ir:
            assert ("jdoe", "1.2") == (ir.users.current().user_name, ir.soap_version)
        with Client.from_profile("x", username="admin", password="admin", soap_version="1.1") as ir:
            assert ("admin", "1.1") == (ir.users.current().user_name, ir.soap_version)
        monkeypatch.setenv("SOAPCLIENT_USERNAME", "nobody")
        with Client.from_profile("x") as ir, pytest.raises(AuthenticationFailed):
            ir.users.current()

    def test_a_client_of_the_environment(self, configure, file):
        """What the environment says is enough, and the default profile is not read."""
        file.write_text("[soapclient]\ndefault = x\n[x]\nserver = sim:\nusername = nobody\n")
        with pytest.raises(ProfileError, match="no server"):
            Client.from_env()
        configure(server="sim:", username="jdoe", password="secret")
        with Client.from_env() as ir:
            assert "jdoe" == ir.users.current().user_name

    def test_an_asynchronous_client(self, configure):
        """The asynchronous client has both as well."""

        async def run():
            configure(server="sim:", username="jdoe", password="secret")
            async with AsyncClient.from_env(concurrency=2) as ir:
                return (await ir.users.current()).user_name

        assert "jdoe" == asyncio.run(run())

    def test_clients_of_any_service(self, file, configure):
        """A profile with a WSDL makes clients of it."""
        file.write_text("[x]\nwsdl = wsdl/srv.wsdl\nserver = http://127.0.0.1:1/\nusername = jdoe\n")
        configure(password="secret")
        with SoapClient.from_profile("x") as soap:
            assert "http://127.0.0.1:1/" == soap.url
        assert "AsyncSoapClient" in repr(AsyncSoapClient.from_profile("x"))
        with pytest.raises(ProfileError, match="no WSDL"):
            SoapClient.from_env()

    def test_no_profile_is_told(self, file):
        """Without a name there has to be a default."""
        with pytest.raises(ProfileError, match="SOAPCLIENT_PROFILE"):
            Client.from_profile()

    def test_a_password_that_is_missing_is_told(self, file):
        """Where nothing gives a password, the ways to give one are named, and nothing is sent."""
        file.write_text("[x]\nserver = sim:\nusername = jdoe\n")
        with Client.from_profile("x") as ir, pytest.raises(ProfileError, match="soapclient login"):
            ir.users.current()
        assert not ir.simulator.arrived

    def test_a_ticket(self, url, configure, sim):
        """A ticket of the environment is used, and not logged out."""
        with Client(url, username="jdoe", password="secret", wsdl="bundled") as ir:
            ticket = ir.service.AuthenticateUser(UID="jdoe", PWD="secret").attributes["ticket"]
            configure(server=url, wsdl="bundled", ticket=ticket)
            with Client.from_env() as other:
                assert "jdoe" == other.users.current().user_name
            assert "LogOut" not in {each.operation for each in sim.arrived}

    def test_a_missing_certificate_file_is_told(self, configure):
        """A file of certificates that is not there is no reason to trust others."""
        configure(server="sim:", ca_file="/nowhere/ca.pem")
        with pytest.raises(ProfileError, match="ca_file: there is no file"):
            Client.from_env()


class TestCommands:
    """`profile`, `login` and `logout`."""

    def test_a_profile_from_making_to_removing(self, cli, file, url, configure):
        """A profile is made, listed, shown, checked, made the default, and removed."""
        made = ("--server", url, "--username", "jdoe", "--wsdl", "bundled", "--timeout", "5")
        assert (0, f"one: saved in {file}\n", "") == cli("profile", "create", "one", *made)
        assert (0, "one\n", "") == cli("profile", "default", "one")
        assert (0, f"* one  {url}  jdoe\n", "") == cli("profile", "list")
        configure(password="secret")
        shown = json.loads(cli("profile", "show", "one", "--json")[1])
        assert ("jdoe", 5.0, "SOAPCLIENT_PASSWORD") == (shown["username"], shown["timeout"], shown["password"])
        status, out, _ = cli("profile", "check")
        assert 0 == status and "logged in as jdoe" in out
        assert 0 == cli("users", "show", "jdoe")[0]
        assert (0, "one: removed\n", "") == cli("profile", "remove", "one")
        assert "There are no profiles" in cli("profile", "list")[1]
        assert 2 == cli("users", "show", "jdoe")[0]

    def test_files_are_the_same_in_every_folder(self, cli, file, tmp_path, monkeypatch):
        """The paths that a profile is made of are kept as absolute ones; names and URLs stay as they are."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "ca.pem").write_text("")
        assert 0 == cli("profile", "create", "x", "--wsdl", "a.wsdl", "--ca-file", "ca.pem", "--timeout", "2.5")[0]
        assert {
            "wsdl": str(tmp_path / "a.wsdl"),
            "ca_file": str(tmp_path / "ca.pem"),
            "timeout": "2.5",
        } == dict(ProfileFile().read("x"))
        for wsdl in ("bundled", "https://erp.example.com/o?wsdl"):
            assert 0 == cli("profile", "create", "x", "--replace", "--wsdl", wsdl)[0]
            assert {"wsdl": wsdl} == dict(ProfileFile().read("x"))

    def test_a_check_says_what_is_wrong(self, cli, file, url, configure):
        """A wrong password has the exit status of doctor, and its advice."""
        file.write_text(f"[x]\nserver = {url}\nusername = jdoe\nwsdl = bundled\n")
        configure(password="wrong")
        status, out, _ = cli("profile", "check", "x")
        assert 1 == status and "user name and password" in out

    def test_a_check_of_another_service(self, cli, file):
        """The WSDL of another service is read, and its ports are listed."""
        file.write_text("[x]\nwsdl = tests/wsdls/orders.wsdl\nserver = http://127.0.0.1:1/\n")
        status, out, _ = cli("profile", "check", "x")
        assert 0 == status and "operations" in out and "http://127.0.0.1:1/" in out

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (["x", "--password-stdin", "--server", "sim:"], "--password-stdin is not saved"),
            (["x"], "at least one connection option"),
            (["x", "--server", "sim:", "--cert-key", "/nowhere"], "2 problems"),
            (["there", "--server", "sim:"], "--replace"),
        ],
    )
    def test_what_is_not_saved(self, cli, file, words, told):
        """A profile that cannot be used, or is there already, is refused."""
        file.write_text("[there]\nserver = sim:\n")
        status, _, err = cli("profile", "create", *words)
        assert 2 == status and told in err
        assert "[there]\nserver = sim:\n" == file.read_text()

    def test_a_password_is_kept_and_used_and_removed(self, cli, url, ring, file, monkeypatch, stdin):
        """`login` keeps a password that was proved, later commands and clients use it, `logout` removes it."""
        ProfileFile().write("x", {"server": url, "username": "jdoe", "wsdl": "bundled"})
        stdin("secret\n")
        status, out, err = cli("login", "--profile", "x", "--password-stdin")
        assert (0, "") == (status, err) and "is kept in the key ring" in out
        assert ["secret"] == list(ring.kept.values())
        assert 0 == cli("users", "show", "jdoe", "--profile", "x")[0]
        with Client.from_profile("x") as ir:
            assert "jdoe" == ir.users.current().user_name
        assert "key ring" == json.loads(cli("profile", "show", "x", "--json")[1])["password"]
        assert "secret" not in file.read_text()
        assert 0 == cli("logout", "--profile", "x")[0] and not ring.kept
        assert "has no password" in cli("logout", "--profile", "x")[1]

    def test_a_wrong_password_is_not_kept(self, cli, url, ring, stdin):
        """A password that the server refuses is not kept."""
        stdin("wrong\n")
        words = ("--server", url, "--username", "jdoe", "--wsdl", "bundled", "--password-stdin")
        assert 1 == cli("login", *words)[0] and not ring.kept

    @pytest.mark.parametrize("priority", [None, 0.5])
    def test_no_safe_key_ring(self, cli, url, monkeypatch, priority, stdin):
        """Without the extra, or a key ring that is safe, one sentence says what to do, and nothing is asked."""
        ring = Ring()
        ring.priority = priority
        module = None if priority is None else types.SimpleNamespace(get_keyring=lambda: ring)
        monkeypatch.setitem(sys.modules, "keyring", module)
        stdin("secret\n")
        status, _, err = cli("login", "--server", url, "--username", "jdoe", "--password-stdin")
        assert (2, 1) == (status, err.count("\n"))
        assert ("[keyring]" if priority is None else "password_command") in err

    def test_a_ring_that_fails_is_told_without_its_words(self, ring, monkeypatch):
        """The words of a key ring's error may hold the password."""

        def broken(*_):
            raise RuntimeError(CANARY)

        monkeypatch.setattr(Ring, "set_password", broken)
        with pytest.raises(ArgumentError, match="RuntimeError") as caught:
            ConnectionSettings.found(server="sim:", username="jdoe").keep_password(CANARY)
        assert CANARY not in str(caught.value)

    def test_a_login_that_needs_no_password(self, cli, ring):
        """There is nothing to keep without a user, or for a Windows login of this computer's user."""
        assert 2 == cli("login", "--server", "sim:")[0]
        status, _, err = cli("login", "--server", "sim:", "--auth", "windows")
        assert 2 == status and "needs no password" in err


def test_the_page_runs_as_written(file, ring, capsys):
    """The examples of the page about profiles run, with the profile that the page makes."""
    page = (Path(__file__).parents[1] / "docs" / "profiles.md").read_text("utf-8")
    ProfileFile().write("prod", {"server": "sim:", "username": "jdoe"})
    ConnectionSettings.found("prod").keep_password("secret")
    (source,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    exec(compile(source, "docs/profiles.md", "exec"), {})
    assert "john.doe@example.com\n" == capsys.readouterr().out


def test_the_page_names_every_setting():
    """The table of the page has each setting of a profile, and its option."""
    page = (Path(__file__).parents[1] / "docs" / "profiles.md").read_text("utf-8")
    assert [] == [key for key in KEYS if f"`{key}`" not in page]
