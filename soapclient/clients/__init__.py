"""The clients that users construct: they connect the rooms and have no rules of their own."""
