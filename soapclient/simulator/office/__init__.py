"""The server at large: mail, statistics, the licence, and what is obsolete."""
