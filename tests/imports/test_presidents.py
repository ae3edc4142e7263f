"""Presidents of the United States, identified by surname and day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange.profiles.historian.presidents import president


@pytest.mark.parametrize(
    ("prose", "day", "name"),
    [
        ("Working visit. Met with President Bush in Boston.", "1991-07-01", "George H. W. Bush"),
        ("Met with President Bush March 12.", "2004-03-12", "George W. Bush"),
        ("Informal meeting with President Roosevelt.", "1905-06-01", "Theodore Roosevelt"),
        ("Informal meeting with President Roosevelt.", "1941-06-01", "Franklin D. Roosevelt"),
        ("Discussed Laos crisis with President Kennedy.", "1961-03-02", "John F. Kennedy"),
        ("Met President Johnson in New York City.", "1965-10-04", "Lyndon B. Johnson"),
        ("Accoompanied President Nixon to a meeting.", "1971-12-12", "Richard M. Nixon"),
        ("Joined President Clinton in Aviano.", "1999-07-28", "Bill Clinton"),
        (
            "Met with President Fox and with President George W. Bush.",
            "2001-02-16",
            "George W. Bush",
        ),
        ("Met with President Trump.", "2018-07-05", "Donald J. Trump"),
        ("Met with President Bush.", "1985-01-01", None),
        ("Met with President Johnson-Sirleaf.", "2009-08-13", None),
        ("Attended funeral of President Kennedy.", "1963-11-25", None),
        ("Met with Vice President Bush.", "1985-03-01", None),
        ("Met with President-elect Bush in Houston.", "1988-12-01", None),
        ("Met with former President Carter.", "1979-12-01", None),
        ("Stopped while traveling to Poland to join President Bush.", "1989-07-08", None),
        ("Met with President Clintonov.", "1999-01-01", None),
        ("Meeting scheduled November 19 with President Reagan cancelled.", "1982-11-19", None),
        ("Returned to U.S. to confer with President Truman.", "1948-10-01", None),
        ("Met again with President Carter February 7, on return.", "1980-01-31", None),
        ("Accompanied President Biden to consult with others.", "2022-07-15", "Joseph R. Biden"),
        ("Met with President Carter on January 31.", "1980-01-31", "Jimmy Carter"),
    ],
)
def test_the_president_who_was_met(prose: str, day: str, name: str | None) -> None:
    """The President whom a visitor met is the President in office on the day of the meeting."""
    found = president(prose, date.fromisoformat(day), date.fromisoformat(day))
    assert (found.name if found else None) == name
    assert found is None or found.words in prose


def test_on_the_day_of_an_inauguration_both_are_found() -> None:
    """On the day of an inauguration, the prose may name the outgoing or the incoming President."""
    day = date(2001, 1, 20)
    for name in ("Clinton", "Bush"):
        found = president(f"Met with President {name}.", day, day)
        assert found
        assert found.name.endswith(name)


@given(st.dates(date(1874, 1, 1), date(2026, 1, 1)))
def test_every_day_has_a_president(day: date) -> None:
    """Every day since 1874 has one President in office, or two on the day of a change."""
    surnames = (
        "Grant Hayes Garfield Arthur Cleveland Harrison McKinley Roosevelt Taft Wilson Harding"
        " Coolidge Hoover Truman Eisenhower Kennedy Johnson Nixon Ford Carter Reagan Bush Clinton"
        " Obama Trump Biden"
    ).split()
    found = [one for one in surnames if president(f"Met with President {one}.", day, day)]
    later = day + timedelta(1)
    assert 1 <= len(found) <= 2
    assert any(president(f"Met with President {one}.", later, later) for one in found)
