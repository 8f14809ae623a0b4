"""Retention schedules: definitions, assignments, and freezing."""
