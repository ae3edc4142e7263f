"""Undoing: what was undone does not count, and an undo can be undone itself."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from dragoman.domain.amendments import Retracted
from dragoman.domain.engagement import ParticularsAdded
from dragoman.domain.kind import Kind
from dragoman.domain.kinds import KINDS
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import Undone, effective, undo, undone_versions
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitAnnounced, VisitConcluded
from tests.domain.samples import DAILY, FACTS, number
from tests.domain.strategies import told
from tests.given import given

ENTRY, LATER = number(20), number(21)
ANNOUNCED, CONCLUDED = VisitAnnounced(**FACTS), VisitConcluded(place="Baghdad")
ADDED, CITED = ParticularsAdded(host="IQ"), SourceCited(sources=(DAILY,))
HISTORY = (ANNOUNCED, CONCLUDED, ADDED)


def undone(*versions: int) -> Undone:
    """These versions do not count."""
    return Undone(versions=versions, entry=ENTRY)


def test_events_are_undone():
    """The event tells which ones, and of which entry."""
    given(VISIT, *HISTORY).when(undo, (2, 3), ENTRY).then(Undone(versions=(2, 3), entry=ENTRY))


def test_what_was_undone_does_not_count():
    """The record stands as if it had not been recorded."""
    history = (*HISTORY, undone(2))
    assert effective(history) == [ANNOUNCED, ADDED]
    assert given(VISIT, *history).state == given(VISIT, ANNOUNCED, ADDED).state


def test_what_comes_after_an_undo_counts():
    """Events that are recorded later build on what is left."""
    history = (*HISTORY, undone(2), CITED)
    assert given(VISIT, *history).state == given(VISIT, ANNOUNCED, ADDED, CITED).state


def test_an_event_is_undone_once():
    """What is undone already is left out."""
    before = given(VISIT, *HISTORY, undone(2))
    before.when(undo, (2,), ENTRY).then()
    before.when(undo, (2, 3), ENTRY).then(undone(3))


def test_nothing_is_undone_of_nothing():
    """There is nothing to tell."""
    given(VISIT, *HISTORY).when(undo, (), ENTRY).then()


@pytest.mark.parametrize("versions", [(1,), (1, 2)])
def test_a_record_does_not_lose_its_beginning(versions):
    """The reason says what to do instead."""
    given(VISIT, *HISTORY).when(undo, versions, ENTRY).then_refused(
        "cannot lose its founding event; retract the record instead"
    )


def test_an_undo_is_undone():
    """What it had undone counts again."""
    before = given(VISIT, *HISTORY, undone(2))
    before.when(undo, (4,), LATER).then(Undone(versions=(4,), entry=LATER))
    redone = (*before.history, Undone(versions=(4,), entry=LATER))
    assert undone_versions(redone) == {4}
    assert given(VISIT, *redone).state == given(VISIT, *HISTORY).state


def test_an_undo_of_an_undo_is_undone():
    """There is no end to it."""
    history = (*HISTORY, undone(2), undone(4), undone(5))
    assert undone_versions(history) == {2, 5}
    assert given(VISIT, *history).state == given(VISIT, ANNOUNCED, ADDED).state


def test_what_two_have_undone_counts_when_neither_stands():
    """One undo that stands is enough."""
    twice = (*HISTORY, undone(2), undone(2))
    assert undone_versions((*twice, undone(4))) == {2, 4}
    assert undone_versions((*twice, undone(4), undone(5))) == {4, 5}


def test_a_retraction_is_undone():
    """The record is there again."""
    history = (*HISTORY, Retracted())
    given(VISIT, *history).when(undo, (4,), ENTRY).then(undone(4))
    assert given(VISIT, *history, undone(4)).state == given(VISIT, *HISTORY).state


@pytest.mark.parametrize("last", [CITED, undone(2)])
def test_the_state_after_the_last_event_is_that_of_the_history(last):
    """Whether or not the last event undoes others."""
    before = given(VISIT, *HISTORY)
    history = (*HISTORY, last)
    assert VISIT.after(before.state, history) == VISIT.fold(history)


# --- Any history ---------------------------------------------------------------------------------


def events_of(kind: Kind) -> tuple[type[Any], ...]:
    """Events of a kind that may follow any others, whatever they tell."""
    own = kind.own_events
    return (*(event for event in own if event is not kind.corrected), SourceCited, Retracted)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Kind, tuple[Any, ...], tuple[int, ...]]:
    """A kind, the events of a record, and versions of it that can be undone."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    later = st.lists(st.sampled_from(events_of(kind)).flatmap(told), min_size=1, max_size=5)
    history = (draw(told(kind.events[0])), *draw(later))
    versions = st.sets(st.integers(2, len(history)), min_size=1)
    return kind, history, tuple(sorted(draw(versions)))


def without(history: Sequence[Any], versions: Sequence[int]) -> tuple[Any, ...]:
    """A history in which these versions never were."""
    return tuple(event for version, event in enumerate(history, 1) if version not in versions)


@for_all(histories())
def test_undoing_is_as_if_it_had_never_been(drawn):
    """Whatever was recorded, and whatever of it is undone."""
    kind, history, versions = drawn
    after = (*history, *undo(history, versions, ENTRY))
    assert kind.fold(after) == kind.fold(without(history, versions))
    assert undo(after, versions, ENTRY) == []


@for_all(histories())
def test_undoing_and_redoing_changes_nothing(drawn):
    """The record stands as it did before."""
    kind, history, versions = drawn
    after = (*history, *undo(history, versions, ENTRY))
    redone = (*after, *undo(after, (len(after),), LATER))
    assert kind.fold(redone) == kind.fold(history)


@for_all(histories(), st.integers(1, 6))
def test_undoing_the_last_undo_swings(drawn, times):
    """Every second time the record stands as it did before."""
    kind, history, versions = drawn
    after = (*history, *undo(history, versions, ENTRY))
    for _ in range(times):
        after = (*after, *undo(after, (len(after),), LATER))
    stands = history if times % 2 else without(history, versions)
    assert kind.fold(after) == kind.fold(stands)


@for_all(histories(), st.data())
def test_it_does_not_matter_in_which_order_events_are_undone(drawn, data):
    """All at once, or one after the other."""
    kind, history, versions = drawn
    after = history
    for version in data.draw(st.permutations(versions)):
        after = (*after, *undo(after, (version,), ENTRY))
    assert kind.fold(after) == kind.fold((*history, *undo(history, versions, ENTRY)))


def test_a_party_that_is_registered_again_may_be_retracted_again_by_undoing():
    """The second registration is an event like any other."""
    first, again = (PARTY.events[0](name=name) for name in ("Leyla Aliyeva", "L. Aliyeva"))
    history = (first, Retracted(), again)
    assert given(PARTY, *history, undone(3)).state == given(PARTY, first, Retracted()).state
