"""The pages about workflows tell the truth: each of their examples runs as written."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from pathlib import Path

import pytest

from soapclient import AsyncClient, Client
from soapclient.simulator import Simulator

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("documents", "folders", "search", "versions", "properties", "people", "access", "recipes", "replies")
ADMIN = {"username": "admin", "password": "admin", "cache": False}


def blocks(page):
    """Return the examples of a page, each at the line where it stands, for its traceback."""
    text = (DOCS / f"{page}.md").read_text("utf-8")
    for found in re.finditer(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yield "\n" * text.count("\n", 0, found.start(1)) + found[1]


async def run(page, url, ir):
    """Run the examples of a page, those that await something in an event loop."""
    async with AsyncClient(url, **ADMIN) as air:
        names = {"ir": ir, "air": air}
        for source in blocks(page):
            code = compile(source, f"docs/{page}.md", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            done = eval(code, names)
            if inspect.iscoroutine(done):
                await done


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("generation", ["classic", "current"])
def test_examples_run_as_written(page, generation, tmp_path, monkeypatch):
    """The examples of a page run in order, on servers of both generations."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    monkeypatch.chdir(tmp_path)
    with Simulator(generation=generation) as simulator, simulator.serve() as server:
        with Client(server.url, **ADMIN) as ir:
            asyncio.run(run(page, server.url, ir))
