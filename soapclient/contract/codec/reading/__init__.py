"""From the XML of messages to values: records, by the types of a schema."""
