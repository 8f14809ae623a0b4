"""Read a guide as its reader does: run its programs and commands in order and compare what they print.

| block | is |
|---|---|
| `python` | run in one namespace; where it begins with `# some/name.py`, written to that file |
| `sh` | commands: `soapclient` in this process, anything else by bash; `# exit status 5` says how a command ends |
| `console` | commands behind `$ `, each with what it prints |
| `output` | what the block before it printed |
| any other | for the reader alone |

`...` in what is printed stands for anything. Commands that install packages are run by `.ci/examples`.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import attrs

import soapclient

DOCS = Path(__file__).parent.parent / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# ([\w./-]+\.\w+)\n")
INSTALLS = re.compile(r"^(\.venv/bin/)?(pip install|python3 -m venv|source) ", re.MULTILINE)
STATUS = re.compile(r"# exit status (\d+)")
OF_A_SHELL = re.compile(r"[|&;<>$`*?~(){}\n]")
PROGRAMS = {"soapclient": "-m soapclient", "pytest": "-m pytest -q -p soapclient.pytest_plugin", "python": ""}


@attrs.frozen
class Block:
    """A block of a page, and the line where its text begins."""

    language: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    """Return the blocks of a page in order."""
    text = (DOCS / page).read_text("utf-8")
    for found in BLOCK.finditer(text):
        yield Block(found[1], found[2], text.count("\n", 0, found.start(2)))


def alike(shown: str, printed: str) -> bool:
    """Tell whether a page shows what was printed; blanks at the ends of lines do not matter."""
    lines = [re.escape(line.rstrip()).replace(r"\.\.\.", ".*") for line in shown.strip("\n").split("\n")]
    return bool(re.fullmatch("\n".join(lines), _tidy(printed), re.DOTALL))


def plain(command: str) -> bool:
    """Tell whether a command is one of `soapclient` that needs no shell."""
    return command.startswith("soapclient ") and not OF_A_SHELL.search(re.sub(r"'[^']*'|\"[^\"$`]*\"|#.*", "", command))


@attrs.define
class Guide:
    """A page that is being read.

    Attributes:
        page: its file, below docs.
        monkeypatch: for what it exports.
        capfd: for what it prints.
        programs: a directory for the programs that it calls.
    """

    page: str
    monkeypatch: object
    capfd: object
    programs: Path
    printed: str = ""

    def read(self) -> None:
        """Run the page in the current directory."""
        self._install()
        module = ModuleType("guide")
        self.monkeypatch.setitem(sys.modules, "guide", module)  # where a framework looks up names of annotations
        for block in blocks(self.page):
            if block.language == "python":
                self._python(block, vars(module))
            elif block.language in ("sh", "console") and not INSTALLS.search(block.text):
                getattr(self, f"_{block.language}")(block)
            elif block.language == "output":
                self._compare(block, block.text, self.printed)

    def _python(self, block: Block, names: dict[str, object]) -> None:
        if file := FILE.match(block.text):
            Path(file[1]).parent.mkdir(parents=True, exist_ok=True)
            Path(file[1]).write_text(block.text, "utf-8")
            return
        self.capfd.readouterr()
        exec(compile("\n" * block.line + block.text, f"docs/{self.page}", "exec", dont_inherit=True), names)
        self.printed = self.capfd.readouterr().out

    def _sh(self, block: Block) -> None:
        commands = []
        for line in _joined(block.text).splitlines():
            if line.startswith("export "):
                for word in shlex.split(line, comments=True)[1:]:
                    self.monkeypatch.setenv(*word.split("=", 1))
            elif line.strip() and not line.startswith("#"):
                commands.append(line)
        if not all(plain(each) for each in commands):
            commands = [block.text]
        self.printed = "".join(self._run(block, each) for each in commands)

    def _console(self, block: Block) -> None:
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            lines = _joined(part).splitlines()
            self._compare(block, "\n".join(lines[1:]), self._run(block, lines[0]))

    def _run(self, block: Block, command: str) -> str:
        if plain(command):
            from soapclient.cli import main

            self.capfd.readouterr()
            status = main(shlex.split(command, comments=True)[1:])
            done = self.capfd.readouterr()
            printed = done.out + done.err
        else:
            ended = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", command],
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=120,
            )
            status, printed = ended.returncode, ended.stdout + ended.stderr
        told = STATUS.search(command)
        assert int(told[1] if told else 0) == status, f"docs/{self.page}, line {block.line}: {command}\n{printed}"
        return printed

    def _compare(self, block: Block, shown: str, printed: str) -> None:
        place = f"docs/{self.page}, line {block.line}"
        assert alike(shown, printed) or _tidy(shown) == _tidy(printed), f"{place} shows\n{shown}\nand not\n{printed}"

    def _install(self) -> None:
        for name, words in PROGRAMS.items():
            program = self.programs / name
            program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n')
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.monkeypatch.setenv("PATH", f"{self.programs}{os.pathsep}{os.environ['PATH']}")
        # Of all plugins of the suite those of a reader: the start of the others costs a second.
        self.monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        self.monkeypatch.setenv("PYTHONPATH", str(Path(soapclient.__file__).parent.parent))


def _joined(text: str) -> str:
    return re.sub(r"\\\n\s*", "", text)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
