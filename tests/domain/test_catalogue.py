"""The catalogue: every event under its stable name, every kind with its events and decisions."""

import pytest
from attrs import exceptions, fields

from domain.catalogue import ENGAGEMENTS, EVENTS, KIND_OF, KINDS

STORED = frozenset(
    {
        *("VisitAnnounced", "VisitStarted", "VisitConcluded"),
        *("ConsultationScheduled", "ConsultationHeld"),
        *("MeetingScheduled", "MeetingHeld"),
        *("MechanismEstablished", "MechanismAmended"),
        *("FollowUpAgreed", "FollowUpFulfilled"),
        *("PartyRegistered", "PartyAliased"),
        *("ParticularsAdded", "SourceCited"),
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
    assert fields(event)
    assert all(field.kw_only for field in fields(event))


@EVERY_EVENT
def test_events_say_what_they_mean(event):
    """Every event has a sentence of its own."""
    assert event.__doc__
    assert event.__doc__.strip().endswith(".")


@EVERY_KIND
def test_a_kind_is_founded_by_an_event_of_its_own(kind):
    """The first event of a record tells its kind."""
    assert KIND_OF[kind.events[0]] is kind


@EVERY_KIND
def test_events_that_every_record_takes_tell_no_kind(kind):
    """Citations are shared, and found nothing."""
    assert EVENTS["SourceCited"] in kind.events
    assert EVENTS["SourceCited"] not in KIND_OF


@pytest.mark.parametrize("kind", ENGAGEMENTS, ids=lambda kind: kind.name)
def test_an_engagement_has_a_decision_for_each_stage(kind):
    """And an event that brings it there."""
    assert tuple(kind.decisions) == kind.state.stages
    assert {event.status for event in kind.events if hasattr(event, "status")} == set(
        kind.decisions
    )
