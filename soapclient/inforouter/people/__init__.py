"""Users, groups and libraries: list, change, and manage memberships."""
