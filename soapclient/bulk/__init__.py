"""Bulk runs: many changes in one run that is planned, limited, journalled, resumable and reversible.

The engine knows rows, plans and journals, and must not know their subject: no users, no documents, no single
operation, no XML, no HTTP. Each kind of object that can be changed in bulk has a `Target` (in `target`), which
describes a row, and plans, reads and sends one.

- The rows of an input: `rows`, read by `row_file`, `text_file` and `workbook`.
- The plan: `plan` is its data, made of `moves`; `planner` makes it from rows, `undo` from a journal; `limits` check it.
- The run: `run` carries out a plan and returns the `result`; `pacing` sets the speed, `pace` and `throttle` keep it;
  `blame` decides whether an error belongs to the server, the login or the row.
- The journal: `journal` is its data, written by `journal_writer`; `private_files` stores it, `failures_csv` exports it.
- The public methods: `actions` and, for asyncio, `async_actions`, which work in `threads`.
"""
