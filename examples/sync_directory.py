"""Keep a directory and a folder in step, and leave alone what was changed on both sides.

It prints:

    download Budget.xlsx
    download Forecast.xlsx
    upload notes.txt
    conflict notes.txt changed here and there
"""

import tempfile
from pathlib import Path

from soapclient import Client

with tempfile.TemporaryDirectory() as place, Client("sim:", username="admin", password="admin") as ir:
    notes = Path(place, "notes.txt")
    notes.write_text("first")
    plan = ir.documents.plan_sync(place, "/Finance/Reports")
    for action in sorted(plan.actions, key=str):
        print(action.kind, action.name)
    ir.documents.apply_sync(plan)

    notes.write_text("mine")
    ir.documents.upload(b"theirs", "/Finance/Reports/notes.txt", over="version")
    for problem in ir.documents.sync(place, "/Finance/Reports").problems:
        print(problem.kind, problem.name, problem.why)
