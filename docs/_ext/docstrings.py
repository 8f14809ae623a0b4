"""Read the docstrings of the package as its authors write them: code in single backticks, indented examples."""

from __future__ import annotations

import re
from collections.abc import Sequence

SECTIONS = ("Args:", "Attributes:", "Raises:", "Returns:", "Source:", "Yields:")
CODE = re.compile(r"(`[^`]*`)|[^`]+")


def as_rst(lines: Sequence[str]) -> list[str]:
    """Write a docstring as reStructuredText.

    An indented block after a line that ends with a colon and a blank line is code; a `*` outside of code is a star.

    Args:
        lines: a docstring, without the indentation of its place.
    """
    found = [CODE.sub(lambda part: part[0] if part[1] else part[0].replace("*", r"\*"), line) for line in lines]
    for at in range(len(found) - 2):
        line, below, block = found[at : at + 3]
        if (
            line.endswith(":")
            and not line.endswith("::")
            and line.strip() not in SECTIONS
            and not below.strip()
            and _indent(block) > _indent(line)
        ):
            found[at] = f"{line}:"
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0
