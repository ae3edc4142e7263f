"""Undoing events: undone events do not count, and people can undo an undo."""

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
from dragoman.domain.undoing import Restored, Undone, effective, restore, undo, undone_versions
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
    """Return an event that undoes the events with these versions."""
    return Undone(versions=versions, entry=ENTRY)


def test_events_are_undone():
    """An undo event lists the versions of the undone events, and names their entry."""
    given(VISIT, *HISTORY).when(undo, (2, 3), ENTRY).then(Undone(versions=(2, 3), entry=ENTRY))


def test_an_undone_event_does_not_count():
    """Undoing an event gives the same state as if nobody had recorded that event."""
    history = (*HISTORY, undone(2))
    assert effective(history) == [ANNOUNCED, ADDED]
    assert given(VISIT, *history).state == given(VISIT, ANNOUNCED, ADDED).state


def test_events_after_an_undo_count():
    """Events that people record after an undo count."""
    history = (*HISTORY, undone(2), CITED)
    assert given(VISIT, *history).state == given(VISIT, ANNOUNCED, ADDED, CITED).state


def test_an_event_is_undone_once():
    """Undoing an event a second time adds no event."""
    before = given(VISIT, *HISTORY, undone(2))
    before.when(undo, (2,), ENTRY).then()
    before.when(undo, (2, 3), ENTRY).then(undone(3))


def test_an_empty_undo_gives_no_event():
    given(VISIT, *HISTORY).when(undo, (), ENTRY).then()


@pytest.mark.parametrize("versions", [(1,), (1, 2)])
def test_the_first_event_of_a_record_is_not_undone(versions):
    """Dragoman refuses to undo the first event of a record and suggests a retraction."""
    given(VISIT, *HISTORY).when(undo, versions, ENTRY).then_refused(
        "cannot lose its first event; retract the record instead"
    )


def test_an_undo_is_undone():
    """Undoing an undo makes the undone events count again."""
    before = given(VISIT, *HISTORY, undone(2))
    before.when(undo, (4,), LATER).then(Undone(versions=(4,), entry=LATER))
    redone = (*before.history, Undone(versions=(4,), entry=LATER))
    assert undone_versions(redone) == {4}
    assert given(VISIT, *redone).state == given(VISIT, *HISTORY).state


def test_an_undo_of_an_undo_is_undone():
    """A person can undo the undo of an undo."""
    history = (*HISTORY, undone(2), undone(4), undone(5))
    assert undone_versions(history) == {2, 5}
    assert given(VISIT, *history).state == given(VISIT, ANNOUNCED, ADDED).state


def test_an_event_undone_twice_counts_when_both_undos_are_undone():
    """If two undos cover the same event, the event counts only after both undos are undone."""
    twice = (*HISTORY, undone(2), undone(2))
    assert undone_versions((*twice, undone(4))) == {2, 4}
    assert undone_versions((*twice, undone(4), undone(5))) == {4, 5}


def test_a_retraction_is_undone():
    """Undoing a retraction restores the record."""
    history = (*HISTORY, Retracted())
    given(VISIT, *history).when(undo, (4,), ENTRY).then(undone(4))
    assert given(VISIT, *history, undone(4)).state == given(VISIT, *HISTORY).state


def test_a_retracted_record_is_restored():
    """A restored record gets its facts back; undoing the restoration retracts the record again."""
    history = (*HISTORY, Retracted())
    restored = Restored(versions=(4,))
    given(VISIT, *history).when(restore).then(restored)
    assert given(VISIT, *history, restored).state == given(VISIT, *HISTORY).state
    again = (*history, restored, undone(5))
    assert given(VISIT, *again).state == given(VISIT, *history).state


def test_only_a_retracted_record_is_restored():
    given(VISIT, *HISTORY).when(restore).then()
    given(VISIT, *HISTORY, Retracted(), undone(4)).when(restore).then()


def test_every_retraction_of_a_record_is_lifted():
    """Restoring a record lifts every retraction of the record that still counts."""
    history = (*HISTORY, Retracted(), undone(4), Retracted(), undone(5))
    given(VISIT, *history).when(restore).then(Restored(versions=(4, 6)))


@pytest.mark.parametrize("last", [CITED, undone(2), Restored(versions=(2,))])
def test_the_state_after_the_last_event_is_that_of_the_history(last):
    """Applying only the last event gives the same state as replaying the whole history."""
    before = given(VISIT, *HISTORY)
    history = (*HISTORY, last)
    assert VISIT.after(before.state, history) == VISIT.fold(history)


# --- Any history ---------------------------------------------------------------------------------


def events_of(kind: Kind) -> tuple[type[Any], ...]:
    """Return the event classes of ``kind`` that can occur at any point in a history."""
    own = kind.own_events
    return (*(event for event in own if event is not kind.corrected), SourceCited, Retracted)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Kind, tuple[Any, ...], tuple[int, ...]]:
    """Draw a kind, a history of that kind, and the versions of one or more events to undo."""
    kind = draw(st.sampled_from(list(KINDS.values())))
    later = st.lists(st.sampled_from(events_of(kind)).flatmap(told), min_size=1, max_size=5)
    history = (draw(told(kind.events[0])), *draw(later))
    versions = st.sets(st.integers(2, len(history)), min_size=1)
    return kind, history, tuple(sorted(draw(versions)))


def without(history: Sequence[Any], versions: Sequence[int]) -> tuple[Any, ...]:
    """Return ``history`` without the events at ``versions``."""
    return tuple(event for version, event in enumerate(history, 1) if version not in versions)


@for_all(histories())
def test_an_undone_event_might_as_well_not_exist(drawn):
    """For any history, undoing events gives the same state as leaving them out of the history."""
    kind, history, versions = drawn
    after = (*history, *undo(history, versions, ENTRY))
    assert kind.fold(after) == kind.fold(without(history, versions))
    assert undo(after, versions, ENTRY) == []


@for_all(histories())
def test_undoing_and_redoing_changes_nothing(drawn):
    """For any history, undoing events and then undoing the undo restores the original state."""
    kind, history, versions = drawn
    after = (*history, *undo(history, versions, ENTRY))
    redone = (*after, *undo(after, (len(after),), LATER))
    assert kind.fold(redone) == kind.fold(history)


@for_all(histories(), st.integers(1, 6))
def test_repeated_undos_alternate(drawn, times):
    """Repeated undos alternate between the states with and without the undone events."""
    kind, history, versions = drawn
    after = (*history, *undo(history, versions, ENTRY))
    for _ in range(times):
        after = (*after, *undo(after, (len(after),), LATER))
    stands = history if times % 2 else without(history, versions)
    assert kind.fold(after) == kind.fold(stands)


@for_all(histories(), st.data())
def test_the_order_of_undoing_does_not_matter(drawn, data):
    """Undoing events one by one, in any order, gives the same state as undoing them all at once."""
    kind, history, versions = drawn
    after = history
    for version in data.draw(st.permutations(versions)):
        after = (*after, *undo(after, (version,), ENTRY))
    assert kind.fold(after) == kind.fold((*history, *undo(history, versions, ENTRY)))


def test_undoing_a_second_registration_retracts_the_party_again():
    """Undoing the second registration of a party retracts the party again."""
    first, again = (PARTY.events[0](name=name) for name in ("Leyla Aliyeva", "L. Aliyeva"))
    history = (first, Retracted(), again)
    assert given(PARTY, *history, undone(3)).state == given(PARTY, first, Retracted()).state
