"""The open end of rows that are still valid, and the days of undated records."""

FOREVER = 2**47 - 1
"""The value of ``until`` in rows that are still valid: the highest number that SQLite stores in six
bytes.
"""

NO_DAY = -(2**62) - 1
"""The day of undated records in the index of terms; the index puts these records last."""

NOT_IN_TIMELINE = 0
"""The day of follow-ups and parties in the index of terms: they are not in the timeline."""
