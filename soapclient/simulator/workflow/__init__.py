"""Workflows: definitions with steps and tasks, documents on their way through them, and what each user has to do."""
