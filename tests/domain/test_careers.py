"""Careers: whether one person can have held two posts."""

import pytest

from dragoman.domain.careers import match_of

SAME = [
    ("foreign minister", "Außenminister"),
    ("Minister of Foreign Affairs", "ministre des Affaires étrangères"),
    ("foreign minister", "ministro de Relaciones Exteriores"),
    ("foreign minister", "министр иностранных дел"),
    ("foreign minister", "Dışişleri Bakanı"),
    ("foreign minister", "xarici işlər naziri"),
    ("foreign minister", "وزير الخارجية"),
    ("foreign minister", "ministro dos Negócios Estrangeiros"),
    ("foreign minister", "Ministro das Relações Exteriores"),
    ("Bundespräsident", "presidente federal"),
    ("Ambassador to Kenya", "embaixador no Quénia"),
    ("minister of oil", "وزير النفط"),
    ("defence minister", "müdafiə naziri"),
    ("deputy minister of finance", "Finanzminister"),
    ("foreign minister", "Prime Minister"),
    ("Crown Prince", "King"),
    ("Vice President", "President"),
    ("former prime minister", "prime minister"),
    ("Ambassador to Iraq", "Botschafter in der Türkei"),
    ("head of the protocol department", "Head of the Protocol Department"),
]
POSSIBLE = [
    ("minister of oil", "minister"),
    ("General", "President"),
    ("delegate", "minister of oil"),
    (None, "judge"),
]
DIFFERENT = [
    ("minister of oil", "judge"),
    ("minister of oil", "minister of labour"),
    ("minister of trade", "foreign minister"),
    ("minister of foreign trade", "foreign minister"),
    ("prime minister", "head of the protocol department"),
    ("minister of oil", "ambassador"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_posts_of_one_career_are_the_same(one: str, other: str) -> None:
    """Two posts can belong to one person if the posts are steps of one career.

    Examples are the same post in two languages, two ranks in one ministry, and posts that only one
    person holds at a time.
    """
    assert (match_of(one, other), match_of(other, one)) == ("same", "same")


@pytest.mark.parametrize(("one", "other"), POSSIBLE)
def test_words_that_name_no_post_say_nothing(one: str | None, other: str) -> None:
    """A rank, a form of address or a role does not show whether two posts belong to one person."""
    assert (match_of(one, other), match_of(other, one)) == ("possible", "possible")


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_posts_are_different(one: str, other: str) -> None:
    """Posts with different portfolios, or in different offices, are not steps of one career."""
    assert (match_of(one, other), match_of(other, one)) == ("different", "different")
