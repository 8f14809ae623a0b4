"""Many updates as one run that is planned, limited, journalled, resumable and reversible.

`rows` reads the input, `plan` says what will change, `run` does it and keeps a `journal`, `undo` takes it back.
"""
