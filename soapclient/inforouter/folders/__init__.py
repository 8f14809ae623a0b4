"""Folders: list, create and change them. This room must not know envelopes or transport."""
