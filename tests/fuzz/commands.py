"""The command line: words as somebody may type them, on a simulator in this process."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import click

from soapclient import Client
from soapclient.cli import main
from soapclient.cli.app import app

from .files import CSV
from .mutate import Mutator
from .target import SECRET, Finding, Target

# What takes as long as it is told to, or never ends.
ENDLESS = {"simulate", "--rate", "--patience", "--timeout"}
WORDS = (
    *("jdoe", "admin", "nobody", "GetUser", "UpdateUserContactInfo", "get_user", "UserName=jdoe", "userName=jdoe"),
    *("emailAddress=x@example.com", "emailAddress:=clear", "mobileNumber:=keep", "mobileNumber:=null", "x=@rows.csv"),
    *(
        "UserName=@-",
        "UserName=@nothing",
        "UserName=@@x",
        "a.b[0].c=1",
        "UserPassword=x",
        ":=",
        "=",
        "x:=y",
        "rows.csv",
    ),
    *("plan.jsonl", "run.journal", "new.jsonl", "out", "bundled", "bundled-2019", "srv.wsdl", "csv", "jsonl", "xlsx"),
    *("sim:", "http://127.0.0.1:1/srv.asmx", "ftp://x", "1.1", "1.2", "soap", "http-post", "refuse", "read", "verify"),
    *("users", "documents", "/Finance/Reports/Budget.xlsx", "~D1001", "50", "10%", "none", "0", "-1", "24h", "path"),
    *("", " ", "\x1b[2J", "\u202e", "ä", "\ud800", "--", "-", "-h", "--json", "--help", "%s", "{0}", "x" * 5000),
)
STARTS = (
    *(("demo",), ("ops",), ("ops", "user"), ("describe", "GetUser"), ("describe", "GetUser", "--json"), ("--version",)),
    *(
        ("envelope", "UpdateUserContactInfo", "userName=jdoe"),
        ("call", "GetUser", "UserName=jdoe"),
        ("doctor", "--json"),
    ),
    *(("call", "UpdateUserContactInfo", "userName=jdoe", "emailAddress:=clear", "--json"), ("users", "show", "jdoe")),
    *(("users", "list", "--json"), ("users", "update", "jdoe", "--email", "x@example.com"), ("stubs", "-o", "out")),
    *(("documents", "show", "/Finance/Reports/Budget.xlsx"), ("documents", "exists", "~D1001", "--json")),
    *(("documents", "update", "~D1001", "--description", "x"), ("wsdl", "diff", "bundled-2019", "bundled")),
    *(("wsdl", "lint", "small.wsdl"), ("wsdl", "report", "small.wsdl", "-o", "out")),
    *(("bulk", "plan", "rows.csv", "-o", "new.jsonl"), ("bulk", "apply", "plan.jsonl", "--journal", "new.journal")),
    *(("bulk", "run", "rows.csv", "--journal", "new.journal", "--json"), ("bulk", "status", "run.journal")),
    *(("bulk", "resume", "run.journal"), ("bulk", "report", "run.journal", "-o", "-"), ("call", "ServerInfo")),
    *(("bulk", "undo", "run.journal", "-o", "undo.jsonl"), ("--server", "sim:x", "users", "show", "admin")),
)


class Commands(Target):
    """An input is words with zero bytes between."""

    def __init__(self) -> None:
        self.corpus = tuple("\0".join(words).encode() for words in STARTS)
        self.words = tuple(word.encode("utf-8", "surrogatepass") for word in (*WORDS, *sorted(_names(app) - ENDLESS)))
        self._folder = tempfile.TemporaryDirectory()
        self._seed = Path(self._folder.name, "seed")
        self._seed.mkdir()
        with _within(self._seed):
            self._prepare()

    def make(self, chance: random.Random) -> bytes:
        """Change the words of a command that works, a few at a time."""
        words = chance.choice(self.corpus).split(b"\0")
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
            place = chance.randrange(len(words) + 1)
            way = chance.randrange(6)
            if way < 2:
                words.insert(place, chance.choice(self.words))
            elif way == 2 and words:
                words[place - 1] = chance.choice(self.words)
            elif way == 3 and words:
                del words[place - 1]
            elif way == 4 and words:
                words[place - 1] = Mutator((words[place - 1],), self.words, chance).make()
            else:
                words += chance.choice(self.corpus).split(b"\0")[1:]
        return b"\0".join(words)

    def _prepare(self) -> None:
        Path("rows.csv").write_text(CSV, encoding="utf-8")
        Path("small.wsdl").write_bytes((Path(__file__).parents[1] / "wsdls" / "shop.wsdl").read_bytes())
        with Client("sim:x", username="admin", password="admin", wsdl="bundled") as ir:
            ir.service.ChangeUserPassword(UserName="admin", NewPassword=SECRET)
        with Client("sim:x", username="admin", password=SECRET, wsdl="bundled") as ir:
            rows = [{"user_name": "jdoe", "email": "new@example.com"}]
            with ir.users.plan_bulk(rows) as plan:
                plan.save("plan.jsonl")
                plan.apply("run.journal")

    def close(self) -> None:
        self._folder.cleanup()

    def check(self, data: bytes) -> str:
        """Run a command in a folder of its own."""
        words = [word.decode("utf-8", "surrogateescape") for word in data.split(b"\0")]
        if any(_is_unfit(word) for word in words):
            return "skipped"
        with tempfile.TemporaryDirectory() as folder, _within(Path(folder)):
            for file in self._seed.iterdir():
                if file.is_file():
                    Path(file.name).write_bytes(file.read_bytes())
            status, shown, told = _run(words)
            written = [file for file in Path(folder).rglob("*") if file.is_file() and file.suffix != ".db"]
            texts = {file.name: file.read_bytes() for file in written if not file.name.startswith("x")}
        _check(words, status, shown, told)
        for name, content in texts.items():
            if SECRET.encode() in content:
                raise Finding(f"a password is in the file {name}")
        return str(status)


def _check(words: list[str], status: int, shown: str, told: str) -> None:
    if status not in range(6):
        raise Finding(f"exit status {status}: {told[:500]!r}")
    if SECRET in shown + told:
        raise Finding("a password is shown")
    if "Traceback" in told:
        raise Finding(f"a traceback: {told[:500]!r}")
    if "doctor" in words:  # its exit status is of what it found, and that is in its report
        return
    lines = [line for line in told.splitlines() if not line.startswith("soapclient: warning: ")]
    as_json = "--json" in (words[: words.index("--")] if "--" in words else words)
    if status in (1, 2, 3, 4) and not as_json:
        ours = [line for line in lines if line.startswith("soapclient: ")]
        listed = lines[lines.index(ours[0]) + 1 :] if len(ours) == 1 else None
        several = re.search(r"\b(\d+) problems:$", ours[0]) if ours else None
        if listed is None or len(listed) != int(several[1] if several else 0):
            raise Finding(
                f"exit status {status} is not told in one line at the end, or a line a problem: {told[:500]!r}"
            )
        if not all(line.startswith("  - ") for line in listed):
            raise Finding(f"something else is among the problems: {told[:500]!r}")
    if status in (1, 2, 3, 4) and as_json:
        try:
            json.loads(lines[-1])["error"]["message"]
        except (ValueError, LookupError, TypeError) as exc:
            raise Finding(f"exit status {status} is not told as JSON: {told[:500]!r}") from exc


def _run(words: list[str]) -> tuple[int, str, str]:
    shown, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    taken = io.TextIOWrapper(io.BytesIO(b"from standard input\n"), "utf-8")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SOAPCLIENT_")
    } | {
        "SOAPCLIENT_SERVER": "sim:x",
        "SOAPCLIENT_USERNAME": "admin",
        "SOAPCLIENT_PASSWORD": SECRET,
        "SOAPCLIENT_CACHE_DIR": "cache",
        "SOAPCLIENT_PROFILES": "profiles.ini",
    }  # fmt: skip
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.object(sys, "stdin", taken),
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(told),
    ):
        status = main(words)
    return status, *(stream.buffer.getvalue().decode("utf-8", "replace") for stream in (shown, told))


def _names(command: click.Command) -> Iterator[str]:
    found = {name for each in command.params for name in (*each.opts, *each.secondary_opts) if name.startswith("-")}
    for name, each in getattr(command, "commands", {}).items():
        found |= {name, *_names(each)}
    return found


def _is_unfit(word: str) -> bool:
    """Tell whether a word could reach out of the folder, or takes as long as it says."""
    name = word.partition("=")[0]
    if any(each.startswith(name) and (name == each or len(name) > 2) for each in ENDLESS) and name:
        return True
    outside = "/" in word and not word.startswith(("/Finance", "/Public", "http://127.0.0.1:1/"))
    return outside or ".." in word or "\0" in word


@contextlib.contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
