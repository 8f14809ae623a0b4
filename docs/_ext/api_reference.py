"""Write the pages of the API reference: public names, what a client's properties give, errors, simulator, fixtures."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Iterator
from pathlib import Path

from docstrings import as_rst
from error_reference import classes

import soapclient
from soapclient import Client, simulator

# The pages, with their titles and how the modules begin whose names they take; the first that fits takes a name.
PAGES = {
    "clients": ("Clients", ("clients.", "inforouter.login")),
    "values": ("Keep, clear, null", ("values",)),
    "contract": ("The contract", ("contract.",)),
    "calls": (
        "Calls and replies",
        ("calls.proxy", "calls.checks", "calls.soap_profile", "inforouter.reply", "replies."),
    ),
    "messages": ("WS-Security, WS-Addressing, MTOM", ("calls.",)),
    "helpers": ("Paths and search criteria", ("inforouter.paths", "inforouter.search.criteria")),
    "models": ("Models", ("inforouter.models.", "inforouter.versions.", "inforouter.search.", "inforouter.metadata.")),
    "bulk": ("Bulk runs", ("bulk.",)),
    "results": ("Plans and results", ("inforouter.",)),
    "mock": ("Mock", ("mock.",)),
    "tools": ("Tools", ("tools.",)),
}
# Constants and aliases have no docstring and do not know their modules.
CONSTANTS = {
    "CLEAR": "Empty the field.",
    "KEEP": "Leave the stored value as it is.",
    "NIL": "Send `xsi:nil`, where the schema allows it; never to infoRouter.",
    "Clear": "The type of `CLEAR`, for annotations.",
    "Keep": "The type of `KEEP`, for annotations.",
    "Nil": "The type of `NIL`, for annotations.",
    "LINT_RULES": "The rules of `lint`: for each name how bad a finding is, and what to do about it.",
}
_SPECIAL = {"LINT_RULES": "tools", "__version__": "", "errors": ""}


def pages() -> dict[str, str]:
    """Return each page of the reference in reStructuredText, by its name; "index" leads to the others."""
    found = {"clients": "", "workflows": _workflows()}
    for page, (title, _) in PAGES.items():
        names = [name for name in soapclient.__all__ if page_of(name) == page]
        names.sort(key=lambda name: (name.removeprefix("Async"), name.startswith("Async")))
        found[page] = _title(title) + "".join(map(_entry, names))
    found["errors"] = _title("Exceptions") + ":doc:`../errors` lists them by number.\n\n" + _errors()
    found["simulator"] = _title("The simulator") + "".join(map(_class, _simulator()))
    found["fixtures"] = _title("pytest fixtures") + _fixtures()
    return {**found, "index": _index(found)}


def page_of(name: str) -> str:
    """Return the page that describes a public name; empty for the version and the errors.

    Raises:
        LookupError: no page takes the module that defines it.
    """
    if name in _SPECIAL:
        return _SPECIAL[name]
    if name in CONSTANTS:
        return "values"
    value = getattr(soapclient, name)
    module = value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", type(value).__module__)
    within = module.removeprefix("soapclient.")
    for page, (_, beginnings) in PAGES.items():
        if within.startswith(beginnings):
            return page
    raise LookupError(f"no page of the API reference takes {name} of {module}; add the module to PAGES")


def facets() -> dict[str, type]:
    """Return the classes behind `ir.users`, `ir.documents` and the other properties of a client, by their names."""
    names = [name for name, member in vars(Client).items() if isinstance(member, functools.cached_property)]
    with Client("sim:", username="admin", password="admin", cache=False) as client:  # noqa: S106 - the simulator's
        return {name: type(getattr(client, name)) for name in names if not name.startswith("_")}


def fixtures() -> Iterator[tuple[str, str]]:
    """List the pytest fixtures of the package with their docstrings."""
    for node in ast.parse(Path(soapclient.__file__).with_name("pytest_plugin.py").read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and "fixture" in str(
            [ast.unparse(each) for each in node.decorator_list]
        ):
            yield node.name, ast.get_docstring(node) or ""


def _title(text: str, line: str = "=") -> str:
    return f"{text}\n{line * len(text)}\n\n"


def _entry(name: str) -> str:
    value = getattr(soapclient, name)
    if inspect.isclass(value):
        return _class(f"soapclient.{name}")
    if inspect.ismodule(value):
        return f".. automodule:: {value.__name__}\n   :members:\n\n"
    if inspect.isroutine(value):
        return f".. autofunction:: soapclient.{name}\n\n"
    if name in CONSTANTS:
        return f".. py:data:: soapclient.{name}\n\n   {CONSTANTS[name]}\n\n"
    return f".. autodata:: soapclient.{name}\n   :no-value:\n\n" + _class(
        f"{type(value).__module__}.{type(value).__qualname__}"
    )


def _class(path: str) -> str:
    return f".. autoclass:: {path}\n   :members:\n   :inherited-members: Exception, tuple, dict, Mapping, str, int\n\n"


def _workflows() -> str:
    parts = [
        _title("Users, documents, folders and more"),
        "A client leads to each by a property, such as ``ir.users``.\n\n",
    ]
    for name, kind in facets().items():
        parts.append(_title(f"ir.{name}", "-") + _class(f"{kind.__module__}.{kind.__qualname__}"))
    return "".join(parts)


def _simulator() -> list[str]:
    return [f"soapclient.simulator.{name}" for name in sorted(simulator.__all__, key=lambda name: name != "Simulator")]


def _errors() -> str:
    each = ".. autoexception:: soapclient.errors.{}\n   :show-inheritance:\n   :members:\n\n"
    return "".join(each.format(kind.__name__) for _, kind in classes()) + _class("soapclient.errors.PartialItem")


def _fixtures() -> str:
    parts = ["They come with the package; pytest finds them without an import.\n\n"]
    for name, told in fixtures():
        body = "\n".join(f"   {line}".rstrip() for line in as_rst(told.split("\n")))
        parts.append(f".. py:data:: {name}\n\n{body}\n\n")
    return "".join(parts)


def _index(names: dict[str, str]) -> str:
    listed = "".join(f"   {name}\n" for name in names)
    told = "Everything that ``import soapclient`` makes public. Any other name may change in any release.\n\n"
    return _title("API reference") + told + f".. toctree::\n   :maxdepth: 1\n\n{listed}"
