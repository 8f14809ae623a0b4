"""Directories of this machine and folders of a server: kept in step, emptied into one another, filled from a file.

- `sync`: a directory and a folder, by a plan that is shown first; `comparison` makes it.
- `pickup`: documents of a folder, each moved away once its bytes are on disk; `pickup_journal` outlives a kill.
- `uploads`: the rows of a file as documents, a target of bulk runs.
- `here` reads a directory, `there` a folder of a server; `workplace` and `placing` put files down whole or not at all.
"""
