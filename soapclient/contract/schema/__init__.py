"""The schemas of a WSDL as XSD's own components: elements, types, groups, facets. It knows no SOAP and no zeep."""
