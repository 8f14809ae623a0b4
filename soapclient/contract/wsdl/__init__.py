"""Read a contract from a WSDL; only this room knows zeep."""
