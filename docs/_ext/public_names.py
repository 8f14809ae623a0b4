"""A Sphinx extension: read docstrings as the package writes them, and link types to their public names."""

from __future__ import annotations

import builtins
import re
from typing import Any

from docstrings import as_rst
from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

import soapclient

_FLOW = re.compile(r".*Generator\[.*UnderWay, \S*Any, (.*)\]")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the extension."""
    app.connect("autodoc-process-docstring", _docstring, priority=1)  # before Google's sections are read
    app.connect("autodoc-process-signature", _signature)
    app.connect("doctree-read", _without_builtins)
    app.connect("missing-reference", _resolved)
    app.add_lexer("csv", TextLexer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _docstring(app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]) -> None:
    lines[:] = as_rst(lines)


def _signature(
    app: Sphinx, what: str, name: str, value: Any, options: object, arguments: str | None, result: str | None
) -> tuple[str | None, str | None]:
    """Leave out how a class is made that only a client makes, and what carries a workflow through."""
    if what == "class" and name.startswith("soapclient.inforouter."):
        arguments = ""
    flow = _FLOW.fullmatch(result or "")
    return arguments, flow[1] if flow else result


def _without_builtins(app: Sphinx, tree: nodes.document) -> None:
    """Leave `bytes` and its like as text: Sphinx would take any attribute of that name for them."""
    for node in list(tree.findall(pending_xref)):
        if node.get("refdomain") == "py" and node["reftarget"] in vars(builtins):
            node.replace_self(nodes.Text(node.children[0].astext()))


def _resolved(app: Sphinx, env: Any, node: Any, content: nodes.TextElement) -> nodes.Node | None:
    """Link a type to its public name, or leave it as text where it has none."""
    if node.get("refdomain") != "py":
        return None
    name = node["reftarget"].rpartition(".")[2]
    if name in soapclient.__all__ and node["reftarget"] != f"soapclient.{name}":
        domain, again = env.get_domain("py"), node.copy()
        found = domain.resolve_xref(
            env, node["refdoc"], app.builder, "obj", f"soapclient.{name}", again, content
        ) or domain.resolve_xref(env, node["refdoc"], app.builder, "obj", f"soapclient.errors.{name}", again, content)
        if found is not None:
            return found
    return content
