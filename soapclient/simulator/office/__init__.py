"""The server in general: mail, statistics, the licence, and obsolete operations."""
