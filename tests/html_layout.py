"""Where the parts of the report pages are, and how the pages look from afar: measured in a browser, kept in a file.

`python tests/html_layout.py` writes the file anew, after a change that somebody has looked at.
"""

from __future__ import annotations

import base64
import functools
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).parent / "html_layout.json"
SIDE = 32
PARTS = (
    "header", "nav", "main", "h1", "#\\/search", "#\\/tree", "dl.facts", "main section h2", "main section .op",
    ".op[open] > summary", ".op[open] .wide", ".op[open] .tabs", ".op[open] pre:not([data-tab][hidden] *)",
    ".tools", ".changes", "details.group",
)  # fmt: skip
# Text is as wide and as high as the fonts at hand are: a part may be off by this many pixels, or by this share.
PIXELS, SHARE = 24, 0.12
# A cell of the picture may be off by this much of 255, and that many cells in a hundred by more.
GREY, CELLS = 40, 6


@functools.cache
def pages() -> dict[str, str]:
    """The pages that are measured."""
    from soapclient import Contract, diff_html, report_html

    contract, older = Contract.load(), Contract.load("bundled-2019")
    return {"report": report_html(contract), "differences": diff_html(older, contract)}


def views() -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """List the views: name, page, fragment, and what a window has."""
    for width, height in ((1440, 900), (820, 1180), (390, 844)):
        window: dict[str, object] = {"viewport": {"width": width, "height": height}, "color_scheme": "light"}
        yield f"start {width}", "report", "", window
        yield f"operation {width}", "report", "#op-UpdateUserContactInfo", window
        yield f"differences {width}", "differences", "", window
    yield "dark 1440", "report", "", {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}


def measure(tab) -> dict[str, object]:
    """Measure what a tab shows: a box for each part that is in sight, and a small picture in grey."""
    boxes = tab.evaluate(
        """(parts) => Object.fromEntries(parts.map((part) => {
          const seen = (each) => each.checkVisibility({ visibilityProperty: true });
          const found = [...document.querySelectorAll(part)].find(seen);
          if (!found) return [part, null];
          const { left, top, right, bottom } = found.getBoundingClientRect();
          const [x, y] = [Math.max(left, 0), Math.max(top, 0)];
          const [width, height] = [Math.min(right, innerWidth) - x, Math.min(bottom, innerHeight) - y];
          return [part, width > 0 && height > 0 ? [x, y, width, height].map(Math.round) : null];
        }))""",
        PARTS,
    )
    data = base64.b64encode(tab.screenshot()).decode()
    blank = tab.context.new_page()
    grey = blank.evaluate(
        """async ([data, side]) => {
          const image = new Image();
          image.src = "data:image/png;base64," + data;
          await image.decode();
          const canvas = new OffscreenCanvas(side, side), pen = canvas.getContext("2d");
          const small = { resizeWidth: side, resizeHeight: side, resizeQuality: "high" };
          pen.drawImage(await createImageBitmap(image, small), 0, 0);
          const { data: dots } = pen.getImageData(0, 0, side, side);
          const grey = (at) => Math.round(0.3 * dots[at] + 0.6 * dots[at + 1] + 0.1 * dots[at + 2]);
          return Array.from({ length: side * side }, (_, at) => grey(4 * at));
        }""",
        [data, SIDE],
    )
    blank.close()
    return {
        "boxes": {part: box for part, box in boxes.items() if box},
        "grey": base64.b64encode(bytes(min(255, each) for each in grey)).decode(),
    }


def problems(expected: dict[str, object], found: dict[str, object]) -> list[str]:
    """List where a view differs from what is kept by more than fonts explain."""
    told = []
    before, after = expected["boxes"], found["boxes"]
    for part in sorted(before.keys() | after.keys()):
        if part not in before or part not in after:
            told.append(f"{part}: {'new' if part in after else 'not in sight'}")
            continue
        for name, old, new in zip(("x", "y", "width", "height"), before[part], after[part], strict=True):
            if abs(new - old) > max(PIXELS, SHARE * abs(old)):
                told.append(f"{part}: {name} is {new}, was {old}")
    pairs = zip(base64.b64decode(expected["grey"]), base64.b64decode(found["grey"]), strict=True)
    off = sum(abs(old - new) > GREY for old, new in pairs)
    if off > CELLS * SIDE * SIDE / 100:
        told.append(f"{off} of {SIDE * SIDE} cells of the picture are lighter or darker")
    return told


def main() -> None:
    """Write the file anew."""
    from shutil import which

    from playwright.sync_api import sync_playwright

    kept = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = which("chromium") or which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, page, fragment, window in views():
            file = Path(folder, f"{page}.html")
            file.write_text(pages()[page], "utf-8")
            context = browser.new_context(**window)
            tab = context.new_page()
            tab.goto(file.as_uri() + fragment)
            kept[name] = measure(tab)
            context.close()
        browser.close()
    FILE.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    print(f"{FILE.name}: {len(kept)} views", file=sys.stderr)


if __name__ == "__main__":
    main()
