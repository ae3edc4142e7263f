"""Follow-ups: the parties agree on a follow-up, may revise it, and then fulfil or drop it."""

import pytest

from dragoman.domain import terms
from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import (
    Awaits,
    FollowUpAgreed,
    FollowUpCorrected,
    FollowUpDropped,
    FollowUpFulfilled,
    FollowUpRevised,
    Undertaking,
    UndertakingAdded,
    agree,
    drop,
    fulfil,
    is_settled_by,
    revise,
)
from dragoman.domain.participant import Participant
from dragoman.domain.record import non_empty
from dragoman.domain.source import SourceCited
from tests.domain.samples import AGENCY, BODY, DAILY, OTHER_SESSION, SESSION, TRIP, undertaking
from tests.given import given

IRAQ = Participant(side="IQ")
AGREED = FollowUpAgreed(**non_empty(undertaking()))
DONE = FollowUpFulfilled(by=SESSION, fulfilled=parse_date("2025-10-01"))
DROPPED = FollowUpDropped(note="overtaken by events", sources=(DAILY,))
JUNE, JULY = parse_date("2025-06"), parse_date("2025-07")


def owed(**facts):
    """Return the state of a new follow-up that has these ``facts``."""
    return given(FOLLOW_UP, FollowUpAgreed(**non_empty(undertaking(**facts)))).state


def test_a_follow_up_is_agreed():
    given(FOLLOW_UP).when(agree, undertaking()).then(AGREED)


def test_a_follow_up_is_agreed_once():
    """Agreeing on a follow-up again adds only facts that were unknown."""
    before = given(FOLLOW_UP, AGREED)
    before.when(agree, undertaking(what="Something else")).then()
    before.when(agree, undertaking(what="Something else", owners=(IRAQ,), sources=(DAILY,))).then(
        UndertakingAdded(owners=(IRAQ,), sources=(DAILY,))
    )


def test_an_addition_keeps_the_status():
    """Adding a fact to a fulfilled follow-up does not change the status."""
    done = given(FOLLOW_UP, AGREED, DONE, UndertakingAdded(owners=(IRAQ,))).state
    assert (done.status, done.owners) == ("fulfilled", (IRAQ,))


def test_a_cleared_field_is_not_filled_again():
    """After a person clears a field, only a new source can fill the field again."""
    added = UndertakingAdded(owners=(IRAQ,), sources=(DAILY,))
    before = given(FOLLOW_UP, AGREED, added, FollowUpCorrected(cleared=("owners",)))
    before.when(agree, undertaking(owners=(IRAQ,), sources=(DAILY,))).then()
    before.when(agree, undertaking(owners=(IRAQ,), sources=(AGENCY,))).then(
        UndertakingAdded(owners=(IRAQ,), sources=(AGENCY,))
    )


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (agree, undertaking(owners=(IRAQ,))),
        (revise, Undertaking(owners=(IRAQ,))),
        (fulfil, DONE),
        (drop, DROPPED),
    ],
)
def test_a_retracted_follow_up_stays_unchanged(decision, told):
    """No further report changes a retracted follow-up."""
    given(FOLLOW_UP, AGREED, Retracted()).when(decision, told).then()


def test_a_follow_up_says_what_is_owed():
    """Dragoman refuses a follow-up that does not say what is owed."""
    given(FOLLOW_UP).when(agree, Undertaking(due=parse_date("2025"))).then_refused(
        "what is missing"
    )


def test_a_follow_up_is_fulfilled():
    """Fulfilling a follow-up records which engagement fulfilled it, and on which day."""
    given(FOLLOW_UP, AGREED).when(fulfil, DONE).then(DONE)


def test_a_follow_up_is_fulfilled_once():
    """Fulfilling a follow-up again adds no event, unless the report names another engagement."""
    done = given(FOLLOW_UP, AGREED, DONE)
    done.when(fulfil, DONE).then()
    done.when(fulfil, FollowUpFulfilled(note="by letter")).then()


def test_a_follow_up_is_not_fulfilled_by_two_engagements():
    """Dragoman refuses a second engagement as the fulfilment and names the first engagement."""
    other = FollowUpFulfilled(by=OTHER_SESSION)
    given(FOLLOW_UP, AGREED, DONE).when(fulfil, other).then_refused(f"by {SESSION}")


def test_a_missing_follow_up_is_not_fulfilled():
    given(FOLLOW_UP).when(fulfil, DONE).then_refused("no such follow-up")


def test_a_dropped_follow_up_is_not_fulfilled():
    """Dragoman refuses to fulfil a dropped follow-up; the message says what to do first."""
    given(FOLLOW_UP, AGREED, DROPPED).when(fulfil, DONE).then_refused(
        "was dropped; if it was fulfilled after all, first undo the entry that dropped it"
    )


def test_a_mistaken_fulfilment_is_not_repeated():
    """After a person corrects a fulfilment, only a new source can fulfil the follow-up again."""
    done = FollowUpFulfilled(note="by letter", sources=(DAILY,))
    before = given(FOLLOW_UP, AGREED, done, FollowUpCorrected(status="open", cleared=("note",)))
    assert (before.state.status, before.state.note) == ("open", None)
    before.when(fulfil, done).then()
    before.when(fulfil, DONE).then(DONE)


def test_a_follow_up_is_revised():
    """A revision of a follow-up contains only the changes.

    The follow-up keeps its former due date.
    """
    revised = FollowUpRevised(due=JULY, owners=(IRAQ,), sources=(DAILY,))
    before = FollowUpAgreed(what="A letter", due=JUNE)
    told = Undertaking(what="A letter", due=JULY, owners=(IRAQ,), sources=(DAILY,))
    given(FOLLOW_UP, before).when(revise, told).then(revised)
    state = given(FOLLOW_UP, before, revised).state
    assert (state.due, state.formerly, state.owners) == (JULY, (JUNE,), (IRAQ,))


def test_an_unknown_date_leaves_no_former_one():
    """If the due date was unknown or stays the same, a revision adds no former due date."""
    for due in (None, JUNE):
        before = FollowUpAgreed(what="A letter", due=due)
        state = given(FOLLOW_UP, before, FollowUpRevised(due=JUNE, owners=(IRAQ,))).state
        assert (state.due, state.formerly) == (JUNE, ())


@pytest.mark.parametrize("facts", [{}, {"sources": (DAILY,)}, {"as_written": {"what": "X"}}])
@pytest.mark.parametrize("ending", [(), (DONE,), (DROPPED,)])
def test_an_equal_revision_gives_no_event(ending, facts):
    """A revision that differs only in wording or source adds no event."""
    given(FOLLOW_UP, AGREED, *ending).when(revise, undertaking(**facts)).then()


@pytest.mark.parametrize(("ending", "status"), [(DONE, "fulfilled"), (DROPPED, "dropped")])
def test_a_finished_follow_up_is_not_revised(ending, status):
    """Dragoman refuses to revise a finished follow-up; the message says what to do first."""
    given(FOLLOW_UP, AGREED, ending).when(revise, Undertaking(owners=(IRAQ,))).then_refused(
        f"is already {status} and cannot be revised; first undo the entry that {status} it"
    )


def test_a_missing_follow_up_is_not_revised():
    given(FOLLOW_UP).when(revise, undertaking()).then_refused("there is no such follow-up to rev")


def test_a_cited_source_does_not_restore_a_former_date():
    """After a follow-up is revised, only a new source can restore the former due date."""
    before = given(
        FOLLOW_UP,
        FollowUpAgreed(what="A letter", due=JUNE, sources=(DAILY,)),
        FollowUpRevised(due=JULY),
    )
    before.when(revise, Undertaking(due=JUNE, sources=(DAILY,))).then()
    back = {"due": JUNE, "sources": (AGENCY,)}
    before.when(revise, Undertaking(**back)).then(FollowUpRevised(**back))


def test_a_cited_source_does_not_revise_a_correction():
    """After a person corrects a due date, only a new source can revise the date."""
    revised = {"due": JULY, "sources": (DAILY,)}
    before = given(
        FOLLOW_UP, AGREED, FollowUpRevised(**revised), FollowUpCorrected(due=parse_date("2025-08"))
    )
    before.when(revise, Undertaking(**revised)).then()


def test_a_follow_up_is_dropped():
    """Dropping a follow-up records the note and the source."""
    given(FOLLOW_UP, AGREED).when(drop, DROPPED).then(DROPPED)
    state = given(FOLLOW_UP, AGREED, DROPPED).state
    assert (state.status, state.note, state.sources) == ("dropped", DROPPED.note, (DAILY,))


def test_a_follow_up_is_dropped_once():
    """Dropping a follow-up again, with other facts, adds no event."""
    given(FOLLOW_UP, AGREED, DROPPED).when(drop, FollowUpDropped(note="no interest")).then()


def test_a_fulfilled_follow_up_is_not_dropped():
    """Dragoman refuses to drop a fulfilled follow-up; the message says what to do first."""
    given(FOLLOW_UP, AGREED, DONE).when(drop, DROPPED).then_refused(
        "was fulfilled and cannot be dropped; first undo the entry that fulfilled it"
    )


def test_a_missing_follow_up_is_not_dropped():
    given(FOLLOW_UP).when(drop, DROPPED).then_refused("there is no such follow-up to drop")


def test_a_mistaken_drop_is_not_repeated():
    """After a person corrects a drop, only a new source can drop the follow-up again."""
    before = given(FOLLOW_UP, AGREED, DROPPED, FollowUpCorrected(status="open"))
    before.when(drop, DROPPED).then()
    before.when(drop, FollowUpDropped(sources=(AGENCY,))).then(FollowUpDropped(sources=(AGENCY,)))


def test_a_citation_keeps_the_status():
    """Citing another source does not reopen a fulfilled follow-up."""
    done = given(FOLLOW_UP, AGREED, DONE, SourceCited(sources=(DAILY,))).state
    assert (done.status, done.sources, done.by) == ("fulfilled", (DAILY,), SESSION)


def test_an_open_follow_up_is_found_by_what_it_awaits():
    """A search by mechanism finds the open follow-ups that await a session of the mechanism.

    A search by engagement finds the follow-ups that the engagement fulfilled.
    """
    assert given(FOLLOW_UP, AGREED).state.terms == (terms.awaits(BODY),)
    assert given(FOLLOW_UP, AGREED, DONE).state.terms == (terms.fulfilled_by(SESSION),)
    assert given(FOLLOW_UP, AGREED, DROPPED).state.terms == ()


@pytest.mark.parametrize(
    ("agreed", "occurred", "settled"),
    [
        ("2025-04-21", "2025-10-01", True),
        ("2025-04-21", "2025-04-20", False),
        ("2025-04-21", "2025-04-21", None),
        ("2025-04", "2025-04-30", None),
        ("2025", "2026", True),
        ("2025-04-21", "../2025-12-31", None),
        ("2025-04-21", None, None),
        (None, "2025-10-01", None),
    ],
)
def test_the_next_session_came_after_the_agreement(agreed, occurred, settled):
    """A session fulfils a follow-up only if the session was certainly held after the agreement."""
    agreed, occurred = (day and parse_date(day) for day in (agreed, occurred))
    assert is_settled_by(owed(agreed=agreed), BODY, None, occurred) is settled


@pytest.mark.parametrize(("held", "settled"), [(4, True), (3, False), (None, False)])
def test_an_awaited_number_is_settled_by_that_number(held, settled):
    """If a follow-up awaits a session number, the session with that number fulfils the follow-up.

    The dates of the session and of the agreement do not matter.
    """
    awaiting = owed(awaits=Awaits(mechanism=BODY, session=4), agreed=parse_date("2025"))
    assert is_settled_by(awaiting, BODY, held, parse_date("2020")) is settled


def test_a_session_of_another_mechanism_settles_nothing():
    """A session of another mechanism does not fulfil the follow-up.

    If a follow-up awaits no session, no session fulfils the follow-up.
    """
    ahead = parse_date("2026")
    assert is_settled_by(owed(agreed=parse_date("2025")), TRIP, None, ahead) is False
    assert is_settled_by(owed(awaits=None, agreed=parse_date("2025")), BODY, None, ahead) is False
