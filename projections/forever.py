"""The end of what stands."""

FOREVER = 2**47 - 1
"""``until`` of the rows that stand: the highest number that SQLite stores in six bytes."""
