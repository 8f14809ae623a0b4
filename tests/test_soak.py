"""The soak of the benchmarks, made short: what is said of each change is what the server made of it, through faults."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import servers

from soapclient import errors

FILE = Path(__file__).parents[1] / "benchmarks" / "soak.py"


@pytest.fixture(scope="module")
def soak():
    """The module of the benchmark."""
    spec = importlib.util.spec_from_file_location("soak", FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["soak"] = module
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules["soak"]


@pytest.mark.parametrize("mode", ["threads", "tasks", "forks"])
def test_what_is_said_is_what_was_made(soak, mode):
    """Through faults of every kind, a change is done, refused or in doubt, as it is said, and no reply is another's."""
    verdict = soak.soak(mode, 2000, faults=9, generation=servers.generation)
    # Whether memory grows only the long run can tell: this one is over before it is warm.
    assert [] == [each for each in verdict.violations if not each.startswith("memory")]
    assert verdict.calls == sum(verdict.counts.values())
    rare = {"answer too late"}
    assert soak_faults() - rare <= {*verdict.faults}
    assert {"changes done", "changes: maybe", "reads done", "refused: no such user"} <= {*verdict.counts}


def soak_faults():
    """The kinds of faults that the server has."""
    spec = importlib.util.spec_from_file_location("soak_server", FILE.with_name("soak_server.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {*module.FAULTS}


def change(number):
    return [f"user{number:05}", f"user{number:05}.{number}@example.com", None]


@pytest.mark.parametrize(
    ("verdict", "made", "said"),
    [
        ("done", [], "said to be done, and was not"),
        ("refused", [change(1)], "said to be certainly not made, and was"),
        ("done", [change(1), change(1)], "made 2 times"),
        ("maybe", [change(1), change(1)], "made 2 times"),
        ("maybe", [change(2)], "made, and nobody asked for it"),
    ],
)
def test_what_is_not_as_it_is_said(soak, verdict, made, said):
    """A change that is not as it is said, that is made twice or that nobody asked for is a violation."""
    found = list(soak._compare([{"change": change(1), "verdict": verdict}], made))
    assert 1 == len(found)
    assert found[0].startswith(said)


@pytest.mark.parametrize(
    ("verdict", "made"), [("done", [change(1)]), ("refused", []), ("maybe", []), ("maybe", [change(1)])]
)
def test_what_is_as_it_is_said(soak, verdict, made):
    """What is in doubt may be made or not."""
    assert [] == list(soak._compare([{"change": change(1), "verdict": verdict}], made))


class Lines(list):
    """A book in memory."""

    write = list.append


def user(name="user00001", email="user00001@example.com", mobile="+15550000001"):
    return SimpleNamespace(user_name=name, email=email, mobile=mobile)


def violations(soak, *events):
    """Tell a worker of these events and return the violations that it finds."""
    book = Lines()
    worker = soak.Worker(0, 1, 1, 1, book)
    for kind, about, values, outcome in events:
        step = soak.Step(kind=kind, user=about, values=values)
        (worker.failed if isinstance(outcome, BaseException) else worker.done)(step, outcome)
    return [line["violation"] for line in book if "violation" in line]


MAYBE = errors.ConnectError("it broke", maybe_applied=True)
CERTAIN = errors.ConnectError("no connection", maybe_applied=False)


def test_reads_that_are_right(soak):
    """What was there first, what was done, and what is in doubt may be read."""
    new, other = {"email": "new@example.com"}, {"email": "other@example.com"}
    assert [] == violations(
        soak,
        ("get", "user00001", {}, user()),
        ("update", "user00001", new, None),
        ("get", "user00001", {}, user(email="new@example.com")),
        ("update", "user00001", other, MAYBE),
        ("get", "user00001", {}, user(email="new@example.com")),
        ("get", "user00001", {}, user(email="other@example.com")),
        ("get", "user00001", {}, CERTAIN),
        ("get", "user00001", {}, errors.SessionExpired("[901] Session expired or Invalid ticket")),
        ("get", "nobody1", {}, errors.UserNotFound("User not found")),
    )


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([("get", "user00001", {}, user(name="user00002"))], "tells of user00002"),
        ([("get", "user00001", {}, user(email="user00002@example.com"))], "the email of user00001 is user00002"),
        ([("update", "user00001", {"email": "new"}, None), ("get", "user00001", {}, user())], "not new"),
        ([("update", "user00001", {"email": "new"}, CERTAIN), ("get", "user00001", {}, user(email="new"))], "is new"),
        ([("get", "nobody1", {}, user())], "which is not there, is a success"),
        ([("update", "nobody1", {"email": "new"}, None)], "which is not there, is a success"),
        ([("get", "user00001", {}, MAYBE)], "only reads"),
        ([("get", "user00001", {}, errors.UnexpectedReply("of another operation"))], "of another operation"),
        ([("get", "user00001", {}, errors.UserNotFound("User not found"))], "UserNotFound"),
        ([("update", "user00001", {"email": "new"}, KeyError("x"))], "raised KeyError"),
    ],
)
def test_reads_that_are_wrong(soak, events, said):
    """Another's reply, a lost change, one that was not to be, and a foreign exception are violations."""
    found = violations(soak, *events)
    assert 1 == len(found)
    assert said in found[0]


@pytest.mark.parametrize("name", ["memory", "sockets", "threads"])
def test_what_grows(soak, name):
    """Memory, sockets or threads that grow from the first to the last quarter are a violation; a start is not."""
    steady = {"memory": 50.0, "sockets": 20, "threads": 17}
    cold = {"memory": 1.0, "sockets": 1, "threads": 1}
    samples = [cold] * 8 + [steady] * 72
    assert ({each: (steady[each], steady[each]) for each in steady}, []) == soak._growth([samples])
    grown = samples[:50] + [{**steady, name: steady[name] + 11}] * 30
    assert [f"{name} grew from {steady[name]:g} to {steady[name] + 11:g}"] == soak._growth([samples, grown])[1]


def test_its_exit_status(soak, monkeypatch, capsys):
    """A run with a violation has exit status 1 and shows it in a table; one without has 0."""
    monkeypatch.setattr(sys, "argv", ["soak.py", "--mode", "threads"])
    for found, status in (["a reply of another"], 1), ([], 0):
        verdict = soak.Verdict(
            mode="threads",
            calls=160,
            seconds=1.0,
            counts=soak.Counter({"changes done": 3}),
            faults=soak.Counter({"delay": 2}),
            growth={"memory": (50.0, 51.0)},
            violations=found,
        )
        monkeypatch.setattr(soak, "soak", lambda *_, verdict=verdict: verdict)
        with pytest.raises(SystemExit) as caught:
            soak.main()
        assert status == caught.value.code
        shown = capsys.readouterr().out
        assert all(text in shown for text in ("160 calls by 16 workers", "changes done", "delay 2", *found))


def test_lines_of_threads_are_whole(soak, tmp_path):
    """The book of the calls has one line for each, also where many threads write."""
    with soak.Book(tmp_path / "book") as book, soak.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: book.write({"number": number}), range(500)))
    lines = (tmp_path / "book").read_text().splitlines()
    assert [*range(500)] == sorted(json.loads(line)["number"] for line in lines)
