"""Whether a client and its server fit together, a check at a time."""
