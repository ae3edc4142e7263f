"""Two wordings of the same post share a key; different posts do not."""

import pytest

from dragoman.domain import post_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foreign minister", "minister of foreign affairs"),
        ("foreign minister", "Außenminister"),
        ("oil minister", "minister of oil"),
        ("minister of oil of Iraq", "Minister for Oil"),
        ("deputy foreign minister", "Deputy Minister of Foreign Affairs"),
        ("President", "President of the Republic of Iraq"),
        ("head of the protocol department", "Head of Protocol Department"),
    ],
)
def test_wordings_of_one_post_share_a_key(one: str, other: str) -> None:
    """The order of the words, the language and the name of the state do not matter."""
    assert post_key(one, "IQ") == post_key(other, "IQ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("foreign minister", "deputy foreign minister"),
        ("foreign minister", "acting foreign minister"),
        ("foreign minister", "former foreign minister"),
        ("first deputy foreign minister", "deputy foreign minister"),
        ("minister of state for foreign affairs", "minister of foreign affairs"),
        ("state secretary of foreign affairs", "deputy minister of foreign affairs"),
        ("minister of trade", "minister of oil"),
        ("minister of economy", "minister of economy and finance"),
        ("president", "prime minister"),
        ("director of the oil department", "chief of the oil section"),
        ("adviser to the foreign minister", "foreign minister"),
    ],
)
def test_different_posts_have_different_keys(one: str, other: str) -> None:
    """A rank, a qualifier or a portfolio that differs makes a different post."""
    assert post_key(one, "IQ") != post_key(other, "IQ")


def test_a_post_that_consists_of_the_name_of_the_state_keeps_its_words() -> None:
    """A post never loses all its words."""
    assert post_key("Iraq", "IQ") != post_key("Republic", "IQ")
