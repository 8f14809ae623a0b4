"""What the page on security claims is shown by tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAME = re.compile(r"`(test_\w+\.py)((?:::\w+)+)`")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| a lie")]


def there(file: str) -> set[str]:
    """The tests of a file, as pytest names them."""
    found = set()
    for node in ast.parse((TESTS / file).read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.add(f"::{node.name}")
        elif isinstance(node, ast.ClassDef):
            found |= {f"::{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:60])
def test_every_row_names_tests_that_are_there(row):
    """Each row says what may be tried, what stops it, and which test shows it; that test is there."""
    lie, stops, test = (cell.strip() for cell in row.strip("|").split(" | "))
    assert lie
    assert stops
    named = NAME.findall(test)
    assert named, f"no test is named in {test}"
    for file, name in named:
        assert (TESTS / file).is_file(), f"there is no {file}"
        assert name in there(file), f"there is no {name} in {file}"


def test_everybody_who_may_lie_has_a_table():
    """Server, WSDL, network, files, cache, environment, other users and other callers: each has rows."""
    tables = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    rows = {table.splitlines()[0]: table.count("\n| ") - 1 for table in tables}
    told = ("server", "WSDL", "proxies", "Files", "cache", "environment", "Other users", "Other callers")
    for word in told:
        assert any(word in title and count >= 3 for title, count in rows.items()), word


def test_how_to_report():
    """The policy says how to report in private, which versions are supported, and names no address that nobody has."""
    policy = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "advisor" in policy.lower()
    assert "Supported versions" in policy
    assert "@" not in policy
    assert "(docs/security.md)" in policy
    version = re.search(r'__version__ = "(\d+\.\d+)', (ROOT / "soapclient" / "__init__.py").read_text("utf-8"))
    assert version is not None
    assert f"release line: {version[1]}." in policy
