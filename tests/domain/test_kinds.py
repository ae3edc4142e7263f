"""The catalogue: every event under its stable name, every kind with its events and decisions."""

import pytest
from attrs import exceptions, fields

from dragoman.domain.kind import ANY
from dragoman.domain.kinds import KINDS, kind_of
from dragoman.domain.lifecycle import SETBACKS
from tests.given import EVENTS

STORED = frozenset(
    {
        *("VisitAnnounced", "VisitStarted", "VisitConcluded"),
        *("VisitRescheduled", "VisitPostponed", "VisitCancelled", "VisitCorrected"),
        *("ConsultationScheduled", "ConsultationHeld", "ConsultationRescheduled"),
        *("ConsultationPostponed", "ConsultationCancelled", "ConsultationCorrected"),
        *("MeetingScheduled", "MeetingHeld", "MeetingRescheduled"),
        *("MeetingPostponed", "MeetingCancelled", "MeetingCorrected"),
        *("MechanismEstablished", "MechanismAmended", "MechanismDissolved", "MechanismCorrected"),
        *("FollowUpAgreed", "FollowUpRevised", "FollowUpFulfilled", "FollowUpDropped"),
        *("FollowUpCorrected", "UndertakingAdded"),
        *("InstrumentSigned", "InstrumentEnteredIntoForce", "InstrumentTerminated"),
        *("InstrumentCorrected", "ProvisionsAdded"),
        *("PartyRegistered", "PartyAliased", "PositionAssumed", "PositionLeft"),
        *("PartiesMerged", "PartiesSplit", "PartyCorrected", "IdentityAdded"),
        *("DemarcheDelivered", "DemarcheAnswered", "DemarcheWithdrawn"),
        *("DemarcheCorrected", "MessageAdded"),
        *("ParticularsAdded", "SourceCited"),
        *("Retracted", "ReadingDisputed", "ReadingResolved", "Undone"),
    }
)
"""The names under which events are stored. A name may be added; none is ever taken away."""

EVERY_EVENT = pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_names_once_stored_are_kept():
    """Names are the storage format: what was written under one can always be read."""
    assert set(EVENTS) >= STORED


def test_names_are_listed_here_as_soon_as_they_exist():
    """A new event joins the list above, and so is kept."""
    assert set(EVENTS) <= STORED


def test_every_event_stands_once_under_its_name():
    """No two classes share a name."""
    classes = {event for kind in KINDS.values() for event in kind.events}
    assert sorted(event.__name__ for event in classes) == sorted(EVENTS)
    assert all(event.__name__ == name for name, event in EVENTS.items())


@EVERY_EVENT
def test_events_do_not_change(event):
    """Events are frozen, and have no room for anything else."""
    one = object.__new__(event)
    with pytest.raises((exceptions.FrozenInstanceError, AttributeError)):
        one.anything = 1


@EVERY_EVENT
def test_events_are_made_by_keyword(event):
    """No fact is ever taken for another by its place."""
    assert all(field.kw_only for field in fields(event))


@EVERY_EVENT
def test_events_say_what_they_mean(event):
    """Every event has a sentence of its own."""
    assert event.__doc__
    assert event.__doc__.strip().endswith(".")


@EVERY_KIND
def test_a_kind_is_founded_by_an_event_of_its_own(kind):
    """The first event of a record tells its kind."""
    assert kind_of(kind.events[0]) is kind


@EVERY_KIND
@pytest.mark.parametrize("event", ANY, ids=lambda event: event.__name__)
def test_events_that_every_record_takes_tell_no_kind(kind, event):
    """What any record takes is shared, and founds nothing."""
    assert event in kind.events
    assert kind_of(event) is None


@EVERY_KIND
def test_the_corrections_of_a_kind_are_its_own(kind):
    """They correct whatever a state holds, apart from what only its events tell."""
    assert kind_of(kind.corrected) is kind
    own = {field.name for field in fields(kind.state)}
    assert {field.name for field in fields(kind.corrected)} - {"cleared"} <= own


WITH_A_COURSE = pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS.values() if hasattr(kind.state, "stages")],
    ids=lambda kind: kind.name,
)


@WITH_A_COURSE
def test_there_is_a_decision_for_each_stage(kind):
    """And an event that brings the record there."""
    stages = kind.state.stages
    assert tuple(kind.decisions)[: len(stages)] == stages
    told = {getattr(event, "status", None) for event in kind.events}
    assert {one for one in told if isinstance(one, str)} == kind.decisions.keys() - {"rescheduled"}


@WITH_A_COURSE
def test_what_has_happened_is_dated_in_the_past(kind):
    """Milestones are dates of stages."""
    dates = {
        field.name for field in fields(kind.state) if "ImpreciseDate | None" in str(field.type)
    }
    assert kind.state.milestones.keys() <= set(kind.state.stages)
    assert {name for names in kind.state.milestones.values() for name in names} <= dates
    assert not set(SETBACKS) & set(kind.state.stages)
