"""Fetch each new document of a folder once, and move it away when its bytes are on the disk.

It prints:

    first run: ['letter.pdf', 'scan.pdf'] failed: 0
    second run: [] failed: 0
    ['/Finance/Processed/letter.pdf', '/Finance/Processed/scan.pdf']
"""

import tempfile
from pathlib import Path

from soapclient import Client

with tempfile.TemporaryDirectory() as place, Client("sim:", username="admin", password="admin") as ir:
    ir.folders.create("/Finance/Inbox")
    ir.folders.create("/Finance/Processed")
    ir.documents.upload(b"a scan", "/Finance/Inbox/scan.pdf")
    ir.documents.upload(b"a letter", "/Finance/Inbox/letter.pdf")

    for attempt in ("first", "second"):
        result = ir.documents.pickup("/Finance/Inbox", place, then="move:/Finance/Processed")
        print(attempt, "run:", sorted(Path(each.file).name for each in result.delivered), "failed:", len(result.failed))

    print(sorted(str(item.path) for item in ir.folders.walk("/Finance/Processed")))
