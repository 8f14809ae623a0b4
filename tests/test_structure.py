"""How the package is put together: who imports whom, how large modules are, what is public and has a docstring."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import soapclient
from soapclient import errors, simulator

ROOT = Path(__file__).parents[1]
PACKAGE = Path(soapclient.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted(Path(__file__).parent.glob("*.py"))

# Each module imports only modules above it.
ORDER = [
    "errors",
    "values",
    "redact",
    "resources",
    "catalogue",
    "xmlio",
    "spelling",
    "declaration",
    "contract",
    "operations",
    "connection",
    "transport",
    "prune",
    "bindings",
    "imports",
    "schemas",
    "wsdl",
    "describe",
    "envelope",
    "reader",
    "rule",
    "request",
    "form",
    "message",
    "partial",
    "traces",
    "judgement",
    "faults",
    "fields",
    "models",
    "entities",
    "records",
    "reply",
    "session",
    "service",
    "paging",
    "proxy",
    "severity",
    "choices",
    "drift",
    "traps",
    "markup",
    "lints",
    "shapes",
    "stubs",
    "cache",
    "digest",
    "loading",
    "samples",
    "page",
    "sheet",
    "report",
    "changes",
    "updates",
    "users",
    "properties",
    "documents",
    "bulk",
    "summary",
    "endpoint",
    "client",
    "aiobulk",
    "aio",
    "findings",
    "reach",
    "nullprobe",
    "doctor",
]
ON_TOP = {"__init__", "__main__", "pytest_plugin"}
# What is imported late, inside a function or for type checkers, against the order.
LATE = {
    ("contract", "wsdl"),
    ("wsdl", "transport"),
    ("wsdl", "reader"),
    ("changes", "bulk"),
    ("users", "bulk"),
    ("documents", "bulk"),
    ("client", "simulator"),
    ("endpoint", "simulator"),
}
# What of the order is a package; its modules import each other.
PACKAGES = {"bulk"}
# The contract, and where its files are.
OF_THE_SIMULATOR = {"contract", "wsdl", "errors", "resources"}
PUBLIC = {
    "soapclient": {*soapclient.__all__},
    "soapclient.errors": {name for name in vars(errors) if not name.startswith("_")},
    "soapclient.simulator": {*simulator.__all__},
}
MOST_BYTES = 14_000

HOMES = re.compile(r"(?<![\w.<])/(?:home|Users)/\w|(?<![\w.<])/ro{2}t/|[A-Za-z]:\\{1,2}Users\\")
# Cut in two, since this file is one of the repository's.
REGISTRIES = re.compile(
    "|".join(map("".join, [("py", "pi"), ("python", "hosted"), ("npm", "js"), ("ruby", "gems"), ("nu", r"get\.org")])),
    re.IGNORECASE,
)


class Import(NamedTuple):
    """One name that a module imports: of which module, which name, and whether only late."""

    module: str
    name: str
    late: bool


def dotted(path: Path) -> str:
    """Name a file as a module."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, *, is_package: bool = False) -> Iterator[Import]:
    """Read what a module imports, with absolute names."""
    late = [ast.FunctionDef, ast.AsyncFunctionDef]

    def visit(node: ast.AST, below: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", below)
        elif isinstance(node, ast.ImportFrom):
            parts = module.split(".")
            parent = parts[: len(parts) - node.level + is_package] if node.level else []
            base = ".".join([*parent, *([node.module] if node.module else [])])
            for alias in node.names:
                yield Import(base, alias.name, below)
        below = below or type(node) in late
        for field, value in ast.iter_fields(node):
            inside = below or (isinstance(node, ast.If) and field == "body" and "TYPE_CHECKING" in ast.dump(node.test))
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from visit(child, inside)

    yield from visit(ast.parse(source), False)


def of_the_package(found: Import) -> str | None:
    """Name the top-level module of the package that an import is of, "" for the package itself, None for another's."""
    first, _, rest = found.module.partition(".")
    if first != PACKAGE.name:
        return None
    if rest:
        return rest.partition(".")[0]
    return found.name if found.name in {*ORDER, *ON_TOP, "cli", "simulator"} else ""


def imports_of(path: Path) -> list[Import]:
    return list(imports(path.read_text("utf-8"), dotted(path), is_package=path.name == "__init__.py"))


def imports_under(name: str) -> list[Import]:
    """What a module of the order imports, or all modules of a package of the order."""
    paths = sorted((PACKAGE / name).rglob("*.py")) if name in PACKAGES else [PACKAGE / f"{name}.py"]
    return [found for path in paths for found in imports_of(path)]


class TestImports:
    """Who imports whom."""

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("import soapclient.values", ("soapclient.values", "", False)),
            ("from . import values as v", ("soapclient", "values", False)),
            ("from .values import KEEP", ("soapclient.values", "KEEP", False)),
            ("from soapclient.values import KEEP", ("soapclient.values", "KEEP", False)),
            ("def f():\n  if True:\n    from . import values", ("soapclient", "values", True)),
            ("class A:\n  async def f(self):\n    from . import values", ("soapclient", "values", True)),
            ("class A:\n  from . import values", ("soapclient", "values", False)),
            ("try:\n  pass\nexcept E:\n  from . import values", ("soapclient", "values", False)),
            ("if TYPE_CHECKING:\n  from . import values", ("soapclient", "values", True)),
            ("if t.TYPE_CHECKING:\n  pass\nelse:\n  from . import values", ("soapclient", "values", False)),
        ],
    )
    def test_every_way_to_import_is_seen(self, source, expected):
        """The reader of imports knows each form, and which of them run only late."""
        assert [expected] == list(imports(source, "soapclient.some"))

    def test_relative_imports_below(self):
        """In a package below, a single dot is that package and two are the one above."""
        source = "from .. import values\nfrom ..wsdl import load\nfrom .store import Store"
        expected = [("soapclient", "values"), ("soapclient.wsdl", "load"), ("soapclient.simulator.store", "Store")]
        assert expected == [found[:2] for found in imports(source, "soapclient.simulator.some")]
        assert expected == [found[:2] for found in imports(source, "soapclient.simulator", is_package=True)]

    def test_order_has_every_module(self):
        """Each module of the package has one place in the order, or is on top of it."""
        assert len(ORDER) == len(set(ORDER))
        assert {*ORDER, *ON_TOP} == {path.stem for path in PACKAGE.glob("*.py")} | PACKAGES

    def test_architecture_has_the_same_order(self):
        """The table in the architecture's description lists the modules in this order."""
        rows = re.findall(r"(?m)^\| (`.*?) \|", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
        named = [name for row in rows for name in re.findall(r"`(\w+)/?`", row)]
        assert [*ORDER, "simulator", "pytest_plugin", "cli"] == named

    @pytest.mark.parametrize("name", ORDER)
    def test_only_modules_above(self, name):
        """A module imports only modules above it, but for the late imports that are written down."""
        above = {*ORDER[: ORDER.index(name)], *({name} & PACKAGES)}
        for found in imports_under(name):
            module = of_the_package(found)
            if module is not None and not (found.late and (name, module) in LATE):
                assert module in above, found

    def test_late_imports_are_there(self):
        """Each late import that is written down exists, so that the list allows nothing more than it must."""
        found = {(name, of_the_package(each)) for name in ORDER for each in imports_under(name) if each.late}
        assert found >= LATE

    def test_bulk_knows_neither_xml_nor_http(self):
        """Bulk runs know users, values and errors: nothing of envelopes, replies or connections."""
        known = {
            "bulk",
            "contract",
            "errors",
            "form",
            "models",
            "redact",
            "request",
            "service",
            "spelling",
            "users",
            "values",
        }
        known |= {"changes", "documents", "properties", "updates"}
        outside = {"lxml", "requests", "urllib3", "zeep", "xml", "http", "urllib", "socket"}
        for found in imports_under("bulk"):
            assert of_the_package(found) in {None, *known}, found
            assert found.module.partition(".")[0] not in outside, found

    @pytest.mark.parametrize("path", sorted((PACKAGE / "simulator").rglob("*.py")), ids=lambda path: path.stem)
    def test_simulator_shares_the_contract_and_nothing_else(self, path):
        """The simulator imports of the package only the contract: nothing that writes or reads the client's XML."""
        for found in imports_of(path):
            assert of_the_package(found) in {None, "simulator", *OF_THE_SIMULATOR}, found

    @pytest.mark.parametrize(
        "path",
        [PACKAGE / "__main__.py", PACKAGE / "pytest_plugin.py", *sorted((PACKAGE / "cli").rglob("*.py"))],
        ids=lambda path: path.stem,
    )
    def test_what_is_on_top_uses_public_names(self, path):
        """The command line and the pytest plugin import only names that any program may import."""
        for found in imports_of(path):
            if of_the_package(found) not in {None, "cli"}:
                assert found.name in PUBLIC.get(found.module, ()), found


class TestModules:
    """What each module is like."""

    @pytest.mark.parametrize("path", MODULES, ids=dotted)
    def test_module_is_small(self, path):
        """A module is small enough to be read at once."""
        assert path.stat().st_size < MOST_BYTES

    @pytest.mark.parametrize("path", MODULES, ids=dotted)
    def test_everything_public_has_a_docstring(self, path):
        """Each module, and each public class, function and method in it, says what it is for."""
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree)
        assert [] == [name for name, node in public(tree) if not ast.get_docstring(node)]

    @pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
    def test_every_test_claims_something(self, path):
        """Each test says in its docstring what it claims."""
        tests = [
            node
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test")
        ]
        assert [] == [node.name for node in tests if not ast.get_docstring(node)]


def public(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """List the public classes and functions of a module, and their public methods."""
    for child in getattr(node, "body", ()):
        if isinstance(child, (ast.If, ast.Try)):
            yield from public(child)
        if isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and not child.name.startswith("_"):
            yield child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


class TestPublicNames:
    """What `from soapclient import ...` offers."""

    def test_all_is_sorted(self):
        """`__all__` has each name once: constants, classes, then the rest, each by the alphabet."""

        def place(name: str) -> tuple[int, str]:
            return (0 if name.isupper() else 1 if name[0].isupper() else 2), name

        assert sorted(set(soapclient.__all__), key=place) == soapclient.__all__

    def test_all_is_what_is_imported(self):
        """`__all__` is what the package imports from its modules: nothing is missing and nothing is left over."""
        imported = [found.name for found in imports_of(PACKAGE / "__init__.py") if of_the_package(found) is not None]
        assert sorted([*imported, "__version__"]) == sorted(soapclient.__all__)

    def test_each_name_is_that_of_its_module(self):
        """Each name, early or late, is the very object that its module has."""
        for found in imports_of(PACKAGE / "__init__.py"):
            if of_the_package(found):
                module = importlib.import_module(found.module)
                assert found.name == "errors" or getattr(soapclient, found.name) is getattr(module, found.name)

    def test_star(self):
        """In a new process `from soapclient import *` brings these names, and `dir` shows them before."""
        code = """
            import soapclient
            before = dir(soapclient)
            assert before == sorted(before) and {*soapclient.__all__} <= {*before}
            names = {}
            exec("from soapclient import *", names)
            print(*sorted(names.keys() - {"__builtins__"}))
        """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
        assert sorted(soapclient.__all__) == done.stdout.split()

    def test_another_name(self):
        """A name that the package does not have is an AttributeError, as from any module."""
        with pytest.raises(AttributeError, match="module 'soapclient' has no attribute 'Klient'"):
            soapclient.Klient  # noqa: B018


@pytest.fixture(scope="module")
def repository():
    """The files of the repository."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as exc:
        pytest.skip(f"this is no git checkout: {exc}")
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


class TestRepository:
    """What no file of the repository says."""

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("/ho" + "me/jane/x", True),
            ("'/ro" + "ot/x'", True),
            ("/Us" + "ers/jane", True),
            ("C:\\Us" + "ers\\jane", True),
            ("</root></a>", False),
            ("https://dms.example.com/home/x", False),
            ("/etc/passwd", False),
        ],
    )
    def test_home_is_known(self, text, told):
        """A home directory's absolute path is known from what only looks like one."""
        assert told == bool(HOMES.search(text))

    def test_nothing_about_a_machine(self, repository):
        """No file contains the path of a home directory, or names the host of a package registry."""
        assert repository
        for path in repository:
            text = path.read_bytes().decode("latin-1")
            for pattern in (HOMES, REGISTRIES):
                found = pattern.search(text)
                assert found is None, f"{path.relative_to(ROOT)}: {found[0]}"
