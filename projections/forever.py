"""The open end of rows that are still valid, and the days of records without a day."""

FOREVER = 2**47 - 1
"""The value of ``until`` in rows that are still valid: the highest number that SQLite stores in six
bytes.
"""

NO_DAY = -(2**62) - 1
"""The day of records without a day in the index of terms: these records come last."""

NOT_IN_TIMELINE = 0
"""The day of follow-ups and parties in the index of terms: they are not in the timeline."""
