"""Imports, which record each row of a file only once."""
