"""The order of records by time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.chronology import Place, chronological
from dragoman.domain.dates import parse_date
from dragoman.domain.zones import offset_text, rules_of

from .test_dates_properties import INSTANTS, NEAR_CHANGES, ZONES


@st.composite
def places(draw: st.DrawFn) -> Place:
    """Draw positions in time: dates without a time, times in any zone, and unknown dates."""
    instant = draw(NEAR_CHANGES | INSTANTS).astimezone(rules_of(draw(st.sampled_from(ZONES))))
    offset = offset_text(instant.utcoffset() or timedelta())
    day = f"{instant:%Y-%m-%d}"
    hours = parse_date(f"{day}T{instant:%H:%M:%S}{offset}").place
    return draw(st.sampled_from([hours, parse_date(day).place, (None, 0)]))


def order(texts: str) -> list[str]:
    """Return the dates in ``texts`` in chronological order."""
    return chronological(texts.split(), lambda text: parse_date(text).place)


def test_hours_are_in_order_of_instants() -> None:
    """Times with different UTC offsets are sorted by instant."""
    given_ = "2025-12-11T16:00:00+04:00 2025-12-11T09:30:00+03:00 2025-12-11T10:00:00+04:00"
    found = "2025-12-11T10:00:00+04:00 2025-12-11T09:30:00+03:00 2025-12-11T16:00:00+04:00"
    assert order(given_) == found.split()


def test_a_day_comes_before_its_hours() -> None:
    """A date without a time comes before the times on that date, whatever their zones."""
    given_ = "2025-12-12T00:30:00+14:00 2025-12-12 2025-12-11T23:30:00-11:00 2025-12-11"
    found = "2025-12-11 2025-12-12 2025-12-12T00:30:00+14:00 2025-12-11T23:30:00-11:00"
    assert order(given_) == found.split()


@given(st.lists(places()))
def test_the_order_is_by_instant_and_by_day(found: list[Place]) -> None:
    """Times are sorted by instant and dates by day; a date comes before the times on that date."""
    ordered = chronological(found, lambda place: place)
    assert sorted(ordered, key=str) == sorted(found, key=str)
    known = [one for one in ordered if one[0] is not None]
    assert ordered[len(known) :] == [(None, 0)] * (len(ordered) - len(known))
    hours = [instant for _, instant in known if instant]
    days = [day for day, instant in known if not instant]
    assert hours == sorted(hours)
    assert days == sorted(days)
    for number, (day, instant) in enumerate(known):
        if not instant:
            assert not any(other == day and hours for other, hours in known[:number])


@given(st.lists(places()))
def test_the_newest_first_is_the_reverse_order(found: list[Place]) -> None:
    """Sorting the newest first reverses the order, except that unknown dates stay last."""
    oldest = [one for one in chronological(found, lambda place: place) if one[0] is not None]
    newest = chronological(found, lambda place: place, newest_first=True)
    assert newest[: len(oldest)] == oldest[::-1]
