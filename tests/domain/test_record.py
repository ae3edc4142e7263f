"""Functions for records of every kind: merging facts, changes, differences and ids."""

from uuid import UUID

from attrs import evolve as replaced
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.additions import differences
from dragoman.domain.engagement import Particulars
from dragoman.domain.field_values import value_at
from dragoman.domain.record import (
    delta,
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
def test_facts_are_known_after_merging(state, facts):
    """After facts are merged into a state, none of the facts differ from the state."""
    assert not differences(merged(state, facts), facts)


@given(FACTS_TOLD, FACTS_TOLD)
def test_merging_keeps_every_field(state, facts):
    """Merging never empties a field that had a value."""
    assert (
        non_empty(state).keys() | non_empty(facts).keys() == non_empty(merged(state, facts)).keys()
    )


@given(FACTS_TOLD, FACTS_TOLD)
def test_merging_twice_changes_nothing(state, facts):
    """Merging the same facts into a state a second time changes nothing."""
    once = merged(state, facts)
    assert merged(once, facts) == once


@given(FACTS_TOLD)
def test_merging_nothing_changes_nothing(state):
    """Merging empty facts changes nothing, and empty facts give no differences."""
    assert merged(state, Particulars()) == state
    assert not differences(state, Particulars())


@given(FACTS_TOLD, FACTS_TOLD)
def test_merging_the_changes_is_enough(state, facts):
    """Merging only the changed facts gives the same state as merging all the facts."""
    assert merged(state, delta(state, facts)) == merged(state, facts)


@given(FACTS_TOLD, FACTS_TOLD)
def test_changes_contain_only_what_differs(state, facts):
    """The changes between a state and some facts contain only the facts that differ."""
    new = non_empty(delta(state, facts))
    after = merged(state, facts)
    assert all(getattr(after, name) != getattr(state, name) for name in new)
    assert all(value == getattr(facts, name) for name, value in new.items())


@given(FACTS_TOLD, FACTS_TOLD)
def test_differences_have_both_values(state, facts):
    """Each difference has the value in the state and the value in the facts."""
    for name, (has, lacks) in differences(state, facts).items():
        assert has == value_at(state, name)
        assert lacks
        if name.startswith("participants."):
            assert lacks in [getattr(one, name.split(".")[2]) for one in facts.participants]
        else:
            said = getattr(facts, name)
            assert lacks == said or all(one in said for one in lacks)


@given(FACTS_TOLD)
def test_an_event_has_the_facts_it_was_made_from(facts):
    """An event that is made from facts has each of these facts and no others."""
    assert non_empty(to_event(VisitConcluded, facts)) == non_empty(facts)


def test_sources_and_mappings_add_up_and_other_values_are_replaced():
    """Merging collects sources and original wordings, and replaces other values."""
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


def test_merging_keeps_fields_that_only_a_state_has():
    """Merging facts into a state keeps the status, which facts do not have."""
    visit = VISIT.evolve(None, VisitConcluded(**FACTS))
    assert merged(visit, Particulars(place="Baku")) == replaced(visit, place="Baku")


@given(ITEMS, ITEMS)
def test_united_keeps_each_value_once_in_order(before, after):
    """``united`` returns each value once, in the order of first mention."""
    assert united(before, after) == tuple(dict.fromkeys([*before, *after]))


@given(ITEMS, ITEMS, ITEMS)
def test_united_is_associative(first, second, third):
    assert united(united(first, second), third) == united(first, united(second, third))


@given(words(), words())
def test_a_natural_key_gives_one_id(key, other):
    """A key and a kind always give the same id; another key or kind gives another id."""
    assert natural_id("visit", key) == natural_id("visit", key)
    assert natural_id("visit", key) != natural_id("meeting", key)
    assert (natural_id("visit", key) == natural_id("visit", other)) == (key == other)


def test_ids_never_change():
    """The id derived from a key never changes, because existing registers contain such ids."""
    expected = UUID("b1ee2115-aee7-5114-b3dc-6c30224474d9")
    assert natural_id("record", "baghdad-2025/visit-1") == expected
