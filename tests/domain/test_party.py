"""Parties: people and organisations that a search finds by any spelling of their names."""

import pytest
from hypothesis import given as for_all

from dragoman.domain import amendments, terms
from dragoman.domain.amendments import Retracted
from dragoman.domain.dates import parse_date
from dragoman.domain.participant import Participant
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import (
    Identity,
    IdentityAdded,
    PartiesMerged,
    PartiesSplit,
    Party,
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
    """Registering a participant records the name, the side and the post."""
    given(PARTY).when(register, met(MINISTER)).then(REGISTERED)


def test_an_organisation_is_registered_as_one():
    """Registering an organisation records "organisation" as the type of the party."""
    bank = {"name": "Central Bank", "side": "IQ", "type": "organisation"}
    given(PARTY).when(register, met(Participant(**bank))).then(PartyRegistered(**bank))


def test_a_party_is_registered_once():
    """Registering a party again with a different post adds no event."""
    promoted = Identity(name="Leyla Aliyeva", side="AZ", post="minister")
    given(PARTY, REGISTERED).when(register, promoted).then()


def test_unknown_facts_of_a_party_are_added():
    """Registering a party again adds only facts that were not yet known, and their source."""
    before = given(PARTY, PartyRegistered(name="Leyla Aliyeva", sources=(AGENCY,)))
    told = Identity(name="L. Aliyeva", side="AZ", post="minister", sources=(AGENCY, DAILY))
    added = IdentityAdded(side="AZ", post="minister", sources=(DAILY,))
    before.when(register, told).then(added)
    state = given(PARTY, *before.history, added).state
    assert (state.name, state.type, state.side) == ("Leyla Aliyeva", "person", "AZ")


def test_a_cleared_field_is_not_filled_again():
    """After a person clears a field, only a new source can fill the field again."""
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


def test_a_retracted_party_is_registered_again():
    """Registering a retracted party again records the new facts and keeps the old spellings."""
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
def test_a_party_needs_a_name(history, name):
    """Dragoman refuses to register a party that has no name, even if the post is known."""
    nameless = Identity(name=name, post="minister", side="AZ")
    given(PARTY, *history).when(register, nameless).then_refused(
        "name is missing: give the name of the party"
    )


def test_spellings_are_added():
    """Adding spellings leaves out known spellings, whatever their case and spacing."""
    given(PARTY, REGISTERED).when(alias, ("LEYLA  ALIYEVA", "Leyla Əliyeva")).then(
        PartyAliased(aliases=("Leyla Əliyeva",))
    )


def test_a_spelling_is_added_once():
    """Giving a spelling twice, in different case, adds the spelling once."""
    given(PARTY, REGISTERED).when(alias, ("Leyla Əliyeva", "LEYLA ƏLIYEVA")).then(
        PartyAliased(aliases=("Leyla Əliyeva",))
    )


def test_a_missing_party_gets_no_spellings():
    given(PARTY).when(alias, ("Əliyeva",)).then_refused("there is no such party")


def test_a_retracted_party_gets_no_spellings():
    given(PARTY, REGISTERED, Retracted()).when(alias, ("Əliyeva",)).then()


def test_spellings_add_up():
    """A party keeps all spellings, and new spellings come last."""
    party = given(
        PARTY, REGISTERED, PartyAliased(aliases=("L. Aliyeva",)), PartyAliased(aliases=("Əliyeva",))
    ).state
    assert party.names == ("Leyla Aliyeva", "L. Aliyeva", "Əliyeva")


def test_a_party_is_found_under_every_name_on_its_side():
    """A search finds a party by any of its names, together with its side.

    A search with another side does not find the party.
    """
    party = given(PARTY, REGISTERED, PartyAliased(aliases=("Əliyeva",))).state
    assert {terms.known_as(name, "AZ") for name in party.names} < set(party.terms)
    assert terms.known_as("Əliyeva", "TR") not in party.terms


def test_a_citation_keeps_the_names():
    """Citing another source keeps the names unchanged."""
    party = given(PARTY, REGISTERED, SourceCited(sources=(DAILY,))).state
    assert (party.name, party.sources) == ("Leyla Aliyeva", (DAILY,))


@for_all(words(), words())
def test_the_id_depends_on_the_folded_name(name, other):
    """The id of a party depends on the side and the folded name."""
    assert party_id(name, "AZ") == party_id(f"  {name.upper()} ".casefold(), "AZ") or (
        terms.term_of(name) != terms.term_of(name.upper())
    )
    assert party_id(name, "AZ") != party_id(name, "IQ")
    assert (party_id(name, None) == party_id(other, None)) == (
        terms.term_of(name) == terms.term_of(other)
    )


# --- Posts ---------------------------------------------------------------------------------------


def posts(*history):
    """Return the posts of the sample party after the events in ``history``."""
    return given(PARTY, REGISTERED, *history).state.positions


def test_a_post_is_assumed():
    """Assuming a post records the post, the day and the source."""
    given(PARTY, REGISTERED).when(assume, ASSUMED).then(ASSUMED)
    assert posts(ASSUMED) == (Position(**POST, assumed=parse_date("2020")),)
    assert given(PARTY, REGISTERED, ASSUMED).state.sources == (AGENCY,)


@pytest.mark.parametrize(
    "again", [PositionAssumed(**POST), ASSUMED, PositionAssumed(post="MINISTER ", side="AZ")]
)
def test_a_held_post_is_not_assumed_again(again):
    """Assuming a post that the party already holds adds no event, however the post is spelt."""
    given(PARTY, REGISTERED, ASSUMED).when(assume, again).then()


def test_the_day_of_a_held_post_may_be_added_later():
    """A later report can add the day on which a party assumed its post."""
    before = given(PARTY, REGISTERED, PositionAssumed(**POST))
    before.when(assume, ASSUMED).then(ASSUMED)
    assert posts(PositionAssumed(**POST), ASSUMED) == posts(ASSUMED)


@pytest.mark.parametrize("other", [{**POST, "side": "TR"}, {**POST, "post": "envoy"}])
def test_a_party_may_hold_several_posts(other):
    """A party can hold several posts at once, with different names or on different sides."""
    second = PositionAssumed(**other)
    given(PARTY, REGISTERED, ASSUMED).when(assume, second).then(second)
    assert posts(ASSUMED, second) == (*posts(ASSUMED), Position(**other))


def test_a_post_is_left():
    """Leaving a post records the day, and keeps the day on which the party assumed the post."""
    given(PARTY, REGISTERED, ASSUMED).when(leave, LEFT).then(LEFT)
    former = Position(**POST, assumed=parse_date("2020"), left=parse_date("2024"), held=False)
    assert posts(ASSUMED, LEFT) == (former,)
    assert given(PARTY, REGISTERED, ASSUMED, LEFT).state.sources == (AGENCY, DAILY)


def test_leaving_may_be_the_first_report_of_a_post():
    """The first report of a post may say that the party left the post."""
    given(PARTY, REGISTERED).when(leave, LEFT).then(LEFT)
    assert posts(LEFT) == (Position(**POST, left=parse_date("2024"), held=False),)


@pytest.mark.parametrize("again", [PositionLeft(**POST), LEFT])
def test_a_post_is_left_once(again):
    """Leaving a post again adds no event."""
    given(PARTY, REGISTERED, ASSUMED, LEFT).when(leave, again).then()


def test_the_day_of_leaving_may_be_added_later():
    """A later report can add the day on which a party left its post."""
    before = given(PARTY, REGISTERED, ASSUMED, PositionLeft(**POST))
    before.when(leave, LEFT).then(LEFT)
    assert posts(ASSUMED, PositionLeft(**POST), LEFT) == posts(ASSUMED, LEFT)


def test_nobody_leaves_before_assuming_a_post():
    """Dragoman refuses to end a post before the post began; the message names both days."""
    made = given(PARTY, REGISTERED, ASSUMED).when(
        leave, PositionLeft(**POST, left=parse_date("2019"))
    )
    made.then_refused("2019 is before the post was assumed (2020)")
    assert made.refusal.field == "left"


def test_a_post_may_be_assumed_again():
    """A party that returns to a former post has two terms of office in this post."""
    given(PARTY, REGISTERED, ASSUMED, LEFT).when(assume, RETURNED).then(RETURNED)
    state = given(PARTY, REGISTERED, ASSUMED, LEFT, RETURNED).state
    assert state.positions == (*posts(ASSUMED, LEFT), Position(**POST, assumed=parse_date("2025")))
    assert positions(state, "Minister", "AZ") == list(state.positions)
    assert positions(state, "envoy", "AZ") == []


def test_a_post_assumed_again_is_left_again():
    """Leaving a post for the second time ends only the second term of office."""
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
def test_an_old_report_of_a_post_is_not_repeated(history, decision, told):
    """Recording the same report of a post again adds no event, even after the post has changed."""
    given(PARTY, REGISTERED, *history).when(decision, told).then()


def test_the_day_of_assuming_may_be_added_after_leaving():
    """Reports of assuming and leaving a post give the same result in either order."""
    assert posts(LEFT, ASSUMED) == posts(ASSUMED, LEFT)


# --- Merged parties ------------------------------------------------------------------------------


def test_a_party_is_merged_into_another():
    """A merged party keeps its own facts, and points to the party into which it was merged."""
    given(PARTY, REGISTERED).when(merge, ONE, OTHER, ()).then(PartiesMerged(into=OTHER))
    state = given(PARTY, REGISTERED, PartiesMerged(into=OTHER)).state
    assert (state.merged_into, state.name) == (OTHER, REGISTERED.name)
    assert terms.merged_into(OTHER) in state.terms


def test_a_party_is_merged_once():
    """Repeating a merge adds no event.

    Dragoman refuses to merge the same party into a third party.
    """
    before = given(PARTY, REGISTERED, PartiesMerged(into=OTHER))
    before.when(merge, ONE, OTHER, ()).then()
    made = before.when(merge, ONE, THIRD, ())
    made.then_refused(f"is already merged into {OTHER}; split it first")
    assert made.refusal.records == {"other": OTHER}


@pytest.mark.parametrize(("into", "chain"), [(ONE, ()), (OTHER, (ONE,)), (OTHER, (THIRD, ONE))])
def test_a_party_is_not_merged_into_itself(into, chain):
    """Dragoman refuses to merge a party into itself, directly or through other merged parties."""
    given(PARTY, REGISTERED).when(merge, ONE, into, chain).then_refused(
        "would be merged into itself"
    )


def test_a_party_is_split_from_the_other():
    """Splitting a merged party off again restores the state from before the merge.

    A second split adds no event.
    """
    merged = (REGISTERED, PartiesMerged(into=OTHER))
    given(PARTY, *merged).when(split).then(PartiesSplit())
    given(PARTY, *merged, PartiesSplit()).when(split).then()
    assert given(PARTY, *merged, PartiesSplit()).state == given(PARTY, REGISTERED).state


def test_an_unmerged_party_is_not_split():
    given(PARTY, REGISTERED).when(split).then()


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ((), "there is no such party"),
        (
            (REGISTERED, Retracted()),
            "is retracted; to restore it, type: dragoman correct REF --restore",
        ),
    ],
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
def test_a_missing_or_retracted_party_is_not_merged_or_split(history, reason, decision, args):
    given(PARTY, *history).when(decision, *args).then_refused(reason)


def test_a_corrected_name_with_cleared_aliases_leaves_no_alias() -> None:
    """Correcting a name keeps the former name as an alias.

    If the correction clears the aliases, the party has no alias.
    """
    state = Party(name="A", side="AZ", type="person")
    [corrected] = amendments.correct(state, PartyCorrected, {"name": "B"}, ("aliases",))
    after = corrected.applied_to(state)
    assert (after.name, after.aliases) == ("B", ())
    assert amendments.correct(after, PartyCorrected, {"name": "B"}, ("aliases",)) == []
