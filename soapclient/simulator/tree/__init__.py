"""Changes of the tree of folders: create, move, copy, delete and restore, and the rules of folders."""
