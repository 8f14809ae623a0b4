"""A mock of any WSDL: it serves it, checks what arrives and answers; it must not know clients or any one service."""
