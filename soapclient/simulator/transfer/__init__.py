"""Files by pieces: what is staged for an upload or a download, and what makes documents of it."""
