"""Imports: each row becomes a record once."""
