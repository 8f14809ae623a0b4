"""The README tells the truth."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from servers import refusal

import soapclient
from soapclient import Client, errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_first_example(capsys):
    """The first example runs as it stands, stands before line 30, and prints what it says."""
    exec(BLOCKS[0], {})

    assert [
        "new@example.com",
        refusal("UpdateUserContactInfo", "User not found", 4041),
    ] == capsys.readouterr().out.splitlines()
    assert 30 > README[: README.index(BLOCKS[0]) + len(BLOCKS[0])].count("\n")


def test_example_of_any_service(capsys, monkeypatch):
    """The example of any service runs as it stands."""
    monkeypatch.chdir(ROOT)
    exec(BLOCKS[1], {})

    assert "19.90\n" == capsys.readouterr().out


def test_users_example():
    """The lines about users run on the simulator."""
    with Client("sim:", username="admin", password="admin") as ir:
        exec(BLOCKS[2], {"ir": ir, "CLEAR": soapclient.CLEAR})
        assert "Roe" == ir.users.get("jdoe").last_name


def test_documents_example(tmp_path, monkeypatch, capsys):
    """The lines about documents and folders run on the simulator."""
    monkeypatch.chdir(tmp_path)
    Path("report.pdf").write_bytes(b"figures")
    with Client("sim:", username="admin", password="admin") as ir:
        exec(BLOCKS[3], {"ir": ir, "CLEAR": soapclient.CLEAR})

    assert "/Finance/Archive/report.pdf" in capsys.readouterr().out
    assert b"figures" == Path("copy.pdf").read_bytes()


def test_options_of_the_client():
    """The options of the client are those that it has."""
    import ast
    import inspect

    call = ast.parse(next(block for block in BLOCKS if block.startswith("Client(")).replace("*, ", "")).body[0].value
    shown = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    real = inspect.signature(Client).parameters

    assert set(real) - {"server"} == set(shown)
    for name, value in shown.items():
        assert eval(value) == real[name].default, name


def test_errors_named():
    """Every error that the README names exists."""
    section = README[README.index("## Errors") : README.index("## Clients")]
    for name in set(re.findall(r"`([A-Z][A-Za-z]+)`", section)) - {"False"}:
        assert hasattr(errors, name), name


def test_command_line_examples(capsys):
    """The examples of the command line that need no server run as they stand."""
    pytest.importorskip("click", reason="the extra cli is not installed")
    from soapclient.cli import main

    block = README[README.index("soapclient ops contact") :].split("```")[0]
    lines = [line.split("#")[0].strip() for line in block.splitlines() if line.strip()]
    offline = [line for line in lines if line.split()[1] in ("ops", "describe", "envelope")]
    for line in offline:
        assert 0 == main(shlex.split(line)[1:]), capsys.readouterr().err

    assert 3 == len(offline)


def test_version_is_in_the_changes():
    """The version has its entry in the changes."""
    assert f"## {soapclient.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_a_release_has_its_addresses():
    """The package of a release names the project's addresses; before the first release they may be missing."""
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no reader of TOML")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = re.search(r"(?m)^## (.*)", (ROOT / "CHANGELOG.md").read_text("utf-8"))[1]
    if "unreleased" not in newest.casefold() or "urls" in project:
        assert {"Documentation", "Changelog", "Source", "Issues"} <= {*project.get("urls", ())}
        assert all(url.startswith("https://") for url in project["urls"].values())
