"""Parties: registered once, known under every name they are written."""

import pytest
from hypothesis import given as for_all

from domain import terms
from domain.catalogue import PARTY
from domain.participant import Participant
from domain.party import PartyAliased, PartyRegistered, alias, party_id, register
from domain.source import SourceCited
from tests.domain.samples import DAILY, MINISTER
from tests.domain.strategies import words
from tests.given import given

REGISTERED = PartyRegistered(name="Leyla Aliyeva", side="AZ", post="deputy minister")


def test_a_participant_is_registered():
    """The name, the side and the post as first met are recorded."""
    given(PARTY).when(register, MINISTER).then(REGISTERED)


def test_an_organisation_is_registered_as_one():
    """The type of a participant is that of the party."""
    bank = Participant(name="Central Bank", side="IQ", type="organisation")
    given(PARTY).when(register, bank).then(
        PartyRegistered(name="Central Bank", side="IQ", type="organisation")
    )


def test_a_party_is_registered_once():
    """In whatever post it is met again."""
    promoted = Participant(name="Leyla Aliyeva", side="AZ", post="minister")
    given(PARTY, REGISTERED).when(register, promoted).then()


@pytest.mark.parametrize("name", [None, ""])
def test_a_party_has_a_name(name):
    """A post alone is nobody."""
    nameless = Participant(name=name, post="minister", side="AZ")
    given(PARTY).when(register, nameless).then_refused("name is missing")


def test_spellings_are_added():
    """Those it has are left out, whatever their case and spacing."""
    given(PARTY, REGISTERED).when(alias, ("LEYLA  ALIYEVA", "Leyla Əliyeva")).then(
        PartyAliased(aliases=("Leyla Əliyeva",))
    )


def test_one_spelling_is_added_once():
    """Also when it is given twice at once, in another case."""
    given(PARTY, REGISTERED).when(alias, ("Leyla Əliyeva", "LEYLA ƏLIYEVA")).then(
        PartyAliased(aliases=("Leyla Əliyeva",))
    )


def test_spellings_add_up():
    """Later ones come after those there are."""
    party = given(
        PARTY, REGISTERED, PartyAliased(aliases=("L. Aliyeva",)), PartyAliased(aliases=("Əliyeva",))
    ).state
    assert party.names == ("Leyla Aliyeva", "L. Aliyeva", "Əliyeva")


def test_a_party_is_found_under_every_name_on_its_side():
    """Names on another side are other people."""
    party = given(PARTY, REGISTERED, PartyAliased(aliases=("Əliyeva",))).state
    assert {terms.known_as(name, "AZ") for name in party.names} < set(party.terms)
    assert terms.known_as("Əliyeva", "TR") not in party.terms


def test_a_citation_leaves_the_names():
    """One more source changes nothing else."""
    party = given(PARTY, REGISTERED, SourceCited(sources=(DAILY,))).state
    assert (party.name, party.sources) == ("Leyla Aliyeva", (DAILY,))


@for_all(words(), words())
def test_the_id_is_that_of_the_folded_name(name, other):
    """The same name in another case is the same party; another name or side is another."""
    assert party_id(name, "AZ") == party_id(f"  {name.upper()} ".casefold(), "AZ") or (
        terms.fold(name) != terms.fold(name.upper())
    )
    assert party_id(name, "AZ") != party_id(name, "IQ")
    assert (party_id(name, None) == party_id(other, None)) == (
        terms.fold(name) == terms.fold(other)
    )
