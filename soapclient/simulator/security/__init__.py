"""Access lists, owners and subscriptions of documents and folders, as a server keeps them."""
