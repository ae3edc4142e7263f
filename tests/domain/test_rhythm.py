"""Rhythms: the words that describe a rhythm, and the dates to which a rhythm leads."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.rhythm import MOST_UNITS, Rhythm, in_words, interval_of, rhythm_of, weekday_of


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("weekly", "P1W"),
        ("every week", "P1W"),
        ("Week", "P1W"),
        ("2 weeks", "P2W"),
        ("every  two weeks", "P2W"),
        ("every other week", "P2W"),
        ("every 2nd week", "P2W"),
        ("fortnightly", "P2W"),
        ("p1w", "P1W"),
        ("P10D", "P10D"),
        ("monthly", "P1M"),
        ("quarter", "P3M"),
        ("twice a year", "P6M"),
        ("yearly", "P1Y"),
        ("once a year", "P1Y"),
        ("every 99 days", "P99D"),
    ],
)
def test_an_interval_has_many_spellings(words, stored):
    """Words for an interval give an ISO 8601 duration, which also works as a rhythm."""
    assert interval_of(words) == rhythm_of(words) == stored


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("last Friday of the month", "P1M last friday"),
        ("every last Fri", "P1M last friday"),
        ("month on the last friday", "P1M last friday"),
        ("monthly on the 1st monday", "P1M first monday"),
        ("the second Tuesday of every month", "P1M second tuesday"),
        ("2 months on the third thu", "P2M third thursday"),
        ("last day of the month", "P1M last day"),
        ("P1M last friday", "P1M last friday"),
        ("year on the second monday", "P1Y second monday"),
    ],
)
def test_a_rhythm_can_be_a_weekday_of_the_month(words, stored):
    """A rhythm, but not an interval, can name a weekday of the month."""
    assert rhythm_of(words) == stored
    with pytest.raises(ValueError, match="is not an interval; write weekly"):
        interval_of(words)


@pytest.mark.parametrize(
    "words",
    [
        *("Tuesday", "every Tuesday", "on tuesdays", "each tue"),
        *("Dienstag", "jeden Dienstag", "dienstags", "mardi", "tous les mardis", "martes"),
        *("todos los martes", "terça-feira", "todas as terças-feiras", "ogni martedì"),
        *("каждый вторник", "по вторникам", "her salı", "her Salı günü", "hər çərşənbə axşamı"),
        *("الثلاثاء", "كل ثلاثاء"),
    ],
)
def test_a_weekday_alone_is_a_week(words):
    """A weekday in any of the languages means every week, on that day."""
    assert rhythm_of(words) == "P1W"
    assert weekday_of(words) == 1


@pytest.mark.parametrize("words", ["week", "2 weeks", "last friday", "jeden zweiten Dienstag"])
def test_other_words_are_not_a_weekday(words):
    """A rhythm of another form does not name a weekday alone."""
    assert weekday_of(words) is None


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("biweekly", "can mean twice a week or every two weeks; write '2 weeks'"),
        ("bimonthly", "write '2 months'"),
        ("0 weeks", "write a number from 1 to 99"),
        ("100 days", "write a number from 1 to 99"),
        ("P0W", "write a number from 1 to 99"),
        ("P1Y6M", "is not a rhythm; write week"),
        ("fifth monday of the month", "is not a rhythm"),
        ("first day of the month", "is not a rhythm"),
        ("last friday of the week", "is not a rhythm"),
        ("now and then", "is not a rhythm"),
    ],
)
def test_unclear_words_are_not_guessed(words, why):
    """For words that are not a rhythm, or that have two meanings, the message says what to type."""
    with pytest.raises(ValueError, match=why):
        rhythm_of(words)


RHYTHMS = st.builds(
    lambda count, unit: f"P{count}{unit}", st.integers(1, MOST_UNITS), st.sampled_from("DWMY")
) | st.builds(
    lambda unit, nth, day: f"P1{unit} {nth} {day}",
    st.sampled_from("MY"),
    st.sampled_from(("first", "second", "third", "fourth", "last")),
    st.sampled_from(("monday", "wednesday", "sunday")),
)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(RHYTHMS)
def test_words_for_a_rhythm_can_be_typed_again(stored):
    """The words that describe a rhythm mean the same rhythm when somebody types them."""
    assert rhythm_of(in_words(stored)) == rhythm_of(stored) == stored


FREQUENCIES = {"D": DAILY, "W": WEEKLY, "M": MONTHLY, "Y": YEARLY}


@given(RHYTHMS, DAYS, st.integers(0, 4000))
def test_dates_follow_the_rhythm(stored, first, length):
    """The dates are in order, within the period, and as far apart as the rhythm says.

    On days that every month has, another library computes the same dates.
    """
    rhythm, last = Rhythm.of(stored), first + timedelta(days=length)
    dates = list(rhythm.dates(first, last))
    assert all(first <= one <= last for one in dates)
    assert all(one < other for one, other in pairwise(dates))
    if rhythm.nth is None:
        assert dates[0] == first
    if rhythm.nth is None and first.day <= 28:
        expected = rrule(FREQUENCIES[rhythm.unit], first, rhythm.count, until=last)
        assert dates == [one.date() for one in expected]


def test_a_month_without_the_31st_has_its_last_day():
    """If a month is too short, the date is its last day; the months after it are not affected."""
    found = Rhythm.of("P1M").dates(date(2026, 1, 31), date(2026, 5, 30))
    assert [str(one) for one in found] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    leap = Rhythm.of("P1Y").dates(date(2024, 2, 29), date(2028, 2, 29))
    assert [str(one) for one in leap][-2:] == ["2027-02-28", "2028-02-29"]


def test_the_last_friday_is_the_last():
    """The last Friday of a month is the fourth or the fifth Friday."""
    found = Rhythm.of("P1M last friday").dates(date(2026, 1, 30), date(2026, 5, 31))
    assert [one.day for one in found] == [30, 27, 27, 24, 29]


def test_the_calendar_ends_with_the_year_9999():
    """A rhythm has no dates after the year 9999."""
    assert len(list(Rhythm.of("P1Y").dates(date(9998, 5, 1), date.max))) == 2
    assert len(list(Rhythm.of("P1W").dates(date(9999, 12, 20), date.max))) == 2
