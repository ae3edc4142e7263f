"""Parties: registered once, known under every name they are written."""

import pytest
from hypothesis import given as for_all

from dragoman.domain import terms
from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import (
    Identity,
    IdentityAdded,
    PartiesMerged,
    PartiesSplit,
    PartyAliased,
    PartyCorrected,
    PartyRegistered,
    Position,
    PositionAssumed,
    PositionLeft,
    alias,
    assume,
    leave,
    merge,
    met,
    party_id,
    positions,
    register,
    split,
)
from dragoman.domain.source import SourceCited
from tests.domain.samples import AGENCY, DAILY, MINISTER, number
from tests.domain.strategies import words
from tests.given import given

REGISTERED = PartyRegistered(name="Leyla Aliyeva", side="AZ", post="deputy minister")
ONE, OTHER, THIRD = map(number, range(10, 13))
POST = {"post": "minister", "side": "AZ"}
ASSUMED = PositionAssumed(**POST, assumed=parse_date("2020"), sources=(AGENCY,))
LEFT = PositionLeft(**POST, left=parse_date("2024"), sources=(DAILY,))
RETURNED = PositionAssumed(**POST, assumed=parse_date("2025"))


def test_a_participant_is_registered():
    """The name, the side and the post as first met are recorded."""
    given(PARTY).when(register, met(MINISTER)).then(REGISTERED)


def test_an_organisation_is_registered_as_one():
    """The type of a participant is that of the party."""
    bank = {"name": "Central Bank", "side": "IQ", "type": "organisation"}
    given(PARTY).when(register, met(Participant(**bank))).then(PartyRegistered(**bank))


def test_a_party_is_registered_once():
    """In whatever post it is met again."""
    promoted = Identity(name="Leyla Aliyeva", side="AZ", post="minister")
    given(PARTY, REGISTERED).when(register, promoted).then()


def test_what_was_not_known_of_a_party_is_added():
    """With the source that tells it, and nothing else."""
    before = given(PARTY, PartyRegistered(name="Leyla Aliyeva", sources=(AGENCY,)))
    told = Identity(name="L. Aliyeva", side="AZ", post="minister", sources=(AGENCY, DAILY))
    added = IdentityAdded(side="AZ", post="minister", sources=(DAILY,))
    before.when(register, told).then(added)
    state = given(PARTY, *before.history, added).state
    assert (state.name, state.type, state.side) == ("Leyla Aliyeva", "person", "AZ")


def test_what_holds_nothing_is_not_added_again():
    """Not from a source that is cited; from another one it is."""
    before = given(
        PARTY,
        PartyRegistered(name="Leyla Aliyeva", post="minister", sources=(AGENCY,)),
        PartyCorrected(cleared=("post",)),
    )
    told = {"name": "Leyla Aliyeva", "post": "minister"}
    before.when(register, Identity(**told, sources=(AGENCY,))).then()
    before.when(register, Identity(**told, sources=(DAILY,))).then(
        IdentityAdded(post="minister", sources=(DAILY,))
    )


def test_a_party_that_was_retracted_is_registered_again():
    """As it is met now; the spellings of its name stay."""
    before = given(PARTY, REGISTERED, PartyAliased(aliases=("Əliyeva",)), Retracted())
    told = {"name": "Leyla Aliyeva", "side": "AZ", "post": "minister", "sources": (DAILY,)}
    before.when(register, Identity(**told)).then(PartyRegistered(**told))
    state = given(PARTY, *before.history, PartyRegistered(**told)).state
    assert (state.names, state.post, state.amendments) == (
        ("Leyla Aliyeva", "Əliyeva"),
        "minister",
        None,
    )


@pytest.mark.parametrize("name", [None, ""])
@pytest.mark.parametrize("history", [(), (REGISTERED,)])
def test_a_party_has_a_name(history, name):
    """A post alone is nobody."""
    nameless = Identity(name=name, post="minister", side="AZ")
    given(PARTY, *history).when(register, nameless).then_refused(
        "name is missing: give the name of the party"
    )


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


def test_nobody_has_no_spellings():
    """There has to be a party first."""
    given(PARTY).when(alias, ("Əliyeva",)).then_refused("there is no such party")


def test_a_party_that_was_retracted_gets_no_spellings():
    """It should not be there."""
    given(PARTY, REGISTERED, Retracted()).when(alias, ("Əliyeva",)).then()


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
        terms.term_of(name) != terms.term_of(name.upper())
    )
    assert party_id(name, "AZ") != party_id(name, "IQ")
    assert (party_id(name, None) == party_id(other, None)) == (
        terms.term_of(name) == terms.term_of(other)
    )


# --- Posts ---------------------------------------------------------------------------------------


def posts(*history):
    """The posts of the party after ``history``."""
    return given(PARTY, REGISTERED, *history).state.positions


def test_a_post_is_taken_up():
    """Its day and its source are kept."""
    given(PARTY, REGISTERED).when(assume, ASSUMED).then(ASSUMED)
    assert posts(ASSUMED) == (Position(**POST, assumed=parse_date("2020")),)
    assert given(PARTY, REGISTERED, ASSUMED).state.sources == (AGENCY,)


@pytest.mark.parametrize(
    "again", [PositionAssumed(**POST), ASSUMED, PositionAssumed(post="MINISTER ", side="AZ")]
)
def test_a_post_that_is_held_is_not_taken_up(again):
    """However it is spelt."""
    given(PARTY, REGISTERED, ASSUMED).when(assume, again).then()


def test_the_day_of_a_post_that_is_held_may_be_told_later():
    """The post is the same."""
    before = given(PARTY, REGISTERED, PositionAssumed(**POST))
    before.when(assume, ASSUMED).then(ASSUMED)
    assert posts(PositionAssumed(**POST), ASSUMED) == posts(ASSUMED)


@pytest.mark.parametrize("other", [{**POST, "side": "TR"}, {**POST, "post": "envoy"}])
def test_posts_stand_side_by_side(other):
    """On another side, or of another name, it is another one."""
    second = PositionAssumed(**other)
    given(PARTY, REGISTERED, ASSUMED).when(assume, second).then(second)
    assert posts(ASSUMED, second) == (*posts(ASSUMED), Position(**other))


def test_a_post_is_given_up():
    """It keeps the day on which it was taken up."""
    given(PARTY, REGISTERED, ASSUMED).when(leave, LEFT).then(LEFT)
    former = Position(**POST, assumed=parse_date("2020"), left=parse_date("2024"), held=False)
    assert posts(ASSUMED, LEFT) == (former,)
    assert given(PARTY, REGISTERED, ASSUMED, LEFT).state.sources == (AGENCY, DAILY)


def test_a_post_may_first_be_known_when_it_is_given_up():
    """When it was taken up nobody has told."""
    given(PARTY, REGISTERED).when(leave, LEFT).then(LEFT)
    assert posts(LEFT) == (Position(**POST, left=parse_date("2024"), held=False),)


@pytest.mark.parametrize("again", [PositionLeft(**POST), LEFT])
def test_a_post_is_given_up_once(again):
    """Whatever is said of it the second time."""
    given(PARTY, REGISTERED, ASSUMED, LEFT).when(leave, again).then()


def test_the_day_on_which_a_post_was_given_up_may_be_told_later():
    """The post is the same."""
    before = given(PARTY, REGISTERED, ASSUMED, PositionLeft(**POST))
    before.when(leave, LEFT).then(LEFT)
    assert posts(ASSUMED, PositionLeft(**POST), LEFT) == posts(ASSUMED, LEFT)


def test_nobody_leaves_before_they_came():
    """The refusal names both days."""
    made = given(PARTY, REGISTERED, ASSUMED).when(
        leave, PositionLeft(**POST, left=parse_date("2019"))
    )
    made.then_refused("2019 is before the post was assumed (2020)")
    assert made.refusal.field == "left"


def test_a_post_may_be_taken_up_again():
    """Both times are kept, and the last one counts."""
    given(PARTY, REGISTERED, ASSUMED, LEFT).when(assume, RETURNED).then(RETURNED)
    state = given(PARTY, REGISTERED, ASSUMED, LEFT, RETURNED).state
    assert state.positions == (*posts(ASSUMED, LEFT), Position(**POST, assumed=parse_date("2025")))
    assert positions(state, "Minister", "AZ") == list(state.positions)
    assert positions(state, "envoy", "AZ") == []


def test_a_post_that_was_taken_up_again_is_given_up_again():
    """The first time stays as it was."""
    again = PositionLeft(**POST)
    history = (ASSUMED, LEFT, RETURNED, again)
    assert posts(*history) == (
        *posts(ASSUMED, LEFT),
        Position(**POST, assumed=parse_date("2025"), held=False),
    )


@pytest.mark.parametrize(
    ("history", "decision", "told"),
    [((ASSUMED, LEFT), assume, ASSUMED), ((ASSUMED, LEFT, RETURNED), leave, LEFT)],
)
def test_old_news_of_a_post_is_not_told_again(history, decision, told):
    """A report that is read a second time changes nothing."""
    given(PARTY, REGISTERED, *history).when(decision, told).then()


def test_the_day_on_which_a_post_was_taken_up_may_be_told_after_it_was_given_up():
    """Reports come in any order."""
    assert posts(LEFT, ASSUMED) == posts(ASSUMED, LEFT)


# --- Two that are one ----------------------------------------------------------------------------


def test_a_party_is_merged_into_another():
    """It stays what it was, and is found as merged."""
    given(PARTY, REGISTERED).when(merge, ONE, OTHER, ()).then(PartiesMerged(into=OTHER))
    state = given(PARTY, REGISTERED, PartiesMerged(into=OTHER)).state
    assert (state.merged_into, state.name) == (OTHER, REGISTERED.name)
    assert terms.merged_into(OTHER) in state.terms


def test_a_party_is_merged_once():
    """Into the same one it gives no event; into another one it is refused."""
    before = given(PARTY, REGISTERED, PartiesMerged(into=OTHER))
    before.when(merge, ONE, OTHER, ()).then()
    made = before.when(merge, ONE, THIRD, ())
    made.then_refused(f"is already merged into {OTHER}; split it first")
    assert made.refusal.records == {"other": OTHER}


@pytest.mark.parametrize(("into", "chain"), [(ONE, ()), (OTHER, (ONE,)), (OTHER, (THIRD, ONE))])
def test_a_party_is_not_merged_into_itself(into, chain):
    """Nor into one that is merged into it."""
    given(PARTY, REGISTERED).when(merge, ONE, into, chain).then_refused(
        "would be merged into itself"
    )


def test_a_party_is_split_from_the_other():
    """Once; then it is found as itself alone."""
    merged = (REGISTERED, PartiesMerged(into=OTHER))
    given(PARTY, *merged).when(split).then(PartiesSplit())
    given(PARTY, *merged, PartiesSplit()).when(split).then()
    assert given(PARTY, *merged, PartiesSplit()).state == given(PARTY, REGISTERED).state


def test_a_party_on_its_own_is_not_split():
    """There is nothing to split it from."""
    given(PARTY, REGISTERED).when(split).then()


@pytest.mark.parametrize(
    ("history", "reason"),
    [((), "there is no such party"), ((REGISTERED, Retracted()), "is retracted; undo that first")],
)
@pytest.mark.parametrize(
    ("decision", "args"),
    [
        (assume, (ASSUMED,)),
        (leave, (LEFT,)),
        (merge, (ONE, OTHER, ())),
        (split, ()),
    ],
)
def test_who_is_not_there_does_nothing(history, reason, decision, args):
    """Nor does whoever should not be there."""
    given(PARTY, *history).when(decision, *args).then_refused(reason)
