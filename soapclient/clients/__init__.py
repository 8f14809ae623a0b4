"""What users construct: it wires the rooms, and has no rules of its own."""
