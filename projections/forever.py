"""The open end of rows that are still valid."""

FOREVER = 2**47 - 1
"""The value of ``until`` in rows that are still valid: the highest number that SQLite stores in six
bytes.
"""
