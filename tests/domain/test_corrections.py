"""Corrections: fix what was recorded, with the consequences for other records."""

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
    """Correct a record."""
    return corrections.correct(uow, record, facts, cleared, sources)


# --- Corrected -----------------------------------------------------------------------------------


def test_a_record_is_corrected(uow):
    """The source is cited, and the outcome includes the former value."""
    visit(uow)
    uow.told()
    outcome = correct(uow, TRIP, "parties", host="IQ", title="Besuch", sources=(DAILY,))
    assert uow.told() == [
        (TRIP, VisitCorrected(host="IQ", title="Besuch", cleared=("parties",))),
        (TRIP, SourceCited(sources=(DAILY,))),
    ]
    assert (outcome.before.title, outcome.before.parties) == ("Talks in Baghdad", ("AZ", "IQ"))
    assert (outcome.state.title, outcome.state.parties) == ("Besuch", ())


def test_correct_values_are_not_corrected(uow):
    """No event is recorded, and no party is registered."""
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
def test_a_missing_record_is_not_corrected(uow, act):
    with pytest.raises(Refused, match="there is no such record"):
        act(uow)


def test_a_corrected_participant_is_registered(uow):
    """The former participant stays registered: other records may name it."""
    visit(uow, participants=(MINISTER,))
    correct(uow, TRIP, participants=(HOST,))
    assert parties(uow) == {MINISTER.name, HOST.name}


def test_a_treaty_is_corrected(uow):
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
def test_a_corrected_record_is_as_valid_as_a_new_one(uow, record, facts, cleared, reason):
    """A correction is refused if a new record with the same content would be."""
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


def test_a_cleared_type_is_person(uow):
    """The type becomes person, which is the default type of a party."""
    register(uow, FIRST, "Leyla Aliyeva")
    assert correct(uow, FIRST, "type").state.type == "person"


def test_a_number_is_not_corrected_to_a_used_one(uow):
    """The message names the session that has the number."""
    session(uow, session=3)
    session(uow, OTHER_SESSION, session=4)
    with pytest.raises(Refused, match="already recorded") as refusal:
        correct(uow, OTHER_SESSION, session=3)
    assert refusal.value.records == {"mechanism": BODY, "other": SESSION}


# --- Follow-ups fulfilled by a session -----------------------------------------------------------


@pytest.fixture
def settled(uow):
    """Return a register in which the session owed was held."""
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
def test_a_session_that_was_not_held_fulfils_nothing(settled, act):
    """The follow-up that the session had fulfilled is reopened in the same entry."""
    act(settled)
    assert settled.told()[1:] == [(OWED, REOPENED)]
    owed = settled.load(OWED)
    assert (owed.status, owed.by, owed.fulfilled) == ("open", None, None)


def test_a_session_of_another_mechanism_fulfils_nothing(settled):
    """The follow-up of this mechanism is reopened."""
    use_cases.establish(settled, THIRD, charter(title="Consular Consultations"))
    correct(settled, SESSION, mechanism=THIRD)
    assert settled.load(OWED).status == "open"


def test_another_number_fulfils_nothing(uow):
    """The follow-up that awaited the number is reopened."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=3)
    correct(uow, SESSION, session=4)
    assert uow.load(OWED).status == "open"


def test_an_unrelated_correction_keeps_the_fulfilment(settled):
    """A corrected title reopens nothing."""
    correct(settled, SESSION, title="Third session")
    assert [record for record, _ in settled.told()] == [SESSION]
    assert settled.load(OWED).by == SESSION


def test_a_reopened_follow_up_is_fulfilled_by_the_next_session(settled):
    correct(settled, SESSION, status="scheduled")
    session(settled, OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


def test_a_correction_to_held_fulfils_the_follow_up(uow):
    """A correction has the same consequences as recording."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=2)
    uow.told()
    correct(uow, SESSION, session=3)
    fulfilled = FollowUpFulfilled(by=SESSION, fulfilled=parse_date("2025-04-20"))
    assert uow.told()[1:] == [(OWED, fulfilled)]


def test_a_corrected_session_with_unclear_dates_is_named(uow):
    """If the dates do not show whether it fulfils the follow-up, the outcome names the session."""
    owe(uow)
    session(uow, occurred=EARLIER)
    assert correct(uow, SESSION, occurred=parse_date("2025")).undecided == (OWED,)


def test_a_session_before_the_agreement_fulfils_nothing(settled):
    """Because of its wrong date, the session had counted as the next session."""
    correct(settled, SESSION, occurred=EARLIER)
    assert settled.load(OWED).status == "open"


def test_the_fulfilment_date_follows_the_session(settled):
    """Correcting the date of the session corrects the date of the fulfilment."""
    correct(settled, SESSION, occurred=parse_date("2025-04-21"))
    assert settled.load(OWED).fulfilled == parse_date("2025-04-21")


def test_the_fulfilment_of_a_duplicate_moves_to_the_original(settled):
    """The session was held, whichever of the two records describes it."""
    correct(settled, SESSION, "session")
    session(settled, OTHER_SESSION, session=3)
    corrections.retract(settled, SESSION, duplicate_of=OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


# --- Retracted, cited ----------------------------------------------------------------------------


def test_a_record_is_retracted_as_a_duplicate(uow):
    """The original stays unchanged."""
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
def test_a_duplicate_needs_an_original_of_the_same_kind(uow, other, reason):
    """The original must not be retracted."""
    visit(uow)
    visit(uow, FIRST)
    corrections.retract(uow, FIRST)
    uow.told()
    with pytest.raises(Refused, match=reason) as refusal:
        corrections.retract(uow, TRIP, duplicate_of=other)
    assert refusal.value.field == "duplicate_of"
    assert uow.told() == []


def test_the_number_of_a_retracted_session_is_free(uow):
    session(uow, session=3)
    corrections.retract(uow, SESSION)
    uow.told()
    assert session(uow, OTHER_SESSION, session=3).state.session == 3


def test_a_retracted_session_fulfils_nothing_new(uow):
    """A later follow-up awaits another session."""
    session(uow)
    corrections.retract(uow, SESSION)
    uow.told()
    owe(uow)
    assert uow.load(OWED).status == "open"


def test_a_source_is_cited(uow):
    """The source is cited once; it cannot be cited for a retracted record."""
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
    """Choosing a reading changes the record, and the outcome includes the former value."""
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


def test_a_participant_in_the_chosen_reading_is_registered(uow):
    """The party has the name in the reading."""
    visit(uow, participants=(MINISTER,))
    corrections.dispute(uow, TRIP, "participants.1.name", "Leila Aliewa", DAILY)
    assert parties(uow) == {MINISTER.name}
    corrections.resolve(uow, TRIP, "participants.1.name", "Leila Aliewa")
    assert parties(uow) == {MINISTER.name, "Leila Aliewa"}


def test_an_invalid_reading_is_not_chosen(uow):
    """The record may keep an invalid reading, but nobody can choose it."""
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


def test_a_chosen_reading_has_the_consequences_of_recording(uow):
    """A session with the awaited number fulfils the follow-up."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=2)
    corrections.dispute(uow, SESSION, "session", "3", DAILY)
    assert uow.load(OWED).status == "open"
    corrections.resolve(uow, SESSION, "session", "3")
    assert uow.load(OWED).by == SESSION


def test_a_chosen_status_must_be_one_of_the_kind(uow):
    """With another status, no later decision could know which stage the record has reached."""
    visit(uow)
    with pytest.raises(Refused, match="this field has no plain value"):
        corrections.dispute(uow, TRIP, "status", "delayed", DAILY)


# --- Undone --------------------------------------------------------------------------------------


def undone(uow: Ledger, entry):
    """Return the entry that undoes another entry."""
    return uow.record(corrections.undo, entry)


def test_an_undone_entry_does_not_count(uow):
    """The events of the entry stay in the log."""
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
    """After the retraction, undoing the first entry has no effect."""
    visit(uow, status="announced")
    entry = uow.record(visit)
    undone(uow, entry)
    assert corrections.undo(uow, entry) == []
    assert uow.told() == []


def test_an_undo_is_undone(uow):
    """The register has the same state as before the first undo."""
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


def test_a_missing_entry_is_not_undone(uow):
    """Nothing is recorded."""
    with pytest.raises(Refused, match="there is no such entry"):
        corrections.undo(uow, UNKNOWN)


def test_records_created_by_an_undone_entry_are_retracted(uow):
    """The reason names the entry, and other records are unchanged."""
    before = uow.standing()
    entry = uow.record(visit)
    uow.told()
    corrections.undo(uow, entry)
    assert uow.told() == [(TRIP, Retracted(undoes=entry))]
    assert uow.standing() == before


def test_undoing_the_undo_restores_the_records(uow):
    """The retraction of the records no longer counts."""
    owe(uow)
    entry = uow.record(session, participants=(MINISTER,))
    before = uow.standing()
    retraction = undone(uow, entry)
    assert SESSION not in uow.standing()
    assert uow.load(OWED).status == "open"
    undone(uow, retraction)
    assert uow.standing() == before


def test_parties_registered_by_an_undone_entry_are_retracted(uow):
    """No other record names the parties."""
    entry = uow.record(visit, participants=(MINISTER, HOST))
    undone(uow, entry)
    assert parties(uow) == set()


def test_a_party_that_another_record_names_is_kept(uow):
    entry = uow.record(visit, participants=(MINISTER,))
    uow.record(use_cases.engage, MEETING, SECOND, "held", particulars(participants=(MINISTER,)))
    undone(uow, entry)
    assert TRIP not in uow.standing()
    assert parties(uow) == {MINISTER.name}


def test_a_party_that_another_record_links_to_is_kept(uow):
    """The name of the party in the other record does not matter."""
    entry = uow.record(visit, participants=(MINISTER,))
    linked = Participant(name="L. A.", side="AZ", party=party_id(MINISTER.name, "AZ"))
    uow.record(use_cases.engage, MEETING, SECOND, "held", particulars(participants=(linked,)))
    undone(uow, entry)
    assert parties(uow) == {MINISTER.name}


def test_a_party_that_was_registered_alone_is_retracted(uow):
    """No other record names the party."""
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
def test_records_that_others_build_on_are_not_undone(uow, build):
    """The message names the record and says what to do.

    Dependent records that are undone do not count.
    """
    entry = uow.record(visit)
    later = uow.record(build)
    with pytest.raises(Refused, match="has changed since; undo the later entries") as refusal:
        undone(uow, entry)
    assert refusal.value.records == {"record": TRIP}
    assert uow.told() == []
    undone(uow, later)
    undone(uow, entry)
    assert TRIP not in uow.standing()


def test_records_that_others_build_on_may_be_retracted(uow):
    """After that, undoing the first entry has no effect."""
    entry = uow.record(visit)
    uow.record(visit, place="Baghdad")
    uow.record(corrections.retract, TRIP)
    assert corrections.undo(uow, entry) == []


def test_a_refused_undo_undoes_nothing(uow):
    """The other records of the entry are unchanged, too."""

    def both(uow):
        visit(uow, FIRST)
        visit(uow, SECOND)

    entry = uow.record(both)
    uow.record(visit, SECOND, place="Baghdad")
    before = uow.standing()
    with pytest.raises(Refused, match="has changed since"):
        undone(uow, entry)
    assert uow.standing() == before


def test_undoing_a_retraction_undoes_its_consequences(uow):
    """The follow-up that the retraction had reopened is fulfilled again."""
    owe(uow)
    session(uow)
    before = uow.standing()
    retraction = uow.record(corrections.retract, SESSION)
    assert uow.load(OWED).status == "open"
    undone(uow, retraction)
    assert uow.standing() == before


def test_an_undo_leaves_a_valid_record(uow):
    """A visit that became part of another visit cannot become the parent of that visit again."""
    visit(uow)
    visit(uow, FIRST, part_of=TRIP)
    moved = uow.record(correct, FIRST, "part_of")
    uow.record(correct, TRIP, part_of=FIRST)
    with pytest.raises(Refused, match="part of itself"):
        undone(uow, moved)
    assert uow.load(FIRST).part_of is None


def test_an_undo_does_not_restore_a_number_that_is_used_now(uow):
    """The message names the session that now has the number."""
    session(uow, session=3)
    freed = uow.record(correct, SESSION, "session")
    session(uow, OTHER_SESSION, session=3)
    with pytest.raises(Refused, match="already recorded") as refusal:
        undone(uow, freed)
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_a_restored_number_fulfils_what_awaits_it(uow):
    """A restored session fulfils a follow-up that was agreed meanwhile."""
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
def test_any_use_case_is_undone_and_redone(uow, act, read):
    """Use cases on records of every kind can be undone and redone."""
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


def test_an_undo_does_not_merge_parties_in_a_circle(uow):
    """A program that followed such a chain would never end."""
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
def test_a_party_with_merged_parties_stays(uow, go):
    """The party cannot be retracted or undone; the message says what to do first."""
    entry = uow.record(register, FIRST, "Leyla Aliyeva")
    register(uow, SECOND, "Leila Aliewa")
    uow.record(use_cases.merge, SECOND, FIRST)
    with pytest.raises(Refused, match=r"is still needed: .* is merged into it; split") as refusal:
        go(uow, entry)
    assert refusal.value.records == {"record": FIRST, "other": SECOND}
    uow.record(use_cases.split, SECOND)
    go(uow, entry)
    assert parties(uow) == {"Leila Aliewa"}


def test_later_entries_keep_their_effect(uow):
    """Only the undone entry stops counting."""
    visit(uow, status="announced")
    entry = uow.record(visit)
    uow.record(visit, place="Baghdad", sources=(DAILY,))
    undone(uow, entry)
    assert uow.history(TRIP)[2] == ParticularsAdded(place="Baghdad", sources=(DAILY,))
    state = uow.load(TRIP)
    assert (state.status, state.place, state.sources) == ("announced", "Baghdad", (DAILY,))


def test_an_undo_reports_the_kinds_of_records(uow):
    """There is one outcome per record, in the order of the entry."""
    owe(uow)
    session(uow, status="scheduled")
    entry = uow.record(session)
    outcomes = corrections.undo(uow, entry)
    assert [(one.kind, one.existed) for one in outcomes] == [
        (CONSULTATION, True),
        (FOLLOW_UP, True),
    ]
