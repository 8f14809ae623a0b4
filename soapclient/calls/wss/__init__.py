"""WS-Security: what a message says of who sends it, and whether a reply is the server's."""
