"""Mappings from the columns of a table to fields."""
