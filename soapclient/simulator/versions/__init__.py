"""Versions, publishing, tags, comments, texts and thumbnails of documents."""
