"""Write values as the XML of messages: they are bound, checked and written, or refused with their place."""
