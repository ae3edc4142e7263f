"""Constants of the views: the open end of valid rows, days of undated records, and long periods."""

FOREVER = 2**47 - 1
"""The value of ``until`` in rows that are still valid: the highest number that SQLite stores in six
bytes.
"""

NO_DAY = -(2**62) - 1
"""The day of undated records in the index of terms; the index puts these records last."""

NOT_IN_TIMELINE = 0
"""The day of follow-ups and parties in the index of terms, because the timeline omits them."""

SHORT = 366
"""The maximum number of days of a short row in the timeline: a year."""


def is_long(table: str = "") -> str:
    """Return the condition, in SQL, for rows of the timeline that are long or open at one end.

    There are few such rows. The condition excludes rows that have no date.
    """
    first, last, day = (f"{table}{column}" for column in ("first", "last", "day"))
    days = f"coalesce({last} - {first}, {SHORT + 1})"
    return f"{days} > {SHORT} AND coalesce({day}, {last}) IS NOT NULL"
