"""Change many users from a CSV file: plan, look, apply, undo.

It prints:

    2 user00001 {'email': Move(before='user00001@example.com', after='ann@example.com')}
    3 user00002 {'mobile': Move(before='+15550000002', after='')}
    4 user00003 as it is
    5 nobody GetUser: User not found
    {'done': 2, 'failed': 1, 'same': 1}
    {'done': 2}
    user00001@example.com
"""

import tempfile
from pathlib import Path

from soapclient import Client, RowFile
from soapclient.simulator import Simulator

ROWS = """\
user_name,email,mobile
user00001,ann@example.com,
user00002,,!clear
user00003,user00003@example.com,
nobody,x@example.com,
"""

with tempfile.TemporaryDirectory() as place, Simulator(seed_users=3) as simulator, simulator.serve() as server:
    Path(place, "users.csv").write_text(ROWS)
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        with ir.users.plan_bulk(RowFile(Path(place, "users.csv"))) as plan:
            for row in plan:
                print(row.line, row.key, row.error or dict(row.moves) or "as it is")
            result = plan.apply(Path(place, "run.journal"), max_clears=5)
        print(dict(result.counts))

        with ir.users.open_journal(Path(place, "run.journal")) as journal, journal.undo() as undo:
            print(dict(undo.apply().counts))
        print(ir.users.get("user00001").email)
