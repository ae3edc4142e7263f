"""A demarche: a message that is delivered, and what becomes of the reply that is awaited."""

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
    """A note on visas, with ``facts`` told otherwise."""
    return Message(**{**FACTS, **facts})


def brought(uow, status, **facts):
    """The note comes to a status in the register."""
    return perform(uow, Command(KIND, TRIP, ((status, Message(**facts)),)))


def replies(uow):
    """The follow-ups of a register, without those that were retracted."""
    return [state for record, state in uow.standing().items() if uow.kind_of(record) is FOLLOW_UP]


def test_a_message_is_delivered():
    """Given nothing, when a message is handed over, then it was delivered."""
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
def test_a_message_says_from_whom_to_whom_and_what(missing, words):
    """Without that it is refused, and so is one from the future."""
    given(KIND).when(demarche.deliver, message(**missing), TODAY).then_refused(words)


def test_an_answer_is_told_of_a_message_that_was_not_recorded():
    """Given nothing, it is recorded with its answer."""
    facts = {**FACTS, "answered": parse_date("2025-04-21")}
    given(KIND).when(demarche.answer, Message(**facts), TODAY).then(DemarcheAnswered(**facts))


def test_what_was_answered_is_not_withdrawn():
    """And what was withdrawn is not answered, unless that is undone."""
    answered = given(KIND, DemarcheDelivered(**FACTS), DemarcheAnswered())
    answered.when(demarche.withdraw, Message(), TODAY).then_refused("was answered")
    withdrawn = given(KIND, DemarcheDelivered(**FACTS), DemarcheWithdrawn(cause="a visit"))
    withdrawn.when(demarche.answer, Message(), TODAY).then_refused("undo the withdrawal first")
    assert withdrawn.state.cause == "a visit"


def test_a_reply_that_is_awaited_is_owed():
    """It is a follow-up of both, due when the reply is, and owned by who has to reply."""
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


def test_no_reply_is_owed_when_none_is_awaited():
    """Neither without a word about it, nor where none is expected."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    brought(uow, "delivered", **FACTS, reply="not awaited")
    assert replies(uow) == []


def test_an_answer_fulfils_it():
    """On the day of the answer, by the message itself."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    [owed] = replies(uow)
    assert (owed.status, owed.by, str(owed.fulfilled)) == ("fulfilled", TRIP, "2025-04-21")


def test_a_withdrawal_drops_it():
    """Nobody owes a reply to what was taken back."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "withdrawn", cause="a visit")
    [owed] = replies(uow)
    assert (owed.status, owed.note) == ("dropped", "the message was withdrawn")


def test_told_at_once_it_is_opened_and_fulfilled():
    """An answered message, recorded when all is over, leaves a fulfilled follow-up."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED, answered=parse_date("2025-04-21"))
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_correction_of_the_message_corrects_what_is_owed():
    """As long as nobody has changed it since."""
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


def test_the_follow_up_goes_with_the_message():
    """Retracted with it, and back when that is undone."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED)
    entry = uow.record(corrections.retract, TRIP)
    assert replies(uow) == []
    uow.record(corrections.undo, entry)
    assert [owed.status for owed in replies(uow)] == ["fulfilled"]


def test_a_reply_that_is_not_awaited_after_all_is_not_owed():
    """It is dropped, and owed again when the message is corrected once more."""
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


def test_a_withdrawal_recorded_by_mistake_is_corrected():
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


def test_a_follow_up_has_the_day_of_the_answer():
    """Also when that is corrected, or becomes known later."""
    uow = Ledger()
    brought(uow, "answered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    assert [str(owed.fulfilled) for owed in replies(uow)] == ["2025-04-21"]
    uow.record(corrections.correct, TRIP, {"answered": parse_date("2025-04-22")}, ())
    assert [str(owed.fulfilled) for owed in replies(uow)] == ["2025-04-22"]


def test_what_others_made_of_it_stays():
    """A reply that came at a meeting, or is given up, is not owed again by a correction."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    dropped = FollowUpDropped(note="nobody expects it")
    uow.record(use_cases.drop, reply_id(TRIP), dropped)
    uow.record(corrections.correct, TRIP, {"subject": "Visas"}, ())
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    [owed] = replies(uow)
    assert (owed.status, owed.note, owed.what) == ("dropped", dropped.note, "Reply to: Visas")


def test_what_a_message_fulfilled_is_owed_again_when_it_goes():
    """A follow-up that has nothing to do with its reply."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    uow.record(use_cases.agree, OWED, Undertaking(what="A list"))
    uow.record(use_cases.fulfil, OWED, FollowUpFulfilled(by=TRIP))
    uow.record(corrections.retract, TRIP)
    assert [(owed.status, owed.by) for owed in replies(uow)] == [("open", None)]


@pytest.mark.parametrize("facts", [{"answered": parse_date("2025-04-21")}, {"answer": "Agreed"}])
def test_an_answer_is_told_of_what_was_answered(facts):
    """A message that is only delivered, or was withdrawn, has none."""
    refused = "not answered; record the reply with dragoman demarche answer"
    given(KIND).when(demarche.deliver, message(**facts), TODAY).then_refused(refused)
    given(KIND).when(demarche.withdraw, message(**facts), TODAY).then_refused(refused)


def test_an_answer_recorded_by_mistake_reopens_it():
    """Set right, the reply is owed again."""
    uow = Ledger()
    brought(uow, "delivered", **AWAITED)
    brought(uow, "answered", answered=parse_date("2025-04-21"))
    uow.record(corrections.correct, TRIP, {"status": "delivered"}, ("answered",))
    assert [owed.status for owed in replies(uow)] == ["open"]


def test_something_else_is_agreed_by_a_message():
    """A follow-up may name it as where it was agreed."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    uow.record(use_cases.agree, OWED, Undertaking(what="A list", agreed_in=TRIP))
    assert [owed.parties for owed in replies(uow)] == [("AZ", "IQ")]


def test_a_part_of_it_is_an_engagement():
    """It is handed over at one, not at another message."""
    uow = Ledger()
    brought(uow, "delivered", **FACTS)
    with pytest.raises(Refused, match="is not an engagement"):
        perform(uow, Command(KIND, OWED, (("delivered", message(part_of=TRIP)),)))
