"""Workflows and tasks: definitions, documents in workflows, and users' tasks."""
