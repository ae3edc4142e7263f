"""Dragoman finds facts in the prose of the lists, with the words that support each fact."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange.profiles.historian.prose import (
    format_,
    level,
    place,
    places,
    stay,
    stops,
    transit,
)

FIRST, LAST = date(1958, 6, 3), date(1958, 6, 5)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Official Working Visit.", "official working"),
        ("Offical Visit.", "official"),
        ("State visit; addressed Congress.", "state"),
        ("Met with the President during a private visit.", "private"),
        ("State visit. Private visit to New York City afterwards.", "state"),
        ("Unofficial visit.", "unofficial"),
        ("Informal meeting with the President.", "informal"),
        ("Working visit", "working"),
        ("Pastoral visit.", None),
        ("Attended a conference.", None),
        ("", None),
    ],
)
def test_the_first_level_in_the_prose_counts(prose, expected):
    """If the prose names several levels, the visit takes the first of them."""
    found = level(prose)
    assert (found.value if found else None) == expected
    assert found is None or found.words in prose


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("In U.S. May 25–June 27.", "1958-05-25/1958-06-27"),
        ("In the U.S. June 1-12; visited Chicago.", "1958-06-01/1958-06-12"),
        ("In U.S. May 5–May 21.", None),
        ("Arrived in the U.S. June 1; departed June 10.", "1958-06-01/1958-06-10"),
        ("Arrived in New York City June 2.", "1958-06-02/.."),
        ("Afterwards visited Chicago. Departed U.S. June 18.", "../1958-06-18"),
        ("In U.S. June 1; visited Chicago.", "1958-06-01/.."),
        ("In U.S. December 4, 1957–June 16, 1958.", "1957-12-04/1958-06-16"),
        ("Departed U.S. June 1.", None),
        ("Visited U.S. April 15–July 12.", "1958-04-15/1958-07-12"),
        ("In U.S. May 25–October11.", "1958-05-25/1958-10-11"),
        ("Met with the President June 4.", None),
    ],
)
def test_the_stay_includes_the_visit(prose, expected):
    """A stay is a period that includes the visit; Dragoman ignores any other period."""
    found = stay(prose, FIRST, LAST)
    assert (found.value if found else None) == expected


def test_a_stay_over_new_year():
    """If the dates of a stay have no year, Dragoman assumes the year closest to the visit."""
    found = stay("In U.S. December 29–January 6.", date(1960, 1, 2), date(1960, 1, 3))
    assert found is not None
    assert found.value == "1959-12-29/1960-01-06"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 150), st.integers(0, 150))
def test_any_written_stay_is_read(first, before, after):
    """Dragoman correctly reads any stay that begins and ends at most 150 days from the visit."""
    arrived, left = first - timedelta(days=before), first + timedelta(days=after)
    found = stay(f"In U.S. {arrived:%B} {arrived.day}–{left:%B} {left.day}.", first, first)
    assert found is not None
    assert found.value == f"{arrived}/{left}"


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "visited Williamsburg, Chicago, and New York City.",
            ["Williamsburg", "Chicago", "New York City"],
        ),
        ("Stops included St. Louis (Missouri), and Omaha.", ["St. Louis (Missouri)", "Omaha"]),
        (
            "also visited Deerfield, Massachusetts; and Jackson, Wyoming.",
            ["Deerfield, Massachusetts", "Jackson, Wyoming"],
        ),
        ("Also visited Dallas, TX.", ["Dallas, TX"]),
        ("Also visited Mexico (May 16–18) and Canada (May 25–28).", ["Mexico", "Canada"]),
        ("Private visit to New York City August 9–14.", ["New York City"]),
        ("Visited President Example in Beverly while en route.", []),
        ("State visit.", []),
        ("visited the Grand Canyon (Arizona), and Boston.", ["Grand Canyon (Arizona)", "Boston"]),
    ],
)
def test_stops(prose, expected):
    """Dragoman finds the places where the visitor stopped, in order, without dates and people."""
    assert stops(prose) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("London", ["London"]),
        ("London, Oxford", ["London", "Oxford"]),
        ("Mexico, D.F.", ["Mexico, D.F."]),
        ("Acapulco, Mexico, D.F.", ["Acapulco", "Mexico, D.F."]),
        ("Mexico, D.F., Cuernavaca, Puebla", ["Mexico, D.F.", "Cuernavaca", "Puebla"]),
        ("Rome, Anagni , Fiuggi", ["Rome", "Anagni", "Fiuggi"]),
        ("St. Thomas, St. Croix (Virgin Islands)", ["St. Thomas", "St. Croix (Virgin Islands)"]),
    ],
)
def test_several_cities_in_one_locale(locale, expected):
    """A comma separates cities, unless the comma is part of a name."""
    assert places(locale) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "Attended the G-20 Economic Summit in Pittsburgh, Pennsylvania.",
            "Pittsburgh, Pennsylvania",
        ),
        ("Informal meeting with the President at Kennebunkport, Me.", "Kennebunkport, Me."),
        ("Met with the President at the UN General Assembly in New York City.", "New York City"),
        ("Met with the President en route to a conference in London.", None),
        ("Official visit. In U.S. May 1–5.", None),
        ("Was in Canada June 25–26.", None),
    ],
)
def test_the_place_of_an_engagement(prose, expected):
    """The place of an engagement is where the engagement was, not where the visitor was going."""
    assert place(prose) == expected


def test_a_transit():
    """If a visitor only stops on the way elsewhere, the level of the visit is "transit"."""
    assert transit("Stopped while returning to the U.S.").value == "transit"
    assert transit("Held a press briefing en route to Finland.").words == "en route to Finland"
    assert transit("Met with the Prime Minister.") is None


def test_summits_and_margins():
    """A summit is multilateral; a meeting during the General Assembly is in its margins."""
    assert format_("Attended the Nuclear Security Summit.").value == "multilateral"
    assert format_("Met with the President at the UN General Assembly.").value == "in the margins"
    assert format_("Working visit.") is None
