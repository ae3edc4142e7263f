"""Consultations: numbered sessions of a mechanism."""

import pytest

from dragoman.domain import terms
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.consultation import (
    ConsultationCancelled,
    ConsultationHeld,
    ConsultationPostponed,
    ConsultationRescheduled,
    ConsultationScheduled,
    cancel,
    hold,
    of_mechanism,
    postpone,
    refuse_same_number,
    reschedule,
    schedule,
)
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import MechanismEstablished
from dragoman.domain.refusal import Refused
from tests.domain.samples import BODY, CHARTER, FACTS, OTHER_SESSION, TODAY, particulars
from tests.given import given

THIRD = {**FACTS, "mechanism": BODY, "session": 3}
DECISIONS = pytest.mark.parametrize(
    ("decision", "event"),
    [
        (schedule, ConsultationScheduled),
        (hold, ConsultationHeld),
        (reschedule, ConsultationRescheduled),
        (postpone, ConsultationPostponed),
        (cancel, ConsultationCancelled),
    ],
)


@DECISIONS
def test_any_stage_of_a_session_may_be_the_first(decision, event):
    given(CONSULTATION).when(decision, particulars(**THIRD), TODAY).then(event(**THIRD))


@DECISIONS
def test_a_session_needs_a_mechanism(decision, event):
    """Dragoman refuses to record a session that has no mechanism."""
    given(CONSULTATION).when(decision, particulars(), TODAY).then_refused("mechanism is missing")


def test_a_number_is_used_once():
    """Dragoman refuses a session number that another session has.

    The message names the session that has the number.
    """
    session = given(CONSULTATION, ConsultationHeld(**THIRD)).state
    with pytest.raises(Refused, match=r"session 3 of .* is already recorded as") as refusal:
        refuse_same_number(session, OTHER_SESSION)
    assert refusal.value.field == "session"
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_an_unused_number_is_free():
    """A session can have any number that no session of its mechanism has.

    A session without a mechanism can have any number.
    """
    session = given(CONSULTATION, ConsultationHeld(**THIRD)).state
    refuse_same_number(session, None)
    refuse_same_number(particulars(session=3), OTHER_SESSION)


def test_the_mechanism_need_not_be_repeated():
    """A report that a scheduled session was held does not have to name the mechanism again."""
    before = ConsultationScheduled(**THIRD)
    given(CONSULTATION, before).when(hold, Particulars(place="Baku"), TODAY).then(
        ConsultationHeld(place="Baku")
    )


def test_a_session_is_held_once():
    """A second report that a session was held only adds facts that were unknown."""
    before = ConsultationHeld(**{**THIRD, "session": None})
    given(CONSULTATION, before).when(hold, particulars(**THIRD), TODAY).then(
        ParticularsAdded(session=3)
    )


def test_a_future_session_is_not_held():
    """Dragoman refuses to record a session on a future date as held.

    The message says to schedule the session.
    """
    ahead = particulars(**{**THIRD, "occurred": parse_date("2026")})
    given(CONSULTATION).when(hold, ahead, TODAY).then_refused("is scheduled, not held")


def test_a_session_inherits_the_title_and_parties_of_its_mechanism():
    """A session takes its parties from its mechanism.

    If the session has no title, the session also takes the title of the mechanism.
    """
    mechanism = given(MECHANISM, MechanismEstablished(**CHARTER)).state
    told = of_mechanism(Particulars(mechanism=BODY, parties=("IQ",)), mechanism)
    assert (told.title, told.parties) == (CHARTER["title"], ("IQ", "AZ"))


def test_a_title_of_its_own_stays():
    mechanism = given(MECHANISM, MechanismEstablished(**CHARTER)).state
    assert of_mechanism(particulars(), mechanism).title == FACTS["title"]


def test_a_session_is_found_by_its_mechanism_and_number():
    """A search by mechanism finds every session; a search by number finds one session."""
    numbered = given(CONSULTATION, ConsultationHeld(**THIRD)).state
    unnumbered = given(CONSULTATION, ConsultationHeld(**{**THIRD, "session": None})).state
    assert {terms.sessions_of(BODY), terms.session(BODY, 3)} <= set(numbered.terms)
    assert set(numbered.terms) - set(unnumbered.terms) == {terms.session(BODY, 3)}
