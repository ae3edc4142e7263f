"""Namesakes: which of several people with the same name a record means."""

import pytest

from dragoman.domain import parse_date
from dragoman.domain.namesakes import Appearances, is_namesake, namesake_id, owner_of, the_one
from dragoman.domain.party import party_id
from dragoman.domain.terms import known_as
from tests.domain.samples import number

OIL = Appearances().and_one("minister of oil", parse_date("1990-05-01"))
JUDGE = Appearances().and_one("judge", parse_date("1992"))
TERM = known_as("Ali Hasan", "IQ")
FIRST = party_id("Ali Hasan", "IQ")
ONE, OTHER = number(1), number(2)


@pytest.mark.parametrize(
    ("post", "when", "misfit"),
    [
        ("minister of oil", "2015-04-30", None),
        ("minister of oil", "2016-06", "years"),
        ("minister of oil", "1964", "years"),
        ("minister of oil", "1966", None),
        ("minister of oil", "20XX", None),
        ("judge", "1990-05-02", "post"),
        ("judge", "2020", "years"),
        (None, None, None),
    ],
)
def test_years_and_posts_have_to_fit(post: str | None, when: str | None, misfit: str) -> None:
    """A mention does not fit a known person if its post differs or its date is over 25 years away.

    An imprecise date fits if a day that the date may mean fits.
    """
    assert OIL.misfit(post, parse_date(when) if when else None) == misfit


def test_a_date_between_known_dates_fits() -> None:
    """Every date between a person's first and last known appearance fits the person."""
    seen = OIL.and_one("minister of oil", parse_date("2040"))
    assert seen.misfit("minister of oil", parse_date("2016")) is None
    assert (seen.seen, seen.and_one(None, parse_date("1980")).seen) == ("2040", "2040")


@pytest.mark.parametrize(
    ("post", "when", "who"),
    [
        ("minister of oil", "1991", ONE),
        ("judge", "1991", OTHER),
        (None, "1991", None),
        ("cook", "1991", None),
        ("judge", "2030", None),
    ],
)
def test_only_one_who_fits_is_meant(post: str | None, when: str, who: object) -> None:
    """If no known person fits, or several people fit, Dragoman chooses nobody."""
    assert the_one({ONE: OIL, OTHER: JUDGE}, post, parse_date(when)) == who


def test_a_name_belongs_to_whoever_had_it_first() -> None:
    """If several parties have a name, the name belongs to the party that had the name first.

    A namesake is a party that somebody recorded as a different person with a known name. A namesake
    therefore counts only if every party with the name is a namesake. If two parties have the name
    only as an alias, the name belongs to neither party.
    """
    assert owner_of(TERM, [(FIRST, FIRST, False), (ONE, ONE, True)]) == FIRST
    assert owner_of(TERM, [(FIRST, ONE, False), (ONE, ONE, True)]) == ONE
    assert owner_of(TERM, [(ONE, ONE, True), (OTHER, OTHER, True)]) == ONE
    assert owner_of(TERM, [(ONE, ONE, False), (OTHER, OTHER, False)]) is None
    assert owner_of(TERM, [(ONE, ONE, False), (FIRST, FIRST, False)]) == FIRST
    assert owner_of(TERM, []) is None


def test_a_namesake_has_an_id_of_its_own() -> None:
    """The id of a namesake depends on the record, the name and the position of the name."""
    own = namesake_id(ONE, TERM, 0)
    assert own == namesake_id(ONE, TERM, 0)
    assert len({own, namesake_id(ONE, TERM, 1), namesake_id(OTHER, TERM, 0), FIRST}) == 4
    assert is_namesake(own, ["Ali Hasan"], ["IQ"])
    assert not is_namesake(FIRST, ["A. Hasan", "Ali Hasan"], [None, "IQ"])
