"""Logs, favourites and queues: events, marked items, and recently read items."""
