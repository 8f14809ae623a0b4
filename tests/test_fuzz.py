"""Whatever comes in, only what is documented comes out: a few hundred inputs for each target, a minute in CI."""

from __future__ import annotations

import base64
import sys

import pytest
from fuzz import __main__ as program
from fuzz import run
from fuzz.mutate import Mutator
from fuzz.target import SECRET, Finding, Target, check_error

from soapclient import errors

COUNTS = {"replies": 1500, "wsdls": 300, "rows": 400, "plans": 300, "commands": 120, "simulator": 400}


@pytest.mark.parametrize("name", run.TARGETS)
def test_only_what_is_documented_comes_out(name):
    """Inputs made of good ones end in results or in errors of ours, in one line and without secrets."""
    found = run.fuzz(name, seed=7, count=COUNTS[name])
    assert [] == [str(failure) for failure in found.failures]
    assert COUNTS[name] == found.count
    assert 2 <= len(found.outcomes), "nothing but one outcome: the inputs do not reach it"


@pytest.mark.parametrize("name", run.TARGETS)
def test_good_inputs_are_good(name):
    """What inputs are made of is read as it should be, in each of the ways that there are."""
    target = run.TARGETS[name]()
    try:
        outcomes = {target.check(data) for data in target.corpus}
    finally:
        target.close()
    good = {
        "replies": {"element", "bytes", "NoneType", "UserNotFound", "SessionExpired"},
        "wsdls": {"1, linted"},
        "rows": {"csv", "jsonl", "xlsx"},
        "plans": {"PlanFile, BulkError", "BulkError, JournalFile"},
        "commands": {"0"},
        "simulator": {"200 OK"},
    }
    assert good[name] <= outcomes


@pytest.mark.parametrize("name", run.TARGETS)
def test_inputs_depend_on_the_seed_alone(name):
    """The same seed makes the same inputs, another one others."""
    made = []
    for seed in (3, 3, 4):
        target = run.TARGETS[name]()
        first = len(target.corpus)
        made.append([run.made(target, seed, number) for number in range(first, first + 50)])
        target.close()
    assert made[0] == made[1]
    assert made[0] != made[2]


class Fragile(Target):
    """Takes everything but a zero byte."""

    corpus = (b"abc",)
    words = (b"\0",)

    def check(self, data: bytes) -> str:
        if b"\0" in data:
            raise KeyError("a zero byte")
        return "good"


class Endless(Target):
    """Does not come back."""

    corpus = (b"abc",)

    def check(self, data: bytes) -> str:
        while True:
            pass


def test_what_is_found_can_be_made_again(monkeypatch, capsys):
    """A finding is printed with its target, seed, number and bytes, each of which brings it about again."""
    monkeypatch.setitem(run.TARGETS, "fragile", Fragile)
    monkeypatch.setattr(sys, "argv", ["fuzz", "fragile", "--count", "5000", "--seed", "5"])
    assert 1 == program.main()
    failure = run.fuzz("fragile", 5, count=5000).failures[0]
    shown = capsys.readouterr().err
    encoded = base64.b64encode(failure.data).decode()
    assert f"--seed 5 --from {failure.number} --count 1" in shown
    assert f"--input {encoded}" in shown
    assert "KeyError: 'a zero byte'" in shown
    assert failure.data == run.fuzz("fragile", 5, start=failure.number, count=1).failures[0].data
    monkeypatch.setattr(sys, "argv", ["fuzz", "fragile", "--input", encoded])
    with pytest.raises(KeyError):
        program.main()


def test_what_takes_too_long_is_found(monkeypatch):
    """An input that does not come to an end is a finding, and the next target has its turn."""
    monkeypatch.setitem(run.TARGETS, "endless", Endless)
    monkeypatch.setattr(run, "PATIENCE", 0.05)
    (failure,) = run.fuzz("endless", 1, count=1).failures
    assert "TooLong: an input took more than 0.05 seconds" in failure.trace


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.ConnectError(f"the password is {SECRET}"), "a secret is in the message"),
        (errors.ConnectError("it broke", operation=SECRET), "a secret is in the state"),
        (errors.ConnectError("two\nlines"), "not one line"),
        (errors.ConnectError("\x1b[2J"), "not one line"),
        (errors.ConnectError(""), "not one line"),
        (errors.ConnectError("x" * 5000), "5000 characters"),
    ],
)
def test_an_error_that_is_not_fit_to_be_shown(error, said):
    """A secret, more than one line, control characters and a text without end are findings in an error too."""
    with pytest.raises(Finding, match=said):
        check_error(error)


def test_inputs_are_changed():
    """Nearly every input differs from the good ones, and most are others than the one before."""
    chance = run.random.Random(1)
    made = [Mutator((b"<a b='1'>text</a>", b"<c/>"), (b"<x/>",), chance).make() for _ in range(500)]
    assert 200 < len({*made} - {b"<a b='1'>text</a>", b"<c/>"})


@pytest.mark.parametrize("data", [b"", b"\0", b"<", b"\xff\xfe<"])
def test_nothing_much_can_be_changed_too(data):
    """Inputs of a few bytes are changed without an error."""
    chance = run.random.Random(1)
    assert all(isinstance(Mutator((data,), (), chance).make(), bytes) for _ in range(300))
