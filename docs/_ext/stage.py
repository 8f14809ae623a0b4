"""Put together the pages that Sphinx builds: python docs/_ext/stage.py DIRECTORY.

The Markdown pages of docs/ are taken as they are. The sections of the site are the headings of docs/index.md. Links
that leave docs/ lead to the page that shows that file. The references are written from the package itself.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# The pages of the site whose files are elsewhere.
SHOWN = {
    "README.md": "index.md",
    "docs/search.md": "searching.md",  # Sphinx has a page of its own called search
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "report-a-vulnerability.md",
    "LICENSE": "licence.md",
    "examples/README.md": "examples.md",
}
DOWNLOADS = {"examples/orders.wsdl": "orders.wsdl"}
# The sections: their headings in docs/index.md, their pages, and pages that belong to them without a link there.
SECTIONS = {
    "Get started": ("get-started.md", ("start.md", "examples.md")),
    "Tutorials": ("tutorials/index.md", ("tutorials/",)),
    "How-to": ("howto/index.md", ("howto/",)),
    "infoRouter": ("inforouter.md", ()),
    "Any service": ("services.md", ()),
    "Migrate": ("migrate/index.md", ("migrate/",)),
    "Reference": ("reference/index.md", ()),
    "About": ("about.md", ()),
}
WRITTEN = """\
- [Python API](reference/api/index.rst): every public class, function and fixture.
- [Commands](reference/commands.md): every command with its options.
- [Errors](reference/errors.md): by number, text and class, with what to do.
- <a href="../operations.html">Operations of infoRouter</a>: all of the bundled contract, searchable.
"""
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)


def pages(root: Path = ROOT) -> dict[str, str]:
    """Return the Markdown pages of the site that are written by hand, by their paths on it.

    Args:
        root: a checkout.
    """
    found = {}
    for path in sorted((root / "docs").rglob("*.md")):
        source = path.relative_to(root).as_posix()
        if source != "docs/index.md" and source not in SHOWN:
            found[source.removeprefix("docs/")] = path.read_text("utf-8")
    for source, page in SHOWN.items():
        path = root / source
        if page != "index.md" and path.is_file():
            found[page] = path.read_text("utf-8")
    if "licence.md" in found:
        found["licence.md"] = f"# Licence\n\n```text\n{found['licence.md'].rstrip()}\n```\n"
    if "examples.md" in found:
        found["examples.md"] += _programs(root / "examples")
    return {page: relinked(text, _source(page), page, root) for page, text in found.items()}


def relinked(text: str, source: str, page: str, root: Path = ROOT) -> str:
    """Return a page with its links made right for the site.

    Args:
        text: the page, as Markdown.
        source: its path in the checkout.
        page: its path on the site.
        root: the checkout.
    """

    def link(found: re.Match[str]) -> str:
        shown, address = found[1], found[2]
        path, _, anchor = address.partition("#")
        if not path or "://" in address or address.startswith("mailto:"):
            return found[0]
        target = normpath(PurePosixPath(source).parent / path)
        if target.startswith("examples/") and target.endswith(".py"):
            to, anchor = "examples.md", target.removeprefix("examples/").replace(".", "").replace("/", "")
        elif target in DOWNLOADS:
            return f'<a href="{relpath(DOWNLOADS[target], PurePosixPath(page).parent)}" download>{shown}</a>'
        elif target in SHOWN:
            to = SHOWN[target]
        elif target.startswith("docs/") or not (root / target).exists():
            to = target.removeprefix("docs/")  # where it does not exist, the build says so
        else:
            return shown  # a file that the site does not show
        to = relpath(to, PurePosixPath(page).parent)
        return f"[{shown}]({to}{'#' + anchor if anchor else ''})"

    return _outside_code(text, lambda part: LINK.sub(link, part))


def sections(index: str) -> dict[str, str]:
    """Return the list of pages under each heading of the index that is a section."""
    parts = re.split(r"^## (.*)\n", index, flags=re.MULTILINE)
    return {
        title: text.strip() + "\n" for title, text in zip(parts[1::2], parts[2::2], strict=True) if title in SECTIONS
    }


def navigation(index: str, found: dict[str, str]) -> dict[str, str]:
    """Return the pages of the sections, and the index that leads to them.

    Args:
        index: docs/index.md.
        found: the other pages.
    """
    made, whole = {}, relinked(index, "docs/index.md", "index.md")
    listed = {target.partition("#")[0] for _, target in LINK.findall(whole)}
    texts = sections(index)
    for title, (page, others) in SECTIONS.items():
        text = texts.get(title, "")
        extra = [each for each in sorted(found) if others and each.startswith(others) and each not in listed]
        text += "".join(f"- [{_heading(found[each])}]({each})\n" for each in extra)
        if not text:
            continue
        text = relinked(text, "docs/index.md", page)
        below = [target for _, target in LINK.findall(text)]
        if title == "Reference":
            text = WRITTEN.replace("](reference/", "](") + text
            below = ["api/index", "commands.md", "errors.md", *below]
        made[page] = f"# {title}\n\n{text}\n{_toctree(below, 1)}"
    written = WRITTEN.replace("../operations", "operations")
    whole = whole.replace("\n## Reference\n\n", f"\n## Reference\n\n{written}")
    made["index.md"] = f"{whole}\n{_toctree([*made], 2)}"
    return made


def main(target: Path) -> None:
    """Write all pages into a directory."""
    from api_reference import pages as api_pages
    from command_reference import written as commands
    from error_reference import written as errors

    from soapclient import Contract, report_html

    shutil.copytree(DOCS, target, ignore=shutil.ignore_patterns("*.md", "__pycache__"))
    written = pages()
    written |= navigation((DOCS / "index.md").read_text("utf-8"), written)
    written |= {"reference/commands.md": commands(), "reference/errors.md": errors()}
    written |= {f"reference/api/{name}.rst": text for name, text in api_pages().items()}
    written["_extra/operations.html"] = report_html(Contract.load())
    written |= {f"_extra/{name}": (ROOT / source).read_text("utf-8") for source, name in DOWNLOADS.items()}
    for page, text in written.items():
        path = target / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _source(page: str) -> str:
    return next((source for source, shown in SHOWN.items() if shown == page), f"docs/{page}")


def _outside_code(text: str, change: object) -> str:
    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [change(text[end : fence.start()]), fence[0]]  # type: ignore[operator]
        end = fence.end()
    return "".join([*parts, change(text[end:])])  # type: ignore[operator]


def _heading(text: str) -> str:
    return text.partition("\n")[0].lstrip("# ").strip()


def _toctree(targets: list[str], depth: int) -> str:
    lines = dict.fromkeys(target.partition("#")[0] for target in targets)
    return "```{toctree}\n:hidden:\n" + f":maxdepth: {depth}\n\n" + "\n".join(lines) + "\n```\n"


def _programs(directory: Path) -> str:
    programs = ((path.name, path.read_text("utf-8").rstrip()) for path in sorted(directory.glob("*.py")))
    return "".join(f"\n## {name}\n\n```python\n{text}\n```\n" for name, text in programs)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
