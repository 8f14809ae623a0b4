"""What a service offers: descriptions of its operations, comparison, moulds of envelopes.

It must not know sessions or calls.
"""
