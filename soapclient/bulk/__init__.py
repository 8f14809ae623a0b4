"""Bulk runs: many changes as one run that is planned, limited, journalled, resumable and reversible.

The engine knows rows, plans and journals, and must not know what they are about: no users, no documents, no single
operation, no XML, no HTTP. Whatever is changed in bulk brings a `Target` (in `target`), which says what a row is made
of, and plans, reads and sends one.

- The rows of an input: `rows`, read by `row_file`, `text_file` and `workbook`.
- The plan: `plan` is its data, made of `moves`; `planner` makes one of rows, `undo` of a journal; `limits` check it.
- The run: `run` carries a plan out and returns the `result`; `pacing` says how fast, `pace` and `throttle` keep to it;
  `blame` says whose fault an error is.
- The journal: `journal` is its data, written by `journal_writer`; `private_files` holds it, `failures_csv` exports it.
- What users call: `actions` and, awaited, `async_actions`, which work in `threads`.
"""
