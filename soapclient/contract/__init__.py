"""The contract of a service: descriptions of its operations, comparison, moulds of envelopes.

This room does not know sessions or calls.
"""
