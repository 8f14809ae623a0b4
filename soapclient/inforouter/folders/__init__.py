"""Folders: what is in them, and what is done with them. This room must not know envelopes or transport."""
