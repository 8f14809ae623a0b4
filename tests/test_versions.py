"""What pyproject.toml declares of dependencies and Pythons, and what CI makes of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
OWN = re.compile(re.escape(PROJECT["name"]) + r"\[(.*)\]")
# Which distribution brings a module of another name; pyspnego always brings cryptography.
BROUGHT = {"spnego": "pyspnego", "cryptography": "pyspnego"}


def name_of(requirement):
    """The name of what is required."""
    return re.match(r"[A-Za-z0-9._-]+", requirement)[0]


def expanded(extra):
    """What an extra requires, with what it takes over from others."""
    for each in EXTRAS[extra]:
        own = OWN.fullmatch(each)
        yield from (found for name in own[1].split(",") for found in expanded(name)) if own else [each]


def imported(node):
    """The libraries that are imported anywhere, but for what only type checkers look at."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield node.module.partition(".")[0]
    for each in ast.iter_child_nodes(node):
        yield from imported(each)


def test_what_is_imported_is_declared():
    """Every library that the package imports is a dependency or in an extra, whatever else brings it along."""
    declared = {name_of(each) for each in [*PROJECT["dependencies"], *expanded("all"), *expanded("test")]}
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "soapclient").rglob("*.py"))
    found = (
        {BROUGHT.get(each, each) for tree in trees for each in imported(tree)}
        - sys.stdlib_module_names
        - {"soapclient"}
    )
    assert {"zeep", "urllib3", "openpyxl"} < found
    assert set() == found - declared


@pytest.mark.parametrize(
    ("library", "bounds"),
    [
        ("zeep", ">=4.3.3,<5"),
        ("lxml", ">=5.4"),
        ("requests", ">=2.32.3,<3"),
        ("urllib3", ">=2.0.2,<3"),
    ],
)
def test_bounds(library, bounds):
    """Libraries whose private parts are used end before their next major version; lxml reads deep nesting quickly."""
    assert library + bounds in PROJECT["dependencies"]


def test_everything_is_no_tool_of_tests():
    """The extra `all` is all that users can use: every extra but the tools that run the tests."""
    others = {each for extra in EXTRAS if extra not in ("all", "test") for each in expanded(extra)}
    assert others == set(expanded("all"))
    assert not {name_of(each) for each in expanded("all")} & {"pytest", "hypothesis", "requests-mock", "trustme"}


def lowest(root):
    """What CI finds of the lowest versions of a project."""
    command = [sys.executable, root / ".ci" / "lowest"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_lowest_versions():
    """CI takes the lowest version of every dependency from the one place where they are declared."""
    said = dict(line.split("==") for line in lowest(ROOT).stdout.splitlines())
    requirements = [*PROJECT["dependencies"], *expanded("all"), *expanded("test")]
    assert {name_of(each) for each in requirements} == {*said}
    assert all(f">={said[name_of(each)]}" in each for each in requirements)


def test_a_dependency_without_a_lowest_version(tmp_path):
    """A dependency that declares no lowest version is refused in a sentence, not left out."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "lowest").write_bytes((ROOT / ".ci" / "lowest").read_bytes())
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "a"\ndependencies = ["lxml<6"]\n[project.optional-dependencies]\nx = ["a[y]"]\ny = []\n'
    )
    found = lowest(tmp_path)
    assert (1, "") == (found.returncode, found.stdout)
    assert "pyproject.toml: 'lxml<6' declares no lowest version; begin it with NAME>=VERSION\n" == found.stderr


def test_pythons():
    """The Pythons that are said to be supported begin with the oldest that may be used, and none is left out."""
    versions = [each for each in PROJECT["classifiers"] if re.search(r":: Python :: 3\.\d+$", each)]
    minors = [int(each.rpartition(".")[2]) for each in versions]
    assert f">=3.{minors[0]}" == PROJECT["requires-python"]
    assert [*range(minors[0], minors[-1] + 1)] == minors
