"""Values to XML and XML to values, by the components of a schema. It knows no HTTP and no zeep."""
