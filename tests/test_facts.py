"""The script that compares two versions of the annotations, run as a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ANNOTATIONS = ROOT / "wsdl" / "annotations.json"

OLD = {
    "Gone": {"kind": "read"},
    "Same": {"kind": "write", "codes": {"4010": ["SessionExpired", "x"]}},
    "Some": {
        "kind": "read",
        "items": ["folder"],
        "codes": {"4000": ["InvalidValue", "a"], "4041": ["NotFound", "b"]},
        "absent": {"A": "all"},
    },
}
NEW = {
    "Came": {"kind": "read"},
    "Same": {"kind": "write", "codes": {"4010": ["SessionExpired", "x"]}},
    "Some": {
        "kind": "read",
        "items": ["folder", "f"],
        "codes": {"4000": ["UserNotFound", "a"], "4030": ["AccessDenied", "c"]},
        "say": ["A"],
        "obsolete": True,
    },
}


@pytest.fixture
def versions(tmp_path):
    """Two files with versions that differ."""
    (tmp_path / "old.json").write_text(json.dumps(OLD), "utf-8")
    (tmp_path / "new.json").write_text(json.dumps(NEW), "utf-8")
    return tmp_path / "old.json", tmp_path / "new.json"


def facts(*words: object) -> tuple[int, str, str]:
    """Run the script, and return its exit status and what it prints."""
    words = (sys.executable, ROOT / ".ci" / "facts", *words)
    done = subprocess.run([str(word) for word in words], cwd=ROOT, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


def test_it_can_be_run():
    """The script is executable, and tells how it is used."""
    assert (ROOT / ".ci" / "facts").stat().st_mode & 0o111
    status, told, _ = facts("--help")
    assert status == 0
    assert "OLD NEW [--json]" in told and "Exit status" in told


def test_equal():
    """A version has no differences from itself: nothing is printed, and the exit status is 0."""
    assert facts(ANNOTATIONS, ANNOTATIONS) == (0, "", "")
    assert facts(ANNOTATIONS, ANNOTATIONS, "--json") == (0, "[]\n", "")


def test_lines(versions):
    """Each difference is one line with its operation and key, and the exit status is 1."""
    status, told, err = facts(*versions)
    assert (status, err) == (1, "")
    assert told.splitlines() == [
        "Came: added",
        "Gone: removed",
        'Some items: ["folder"] -> ["folder", "f"]',
        'Some codes.4000: ["InvalidValue", "a"] -> ["UserNotFound", "a"]',
        'Some codes.4041: removed, was ["NotFound", "b"]',
        'Some codes.4030: added ["AccessDenied", "c"]',
        'Some absent.A: removed, was "all"',
        'Some say: added ["A"]',
        "Some obsolete: added true",
    ]


def test_json(versions):
    """A program gets the same as a list, with null for what is missing."""
    status, told, _ = facts(*versions, "--json")
    found = json.loads(told)
    assert status == 1
    assert found[0] == {"operation": "Came", "key": [], "old": None, "new": {"kind": "read"}}
    assert {
        "operation": "Some",
        "key": ["codes", "4000"],
        "old": ["InvalidValue", "a"],
        "new": ["UserNotFound", "a"],
    } in found
    assert len(found) == 9


def test_empty_is_not_missing(versions):
    """An empty key and true in the place of 1 are differences too."""
    old, new = versions
    old.write_text('{"A": {"codes": {}, "y": 2, "x": 1}, "B": {"x": 1, "y": 2}}', "utf-8")
    new.write_text('{"A": {"x": true, "y": 2}, "B": {"y": 2, "x": 1}}', "utf-8")
    assert facts(old, new)[:2] == (1, "A codes: removed, was {}\nA x: 1 -> true\n")
    new.write_text('{"A": {"codes": {}, "y": 2, "x": true}, "B": {"y": 2, "x": 1}}', "utf-8")
    assert facts(old, new)[:2] == (1, "A x: 1 -> true\n")


@pytest.mark.parametrize("revision", ["HEAD:", "HEAD:wsdl/annotations.json"])
def test_a_revision(tmp_path, revision):
    """A version may be a git revision, with or without the path of the file in it."""
    shown = subprocess.run(["git", "show", "HEAD:wsdl/annotations.json"], cwd=ROOT, capture_output=True)
    if shown.returncode:
        pytest.skip("this is no git checkout")
    (tmp_path / "head.json").write_bytes(shown.stdout)
    assert facts(revision, tmp_path / "head.json") == (0, "", "")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("nothing.json", "nothing.json: no such file; a git revision ends with a colon"),
        ("no-such-revision:", "no-such-revision: cannot be read: "),
        ("--output=x:", "the following arguments are required"),
    ],
)
def test_what_cannot_be_read(version, told):
    """A version that cannot be found is told in one line, with the exit status 2."""
    status, out, err = facts(version, ANNOTATIONS)
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.parametrize("text", ["{", "[]", '{"A": 1}', '{"A": {"B": 1}'])
def test_what_is_no_version(versions, text):
    """A file that is not an object of objects is told with its name, not with a traceback."""
    versions[0].write_text(text, "utf-8")
    status, out, err = facts(*versions)
    assert (status, out) == (2, "")
    assert err.startswith(f"facts: {versions[0]}: ") and "Traceback" not in err
