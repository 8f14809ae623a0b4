"""Who may do what with documents and folders, whose they are, and who is told of what becomes of them."""
