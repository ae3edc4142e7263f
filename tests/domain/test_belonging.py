"""Each kind of record has its own fields, and refuses the fields of other kinds.

A record also refuses fields that contradict its mode, such as a place for a call.
"""

from uuid import UUID

import pytest
from attrs import evolve as replaced

from dragoman.domain import amendments, consultation, meeting, visit
from dragoman.domain.amendments import ReadingDisputed, ReadingResolved
from dragoman.domain.belonging import foreign, own_fields
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.consultation import ConsultationHeld
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import Engagement, Particulars, ParticularsAdded
from dragoman.domain.kinds import KINDS
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.meeting import MeetingCorrected, MeetingHeld, MeetingScheduled
from dragoman.domain.refusal import Refused
from dragoman.domain.visit import KIND as VISIT
from dragoman.domain.visit import VisitConcluded
from tests.domain.samples import BODY, DAILY, FACTS, TODAY, number, particulars
from tests.given import given

SERIES = number(70)
VALUES = {
    "stay": parse_date("2025-04-19/2025-04-22"),
    "stops": ("Baku", "Ganja"),
    "level": "state",
    "mechanism": BODY,
    "session": 4,
    "series": SERIES,
    "slot": parse_date("2025-04-20"),
}
"""A value for each field that belongs only to some kinds."""
OF_VISITS, OF_SESSIONS = {"stay", "stops", "level"}, {"mechanism", "session"}
OF_SERIES = {"series", "slot"}
FOREIGN = {
    "visit": OF_SESSIONS | OF_SERIES,
    "consultation": OF_VISITS | OF_SERIES,
    "meeting": OF_VISITS | OF_SESSIONS,
}
CASES = [
    pytest.param(KINDS[kind], decision, name, id=f"{kind}-{status}-{name}")
    for kind, names in FOREIGN.items()
    for status, decision in KINDS[kind].decisions.items()
    for name in sorted(names)
]


def test_every_kind_has_its_fields() -> None:
    """Each kind of engagement refuses exactly the fields that belong only to other kinds."""
    assert {kind: set(foreign(KINDS[kind].state)) for kind in FOREIGN} == FOREIGN
    for kind in FOREIGN:
        assert not FOREIGN[kind] & set(own_fields(KINDS[kind].state))
    others = [kind for name, kind in KINDS.items() if name not in FOREIGN]
    assert not any(foreign(kind.state) for kind in others)


def test_a_kind_has_the_same_name_everywhere() -> None:
    """The catalogue of kinds and the state classes use the same name for a kind."""
    engagements = [kind for kind in KINDS.values() if issubclass(kind.state, Engagement)]
    assert [kind.name for kind in engagements] == [kind.state.kind for kind in engagements]
    assert {kind.name for kind in engagements} == set(FOREIGN)


@pytest.mark.parametrize(("kind", "decision", "name"), CASES)
def test_a_field_of_another_kind_is_refused(kind, decision, name) -> None:
    """Dragoman refuses a field that belongs to another kind of record.

    The message names a command that accepts the field.
    """
    facts = particulars(**{"mechanism": BODY} if kind is CONSULTATION else {})
    facts = replaced(facts, **{name: VALUES[name]})
    made = given(kind).when(decision, facts, TODAY)
    made.then_refused(f"record it with: dragoman {foreign(kind.state)[name].kinds[0]} ")
    assert made.refusal.field == name


@pytest.mark.parametrize("mode", ["phone", "video", "written"])
def test_a_visit_is_in_person(mode) -> None:
    """Dragoman refuses a visit by phone, by video or in writing; the message suggests a meeting."""
    given(VISIT).when(visit.announce, particulars(mode=mode), TODAY).then_refused(
        f"record a meeting with: dragoman meeting hold --mode {mode}"
    )
    at_home = particulars(mode="in person")
    given(VISIT).when(visit.conclude, at_home, TODAY).then(
        VisitConcluded(**FACTS, mode="in person")
    )


@pytest.mark.parametrize("mode", ["phone", "written"])
@pytest.mark.parametrize("name", ["place", "host"])
@pytest.mark.parametrize("module", [meeting, consultation])
def test_a_call_has_no_place_and_no_host(module, mode, name) -> None:
    kind = MEETING if module is meeting else CONSULTATION
    facts = particulars(mode=mode, mechanism=BODY if kind is CONSULTATION else None)
    facts = replaced(facts, **{name: "IQ"})
    made = given(kind).when(module.hold, facts, TODAY)
    made.then_refused(f"does not fit mode {mode}")
    assert made.refusal.field == name


def test_a_session_by_video_may_have_a_host() -> None:
    """A session by video may have a host and a place."""
    facts = particulars(mode="video", host="IQ", place="Baghdad", mechanism=BODY)
    held = ConsultationHeld(**FACTS, mode="video", host="IQ", place="Baghdad", mechanism=BODY)
    given(CONSULTATION).when(consultation.hold, facts, TODAY).then(held)


PLANNED = given(MEETING, MeetingScheduled(**FACTS, place="Baku"))
CALL = given(MEETING, MeetingHeld(**FACTS, mode="phone"))


def test_a_plan_that_became_a_call_keeps_its_former_place() -> None:
    """After a planned meeting becomes a call, a report of the old plan adds no event.

    Dragoman refuses a report that the call was held in some other place.
    """
    called = PLANNED.when(meeting.hold, particulars(mode="phone"), TODAY)
    called.then(MeetingHeld(mode="phone"))
    after = given(MEETING, *PLANNED.history, *called.events)
    after.when(meeting.schedule, particulars(place="Baku"), TODAY).then()
    after.when(meeting.hold, particulars(place="Ganja"), TODAY).then_refused("does not fit")


def test_a_call_gets_no_place_later() -> None:
    """Dragoman refuses to add a place to a call, both in a second report and in a correction.

    A correction can add a place if the correction also clears the mode.
    """
    CALL.when(meeting.hold, particulars(place="Baku"), TODAY).then_refused("does not fit")
    CALL.when(amendments.correct, MeetingCorrected, {"place": "Baku"}, ()).then_refused("(place=)")
    CALL.when(amendments.correct, MeetingCorrected, {"place": "Baku"}, ("mode",)).then(
        MeetingCorrected(place="Baku", cleared=("mode",))
    )
    CALL.when(amendments.correct, MeetingCorrected, {"title": "A call"}, ()).then(
        MeetingCorrected(title="A call")
    )


def test_a_meeting_at_a_place_is_not_corrected_to_a_call() -> None:
    """Dragoman refuses to correct a meeting to a call unless the correction clears the place."""
    there = given(MEETING, MeetingHeld(**FACTS, place="Baku"))
    there.when(amendments.correct, MeetingCorrected, {"mode": "phone"}, ()).then_refused("(place=)")
    there.when(amendments.correct, MeetingCorrected, {"mode": "phone"}, ("place",)).then(
        MeetingCorrected(mode="phone", cleared=("place",))
    )


@pytest.mark.parametrize("name", sorted(FOREIGN["meeting"]))
def test_a_correction_does_not_add_a_field_of_another_kind(name) -> None:
    """Neither a correction nor a dispute can add a field that belongs to another kind."""
    held = given(MEETING, MeetingHeld(**FACTS))
    value = {name: VALUES[name]}
    held.when(amendments.correct, MeetingCorrected, value, ()).then_refused(
        "record it with: dragoman "
    )
    if not isinstance(VALUES[name], UUID):
        text = "; ".join(VALUES[name]) if isinstance(VALUES[name], tuple) else str(VALUES[name])
        held.when(amendments.dispute, name, text, DAILY).then_refused("record it with: dragoman ")


OLD = given(
    MEETING,
    MeetingScheduled(**FACTS, **VALUES, mode="phone", place="Baku"),
    ReadingDisputed(field="session", value="5", source=DAILY),
)
"""A meeting recorded before Dragoman checked which fields belong to a kind."""


@pytest.mark.parametrize("name", sorted(FOREIGN["meeting"]))
def test_old_fields_can_be_cleared(name) -> None:
    """A correction can clear a field that no longer belongs to the kind of the record."""
    assert getattr(OLD.state, name) == VALUES[name]
    OLD.when(amendments.correct, MeetingCorrected, {}, (name,)).then(
        MeetingCorrected(cleared=(name,))
    )


def test_records_with_old_fields_stay_usable() -> None:
    """People can still change a record that has a field which no longer belongs to its kind.

    They can move or hold the meeting, add facts, and choose between recorded readings.
    """
    OLD.when(meeting.hold, particulars(), TODAY).then(MeetingHeld())
    moved = OLD.when(meeting.reschedule, Particulars(occurred=parse_date("2025-06")), TODAY)
    assert moved.refusal is None
    held = given(MEETING, *OLD.history, MeetingHeld())
    held.when(meeting.hold, particulars(topics=("energy",)), TODAY).then(
        ParticularsAdded(topics=("energy",))
    )
    held.when(amendments.resolve, "session", "4").then(ReadingResolved(field="session", value="4"))
    with pytest.raises(Refused):
        amendments.dispute(held.state, "session", "6", DAILY)
