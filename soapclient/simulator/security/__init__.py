"""Access, owners and subscriptions of documents and folders."""
