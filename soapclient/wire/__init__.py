"""Bytes: the transport, its connections, redaction, XML from outside.

It must not know operations.
"""
