"""Metadata of documents and folders: property sets, keywords, types, classification and dates."""
