"""Durations: people type them in several forms, and calendars read the stored form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vDuration

from dragoman.domain.durations import DurationError, duration_in_words, duration_of


@pytest.mark.parametrize(
    ("typed", "stored", "words"),
    [
        ("7d", "P7D", "7 days"),
        ("7 days", "P7D", "7 days"),
        ("1 week", "P1W", "1 week"),
        ("1w 2d", "P9D", "9 days"),
        ("3 hours", "PT3H", "3 hours"),
        ("90min", "PT90M", "90 minutes"),
        ("1 day and 12 hours", "P1DT12H", "1 day 12 hours"),
        ("1d12h", "P1DT12H", "1 day 12 hours"),
        ("pt30m", "PT30M", "30 minutes"),
        ("P1W", "P1W", "1 week"),
    ],
)
def test_a_duration_is_read(typed: str, stored: str, words: str) -> None:
    """Dragoman reads a duration in several forms, and stores the form of RFC 5545."""
    assert duration_of(typed) == stored
    assert duration_in_words(stored) == words


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        *((typed, "P1W") for typed in ("a week before", "one week", "a week", "1 week earlier")),
        *((typed, "P1W") for typed in ("eine Woche", "eine Woche vorher", "une semaine avant")),
        *((typed, "P1W") for typed in ("una semana antes", "uma semana antes", "за неделю")),
        *((typed, "P1W") for typed in ("una settimana prima", "bir hafta önce", "قبل أسبوع")),
        *((typed, "P1W") for typed in ("bir həftə əvvəl", "أسبوع")),
        *((typed, "P2D") for typed in ("deux jours", "zwei Tage vorher", "dos días", "dois dias")),
        *((typed, "P2D") for typed in ("due giorni", "за два дня", "iki gün önce", "يومين")),
        *((typed, "P7D") for typed in ("7 days before", "7 Tage", "7 jours", "7 gün", "7 أيام")),
        *((typed, "PT24H") for typed in ("24h before", "24 Stunden", "24 heures", "24 часа")),
        ("a week and 2 days", "P9D"),
        ("1 day and twelve hours", "P1DT12H"),
        ("ein Tag und 12 Stunden", "P1DT12H"),
        ("the day before", "P1D"),
    ],
)
def test_a_duration_can_be_in_words(typed: str, stored: str) -> None:
    """Words for numbers and units are read in each language, with "before" or without."""
    assert duration_of(typed) == stored
    assert duration_of(typed.upper()) == stored or not typed.isascii()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7",
        "d",
        "1 month",
        "P1M",
        "P1Y",
        "0d",
        "P",
        "PT",
        "-1d",
        "1d 2d",
        "7d x",
        "99999d",
        "un mese",
        "half an hour",
        "week",
        "before",
    ],
)
def test_other_text_is_no_duration(typed: str) -> None:
    """A month, a negative number or a missing unit is not a duration of a fixed length."""
    with pytest.raises(DurationError, match="write 7d, 2w, 3h, 30min or P7D"):
        duration_of(typed)


COUNTS = st.integers(0, 999)


@given(weeks=COUNTS, days=COUNTS, hours=COUNTS, minutes=COUNTS)
def test_a_stored_duration_has_the_typed_length(
    weeks: int, days: int, hours: int, minutes: int
) -> None:
    """A calendar library reads the stored form as the length that the user typed."""
    typed = f"{weeks}w {days}d {hours}h {minutes}min"
    if not any((weeks, days, hours, minutes)) or weeks * 7 + days > 9999:
        return
    stored = duration_of(typed)
    length = vDuration.from_ical(stored)
    assert length.total_seconds() == (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60
    assert duration_of(stored) == duration_of(duration_in_words(stored)) == stored
