"""Folders, documents and their bytes: what the simulator stores and what it answers about them."""
