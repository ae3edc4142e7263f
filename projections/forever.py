"""The open end of rows that are still valid, the days of undated records, and long periods."""

FOREVER = 2**47 - 1
"""The value of ``until`` in rows that are still valid: the highest number that SQLite stores in six
bytes.
"""

NO_DAY = -(2**62) - 1
"""The day of undated records in the index of terms; the index puts these records last."""

NOT_IN_TIMELINE = 0
"""The day of follow-ups and parties in the index of terms: they are not in the timeline."""

SHORT = 366
"""The number of days up to which a row of the timeline is short: a year."""


def is_long(table: str = "") -> str:
    """Return the condition, in SQL, for rows of the timeline that are long or open at one end.

    There are few of them. Rows without any date are not among them.
    """
    first, last, day = (f"{table}{column}" for column in ("first", "last", "day"))
    days = f"coalesce({last} - {first}, {SHORT + 1})"
    return f"{days} > {SHORT} AND coalesce({day}, {last}) IS NOT NULL"
