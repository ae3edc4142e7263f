"""Mappings: which column of a table is which field."""
