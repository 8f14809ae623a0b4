"""From the XML of a contract's messages to Python's values, by its schemas. It knows no HTTP and no zeep."""
