"""The stub file: what editors and type checkers are told is what the package does."""

from __future__ import annotations

import ast
import itertools
import json
import keyword
import os
import re
import subprocess
import sys
from pathlib import Path

import attrs
import plausible
import pytest
from contracts import TEXT, awkward, contract, operation, renamed
from hypothesis import given
from hypothesis import strategies as st

import soapclient
from soapclient import CLEAR, KEEP, Contract, Operation, Parameter, errors, stub_text
from soapclient.calls.arguments import bind
from soapclient.contract.spelling import python_name
from soapclient.inforouter.models.read import model

CHECKED_IN = Path(soapclient.__file__).with_name("service.pyi")
SAYINGS = {"Keep": KEEP, "Clear": CLEAR, "None": None}


def methods(text: str, holder: str = "Operations") -> dict[str, list[ast.FunctionDef]]:
    """Read the methods of a class in a stub, by name."""
    found: dict[str, list[ast.FunctionDef]] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name == holder:
            for each in node.body:
                if isinstance(each, ast.FunctionDef):
                    found.setdefault(each.name, []).append(each)
    return found


def parameters(method: ast.FunctionDef) -> dict[str, tuple[set[str], bool]]:
    """Read what a method's parameters may be, and whether they may be left out, by name."""
    assert not method.args.posonlyargs + method.args.args[1:]
    return {
        each.arg: (set(ast.unparse(each.annotation).split(" | ")), default is not None)
        for each, default in zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True)
    }


class TestCheckedIn:
    """The stub file of the package."""

    def test_it_is_current(self):
        """It is what `soapclient stubs` writes for the bundled contract."""
        current = CHECKED_IN.read_text("utf-8") == stub_text(Contract.load())
        assert current, "make it again: soapclient stubs -o soapclient/service.pyi"

    def test_it_is_always_the_same(self):
        """Another process, with other hashes and operations described in another order, writes the same text."""
        code = """
            import sys
            from soapclient import Contract, stub_text
            contract = Contract.load()
            for name in reversed(list(contract)):
                contract[name]
            sys.stdout.buffer.write(stub_text(contract).encode("utf-8"))
        """
        for seed in ("1", "2"):
            done = subprocess.run(
                [sys.executable, "-c", "if True:" + code],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            )
            assert CHECKED_IN.read_bytes() == done.stdout

    def test_classes_exist(self):
        """The classes that it declares are there when the program runs, and what a client has is one of them."""
        from soapclient.service import AsyncService, Service

        declared = [node for node in ast.parse(CHECKED_IN.read_text("utf-8")).body if isinstance(node, ast.ClassDef)]
        assert ["Operations", "Service", "AsyncService"] == [node.name for node in declared]
        with soapclient.Client("sim:") as ir:
            assert isinstance(ir.service, Service)
        assert isinstance(soapclient.AsyncClient("sim:").service, AsyncService)

    @pytest.mark.parametrize("holder", ["Service", "AsyncService"])
    def test_what_else_it_declares_exists(self, holder):
        """What it declares of a service beside the operations is there, and nothing that is there is missing."""
        from soapclient.calls.proxy import AsyncServiceProxy, ServiceProxy

        proxy = {"Service": ServiceProxy, "AsyncService": AsyncServiceProxy}[holder]
        said = {name for kind in proxy.__mro__[:2] for name in vars(kind)}
        own = {name for name in said if name.startswith("__") and callable(getattr(proxy, name))}
        unsaid = {"__init__", "__getattr__", "__dir__", "__repr__"}
        assert set(methods(CHECKED_IN.read_text("utf-8"), holder)) == own - unsaid


@pytest.mark.parametrize("source", ["bundled", "bundled-2019"])
class TestBundled:
    """The stubs of the bundled contracts."""

    @pytest.fixture
    def read(self, source):
        return Contract.load(source), methods(stub_text(Contract.load(source)))

    def test_every_operation_in_both_spellings(self, read):
        """Each operation is a method by its exact name and one by its Python spelling, with parameters likewise."""
        contract, found = read
        assert sorted([*contract, *contract.python_names]) == sorted(found)
        for name in contract:
            own = contract[name].own_parameters
            assert [each.name for each in own] == list(parameters(found[name][0]))
            assert [each.python_name for each in own] == list(parameters(found[contract[name].python_name][0]))

    def test_what_may_be_said(self, read):
        """`KEEP`, `CLEAR`, None and leaving out are declared just where a call would not be refused for them."""
        contract, found = read
        for name in contract:
            given = plausible.values(contract[name])
            for spelling in (name, contract[name].python_name):
                declared = list(parameters(found[spelling][0]).values())
                for each, (types, optional) in zip(contract[name].own_parameters, declared, strict=True):
                    without = {key: value for key, value in given.items() if key != each.name}
                    assert optional == bound(contract[name], without), f"{name}.{each.name}"
                    for said, value in SAYINGS.items():
                        said_now = {**given, each.name: value}
                        assert (said in types) == bound(contract[name], said_now), f"{name}.{each.name} {said}"

    def test_what_it_returns(self, read):
        """An operation returns yes or no, or a reply that knows the models of the items that it lists."""
        contract, found = read
        for name in contract:
            models = {getattr(model(each), "__name__", "Element") for each in contract[name].items}
            expected = (
                "_Answer" if contract[name].predicate else f"_ReplyOf{''.join(sorted(models))}" if models else "_Reply"
            )
            for spelling in (name, contract[name].python_name):
                assert expected == found[spelling][0].returns.id

    def test_documentation(self, read):
        """Each method says in its first line what the reference says of it, and is deprecated where it is obsolete."""
        contract, found = read
        for name in contract:
            for spelling in (name, contract[name].python_name):
                text, gap, more = ast.get_docstring(found[spelling][0]).partition("\n\n")
                marks = {"obsolete": contract[name].obsolete, "destructive": contract[name].destructive}
                assert "\n" not in text
                titles = [line.partition(": ")[0] for line in more.splitlines()]
                assert titles == [each for each in ("Left out", "Errors by number", "Beware") if each in titles]
                assert bool(gap) == bool(titles)
                assert text.startswith(f"{contract[name].category}; {contract[name].kind}; ")
                assert marks == {mark: f"; {mark}" in text for mark in marks}
                assert contract[name].obsolete == bool(found[spelling][0].decorator_list)


def bound(operation: Operation, arguments: dict) -> bool:
    try:
        bind(operation, arguments)
    except errors.ArgumentError:
        return False
    return True


def test_null_in_the_documentation():
    """What null does is told of each parameter in the spelling of the method."""
    found = methods(CHECKED_IN.read_text("utf-8"))
    for method, mail, mobile in (
        ("UpdateUserContactInfo", "emailAddress", "mobileNumber"),
        ("update_user_contact_info", "email_address", "mobile_number"),
    ):
        assert ast.get_docstring(found[method][0]).splitlines() == [
            f"User Management; write; returns XML; null keeps {mail}, {mobile}.",
            "",
            f"Left out: {mail} (kept, over SOAP only), {mobile} (kept, over SOAP only).",
            "Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.",
        ]


def test_quotes_and_backslashes_in_the_documentation():
    """What the notes say ends no docstring and escapes nothing."""
    one = attrs.evolve(TEXT, absent='a "b" """c""" \\d')
    text = stub_text(contract(operation("Do", "do", one)))
    assert "text (a \"b\" '''c''' \\d)" in ast.get_docstring(methods(text)["Do"][0])


class TestAnyContract:
    """The stubs of contracts with names and types that the bundled ones do not have."""

    @pytest.mark.parametrize(
        ("type_", "expected"),
        [
            ("string", {"str", "Clear"}),
            ("anyURI", {"str", "Clear"}),
            ("unsignedLong", {"int"}),
            ("boolean", {"bool"}),
            ("decimal", {"Decimal", "int"}),
            ("double", {"float"}),
            ("dateTime", {"dt.datetime"}),
            ("date", {"dt.date"}),
            ("time", {"dt.time"}),
            ("duration", {"str"}),
            ("base64Binary", {"bytes", "bytearray", "memoryview", "PathLike[str]", "IO[bytes]", "Clear"}),
            ("xml", {"str", "etree._Element"}),
            ("gYear", {"Any"}),
            ("list", {"str", "list[str]", "tuple[str, ...]"}),
            ("Address", {"Any"}),
        ],
    )
    def test_types(self, type_, expected):
        """A parameter is of the Python type of its XSD type; of any, where there is no such type."""
        one = attrs.evolve(TEXT, type=type_, min_occurs=1, required=True)
        found = methods(stub_text(contract(operation("Do", "do", one))))
        assert {"text": (expected, False)} == parameters(found["do"][0])

    def test_lists(self):
        """What may be there several times is a list or tuple: not a str, which is refused at run time too."""
        one = attrs.evolve(TEXT, max_occurs=None, min_occurs=1, required=True)
        (method,) = methods(stub_text(contract(operation("Do", "do", one))))["do"]
        assert {"list[str]", "tuple[str, ...]"} <= parameters(method)["text"][0]

    def test_names_that_are_none(self):
        """A name that Python cannot write has only its Python spelling; what it can write has both."""
        one = operation("a-b", "a_b", TEXT)
        two = operation("Do", "do", renamed("class", "class_"), renamed("x.y", "x_y"), renamed("__z", "z"))
        found = methods(stub_text(contract(one, two)))
        assert {"a_b", "Do", "do"} == found.keys()
        for name in ("Do", "do"):
            assert ["class_", "x_y", "z"] == list(parameters(found[name][0]))

    def test_one_spelling_for_both(self):
        """An operation whose two spellings are the same is one method, with one form for each spelling it needs."""
        same = operation("get", "get", TEXT)
        other = operation("put", "put", renamed("userName", "user_name"))
        found = methods(stub_text(contract(same, other)))
        assert 1 == len(found["get"])
        assert ["userName", "user_name"] == [next(iter(parameters(each))) for each in found["put"]]
        assert ["overload"] * 2 == [each.decorator_list[0].id for each in found["put"]]

    def test_names_that_the_stub_needs(self):
        """An operation or a parameter that is called as a type, or self, does not change what the others are."""
        text = stub_text(awkward())
        (method,) = methods(text)["Do"]
        assert {"list", "dt", "str", "_Reply"}.isdisjoint(
            each.id for each in ast.walk(method) if isinstance(each, ast.Name)
        )
        assert ["self", "class_", "x_y", "z"] == list(parameters(methods(text)["str"][0]))

    def test_source_is_no_code(self):
        """Where a contract came from is shown so that it ends no text and tells no secret: of a file the name alone."""
        hostile = (
            ('a"""\nimport os\n', "\nimport os"),
            ("https://u:hush@x.example/?WSDL", "hush"),
            ("/srv/jane/own.wsdl", "jane"),
        )
        for source, secret in hostile:
            text = stub_text(attrs.evolve(contract(), source=source))
            ast.parse(text)
            assert secret not in text


def mapping(name: str, type_: str, *inside: Parameter, **facts) -> Parameter:
    """Make a parameter of a complex type."""
    return Parameter(
        name=name, python_name=python_name(name), type=type_, min_occurs=1, particles=lambda: inside, **facts
    )


def shape(types: set[str]) -> str:
    """Return the one type among what may be given."""
    (one,) = types - {"Clear"}
    return one


def mappings(text: str) -> dict[str, dict[str, str]]:
    """Read the mappings of a stub: what is at each key, by name."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and "TypedDict" in ast.unparse(node.value):
            name, members = node.value.args
            assert node.targets[0].id == name.value
            found[name.value] = {
                key.value: ast.unparse(each) for key, each in zip(members.keys, members.values, strict=True)
            }
    return found


# A tree of types: a name, and what is inside at each key.
TREES = st.recursive(
    st.just(("A", ())),
    lambda inner: st.tuples(st.sampled_from("AB"), st.lists(inner, min_size=1, max_size=2).map(tuple)),
    max_leaves=6,
)


class TestNested:
    """The types of what is inside parameters."""

    @given(st.lists(TREES, min_size=1, max_size=4))
    def test_one_name_for_one_shape(self, trees):
        """Two parameters have one type just where nothing at any depth tells them from each other."""

        def made(tree, number):
            return mapping(f"p{number}", tree[0], *(made(each, place) for place, each in enumerate(tree[1])))

        own = [made(tree, number) for number, tree in enumerate(trees)]
        text = stub_text(contract(operation("Do", "do", *own)))
        named = [shape(types) for types, _ in parameters(methods(text)["do"][0]).values()]
        for (one, first), (other, second) in itertools.combinations(zip(named, trees, strict=True), 2):
            assert (one == other) == (first == second)
        assert len(mappings(text)) >= len({*trees})

    def test_need_and_null(self):
        """A key is required, may be left out, may be null or cleared, as a call takes it."""
        text, nil = attrs.evolve(TEXT, min_occurs=1, required=True), attrs.evolve(TEXT, min_occurs=1, nillable=True)
        inside = [attrs.evolve(each, name=name) for name, each in {"a": text, "b": nil, "c": TEXT}.items()]
        found = mappings(stub_text(contract(operation("Do", "do", mapping("m", "M", *inside)))))
        optional = "NotRequired[str | Clear | None]"
        assert {"a": "str | Clear", "b": optional, "c": optional} == found["M"]

    def test_spellings(self):
        """Keys are in the spelling of the method; where both are the same there is one type."""
        inside = [renamed("firstName", "first_name"), mapping("home", "Home", TEXT)]
        text = stub_text(contract(operation("Do", "do", mapping("who", "Person", *inside))))
        exact, python = (parameters(methods(text)[name][0])["who"][0] for name in ("Do", "do"))
        found = mappings(text)
        assert ("Person", "PersonPy") == (shape(exact), shape(python))
        assert ["firstName", "home"] == list(found["Person"])
        assert ["first_name", "home"] == list(found["PersonPy"])
        assert "Home" in found["Person"]["home"] and found["Person"]["home"] == found["PersonPy"]["home"]

    def test_names_that_are_taken_or_none(self):
        """A type that is called as an operation, as what the stub needs or as Python cannot write it is renamed."""
        types = ("Do", "list", "Reply", "class", "x-y", "1st", "Service")
        own = [mapping(f"p{number}", type_, TEXT) for number, type_ in enumerate(types)]
        text = stub_text(contract(operation("Do", "do", *own), operation("Reply", "reply", TEXT)))
        named = [shape(types) for types, _ in parameters(methods(text)["do"][0]).values()]
        assert len({*named}) == len(types)
        assert all(each.isidentifier() and not keyword.iskeyword(each) for each in named)
        assert not {*named} & {"Do", "do", "reply", "list", "Reply", "Service"}

    def test_keys_that_are_no_names(self):
        """A key may be what Python cannot write as a name."""
        inside = [renamed("x-y", "x_y"), renamed("class", "class_"), renamed('"', "_")]
        found = mappings(stub_text(contract(operation("Do", "do", mapping("m", "M", *inside)))))
        assert ["x-y", "class", '"'] == list(found["M"])

    def test_enumerations(self):
        """An enumeration is its values, once for all that enumerate the same; whatever the values are."""
        values = ("EUR", 'a"\\', "")
        own = [renamed(name, name, values=values) for name in ("a", "b")]
        text = stub_text(contract(operation("Do", "do", *own, renamed("c", "c", values=("x",)))))
        written = {
            node.targets[0].id: ast.literal_eval(node.value.slice)
            for node in ast.parse(text).body
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal")
        }
        assert {"A": values, "C": "x"} == written
        assert [{"A", "Clear", "None"}, {"A", "Clear", "None"}, {"C", "None"}] == [
            types for types, _ in parameters(methods(text)["do"][0]).values()
        ]

    def test_the_text_of_an_element_with_attributes(self):
        """It may be given without a mapping, where no attribute must be there."""
        value = attrs.evolve(TEXT, name="_value_1", type="decimal", min_occurs=1, required=True)
        free, needed = attrs.evolve(TEXT, name="unit"), attrs.evolve(TEXT, name="unit", min_occurs=1, required=True)
        for attribute, expected in ((free, {"M", "Decimal", "int"}), (needed, {"M"})):
            do = operation("Do", "do", mapping("m", "M", value, attribute, required=True))
            assert expected == parameters(methods(stub_text(contract(do)))["Do"][0])["m"][0]
            assert ("int" in expected) == bound(do, {"m": 5})


class TestCommand:
    """`soapclient stubs`."""

    @pytest.fixture
    def main(self, tmp_path, monkeypatch):
        pytest.importorskip("click", reason="the extra cli is not installed")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        from soapclient.cli import main

        return main

    def test_bundled(self, main, capsys):
        """Without options it prints the stubs of the bundled contract."""
        assert 0 == main(["stubs"])
        assert CHECKED_IN.read_text("utf-8") == capsys.readouterr().out

    def test_file(self, main, capsys, tmp_path):
        """It writes the stubs of the contract that is named to a file, byte for byte the same, and says so."""
        file = tmp_path / "old.pyi"
        assert 0 == main(["stubs", "--wsdl", "bundled-2019", "-o", str(file)])
        assert f"{file}: 162 operations\n" == capsys.readouterr().out
        assert stub_text(Contract.load("bundled-2019")).encode() == file.read_bytes()

    def test_json(self, main, capsys, tmp_path):
        """With --json the text is in the answer, or the file where it is."""
        file = tmp_path / "own.pyi"
        assert 0 == main(["stubs", "--json"])
        assert {"operations": 425, "text": CHECKED_IN.read_text("utf-8")} == json.loads(capsys.readouterr().out)
        assert 0 == main(["stubs", "--json", "-o", str(file)])
        assert {"operations": 425, "file": str(file)} == json.loads(capsys.readouterr().out)

    def test_standard_output(self, main, capsys):
        """`-o -` is standard output, which `--json` cannot want too."""
        assert 0 == main(["stubs", "-o", "-"])
        assert CHECKED_IN.read_text("utf-8") == capsys.readouterr().out
        assert 2 == main(["stubs", "-o", "-", "--json"])
        assert "both want standard output" in capsys.readouterr().err

    def test_file_that_cannot_be_written(self, main, capsys, tmp_path):
        """A file that cannot be written is told in a sentence, with the status of wrong input."""
        file = tmp_path / "missing" / "own.pyi"
        assert 2 == main(["stubs", "-o", str(file)])
        assert f"soapclient: {str(file)!r} cannot be written (No such file or directory)\n" == capsys.readouterr().err

    def test_wsdl_that_cannot_be_used(self, main, capsys, tmp_path):
        """A WSDL that cannot be read leaves a file that was there as it was."""
        file, wsdl = tmp_path / "own.pyi", tmp_path / "bad.wsdl"
        file.write_text("before", "utf-8")
        wsdl.write_text("<a/>", "utf-8")
        assert 2 == main(["stubs", "--wsdl", str(wsdl), "-o", str(file)])
        assert "is not a WSDL" in capsys.readouterr().err
        assert "before" == file.read_text("utf-8")


class TestDocumentation:
    """docs/stubs.md tells the truth."""

    TEXT = (Path(__file__).parents[1] / "docs" / "stubs.md").read_text("utf-8")

    def test_example(self):
        """The first example runs as it stands."""
        names: dict[str, object] = {}
        exec(re.findall(r"```python\n(.*?)```", self.TEXT, re.DOTALL)[0], names)
        assert names["there"] is True

    def test_spellings(self):
        """Each spelling that it gives for a name of the contract is the one."""
        contract = Contract.load()
        named = {each.name: each.python_name for name in contract for each in contract[name].parameters.values()}
        named |= {name: contract[name].python_name for name in contract}
        told = re.findall(r"`(\w+)`\s+(?:is|stays)\s+`(\w+)`", self.TEXT)
        assert len(told) > 10
        for name, best in told:
            assert named.get(name, python_name(name)) == best
