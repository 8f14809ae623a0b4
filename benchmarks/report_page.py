"""How fast the report page opens in a browser, how large it is, and how long a search takes.

    python benchmarks/report_page.py [RUNS]

Needs Chromium and the package playwright. Prints the median of the runs; each has a new window without a cache.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from soapclient import Contract, report_html

QUERY = "change e-mail address"


def opened(browser, address: str) -> dict[str, float]:
    """Open the page once, and return milliseconds by what they are of."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(address)
    tab.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    found = tab.evaluate(
        """(query) => {
          const [load] = performance.getEntriesByType("navigation");
          const [paint] = performance.getEntriesByName("first-contentful-paint");
          const search = document.getElementById("/search"), begun = performance.now();
          search.value = query;
          search.dispatchEvent(new Event("input"));
          const first = performance.now() - begun, again = performance.now();
          search.dispatchEvent(new Event("input"));
          return { "first paint": paint.startTime, DOMContentLoaded: load.domContentLoadedEventEnd,
            load: load.loadEventEnd, "first search": first, "next search": performance.now() - again };
        }""",
        QUERY,
    )
    context.close()
    return found


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    contract = Contract.load()
    begun = time.process_time()
    page = report_html(contract).encode("utf-8")
    print(f"{'made in':18} {time.process_time() - begun:8.2f} s of CPU")
    print(f"{'size':18} {len(page) / 1e6:8.2f} MB, {len(gzip.compress(page)) / 1e6:.2f} MB with gzip")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "contract.html")
        file.write_bytes(page)
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        opened(browser, file.as_uri())
        rows = [opened(browser, file.as_uri()) for _ in range(runs)]
        browser.close()
    for name in rows[0]:
        print(f"{name:18} {statistics.median(row[name] for row in rows):8.0f} ms")


if __name__ == "__main__":
    main()
