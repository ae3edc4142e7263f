"""Rectification: setting right what was recorded, and what follows from it for other records."""

import pytest

from dragoman.domain import corrections, use_cases
from dragoman.domain.amendments import ReadingDisputed, ReadingResolved, Retracted
from dragoman.domain.consultation import KIND as CONSULTATION
from dragoman.domain.dates import parse_date
from dragoman.domain.engagement import ParticularsAdded
from dragoman.domain.follow_up import KIND as FOLLOW_UP
from dragoman.domain.follow_up import Awaits, FollowUpCorrected, FollowUpFulfilled, Undertaking
from dragoman.domain.instrument import KIND as INSTRUMENT
from dragoman.domain.instrument import Provisions
from dragoman.domain.mechanism import Charter
from dragoman.domain.meeting import KIND as MEETING
from dragoman.domain.participant import Participant
from dragoman.domain.party import party_id
from dragoman.domain.refusal import Refused
from dragoman.domain.source import SourceCited
from dragoman.domain.undoing import Undone
from dragoman.domain.visit import VisitConcluded, VisitCorrected
from tests.domain.ledger import UNKNOWN, Ledger, owe, parties, register, session, visit
from tests.domain.samples import (
    AGENCY,
    BODY,
    DAILY,
    HOST,
    MINISTER,
    OTHER_SESSION,
    OWED,
    SESSION,
    TRIP,
    charter,
    number,
    particulars,
    undertaking,
)

FIRST, SECOND, THIRD, TREATY = map(number, range(10, 14))
REOPENED = FollowUpCorrected(status="open", cleared=("by", "fulfilled"))
EARLIER = parse_date("2025-03-01")


def correct(uow, record, *cleared, sources=(), **facts):
    """What was recorded is set right."""
    return corrections.correct(uow, record, facts, cleared, sources)


# --- Corrected -----------------------------------------------------------------------------------


def test_a_record_is_corrected(uow):
    """The source that tells it is cited, and what the record said before is told."""
    visit(uow)
    uow.told()
    outcome = correct(uow, TRIP, "parties", host="IQ", title="Besuch", sources=(DAILY,))
    assert uow.told() == [
        (TRIP, VisitCorrected(host="IQ", title="Besuch", cleared=("parties",))),
        (TRIP, SourceCited(sources=(DAILY,))),
    ]
    assert (outcome.before.title, outcome.before.parties) == ("Talks in Baghdad", ("AZ", "IQ"))
    assert (outcome.state.title, outcome.state.parties) == ("Besuch", ())


def test_what_is_right_is_not_corrected(uow):
    """Nothing is recorded, and nobody is registered."""
    visit(uow, participants=(MINISTER,))
    uow.told()
    assert correct(uow, TRIP, title="Talks in Baghdad", participants=(MINISTER,)).events == ()
    assert uow.told() == []


@pytest.mark.parametrize(
    "act",
    [
        lambda uow: correct(uow, UNKNOWN, title="X"),
        lambda uow: corrections.retract(uow, UNKNOWN),
        lambda uow: corrections.cite(uow, UNKNOWN, DAILY),
        lambda uow: corrections.dispute(uow, UNKNOWN, "title", "X", DAILY),
        lambda uow: corrections.resolve(uow, UNKNOWN, "title", "X"),
    ],
)
def test_what_is_not_there_is_not_set_right(uow, act):
    """There has to be a record first."""
    with pytest.raises(Refused, match="there is no such record"):
        act(uow)


def test_who_took_part_after_all_is_registered(uow):
    """The other one stays registered: somebody may name it elsewhere."""
    visit(uow, participants=(MINISTER,))
    correct(uow, TRIP, participants=(HOST,))
    assert parties(uow) == {MINISTER.name, HOST.name}


def test_what_was_recorded_of_a_treaty_is_corrected(uow):
    """As of anything else."""
    use_cases.engage(
        uow, INSTRUMENT, TREATY, "signed", Provisions(title="Treaty", parties=("AZ", "IQ"))
    )
    assert correct(uow, TREATY, status="in force", in_force=parse_date("2020")).state.status == (
        "in force"
    )


AHEAD = parse_date("2030")


@pytest.mark.parametrize(
    ("record", "facts", "cleared", "reason"),
    [
        (TRIP, {}, ("title",), "title is missing"),
        (TRIP, {}, ("parties",), "parties are missing"),
        (TRIP, {"occurred": AHEAD}, (), "2030 is in the future; until it happens, it is "),
        (TRIP, {"part_of": TRIP}, (), "would be part of itself"),
        (TRIP, {"part_of": BODY}, (), "is not an engagement"),
        (TRIP, {}, ("status",), "cannot be left empty"),
        (SESSION, {}, ("mechanism",), "mechanism is missing"),
        (SESSION, {"mechanism": TRIP}, (), "is not a mechanism"),
        (TREATY, {"parties": ("AZ",)}, (), "parties are missing"),
        (TREATY, {"signed": AHEAD}, (), "is in the future"),
        (TREATY, {"founds": TRIP}, (), "is not a mechanism"),
        (TREATY, {"signed_in": UNKNOWN}, (), "is not an engagement"),
        (BODY, {"parties": ("AZ", "AZ")}, (), "a mechanism needs at least two different parties"),
        (BODY, {}, ("title",), "cannot be left empty"),
        (BODY, {}, ("body",), "cannot be left empty"),
        (BODY, {"established": AHEAD}, (), "is in the future"),
        (BODY, {"status": "dissolved", "dissolved": AHEAD}, (), "is in the future"),
        (OWED, {}, ("what",), "cannot be left empty"),
        (OWED, {"agreed": AHEAD}, (), "is in the future"),
        (OWED, {"status": "fulfilled", "fulfilled": AHEAD}, (), "is in the future"),
        (OWED, {"by": BODY}, (), "is not an engagement"),
        (OWED, {"agreed_in": UNKNOWN}, (), "is not an engagement"),
        (OWED, {"awaits": Awaits(mechanism=TRIP)}, (), "is not a mechanism"),
        (FIRST, {}, ("name",), "cannot be left empty"),
    ],
)
def test_a_correction_leaves_a_record_that_could_have_been_recorded(
    uow, record, facts, cleared, reason
):
    """What would be refused of a new record is refused here."""
    visit(uow)
    session(uow)
    owe(uow, agreed=None)
    use_cases.engage(
        uow, INSTRUMENT, TREATY, "signed", Provisions(title="Treaty", parties=("AZ", "IQ"))
    )
    register(uow, FIRST, "Leyla Aliyeva")
    before = uow.standing()
    with pytest.raises(Refused, match=reason):
        uow.record(corrections.correct, record, facts, cleared)
    assert uow.standing() == before


def test_a_type_that_is_cleared_is_a_person(uow):
    """That is what a party is where nothing else is told."""
    register(uow, FIRST, "Leyla Aliyeva")
    assert correct(uow, FIRST, "type").state.type == "person"


def test_a_number_is_not_corrected_to_that_of_another(uow):
    """The refusal names the session that bears it."""
    session(uow, session=3)
    session(uow, OTHER_SESSION, session=4)
    with pytest.raises(Refused, match="already recorded") as refusal:
        correct(uow, OTHER_SESSION, session=3)
    assert refusal.value.records == {"mechanism": BODY, "other": SESSION}


# --- What a session had fulfilled ----------------------------------------------------------------


@pytest.fixture
def settled(uow):
    """A register in which the session that was owed was held."""
    owe(uow)
    session(uow, session=3)
    assert uow.load(OWED).by == SESSION
    uow.told()
    return uow


@pytest.mark.parametrize(
    "act",
    [
        lambda uow: corrections.retract(uow, SESSION),
        lambda uow: correct(uow, SESSION, status="scheduled"),
        lambda uow: correct(uow, SESSION, status="cancelled"),
    ],
)
def test_what_was_not_held_has_fulfilled_nothing(settled, act):
    """What it had fulfilled is owed again, in the same entry."""
    act(settled)
    assert settled.told()[1:] == [(OWED, REOPENED)]
    owed = settled.load(OWED)
    assert (owed.status, owed.by, owed.fulfilled) == ("open", None, None)


def test_a_session_of_another_body_has_fulfilled_nothing(settled):
    """What awaits a session of this one is owed again."""
    use_cases.establish(settled, THIRD, charter(title="Consular Consultations"))
    correct(settled, SESSION, mechanism=THIRD)
    assert settled.load(OWED).status == "open"


def test_another_number_has_fulfilled_nothing(uow):
    """Where the number was what was awaited."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=3)
    correct(uow, SESSION, session=4)
    assert uow.load(OWED).status == "open"


def test_what_a_correction_leaves_fulfilled_stays_so(settled):
    """A title that was wrong opens nothing."""
    correct(settled, SESSION, title="Third session")
    assert [record for record, _ in settled.told()] == [SESSION]
    assert settled.load(OWED).by == SESSION


def test_what_is_owed_again_is_fulfilled_by_a_session_that_is_held(settled):
    """The next one is awaited."""
    correct(settled, SESSION, status="scheduled")
    session(settled, OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


def test_a_session_that_was_held_after_all_fulfils_what_awaits_it(uow):
    """A correction does what recording does."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=2)
    uow.told()
    correct(uow, SESSION, session=3)
    fulfilled = FollowUpFulfilled(by=SESSION, fulfilled=parse_date("2025-04-20"))
    assert uow.told()[1:] == [(OWED, fulfilled)]


def test_what_a_corrected_session_may_have_settled_is_named(uow):
    """Where the dates do not tell."""
    owe(uow)
    session(uow, occurred=EARLIER)
    assert correct(uow, SESSION, occurred=parse_date("2025")).undecided == (OWED,)


def test_a_session_before_the_agreement_has_fulfilled_nothing(settled):
    """The date that made it the next one was wrong."""
    correct(settled, SESSION, occurred=EARLIER)
    assert settled.load(OWED).status == "open"


def test_a_follow_up_was_fulfilled_on_the_day_of_its_session(settled):
    """The date of the session was wrong, and so was that of the fulfilment."""
    correct(settled, SESSION, occurred=parse_date("2025-04-21"))
    assert settled.load(OWED).fulfilled == parse_date("2025-04-21")


def test_what_a_duplicate_had_fulfilled_is_fulfilled_by_the_session_that_stays(settled):
    """The session was held, whichever record tells of it."""
    correct(settled, SESSION, "session")
    session(settled, OTHER_SESSION, session=3)
    corrections.retract(settled, SESSION, duplicate_of=OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


# --- Retracted, cited ----------------------------------------------------------------------------


def test_a_record_is_retracted(uow):
    """As a duplicate of another, which stays as it is."""
    visit(uow, FIRST)
    visit(uow, SECOND)
    uow.told()
    outcome = corrections.retract(uow, FIRST, duplicate_of=SECOND)
    assert uow.told() == [(FIRST, Retracted(duplicate_of=SECOND))]
    assert (outcome.state.amendments.duplicate_of, FIRST in uow.standing()) == (SECOND, False)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (TRIP, "cannot be a duplicate of itself"),
        (BODY, "is not a visit"),
        (UNKNOWN, "is not a visit"),
        (FIRST, "is itself retracted"),
    ],
)
def test_a_duplicate_is_one_of_another_record_of_the_kind(uow, other, reason):
    """That stands."""
    visit(uow)
    visit(uow, FIRST)
    corrections.retract(uow, FIRST)
    uow.told()
    with pytest.raises(Refused, match=reason) as refusal:
        corrections.retract(uow, TRIP, duplicate_of=other)
    assert refusal.value.field == "duplicate_of"
    assert uow.told() == []


def test_a_number_that_was_retracted_is_free(uow):
    """Another session may bear it."""
    session(uow, session=3)
    corrections.retract(uow, SESSION)
    uow.told()
    assert session(uow, OTHER_SESSION, session=3).state.session == 3


def test_a_retracted_session_settles_nothing_new(uow):
    """What is agreed later awaits another one."""
    session(uow)
    corrections.retract(uow, SESSION)
    uow.told()
    owe(uow)
    assert uow.load(OWED).status == "open"


def test_a_source_is_cited(uow):
    """Once, and not for a record that should not be there."""
    visit(uow)
    uow.told()
    corrections.cite(uow, TRIP, DAILY)
    corrections.cite(uow, TRIP, DAILY)
    assert uow.told() == [(TRIP, SourceCited(sources=(DAILY,)))]
    corrections.retract(uow, TRIP)
    with pytest.raises(Refused, match="is retracted"):
        corrections.cite(uow, TRIP, DAILY)


# --- Disputed, resolved --------------------------------------------------------------------------


def test_a_reading_is_kept_and_chosen(uow):
    """The record changes when one is chosen, and what it said before is told."""
    visit(uow, sources=(AGENCY,))
    uow.told()
    disputed = corrections.dispute(uow, TRIP, "occurred", "2025-04-19", DAILY)
    assert disputed.state.occurred == parse_date("2025-04-20")
    resolved = corrections.resolve(uow, TRIP, "occurred", "2025-04-19")
    assert uow.told() == [
        (TRIP, ReadingDisputed(field="occurred", value="2025-04-19", source=DAILY)),
        (TRIP, ReadingResolved(field="occurred", value="2025-04-19")),
    ]
    assert resolved.before.occurred == parse_date("2025-04-20")
    assert resolved.state.occurred == parse_date("2025-04-19")


def test_who_took_part_according_to_the_chosen_reading_is_registered(uow):
    """Under the name that counts."""
    visit(uow, participants=(MINISTER,))
    corrections.dispute(uow, TRIP, "participants.1.name", "Leila Aliewa", DAILY)
    assert parties(uow) == {MINISTER.name}
    corrections.resolve(uow, TRIP, "participants.1.name", "Leila Aliewa")
    assert parties(uow) == {MINISTER.name, "Leila Aliewa"}


def test_a_reading_that_could_not_have_been_recorded_is_not_chosen(uow):
    """It may be kept, but does not count."""
    visit(uow)
    session(uow, session=3)
    session(uow, OTHER_SESSION, session=4)
    for record, field, value, reason in (
        (TRIP, "occurred", "2030", "is in the future"),
        (OTHER_SESSION, "session", "3", "already recorded"),
    ):
        uow.record(corrections.dispute, record, field, value, DAILY)
        with pytest.raises(Refused, match=reason):
            uow.record(corrections.resolve, record, field, value)


def test_a_chosen_reading_does_what_recording_does(uow):
    """A session of the awaited number fulfils what awaited it."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=2)
    corrections.dispute(uow, SESSION, "session", "3", DAILY)
    assert uow.load(OWED).status == "open"
    corrections.resolve(uow, SESSION, "session", "3")
    assert uow.load(OWED).by == SESSION


def test_a_status_is_one_that_the_record_can_have(uow):
    """Otherwise no later decision knows how far the record has come."""
    visit(uow)
    with pytest.raises(Refused, match="this field has no plain value"):
        corrections.dispute(uow, TRIP, "status", "delayed", DAILY)


# --- Undone --------------------------------------------------------------------------------------


def undone(uow: Ledger, entry):
    """The entry that undoes another one."""
    return uow.record(corrections.undo, entry)


def test_what_an_entry_told_of_a_known_record_does_not_count(uow):
    """Its events are undone, and stay in the log."""
    visit(uow, status="announced")
    entry = uow.record(visit, place="Baghdad")
    assert uow.load(TRIP).status == "concluded"
    uow.told()
    outcomes = corrections.undo(uow, entry)
    assert uow.told() == [(TRIP, Undone(versions=(2,), entry=entry))]
    assert [(one.record, one.state.status, one.state.place) for one in outcomes] == [
        (TRIP, "announced", None)
    ]
    assert (outcomes[0].before.place, outcomes[0].state.place) == ("Baghdad", None)
    assert uow.history(TRIP)[1] == VisitConcluded(place="Baghdad")


def test_an_entry_is_undone_once(uow):
    """There is nothing left of it."""
    visit(uow, status="announced")
    entry = uow.record(visit)
    undone(uow, entry)
    assert corrections.undo(uow, entry) == []
    assert uow.told() == []


def test_an_undo_is_undone(uow):
    """The register stands as it did before the first of the two."""
    owe(uow)
    session(uow, status="scheduled")
    entry = uow.record(session, session=3, participants=(MINISTER,))
    before = uow.standing()
    first = undone(uow, entry)
    assert uow.load(SESSION).status == "scheduled"
    assert uow.load(OWED).status == "open"
    second = undone(uow, first)
    assert uow.standing() == before
    undone(uow, second)
    assert uow.load(SESSION).status == "scheduled"


def test_there_is_no_such_entry(uow):
    """Nothing is recorded."""
    with pytest.raises(Refused, match="there is no such entry"):
        corrections.undo(uow, UNKNOWN)


def test_what_an_entry_founded_is_retracted(uow):
    """The reason names the entry, and the other records stand as they did."""
    before = uow.standing()
    entry = uow.record(visit)
    uow.told()
    corrections.undo(uow, entry)
    assert uow.told() == [(TRIP, Retracted(undoes=entry))]
    assert uow.standing() == before


def test_what_was_founded_by_an_entry_that_is_undone_stands_again_when_that_is_undone(uow):
    """Its retraction does not count."""
    owe(uow)
    entry = uow.record(session, participants=(MINISTER,))
    before = uow.standing()
    retraction = undone(uow, entry)
    assert SESSION not in uow.standing()
    assert uow.load(OWED).status == "open"
    undone(uow, retraction)
    assert uow.standing() == before


def test_parties_that_an_entry_registered_are_retracted_with_it(uow):
    """Nobody names them any more."""
    entry = uow.record(visit, participants=(MINISTER, HOST))
    undone(uow, entry)
    assert parties(uow) == set()


def test_a_party_that_somebody_else_names_is_kept(uow):
    """It takes part in what stands."""
    entry = uow.record(visit, participants=(MINISTER,))
    uow.record(use_cases.engage, MEETING, SECOND, "held", particulars(participants=(MINISTER,)))
    undone(uow, entry)
    assert TRIP not in uow.standing()
    assert parties(uow) == {MINISTER.name}


def test_a_party_that_somebody_else_is_linked_to_is_kept(uow):
    """Whatever its name is there."""
    entry = uow.record(visit, participants=(MINISTER,))
    linked = Participant(name="L. A.", side="AZ", party=party_id(MINISTER.name, "AZ"))
    uow.record(use_cases.engage, MEETING, SECOND, "held", particulars(participants=(linked,)))
    undone(uow, entry)
    assert parties(uow) == {MINISTER.name}


def test_a_party_that_was_registered_alone_is_retracted(uow):
    """Nobody names it."""
    entry = uow.record(register, FIRST, "Leyla Aliyeva")
    undone(uow, entry)
    assert parties(uow) == set()


@pytest.mark.parametrize(
    "build",
    [
        lambda uow: visit(uow, place="Baghdad"),
        lambda uow: corrections.cite(uow, TRIP, DAILY),
        lambda uow: correct(uow, TRIP, title="Besuch"),
        lambda uow: corrections.dispute(uow, TRIP, "title", "Besuch", DAILY),
    ],
)
def test_what_others_have_built_on_is_not_undone(uow, build):
    """The refusal names the record, and says what to do; undone themselves, they do not count."""
    entry = uow.record(visit)
    later = uow.record(build)
    with pytest.raises(Refused, match="has changed since; undo the later entries") as refusal:
        undone(uow, entry)
    assert refusal.value.records == {"record": TRIP}
    assert uow.told() == []
    undone(uow, later)
    undone(uow, entry)
    assert TRIP not in uow.standing()


def test_what_others_have_built_on_may_be_retracted(uow):
    """Then its first entry is undone in vain."""
    entry = uow.record(visit)
    uow.record(visit, place="Baghdad")
    uow.record(corrections.retract, TRIP)
    assert corrections.undo(uow, entry) == []


def test_a_refused_undo_undoes_nothing(uow):
    """Not the other records of the entry either."""

    def both(uow):
        visit(uow, FIRST)
        visit(uow, SECOND)

    entry = uow.record(both)
    uow.record(visit, SECOND, place="Baghdad")
    before = uow.standing()
    with pytest.raises(Refused, match="has changed since"):
        undone(uow, entry)
    assert uow.standing() == before


def test_a_retraction_is_undone_with_what_followed_from_it(uow):
    """What it had reopened is fulfilled again."""
    owe(uow)
    session(uow)
    before = uow.standing()
    retraction = uow.record(corrections.retract, SESSION)
    assert uow.load(OWED).status == "open"
    undone(uow, retraction)
    assert uow.standing() == before


def test_a_record_is_undone_to_what_could_have_been_recorded(uow):
    """A visit that was put into another does not come back into its own part."""
    visit(uow)
    visit(uow, FIRST, part_of=TRIP)
    moved = uow.record(correct, FIRST, "part_of")
    uow.record(correct, TRIP, part_of=FIRST)
    with pytest.raises(Refused, match="part of itself"):
        undone(uow, moved)
    assert uow.load(FIRST).part_of is None


def test_a_number_that_was_taken_since_is_not_given_back(uow):
    """The refusal names the session that bears it now."""
    session(uow, session=3)
    freed = uow.record(correct, SESSION, "session")
    session(uow, OTHER_SESSION, session=3)
    with pytest.raises(Refused, match="already recorded") as refusal:
        undone(uow, freed)
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_a_number_comes_back_with_what_awaits_it(uow):
    """A session that is held again fulfils what was agreed since."""
    session(uow, status="scheduled", session=3)
    entry = uow.record(session)
    first = undone(uow, entry)
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    undone(uow, first)
    assert uow.load(OWED).by == SESSION


@pytest.mark.parametrize(
    ("act", "read"),
    [
        (
            lambda uow: use_cases.amend(uow, BODY, Charter(cadence="P1Y")),
            lambda uow: uow.load(BODY),
        ),
        (
            lambda uow: use_cases.revise(uow, OWED, Undertaking(owner="IQ")),
            lambda uow: uow.load(OWED),
        ),
        (lambda uow: use_cases.alias(uow, FIRST, ("Əliyeva",)), lambda uow: uow.load(FIRST)),
        (lambda uow: use_cases.merge(uow, FIRST, SECOND), lambda uow: uow.load(FIRST)),
        (
            lambda uow: corrections.cite(uow, BODY, DAILY),
            lambda uow: uow.load(BODY),
        ),
    ],
)
def test_any_act_is_undone_and_done_again(uow, act, read):
    """Whatever record it was on."""
    use_cases.agree(uow, OWED, undertaking())
    register(uow, FIRST, "Leyla Aliyeva")
    register(uow, SECOND, "Leila Aliewa")
    before = read(uow)
    entry = uow.record(act)
    after = read(uow)
    first = undone(uow, entry)
    assert read(uow) == before
    undone(uow, first)
    assert read(uow) == after


def test_parties_are_not_merged_into_a_circle_by_an_undo(uow):
    """Whoever follows such a chain never comes to its end."""
    register(uow, FIRST, "Leyla Aliyeva")
    register(uow, SECOND, "Leila Aliewa")
    merged = uow.record(use_cases.merge, FIRST, SECOND)
    split = undone(uow, merged)
    uow.record(use_cases.merge, SECOND, FIRST)
    with pytest.raises(Refused, match="merged into itself"):
        undone(uow, split)


@pytest.mark.parametrize(
    "go",
    [
        lambda uow, entry: uow.record(corrections.retract, FIRST),
        lambda uow, entry: uow.record(corrections.undo, entry),
    ],
    ids=["retract", "undo"],
)
def test_a_party_into_which_others_are_merged_stays(uow, go):
    """Neither retracted nor undone: the refusal names both, and says what comes first."""
    entry = uow.record(register, FIRST, "Leyla Aliyeva")
    register(uow, SECOND, "Leila Aliewa")
    uow.record(use_cases.merge, SECOND, FIRST)
    with pytest.raises(Refused, match=r"is still needed: .* is merged into it; split") as refusal:
        go(uow, entry)
    assert refusal.value.records == {"record": FIRST, "other": SECOND}
    uow.record(use_cases.split, SECOND)
    go(uow, entry)
    assert parties(uow) == {"Leila Aliewa"}


def test_what_was_recorded_in_between_keeps_its_effect(uow):
    """Only the entry itself does not count."""
    visit(uow, status="announced")
    entry = uow.record(visit)
    uow.record(visit, place="Baghdad", sources=(DAILY,))
    undone(uow, entry)
    assert uow.history(TRIP)[2] == ParticularsAdded(place="Baghdad", sources=(DAILY,))
    state = uow.load(TRIP)
    assert (state.status, state.place, state.sources) == ("announced", "Baghdad", (DAILY,))


def test_the_kinds_of_what_was_undone_are_told(uow):
    """One outcome a record, in the order of the entry."""
    owe(uow)
    session(uow, status="scheduled")
    entry = uow.record(session)
    outcomes = corrections.undo(uow, entry)
    assert [(one.kind, one.existed) for one in outcomes] == [
        (CONSULTATION, True),
        (FOLLOW_UP, True),
    ]
