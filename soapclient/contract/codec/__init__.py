"""Convert values to XML and XML to values, by the components of a schema. It knows neither HTTP nor zeep."""
