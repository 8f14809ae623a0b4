"""WS-Security: identify the sender of a message, and check that a reply comes from the server."""
