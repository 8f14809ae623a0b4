"""A contract as a stub file, for editors and type checkers."""
