"""The activity report counts each contact once, in the month in which the contact began."""

from collections.abc import Sequence
from datetime import date
from itertools import count, pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.dates import parse_date
from dragoman.domain.weight import weight_of
from dragoman.projections.reports.activity import (
    MOST,
    ActivityCell,
    By,
    Last,
    RowGrouping,
    Tallies,
    Unit,
    Window,
)
from dragoman.projections.reports.contacts import Contact, Facts, Person, Silence
from dragoman.projections.timeline import ENGAGEMENTS, EVER

TODAY = date(2026, 6, 15)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
DATES = (
    *("2026-01-31", "2026-03-15T10:00:00Z", "2026-04", "2026-05-02~", "2026", "2026-XX", "2026-24"),
    *("2026-01-30/2026-02-02", "2025-12-30/2026-01-02", "2026-04/2026-06", "2026-05/2026-06"),
    *("../2026-02-20", "2026-03-01/..", "2025-12-31", "2027-01-01", "-0050", "Y170000002"),
)
TOPICS = ("energy", "Energy", "transit")
POSTS = (None, "Minister of Energy", "Ambassador")
STATUSES = ("held", "concluded", "started", "scheduled", "announced", "postponed", "cancelled")
BODY = "5f0c0d7e-6c1c-4c5a-9a4e-0d6a1f7c1b11"

numbers = count(1)


def contact(occurred: str | None, status: str = "held", **facts: object) -> Contact:
    """Return a contact in the form that reports read."""
    when = parse_date(occurred) if occurred else None
    first, last = (when.first, when.last) if when else (None, None)
    if when is None and status in ("scheduled", "announced", "postponed"):
        last = EVER
    day = first if last is None else last
    kind = str(facts.pop("kind", "meeting"))
    told = Facts(status=status, occurred=occurred, **facts)  # type: ignore[arg-type]
    number = next(numbers)
    return Contact(number, "", kind, number, day if when else None, first, last, None, told)


people = st.builds(Person, post=st.sampled_from(POSTS), side=st.sampled_from(("AZ", "IQ", "TR")))
contacts = st.builds(
    contact,
    st.sampled_from((None, *DATES)),
    st.sampled_from(STATUSES),
    kind=st.sampled_from(ENGAGEMENTS),
    host=st.sampled_from((None, "AZ", "IQ")),
    parties=st.lists(st.sampled_from(("AZ", "IQ", "TR", "org:UN")), max_size=3).map(tuple),
    participants=st.lists(people, max_size=2).map(tuple),
    topics=st.lists(st.sampled_from(TOPICS), max_size=2).map(tuple),
    mechanism=st.sampled_from((None, BODY)),
    level=st.sampled_from((None, "state", "working")),
)
windows = st.sampled_from((YEAR, (date(2025, 7, 1), TODAY), (date(1990, 1, 1), TODAY)))


def window(first: date, last: date) -> Window:
    """Return the columns of a report about a period."""
    found = Window.of(first, last)
    assert found is not None
    return found


def tallied(
    found: Sequence[Contact], period: tuple[date, date] = YEAR, by: By = "country"
) -> Tallies:
    """Return the rows of a report about some contacts."""
    tallies = Tallies(window(*period), RowGrouping(by, ("AZ",)), TODAY)
    for one in found:
        tallies.add(one)
    return tallies


@given(
    found=st.lists(contacts, max_size=20),
    period=windows,
    by=st.sampled_from(get_args(By)),
    random=st.randoms(use_true_random=False),
)
def test_every_contact_counts_once_in_any_order(
    found: list[Contact], period: tuple[date, date], by: By, random: object
) -> None:
    """The cells of each row add up to the row's total, whatever the order of the contacts."""
    tallies = tallied(found, period, by)
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = tallied(shuffled, period, by)
    assert (again.found, again.engagements) == (tallies.found, tallies.engagements)
    for key, tally in tallies.found.items():
        mine = [one for one in found if key in tallies.rows.of(one)]
        assert set(tally.cells) <= {*tallies.window.numbers, None}
        counted = [one for one in mine if _counts(one, tallies)]
        done = [one for one in counted if one.took_place]
        assert tally.sum == ActivityCell(
            len(done), sum(map(_weight, done)), len(counted) - len(done)
        )
    assert tallies.engagements == sum(one.took_place and _counts(one, tallies) for one in found)


def _weight(one: Contact) -> int:
    return weight_of(one.kind, one.facts.level, [person.post for person in one.facts.participants])


def _counts(one: Contact, tallies: Tallies) -> bool:
    """Return whether the report should count a contact with this status and date."""
    number = tallies.window.number_of(one)
    if one.facts.status == "cancelled" or number not in (None, *tallies.window.numbers):
        return False
    is_still_to_come = one.last is None or one.last >= TODAY.toordinal()
    in_time = tallies.window.last >= TODAY
    return one.took_place or number is not None or (is_still_to_come and in_time)


@pytest.mark.parametrize(
    ("occurred", "column"),
    {
        "2026-01-31": "2026-01",
        "2026-03-15T23:30:00-10": "2026-03",
        "2026-04": "2026-04",
        "2026-04-XX": "2026-04",
        "2026-05-02~": "2026-05",
        "2026-01-30/2026-02-02": "2026-01",
        "2025-12-30/2026-01-02": "",
        "2026-03-01/..": "2026-03",
        "2026": None,
        "2026-XX": None,
        "2026-24": None,
        "2026-04/2026-06": None,
        "../2026-02-20": None,
        "/2026-02-20": None,
    }.items(),
)
def test_a_contact_counts_in_the_month_in_which_it_began(occurred: str, column: str | None) -> None:
    """A contact counts in a month only if its date gives the month in which it began."""
    year = window(*YEAR)
    number = year.number_of(contact(occurred))
    expected = dict(zip(year.numbers, year.columns, strict=True))
    assert (None if number is None else expected.get(number, "")) == column


@pytest.mark.parametrize(
    ("first", "last", "unit", "columns"),
    [
        (date(2025, 2, 28), date(2026, 1, 1), "month", 12),
        (date(2024, 1, 31), date(2025, 12, 1), "month", 24),
        (date(2024, 1, 1), date(2026, 1, 1), "year", 3),
        (date(1967, 12, 31), date(2026, 1, 1), "year", 60),
        (date(1966, 12, 31), date(2026, 1, 1), "decade", 7),
        (date(1431, 1, 1), date(2026, 1, 1), "decade", 60),
    ],
)
def test_longer_periods_have_longer_columns(
    first: date, last: date, unit: Unit, columns: int
) -> None:
    """A report has a column for each month of its period.

    If the period is over 24 months, a column is a year; if over 60 years, a column is a decade.
    """
    found = window(first, last)
    assert (found.unit, len(found.columns)) == (unit, columns)
    assert len(found.columns) <= MOST[unit]
    ends = [(parse_date(one).first, parse_date(one).last) for one in found.columns]
    assert all(before[1] == (after[0] or 0) - 1 for before, after in pairwise(ends))
    assert (ends[0][0] or 0) <= first.toordinal()
    assert (ends[-1][1] or 0) >= last.toordinal()


def test_too_long_a_period_has_no_columns() -> None:
    """Dragoman makes no columns for a period of more than 600 years."""
    assert Window.of(date(1426, 1, 1), date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("occurred", "column"),
    [("2019", "2019"), ("2019-11-30/2020-01-02", "2019"), ("201X", None), ("2018/2019", None)],
)
def test_a_contact_with_a_known_year_counts_among_years(occurred: str, column: str | None) -> None:
    """In a report by year, a contact counts if its date gives the year in which it began."""
    years = window(date(2015, 1, 1), date(2026, 12, 31))
    number = years.number_of(contact(occurred))
    assert (None if number is None else f"{number}") == column


def _last_of(found: Sequence[Contact]) -> Contact | None:
    """Return the latest contact that took place."""
    done = [one for one in found if one.took_place]
    return max(done, key=lambda one: one.order, default=None)


def _silence(found: Sequence[Contact]) -> object:
    """Return the gaps between all contacts that took place."""
    whole = Silence(TODAY)
    for one in found:
        if one.took_place:
            whole.add(one)
    return whole.shape()


@given(found=st.lists(contacts, max_size=12))
def test_the_last_contact_is_found_without_reading_every_contact(found: list[Contact]) -> None:
    """To find the last contact, Dragoman does not have to read every contact.

    Reading can stop as soon as the last contact is certain; the result is the same.
    """
    dated = sorted((one for one in found if one.day is not None), key=lambda one: -(one.day or 0))
    last = Last(Silence(TODAY))
    for one in dated:
        if one.took_place:
            last.add(one)
    expected = _last_of(dated)
    assert (last.latest.contact and last.latest.contact.order) == (expected and expected.order)
    assert last.silence.shape() == _silence(dated)


def test_spellings_of_a_topic_share_a_row() -> None:
    """Topics that differ only in case share a row and a label.

    The order of the contacts does not matter.
    """
    found = [contact("2026-01-05", topics=(topic,)) for topic in ("energy", "Energy", "ENERGY")]
    for some in (found, found[::-1]):
        [(key, tally)] = tallied(some, by="topic").found.items()
        assert (key, tally.name, tally.sum.count) == ("energy", "ENERGY", 3)


def test_a_plan_without_a_month_counts_only_if_it_may_still_happen() -> None:
    """If a plan has no month, the plan counts only in a period that is not yet over."""
    plans = [contact(None, "scheduled"), contact("2026", "scheduled"), contact("2025", "scheduled")]
    assert tallied(plans).found[None].sum.planned == 2
    assert tallied(plans, (date(2025, 1, 1), date(2025, 12, 31))).found == {}
