"""What in a WSDL can bite a caller."""
