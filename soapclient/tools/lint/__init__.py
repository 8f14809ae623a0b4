"""Find the pitfalls in a WSDL."""
