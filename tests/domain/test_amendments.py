"""Amendments: people correct, retract or dispute a record, and the log keeps every step."""

import pytest
from attrs import evolve as replaced

from dragoman.domain.additions import differences
from dragoman.domain.amendments import (
    Reading,
    ReadingDisputed,
    ReadingResolved,
    Retracted,
    correct,
    dispute,
    resolve,
    retract,
)
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.consultation import ConsultationHeld
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import ParticularsAdded
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import FollowUpAgreed, FollowUpCorrected, FollowUpDropped
from dragoman.domain.kinds import KINDS
from dragoman.domain.party import KIND as PARTY
from dragoman.domain.party import PartyRegistered
from dragoman.domain.titles import CALLED
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitAnnounced, VisitConcluded, VisitCorrected, announce
from tests.domain.samples import (
    AGENCY,
    BODY,
    DAILY,
    FACTS,
    FOUNDING,
    HOST,
    MINISTER,
    TODAY,
    number,
    particulars,
)
from tests.given import given

ANNOUNCED = VisitAnnounced(**FACTS, sources=(AGENCY,))
BESUCH = ReadingDisputed(field="title", value="Besuch", source=DAILY)
OTHER = replaced(DAILY, title="Another one")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
DUPLICATE, ENTRY = number(20), number(21)


def open_readings(state):
    """Return the readings that nobody has chosen or rejected yet."""
    return tuple(one for one in state.amendments.readings if one.verdict == "open")


def visit(*history):
    """Return a visit with an announcement from a news agency and the events in ``history``."""
    return given(VISIT, ANNOUNCED, *history)


# --- Corrections ---------------------------------------------------------------------------------


@EVERY_KIND
def test_any_record_can_be_corrected(kind):
    """Correcting a field changes its value and settles the field, whatever the kind of record."""
    before = given(kind, kind.events[0](**FOUNDING[kind.name]))
    facts = {next(name for name in CALLED if name in FOUNDING[kind.name]): "Other"}
    correction = kind.corrected(**facts)
    before.when(correct, kind.corrected, facts, ()).then(correction)
    after = given(kind, *before.history, correction).state
    named = {"aliases": (before.state.name,)} if kind.name == "party" else {}
    assert replaced(after, amendments=None) == replaced(before.state, **facts, **named)
    assert after.amendments.settled == tuple(facts)


def test_a_correction_holds_only_what_was_wrong():
    """A correction contains only the changed values, and no sources."""
    facts = {"title": FACTS["title"], "place": "Basra", "sources": (DAILY,)}
    visit().when(correct, VisitCorrected, facts, ()).then(VisitCorrected(place="Basra"))


@pytest.mark.parametrize(
    ("facts", "cleared"),
    [({}, ()), ({"title": FACTS["title"]}, ()), ({"sources": (DAILY,)}, ()), ({}, ("place",))],
)
def test_correct_values_are_not_corrected(facts, cleared):
    """Correcting a field to its current value, or clearing an empty field, adds no event."""
    visit().when(correct, VisitCorrected, facts, cleared).then()


def test_fields_are_cleared():
    """Clearing a field empties the field and marks the field as settled."""
    before = visit(ParticularsAdded(place="Basra", topics=("gas",), external_ids={"gdelt": "1"}))
    cleared = ("place", "topics", "external_ids")
    correction = VisitCorrected(cleared=cleared)
    before.when(correct, VisitCorrected, {}, (*cleared, "host")).then(correction)
    after = given(VISIT, *before.history, correction).state
    assert (after.place, after.topics, dict(after.external_ids)) == (None, (), {})
    assert after.amendments.settled == cleared


def test_a_correction_sets_and_clears_fields():
    """A second correction keeps the fields that the first correction settled."""
    first, second = VisitCorrected(title="Besuch", cleared=("occurred",)), VisitCorrected(host="IQ")
    state = visit(first, second).state
    assert (state.title, state.occurred, state.host) == ("Besuch", None, "IQ")
    assert state.amendments.settled == ("title", "occurred", "host")


def test_a_correction_replaces_a_list():
    """Correcting a list replaces the whole list, so items left out of the new list are removed."""
    before = visit(ParticularsAdded(participants=(MINISTER, HOST)))
    facts = {"participants": (MINISTER,)}
    before.when(correct, VisitCorrected, facts, ()).then(VisitCorrected(**facts))
    assert given(VISIT, *before.history, VisitCorrected(**facts)).state.participants == (MINISTER,)


def test_a_corrected_date_is_no_change_of_plan():
    """Correcting a mistyped date does not add it to the former dates of the plan."""
    state = visit(VisitCorrected(occurred=parse_date("2025-04-21"))).state
    assert (state.occurred, state.formerly) == (parse_date("2025-04-21"), ())


def test_a_status_is_corrected():
    """A correction can change the status of a visit from concluded back to announced."""
    before = visit(VisitConcluded())
    correction = VisitCorrected(status="announced")
    before.when(correct, VisitCorrected, {"status": "announced"}, ()).then(correction)
    assert given(VISIT, *before.history, correction).state.status == "announced"


def test_a_cleared_status_is_the_first_one():
    """Clearing the status of a dropped follow-up makes the follow-up open again."""
    before = given(FOLLOW_UP, FollowUpAgreed(what="A letter"), FollowUpDropped())
    after = given(FOLLOW_UP, *before.history, FollowUpCorrected(cleared=("status",)))
    assert after.state.status == "open"


# --- Retractions ---------------------------------------------------------------------------------


@EVERY_KIND
@pytest.mark.parametrize("links", [{}, {"duplicate_of": DUPLICATE}, {"undoes": ENTRY}])
def test_any_record_can_be_retracted(kind, links):
    """A retracted record keeps its content, whatever the reason for the retraction."""
    before = given(kind, kind.events[0](**FOUNDING[kind.name]))
    before.when(lambda state: retract(state, **links)).then(Retracted(**links))
    after = given(kind, *before.history, Retracted(**links)).state
    assert after.amendments.retracted
    assert after.amendments.duplicate_of == links.get("duplicate_of")
    assert not differences(after, before.history[0])


@pytest.mark.parametrize("duplicate_of", [None, DUPLICATE])
def test_a_record_is_retracted_once(duplicate_of):
    """Retracting a record again adds no event, but Dragoman refuses a different reason."""
    before = visit(Retracted(duplicate_of=duplicate_of))
    before.when(retract, duplicate_of).then()
    for other in {None, DUPLICATE, number(22)} - {duplicate_of}:
        before.when(retract, other).then_refused("is already retracted; undo the retraction first")


def test_a_missing_record_is_not_retracted():
    given(VISIT).when(retract).then_refused("there is no such record to retract")


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ((), "there is no such record"),
        (
            (ANNOUNCED, Retracted()),
            "is retracted; to restore it, type: dragoman correct REF --restore",
        ),
    ],
)
@pytest.mark.parametrize(
    ("decision", "args"),
    [
        (correct, (VisitCorrected, {"place": "Basra"}, ())),
        (dispute, ("title", "Besuch", DAILY)),
        (resolve, ("title", "Besuch")),
    ],
)
def test_a_missing_or_retracted_record_is_not_corrected(history, reason, decision, args):
    given(VISIT, *history).when(decision, *args).then_refused(reason)


# --- Disputes ------------------------------------------------------------------------------------


def test_another_source_disagrees():
    """After a dispute, both readings of the field are open; the recorded reading comes first."""
    visit().when(dispute, "title", "Besuch", DAILY).then(BESUCH)
    state = visit(BESUCH).state
    assert state.title == FACTS["title"]
    assert open_readings(state) == (
        Reading(field="title", value=FACTS["title"], source=AGENCY),
        Reading(field="title", value="Besuch", source=DAILY),
    )


@pytest.mark.parametrize(
    ("path", "value", "own"),
    [
        ("occurred", "2025-04-21", "2025-04-20"),
        ("parties", "AZ; TR", "AZ; IQ"),
        ("participants.1.name", "Leila Aliewa", MINISTER.name),
    ],
)
def test_readings_are_texts(path, value, own):
    """A disputed reading is stored as text, whatever the type of the field."""
    before = visit(ParticularsAdded(participants=(MINISTER,)))
    before.when(dispute, path, value, DAILY).then(
        ReadingDisputed(field=path, value=value, source=DAILY)
    )
    state = given(
        VISIT, *before.history, ReadingDisputed(field=path, value=value, source=DAILY)
    ).state
    assert [one.value for one in open_readings(state)] == [own, value]


def test_an_empty_field_has_only_the_new_reading():
    """After a dispute about an empty field, the field has only the new reading."""
    state = visit(ReadingDisputed(field="place", value="Basra", source=DAILY)).state
    assert open_readings(state) == (Reading(field="place", value="Basra", source=DAILY),)


def test_a_record_without_sources_has_a_reading():
    """If a record has no sources, the recorded reading of a disputed field has no source."""
    state = given(VISIT, VisitAnnounced(**FACTS), BESUCH).state
    assert open_readings(state)[0] == Reading(field="title", value=FACTS["title"])


def test_further_readings_are_added():
    """Each source can add its own reading; repeating the reading of a source adds no event."""
    before = visit(BESUCH)
    before.when(dispute, "title", "Besuch", DAILY).then()
    before.when(dispute, "title", "Besuch", OTHER).then(replaced(BESUCH, source=OTHER))
    before.when(dispute, "title", "Reise", DAILY).then(replaced(BESUCH, value="Reise"))
    before.when(dispute, "title", FACTS["title"], OTHER).then(
        replaced(BESUCH, value=FACTS["title"], source=OTHER)
    )
    state = visit(BESUCH, replaced(BESUCH, value="Reise")).state
    assert [one.value for one in open_readings(state)] == [FACTS["title"], "Besuch", "Reise"]


def test_the_value_of_the_record_is_not_another_reading():
    """Dragoman refuses the current value of a field as a new reading.

    The message says how to cite a source.
    """
    made = visit().when(dispute, "title", FACTS["title"], DAILY)
    made.then_refused("already has this value; to add a source: dragoman source cite")
    assert made.refusal.field == "title"


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("nothing", "X", "there is no field 'nothing'"),
        ("participants.2.name", "X", "there are no participants; add a participant with"),
        ("level", "royal", "'royal' is not one of"),
        ("sources", "X", "this field has no plain value"),
    ],
)
def test_a_reading_needs_a_field_and_a_fitting_value(path, value, reason):
    visit().when(dispute, path, value, DAILY).then_refused(reason)


# --- Choices -------------------------------------------------------------------------------------


def test_a_reading_is_chosen():
    """Choosing a reading changes the record, settles the field and rejects the other readings."""
    resolved = ReadingResolved(field="title", value="Besuch")
    visit(BESUCH).when(resolve, "title", "Besuch").then(resolved)
    state = visit(BESUCH, resolved).state
    assert (state.title, state.amendments.settled, open_readings(state)) == (
        "Besuch",
        ("title",),
        (),
    )
    assert [one.verdict for one in state.amendments.readings] == ["rejected", "chosen"]


def test_the_reading_of_the_record_can_be_chosen():
    """Choosing the recorded reading keeps the value and rejects the other readings."""
    resolved = ReadingResolved(field="title", value=FACTS["title"])
    visit(BESUCH).when(resolve, "title", FACTS["title"]).then(resolved)
    state = visit(BESUCH, resolved).state
    assert state.title == FACTS["title"]
    assert [one.verdict for one in state.amendments.readings] == ["chosen", "rejected"]


@pytest.mark.parametrize(
    ("path", "text", "read"),
    [
        ("occurred", "2025-04-21", lambda state: state.occurred == parse_date("2025-04-21")),
        ("session", "3", lambda state: state.session == 3),
        ("topics", "gas; oil", lambda state: state.topics == ("gas", "oil")),
        ("participants.1.post", "minister", lambda state: state.participants[0].post == "minister"),
    ],
)
def test_the_chosen_text_becomes_a_value(path, text, read):
    """Choosing a reading converts its text to a date, a number, a list or a participant's field."""
    before = given(
        CONSULTATION, ConsultationHeld(**FACTS, mechanism=BODY, participants=(MINISTER,))
    )
    history = (
        ReadingDisputed(field=path, value=text, source=DAILY),
        ReadingResolved(field=path, value=text),
    )
    state = given(CONSULTATION, *before.history, *history).state
    assert read(state)
    assert state.amendments.settled == (path.partition(".")[0],)


def test_a_reading_is_chosen_once():
    """Choosing the same reading twice adds no event.

    A person can choose another reading later.
    """
    before = visit(BESUCH, ReadingResolved(field="title", value="Besuch"))
    before.when(resolve, "title", "Besuch").then()
    other = ReadingResolved(field="title", value=FACTS["title"])
    before.when(resolve, "title", FACTS["title"]).then(other)
    assert given(VISIT, *before.history, other).state.title == FACTS["title"]


def test_a_further_reading_reopens_the_dispute():
    """A new reading reopens a dispute; until the next choice, the record keeps the chosen value."""
    further = replaced(BESUCH, value="Reise", source=OTHER)
    before = visit(BESUCH, ReadingResolved(field="title", value="Besuch"), further)
    assert before.state.title == "Besuch"
    assert [one.value for one in open_readings(before.state)] == ["Reise"]
    before.when(resolve, "title", "Besuch").then(ReadingResolved(field="title", value="Besuch"))


def test_disputes_of_other_fields_are_unchanged():
    """Choosing a reading of one field leaves the disputes about other fields open."""
    other = ReadingDisputed(field="place", value="Basra", source=DAILY)
    state = visit(BESUCH, other, ReadingResolved(field="title", value="Besuch")).state
    assert [one.field for one in open_readings(state)] == ["place"]


def test_a_cited_source_does_not_change_the_choice():
    """A second report from the same source does not change the choice of a reading."""
    before = given(
        *(VISIT, VisitAnnounced(**{**FACTS, "occurred": None}, sources=(AGENCY,))),
        ReadingDisputed(field="place", value="Basra", source=DAILY),
        ReadingResolved(field="place", value="Basra"),
        VisitCorrected(cleared=("place",)),
    )
    told = particulars(occurred=None, place="Basra", sources=(AGENCY,))
    before.when(announce, told, TODAY).then()


def test_an_undisputed_field_is_not_resolved():
    made = visit(BESUCH).when(resolve, "place", "Basra")
    made.then_refused("is not disputed; there are no readings to choose from")
    assert made.refusal.field == "place"


def test_only_a_known_reading_can_be_chosen():
    """Dragoman refuses to choose an unknown value; the message lists each known reading once."""
    before = visit(BESUCH, replaced(BESUCH, source=OTHER))
    made = before.when(resolve, "title", "Reise")
    made.then_refused("'Reise' is not among the readings: 'Talks in Baghdad', 'Besuch'")
    assert made.refusal.field == "title"


def test_the_current_value_is_among_the_readings():
    """A person can choose the current value even if a correction set it after the dispute."""
    before = visit(
        BESUCH,
        ReadingResolved(field="title", value="Besuch"),
        VisitCorrected(title="Arbeitsbesuch"),
        replaced(BESUCH, value="Reise", source=OTHER),
    )
    before.when(resolve, "title", "Arbeitsbesuch").then(
        ReadingResolved(field="title", value="Arbeitsbesuch")
    )


def test_a_party_can_be_disputed():
    """Sources can disagree about the type of a party, such as person or organisation."""
    history = (
        PartyRegistered(name="Central Bank", side="IQ"),
        ReadingDisputed(field="type", value="organisation", source=DAILY),
        ReadingResolved(field="type", value="organisation"),
    )
    assert given(PARTY, *history).state.type == "organisation"


def test_every_kind_is_created_in_these_tests():
    """The sample facts cover every kind, so the tests correct and retract records of every kind."""
    assert FOUNDING.keys() == KINDS.keys()
