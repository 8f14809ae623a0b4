"""Search for documents and folders; this room must not know envelopes or transport."""
