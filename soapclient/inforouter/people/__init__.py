"""Users, groups and libraries: who there is, who is in what, and what changes that."""
