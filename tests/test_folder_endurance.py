"""Many entries: what a walk costs does not grow with them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from soapclient.simulator import Simulator

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is told by getrusage"),
]
MANY = 50_000
MOST = 25.0  # megabytes above what the client has before
WALK = """
import json, resource, sys
from soapclient import Client
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024) / (
        2**20 if sys.platform == "darwin" else 1)
url, pages = sys.argv[1:]
with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
    list(ir.folders.walk("/Finance/Reports"))
    before = peak()
    names, total = set(), 0
    for item in ir.folders.walk("/Finance", pages=pages == "pages"):
        total += 1
        size = item.size
    print(json.dumps({"total": total, "grown": peak() - before}))
"""


@pytest.mark.parametrize("how", ["whole", "pages"])
def test_a_walk_of_many_is_flat(how):
    """Fifty thousand documents in one folder are walked, all of them, and memory stays flat."""
    with Simulator(seed_documents=MANY, page_size=500) as sim, sim.serve() as server:
        command = [sys.executable, "-c", WALK, server.url, how]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert MANY + 4 == found["total"]
    assert found["grown"] < MOST
