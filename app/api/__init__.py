"""HTTP: parse, one call, represent."""
