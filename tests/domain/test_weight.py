"""Weights of engagements: a higher level or rank never reduces the weight."""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.domain.engagement import Level
from dragoman.domain.rank import RANKS, rank_of
from dragoman.domain.weight import OF_KIND, OF_LEVEL, OF_RANK, weight_of

POST_OF = {
    "heads": "President",
    "deputy heads": "Vice President",
    "speakers": "Speaker of the Parliament",
    "ministers": "Minister of Energy",
    "deputy ministers": "Deputy Minister of Energy",
    "ambassadors": "Ambassador",
    "officials": "Head of department",
}
kinds = st.sampled_from(list(OF_KIND))
levels = st.sampled_from([None, *get_args(Level)])
posts = st.lists(st.sampled_from([None, "words that tell nothing", *POST_OF.values()]), max_size=5)


def test_every_level_and_rank_has_its_weight_in_order() -> None:
    """Every level and rank has a weight, and a higher level or rank never weighs less."""
    assert list(OF_LEVEL) == [level for level in get_args(Level) if level != "unspecified"]
    assert list(OF_RANK) == list(RANKS)
    for table in (OF_LEVEL, OF_RANK):
        assert all(higher >= lower for higher, lower in pairwise(table.values()))
    assert {rank: rank_of(post) for rank, post in POST_OF.items()} == {one: one for one in RANKS}


@given(kind=kinds, level=levels, posts=posts, more=posts)
def test_further_participants_do_not_reduce_the_weight(
    kind: str, level: str | None, posts: list[str | None], more: list[str | None]
) -> None:
    """Adding participants never reduces the weight, and their order does not matter."""
    assert weight_of(kind, level, [*posts, *more]) >= weight_of(kind, level, posts) >= 1
    assert weight_of(kind, level, posts[::-1]) == weight_of(kind, level, posts)


@given(kind=kinds, posts=posts, low=st.sampled_from(RANKS), high=st.sampled_from(RANKS))
def test_a_higher_rank_weighs_no_less(
    kind: str, posts: list[str | None], low: str, high: str
) -> None:
    if RANKS.index(high) <= RANKS.index(low):
        higher, lower = ([POST_OF[rank], *posts] for rank in (high, low))
        assert weight_of(kind, None, higher) >= weight_of(kind, None, lower)


@given(
    kind=kinds,
    posts=posts,
    low=st.sampled_from(list(OF_LEVEL)),
    high=st.sampled_from(list(OF_LEVEL)),
)
def test_a_higher_level_weighs_no_less(
    kind: str, posts: list[str | None], low: str, high: str
) -> None:
    """A higher level never reduces the weight; the posts do not count if the level is known."""
    order = list(OF_LEVEL)
    if order.index(high) <= order.index(low):
        assert weight_of(kind, high, posts) >= weight_of(kind, low, posts)
    assert weight_of(kind, low, posts) == weight_of("meeting", low, [])


@pytest.mark.parametrize(
    ("kind", "level", "posts", "expected"),
    [
        ("visit", "state", ["President"], 8),
        ("visit", "working", ["President"], 4),
        ("visit", "unspecified", ["Deputy Foreign Minister", "Ambassador"], 4),
        ("visit", None, [], 2),
        ("consultation", None, [None], 2),
        ("meeting", None, ["Ambassador"], 3),
        ("meeting", None, [], 1),
    ],
)
def test_level_weighs_more_than_rank_and_rank_more_than_kind(
    kind: str, level: str | None, posts: list[str | None], expected: int
) -> None:
    assert weight_of(kind, level, posts) == expected
