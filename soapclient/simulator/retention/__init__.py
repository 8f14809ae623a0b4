"""Retention schedules: their definitions, who has them, and freezing."""
