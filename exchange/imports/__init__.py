"""Imports: rows become records, each once."""
