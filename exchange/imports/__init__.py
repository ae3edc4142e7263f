"""Imports: rows become records, once."""
