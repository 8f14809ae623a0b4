"""Bytes: the transport, its connections, redaction, XML from outside.

This room does not know operations.
"""
