"""Which contract a client is bound to: the server's own, kept on disk, or another that was chosen."""
