"""Meetings: first scheduled and then held, or only held."""

import pytest

from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingHeld, MeetingScheduled, hold, schedule
from tests.domain.samples import FACTS, HOST, TODAY, particulars
from tests.given import given


@pytest.mark.parametrize(("decision", "event"), [(schedule, MeetingScheduled), (hold, MeetingHeld)])
def test_a_meeting_is_scheduled_or_held(decision, event):
    """The first report of a meeting may say that the meeting is scheduled or was held."""
    call = particulars(mode="phone", format="bilateral")
    given(MEETING).when(decision, call, TODAY).then(
        event(**FACTS, mode="phone", format="bilateral")
    )


def test_holding_records_only_the_changes():
    """A report that a scheduled meeting was held records only the facts that are new."""
    given(MEETING, MeetingScheduled(**FACTS)).when(
        hold, particulars(participants=(HOST,)), TODAY
    ).then(MeetingHeld(participants=(HOST,)))


def test_a_meeting_is_held_once():
    """A second report of a held meeting only adds facts that were unknown."""
    given(MEETING, MeetingHeld(**FACTS)).when(hold, particulars(place="Baku"), TODAY).then(
        ParticularsAdded(place="Baku")
    )


def test_a_held_meeting_is_not_scheduled():
    """Scheduling a meeting that was already held adds no event."""
    given(MEETING, MeetingHeld(**FACTS)).when(schedule, particulars(), TODAY).then()


def test_a_future_meeting_is_not_held():
    """Dragoman refuses to record a meeting on a future date as held."""
    ahead = particulars(occurred=parse_date("2025-05"))
    given(MEETING).when(hold, ahead, TODAY).then_refused("is scheduled, not held")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({"title": "No one"}, "parties are missing"), ({"host": "IQ"}, "title is missing")],
)
def test_a_meeting_needs_a_participant_and_a_title(facts, reason):
    given(MEETING).when(schedule, Particulars(**facts), TODAY).then_refused(reason)
