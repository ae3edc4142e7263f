"""Démarches: a message is delivered, answered or withdrawn, and may await a reply."""

import pytest

from dragoman.domain import corrections, demarche, use_cases
from dragoman.domain.commands import Command, perform
from dragoman.domain.dates import parse_date
from dragoman.domain.demarche import (
    KIND,
    DemarcheAnswered,
    DemarcheDelivered,
    DemarcheWithdrawn,
    Message,
)
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import FollowUpDropped, FollowUpFulfilled, Undertaking
from dragoman.domain.participant import Participant
from dragoman.domain.refusal import Refused
from dragoman.domain.replies import reply_id
from tests.domain.ledger import Ledger
from tests.domain.samples import DAILY, OWED, TODAY, TRIP
from tests.given import given

FACTS = {
    "subject": "Visa facilitation",
    "form": "note verbale",
    "sender": "AZ",
    "recipients": ("IQ",),
    "occurred": parse_date("2025-04-20"),
}
AWAITED = {**FACTS, "reply_due": parse_date("2025-05-20")}


def message(**facts):
    """Return the facts of a sample note on visas, updated with ``facts``."""
    return Message(**{**FACTS, **facts})


def brought(uow, status, **facts):
    """Advance the sample note in the register to ``status``."""
    return perform(uow, Command(KIND, TRIP, ((status, Message(**facts)),)))


def replies(uow):
    """Return the follow-ups of a register, except retracted follow-ups."""
    return [state for record, state in uow.standing().items() if uow.kind_of(record) is FOLLOW_UP]


def test_a_message_is_delivered():
    given(KIND).when(demarche.deliver, message(), TODAY).then(DemarcheDelivered(**FACTS))


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"subject": None}, "subject is missing"),
        ({"sender": None}, "sender is missing"),
        ({"recipients": ()}, "recipients are missing"),
        ({"recipients": ("AZ",)}, "recipients are missing"),
        ({"reply": "not awaited", "reply_due": parse_date("2026")}, "'reply' is 'not awaited'"),
        ({"occurred": parse_date("2099")}, "is in the future"),
    ],
)
def test_a_message_needs_a_sender_a_recipient_and_a_subject(missing, words):
    """Dragoman refuses a message that has no sender, recipient or subject.

    Dragoman also refuses a message with a future date.
    """
    given(KIND).when(demarche.deliver, message(**missing), TODAY).then_refused(words)


def test_an_unrecorded_message_can_be_answered():
    """If the first report of a message is its answer, one event records both."""
    facts = {**FACTS, "answered": parse_date("2025-04-21")}
    given(KIND).when(demarche.answer, Message(**facts), TODAY).then(DemarcheAnswered(**facts))


def test_an_answered_message_is_not_withdrawn():
    """Nobody can withdraw an answered message or answer a withdrawn message."""
    answered = given(KIND, DemarcheDelivered(**FACTS), DemarcheAnswered())
    answered.when(demarche.withdraw, Message(), TODAY).then_refused("was answered")
    withdrawn = given(KIND, DemarcheDelivered(**FACTS), DemarcheWithdrawn(cause="a visit"))
    withdrawn.when(demarche.answer, Message(), TODAY).then_refused("undo the withdrawal first")
    assert withdrawn.state.cause == "a visit"


def test_an_awaited_reply_is_a_follow_up():
    """A message that awaits a reply opens a follow-up, which the recipient owes by the due date."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    [owed] = replies(uow)
    owners = (Participant(side="IQ"),)
    assert (owed.what, owed.owners, owed.status) == ("Reply to: Visa facilitation", owners, "open")
    assert (owed.due, owed.agreed, owed.agreed_in) == (
        AWAITED["reply_due"],
        FACTS["occurred"],
        TRIP,
    )
    assert owed.parties == ("AZ", "IQ")


def test_no_follow_up_without_an_awaited_reply():
    """A message that does not await a reply opens no follow-up."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    brought(uow, "delivered", **FACTS, reply="not awaited")
    assert replies(uow) == []


def test_an_answer_fulfils_the_follow_up():
    """An answer fulfils the follow-up; the fulfilment has the day of the answer."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    [owed] = replies(uow)
    assert (owed.status, owed.by, str(owed.fulfilled)) == ("fulfilled", TRIP, "2025-04-21")


def test_a_withdrawal_drops_the_follow_up():
    """Withdrawing a message drops the follow-up, because nobody owes a reply any more."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "withdrawn", cause="a visit")
    [owed] = replies(uow)
    assert (owed.status, owed.note) == ("dropped", "the message was withdrawn")


def test_an_answered_message_opens_and_fulfils_its_follow_up():
    """If the first report of a message includes the answer, its follow-up is fulfilled at once."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED, answered=parse_date("2025-04-21"))
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_corrected_message_corrects_its_follow_up():
    """Correcting a message corrects the follow-up, unless a person has revised the follow-up."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    uow.record(
        corrections.correct, TRIP, {"reply_due": parse_date("2025-06"), "subject": "Visas"}, ()
    )
    [owed] = replies(uow)
    assert (owed.what, str(owed.due)) == ("Reply to: Visas", "2025-06")
    reply = next(one for one in uow.standing() if uow.kind_of(one) is FOLLOW_UP)
    uow.record(use_cases.revise, reply, Undertaking(due=parse_date("2025-09"), sources=(DAILY,)))
    uow.record(corrections.correct, TRIP, {"reply_due": parse_date("2025-07")}, ())
    assert str(replies(uow)[0].due) == "2025-09"


def test_the_follow_up_is_retracted_with_the_message():
    """Retracting a message retracts its follow-up; undoing the retraction restores both."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED)
    entry = uow.record(corrections.retract, TRIP)
    assert replies(uow) == []
    uow.record(corrections.undo, entry)
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_correction_to_no_reply_drops_the_follow_up():
    """Correcting a message so that it awaits no reply drops its follow-up.

    Correcting the message so that it awaits a reply again reopens the follow-up.
    """
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    uow.record(corrections.correct, TRIP, {"reply": "not awaited"}, ("reply_due",))
    [owed] = replies(uow)
    assert (owed.status, owed.note, owed.due) == ("dropped", "no reply is awaited", None)
    uow.record(corrections.correct, TRIP, {"reply": "awaited"}, ())
    [owed] = replies(uow)
    assert (owed.status, owed.note) == ("open", None)
    brought(uow, "answered")
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_mistaken_withdrawal_is_corrected():
    """Correcting the status of a withdrawn message to "delivered" opens its follow-up.

    A correction to "answered" fulfils the follow-up, and a correction to "withdrawn" drops the
    follow-up.
    """
    uow = Ledger()
    brought(uow, "withdrawn", **FACTS, reply="awaited")
    assert replies(uow) == []
    uow.record(corrections.correct, TRIP, {"status": "delivered"}, ())
    assert [owed.status for owed in replies(uow)] == ["open"]
    uow.record(corrections.correct, TRIP, {"status": "answered"}, ())
    uow.record(corrections.correct, TRIP, {"status": "withdrawn"}, ())
    [owed] = replies(uow)
    assert (owed.status, owed.note, owed.by) == ("dropped", "the message was withdrawn", None)


def test_the_fulfilment_has_the_day_of_the_answer():
    """Correcting or adding the day of an answer also changes the day of the fulfilment."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    assert [str(owed.fulfilled) for owed in replies(uow)] == ["2025-04-21"]
    uow.record(corrections.correct, TRIP, {"answered": parse_date("2025-04-22")}, ())
    assert [str(owed.fulfilled) for owed in replies(uow)] == ["2025-04-22"]


def test_manual_changes_of_the_follow_up_stay():
    """A follow-up that a person has dropped stays dropped, even if an answer arrives."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    dropped = FollowUpDropped(note="nobody expects it")
    uow.record(use_cases.drop, reply_id(TRIP), dropped)
    uow.record(corrections.correct, TRIP, {"subject": "Visas"}, ())
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    [owed] = replies(uow)
    assert (owed.status, owed.note, owed.what) == ("dropped", dropped.note, "Reply to: Visas")


def test_retracting_a_message_reopens_what_it_fulfilled():
    """Retracting a message reopens all follow-ups that it had fulfilled, other than its own."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    uow.record(use_cases.agree, OWED, Undertaking(what="A list"))
    uow.record(use_cases.fulfil, OWED, FollowUpFulfilled(by=TRIP))
    uow.record(corrections.retract, TRIP)
    assert [(owed.status, owed.by) for owed in replies(uow)] == [("open", None)]


@pytest.mark.parametrize("facts", [{"answered": parse_date("2025-04-21")}, {"answer": "Agreed"}])
def test_only_an_answered_message_has_an_answer(facts):
    """Dragoman refuses facts about an answer if the message is only delivered or withdrawn."""
    refused = "not answered; record the reply with dragoman demarche answer"
    given(KIND).when(demarche.deliver, message(**facts), TODAY).then_refused(refused)
    given(KIND).when(demarche.withdraw, message(**facts), TODAY).then_refused(refused)


def test_a_mistaken_answer_reopens_the_follow_up():
    """Correcting a message's status from answered to delivered reopens the follow-up."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    uow.record(corrections.correct, TRIP, {"status": "delivered"}, ("answered",))
    assert [owed.status for owed in replies(uow)] == ["open"]


def test_a_message_can_agree_on_a_follow_up():
    """A follow-up that the parties agreed on in a message takes its parties from the message."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    uow.record(use_cases.agree, OWED, Undertaking(what="A list", agreed_in=TRIP))
    assert [owed.parties for owed in replies(uow)] == [("AZ", "IQ")]


def test_a_message_is_part_of_an_engagement():
    """A message can be part of an engagement, but not of another message."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    with pytest.raises(Refused, match="is not an engagement"):
        perform(uow, Command(KIND, OWED, (("delivered", message(part_of=TRIP)),)))


@pytest.mark.parametrize(
    ("by_hand", "replies_after"), [(False, 1), (True, 0)], ids=["with it", "by hand"]
)
def test_a_restored_message_brings_back_its_reply(by_hand, replies_after):
    """Restoring a message also restores its follow-up.

    A follow-up that somebody retracted separately stays retracted.
    """
    uow = Ledger()
    uow.record(brought, "delivered", **AWAITED)
    if by_hand:
        uow.record(corrections.retract, reply_id(TRIP))
    uow.record(corrections.retract, TRIP)
    assert replies(uow) == []
    corrections.restore(uow, TRIP)
    assert len(replies(uow)) == replies_after
