"""The catalogue of kinds: every event has a fixed name, and every kind has events and decisions."""

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
        *("ConferenceAnnounced", "ConferenceOpened", "ConferenceClosed", "ConferenceRescheduled"),
        *("ConferenceCancelled", "ConferenceCorrected", "ConferenceAdded"),
        *("SeriesScheduled", "SeriesAmended", "SeriesEnded", "SeriesCorrected", "SeriesAdded"),
        *("ParticularsAdded", "SourceCited"),
        *("Retracted", "ReadingDisputed", "ReadingResolved", "Undone", "Restored"),
        "Distinguished",
    }
)
"""The names under which registers store events. Add new names, and never remove a name."""


def test_an_event_belongs_to_the_only_kind_that_has_it() -> None:
    """``kind_of`` finds the kind of an event class by its module, and no kind of shared events."""
    for event in EVENTS.values():
        having = [kind for kind in KINDS.values() if event in kind.events]
        assert kind_of(event) is (having[0] if len(having) == 1 else None)


EVERY_EVENT = pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def test_stored_names_are_kept():
    """Every event name in existing registers is still the name of an event class."""
    assert set(EVENTS) >= STORED


def test_every_name_is_listed_here():
    """The list of stored names has every event name, so no name can change unnoticed."""
    assert set(EVENTS) <= STORED


def test_every_event_has_one_name():
    """Each event class has a name that no other event class has."""
    classes = {event for kind in KINDS.values() for event in kind.events}
    assert sorted(event.__name__ for event in classes) == sorted(EVENTS)
    assert all(event.__name__ == name for name, event in EVENTS.items())


@EVERY_EVENT
def test_events_are_immutable(event):
    """The attributes of an event are read-only, and an event takes no new attributes."""
    one = object.__new__(event)
    with pytest.raises((exceptions.FrozenInstanceError, AttributeError)):
        one.anything = 1


@EVERY_EVENT
def test_events_take_only_keyword_arguments(event):
    """An event takes only keyword arguments, so callers cannot mix up two fields."""
    assert all(field.kw_only for field in fields(event))


@EVERY_EVENT
def test_events_have_docstrings(event):
    """Every event has a docstring that ends with a full stop."""
    assert event.__doc__
    assert event.__doc__.strip().endswith(".")


@EVERY_KIND
def test_a_kind_has_a_founding_event(kind):
    """The first event of a record determines the kind of the record."""
    assert kind_of(kind.events[0]) is kind


@EVERY_KIND
@pytest.mark.parametrize("event", ANY, ids=lambda event: event.__name__)
def test_shared_events_do_not_determine_a_kind(kind, event):
    """Events that all kinds share do not determine the kind of a record."""
    assert event in kind.events
    assert kind_of(event) is None


@EVERY_KIND
def test_each_kind_has_its_own_corrections(kind):
    """The correction event of a kind has no field that the kind's state lacks."""
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
    """Every stage of a kind has a decision, and an event with which a record reaches the stage."""
    stages = kind.state.stages
    assert tuple(kind.decisions)[: len(stages)] == stages
    told = {getattr(event, "status", None) for event in kind.events}
    assert {one for one in told if isinstance(one, str)} == kind.decisions.keys() - {"rescheduled"}


@WITH_A_COURSE
def test_milestones_are_dates_of_stages(kind):
    """Each milestone is a stage of its kind, and its dates are fields of the kind's records."""
    dates = {
        field.name for field in fields(kind.state) if "ImpreciseDate | None" in str(field.type)
    }
    assert kind.state.milestones.keys() <= set(kind.state.stages)
    assert {name for names in kind.state.milestones.values() for name in names} <= dates
    assert not set(SETBACKS) & set(kind.state.stages)
