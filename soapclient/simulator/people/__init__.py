"""Groups, libraries and their members, as a server keeps them."""
