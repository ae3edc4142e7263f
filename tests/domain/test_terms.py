"""Terms: strings that differ only in case, width or white space give the same term."""

from uuid import UUID

import pytest
from hypothesis import given

from dragoman.domain import terms
from tests.domain.samples import BODY
from tests.domain.strategies import words


@pytest.mark.parametrize(
    "text", ["Energy Security", " energy\tsecurity\n", "ENERGY  SECURITY", "Ｅｎｅｒｇｙ security"]
)
def test_trivial_differences_of_spelling_are_folded(text):
    """Case, width and white space make no difference to a term."""
    assert terms.topic(text) == "topic:energy security"


@given(words())
def test_folding_twice_changes_nothing(text):
    """Folding a text a second time changes nothing."""
    assert terms.term_of(terms.term_of(text)) == terms.term_of(text)


def test_accents_distinguish_terms():
    """Letters with and without accents give different terms, so no two names merge silently."""
    assert terms.topic("Bağdad") != terms.topic("Bagdad")


def test_a_mechanism_is_the_same_in_any_order_of_its_parties():
    first, second = (
        terms.standing_body("joint commission", parties, "Joint Commission")
        for parties in (("AZ", "IQ"), ("IQ", "AZ"))
    )
    assert first == second


def test_the_forms_of_terms_are_kept():
    """The form of a term never changes, because views store terms and ids are made from terms."""
    record = UUID(int=1).hex
    assert [
        terms.involves("org:UN"),
        terms.topic("Energy"),
        terms.known_as("Leyla Aliyeva", "AZ"),
        terms.known_as("Leyla Aliyeva", None),
        terms.standing_body("working group", ("IQ", "AZ"), "Energy"),
        terms.session(BODY, 3),
        terms.sessions_of(BODY),
        terms.awaits(BODY),
        terms.fulfilled_by(BODY),
        terms.merged_into(BODY),
    ] == [
        "party:org:UN",
        "topic:energy",
        "name:leyla aliyeva|AZ",
        "name:leyla aliyeva|",
        "mechanism:working group|AZ,IQ|energy",
        f"session:{record}|3",
        f"sessions:{record}",
        f"awaits:{record}",
        f"fulfilled-by:{record}",
        f"merged-into:{record}",
    ]
