"""The programs in examples/ run as they stand and print what they say."""

from __future__ import annotations

import ast
import runpy
import textwrap
from pathlib import Path

import pytest
from guide import alike

EXAMPLES = Path(__file__).parent.parent / "examples"
PROGRAMS = sorted(path.name for path in EXAMPLES.glob("*.py") if not path.name.startswith("test_"))


@pytest.mark.classic("the programs show what classic servers say")
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_prints_what_it_says(name, capsys, monkeypatch, tmp_path):
    """A program runs anywhere, and prints what its docstring shows."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    monkeypatch.chdir(tmp_path)
    told = ast.get_docstring(ast.parse((EXAMPLES / name).read_text("utf-8")), clean=True)
    shown = textwrap.dedent(told.split("It prints:\n")[1])

    runpy.run_path(str(EXAMPLES / name), run_name="__main__")

    printed = capsys.readouterr().out
    assert alike(shown, printed), printed
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", [*PROGRAMS, "test_with_fixtures.py"])
def test_a_program_is_small_and_listed(name):
    """A program has at most sixty lines, and the list names it."""
    assert (EXAMPLES / name).read_text("utf-8").count("\n") <= 60
    assert f"[{name}]({name})" in (EXAMPLES / "README.md").read_text("utf-8")


pytest_plugins = ["pytester"]


def test_the_example_of_tests_passes(pytester):
    """The tests that show the fixtures pass in a run of their own."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    result = pytester.runpytest_inprocess(EXAMPLES / "test_with_fixtures.py", "-q", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=3)
