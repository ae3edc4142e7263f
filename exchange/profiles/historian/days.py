"""Days in the prose of the Historian lists: whether a meeting took place in the days of a record."""

import re
from datetime import date, timedelta

MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\.?|July?\.?"
    r"|Aug(?:ust|\.)|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
DAY = rf"({MONTH}) ?(\d{{1,2}})\b(?:, (\d{{4}}))?"
_INTENDED = re.compile(r"\bto (?!(?:an?|the|his|her)\b)\w+ $|\bscheduled\b[^.;]*$")
_GIVEN_UP = re.compile(r"[^.;]*\b(?:cancell?ed|postponed)\b")
_DATED = re.compile(rf",? (?:on )?{DAY}")


def is_day(month: str, day: str, one: date) -> bool:
    """Return whether a month (``Apr.``) and a day (``3``) from the prose are the date ``one``."""
    return (MONTHS.index(month[:3].lower()) + 1, int(day)) == (one.month, one.day)


def took_place(prose: str, start: int, end: int, first: date, last: date) -> bool:
    """Return whether the meeting in ``prose[start:end]`` took place from ``first`` to ``last``.

    A meeting that was only intended, or was on another day, did not.
    """
    before, after = prose[:start], prose[end:]
    if _INTENDED.search(before) or _GIVEN_UP.match(after):
        return False
    dated = _DATED.match(after)
    return dated is None or any(
        is_day(dated[1], dated[2], first + timedelta(n)) for n in range((last - first).days + 1)
    )
