"""What happened, and to whom: the logs, what each user has marked, and what was read lately."""
