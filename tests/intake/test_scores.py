"""Proposals for labelled items: no value without words, no guessed side, and no step back."""

import pytest

from tests.intake.scoring import Score, items, labels_of, proposal_of, score

HALVES = ("dev", "kept")


@pytest.fixture(scope="module", params=HALVES)
def scored(request: pytest.FixtureRequest) -> Score:
    """The score of one half of the items."""
    return score(items(request.param))


@pytest.mark.parametrize("half", HALVES)
def test_every_value_rests_on_its_words(half: str) -> None:
    """Given labelled items, when they are read, then no check drops a claim of our own rules."""
    for path in items(half):
        proposal = proposal_of(path, labels_of(path))
        assert [(one.claim, one.reason) for one in proposal.checked.dropped] == []
        for claim in proposal.checked.kept:
            assert 0 <= claim.start < claim.end <= len(proposal.item.text)


def test_a_side_is_stated_or_missing(scored: Score) -> None:
    """Given labelled items, then no side is guessed, and stated sides are right."""
    assert scored.guessed == 0
    assert scored.slots["side"].precision >= 0.97
