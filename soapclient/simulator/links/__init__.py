"""What points elsewhere: associations, shortcuts and documents that are an address or a page."""
