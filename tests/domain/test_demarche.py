"""Demarches: a message is delivered, and its reply may be awaited."""

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
    """Return a note on visas, changed by ``facts``."""
    return Message(**{**FACTS, **facts})


def brought(uow, status, **facts):
    """Advance the note to a status in the register."""
    return perform(uow, Command(KIND, TRIP, ((status, Message(**facts)),)))


def replies(uow):
    """Return the follow-ups of a register that are not retracted."""
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
    """A message from the future is refused, too."""
    given(KIND).when(demarche.deliver, message(**missing), TODAY).then_refused(words)


def test_an_unrecorded_message_can_be_answered():
    """The message is recorded together with its answer."""
    facts = {**FACTS, "answered": parse_date("2025-04-21")}
    given(KIND).when(demarche.answer, Message(**facts), TODAY).then(DemarcheAnswered(**facts))


def test_an_answered_message_is_not_withdrawn():
    """A withdrawn message is not answered either, unless somebody undoes the withdrawal."""
    answered = given(KIND, DemarcheDelivered(**FACTS), DemarcheAnswered())
    answered.when(demarche.withdraw, Message(), TODAY).then_refused("was answered")
    withdrawn = given(KIND, DemarcheDelivered(**FACTS), DemarcheWithdrawn(cause="a visit"))
    withdrawn.when(demarche.answer, Message(), TODAY).then_refused("undo the withdrawal first")
    assert withdrawn.state.cause == "a visit"


def test_an_awaited_reply_is_a_follow_up():
    """The follow-up has both parties and the due date of the reply; the recipient owns it."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    [owed] = replies(uow)
    assert (owed.what, owed.owner, owed.status) == ("Reply to: Visa facilitation", "Iraq", "open")
    assert (owed.due, owed.agreed, owed.agreed_in) == (
        AWAITED["reply_due"],
        FACTS["occurred"],
        TRIP,
    )
    assert owed.parties == ("AZ", "IQ")


def test_no_follow_up_without_an_awaited_reply():
    """The facts do not mention a reply, or say that no reply is expected."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    brought(uow, "delivered", **FACTS, reply="not awaited")
    assert replies(uow) == []


def test_an_answer_fulfils_the_follow_up():
    """The message itself fulfils the follow-up, on the day of the answer."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    [owed] = replies(uow)
    assert (owed.status, owed.by, str(owed.fulfilled)) == ("fulfilled", TRIP, "2025-04-21")


def test_a_withdrawal_drops_the_follow_up():
    """Nobody owes a reply to a withdrawn message."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "withdrawn", cause="a visit")
    [owed] = replies(uow)
    assert (owed.status, owed.note) == ("dropped", "the message was withdrawn")


def test_an_answered_message_opens_and_fulfils_its_follow_up():
    """The message is recorded for the first time after it was answered."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED, answered=parse_date("2025-04-21"))
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_corrected_message_corrects_its_follow_up():
    """If somebody has changed the follow-up since, the correction leaves it unchanged."""
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
    """Undoing the retraction restores both the message and the follow-up."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED)
    entry = uow.record(corrections.retract, TRIP)
    assert replies(uow) == []
    uow.record(corrections.undo, entry)
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_correction_to_no_reply_drops_the_follow_up():
    """A further correction of the message reopens the follow-up."""
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
    """The reply is owed again; an answer recorded in place of a withdrawal is dropped."""
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
    """The fulfilment changes if the day of the answer is corrected or becomes known later."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    assert [str(owed.fulfilled) for owed in replies(uow)] == ["2025-04-21"]
    uow.record(corrections.correct, TRIP, {"answered": parse_date("2025-04-22")}, ())
    assert [str(owed.fulfilled) for owed in replies(uow)] == ["2025-04-22"]


def test_manual_changes_of_the_follow_up_stay():
    """A correction does not reopen a follow-up that a person has fulfilled or dropped."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    dropped = FollowUpDropped(note="nobody expects it")
    uow.record(use_cases.drop, reply_id(TRIP), dropped)
    uow.record(corrections.correct, TRIP, {"subject": "Visas"}, ())
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    [owed] = replies(uow)
    assert (owed.status, owed.note, owed.what) == ("dropped", dropped.note, "Reply to: Visas")


def test_retracting_a_message_reopens_what_it_fulfilled():
    """The message had fulfilled a follow-up other than the one for its reply."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    uow.record(use_cases.agree, OWED, Undertaking(what="A list"))
    uow.record(use_cases.fulfil, OWED, FollowUpFulfilled(by=TRIP))
    uow.record(corrections.retract, TRIP)
    assert [(owed.status, owed.by) for owed in replies(uow)] == [("open", None)]


@pytest.mark.parametrize("facts", [{"answered": parse_date("2025-04-21")}, {"answer": "Agreed"}])
def test_only_an_answered_message_has_an_answer(facts):
    """A message that is delivered or withdrawn has no answer."""
    refused = "not answered; record the reply with dragoman demarche answer"
    given(KIND).when(demarche.deliver, message(**facts), TODAY).then_refused(refused)
    given(KIND).when(demarche.withdraw, message(**facts), TODAY).then_refused(refused)


def test_a_mistaken_answer_reopens_the_follow_up():
    """After the correction, the reply is owed again."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    uow.record(corrections.correct, TRIP, {"status": "delivered"}, ("answered",))
    assert [owed.status for owed in replies(uow)] == ["open"]


def test_a_message_can_agree_on_a_follow_up():
    """A follow-up may be agreed in a message."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    uow.record(use_cases.agree, OWED, Undertaking(what="A list", agreed_in=TRIP))
    assert [owed.parties for owed in replies(uow)] == [("AZ", "IQ")]


def test_a_message_is_part_of_an_engagement():
    """A message is handed over at an engagement, and not at another message."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    with pytest.raises(Refused, match="is not an engagement"):
        perform(uow, Command(KIND, OWED, (("delivered", message(part_of=TRIP)),)))
