"""Versions, checkouts, publishing and remarks of documents; this room must not know envelopes or transport."""
