"""From a WSDL to a contract: the one place that knows zeep."""
