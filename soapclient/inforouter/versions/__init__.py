"""Versions, checkout, publishing and what is said about documents; it must not know envelopes or transport either."""
