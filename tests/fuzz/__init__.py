"""Fuzz targets: whatever comes in, only what is documented comes out. Run `python -m tests.fuzz --help`."""
