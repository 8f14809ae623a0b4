"""Whole documents up and down: sources, targets, and the flows that send, check and commit."""
