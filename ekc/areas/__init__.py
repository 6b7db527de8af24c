"""Which sociaal team covers which dorp or wijk, from which day on."""
