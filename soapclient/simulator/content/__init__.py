"""Folders, documents and their bytes."""
