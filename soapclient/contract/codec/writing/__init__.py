"""From values to the XML of messages: what is given is bound, checked, and written, or refused with its place."""
