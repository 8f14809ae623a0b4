"""Searching; like the rest of its room it must not know envelopes or transport."""
