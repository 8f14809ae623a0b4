"""The contract of a client: the server's own, kept on disk, or another chosen one."""
