"""The words of the source for one part of a value stay with this part, or disappear with it."""

from typing import Any

import pytest
from attrs import evolve as replaced
from hypothesis import given as for_all
from hypothesis import strategies as st

from dragoman.domain.additions import apart
from dragoman.domain.amendments import ReadingResolved, correct
from dragoman.domain.engagement import Particulars, ParticularsAdded
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import Awaits, FollowUpAgreed, FollowUpCorrected
from dragoman.domain.mechanism import KIND as MECHANISM
from dragoman.domain.mechanism import MechanismAmended, MechanismEstablished, complete
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingCorrected, MeetingHeld, MeetingScheduled
from dragoman.domain.part_paths import PartPath, known_path, part_path
from dragoman.domain.participant import Participant
from dragoman.domain.refusal import Refused
from dragoman.domain.undoing import Undone
from tests.domain.samples import AGENCY, BODY, CHARTER, DAILY, TODAY, charter, number
from tests.given import given

ANNA = Participant(name="Anna Berg", post="foreign minister", side="NO")
FUAD = Participant(name="Fuad Hussein", post="deputy prime minister", side="IQ")
ZHOU = Participant(name="Zhou Wei", post="ambassador", side="CN")
UNNAMED = Participant(post="deputy minister of environment", side="IQ")
WORDS = {"participants.1.name": "A. Berg", "participants.2.post": "Vizepremier"}
HELD = MeetingHeld(title="Talks", participants=(ANNA, FUAD), as_written=WORDS, sources=(DAILY,))


def words(*history: Any, of: Any = MEETING) -> dict[str, str]:
    """Return the words of the source in a record with these events."""
    return dict(given(of, *history).state.as_written)


# --- Paths ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "path"),
    [
        (MEETING, "participants.2.name", PartPath("participants", 2, "name")),
        (MEETING, "topics.3", PartPath("topics", 3)),
        (MEETING, "parties.1", PartPath("parties", 1)),
        (FOLLOW_UP, "owners.1.post", PartPath("owners", 1, "post")),
        (FOLLOW_UP, "awaits.session", PartPath("awaits", None, "session")),
    ],
)
def test_a_path_names_a_part(kind: Any, text: str, path: PartPath) -> None:
    """A path gives the field, the number of the item and the fact about it."""
    assert part_path(kind.state, text) == known_path(text) == path
    assert str(path) == text


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (MEETING, "participants.2", r"write participants\.2\.name"),
        (MEETING, "participants.x.name", r"write participants\.2\.name"),
        (MEETING, "topics.2.name", r"write topics\.2 for the second"),
        (MEETING, "topics.", r"write topics\.2 for the second"),
        (MEETING, "place.1", "no parts"),
        (MEETING, "plaice.1", "no field 'plaice'"),
        (FOLLOW_UP, "awaits.1", r"write awaits\.mechanism or awaits\.session"),
    ],
)
def test_a_path_to_no_part_is_refused(kind: Any, text: str, why: str) -> None:
    """The message says what to write."""
    with pytest.raises(Refused, match=why):
        part_path(kind.state, text)


@pytest.mark.parametrize("text", ["place", "a.0", ".", "a.", "a.b.c", "a.1.b.c", ".1"])
def test_other_keys_are_no_paths(text: str) -> None:
    """Keys that name no part stay as they are in old events."""
    assert known_path(text) is None
    held = replaced(HELD, as_written={text: "words"})
    corrected = MeetingCorrected(participants=(FUAD,))
    assert words(held, corrected) == {text: "words"}


# --- Corrections ------------------------------------------------------------------------------


def test_words_follow_their_person_when_the_order_changes():
    assert words(HELD, MeetingCorrected(participants=(FUAD, ZHOU, ANNA))) == {
        "participants.3.name": "A. Berg",
        "participants.1.post": "Vizepremier",
    }


def test_words_disappear_with_their_person():
    assert words(HELD, MeetingCorrected(participants=(FUAD,))) == {
        "participants.1.post": "Vizepremier"
    }
    assert words(HELD, MeetingCorrected(cleared=("participants",))) == {}


def test_words_disappear_with_their_value():
    without_post = replaced(FUAD, post=None)
    assert words(HELD, MeetingCorrected(participants=(ANNA, without_post))) == {
        "participants.1.name": "A. Berg"
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FUAD, replaced(FUAD, post="foreign minister")),
        (FUAD, replaced(FUAD, side="TR")),
        (FUAD, replaced(FUAD, name="Fouad Hussain")),
        (FUAD, replaced(FUAD, party=number(5))),
        (UNNAMED, replaced(UNNAMED, name="Jassim Hamadi")),
        (UNNAMED, replaced(UNNAMED, post="deputy environment minister")),
    ],
)
def test_a_corrected_person_keeps_the_words(before: Participant, after: Participant) -> None:
    """A corrected spelling, post or side does not make another person."""
    held = replaced(HELD, participants=(ANNA, before))
    assert words(held, MeetingCorrected(participants=(after, ANNA))) == {
        "participants.2.name": "A. Berg",
        "participants.1.post": "Vizepremier",
    }


def test_words_do_not_go_to_a_namesake():
    """If one of two people with the same name is removed, the words of this one disappear."""
    other = replaced(ANNA, post="head of mission")
    held = replaced(HELD, participants=(ANNA, other), as_written={"participants.1.post": "AM"})
    assert words(held, MeetingCorrected(participants=(other,))) == {}


def test_words_of_topics_follow_their_topic():
    held = replaced(HELD, topics=("energy", "trade"), as_written={"topics.2": "Handel"})
    assert words(held, MeetingCorrected(topics=("Trade", "visas"))) == {"topics.1": "Handel"}
    assert words(held, MeetingCorrected(topics=("energy", "visas"))) == {}


def test_a_correction_gives_words_for_the_corrected_list():
    event = MeetingCorrected(participants=(FUAD, ANNA), as_written={"participants.1.name": "Fuat"})
    assert words(HELD, event) == {
        "participants.1.name": "Fuat",
        "participants.1.post": "Vizepremier",
        "participants.2.name": "A. Berg",
    }


def test_a_correction_replaces_all_words():
    """A correction that empties the words and has words leaves no other words."""
    event = MeetingCorrected(as_written={"place": "Bagdad"}, cleared=("as_written",))
    assert words(HELD, event) == {"place": "Bagdad"}


def test_corrected_words_that_the_record_has_are_not_lost():
    """Clearing the words and giving the same words again changes nothing."""
    state = given(MEETING, HELD).state
    assert correct(state, MeetingCorrected, {"as_written": WORDS}, ("as_written",)) == []


def test_a_chosen_reading_keeps_the_words():
    """A chosen name belongs to the same participant; a chosen list can lack the part."""
    held = replaced(HELD, topics=("energy", "trade"), as_written={**WORDS, "topics.2": "Handel"})
    named = ReadingResolved(field="participants.1.name", value="Inga Dahl")
    listed = ReadingResolved(field="topics", value="trade; visas")
    assert words(held, named) == {**WORDS, "topics.2": "Handel"}
    assert words(held, listed) == {**WORDS, "topics.1": "Handel"}


def test_words_for_a_session_that_is_awaited():
    agreed = FollowUpAgreed(
        what="W",
        awaits=Awaits(mechanism=BODY, session=4),
        as_written={"awaits.session": "vierte Sitzung"},
    )
    other = FollowUpCorrected(awaits=Awaits(mechanism=BODY, session=5))
    nothing = FollowUpCorrected(cleared=("awaits",))
    any_session = FollowUpCorrected(awaits=Awaits(mechanism=BODY))
    assert words(agreed, other, of=FOLLOW_UP) == {"awaits.session": "vierte Sitzung"}
    assert words(agreed, nothing, of=FOLLOW_UP) == {}
    assert words(agreed, any_session, of=FOLLOW_UP) == {}


# --- Additions --------------------------------------------------------------------------------


def told(*people: Participant, **facts: Any) -> Particulars:
    """Return what a second source says."""
    return Particulars(**{"participants": people, "sources": (AGENCY,), **facts})


def added(state: Any, facts: Particulars) -> list[Any]:
    """Return the events with which a second source adds to a meeting."""
    return list(MEETING.decisions["held"](state, facts, TODAY))


def test_words_of_a_second_source_go_to_its_own_people():
    """The second source counts its own participants; the record counts all of them."""
    said = {"participants.1.post": "посол", "participants.2.post": "министр"}
    state = given(MEETING, HELD).state
    [event] = added(state, told(ZHOU, ANNA, as_written=said))
    assert event.as_written == {"participants.1.post": "посол"}
    assert words(HELD, event) == {**WORDS, "participants.3.post": "посол"}


def test_words_come_with_the_fact_that_they_add():
    """The words for a post that the record lacked go to the person; other words are old news."""
    held = replaced(HELD, participants=(replaced(ANNA, post=None), FUAD))
    said = {"participants.2.post": "AM", "participants.2.name": "Berg", "participants.1.name": "F"}
    [event] = added(given(MEETING, held).state, told(FUAD, ANNA, as_written=said))
    assert event.as_written == {"participants.2.post": "AM"}
    assert words(held, event) == {**WORDS, "participants.1.post": "AM"}


def test_words_of_added_topics_count_the_topics_of_the_record():
    held = replaced(HELD, topics=("energy", "trade"), as_written={"topics.2": "Handel"})
    said = {"topics.1": "commerce", "topics.2": "eau"}
    facts = told(topics=("Trade", "water"), as_written=said)
    [event] = added(given(MEETING, held).state, facts)
    assert (event.topics, event.as_written) == (("water",), {"topics.1": "eau"})
    assert words(held, event) == {"topics.2": "Handel", "topics.3": "eau"}


def test_the_next_stage_adds_words_for_the_right_person():
    """If a plan takes place with more participants, the words count all participants."""
    plan = MeetingScheduled(title="Talks", participants=(ANNA, FUAD), as_written=WORDS)
    facts = told(ZHOU, place="Oslo", as_written={"participants.1.name": "Z.", "place": "in Oslo"})
    events = added(given(MEETING, plan).state, facts)
    assert [type(one) for one in events] == [MeetingHeld, ParticularsAdded]
    assert words(plan, *events) == {**WORDS, "participants.3.name": "Z.", "place": "in Oslo"}


def test_a_step_has_no_words_for_lists_that_are_added_apart():
    step, lists = apart(given(MEETING, HELD).state, told(ZHOU, as_written=WORDS))
    assert (step.as_written, lists.as_written) == ({}, WORDS)


def test_words_of_aliases_stay_with_their_alias():
    founded = MechanismEstablished(**CHARTER, aliases=("JC",))
    state = given(MECHANISM, founded).state
    said = charter(aliases=("jc", "JCC"), as_written={"aliases.2": "GK", "aliases.1": "x"})
    [event] = complete(state, said)
    assert isinstance(event, MechanismAmended)
    assert words(founded, event, of=MECHANISM) == {"aliases.2": "GK"}


# --- Undo -------------------------------------------------------------------------------------


def undone(*versions: int) -> Undone:
    return Undone(versions=versions, entry=number(20))


def test_an_undo_brings_words_back():
    removed = MeetingCorrected(participants=(FUAD,))
    assert words(HELD, removed, undone(2)) == WORDS


def test_words_of_an_undone_addition_disappear():
    event = ParticularsAdded(participants=(ZHOU,), as_written={"participants.1.post": "посол"})
    assert words(HELD, event, undone(2)) == WORDS


def test_words_that_refer_to_the_record_survive_an_undo():
    """Words for the third participant belong to this person after an undo of the second."""
    held = replaced(HELD, as_written={})
    reordered = MeetingCorrected(participants=(FUAD, ZHOU, ANNA))
    given_later = MeetingCorrected(as_written={"participants.3.name": "A. Berg"})
    assert words(held, reordered, given_later) == {"participants.3.name": "A. Berg"}
    history = (held, reordered, given_later, undone(2))
    assert words(*history) == {"participants.1.name": "A. Berg"}
    assert words(*history, undone(4)) == {"participants.3.name": "A. Berg"}
    gone = MeetingCorrected(as_written={"participants.2.name": "周"})
    assert words(held, reordered, gone, undone(2)) == {}


# --- Any order of events ----------------------------------------------------------------------

NAMES = ("Anna Berg", "Fuad Hussein", "Zhou Wei", "Pedro Gómez", "Ilham Quliyev", "Mary Kwon")
PARTS = ("name", "post", "side")
people = st.builds(
    Participant,
    name=st.sampled_from(NAMES),
    post=st.sampled_from((None, "minister", "ambassador")),
    side=st.just("NO"),
)
lists = st.lists(people, max_size=5, unique_by=lambda one: one.name).map(tuple)


@st.composite
def lists_with_words(draw: Any) -> tuple[tuple[Participant, ...], dict[str, str]]:
    """Draw people, and words that begin with the name of the person to whom they belong."""
    some, said = draw(lists), {}
    for place, one in enumerate(some, 1):
        for part in draw(st.sets(st.sampled_from(PARTS))):
            if getattr(one, part):
                said[f"participants.{place}.{part}"] = f"{one.name}/{part}/{draw(st.integers())}"
    return some, said


Spoken = dict[tuple[str, str], str]


def by_person(state: Any) -> Spoken:
    """Return the words in a record by the name of the person and the part."""
    found: Spoken = {}
    for text, said in state.as_written.items():
        path = known_path(text)
        assert path is not None
        assert path.value_in(state.participants), f"{text} leads to no value"
        found[(path.item_in(state.participants).name, path.part)] = said
    return found


def held_with(some: tuple[Participant, ...], said: dict[str, str]) -> MeetingHeld:
    return MeetingHeld(title="T", participants=some, as_written=said, sources=(DAILY,))


@for_all(lists_with_words(), st.lists(st.tuples(st.booleans(), lists_with_words()), max_size=5))
def test_words_belong_to_the_same_person_after_any_changes(first: Any, changes: Any) -> None:
    """Corrections and additions, in any order, keep the words of all who are still there."""
    history: list[Any] = [held_with(*first)]
    for is_correction, (some, said) in changes:
        state = given(MEETING, *history).state
        expected = by_person(state)
        new = {
            (some[int(path.split(".")[1]) - 1].name, path.split(".")[2]): one
            for path, one in said.items()
        }
        known = {one.name: one for one in state.participants}
        if is_correction:
            cleared = () if some else ("participants",)
            facts = {"participants": some, "as_written": said} if some else {}
            events: list[Any] = correct(state, MeetingCorrected, facts, cleared)
        else:
            events = added(state, told(*some, as_written=said))
            new = {
                (name, part): one
                for (name, part), one in new.items()
                if name not in known or not getattr(known[name], part)
            }
        history += events
        after = given(MEETING, *history).state
        there = {one.name: one for one in after.participants}
        expected = {
            (name, part): one
            for (name, part), one in (expected | new).items()
            if getattr(there.get(name), part, None)
        }
        assert by_person(after) == expected


@for_all(lists_with_words(), st.lists(lists_with_words(), min_size=1, max_size=4), st.data())
def test_words_never_go_to_another_person(first: Any, changes: Any, data: st.DataObject) -> None:
    """Whatever somebody undoes, words belong to the person for whom they were given."""
    history: list[Any] = [held_with(*first)]
    for some, said in changes:
        state = given(MEETING, *history).state
        kind = data.draw(st.sampled_from(("list", "words", "addition", "undo")))
        if kind == "list":
            history.append(MeetingCorrected(participants=some, as_written=said))
        elif kind == "addition":
            history += added(state, told(*some, as_written=said))
        elif kind == "words":
            own = {
                f"participants.{place}.name": f"{one.name}/name"
                for place, one in enumerate(state.participants, 1)
            }
            history.append(MeetingCorrected(as_written=own))
        elif len(history) > 1:
            history.append(undone(data.draw(st.integers(2, len(history)))))
    for (name, part), said in by_person(given(MEETING, *history).state).items():
        assert said.split("/")[:2] == [name, part]
