"""Settings of the server and of its users: each reads back as it was set."""
