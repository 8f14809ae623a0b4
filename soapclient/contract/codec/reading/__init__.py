"""Read the XML of messages as values: records, by the types of a schema."""
