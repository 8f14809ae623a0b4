"""Models of users, documents and the rest: frozen classes with Python's types."""
