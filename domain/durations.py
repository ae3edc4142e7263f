"""Durations of a fixed length, such as the time between a reminder and a deadline.

A duration is stored in the form of RFC 5545, section 3.3.6: ``P7D``, ``P1W``, ``PT90M``.
"""

import re

from dragoman.domain.text import quoted

_UNITS = {
    "W": ("w", "week", "weeks"),
    "D": ("d", "day", "days"),
    "H": ("h", "hour", "hours"),
    "M": ("min", "minute", "minutes"),
}
_BY_WORD = {word: unit for unit, words in _UNITS.items() for word in words}
_STORED = re.compile(r"P(?:(\d+)W|(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?)")
_PART = re.compile(r"(\d+)\s*([a-z]+)")
_LONGEST = 4


class DurationError(ValueError):
    """A text that is not a duration of a fixed length."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{quoted(text)} is not a duration; write 7d, 2w, 3h, 30min or P7D")


def duration_of(text: str) -> str:
    """Return the stored form of a typed duration: ``P7D`` for ``7d``, ``7 days`` or ``P7D``.

    Raises :class:`DurationError`, also for months and years, whose lengths differ.
    """
    found = _counted(text)
    if not any(found.values()) or any(len(str(count)) > _LONGEST for count in found.values()):
        raise DurationError(text)
    if found.keys() == {"W"}:
        return f"P{found['W']}W"
    days = found.pop("W", 0) * 7 + found.pop("D", 0)
    times = "".join(f"{found[unit]}{unit}" for unit in "HM" if found.get(unit))
    return f"P{f'{days}D' if days else ''}{f'T{times}' if times else ''}"


def _counted(text: str) -> dict[str, int]:
    """Return how many weeks, days, hours and minutes a text names, by unit."""
    plain = " ".join(text.casefold().replace(" and ", " ").replace(",", " ").split())
    if stored := _STORED.fullmatch(plain.upper()):
        return {unit: int(one) for unit, one in zip("WDHM", stored.groups(), strict=True) if one}
    parts = _PART.findall(plain)
    units = [_BY_WORD.get(word) for _, word in parts]
    if _PART.sub("", plain).strip() or None in units or len(set(units)) < len(units):
        raise DurationError(text)
    return {unit: int(count) for unit, (count, _) in zip(units, parts, strict=True) if unit}


def duration_in_words(stored: str) -> str:
    """Return a stored duration as text: ``7 days``, ``1 day 12 hours``."""
    counts = _counted(stored).items()
    return " ".join(f"{count} {_UNITS[unit][1 if count == 1 else 2]}" for unit, count in counts)
