"""Transfers by pieces: staged bytes of uploads and downloads, and the documents made from them."""
