"""Metadata: property sets, keywords, types, classification and the dates of documents and folders."""
