"""A decision repeated is harmless: no decision gives a second event."""

from inspect import getmembers, isfunction
from typing import get_type_hints

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain import consultation, follow_up, mechanism, meeting, party, source, visit
from domain.catalogue import CONSULTATION, FOLLOW_UP, KINDS, MECHANISM, MEETING, PARTY, VISIT
from domain.consultation import ConsultationScheduled
from domain.engagement import Particulars
from domain.follow_up import FollowUpAgreed, FollowUpFulfilled
from domain.mechanism import Charter, MechanismEstablished
from domain.meeting import MeetingScheduled
from domain.party import PartyRegistered
from domain.visit import VisitAnnounced, VisitStarted
from tests.domain.samples import (
    BODY,
    CHARTER,
    DAILY,
    FACTS,
    MINISTER,
    SESSION,
    TODAY,
    TRIP,
    charter,
    particulars,
    undertaking,
)
from tests.domain.strategies import told
from tests.given import Given, assert_idempotent, given

FULL = particulars(
    host="IQ",
    place="Baghdad",
    participants=(MINISTER,),
    topics=("energy",),
    mechanism=BODY,
    session=3,
    part_of=TRIP,
    as_written={"place": "Bagdad"},
    external_ids={"gdelt": "1"},
    sources=(DAILY,),
)
SCHEDULED = ConsultationScheduled(**FACTS, mechanism=BODY)
TABLE = [
    (given(VISIT), visit.announce, FULL, TODAY),
    (given(VISIT, VisitAnnounced(**FACTS)), visit.announce, FULL, TODAY),
    (given(VISIT, VisitAnnounced(**FACTS)), visit.start, FULL, TODAY),
    (given(VISIT, VisitStarted(**FACTS)), visit.conclude, FULL, TODAY),
    (given(CONSULTATION), consultation.schedule, FULL, TODAY),
    (given(CONSULTATION, SCHEDULED), consultation.hold, FULL, TODAY),
    (given(MEETING), meeting.schedule, FULL, TODAY),
    (given(MEETING, MeetingScheduled(**FACTS)), meeting.hold, FULL, TODAY),
    (given(MECHANISM), mechanism.establish, charter()),
    (given(MECHANISM, MechanismEstablished(**CHARTER)), mechanism.amend, charter(aliases=("X",))),
    (given(MECHANISM, MechanismEstablished(**CHARTER)), mechanism.complete, charter(title="X")),
    (given(FOLLOW_UP), follow_up.agree, undertaking()),
    (given(FOLLOW_UP, FollowUpAgreed(what="X")), follow_up.fulfil, FollowUpFulfilled(by=SESSION)),
    (given(PARTY), party.register, MINISTER),
    (given(PARTY, PartyRegistered(name="X")), party.alias, ("Y", "y", "X")),
    (given(VISIT, VisitAnnounced(**FACTS)), source.cite, DAILY),
]


def decisions():
    """Every public function of the domain that decides: it takes a state and gives events."""
    unions = [list[kind.event] for kind in KINDS.values()]
    for module in (visit, consultation, meeting, mechanism, follow_up, party):
        for name, function in getmembers(module, isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and get_type_hints(function).get("return") in unions:
                yield function


def _name(value):
    return value.kind.name if isinstance(value, Given) else getattr(value, "__name__", "")


@pytest.mark.parametrize(
    ("before", "decision", "args"),
    [(before, decision, args) for before, decision, *args in TABLE],
    ids=_name,
)
def test_a_decision_repeated_gives_no_event(before, decision, args):
    """Whatever was decided is decided once."""
    assert_idempotent(before, decision, *args)


def test_every_decision_is_in_the_table():
    """A new decision is repeated here too."""
    assert set(decisions()) <= {decision for _, decision, *_ in TABLE}


@for_all(st.sampled_from([visit.announce, visit.conclude]), told(Particulars), told(Particulars))
def test_no_facts_about_an_engagement_are_told_twice(decision, first, second):
    """Whatever is known before and whatever is told."""
    before = given(VISIT, VisitAnnounced(**FACTS), *visit.announce(_announced(), first, TODAY))
    if before.when(decision, second, TODAY).refusal is None:
        assert_idempotent(before, decision, second, TODAY)


def _announced():
    return given(VISIT, VisitAnnounced(**FACTS)).state


@for_all(st.sampled_from([mechanism.amend, mechanism.complete]), told(Charter), told(Charter))
def test_no_facts_about_a_mechanism_are_told_twice(decision, first, second):
    """Whatever is known before and whatever is told."""
    founded = MechanismEstablished(**CHARTER)
    amended = mechanism.amend(given(MECHANISM, founded).state, first)
    assert_idempotent(given(MECHANISM, founded, *amended), decision, second)
