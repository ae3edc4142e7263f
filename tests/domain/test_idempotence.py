"""Idempotence: repeating a decision never adds another event."""

from functools import partial
from inspect import getmembers
from types import FunctionType
from typing import TypeVar, get_args, get_origin, get_type_hints

import pytest
from attrs import evolve as replaced
from hypothesis import given as for_all
from hypothesis import strategies as st

from dragoman.domain import (
    amendments,
    consultation,
    demarche,
    follow_up,
    instrument,
    lifecycle,
    mechanism,
    meeting,
    party,
    source,
    undoing,
    visit,
)
from dragoman.domain.amendments import ReadingDisputed, Retracted
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.consultation import ConsultationScheduled
from dragoman.domain.dates import parse_date
from dragoman.domain.demarche import KIND as DEMARCHE
from dragoman.domain.demarche import DemarcheDelivered, Message
from dragoman.domain.engagement import Particulars
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import (
    FollowUpAgreed,
    FollowUpDropped,
    FollowUpFulfilled,
    Undertaking,
)
from dragoman.domain.instrument import KIND as INSTRUMENT
from dragoman.domain.instrument import InstrumentSigned, Provisions
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import Charter, MechanismDissolved, MechanismEstablished
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingScheduled
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import (
    Identity,
    PartiesMerged,
    PartyRegistered,
    PositionAssumed,
    PositionLeft,
)
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitAnnounced, VisitCorrected, VisitPostponed, VisitStarted
from tests.domain.samples import (
    BODY,
    CHARTER,
    DAILY,
    FACTS,
    FOUNDING,
    MINISTER,
    OTHER_SESSION,
    SESSION,
    TODAY,
    TRIP,
    charter,
    of_kind,
    particulars,
    undertaking,
)
from tests.domain.strategies import told
from tests.given import EVENTS, Given, assert_idempotent, given

FULL = particulars(
    host="IQ",
    place="Baghdad",
    participants=(MINISTER,),
    topics=("energy",),
    part_of=TRIP,
    as_written={"place": "Bagdad"},
    external_ids={"gdelt": "1"},
    sources=(DAILY,),
)
FULL_SESSION = replaced(FULL, mechanism=BODY, session=3)
ANNOUNCED = given(VISIT, VisitAnnounced(**FACTS))
SCHEDULED = given(CONSULTATION, ConsultationScheduled(**FACTS, mechanism=BODY))
PLANNED = given(MEETING, MeetingScheduled(**FACTS))
ESTABLISHED = given(MECHANISM, MechanismEstablished(**CHARTER))
AGREED = given(FOLLOW_UP, FollowUpAgreed(what="X"))
SIGNED = given(INSTRUMENT, InstrumentSigned(**FOUNDING["instrument"]))
KNOWN = given(PARTY, PartyRegistered(name="X"))
MERGED = given(PARTY, PartyRegistered(name="X"), PartiesMerged(into=TRIP))
DISPUTED = given(
    VISIT, VisitAnnounced(**FACTS), ReadingDisputed(field="title", value="X", source=DAILY)
)
MOVED = particulars(occurred=parse_date("2025-06"), cause="illness", sources=(DAILY,))
HANDED = given(DEMARCHE, DemarcheDelivered(**FOUNDING["demarche"]))
NOTE = Message(**FOUNDING["demarche"], place="Baku", reply="awaited", sources=(DAILY,))
TREATY = Provisions(**FOUNDING["instrument"], place="Baku", sources=(DAILY,))
POST = {"post": "minister", "side": "AZ"}
TABLE = [
    (given(VISIT), visit.announce, FULL, TODAY),
    (ANNOUNCED, visit.announce, FULL, TODAY),
    (ANNOUNCED, visit.start, FULL, TODAY),
    (given(VISIT, VisitStarted(**FACTS)), visit.conclude, FULL, TODAY),
    (given(VISIT, VisitPostponed(**FACTS)), visit.reschedule, MOVED, TODAY),
    (given(CONSULTATION), consultation.schedule, FULL_SESSION, TODAY),
    (SCHEDULED, consultation.hold, FULL_SESSION, TODAY),
    (given(MEETING), meeting.schedule, FULL, TODAY),
    (PLANNED, meeting.hold, FULL, TODAY),
    *(
        (before, decision, facts, TODAY)
        for known, module, full in (
            (ANNOUNCED, visit, FULL),
            (SCHEDULED, consultation, FULL_SESSION),
            (PLANNED, meeting, FULL),
        )
        for before in (given(known.kind), known)
        for decision, facts in (
            (module.reschedule, MOVED),
            (module.reschedule, full),
            (module.postpone, full),
            (module.cancel, full),
        )
        if before.history or facts is full
    ),
    (given(MECHANISM), mechanism.establish, charter()),
    (ESTABLISHED, mechanism.amend, charter(aliases=("X",))),
    (ESTABLISHED, mechanism.complete, charter(title="X")),
    (ESTABLISHED, mechanism.dissolve, MechanismDissolved(note="merged")),
    (given(FOLLOW_UP), follow_up.agree, undertaking()),
    (AGREED, follow_up.agree, undertaking()),
    (AGREED, follow_up.revise, Undertaking(due=parse_date("2025"), sources=(DAILY,))),
    (AGREED, follow_up.fulfil, FollowUpFulfilled(by=SESSION)),
    (AGREED, follow_up.drop, FollowUpDropped(note="no interest")),
    *(
        (before, decision, TREATY, TODAY)
        for before in (given(INSTRUMENT), SIGNED)
        for decision in (instrument.sign, instrument.enter_into_force, instrument.terminate)
    ),
    *(
        (before, decision, NOTE, TODAY)
        for before in (given(DEMARCHE), HANDED)
        for decision in (demarche.deliver, demarche.answer, demarche.withdraw)
    ),
    (given(PARTY), party.register, party.met(MINISTER)),
    (KNOWN, party.register, Identity(name="X", side="AZ", sources=(DAILY,))),
    (KNOWN, party.alias, ("Y", "y", "X")),
    (KNOWN, party.assume, PositionAssumed(**POST, assumed=parse_date("2020"))),
    (KNOWN, party.leave, PositionLeft(**POST, left=parse_date("2024"))),
    (KNOWN, party.merge, TRIP, SESSION, (OTHER_SESSION,)),
    (MERGED, party.split),
    (ANNOUNCED, source.cite, DAILY),
    (ANNOUNCED, amendments.correct, VisitCorrected, {"title": "X"}, ("parties",)),
    (ANNOUNCED, amendments.retract),
    (ANNOUNCED, amendments.retract, TRIP, SESSION),
    (ANNOUNCED, amendments.dispute, "title", "X", DAILY),
    (ANNOUNCED, amendments.distinguish, TRIP),
    (DISPUTED, amendments.resolve, "title", "X"),
    (DISPUTED, undoing.undo, (2,), TRIP),
    (given(VISIT, VisitAnnounced(**FACTS), Retracted()), undoing.restore),
]
MODULES = (
    *(visit, consultation, meeting, mechanism, follow_up, instrument, party, demarche),
    *(source, amendments, undoing),
)


def decisions():
    """Return every public decision that returns events, including decisions of the lifecycle."""
    for module in MODULES:
        for name, one in getmembers(module, lambda it: isinstance(it, FunctionType | partial)):
            function = one.func if isinstance(one, partial) else one
            homes = (module.__name__, lifecycle.__name__ if one is not function else "")
            is_own = function.__module__ in homes and not name.startswith("_")
            if is_own and _gives_events(get_type_hints(function)["return"]):
                yield one


def _gives_events(hint):
    """Return whether a type hint means a list of events; a type variable counts as an event."""
    if get_origin(hint) is not list:
        return False
    (item,) = get_args(hint)
    return isinstance(item, TypeVar) or set(get_args(item) or (item,)) <= set(EVENTS.values())


def _name(value):
    return value.kind.name if isinstance(value, Given) else getattr(value, "__name__", "")


@pytest.mark.parametrize(
    ("before", "decision", "args"),
    [(before, decision, args) for before, decision, *args in TABLE],
    ids=_name,
)
def test_a_repeated_decision_gives_no_event(before, decision, args):
    assert_idempotent(before, decision, *args)


def test_every_decision_is_in_the_table():
    """The table of decisions in this test module includes every public decision."""
    assert set(decisions()) == {decision for _, decision, *_ in TABLE}


CHANGES = [visit.announce, visit.conclude, visit.reschedule, visit.postpone, visit.cancel]


@for_all(st.sampled_from(CHANGES), told(Particulars), told(Particulars))
def test_facts_about_an_engagement_are_recorded_once(decision, first, second):
    """Recording the same facts about an engagement twice gives no second event."""
    known = visit.announce(ANNOUNCED.state, of_kind(VISIT, first), TODAY)
    before = given(VISIT, *ANNOUNCED.history, *known)
    _assert_harmless(before, decision, of_kind(VISIT, second), TODAY)


def _assert_harmless(before, decision, *args):
    """Check that repeating a decision adds no event; skip decisions that raise a refusal."""
    if before.when(decision, *args).refusal is None:
        assert_idempotent(before, decision, *args)


@for_all(st.sampled_from([mechanism.amend, mechanism.complete]), told(Charter), told(Charter))
def test_facts_about_a_mechanism_are_recorded_once(decision, first, second):
    """Recording the same facts about a mechanism twice does not add a second event."""
    founded = MechanismEstablished(**CHARTER)
    amended = mechanism.amend(given(MECHANISM, founded).state, first)
    assert_idempotent(given(MECHANISM, founded, *amended), decision, second)


@for_all(st.sampled_from([follow_up.agree, follow_up.revise]), told(Undertaking), told(Undertaking))
def test_facts_about_a_follow_up_are_recorded_once(decision, first, second):
    """Recording the same facts about a follow-up twice gives no second event."""
    before = given(FOLLOW_UP, *AGREED.history, *follow_up.revise(AGREED.state, first))
    assert_idempotent(before, decision, second)


STAGES = [instrument.sign, instrument.enter_into_force, instrument.terminate]


@for_all(st.sampled_from(STAGES), told(Provisions), told(Provisions))
def test_facts_about_an_instrument_are_recorded_once(decision, first, second):
    """Recording the same facts about an instrument twice gives no second event."""
    made = SIGNED.when(instrument.sign, first, TODAY)
    _assert_harmless(given(INSTRUMENT, *SIGNED.history, *made.events), decision, second, TODAY)


@for_all(told(Identity), told(Identity))
def test_facts_about_a_party_are_recorded_once(first, second):
    """Recording the same facts about a party twice gives no second event."""
    made = KNOWN.when(party.register, first)
    _assert_harmless(given(PARTY, *KNOWN.history, *made.events), party.register, second)
