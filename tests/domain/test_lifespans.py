"""Lifespans: every code is a state with a beginning, a state that ended, or a territory."""

from datetime import date

import pytest

from dragoman.domain.countries import country_name, is_code
from dragoman.domain.country_table import COUNTRY_KEYS
from dragoman.domain.lifespans import (
    TERRITORIES,
    keeps_up_relations,
    lifespan,
    predecessors,
)


@pytest.mark.parametrize("code", COUNTRY_KEYS)
def test_every_code_has_a_place_in_history(code: str) -> None:
    """Each code of the table is a territory, or a state with a beginning and known successors."""
    span = lifespan(code)
    assert (code in TERRITORIES) != (span.begin is not None)
    assert all(map(is_code, span.successors))
    if span.begin and span.end:
        assert span.begin < span.end
        assert span.successors
    if len(code) == 4 and code not in TERRITORIES:
        assert span.end is not None


def test_a_successor_begins_when_the_former_state_ends() -> None:
    """A state keeps up relations until it ends, and its successor from then on."""
    last, first = date(1991, 12, 25), date(1991, 12, 26)
    assert [keeps_up_relations("SUHH", day) for day in (last, first)] == [True, False]
    assert [keeps_up_relations("RU", day) for day in (last, first)] == [False, True]


@pytest.mark.parametrize(
    ("code", "before"),
    [("RU", ["SUHH"]), ("RS", ["CSXX", "YUCS"]), ("DE", ["DDDE"]), ("FR", []), ("CZ", ["CSHH"])],
)
def test_predecessors_go_back_to_the_first(code: str, before: list[str]) -> None:
    """The predecessors of a state include the predecessors of these."""
    assert predecessors(code) == before


def test_territories_keep_up_no_relations() -> None:
    """Antarctica and Greenland are places; Taiwan, Kosovo and Palestine are parties."""
    today = date(2025, 12, 5)
    assert not any(keeps_up_relations(code, today) for code in ("AQ", "GL", "HK"))
    assert all(keeps_up_relations(code, today) for code in ("TW", "XK", "PS", "CK", "org:UN"))
    assert all(country_name(code) for code in TERRITORIES)
