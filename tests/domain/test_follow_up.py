"""Follow-ups: agreed, then fulfilled, or overdue."""

from datetime import date, timedelta

import pytest

from domain import terms
from domain.catalogue import FOLLOW_UP
from domain.dates import parse
from domain.follow_up import (
    Awaits,
    FollowUpAgreed,
    FollowUpFulfilled,
    Undertaking,
    agree,
    fulfil,
    is_overdue,
    is_settled_by,
)
from domain.record import known
from domain.source import SourceCited
from tests.domain.samples import BODY, DAILY, OTHER_SESSION, SESSION, TODAY, TRIP, undertaking
from tests.given import given

AGREED = FollowUpAgreed(**known(undertaking()))
DONE = FollowUpFulfilled(by=SESSION, fulfilled=parse("2025-10-01"))


def owed(**facts):
    """The state of a follow-up that was agreed with ``facts``."""
    return given(FOLLOW_UP, FollowUpAgreed(**known(undertaking(**facts)))).state


def test_an_undertaking_is_agreed():
    """It is recorded as told."""
    given(FOLLOW_UP).when(agree, undertaking()).then(AGREED)


def test_an_undertaking_is_agreed_once():
    """Whatever is said of it the second time."""
    given(FOLLOW_UP, AGREED).when(agree, undertaking(owner="IQ")).then()


def test_an_undertaking_says_what_is_owed():
    """A date alone is nothing to act on."""
    given(FOLLOW_UP).when(agree, Undertaking(due=parse("2025"))).then_refused("what is missing")


def test_a_follow_up_is_fulfilled():
    """By an engagement, on a day."""
    given(FOLLOW_UP, AGREED).when(fulfil, DONE).then(DONE)


def test_a_follow_up_is_fulfilled_once():
    """The same fulfilment, or one that names no other engagement, gives no event."""
    done = given(FOLLOW_UP, AGREED, DONE)
    done.when(fulfil, DONE).then()
    done.when(fulfil, FollowUpFulfilled(note="by letter")).then()


def test_two_engagements_do_not_fulfil_the_same():
    """A second engagement is refused, and the first one named."""
    other = FollowUpFulfilled(by=OTHER_SESSION)
    given(FOLLOW_UP, AGREED, DONE).when(fulfil, other).then_refused(f"by {SESSION}")


def test_what_was_never_agreed_is_not_fulfilled():
    """There has to be a follow-up first."""
    given(FOLLOW_UP).when(fulfil, DONE).then_refused("no such follow-up")


def test_a_citation_leaves_the_status():
    """One more source opens nothing again."""
    done = given(FOLLOW_UP, AGREED, DONE, SourceCited(sources=(DAILY,))).state
    assert (done.status, done.sources, done.by) == ("fulfilled", (DAILY,), SESSION)


def test_a_follow_up_is_found_by_what_it_awaits_while_it_is_open():
    """A fulfilled one awaits nothing."""
    assert terms.awaits(BODY) in given(FOLLOW_UP, AGREED).state.terms
    assert terms.awaits(BODY) not in given(FOLLOW_UP, AGREED, DONE).state.terms


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
def test_the_next_session_is_one_that_came_after(agreed, occurred, settled):
    """Where the dates do not tell, neither does the follow-up."""
    agreed, occurred = (day and parse(day) for day in (agreed, occurred))
    assert is_settled_by(owed(agreed=agreed), BODY, None, occurred) is settled


@pytest.mark.parametrize(("held", "settled"), [(4, True), (3, False), (None, False)])
def test_an_awaited_number_is_settled_by_that_number(held, settled):
    """Dates do not matter where the number is agreed."""
    awaiting = owed(awaits=Awaits(mechanism=BODY, session=4), agreed=parse("2025"))
    assert is_settled_by(awaiting, BODY, held, parse("2020")) is settled


def test_a_session_of_another_body_settles_nothing():
    """Nor does any session settle what awaits none, or what is done."""
    ahead = parse("2026")
    done = given(FOLLOW_UP, FollowUpAgreed(**known(undertaking(agreed=parse("2025")))), DONE).state
    assert is_settled_by(owed(agreed=parse("2025")), TRIP, None, ahead) is False
    assert is_settled_by(owed(awaits=None, agreed=parse("2025")), BODY, None, ahead) is False
    assert is_settled_by(done, BODY, None, ahead) is False


@pytest.mark.parametrize(
    ("due", "overdue"),
    [("2025-04-21", True), ("2025-04-22", False), ("2025-04", False), ("2025-03", True)],
)
def test_overdue_is_what_no_day_is_left_for(due, overdue):
    """An imprecise date is over when its last day is."""
    assert is_overdue(owed(due=parse(due)), TODAY) is overdue


@pytest.mark.parametrize("due", [None, "2025-04-01/.."])
def test_what_has_no_last_day_is_never_overdue(due):
    """Neither without a date nor with an open end."""
    assert not is_overdue(owed(due=due and parse(due)), date.max - timedelta(days=1))


def test_what_is_done_is_not_overdue():
    """Even when it was done late."""
    late = FollowUpAgreed(**known(undertaking(due=parse("2020"))))
    assert is_overdue(given(FOLLOW_UP, late).state, TODAY)
    assert not is_overdue(given(FOLLOW_UP, late, DONE).state, TODAY)
