"""All that is infoRouter's alone: sessions and logins, its errors and verdict, models, paging, and its workflows.

It must not know envelopes, nor the transport.
"""
