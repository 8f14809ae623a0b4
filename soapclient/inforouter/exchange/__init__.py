"""Local directories and server folders: keep them in step, pick documents up, upload the rows of a file.

- `sync`: keeps a directory and a folder in step, by a plan that is shown first; `comparison` makes it.
- `pickup`: downloads a folder's documents and moves each away afterwards; `pickup_journal` survives a kill.
- `uploads`: uploads the rows of a file as documents, a target of bulk runs.
- `here` reads a directory, `there` a server folder; `workplace` and `placing` write files completely or not at all.
"""
