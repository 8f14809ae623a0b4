"""The contract of a service: descriptions of its operations, comparison, moulds of envelopes.

This room must not know sessions or calls.
"""
