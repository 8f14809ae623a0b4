"""The tree of folders as it is changed: created, moved, copied, deleted and restored, and the rules of folders."""
