"""The schemas of a WSDL as XSD components: elements, types, groups, facets. It knows neither SOAP nor zeep."""
