"""The open end of rows that are still valid."""

FOREVER = 2**47 - 1
"""``until`` of rows that are still valid: the highest number that SQLite stores in six bytes."""
