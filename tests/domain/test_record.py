"""What records share: facts that merge, news, differences, and ids."""

from uuid import UUID

from attrs import evolve as replaced
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.engagement import Particulars
from dragoman.domain.record import (
    delta,
    differences,
    merged,
    natural_id,
    non_empty,
    to_event,
    united,
)
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitConcluded
from tests.domain.samples import AGENCY, DAILY, FACTS, particulars
from tests.domain.strategies import told, words

FACTS_TOLD = told(Particulars)
ITEMS = st.lists(st.integers(0, 4))


@given(FACTS_TOLD, FACTS_TOLD)
def test_what_was_told_is_known_after_merging(state, facts):
    """The facts told hold in the state, among others where they add up."""
    assert not differences(merged(state, facts), facts)


@given(FACTS_TOLD, FACTS_TOLD)
def test_merging_forgets_nothing(state, facts):
    """Every field that said something still does."""
    assert (
        non_empty(state).keys() | non_empty(facts).keys() == non_empty(merged(state, facts)).keys()
    )


@given(FACTS_TOLD, FACTS_TOLD)
def test_merging_twice_changes_nothing(state, facts):
    """Facts told again are no news."""
    once = merged(state, facts)
    assert merged(once, facts) == once


@given(FACTS_TOLD)
def test_merging_nothing_changes_nothing(state):
    """Facts that say nothing leave the state, and the state tells itself nothing."""
    assert merged(state, Particulars()) == state
    assert not differences(state, Particulars())


@given(FACTS_TOLD, FACTS_TOLD)
def test_news_is_all_that_changes(state, facts):
    """Merging the news comes to the same as merging all of it."""
    assert merged(state, delta(state, facts)) == merged(state, facts)


@given(FACTS_TOLD, FACTS_TOLD)
def test_news_is_nothing_but_what_differs(state, facts):
    """Each of its fields changes the state, and is as it was told."""
    new = non_empty(delta(state, facts))
    after = merged(state, facts)
    assert all(getattr(after, name) != getattr(state, name) for name in new)
    assert all(value == getattr(facts, name) for name, value in new.items())


@given(FACTS_TOLD, FACTS_TOLD)
def test_differences_tell_both_sides(state, facts):
    """What the state has, and what of the facts it lacks."""
    for name, (has, lacks) in differences(state, facts).items():
        assert has == getattr(state, name)
        assert lacks
        said = getattr(facts, name)
        assert lacks == said or all(one in said for one in lacks)


@given(FACTS_TOLD)
def test_a_cast_says_the_same(facts):
    """Facts become an event of another class without loss."""
    assert non_empty(to_event(VisitConcluded, facts)) == non_empty(facts)


def test_sources_and_mappings_add_up_and_the_rest_replaces():
    """A later title stands for the earlier one; sources and words stand side by side."""
    first = particulars(topics=("energy",), as_written={"place": "Bagdad"}, sources=(AGENCY,))
    second = Particulars(
        title="Visit", topics=("gas",), as_written={"title": "Besuch"}, sources=(DAILY, AGENCY)
    )
    assert merged(first, second) == replaced(
        first,
        title="Visit",
        topics=("gas",),
        as_written={"place": "Bagdad", "title": "Besuch"},
        sources=(AGENCY, DAILY),
    )


def test_merging_keeps_what_only_a_state_has():
    """The status of a visit is no fact that could be forgotten."""
    visit = VISIT.evolve(None, VisitConcluded(**FACTS))
    assert merged(visit, Particulars(place="Baku")) == replaced(visit, place="Baku")


@given(ITEMS, ITEMS)
def test_united_holds_each_once_in_order_of_first_mention(before, after):
    """Like a union of sets that remembers the order."""
    assert united(before, after) == tuple(dict.fromkeys([*before, *after]))


@given(ITEMS, ITEMS, ITEMS)
def test_united_may_be_grouped_at_will(first, second, third):
    """It does not matter which two come together first."""
    assert united(united(first, second), third) == united(first, united(second, third))


@given(words(), words())
def test_a_natural_key_gives_one_id(key, other):
    """The same key is the same record of its kind, everywhere."""
    assert natural_id("visit", key) == natural_id("visit", key)
    assert natural_id("visit", key) != natural_id("meeting", key)
    assert (natural_id("visit", key) == natural_id("visit", other)) == (key == other)


def test_ids_stay_as_they_were_given():
    """An id that is in somebody's register is never computed otherwise."""
    expected = UUID("b1ee2115-aee7-5114-b3dc-6c30224474d9")
    assert natural_id("record", "baghdad-2025/visit-1") == expected
