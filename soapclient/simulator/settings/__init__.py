"""Settings of the server and of its users: each is read back as it was set."""
