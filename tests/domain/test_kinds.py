"""The catalogue: every event has a stable name, and every kind has its events and decisions."""

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
"""The names under which events are stored. Add names, but never remove one."""

EVERY_EVENT = pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_stored_names_are_kept():
    """Names are the storage format: events stored under them must stay readable."""
    assert set(EVENTS) >= STORED


def test_every_name_is_listed_here():
    """A new event must be added to the list above, which protects its name."""
    assert set(EVENTS) <= STORED


def test_every_event_has_one_name():
    """No two classes share a name."""
    classes = {event for kind in KINDS.values() for event in kind.events}
    assert sorted(event.__name__ for event in classes) == sorted(EVENTS)
    assert all(event.__name__ == name for name, event in EVENTS.items())


@EVERY_EVENT
def test_events_are_immutable(event):
    """Events are frozen and have no room for other attributes."""
    one = object.__new__(event)
    with pytest.raises((exceptions.FrozenInstanceError, AttributeError)):
        one.anything = 1


@EVERY_EVENT
def test_events_take_only_keyword_arguments(event):
    """The position of an argument can never make one fact look like another."""
    assert all(field.kw_only for field in fields(event))


@EVERY_EVENT
def test_events_have_docstrings(event):
    """Every event has its own one-sentence docstring."""
    assert event.__doc__
    assert event.__doc__.strip().endswith(".")


@EVERY_KIND
def test_a_kind_has_a_founding_event(kind):
    """The first event of a record determines its kind."""
    assert kind_of(kind.events[0]) is kind


@EVERY_KIND
@pytest.mark.parametrize("event", ANY, ids=lambda event: event.__name__)
def test_shared_events_do_not_determine_a_kind(kind, event):
    """Events that any record can have cannot be the first event of a record."""
    assert event in kind.events
    assert kind_of(event) is None


@EVERY_KIND
def test_each_kind_has_its_own_corrections(kind):
    """Corrections can change any field of the state, except fields that only other events set."""
    assert kind_of(kind.corrected) is kind
    own = {field.name for field in fields(kind.state)}
    assert {field.name for field in fields(kind.corrected)} - {"cleared"} <= own


WITH_A_COURSE = pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS.values() if hasattr(kind.state, "stages")],
    ids=lambda kind: kind.name,
)


@WITH_A_COURSE
def test_every_stage_has_a_decision(kind):
    """Every stage also has an event that brings the record to that stage."""
    stages = kind.state.stages
    assert tuple(kind.decisions)[: len(stages)] == stages
    told = {getattr(event, "status", None) for event in kind.events}
    assert {one for one in told if isinstance(one, str)} == kind.decisions.keys() - {"rescheduled"}


@WITH_A_COURSE
def test_milestones_are_dates_of_stages(kind):
    """A stage that was reached has its date in the past."""
    dates = {
        field.name for field in fields(kind.state) if "ImpreciseDate | None" in str(field.type)
    }
    assert kind.state.milestones.keys() <= set(kind.state.stages)
    assert {name for names in kind.state.milestones.values() for name in names} <= dates
    assert not set(SETBACKS) & set(kind.state.stages)
