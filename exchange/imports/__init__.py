"""Imports of files, which record each row only once."""
