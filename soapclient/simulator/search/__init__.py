"""Searching the simulator: criteria, the one cursor of a session, saved searches."""
