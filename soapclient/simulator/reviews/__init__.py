"""Periodic reviews of documents and permanent comments, for ISO and SOX."""
