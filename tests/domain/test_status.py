"""Statuses by what they mean: every one that a record can have, in one list."""

from typing import get_args

import pytest

from dragoman.domain import follow_up
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.kind import Kind
from dragoman.domain.lifecycle import CANCELLED, POSTPONED
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.status import ENDED, PLANNED, SETTLED, TAKEN_PLACE, UNDER_WAY
from dragoman.domain.visit import KIND as VISIT


@pytest.mark.parametrize("kind", [VISIT, CONSULTATION, MEETING], ids=lambda one: one.name)
def test_an_engagement_is_planned_has_taken_place_or_is_off(kind: Kind) -> None:
    """The first stage is a plan, and so is what was put off; the last one ends it."""
    plan, *done = kind.state.stages
    assert {plan, POSTPONED} <= set(PLANNED)
    assert set(done) <= set(TAKEN_PLACE)
    assert done[-1] in ENDED
    assert not {*PLANNED, CANCELLED} & {*TAKEN_PLACE}


def test_nothing_is_listed_that_no_engagement_can_be() -> None:
    """The lists hold the stages of all kinds, and nothing else."""
    stages = {one for kind in (VISIT, CONSULTATION, MEETING) for one in kind.state.stages}
    assert stages | {POSTPONED} == {*PLANNED, *TAKEN_PLACE}
    assert {UNDER_WAY, *ENDED} == {*TAKEN_PLACE}


def test_a_follow_up_is_open_or_settled() -> None:
    """Whatever it is but open."""
    assert set(get_args(follow_up.Status)) == {"open", *SETTLED}
