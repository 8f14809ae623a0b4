"""Check whether a client and its server fit together, one step at a time."""
