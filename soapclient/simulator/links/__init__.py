"""Associations, shortcuts, and documents that are addresses or pages."""
