"""Additions: further facts extend a record, and never change facts that are already recorded."""

import pytest
from attrs import evolve as replaced
from hypothesis import given as for_all
from hypothesis import strategies as st

from dragoman.domain.additions import differences
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingHeld, MeetingScheduled, hold, schedule
from dragoman.domain.participant import Participant
from dragoman.domain.record import non_empty
from dragoman.domain.undoing import undo
from tests.domain.samples import FACTS, TODAY, number
from tests.domain.strategies import words
from tests.given import given

HELD = MeetingHeld(**FACTS, topics=("energy",))
MINISTER = Participant(name="Ali Hasan", post="minister of oil", side="IQ")


def more(**facts: object) -> Particulars:
    """Return further facts about the sample meeting."""
    return Particulars(**facts)


def test_a_further_topic_is_added():
    """Reporting a meeting again adds only the topics that the record does not have."""
    given(MEETING, HELD).when(hold, more(topics=("Energy", "water")), TODAY).then(
        ParticularsAdded(topics=("water",))
    )


def test_added_topics_come_after_the_recorded_ones():
    """Added topics come after the topics that are already recorded."""
    history = (HELD, ParticularsAdded(topics=("water",)))
    assert given(MEETING, *history).state.topics == ("energy", "water")


def test_the_next_stage_extends_lists():
    """A meeting that was scheduled and then held keeps the topics of the plan."""
    planned = MeetingScheduled(**FACTS, topics=("energy",))
    given(MEETING, planned).when(hold, more(topics=("water",)), TODAY).then(
        MeetingHeld(), ParticularsAdded(topics=("water",))
    )


def test_a_participant_without_a_name_gets_it():
    """A later source can add the name of a participant whose name was unknown."""
    unnamed = replaced(HELD, participants=(replaced(MINISTER, name=None),))
    made = given(MEETING, unnamed).when(hold, more(participants=(MINISTER,)), TODAY)
    made.then(ParticularsAdded(participants=(MINISTER,)))
    assert given(MEETING, unnamed, *made.events).state.participants == (MINISTER,)


def test_a_different_post_is_a_difference():
    """If a source gives a participant another post, the record keeps its post.

    Dragoman reports the difference and names both posts.
    """
    held = replaced(HELD, participants=(MINISTER,))
    said = more(participants=(replaced(MINISTER, post="minister of water"),))
    given(MEETING, held).when(hold, said, TODAY).then()
    assert differences(given(MEETING, held).state, said) == {
        "participants.1.post": ("minister of oil", "minister of water")
    }


def test_another_spelling_is_a_difference():
    """A participant with a similar name and the same post is the same person.

    The record keeps its spelling of the name, and Dragoman reports the difference.
    """
    held = replaced(HELD, participants=(replaced(MINISTER, name="Yaltschin Rafijew", side="AZ"),))
    said = more(participants=(replaced(MINISTER, name="Yalchin Rafiyev", side="AZ"),))
    given(MEETING, held).when(hold, said, TODAY).then()
    assert list(differences(given(MEETING, held).state, said)) == ["participants.1.name"]


def test_a_participant_repeated_without_a_link_is_one():
    """Two participants with the same name and post are one person unless their links differ."""
    held = replaced(HELD, participants=(MINISTER,))
    given(MEETING, held).when(hold, more(participants=(MINISTER, MINISTER)), TODAY).then()


def test_linked_participants_are_compared_by_their_links():
    """Participants with the same name and different links are different people."""
    held = replaced(HELD, participants=(replaced(MINISTER, party=number(7)),))
    other = replaced(MINISTER, party=number(8))
    given(MEETING, held).when(hold, more(participants=(other,)), TODAY).then(
        ParticularsAdded(participants=(other,))
    )


def test_undoing_an_addition_keeps_other_additions():
    """Undoing an addition removes only the facts of this addition."""
    history = (HELD, ParticularsAdded(topics=("water",)), ParticularsAdded(topics=("gas",)))
    undone = given(MEETING, *history).when(undo, [2], number(9))
    assert given(MEETING, *history, *undone.events).state.topics == ("energy", "gas")


def test_a_plan_can_be_scheduled_again_with_more():
    """Scheduling a meeting again, now with an outcome, adds the outcome to the record."""
    planned = MeetingScheduled(**FACTS)
    made = given(MEETING, planned).when(schedule, more(outcomes=("roadmap",)), TODAY)
    made.then(ParticularsAdded(outcomes=("roadmap",)))


PEOPLE = st.builds(
    Participant,
    name=st.none() | st.sampled_from(("Ali", "Ali Hasan", "Leyla")) | words(),
    post=st.none() | st.sampled_from(("minister", "envoy")),
    side=st.sampled_from((None, "AZ", "IQ")),
)
LISTS = st.fixed_dictionaries(
    {
        "topics": st.lists(words(), max_size=3).map(tuple),
        "outcomes": st.lists(words(), max_size=2).map(tuple),
        "participants": st.lists(PEOPLE, max_size=3).map(tuple),
    }
)


@for_all(LISTS, LISTS)
def test_an_addition_never_needs_a_correction(first: dict, second: dict) -> None:
    """Reporting an engagement again with other lists adds every new item and changes no value."""
    held = replaced(HELD, **first)
    before = given(MEETING, held).state
    made = given(MEETING, held).when(hold, more(**second), TODAY)
    after = given(MEETING, held, *made.events).state
    assert not differences(after, more(**{**second, "participants": ()}))
    assert not {"participants"} & differences(after, more(**second)).keys()
    for name, value in non_empty(before).items():
        if name != "participants":
            assert getattr(after, name)[: len(value)] == value if name in first else True
    for old, new in zip(before.participants, after.participants, strict=False):
        assert non_empty(old).items() <= non_empty(new).items()


@pytest.mark.parametrize(
    ("has", "said", "differs"),
    [
        ("2025-04-20", "2025-04", False),
        ("2025-04-20T14:30:00+04:00", "2025-04-20", False),
        ("2025-04-20", "2025-04-20?", False),
        ("2025-04-20?", "2025-04-20", True),
        ("2025-04", "2025-04-20", True),
        ("2025-04-20", "2025-04-21", True),
        ("../2025-04", "2025-04-20", True),
    ],
)
def test_a_vaguer_date_agrees(has: str, said: str, differs: bool) -> None:
    """A source with a less precise date agrees with the record."""
    held = given(MEETING, replaced(HELD, occurred=parse_date(has))).state
    assert bool(differences(held, more(occurred=parse_date(said)))) is differs


def test_a_post_in_other_words_agrees() -> None:
    """A source that gives the words of a post in another order agrees with the record."""
    held = given(MEETING, replaced(HELD, participants=(MINISTER,))).state
    assert not differences(held, more(participants=(replaced(MINISTER, post="Oil Minister"),)))
