"""Upload and download whole documents: sources, targets, and the flows that send, check and commit."""
