"""Replies: the verdict on HTTP status, envelope and fault, and the answer with its typed values.

This room must not know any one service, sessions, or the HTTP library.
"""
