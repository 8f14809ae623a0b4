"""Moving, copying and deleting documents and folders. This room must not know envelopes or transport."""
