"""Access lists, owners and subscriptions of documents and folders."""
