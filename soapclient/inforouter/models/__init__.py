"""What infoRouter tells about users, documents and the rest, as frozen classes in Python's types."""
