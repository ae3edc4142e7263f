"""Correct, retract, dispute or undo records, and update other records that are affected."""

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


# --- Corrections ---------------------------------------------------------------------------------


def test_a_record_is_corrected(uow):
    """Correcting a record cites the source and returns the former values."""
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
    """Correcting a record to its current values records no event and registers no party."""
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
    """If a correction names another participant, Dragoman registers the participant.

    The former participant stays registered as a party.
    """
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
        (TRIP, {"occurred": AHEAD}, (), "2030 is in the future; until then, the status is "),
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
    """Dragoman refuses a correction if it would refuse a new record with the same content."""
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
    """Clearing the type of a party sets the default type, person."""
    register(uow, FIRST, "Leyla Aliyeva")
    assert correct(uow, FIRST, "type").state.type == "person"


def test_a_number_is_not_corrected_to_a_used_one(uow):
    """Dragoman refuses to correct a session number to a used number.

    The message names the session that has the number.
    """
    session(uow, session=3)
    session(uow, OTHER_SESSION, session=4)
    with pytest.raises(Refused, match="already recorded") as refusal:
        correct(uow, OTHER_SESSION, session=3)
    assert refusal.value.records == {"mechanism": BODY, "other": SESSION}


# --- Follow-ups fulfilled by a session -----------------------------------------------------------


@pytest.fixture
def settled(uow):
    """Return a register in which a session has fulfilled a follow-up."""
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
    """If a correction shows that a session was not held, Dragoman reopens its follow-up.

    The same entry records the correction and reopens the follow-up.
    """
    act(settled)
    assert settled.told()[1:] == [(OWED, REOPENED)]
    owed = settled.load(OWED)
    assert (owed.status, owed.by, owed.fulfilled) == ("open", None, None)


def test_a_session_of_another_mechanism_fulfils_nothing(settled):
    """Moving a session to another mechanism reopens the follow-up that the session fulfilled."""
    use_cases.establish(settled, THIRD, charter(title="Consular Consultations"))
    correct(settled, SESSION, mechanism=THIRD)
    assert settled.load(OWED).status == "open"


def test_another_number_fulfils_nothing(uow):
    """Correcting the number of a session reopens the follow-up that awaited the former number."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=3)
    correct(uow, SESSION, session=4)
    assert uow.load(OWED).status == "open"


def test_an_unrelated_correction_keeps_the_fulfilment(settled):
    """Correcting the title of a session reopens no follow-up."""
    correct(settled, SESSION, title="Third session")
    assert [record for record, _ in settled.told()] == [SESSION]
    assert settled.load(OWED).by == SESSION


def test_a_reopened_follow_up_is_fulfilled_by_the_next_session(settled):
    correct(settled, SESSION, status="scheduled")
    session(settled, OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


def test_a_correction_to_held_fulfils_the_follow_up(uow):
    """Correcting a session to "held" fulfils the follow-up that awaits the session by number.

    The same entry records the correction and the fulfilment.
    """
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=2)
    uow.told()
    correct(uow, SESSION, session=3)
    fulfilled = FollowUpFulfilled(by=SESSION, fulfilled=parse_date("2025-04-20"))
    assert uow.told()[1:] == [(OWED, fulfilled)]


def test_a_corrected_session_with_unclear_dates_is_named(uow):
    """A corrected date can leave it unclear whether a session came before an agreement.

    The outcome of the correction then lists the agreed follow-up as undecided.
    """
    owe(uow)
    session(uow, occurred=EARLIER)
    assert correct(uow, SESSION, occurred=parse_date("2025")).undecided == (OWED,)


def test_a_session_before_the_agreement_fulfils_nothing(settled):
    """Correcting a session to a date before the agreement reopens the follow-up."""
    correct(settled, SESSION, occurred=EARLIER)
    assert settled.load(OWED).status == "open"


def test_the_fulfilment_date_follows_the_session(settled):
    """Correcting the date of a session also corrects the date of the fulfilment."""
    correct(settled, SESSION, occurred=parse_date("2025-04-21"))
    assert settled.load(OWED).fulfilled == parse_date("2025-04-21")


def test_the_fulfilment_of_a_duplicate_moves_to_the_original(settled):
    """After a duplicate session is retracted, its original fulfils the follow-up instead."""
    correct(settled, SESSION, "session")
    session(settled, OTHER_SESSION, session=3)
    corrections.retract(settled, SESSION, duplicate_of=OTHER_SESSION)
    assert settled.load(OWED).by == OTHER_SESSION


# --- Retractions and citations -------------------------------------------------------------------


def test_a_record_is_retracted_as_a_duplicate(uow):
    """Retracting a record as a duplicate leaves the original unchanged."""
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
    """The original of a duplicate must be another record of the same kind that is not retracted."""
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
    """A retracted session does not fulfil a follow-up that was agreed after the retraction."""
    session(uow)
    corrections.retract(uow, SESSION)
    uow.told()
    owe(uow)
    assert uow.load(OWED).status == "open"


def test_a_source_is_cited(uow):
    """If you cite a source twice, Dragoman records the source once.

    Dragoman refuses to cite a source for a retracted record.
    """
    visit(uow)
    uow.told()
    corrections.cite(uow, TRIP, DAILY)
    corrections.cite(uow, TRIP, DAILY)
    assert uow.told() == [(TRIP, SourceCited(sources=(DAILY,)))]
    corrections.retract(uow, TRIP)
    with pytest.raises(Refused, match="is retracted"):
        corrections.cite(uow, TRIP, DAILY)


# --- Disputes and choices ------------------------------------------------------------------------


def test_a_reading_is_kept_and_chosen(uow):
    """Disputing a field keeps the value; choosing the other reading changes the value."""
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
    """Choosing another reading of a participant's name registers a party under that name."""
    visit(uow, participants=(MINISTER,))
    corrections.dispute(uow, TRIP, "participants.1.name", "Leila Aliewa", DAILY)
    assert parties(uow) == {MINISTER.name}
    corrections.resolve(uow, TRIP, "participants.1.name", "Leila Aliewa")
    assert parties(uow) == {MINISTER.name, "Leila Aliewa"}


def test_an_invalid_reading_is_not_chosen(uow):
    """Dragoman records an invalid reading, but refuses to choose that reading."""
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
    """Choosing a reading with the awaited session number fulfils the follow-up."""
    owe(uow, awaits=Awaits(mechanism=BODY, session=3))
    session(uow, session=2)
    corrections.dispute(uow, SESSION, "session", "3", DAILY)
    assert uow.load(OWED).status == "open"
    corrections.resolve(uow, SESSION, "session", "3")
    assert uow.load(OWED).by == SESSION


def test_a_chosen_status_must_be_one_of_the_kind(uow):
    """Dragoman refuses a reading of the status, because the status is not a plain value."""
    visit(uow)
    with pytest.raises(Refused, match="this field has no plain value"):
        corrections.dispute(uow, TRIP, "status", "delayed", DAILY)


# --- Undo ----------------------------------------------------------------------------------------


def undone(uow: Ledger, entry):
    """Undo an entry, and return the entry that records the undo."""
    return uow.record(corrections.undo, entry)


def test_an_undone_entry_does_not_count(uow):
    """Undoing an entry restores the former state and keeps the events of the entry in the log."""
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
    """Undoing the same entry a second time records nothing."""
    visit(uow, status="announced")
    entry = uow.record(visit)
    undone(uow, entry)
    assert corrections.undo(uow, entry) == []
    assert uow.told() == []


def test_an_undo_is_undone(uow):
    """Undoing an undo restores the state from before the undo; a person can undo this undo, too."""
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
    """Dragoman refuses to undo an entry that does not exist."""
    with pytest.raises(Refused, match="there is no such entry"):
        corrections.undo(uow, UNKNOWN)


def test_records_created_by_an_undone_entry_are_retracted(uow):
    """Undoing an entry retracts the records that the entry created, and no others."""
    before = uow.standing()
    entry = uow.record(visit)
    uow.told()
    corrections.undo(uow, entry)
    assert uow.told() == [(TRIP, Retracted(undoes=entry))]
    assert uow.standing() == before


def test_undoing_the_undo_restores_the_records(uow):
    """Undoing an undo restores the records that the undo had retracted."""
    owe(uow)
    entry = uow.record(session, participants=(MINISTER,))
    before = uow.standing()
    retraction = undone(uow, entry)
    assert SESSION not in uow.standing()
    assert uow.load(OWED).status == "open"
    undone(uow, retraction)
    assert uow.standing() == before


def test_parties_registered_by_an_undone_entry_are_retracted(uow):
    """Undoing an entry retracts the parties that the entry registered.

    A party stays if another record names the party.
    """
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
    """Undoing an entry keeps a party that another record links to, even if the names differ."""
    entry = uow.record(visit, participants=(MINISTER,))
    linked = Participant(name="L. A.", side="AZ", party=party_id(MINISTER.name, "AZ"))
    uow.record(use_cases.engage, MEETING, SECOND, "held", particulars(participants=(linked,)))
    undone(uow, entry)
    assert parties(uow) == {MINISTER.name}


def test_a_party_that_was_registered_alone_is_retracted(uow):
    """Undoing the registration of a party retracts the party if no record names the party."""
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
    """Dragoman refuses to undo an entry while later entries depend on its records.

    The message names the record and says what to do. Later entries that somebody has undone do not
    count.
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
    """After a record is retracted, undoing the entry that created the record adds no event."""
    entry = uow.record(visit)
    uow.record(visit, place="Baghdad")
    uow.record(corrections.retract, TRIP)
    assert corrections.undo(uow, entry) == []


def test_a_refused_undo_undoes_nothing(uow):
    """If Dragoman cannot undo an entry for one record, the other records stay unchanged, too."""

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
    """After a retraction is undone, the follow-up that it had reopened is fulfilled again."""
    owe(uow)
    session(uow)
    before = uow.standing()
    retraction = uow.record(corrections.retract, SESSION)
    assert uow.load(OWED).status == "open"
    undone(uow, retraction)
    assert uow.standing() == before


def test_an_undo_leaves_a_valid_record(uow):
    """Dragoman refuses an undo that would make a visit part of itself."""
    visit(uow)
    visit(uow, FIRST, part_of=TRIP)
    moved = uow.record(correct, FIRST, "part_of")
    uow.record(correct, TRIP, part_of=FIRST)
    with pytest.raises(Refused, match="part of itself"):
        undone(uow, moved)
    assert uow.load(FIRST).part_of is None


def test_an_undo_does_not_restore_a_number_that_is_used_now(uow):
    """Dragoman refuses an undo that would restore a session number which is in use again.

    The message names the session that has the number.
    """
    session(uow, session=3)
    freed = uow.record(correct, SESSION, "session")
    session(uow, OTHER_SESSION, session=3)
    with pytest.raises(Refused, match="already recorded") as refusal:
        undone(uow, freed)
    assert refusal.value.records == {"mechanism": BODY, "other": OTHER_SESSION}


def test_a_restored_number_fulfils_what_awaits_it(uow):
    """Undoing an undo restores a held session.

    The restored session fulfils a follow-up that was agreed in the meantime.
    """
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
            lambda uow: use_cases.revise(uow, OWED, Undertaking(place="Baku")),
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
    """A person can undo any use case, and can restore its effect by undoing the undo."""
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
    """Dragoman refuses an undo that would leave two parties merged into each other."""
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
    """Dragoman refuses to retract a party, or undo its entry, if others are merged into the party.

    The message names both parties and says what to do first.
    """
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
    """Undoing one entry keeps the effects of later entries."""
    visit(uow, status="announced")
    entry = uow.record(visit)
    uow.record(visit, place="Baghdad", sources=(DAILY,))
    undone(uow, entry)
    assert uow.history(TRIP)[2] == ParticularsAdded(place="Baghdad", sources=(DAILY,))
    state = uow.load(TRIP)
    assert (state.status, state.place, state.sources) == ("announced", "Baghdad", (DAILY,))


def test_an_undo_reports_the_kinds_of_records(uow):
    """Undoing an entry returns an outcome for each record, in order, with the record's kind."""
    owe(uow)
    session(uow, status="scheduled")
    entry = uow.record(session)
    outcomes = corrections.undo(uow, entry)
    assert [(one.kind, one.existed) for one in outcomes] == [
        (CONSULTATION, True),
        (FOLLOW_UP, True),
    ]


# --- Records that come again --------------------------------------------------------------------


def test_a_retracted_record_that_comes_again_is_refused(uow):
    """Dragoman refuses to bring back a retracted record without ``--restore``.

    The message names the entry, the day and the author of the retraction.
    """
    visit(uow)
    entry = uow.record(corrections.retract, TRIP)
    with pytest.raises(Refused) as refusal:
        corrections.brought_back(uow, TRIP, restores=False)
    by = f"by entry {str(entry)[:8]} (15 Jan 2026, officer)"
    expected = f"{{record}} was retracted {by}; to bring the record back, add --restore"
    assert refusal.value.message == expected


def test_the_original_of_a_duplicate_that_comes_again_is_named(uow):
    visit(uow)
    visit(uow, FIRST)
    uow.record(corrections.retract, FIRST, TRIP)
    with pytest.raises(Refused, match="as a duplicate of") as refusal:
        corrections.brought_back(uow, FIRST, restores=False)
    assert refusal.value.records == {"record": FIRST, "other": TRIP}


def test_other_records_do_not_come_back(uow):
    visit(uow)
    assert corrections.brought_back(uow, TRIP, restores=True) is None
    assert corrections.brought_back(uow, UNKNOWN, restores=True) is None


def test_a_restored_record_has_the_consequences_of_recording(settled):
    """Restoring a session fulfils the follow-up that awaits the session."""
    settled.record(corrections.retract, SESSION)
    assert settled.load(OWED).status == "open"
    corrections.restore(settled, SESSION)
    assert (settled.load(OWED).status, settled.load(OWED).by) == ("fulfilled", SESSION)


def test_a_restored_record_brings_back_its_people(uow):
    """Restoring a record also restores the people whom the same entry retracted."""
    entry = uow.record(visit, participants=(Participant(name="Leyla Aliyeva", side="AZ"),))
    assert parties(uow) == {"Leyla Aliyeva"}
    uow.record(corrections.undo, entry)
    assert parties(uow) == set()
    corrections.restore(uow, TRIP)
    assert parties(uow) == {"Leyla Aliyeva"}


def test_a_number_that_was_given_again_is_not_restored(uow):
    session(uow, session=1)
    uow.record(corrections.retract, SESSION)
    session(uow, OTHER_SESSION, session=1)
    with pytest.raises(Refused, match="is already recorded as"):
        corrections.restore(uow, SESSION)


def test_a_session_does_not_come_back_without_its_mechanism(uow):
    session(uow)
    uow.record(corrections.retract, SESSION)
    uow.record(corrections.retract, BODY)
    with pytest.raises(Refused, match="bring the mechanism back first") as refusal:
        corrections.restore(uow, SESSION)
    assert refusal.value.records["record"] == BODY
