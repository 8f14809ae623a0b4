"""How the package is put together: who imports whom, how large modules are, what is public and has a docstring."""

from __future__ import annotations

import ast
import importlib
import itertools
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

# Which rooms each room may import; a module at the root is a room of its own: the table of docs/architecture.md.
ROOMS = {
    "errors": (),
    "values": (),
    "service": (),
    "wire": ("errors",),
    "contract": ("errors", "values", "wire"),
    "replies": ("errors", "wire", "contract"),
    "calls": ("errors", "values", "service", "wire", "contract", "replies"),
    "bulk": ("errors", "values", "contract", "wire"),
    "inforouter": ("errors", "values", "service", "wire", "contract", "replies", "calls", "bulk"),
    "clients": (
        "errors", "values", "service", "wire", "contract", "replies", "calls", "bulk", "inforouter", "simulator",
    ),
    "tools": ("errors", "values", "service", "wire", "contract", "replies", "calls", "bulk", "inforouter", "clients"),
    "simulator": ("errors", "contract", "wire"),
    "mock": ("errors", "values", "contract", "wire", "simulator"),
}  # fmt: skip
ON_TOP = {"__init__", "__main__", "pytest_plugin", "cli"}
# What a room may know of another one, where it is less than all of it; by the beginning of a module's name.
ONLY = {
    ("bulk", "contract"): ("contract.contract", "contract.model", "contract.plain", "contract.spelling"),
    ("bulk", "wire"): ("wire.redact", "wire.forks"),
    ("simulator", "wire"): ("wire.forks",),
    ("mock", "wire"): ("wire.forks", "wire.safe_xml"),
    ("mock", "simulator"): tuple(
        f"simulator.{each}" for each in ("adapter", "connection", "environ", "failures", "server", "writing")
    ),
    ("simulator", "contract"): ("contract.bundled", "contract.contract", "contract.model", "contract.notes"),
}
# What a room must never know of, though it may import others of the same room.
NEVER = {"inforouter": ("wire.transport", "wire.connections")}
# Who may import what is not of the package: the programs that all others are kept away from.
OUTSIDE = {
    "zeep": ("contract.wsdl.",),
    "requests": ("wire.", "tools.doctor.network", "cli.demo", "simulator.adapter"),
    "urllib3": ("wire.", "tools.doctor.network", "simulator.adapter"),
    "openpyxl": ("bulk.workbook",),
    "xmlsec": ("calls.wss.",),
}
MOST_LINES = 350
PUBLIC = {
    "soapclient": {*soapclient.__all__},
    "soapclient.errors": {
        name
        for name, value in vars(errors).items()
        if getattr(value, "__module__", "") == errors.__name__ and name[0] != "_"
    },
    "soapclient.simulator": {*simulator.__all__},
}

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


def imports_of(path: Path) -> list[Import]:
    return list(imports(path.read_text("utf-8"), dotted(path), is_package=path.name == "__init__.py"))


def place(path: Path) -> str:
    """Name a module below the package: "" for the package itself, "contract.model" for one in a room."""
    return dotted(path).partition(".")[2]


KNOWN = {place(path) for path in MODULES}


def target(found: Import) -> str | None:
    """Name the module of the package that is imported, "" for the package itself; None for what is of another."""
    first, _, rest = found.module.partition(".")
    if first != PACKAGE.name:
        return None
    below = f"{rest}.{found.name}".strip(".")
    return below if below in KNOWN else rest


def room(module: str) -> str:
    return module.partition(".")[0]


# All that each module imports of the package, early, late and for type checkers.
EDGES = {
    place(path): [(found, to) for found in imports_of(path) if (to := target(found)) is not None] for path in MODULES
}


def circles(edges: dict[str, set[str]]) -> list[str]:
    """Return what imports itself by way of others."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [*edges.get(start, ())]
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += edges.get(each, ())
        return seen

    return sorted(each for each in edges if each in reached(each))


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

    def test_every_room_is_in_the_table(self):
        """What stands at the root of the package is a room of the table, or on top of all."""
        found = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
        assert {*ROOMS, *ON_TOP} == found
        assert len(found - {"__init__", "__main__"}) <= 15

    def test_the_table_goes_one_way(self):
        """No room may import one that may import it."""
        assert [] == circles({name: {*known} for name, known in ROOMS.items()})

    def test_architecture_has_the_same_rooms(self):
        """The table in the architecture's description lists the rooms of this one."""
        rows = re.findall(r"(?m)^\| (`.*?) \|", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
        named = [name for row in rows for name in re.findall(r"`(\w+)/?`", row)]
        assert sorted([*ROOMS, "cli", "pytest_plugin"]) == sorted(named)

    @pytest.mark.parametrize("module", sorted(name for name in EDGES if room(name) in ROOMS), ids=str)
    def test_a_room_imports_what_the_table_says(self, module):
        """A module imports, be it late or for type checkers, only its own room and those that its room may know."""
        own = room(module)
        for found, to in EDGES[module]:
            assert room(to) in {own, *ROOMS[own]}, found
            assert room(to) == own or to.startswith(ONLY.get((own, room(to)), ("",))), found
            assert not to.startswith(NEVER.get(own, ("-",))), found

    def test_no_circle(self):
        """No module imports itself by way of others, late imports and those for type checkers counted."""
        edges = {module: {to for _, to in found if to != module} for module, found in EDGES.items() if module}
        assert [] == circles(edges)

    def test_what_is_not_ours_is_kept_away(self):
        """zeep, the HTTP library and the reader of workbooks are each known in one place."""
        for path in MODULES:
            for found in imports_of(path):
                allowed = OUTSIDE.get(found.module.partition(".")[0])
                assert allowed is None or f"{place(path)}.".startswith(allowed), (place(path), found)

    def test_bulk_knows_neither_xml_nor_http(self):
        """Bulk runs know rows, plans and journals: nothing of envelopes, replies or connections."""
        outside = {"lxml", "requests", "urllib3", "zeep", "xml", "http", "urllib", "socket"}
        for path in (PACKAGE / "bulk").glob("*.py"):
            for found in imports_of(path):
                assert found.module.partition(".")[0] not in outside, found

    @pytest.mark.parametrize(
        "path",
        [PACKAGE / "__main__.py", PACKAGE / "pytest_plugin.py", *sorted((PACKAGE / "cli").rglob("*.py"))],
        ids=lambda path: path.stem,
    )
    def test_what_is_on_top_uses_public_names(self, path):
        """The command line and the pytest plugin import only names that any program may import."""
        for found in imports_of(path):
            if (to := target(found)) is not None and room(to) != "cli":
                assert found.name in PUBLIC.get(found.module, ()), found


class TestModules:
    """What each module is like."""

    @pytest.mark.parametrize("path", MODULES, ids=dotted)
    def test_module_is_small(self, path):
        """A module is small enough to be read at once."""
        assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES

    def test_no_two_classes_of_one_name(self):
        """A public class has a name of its own; only the WSDL's service and the types of `ir.service` are both one."""
        homes: dict[str, list[str]] = {}
        for path in MODULES:
            for name, node in public(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    homes.setdefault(name, []).append(place(path))
        assert {"Service": ["contract.model", "service"]} == {
            name: sorted(found) for name, found in homes.items() if len(found) > 1
        }

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


class TestRooms:
    """What each room says of itself, and what none says."""

    @pytest.mark.parametrize("name", sorted(name for name in ROOMS if (PACKAGE / name).is_dir()))
    def test_a_room_says_what_it_must_not_know(self, name):
        """The docstring of a room says what lives there and, below the top, what it must not know; nothing else."""
        tree = ast.parse((PACKAGE / name / "__init__.py").read_text("utf-8"))
        told = ast.get_docstring(tree)
        assert told
        if name not in ("clients", "simulator"):
            assert "must not" in told or "use no" in told
        if name != "simulator":
            assert len(tree.body) == 1

    @pytest.mark.parametrize("name", ["wire", "contract", "replies", "calls", "bulk", "tools"])
    def test_a_general_room_does_not_speak_of_one_service(self, name):
        """No general room speaks of tickets, of `success=` or of the reference, or names the service."""
        words = re.compile(r"ticket(?!\|pass)|infoRouter|\bthe reference\b|success=", re.IGNORECASE)
        allowed = re.compile(r"inforouter-|TicketNotAllowed|inforouter\[|correct the reference")
        for path in (PACKAGE / name).rglob("*.py"):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                assert not words.search(allowed.sub("", line)), f"{place(path)}:{number}: {line.strip()}"


class TestPublicNames:
    """What `from soapclient import ...` offers."""

    def test_all_is_sorted(self):
        """`__all__` has each name once: constants, classes, then the rest, each by the alphabet."""

        def place(name: str) -> tuple[int, str]:
            return (0 if name.isupper() else 1 if name[0].isupper() else 2), name

        assert sorted(set(soapclient.__all__), key=place) == soapclient.__all__

    def test_all_is_what_is_imported(self):
        """`__all__` is what the package imports from its modules: nothing is missing and nothing is left over."""
        imported = [found.name for found in imports_of(PACKAGE / "__init__.py") if target(found) is not None]
        assert sorted([*imported, "__version__"]) == sorted(soapclient.__all__)

    def test_each_name_is_that_of_its_module(self):
        """Each name, early or late, is the very object that its module has."""
        for found in imports_of(PACKAGE / "__init__.py"):
            if target(found):
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

    @pytest.mark.parametrize("module", [soapclient, errors, simulator])
    def test_dir_shows_public_names_alone(self, module):
        """What an interpreter offers after the dot are names for users, and each is there."""
        shown = [name for name in dir(module) if not name.startswith("_")]
        assert sorted(PUBLIC[module.__name__] - {"__version__"}) == shown
        assert all(hasattr(module, name) for name in dir(module))

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


def _faces() -> list[type]:
    from soapclient.calls.faces import Face

    for module in MODULES:
        if "inforouter" in module.parts:
            importlib.import_module(".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts))
    pending, found = [Face], []
    while pending:
        each = pending.pop()
        found.append(each)
        pending += each.__subclasses__()
    return [face for face in found if face.__module__.startswith("soapclient.inforouter")]


@pytest.mark.parametrize("face", sorted({*_faces()}, key=lambda face: face.__name__), ids=lambda face: face.__name__)
def test_no_two_parts_of_a_face_share_a_name(face: type) -> None:
    """What two bases call alike, and neither has from the other, would be one of them at random."""
    owners: dict[str, list[type]] = {}
    for base in face.__mro__:
        if base.__module__.startswith("soapclient.inforouter"):
            for name in vars(base):
                if not name.startswith(("__", "_abc_")):
                    owners.setdefault(name, []).append(base)
    shared = {
        name: [base.__name__ for base in bases]
        for name, bases in owners.items()
        for first, second in itertools.combinations(bases, 2)
        if not issubclass(first, second)
    }
    assert {} == shared
