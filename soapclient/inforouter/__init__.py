"""Everything specific to infoRouter: sessions and logins, errors and verdict, models, paging, workflows.

This room must not know envelopes or the transport.
"""
