"""A mock of any WSDL: serves it, checks requests, answers them; it must not know clients or any one service."""
