"""Groups of statuses: planned, taken place, ended and settled."""

from typing import get_args

import pytest

from dragoman.domain import follow_up
from dragoman.domain.conference import KIND as CONFERENCE
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.kind import Kind
from dragoman.domain.lifecycle import CANCELLED, POSTPONED
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.status import ENDED, PLANNED, SETTLED, TAKEN_PLACE, UNDER_WAY
from dragoman.domain.visit import KIND as VISIT


@pytest.mark.parametrize(
    "kind", [VISIT, CONSULTATION, MEETING, CONFERENCE], ids=lambda one: one.name
)
def test_an_engagement_is_planned_has_taken_place_or_is_off(kind: Kind) -> None:
    """An engagement in its first stage is planned; a postponed engagement is planned, too.

    An engagement in a later stage has taken place. A cancelled engagement has not taken place.
    """
    plan, *done = kind.state.stages
    assert {plan, POSTPONED} <= set(PLANNED)
    assert set(done) <= set(TAKEN_PLACE)
    assert done[-1] in ENDED
    assert not {*PLANNED, CANCELLED} & {*TAKEN_PLACE}


def test_the_lists_have_only_statuses_of_engagements() -> None:
    """The groups cover every stage of an engagement or a conference.

    The only other status in the groups is "postponed".
    """
    stages = {
        one for kind in (VISIT, CONSULTATION, MEETING, CONFERENCE) for one in kind.state.stages
    }
    assert stages | {POSTPONED} == {*PLANNED, *TAKEN_PLACE}
    assert {*UNDER_WAY, *ENDED} == {*TAKEN_PLACE}


def test_a_follow_up_is_open_or_settled() -> None:
    """Every status of a follow-up except "open" counts as settled."""
    assert set(get_args(follow_up.Status)) == {"open", *SETTLED}
